/* The decision on paper: from what was frozen when it was drafted, so that it is the same at any time. */
#include <inttypes.h>

#include "core/words.h"
#include "doc/doc.h"
#include "features/grants/grant_decision_pages.h"

struct sheet {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};

static str say(struct cx *cx, const char *key)
{
	return word(cx->words, cx->mem, key);
}

static void add(struct sheet *s, bool heading, str text)
{
	if (!str_blank(text))
		*LIST_ADD(s->cx->mem, &s->lines, struct doc_line) =
		        (struct doc_line){ .kind = heading ? DOC_HEADING : DOC_PARAGRAPH, .text = text };
}

static void heading(struct sheet *s, const char *key, str text)
{
	if (str_blank(text))
		return;
	add(s, true, say(s->cx, key));
	for (str rest = text; rest.p;)
		add(s, false, str_copy(s->cx->mem, str_split(&rest, '\n')));
}

static void row(struct sheet *s, int kind, str label, str asked, str granted)
{
	*LIST_ADD(s->cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = kind, .cells = { label, asked, granted }, .columns = 3 };
}

static str money(struct sheet *s, int64_t cents)
{
	return say_money(s->cx->words, s->cx->mem, cents);
}

/* What the reader looks for first. */
static void add_ruling(struct sheet *s, const struct decision *d, int64_t cents)
{
	struct cx *cx = s->cx;
	str key = str_print(cx->mem, "decision.ruling_" STR_FMT, STR_ARG(d->paper.type));
	add(s, false,
	    word_args(cx->words, cx->mem, key.p,
	              ARGS({ "applied", say_day_long(cx->words, cx->mem, d->applied_on) },
	                   { "total", money(s, d->paper.total_cents) }, { "before", money(s, d->before_cents) },
	                   { "repay", money(s, cents) }, { "name", d->centre_name })));
}

static void add_amounts(struct sheet *s, const struct decision *d, int64_t year)
{
	struct cx *cx = s->cx;
	bool revokes = str_is(d->paper.type, "revocation");
	if (str_is(d->paper.type, "refusal"))
		return;
	add(s, true,
	    word_args(cx->words, cx->mem, "decision.amounts", ARGS({ "year", str_print(cx->mem, "%" PRId64, year) })));
	row(s, DOC_HEAD_ROW, say(cx, "grant_line.label"),
	    say(cx, revokes ? "decision.until_now" : "grant_item.asked_cents"),
	    say(cx, revokes ? "decision.left" : "grant_item.granted_cents"));
	LIST_EACH (const struct grant_line, l, &d->paper.lines) {
		const struct grant_line *asked = grant_line_of(&d->asked, l->item);
		row(s, DOC_ROW, l->label, money(s, asked ? asked->cents : 0), money(s, l->cents));
	}
	row(s, DOC_SUM_ROW, say(cx, "grants.total"), money(s, d->asked_cents), money(s, d->paper.total_cents));
	LIST_EACH (const struct grant_line, l, &d->paper.lines)
		if (!str_blank(l->note))
			add(s, false, str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(l->label), STR_ARG(l->note)));
}

static str financing_of(struct cx *cx, const struct decision *d)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct grant_line, l, &d->paper.lines)
		if (l->financing.p && l->cents)
			text_print(&t, "%s" STR_FMT ": " STR_FMT, t.n ? "\n" : "", STR_ARG(l->label),
			           STR_ARG(say(cx, str_print(cx->mem, "financing." STR_FMT, STR_ARG(l->financing)).p)));
	return t.n ? text_str(&t) : STR_NONE;
}

static void add_body(struct sheet *s, const struct decision *d, int64_t year, int64_t cents, bool approved)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		add(s, false, say(cx, "core.demo"));
	if (!approved)
		add(s, true, say(cx, "decision.draft"));
	add_ruling(s, d, cents);
	add_amounts(s, d, year);
	heading(s, "decision_form.purpose", d->purpose);
	if (day_is(d->paper.from))
		heading(s, "decision.period",
		        word_args(cx->words, cx->mem, "decision.from_until",
		                  ARGS({ "from", say_day(cx->words, cx->mem, d->paper.from) },
		                       { "until", say_day(cx->words, cx->mem, d->paper.until) })));
	heading(s, "grant_line.financing", financing_of(cx, d));
	heading(s, "decision_form.reason", d->reason);
	heading(s, "decision_form.payout", d->payout);
	heading(s, "decision_form.conditions", d->conditions);
	heading(s, "decision.remedies_title", d->remedies);
}

const struct grant_event *grant_approval_of(const struct list *events, int64_t draft_id)
{
	LIST_EACH (const struct grant_event, e, events)
		if (str_is(e->kind, "approved") && e->about_id.has && e->about_id.v == draft_id)
			return e;
	return NULL;
}

/* "Bezirksregierung Arnsberg, Dezernat 36, ...": the head of the letter, and what stands below it. */
static void split_authority(struct cx *cx, str authority, str *ret_name, str *ret_lines)
{
	struct text lines = TEXT(cx->mem);
	str rest = authority;
	*ret_name = str_copy(cx->mem, str_split(&rest, ','));
	while (rest.p) {
		text_c(&lines, lines.n ? "\n" : "");
		text_add(&lines, str_trim(str_split(&rest, ',')));
	}
	*ret_lines = text_str(&lines);
}

static err letter_of(struct cx *cx, struct res *rs, const struct grant_view *v, const struct grant_event *draft)
{
	struct sheet s = { .cx = cx };
	struct decision d;
	str name, below;
	const struct grant_event *approval = grant_approval_of(&v->events, draft->id);
	TRY(decision_read(cx, draft, &d));
	split_authority(cx, d.authority, &name, &below);
	add_body(&s, &d, v->c.year, draft->cents.v, approval != NULL);
	str key = str_print(cx->mem, "decision.subject_" STR_FMT, STR_ARG(d.paper.type));
	const struct doc_letter letter = {
		.sender = name,
		.sender_lines = below.n ? below : name,
		.recognition = S(""),
		.recipient_lines = d.applicant_lines,
		.reference = word_args(cx->words, cx->mem, "decision.reference", ARGS({ "number", d.file_number })),
		.date = say_day_long(cx->words, cx->mem, approval ? approval->day : draft->day),
		.subject = word_args(cx->words, cx->mem, key.p, ARGS({ "about", v->name })),
		.lines = s.lines.items,
		.n = s.lines.n,
		.language = str_of(words_language(cx->words)),
		.page_format = say(cx, "entitlement.page_format"),
		.made = approval ? approval->recorded_at : draft->recorded_at,
	};
	return grant_letter_show(cx, rs, &letter,
	                         str_print(cx->mem, "bescheid-" STR_FMT "-%" PRId64, STR_ARG(v->c.slug), v->c.year));
}

static err letter(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const struct grant_event *draft = grant_draft_of(cx, rq, &v);
	if (!draft || !str_is(draft->kind, "decision_draft"))
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	return letter_of(cx, rs, &v, draft);
}

err decision_letter_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return grant_in_german(cx, rq, rs, letter);
}

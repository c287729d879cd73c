/* The decision on paper: from what was frozen when it was drafted, so that it is the same at any time. */
#include <inttypes.h>

#include "core/words.h"
#include "features/grants/grant_decision_pages.h"
#include "features/grants/grant_paper_sheet.h"

/* What the reader looks for first. */
static void add_ruling(struct paper_sheet *s, const struct decision *d, int64_t cents)
{
	struct cx *cx = s->cx;
	str key = str_print(cx->mem, "decision.ruling_" STR_FMT, STR_ARG(d->paper.type));
	paper_text(s, DOC_PARAGRAPH,
	           word_args(cx->words, cx->mem, key.p,
	                     ARGS({ "applied", say_day_long(cx->words, cx->mem, d->applied_on) },
	                          { "total", paper_money(s, d->paper.total_cents) },
	                          { "before", paper_money(s, d->before_cents) }, { "repay", paper_money(s, cents) },
	                          { "name", d->centre_name })));
	if (day_is(d->paper.repay_by))
		paper_text(s, DOC_PARAGRAPH,
		           word_args(cx->words, cx->mem, "decision.ruling_repay_by",
		                     ARGS({ "day", say_day_long(cx->words, cx->mem, d->paper.repay_by) })));
}

static void add_amounts(struct paper_sheet *s, const struct decision *d, int64_t year)
{
	struct cx *cx = s->cx;
	bool revokes = str_is(d->paper.type, "revocation");
	if (str_is(d->paper.type, "refusal"))
		return;
	paper_text(s, DOC_HEADING,
	           word_args(cx->words, cx->mem, "decision.amounts",
	                     ARGS({ "year", str_print(cx->mem, "%" PRId64, year) })));
	paper_row(s, DOC_HEAD_ROW, paper_say(s, "grant_line.label"),
	          paper_say(s, revokes ? "decision.until_now" : "grant_item.asked_cents"),
	          paper_say(s, revokes ? "decision.left" : "grant_item.granted_cents"));
	LIST_EACH (const struct grant_line, l, &d->paper.lines) {
		const struct grant_line *asked = grant_line_of(&d->asked, l->item);
		paper_row(s, DOC_ROW, l->label, paper_money(s, asked ? asked->cents : 0), paper_money(s, l->cents));
	}
	paper_row(s, DOC_SUM_ROW, paper_say(s, "grants.total"), paper_money(s, d->asked_cents),
	          paper_money(s, d->paper.total_cents));
	LIST_EACH (const struct grant_line, l, &d->paper.lines)
		if (!str_blank(l->note))
			paper_text(s, DOC_PARAGRAPH,
			           str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(l->label), STR_ARG(l->note)));
}

static str financing_of(struct cx *cx, const struct decision *d)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct grant_line, l, &d->paper.lines)
		if (l->financing.p && l->cents)
			text_print(&t, "%s" STR_FMT ": " STR_FMT, t.n ? "\n" : "", STR_ARG(l->label),
			           STR_ARG(word(cx->words, cx->mem,
			                        str_print(cx->mem, "financing." STR_FMT, STR_ARG(l->financing)).p)));
	return t.n ? text_str(&t) : STR_NONE;
}

static void add_body(struct paper_sheet *s, const struct decision *d, int64_t year, int64_t cents, bool approved)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		paper_text(s, DOC_PARAGRAPH, paper_say(s, "core.demo"));
	if (!approved)
		paper_text(s, DOC_HEADING, paper_say(s, "decision.draft"));
	add_ruling(s, d, cents);
	add_amounts(s, d, year);
	paper_texts(s, "decision_form.purpose", d->purpose);
	if (day_is(d->paper.from))
		paper_texts(s, "decision.period",
		            word_args(cx->words, cx->mem, "decision.from_until",
		                      ARGS({ "from", say_day(cx->words, cx->mem, d->paper.from) },
		                           { "until", say_day(cx->words, cx->mem, d->paper.until) })));
	paper_texts(s, "grant_line.financing", financing_of(cx, d));
	paper_texts(s, "decision_form.reason", d->reason);
	paper_texts(s, "decision_form.payout", d->payout);
	paper_texts(s, "decision_form.conditions", d->conditions);
	paper_texts(s, "decision.remedies_title", d->remedies);
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
	struct paper_sheet s = { .cx = cx };
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
		.page_format = paper_say(&s, "entitlement.page_format"),
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

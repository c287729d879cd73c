/* The decision on paper: from what was frozen when it was drafted, so that it is the same at any time. */
#include <inttypes.h>

#include "core/words.h"
#include "features/grants/grant_decision_pages.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_paper_sheet.h"

/* The parts of a decision are numbered, so that a letter can speak of them. */
static void add_section(struct paper_sheet *s, str heading)
{
	int number = 1;
	LIST_EACH (const struct doc_line, l, &s->lines)
		number += l->kind == DOC_HEADING;
	paper_text(s, DOC_HEADING, str_print(s->cx->mem, "%d. " STR_FMT, number, STR_ARG(heading)));
}

static void add_texts(struct paper_sheet *s, const char *heading_key, str text)
{
	if (str_blank(text))
		return;
	add_section(s, paper_say(s, heading_key));
	paper_texts(s, text);
}

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

/* Nothing asked for and nothing granted is no position of this decision. */
static bool counts(const struct decision *d, const struct grant_line *l)
{
	const struct grant_line *asked = grant_line_of(&d->asked, l->item);
	return l->cents || (asked && asked->cents);
}

static void add_revoked(struct paper_sheet *s, const struct decision *d)
{
	PAPER_ROW(s, DOC_HEAD_ROW, 3, paper_say(s, "grant_line.label"), paper_say(s, "decision.until_now"),
	          paper_say(s, "decision.revoked"), paper_say(s, "decision.left"));
	LIST_EACH (const struct grant_line, l, &d->paper.lines) {
		const struct grant_line *before = grant_line_of(&d->asked, l->item);
		int64_t was = before ? before->cents : 0;
		if (counts(d, l))
			PAPER_ROW(s, DOC_ROW, 3, l->label, paper_money(s, was), paper_money(s, was - l->cents),
			          paper_money(s, l->cents));
	}
	PAPER_ROW(s, DOC_SUM_ROW, 3, paper_say(s, "grants.total"), paper_money(s, d->asked_cents),
	          paper_money(s, d->asked_cents - d->paper.total_cents), paper_money(s, d->paper.total_cents));
}

static void add_granted(struct paper_sheet *s, const struct decision *d)
{
	PAPER_ROW(s, DOC_HEAD_ROW, 2, paper_say(s, "grant_line.label"), paper_say(s, "grant_item.asked_cents"),
	          paper_say(s, "grant_item.granted_cents"));
	LIST_EACH (const struct grant_line, l, &d->paper.lines) {
		const struct grant_line *asked = grant_line_of(&d->asked, l->item);
		if (counts(d, l))
			PAPER_ROW(s, DOC_ROW, 2, l->label, paper_money(s, asked ? asked->cents : 0),
			          paper_money(s, l->cents));
	}
	PAPER_ROW(s, DOC_SUM_ROW, 2, paper_say(s, "grants.total"), paper_money(s, d->asked_cents),
	          paper_money(s, d->paper.total_cents));
}

/* The plan is of one budget year, as the case is: what it comes to is said for that year. */
static void add_plan(struct paper_sheet *s, const struct decision *d, int64_t year)
{
	struct cx *cx = s->cx;
	const struct arg *args = ARGS({ "year", str_print(cx->mem, "%" PRId64, year) },
	                              { "total", paper_money(s, d->paper.total_cents) });
	bool revokes = str_is(d->paper.type, "revocation");
	add_section(s, word_args(cx->words, cx->mem, "decision.amounts", args));
	if (revokes)
		add_revoked(s, d);
	else
		add_granted(s, d);
	LIST_EACH (const struct grant_line, l, &d->paper.lines)
		if (!str_blank(l->note))
			paper_text(s, DOC_PARAGRAPH,
			           str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(l->label), STR_ARG(l->note)));
	paper_text(s, DOC_PARAGRAPH, word_args(cx->words, cx->mem, "decision.by_year", args));
}

/* How an amount was reckoned, and on what ground (P-FUN-6). */
static str reckoned(struct paper_sheet *s, const struct decision *d, const struct grant_line *l)
{
	struct cx *cx = s->cx;
	const struct grant_line *asked = grant_line_of(&d->asked, l->item);
	str said = l->calculation;
	if (asked && asked->cents != l->cents)
		said = word_args(cx->words, cx->mem, "decision.reckoned_less",
		                 ARGS({ "calculation", said }, { "granted", paper_money(s, l->cents) }));
	return paper_grounded(s, said, l->source);
}

/* "Vollfinanzierung bis zum Höchstbetrag: Fachkräfte, Verwaltungsassistenz"; nothing of those whose kind is unknown. */
static void add_financing(struct paper_sheet *s, const struct decision *d)
{
	struct cx *cx = s->cx;
	for (const char *const *code = financing_choices.codes; *code; code++) {
		struct text t = TEXT(cx->mem);
		LIST_EACH (const struct grant_line, l, &d->paper.lines)
			if (l->cents && str_is(l->financing, *code))
				text_print(&t, "%s" STR_FMT, t.n ? ", " : "", STR_ARG(l->label));
		if (t.n)
			paper_text(s, DOC_PARAGRAPH,
			           str_print(cx->mem, STR_FMT ": " STR_FMT,
			                     STR_ARG(paper_say(s, str_print(cx->mem, "financing.%s", *code).p)),
			                     STR_ARG(text_str(&t))));
	}
}

static void add_reckoning(struct paper_sheet *s, const struct decision *d)
{
	add_section(s, paper_say(s, "decision.reckoning"));
	PAPER_ROW(s, DOC_HEAD_ROW, 1, paper_say(s, "grant_line.label"), paper_say(s, "grant_line.calculation"),
	          paper_say(s, "grant_item.granted_cents"));
	LIST_EACH (const struct grant_line, l, &d->paper.lines)
		if (l->cents)
			PAPER_ROW(s, DOC_ROW, 1, l->label, reckoned(s, d, l), paper_money(s, l->cents));
	PAPER_ROW(s, DOC_SUM_ROW, 1, paper_say(s, "grants.total"), S(""), paper_money(s, d->paper.total_cents));
	add_financing(s, d);
	paper_text(s, DOC_PARAGRAPH, paper_say(s, "decision.rounding"));
}

static void add_body(struct paper_sheet *s, const struct decision *d, int64_t year, int64_t cents)
{
	struct cx *cx = s->cx;
	bool grants = str_is(d->paper.type, "grant") || str_is(d->paper.type, "change");
	add_ruling(s, d, cents);
	add_texts(s, "decision_form.purpose", d->purpose);
	if (day_is(d->paper.from))
		add_texts(s, "decision.period",
		          word_args(cx->words, cx->mem, "decision.from_until",
		                    ARGS({ "from", say_day(cx->words, cx->mem, d->paper.from) },
		                         { "until", say_day(cx->words, cx->mem, d->paper.until) })));
	if (!str_is(d->paper.type, "refusal"))
		add_plan(s, d, year);
	if (grants)
		add_reckoning(s, d);
	add_texts(s, "decision_form.reason", d->reason);
	add_texts(s, "decision_form.payout", d->payout);
	add_texts(s, "decision_form.conditions", d->conditions);
	if (grants && day_is(d->paper.due_on))
		paper_texts(s, word_args(cx->words, cx->mem, "decision.proof_due",
		                         ARGS({ "due", say_day(cx->words, cx->mem, d->paper.due_on) })));
	add_texts(s, "decision.remedies_title", d->remedies);
}

const struct grant_event *grant_approval_of(const struct list *events, int64_t draft_id)
{
	LIST_EACH (const struct grant_event, e, events)
		if (str_is(e->kind, "approved") && e->about_id.has && e->about_id.v == draft_id)
			return e;
	return NULL;
}

static err letter_of(struct cx *cx, struct res *rs, const struct grant_view *v, const struct grant_event *draft)
{
	struct paper_sheet s = { .cx = cx };
	struct decision d;
	str pdf;
	TRY(decision_read(cx, draft, &d));
	add_body(&s, &d, v->c.year, draft->cents.v);
	str key = str_print(cx->mem, "decision.subject_" STR_FMT, STR_ARG(d.paper.type));
	const struct authority_letter letter = {
		.authority = d.authority,
		.recipient_lines = d.applicant_lines,
		.file_number = d.file_number,
		.subject = word_args(cx->words, cx->mem, key.p, ARGS({ "about", v->name })),
		.draft = draft,
		.approval = grant_approval_of(&v->events, draft->id),
		.lines = &s.lines,
	};
	TRY(authority_letter_pdf(cx, &letter, &pdf));
	return grant_pdf_show(cx, rs, pdf,
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

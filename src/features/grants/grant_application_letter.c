/* The application on paper: the fields of the model form (funding-rules, section 7), as it was submitted, or as a form
 * filled with what is known, marked as a draft. */
#include <inttypes.h>

#include "core/words.h"
#include "features/grants/grant_application_pages.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_paper_sheet.h"

static str day_said(struct cx *cx, day d)
{
	return day_is(d) ? say_day(cx->words, cx->mem, d) : STR_NONE;
}

/* A draft has room to write what is missing; in what was handed in an empty line says nothing. */
static void fact(struct paper_sheet *s, const char *key, str value, bool draft)
{
	if (draft || !str_blank(value))
		paper_fact(s, key, value);
}

static void add_applicant(struct paper_sheet *s, const struct application *a, bool draft)
{
	paper_text(s, DOC_HEADING, paper_say(s, "application_paper.applicant"));
	fact(s, "grant_application.applicant", a->applicant, draft);
	fact(s, "grant_application.ags8", a->ags8, draft);
	fact(s, "grant_application.centre_name", a->centre_name, draft);
	fact(s, "grant_application.site", a->site, draft);
	fact(s, "application_answer.contact_name", a->contact_name, draft);
	fact(s, "application_answer.contact_phone", a->contact_phone, draft);
	fact(s, "application_answer.contact_mail", a->contact_mail, draft);
	fact(s, "application_answer.account_holder", a->account_holder, draft);
	fact(s, "application_answer.iban", a->iban, draft);
	fact(s, "application_answer.bank", a->bank, draft);
}

static void add_amounts(struct paper_sheet *s, const struct application *a)
{
	paper_text(s, DOC_HEADING, paper_say(s, "application_paper.amounts"));
	PAPER_ROW(s, DOC_HEAD_ROW, 1, paper_say(s, "grant_line.label"), paper_say(s, "grant_line.calculation"),
	          paper_say(s, "grant_item.asked_cents"));
	LIST_EACH (const struct grant_line, l, &a->paper.lines) {
		str note = str_blank(l->note) ? S("") : str_print(s->cx->mem, " (" STR_FMT ")", STR_ARG(l->note));
		str said = str_print(s->cx->mem, STR_FMT STR_FMT, STR_ARG(l->calculation), STR_ARG(note));
		PAPER_ROW(s, DOC_ROW, 1, l->label, paper_grounded(s, said, l->source), paper_money(s, l->cents));
	}
	PAPER_ROW(s, DOC_SUM_ROW, 1, paper_say(s, "grants.total"), S(""), paper_money(s, a->paper.total_cents));
	paper_text(s, DOC_PARAGRAPH, paper_say(s, "decision.rounding"));
}

static void add_posts(struct paper_sheet *s, const struct application *a)
{
	if (a->posts.n == 0)
		return;
	paper_text(s, DOC_HEADING, paper_say(s, "application_paper.posts"));
	PAPER_ROW(s, DOC_HEAD_ROW, 1, paper_say(s, "application_post.title"), paper_say(s, "application_post.fte"),
	          paper_say(s, "application_post.calculation"), paper_say(s, "application_post.cents"));
	LIST_EACH (const struct application_post, p, &a->posts)
		PAPER_ROW(s, DOC_ROW, 1, p->title, say_decimal(s->cx->words, s->cx->mem, p->fte), p->calculation,
		          p->cents.has ? paper_money(s, p->cents.v) : paper_say(s, "core.unknown"));
}

static void add_concept(struct paper_sheet *s, const struct application *a, bool draft)
{
	struct cx *cx = s->cx;
	bool promised = day_is(a->work_starts) || day_is(a->concept_by);
	if (!draft && !promised && str_blank(a->concept))
		return;
	paper_text(s, DOC_HEADING, paper_say(s, "application_paper.concept"));
	if (!str_blank(a->concept)) {
		paper_text(s, DOC_PARAGRAPH, a->concept);
		return;
	}
	fact(s, "application_answer.work_starts", day_said(cx, a->work_starts), draft);
	fact(s, "application_answer.concept_by", day_said(cx, a->concept_by), draft);
}

static void add_texts(struct paper_sheet *s, const char *heading_key, str text)
{
	if (str_blank(text))
		return;
	paper_text(s, DOC_HEADING, paper_say(s, heading_key));
	paper_texts(s, text);
}

static void declare(struct paper_sheet *s, const char *key, bool said)
{
	paper_text(s, DOC_PARAGRAPH,
	           str_print(s->cx->mem, "%s " STR_FMT, said ? "☒" : "☐", STR_ARG(paper_say(s, key))));
}

/* Who has handed it in and as what ("Leitung", "zeichnungsberechtigt"); on paper, the line to sign on. */
static void add_signature(struct paper_sheet *s, const struct grant_event *e)
{
	struct cx *cx = s->cx;
	if (e)
		paper_text(s, DOC_PARAGRAPH,
		           word_args(cx->words, cx->mem, "grants.call.signed",
		                     ARGS({ "name", e->recorded_by }, { "day", day_said(cx, e->day) })));
	paper_text(s, DOC_SIGN,
	           e ? str_print(cx->mem, STR_FMT "\n" STR_FMT, STR_ARG(e->recorded_by),
	                         STR_ARG(paper_say(s, "application_paper.signature")))
	             : paper_say(s, "application_paper.signature"));
}

/* e: handed in with it; NULL: a draft. */
static void add_body(struct paper_sheet *s, const struct application *a, const struct grant_event *e)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		paper_text(s, DOC_PARAGRAPH, paper_say(s, "core.demo"));
	if (!e)
		paper_text(s, DOC_HEADING, paper_say(s, "application_paper.draft"));
	add_applicant(s, a, !e);
	paper_text(s, DOC_HEADING, paper_say(s, "application_paper.measure"));
	paper_fact(s, "application_paper.period",
	           word_args(cx->words, cx->mem, "decision.from_until",
	                     ARGS({ "from", day_said(cx, a->paper.from) }, { "until", day_said(cx, a->paper.until) })));
	add_amounts(s, a);
	add_posts(s, a);
	add_concept(s, a, !e);
	add_texts(s, "application_answer.reasons", a->reasons);
	add_texts(s, "application_answer.priorities", a->priorities);
	paper_text(s, DOC_HEADING, paper_say(s, "application_paper.declarations"));
	declare(s, "application_answer.not_begun", a->not_begun);
	declare(s, "application_answer.input_tax", a->input_tax);
	declare(s, "application_answer.truthful", a->truthful);
	add_signature(s, e);
}

static err letter_of(struct cx *cx, const struct request *rq, struct res *rs, const struct grant_view *v,
                     const struct application *a, const struct grant_event *e)
{
	struct paper_sheet s = { .cx = cx };
	day on = e ? e->day : cx->today;
	add_body(&s, a, e);
	const struct centre_letter letter = {
		.centre = &rq->centre,
		.on = on,
		.made = e ? e->recorded_at : cx->now,
		.sender_lines = a->applicant_lines,
		.authority = a->authority,
		.reference = paper_say(&s, "application_paper.reference"),
		.subject = word_args(cx->words, cx->mem, "application_paper.subject", ARGS({ "about", v->name })),
		.lines = &s.lines,
	};
	return centre_letter_show(cx, rs, &letter,
	                          str_print(cx->mem, "antrag-" STR_FMT "-%" PRId64, STR_ARG(v->c.slug), v->c.year));
}

static err draft_letter(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct prepared_view w = { 0 };
	TRY(prepared_fill(cx, rq, &w));
	return letter_of(cx, rq, rs, &w.v, &w.p.app, NULL);
}

err application_letter_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return grant_in_german(cx, rq, rs, draft_letter);
}

static err submitted_letter(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct application a;
	TRY(grant_view_fill(cx, rq, &v));
	const struct grant_event *e = application_event_of(rq, &v);
	if (!e)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	TRY(application_read(cx, e, &a));
	return letter_of(cx, rq, rs, &v, &a, e);
}

err application_submitted_letter_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return grant_in_german(cx, rq, rs, submitted_letter);
}

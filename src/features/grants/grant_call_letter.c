/* A call for funds as a paper: the fields of the form (research: funding rules, section 7), filled with what was
 * called. */
#include "core/setting.h"
#include "core/words.h"
#include "features/centres/centres.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_paper_sheet.h"
#include "features/grants/grant_call_pages.h"
#include "features/grants/grant_call_trace.h"

/* Left = granted - called before - this call, by position and group (P-FUN-6). */
static void amounts(struct paper_sheet *s, const struct grant_call_trace *t)
{
	PAPER_ROW(s, DOC_HEAD_ROW, 4, paper_say(s, "grant_call_step.label"),
	          paper_say(s, "grant_call_step.granted_cents"), paper_say(s, "grant_call_step.before_cents"),
	          paper_say(s, "grant_call_step.cents"), paper_say(s, "grant_call_step.left_cents"));
	LIST_EACH (const struct grant_call_step, step, &t->steps) {
		str label = !step->calculation.p ? step->label
		                                 : str_print(s->cx->mem, STR_FMT "\n" STR_FMT, STR_ARG(step->label),
		                                             STR_ARG(step->calculation));
		PAPER_ROW(s, step->sum ? DOC_SUM_ROW : DOC_ROW, 4, label, paper_money(s, step->granted_cents),
		          paper_money(s, step->before_cents), paper_money(s, step->cents),
		          paper_money(s, step->left_cents));
	}
	paper_text(s, DOC_PARAGRAPH, paper_say(s, "grants.call.formula"));
}

static str period(struct cx *cx, const struct grant_call_view *cv)
{
	return str_print(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(say_day(cx->words, cx->mem, cv->paper.paper.from)),
	                 STR_ARG(say_day(cx->words, cx->mem, cv->paper.paper.until)));
}

static void fill_facts(struct paper_sheet *s, const struct grant_call_view *cv, const struct grant_call_trace *t)
{
	struct cx *cx = s->cx;
	paper_fact(s, "grants.call.grant", cv->v.name);
	if (day_is(t->decided_on))
		paper_fact(s, "grants.call.decision",
		           str_print(cx->mem, STR_FMT "%s" STR_FMT, STR_ARG(say_day(cx->words, cx->mem, t->decided_on)),
		                     t->file_number.n ? ", " : "", STR_ARG(t->file_number)));
	if (cv->paper.paper.group.n)
		paper_fact(s, "grant_call_row.group",
		           paper_say(s, str_print(cx->mem, "grant_group." STR_FMT, STR_ARG(cv->paper.paper.group)).p));
	paper_fact(s, "grants.call.period", period(cx, cv));
	paper_fact(s, "grant_call_trace.window", t->window);
	paper_fact(s, "grant_call_form.account", cv->paper.account);
	paper_fact(s, "grants.call.before", paper_money(s, cv->paper.before_cents));
	paper_fact(s, "grant_call_row.cents", paper_money(s, cv->call->cents));
	paper_fact(s, "grants.call.after", paper_money(s, cv->paper.before_cents + cv->call->cents));
}

static void fill(struct paper_sheet *s, const struct grant_call_view *cv, const struct grant_call_trace *t)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		paper_text(s, DOC_PARAGRAPH, paper_say(s, "core.demo"));
	fill_facts(s, cv, t);
	amounts(s, t);
	paper_text(s, DOC_PARAGRAPH, cv->event->note);
	paper_text(s, DOC_PARAGRAPH, cv->paper.outside);
	paper_text(s, DOC_PARAGRAPH, cv->paper.declaration);
	paper_text(s, DOC_PARAGRAPH,
	           word_args(cx->words, cx->mem, "grants.call.signed",
	                     ARGS({ "name", cv->call->called_by },
	                          { "day", say_instant(cx->words, cx->mem, cv->event->recorded_at) })));
	paper_text(s, DOC_SIGN, cv->call->called_by);
}

/* The frame of both papers: to the granting authority of the day. */
static err send(struct cx *cx, const struct request *rq, struct res *rs, const struct paper_sheet *s, str subject,
                day on, instant made, str name)
{
	struct setting_row authority;
	str sender;
	TRY(grant_sender_lines(cx, rq->centre.id, on, &sender));
	TRY(setting_get(cx, &setting_authority, 0, on, &authority));
	const struct centre_letter letter = { .centre = &rq->centre,
		                              .on = on,
		                              .made = made,
		                              .sender_lines = sender,
		                              .authority = authority.value,
		                              .reference = paper_say(s, "grants.call.reference"),
		                              .subject = subject,
		                              .lines = &s->lines };
	return centre_letter_show(cx, rs, &letter, name);
}

static err call_letter(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_call_view cv = { 0 };
	struct grant_call_trace trace;
	struct paper_sheet s = { .cx = cx };
	TRY(grant_call_view_fill(cx, rq, &cv));
	TRY(grant_call_trace_of(cx, &cv.v.c, &cv.v.events, cv.event, &cv.paper, &trace));
	fill(&s, &cv, &trace);
	str subject = str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(cv.name), STR_ARG(cv.v.name));
	str name = str_print(cx->mem, "mittelabruf-" STR_FMT "-%d", STR_ARG(rq->centre.slug), (int)cv.number);
	return send(cx, rq, rs, &s, subject, cv.call->called_on, cv.event->recorded_at, name);
}

err grant_call_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return grant_in_german(cx, rq, rs, call_letter);
}

/* --- to be filled by hand ----------------------------------------------------------------------------------------- */

enum { WRITE_MM = 9 };

static void row_to_write(struct paper_sheet *s, str a, str b, str c)
{
	PAPER_ROW(s, DOC_ROW, 3, a, b, c, S(""));
	LIST_AT(&s->lines, struct doc_line, s->lines.n - 1)->least_mm = WRITE_MM;
}

static void fill_blank(struct paper_sheet *s, const struct grant_view *v)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		paper_text(s, DOC_PARAGRAPH, paper_say(s, "core.demo"));
	paper_fact(s, "grants.call.grant", v->name);
	if (day_is(v->state.decided_on))
		paper_fact(s, "grants.call.decision", say_day(cx->words, cx->mem, v->state.decided_on));
	paper_fact(s, "grants.call.before", paper_money(s, v->state.called_cents));
	PAPER_ROW(s, DOC_HEAD_ROW, 3, paper_say(s, "grant_line.label"), paper_say(s, "grant_outlook.granted_cents"),
	          paper_say(s, "grant_calls.left_cents"), paper_say(s, "grant_call_table.cents"));
	LIST_EACH (const struct grant_line, l, &v->state.granted.lines)
		if (l->cents)
			row_to_write(s, l->label, paper_money(s, l->cents),
			             paper_money(s, grant_call_left(&v->state, l->item)));
	row_to_write(s, paper_say(s, "grants.call.period"), S(""), S(""));
	row_to_write(s, paper_say(s, "grant_call_form.account"), S(""), S(""));
	row_to_write(s, paper_say(s, "grants.call.sign"), S(""), S(""));
	if (v->state.terms.two_groups)
		paper_text(s, DOC_PARAGRAPH, paper_say(s, "grants.calls_apart"));
	paper_text(s, DOC_PARAGRAPH,
	           word_plural(cx->words, cx->mem, "grants.call.declaration", v->state.terms.use_months, NO_ARGS));
}

err grant_call_blank_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct paper_sheet s = { .cx = cx };
	TRY(grant_view_fill(cx, rq, &v));
	fill_blank(&s, &v);
	str subject = word_args(cx->words, cx->mem, "grants.calls_title", ARGS({ "about", v.name }));
	str name = str_print(cx->mem, "mittelabruf-" STR_FMT "-leer", STR_ARG(rq->centre.slug));
	return send(cx, rq, rs, &s, subject, cx->today, cx->now, name);
}

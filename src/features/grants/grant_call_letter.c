/* A call for funds as a paper: the fields of the form (research: funding rules, section 7), filled with what was
 * called. */
#include "core/setting.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/centres/centres.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_call_pages.h"
#include "features/grants/grant_call_trace.h"

struct sheet {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};

static str say(const struct sheet *s, const char *key)
{
	return word(s->cx->words, s->cx->mem, key);
}

static str money(const struct sheet *s, int64_t cents)
{
	return say_money(s->cx->words, s->cx->mem, cents);
}

static void said(struct sheet *s, int kind, str text)
{
	struct doc_line *l = LIST_ADD(s->cx->mem, &s->lines, struct doc_line);
	l->kind = kind;
	l->text = text;
}

static void fact(struct sheet *s, const char *key, str value)
{
	*LIST_ADD(s->cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_ROW, .cells = { say(s, key), value }, .columns = 2 };
}

/* Left = granted - called before - this call, by position and group (P-FUN-6). */
static void amounts(struct sheet *s, const struct grant_call_trace *t)
{
	struct cx *cx = s->cx;
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) = (struct doc_line){
		.kind = DOC_HEAD_ROW,
		.cells = { say(s, "grant_call_step.label"), say(s, "grant_call_step.granted_cents"),
		           say(s, "grant_call_step.before_cents"), say(s, "grant_call_step.cents"),
		           say(s, "grant_call_step.left_cents") },
		.columns = 5,
		.amounts = 4,
	};
	LIST_EACH (const struct grant_call_step, step, &t->steps) {
		str label = !step->calculation.p ? step->label
		                                 : str_print(cx->mem, STR_FMT "\n" STR_FMT, STR_ARG(step->label),
		                                             STR_ARG(step->calculation));
		*LIST_ADD(cx->mem, &s->lines, struct doc_line) = (struct doc_line){
			.kind = step->sum ? DOC_SUM_ROW : DOC_ROW,
			.cells = { label, money(s, step->granted_cents), money(s, step->before_cents),
			           money(s, step->cents), money(s, step->left_cents) },
			.columns = 5,
			.amounts = 4,
		};
	}
	said(s, DOC_PARAGRAPH, say(s, "grants.call.formula"));
}

static str period(struct cx *cx, const struct grant_call_view *cv)
{
	return str_print(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(say_day(cx->words, cx->mem, cv->paper.paper.from)),
	                 STR_ARG(say_day(cx->words, cx->mem, cv->paper.paper.until)));
}

static void fill_facts(struct sheet *s, const struct grant_call_view *cv, const struct grant_call_trace *t)
{
	struct cx *cx = s->cx;
	fact(s, "grants.call.grant", cv->v.name);
	if (day_is(t->decided_on))
		fact(s, "grants.call.decision",
		     str_print(cx->mem, STR_FMT "%s" STR_FMT, STR_ARG(say_day(cx->words, cx->mem, t->decided_on)),
		               t->file_number.n ? ", " : "", STR_ARG(t->file_number)));
	if (cv->paper.paper.group.n)
		fact(s, "grant_call_row.group",
		     say(s, str_print(cx->mem, "grant_group." STR_FMT, STR_ARG(cv->paper.paper.group)).p));
	fact(s, "grants.call.period", period(cx, cv));
	fact(s, "grant_call_trace.window", t->window);
	fact(s, "grant_call_form.account", cv->paper.account.p ? cv->paper.account : S(""));
	fact(s, "grants.call.before", money(s, cv->paper.before_cents));
	fact(s, "grant_call_row.cents", money(s, cv->call->cents));
	fact(s, "grants.call.after", money(s, cv->paper.before_cents + cv->call->cents));
}

static void fill(struct sheet *s, const struct grant_call_view *cv, const struct grant_call_trace *t)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		said(s, DOC_PARAGRAPH, say(s, "core.demo"));
	fill_facts(s, cv, t);
	amounts(s, t);
	if (cv->event->note.p)
		said(s, DOC_PARAGRAPH, cv->event->note);
	if (cv->paper.outside.p)
		said(s, DOC_PARAGRAPH, cv->paper.outside);
	if (cv->paper.declaration.p)
		said(s, DOC_PARAGRAPH, cv->paper.declaration);
	said(s, DOC_PARAGRAPH,
	     word_args(cx->words, cx->mem, "grants.call.signed",
	               ARGS({ "name", cv->call->called_by },
	                    { "day", say_instant(cx->words, cx->mem, cv->event->recorded_at) })));
	said(s, DOC_SIGN, cv->call->called_by);
}

/* The frame of both papers: to the granting authority of the day. */
static err send(struct cx *cx, const struct request *rq, struct res *rs, const struct sheet *s, str subject, day on,
                instant made, str name)
{
	struct face face;
	struct setting_row authority;
	str sender;
	TRY(face_on(cx, &rq->centre, on, &face));
	TRY(grant_sender_lines(cx, rq->centre.id, on, &sender));
	TRY(setting_get(cx, &setting_authority, 0, on, &authority));
	const struct doc_letter letter = {
		.sender = face.name,
		.sender_lines = sender,
		.recognition = face.recognition.p ? face.recognition : S(""),
		.recipient_lines = authority.value,
		.reference = say(s, "grants.call.reference"),
		.date = say_day_long(cx->words, cx->mem, on),
		.subject = subject,
		.lines = s->lines.items,
		.n = s->lines.n,
		.language = str_of(words_language(cx->words)),
		.page_format = say(s, "entitlement.page_format"),
		.made = made,
	};
	return grant_letter_show(cx, rs, &letter, name);
}

static err call_letter(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_call_view cv = { 0 };
	struct grant_call_trace trace;
	struct sheet s = { .cx = cx };
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

static void row_to_write(struct sheet *s, str a, str b, str c)
{
	*LIST_ADD(s->cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_ROW, .cells = { a, b, c, S("") }, .columns = 4, .least_mm = WRITE_MM };
}

static void fill_blank(struct sheet *s, const struct grant_view *v)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		said(s, DOC_PARAGRAPH, say(s, "core.demo"));
	fact(s, "grants.call.grant", v->name);
	if (day_is(v->state.decided_on))
		fact(s, "grants.call.decision", say_day(cx->words, cx->mem, v->state.decided_on));
	fact(s, "grants.call.before", say_money(cx->words, cx->mem, v->state.called_cents));
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_HEAD_ROW,
		                   .cells = { say(s, "grant_line.label"), say(s, "grant_outlook.granted_cents"),
		                              say(s, "grant_calls.left_cents"), say(s, "grant_call_table.cents") },
		                   .columns = 4 };
	LIST_EACH (const struct grant_line, l, &v->state.granted.lines)
		if (l->cents)
			row_to_write(s, l->label, say_money(cx->words, cx->mem, l->cents),
			             say_money(cx->words, cx->mem, grant_call_left(&v->state, l->item)));
	row_to_write(s, say(s, "grants.call.period"), S(""), S(""));
	row_to_write(s, say(s, "grant_call_form.account"), S(""), S(""));
	row_to_write(s, say(s, "grants.call.sign"), S(""), S(""));
	if (v->state.terms.two_groups)
		said(s, DOC_PARAGRAPH, say(s, "grants.calls_apart"));
	said(s, DOC_PARAGRAPH,
	     word_plural(cx->words, cx->mem, "grants.call.declaration", v->state.terms.use_months, NO_ARGS));
}

err grant_call_blank_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct sheet s = { .cx = cx };
	TRY(grant_view_fill(cx, rq, &v));
	fill_blank(&s, &v);
	str subject = word_args(cx->words, cx->mem, "grants.calls_title", ARGS({ "about", v.name }));
	str name = str_print(cx->mem, "mittelabruf-" STR_FMT "-leer", STR_ARG(rq->centre.slug));
	return send(cx, rq, rs, &s, subject, cx->today, cx->now, name);
}

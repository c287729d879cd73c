/* A call for funds as a paper: the fields of the form (research: funding rules, section 7), filled with what was
 * called. */
#include "core/setting.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/centres/centres.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_call_pages.h"

struct sheet {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};

static str say(const struct sheet *s, const char *key)
{
	return word(s->cx->words, s->cx->mem, key);
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

static void amounts(struct sheet *s, const struct grant_call_view *cv)
{
	struct cx *cx = s->cx;
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_HEAD_ROW,
		                   .cells = { say(s, "grant_line.label"), say(s, "grant_line.calculation"),
		                              say(s, "grant_call_row.cents") },
		                   .columns = 3 };
	LIST_EACH (const struct grant_line, l, &cv->paper.paper.lines)
		*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
		        (struct doc_line){ .kind = DOC_ROW,
			                   .cells = { l->label, l->calculation.p ? l->calculation : S(""),
			                              say_money(cx->words, cx->mem, l->cents) },
			                   .columns = 3 };
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_SUM_ROW,
		                   .cells = { say(s, "grants.total"), S(""),
		                              say_money(cx->words, cx->mem, cv->call->cents) },
		                   .columns = 3 };
}

static str period(struct cx *cx, const struct grant_call_view *cv)
{
	return str_print(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(say_day(cx->words, cx->mem, cv->paper.paper.from)),
	                 STR_ARG(say_day(cx->words, cx->mem, cv->paper.paper.until)));
}

static void fill(struct sheet *s, const struct grant_call_view *cv)
{
	struct cx *cx = s->cx;
	int64_t before = cv->paper.before_cents;
	if (app_is_demo(cx))
		said(s, DOC_PARAGRAPH, say(s, "core.demo"));
	fact(s, "grants.call.grant", cv->v.name);
	if (day_is(cv->v.state.decided_on))
		fact(s, "grants.call.decision", say_day(cx->words, cx->mem, cv->v.state.decided_on));
	if (cv->paper.paper.group.n)
		fact(s, "grant_call_row.group",
		     say(s, str_print(cx->mem, "grant_group." STR_FMT, STR_ARG(cv->paper.paper.group)).p));
	fact(s, "grants.call.period", period(cx, cv));
	fact(s, "grants.call.before", say_money(cx->words, cx->mem, before));
	fact(s, "grant_call_form.account", cv->paper.account.p ? cv->paper.account : S(""));
	amounts(s, cv);
	fact(s, "grants.call.after", say_money(cx->words, cx->mem, before + cv->call->cents));
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
}

err grant_call_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_call_view cv = { 0 };
	struct sheet s = { .cx = cx };
	struct face face;
	struct setting_row sender, authority;
	str pdf;
	TRY(grant_call_view_fill(cx, rq, &cv));
	TRY(face_on(cx, &rq->centre, cv.call->called_on, &face));
	TRY(setting_get(cx, &setting_letter_lines, rq->centre.id, cx->today, &sender));
	TRY(setting_get(cx, &setting_authority, 0, cv.call->called_on, &authority));
	fill(&s, &cv);
	const struct doc_letter letter = {
		.sender = face.name,
		.sender_lines = str_blank(sender.value) ? rq->centre.name : sender.value,
		.recognition = face.recognition.p ? face.recognition : S(""),
		.recipient_lines = authority.value,
		.reference = say(&s, "grants.call.reference"),
		.date = say_day_long(cx->words, cx->mem, cv.call->called_on),
		.subject = str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(cv.name), STR_ARG(cv.v.name)),
		.lines = s.lines.items,
		.n = s.lines.n,
		.language = str_of(words_language(cx->words)),
		.page_format = say(&s, "entitlement.page_format"),
		.made = cv.event->recorded_at,
	};
	TRY(doc_pdf(cx->mem, &letter, &pdf));
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"mittelabruf-" STR_FMT "-%d.pdf\"", STR_ARG(rq->centre.slug),
	                     (int)cv.number));
	return OK;
}

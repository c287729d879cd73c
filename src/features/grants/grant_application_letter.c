/* The application on paper: the fields of the model form (funding-rules, section 7), as it was submitted, or as a form
 * filled with what is known, marked as a draft. */
#include <inttypes.h>

#include "core/words.h"
#include "doc/doc.h"
#include "features/grants/grant_application_pages.h"

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

/* An empty one leaves room to write by hand. */
static void field(struct sheet *s, const char *key, str value)
{
	*LIST_ADD(s->cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_ROW,
		                   .cells = { say(s->cx, key), str_blank(value) ? S("") : value },
		                   .columns = 2,
		                   .least_mm = str_blank(value) ? 9 : 0 };
}

static void texts(struct sheet *s, const char *key, str text)
{
	add(s, true, say(s->cx, key));
	for (str rest = text; rest.p;)
		add(s, false, str_copy(s->cx->mem, str_split(&rest, '\n')));
}

static str day_said(struct cx *cx, day d)
{
	return day_is(d) ? say_day(cx->words, cx->mem, d) : STR_NONE;
}

static void add_applicant(struct sheet *s, const struct application *a)
{
	add(s, true, say(s->cx, "application_paper.applicant"));
	field(s, "grant_application.applicant", a->applicant);
	field(s, "grant_application.ags8", a->ags8);
	field(s, "grant_application.centre_name", a->centre_name);
	field(s, "grant_application.site", a->site);
	field(s, "application_answer.contact_name", a->contact_name);
	field(s, "application_answer.contact_phone", a->contact_phone);
	field(s, "application_answer.contact_mail", a->contact_mail);
	field(s, "application_answer.account_holder", a->account_holder);
	field(s, "application_answer.iban", a->iban);
	field(s, "application_answer.bank", a->bank);
}

static void add_amounts(struct sheet *s, const struct application *a)
{
	struct cx *cx = s->cx;
	add(s, true, say(cx, "application_paper.amounts"));
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_HEAD_ROW,
		                   .cells = { say(cx, "grant_line.label"), say(cx, "grant_line.calculation"),
		                              say(cx, "grant_item.asked_cents") },
		                   .columns = 3 };
	LIST_EACH (const struct grant_line, l, &a->paper.lines) {
		str note = str_blank(l->note) ? S("") : str_print(cx->mem, " (" STR_FMT ")", STR_ARG(l->note));
		*LIST_ADD(cx->mem, &s->lines, struct doc_line) = (struct doc_line){
			.kind = DOC_ROW,
			.cells = { l->label,
			           str_print(cx->mem, STR_FMT STR_FMT, STR_ARG(l->calculation), STR_ARG(note)),
			           say_money(cx->words, cx->mem, l->cents) },
			.columns = 3,
		};
	}
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_SUM_ROW,
		                   .cells = { say(cx, "grants.total"), S(""),
		                              say_money(cx->words, cx->mem, a->paper.total_cents) },
		                   .columns = 3 };
}

static void add_posts(struct sheet *s, const struct application *a)
{
	struct cx *cx = s->cx;
	if (a->posts.n == 0)
		return;
	add(s, true, say(cx, "application_paper.posts"));
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_HEAD_ROW,
		                   .cells = { say(cx, "application_post.title"), say(cx, "application_post.fte"),
		                              say(cx, "application_post.calculation") },
		                   .columns = 3 };
	LIST_EACH (const struct application_post, p, &a->posts)
		*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
		        (struct doc_line){ .kind = DOC_ROW,
			                   .cells = { p->title, say_decimal(cx->words, cx->mem, p->fte),
			                              p->calculation },
			                   .columns = 3 };
}

static void add_concept(struct sheet *s, const struct application *a)
{
	struct cx *cx = s->cx;
	add(s, true, say(cx, "application_paper.concept"));
	if (!str_blank(a->concept)) {
		add(s, false, a->concept);
		return;
	}
	field(s, "application_answer.work_starts", day_said(cx, a->work_starts));
	field(s, "application_answer.concept_by", day_said(cx, a->concept_by));
}

static void declare(struct sheet *s, const char *key, bool said)
{
	add(s, false, str_print(s->cx->mem, "%s " STR_FMT, said ? "☒" : "☐", STR_ARG(say(s->cx, key))));
}

static void add_body(struct sheet *s, const struct application *a, bool submitted)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		add(s, false, say(cx, "core.demo"));
	if (!submitted)
		add(s, true, say(cx, "application_paper.draft"));
	add_applicant(s, a);
	add(s, true, say(cx, "application_paper.measure"));
	field(s, "application_paper.period",
	      word_args(cx->words, cx->mem, "decision.from_until",
	                ARGS({ "from", day_said(cx, a->paper.from) }, { "until", day_said(cx, a->paper.until) })));
	add_amounts(s, a);
	add_posts(s, a);
	add_concept(s, a);
	texts(s, "application_answer.reasons", a->reasons);
	texts(s, "application_answer.priorities", a->priorities);
	add(s, true, say(cx, "application_paper.declarations"));
	declare(s, "application_answer.not_begun", a->not_begun);
	declare(s, "application_answer.input_tax", a->input_tax);
	declare(s, "application_answer.truthful", a->truthful);
	field(s, "application_paper.signature", STR_NONE);
}

static err letter_of(struct cx *cx, const struct request *rq, struct res *rs, const struct grant_view *v,
                     const struct application *a, const struct grant_event *e)
{
	struct sheet s = { .cx = cx };
	struct face face;
	day on = e ? e->day : cx->today;
	TRY(face_on(cx, &rq->centre, on, &face));
	add_body(&s, a, e != NULL);
	const struct doc_letter letter = {
		.sender = face.name,
		.sender_lines = a->applicant_lines,
		.recognition = face.recognition.p ? face.recognition : S(""),
		.recipient_lines = a->authority,
		.reference = say(cx, "application_paper.reference"),
		.date = say_day_long(cx->words, cx->mem, on),
		.subject = word_args(cx->words, cx->mem, "application_paper.subject", ARGS({ "about", v->name })),
		.lines = s.lines.items,
		.n = s.lines.n,
		.language = str_of(words_language(cx->words)),
		.page_format = say(cx, "entitlement.page_format"),
		.made = e ? e->recorded_at : cx->now,
	};
	return grant_letter_show(cx, rs, &letter,
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

/* The questions of a self-assessment: a page for each area, saved at each step. What was said last time stands beside
 * each question, and nothing is chosen beforehand: one is to think again (S-EVA-2). */
#include "core/words.h"
#include "features/quality/quality_pages.h"

/* --- what is sent: by place on the page, each with the number of the criterion that stood there ------------------- */

struct answer_typed {
	struct maybe criterion;
	str level, evidence, seen;
};
struct answers_typed {
	struct answer_typed at[QUALITY_MOST_IN_AREA];
};
#define TYPED(n, i)                                                                                                    \
	{ .name = "criterion_" n,                                                                                      \
	  .kind = KIND_INT,                                                                                            \
	  .offset = offsetof(struct answers_typed, at[i].criterion),                                                   \
	  .label = "quality_answer.criterion_id",                                                                      \
	  .maybe = true,                                                                                               \
	  .input = true },                                                                                             \
	        { .name = "level_" n,                                                                                  \
		  .kind = KIND_CHOICE,                                                                                 \
		  .offset = offsetof(struct answers_typed, at[i].level),                                               \
		  .label = "quality_answer.level",                                                                     \
		  .choices = &quality_level_choices,                                                                   \
		  .input = true },                                                                                     \
	        { .name = "evidence_" n,                                                                               \
		  .kind = KIND_TEXT,                                                                                   \
		  .offset = offsetof(struct answers_typed, at[i].evidence),                                            \
		  .label = "quality_answer.evidence",                                                                  \
		  .input = true,                                                                                       \
		  .max = 500,                                                                                          \
		  .lines = true },                                                                                     \
	{                                                                                                              \
		.name = "seen_" n, .kind = KIND_TEXT, .offset = offsetof(struct answers_typed, at[i].seen),            \
		.label = "quality_answer.seen", .input = true, .max = 64                                               \
	}
static const struct field typed_fields[] = { TYPED("1", 0), TYPED("2", 1), TYPED("3", 2),
	                                     TYPED("4", 3), TYPED("5", 4), TYPED("6", 5) };
enum { FIELDS_EACH = 4 };
_Static_assert(sizeof typed_fields / sizeof *typed_fields == (size_t)QUALITY_MOST_IN_AREA * FIELDS_EACH, "six places");
const struct record answers_typed_rec = RECORD("quality_answers", struct answers_typed, typed_fields);

/* --- the page ----------------------------------------------------------------------------------------------------- */

struct question_row {
	int64_t criterion_id;
	str id_name, seen_name, seen, heading, question, source, mark;
	str last, last_evidence; /* absent: was not asked */
	const struct form_field *level, *evidence;
};
static const struct field question_fields[] = {
	FIELD(struct question_row, criterion_id, KIND_INT),
	FIELD(struct question_row, id_name, KIND_TEXT),
	FIELD(struct question_row, seen_name, KIND_TEXT, .hidden = true),
	FIELD(struct question_row, seen, KIND_TEXT, .label = "quality_answer.seen"),
	FIELD(struct question_row, heading, KIND_TEXT),
	FIELD(struct question_row, question, KIND_TEXT),
	FIELD(struct question_row, source, KIND_TEXT),
	FIELD(struct question_row, mark, KIND_CHOICE, .choices = &quality_mark_choices),
	FIELD(struct question_row, last, KIND_TEXT),
	FIELD(struct question_row, last_evidence, KIND_TEXT),
	FIELD(struct question_row, level, KIND_ONE, .of = &form_field_rec, .maybe = true),
	FIELD(struct question_row, evidence, KIND_ONE, .of = &form_field_rec, .maybe = true),
};
static const struct record question_rec = RECORD("quality_question", struct question_row, question_fields);

struct question_page {
	struct centre_frame frame;
	struct section_top top;
	str progress, back;
	struct list questions; /* struct question_row */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct question_page),
	FIELD(struct question_page, progress, KIND_TEXT),
	FIELD(struct question_page, back, KIND_PATH),
	FIELD(struct question_page, questions, KIND_MANY, .of = &question_rec),
};
static const struct record page_rec = RECORD("quality_questions", struct question_page, page_fields);
const struct page page_question = { "quality/question.html", &page_rec };

/* --- the steps ---------------------------------------------------------------------------------------------------- */

err quality_steps(struct cx *cx, const struct request *rq, struct quality_steps *ret)
{
	struct list criteria = { 0 };
	*ret = (struct quality_steps){ 0 };
	TRY(assessment_draft(cx, rq->centre.id, &ret->draft));
	TRY(criteria_on(cx, ret->draft.id ? ret->draft.criteria_on : cx->today, &criteria));
	if (ret->draft.id)
		TRY(answers_of(cx, rq->centre.id, ret->draft.id, &ret->answers));
	ret->asked = (int64_t)criteria.n;
	LIST_EACH (const struct criterion, c, &criteria) {
		struct quality_step *step = NULL;
		if (ret->steps.n > 0)
			step = LIST_AT(&ret->steps, struct quality_step, ret->steps.n - 1);
		if (!step || !str_eq(step->area, c->area)) {
			step = LIST_ADD(cx->mem, &ret->steps, struct quality_step);
			step->number = (int64_t)ret->steps.n;
			step->area = c->area;
			step->path = quality_at(cx, rq, "questions", step->number, "");
		}
		*LIST_ADD(cx->mem, &step->criteria, struct criterion) = *c;
	}
	return OK;
}

str quality_next(struct cx *cx, const struct request *rq, const struct quality_steps *s)
{
	LIST_EACH (const struct quality_step, step, &s->steps)
		LIST_EACH (const struct criterion, c, &step->criteria)
			if (!answer_in(&s->answers, c->id))
				return step->path;
	return quality_at(cx, rq, "", 0, "check");
}

/* {id} is the number of the step. */
static err step_asked(struct cx *cx, const struct request *rq, struct quality_steps *s, const struct quality_step **ret)
{
	TRY(quality_steps(cx, rq, s));
	LIST_EACH (const struct quality_step, step, &s->steps)
		if (step->number == route_id(rq)) {
			*ret = step;
			return OK;
		}
	return fail(cx, E_NOTFOUND, "quality.no_step", NO_ARGS);
}

/* --- showing ------------------------------------------------------------------------------------------------------ */

static str area_word(struct cx *cx, str area)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "quality_area." STR_FMT, STR_ARG(area)).p);
}

static void fill_last(struct cx *cx, struct question_row *row, const struct answer *last, day on)
{
	if (!last)
		return;
	str level = str_print(cx->mem, "quality_level." STR_FMT, STR_ARG(last->level));
	row->last = word_args(
	        cx->words, cx->mem, "quality.last_time",
	        ARGS({ "day", say_day(cx->words, cx->mem, on) }, { "level", word(cx->words, cx->mem, level.p) }));
	row->last_evidence = last->evidence;
}

/* A mark of what the reader has before him. What was sent as it had been shown stays so, though a colleague has changed
 * it: only what is changed here is an answer of this page. */
static str seen_of(struct cx *cx, const struct form *form, size_t at, const struct answer *stored)
{
	const struct form_field *f = LIST_AT(&form->fields, struct form_field, at);
	const struct answer typed = { .level = f[1].typed, .evidence = f[2].typed };
	return str_eq(f[3].typed, answer_mark(cx, &typed)) ? f[3].typed : answer_mark(cx, stored);
}

static err fill_questions(struct cx *cx, const struct request *rq, const struct quality_steps *s,
                          const struct quality_step *step, const struct form *form, struct list *ret)
{
	struct list concluded = { 0 }, last = { 0 };
	day on = DAY_NONE;
	TRY(assessments_concluded(cx, rq->centre.id, &concluded));
	if (concluded.n > 0) {
		const struct assessment *a = LIST_AT(&concluded, struct assessment, 0);
		on = a->concluded_on;
		TRY(answers_of(cx, rq->centre.id, a->id, &last));
	}
	for (size_t i = 0; i < step->criteria.n; i++) {
		const struct criterion *c = LIST_AT(&step->criteria, struct criterion, i);
		struct question_row *row = LIST_ADD(cx->mem, ret, struct question_row);
		row->criterion_id = c->id;
		row->id_name = LIST_AT(&form->fields, struct form_field, i * FIELDS_EACH)->name;
		row->seen_name = LIST_AT(&form->fields, struct form_field, i * FIELDS_EACH + 3)->name;
		row->seen = seen_of(cx, form, i * FIELDS_EACH, answer_in(&s->answers, c->id));
		row->heading = in_language(cx, c->name, c->name_en);
		row->question = in_language(cx, c->question, c->question_en);
		row->source = c->source;
		row->mark = c->mark;
		row->level = LIST_AT(&form->fields, struct form_field, i * FIELDS_EACH + 1);
		row->evidence = LIST_AT(&form->fields, struct form_field, i * FIELDS_EACH + 2);
		fill_last(cx, row, answer_with_code(&last, c->code), on);
	}
	return OK;
}

static struct answers_typed stored_of(const struct quality_steps *s, const struct quality_step *step)
{
	struct answers_typed row = { 0 };
	for (size_t i = 0; i < step->criteria.n; i++) {
		const struct answer *a = answer_in(&s->answers, LIST_AT(&step->criteria, struct criterion, i)->id);
		if (a)
			row.at[i] = (struct answer_typed){ .level = a->level, .evidence = a->evidence };
	}
	return row;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct quality_steps *s,
                const struct quality_step *step)
{
	struct question_page p = { 0 };
	struct answers_typed row = stored_of(s, step);
	struct form *form = NEW(cx->mem, struct form);
	bool last = step->number == (int64_t)s->steps.n;
	ASSERT(step->criteria.n <= QUALITY_MOST_IN_AREA);
	TRY(section_fill(cx, rq, &quality_section, "questions", "quality.question_title", area_word(cx, step->area),
	                 &p.frame, &p.top));
	p.progress = word_args(cx->words, cx->mem, "quality.progress",
	                       ARGS({ "n", say_int(cx->words, cx->mem, step->number) },
	                            { "all", say_int(cx->words, cx->mem, (int64_t)s->steps.n) }));
	p.back = step->number > 1 ? quality_at(cx, rq, "questions", step->number - 1, "")
	                          : quality_at(cx, rq, "", 0, "");
	*form = form_of(cx, rq->http, &answers_typed_rec, &row, step->path,
	                last ? "quality.submit_last" : "quality.submit_step", p.back);
	p.frame.form = form;
	TRY(fill_questions(cx, rq, s, step, form, &p.questions));
	return page_show(cx, rq->http, rs, status, &page_question, &p);
}

err question_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct quality_steps s;
	const struct quality_step *step;
	TRY(step_asked(cx, rq, &s, &step));
	return show(cx, rq, rs, 200, &s, step);
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

/* A level and its evidence go together; both blank: to be answered later. */
static err check_pair(struct cx *cx, const struct answer_typed *t, size_t i)
{
	if (!str_blank(t->level) && str_blank(t->evidence))
		return problem_add(cx, typed_fields[i * FIELDS_EACH + 2].name, "quality.evidence_missing", NO_ARGS);
	if (str_blank(t->level) && !str_blank(t->evidence))
		return problem_add(cx, typed_fields[i * FIELDS_EACH + 1].name, "quality.level_missing", NO_ARGS);
	return OK;
}

static err read_answers(struct cx *cx, const struct request *rq, const struct quality_step *step, struct list *ret)
{
	struct answers_typed typed = { 0 };
	err e = form_read(cx, rq->http, &answers_typed_rec, &typed);
	if (e != OK)
		return e;
	for (size_t i = 0; i < step->criteria.n; i++) {
		const struct criterion *c = LIST_AT(&step->criteria, struct criterion, i);
		const struct answer_typed *t = &typed.at[i];
		if (t->criterion.has && t->criterion.v != c->id)
			return fail(cx, E_STALE, "quality.other_criteria", NO_ARGS);
		if (check_pair(cx, t, i) != OK)
			e = E_INVALID;
		*LIST_ADD(cx->mem, ret, struct answer) = (struct answer){
			.criterion_id = c->id, .level = t->level, .evidence = t->evidence, .seen = t->seen
		};
	}
	return e;
}

err question_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct quality_steps s;
	const struct quality_step *step;
	struct list answers = { 0 };
	struct assessment draft;
	TRY(step_asked(cx, rq, &s, &step));
	err e = read_answers(cx, rq, step, &answers);
	if (e == OK)
		e = quality_write(cx, rq, "quality.answers", answers_save_in_tx, &answers, &draft, sizeof draft);
	bool meanwhile = e == E_STALE && str_is(str_of(cx->fault.key), "quality.answered_meanwhile");
	if (frame_tells(e) || meanwhile)
		return show(cx, rq, rs, page_status(e), &s, step);
	TRY(e);
	return page_done(cx, rq->http, rs,
	                 step->number < (int64_t)s.steps.n ? quality_at(cx, rq, "questions", step->number + 1, "")
	                                                   : quality_at(cx, rq, "", 0, "check"),
	                 "quality.done_saved");
}

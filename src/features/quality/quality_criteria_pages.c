/* The criteria as the LaSI keeps them: added, worded anew from a day, ended with a day (S-EVA-2). */
#include <inttypes.h>

#include "core/centre_frame.h"
#include "core/words.h"
#include "features/quality/quality_pages.h"

#define ROOT "/land/quality/criteria"

/* --- all of them -------------------------------------------------------------------------------------------------- */

struct criterion_row {
	struct criterion criterion;
	str name, question;        /* in the reader's language */
	bool coming, former;       /* neither: it holds today */
	str reword_path, end_path; /* absent: it has an end already */
};
#define CRITERION_FIELD(member, kind_, ...)                                                                            \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct criterion_row, criterion.member),          \
		__VA_ARGS__                                                                                            \
	}
static const struct field row_fields[] = {
	FIELD(struct criterion_row, name, KIND_TEXT, .label = "criterion.name"),
	FIELD(struct criterion_row, question, KIND_TEXT, .label = "criterion.question"),
	CRITERION_FIELD(valid_from, KIND_DAY, .label = "criterion.valid_from"),
	CRITERION_FIELD(valid_to, KIND_DAY, .label = "criterion.valid_to"),
	CRITERION_FIELD(source, KIND_TEXT, .label = "criterion.source"),
	CRITERION_FIELD(mark, KIND_CHOICE, .label = "criterion.mark", .choices = &quality_mark_choices),
	FIELD(struct criterion_row, coming, KIND_BOOL),
	FIELD(struct criterion_row, former, KIND_BOOL),
	FIELD(struct criterion_row, reword_path, KIND_PATH),
	FIELD(struct criterion_row, end_path, KIND_PATH),
};
static const struct record row_rec = RECORD("criterion_row", struct criterion_row, row_fields);

struct criteria_area {
	str area;
	struct list rows; /* struct criterion_row */
};
static const struct field area_fields[] = {
	FIELD(struct criteria_area, area, KIND_CHOICE, .label = "criterion.area", .choices = &quality_area_choices),
	FIELD(struct criteria_area, rows, KIND_MANY, .of = &row_rec),
};
static const struct record area_rec = RECORD("criteria_area", struct criteria_area, area_fields);

struct criteria_page {
	str title, sentence;
	struct list crumbs; /* struct crumb */
	struct list areas;  /* struct criteria_area */
};
static const struct field page_fields[] = {
	FIELD(struct criteria_page, title, KIND_TEXT),
	FIELD(struct criteria_page, sentence, KIND_TEXT),
	FIELD(struct criteria_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct criteria_page, areas, KIND_MANY, .of = &area_rec),
};
static const struct record page_rec = RECORD("criteria_page", struct criteria_page, page_fields);
const struct page page_criteria = { "quality/criteria.html", &page_rec };

static str criterion_at(struct cx *cx, int64_t id, const char *tail)
{
	return str_print(cx->mem, ROOT "/%" PRId64 "/%s", id, tail);
}

static struct criterion_row row_of(struct cx *cx, const struct criterion *c)
{
	struct criterion_row row = { .criterion = *c,
		                     .name = in_language(cx, c->name, c->name_en),
		                     .question = in_language(cx, c->question, c->question_en),
		                     .coming = day_cmp(c->valid_from, cx->today) > 0,
		                     .former = day_is(c->valid_to) && day_cmp(c->valid_to, cx->today) < 0 };
	if (!day_is(c->valid_to)) {
		row.reword_path = criterion_at(cx, c->id, "reword");
		row.end_path = criterion_at(cx, c->id, "end");
	}
	return row;
}

static void add_crumb(struct cx *cx, struct list *crumbs, const char *key, str path)
{
	*LIST_ADD(cx->mem, crumbs, struct crumb) = (struct crumb){ word(cx->words, cx->mem, key), path };
}

err criteria_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct criteria_page p = { .title = word(cx->words, cx->mem, "quality.criteria_title"),
		                   .sentence = word(cx->words, cx->mem, "quality.criteria_lead") };
	struct list all = { 0 };
	struct criteria_area *area = NULL;
	add_crumb(cx, &p.crumbs, "quality.land_title", S("/land/quality"));
	TRY(criteria_all(cx, &all));
	LIST_EACH (const struct criterion, c, &all) {
		if (!area || !str_eq(area->area, c->area)) {
			area = LIST_ADD(cx->mem, &p.areas, struct criteria_area);
			area->area = c->area;
		}
		*LIST_ADD(cx->mem, &area->rows, struct criterion_row) = row_of(cx, c);
	}
	return page_show(cx, rq->http, rs, 200, &page_criteria, &p);
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

struct form_page {
	str title, lead;
	struct list crumbs; /* struct crumb */
	const struct form *form;
};
static const struct field form_page_fields[] = {
	FIELD(struct form_page, title, KIND_TEXT),
	FIELD(struct form_page, lead, KIND_TEXT),
	FIELD(struct form_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct form_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
};
static const struct record form_page_rec = RECORD("criterion_form", struct form_page, form_page_fields);
const struct page page_criterion_form = { "quality/criterion_form.html", &form_page_rec };

/* One of the three forms. */
struct kind_of_form {
	const char *tail; /* NULL: a new one */
	const char *title, *lead, *submit, *done;
	const struct record *record;
	err (*save)(struct cx *cx, const void *in, void *ret);
};
static const struct kind_of_form ADD = { NULL,
	                                 "quality.criterion_new",
	                                 "quality.criterion_new_lead",
	                                 "quality.submit_criterion",
	                                 "quality.done_criterion",
	                                 &criterion_new_rec,
	                                 criterion_add_in_tx };
static const struct kind_of_form REWORD = { "reword",
	                                    "quality.criterion_reword",
	                                    "quality.criterion_reword_lead",
	                                    "quality.submit_reword",
	                                    "quality.done_reword",
	                                    &criterion_reword_rec,
	                                    criterion_reword_in_tx };
static const struct kind_of_form END = { "end",
	                                 "quality.criterion_end",
	                                 "quality.criterion_end_lead",
	                                 "quality.submit_end",
	                                 "quality.done_end",
	                                 &criterion_end_rec,
	                                 criterion_end_in_tx };

/* about: the row that it is about; NULL: a new one. */
static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct kind_of_form *k,
                const struct criterion *about)
{
	struct criterion row = { .mark = S("read") };
	if (about) {
		row = *about;
		row.valid_from = row.valid_to = DAY_NONE;
	}
	const struct arg *args = ARGS({ "about", about ? in_language(cx, row.name, row.name_en) : S("") });
	struct form_page p = { .title = word_args(cx->words, cx->mem, k->title, args),
		               .lead = word_args(cx->words, cx->mem, k->lead, args) };
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, k->record, &row, about ? criterion_at(cx, row.id, k->tail) : S(ROOT "/new"),
	                k->submit, S(ROOT));
	p.form = form;
	add_crumb(cx, &p.crumbs, "quality.land_title", S("/land/quality"));
	add_crumb(cx, &p.crumbs, "quality.criteria_title", S(ROOT));
	return page_show(cx, rq->http, rs, status, &page_criterion_form, &p);
}

static err save(struct cx *cx, const struct request *rq, struct res *rs, const struct kind_of_form *k,
                const struct criterion *about)
{
	struct criterion row = { .id = about ? about->id : 0 }, saved;
	err e = form_read(cx, rq->http, k->record, &row);
	if (e == OK)
		e = db_tx(cx, "quality.criterion", k->save, &row, &saved, sizeof saved);
	if (frame_tells(e))
		return show(cx, rq, rs, page_status(e), k, about);
	TRY(e);
	return page_done(cx, rq->http, rs, S(ROOT), k->done);
}

static err show_about(struct cx *cx, const struct request *rq, struct res *rs, const struct kind_of_form *k)
{
	struct criterion about;
	TRY(criterion_find(cx, route_id(rq), &about));
	return show(cx, rq, rs, 200, k, &about);
}

static err save_about(struct cx *cx, const struct request *rq, struct res *rs, const struct kind_of_form *k)
{
	struct criterion about;
	TRY(criterion_find(cx, route_id(rq), &about));
	return save(cx, rq, rs, k, &about);
}

err criterion_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200, &ADD, NULL);
}

err criterion_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return save(cx, rq, rs, &ADD, NULL);
}

err criterion_reword_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_about(cx, rq, rs, &REWORD);
}

err criterion_reword_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return save_about(cx, rq, rs, &REWORD);
}

err criterion_end_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_about(cx, rq, rs, &END);
}

err criterion_end_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return save_about(cx, rq, rs, &END);
}

/* What a KI sees of its quality: the last self-assessment beside the one before, open follow-ups, what comes next; and
 * one concluded assessment in full. The Land sees the same, but for a draft. */
#include "core/words.h"
#include "features/quality/quality_compare.h"
#include "features/quality/quality_pages.h"

static const struct section_area areas[] = {
	{ "", "quality.area_now", RIGHT_REPORT_READ },
	{ "follow-ups", "quality.area_follow_ups", RIGHT_REPORT_READ },
	{ 0 },
};
const struct section quality_section = { "quality", "quality.crumb", areas };

str quality_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail)
{
	return section_at(cx, rq, &quality_section, folder, id, tail);
}

err quality_write(struct cx *cx, const struct request *rq, const char *name,
                  err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size)
{
	const struct quality_in in = { .centre = &rq->centre, .row = row };
	return db_tx(cx, name, fn, &in, ret, size);
}

/* --- an assessment and the one before it -------------------------------------------------------------------------- */

struct compared {
	const struct assessment *now, *before; /* NULL: there is none */
	struct list areas;                     /* struct compare_area */
	bool full;                             /* with the evidence */
};
/* The same four names on both pages: they share a part of the template. */
#define COMPARED_FIELD(type, name_, member, kind_, ...)                                                                \
	{                                                                                                              \
		.name = (name_), .kind = (kind_), .offset = offsetof(type, compared.member), __VA_ARGS__               \
	}
#define COMPARED_FIELDS(type)                                                                                          \
	COMPARED_FIELD(type, "assessment", now, KIND_ONE, .of = &assessment_rec, .maybe = true),                       \
	        COMPARED_FIELD(type, "before_last", before, KIND_ONE, .of = &assessment_rec, .maybe = true),           \
	        COMPARED_FIELD(type, "compared", areas, KIND_MANY, .of = &compare_area_rec),                           \
	        COMPARED_FIELD(type, "full", full, KIND_BOOL, .hidden = true)

/* `all`: concluded ones, newest first; at: which of them. */
static err compare(struct cx *cx, const struct request *rq, const struct list *all, size_t at, struct compared *ret)
{
	struct list now = { 0 }, before = { 0 };
	if (at >= all->n)
		return OK;
	ret->now = LIST_AT(all, struct assessment, at);
	TRY(answers_of(cx, rq->centre.id, ret->now->id, &now));
	if (at + 1 < all->n) {
		ret->before = LIST_AT(all, struct assessment, at + 1);
		TRY(answers_of(cx, rq->centre.id, ret->before->id, &before));
	}
	compare_of(cx, &now, &before, &ret->areas);
	return OK;
}

static err load_all(struct cx *cx, const struct request *rq, struct list *ret)
{
	TRY(assessments_concluded(cx, rq->centre.id, ret));
	LIST_EACH (struct assessment, a, ret)
		a->path = quality_at(cx, rq, "assessments", a->id, "");
	return OK;
}

/* --- overview ----------------------------------------------------------------------------------------------------- */

struct overview {
	struct centre_frame frame;
	struct section_top top;
	struct compared compared;
	str begun; /* of the draft, in words; only for those who may answer */
	bool has_follow_ups;
	struct list follow_ups;  /* struct follow_up, the open ones */
	struct list assessments; /* struct assessment */
	str xlsx_path, new_path;
};
static const struct field overview_fields[] = {
	SECTION_FIELDS(struct overview),
	COMPARED_FIELDS(struct overview),
	FIELD(struct overview, begun, KIND_TEXT),
	FIELD(struct overview, has_follow_ups, KIND_BOOL, .hidden = true),
	FIELD(struct overview, follow_ups, KIND_MANY, .of = &follow_up_rec),
	FIELD(struct overview, assessments, KIND_MANY, .of = &assessment_rec),
	FIELD(struct overview, xlsx_path, KIND_PATH),
	FIELD(struct overview, new_path, KIND_PATH, .hidden = true),
};
static const struct record overview_rec = RECORD("quality_page", struct overview, overview_fields);
const struct page page_quality = { "quality/overview.html", &overview_rec };

static str sentence_of(struct cx *cx, const struct compared *c)
{
	if (!c->now)
		return word(cx->words, cx->mem, "quality.sentence_none");
	const struct arg *args =
	        ARGS({ "day", say_day(cx->words, cx->mem, c->now->concluded_on) },
	             { "before", c->before ? say_day(cx->words, cx->mem, c->before->concluded_on) : S("") });
	return word_args(cx->words, cx->mem, c->before ? "quality.sentence" : "quality.sentence_first", args);
}

/* The next thing to do for those who answer, and that a draft is there. */
static err fill_draft(struct cx *cx, const struct request *rq, struct overview *p)
{
	struct quality_steps s;
	if (!frame_may(cx, rq, RIGHT_REPORT_PREPARE))
		return OK;
	TRY(quality_steps(cx, rq, &s));
	section_primary(cx, rq, &p->top, RIGHT_REPORT_PREPARE, s.draft.id ? "quality.continue" : "quality.begin",
	                quality_next(cx, rq, &s));
	if (s.draft.id)
		p->begun = word_args(cx->words, cx->mem, "quality.begun",
		                     ARGS({ "day", say_day(cx->words, cx->mem, s.draft.begun_on) },
		                          { "who", s.draft.begun_by },
		                          { "some", say_int(cx->words, cx->mem, s.draft.answered) },
		                          { "all", say_int(cx->words, cx->mem, s.asked) }));
	return OK;
}

err quality_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct overview p = { 0 };
	struct list follow_ups = { 0 };
	TRY(section_fill(cx, rq, &quality_section, "", "quality.title", STR_NONE, &p.frame, &p.top));
	TRY(load_all(cx, rq, &p.assessments));
	TRY(compare(cx, rq, &p.assessments, 0, &p.compared));
	p.frame.sentence = sentence_of(cx, &p.compared);
	TRY(fill_draft(cx, rq, &p));
	TRY(follow_ups_of(cx, rq->centre.id, &follow_ups));
	LIST_EACH (struct follow_up, f, &follow_ups) {
		f->path = quality_at(cx, rq, "follow-ups", f->id, "");
		if (f->open)
			*LIST_ADD(cx->mem, &p.follow_ups, struct follow_up) = *f;
	}
	p.has_follow_ups = p.follow_ups.n > 0;
	if (p.compared.now)
		p.xlsx_path = frame_path(cx, rq, "quality.xlsx");
	if (frame_may(cx, rq, RIGHT_REPORT_RELEASE))
		p.new_path = quality_at(cx, rq, "follow-ups", 0, "new");
	return page_show(cx, rq->http, rs, 200, &page_quality, &p);
}

/* --- export ------------------------------------------------------------------------------------------------------- */

err quality_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct list all = { 0 }, rows = { 0 };
	struct compared c = { 0 };
	TRY(load_all(cx, rq, &all));
	TRY(compare(cx, rq, &all, 0, &c));
	LIST_EACH (const struct compare_area, a, &c.areas)
		LIST_EACH (const struct compare_row, r, &a->rows)
			*LIST_ADD(cx->mem, &rows, struct compare_row) = *r;
	return page_table(cx, rs, str_print(cx->mem, "qualitaet-" STR_FMT, STR_ARG(rq->centre.slug)), true,
	                  word_args(cx->words, cx->mem, "quality.table_title", ARGS({ "name", rq->centre.name })),
	                  sentence_of(cx, &c), &compare_export_rec, &rows);
}

/* --- one of them in full ------------------------------------------------------------------------------------------ */

struct assessment_page {
	struct centre_frame frame;
	struct section_top top;
	struct compared compared;
};
static const struct field assessment_fields[] = {
	SECTION_FIELDS(struct assessment_page),
	COMPARED_FIELDS(struct assessment_page),
};
static const struct record assessment_page_rec = RECORD("assessment_page", struct assessment_page, assessment_fields);
const struct page page_assessment = { "quality/assessment.html", &assessment_page_rec };

err assessment_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct assessment_page p = { .compared.full = true };
	struct assessment one;
	struct list all = { 0 };
	size_t at = 0;
	TRY(assessment_find(cx, rq->centre.id, route_id(rq), &one));
	TRY(load_all(cx, rq, &all));
	while (at < all.n && LIST_AT(&all, struct assessment, at)->id != one.id)
		at++;
	TRY(compare(cx, rq, &all, at, &p.compared));
	TRY(section_fill(cx, rq, &quality_section, "assessments", "quality.assessment_title",
	                 say_day(cx->words, cx->mem, one.concluded_on), &p.frame, &p.top));
	p.frame.sentence =
	        word_args(cx->words, cx->mem, "quality.assessment_sentence",
	                  ARGS({ "day", say_day(cx->words, cx->mem, one.concluded_on) }, { "who", one.concluded_by }));
	return page_show(cx, rq->http, rs, 200, &page_assessment, &p);
}

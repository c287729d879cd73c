#include "features/quality/quality_compare.h"

#include <string.h>

#include "core/words.h"
#include "view/chart.h"

static const char *const change_codes[] = { "better", "worse", "same", "new", "gone", NULL };
static const struct choices change_choices = { "quality_change", change_codes };

#define COMPARE_COLUMNS                                                                                                \
	FIELD(struct compare_row, area, KIND_CHOICE, .choices = &quality_area_choices),                                \
	        FIELD(struct compare_row, name, KIND_TEXT), FIELD(struct compare_row, question, KIND_TEXT),            \
	        FIELD(struct compare_row, before, KIND_CHOICE, .choices = &quality_level_choices),                     \
	        FIELD(struct compare_row, now, KIND_CHOICE, .choices = &quality_level_choices),                        \
	        FIELD(struct compare_row, change, KIND_CHOICE, .choices = &change_choices),                            \
	        FIELD(struct compare_row, before_evidence, KIND_TEXT, .max = 500),                                     \
	        FIELD(struct compare_row, now_evidence, KIND_TEXT, .max = 500)
static const struct field export_fields[] = { COMPARE_COLUMNS };
const struct record compare_export_rec = RECORD("quality_compare", struct compare_row, export_fields);
static const struct field row_fields[] = {
	COMPARE_COLUMNS,
	FIELD(struct compare_row, code, KIND_TEXT),
	FIELD(struct compare_row, reworded, KIND_BOOL),
	FIELD(struct compare_row, picture, KIND_HTML, .hidden = true),
};
const struct record compare_row_rec = RECORD("quality_compare", struct compare_row, row_fields);
static const struct field area_fields[] = {
	FIELD(struct compare_area, area, KIND_CHOICE, .label = "quality_compare.area",
	      .choices = &quality_area_choices),
	FIELD(struct compare_area, rows, KIND_MANY, .of = &compare_row_rec),
};
const struct record compare_area_rec = RECORD("quality_compare_area", struct compare_area, area_fields);

static const char *change_of(const struct answer *now, const struct answer *before)
{
	if (!now)
		return "gone";
	if (!before)
		return "new";
	int step = level_rank(now->level) - level_rank(before->level);
	return step > 0 ? "better" : step < 0 ? "worse" : "same";
}

static str picture_of(struct cx *cx, const struct compare_row *r)
{
	str change = str_print(cx->mem, "quality_change." STR_FMT, STR_ARG(r->change));
	return chart_steps(cx->mem, word(cx->words, cx->mem, change.p), level_rank(r->now), level_rank(r->before),
	                   QUALITY_LEVELS);
}

static void add_row(struct cx *cx, struct compare_area *area, const struct answer *now, const struct answer *before)
{
	const struct answer *said = now ? now : before;
	struct compare_row *r = LIST_ADD(cx->mem, &area->rows, struct compare_row);
	r->area = area->area;
	r->code = said->code;
	r->name = in_language(cx, said->name, said->name_en);
	r->question = in_language(cx, said->question, said->question_en);
	if (now) {
		r->now = now->level;
		r->now_evidence = now->evidence;
	}
	if (before) {
		r->before = before->level;
		r->before_evidence = before->evidence;
	}
	r->reworded = now && before && now->criterion_id != before->criterion_id;
	r->change = str_of(change_of(now, before));
	r->picture = picture_of(cx, r);
}

void compare_of(struct cx *cx, const struct list *now, const struct list *before, struct list *ret_areas)
{
	for (const char *const *code = quality_area_choices.codes; *code; code++) {
		struct compare_area area = { .area = str_of(*code) };
		LIST_EACH (const struct answer, a, now)
			if (str_is(a->area, *code))
				add_row(cx, &area, a, answer_with_code(before, a->code));
		LIST_EACH (const struct answer, a, before)
			if (str_is(a->area, *code) && !answer_with_code(now, a->code))
				add_row(cx, &area, NULL, a);
		if (area.rows.n > 0)
			*LIST_ADD(cx->mem, ret_areas, struct compare_area) = area;
	}
}

/* The criteria by day: added, worded anew, ended; never overwritten (S-EVA-2). */
#include <inttypes.h>
#include <string.h>

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "features/quality/quality_model.h"

static const char *const area_codes[] = { "steering", "advice", "participation", "qualification", "network", NULL };
const struct choices quality_area_choices = { "quality_area", area_codes };
static const char *const level_codes[QUALITY_LEVELS + 1] = { "not_yet", "begun", "mostly", "throughout", NULL };
const struct choices quality_level_choices = { "quality_level", level_codes };
/* As for rules (P-RUL-1): how sure it is that this is a criterion. */
static const char *const mark_codes[] = { "read", "seed", "inferred", "assumed", NULL };
const struct choices quality_mark_choices = { "mark", mark_codes };

static const struct field row_fields[] = {
	FIELD(struct criterion, id, KIND_INT),
	FIELD(struct criterion, code, KIND_TEXT),
	FIELD(struct criterion, valid_from, KIND_DAY),
	FIELD(struct criterion, valid_to, KIND_DAY),
	FIELD(struct criterion, area, KIND_CHOICE, .choices = &quality_area_choices),
	FIELD(struct criterion, place, KIND_INT),
	FIELD(struct criterion, name, KIND_TEXT),
	FIELD(struct criterion, question, KIND_TEXT),
	FIELD(struct criterion, name_en, KIND_TEXT),
	FIELD(struct criterion, question_en, KIND_TEXT),
	FIELD(struct criterion, source, KIND_TEXT),
	FIELD(struct criterion, mark, KIND_CHOICE, .choices = &quality_mark_choices),
	FIELD(struct criterion, recorded_by, KIND_TEXT),
};
const struct record criterion_rec = RECORD("criterion", struct criterion, row_fields);

static const struct field form_fields[] = {
	FIELD(struct criterion, area, KIND_CHOICE, .choices = &quality_area_choices, .input = true, .required = true),
	FIELD(struct criterion, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct criterion, name, KIND_TEXT, .input = true, .required = true, .max = 120),
	FIELD(struct criterion, question, KIND_TEXT, .input = true, .required = true, .max = 400, .lines = true),
	FIELD(struct criterion, name_en, KIND_TEXT, .input = true, .required = true, .max = 120),
	FIELD(struct criterion, question_en, KIND_TEXT, .input = true, .required = true, .max = 400, .lines = true),
	FIELD(struct criterion, source, KIND_TEXT, .input = true, .required = true, .max = 400, .lines = true),
	FIELD(struct criterion, mark, KIND_CHOICE, .choices = &quality_mark_choices, .input = true, .required = true),
};
const struct record criterion_new_rec = RECORD("criterion", struct criterion, form_fields);
/* The same without the area, which stands first: a criterion stays in its area. */
const struct record criterion_reword_rec = { "criterion", sizeof(struct criterion), form_fields + 1,
	                                     sizeof form_fields / sizeof *form_fields - 1 };
static const struct field end_fields[] = {
	FIELD(struct criterion, valid_to, KIND_DAY, .input = true, .required = true),
};
const struct record criterion_end_rec = RECORD("criterion", struct criterion, end_fields);

#define CRITERION_SELECT                                                                                               \
	"SELECT id, code, valid_from, valid_to, area, place, name, question, name_en, question_en, source, mark,"      \
	" recorded_by FROM quality_criterion"
/* As area_codes: the order of the pages. */
#define IN_ORDER                                                                                                       \
	" ORDER BY CASE area WHEN 'steering' THEN 1 WHEN 'advice' THEN 2 WHEN 'participation' THEN 3"                  \
	" WHEN 'qualification' THEN 4 ELSE 5 END, place, valid_from, id LIMIT 500"
enum { ON_DAY, ALL, FIND, NEXT, AHEAD, INSERT, END };
const struct sql quality_criteria_sql[] = {
	[ON_DAY] = { CRITERION_SELECT " WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)" IN_ORDER,
	             "d" },
	[ALL] = { CRITERION_SELECT IN_ORDER, "" },
	[FIND] = { CRITERION_SELECT " WHERE id = $1", "i" },
	[NEXT] = { "SELECT COALESCE(MAX(id), 0) + 1 FROM quality_criterion", "" },
	/* Codes of an area that hold on the day or later. */
	[AHEAD] = { "SELECT COUNT(DISTINCT code) FROM quality_criterion"
	            " WHERE area = $1 AND (valid_to IS NULL OR valid_to >= $2)",
	            "sd" },
	[INSERT] = { "INSERT INTO quality_criterion (code, valid_from, area, place, name, question, name_en,"
	             " question_en, source, mark, recorded_by, recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
	             "sdsissssssst" },
	[END] = { "UPDATE quality_criterion SET valid_to = $2 WHERE id = $1 AND valid_to IS NULL", "id" },
	{ 0 },
};

int level_rank(str level)
{
	for (int i = 0; i < QUALITY_LEVELS; i++)
		if (str_is(level, level_codes[i]))
			return i;
	return -1;
}

str in_language(const struct cx *cx, str german, str english)
{
	return strcmp(words_language(cx->words), "en") == 0 ? english : german;
}

err criteria_on(struct cx *cx, day on, struct list *ret)
{
	return db_list(cx, &quality_criteria_sql[ON_DAY], &criterion_rec, ret, V(on));
}

err criteria_all(struct cx *cx, struct list *ret)
{
	return db_list(cx, &quality_criteria_sql[ALL], &criterion_rec, ret, V_NONE);
}

err criterion_find(struct cx *cx, int64_t id, struct criterion *ret)
{
	err e = db_row(cx, &quality_criteria_sql[FIND], &criterion_rec, ret, V(id));
	return e == E_NOTFOUND ? fail(cx, e, "quality.no_criterion", NO_ARGS) : e;
}

/* --- changes ------------------------------------------------------------------------------------------------------ */

/* A day that has begun has asked its criteria already. */
static err check_ahead(struct cx *cx, const struct criterion *in)
{
	if (day_cmp(in->valid_from, cx->today) <= 0)
		return problem_add(cx, "valid_from", "quality.from_tomorrow",
		                   ARGS({ "day", say_day(cx->words, cx->mem, day_add(cx->today, 1)) }));
	return OK;
}

static err insert(struct cx *cx, const struct criterion *row, struct criterion *ret)
{
	int64_t id;
	TRY(db_int(cx, &quality_criteria_sql[INSERT], &id,
	           V(row->code, row->valid_from, row->area, row->place, row->name, row->question, row->name_en,
	             row->question_en, row->source, row->mark, user_signature(cx), cx->now)));
	return criterion_find(cx, id, ret);
}

static str object_of(struct cx *cx, const struct criterion *c)
{
	return str_print(cx->mem, "quality/criteria/" STR_FMT, STR_ARG(c->code));
}

err criterion_add_in_tx(struct cx *cx, const void *in, void *ret)
{
	struct criterion row = *(const struct criterion *)in, *saved = ret;
	int64_t next, ahead;
	ASSERT(db_in_tx(cx));
	TRY(check_ahead(cx, &row));
	TRY(db_int(cx, &quality_criteria_sql[AHEAD], &ahead, V(row.area, row.valid_from)));
	if (ahead >= QUALITY_MOST_IN_AREA)
		return problem_add(cx, "area", "quality.area_full",
		                   ARGS({ "n", say_int(cx->words, cx->mem, QUALITY_MOST_IN_AREA) }));
	TRY(db_int(cx, &quality_criteria_sql[NEXT], &next, V_NONE));
	row.code = str_print(cx->mem, "criterion_%" PRId64, next);
	row.place = 100 + next; /* behind those that are there */
	TRY(insert(cx, &row, saved));
	audit_change(cx, "quality.criterion", object_of(cx, saved), (struct maybe){ 0 }, &criterion_rec, NULL, saved);
	return OK;
}

/* Ends the row that holds now; *before: as it was. */
static err end_row(struct cx *cx, int64_t id, day last, struct criterion *before)
{
	int64_t changed;
	TRY(criterion_find(cx, id, before));
	if (day_is(before->valid_to))
		return fail(cx, E_STALE, "quality.criterion_ended", NO_ARGS);
	if (day_cmp(last, before->valid_from) < 0)
		return fail(cx, E_INVALID, "quality.before_begin",
		            ARGS({ "day", say_day(cx->words, cx->mem, before->valid_from) }));
	TRY(db_exec(cx, &quality_criteria_sql[END], &changed, V(id, last)));
	return changed == 1 ? OK : fail(cx, E_STALE, "quality.criterion_ended", NO_ARGS);
}

err criterion_reword_in_tx(struct cx *cx, const void *in, void *ret)
{
	struct criterion row = *(const struct criterion *)in, before, *saved = ret;
	ASSERT(db_in_tx(cx));
	TRY(check_ahead(cx, &row));
	TRY(end_row(cx, row.id, day_add(row.valid_from, -1), &before));
	row.code = before.code;
	row.area = before.area;
	row.place = before.place;
	TRY(insert(cx, &row, saved));
	audit_change(cx, "quality.criterion", object_of(cx, saved), (struct maybe){ 0 }, &criterion_rec, &before,
	             saved);
	return OK;
}

err criterion_end_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct criterion *row = in;
	struct criterion before, *saved = ret;
	ASSERT(db_in_tx(cx));
	if (day_cmp(row->valid_to, cx->today) < 0)
		return problem_add(cx, "valid_to", "quality.from_today",
		                   ARGS({ "day", say_day(cx->words, cx->mem, cx->today) }));
	TRY(end_row(cx, row->id, row->valid_to, &before));
	TRY(criterion_find(cx, row->id, saved));
	audit_change(cx, "quality.criterion", object_of(cx, saved), (struct maybe){ 0 }, &criterion_rec, &before,
	             saved);
	return OK;
}

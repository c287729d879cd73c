/* evaluation_model.c -- period, threshold and the log of exports. */
#include "features/evaluation/evaluation_model.h"

#include <inttypes.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/form.h"
#include "core/user.h"
#include "core/words.h"

static const struct setting setting_threshold = {
	.name = "evaluation.threshold", .of_land = true, .kind = KIND_INT, .min = 3, .max = 50, .fallback = "5"
};
const struct setting *const evaluation_settings[] = { &setting_threshold, NULL };

static const struct field wish_fields[] = {
	FIELD(struct evaluation_wish, first, KIND_TEXT, .input = true, .required = true, .max = 7),
	FIELD(struct evaluation_wish, last, KIND_TEXT, .input = true, .required = true, .max = 7),
	FIELD(struct evaluation_wish, table, KIND_TEXT, .input = true, .required = true, .max = 40),
	FIELD(struct evaluation_wish, recipient, KIND_TEXT, .input = true, .required = true, .max = 200),
	FIELD(struct evaluation_wish, purpose, KIND_TEXT, .input = true, .required = true, .lines = true, .max = 1000),
};
const struct record evaluation_wish_rec = RECORD("evaluation_wish", struct evaluation_wish, wish_fields);

static const struct field export_fields[] = {
	FIELD(struct evaluation_export, id, KIND_INT, .hidden = true),
	FIELD(struct evaluation_export, made_at, KIND_INSTANT),
	FIELD(struct evaluation_export, made_by, KIND_TEXT),
	FIELD(struct evaluation_export, period_from, KIND_DAY),
	FIELD(struct evaluation_export, period_to, KIND_DAY),
	FIELD(struct evaluation_export, tables, KIND_TEXT),
	FIELD(struct evaluation_export, recipient, KIND_TEXT),
	FIELD(struct evaluation_export, purpose, KIND_TEXT, .lines = true, .max = 1000),
	FIELD(struct evaluation_export, threshold, KIND_INT),
	FIELD(struct evaluation_export, records, KIND_INT),
	FIELD(struct evaluation_export, suppressed, KIND_INT),
	FIELD(struct evaluation_export, hash, KIND_TEXT),
};
const struct record evaluation_export_rec = RECORD("evaluation_export", struct evaluation_export, export_fields);

#define COLUMNS                                                                                                        \
	"id, made_at, made_by, period_from, period_to, tables, recipient, purpose, threshold, records, suppressed, "   \
	"hash"
enum { LOG, ADD };
const struct sql evaluation_sql[] = {
	[LOG] = { "SELECT " COLUMNS " FROM evaluation_export ORDER BY id DESC LIMIT $1", "i" },
	[ADD] = { "INSERT INTO evaluation_export (made_at, made_by, period_from, period_to, tables, recipient, purpose,"
	          " threshold, records, suppressed, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
	          " RETURNING " COLUMNS,
	          "tsddsssiiis" },
	{ 0 },
};

/* --- period ------------------------------------------------------------------------------------------------------- */

enum { MONTHS = 3, FIRST_YEAR = 2012 };

static day quarter_end(day from)
{
	return day_add(day_add_months(from, MONTHS), -1);
}

static day quarter_of(day d)
{
	int year, month, dom;
	day_split(d, &year, &month, &dom);
	return day_of(year, (month - 1) / MONTHS * MONTHS + 1, 1);
}

str evaluation_quarter_name(struct cx *cx, day from)
{
	int year, month, dom;
	day_split(from, &year, &month, &dom);
	return word_args(cx->words, cx->mem, "evaluation.quarter",
	                 ARGS({ "number", str_print(cx->mem, "%d", (month + 2) / MONTHS) },
	                      { "year", str_print(cx->mem, "%d", year) }));
}

void evaluation_quarters(struct cx *cx, struct list *ret)
{
	day first = day_of(FIRST_YEAR, 1, 1);
	for (day q = day_add_months(quarter_of(cx->today), -MONTHS); day_cmp(q, first) >= 0;
	     q = day_add_months(q, -MONTHS))
		*LIST_ADD(cx->mem, ret, struct form_choice) =
		        (struct form_choice){ .code = month_iso(cx->mem, q), .text = evaluation_quarter_name(cx, q) };
}

err evaluation_threshold(struct cx *cx, struct evaluation_period *ret)
{
	struct setting_row row;
	TRY(setting_get(cx, &setting_threshold, 0, cx->today, &row));
	ret->assumed = !row.id || str_is(row.mark, "assumed");
	ASSERT(str_to_int(row.value, &ret->threshold)); /* setting_set_in_tx takes nothing else */
	return OK;
}

/* The first day of a quarter that is over, since there are KI. */
static err read_quarter(struct cx *cx, const char *field, str typed, day *ret)
{
	if (!month_parse(typed, ret) || day_cmp(*ret, quarter_of(*ret)) != 0 || day_year(*ret) < FIRST_YEAR)
		return problem_add(cx, field, "evaluation.no_quarter", NO_ARGS);
	if (day_cmp(quarter_end(*ret), cx->today) >= 0)
		return problem_add(cx, field, "evaluation.not_over", NO_ARGS);
	return OK;
}

static err check_table(struct cx *cx, str code)
{
	for (const struct evaluation_table *const *t = evaluation_all(cx); *t; t++)
		if (str_is(code, (*t)->code))
			return OK;
	return str_is(code, "all") ? OK : problem_add(cx, "table", "form.not_a_choice", NO_ARGS);
}

err evaluation_check(struct cx *cx, const struct evaluation_wish *w, struct evaluation_period *ret)
{
	day last = DAY_NONE;
	err first_is = read_quarter(cx, "first", w->first, &ret->from);
	err last_is = read_quarter(cx, "last", w->last, &last);
	err table_is = check_table(cx, w->table);
	if (first_is == OK && last_is == OK && day_cmp(ret->from, last) > 0)
		last_is = problem_add(cx, "last", "evaluation.ends_before", NO_ARGS);
	TRY(first_is);
	TRY(last_is);
	TRY(table_is);
	ret->to = quarter_end(last);
	return evaluation_threshold(cx, ret);
}

/* --- the log ------------------------------------------------------------------------------------------------------ */

err evaluation_log(struct cx *cx, struct list *ret)
{
	return db_list(cx, &evaluation_sql[LOG], &evaluation_export_rec, ret, V((int64_t)EVALUATION_LOG_MOST));
}

err evaluation_export_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct evaluation_export *e = in;
	struct evaluation_export *saved = ret;
	TRY(db_row(cx, &evaluation_sql[ADD], &evaluation_export_rec, saved,
	           V(cx->now, user_signature(cx), e->period_from, e->period_to, e->tables, e->recipient, e->purpose,
	             e->threshold, e->records, e->suppressed, e->hash)));
	audit_change(cx, "evaluation.export", str_print(cx->mem, "evaluation/%" PRId64, saved->id), (struct maybe){ 0 },
	             &evaluation_export_rec, NULL, saved);
	return OK;
}

/* Small numbers of persons cannot be computed from what is published (P-REP-1): hundreds of random reports are attacked
 * with a linear programme (GLPK) that knows the rule and everything that can be seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the above, as cmocka wants it */
#include <cmocka.h>
#undef fail

#include <glpk.h>

#include "base/arena.h"
#include "features/reports/masking.h"
#include "features/reports/report_content.h"

enum { TABLES = 4, CELLS = 12, REPORTS = 600 };

struct published {
	int64_t value, threshold;
	bool value_masked;
	struct masked_cell cells[TABLES][CELLS];
	struct masked_table tables[TABLES];
	size_t n;
};

/* The same numbers each time. */
static uint64_t seed = 20261121;
static int64_t chance(int64_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 33) % (uint64_t)below);
}

/* Many small cells, as in a small KI, some large ones. */
static void spread(struct published *p, size_t t)
{
	int64_t left = p->value;
	size_t n = 0;
	while (left > 0 && n < CELLS - 1) {
		int64_t part = chance(3) ? 1 + chance(left < 8 ? left : 8) : 1 + chance(left);
		p->cells[t][n++].value = part;
		left -= part;
	}
	if (left > 0)
		p->cells[t][n++].value = left;
	p->tables[t] = (struct masked_table){ p->cells[t], n };
}

static struct published random_report(void)
{
	struct published p = { .value = chance(4) ? 1 + chance(60) : 1 + chance(3000), .threshold = 2 + chance(9) };
	p.n = 1 + (size_t)chance(TABLES);
	return p;
}

/* --- the attack --------------------------------------------------------------------------------------------------- */

struct attack {
	glp_prob *lp;
	int columns[TABLES][CELLS], value; /* 0: it can be seen */
};

static int unknown(glp_prob *lp)
{
	int column = glp_add_cols(lp, 1);
	glp_set_col_bnds(lp, column, GLP_LO, 1, 0); /* cells of nobody are not shown */
	return column;
}

/* masked cells = value - what can be seen */
static void add_equation(struct attack *a, const struct published *p, size_t t)
{
	int index[CELLS + 2], n = 0;
	double factor[CELLS + 2], right = a->value ? 0 : (double)p->value;
	for (size_t i = 0; i < p->tables[t].n; i++) {
		if (a->columns[t][i]) {
			index[++n] = a->columns[t][i];
			factor[n] = 1;
		} else {
			right -= (double)p->cells[t][i].value;
		}
	}
	if (a->value) {
		index[++n] = a->value;
		factor[n] = -1;
	}
	int row = glp_add_rows(a->lp, 1);
	glp_set_row_bnds(a->lp, row, GLP_FX, right, right);
	glp_set_mat_row(a->lp, row, n, index, factor);
}

static void begin_attack(struct attack *a, const struct published *p)
{
	*a = (struct attack){ .lp = glp_create_prob() };
	if (p->value_masked)
		a->value = unknown(a->lp);
	for (size_t t = 0; t < p->n; t++)
		for (size_t i = 0; i < p->tables[t].n; i++)
			if (p->cells[t][i].masked)
				a->columns[t][i] = unknown(a->lp);
	for (size_t t = 0; t < p->n; t++)
		if (glp_get_num_cols(a->lp))
			add_equation(a, p, t);
}

/* The end of what the column can be; no end: very far. */
static double end_of(glp_prob *lp, int column, int direction)
{
	glp_smcp how;
	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_OFF;
	how.presolve = GLP_OFF;
	glp_set_obj_dir(lp, direction);
	for (int c = 1; c <= glp_get_num_cols(lp); c++)
		glp_set_obj_coef(lp, c, c == column ? 1 : 0);
	glp_std_basis(lp);
	assert_int_equal(glp_simplex(lp, &how), 0);
	if (glp_get_status(lp) == GLP_UNBND)
		return direction == GLP_MAX ? 1e9 : -1e9;
	assert_int_equal(glp_get_status(lp), GLP_OPT);
	return glp_get_obj_val(lp);
}

static void stays_unknown(struct attack *a, int column, int64_t truth, int64_t threshold)
{
	double low = end_of(a->lp, column, GLP_MIN), high = end_of(a->lp, column, GLP_MAX);
	assert_true(low <= (double)truth + 1e-6 && high >= (double)truth - 1e-6); /* the attack itself is right */
	assert_true(high - low >= (double)threshold - 1 - 1e-6);
}

static void attack_fails(const struct published *p)
{
	struct attack a;
	begin_attack(&a, p);
	if (a.value)
		stays_unknown(&a, a.value, p->value, p->threshold);
	for (size_t t = 0; t < p->n; t++)
		for (size_t i = 0; i < p->tables[t].n; i++)
			if (a.columns[t][i])
				stays_unknown(&a, a.columns[t][i], p->cells[t][i].value, p->threshold);
	glp_delete_prob(a.lp);
}

static bool no_small_one_is_seen(const struct published *p)
{
	if (!p->value_masked && masking_alone(p->value, p->threshold))
		return false;
	for (size_t t = 0; t < p->n; t++)
		for (size_t i = 0; i < p->tables[t].n; i++)
			if (!p->cells[t][i].masked && masking_alone(p->cells[t][i].value, p->threshold))
				return false;
	return true;
}

static void random_reports_keep_their_secrets(void **state)
{
	int masked = 0, open = 0;
	(void)state;
	for (int n = 0; n < REPORTS; n++) {
		struct published p = random_report();
		for (size_t t = 0; t < p.n; t++)
			spread(&p, t);
		masking_apply(p.value, &p.value_masked, p.tables, p.n, p.threshold);
		assert_true(no_small_one_is_seen(&p));
		attack_fails(&p);
		for (size_t t = 0; t < p.n; t++)
			for (size_t i = 0; i < p.tables[t].n; i++)
				*(p.cells[t][i].masked ? &masked : &open) += 1;
	}
	assert_true(masked > 1000 && open > 500); /* there was something to attack, and something to read */
}

/* --- by hand ------------------------------------------------------------------------------------------------------ */

#define CELL(v)                                                                                                        \
	{                                                                                                              \
		.value = (v)                                                                                           \
	}

static void large_numbers_are_left_alone(void **state)
{
	struct masked_cell cells[] = { CELL(40), CELL(5), CELL(12) };
	struct masked_table table = { cells, 3 };
	bool value_masked;
	(void)state;
	masking_apply(57, &value_masked, &table, 1, 5);
	assert_false(value_masked || cells[0].masked || cells[1].masked || cells[2].masked);
}

/* 57 - 40 - 14 = 3: the smallest of the others hides it. */
static void one_small_cell_takes_the_next_one_along(void **state)
{
	struct masked_cell cells[] = { CELL(40), CELL(3), CELL(14) };
	struct masked_table table = { cells, 3 };
	bool value_masked;
	(void)state;
	masking_apply(57, &value_masked, &table, 1, 5);
	assert_true(!value_masked && !cells[0].masked && cells[1].masked && cells[2].masked);
}

/* Two cells that come to 3 are 1 and 2, whichever: too near. */
static void two_small_cells_are_not_enough(void **state)
{
	struct masked_cell cells[] = { CELL(40), CELL(2), CELL(1), CELL(9) };
	struct masked_table table = { cells, 4 };
	bool value_masked;
	(void)state;
	masking_apply(52, &value_masked, &table, 1, 5);
	assert_true(!value_masked && !cells[0].masked && cells[1].masked && cells[2].masked && cells[3].masked);
}

/* A masked value must not be the sum of another table. */
static void another_table_does_not_tell_the_value(void **state)
{
	struct masked_cell five[] = { CELL(1), CELL(1), CELL(1), CELL(1), CELL(1) }, whole[] = { CELL(5) };
	struct masked_table tables[] = { { five, 5 }, { whole, 1 } };
	bool value_masked;
	(void)state;
	masking_apply(5, &value_masked, tables, 2, 5);
	assert_true(value_masked && whole[0].masked);
}

/* --- in a report -------------------------------------------------------------------------------------------------- */

static void put(struct arena *a, struct list *cells, const char *code, const char *amount, int64_t value)
{
	*LIST_ADD(a, cells, struct report_cell) = (struct report_cell){
		.code = str_of(code), .label = str_of(code), .amount = str_of(amount), .value = MAYBE(value)
	};
}

static struct report_content small_report(struct arena *a, const char *unit)
{
	struct report_content c = { .threshold = 5 };
	struct report_figure f = { .code = S("x.persons"),
		                   .unit = str_of(unit),
		                   .answer = S("Es waren 23, im Vormonat 4."),
		                   .public_answer = S("23; Vormonat: verdeckt."),
		                   .value = MAYBE(23),
		                   .amount = S("23"),
		                   .before = MAYBE(4),
		                   .amount_before = S("4"),
		                   .year_before = MAYBE(0),
		                   .amount_year_before = S("0") };
	struct report_split *s = LIST_ADD(a, &f.splits, struct report_split);
	put(a, &s->cells, "a", "20", 20);
	put(a, &s->cells, "b", "3", 3);
	put(a, &f.months, "2026-09", "4", 4);
	put(a, &f.months, "2026-10", "23", 23);
	*LIST_ADD(a, &c.figures, struct report_figure) = f;
	LIST_ADD(a, &c.findings, struct report_finding)->text = S("Derselbe Vortrag zweimal");
	c.words.masked = S("verdeckt");
	return c;
}

static void others_read_only_what_is_left(void **state)
{
	struct arena *a = arena_new();
	struct report_content c = small_report(a, "persons");
	(void)state;
	report_mask(a, &c);
	struct report_content p = report_public(a, &c);
	str json = report_json(a, &p);
	assert_true(str_has(json, "verdeckt") && !str_has(json, "Es waren 23") && !str_has(json, "Vortrag"));
	assert_true(!str_has(json, "\"value\":3") && !str_has(json, "\"value\":20") && !str_has(json, "\"before\":4"));
	assert_true(str_has(json, "\"value\":23") && str_has(json, "\"is_public\":true"));
	assert_true(str_has(report_json(a, &c), "Es waren 23")); /* the frozen text itself stays */
	c = small_report(a, "count");
	report_mask(a, &c);
	assert_false(str_has(report_json(a, &c), "\"masked\":true")); /* things are not persons */
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(random_reports_keep_their_secrets),
		                            cmocka_unit_test(large_numbers_are_left_alone),
		                            cmocka_unit_test(one_small_cell_takes_the_next_one_along),
		                            cmocka_unit_test(two_small_cells_are_not_enough),
		                            cmocka_unit_test(another_table_does_not_tell_the_value),
		                            cmocka_unit_test(others_read_only_what_is_left) };
	return cmocka_run_group_tests_name("masking", tests, NULL, NULL);
}

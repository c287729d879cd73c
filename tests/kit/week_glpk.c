#include "kit/week_glpk.h"

#include <glpk.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"

struct program {
	const struct week_model *m;
	glp_prob *lp;
	int *index; /* of a row that is being built, 1 ... n */
	double *factor;
	int n;
};

static void put(struct program *g, int column, double factor)
{
	g->index[++g->n] = column;
	g->factor[g->n] = factor;
}

/* Sum <= most (GLP_UP) or = most (GLP_FX). An empty or short row that cannot be broken is left out. */
static void add_row(struct program *g, int kind, double most)
{
	if (g->n > 0) {
		int row = glp_add_rows(g->lp, 1);
		glp_set_row_bnds(g->lp, row, kind, most, most);
		glp_set_mat_row(g->lp, row, g->n, g->index, g->factor);
	}
	g->n = 0;
}

static const struct week_option *option_of(const struct program *g, int pair)
{
	return &g->m->option[g->m->pair[pair].option];
}

static bool clash(const struct program *g, int one, int other)
{
	return week_clashes(g->m, g->m->pair[one].option, g->m->pair[other].option);
}

/* Every clash of the person's pairs gets into a clique: one that is not covered yet is extended as far as it goes. */
static void add_cliques(struct arena *a, struct program *g, const int *pairs, int n)
{
	bool *covered = NEW_ARRAY(a, bool, (size_t)n *(size_t)n + 1);
	int *member = NEW_ARRAY(a, int, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		for (int j = i + 1; j < n; j++) {
			if (covered[i * n + j] || !clash(g, pairs[i], pairs[j]))
				continue;
			int members = 2;
			member[0] = i;
			member[1] = j;
			for (int k = 0; k < n; k++) {
				bool all = k != i && k != j;
				for (int l = 0; l < members && all; l++)
					all = clash(g, pairs[k], pairs[member[l]]);
				if (all)
					member[members++] = k;
			}
			for (int k = 0; k < members; k++) {
				put(g, pairs[member[k]] + 1, 1);
				for (int l = 0; l < members; l++)
					covered[member[k] * n + member[l]] = true;
			}
			add_row(g, GLP_UP, 1);
		}
}

static void add_person(struct arena *a, struct program *g, int person)
{
	const struct week_model *m = g->m;
	int *pairs = NEW_ARRAY(a, int, (size_t)m->pairs + 1), n = 0;
	for (int k = 0; k < m->pairs; k++)
		if (m->pair[k].person == person)
			pairs[n++] = k;
	add_cliques(a, g, pairs, n);
	for (int week = 0; week < m->weeks; week++) {
		for (int i = 0; i < n; i++)
			if (option_of(g, pairs[i])->week == week)
				put(g, pairs[i] + 1, 1);
		add_row(g, GLP_UP, m->room[person * m->weeks + week]);
	}
	for (int year = 0; year < m->years; year++) {
		for (int i = 0; i < n && m->budget[person * m->years + year] < INT64_MAX; i++)
			if (option_of(g, pairs[i])->year == year)
				put(g, pairs[i] + 1, (double)m->pair[pairs[i]].earned_cents);
		add_row(g, GLP_UP, (double)m->budget[person * m->years + year]);
	}
	/* steps: as many of them as the person has assignments; they are filled from the cheapest on by themselves */
	int most = n < m->requests ? n : m->requests;
	for (int i = 0; i < n; i++)
		put(g, pairs[i] + 1, 1);
	for (int count = 0; count < most; count++) {
		int column = glp_add_cols(g->lp, 1);
		glp_set_col_bnds(g->lp, column, GLP_DB, 0, 1);
		put(g, column, -1);
	}
	add_row(g, GLP_FX, 0);
}

static void add_pairs_and_requests(struct program *g)
{
	const struct week_model *m = g->m;
	glp_add_cols(g->lp, m->pairs);
	for (int k = 0; k < m->pairs; k++)
		glp_set_col_kind(g->lp, k + 1, GLP_BV);
	for (int r = 0; r < m->requests; r++) {
		for (int k = 0; k < m->pairs; k++)
			if (option_of(g, k)->request == r)
				put(g, k + 1, 1);
		add_row(g, GLP_UP, 1);
	}
}

static bool solve(struct program *g, int seconds, double *ret)
{
	glp_iocp how;
	glp_init_iocp(&how);
	how.presolve = GLP_ON;
	how.msg_lev = GLP_MSG_OFF;
	how.tm_lim = seconds * 1000;
	int code = glp_intopt(g->lp, &how);
	bool found = code == 0 || code == GLP_ETMLIM;
	*ret = found && (glp_mip_status(g->lp) == GLP_OPT || glp_mip_status(g->lp) == GLP_FEAS) ? glp_mip_obj_val(g->lp)
	                                                                                        : 0;
	return code == 0 && glp_mip_status(g->lp) == GLP_OPT;
}

static int64_t whole(double value)
{
	return (int64_t)(value < 0 ? value - 0.5 : value + 0.5);
}

/* Served, at least as many as reached; then cost, at most as much; then squares. */
static int solve_in_turn(struct program *g, int steps_from, int seconds, struct week_value *ret)
{
	const struct week_model *m = g->m;
	int proven = 0;
	double value;
	for (int k = 0; k < m->pairs; k++)
		glp_set_obj_coef(g->lp, k + 1, -1);
	proven += solve(g, seconds, &value);
	ret->served = whole(-value);
	for (int k = 0; k < m->pairs; k++) {
		put(g, k + 1, -1);
		glp_set_obj_coef(g->lp, k + 1, (double)m->pair[k].cost_cents);
	}
	add_row(g, GLP_UP, (double)-ret->served);
	proven += solve(g, seconds, &value);
	ret->cost_cents = whole(value);
	for (int k = 0; k < m->pairs; k++) {
		put(g, k + 1, (double)m->pair[k].cost_cents);
		glp_set_obj_coef(g->lp, k + 1, 0);
	}
	add_row(g, GLP_UP, (double)ret->cost_cents);
	for (int i = 0, column = steps_from; i < m->people; i++) {
		int n = 0;
		for (int k = 0; k < m->pairs; k++)
			n += m->pair[k].person == i;
		n = n < m->requests ? n : m->requests;
		for (int count = 0; count < n; count++)
			glp_set_obj_coef(g->lp, column++, (double)(2 * (m->load[i] + count) + 1));
		ret->squares += m->load[i] * m->load[i];
	}
	proven += solve(g, seconds, &value);
	ret->squares += whole(value);
	return proven;
}

int week_glpk(struct arena *a, const struct week_model *m, int seconds, struct week_value *ret)
{
	struct program g = { .m = m,
		             .lp = glp_create_prob(),
		             .index = NEW_ARRAY(a, int, 2 * (size_t)m->pairs + 2),
		             .factor = NEW_ARRAY(a, double, 2 * (size_t)m->pairs + 2) };
	*ret = (struct week_value){ 0 };
	glp_set_obj_dir(g.lp, GLP_MIN);
	if (m->pairs > 0)
		add_pairs_and_requests(&g);
	for (int i = 0; i < m->people; i++)
		add_person(a, &g, i);
	int proven = solve_in_turn(&g, m->pairs + 1, seconds, ret);
	glp_delete_prob(g.lp);
	return proven;
}

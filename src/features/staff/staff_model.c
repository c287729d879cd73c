/* Reading the staff plan, and what all writing has in common. */
#include "features/staff/staff_model.h"

#include <inttypes.h>

#include "core/words.h"
#include "features/staff/staff_rows.h"

/* Shares of the period, by way of its posts: a share lies within its post, and a KI has far fewer posts than shares in
 * all its years. CROSS JOIN: in this order, also without statistics. */
#define HELD                                                                                                           \
	" FROM post p CROSS JOIN post_share s WHERE s.post_id = p.id AND p.centre_id = $1" OVERLAP("p") OVERLAP("s")
/* Who holds them: whose qualifications matter. */
#define HOLDERS "(SELECT s.person_id" HELD ")"
enum {
	LOAD_POSTS,
	LOAD_PEOPLE,
	LOAD_SHARES,
	LOAD_PAST,
	LOAD_COSTS,
	LOAD_QUALIFICATIONS,
	LOAD_EXCEPTIONS,
	LOAD_STEPS,
	LOAD_LEADINGS,
	LOAD_SECONDMENTS
};
const struct sql staff_sql[] = {
	[LOAD_POSTS] = { POST_SELECT
	                 " WHERE p.centre_id = $1" OVERLAP("p") " ORDER BY p.valid_from, p.id LIMIT " MOST_ROWS,
	                 "idd" },
	/* From those who occur to their names, in this order: not through all who ever worked here. */
	[LOAD_PEOPLE] = { PERSON_COLUMNS
	                  " FROM (SELECT s.person_id" HELD
	                  " UNION SELECT l.person_id FROM staff_leading l WHERE l.centre_id = $1" OVERLAP(
	                          "l") " UNION SELECT d.person_id FROM secondment d WHERE d.centre_id = $1 AND "
	                               "d.valid_to >= $2"
	                               " AND d.valid_from <= $3) h CROSS JOIN person n WHERE n.id = h.person_id"
	                               " AND n.centre_id = $1 ORDER BY n.sort_name, n.id LIMIT " MOST_ROWS,
	                  "idd" },
	[LOAD_SHARES] = { SHARE_SELECT " WHERE p.centre_id = $1" OVERLAP("p")
	                          OVERLAP("s") " ORDER BY s.valid_from, s.id LIMIT " MOST_ROWS,
	                  "idd" },
	/* Earlier shares of the posts that are not fully held on $2: how long that has been so. */
	[LOAD_PAST] = { SHARE_SELECT " WHERE p.centre_id = $1 AND COALESCE(p.valid_to, " NO_END
	                             ") >= $2 AND p.valid_from <= $2"
	                             " AND s.valid_to < $3 AND p.fte > COALESCE((SELECT SUM(o.fte) FROM post_share o"
	                             " WHERE o.post_id = p.id AND o.valid_from <= $2 AND (o.valid_to IS NULL OR "
	                             "o.valid_to >= $2)), 0)"
	                             " ORDER BY s.valid_from, s.id LIMIT " MOST_ROWS,
	                "idd" },
	[LOAD_COSTS] = { "SELECT c.id, c.version, c.post_id, c.year, c.cents, c.evidence, c.recorded_by FROM "
	                 "post p"
	                 " JOIN post_cost c ON c.post_id = p.id AND c.year BETWEEN $4 AND $5 WHERE p.centre_id "
	                 "= "
	                 "$1" OVERLAP("p") " ORDER BY c.post_id, c.year LIMIT " MOST_ROWS,
	                 "iddii" },
	[LOAD_QUALIFICATIONS] = { QUALIFICATION_SELECT
	                          " WHERE q.centre_id = $1 AND q.held_since <= $3 AND q.person_id IN " HOLDERS
	                          " ORDER BY q.person_id, q.held_since, q.id LIMIT " MOST_ROWS,
	                          "idd" },
	[LOAD_EXCEPTIONS] = { EXCEPTION_SELECT
	                      " WHERE x.centre_id = $1 AND x.applied_on <= $3 AND x.person_id IN " HOLDERS
	                      " ORDER BY x.applied_on, x.id LIMIT " MOST_ROWS,
	                      "idd" },
	[LOAD_STEPS] = { STEP_SELECT " WHERE x.centre_id = $1 AND x.applied_on <= $3 AND x.person_id IN " HOLDERS
	                             " ORDER BY t.day, t.id LIMIT " MOST_ROWS,
	                 "idd" },
	[LOAD_LEADINGS] = { LEADING_SELECT
	                    " WHERE l.centre_id = $1" OVERLAP("l") " ORDER BY l.valid_from, l.id LIMIT " MOST_ROWS,
	                    "idd" },
	/* Those of the period, and the later ones of the same people: they may prolong them. */
	[LOAD_SECONDMENTS] = { SECONDMENT_SELECT
	                       " WHERE d.centre_id = $1 AND d.valid_to >= $2 AND (d.valid_from <= $3"
	                       " OR d.person_id IN (SELECT b.person_id FROM secondment b WHERE b.centre_id = $1"
	                       " AND b.valid_to >= $2 AND b.valid_from <= $3)) ORDER BY d.valid_from, d.id"
	                       " LIMIT " MOST_ROWS,
	                       "idd" },
	{ 0 },
};

/* --- what all have in common -------------------------------------------------------------------------------------- */

err rows_of(struct cx *cx, const struct sql *q, const struct record *r, struct list *ret, struct bounds v)
{
	TRY(db_list(cx, q, r, ret, v));
	return ret->n < LIMIT_ROWS ? OK : fail(cx, E_BROKEN, "staff.too_many", NO_ARGS);
}

err check_period(struct cx *cx, day from, day to)
{
	if (!day_is(from))
		return problem_add(cx, "valid_from", "form.required", NO_ARGS);
	err e = OK;
	if (day_cmp(from, DAY(1980, 1, 1)) < 0 || day_cmp(from, day_add_months(cx->today, 12 * 10)) > 0)
		e = problem_add(cx, "valid_from", "staff.day_range", NO_ARGS);
	if (!day_is(to))
		return e;
	if (day_cmp(to, from) < 0)
		return problem_add(cx, "valid_to", "staff.end_before_begin", NO_ARGS);
	if (day_cmp(to, day_add_months(cx->today, 12 * 50)) > 0)
		return problem_add(cx, "valid_to", "staff.day_range", NO_ARGS);
	return e;
}

err check_past(struct cx *cx, const char *field, day on)
{
	if (!day_is(on))
		return problem_add(cx, field, "form.required", NO_ARGS);
	if (day_cmp(on, cx->today) > 0)
		return problem_add(cx, field, "staff.future", NO_ARGS);
	return day_cmp(on, DAY(1940, 1, 1)) < 0 ? problem_add(cx, field, "staff.day_range", NO_ARGS) : OK;
}

err stale(struct cx *cx)
{
	return fail(cx, E_STALE, "staff.stale", NO_ARGS);
}

err not_found(struct cx *cx, err e)
{
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "staff.not_found", NO_ARGS) : e;
}

str staff_path(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id)
{
	return str_print(cx->mem, "/centres/" STR_FMT "/staff/%s/%" PRId64, STR_ARG(centre->slug), folder, id);
}

str staff_object(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id)
{
	str path = staff_path(cx, centre, folder, id);
	return str_part(path, 1, path.n);
}

/* --- loading ------------------------------------------------------------------------------------------------------ */

static err load_cases(struct cx *cx, int64_t centre_id, day from, day to, struct staff *ret)
{
	struct list steps = { 0 };
	TRY(rows_of(cx, &staff_sql[LOAD_EXCEPTIONS], &exception_rec, &ret->exceptions, V(centre_id, from, to)));
	if (ret->exceptions.n == 0)
		return OK;
	TRY(rows_of(cx, &staff_sql[LOAD_STEPS], &exception_step_rec, &steps, V(centre_id, from, to)));
	LIST_EACH (struct exception_case, c, &ret->exceptions) {
		LIST_EACH (const struct exception_step, s, &steps)
			if (s->exception_id == c->id)
				*LIST_ADD(cx->mem, &c->steps, struct exception_step) = *s;
		exception_state_of(c);
	}
	return OK;
}

err staff_load(struct cx *cx, const struct tenant *centre, day from, day to, struct staff *ret)
{
	int64_t id = centre->id;
	*ret = (struct staff){ 0 };
	TRY(rows_of(cx, &staff_sql[LOAD_POSTS], &post_rec, &ret->posts, V(id, from, to)));
	TRY(rows_of(cx, &staff_sql[LOAD_SHARES], &share_rec, &ret->shares, V(id, from, to)));
	TRY(rows_of(cx, &staff_sql[LOAD_PEOPLE], &person_rec, &ret->people, V(id, from, to)));
	TRY(rows_of(cx, &staff_sql[LOAD_COSTS], &post_cost_rec, &ret->costs,
	            V(id, from, to, day_year(from), day_year(to))));
	TRY(rows_of(cx, &staff_sql[LOAD_QUALIFICATIONS], &qualification_rec, &ret->qualifications, V(id, from, to)));
	TRY(load_cases(cx, id, from, to, ret));
	TRY(rows_of(cx, &staff_sql[LOAD_LEADINGS], &leading_rec, &ret->leadings, V(id, from, to)));
	return rows_of(cx, &staff_sql[LOAD_SECONDMENTS], &secondment_rec, &ret->secondments, V(id, from, to));
}

/* --- the day ------------------------------------------------------------------------------------------------------ */

static void add_paths(struct cx *cx, const struct tenant *centre, struct staff_day *d)
{
	LIST_EACH (struct plan_post, p, &d->plan.posts) {
		p->path = staff_path(cx, centre, "posts", p->post.id);
		LIST_EACH (struct plan_holder, h, &p->holders)
			h->path = staff_path(cx, centre, "people", h->person_id);
	}
	if (d->plan.head.person_id)
		d->plan.head.path = staff_path(cx, centre, "people", d->plan.head.person_id);
	if (d->plan.deputy.person_id)
		d->plan.deputy.path = staff_path(cx, centre, "people", d->plan.deputy.person_id);
	LIST_EACH (struct finding, f, &d->findings)
		if (f->post_id || f->person_id)
			f->path = staff_path(cx, centre, f->person_id ? "people" : "posts",
			                     f->person_id ? f->person_id : f->post_id);
}

/* A rule that gives no amount says in words what it makes of the calculation. */
static void say_term(struct cx *cx, const struct list *rules, struct rule_use *use)
{
	LIST_EACH (const struct rule, r, rules)
		if (!use->calculation.p && str_eq(r->code, use->code) && r->value.p)
			use->calculation = word(cx->words, cx->mem,
			                        str_print(cx->mem, "rule_value." STR_FMT, STR_ARG(r->value)).p);
}

static void complete_money(struct cx *cx, const struct tenant *centre, const struct list *rules, struct staff_money *m)
{
	LIST_EACH (struct line_money, l, &m->lines) {
		LIST_EACH (struct rule_use, use, &l->rules)
			say_term(cx, rules, use);
		LIST_EACH (struct post_money, p, &l->posts)
			p->path = staff_path(cx, centre, "posts", p->post_id);
	}
}

static bool is_english(const struct cx *cx)
{
	return cx->words && str_is(str_of(words_language(cx->words)), "en");
}

/* A gap that is as old as the rows that were read may be older. */
static bool gap_is_older(const struct plan *p, day from)
{
	LIST_EACH (const struct plan_post, post, &p->posts)
		if (post->vacant > 0 && day_cmp(post->vacant_since, from) < 0)
			return true;
	return false;
}

static err plan_with_past(struct cx *cx, const struct tenant *centre, const struct entitlement *e, day from, day on,
                          struct staff *s, struct plan *ret)
{
	struct list past = { 0 };
	*ret = plan_of(cx->mem, s, e, on);
	if (!gap_is_older(ret, from))
		return OK;
	TRY(rows_of(cx, &staff_sql[LOAD_PAST], &share_rec, &past, V(centre->id, on, from)));
	LIST_EACH (const struct share, sh, &past)
		*LIST_ADD(cx->mem, &s->shares, struct share) = *sh;
	*ret = plan_of(cx->mem, s, e, on);
	return OK;
}

err staff_day_of(struct cx *cx, const struct tenant *centre, day on, struct staff_day *ret)
{
	struct list rules = { 0 };
	struct staff s;
	int year = day_year(on);
	day from = day_of(year, 1, 1), to = day_of(year, 12, 31);
	bool english = is_english(cx);
	TRY(rules_known(cx, cx->now, &rules));
	TRY(staff_load(cx, centre, from, to, &s));
	struct entitlement e = entitlement_of(cx->mem, &rules, centre->kind, centre->id, on, english);
	TRY(plan_with_past(cx, centre, &e, from, on, &s, &ret->plan));
	ret->findings = findings_of(cx, &s, &ret->plan, &rules, centre->kind, centre->id);
	ret->so_far = staff_money_of(cx->mem, &s, &rules, centre->kind, centre->id, year, on, english);
	ret->year = staff_money_of(cx->mem, &s, &rules, centre->kind, centre->id, year, to, english);
	add_paths(cx, centre, ret);
	complete_money(cx, centre, &rules, &ret->so_far);
	complete_money(cx, centre, &rules, &ret->year);
	return OK;
}

err staff_year_of(struct cx *cx, const struct tenant *centre, int year, struct staff_money *ret)
{
	struct list rules = { 0 };
	struct staff s;
	day to = day_of(year, 12, 31);
	TRY(rules_known(cx, cx->now, &rules));
	TRY(staff_load(cx, centre, day_of(year, 1, 1), to, &s));
	*ret = staff_money_of(cx->mem, &s, &rules, centre->kind, centre->id, year, to, is_english(cx));
	complete_money(cx, centre, &rules, ret);
	return OK;
}

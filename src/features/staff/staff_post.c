/* staff_post.c -- posts and what they cost: lists, saving, and the change of a post from a day on. */
#include <inttypes.h>

#include "core/words.h"
#include "features/staff/staff_rows.h"

enum {
	LIST_DAY,
	LIST_ALL,
	FIND,
	INSERT,
	UPDATE,
	END,
	FOLLOWER,
	FOLLOW,
	COSTS,
	COST_FIND,
	COST_YEAR,
	COST_INSERT,
	COST_UPDATE,
	COST_MOVE
};
const struct sql staff_post_sql[] = {
	[LIST_DAY] = { POST_SELECT
	               " WHERE p.centre_id = $1 AND COALESCE(p.valid_to, " NO_END ") >= $2"
	               " AND p.valid_from <= $2 ORDER BY p.kind, p.title, p.valid_from, p.id LIMIT " MOST_ROWS,
	               "id" },
	[LIST_ALL] = { POST_SELECT
	               " WHERE p.centre_id = $1 ORDER BY p.kind, p.title, p.valid_from, p.id LIMIT " MOST_ROWS,
	               "i" },
	[FIND] = { POST_SELECT " WHERE p.centre_id = $1 AND p.id = $2", "ii" },
	[INSERT] = { "INSERT INTO post (centre_id, kind, title, fte, funding, employer, employer_name, focus, "
	             "valid_from,"
	             " valid_to, follows_id, note, recorded_by, recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
	             "ississssddisst" },
	[UPDATE] = { "UPDATE post SET kind = $4, title = $5, fte = $6, funding = $7, employer = $8, employer_name = $9,"
	             " focus = $10, valid_from = $11, valid_to = $12, note = $13, version = version + 1"
	             " WHERE centre_id = $1 AND id = $2 AND version = $3",
	             "iiississssdds" },
	[END] = { "UPDATE post SET valid_to = $4, version = version + 1 WHERE centre_id = $1 AND id = $2 AND version = "
	          "$3",
	          "iiid" },
	[FOLLOWER] = { POST_SELECT " WHERE p.centre_id = $1 AND p.follows_id = $2", "ii" },
	[FOLLOW] = { "UPDATE post SET follows_id = $3, version = version + 1 WHERE centre_id = $1 AND id = $2", "iii" },
	[COSTS] = { COST_SELECT " WHERE c.centre_id = $1 AND c.post_id = $2 ORDER BY c.year DESC LIMIT 200", "ii" },
	[COST_FIND] = { COST_SELECT " WHERE c.centre_id = $1 AND c.id = $2", "ii" },
	[COST_YEAR] = { COST_SELECT " WHERE c.centre_id = $1 AND c.post_id = $2 AND c.year = $3", "iii" },
	[COST_INSERT] = { "INSERT INTO post_cost (centre_id, post_id, year, cents, evidence, recorded_by, recorded_at)"
	                  " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	                  "iiiisst" },
	[COST_UPDATE] = { "UPDATE post_cost SET year = $4, cents = $5, evidence = $6, version = version + 1"
	                  " WHERE centre_id = $1 AND id = $2 AND version = $3",
	                  "iiiiis" },
	[COST_MOVE] = { "UPDATE post_cost SET post_id = $3, version = version + 1 WHERE centre_id = $1 AND post_id = "
	                "$2 AND year > $4",
	                "iiii" },
	{ 0 },
};

err post_list(struct cx *cx, const struct tenant *centre, day on, struct list *ret)
{
	if (day_is(on))
		return rows_of(cx, &staff_post_sql[LIST_DAY], &post_rec, ret, V(centre->id, on));
	return rows_of(cx, &staff_post_sql[LIST_ALL], &post_rec, ret, V(centre->id));
}

err post_find(struct cx *cx, const struct tenant *centre, int64_t id, struct post *ret)
{
	return not_found(cx, db_row(cx, &staff_post_sql[FIND], &post_rec, ret, V(centre->id, id)));
}

/* --- checks ------------------------------------------------------------------------------------------------------- */

static err check_post(struct cx *cx, const struct post *in)
{
	err e = check_period(cx, in->valid_from, in->valid_to);
	if (in->fte < 1 || in->fte > 1000)
		e = problem_add(cx, "fte", "staff.fte_range", NO_ARGS);
	if (str_is(in->kind, "teacher") != str_is(in->funding, "land"))
		e = problem_add(cx, "funding", "staff.teacher_land", NO_ARGS);
	return e;
}

/* Every share stays within the days of its post. */
static err check_shares_within(struct cx *cx, const struct post *in, const struct list *shares)
{
	LIST_EACH (const struct share, s, shares) {
		bool early = day_cmp(s->valid_from, in->valid_from) < 0;
		bool late = day_is(in->valid_to) && (!day_is(s->valid_to) || day_cmp(s->valid_to, in->valid_to) > 0);
		if (early || late)
			return problem_add(cx, early ? "valid_from" : "valid_to",
			                   early ? "staff.share_before" : "staff.share_after",
			                   ARGS({ "name", s->person_name },
			                        { "from", say_day(cx->words, cx->mem, s->valid_from) },
			                        { "to", say_day(cx->words, cx->mem, s->valid_to) }));
	}
	return OK;
}

static err check_size(struct cx *cx, const struct post *in, const struct list *shares, day from, const char *key)
{
	day on;
	int64_t most = most_filled(shares, 0, from, DAY_NONE, &on);
	if (most <= in->fte)
		return OK;
	return problem_add(
	        cx, "fte", key,
	        ARGS({ "day", say_day(cx->words, cx->mem, on) }, { "filled", say_decimal(cx->words, cx->mem, most) }));
}

/* A post that continues another one lies behind it; one that is continued, before what continues it. */
static err check_chain(struct cx *cx, const struct tenant *centre, const struct post *stored, const struct post *in)
{
	struct post other;
	if (stored->follows_id.has) {
		TRY(post_find(cx, centre, stored->follows_id.v, &other));
		if (!day_is(other.valid_to) || day_cmp(in->valid_from, other.valid_to) <= 0)
			return problem_add(cx, "valid_from", "staff.before_former",
			                   ARGS({ "to", say_day(cx->words, cx->mem, other.valid_to) }));
	}
	err e = db_row(cx, &staff_post_sql[FOLLOWER], &post_rec, &other, V(centre->id, in->id));
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	if (!day_is(in->valid_to) || day_cmp(in->valid_to, other.valid_from) >= 0)
		return problem_add(cx, "valid_to", "staff.after_next",
		                   ARGS({ "from", say_day(cx->words, cx->mem, other.valid_from) }));
	return OK;
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

void post_add(struct cx *cx, const struct tenant *centre, const struct post *row, struct db_many *m)
{
	m->sql = &staff_post_sql[INSERT];
	db_many_add(cx, m,
	            V(centre->id, row->kind, row->title, row->fte, row->funding, row->employer, row->employer_name,
	              row->focus, row->valid_from, row->valid_to, row->follows_id, row->note, user_signature(cx),
	              cx->now));
}

err post_insert(struct cx *cx, const struct tenant *centre, const struct post *row, int64_t *ret_id)
{
	struct db_many one = { 0 };
	post_add(cx, centre, row, &one);
	return db_many_run(cx, &one, ret_id);
}

static err insert(struct cx *cx, const struct tenant *centre, const struct post *row, struct post *ret)
{
	int64_t id;
	TRY(post_insert(cx, centre, row, &id));
	return post_find(cx, centre, id, ret);
}

static err move_sums(struct cx *cx, int64_t centre_id, const struct post *was, const struct post *is,
                     const struct list *shares)
{
	str before = staff_line_of(was->kind, was->funding), after = staff_line_of(is->kind, is->funding);
	TRY(sums_add(cx, centre_id, before, was->valid_from, was->valid_to, -was->fte, 0));
	TRY(sums_add(cx, centre_id, after, is->valid_from, is->valid_to, is->fte, 0));
	if (str_eq(before, after))
		return OK;
	LIST_EACH (const struct share, s, shares) {
		TRY(sums_add(cx, centre_id, before, s->valid_from, s->valid_to, 0, -s->fte));
		TRY(sums_add(cx, centre_id, after, s->valid_from, s->valid_to, 0, s->fte));
	}
	return OK;
}

static err update(struct cx *cx, const struct staff_in *in, const struct post *row, struct post *ret)
{
	const struct tenant *centre = in->centre;
	struct post stored;
	struct list shares = { 0 };
	int64_t changed;
	TRY(post_find(cx, centre, row->id, &stored));
	if (stored.version != row->version)
		return stale(cx);
	TRY(shares_of_post(cx, centre, row->id, &shares));
	TRY(check_shares_within(cx, row, &shares));
	TRY(check_size(cx, row, &shares, DAY_NONE, "staff.shares_larger"));
	TRY(check_chain(cx, centre, &stored, row));
	TRY(db_exec(cx, &staff_post_sql[UPDATE], &changed,
	            V(centre->id, row->id, row->version, row->kind, row->title, row->fte, row->funding, row->employer,
	              row->employer_name, row->focus, row->valid_from, row->valid_to, row->note)));
	if (changed != 1)
		return stale(cx);
	TRY(post_find(cx, centre, row->id, ret));
	if (!in->sums_later)
		TRY(move_sums(cx, centre->id, &stored, ret, &shares));
	audit_change(cx, "staff.post", staff_object(cx, centre, "posts", row->id), MAYBE(centre->id), &post_rec,
	             &stored, ret);
	return OK;
}

err post_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct post *row = in->row;
	struct post *ret = ret_;
	ASSERT(db_in_tx(cx));
	TRY(check_post(cx, row));
	if (row->id)
		return update(cx, in, row, ret);
	struct post fresh = *row;
	fresh.follows_id = (struct maybe){ 0 };
	TRY(insert(cx, in->centre, &fresh, ret));
	audit_change(cx, "staff.post", staff_object(cx, in->centre, "posts", ret->id), MAYBE(in->centre->id), &post_rec,
	             NULL, ret);
	return in->sums_later ? OK
	                      : sums_add(cx, in->centre->id, staff_line_of(ret->kind, ret->funding), ret->valid_from,
	                                 ret->valid_to, ret->fte, 0);
}

/* --- another size or funding from a day on ------------------------------------------------------------------------ */

static struct post changed_post(const struct post *was, const struct post *in)
{
	struct post next = *was;
	next.title = in->title.p ? in->title : was->title;
	next.fte = in->fte;
	next.funding = in->funding;
	next.employer = in->employer;
	next.employer_name = in->employer_name;
	next.focus = in->focus;
	next.valid_from = in->valid_from;
	next.note = in->note;
	next.follows_id = MAYBE(was->id);
	return next;
}

static err check_change(struct cx *cx, const struct post *was, const struct post *next, const struct list *shares)
{
	day on = next->valid_from;
	if (!day_is(on) || day_cmp(on, was->valid_from) <= 0 ||
	    (day_is(was->valid_to) && day_cmp(on, was->valid_to) > 0))
		return problem_add(cx, "valid_from", "staff.change_day",
		                   ARGS({ "from", say_day(cx->words, cx->mem, was->valid_from) },
		                        { "to", say_day(cx->words, cx->mem, was->valid_to) }));
	if (next->fte == was->fte && str_eq(next->funding, was->funding) && str_eq(next->employer, was->employer) &&
	    str_eq(next->employer_name, was->employer_name) && str_eq(next->focus, was->focus))
		return fail(cx, E_INVALID, "staff.change_nothing", NO_ARGS);
	TRY(check_post(cx, next));
	return check_size(cx, next, shares, on, "staff.change_smaller");
}

/* Ends the post, puts the next one behind it, before what continued it until now. */
static err put_behind(struct cx *cx, const struct tenant *centre, const struct post *was, const struct post *next,
                      struct post *ret)
{
	struct post follower;
	int64_t changed;
	TRY(db_exec(cx, &staff_post_sql[END], &changed,
	            V(centre->id, was->id, was->version, day_add(next->valid_from, -1))));
	if (changed != 1)
		return stale(cx);
	err e = db_row(cx, &staff_post_sql[FOLLOWER], &post_rec, &follower, V(centre->id, was->id));
	bool followed = e == OK;
	if (e == E_NOTFOUND)
		fault_clear(cx);
	else
		TRY(e);
	if (followed)
		TRY(db_exec(cx, &staff_post_sql[FOLLOW], NULL, V(centre->id, follower.id, (struct maybe){ 0 })));
	TRY(insert(cx, centre, next, ret));
	if (followed)
		TRY(db_exec(cx, &staff_post_sql[FOLLOW], NULL, V(centre->id, follower.id, ret->id)));
	return db_exec(cx, &staff_post_sql[COST_MOVE], NULL,
	               V(centre->id, was->id, ret->id, day_year(day_add(next->valid_from, -1))));
}

static err change_sums(struct cx *cx, int64_t centre_id, const struct post *was, const struct post *is,
                       const struct list *shares)
{
	struct post rest = *was;
	struct list moved = { 0 };
	rest.valid_from = is->valid_from;
	LIST_EACH (const struct share, s, shares) {
		if (day_is(s->valid_to) && day_cmp(s->valid_to, is->valid_from) < 0)
			continue;
		struct share *part = LIST_ADD(cx->mem, &moved, struct share);
		*part = *s;
		if (day_cmp(part->valid_from, is->valid_from) < 0)
			part->valid_from = is->valid_from;
	}
	return move_sums(cx, centre_id, &rest, is, &moved);
}

err post_change_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct post *row = in->row;
	struct post *ret = ret_, was, next, ended;
	struct list shares = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(post_find(cx, in->centre, row->id, &was));
	if (was.version != row->version)
		return stale(cx);
	TRY(shares_of_post(cx, in->centre, was.id, &shares));
	next = changed_post(&was, row);
	TRY(check_change(cx, &was, &next, &shares));
	TRY(put_behind(cx, in->centre, &was, &next, ret));
	TRY(shares_move(cx, in->centre, &shares, ret));
	if (!in->sums_later)
		TRY(change_sums(cx, in->centre->id, &was, ret, &shares));
	TRY(post_find(cx, in->centre, was.id, &ended));
	audit_change(cx, "staff.post_end", staff_object(cx, in->centre, "posts", was.id), MAYBE(in->centre->id),
	             &post_rec, &was, &ended);
	audit_change(cx, "staff.post_change", staff_object(cx, in->centre, "posts", ret->id), MAYBE(in->centre->id),
	             &post_rec, &was, ret);
	return OK;
}

/* --- cost --------------------------------------------------------------------------------------------------------- */

err costs_of_post(struct cx *cx, const struct tenant *centre, int64_t post_id, struct list *ret)
{
	return db_list(cx, &staff_post_sql[COSTS], &post_cost_rec, ret, V(centre->id, post_id));
}

static err check_cost(struct cx *cx, const struct tenant *centre, const struct post_cost *in)
{
	struct post post;
	struct post_cost other;
	TRY(post_find(cx, centre, in->post_id, &post));
	if (in->cents < 0)
		return problem_add(cx, "cents", "form.out_of_range", NO_ARGS);
	if (in->year < day_year(post.valid_from) || (day_is(post.valid_to) && in->year > day_year(post.valid_to)) ||
	    in->year > day_year(cx->today) + 1)
		return problem_add(cx, "year", "staff.cost_year",
		                   ARGS({ "from", say_day(cx->words, cx->mem, post.valid_from) },
		                        { "to", say_day(cx->words, cx->mem, post.valid_to) }));
	err e = db_row(cx, &staff_post_sql[COST_YEAR], &post_cost_rec, &other, V(centre->id, in->post_id, in->year));
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	return other.id == in->id ? OK
	                          : problem_add(cx, "year", "staff.cost_twice",
	                                        ARGS({ "cost", say_money(cx->words, cx->mem, other.cents) }));
}

err post_cost_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct post_cost *row = in->row;
	struct post_cost stored, *ret = ret_;
	struct post_cost wanted = *row;
	int64_t id = row->id, changed;
	ASSERT(db_in_tx(cx));
	if (id) {
		TRY(not_found(cx,
		              db_row(cx, &staff_post_sql[COST_FIND], &post_cost_rec, &stored, V(in->centre->id, id))));
		if (stored.version != row->version)
			return stale(cx);
		wanted.post_id = stored.post_id;
	}
	TRY(check_cost(cx, in->centre, &wanted));
	if (id) {
		TRY(db_exec(cx, &staff_post_sql[COST_UPDATE], &changed,
		            V(in->centre->id, id, row->version, row->year, row->cents, row->evidence)));
		if (changed != 1)
			return stale(cx);
	} else {
		TRY(db_int(cx, &staff_post_sql[COST_INSERT], &id,
		           V(in->centre->id, row->post_id, row->year, row->cents, row->evidence, user_signature(cx),
		             cx->now)));
	}
	TRY(db_row(cx, &staff_post_sql[COST_FIND], &post_cost_rec, ret, V(in->centre->id, id)));
	audit_change(cx, "staff.post_cost", staff_object(cx, in->centre, "posts", ret->post_id), MAYBE(in->centre->id),
	             &post_cost_rec, row->id ? &stored : NULL, ret);
	return OK;
}

/* staff_share.c -- who holds which share of a post from when to when (S-STA-2). The shares of a post never add up to
 * more than its size: looked at on every day on which something changes. */
#include "core/words.h"
#include "features/staff/staff_rows.h"

enum { FIND, OF_POST, OF_PERSON, PERSON, INSERT, UPDATE, END, MOVE };
const struct sql staff_share_sql[] = {
	[FIND] = { SHARE_SELECT " WHERE s.centre_id = $1 AND s.id = $2", "ii" },
	[OF_POST] = { SHARE_SELECT " WHERE s.centre_id = $1 AND s.post_id = $2 ORDER BY s.valid_from DESC, s.id DESC "
	                           "LIMIT " MOST_ROWS,
	              "ii" },
	[OF_PERSON] = { SHARE_SELECT " WHERE s.centre_id = $1 AND s.person_id = $2 ORDER BY s.valid_from DESC, s.id "
	                             "DESC LIMIT " MOST_ROWS,
	                "ii" },
	[PERSON] = { PERSON_SELECT " WHERE n.centre_id = $1 AND n.id = $2", "ii" },
	[INSERT] = { "INSERT INTO post_share (centre_id, post_id, person_id, fte, valid_from, valid_to, recorded_by, "
	             "recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	             "iiiiddst" },
	[UPDATE] = { "UPDATE post_share SET person_id = $4, fte = $5, valid_from = $6, valid_to = $7, version = "
	             "version + 1"
	             " WHERE centre_id = $1 AND id = $2 AND version = $3",
	             "iiiiidd" },
	[END] = { "UPDATE post_share SET valid_to = $3, version = version + 1 WHERE centre_id = $1 AND id = $2",
	          "iid" },
	[MOVE] = { "UPDATE post_share SET post_id = $3, version = version + 1 WHERE centre_id = $1 AND id = $2",
	           "iii" },
	{ 0 },
};

err share_find(struct cx *cx, const struct tenant *centre, int64_t id, struct share *ret)
{
	return not_found(cx, db_row(cx, &staff_share_sql[FIND], &share_rec, ret, V(centre->id, id)));
}

err shares_of_post(struct cx *cx, const struct tenant *centre, int64_t post_id, struct list *ret)
{
	return rows_of(cx, &staff_share_sql[OF_POST], &share_rec, ret, V(centre->id, post_id));
}

err shares_of_person(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret)
{
	return rows_of(cx, &staff_share_sql[OF_PERSON], &share_rec, ret, V(centre->id, person_id));
}

/* --- is there room? ----------------------------------------------------------------------------------------------- */

static int64_t filled_without(const struct list *shares, int64_t without, day on)
{
	int64_t sum = 0;
	LIST_EACH (const struct share, s, shares)
		if (s->id != without && HOLDS_ON(s, on))
			sum += s->fte;
	return sum;
}

/* Only where a share begins can there be more than before. */
int64_t most_filled(const struct list *shares, int64_t without, day from, day to, day *ret_on)
{
	int64_t most = day_is(from) ? filled_without(shares, without, from) : 0;
	*ret_on = from;
	LIST_EACH (const struct share, s, shares) {
		if (s->id == without || day_cmp(s->valid_from, from) < 0 ||
		    (day_is(to) && day_cmp(s->valid_from, to) > 0))
			continue;
		int64_t filled = filled_without(shares, without, s->valid_from);
		if (filled > most || (filled == most && day_cmp(s->valid_from, *ret_on) < 0)) {
			most = filled;
			*ret_on = s->valid_from;
		}
	}
	return most;
}

static err check_room(struct cx *cx, const struct post *post, const struct share *in, const struct list *shares)
{
	day on;
	int64_t most = most_filled(shares, in->id, in->valid_from, in->valid_to, &on);
	if (most + in->fte <= post->fte)
		return OK;
	int64_t room = post->fte - most;
	return problem_add(cx, "fte", room > 0 ? "staff.overfilled" : "staff.overfilled.none",
	                   ARGS({ "day", say_day(cx->words, cx->mem, on) },
	                        { "free", say_decimal(cx->words, cx->mem, room > 0 ? room : 0) },
	                        { "size", say_decimal(cx->words, cx->mem, post->fte) }));
}

static err check_within(struct cx *cx, const struct post *post, const struct share *in)
{
	if (day_cmp(in->valid_from, post->valid_from) < 0)
		return problem_add(cx, "valid_from", "staff.share_outside_begin",
		                   ARGS({ "day", say_day(cx->words, cx->mem, post->valid_from) }));
	if (day_is(post->valid_to) && (!day_is(in->valid_to) || day_cmp(in->valid_to, post->valid_to) > 0))
		return problem_add(cx, day_cmp(in->valid_from, post->valid_to) > 0 ? "valid_from" : "valid_to",
		                   "staff.share_outside_end",
		                   ARGS({ "day", say_day(cx->words, cx->mem, post->valid_to) }));
	return OK;
}

static err check_share(struct cx *cx, const struct tenant *centre, const struct share *in, struct post *ret_post)
{
	struct person person;
	struct list shares = { 0 };
	TRY(post_find(cx, centre, in->post_id, ret_post));
	TRY(not_found(cx, db_row(cx, &staff_share_sql[PERSON], &person_rec, &person, V(centre->id, in->person_id))));
	err e = check_period(cx, in->valid_from, in->valid_to);
	if (in->fte < 1 || in->fte > 1000)
		e = problem_add(cx, "fte", "staff.fte_range", NO_ARGS);
	TRY(e);
	TRY(check_within(cx, ret_post, in));
	TRY(shares_of_post(cx, centre, in->post_id, &shares));
	return check_room(cx, ret_post, in, &shares);
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

void share_add(struct cx *cx, const struct tenant *centre, const struct share *row, struct db_many *m)
{
	m->sql = &staff_share_sql[INSERT];
	db_many_add(cx, m,
	            V(centre->id, row->post_id, row->person_id, row->fte, row->valid_from, row->valid_to,
	              user_signature(cx), cx->now));
}

err share_insert(struct cx *cx, const struct tenant *centre, const struct share *row, int64_t *ret_id)
{
	struct db_many one = { 0 };
	share_add(cx, centre, row, &one);
	return db_many_run(cx, &one, ret_id);
}

static err save_sums(struct cx *cx, const struct staff_in *in, const struct post *post, const struct share *was,
                     const struct share *is)
{
	str line = staff_line_of(post->kind, post->funding);
	if (in->sums_later)
		return OK;
	if (was)
		TRY(sums_add(cx, in->centre->id, line, was->valid_from, was->valid_to, 0, -was->fte));
	return sums_add(cx, in->centre->id, line, is->valid_from, is->valid_to, 0, is->fte);
}

err share_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	struct share row = *(const struct share *)in->row, stored, *ret = ret_;
	struct post post;
	int64_t id = row.id, changed;
	ASSERT(db_in_tx(cx));
	if (id) {
		TRY(share_find(cx, in->centre, id, &stored));
		if (stored.version != row.version)
			return stale(cx);
		row.post_id = stored.post_id; /* a share of another post is another share */
	}
	TRY(check_share(cx, in->centre, &row, &post));
	if (id) {
		TRY(db_exec(cx, &staff_share_sql[UPDATE], &changed,
		            V(in->centre->id, id, row.version, row.person_id, row.fte, row.valid_from, row.valid_to)));
		if (changed != 1)
			return stale(cx);
	} else {
		TRY(share_insert(cx, in->centre, &row, &id));
	}
	TRY(share_find(cx, in->centre, id, ret));
	audit_change(cx, "staff.share", staff_object(cx, in->centre, "posts", row.post_id), MAYBE(in->centre->id),
	             &share_rec, row.id ? &stored : NULL, ret);
	return save_sums(cx, in, &post, row.id ? &stored : NULL, ret);
}

err shares_move(struct cx *cx, const struct tenant *centre, const struct list *shares, const struct post *to)
{
	LIST_EACH (const struct share, s, shares) {
		struct share next = *s, moved;
		if (day_is(s->valid_to) && day_cmp(s->valid_to, to->valid_from) < 0)
			continue;
		if (day_cmp(s->valid_from, to->valid_from) >= 0) {
			TRY(db_exec(cx, &staff_share_sql[MOVE], NULL, V(centre->id, s->id, to->id)));
		} else {
			next.post_id = to->id;
			next.valid_from = to->valid_from;
			TRY(db_exec(cx, &staff_share_sql[END], NULL,
			            V(centre->id, s->id, day_add(to->valid_from, -1))));
			TRY(share_insert(cx, centre, &next, &next.id));
		}
		TRY(share_find(cx, centre, next.id, &moved));
		audit_change(cx, "staff.share", staff_object(cx, centre, "posts", to->id), MAYBE(centre->id),
		             &share_rec, s, &moved);
	}
	return OK;
}

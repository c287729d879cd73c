/* staff_sums.c -- prepared sums: what is set up and filled in a line of the plan of a KI from a day on, until the next
 * row of that line. The page of the Land reads one row per KI and line, however long the past is. */
#include "features/staff/staff_rows.h"

static const struct field share_row_fields[] = {
	FIELD(struct staff_share_row, slug, KIND_TEXT),
	FIELD(struct staff_share_row, name, KIND_TEXT),
	FIELD(struct staff_share_row, kind, KIND_CHOICE, .choices = &authority_choices),
	FIELD(struct staff_share_row, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct staff_share_row, posts, KIND_DECIMAL),
	FIELD(struct staff_share_row, filled, KIND_DECIMAL),
};
const struct record staff_share_row_rec = RECORD("staff_share", struct staff_share_row, share_row_fields);

struct sum_row {
	str line;
	day day;
	int64_t posts, filled;
};
static const struct field sum_fields[] = {
	FIELD(struct sum_row, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct sum_row, day, KIND_DAY),
	FIELD(struct sum_row, posts, KIND_DECIMAL),
	FIELD(struct sum_row, filled, KIND_DECIMAL),
};
static const struct record sum_rec = RECORD("staff_sum", struct sum_row, sum_fields);

/* A post or a share as far as it changes a sum. */
struct change_row {
	str kind, funding;
	int64_t posts, filled;
	day valid_from, valid_to;
};
static const struct field change_fields[] = {
	FIELD(struct change_row, kind, KIND_TEXT),      FIELD(struct change_row, funding, KIND_TEXT),
	FIELD(struct change_row, posts, KIND_INT),      FIELD(struct change_row, filled, KIND_INT),
	FIELD(struct change_row, valid_from, KIND_DAY), FIELD(struct change_row, valid_to, KIND_DAY),
};
static const struct record change_rec = RECORD("staff_change", struct change_row, change_fields);
struct centre_row {
	int64_t id;
	str slug, name;
};
static const struct field centre_fields[] = {
	FIELD(struct centre_row, id, KIND_INT),
	FIELD(struct centre_row, slug, KIND_TEXT),
	FIELD(struct centre_row, name, KIND_TEXT),
};
static const struct record centre_row_rec = RECORD("centre_row", struct centre_row, centre_fields);

#define LAST(column)                                                                                                   \
	"COALESCE((SELECT o." column                                                                                   \
	" FROM staff_sum o WHERE o.centre_id = $1 AND o.line = $2 AND o.day <= $3 ORDER BY o.day DESC LIMIT 1), 0)"
enum { BEGIN, ADD, FORGET, INSERT, STORED, POSTS, SHARES, CENTRES, LAND };
const struct sql staff_sum_sql[] = {
	/* A row on that day, with what was so until then. */
	[BEGIN] = { "INSERT INTO staff_sum (centre_id, line, day, posts, filled) VALUES ($1, $2, $3, " LAST(
	                    "posts") ", " LAST("filled") ") ON CONFLICT (centre_id, line, day) DO NOTHING",
	            "isd" },
	[ADD] = { "UPDATE staff_sum SET posts = posts + $5, filled = filled + $6 WHERE centre_id = $1 AND line = $2"
	          " AND day >= $3 AND ($4 IS NULL OR day <= $4)",
	          "isddii" },
	[FORGET] = { "DELETE FROM staff_sum WHERE centre_id = $1", "i" },
	[INSERT] = { "INSERT INTO staff_sum (centre_id, line, day, posts, filled) VALUES ($1, $2, $3, $4, $5)",
	             "isdii" },
	[STORED] = { "SELECT line, day, posts, filled FROM staff_sum WHERE centre_id = $1 ORDER BY line, day "
	             "LIMIT " MOST_ROWS,
	             "i" },
	[POSTS] = { "SELECT p.kind, p.funding, p.fte AS posts, 0 AS filled, p.valid_from, p.valid_to FROM post p"
	            " WHERE p.centre_id = $1 LIMIT " MOST_ROWS,
	            "i" },
	[SHARES] = { "SELECT p.kind, p.funding, 0 AS posts, s.fte AS filled, s.valid_from, s.valid_to FROM post_share s"
	             " JOIN post p ON p.id = s.post_id WHERE s.centre_id = $1 LIMIT " MOST_ROWS,
	             "i" },
	[CENTRES] = { "SELECT id, slug, name FROM centre ORDER BY sort_name, id LIMIT 1000", "" },
	/* One look-up per KI and line, so both sums in one number; without MATERIALIZED it would be made again for each
	 * mention, and as a join both databases would read the whole past. */
	[LAND] = { "WITH x AS MATERIALIZED (SELECT c.id, c.sort_name, c.slug, c.name, c.kind, l.line, l.position,"
	           " (SELECT o.posts * 1000000000 + o.filled FROM staff_sum o WHERE o.centre_id = c.id"
	           " AND o.line = l.line AND o.day <= $1 ORDER BY o.day DESC LIMIT 1) AS sums FROM centre c"
	           " CROSS JOIN (SELECT 'teacher' AS line, 1 AS position UNION ALL SELECT 'specialist', 2"
	           " UNION ALL SELECT 'assistant', 3 UNION ALL SELECT 'komman', 4 UNION ALL SELECT 'kim', 5"
	           " UNION ALL SELECT 'own', 6) l)"
	           " SELECT x.slug, x.name, x.kind, x.line, x.sums / 1000000000 AS posts,"
	           " x.sums % 1000000000 AS filled FROM x WHERE x.sums IS NOT NULL"
	           " ORDER BY x.sort_name, x.id, x.position LIMIT 6000",
	           "d" },
	{ 0 },
};

err staff_of_land(struct cx *cx, day on, struct list *ret)
{
	return db_list(cx, &staff_sum_sql[LAND], &staff_share_row_rec, ret, V(on));
}

err sums_add(struct cx *cx, int64_t centre_id, str line, day from, day to, int64_t posts, int64_t filled)
{
	if (posts == 0 && filled == 0)
		return OK;
	TRY(db_exec(cx, &staff_sum_sql[BEGIN], NULL, V(centre_id, line, from)));
	if (day_is(to))
		TRY(db_exec(cx, &staff_sum_sql[BEGIN], NULL, V(centre_id, line, day_add(to, 1))));
	return db_exec(cx, &staff_sum_sql[ADD], NULL, V(centre_id, line, from, to, posts, filled));
}

/* --- computing them again ----------------------------------------------------------------------------------------- */

static int by_line_and_day(const void *a, const void *b)
{
	const struct sum_row *x = a, *y = b;
	int order = str_cmp(x->line, y->line);
	return order ? order : day_cmp(x->day, y->day);
}

static err add_steps(struct cx *cx, int query, int64_t centre_id, struct list *steps)
{
	struct list changes = { 0 };
	TRY(rows_of(cx, &staff_sum_sql[query], &change_rec, &changes, V(centre_id)));
	LIST_EACH (const struct change_row, c, &changes) {
		str line = staff_line_of(c->kind, c->funding);
		*LIST_ADD(cx->mem, steps, struct sum_row) =
		        (struct sum_row){ line, c->valid_from, c->posts, c->filled };
		if (day_is(c->valid_to))
			*LIST_ADD(cx->mem, steps, struct sum_row) =
			        (struct sum_row){ line, day_add(c->valid_to, 1), -c->posts, -c->filled };
	}
	return OK;
}

/* What posts and shares come to: by line and day, only days on which something changes. */
static err sums_of(struct cx *cx, int64_t centre_id, struct list *ret)
{
	struct list steps = { 0 };
	struct sum_row sum = { 0 };
	TRY(add_steps(cx, POSTS, centre_id, &steps));
	TRY(add_steps(cx, SHARES, centre_id, &steps));
	list_sort(&steps, by_line_and_day);
	for (size_t i = 0; i < steps.n; i++) {
		const struct sum_row *s = LIST_AT(&steps, struct sum_row, i);
		if (!str_eq(sum.line, s->line))
			sum = (struct sum_row){ .line = s->line };
		sum.day = s->day;
		sum.posts += s->posts;
		sum.filled += s->filled;
		bool last = i + 1 == steps.n || by_line_and_day(s, LIST_AT(&steps, struct sum_row, i + 1)) != 0;
		if (last)
			*LIST_ADD(cx->mem, ret, struct sum_row) = sum;
	}
	return OK;
}

err staff_sums_in_tx(struct cx *cx, int64_t centre_id)
{
	struct list sums = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(sums_of(cx, centre_id, &sums));
	TRY(db_exec(cx, &staff_sum_sql[FORGET], NULL, V(centre_id)));
	struct db_many rows = { .sql = &staff_sum_sql[INSERT] };
	LIST_EACH (const struct sum_row, s, &sums)
		db_many_add(cx, &rows, V(centre_id, s->line, s->day, s->posts, s->filled));
	TRY(db_many_run(cx, &rows, NULL));
	audit_note(cx, "staff.sums", S("staff_sum"), MAYBE(centre_id));
	return OK;
}

/* What the rows say about that line and day: the last row up to it. */
static struct sum_row sum_on(const struct list *sums, str line, day on)
{
	struct sum_row found = { 0 };
	LIST_EACH (const struct sum_row, s, sums)
		if (str_eq(s->line, line) && day_cmp(s->day, on) <= 0)
			found = *s;
	return found;
}

/* Days of either side on which the two differ. */
static int64_t differences(const struct list *days, const struct list *other)
{
	int64_t n = 0;
	LIST_EACH (const struct sum_row, s, days) {
		struct sum_row o = sum_on(other, s->line, s->day);
		n += o.posts != s->posts || o.filled != s->filled;
	}
	return n;
}

err staff_sums_verify(struct cx *cx, struct list *ret)
{
	struct list centres = { 0 };
	*ret = (struct list){ .size = sizeof(struct staff_sums_wrong) };
	TRY(db_list(cx, &staff_sum_sql[CENTRES], &centre_row_rec, &centres, V_NONE));
	LIST_EACH (const struct centre_row, c, &centres) {
		struct arena_mark mark = arena_mark(cx->mem);
		struct list right = { 0 }, stored = { 0 };
		TRY(sums_of(cx, c->id, &right));
		TRY(rows_of(cx, &staff_sum_sql[STORED], &sum_rec, &stored, V(c->id)));
		int64_t missing = differences(&right, &stored), wrong = differences(&stored, &right);
		arena_release(cx->mem, mark);
		if (missing || wrong)
			*LIST_ADD(cx->mem, ret, struct staff_sums_wrong) =
			        (struct staff_sums_wrong){ c->name, c->slug, missing > wrong ? missing : wrong };
	}
	return OK;
}

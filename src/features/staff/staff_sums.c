/* staff_sums.c -- prepared sums: what is set up and filled in the lines of the plan of a KI from a day on, until its
 * next row. The page of the Land reads one row per KI, however long the past is. */
#include "features/staff/staff_rows.h"

#define SUM_FIELDS(type, code, i)                                                                                      \
	{ .name = code "_posts", .kind = KIND_DECIMAL, .offset = offsetof(type, lines[i].posts) },                     \
	{                                                                                                              \
		.name = code "_filled", .kind = KIND_DECIMAL, .offset = offsetof(type, lines[i].filled)                \
	}
#define ALL_SUM_FIELDS(type)                                                                                           \
	SUM_FIELDS(type, "teacher", LINE_TEACHER), SUM_FIELDS(type, "specialist", LINE_SPECIALIST),                    \
	        SUM_FIELDS(type, "assistant", LINE_ASSISTANT), SUM_FIELDS(type, "komman", LINE_KOMMAN),                \
	        SUM_FIELDS(type, "kim", LINE_KIM), SUM_FIELDS(type, "own", LINE_OWN)

static const struct field land_fields[] = { FIELD(struct staff_land_sums, centre_id, KIND_INT),
	                                    ALL_SUM_FIELDS(struct staff_land_sums) };
static const struct record land_rec = RECORD("staff_sum", struct staff_land_sums, land_fields);

/* What is so from this day on; as a step: what is more, or less, than before. */
struct sum_row {
	day day;
	struct line_sums lines[STAFF_LINES];
};
static const struct field sum_fields[] = { FIELD(struct sum_row, day, KIND_DAY), ALL_SUM_FIELDS(struct sum_row) };
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

#define SUMS                                                                                                           \
	"teacher_posts, teacher_filled, specialist_posts, specialist_filled, assistant_posts, assistant_filled,"       \
	" komman_posts, komman_filled, kim_posts, kim_filled, own_posts, own_filled"
#define LAST(line) "COALESCE(o." line "_posts, 0), COALESCE(o." line "_filled, 0)"
#define ADD_TO(line)                                                                                                   \
	{                                                                                                              \
		"UPDATE staff_sum SET " line "_posts = " line "_posts + $4, " line "_filled = " line "_filled + $5"    \
		" WHERE centre_id = $1 AND day >= $2 AND ($3 IS NULL OR day <= $3)",                                   \
		        "iddii"                                                                                        \
	}
enum { BEGIN, FORGET, INSERT, STORED, POSTS, SHARES, CENTRES, LAND, ADD /* + line */ };
const struct sql staff_sum_sql[] = {
	/* A row on that day, with what was so until then. */
	[BEGIN] = { "INSERT INTO staff_sum (centre_id, day, " SUMS
	            ") SELECT $1, $2, " LAST("teacher") ", " LAST("specialist") ", " LAST("assistant") ", " LAST(
	                    "komman") ", " LAST("kim") ", " LAST("own") " FROM (SELECT 1 AS one) x LEFT JOIN staff_sum "
	                                                                "o ON o.centre_id = $1 AND o.day ="
	                                                                " (SELECT MAX(l.day) FROM staff_sum l WHERE "
	                                                                "l.centre_id = $1 AND l.day <= $2) WHERE x.one "
	                                                                "= 1"
	                                                                " ON CONFLICT (centre_id, day) DO NOTHING",
	            "id" },
	[FORGET] = { "DELETE FROM staff_sum WHERE centre_id = $1", "i" },
	[INSERT] = { "INSERT INTO staff_sum (centre_id, day, " SUMS
	             ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
	             "idiiiiiiiiiiii" },
	[STORED] = { "SELECT day, " SUMS " FROM staff_sum WHERE centre_id = $1 ORDER BY day LIMIT " MOST_ROWS, "i" },
	[POSTS] = { "SELECT p.kind, p.funding, p.fte AS posts, 0 AS filled, p.valid_from, p.valid_to FROM post p"
	            " WHERE p.centre_id = $1 LIMIT " MOST_ROWS,
	            "i" },
	[SHARES] = { "SELECT p.kind, p.funding, 0 AS posts, s.fte AS filled, s.valid_from, s.valid_to FROM post_share s"
	             " JOIN post p ON p.id = s.post_id WHERE s.centre_id = $1 LIMIT " MOST_ROWS,
	             "i" },
	[CENTRES] = { "SELECT id, slug, name FROM centre ORDER BY sort_name, id LIMIT 1000", "" },
	/* The last row of each KI up to the day: two look-ups each, however many there are. As pairs, because for an
	 * equation PostgreSQL would read the whole past once and put it into a hash table. */
	[LAND] = { "SELECT o.centre_id, " SUMS " FROM centre c JOIN staff_sum o ON (o.centre_id, o.day) >="
	           " (c.id, (SELECT MAX(l.day) FROM staff_sum l WHERE l.centre_id = c.id AND l.day <= $1))"
	           " AND (o.centre_id, o.day) <= (c.id, $1) ORDER BY c.id LIMIT 1000",
	           "d" },
	[ADD + LINE_TEACHER] = ADD_TO("teacher"),
	[ADD + LINE_SPECIALIST] = ADD_TO("specialist"),
	[ADD + LINE_ASSISTANT] = ADD_TO("assistant"),
	[ADD + LINE_KOMMAN] = ADD_TO("komman"),
	[ADD + LINE_KIM] = ADD_TO("kim"),
	[ADD + LINE_OWN] = ADD_TO("own"),
	{ 0 },
};

static int line_index(str line)
{
	int i = 0;
	while (staff_line_choices.codes[i] && !str_is(line, staff_line_choices.codes[i]))
		i++;
	ASSERT(i < STAFF_LINES);
	return i;
}

err staff_of_land(struct cx *cx, day on, struct list *ret)
{
	return db_list(cx, &staff_sum_sql[LAND], &land_rec, ret, V(on));
}

err sums_add(struct cx *cx, int64_t centre_id, str line, day from, day to, int64_t posts, int64_t filled)
{
	if (posts == 0 && filled == 0)
		return OK;
	TRY(db_exec(cx, &staff_sum_sql[BEGIN], NULL, V(centre_id, from)));
	if (day_is(to))
		TRY(db_exec(cx, &staff_sum_sql[BEGIN], NULL, V(centre_id, day_add(to, 1))));
	return db_exec(cx, &staff_sum_sql[ADD + line_index(line)], NULL, V(centre_id, from, to, posts, filled));
}

/* --- computing them again ----------------------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b)
{
	const struct sum_row *x = a, *y = b;
	return day_cmp(x->day, y->day);
}

static void add_step(struct cx *cx, struct list *steps, day on, int line, int64_t posts, int64_t filled)
{
	struct sum_row *step = LIST_ADD(cx->mem, steps, struct sum_row);
	*step = (struct sum_row){ .day = on };
	step->lines[line] = (struct line_sums){ posts, filled };
}

static err add_steps(struct cx *cx, int query, int64_t centre_id, struct list *steps)
{
	struct list changes = { 0 };
	TRY(rows_of(cx, &staff_sum_sql[query], &change_rec, &changes, V(centre_id)));
	LIST_EACH (const struct change_row, c, &changes) {
		int line = line_index(staff_line_of(c->kind, c->funding));
		add_step(cx, steps, c->valid_from, line, c->posts, c->filled);
		if (day_is(c->valid_to))
			add_step(cx, steps, day_add(c->valid_to, 1), line, -c->posts, -c->filled);
	}
	return OK;
}

/* What posts and shares come to: by day, only days on which something changes. */
static err sums_of(struct cx *cx, int64_t centre_id, struct list *ret)
{
	struct list steps = { 0 };
	struct sum_row sum = { 0 };
	TRY(add_steps(cx, POSTS, centre_id, &steps));
	TRY(add_steps(cx, SHARES, centre_id, &steps));
	list_sort(&steps, by_day);
	for (size_t i = 0; i < steps.n; i++) {
		const struct sum_row *s = LIST_AT(&steps, struct sum_row, i);
		sum.day = s->day;
		for (int line = 0; line < STAFF_LINES; line++) {
			sum.lines[line].posts += s->lines[line].posts;
			sum.lines[line].filled += s->lines[line].filled;
		}
		if (i + 1 == steps.n || by_day(s, LIST_AT(&steps, struct sum_row, i + 1)) != 0)
			*LIST_ADD(cx->mem, ret, struct sum_row) = sum;
	}
	return OK;
}

static void add_row(struct cx *cx, struct db_many *m, int64_t centre_id, const struct sum_row *s)
{
	const struct line_sums *l = s->lines;
	db_many_add(cx, m,
	            V(centre_id, s->day, l[0].posts, l[0].filled, l[1].posts, l[1].filled, l[2].posts, l[2].filled,
	              l[3].posts, l[3].filled, l[4].posts, l[4].filled, l[5].posts, l[5].filled));
}

err staff_sums_in_tx(struct cx *cx, int64_t centre_id)
{
	struct list sums = { 0 };
	struct db_many rows = { .sql = &staff_sum_sql[INSERT] };
	ASSERT(db_in_tx(cx));
	TRY(sums_of(cx, centre_id, &sums));
	TRY(db_exec(cx, &staff_sum_sql[FORGET], NULL, V(centre_id)));
	LIST_EACH (const struct sum_row, s, &sums)
		add_row(cx, &rows, centre_id, s);
	TRY(db_many_run(cx, &rows, NULL));
	audit_note(cx, "staff.sums", S("staff_sum"), MAYBE(centre_id));
	return OK;
}

static int64_t lines_that_differ(const struct line_sums *a, const struct line_sums *b)
{
	int64_t n = 0;
	for (int i = 0; i < STAFF_LINES; i++)
		n += a[i].posts != b[i].posts || a[i].filled != b[i].filled;
	return n;
}

/* Days on which one of the two changes: how often a line differs there. Rows that change nothing are no difference. */
static int64_t differences(const struct list *right, const struct list *stored)
{
	static const struct sum_row none;
	const struct sum_row *r = &none, *s = &none;
	int64_t n = 0;
	for (size_t i = 0, j = 0; i < right->n || j < stored->n;) {
		const struct sum_row *x = i < right->n ? LIST_AT(right, struct sum_row, i) : NULL;
		const struct sum_row *y = j < stored->n ? LIST_AT(stored, struct sum_row, j) : NULL;
		int order = !x ? 1 : !y ? -1 : by_day(x, y);
		if (order <= 0) {
			r = x;
			i++;
		}
		if (order >= 0) {
			s = y;
			j++;
		}
		n += lines_that_differ(r->lines, s->lines);
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
		int64_t days = differences(&right, &stored);
		arena_release(cx->mem, mark);
		if (days)
			*LIST_ADD(cx->mem, ret, struct staff_sums_wrong) =
			        (struct staff_sums_wrong){ c->name, c->slug, days };
	}
	return OK;
}

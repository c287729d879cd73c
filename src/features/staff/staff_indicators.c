#include "features/staff/staff_indicators.h"

#include "core/tenant.h"
#include "core/words.h"
#include "features/staff/staff_rows.h"

static err filled_cells(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret);
static err filled_records(struct cx *cx, const struct indicator *i, const struct indicator_question *q,
                          struct list *ret);

static const char *const dimensions[] = { "staff_line", NULL };
static const struct indicator filled = { .code = "staff.filled",
	                                 .unit = UNIT_FTE,
	                                 .stock = true,
	                                 .dimensions = dimensions,
	                                 .cells = filled_cells,
	                                 .records = filled_records };
const struct indicator *const staff_indicators[] = { &filled, NULL };

/* A share that is held on the day, and the post that it is of. */
struct row {
	int64_t id, post_id, fte;
	str kind, funding, title;
	day valid_from;
};
static const struct field row_fields[] = {
	FIELD(struct row, id, KIND_INT),         FIELD(struct row, post_id, KIND_INT),
	FIELD(struct row, fte, KIND_INT),        FIELD(struct row, kind, KIND_TEXT),
	FIELD(struct row, funding, KIND_TEXT),   FIELD(struct row, title, KIND_TEXT),
	FIELD(struct row, valid_from, KIND_DAY),
};
static const struct record row_rec = RECORD("staff_indicator_row", struct row, row_fields);

enum { SUMS, SHARES };
const struct sql staff_indicator_sql[] = {
	[SUMS] = { "SELECT teacher_filled, specialist_filled, assistant_filled, komman_filled, kim_filled, own_filled"
	           " FROM staff_sum WHERE centre_id = $1 AND day <= $2 ORDER BY day DESC LIMIT 1",
	           "id" },
	[SHARES] = { "SELECT s.id, s.post_id, s.fte, p.kind, p.funding, p.title, s.valid_from FROM post p CROSS JOIN"
	             " post_share s WHERE s.post_id = p.id AND p.centre_id = $1 AND COALESCE(p.valid_to, " NO_END
	             ") >= $2 AND p.valid_from <= $2 AND COALESCE(s.valid_to, " NO_END ") >= $2 AND s.valid_from <= $2"
	             " ORDER BY s.valid_from, s.id LIMIT " MOST_ROWS,
	             "id" },
	{ 0 },
};

struct sums {
	int64_t filled[STAFF_LINES];
};
#define SUM_FIELD(name_, line_)                                                                                        \
	{                                                                                                              \
		.name = name_ "_filled", .kind = KIND_INT, .offset = offsetof(struct sums, filled[line_])              \
	}
static const struct field sum_fields[] = {
	SUM_FIELD("teacher", LINE_TEACHER),
	SUM_FIELD("specialist", LINE_SPECIALIST),
	SUM_FIELD("assistant", LINE_ASSISTANT),
	SUM_FIELD("komman", LINE_KOMMAN),
	SUM_FIELD("kim", LINE_KIM),
	SUM_FIELD("own", LINE_OWN),
};
static const struct record sum_rec = RECORD("staff_indicator_sum", struct sums, sum_fields);

static day last_day(const struct cx *cx, const struct indicator_question *q)
{
	return day_cmp(q->to, cx->today) > 0 ? cx->today : q->to;
}

static err filled_cells(struct cx *cx, const struct indicator *i UNUSED, const struct indicator_question *q,
                        struct list *ret)
{
	struct sums sums = { 0 };
	int64_t whole = 0;
	err e = db_row(cx, &staff_indicator_sql[SUMS], &sum_rec, &sums, V(q->centre_id, last_day(cx, q)));
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	for (int line = 0; line < STAFF_LINES; line++) {
		whole += sums.filled[line];
		if (!q->dimension || !sums.filled[line])
			continue;
		str code = str_of(staff_line_choices.codes[line]);
		str key = str_print(cx->mem, "staff_line." STR_FMT, STR_ARG(code));
		*LIST_ADD(cx->mem, ret, struct indicator_cell) =
		        (struct indicator_cell){ code, word(cx->words, cx->mem, key.p), sums.filled[line] };
	}
	if (!q->dimension && whole)
		*LIST_ADD(cx->mem, ret, struct indicator_cell) = (struct indicator_cell){ .value = whole };
	return OK;
}

static bool is_asked(const struct indicator_question *q, const struct row *r)
{
	bool later = day_cmp(r->valid_from, q->after_day) > 0 ||
	             (day_cmp(r->valid_from, q->after_day) == 0 && r->id > q->after_id);
	return later && (!q->code.p || str_eq(q->code, staff_line_of(r->kind, r->funding)));
}

/* Without the name of who holds it: whoever may read that opens the post. */
static err filled_records(struct cx *cx, const struct indicator *i UNUSED, const struct indicator_question *q,
                          struct list *ret)
{
	struct list rows = { 0 };
	struct tenant centre;
	TRY(tenant_by_id(cx, q->centre_id, &centre));
	TRY(rows_of(cx, &staff_indicator_sql[SHARES], &row_rec, &rows, V(q->centre_id, last_day(cx, q))));
	LIST_EACH (const struct row, r, &rows) {
		if ((int)ret->n >= q->limit)
			break;
		if (is_asked(q, r))
			*LIST_ADD(cx->mem, ret, struct indicator_record) =
			        (struct indicator_record){ .id = r->id,
				                           .day = r->valid_from,
				                           .text = r->title,
				                           .path = staff_path(cx, &centre, "posts", r->post_id),
				                           .value = r->fte };
	}
	return OK;
}

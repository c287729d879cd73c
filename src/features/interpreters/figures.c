#include "features/interpreters/figures.h"

#include <inttypes.h>

#include "features/interpreters/interpreters.h"

#define DAY_MS INT64_C(86400000)
enum { MOST_ROWS = 200000 };

const char *const figure_codes[FIGURE_KINDS] = { "language", "institution", "municipality", "occasion",
	                                         "unfilled", "waiting",     "cost" };

static const struct field row_fields[] = {
	FIELD(struct figure_row, booking_id, KIND_INT),    FIELD(struct figure_row, number, KIND_TEXT),
	FIELD(struct figure_row, institution, KIND_TEXT),  FIELD(struct figure_row, language_code, KIND_TEXT),
	FIELD(struct figure_row, language, KIND_TEXT),     FIELD(struct figure_row, institution_kind, KIND_TEXT),
	FIELD(struct figure_row, municipality, KIND_TEXT), FIELD(struct figure_row, occasion, KIND_TEXT),
	FIELD(struct figure_row, stage, KIND_TEXT),        FIELD(struct figure_row, held_on, KIND_DAY),
	FIELD(struct figure_row, starts_at, KIND_INSTANT), FIELD(struct figure_row, received_at, KIND_INSTANT),
	FIELD(struct figure_row, booked_at, KIND_INSTANT), FIELD(struct figure_row, fell_out, KIND_BOOL),
};
static const struct record row_rec = RECORD("figure_row", struct figure_row, row_fields);
static const struct field cost_fields[] = {
	FIELD(struct figure_cost, booking_id, KIND_INT),
	FIELD(struct figure_cost, pot_id, KIND_INT),
	FIELD(struct figure_cost, cents, KIND_MONEY),
	FIELD(struct figure_cost, pot_name, KIND_TEXT),
};
static const struct record cost_rec = RECORD("figure_cost", struct figure_cost, cost_fields);

enum { ROWS, COSTS };
const struct sql figures_sql[] = {
	[ROWS] = { "SELECT b.id AS booking_id, b.number, b.institution, b.language_code, CASE WHEN o.name IS NULL THEN"
	           " l.name ELSE o.name || ': ' || l.name END AS language, b.institution_kind, b.municipality,"
	           " b.occasion, n.stage, n.held_on, n.starts_at, b.received_at, (SELECT MAX(e.at) FROM booking_event e"
	           " WHERE e.booking_id = n.booking_id AND e.kind = 'accepted') AS booked_at,"
	           " CASE WHEN n.stage = 'settled' AND EXISTS (SELECT 1 FROM booking_event f WHERE f.booking_id ="
	           " n.booking_id AND f.kind IN ('cancelled', 'not_held')) THEN 1 ELSE 0 END AS fell_out FROM "
	           "booking_now n"
	           " JOIN booking b ON b.id = n.booking_id JOIN language l ON l.code = b.language_code"
	           " LEFT JOIN language o ON o.code = l.of_code WHERE n.centre_id = $1 AND n.held_on >= $2 AND"
	           " n.held_on <= $3 ORDER BY n.held_on, n.booking_id LIMIT 200000",
	           "idd" },
	[COSTS] = { "SELECT l.booking_id, l.pot_id, p.name AS pot_name, CAST(SUM(l.cents) AS BIGINT) AS cents"
	            " FROM booking_now n JOIN settlement_line l ON l.booking_id = n.booking_id JOIN pot p ON p.id ="
	            " l.pot_id WHERE n.centre_id = $1 AND n.held_on >= $2 AND n.held_on <= $3"
	            " GROUP BY l.booking_id, l.pot_id, p.name ORDER BY l.booking_id, l.pot_id LIMIT 200000",
	            "idd" },
	{ 0 },
};

err figures_read(struct cx *cx, int64_t centre_id, day from, day to, struct figure_data *ret)
{
	*ret = (struct figure_data){ .from = from, .to = day_cmp(to, cx->today) > 0 ? cx->today : to };
	TRY(db_list(cx, &figures_sql[ROWS], &row_rec, &ret->rows, V(centre_id, ret->from, ret->to)));
	TRY(db_list(cx, &figures_sql[COSTS], &cost_rec, &ret->costs, V(centre_id, ret->from, ret->to)));
	return ret->rows.n < MOST_ROWS ? OK : fail(cx, E_BROKEN, "figures.too_many", NO_ARGS);
}

/* --- what counts -------------------------------------------------------------------------------------------------- */

static bool is_assignment(const struct figure_row *r)
{
	static const char *const stages[] = { "booked", "reported", "disputed", "signed", "settled" };
	for (size_t n = 0; n < sizeof stages / sizeof *stages; n++)
		if (str_is(r->stage, stages[n]))
			return !r->fell_out;
	return false;
}

static bool is_unfilled(const struct figure_row *r)
{
	return str_is(r->stage, "open") || str_is(r->stage, "asking") || str_is(r->stage, "unfilled");
}

/* Up to so many whole days; the last one has no end. */
static const struct {
	const char *code;
	int64_t days;
} waits[] = { { "0-1", 1 }, { "2-3", 3 }, { "4-7", 7 }, { "8-14", 14 }, { "15", INT64_MAX } };
enum { WAITS = sizeof waits / sizeof *waits };

static int64_t waited_ms(const struct figure_row *r)
{
	int64_t ms = r->booked_at.ms - r->received_at.ms;
	return ms > 0 ? ms : 0;
}

static bool has_waited(const struct figure_row *r)
{
	return is_assignment(r) && r->booked_at.ms;
}

static size_t wait_of(const struct figure_row *r)
{
	int64_t days = waited_ms(r) / DAY_MS;
	size_t n = 0;
	while (days > waits[n].days)
		n++;
	return n;
}

/* The bucket of a row in a figure that counts rows; absent: it does not count there. */
static str code_of(const struct figure_row *r, enum figure_kind kind)
{
	bool counts = kind == FIGURE_UNFILLED ? is_unfilled(r) : is_assignment(r);
	if (!counts)
		return STR_NONE;
	switch (kind) {
	case FIGURE_LANGUAGE:
	case FIGURE_UNFILLED:
		return r->language_code;
	case FIGURE_INSTITUTION:
		return r->institution_kind;
	case FIGURE_MUNICIPALITY:
		return r->municipality;
	case FIGURE_OCCASION:
		return r->occasion;
	case FIGURE_WAITING:
		return has_waited(r) ? str_of(waits[wait_of(r)].code) : STR_NONE;
	default:
		return STR_NONE;
	}
}

/* --- buckets ------------------------------------------------------------------------------------------------------ */

static str label_of(const struct words *w, struct arena *a, const struct figure_row *r, enum figure_kind kind)
{
	const char *prefix = kind == FIGURE_INSTITUTION ? "institution_kind" : "booking_occasion";
	str code = code_of(r, kind);
	if (kind == FIGURE_LANGUAGE || kind == FIGURE_UNFILLED)
		return r->language;
	if (kind == FIGURE_MUNICIPALITY)
		return r->municipality;
	str key = str_print(a, "%s." STR_FMT, prefix, STR_ARG(code));
	return words_has(w, key) ? word(w, a, str_c(a, key)) : code;
}

static struct figure_bucket *bucket_of(struct arena *a, struct list *buckets, str code)
{
	LIST_EACH (struct figure_bucket, b, buckets)
		if (str_eq(b->code, code))
			return b;
	struct figure_bucket *b = LIST_ADD(a, buckets, struct figure_bucket);
	b->code = code;
	return b;
}

static int by_size(const void *a, const void *b)
{
	const struct figure_bucket *x = a, *y = b;
	int64_t u = x->cents ? x->cents : x->count, v = y->cents ? y->cents : y->count;
	return u != v ? (u < v) - (u > v) : str_cmp(x->label, y->label);
}

static void count_waits(const struct words *w, struct arena *a, const struct figure_data *d, struct list *buckets)
{
	for (size_t n = 0; n < WAITS; n++) {
		struct figure_bucket *b = bucket_of(a, buckets, str_of(waits[n].code));
		b->label = word(w, a, str_print(a, "figures.wait_%s", waits[n].code).p);
	}
	LIST_EACH (const struct figure_row, r, &d->rows)
		if (has_waited(r))
			LIST_AT(buckets, struct figure_bucket, wait_of(r))->count++;
}

static void count_costs(struct arena *a, const struct figure_data *d, struct list *buckets)
{
	LIST_EACH (const struct figure_cost, c, &d->costs) {
		struct figure_bucket *b = bucket_of(a, buckets, str_print(a, "%" PRId64, c->pot_id));
		b->label = c->pot_name;
		b->count++;
		b->cents += c->cents;
	}
	list_sort(buckets, by_size);
}

struct list figure_buckets(const struct words *w, struct arena *a, const struct figure_data *d, enum figure_kind kind)
{
	struct list buckets = { 0 };
	if (kind == FIGURE_WAITING) {
		count_waits(w, a, d, &buckets);
		return buckets;
	}
	if (kind == FIGURE_COST) {
		count_costs(a, d, &buckets);
		return buckets;
	}
	LIST_EACH (const struct figure_row, r, &d->rows) {
		str code = code_of(r, kind);
		if (!code.p)
			continue;
		struct figure_bucket *b = bucket_of(a, &buckets, code);
		if (!b->count++)
			b->label = label_of(w, a, r, kind);
	}
	list_sort(&buckets, by_size);
	return buckets;
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static bool was_paid(const struct figure_data *d, int64_t booking_id, str pot)
{
	size_t from = 0, to = d->costs.n;
	while (from < to) { /* they come by booking */
		size_t middle = from + (to - from) / 2;
		if (LIST_AT(&d->costs, struct figure_cost, middle)->booking_id < booking_id)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < d->costs.n; from++) {
		const struct figure_cost *c = LIST_AT(&d->costs, struct figure_cost, from);
		int64_t id;
		if (c->booking_id != booking_id)
			return false;
		if (!pot.p || (str_to_int(pot, &id) && id == c->pot_id))
			return true;
	}
	return false;
}

struct list figure_records(struct arena *a, const struct figure_data *d, enum figure_kind kind, str code)
{
	struct list records = { 0 };
	LIST_EACH (const struct figure_row, r, &d->rows) {
		str its = code_of(r, kind);
		bool in = kind == FIGURE_COST ? was_paid(d, r->booking_id, code)
		                              : its.p && (!code.p || str_eq(its, code));
		if (in)
			*LIST_ADD(a, &records, struct figure_row) = *r;
	}
	return records;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

struct maybe figure_median(struct arena *a, const struct figure_data *d)
{
	struct list waited = { 0 };
	LIST_EACH (const struct figure_row, r, &d->rows)
		if (has_waited(r))
			*LIST_ADD(a, &waited, int64_t) = waited_ms(r);
	if (!waited.n)
		return (struct maybe){ 0 };
	list_sort(&waited, by_value);
	int64_t low = *LIST_AT(&waited, int64_t, (waited.n - 1) / 2), high = *LIST_AT(&waited, int64_t, waited.n / 2);
	return MAYBE((low + high) / 2 * 1000 / DAY_MS);
}

#include "features/interpreters/tariff_cards.h"

#include <inttypes.h>
#include <string.h>

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"

enum { FIRST_YEAR = 2012, MOST_YEARS_AHEAD = 5, MOST_ROWS = 2000 };

/* In the order of tariff_rec, id apart; bind_card relies on it. */
#define CARD_COLUMNS                                                                                                   \
	"name, service, valid_from, standard, basis, first_cents, first_minutes, first_pages, further_cents,"          \
	" further_minutes, further_pages, step_minutes, page_characters, travel_time, travel_from_m,"                  \
	" travel_max_minutes, travel_block_minutes, travel_block_cents, travel_cost, km_cents, both_ways,"             \
	" travel_cost_max_cents, cancel_hours, cancel_minutes, max_minutes, source, mark, rate_assumed, step_assumed," \
	" travel_assumed, cancel_assumed, note, recorded_by, recorded_at"
#define CARD_SELECT                                                                                                    \
	"SELECT id, name, service, valid_from, standard, basis, first_cents, first_minutes, first_pages,"              \
	" further_cents, further_minutes, further_pages, step_minutes, page_characters, travel_time,"                  \
	" travel_from_m AS travel_from_km, travel_max_minutes, travel_block_minutes, travel_block_cents, travel_cost," \
	" km_cents, both_ways, travel_cost_max_cents, cancel_hours, cancel_minutes, max_minutes, source, mark,"        \
	" rate_assumed, step_assumed, travel_assumed, cancel_assumed, note, recorded_by, recorded_at FROM tariff_card"
enum { LIST, FIND, ADD };
const struct sql tariff_card_sql[] = {
	[LIST] = { CARD_SELECT " WHERE centre_id = $1 ORDER BY name, valid_from DESC, id DESC LIMIT 2000", "i" },
	[FIND] = { CARD_SELECT " WHERE centre_id = $1 AND id = $2", "ii" },
	[ADD] = { "INSERT INTO tariff_card (centre_id, " CARD_COLUMNS
	          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
	          "$20, $21,"
	          " $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35) RETURNING id",
	          "issdisiiiiiiiisiiiisiiiiiissiiiisst" },
	{ 0 },
};

/* --- picking: pure ------------------------------------------------------------------------------------------------ */

/* Whether a counts before b, both being in force. */
static bool later(const struct tariff *a, const struct tariff *b)
{
	int order = day_cmp(a->valid_from, b->valid_from);
	return order > 0 || (order == 0 && a->id > b->id);
}

const struct tariff *tariff_card_pick(const struct list *cards, str name, day on)
{
	const struct tariff *best = NULL;
	LIST_EACH (const struct tariff, t, cards)
		if (str_eq(t->name, name) && day_cmp(t->valid_from, on) <= 0 && (!best || later(t, best)))
			best = t;
	return best;
}

const struct tariff *tariff_card_for(const struct list *cards, str service, day on)
{
	const struct tariff *best = NULL;
	LIST_EACH (const struct tariff, t, cards) {
		bool may = t->standard && str_eq(t->service, service) && day_cmp(t->valid_from, on) <= 0;
		if (may && (!best || later(t, best)) && tariff_card_pick(cards, t->name, on) == t)
			best = t;
	}
	return best;
}

/* --- with the database -------------------------------------------------------------------------------------------- */

err tariff_cards(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &tariff_card_sql[LIST], &tariff_rec, ret, V(centre_id)));
	return ret->n < MOST_ROWS ? OK : fail(cx, E_BROKEN, "tariff.too_many", NO_ARGS);
}

err tariff_card_find(struct cx *cx, int64_t centre_id, int64_t id, struct tariff *ret)
{
	return db_row(cx, &tariff_card_sql[FIND], &tariff_rec, ret, V(centre_id, id));
}

static struct bound bind(const struct field *f, const struct tariff *t)
{
	struct value v = record_get(f, t);
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CHOICE:
		return bound_text(v.none ? STR_NONE : v.s);
	case KIND_DAY:
		return bound_day(v.d);
	case KIND_INSTANT:
		return bound_instant((instant){ v.i });
	default:
		return bound_maybe((struct maybe){ .v = v.i, .has = !v.none });
	}
}

static err check_day(struct cx *cx, day from)
{
	int year = day_year(from);
	if (year >= FIRST_YEAR && year <= day_year(cx->today) + MOST_YEARS_AHEAD)
		return OK;
	return problem_add(cx, "valid_from", "tariff.day_far_away",
	                   ARGS({ "first", say_int(cx->words, cx->mem, FIRST_YEAR) },
	                        { "years", say_int(cx->words, cx->mem, MOST_YEARS_AHEAD) }));
}

err tariff_card_add_in_tx(struct cx *cx, const struct tenant *centre, const struct tariff *in, int64_t *ret_id)
{
	ASSERT(db_in_tx(cx));
	struct tariff row = *in;
	struct bound v[64] = { bound_int(centre->id) };
	int n = 1;
	err e = check_day(cx, in->valid_from);
	if (tariff_check(cx, in) != OK || e != OK)
		return E_INVALID;
	row.recorded_by = user_signature(cx);
	row.recorded_at = cx->now;
	for (size_t i = 0; i < tariff_rec.count; i++)
		if (strcmp(tariff_rec.fields[i].name, "id") != 0)
			v[n++] = bind(&tariff_rec.fields[i], &row);
	TRY(db_int(cx, &tariff_card_sql[ADD], ret_id, (struct bounds){ v, n }));
	audit_change(
	        cx, "tariff.card",
	        str_print(cx->mem, "centres/" STR_FMT "/interpreters/tariffs/%" PRId64, STR_ARG(centre->slug), *ret_id),
	        MAYBE(centre->id), &tariff_rec, NULL, &row);
	return OK;
}

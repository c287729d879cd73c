/* pot.c -- the pots of a KI and their money. */
#include "features/interpreters/pot.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "db/db.h"
#include "features/rulebook/rulebook.h"

#define POT_COLUMNS "id, version, name, kind, place, valid_from, valid_to, recorded_by"
#define TERMS_COLUMNS                                                                                                  \
	"t.id, t.pot_id, t.valid_from, t.legal, t.medical, t.aosf, t.lesson, t.recurring, t.private, t.travel, "       \
	"t.source, t.mark, t.recorded_by"
enum { LIST, FIND, TERMS, TERMS_ON, YEARS, YEARS_OF, BOOKED, SETTLED, ADD, CHANGE, TERMS_ADD, YEAR_ADD, YEAR_CHANGE };
const struct sql pot_sql[] = {
	[LIST] = { "SELECT " POT_COLUMNS " FROM pot WHERE centre_id = $1 ORDER BY place, id LIMIT 200", "i" },
	[FIND] = { "SELECT " POT_COLUMNS " FROM pot WHERE centre_id = $1 AND id = $2", "ii" },
	[TERMS] = { "SELECT " TERMS_COLUMNS " FROM pot_terms t WHERE t.centre_id = $1 AND t.pot_id = $2"
	            " ORDER BY t.valid_from DESC LIMIT 200",
	            "ii" },
	[TERMS_ON] = { "SELECT " TERMS_COLUMNS " FROM pot p JOIN pot_terms t ON t.pot_id = p.id AND t.valid_from ="
	               " (SELECT max(x.valid_from) FROM pot_terms x WHERE x.pot_id = p.id AND x.valid_from <= $2)"
	               " WHERE p.centre_id = $1 LIMIT 200",
	               "id" },
	[YEARS] = { "SELECT pot_id, year, cents, source, version FROM pot_year WHERE centre_id = $1 AND year >= $2"
	            " AND year <= $3 LIMIT 20000",
	            "iii" },
	[YEARS_OF] = { "SELECT pot_id, year, cents, source, version FROM pot_year WHERE centre_id = $1 AND pot_id = $2"
	               " AND year = $3",
	               "iii" },
	/* Only what is not settled: a few hundred rows, however old the pool is. The sum keeps PostgreSQL from taking,
	 * for want of statistics, an index that begins with the KI and has the start, but not the stage. */
	[BOOKED] = { "SELECT pot_id, travel_pot_id, CAST(sum(expected_cents) AS BIGINT) AS cents, CAST(sum(CASE WHEN "
	             "stage ="
	             " 'late_cancelled' THEN 0 ELSE expected_travel_cents END) AS BIGINT) AS travel_cents FROM "
	             "booking_now"
	             " WHERE centre_id = $1 AND stage IN ('booked', 'reported', 'disputed', 'signed', 'late_cancelled')"
	             " AND starts_at + 0 >= $2 AND starts_at + 0 < $3 GROUP BY pot_id, travel_pot_id LIMIT 2000",
	             "itt" },
	[SETTLED] = { "SELECT l.pot_id, CAST(sum(l.cents) AS BIGINT) AS cents FROM booking_now n JOIN settlement_line l"
	              " ON l.booking_id = n.booking_id WHERE n.centre_id = $1 AND n.held_on >= $2 AND n.held_on <= $3"
	              " GROUP BY l.pot_id LIMIT 200",
	              "idd" },
	[ADD] = { "INSERT INTO pot (centre_id, name, kind, place, valid_from, valid_to, recorded_by, recorded_at)"
	          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	          "issiddst" },
	[CHANGE] = { "UPDATE pot SET name = $4, place = $5, valid_to = $6, version = version + 1 WHERE centre_id = $1"
	             " AND id = $2 AND version = $3",
	             "iiisid" },
	[TERMS_ADD] = { "INSERT INTO pot_terms (centre_id, pot_id, valid_from, legal, medical, aosf, lesson, recurring,"
	                " private, travel, source, mark, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7,"
	                " $8, $9, $10, $11, $12, $13, $14)",
	                "iidiiiiiiissst" },
	[YEAR_ADD] = { "INSERT INTO pot_year (centre_id, pot_id, year, cents, source, recorded_by, recorded_at)"
	               " VALUES ($1, $2, $3, $4, $5, $6, $7)",
	               "iiiisst" },
	[YEAR_CHANGE] = { "UPDATE pot_year SET cents = $5, source = $6, recorded_by = $7, recorded_at = $8, version ="
	                  " version + 1 WHERE centre_id = $1 AND pot_id = $2 AND year = $3 AND version = $4",
	                  "iiiiisst" },
	{ 0 },
};

struct year_row {
	int64_t pot_id, year, cents, version;
	str source;
};
static const struct field year_fields[] = {
	FIELD(struct year_row, pot_id, KIND_INT),  FIELD(struct year_row, year, KIND_INT),
	FIELD(struct year_row, cents, KIND_MONEY), FIELD(struct year_row, source, KIND_TEXT),
	FIELD(struct year_row, version, KIND_INT),
};
static const struct record year_rec = RECORD("pot_year", struct year_row, year_fields);
struct sum_row {
	struct maybe pot_id, travel_pot_id;
	int64_t cents, travel_cents;
};
static const struct field sum_fields[] = {
	FIELD(struct sum_row, pot_id, KIND_INT, .maybe = true),
	FIELD(struct sum_row, travel_pot_id, KIND_INT, .maybe = true),
	FIELD(struct sum_row, cents, KIND_MONEY),
	FIELD(struct sum_row, travel_cents, KIND_MONEY),
};
static const struct record sum_rec = RECORD("pot_sum", struct sum_row, sum_fields);

/* --- reading ------------------------------------------------------------------------------------------------------ */

err pot_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &pot_sql[LIST], &pot_rec, ret, V(centre_id));
}

err pot_find(struct cx *cx, int64_t centre_id, int64_t id, struct pot *ret)
{
	err e = db_row(cx, &pot_sql[FIND], &pot_rec, ret, V(centre_id, id));
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "pot.unknown", NO_ARGS) : e;
}

err pot_terms_list(struct cx *cx, int64_t centre_id, int64_t pot_id, struct list *ret)
{
	return db_list(cx, &pot_sql[TERMS], &pot_terms_rec, ret, V(centre_id, pot_id));
}

void pot_money_reckon(struct pot_money *m)
{
	const struct pot_offer o = { .cents = m->cents,
		                     .booked_cents = m->booked_cents,
		                     .settled_cents = m->settled_cents };
	int64_t used = m->booked_cents + m->settled_cents;
	m->state = pot_state_with(&o, 0);
	m->warns = m->state == POT_WARNS;
	m->stops = m->state == POT_STOPS;
	m->unsure = m->state == POT_UNKNOWN;
	m->left_cents = m->cents.has ? MAYBE(m->cents.v - used) : (struct maybe){ 0 };
	m->used_percent = m->cents.has && m->cents.v > 0 ? MAYBE(used * 100 / m->cents.v) : (struct maybe){ 0 };
}

/* The midnight in Berlin with which a year begins. */
static instant year_begins(struct cx *cx, int year)
{
	instant t = { 0 };
	bool fine = instant_parse(str_print(cx->mem, "%04d-01-01T00:00", year), &t);
	ASSERT(fine);
	return t;
}

static struct pot_money *money_of(const struct list *money, int64_t pot_id)
{
	LIST_EACH (struct pot_money, m, money)
		if (m->pot_id == pot_id)
			return m;
	return NULL;
}

/* What the Land gives for interpreters in a year; the rules that are in force when it begins count for all of it. */
static err by_rulebook(struct cx *cx, const struct tenant *centre, struct pot_money *m)
{
	struct entitlement e;
	TRY(entitlement_on(cx, centre->kind, centre->id, day_of((int)m->year, 1, 1), &e));
	const struct entitlement_item *item = entitlement_find(&e, S("interpreter_costs"));
	if (!item || item->unknown || !item->total_cents.has)
		return OK;
	m->cents = item->total_cents;
	m->by_rule = true;
	if (item->rules.n) {
		const struct rule_use *use = LIST_AT(&item->rules, struct rule_use, 0);
		m->rule_path = use->path;
		m->source = use->source;
	}
	return OK;
}

static err fill_amounts(struct cx *cx, const struct tenant *centre, int year, struct list *money)
{
	struct list rows = { 0 };
	bool land_done = false;
	TRY(db_list(cx, &pot_sql[YEARS], &year_rec, &rows, V(centre->id, year, year)));
	LIST_EACH (const struct year_row, r, &rows) {
		struct pot_money *m = money_of(money, r->pot_id);
		if (!m)
			continue;
		m->cents = MAYBE(r->cents);
		m->source = r->source;
		m->version = r->version;
	}
	LIST_EACH (struct pot_money, m, money) {
		bool first = str_is(m->kind, "land") && !land_done;
		land_done |= first;
		if (first && !m->cents.has)
			TRY(by_rulebook(cx, centre, m));
	}
	return OK;
}

static err fill_used(struct cx *cx, int64_t centre_id, int year, struct list *money)
{
	struct list booked = { 0 }, settled = { 0 };
	TRY(db_list(cx, &pot_sql[BOOKED], &sum_rec, &booked,
	            V(centre_id, year_begins(cx, year), year_begins(cx, year + 1))));
	TRY(db_list(cx, &pot_sql[SETTLED], &sum_rec, &settled, V(centre_id, day_of(year, 1, 1), day_of(year, 12, 31))));
	LIST_EACH (struct pot_money, m, money) {
		LIST_EACH (const struct sum_row, s, &booked) {
			m->booked_cents += s->pot_id.has && s->pot_id.v == m->pot_id ? s->cents : 0;
			m->booked_cents +=
			        s->travel_pot_id.has && s->travel_pot_id.v == m->pot_id ? s->travel_cents : 0;
		}
		LIST_EACH (const struct sum_row, s, &settled)
			m->settled_cents += s->pot_id.v == m->pot_id ? s->cents : 0;
		pot_money_reckon(m);
	}
	return OK;
}

static err fill_terms(struct cx *cx, int64_t centre_id, day on, struct list *money)
{
	struct list terms = { 0 };
	TRY(db_list(cx, &pot_sql[TERMS_ON], &pot_terms_rec, &terms, V(centre_id, on)));
	LIST_EACH (const struct pot_terms, t, &terms) {
		struct pot_money *m = money_of(money, t->pot_id);
		if (m)
			m->terms = *t;
	}
	return OK;
}

static bool is_there(const struct pot *p, day from, day to)
{
	return day_cmp(p->valid_from, to) <= 0 && (!day_is(p->valid_to) || day_cmp(p->valid_to, from) >= 0);
}

static struct pot_money money_row(const struct pot *p, int year)
{
	return (struct pot_money){ .pot_id = p->id, .year = year, .name = p->name, .kind = p->kind, .place = p->place };
}

err pot_money_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret)
{
	struct list pots = { 0 };
	int year = day_year(on);
	*ret = (struct list){ 0 };
	TRY(pot_list(cx, centre->id, &pots));
	LIST_EACH (const struct pot, p, &pots)
		if (is_there(p, day_of(year, 1, 1), day_of(year, 12, 31)))
			*LIST_ADD(cx->mem, ret, struct pot_money) = money_row(p, year);
	TRY(fill_terms(cx, centre->id, on, ret));
	TRY(fill_amounts(cx, centre, year, ret));
	return fill_used(cx, centre->id, year, ret);
}

err pot_money_years(struct cx *cx, const struct tenant *centre, const struct pot *pot, int first, int last,
                    struct list *ret)
{
	*ret = (struct list){ 0 };
	for (int year = last; year >= first; year--) {
		struct list money = { 0 };
		TRY(pot_money_on(cx, centre, day_of(year, 12, 31), &money));
		struct pot_money *m = money_of(&money, pot->id);
		if (m)
			*LIST_ADD(cx->mem, ret, struct pot_money) = *m;
	}
	return OK;
}

static const struct pot *pot_called(const struct list *pots, int64_t id)
{
	LIST_EACH (const struct pot, p, pots)
		if (p->id == id)
			return p;
	return NULL;
}

static err add_offers(struct cx *cx, int64_t centre_id, day on, const struct list *money, struct list *ret)
{
	struct list pots = { 0 };
	*ret = (struct list){ 0 };
	TRY(pot_list(cx, centre_id, &pots));
	LIST_EACH (const struct pot_money, m, money) {
		if (!is_there(pot_called(&pots, m->pot_id), on, on))
			continue;
		const struct pot_terms *t = &m->terms;
		*LIST_ADD(cx->mem, ret, struct pot_offer) =
		        (struct pot_offer){ .id = m->pot_id,
			                    .name = m->name,
			                    .place = m->place,
			                    .has_terms = t->id != 0,
			                    .permits = { t->legal, t->medical, t->aosf, t->lesson, t->recurring,
			                                 t->private },
			                    .travel = t->travel,
			                    .cents = m->cents,
			                    .booked_cents = m->booked_cents,
			                    .settled_cents = m->settled_cents };
	}
	return OK;
}

err pot_offers_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret)
{
	struct list money = { 0 };
	TRY(pot_money_on(cx, centre, on, &money));
	return add_offers(cx, centre->id, on, &money, ret);
}

err pot_offers_also_on(struct cx *cx, const struct tenant *centre, day on, struct list *money, struct list *ret)
{
	LIST_EACH (struct pot_money, m, money) {
		ASSERT(m->year == day_year(on));
		m->terms = (struct pot_terms){ 0 };
	}
	TRY(fill_terms(cx, centre->id, on, money));
	return add_offers(cx, centre->id, on, money, ret);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static str object_of(struct cx *cx, const struct tenant *centre, int64_t id)
{
	return str_print(cx->mem, "centres/" STR_FMT "/interpreters/pots/%" PRId64, STR_ARG(centre->slug), id);
}

static bool is_unique_fault(struct cx *cx, err e)
{
	return e == E_INVALID && str_is(str_of(cx->fault.key), "db.unique");
}

static err name_taken(struct cx *cx)
{
	fault_clear(cx);
	return problem_add(cx, "name", "pot.name_taken", NO_ARGS);
}

static err insert_terms(struct cx *cx, int64_t centre_id, const struct pot_terms *t)
{
	return db_exec(cx, &pot_sql[TERMS_ADD], NULL,
	               V(centre_id, t->pot_id, t->valid_from, t->legal, t->medical, t->aosf, t->lesson, t->recurring,
	                 t->private, t->travel, t->source, S("read"), user_signature(cx), cx->now));
}

err pot_add_in_tx(struct cx *cx, const struct tenant *centre, const struct pot_new *in, int64_t *ret_id)
{
	ASSERT(db_in_tx(cx));
	if (day_is(in->valid_to) && day_cmp(in->valid_to, in->valid_from) < 0)
		return problem_add(cx, "valid_to", "pot.ends_before", NO_ARGS);
	err e = db_int(cx, &pot_sql[ADD], ret_id,
	               V(centre->id, in->name, in->kind, in->place, in->valid_from, in->valid_to, user_signature(cx),
	                 cx->now));
	if (is_unique_fault(cx, e))
		return name_taken(cx);
	TRY(e);
	const struct pot_terms terms = { .pot_id = *ret_id,
		                         .valid_from = in->valid_from,
		                         .legal = in->legal,
		                         .medical = in->medical,
		                         .aosf = in->aosf,
		                         .lesson = in->lesson,
		                         .recurring = in->recurring,
		                         .private = in->private,
		                         .travel = in->travel,
		                         .source = in->source };
	TRY(insert_terms(cx, centre->id, &terms));
	audit_change(cx, "pool.pot", object_of(cx, centre, *ret_id), MAYBE(centre->id), &pot_new_rec, NULL, in);
	return OK;
}

err pot_change_in_tx(struct cx *cx, const struct tenant *centre, const struct pot *in)
{
	ASSERT(db_in_tx(cx));
	struct pot before;
	int64_t changed;
	TRY(pot_find(cx, centre->id, in->id, &before));
	if (day_is(in->valid_to) && day_cmp(in->valid_to, before.valid_from) < 0)
		return problem_add(cx, "valid_to", "pot.ends_before", NO_ARGS);
	err e = db_exec(cx, &pot_sql[CHANGE], &changed,
	                V(centre->id, in->id, in->version, in->name, in->place, in->valid_to));
	if (is_unique_fault(cx, e))
		return name_taken(cx);
	TRY(e);
	if (!changed)
		return fail(cx, E_STALE, "pot.stale", NO_ARGS);
	audit_change(cx, "pool.pot_change", object_of(cx, centre, in->id), MAYBE(centre->id), &pot_change_rec, &before,
	             in);
	return OK;
}

err pot_terms_add_in_tx(struct cx *cx, const struct tenant *centre, const struct pot_terms *in)
{
	ASSERT(db_in_tx(cx));
	struct pot pot;
	struct list there = { 0 };
	TRY(pot_find(cx, centre->id, in->pot_id, &pot));
	TRY(pot_terms_list(cx, centre->id, in->pot_id, &there));
	day newest = there.n ? LIST_AT(&there, struct pot_terms, 0)->valid_from : day_add(pot.valid_from, -1);
	if (day_cmp(in->valid_from, newest) <= 0)
		return problem_add(cx, "valid_from", "pot.terms_earlier", ARGS({ "day", day_german(cx->mem, newest) }));
	TRY(insert_terms(cx, centre->id, in));
	audit_change(cx, "pool.pot_terms", object_of(cx, centre, in->pot_id), MAYBE(centre->id), &pot_terms_new_rec,
	             there.n ? LIST_AT(&there, struct pot_terms, 0) : NULL, in);
	return OK;
}

static err write_year(struct cx *cx, int64_t centre_id, const struct pot_year_set *in, bool is_new, int64_t *changed)
{
	*changed = 1;
	if (is_new)
		return db_exec(cx, &pot_sql[YEAR_ADD], NULL,
		               V(centre_id, in->pot_id, in->year, in->cents, in->source, user_signature(cx), cx->now));
	return db_exec(
	        cx, &pot_sql[YEAR_CHANGE], changed,
	        V(centre_id, in->pot_id, in->year, in->version, in->cents, in->source, user_signature(cx), cx->now));
}

err pot_year_set_in_tx(struct cx *cx, const struct tenant *centre, const struct pot_year_set *in)
{
	ASSERT(db_in_tx(cx));
	struct pot pot;
	struct year_row stored = { 0 };
	int64_t changed;
	TRY(pot_find(cx, centre->id, in->pot_id, &pot));
	err e = db_row(cx, &pot_sql[YEARS_OF], &year_rec, &stored, V(centre->id, in->pot_id, in->year));
	bool is_new = e == E_NOTFOUND;
	if (is_new)
		fault_clear(cx);
	else
		TRY(e);
	if (is_new != (in->version == 0))
		return fail(cx, E_STALE, "pot.stale", NO_ARGS);
	TRY(write_year(cx, centre->id, in, is_new, &changed));
	if (!changed)
		return fail(cx, E_STALE, "pot.stale", NO_ARGS);
	const struct pot_year_set before = { in->pot_id, stored.version, stored.year, stored.cents, stored.source };
	audit_change(cx, "pool.pot_year", object_of(cx, centre, in->pot_id), MAYBE(centre->id), &pot_year_set_rec,
	             is_new ? NULL : &before, in);
	return OK;
}

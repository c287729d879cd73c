/* settlement_draft.c -- what a run would do: everything that it needs is read in a few statements, then reckoned. */
#include "features/interpreters/settlement.h"

#include "core/words.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/tariff_cards.h"
#include "features/rulebook/rulebook.h"

enum { MOST_EVENTS = 1000000, FIRST_YEAR = 2012 };

/* --- rows --------------------------------------------------------------------------------------------------------- */

#define PART(type, member, name_, kind_, ...)                                                                          \
	{                                                                                                              \
		.name = (name_), .kind = (kind_), .offset = offsetof(type, member), __VA_ARGS__                        \
	}
#define JOB(member, name_, kind_, ...) PART(struct settlement_job, member, name_, kind_, __VA_ARGS__)
static const struct field job_fields[] = {
	JOB(booking_id, "booking_id", KIND_INT, .maybe = false),
	JOB(number, "number", KIND_TEXT, .maybe = false),
	JOB(service, "service", KIND_TEXT, .maybe = false),
	JOB(institution, "institution", KIND_TEXT, .maybe = false),
	JOB(pages, "pages", KIND_INT, .maybe = true),
	JOB(rules.legal, "legal", KIND_BOOL, .maybe = false),
	JOB(rules.medical, "medical", KIND_BOOL, .maybe = false),
	JOB(rules.aosf, "aosf", KIND_BOOL, .maybe = false),
	JOB(rules.lesson, "lesson", KIND_BOOL, .maybe = false),
	JOB(rules.recurring, "recurring", KIND_BOOL, .maybe = false),
	JOB(rules.private, "private", KIND_BOOL, .maybe = false),
};
static const struct record job_rec = RECORD("settlement_job", struct settlement_job, job_fields);

/* An event and whose it is: what the fold needs. */
struct event_row {
	int64_t booking_id;
	struct booking_event e;
};
#define EVENT(member, kind_, ...) PART(struct event_row, e.member, #member, kind_, __VA_ARGS__)
static const struct field event_fields[] = {
	FIELD(struct event_row, booking_id, KIND_INT),  EVENT(round, KIND_INT, .maybe = false),
	EVENT(kind, KIND_TEXT, .maybe = false),         EVENT(at, KIND_INSTANT, .maybe = false),
	EVENT(interpreter_id, KIND_INT, .maybe = true), EVENT(starts_at, KIND_INSTANT, .maybe = false),
	EVENT(ends_at, KIND_INSTANT, .maybe = false),   EVENT(travel_minutes, KIND_INT, .maybe = true),
	EVENT(distance_m, KIND_INT, .maybe = true),     EVENT(travel_cents, KIND_INT, .maybe = true),
	EVENT(pot_id, KIND_INT, .maybe = true),         EVENT(travel_pot_id, KIND_INT, .maybe = true),
	EVENT(late, KIND_INT, .maybe = true),
};
static const struct record event_rec = RECORD("settlement_event", struct event_row, event_fields);

/* A person of the pool, with the money and the consent of the year. */
struct person_row {
	int64_t id, earned_cents, other_cents;
	str name, sort_name, tax_kind;
	day consent_on;
};
static const struct field person_fields[] = {
	FIELD(struct person_row, id, KIND_INT),
	FIELD(struct person_row, name, KIND_TEXT),
	FIELD(struct person_row, sort_name, KIND_TEXT),
	FIELD(struct person_row, tax_kind, KIND_TEXT),
	FIELD(struct person_row, earned_cents, KIND_MONEY),
	FIELD(struct person_row, other_cents, KIND_MONEY),
	FIELD(struct person_row, consent_on, KIND_DAY),
};
static const struct record person_rec = RECORD("settlement_person", struct person_row, person_fields);

static const struct field waiting_fields[] = {
	FIELD(struct settlement_waiting, booking_id, KIND_INT),
	FIELD(struct settlement_waiting, number, KIND_TEXT),
	FIELD(struct settlement_waiting, institution, KIND_TEXT),
	FIELD(struct settlement_waiting, stage, KIND_CHOICE, .choices = &booking_stage_choices),
	FIELD(struct settlement_waiting, name, KIND_TEXT),
	FIELD(struct settlement_waiting, held_on, KIND_DAY),
	FIELD(struct settlement_waiting, starts_at, KIND_INSTANT, .hidden = true),
	FIELD(struct settlement_waiting, ends_at, KIND_INSTANT, .hidden = true),
};
const struct record settlement_waiting_rec = RECORD("settlement_waiting", struct settlement_waiting, waiting_fields);

/* --- statements --------------------------------------------------------------------------------------------------- */

/* The bookings that can be paid, by the index on the stage: what is settled long ago costs nothing. */
#define PAYABLE                                                                                                        \
	"(SELECT n.booking_id FROM booking_now n WHERE n.centre_id = $1 AND n.held_on <= $2 AND n.interpreter_id IS"   \
	" NOT NULL AND (n.stage IN ('signed', 'late_cancelled') OR (n.stage = 'not_held' AND EXISTS (SELECT 1 FROM"    \
	" booking_event x WHERE x.booking_id = n.booking_id AND x.kind = 'not_held' AND x.late = 1)))"                 \
	" ORDER BY n.held_on, n.booking_id LIMIT 10000) w"
#define PERSON_COLUMNS                                                                                                 \
	"SELECT i.id, i.given_name || ' ' || i.family_name AS name, i.sort_name, i.tax_kind, y.consent_on,"            \
	" COALESCE(y.other_cents, 0) AS other_cents, COALESCE((SELECT CAST(SUM(l.cents) AS BIGINT) FROM"               \
	" settlement_line l WHERE l.centre_id = $1 AND l.interpreter_id = i.id AND l.paid_on >= $3 AND l.paid_on <="   \
	" $4 AND " SETTLEMENT_COUNTED "), 0) AS earned_cents FROM interpreter i"                                       \
	" LEFT JOIN interpreter_year y ON y.interpreter_id = i.id AND y.year = $2 WHERE i.centre_id = $1"
enum { JOBS, EVENTS, WAITING, PEOPLE, PERSON, BOOKING };
const struct sql settlement_draft_sql[] = {
	/* The KI stands in the part that chooses: once more outside, and PostgreSQL walks its whole index for each row.
	 */
	[JOBS] = { "SELECT b.id AS booking_id, b.number, b.service, b.institution, b.pages, b.legal, b.medical, b.aosf,"
	           " b.lesson, b.recurring, b.private FROM " PAYABLE
	           " JOIN booking b ON b.id = w.booking_id ORDER BY b.id LIMIT 10000",
	           "id" },
	[EVENTS] = { "SELECT e.booking_id, e.round, e.kind, e.at, e.interpreter_id, e.starts_at, e.ends_at,"
	             " e.travel_minutes, e.distance_m, e.travel_cents, e.pot_id, e.travel_pot_id, e.late FROM " PAYABLE
	             " JOIN booking_event e ON e.booking_id = w.booking_id ORDER BY e.booking_id, e.id LIMIT 1000000",
	             "id" },
	[WAITING] = { "SELECT b.id AS booking_id, b.number, b.institution, n.stage, n.held_on, n.starts_at, n.ends_at,"
	              " i.given_name || ' ' || i.family_name AS name FROM booking_now n JOIN booking b ON b.id ="
	              " n.booking_id LEFT JOIN interpreter i ON i.id = n.interpreter_id WHERE n.centre_id = $1 AND"
	              " n.stage IN ('booked', 'reported', 'disputed') AND n.held_on <= $2 AND n.ends_at <= $3"
	              " ORDER BY n.held_on, n.booking_id LIMIT 500",
	              "idt" },
	[PEOPLE] = { PERSON_COLUMNS " ORDER BY i.id LIMIT 20000", "iidd" },
	[PERSON] = { PERSON_COLUMNS " AND i.id = $5", "iiddi" },
	[BOOKING] = { "SELECT id AS booking_id, number, service, institution, pages, legal, medical, aosf, lesson,"
	              " recurring, private FROM booking WHERE centre_id = $1 AND id = $2",
	              "ii" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

err settlement_month(struct cx *cx, str month, day *ret_first, day *ret_last)
{
	if (!month_parse(month, ret_first) || day_year(*ret_first) < FIRST_YEAR || day_cmp(*ret_first, cx->today) > 0)
		return fail(cx, E_NOTFOUND, "settlement.no_month", NO_ARGS);
	*ret_last = month_last(*ret_first);
	return OK;
}

/* Both lists are by booking. */
static void fold_events(struct cx *cx, struct list *jobs, const struct list *events)
{
	const struct event_row *r = events->items, *end = r + events->n;
	LIST_EACH (struct settlement_job, j, jobs) {
		while (r < end && r->booking_id < j->booking_id)
			r++;
		for (; r < end && r->booking_id == j->booking_id; r++)
			if (booking_take(cx->mem, &j->state, &r->e) && str_is(r->e.kind, "cancelled"))
				j->cancelled_at = r->e.at;
	}
}

static int by_day(const void *a, const void *b)
{
	const struct settlement_job *x = a, *y = b;
	int order = day_cmp(settlement_day(x), settlement_day(y));
	return order ? order : (x->booking_id > y->booking_id) - (x->booking_id < y->booking_id);
}

static err read_jobs(struct cx *cx, int64_t centre_id, day last, struct list *ret)
{
	struct list all = { 0 }, events = { 0 };
	TRY(db_list(cx, &settlement_draft_sql[JOBS], &job_rec, &all, V(centre_id, last)));
	TRY(db_list(cx, &settlement_draft_sql[EVENTS], &event_rec, &events, V(centre_id, last)));
	if (events.n == MOST_EVENTS)
		return fail(cx, E_BROKEN, "settlement.too_many", NO_ARGS);
	fold_events(cx, &all, &events);
	*ret = (struct list){ 0 };
	LIST_EACH (const struct settlement_job, j, &all)
		if (booking_is_payable(&j->state) && j->state.interpreter_id)
			*LIST_ADD(cx->mem, ret, struct settlement_job) = *j;
	list_sort(ret, by_day);
	return OK;
}

static err read_people(struct cx *cx, int64_t centre_id, struct list *ret)
{
	struct list rows = { 0 }, rules = { 0 };
	int year = day_year(cx->today);
	TRY(db_list(cx, &settlement_draft_sql[PEOPLE], &person_rec, &rows,
	            V(centre_id, year, day_of(year, 1, 1), day_of(year, 12, 31))));
	TRY(rules_known(cx, cx->now, &rules));
	LIST_EACH (const struct person_row, r, &rows)
		*LIST_ADD(cx->mem, ret, struct settlement_person) =
		        (struct settlement_person){ .id = r->id,
			                            .name = r->name,
			                            .sort_name = r->sort_name,
			                            .ceiling = tax_ceiling_of(cx->mem, &rules, r->tax_kind, year),
			                            .earned_cents = r->earned_cents,
			                            .other_cents = r->other_cents,
			                            .consented = day_is(r->consent_on) };
	return OK;
}

static const struct pot *pot_called(const struct list *pots, int64_t id)
{
	LIST_EACH (const struct pot, p, pots)
		if (p->id == id)
			return p;
	return NULL;
}

/* What is not settled yet does not count as used: this run is what settles it. */
static err read_pots_of_year(struct cx *cx, const struct tenant *centre, const struct list *pots, int year,
                             struct list *ret)
{
	struct list money = { 0 };
	TRY(pot_money_on(cx, centre, day_of(year, 12, 31), &money));
	LIST_EACH (const struct pot_money, m, &money) {
		const struct pot *pot = pot_called(pots, m->pot_id);
		struct settlement_pot *p = LIST_ADD(cx->mem, ret, struct settlement_pot);
		*p = (struct settlement_pot){ .pot_id = m->pot_id,
			                      .year = year,
			                      .place = m->place,
			                      .valid_from = pot->valid_from,
			                      .valid_to = pot->valid_to };
		if (m->cents.has)
			p->left_cents = MAYBE(m->cents.v - m->settled_cents);
		TRY(pot_terms_list(cx, centre->id, m->pot_id, &p->terms));
	}
	return OK;
}

static err read_pots(struct cx *cx, const struct tenant *centre, const struct list *jobs, struct list *ret)
{
	struct list pots = { 0 };
	int done = 0;
	TRY(pot_list(cx, centre->id, &pots));
	LIST_EACH (const struct settlement_job, j, jobs) {
		int year = day_year(settlement_day(j)); /* they come by day */
		if (year != done)
			TRY(read_pots_of_year(cx, centre, &pots, year, ret));
		done = year;
	}
	return OK;
}

static void add_up(struct settlement_draft *d)
{
	LIST_EACH (const struct settlement_item, i, &d->items) {
		d->count += !i->missing.p;
		d->cents += i->missing.p ? 0 : i->amount.total_cents;
		d->left_out += i->missing.p != NULL;
	}
}

err settlement_draft_of(struct cx *cx, const struct tenant *centre, str month, struct settlement_draft *ret)
{
	day first, last;
	*ret = (struct settlement_draft){ .month = month };
	TRY(settlement_month(cx, month, &first, &last));
	TRY(read_jobs(cx, centre->id, last, &ret->jobs));
	TRY(tariff_cards(cx, centre->id, &ret->world.cards));
	TRY(read_people(cx, centre->id, &ret->world.people));
	TRY(read_pots(cx, centre, &ret->jobs, &ret->world.pots));
	settlement_reckon(cx, &ret->world, &ret->jobs, &ret->items);
	add_up(ret);
	TRY(db_list(cx, &settlement_draft_sql[WAITING], &settlement_waiting_rec, &ret->waiting,
	            V(centre->id, last, cx->now)));
	LIST_EACH (struct settlement_waiting, w, &ret->waiting)
		w->stage = booking_stage_at(w->stage, w->starts_at, w->ends_at, cx->now);
	return OK;
}

err settlement_again(struct cx *cx, int64_t centre_id, int64_t booking_id, struct settlement_job *job,
                     struct settlement_item *ret)
{
	struct list events = { 0 }, lines = { 0 };
	struct tariff *card = NEW(cx->mem, struct tariff);
	*ret = (struct settlement_item){ .job = job };
	err e = db_row(cx, &settlement_draft_sql[BOOKING], &job_rec, job, V(centre_id, booking_id));
	if (e == E_NOTFOUND)
		return fail(cx, E_NOTFOUND, "settlement.unknown_booking", NO_ARGS);
	TRY(e);
	TRY(settlement_lines_of(cx, centre_id, booking_id, &lines));
	if (!lines.n)
		return fail(cx, E_NOTFOUND, "settlement.unknown_booking", NO_ARGS);
	TRY(booking_events(cx, centre_id, booking_id, &events));
	job->state = (struct booking_state){ 0 };
	job->cancelled_at = (instant){ 0 };
	LIST_EACH (const struct booking_event, ev, &events)
		if (booking_take(cx->mem, &job->state, ev) && str_is(ev->kind, "cancelled"))
			job->cancelled_at = ev->at;
	e = tariff_card_find(cx, centre_id, LIST_AT(&lines, struct settlement_line, 0)->card_id.v, card);
	if (e != OK && e != E_NOTFOUND)
		return e;
	settlement_amount(cx, e == OK ? card : NULL, ret);
	fault_clear(cx);
	return OK;
}

/* --- a person's year ---------------------------------------------------------------------------------------------- */

err settlement_person_year(struct cx *cx, int64_t centre_id, int64_t interpreter_id, int year,
                           struct settlement_year *ret)
{
	struct person_row r;
	struct list lines = { 0 };
	struct tax_ceiling ceiling;
	err e = db_row(cx, &settlement_draft_sql[PERSON], &person_rec, &r,
	               V(centre_id, year, day_of(year, 1, 1), day_of(year, 12, 31), interpreter_id));
	if (e == E_NOTFOUND)
		return fail(cx, E_NOTFOUND, "pool.not_found", NO_ARGS);
	TRY(e);
	TRY(tax_ceiling_on(cx, r.tax_kind, year, &ceiling));
	TRY(settlement_lines_year(cx, centre_id, interpreter_id, year, &lines));
	*ret = (struct settlement_year){ .interpreter_id = interpreter_id,
		                         .year = year,
		                         .name = r.name,
		                         .kind = r.tax_kind,
		                         .counted_cents = r.earned_cents,
		                         .other_cents = r.other_cents,
		                         .ceiling_cents = ceiling.cents,
		                         .consent_on = r.consent_on,
		                         .rule_path = ceiling.rule_path };
	int64_t before = 0;
	LIST_EACH (const struct settlement_line, l, &lines) {
		ret->paid_cents += l->cents;
		ret->assignments += !l->corrects && l->booking_id != before; /* lines of one stand together */
		before = l->booking_id;
	}
	struct tax_verdict v = tax_verdict_of(&ceiling, r.earned_cents > 0 ? r.earned_cents : 0, r.other_cents, 0);
	ret->left_cents = v.left_cents;
	ret->over_cents = v.total_over_cents;
	return OK;
}

#include "features/interpreters/settlement_reckon.h"

#include "core/words.h"
#include "features/interpreters/tariff_cards.h"

static const char *const missing_codes[] = { "no_card", "no_amount", "no_pot", "no_travel_pot", "ceiling", NULL };
const struct choices settlement_missing_choices = { "settlement_missing", missing_codes };

/* --- amounts ------------------------------------------------------------------------------------------------------ */

static struct booking_times times_of(const struct settlement_job *j)
{
	return j->state.late ? j->state.planned : j->state.reported;
}

day settlement_day(const struct settlement_job *j)
{
	return instant_day(times_of(j).starts_at);
}

static struct tariff_job job_of(const struct settlement_job *j)
{
	const struct booking_state *s = &j->state;
	struct booking_times times = times_of(j);
	struct tariff_job job = { .starts_at = times.starts_at, .ends_at = times.ends_at };
	if (j->pages.has)
		job.pages = MAYBE(j->pages.v * 1000);
	job.distance_km = MAYBE(s->late ? 0 : s->distance_m);
	if (s->late) {
		int64_t before = j->cancelled_at.ms ? (times.starts_at.ms - j->cancelled_at.ms) / 60000 : 0;
		job.cancelled_before_minutes = MAYBE(before > 0 ? before : 0);
		return job;
	}
	job.travel_minutes = MAYBE(s->travel_minutes);
	job.travel_cost_cents = MAYBE(s->travel_cents);
	return job;
}

void settlement_amount(struct cx *cx, const struct tariff *card, struct settlement_item *i)
{
	const struct tariff_job job = job_of(i->job);
	i->card = card;
	i->held_on = settlement_day(i->job);
	if (!card) {
		i->missing = S("no_card");
		return;
	}
	struct problem *kept = cx->problems;
	cx->problems = NULL;
	if (tariff_amount(cx, card, &job, &i->amount) != OK) {
		i->missing = S("no_amount");
		if (cx->problems)
			i->why = word_args(cx->words, cx->mem, cx->problems->key, cx->problems->args);
		fault_clear(cx);
	}
	cx->problems = kept;
}

int64_t settlement_counted(const struct tariff_amount *amount)
{
	return amount->total_cents - amount->travel_cost_cents;
}

/* --- pots --------------------------------------------------------------------------------------------------------- */

static const struct pot_terms *terms_on(const struct settlement_pot *p, day on)
{
	LIST_EACH (const struct pot_terms, t, &p->terms)
		if (day_cmp(t->valid_from, on) <= 0)
			return t;
	return NULL;
}

static bool is_there(const struct settlement_pot *p, day on)
{
	return p->year == day_year(on) && day_cmp(p->valid_from, on) <= 0 &&
	       (!day_is(p->valid_to) || day_cmp(p->valid_to, on) >= 0);
}

static bool permits(const struct settlement_pot *p, const struct settlement_item *i, bool travel)
{
	const struct pot_terms *t = terms_on(p, i->held_on);
	if (!t || !is_there(p, i->held_on) || (travel && !t->travel))
		return false;
	const struct pot_case may = { t->legal, t->medical, t->aosf, t->lesson, t->recurring, t->private };
	for (size_t rule = 0; rule < POT_RULES; rule++)
		if (pot_case_has(&i->job->rules, rule) && !pot_case_has(&may, rule))
			return false;
	return true;
}

/* The agreed pot first, whatever its terms say today: somebody has decided it. */
static struct list order_of(struct arena *a, const struct list *pots, const struct settlement_item *i, bool travel)
{
	struct list order = { 0 };
	int64_t agreed = travel ? i->job->state.travel_pot_id : i->job->state.pot_id;
	LIST_EACH (struct settlement_pot, p, pots)
		if (agreed && p->pot_id == agreed && p->year == day_year(i->held_on))
			*LIST_ADD(a, &order, struct settlement_pot *) = p;
	LIST_EACH (struct settlement_pot, p, pots)
		if (p->pot_id != agreed && permits(p, i, travel))
			*LIST_ADD(a, &order, struct settlement_pot *) = p;
	return order;
}

static int64_t taken_here(const struct settlement_item *i, int64_t pot_id)
{
	int64_t cents = 0;
	LIST_EACH (const struct settlement_share, s, &i->shares)
		cents += s->pot_id == pot_id ? s->cents : 0;
	return cents;
}

static void add_share(struct arena *a, struct settlement_item *i, int64_t pot_id, const char *part, int64_t cents)
{
	LIST_EACH (struct settlement_share, s, &i->shares)
		if (s->pot_id == pot_id && s->part == part) {
			s->cents += cents;
			return;
		}
	*LIST_ADD(a, &i->shares, struct settlement_share) = (struct settlement_share){ pot_id, part, cents };
}

/* Gives a part to the pots in their order. */
static void give_out(struct arena *a, struct settlement_item *i, const struct list *order, const char *part,
                     int64_t cents)
{
	for (size_t n = 0; n < order->n; n++) {
		const struct settlement_pot *p = *LIST_AT(order, struct settlement_pot *, n);
		int64_t left = p->left_cents.has ? p->left_cents.v - taken_here(i, p->pot_id) : cents;
		int64_t takes = left < cents ? left : cents;
		if (takes <= 0)
			continue;
		add_share(a, i, p->pot_id, part, takes);
		cents -= takes;
	}
	if (cents > 0)
		add_share(a, i, (*LIST_AT(order, struct settlement_pot *, 0))->pot_id, part, cents);
}

/* What an assignment is paid for in the first place, for one that is worth nothing. */
static const char *main_part(const struct settlement_item *i)
{
	return i->job->state.late ? "cancellation" : str_is(i->card->basis, "pages") ? "pages" : "time";
}

static void share_out(struct arena *a, const struct list *pots, struct settlement_item *i)
{
	const struct tariff_amount *m = &i->amount;
	const struct {
		const char *part;
		int64_t cents;
	} parts[] = { { "time", m->time_cents },
		      { "pages", m->pages_cents },
		      { "travel_time", m->travel_time_cents },
		      { "cancellation", m->cancellation_cents } };
	struct list order = order_of(a, pots, i, false), travel = order_of(a, pots, i, true);
	if (!order.n || (m->travel_cost_cents > 0 && !travel.n)) {
		i->missing = order.n ? S("no_travel_pot") : S("no_pot");
		return;
	}
	for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
		if (parts[k].cents > 0)
			give_out(a, i, &order, parts[k].part, parts[k].cents);
	if (m->travel_cost_cents > 0)
		give_out(a, i, &travel, "travel_cost", m->travel_cost_cents);
	if (!i->shares.n)
		add_share(a, i, (*LIST_AT(&order, struct settlement_pot *, 0))->pot_id, main_part(i), 0);
}

static void take_from_pots(const struct list *pots, const struct settlement_item *i)
{
	LIST_EACH (struct settlement_pot, p, pots)
		if (p->year == day_year(i->held_on))
			p->left_cents.v -= taken_here(i, p->pot_id);
}

/* --- people ------------------------------------------------------------------------------------------------------- */

struct settlement_person *settlement_person_of(const struct list *people, int64_t id)
{
	size_t from = 0, to = people->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		struct settlement_person *p = LIST_AT(people, struct settlement_person, middle);
		if (p->id == id)
			return p;
		if (p->id < id)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

/* True: the assignment may be paid. */
static bool take_into_account(struct settlement_person *p, struct settlement_item *i)
{
	int64_t counted = settlement_counted(&i->amount), cents = i->amount.total_cents;
	int64_t before = p->earned_cents + p->counted_cents; /* below 0: a correction of what another year paid */
	struct tax_verdict v = tax_verdict_of(&p->ceiling, before > 0 ? before : 0, p->other_cents, counted);
	if (str_is(v.verdict, "consent") && !p->consented) {
		i->missing = S("ceiling");
		p->left_out++;
		p->left_out_cents += cents;
		return false;
	}
	p->count++;
	p->cents += cents;
	p->counted_cents += counted;
	return true;
}

static void reckon_one(struct cx *cx, struct settlement_world *w, struct settlement_item *i)
{
	day on = settlement_day(i->job);
	settlement_amount(cx, tariff_card_for(&w->cards, i->job->service, on), i);
	if (!i->missing.p)
		share_out(cx->mem, &w->pots, i);
	if (i->missing.p)
		return;
	struct settlement_person *p = settlement_person_of(&w->people, i->job->state.interpreter_id);
	ASSERT(p);
	if (take_into_account(p, i))
		take_from_pots(&w->pots, i);
}

void settlement_reckon(struct cx *cx, struct settlement_world *w, const struct list *jobs, struct list *items)
{
	LIST_EACH (const struct settlement_job, j, jobs) {
		struct settlement_item *i = LIST_ADD(cx->mem, items, struct settlement_item);
		i->job = j;
		reckon_one(cx, w, i);
	}
}

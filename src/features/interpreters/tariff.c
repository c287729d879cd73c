/* tariff.c -- the calculation; which card is whole stands in tariff_check.c. */
#include "features/interpreters/tariff.h"
#include "base/money.h"
#include "features/interpreters/tariff_words.h"

enum { MINUTE_MS = 60000 };

static struct tariff_step *step(struct cx *cx, struct tariff_amount *r, const char *part, const char *key)
{
	struct tariff_step *s = LIST_ADD(cx->mem, &r->steps, struct tariff_step);
	s->key = key;
	s->part = part;
	return s;
}

static void figure(struct tariff_step *s, int kind, const char *name, int64_t n)
{
	for (int i = 0; i < TARIFF_FIGURES; i++)
		if (s->figures[i].kind == FIGURE_NONE) {
			s->figures[i] = (struct tariff_figure){ .kind = kind, .name = name, .n = n };
			return;
		}
	ASSERT(false);
}

static void assumed(struct cx *cx, struct tariff_amount *r, bool is, const char *key)
{
	if (!is)
		return;
	step(cx, r, NULL, key)->assumed = true;
	r->assumed = true;
}

/* --- blocks of minutes or pages ----------------------------------------------------------------------------------- */

/* A card's blocks in one unit: minutes, or thousandths of a page. */
struct blocks {
	int64_t first, first_cents; /* first 0: there is none */
	int64_t further, further_cents, round_to;
	int unit; /* FIGURE_MINUTES, FIGURE_PAGES */
};

static struct blocks blocks_of(const struct tariff *card)
{
	bool pages = str_is(card->basis, "pages");
	struct blocks b = { .first_cents = card->first_cents.v,
		            .first = pages ? card->first_pages.v : card->first_minutes.v,
		            .further = pages ? card->further_pages.v : card->further_minutes.v,
		            .further_cents = card->further_cents.v,
		            .unit = pages ? FIGURE_PAGES : FIGURE_MINUTES };
	b.round_to = !pages && card->step_minutes.has ? card->step_minutes.v : b.further;
	return b;
}

static int64_t up_to(int64_t n, int64_t unit)
{
	return (n + unit - 1) / unit * unit;
}

/* The share of a block, rounded half up to a cent. */
static int64_t further_cents(const struct blocks *b, int64_t quantity)
{
	return (b->further_cents * up_to(quantity, b->round_to) * 2 + b->further) / (2 * b->further);
}

static int64_t blocks_cents(const struct blocks *b, int64_t quantity)
{
	int64_t rest = quantity > b->first ? quantity - b->first : 0;
	return quantity > 0 ? b->first_cents + further_cents(b, rest) : 0;
}

static bool one_price(const struct blocks *b)
{
	return b->first == b->further && b->first_cents == b->further_cents && b->round_to == b->further;
}

/* "Danach 10 Min.: 1 x 10,00 € je angefangene Stunde = 10,00 €" */
static void say_further(struct cx *cx, struct tariff_amount *r, const char *part, const struct blocks *b, int64_t rest,
                        bool after_first)
{
	bool whole = b->round_to == b->further;
	const char *key = whole              ? (after_first ? "tariff_step.further" : "tariff_step.blocks")
	                  : b->round_to == 1 ? (after_first ? "tariff_step.further_exact" : "tariff_step.exact")
	                                     : (after_first ? "tariff_step.further_stepped" : "tariff_step.stepped");
	struct tariff_step *s = step(cx, r, part, key);
	figure(s, b->unit, "quantity", rest);
	if (whole)
		figure(s, FIGURE_COUNT, "n", up_to(rest, b->further) / b->further);
	else if (b->round_to > 1)
		figure(s, b->unit, "paid", up_to(rest, b->round_to));
	figure(s, b->unit == FIGURE_PAGES ? FIGURE_PAGE_BLOCK : FIGURE_BLOCK, "block", b->further);
	figure(s, FIGURE_MONEY, "money", b->further_cents);
	figure(s, FIGURE_MONEY, "sum", further_cents(b, rest));
}

static int64_t count_blocks(struct cx *cx, struct tariff_amount *r, const char *part, const struct blocks *b,
                            int64_t quantity)
{
	if (b->first > 0 && !one_price(b)) {
		struct tariff_step *s = step(cx, r, part, "tariff_step.first");
		figure(s, b->unit, "quantity", b->first);
		figure(s, FIGURE_MONEY, "money", b->first_cents);
		if (quantity > b->first)
			say_further(cx, r, part, b, quantity - b->first, true);
	} else {
		say_further(cx, r, part, b, quantity, false);
	}
	return blocks_cents(b, quantity);
}

/* --- is the job one? ---------------------------------------------------------------------------------------------- */

static err in_range(struct cx *cx, const char *field, struct maybe n, int kind, int64_t max)
{
	const struct tariff_figure most = { .kind = kind, .n = max };
	if (n.has && n.v < 0)
		return problem_add(cx, field, "tariff.negative", NO_ARGS);
	if (n.has && n.v > max)
		return problem_add(cx, field, "tariff.too_much",
		                   ARGS({ "max", tariff_say(cx->words, cx->mem, &most) }));
	return OK;
}

static err check_figures(struct cx *cx, const struct tariff_job *job)
{
	const struct {
		const char *field;
		struct maybe n;
		int kind;
		int64_t max;
	} figures[] = {
		{ "travel_minutes", job->travel_minutes, FIGURE_MINUTES, 24 * 60 },
		{ "distance_km", job->distance_km, FIGURE_KM, TARIFF_FARTHEST_M },
		{ "travel_cost_cents", job->travel_cost_cents, FIGURE_MONEY, TARIFF_MOST_CENTS },
		{ "cancelled_before_minutes", job->cancelled_before_minutes, FIGURE_MINUTES, 366 * 24 * 60 },
		{ "pages", job->pages, FIGURE_PAGES, TARIFF_MOST_PAGES * 1000 },
		{ "characters", job->characters, FIGURE_COUNT, TARIFF_MOST_PAGES * 10000 },
	};
	err e = OK;
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
		if (in_range(cx, figures[i].field, figures[i].n, figures[i].kind, figures[i].max) != OK)
			e = E_INVALID;
	return e;
}

/* Minutes between the two, seconds dropped from both. */
static int64_t minutes_between(instant from, instant to)
{
	return to.ms / MINUTE_MS - from.ms / MINUTE_MS;
}

static err check_times(struct cx *cx, const struct tariff *card, const struct tariff_job *job)
{
	err e = OK;
	if (!job->starts_at.ms)
		e = problem_add(cx, "starts_at", "form.required", NO_ARGS);
	if (!job->ends_at.ms)
		e = problem_add(cx, "ends_at", "form.required", NO_ARGS);
	TRY(e);
	int64_t minutes = minutes_between(job->starts_at, job->ends_at);
	if (minutes <= 0)
		return problem_add(cx, "ends_at", "tariff.ends_before_start", NO_ARGS);
	bool held = !job->cancelled_before_minutes.has;
	int64_t most = card->max_minutes.has && held ? card->max_minutes.v : TARIFF_LONGEST_MINUTES;
	if (minutes <= most)
		return OK;
	return problem_add(cx, "ends_at", most == TARIFF_LONGEST_MINUTES ? "tariff.far_too_long" : "tariff.too_long",
	                   ARGS({ "minutes", tariff_say_minutes(cx->words, cx->mem, minutes) },
	                        { "max", tariff_say_minutes(cx->words, cx->mem, most) }));
}

static err check_pages(struct cx *cx, const struct tariff *card, const struct tariff_job *job)
{
	if (job->cancelled_before_minutes.has)
		return OK;
	if (job->characters.has && !card->page_characters.has)
		return problem_add(cx, "characters", "tariff.no_standard_page", NO_ARGS);
	if (job->characters.has && job->pages.has)
		return problem_add(cx, "characters", "tariff.pages_or_characters", NO_ARGS);
	bool some = job->characters.v > 0 || job->pages.v > 0;
	return some ? OK : problem_add(cx, "pages", "tariff.pages_missing", NO_ARGS);
}

/* Without the distance nobody can tell whether the way counts. */
static err check_way(struct cx *cx, const struct tariff *card, const struct tariff_job *job)
{
	bool by_distance = card->travel_from_km.v > 0 && !str_is(card->travel_time, "none");
	if (job->cancelled_before_minutes.has || !by_distance || job->travel_minutes.v == 0 || job->distance_km.has)
		return OK;
	return problem_add(cx, "distance_km", "tariff.distance_missing",
	                   ARGS({ "km", tariff_say_km(cx->words, cx->mem, card->travel_from_km.v) }));
}

static err check_job(struct cx *cx, const struct tariff *card, const struct tariff_job *job)
{
	TRY(check_figures(cx, job));
	if (str_is(card->basis, "pages"))
		return check_pages(cx, card, job);
	TRY(check_times(cx, card, job));
	return check_way(cx, card, job);
}

/* --- the parts ---------------------------------------------------------------------------------------------------- */

static int64_t clock_minutes(struct cx *cx, instant t)
{
	str clock = instant_local(cx->mem, t); /* "29.03.2026, 06:00" */
	int64_t hours, minutes;
	ASSERT(str_to_int(str_part(clock, clock.n - 5, clock.n - 3), &hours));
	ASSERT(str_to_int(str_part(clock, clock.n - 2, clock.n), &minutes));
	return (int64_t)instant_day(t).n * 24 * 60 + hours * 60 + minutes;
}

static void say_duration(struct cx *cx, const struct tariff_job *job, struct tariff_amount *r)
{
	struct tariff_step *s = step(cx, r, NULL, "tariff_step.duration");
	figure(s, FIGURE_INSTANT, "from", job->starts_at.ms);
	figure(s, FIGURE_INSTANT, "to", job->ends_at.ms);
	figure(s, FIGURE_MINUTES, "minutes", r->minutes);
	int64_t by_clock = clock_minutes(cx, job->ends_at) - clock_minutes(cx, job->starts_at);
	if (by_clock == r->minutes)
		return;
	s = step(cx, r, NULL, "tariff_step.clock_change");
	figure(s, FIGURE_MINUTES, "clock", by_clock);
	figure(s, FIGURE_MINUTES, "minutes", r->minutes);
}

static void flat(struct cx *cx, const struct tariff *card, const char *part, struct tariff_amount *r)
{
	figure(step(cx, r, part, "tariff_step.flat"), FIGURE_MONEY, "money", card->first_cents.v);
}

static void pay_time(struct cx *cx, const struct tariff *card, const struct tariff_job *job, struct tariff_amount *r)
{
	struct blocks b = blocks_of(card);
	r->minutes = minutes_between(job->starts_at, job->ends_at);
	say_duration(cx, job, r);
	if (str_is(card->basis, "flat")) {
		flat(cx, card, "time", r);
		r->time_cents = card->first_cents.v;
	} else {
		r->time_cents = count_blocks(cx, r, "time", &b, r->minutes);
	}
}

static void pay_pages(struct cx *cx, const struct tariff *card, const struct tariff_job *job, struct tariff_amount *r)
{
	struct blocks b = blocks_of(card);
	int64_t pages = job->pages.v;
	if (job->characters.has) {
		pages = up_to(job->characters.v * 1000, card->page_characters.v) / card->page_characters.v;
		struct tariff_step *s = step(cx, r, "pages", "tariff_step.characters");
		figure(s, FIGURE_COUNT, "characters", job->characters.v);
		figure(s, FIGURE_COUNT, "page", card->page_characters.v);
		figure(s, FIGURE_PAGES, "pages", pages);
	}
	r->pages_cents = count_blocks(cx, r, "pages", &b, pages);
}

/* How many minutes of the way are paid, and why not more. */
static int64_t paid_way(struct cx *cx, const struct tariff *card, const struct tariff_job *job, struct tariff_amount *r)
{
	struct tariff_step *s;
	if (str_is(card->travel_time, "none")) {
		step(cx, r, "travel_time", "tariff_step.way_unpaid");
		return 0;
	}
	if (job->distance_km.v < card->travel_from_km.v) {
		s = step(cx, r, "travel_time", "tariff_step.way_near");
		figure(s, FIGURE_KM, "km", job->distance_km.v);
		figure(s, FIGURE_KM, "from", card->travel_from_km.v);
		return 0;
	}
	if (!card->travel_max_minutes.has || job->travel_minutes.v <= card->travel_max_minutes.v)
		return job->travel_minutes.v;
	s = step(cx, r, "travel_time", "tariff_step.way_capped");
	figure(s, FIGURE_MINUTES, "minutes", job->travel_minutes.v);
	figure(s, FIGURE_MINUTES, "max", card->travel_max_minutes.v);
	return card->travel_max_minutes.v;
}

static void pay_way(struct cx *cx, const struct tariff *card, const struct tariff_job *job, struct tariff_amount *r)
{
	if (job->travel_minutes.v == 0)
		return;
	r->travel_minutes = paid_way(cx, card, job, r);
	if (r->travel_minutes > 0 && str_is(card->travel_time, "own")) {
		struct blocks own = { .further = card->travel_block_minutes.v,
			              .further_cents = card->travel_block_cents.v,
			              .round_to = card->travel_block_minutes.v,
			              .unit = FIGURE_MINUTES };
		step(cx, r, "travel_time", "tariff_step.way_own");
		r->travel_time_cents = count_blocks(cx, r, "travel_time", &own, r->travel_minutes);
	} else if (r->travel_minutes > 0) {
		struct blocks b = blocks_of(card);
		int64_t with_way = blocks_cents(&b, r->minutes + r->travel_minutes);
		r->travel_time_cents = with_way - r->time_cents;
		struct tariff_step *s = step(cx, r, "travel_time", "tariff_step.way_joined");
		figure(s, FIGURE_MINUTES, "way", r->travel_minutes);
		figure(s, FIGURE_MINUTES, "minutes", r->minutes + r->travel_minutes);
		figure(s, FIGURE_MONEY, "money", with_way);
		figure(s, FIGURE_MONEY, "sum", r->travel_time_cents);
	}
	assumed(cx, r, card->travel_assumed, "tariff_step.travel_assumed");
}

static int64_t km_cost(struct cx *cx, const struct tariff *card, int64_t metres, struct tariff_amount *r)
{
	int64_t driven = card->both_ways ? 2 * metres : metres, cents = money_times(card->km_cents.v, driven);
	struct tariff_step *s =
	        step(cx, r, "travel_cost", card->both_ways ? "tariff_step.cost_km_both" : "tariff_step.cost_km");
	figure(s, FIGURE_KM, "km", metres);
	figure(s, FIGURE_MONEY, "money", card->km_cents.v);
	figure(s, FIGURE_MONEY, "sum", cents);
	return cents;
}

static void pay_cost(struct cx *cx, const struct tariff *card, const struct tariff_job *job, struct tariff_amount *r)
{
	int64_t cents = 0;
	if (str_is(card->travel_cost, "per_km") && job->distance_km.v > 0) {
		cents = km_cost(cx, card, job->distance_km.v, r);
	} else if (str_is(card->travel_cost, "as_given") && job->travel_cost_cents.v > 0) {
		cents = job->travel_cost_cents.v;
		figure(step(cx, r, "travel_cost", "tariff_step.cost_given"), FIGURE_MONEY, "sum", cents);
	}
	if (!str_is(card->travel_cost, "as_given") && job->travel_cost_cents.v > 0)
		figure(step(cx, r, "travel_cost", "tariff_step.cost_unpaid"), FIGURE_MONEY, "sum",
		       job->travel_cost_cents.v);
	if (card->travel_cost_max_cents.has && cents > card->travel_cost_max_cents.v) {
		cents = card->travel_cost_max_cents.v;
		figure(step(cx, r, "travel_cost", "tariff_step.cost_capped"), FIGURE_MONEY, "max", cents);
	}
	r->travel_cost_cents = cents;
}

/* Nobody travelled, so the way is not paid. */
static void pay_cancelled(struct cx *cx, const struct tariff *card, int64_t before, struct tariff_amount *r)
{
	struct blocks b = blocks_of(card);
	bool late = card->cancel_hours.has && before < card->cancel_hours.v * 60;
	struct tariff_step *s = step(cx, r, "cancellation",
	                             late                     ? "tariff_step.cancelled_late"
	                             : card->cancel_hours.has ? "tariff_step.cancelled_early"
	                                                      : "tariff_step.cancelled_unpaid");
	figure(s, FIGURE_MINUTES, "before", before);
	if (card->cancel_hours.has)
		figure(s, FIGURE_MINUTES, "limit", card->cancel_hours.v * 60);
	if (!late)
		return;
	figure(s, FIGURE_MINUTES, "paid", card->cancel_minutes.v);
	if (str_is(card->basis, "flat")) {
		flat(cx, card, "cancellation", r);
		r->cancellation_cents = card->first_cents.v;
	} else {
		r->cancellation_cents = count_blocks(cx, r, "cancellation", &b, card->cancel_minutes.v);
	}
	assumed(cx, r, card->cancel_assumed, "tariff_step.cancel_assumed");
}

err tariff_amount(struct cx *cx, const struct tariff *card, const struct tariff_job *job, struct tariff_amount *ret)
{
	struct tariff_amount *r = ret;
	*r = (struct tariff_amount){ 0 };
	TRY(check_job(cx, card, job));
	bool cancelled = job->cancelled_before_minutes.has;
	if (cancelled)
		pay_cancelled(cx, card, job->cancelled_before_minutes.v, r);
	else if (str_is(card->basis, "pages"))
		pay_pages(cx, card, job, r);
	else
		pay_time(cx, card, job, r);
	bool by_card = r->time_cents + r->pages_cents + r->cancellation_cents > 0;
	assumed(cx, r, card->rate_assumed && by_card, "tariff_step.rate_assumed");
	assumed(cx, r, card->step_assumed && by_card, "tariff_step.step_assumed");
	if (!cancelled && !str_is(card->basis, "pages"))
		pay_way(cx, card, job, r);
	if (!cancelled)
		pay_cost(cx, card, job, r);
	r->total_cents =
	        r->time_cents + r->pages_cents + r->travel_time_cents + r->travel_cost_cents + r->cancellation_cents;
	figure(step(cx, r, NULL, "tariff_step.total"), FIGURE_MONEY, "sum", r->total_cents);
	return OK;
}

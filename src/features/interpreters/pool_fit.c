/* pool_fit.c -- the hard conditions: one function each, and the table that makes them a closed list. */
#include "features/interpreters/pool_fit_look.h"

#include "base/arena.h"
#include "base/error.h"

enum { DAY_MINUTES = 1440, MINUTE_MS = 60000 };

static const char *const refusal_codes[] = { "not_listed", "no_service",   "no_language", "no_dialect", "low_level",
	                                     "no_mode",    "other_gender", "untrained",   "unpledged",  "uncertified",
	                                     "paused",     "declined",     "away",        "no_hours",   "clash",
	                                     "week_full",  "ceiling",      NULL };
const struct choices fit_refusal_choices = { "fit_refusal", refusal_codes };

/* --- codes -------------------------------------------------------------------------------------------------------- */

/* Its place in the list; -1: not in it. */
static int place_in(const char *const *codes, str code)
{
	for (int i = 0; codes[i]; i++)
		if (str_is(code, codes[i]))
			return i;
	return -1;
}

enum fit_mode fit_mode_of(str code)
{
	static const char *const codes[] = { "on_site", "phone", "video", "written", NULL };
	int i = place_in(codes, code);
	return i < 0 ? FIT_ON_SITE : (enum fit_mode)(1u << i);
}

enum fit_service fit_service_of(str code)
{
	static const char *const codes[] = { "interpreting", "guiding", "translating", NULL };
	int i = place_in(codes, code);
	return i < 0 ? FIT_INTERPRETING : (enum fit_service)(1u << i);
}

enum fit_level fit_level_of(str code)
{
	static const char *const codes[] = { "good", "fluent", "native", NULL };
	return (enum fit_level)(place_in(codes, code) + 1);
}

enum fit_gender fit_gender_of(str code)
{
	static const char *const codes[] = { "female", "male", "diverse", NULL };
	return (enum fit_gender)(place_in(codes, code) + 1);
}

/* --- what is looked at -------------------------------------------------------------------------------------------- */

day fit_week(instant start)
{
	day d = instant_day(start);
	return day_add(d, 1 - day_weekday(d));
}

/* An end at midnight belongs to the day before. */
struct fit_look fit_look_of(const struct fit_rules *rules, const struct fit_request *rq)
{
	const struct fit_slot *s = &rq->slot;
	ASSERT(s->end.ms > s->start.ms);
	instant end = { (s->end.ms + MINUTE_MS - 1) / MINUTE_MS * MINUTE_MS };
	struct fit_look l = { .rules = rules,
		              .rq = rq,
		              .first = instant_day(s->start),
		              .last = instant_day(end),
		              .from_minute = instant_minute(s->start),
		              .to_minute = instant_minute(end) };
	if (l.to_minute == 0) {
		l.last = day_add(l.last, -1);
		l.to_minute = DAY_MINUTES;
	}
	day monday = day_add(l.first, 1 - day_weekday(l.first));
	l.week_start = instant_at(monday, 0);
	l.week_end = instant_at(day_add(monday, 7), 0);
	l.year = day_year(l.first);
	return l;
}

static bool in_days(day d, day from, day to)
{
	return day_is(from) && day_cmp(from, d) <= 0 && (!day_is(to) || day_cmp(d, to) <= 0);
}

static const struct fit_papers *papers_of(const struct fit_look *l, const struct fit_candidate *c)
{
	const struct fit_papers *papers = &c->person->papers;
	LIST_EACH (const struct fit_papers, p, &c->person->later)
		if (day_cmp(p->from, l->first) <= 0)
			papers = p;
	return papers;
}

/* --- what the person is ------------------------------------------------------------------------------------------- */

static bool is_listed(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	const struct fit_papers *p = papers_of(l, c);
	return in_days(l->first, p->listed_from, DAY_NONE) && (!day_is(p->left_on) || day_cmp(l->last, p->left_on) < 0);
}

static bool serves(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	return (c->person->services & l->rq->service) != 0;
}

/* How far the best row of the person goes: language, dialect, level, mode must meet in one (P-INT-2). */
enum reach { REACH_NOTHING, REACH_LANGUAGE, REACH_DIALECT, REACH_LEVEL, REACH_ALL };

static enum reach reach_of(const struct fit_request *rq, const struct fit_language *row)
{
	if (!str_eq(row->language, rq->language))
		return REACH_NOTHING;
	if (rq->dialect.p && !row->all_dialects && !str_eq(row->dialect, rq->dialect))
		return REACH_LANGUAGE;
	if (row->level < rq->level)
		return REACH_DIALECT;
	return row->modes & rq->slot.mode ? REACH_ALL : REACH_LEVEL;
}

static enum reach best_reach(const struct fit_request *rq, const struct fit_person *p)
{
	enum reach best = REACH_NOTHING;
	LIST_EACH (const struct fit_language, row, &p->languages) {
		enum reach one = reach_of(rq, row);
		best = one > best ? one : best;
	}
	return best;
}

static bool speaks(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	return best_reach(l->rq, c->person) != REACH_NOTHING;
}
static bool speaks_dialect(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	return best_reach(l->rq, c->person) != REACH_LANGUAGE;
}
static bool speaks_well(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	return best_reach(l->rq, c->person) != REACH_DIALECT;
}
static bool works_so(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	return best_reach(l->rq, c->person) != REACH_LEVEL;
}

static bool has_gender(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	return !l->rq->gender_needed || l->rq->gender == FIT_ANY_GENDER || c->person->gender == l->rq->gender;
}

/* --- what was proven ---------------------------------------------------------------------------------------------- */

static bool is_trained(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r)
{
	const struct fit_papers *p = papers_of(l, c);
	r->until = p->trained_until;
	return l->rules->waives_training || in_days(l->first, p->trained_on, p->trained_until);
}

static bool is_pledged(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	return l->rules->waives_pledge || in_days(l->first, papers_of(l, c)->pledged_on, DAY_NONE);
}

static bool is_certified(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r)
{
	const struct fit_papers *p = papers_of(l, c);
	r->until = p->certified_until;
	return l->rules->waives_certificate ||
	       (in_days(l->first, p->certified_on, DAY_NONE) && day_is(p->certified_until) &&
	        day_cmp(l->last, p->certified_until) <= 0);
}

/* --- when the person is there ------------------------------------------------------------------------------------- */

static bool is_active(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r)
{
	const struct fit_papers *p = papers_of(l, c);
	r->from = p->paused_from;
	r->until = p->paused_until;
	return !day_is(p->paused_from) || day_cmp(l->last, p->paused_from) < 0 ||
	       (day_is(p->paused_until) && day_cmp(l->first, p->paused_until) > 0);
}

static bool is_willing(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	LIST_EACH (const int64_t, id, &l->rq->declined)
		if (*id == c->person->id)
			return false;
	return true;
}

static const struct fit_days *exception_on(const struct fit_person *p, day d, bool there)
{
	LIST_EACH (const struct fit_days, e, &p->exceptions)
		if (e->there == there && in_days(d, e->from, e->to))
			return e;
	return NULL;
}

/* An appointment needs all of its days, written work one of them. */
static bool is_not_away(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r)
{
	int days = 0, away = 0;
	if (c->person->exceptions.n == 0)
		return true;
	for (day d = l->first; day_cmp(d, l->last) <= 0; d = day_add(d, 1), days++) {
		const struct fit_days *e = exception_on(c->person, d, false);
		if (e && away++ == 0) {
			r->from = e->from;
			r->until = e->to;
		}
	}
	return away == 0 || (l->rq->slot.mode == FIT_WRITTEN && away < days);
}

/* Whether the hours of that weekday, joined where they touch, hold all minutes of [from, to). */
static bool hours_hold(const struct list *hours, int weekday, int from, int to)
{
	for (int at = from; at < to;) {
		int next = at;
		LIST_EACH (const struct fit_hours, h, hours)
			if (h->weekday == weekday && h->from_minute <= at && h->to_minute > next)
				next = h->to_minute;
		if (next == at)
			return false;
		at = next;
	}
	return true;
}

static bool has_hours(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r UNUSED)
{
	const struct fit_person *p = c->person;
	if (p->hours.n == 0 || l->rq->slot.mode == FIT_WRITTEN)
		return true;
	for (day d = l->first; day_cmp(d, l->last) <= 0; d = day_add(d, 1)) {
		int from = day_cmp(d, l->first) == 0 ? l->from_minute : 0;
		int to = day_cmp(d, l->last) == 0 ? l->to_minute : DAY_MINUTES;
		if (!exception_on(p, d, true) && !hours_hold(&p->hours, day_weekday(d), from, to))
			return false;
	}
	return true;
}

/* --- what is booked already --------------------------------------------------------------------------------------- */

bool fit_clash(const struct travel_rule *rule, const struct fit_slot *x, const struct fit_slot *y,
               int64_t *ret_way_minutes)
{
	if (x->mode == FIT_WRITTEN || y->mode == FIT_WRITTEN)
		return false;
	int64_t gap = x->start.ms < y->start.ms ? y->start.ms - x->end.ms : x->start.ms - y->end.ms;
	int64_t way = 0;
	if (gap >= 0 && x->mode == FIT_ON_SITE && y->mode == FIT_ON_SITE && gap < INT64_C(86400000))
		way = travel_minutes(rule, x->place, y->place);
	if (gap >= way * MINUTE_MS)
		return false;
	*ret_way_minutes = gap < 0 ? 0 : way;
	return true;
}

static bool is_free(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r)
{
	LIST_EACH (const struct fit_booking, b, &c->person->bookings) {
		int64_t way;
		if (b->id == l->rq->id || !fit_clash(&l->rules->travel, &l->rq->slot, &b->slot, &way) ||
		    (r->starts.ms && r->starts.ms <= b->slot.start.ms))
			continue;
		r->booking_id = b->id;
		r->starts = b->slot.start;
		r->ends = b->slot.end;
		r->way_minutes = way;
	}
	return r->starts.ms == 0;
}

static bool has_room(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r)
{
	const struct fit_person *p = c->person;
	r->most = p->most_per_week;
	if (p->most_per_week == 0)
		return true;
	LIST_EACH (const struct fit_booking, b, &p->bookings)
		r->count +=
		        b->id != l->rq->id && b->slot.start.ms >= l->week_start.ms && b->slot.start.ms < l->week_end.ms;
	return r->count < r->most;
}

static bool stays_below(const struct fit_look *l, const struct fit_candidate *c, struct fit_reason *r)
{
	LIST_EACH (const struct fit_year, y, &c->person->years) {
		if (y->year != l->year)
			continue;
		r->earned_cents = y->earned_cents;
		r->more_cents = c->price.earned_cents;
		r->ceiling_cents = y->ceiling_cents;
		return y->consented || y->earned_cents + c->price.earned_cents <= y->ceiling_cents;
	}
	return true;
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static bool (*const conditions[FIT_REFUSALS])(const struct fit_look *, const struct fit_candidate *,
                                              struct fit_reason *) = {
	[FIT_NOT_LISTED] = is_listed,      [FIT_NO_SERVICE] = serves,     [FIT_NO_LANGUAGE] = speaks,
	[FIT_NO_DIALECT] = speaks_dialect, [FIT_LOW_LEVEL] = speaks_well, [FIT_NO_MODE] = works_so,
	[FIT_OTHER_GENDER] = has_gender,   [FIT_UNTRAINED] = is_trained,  [FIT_UNPLEDGED] = is_pledged,
	[FIT_UNCERTIFIED] = is_certified,  [FIT_PAUSED] = is_active,      [FIT_DECLINED] = is_willing,
	[FIT_AWAY] = is_not_away,          [FIT_NO_HOURS] = has_hours,    [FIT_CLASH] = is_free,
	[FIT_WEEK_FULL] = has_room,        [FIT_CEILING] = stays_below
};

uint32_t fit_refusals(struct arena *a, const struct fit_look *l, const struct fit_candidate *c, struct list *found)
{
	uint32_t refused = 0;
	for (unsigned why = 0; why < FIT_REFUSALS; why++) {
		struct fit_reason r = { .why = (enum fit_refusal)why };
		if (conditions[why](l, c, &r))
			continue;
		refused |= UINT32_C(1) << why;
		if (found)
			*LIST_ADD(a, found, struct fit_reason) = r;
	}
	return refused;
}

/* The ceiling comes last in the table: it alone needs the price, and so the way. */
bool fit_suits(const struct fit_look *l, struct fit_candidate *c)
{
	struct fit_reason r = { 0 };
	for (int why = 0; why < FIT_CEILING; why++)
		if (!conditions[why](l, c, &r))
			return false;
	fit_measure(l, c);
	return conditions[FIT_CEILING](l, c, &r);
}

bool fit_needs_consent(uint32_t refused)
{
	return refused == UINT32_C(1) << FIT_CEILING;
}

#include "features/grants/grant_interest.h"

#include "base/money.h"

static const struct field stretch_fields[] = {
	FIELD(struct interest_stretch, from, KIND_DAY),
	FIELD(struct interest_stretch, until, KIND_DAY),
	FIELD(struct interest_stretch, days, KIND_INT),
	FIELD(struct interest_stretch, principal_cents, KIND_MONEY),
	FIELD(struct interest_stretch, paid_on, KIND_DAY),
	FIELD(struct interest_stretch, repaid, KIND_BOOL),
	FIELD(struct interest_stretch, day_assumed, KIND_BOOL),
	FIELD(struct interest_stretch, base_rate, KIND_DECIMAL, .maybe = true),
	FIELD(struct interest_stretch, points, KIND_DECIMAL, .maybe = true),
	FIELD(struct interest_stretch, cents, KIND_MONEY, .maybe = true),
	FIELD(struct interest_stretch, calculation, KIND_TEXT),
	FIELD(struct interest_stretch, source, KIND_TEXT, .max = 1000),
	FIELD(struct interest_stretch, mark, KIND_CHOICE, .choices = &mark_choices),
};
const struct record interest_stretch_rec = RECORD("interest_stretch", struct interest_stretch, stretch_fields);

static const struct field interest_fields[] = {
	FIELD(struct grant_interest, cents, KIND_MONEY),
	FIELD(struct grant_interest, complete, KIND_BOOL),
	FIELD(struct grant_interest, assumed, KIND_BOOL),
	FIELD(struct grant_interest, stretches, KIND_MANY, .of = &interest_stretch_rec),
};
const struct record grant_interest_rec = RECORD("grant_interest", struct grant_interest, interest_fields);

/* --- which money -------------------------------------------------------------------------------------------------- */

static void add_money(struct arena *a, struct list *ret, const struct grant_call *c, int64_t cents, day used_on)
{
	if (cents > 0)
		*LIST_ADD(a, ret, struct interest_money) = (struct interest_money){
			.cents = cents, .paid_on = c->paid_on, .use_by = c->use_by, .used_on = used_on
		};
}

/* The uses of a payment, and what is left of it without a day. More than was paid is not used. */
static void add_call(struct arena *a, const struct grant_call *c, const struct list *events, struct list *ret)
{
	int64_t left = c->paid_cents;
	LIST_EACH (const struct grant_event, e, events) {
		if (!str_is(e->kind, "used") || !e->about_id.has || e->about_id.v != c->event_id)
			continue;
		int64_t used = e->cents.v < left ? e->cents.v : left;
		add_money(a, ret, c, used, e->day);
		left -= used;
	}
	add_money(a, ret, c, left, DAY_NONE);
}

static int by_payment(const void *a_, const void *b_)
{
	const struct interest_money *a = a_, *b = b_;
	int paid = day_cmp(a->paid_on, b->paid_on);
	return paid ? paid : day_cmp(a->used_on, b->used_on);
}

/* What is given back next: see the head of the header. NULL: nothing is left. */
static struct interest_money *next_back(const struct list *money)
{
	struct interest_money *best = NULL;
	LIST_EACH (struct interest_money, m, money) {
		if (m->repaid || m->cents == 0)
			continue;
		bool idle = !day_is(m->used_on), best_idle = best && !day_is(best->used_on);
		bool later =
		        best && (day_cmp(m->paid_on, best->paid_on) > 0 ||
		                 (day_cmp(m->paid_on, best->paid_on) == 0 && day_cmp(m->used_on, best->used_on) >= 0));
		if (!best || (idle && !best_idle) || (idle == best_idle && later))
			best = m;
	}
	return best;
}

/* What comes back of one payment is one part, whatever it was before: it is rounded once. */
static void add_back(struct arena *a, struct list *money, struct interest_money back)
{
	LIST_EACH (struct interest_money, m, money)
		if (m->repaid && day_cmp(m->paid_on, back.paid_on) == 0) {
			m->cents += back.cents;
			return;
		}
	*LIST_ADD(a, money, struct interest_money) = back;
}

static void give_back(struct arena *a, struct list *money, int64_t cents, day until)
{
	while (cents > 0) {
		struct interest_money *m = next_back(money);
		if (!m)
			return;
		struct interest_money back = *m;
		back.cents = m->cents < cents ? m->cents : cents;
		back.used_on = until;
		back.repaid = true;
		cents -= back.cents;
		m->cents -= back.cents;
		add_back(a, money, back);
	}
}

/* Keeps what has cents, and of that only what was kept by the KI if `kept_only`. */
static void drop(struct list *money, bool kept_only)
{
	size_t n = 0;
	LIST_EACH (const struct interest_money, m, money)
		if (m->cents > 0 && !(kept_only && m->repaid))
			*LIST_AT(money, struct interest_money, n++) = *m;
	money->n = n;
}

void grant_interest_money(struct arena *a, const struct grant_state *s, const struct list *events,
                          struct interest_back back, day year_end, day until, struct list *ret)
{
	LIST_EACH (const struct grant_call, c, &s->calls)
		if (c->paid_id)
			add_call(a, c, events, ret);
	day last = day_cmp(year_end, until) < 0 ? year_end : until;
	give_back(a, ret, back.before_cents, until);
	drop(ret, true);
	give_back(a, ret, back.cents, until);
	LIST_EACH (struct interest_money, m, ret)
		if (!day_is(m->used_on)) {
			m->used_on = day_cmp(last, m->paid_on) > 0 ? last : m->paid_on;
			m->day_assumed = true;
		}
	drop(ret, false);
	list_sort(ret, by_payment);
}

/* --- stretches ---------------------------------------------------------------------------------------------------- */

static const struct rule *rule_on(const struct interest_rules *r, const char *item, day on)
{
	return term_of(r->rules, str_of(item), r->authority, r->centre_id, on);
}

static struct maybe points_of(const struct rule *r)
{
	struct maybe m = { 0 };
	m.has = r && decimal_parse(r->value, &m.v);
	return m;
}

static bool is_rate(const struct rule *r)
{
	return str_is(r->item, "base_rate") || str_is(r->item, "interest_points") || str_is(r->item, "interest_method");
}

/* The first day after `on` on which a rule begins or has ended; `end` if that comes first. */
static day next_change(const struct interest_rules *r, day on, day end)
{
	day next = end;
	LIST_EACH (const struct rule, rule, r->rules) {
		if (!is_rate(rule))
			continue;
		day over = day_is(rule->valid_to) ? day_add(rule->valid_to, 1) : DAY_NONE;
		if (day_cmp(rule->valid_from, on) > 0 && day_cmp(rule->valid_from, next) < 0)
			next = rule->valid_from;
		if (day_cmp(over, on) > 0 && day_cmp(over, next) < 0)
			next = over;
	}
	return next;
}

int64_t grant_interest_cents(int64_t cents, int64_t rate, int64_t days)
{
	ASSERT(cents >= 0 && rate >= 0 && days >= 0);
	const __int128 whole = (__int128)100 * 1000 * 365;
	return (int64_t)(((__int128)cents * rate * days + whole / 2) / whole);
}

static str money_said(struct arena *a, const struct interest_rules *r, int64_t cents)
{
	return r->english ? money_english(a, cents) : money_german(a, cents);
}

static void reckon(struct arena *a, const struct interest_rules *r, bool method_known, struct interest_stretch *s)
{
	if (!s->base_rate.has || !s->points.has || !method_known) {
		s->calculation = S("?");
		return;
	}
	int64_t sum = s->base_rate.v + s->points.v, rate = sum > 0 ? sum : 0;
	s->cents = MAYBE(grant_interest_cents(s->principal_cents, rate, s->days));
	str percent = r->english ? decimal_english(a, rate) : decimal_german(a, rate);
	s->calculation = str_print(a, STR_FMT " × " STR_FMT " %% × %d/365 = " STR_FMT,
	                           STR_ARG(money_said(a, r, s->principal_cents)), STR_ARG(percent), (int)s->days,
	                           STR_ARG(money_said(a, r, s->cents.v)));
}

static str less_sure(str a, str b)
{
	return mark_rank(a) >= mark_rank(b) ? a : b;
}

static void say_sources(struct arena *a, const struct rule *base, const struct rule *points, const struct rule *method,
                        struct interest_stretch *s)
{
	s->mark = S("unknown");
	if (!base || !points || !method)
		return;
	s->source = str_print(a, STR_FMT "; " STR_FMT, STR_ARG(base->source), STR_ARG(points->source));
	s->mark = less_sure(less_sure(base->mark, points->mark), method->mark);
}

/* What holds on a day. */
struct in_force {
	const struct rule *base, *points, *method;
};

static struct in_force in_force_on(const struct interest_rules *r, day on)
{
	return (struct in_force){ rule_on(r, "base_rate", on), rule_on(r, "interest_points", on),
		                  rule_on(r, "interest_method", on) };
}

/* Alike in value, source and mark: a stretch that goes on with another rule still says where its rate comes from. */
static bool alike(const struct rule *a, const struct rule *b)
{
	return a == b ||
	       (a && b && str_eq(a->value, b->value) && str_eq(a->source, b->source) && str_eq(a->mark, b->mark));
}

static bool goes_on(const struct in_force *a, const struct in_force *b)
{
	return alike(a->base, b->base) && alike(a->points, b->points) && alike(a->method, b->method);
}

/* The days from `from` on with one rate: up to the day before *ret_next. */
static struct interest_stretch stretch_from(struct arena *a, const struct interest_rules *r,
                                            const struct interest_money *m, day from, day *ret_next)
{
	const struct in_force now = in_force_on(r, from);
	struct interest_stretch s = { .from = from,
		                      .principal_cents = m->cents,
		                      .paid_on = m->paid_on,
		                      .repaid = m->repaid,
		                      .day_assumed = m->day_assumed,
		                      .base_rate = points_of(now.base),
		                      .points = points_of(now.points) };
	day next = next_change(r, from, m->used_on);
	for (struct in_force then; day_cmp(next, m->used_on) < 0; next = next_change(r, next, m->used_on)) {
		then = in_force_on(r, next);
		if (!goes_on(&now, &then))
			break;
	}
	s.until = day_add(next, -1);
	s.days = day_diff(next, from);
	say_sources(a, now.base, now.points, now.method, &s);
	reckon(a, r, now.method && str_is(now.method->value, "act_365"), &s);
	*ret_next = next;
	return s;
}

void grant_interest_add(struct arena *a, const struct interest_rules *r, const struct interest_money *m,
                        struct grant_interest *ret)
{
	if (ret->stretches.n == 0)
		ret->complete = true;
	if (m->cents <= 0 || day_cmp(m->used_on, m->use_by) <= 0)
		return;
	for (day from = m->paid_on; day_cmp(from, m->used_on) < 0;) {
		struct interest_stretch s = stretch_from(a, r, m, from, &from);
		ret->cents += s.cents.v;
		ret->complete = ret->complete && s.cents.has;
		ret->assumed =
		        ret->assumed || m->repaid || m->day_assumed || mark_rank(s.mark) >= mark_rank(S("assumed"));
		*LIST_ADD(a, &ret->stretches, struct interest_stretch) = s;
	}
}

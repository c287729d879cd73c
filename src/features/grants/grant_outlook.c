#include "features/grants/grant_outlook.h"

#include <string.h>

#include "core/spending.h"
#include "core/words.h"
#include "features/staff/staff_model.h"

#define OUT(member, kind_) FIELD(struct grant_outlook, member, kind_)
static const struct field outlook_fields[] = {
	OUT(item, KIND_TEXT),
	OUT(label, KIND_TEXT),
	OUT(group, KIND_TEXT),
	OUT(granted_cents, KIND_MONEY),
	OUT(recorded_cents, KIND_MONEY),
	OUT(plan_cents, KIND_MONEY),
	OUT(pool_cents, KIND_MONEY),
	OUT(cost_cents, KIND_MONEY),
	OUT(spent_cents, KIND_MONEY),
	OUT(own_cents, KIND_MONEY),
	OUT(committed_cents, KIND_MONEY),
	OUT(left_cents, KIND_MONEY),
	OUT(forecast_cents, KIND_MONEY),
	OUT(unused_cents, KIND_MONEY),
	OUT(at_least, KIND_BOOL),
	FIELD(struct grant_outlook, spent_said, KIND_TEXT, .max = 1000),
	FIELD(struct grant_outlook, committed_said, KIND_TEXT, .max = 1000),
	FIELD(struct grant_outlook, forecast_said, KIND_TEXT, .max = 1000),
};
const struct record grant_outlook_rec = RECORD("grant_outlook", struct grant_outlook, outlook_fields);

static const struct field staff_fields[] = {
	FIELD(struct staff_cost, item, KIND_TEXT),
	FIELD(struct staff_cost, title, KIND_TEXT),
	FIELD(struct staff_cost, calculation, KIND_TEXT, .max = 1000),
	FIELD(struct staff_cost, path, KIND_PATH),
	FIELD(struct staff_cost, granted_cents, KIND_MONEY, .maybe = true),
	FIELD(struct staff_cost, cost_cents, KIND_MONEY, .maybe = true),
};
const struct record staff_cost_rec = RECORD("grant_staff_cost", struct staff_cost, staff_fields);

int64_t grant_straight_line(int64_t spent, day from, day to, day today)
{
	int64_t gone = day_diff(today, from) + 1, all = day_diff(to, from) + 1;
	if (gone >= all)
		return spent;
	return gone <= 0 ? 0 : (int64_t)(((__int128)spent * all * 2 + gone) / (2 * gone));
}

/* --- the staff plan ----------------------------------------------------------------------------------------------- */

static str item_of_line(const struct grant_case *c, str line)
{
	bool base = str_is(c->programme, "base");
	if (base && (str_is(line, "specialist") || str_is(line, "assistant")))
		return line;
	return str_is(c->programme, "komman") && str_is(line, "komman") ? S("komman_posts") : STR_NONE;
}

/* Posts of KIM belong to its case, and the plan does not say to which of its positions. */
static bool of_case(const struct grant_case *c, str line)
{
	return item_of_line(c, line).p || (str_is(c->programme, "kim") && str_is(line, "kim"));
}

static err staff_money(struct cx *cx, const struct tenant *centre, const struct grant_case *c, day until,
                       struct staff_money *ret)
{
	struct list rules = { 0 };
	struct staff s = { 0 };
	day from = day_of((int)c->year, 1, 1), to = day_of((int)c->year, 12, 31);
	TRY(rules_known(cx, cx->now, &rules));
	TRY(staff_load(cx, centre, from, to, &s));
	*ret = staff_money_of(cx->mem, &s, &rules, centre->kind, centre->id, (int)c->year, until,
	                      !strcmp(words_language(cx->words), "en"));
	return OK;
}

err grant_staff_costs(struct cx *cx, const struct tenant *centre, const struct grant_case *c, day until,
                      struct list *ret)
{
	struct staff_money m;
	TRY(staff_money(cx, centre, c, until, &m));
	LIST_EACH (const struct line_money, l, &m.lines)
		LIST_EACH (const struct post_money, p, &l->posts)
			if (of_case(c, l->line))
				*LIST_ADD(cx->mem, ret, struct staff_cost) = (struct staff_cost){
					.item = item_of_line(c, l->line),
					.title = p->title,
					.calculation = p->calculation,
					.path = str_print(cx->mem, "/centres/" STR_FMT "/staff/posts/%lld",
					                  STR_ARG(centre->slug), (long long)p->post_id),
					.granted_cents = p->granted_cents,
					.cost_cents = p->cost_cents,
				};
	return OK;
}

static int64_t plan_of_item(const struct list *costs, str item, int64_t *ret_unknown)
{
	int64_t cents = 0;
	*ret_unknown = 0;
	LIST_EACH (const struct staff_cost, s, costs)
		if (s->item.p && str_eq(s->item, item)) {
			cents += s->granted_cents.v;
			*ret_unknown += !s->granted_cents.has;
		}
	return cents;
}

/* --- per position ------------------------------------------------------------------------------------------------- */

struct known {
	struct cx *cx;
	const struct grant_case *c;
	day first, last, today;          /* of the year; today: at most its last day */
	struct list sums;                /* struct grant_cost_sum until today */
	struct list plan_now, plan_year; /* struct staff_cost */
	struct list spending;            /* struct spending */
};

static str money(const struct known *k, int64_t cents)
{
	return say_money(k->cx->words, k->cx->mem, cents);
}

static int64_t recorded(const struct known *k, str item)
{
	int64_t cents = 0;
	LIST_EACH (const struct grant_cost_sum, s, &k->sums)
		if (str_eq(s->item, item) && str_is(s->side, "expense") && str_is(s->source, "land"))
			cents += s->cents;
	return cents;
}

static int64_t above(int64_t a, int64_t b)
{
	return a > b ? a - b : 0;
}

/* What others gave for the position beyond the lines that are booked on them: it takes the place of own money first. */
static int64_t given_by_others(const struct known *k, str item)
{
	int64_t income = 0, booked = 0, own = 0;
	LIST_EACH (const struct grant_cost_sum, s, &k->sums) {
		if (!str_eq(s->item, item) || str_is(s->source, "land"))
			continue;
		if (!str_is(s->side, "expense"))
			income += str_is(s->source, "own") ? 0 : s->cents;
		else if (str_is(s->source, "own"))
			own += s->cents;
		else
			booked += s->cents;
	}
	return above(above(income, booked), own);
}

static void add_spending(const struct known *k, struct grant_outlook *o)
{
	LIST_EACH (const struct spending, s, &k->spending)
		if (str_eq(s->item, o->item)) {
			o->pool_cents += s->spent_cents;
			o->committed_cents += s->committed_cents;
		}
}

struct grant_capped grant_cap(int64_t cost, int64_t ceiling)
{
	int64_t granted = cost < ceiling ? cost : ceiling;
	return (struct grant_capped){ granted, cost - granted };
}

static void fill_spent(const struct known *k, struct grant_outlook *o)
{
	struct cx *cx = k->cx;
	bool by_plan = o->plan_cents > o->recorded_cents; /* one small line does not make the posts cheap */
	o->cost_cents = above(by_plan ? o->plan_cents : o->recorded_cents + o->pool_cents, o->others_cents);
	struct grant_capped c = grant_cap(o->cost_cents, o->granted_cents);
	o->spent_cents = c.granted;
	o->own_cents = c.own;
	const char *key = by_plan         ? "grants.outlook.spent_plan"
	                  : o->pool_cents ? "grants.outlook.spent_pool"
	                                  : "grants.outlook.spent_lines";
	o->spent_said = word_args(cx->words, cx->mem, key,
	                          ARGS({ "plan", money(k, o->plan_cents) }, { "lines", money(k, o->recorded_cents) },
	                               { "pool", money(k, o->pool_cents) }, { "cost", money(k, o->cost_cents) }));
	if (o->others_cents)
		o->spent_said = str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(o->spent_said),
		                          STR_ARG(word_args(cx->words, cx->mem, "grants.outlook.others",
		                                            ARGS({ "others", money(k, o->others_cents) }))));
	if (c.own)
		o->spent_said = str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(o->spent_said),
		                          STR_ARG(word_args(cx->words, cx->mem, "grants.outlook.own",
		                                            ARGS({ "granted", money(k, o->granted_cents) },
		                                                 { "own", money(k, c.own) }))));
	o->committed_said = word(cx->words, cx->mem,
	                         o->committed_cents ? "grants.outlook.committed" : "grants.outlook.committed_none");
}

static void fill_forecast(const struct known *k, struct grant_outlook *o)
{
	struct cx *cx = k->cx;
	int64_t unknown, planned = plan_of_item(&k->plan_year, o->item, &unknown),
	                 promised = o->cost_cents + o->committed_cents,
	                 line = grant_straight_line(o->cost_cents, k->first, k->last, k->today), will = line;
	const char *key = "grants.outlook.by_line";
	if (day_cmp(k->today, k->last) >= 0) {
		will = promised;
		key = "grants.outlook.by_end";
	} else if (planned > o->recorded_cents && o->plan_cents >= o->recorded_cents) {
		will = above(planned, o->others_cents);
		key = "grants.outlook.by_plan";
	} else if (promised > line) {
		will = promised;
		key = "grants.outlook.by_booked";
	}
	o->forecast_said = word_args(cx->words, cx->mem, key,
	                             ARGS({ "will", money(k, will) }, { "cost", money(k, o->cost_cents) },
	                                  { "committed", money(k, o->committed_cents) },
	                                  { "day", say_day(cx->words, cx->mem, k->today) }));
	o->at_least = unknown > 0;
	if (unknown)
		o->forecast_said =
		        str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(o->forecast_said),
		                  STR_ARG(word_plural(cx->words, cx->mem, "grants.outlook.unknown", unknown, NO_ARGS)));
	o->forecast_cents = grant_cap(will, o->granted_cents).granted;
	o->unused_cents = o->granted_cents - o->forecast_cents;
}

static void fill(const struct known *k, const struct grant_line *l, struct list *ret)
{
	struct grant_outlook *o = LIST_ADD(k->cx->mem, ret, struct grant_outlook);
	*o = (struct grant_outlook){ .item = l->item, .label = l->label, .group = l->group, .granted_cents = l->cents };
	o->recorded_cents = recorded(k, l->item);
	o->others_cents = given_by_others(k, l->item);
	int64_t unknown_now;
	o->plan_cents = plan_of_item(&k->plan_now, l->item, &unknown_now);
	add_spending(k, o);
	fill_spent(k, o);
	fill_forecast(k, o);
	int64_t left = o->granted_cents - o->spent_cents - o->committed_cents;
	o->left_cents = left > 0 ? left : 0;
}

err grant_outlook_of(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                     const struct grant_state *s, struct list *ret)
{
	struct known k = { .cx = cx, .c = c };
	k.first = day_of((int)c->year, 1, 1);
	k.last = day_of((int)c->year, 12, 31);
	k.today = day_cmp(cx->today, k.last) > 0 ? k.last : cx->today;
	/* bills of the year that are paid in the next one belong to it */
	TRY(grant_cost_sums(cx, c, cx->today, &k.sums));
	if (day_cmp(k.today, k.first) >= 0)
		TRY(grant_staff_costs(cx, centre, c, k.today, &k.plan_now));
	TRY(grant_staff_costs(cx, centre, c, k.last, &k.plan_year));
	if (str_is(c->programme, "base"))
		TRY(spending_list(cx, centre->id, c->year, &k.spending));
	LIST_EACH (const struct grant_line, l, &s->granted.lines)
		if (l->cents || recorded(&k, l->item))
			fill(&k, l, ret);
	return OK;
}

int64_t grant_use_suggested(const struct grant_state *s, const struct grant_call *call, const struct list *outlook)
{
	int64_t open = 0;
	bool together = !call->group.n || str_is(call->group, "together");
	LIST_EACH (const struct grant_outlook, o, outlook)
		if (together || str_eq(o->group, call->group))
			open += o->spent_cents;
	LIST_EACH (const struct grant_call, c, &s->calls)
		if (!c->withdrawn && (together || str_eq(c->group, call->group)))
			open -= c->used_cents;
	if (open < 0)
		open = 0;
	return open < call->unused_cents ? open : call->unused_cents;
}

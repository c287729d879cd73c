#include "features/staff/staff_money.h"

#include "base/money.h"
#include "features/staff/staff_claim.h"

static const struct field post_fields[] = {
	FIELD(struct post_money, post_id, KIND_INT),
	FIELD(struct post_money, title, KIND_TEXT, .max = 120),
	FIELD(struct post_money, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct post_money, fte, KIND_DECIMAL),
	FIELD(struct post_money, fte_months, KIND_DECIMAL),
	FIELD(struct post_money, granted_fte_months, KIND_DECIMAL),
	FIELD(struct post_money, claimed_cents, KIND_MONEY, .maybe = true),
	FIELD(struct post_money, granted_cents, KIND_MONEY, .maybe = true),
	FIELD(struct post_money, cost_cents, KIND_MONEY, .maybe = true),
	FIELD(struct post_money, refused_cents, KIND_MONEY),
	FIELD(struct post_money, capped_cents, KIND_MONEY),
	FIELD(struct post_money, calculation, KIND_TEXT, .max = 500),
	FIELD(struct post_money, path, KIND_PATH),
};
const struct record post_money_rec = RECORD("post_money", struct post_money, post_fields);

static const struct field line_fields[] = {
	FIELD(struct line_money, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct line_money, financing, KIND_CHOICE, .choices = &financing_choices),
	FIELD(struct line_money, ceiling_cents, KIND_MONEY, .maybe = true),
	FIELD(struct line_money, claimed_cents, KIND_MONEY),
	FIELD(struct line_money, granted_cents, KIND_MONEY),
	FIELD(struct line_money, refused_cents, KIND_MONEY),
	FIELD(struct line_money, capped_cents, KIND_MONEY),
	FIELD(struct line_money, undrawn_cents, KIND_MONEY, .maybe = true),
	FIELD(struct line_money, vacancy_cents, KIND_MONEY, .maybe = true),
	FIELD(struct line_money, complete, KIND_BOOL),
	FIELD(struct line_money, posts, KIND_MANY, .of = &post_money_rec),
	FIELD(struct line_money, rules, KIND_MANY, .of = &rule_use_rec),
};
const struct record line_money_rec = RECORD("line_money", struct line_money, line_fields);

static const struct field money_fields[] = {
	FIELD(struct staff_money, year, KIND_INT),
	FIELD(struct staff_money, until, KIND_DAY),
	FIELD(struct staff_money, lines, KIND_MANY, .of = &line_money_rec),
	FIELD(struct staff_money, claimed_cents, KIND_MONEY),
	FIELD(struct staff_money, granted_cents, KIND_MONEY),
	FIELD(struct staff_money, refused_cents, KIND_MONEY),
	FIELD(struct staff_money, ceiling_cents, KIND_MONEY, .maybe = true),
	FIELD(struct staff_money, undrawn_cents, KIND_MONEY, .maybe = true),
	FIELD(struct staff_money, complete, KIND_BOOL),
	FIELD(struct staff_money, assumed, KIND_BOOL),
};
const struct record staff_money_rec = RECORD("staff_money", struct staff_money, money_fields);

/* --- the year in stretches ---------------------------------------------------------------------------------------- */

/* A line while it is put together. */
struct line_work {
	bool in_force, entitled; /* some rule; one with a known entitlement above nothing */
	bool unknown;
	__int128 ceiling; /* cents x thousandths x parts of the year, see whole() */
	str financing;
	bool has_financing;
	struct list rules; /* struct rule_use */
};
struct year_work {
	struct arena *a;
	const struct staff *s;
	const struct list *rules;
	str authority;
	int64_t centre_id;
	day from, to;
	int days;                           /* of the year */
	struct list claims;                 /* struct claim, the oldest post first */
	struct line_work lines[POOL_COUNT]; /* by pool; lines of several pools are joined at the end */
};
/* One stretch: what counts in it, and how. */
struct stretch {
	day from, to;
	bool by_day, understood; /* understood: all terms say something that is reckoned with here */
};

static int by_day(const void *a, const void *b)
{
	return day_cmp(*(const day *)a, *(const day *)b);
}

static void add_change(struct year_work *w, struct list *days, day d, const struct stretch *within)
{
	if (day_cmp(d, within->from) > 0 && day_cmp(d, within->to) <= 0)
		*LIST_ADD(w->a, days, day) = d;
}

static void add_period(struct year_work *w, struct list *days, day from, day to, const struct stretch *within)
{
	add_change(w, days, from, within);
	if (day_is(to))
		add_change(w, days, day_add(to, 1), within);
}

/* Months whose first day lies in it, or its days. */
static int64_t count(const struct stretch *t)
{
	int year, month, dom;
	if (t->by_day)
		return day_diff(t->to, t->from) + 1;
	day_split(t->from, &year, &month, &dom);
	int64_t n = 0;
	for (month += dom > 1; month <= 12 && day_cmp(day_of(year, month, 1), t->to) <= 0; month++)
		n++;
	return n;
}

/* Months and days of the year as parts of the same whole, so that both are added without a fraction. */
static int64_t parts_of(const struct year_work *w, bool counted_by_day, int64_t n)
{
	return n * (counted_by_day ? 12 : w->days);
}
static int64_t whole(const struct year_work *w)
{
	return 12 * (int64_t)w->days;
}

static int64_t rounded(__int128 v, int64_t by)
{
	return (int64_t)((v + by / 2) / by);
}

/* --- one stretch -------------------------------------------------------------------------------------------------- */

static void claim_add(struct year_work *w, struct claim *c, struct claim_part part)
{
	LIST_EACH (struct claim_part, p, &c->parts)
		if (p->unit_cents.has == part.unit_cents.has && p->unit_cents.v == part.unit_cents.v &&
		    p->capped == part.capped && p->by_day == part.by_day && p->fte == part.fte &&
		    p->granted == part.granted) {
			p->n += part.n;
			return;
		}
	*LIST_ADD(w->a, &c->parts, struct claim_part) = part;
}

/* Gives the entitlement out to what is filled, the oldest post first. */
static void give_out(struct year_work *w, enum pool pool, const struct ceiling *c, const struct stretch *t)
{
	int64_t left = c->quantity.has ? c->quantity.v : 0;
	LIST_EACH (struct claim, claim, &w->claims) {
		int64_t fte = claim->pool == pool ? filled_on(&w->s->shares, claim->post->id, t->from) : 0;
		if (fte == 0)
			continue;
		struct claim_part part = { .unit_cents = t->understood && c->unit_cents.has ? c->unit_cents
			                                                                    : (struct maybe){ 0 },
			                   .capped = c->quantity.has,
			                   .by_day = t->by_day,
			                   .fte = fte,
			                   .granted = fte < left ? fte : left,
			                   .n = count(t) };
		left -= part.granted;
		claim_add(w, claim, part);
	}
}

/* A stretch of unchanged rules and shares, of one pool. */
static void walk_stretch(struct year_work *w, enum pool pool, const struct ceiling *c, const struct stretch *t)
{
	struct line_work *l = &w->lines[pool];
	int64_t n = count(t);
	if (n == 0)
		return;
	if (!t->understood || !c->quantity.has || !c->unit_cents.has)
		l->unknown = true;
	else
		l->ceiling += (__int128)c->quantity.v * c->unit_cents.v * parts_of(w, t->by_day, n);
	give_out(w, pool, c, t);
}

/* --- a stretch of unchanged rules --------------------------------------------------------------------------------- */

static void use_rule(struct year_work *w, struct list *rules, const struct rule_use *use)
{
	LIST_EACH (const struct rule_use, r, rules)
		if (str_eq(r->code, use->code))
			return;
	*LIST_ADD(w->a, rules, struct rule_use) = *use;
}

/* A term whose value the program reckons with; else what rests on it is unknown, and the trace says so. The term of the
 * year's first day holds for the whole year: months here and days there would make a year of more than twelve months.
 */
static bool term(struct year_work *w, const char *item, const char *value, const char *other, day on, struct list *uses,
                 bool *ret_other)
{
	const struct rule *r = term_of(w->rules, str_of(item), w->authority, w->centre_id, w->from);
	if (!r)
		r = term_of(w->rules, str_of(item), w->authority, w->centre_id, on);
	if (!r)
		return false;
	bool is_other = other && str_is(r->value, other), known = is_other || str_is(r->value, value);
	struct rule_use use = { .code = r->code,
		                .path = str_print(w->a, "/rules/" STR_FMT, STR_ARG(r->code)),
		                .source = r->source,
		                .mark = known ? r->mark : S("unknown") };
	use_rule(w, uses, &use);
	if (ret_other)
		*ret_other = is_other;
	return known;
}

static void terms_of(struct year_work *w, struct stretch *t, struct list *uses)
{
	bool grant = term(w, "post_grant", "capped_by_months", NULL, t->from, uses, NULL);
	bool counting = term(w, "month_counting", "first_day", "exact_days", t->from, uses, &t->by_day);
	bool exchange = term(w, "ceilings_exchange", "separate", NULL, t->from, uses, NULL);
	t->understood = grant && counting && exchange;
}

static void note_ceiling(struct year_work *w, enum pool pool, const struct ceiling *c, const struct list *terms)
{
	struct line_work *l = &w->lines[pool];
	l->in_force = true;
	l->entitled = l->entitled || (c->quantity.has && c->quantity.v > 0);
	l->financing = l->has_financing && !str_eq(l->financing, c->financing) ? STR_NONE : c->financing;
	l->has_financing = true;
	LIST_EACH (const struct rule_use, use, &c->rules)
		use_rule(w, &l->rules, use);
	LIST_EACH (const struct rule_use, use, terms)
		use_rule(w, &l->rules, use);
}

static void walk_rules(struct year_work *w, struct stretch *t)
{
	struct entitlement e = entitlement_of(w->a, w->rules, w->authority, w->centre_id, t->from, false);
	struct list terms = { 0 }, changes = { 0 };
	terms_of(w, t, &terms);
	*LIST_ADD(w->a, &changes, day) = t->from;
	LIST_EACH (const struct share, sh, &w->s->shares)
		add_period(w, &changes, sh->valid_from, sh->valid_to, t);
	list_sort(&changes, by_day);
	for (int pool = 0; pool < POOL_COUNT; pool++) {
		struct ceiling c = ceiling_of(w->a, &e, (enum pool)pool);
		if (!pool_has_money((enum pool)pool) || !c.in_force)
			continue;
		note_ceiling(w, (enum pool)pool, &c, &terms);
		for (size_t i = 0; i < changes.n; i++) {
			struct stretch part = *t;
			part.from = *LIST_AT(&changes, day, i);
			part.to = i + 1 < changes.n ? day_add(*LIST_AT(&changes, day, i + 1), -1) : t->to;
			if (day_cmp(part.from, part.to) <= 0)
				walk_stretch(w, (enum pool)pool, &c, &part);
		}
	}
}

static int oldest_first(const void *a, const void *b)
{
	const struct post *x = ((const struct claim *)a)->post, *y = ((const struct claim *)b)->post;
	int order = day_cmp(x->valid_from, y->valid_from);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void walk_year(struct year_work *w)
{
	struct stretch all = { .from = w->from, .to = w->to };
	struct list changes = { 0 };
	LIST_EACH (const struct post, p, &w->s->posts)
		if (pool_has_money(pool_of(p)) && periods_meet(p->valid_from, p->valid_to, w->from, w->to))
			*LIST_ADD(w->a, &w->claims, struct claim) = (struct claim){ .post = p, .pool = pool_of(p) };
	list_sort(&w->claims, oldest_first);
	*LIST_ADD(w->a, &changes, day) = w->from;
	LIST_EACH (const struct rule, r, w->rules)
		add_period(w, &changes, r->valid_from, r->valid_to, &all);
	list_sort(&changes, by_day);
	for (size_t i = 0; i < changes.n; i++) {
		struct stretch t = { .from = *LIST_AT(&changes, day, i) };
		t.to = i + 1 < changes.n ? day_add(*LIST_AT(&changes, day, i + 1), -1) : w->to;
		if (day_cmp(t.from, t.to) <= 0)
			walk_rules(w, &t);
	}
}

/* --- sums --------------------------------------------------------------------------------------------------------- */

/* What the parts come to, before rounding. */
struct claim_sum {
	int64_t fte, granted_fte;     /* thousandths x parts of the year */
	int64_t cents, granted_cents; /* the same x cents */
	bool known, granted_known;
};

static struct claim_sum sum_of(const struct year_work *w, const struct claim *c)
{
	struct claim_sum s = { .known = true, .granted_known = true };
	LIST_EACH (const struct claim_part, p, &c->parts) {
		int64_t parts = parts_of(w, p->by_day, p->n);
		s.fte += p->fte * parts;
		s.granted_fte += p->granted * parts;
		s.cents += p->fte * parts * p->unit_cents.v;
		s.granted_cents += p->granted * parts * p->unit_cents.v;
		s.known = s.known && p->unit_cents.has;
		s.granted_known = s.granted_known && p->unit_cents.has && p->capped;
	}
	return s;
}

static struct maybe cost_of(const struct year_work *w, int64_t post_id)
{
	LIST_EACH (const struct post_cost, c, &w->s->costs)
		if (c->post_id == post_id && c->year == day_year(w->from))
			return MAYBE(c->cents);
	return (struct maybe){ 0 };
}

/* `left`: what the line's ceiling still allows, so that cents that were rounded up never exceed it. */
static struct post_money post_sum(const struct year_work *w, const struct claim *c, struct maybe *left, bool english)
{
	struct claim_sum s = sum_of(w, c);
	struct post_money m = { .post_id = c->post->id,
		                .title = c->post->title,
		                .line = str_of(pool_line(c->pool)),
		                .fte = c->post->fte,
		                .fte_months = rounded(s.fte, w->days),
		                .granted_fte_months = rounded(s.granted_fte, w->days),
		                .cost_cents = cost_of(w, c->post->id) };
	struct maybe eligible = m.cost_cents;
	if (s.known)
		m.claimed_cents = MAYBE(rounded(s.cents, 1000 * whole(w)));
	if (s.granted_known) {
		int64_t allowed = rounded(s.granted_cents, 1000 * whole(w));
		if (left->has && allowed > left->v)
			allowed = left->v;
		left->v -= allowed;
		m.refused_cents = m.claimed_cents.v - allowed;
		if (eligible.has && s.granted_fte < s.fte)
			eligible = MAYBE(rounded((__int128)eligible.v * s.granted_fte, s.fte));
		m.granted_cents = MAYBE(eligible.has && eligible.v < allowed ? eligible.v : allowed);
		m.capped_cents = allowed - m.granted_cents.v;
	}
	m.calculation = claim_trace(w->a, c, &m, eligible, w->days, english);
	return m;
}

static void line_add_post(struct year_work *w, struct line_money *l, struct post_money m)
{
	l->claimed_cents += m.claimed_cents.v;
	l->granted_cents += m.granted_cents.v;
	l->refused_cents += m.refused_cents;
	l->capped_cents += m.capped_cents;
	l->complete = l->complete && m.granted_cents.has;
	*LIST_ADD(w->a, &l->posts, struct post_money) = m;
}

static void line_add_pool(struct year_work *w, struct line_money *l, const struct line_work *p, __int128 *ceiling,
                          bool first)
{
	*ceiling += p->ceiling;
	l->complete = l->complete && !p->unknown;
	l->financing = first || str_eq(l->financing, p->financing) ? p->financing : STR_NONE;
	LIST_EACH (const struct rule_use, use, &p->rules)
		use_rule(w, &l->rules, use);
}

/* False: neither a post nor a known entitlement in that year. */
static bool line_sum(struct year_work *w, str line, bool english, struct line_money *l)
{
	bool entitled = false, in_force = false;
	__int128 ceiling = 0;
	*l = (struct line_money){ .line = line, .complete = true };
	for (int pool = 0; pool < POOL_COUNT; pool++) {
		const struct line_work *p = &w->lines[pool];
		if (!p->in_force || !str_is(line, pool_line((enum pool)pool)))
			continue;
		line_add_pool(w, l, p, &ceiling, !in_force);
		in_force = true;
		entitled = entitled || p->entitled;
	}
	if (l->complete)
		l->ceiling_cents = MAYBE(rounded(ceiling, 1000 * whole(w)));
	struct maybe left = l->ceiling_cents;
	LIST_EACH (const struct claim, c, &w->claims)
		if (str_is(line, pool_line(c->pool)))
			line_add_post(w, l, post_sum(w, c, &left, english));
	if (l->complete) {
		l->undrawn_cents = MAYBE(l->ceiling_cents.v - l->granted_cents);
		l->vacancy_cents = MAYBE(l->undrawn_cents.v - l->capped_cents);
	}
	return entitled || l->posts.n > 0;
}

static void money_add_line(struct arena *a, struct staff_money *m, const struct line_money *l)
{
	m->claimed_cents += l->claimed_cents;
	m->granted_cents += l->granted_cents;
	m->refused_cents += l->refused_cents;
	m->complete = m->complete && l->complete;
	if (l->ceiling_cents.has)
		m->ceiling_cents = MAYBE(m->ceiling_cents.v + l->ceiling_cents.v);
	if (l->undrawn_cents.has)
		m->undrawn_cents = MAYBE(m->undrawn_cents.v + l->undrawn_cents.v);
	LIST_EACH (const struct rule_use, use, &l->rules)
		m->assumed = m->assumed || str_is(use->mark, "assumed");
	*LIST_ADD(a, &m->lines, struct line_money) = *l;
}

static day month_end(day d)
{
	int year, month, dom;
	day_split(d, &year, &month, &dom);
	return day_add(day_add_months(day_of(year, month, 1), 1), -1);
}

struct staff_money staff_money_of(struct arena *a, const struct staff *s, const struct list *rules, str authority,
                                  int64_t centre_id, int year, day until, bool english)
{
	struct year_work w = { .a = a, .s = s, .rules = rules, .authority = authority, .centre_id = centre_id };
	day last = day_of(year, 12, 31), end = month_end(until);
	w.from = day_of(year, 1, 1);
	w.to = day_cmp(end, last) < 0 ? end : last;
	w.days = day_diff(last, w.from) + 1;
	struct staff_money m = { .year = year, .until = w.to, .complete = true };
	if (day_cmp(w.to, w.from) >= 0)
		walk_year(&w);
	for (int i = 0; staff_line_choices.codes[i]; i++) {
		struct line_money l;
		if (line_sum(&w, str_of(staff_line_choices.codes[i]), english, &l))
			money_add_line(a, &m, &l);
	}
	return m;
}

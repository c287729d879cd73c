#include "features/rulebook/entitlement.h"
#include "base/money.h"

bool rule_applies(const struct rule *r, str authority, int64_t centre_id, day on)
{
	if (day_cmp(r->valid_from, on) > 0 || (day_is(r->valid_to) && day_cmp(r->valid_to, on) < 0))
		return false;
	if (r->authority.p && !str_eq(r->authority, authority))
		return false;
	return !r->centre_id.has || r->centre_id.v == centre_id;
}

static bool days_overlap(const struct rule *a, const struct rule *b)
{
	return (!day_is(a->valid_to) || day_cmp(b->valid_from, a->valid_to) <= 0) &&
	       (!day_is(b->valid_to) || day_cmp(a->valid_from, b->valid_to) <= 0);
}

static bool never_in_force(const struct rule *r)
{
	return day_is(r->valid_to) && day_cmp(r->valid_to, r->valid_from) < 0;
}

bool rules_collide(const struct rule *a, const struct rule *b)
{
	if (!str_eq(a->item, b->item) || !str_eq(a->part, b->part) || never_in_force(a) || never_in_force(b))
		return false;
	if (a->centre_id.has != b->centre_id.has || (a->centre_id.has && a->centre_id.v != b->centre_id.v))
		return false;
	if (a->authority.p && b->authority.p && !str_eq(a->authority, b->authority))
		return false;
	return days_overlap(a, b);
}

const struct rule *rule_collision(const struct list *rules, const struct rule *r)
{
	LIST_EACH (const struct rule, other, rules)
		if (!str_eq(other->code, r->code) && rules_collide(other, r))
			return other;
	return NULL;
}

int mark_rank(str mark)
{
	for (int i = 0; mark_choices.codes[i]; i++)
		if (str_is(mark, mark_choices.codes[i]))
			return i;
	ASSERT(!"a mark of the closed list");
	return 0;
}

static str less_sure(str a, str b)
{
	if (!a.p)
		return b;
	return mark_rank(b) > mark_rank(a) ? b : a;
}

/* Whether a rule for this KI itself stands in for `r` on that day. */
static bool has_own(const struct list *rules, const struct rule *r, str authority, int64_t centre_id, day on)
{
	if (r->centre_id.has || centre_id == 0)
		return false;
	LIST_EACH (const struct rule, own, rules)
		if (own->centre_id.has && str_eq(own->item, r->item) && str_eq(own->part, r->part) &&
		    rule_applies(own, authority, centre_id, on))
			return true;
	return false;
}

const struct rule *term_of(const struct list *rules, str item, str authority, int64_t centre_id, day on)
{
	LIST_EACH (const struct rule, r, rules)
		if (str_eq(r->item, item) && rule_applies(r, authority, centre_id, on) &&
		    !has_own(rules, r, authority, centre_id, on))
			return r;
	return NULL;
}

static str figure_money(struct arena *a, struct maybe cents, bool english)
{
	if (!cents.has)
		return S("?");
	return english ? money_english(a, cents.v) : money_german(a, cents.v);
}

static str figure_decimal(struct arena *a, struct maybe thousandths, bool english)
{
	if (!thousandths.has)
		return S("?");
	return english ? decimal_english(a, thousandths.v) : decimal_german(a, thousandths.v);
}

static struct maybe product(const struct rule *r)
{
	if (!r->quantity.has || !r->unit_cents.has)
		return (struct maybe){ 0 };
	return MAYBE(money_times(r->unit_cents.v, r->quantity.v));
}

/* "6 × 57.000,00 € = 342.000,00 €"; a question mark where something is unknown; posts without money: "2". */
static str calculation(struct arena *a, const struct rule *r, bool is_post, bool english)
{
	str quantity = figure_decimal(a, r->quantity, english);
	if (is_post)
		return quantity;
	str unit = figure_money(a, r->unit_cents, english), total = figure_money(a, product(r), english);
	return str_print(a, STR_FMT " × " STR_FMT " = " STR_FMT, STR_ARG(quantity), STR_ARG(unit), STR_ARG(total));
}

static void trace(struct arena *a, struct entitlement_item *item, const struct rule *r, bool english)
{
	struct rule_use *use = LIST_ADD(a, &item->rules, struct rule_use);
	*use = (struct rule_use){ .code = r->code,
		                  .path = str_print(a, "/rules/" STR_FMT, STR_ARG(r->code)),
		                  .source = r->source,
		                  .mark = r->mark,
		                  .calculation = calculation(a, r, item->is_post, english) };
}

static void add_up(struct maybe *sum, struct maybe more, bool first)
{
	if (first)
		*sum = more;
	else if (sum->has && more.has)
		sum->v += more.v;
	else
		sum->has = false;
}

static void agree(struct maybe *common, struct maybe other, bool first)
{
	if (first)
		*common = other;
	else if (common->has && (!other.has || other.v != common->v))
		common->has = false;
}

static void item_start(struct entitlement_item *item, const struct rule *r)
{
	*item = (struct entitlement_item){
		.item = r->item, .unit = r->unit, .financing = r->financing, .is_post = str_is(r->programme, "teachers")
	};
}

/* A part that counts: quantity and money are added. */
static void item_add(struct arena *a, struct entitlement_item *item, const struct rule *r, bool english)
{
	bool first = item->rules.n == 0;
	struct maybe money = item->is_post ? MAYBE(0) : product(r);
	add_up(&item->quantity, r->quantity, first);
	add_up(&item->total_cents, money, first);
	agree(&item->unit_cents, r->unit_cents, first);
	item->mark = less_sure(item->mark, r->mark);
	trace(a, item, r, english);
}

/* One of several steps, and nobody knows which is this KI's: all are named, the quantity stays unknown. */
static void item_add_unknown_step(struct arena *a, struct entitlement_item *item, const struct rule *r, bool english)
{
	bool first = item->rules.n == 0;
	agree(&item->quantity, r->quantity, first);
	agree(&item->unit_cents, r->unit_cents, first);
	item->total_cents.has = false;
	item->mark = less_sure(item->mark, r->mark);
	trace(a, item, r, english);
}

static void item_finish(struct entitlement_item *item)
{
	item->unknown = item->is_post ? !item->quantity.has : !item->total_cents.has;
	if (item->unknown)
		item->mark = S("unknown");
}

/* What all rules of one question have in common. */
struct question {
	struct arena *a;
	const struct list *rules;
	str authority;
	int64_t centre_id;
	day on;
	bool english;
	const struct rule *step; /* the KI's step on that day; NULL: unknown */
};

static void use_rule(const struct question *q, struct entitlement_item *item, const struct rule *r)
{
	if (!str_starts(r->part, "step_"))
		item_add(q->a, item, r, q->english);
	else if (!q->step)
		item_add_unknown_step(q->a, item, r, q->english);
	else if (str_eq(str_part(r->part, 5, r->part.n), q->step->value)) {
		item_add(q->a, item, r, q->english);
		item->mark = less_sure(item->mark, q->step->mark);
		struct rule_use *use = LIST_ADD(q->a, &item->rules, struct rule_use);
		*use = (struct rule_use){ .code = q->step->code,
			                  .path = str_print(q->a, "/rules/" STR_FMT, STR_ARG(q->step->code)),
			                  .source = q->step->source,
			                  .mark = q->step->mark,
			                  .calculation = str_print(q->a, "%c", q->step->value.p[0] - 'a' + 'A') };
	}
}

static struct entitlement_item *item_for(const struct question *q, struct list *items, const struct rule *r)
{
	LIST_EACH (struct entitlement_item, item, items)
		if (str_eq(item->item, r->item))
			return item;
	struct entitlement_item *item = LIST_ADD(q->a, items, struct entitlement_item);
	item_start(item, r);
	return item;
}

static void collect(const struct question *q, const char *programme, struct list *items)
{
	LIST_EACH (const struct rule, r, q->rules) {
		if (!str_is(r->programme, programme) || !rule_applies(r, q->authority, q->centre_id, q->on) ||
		    has_own(q->rules, r, q->authority, q->centre_id, q->on))
			continue;
		use_rule(q, item_for(q, items, r), r);
	}
	LIST_EACH (struct entitlement_item, item, items)
		item_finish(item);
}

static int64_t sum_known(const struct list *items, bool *complete)
{
	int64_t sum = 0;
	LIST_EACH (const struct entitlement_item, item, items) {
		if (item->total_cents.has)
			sum += item->total_cents.v;
		if (item->unknown)
			*complete = false;
	}
	return sum;
}

static void add_programme(const struct question *q, const char *name, struct list *programmes)
{
	struct programme p = { .programme = str_of(name), .complete = true };
	collect(q, name, &p.items);
	if (p.items.n == 0)
		return;
	p.total_cents = sum_known(&p.items, &p.complete);
	p.nothing_known = !p.complete && p.total_cents == 0;
	*LIST_ADD(q->a, programmes, struct programme) = p;
}

struct entitlement entitlement_of(struct arena *a, const struct list *rules, str authority, int64_t centre_id, day on,
                                  bool english)
{
	struct question q = { a, rules, authority, centre_id, on, english, NULL };
	q.step = term_of(rules, S("komman_step"), authority, centre_id, on);
	struct entitlement e = { .date = on, .authority = authority, .complete = true };
	collect(&q, "base", &e.items);
	e.total_cents = sum_known(&e.items, &e.complete);
	LIST_EACH (const struct entitlement_item, item, &e.items)
		LIST_EACH (const struct rule_use, use, &item->rules)
			e.assumed = e.assumed || str_is(use->mark, "assumed");
	collect(&q, "teachers", &e.items);
	add_programme(&q, "komman", &e.programmes);
	add_programme(&q, "kim", &e.programmes);
	return e;
}

static const struct entitlement_item *find_in(const struct list *items, str item)
{
	LIST_EACH (const struct entitlement_item, it, items)
		if (str_eq(it->item, item))
			return it;
	return NULL;
}

const struct entitlement_item *entitlement_find(const struct entitlement *e, str item)
{
	const struct entitlement_item *found = find_in(&e->items, item);
	LIST_EACH (const struct programme, p, &e->programmes)
		if (!found)
			found = find_in(&p->items, item);
	return found;
}

int64_t entitlement_total(const struct entitlement *e, str programme, bool *ret_complete)
{
	*ret_complete = true;
	if (str_is(programme, "base")) {
		*ret_complete = e->complete;
		return e->total_cents;
	}
	LIST_EACH (const struct programme, p, &e->programmes)
		if (str_eq(p->programme, programme)) {
			*ret_complete = p->complete;
			return p->total_cents;
		}
	return 0;
}

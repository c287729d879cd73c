#include "features/staff/staff_parts.h"

enum { ITEMS_MAX = 4 };
static const struct {
	const char *line;
	bool money;
	const char *items[ITEMS_MAX];
} pools[POOL_COUNT] = {
	[POOL_TEACHER] = { "teacher", false, { "teacher" } },
	[POOL_SPECIALIST] = { "specialist", true, { "specialist" } },
	[POOL_ASSISTANT] = { "assistant", true, { "assistant" } },
	[POOL_KOMMAN] = { "komman", true, { "komman_posts" } },
	[POOL_KIM] = { "kim", true, { "kim_coordination", "kim_case", "kim_office" } },
	[POOL_KIM_ASSISTANT] = { "kim", true, { "kim_assistant" } },
	[POOL_OWN] = { "own", false, { NULL } },
};

enum pool pool_of(const struct post *p)
{
	str line = staff_line_of(p->kind, p->funding);
	if (str_is(line, "kim"))
		return str_is(p->kind, "assistant") ? POOL_KIM_ASSISTANT : POOL_KIM;
	for (int i = 0; i < POOL_COUNT; i++)
		if (str_is(line, pools[i].line))
			return (enum pool)i;
	return POOL_OWN;
}

const char *pool_line(enum pool pool)
{
	return pools[pool].line;
}

bool pool_has_money(enum pool pool)
{
	return pools[pool].money;
}

str less_sure_mark(str a, str b)
{
	if (!a.p || !b.p)
		return a.p ? a : b;
	return mark_rank(b) > mark_rank(a) ? b : a;
}

static void add_item(struct arena *a, struct ceiling *c, const struct entitlement_item *item)
{
	if (!c->in_force) {
		c->quantity = item->quantity;
		c->unit_cents = item->unit_cents;
		c->financing = item->financing;
	} else {
		c->quantity.has = c->quantity.has && item->quantity.has;
		c->quantity.v += item->quantity.v;
		c->unit_cents.has = c->unit_cents.has && item->unit_cents.has && c->unit_cents.v == item->unit_cents.v;
		c->financing = str_eq(c->financing, item->financing) ? c->financing : STR_NONE;
	}
	c->in_force = true;
	LIST_EACH (const struct rule_use, use, &item->rules) {
		*LIST_ADD(a, &c->rules, struct rule_use) = *use;
		c->quantity_mark = less_sure_mark(c->quantity_mark, use->mark);
	}
}

struct ceiling ceiling_of(struct arena *a, const struct entitlement *e, enum pool pool)
{
	struct ceiling c = { 0 };
	for (int i = 0; i < ITEMS_MAX && pools[pool].items[i]; i++) {
		const struct entitlement_item *item = entitlement_find(e, str_of(pools[pool].items[i]));
		if (item)
			add_item(a, &c, item);
	}
	if (c.in_force && !c.quantity.has)
		c.quantity_mark = S("unknown");
	return c;
}

int64_t filled_on(const struct list *shares, int64_t post_id, day on)
{
	int64_t sum = 0;
	LIST_EACH (const struct share, s, shares)
		if (s->post_id == post_id && HOLDS_ON(s, on))
			sum += s->fte;
	return sum;
}

#include "features/forwarding/block_rules.h"

#define LUMP(code_, group_, unit_, ...)                                                                                \
	{                                                                                                              \
		.code = code_, .item = "third_" code_, .group = group_, .unit = unit_, __VA_ARGS__                     \
	}
#define COST(code_, group_, unit_, ...)                                                                                \
	{                                                                                                              \
		.code = code_, .group = group_, .unit = unit_, __VA_ARGS__                                             \
	}
const struct block blocks[] = { LUMP("renovation", "a", "room", .room = true, .building = true),
	                        LUMP("equipment", "a", "room", .room = true, .building = true),
	                        LUMP("running", "a", "month", .building = true),
	                        LUMP("digital", "a", "piece", .room = false),
	                        LUMP("accompaniment", "b", "piece", .room = false),
	                        LUMP("meeting", "b", "piece", .room = false),
	                        LUMP("print", "c", "piece", .room = false),
	                        LUMP("internet", "c", "piece", .room = false),
	                        LUMP("translation", "c", "page", .room = false),
	                        LUMP("speaker", "d", "hour", .room = false),
	                        LUMP("exchange", "d", "piece", .room = false),
	                        COST("place", "1", "piece", .building = true),
	                        COST("rent", "1", "month", .building = true),
	                        COST("together", "2", "piece", .room = false),
	                        COST("information", "3", "piece", .room = false),
	                        COST("democracy", "4", "piece", .room = false),
	                        COST("training", "5", "piece", .room = false),
	                        { 0 } };
static const char *const codes[] = { "renovation", "equipment", "running",     "digital",   "accompaniment", "meeting",
	                             "print",      "internet",  "translation", "speaker",   "exchange",      "place",
	                             "rent",       "together",  "information", "democracy", "training",      NULL };
const struct choices block_choices = { "block", codes };

const struct block *block_of_code(str code)
{
	for (const struct block *b = blocks; b->code; b++)
		if (str_is(code, b->code))
			return b;
	return NULL;
}

bool block_of_programme(const struct block *b, str programme)
{
	return str_is(programme, "komman") == (b->item != NULL);
}

static const struct block_rule *rule_of(const struct block_terms *t, str block)
{
	LIST_EACH (const struct block_rule, r, &t->rules)
		if (str_is(block, r->block->code))
			return r;
	return NULL;
}

static void note(struct arena *a, struct block_amount *m, const char *key, int64_t n, int64_t cents)
{
	*LIST_ADD(a, &m->notes, struct block_note) = (struct block_note){ key, n, cents };
}

static void refuse(struct arena *a, struct block_amount *m, const char *key, int64_t n, int64_t cents)
{
	note(a, m, key, n, cents);
	m->refused = true;
	m->units = 0;
	m->cents = MAYBE(0);
}

/* Fewer units than were asked for; none at all: nothing is left of it. */
static void at_most(struct arena *a, struct block_amount *m, int64_t most, const char *key)
{
	if (m->refused || m->units <= most)
		return;
	m->units = most > 0 ? most : 0;
	note(a, m, key, most, 0);
}

/* What the lines before this one have taken of the same building. */
static int64_t taken(struct arena *a, const struct block_sum *s, const struct list *lines, const struct block_line *l)
{
	int64_t units = 0;
	str here = utf8_fold(a, str_trim(l->building));
	for (size_t i = 0; i < s->amounts.n; i++) {
		const struct block_amount *m = LIST_AT(&s->amounts, struct block_amount, i);
		const struct block_line *other = LIST_AT(lines, struct block_line, i);
		if (other != l && m->rule && m->rule->block->room &&
		    str_eq(utf8_fold(a, str_trim(other->building)), here))
			units += m->units;
	}
	return units;
}

/* What other bids have taken of it, and which. */
static int64_t taken_elsewhere(struct arena *a, const struct block_terms *t, const struct block_line *l,
                               struct block_amount *m)
{
	int64_t units = 0;
	str here = utf8_fold(a, str_trim(l->building));
	LIST_EACH (const struct block_line, other, &t->elsewhere) {
		const struct block *b = block_of_code(other->block);
		if (!b || !b->room || !str_eq(utf8_fold(a, str_trim(other->building)), here))
			continue;
		units += other->units;
		if (!m->others.n || *LIST_AT(&m->others, int64_t, m->others.n - 1) != other->id)
			*LIST_ADD(a, &m->others, int64_t) = other->id;
	}
	return units;
}

/* Conditions of which none is met by asking for less. */
static void conditions(struct arena *a, const struct block_terms *t, const struct block_line *l, struct block_amount *m)
{
	const struct block_rule *r = m->rule;
	if (r->block->item && !r->in_force)
		refuse(a, m, "block.no_rule", 0, 0);
	else if (t->room_once && r->block->room && !l->rooms.has)
		refuse(a, m, "block.rooms_missing", 0, 0);
	else if (r->use_percent.has && (!l->use_percent.has || l->use_percent.v < r->use_percent.v))
		refuse(a, m, "block.use_too_low", r->use_percent.v, 0);
	else if (r->above_cents.has && (!l->planned_cents.has || l->planned_cents.v <= r->above_cents.v))
		refuse(a, m, "block.plan_too_low", 0, r->above_cents.v);
	else if (!r->block->item && !l->planned_cents.has)
		refuse(a, m, "block.plan_missing", 0, 0);
	else if (r->min_cents.has && l->planned_cents.has && l->planned_cents.v < r->min_cents.v * l->units)
		refuse(a, m, "block.too_little", 0, r->min_cents.v);
}

static void count_units(struct arena *a, const struct block_terms *t, const struct block_sum *s,
                        const struct list *lines, const struct block_line *l, struct block_amount *m)
{
	const struct block_rule *r = m->rule;
	int64_t others = r->block->room ? taken_elsewhere(a, t, l, m) : 0;
	int64_t before = r->block->room ? others + taken(a, s, lines, l) : 0;
	if (r->block->room && l->rooms.has) {
		const char *once = others ? "block.room_once_others" : "block.room_once";
		at_most(a, m, l->rooms.v - (t->room_once ? before : 0), t->room_once ? once : "block.rooms");
	}
	if (r->lump_units.has)
		at_most(a, m, r->lump_units.v, "block.units_of_rule");
	if (r->most_units.has)
		at_most(a, m, r->most_units.v, "block.units_of_round");
	if (!r->block->room || !t->per_building.has)
		return;
	int64_t left = t->per_building.v - before;
	if (m->units > left) {
		m->units = left > 0 ? left : 0;
		note(a, m, others ? "block.per_building_others" : "block.per_building", t->per_building.v, 0);
	}
}

static void lump_cents(struct arena *a, struct block_amount *m)
{
	const struct block_rule *r = m->rule;
	if (!r->lump_cents.has) {
		m->cents = (struct maybe){ 0 };
		note(a, m, "block.unknown", 0, 0);
		return;
	}
	m->unit_cents = r->lump_cents.v;
	if (r->unit_cents.has && r->unit_cents.v < m->unit_cents) {
		m->unit_cents = r->unit_cents.v;
		note(a, m, "block.unit_ceiling", 0, r->unit_cents.v);
	}
	m->cents = MAYBE(m->units * m->unit_cents);
}

static void cost_cents(struct arena *a, const struct block_line *l, struct block_amount *m)
{
	const struct block_rule *r = m->rule;
	m->cents = l->planned_cents;
	if (r->unit_cents.has && m->cents.v > m->units * r->unit_cents.v) {
		m->cents = MAYBE(m->units * r->unit_cents.v);
		m->unit_cents = r->unit_cents.v;
		note(a, m, "block.unit_ceiling", 0, r->unit_cents.v);
	}
}

static void reckon_line(struct arena *a, const struct block_terms *t, struct block_sum *s, const struct list *lines,
                        const struct block_line *l)
{
	struct block_amount *m = LIST_ADD(a, &s->amounts, struct block_amount);
	*m = (struct block_amount){ .line_id = l->id, .rule = rule_of(t, l->block), .units = l->units };
	if (!m->rule) {
		refuse(a, m, "block.not_offered", 0, 0);
		return;
	}
	conditions(a, t, l, m);
	if (m->refused)
		return;
	count_units(a, t, s, lines, l, m);
	if (m->units == 0) {
		m->refused = true;
		m->cents = MAYBE(0);
	} else if (m->rule->block->item) {
		lump_cents(a, m);
	} else {
		cost_cents(a, l, m);
	}
}

/* The last lines give way. */
static void cut_to_ceiling(struct arena *a, const struct block_terms *t, struct block_sum *s)
{
	int64_t over = t->per_bid_cents.has ? s->cents - t->per_bid_cents.v : 0;
	for (size_t i = s->amounts.n; i > 0 && over > 0; i--) {
		struct block_amount *m = LIST_AT(&s->amounts, struct block_amount, i - 1);
		int64_t cut = m->cents.has && m->cents.v < over ? m->cents.v : over;
		if (!m->cents.has || m->cents.v == 0)
			continue;
		m->cents.v -= cut;
		s->cents -= cut;
		over -= cut;
		note(a, m, "block.per_bid", 0, t->per_bid_cents.v);
	}
}

struct block_sum block_reckon(struct arena *a, const struct block_terms *t, const struct list *lines)
{
	struct block_sum s = { .complete = true };
	LIST_EACH (const struct block_line, l, lines)
		reckon_line(a, t, &s, lines, l);
	LIST_EACH (const struct block_amount, m, &s.amounts) {
		s.cents += m->cents.has ? m->cents.v : 0;
		s.complete &= m->cents.has;
		s.refused |= m->refused;
	}
	cut_to_ceiling(a, t, &s);
	return s;
}

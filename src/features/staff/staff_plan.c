#include "features/staff/staff_plan.h"

#include "base/money.h"
#include "features/staff/staff_parts.h"

static const struct field line_fields[] = {
	FIELD(struct plan_line, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct plan_line, entitled, KIND_DECIMAL, .maybe = true),
	FIELD(struct plan_line, posts, KIND_DECIMAL),
	FIELD(struct plan_line, funded, KIND_DECIMAL, .maybe = true),
	FIELD(struct plan_line, filled, KIND_DECIMAL),
	FIELD(struct plan_line, vacant, KIND_DECIMAL),
	FIELD(struct plan_line, not_set_up, KIND_DECIMAL),
	FIELD(struct plan_line, month_cents, KIND_MONEY, .maybe = true),
	FIELD(struct plan_line, year_cents, KIND_MONEY, .maybe = true),
	FIELD(struct plan_line, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct plan_line, rules, KIND_MANY, .of = &rule_use_rec),
};
const struct record plan_line_rec = RECORD("plan_line", struct plan_line, line_fields);

static const struct field holder_fields[] = {
	FIELD(struct plan_holder, person_id, KIND_INT), FIELD(struct plan_holder, name, KIND_TEXT, .max = 250),
	FIELD(struct plan_holder, fte, KIND_DECIMAL),   FIELD(struct plan_holder, since, KIND_DAY),
	FIELD(struct plan_holder, until, KIND_DAY),     FIELD(struct plan_holder, path, KIND_PATH),
};
const struct record plan_holder_rec = RECORD("plan_holder", struct plan_holder, holder_fields);

static const struct field post_fields[] = {
	FIELD(struct plan_post, post, KIND_ONE, .of = &post_rec),
	FIELD(struct plan_post, filled, KIND_DECIMAL),
	FIELD(struct plan_post, vacant, KIND_DECIMAL),
	FIELD(struct plan_post, vacant_since, KIND_DAY),
	FIELD(struct plan_post, vacant_days, KIND_INT),
	FIELD(struct plan_post, holders, KIND_MANY, .of = &plan_holder_rec),
	FIELD(struct plan_post, path, KIND_PATH),
};
const struct record plan_post_rec = RECORD("plan_post", struct plan_post, post_fields);

static const struct field leader_fields[] = {
	FIELD(struct plan_leader, person_id, KIND_INT),
	FIELD(struct plan_leader, name, KIND_TEXT, .max = 250),
	FIELD(struct plan_leader, office, KIND_CHOICE, .choices = &office_choices),
	FIELD(struct plan_leader, profession, KIND_CHOICE, .choices = &post_kind_choices),
	FIELD(struct plan_leader, since, KIND_DAY),
	FIELD(struct plan_leader, path, KIND_PATH),
};
const struct record plan_leader_rec = RECORD("plan_leader", struct plan_leader, leader_fields);

/* --- posts -------------------------------------------------------------------------------------------------------- */

/* The first day of the gap that is there on that day: from the newest change before it back to a day when the post was
 * fully held, or to its own first day. */
static day gap_begins(const struct staff *s, const struct post *p, day on)
{
	day begin = on;
	for (;;) {
		/* The newest day on which a share begins or has just ended, before `begin`. */
		day change = p->valid_from;
		LIST_EACH (const struct share, sh, &s->shares) {
			if (sh->post_id != p->id)
				continue;
			day ended = day_is(sh->valid_to) ? day_add(sh->valid_to, 1) : DAY_NONE;
			if (day_cmp(sh->valid_from, begin) < 0 && day_cmp(sh->valid_from, change) > 0)
				change = sh->valid_from;
			if (day_is(ended) && day_cmp(ended, begin) < 0 && day_cmp(ended, change) > 0)
				change = ended;
		}
		/* From `change` to the day before `begin` nothing changed. */
		if (day_cmp(begin, p->valid_from) > 0 && filled_on(&s->shares, p->id, day_add(begin, -1)) >= p->fte)
			return begin;
		if (day_cmp(change, p->valid_from) <= 0)
			return p->valid_from;
		begin = change;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct plan_holder *x = a, *y = b;
	return str_cmp(x->name, y->name);
}

static struct plan_post post_on(struct arena *a, const struct staff *s, const struct post *p, day on)
{
	struct plan_post r = { .post = *p };
	LIST_EACH (const struct share, sh, &s->shares) {
		if (sh->post_id != p->id || !HOLDS_ON(sh, on))
			continue;
		*LIST_ADD(a, &r.holders, struct plan_holder) = (struct plan_holder){ .person_id = sh->person_id,
			                                                             .name = sh->person_name,
			                                                             .fte = sh->fte,
			                                                             .since = sh->valid_from,
			                                                             .until = sh->valid_to };
		r.filled += sh->fte;
	}
	list_sort(&r.holders, by_name);
	r.vacant = p->fte > r.filled ? p->fte - r.filled : 0;
	if (r.vacant > 0) {
		r.vacant_since = gap_begins(s, p, on);
		r.vacant_days = day_diff(on, r.vacant_since) + 1;
	}
	return r;
}

static int line_position(str line)
{
	int i = 0;
	while (staff_line_choices.codes[i] && !str_is(line, staff_line_choices.codes[i]))
		i++;
	return i;
}

/* By line, then by title and age: the order people read. */
static int in_order(const void *a, const void *b)
{
	const struct post *x = &((const struct plan_post *)a)->post, *y = &((const struct plan_post *)b)->post;
	int order =
	        line_position(staff_line_of(x->kind, x->funding)) - line_position(staff_line_of(y->kind, y->funding));
	if (order == 0)
		order = str_cmp(x->title, y->title);
	if (order == 0)
		order = day_cmp(x->valid_from, y->valid_from);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static void add_known(struct maybe *sum, struct maybe more, bool first)
{
	sum->has = more.has && (first || sum->has);
	sum->v += more.v;
}

/* What the vacancy of a pool leaves undrawn in a year; absent: a ceiling or an entitlement is not known. */
static struct maybe pool_vacancy(const struct ceiling *c, int64_t filled)
{
	if (!c->quantity.has || !c->unit_cents.has)
		return (struct maybe){ 0 };
	return MAYBE(c->quantity.v > filled ? money_times(c->unit_cents.v, c->quantity.v - filled) : 0);
}

static int64_t divided(int64_t v, int64_t by)
{
	return (v + by / 2) / by;
}

static void line_add_pool(struct arena *a, struct plan_line *l, const struct ceiling *c, int64_t filled, enum pool pool,
                          bool first)
{
	add_known(&l->entitled, c->quantity, first);
	if (pool_has_money(pool))
		add_known(&l->year_cents, pool_vacancy(c, filled), first);
	l->mark = less_sure_mark(l->mark, c->quantity_mark);
	LIST_EACH (const struct rule_use, use, &c->rules)
		*LIST_ADD(a, &l->rules, struct rule_use) = *use;
}

static void line_finish(struct plan_line *l)
{
	int64_t due = l->entitled.has ? l->entitled.v : l->posts;
	l->vacant = due > l->filled ? due - l->filled : 0;
	if (l->entitled.has) {
		l->funded = MAYBE(l->posts < l->entitled.v ? l->posts : l->entitled.v);
		int64_t lacking = l->entitled.v > l->posts ? l->entitled.v - l->posts : 0;
		l->not_set_up = lacking < l->vacant ? lacking : l->vacant;
	}
	if (l->year_cents.has)
		l->month_cents = MAYBE(divided(l->year_cents.v, 12));
}

/* Adds the line if there is an entitlement, known or unknown, or a post. */
static void add_line(struct arena *a, struct plan *p, const struct entitlement *e, str line)
{
	struct plan_line l = { .line = line };
	bool in_force = false;
	for (int pool = 0; pool < POOL_COUNT; pool++) {
		if (!str_is(line, pool_line((enum pool)pool)))
			continue;
		int64_t filled = 0;
		LIST_EACH (const struct plan_post, post, &p->posts)
			if (pool_of(&post->post) == (enum pool)pool) {
				filled += post->filled;
				l.posts += post->post.fte;
			}
		l.filled += filled;
		struct ceiling c = ceiling_of(a, e, (enum pool)pool);
		if (c.in_force)
			line_add_pool(a, &l, &c, filled, (enum pool)pool, !in_force);
		in_force = in_force || c.in_force;
	}
	line_finish(&l);
	bool nothing = !in_force || (l.entitled.has && l.entitled.v == 0);
	if (!nothing || l.posts > 0)
		*LIST_ADD(a, &p->lines, struct plan_line) = l;
}

/* --- who leads ---------------------------------------------------------------------------------------------------- */

static const struct post *post_by_id(const struct staff *s, int64_t id)
{
	LIST_EACH (const struct post, p, &s->posts)
		if (p->id == id)
			return p;
	return NULL;
}

str profession_on(const struct staff *s, int64_t person_id, day on)
{
	int best = -1;
	LIST_EACH (const struct share, sh, &s->shares) {
		const struct post *p =
		        sh->person_id == person_id && HOLDS_ON(sh, on) ? post_by_id(s, sh->post_id) : NULL;
		for (int i = 0; p && post_kind_choices.codes[i]; i++)
			if (str_is(p->kind, post_kind_choices.codes[i]) && (best < 0 || i < best))
				best = i;
	}
	return best < 0 ? STR_NONE : str_of(post_kind_choices.codes[best]);
}

static struct plan_leader leader_on(const struct staff *s, const char *office, day on)
{
	LIST_EACH (const struct leading, l, &s->leadings)
		if (str_is(l->office, office) && HOLDS_ON(l, on))
			return (struct plan_leader){ .person_id = l->person_id,
				                     .name = l->person_name,
				                     .office = l->office,
				                     .profession = profession_on(s, l->person_id, on),
				                     .since = l->valid_from };
	return (struct plan_leader){ 0 };
}

struct plan plan_of(struct arena *a, const struct staff *s, const struct entitlement *e, day on)
{
	struct plan p = { .date = on };
	LIST_EACH (const struct post, post, &s->posts)
		if (HOLDS_ON(post, on))
			*LIST_ADD(a, &p.posts, struct plan_post) = post_on(a, s, post, on);
	list_sort(&p.posts, in_order);
	for (int i = 0; staff_line_choices.codes[i]; i++)
		add_line(a, &p, e, str_of(staff_line_choices.codes[i]));
	p.head = leader_on(s, "head", on);
	p.deputy = leader_on(s, "deputy", on);
	return p;
}

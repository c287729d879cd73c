#include "features/grants/grant_what_if.h"

#include "core/user.h"
#include "core/words.h"
#include "features/rulebook/rulebook_model.h"
#include "features/staff/staff_model.h"

static const char *const item_codes[] = { "specialist",   "assistant", "interpreter_costs", "volunteering_prevention",
	                                  "fathers_work", NULL };
const struct choices what_if_item_choices = { "item", item_codes };

#define COLUMNS                                                                                                        \
	FIELD(struct what_if_row, name, KIND_TEXT),                                                                    \
	        FIELD(struct what_if_row, ceiling_before, KIND_MONEY, .maybe = true),                                  \
	        FIELD(struct what_if_row, ceiling_after, KIND_MONEY, .maybe = true),                                   \
	        FIELD(struct what_if_row, planned_before, KIND_MONEY, .maybe = true),                                  \
	        FIELD(struct what_if_row, planned_after, KIND_MONEY, .maybe = true),                                   \
	        FIELD(struct what_if_row, difference, KIND_MONEY, .maybe = true)
static const struct field export_fields[] = { COLUMNS };
const struct record what_if_export_rec = RECORD("what_if_row", struct what_if_row, export_fields);
static const struct field row_fields[] = {
	COLUMNS,
	FIELD(struct what_if_row, slug, KIND_TEXT),
	FIELD(struct what_if_row, path, KIND_PATH),
};
const struct record what_if_row_rec = RECORD("what_if_row", struct what_if_row, row_fields);

/* --- the rules as they would be ----------------------------------------------------------------------------------- */

static bool in_force(const struct rule *r, day on)
{
	return day_cmp(r->valid_from, on) <= 0 && (!day_is(r->valid_to) || day_cmp(r->valid_to, on) >= 0);
}

struct list what_if_rules(struct arena *a, const struct list *rules, str item, int64_t year, int64_t cents, int *ret_n)
{
	struct list changed = *rules;
	day from = day_of((int)year, 1, 1);
	*ret_n = 0;
	LIST_EACH (const struct rule, r, rules) {
		if (!str_eq(r->item, item) || !in_force(r, from))
			continue;
		struct rule *becomes = NEW(a, struct rule);
		*becomes = *r;
		becomes->code = str_print(a, STR_FMT "-what-if", STR_ARG(r->code));
		becomes->valid_from = from;
		becomes->unit_cents = MAYBE(cents);
		becomes->mark = S("assumed");
		const struct rule_change change = { .ends = r->code, .ends_on = day_add(from, -1), .adds = becomes };
		changed = rules_changed(a, &changed, &change);
		++*ret_n;
	}
	return changed;
}

static err rules_of_proposal(struct cx *cx, const struct list *before, int64_t id, struct what_if_answer *ret,
                             struct list *ret_after)
{
	struct proposal p;
	struct rule_change change = { 0 };
	TRY(proposal_by_id(cx, id, &p));
	if (!str_is(p.state, "pending") || !choices_has(&what_if_item_choices, p.item))
		return fail(cx, E_NOTFOUND, "what_if.no_proposal", NO_ARGS);
	TRY(rule_as_written(cx, p.new_code.p ? p.new_code : p.rule_code, &ret->rule));
	if (p.new_code.p)
		change.adds = &ret->rule;
	if (day_is(p.ends_on)) {
		change.ends = p.rule_code;
		change.ends_on = p.ends_on;
	}
	ret->item = p.item;
	if (p.new_code.p && day_year(ret->rule.valid_from) > ret->year)
		ret->year = day_year(ret->rule.valid_from);
	*ret_after = rules_changed(cx->mem, before, &change);
	return OK;
}

static err rules_of_amount(struct cx *cx, const struct list *before, const struct what_if *in,
                           struct what_if_answer *ret, struct list *ret_after)
{
	int n = 0;
	*ret_after = what_if_rules(cx->mem, before, in->item, in->year, in->cents, &n);
	ret->item = in->item;
	if (!n)
		return problem_add(cx, "item", "what_if.no_rule", NO_ARGS);
	LIST_EACH (const struct rule, r, ret_after)
		if (str_eq(r->item, in->item) && str_ends(r->code, "-what-if"))
			ret->rule = *r;
	return OK;
}

/* --- what they give ----------------------------------------------------------------------------------------------- */

static struct maybe ceiling(struct arena *a, const struct list *rules, const struct rule_centre *c,
                            const struct what_if_answer *w)
{
	struct entitlement e = entitlement_of(a, rules, c->kind, c->id, day_of((int)w->year, 12, 31), false);
	const struct entitlement_item *i = entitlement_find(&e, w->item);
	return i ? i->total_cents : (struct maybe){ 0 };
}

static bool is_line(str item)
{
	return str_is(item, "specialist") || str_is(item, "assistant");
}

static struct maybe drawn(struct arena *a, const struct staff *s, const struct list *rules, const struct rule_centre *c,
                          const struct what_if_answer *w)
{
	day until = day_of((int)w->year, 12, 31);
	struct staff_money m = staff_money_of(a, s, rules, c->kind, c->id, (int)w->year, until, false);
	LIST_EACH (const struct line_money, l, &m.lines)
		if (str_eq(l->line, w->item))
			return l->complete ? MAYBE(l->granted_cents) : (struct maybe){ 0 };
	return MAYBE(0); /* it has no such post */
}

static err fill_row(struct cx *cx, const struct rule_centre *c, const struct list *before, const struct list *after,
                    const struct what_if_answer *w, struct what_if_row *r)
{
	const struct tenant centre = { .id = c->id, .slug = c->slug, .name = c->name, .kind = c->kind };
	*r = (struct what_if_row){ .name = c->name, .slug = c->slug };
	r->path = str_print(cx->mem, "/land/what-if/" STR_FMT, STR_ARG(c->slug));
	r->ceiling_before = ceiling(cx->mem, before, c, w);
	r->ceiling_after = ceiling(cx->mem, after, c, w);
	if (is_line(w->item)) {
		struct staff staff;
		TRY(staff_load(cx, &centre, day_of((int)w->year, 1, 1), day_of((int)w->year, 12, 31), &staff));
		r->planned_before = drawn(cx->mem, &staff, before, c, w);
		r->planned_after = drawn(cx->mem, &staff, after, c, w);
	} else {
		r->planned_before = r->ceiling_before;
		r->planned_after = r->ceiling_after;
	}
	if (r->planned_before.has && r->planned_after.has)
		r->difference = MAYBE(r->planned_after.v - r->planned_before.v);
	return OK;
}

static void add_up(struct what_if_answer *w)
{
	w->complete = true;
	w->sum.ceiling_before = w->sum.ceiling_after = MAYBE(0);
	w->sum.planned_before = w->sum.planned_after = w->sum.difference = MAYBE(0);
	LIST_EACH (const struct what_if_row, r, &w->rows) {
		w->complete &= r->ceiling_before.has && r->ceiling_after.has && r->difference.has;
		w->sum.ceiling_before.v += r->ceiling_before.v;
		w->sum.ceiling_after.v += r->ceiling_after.v;
		if (!r->difference.has)
			continue;
		w->sum.planned_before.v += r->planned_before.v;
		w->sum.planned_after.v += r->planned_after.v;
		w->sum.difference.v += r->difference.v;
	}
}

/* The rules as they are and as they would be; item, year and rule of the answer. */
static err both_rules(struct cx *cx, const struct what_if *in, struct what_if_answer *ret, struct list *before,
                      struct list *after)
{
	*ret = (struct what_if_answer){ .year = in->year };
	TRY(rules_known(cx, cx->now, before));
	return in->proposal_id ? rules_of_proposal(cx, before, in->proposal_id, ret, after)
	                       : rules_of_amount(cx, before, in, ret, after);
}

err what_if_of(struct cx *cx, const struct what_if *in, struct what_if_answer *ret)
{
	struct list before = { 0 }, after = { 0 }, centres = { 0 };
	TRY(both_rules(cx, in, ret, &before, &after));
	TRY(rule_centres(cx, &centres));
	LIST_EACH (const struct rule_centre, c, &centres)
		TRY(fill_row(cx, c, &before, &after, ret, LIST_ADD(cx->mem, &ret->rows, struct what_if_row)));
	add_up(ret);
	return OK;
}

/* --- behind the row of one KI ------------------------------------------------------------------------------------- */

static const struct field post_fields[] = {
	FIELD(struct what_if_post, title, KIND_TEXT),
	FIELD(struct what_if_post, fte, KIND_DECIMAL),
	FIELD(struct what_if_post, months, KIND_DECIMAL),
	FIELD(struct what_if_post, before, KIND_MONEY, .maybe = true),
	FIELD(struct what_if_post, after, KIND_MONEY, .maybe = true),
	FIELD(struct what_if_post, difference, KIND_MONEY, .maybe = true),
	FIELD(struct what_if_post, calculation_before, KIND_TEXT),
	FIELD(struct what_if_post, calculation_after, KIND_TEXT),
};
const struct record what_if_post_rec = RECORD("what_if_post", struct what_if_post, post_fields);
static const struct field rule_fields[] = {
	FIELD(struct what_if_rule, after, KIND_BOOL),
	FIELD(struct what_if_rule, when, KIND_TEXT),
	FIELD(struct what_if_rule, code, KIND_TEXT),
	FIELD(struct what_if_rule, calculation, KIND_TEXT),
	FIELD(struct what_if_rule, source, KIND_TEXT),
	FIELD(struct what_if_rule, mark, KIND_CHOICE, .choices = &mark_choices),
};
const struct record what_if_rule_rec = RECORD("what_if_rule", struct what_if_rule, rule_fields);

/* What one set of rules makes of a KI. */
struct side {
	const struct list *rules;
	bool english;
	bool after;
};

static const struct line_money *line_of(const struct staff_money *m, str item)
{
	LIST_EACH (const struct line_money, l, &m->lines)
		if (str_eq(l->line, item))
			return l;
	return NULL;
}

static void add_rules(struct cx *cx, const struct side *s, const struct rule_centre *c, struct what_if_centre *ret)
{
	struct entitlement e =
	        entitlement_of(cx->mem, s->rules, c->kind, c->id, day_of((int)ret->year, 12, 31), s->english);
	const struct entitlement_item *i = entitlement_find(&e, ret->item);
	if (!i)
		return;
	LIST_EACH (const struct rule_use, r, &i->rules)
		*LIST_ADD(cx->mem, &ret->rules, struct what_if_rule) = (struct what_if_rule){
			.after = s->after,
			.when = word(cx->words, cx->mem, s->after ? "what_if.then" : "what_if.today"),
			.code = r->code,
			.calculation = r->calculation,
			.source = str_ends(r->code, "-what-if") ? word(cx->words, cx->mem, "what_if.supposed")
			                                        : r->source,
			.mark = r->mark,
		};
}

static struct what_if_post *post_at(struct cx *cx, struct what_if_centre *ret, size_t i, const struct post_money *m)
{
	struct what_if_post *p = i < ret->posts.n ? LIST_AT(&ret->posts, struct what_if_post, i)
	                                          : LIST_ADD(cx->mem, &ret->posts, struct what_if_post);
	p->title = m->title;
	p->fte = m->fte;
	p->months = m->fte_months;
	return p;
}

/* The posts are those of the same plan, in the same order, under both sets of rules. */
static void add_posts(struct cx *cx, const struct side *s, const struct staff *staff, const struct rule_centre *c,
                      struct what_if_centre *ret)
{
	struct staff_money m = staff_money_of(cx->mem, staff, s->rules, c->kind, c->id, (int)ret->year,
	                                      day_of((int)ret->year, 12, 31), s->english);
	const struct line_money *l = line_of(&m, ret->item);
	for (size_t i = 0; l && i < l->posts.n; i++) {
		const struct post_money *post = LIST_AT(&l->posts, struct post_money, i);
		struct what_if_post *p = post_at(cx, ret, i, post);
		*(s->after ? &p->after : &p->before) = post->granted_cents;
		*(s->after ? &p->calculation_after : &p->calculation_before) = post->calculation;
		if (p->before.has && p->after.has)
			p->difference = MAYBE(p->after.v - p->before.v);
	}
}

static err fill_centre(struct cx *cx, const struct side *sides, const struct rule_centre *c, struct what_if_centre *ret)
{
	const struct tenant centre = { .id = c->id, .slug = c->slug, .name = c->name, .kind = c->kind };
	struct staff staff;
	ret->of_posts = is_line(ret->item);
	if (ret->of_posts)
		TRY(staff_load(cx, &centre, day_of((int)ret->year, 1, 1), day_of((int)ret->year, 12, 31), &staff));
	for (int i = 0; i < 2; i++) {
		add_rules(cx, &sides[i], c, ret);
		if (ret->of_posts)
			add_posts(cx, &sides[i], &staff, c, ret);
	}
	return OK;
}

err what_if_centre_of(struct cx *cx, const struct what_if *in, str slug, struct what_if_centre *ret)
{
	struct list before = { 0 }, after = { 0 }, centres = { 0 };
	struct what_if_answer w;
	TRY(both_rules(cx, in, &w, &before, &after));
	TRY(rule_centres(cx, &centres));
	*ret = (struct what_if_centre){ .item = w.item, .year = w.year };
	bool english = !str_is(str_of(words_language(cx->words)), "de");
	const struct side sides[] = { { &before, english, false }, { &after, english, true } };
	LIST_EACH (const struct rule_centre, c, &centres) {
		if (!str_eq(c->slug, slug))
			continue;
		TRY(fill_row(cx, c, &before, &after, &w, &ret->row));
		return fill_centre(cx, sides, c, ret);
	}
	return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
}

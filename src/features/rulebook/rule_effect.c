#include "features/rulebook/rule_effect.h"

static bool same_maybe(struct maybe a, struct maybe b)
{
	return a.has == b.has && (!a.has || a.v == b.v);
}

/* What is unknown cannot be compared. */
static struct maybe difference(struct maybe before, struct maybe after)
{
	return before.has && after.has ? MAYBE(after.v - before.v) : (struct maybe){ 0 };
}

static struct comparison_row row_of(str programme, str item, const struct entitlement_item *before,
                                    const struct entitlement_item *after)
{
	struct comparison_row r = { .programme = programme, .item = item };
	r.before_in_force = before != NULL;
	r.after_in_force = after != NULL;
	r.is_post = (before ? before : after)->is_post;
	if (before) {
		r.before_quantity = before->quantity;
		r.before_cents = before->total_cents;
		r.before_mark = before->mark;
	}
	if (after) {
		r.after_quantity = after->quantity;
		r.after_cents = after->total_cents;
		r.after_mark = after->mark;
	}
	const struct maybe nothing = MAYBE(0); /* what is not in force counts as nothing */
	r.difference_cents = difference(before ? before->total_cents : nothing, after ? after->total_cents : nothing);
	if (r.is_post)
		r.difference_quantity =
		        difference(before ? before->quantity : nothing, after ? after->quantity : nothing);
	r.differs = r.before_in_force != r.after_in_force || !same_maybe(r.before_quantity, r.after_quantity) ||
	            !same_maybe(r.before_cents, r.after_cents);
	return r;
}

static const struct entitlement_item *find(const struct list *items, str item)
{
	LIST_EACH (const struct entitlement_item, it, items)
		if (str_eq(it->item, item))
			return it;
	return NULL;
}

static void pair_up(struct arena *a, struct list *rows, str programme, const struct list *before,
                    const struct list *after)
{
	LIST_EACH (const struct entitlement_item, it, before)
		*LIST_ADD(a, rows, struct comparison_row) =
		        row_of(it->is_post ? S("teachers") : programme, it->item, it, find(after, it->item));
	LIST_EACH (const struct entitlement_item, it, after)
		if (!find(before, it->item))
			*LIST_ADD(a, rows, struct comparison_row) =
			        row_of(it->is_post ? S("teachers") : programme, it->item, NULL, it);
}

static const struct list *programme_items(const struct entitlement *e, str programme)
{
	static const struct list none;
	LIST_EACH (const struct programme, p, &e->programmes)
		if (str_eq(p->programme, programme))
			return &p->items;
	return &none;
}

/* Items that only one side has come after the others: bring all into the order of the items. */
static int by_item(const void *x, const void *y)
{
	const struct comparison_row *a = x, *b = y;
	int at[2] = { 0, 0 };
	for (int i = 0; item_choices.codes[i]; i++) {
		if (str_is(a->item, item_choices.codes[i]))
			at[0] = i;
		if (str_is(b->item, item_choices.codes[i]))
			at[1] = i;
	}
	return at[0] - at[1];
}

struct comparison entitlement_compare(struct arena *a, const struct entitlement *before,
                                      const struct entitlement *after)
{
	struct comparison c = { .before_cents = before->total_cents,
		                .after_cents = after->total_cents,
		                .difference_cents = after->total_cents - before->total_cents,
		                .complete = before->complete && after->complete };
	pair_up(a, &c.rows, S("base"), &before->items, &after->items);
	str separate[] = { S("komman"), S("kim") };
	for (int i = 0; i < 2; i++)
		pair_up(a, &c.rows, separate[i], programme_items(before, separate[i]),
		        programme_items(after, separate[i]));
	list_sort(&c.rows, by_item);
	return c;
}

static void apply_change(struct rule *r, const struct rule_change *c)
{
	if (c->ends.p && str_eq(r->code, c->ends) && (!day_is(r->valid_to) || day_cmp(c->ends_on, r->valid_to) < 0))
		r->valid_to = c->ends_on;
	if (c->confirms.p && str_eq(r->code, c->confirms))
		r->mark = S("read");
}

struct list rules_changed(struct arena *a, const struct list *rules, const struct rule_change *c)
{
	struct list out = { 0 };
	LIST_EACH (const struct rule, r, rules) {
		struct rule *copy = LIST_ADD(a, &out, struct rule);
		*copy = *r;
		apply_change(copy, c);
	}
	if (c->adds)
		*LIST_ADD(a, &out, struct rule) = *c->adds;
	return out;
}

static void side(struct arena *a, const struct list *rules, const struct rule_centre *centre, str item, str programme,
                 day on, struct maybe *quantity, struct maybe *cents, str *mark, int64_t *total, bool *complete)
{
	struct entitlement e = entitlement_of(a, rules, centre->kind, centre->id, on, false);
	*total = entitlement_total(&e, programme, complete);
	const struct entitlement_item *it = entitlement_find(&e, item);
	if (!it)
		return;
	*quantity = it->quantity;
	*cents = it->total_cents;
	*mark = it->mark;
}

static str term_value(const struct list *rules, const struct rule_centre *centre, str item, day on)
{
	const struct rule *r = term_of(rules, item, centre->kind, centre->id, on);
	return r ? r->value : STR_NONE;
}

static struct effect effect_at(struct arena *a, const struct list *before, const struct list *after,
                               const struct rule_centre *centre, str item, str programme, day on)
{
	struct effect e = { .slug = centre->slug, .name = centre->name };
	e.path = str_print(a, "/centres/" STR_FMT, STR_ARG(centre->slug));
	side(a, before, centre, item, programme, on, &e.before_quantity, &e.before_cents, &e.before_mark,
	     &e.before_total, &e.before_complete);
	side(a, after, centre, item, programme, on, &e.after_quantity, &e.after_cents, &e.after_mark, &e.after_total,
	     &e.after_complete);
	if (str_is(programme, "terms")) {
		e.before_value = term_value(before, centre, item, on);
		e.after_value = term_value(after, centre, item, on);
	}
	e.difference = e.after_total - e.before_total;
	e.changed = !same_maybe(e.before_quantity, e.after_quantity) || !same_maybe(e.before_cents, e.after_cents) ||
	            e.before_total != e.after_total || e.before_complete != e.after_complete ||
	            !str_eq(e.before_value, e.after_value) || !str_eq(e.before_mark, e.after_mark);
	return e;
}

static int changed_first(const void *x, const void *y)
{
	const struct effect *a = x, *b = y;
	return (int)b->changed - (int)a->changed;
}

struct effects rule_effects(struct arena *a, const struct list *before, const struct list *after,
                            const struct list *centres, str item, str programme, day on)
{
	struct effects all = { .complete = true };
	LIST_EACH (const struct rule_centre, centre, centres) {
		struct effect e = effect_at(a, before, after, centre, item, programme, on);
		all.changed += e.changed;
		all.before_total += e.before_total;
		all.after_total += e.after_total;
		all.complete = all.complete && e.before_complete && e.after_complete;
		*LIST_ADD(a, &all.rows, struct effect) = e;
	}
	all.difference = all.after_total - all.before_total;
	list_sort(&all.rows, changed_first);
	return all;
}

static const struct field comparison_row_fields[] = {
	FIELD(struct comparison_row, programme, KIND_CHOICE, .choices = &programme_choices),
	FIELD(struct comparison_row, item, KIND_CHOICE, .choices = &item_choices),
	FIELD(struct comparison_row, before_quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct comparison_row, after_quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct comparison_row, before_cents, KIND_MONEY, .maybe = true),
	FIELD(struct comparison_row, after_cents, KIND_MONEY, .maybe = true),
	FIELD(struct comparison_row, difference_cents, KIND_MONEY, .maybe = true),
	FIELD(struct comparison_row, difference_quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct comparison_row, difference, KIND_TEXT, .hidden = true),
	FIELD(struct comparison_row, before_in_force, KIND_BOOL),
	FIELD(struct comparison_row, after_in_force, KIND_BOOL),
	FIELD(struct comparison_row, is_post, KIND_BOOL),
	FIELD(struct comparison_row, differs, KIND_BOOL),
	FIELD(struct comparison_row, before_mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct comparison_row, after_mark, KIND_CHOICE, .choices = &mark_choices),
};
const struct record comparison_row_rec = RECORD("comparison", struct comparison_row, comparison_row_fields);

static const struct field rule_centre_fields[] = {
	FIELD(struct rule_centre, id, KIND_INT, .hidden = true),
	FIELD(struct rule_centre, slug, KIND_TEXT),
	FIELD(struct rule_centre, name, KIND_TEXT),
	FIELD(struct rule_centre, kind, KIND_CHOICE, .choices = &authority_choices),
};
const struct record rule_centre_rec = RECORD("rule_centre", struct rule_centre, rule_centre_fields);

static const struct field effect_fields[] = {
	FIELD(struct effect, slug, KIND_TEXT),
	FIELD(struct effect, name, KIND_TEXT),
	FIELD(struct effect, path, KIND_PATH),
	FIELD(struct effect, before_quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct effect, after_quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct effect, before_cents, KIND_MONEY, .maybe = true),
	FIELD(struct effect, after_cents, KIND_MONEY, .maybe = true),
	FIELD(struct effect, before_value, KIND_TEXT),
	FIELD(struct effect, after_value, KIND_TEXT),
	FIELD(struct effect, before_mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct effect, after_mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct effect, before_total, KIND_MONEY),
	FIELD(struct effect, after_total, KIND_MONEY),
	FIELD(struct effect, difference, KIND_MONEY),
	FIELD(struct effect, before_complete, KIND_BOOL),
	FIELD(struct effect, after_complete, KIND_BOOL),
	FIELD(struct effect, changed, KIND_BOOL),
};
const struct record effect_rec = RECORD("effect", struct effect, effect_fields);

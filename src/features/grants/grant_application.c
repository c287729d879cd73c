/* The application: its records, and how its positions are reckoned. Pure. */
#include "features/grants/grant_application.h"

#include "base/money.h"
#include "core/words.h"

static const char *const state_codes[] = { "done", "missing", "check", NULL };
const struct choices section_state_choices = { "section_state", state_codes };
static const char *const section_codes[] = { "carrier", "site",           "preconditions", "concept",
	                                     "posts",   "qualifications", "interpreters",  "amounts",
	                                     "reasons", "contact",        "bank",          "declarations",
	                                     NULL };
static const struct choices section_choices = { "application_section", section_codes };
static const char *const promise_codes[] = { "update", "fresh", NULL };
const struct choices concept_promise_choices = { "concept_promise", promise_codes };

static const struct field wish_fields[] = {
	FIELD(struct grant_wish, item, KIND_TEXT),
	FIELD(struct grant_wish, quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct grant_wish, shares, KIND_TEXT),
	FIELD(struct grant_wish, cents, KIND_MONEY, .maybe = true),
	FIELD(struct grant_wish, note, KIND_TEXT, .max = 1000),
};
const struct record grant_wish_rec = RECORD("grant_wish", struct grant_wish, wish_fields);

static const struct field post_fields[] = {
	FIELD(struct application_post, title, KIND_TEXT),
	FIELD(struct application_post, line, KIND_CHOICE, .choices = &staff_line_choices),
	FIELD(struct application_post, calculation, KIND_TEXT, .max = 500),
	FIELD(struct application_post, fte, KIND_DECIMAL),
	FIELD(struct application_post, cents, KIND_MONEY, .maybe = true),
};
const struct record application_post_rec = RECORD("application_post", struct application_post, post_fields);

static const struct field section_fields[] = {
	FIELD(struct application_section, code, KIND_CHOICE, .choices = &section_choices),
	FIELD(struct application_section, state, KIND_CHOICE, .choices = &section_state_choices),
	FIELD(struct application_section, why, KIND_TEXT, .max = 2000),
	FIELD(struct application_section, path, KIND_PATH),
	FIELD(struct application_section, rule, KIND_TEXT, .max = 500),
	FIELD(struct application_section, door, KIND_BOOL),
};
const struct record application_section_rec = RECORD("application_section", struct application_section, section_fields);

static const struct field fields[] = {
	PAPER_FIELDS(struct application),
	FIELD(struct application, contact_name, KIND_TEXT),
	FIELD(struct application, contact_phone, KIND_TEXT),
	FIELD(struct application, contact_mail, KIND_TEXT),
	FIELD(struct application, account_holder, KIND_TEXT),
	FIELD(struct application, iban, KIND_TEXT),
	FIELD(struct application, bank, KIND_TEXT),
	FIELD(struct application, reasons, KIND_TEXT, .max = 4000),
	FIELD(struct application, priorities, KIND_TEXT, .max = 4000),
	FIELD(struct application, concept_kind, KIND_CHOICE, .choices = &concept_promise_choices),
	FIELD(struct application, work_starts, KIND_DAY),
	FIELD(struct application, concept_by, KIND_DAY),
	FIELD(struct application, not_begun, KIND_BOOL),
	FIELD(struct application, truthful, KIND_BOOL),
	FIELD(struct application, input_tax, KIND_BOOL),
	FIELD(struct application, wishes, KIND_MANY, .of = &grant_wish_rec),
	FIELD(struct application, applicant, KIND_TEXT),
	FIELD(struct application, applicant_lines, KIND_TEXT),
	FIELD(struct application, ags8, KIND_TEXT),
	FIELD(struct application, centre_name, KIND_TEXT),
	FIELD(struct application, site, KIND_TEXT),
	FIELD(struct application, authority, KIND_TEXT),
	FIELD(struct application, concept, KIND_TEXT),
	FIELD(struct application, concept_until, KIND_DAY),
	FIELD(struct application, posts, KIND_MANY, .of = &application_post_rec),
	FIELD(struct application, sections, KIND_MANY, .of = &application_section_rec),
};
const struct record application_rec = RECORD("grant_application", struct application, fields);

/* --- one position ------------------------------------------------------------------------------------------------- */

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What an amount loses against its ceiling goes to `refused`. */
static int64_t capped(int64_t cents, struct maybe ceiling, int64_t *refused)
{
	if (!ceiling.has || cents <= ceiling.v)
		return cents;
	*refused += cents - ceiling.v;
	return ceiling.v;
}

static void ask_posts(const struct entitlement_item *item, int64_t wished, struct asking *a)
{
	int64_t within = item->quantity.has ? least(wished, item->quantity.v) : wished;
	a->quantity = MAYBE(within);
	if (!item->unit_cents.has)
		return;
	a->refused_cents = money_times(item->unit_cents.v, wished - within);
	a->cents = MAYBE(money_times(item->unit_cents.v, within));
}

struct asking asking_of(const struct entitlement_item *item, struct maybe planned, const struct grant_wish *wish)
{
	struct asking a = { .quantity = item->quantity, .unknown = !item->total_cents.has };
	a.cents = planned.has ? planned : item->total_cents;
	if (wish && wish->quantity.has)
		ask_posts(item, wish->quantity.v, &a);
	struct maybe ceiling = wish && wish->quantity.has && a.cents.has ? a.cents : item->total_cents;
	if (wish && wish->cents.has)
		a.cents = MAYBE(capped(wish->cents.v, ceiling, &a.refused_cents));
	return a;
}

bool shares_of(str typed, int64_t smallest, struct shares *ret)
{
	*ret = (struct shares){ 0 };
	for (str rest = typed; rest.p;) {
		int64_t share;
		if (!decimal_parse(str_trim(str_split(&rest, '+')), &share) || share <= 0 || share > 100000)
			return false;
		if (share < smallest) {
			ret->refused += share;
			ret->refused_count++;
		} else
			ret->eligible += share;
	}
	return typed.p != NULL;
}

str staff_line_of_item(str item)
{
	if (str_is(item, "specialist") || str_is(item, "assistant"))
		return item;
	return str_is(item, "komman_posts") ? S("komman") : STR_NONE;
}

/* --- all positions ------------------------------------------------------------------------------------------------ */

static const struct grant_wish *wish_of(const struct list *wishes, str item)
{
	LIST_EACH (const struct grant_wish, w, wishes)
		if (str_eq(w->item, item))
			return w;
	return NULL;
}

/* From the staff plan, where the position is of posts that it keeps and all of it is known. */
static struct maybe planned_of(const struct application_basis *b, str item)
{
	str line = staff_line_of_item(item);
	LIST_EACH (const struct line_money, l, &b->staff.lines)
		if (line.p && str_eq(l->line, line) && l->complete)
			return MAYBE(l->granted_cents);
	return (struct maybe){ 0 };
}

static str rules_said(struct cx *cx, const struct entitlement_item *item)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct rule_use, r, &item->rules) {
		text_c(&t, t.n ? "; " : "");
		text_add(&t, r->calculation);
	}
	return text_str(&t);
}

static str money(struct cx *cx, int64_t cents)
{
	return say_money(cx->words, cx->mem, cents);
}

/* "6 × 57.000,00 € = 342.000,00 €", and where less is asked, why. */
static str calculation_of(struct cx *cx, const struct entitlement_item *item, struct maybe planned,
                          const struct grant_wish *wish, const struct asking *a)
{
	str ceiling = rules_said(cx, item);
	bool own = wish && (wish->cents.has || wish->quantity.has);
	if (!a->cents.has || (item->total_cents.has && a->cents.v == item->total_cents.v))
		return ceiling;
	const char *key = own ? "grants.calculation_own" : planned.has ? "grants.calculation_planned" : NULL;
	if (!key)
		return ceiling;
	return word_args(cx->words, cx->mem, key, ARGS({ "ceiling", ceiling }, { "asked", money(cx, a->cents.v) }));
}

static str note_of(struct cx *cx, const struct grant_wish *wish, const struct asking *a)
{
	struct text t = TEXT(cx->mem);
	if (a->refused_cents)
		text_add(&t, word_args(cx->words, cx->mem, "grants.asked_above",
		                       ARGS({ "amount", money(cx, a->refused_cents) })));
	if (a->unknown)
		text_add(&t,
		         word(cx->words, cx->mem, a->cents.has ? "grants.ceiling_unknown" : "grants.nothing_asked"));
	if (wish && !str_blank(wish->note)) {
		text_c(&t, t.n ? " " : "");
		text_add(&t, wish->note);
	}
	return t.n ? text_str(&t) : STR_NONE;
}

/* Of KIM each share counts by itself (T23). */
static struct grant_wish with_shares(struct cx *cx, const struct application_basis *b, const struct grant_wish *wish,
                                     struct shares *ret)
{
	struct grant_wish w = wish ? *wish : (struct grant_wish){ 0 };
	const struct rule *r = term_of(b->rules, S("kim_min_share"), b->c->kind, b->c->centre_id, b->given.date);
	int64_t smallest = 0;
	*ret = (struct shares){ 0 };
	if (!wish || str_blank(wish->shares) || (r && !decimal_parse(r->value, &smallest)))
		return w;
	if (shares_of(wish->shares, smallest, ret))
		w.quantity = MAYBE(ret->eligible);
	if (ret->refused_count)
		w.note = word_args(cx->words, cx->mem, "grants.shares_refused",
		                   ARGS({ "refused", say_decimal(cx->words, cx->mem, ret->refused) },
		                        { "least", say_decimal(cx->words, cx->mem, smallest) },
		                        { "note", wish->note.p ? wish->note : S("") }));
	return w;
}

static void add_line(struct cx *cx, const struct application_basis *b, const struct entitlement_item *item,
                     const struct grant_wish *wished, struct list *ret)
{
	struct shares shares;
	struct grant_wish wish = with_shares(cx, b, wished, &shares);
	struct maybe planned = planned_of(b, item->item);
	struct asking a = asking_of(item, planned, &wish);
	const struct rule_use *rule = item->rules.n ? LIST_AT(&item->rules, struct rule_use, 0) : NULL;
	bool stopped = str_is(item->item, "interpreter_costs") && !b->pool_concept;
	struct grant_line *l = LIST_ADD(cx->mem, ret, struct grant_line);
	*l = (struct grant_line){ .item = item->item,
		                  .label = word(cx->words, cx->mem,
		                                str_print(cx->mem, "item." STR_FMT, STR_ARG(item->item)).p),
		                  .group = grant_group_of(b->c->programme, item->item),
		                  .cents = a.cents.has && !stopped ? a.cents.v : 0,
		                  .ceiling_cents = item->total_cents,
		                  .calculation = calculation_of(cx, item, planned, &wish, &a),
		                  .rule_code = rule ? rule->code : STR_NONE,
		                  .source = rule ? rule->source : STR_NONE,
		                  .mark = item->mark,
		                  .financing = item->financing };
	if (str_is(item->unit, "fte"))
		l->quantity = a.quantity;
	l->note = stopped ? word(cx->words, cx->mem, "grants.no_pool_concept") : note_of(cx, &wish, &a);
}

static const struct list *items_of(const struct application_basis *b)
{
	static const struct list none;
	if (str_is(b->c->programme, "base"))
		return &b->given.items;
	LIST_EACH (const struct programme, p, &b->given.programmes)
		if (str_eq(p->programme, b->c->programme))
			return &p->items;
	return &none;
}

void application_lines(struct cx *cx, const struct application_basis *b, const struct list *wishes, struct list *ret)
{
	*ret = (struct list){ 0 };
	LIST_EACH (const struct entitlement_item, item, items_of(b))
		if (!item->is_post)
			add_line(cx, b, item, wish_of(wishes, item->item), ret);
}

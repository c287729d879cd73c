/* The figures of the proof, reckoned from what is recorded; pure. How: see the head of grant_proof.h. */
#include "core/spending.h"
#include "core/words.h"
#include "base/arena.h"
#include "base/money.h"
#include "features/grants/grant_application.h"
#include "features/grants/grant_proof.h"

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t above(int64_t a, int64_t b)
{
	return a > b ? a - b : 0;
}

const struct proof_typed *proof_typed_of(const struct proof_draft *d, str item)
{
	LIST_EACH (const struct proof_typed, t, &d->amounts)
		if (str_eq(t->item, item))
			return t;
	return NULL;
}

/* --- what is recorded --------------------------------------------------------------------------------------------- */

/* Sources that are neither the Land nor the KI itself. */
static bool is_other(str source)
{
	return !str_is(source, "land") && !str_is(source, "own");
}

/* Of one side; item or source absent: of all. */
static struct maybe recorded(const struct proof_basis *b, const char *side, str item, str source)
{
	struct maybe sum = { 0 };
	LIST_EACH (const struct proof_sum, s, b->sums)
		if (str_is(s->side, side) && (!item.p || str_eq(s->item, item)) &&
		    (!source.p || str_eq(s->source, source))) {
			sum.has = true;
			sum.v += s->cents;
		}
	return sum;
}

static int64_t of_others(const struct proof_basis *b, const char *side, str item)
{
	int64_t sum = 0;
	LIST_EACH (const struct proof_sum, s, b->sums)
		if (str_is(s->side, side) && str_eq(s->item, item) && is_other(s->source))
			sum += s->cents;
	return sum;
}

static const struct line_money *staff_of(const struct proof_basis *b, str item)
{
	str line = staff_line_of_item(item);
	LIST_EACH (const struct line_money, l, &b->staff->lines)
		if (line.p && str_eq(l->line, line))
			return l;
	return NULL;
}

/* Of a post whose cost nobody has entered, what the plan grants for it: no cost known is not no cost. */
static int64_t cost_of_posts(const struct line_money *l, int64_t *ret_unknown)
{
	int64_t sum = 0;
	*ret_unknown = 0;
	if (l)
		LIST_EACH (const struct post_money, p, &l->posts) {
			sum += p->cost_cents.has ? p->cost_cents.v : p->granted_cents.v;
			*ret_unknown += !p->cost_cents.has && p->granted_cents.v > 0;
		}
	return sum;
}

/* --- expenses ----------------------------------------------------------------------------------------------------- */

static const struct grant_item *item_of(const struct grant_state *s, str item)
{
	LIST_EACH (const struct grant_item, i, &s->items)
		if (str_eq(i->item, item))
			return i;
	return NULL;
}

static str money(struct cx *cx, int64_t cents)
{
	return say_money(cx->words, cx->mem, cents);
}

/* "min(57.000,00 €; 48.200,00 € − 0,00 €; 48.200,00 €) = 48.200,00 €", each part with its name. */
static str calculation_of(struct cx *cx, const struct proof_line *l, struct maybe by_staff, int64_t own)
{
	const char *key = by_staff.has ? "grants.proof.reckoned_posts" : "grants.proof.reckoned";
	str said = word_args(cx->words, cx->mem, key,
	                     ARGS({ "granted", money(cx, l->decision_cents.has ? l->decision_cents.v : 0) },
	                          { "cost", money(cx, l->cents) }, { "others", money(cx, l->others_cents) },
	                          { "staff", money(cx, by_staff.v) }, { "eligible", money(cx, l->eligible_cents) },
	                          { "paid", money(cx, l->paid_cents) }, { "used", money(cx, l->used_cents) }));
	if (own)
		said = str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(said),
		                 STR_ARG(word_args(cx->words, cx->mem, "grants.proof.own_paid",
		                                   ARGS({ "own", money(cx, own) }))));
	if (!l->settled_cents)
		return said;
	str settled_said = word_args(
	        cx->words, cx->mem, "grants.proof.settled",
	        ARGS({ "recorded", money(cx, l->recorded_cents.v) }, { "settled", money(cx, l->settled_cents) }));
	return str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(said), STR_ARG(settled_said));
}

/* What other features have settled on the Land's money for the position: recorded there, not entered again. */
static int64_t settled(const struct proof_basis *b, str item)
{
	LIST_EACH (const struct spending, s, b->spending)
		if (str_eq(s->item, item))
			return s->spent_cents;
	return 0;
}

static void by_account(const struct proof_basis *b, struct proof_line *l, int64_t otherwise)
{
	const struct proof_typed *typed = proof_typed_of(b->draft, l->item);
	l->settled_cents = settled(b, l->item);
	l->cents = l->proposed_cents =
	        l->recorded_cents.has || l->settled_cents ? l->recorded_cents.v + l->settled_cents : otherwise;
	if (typed && typed->cents.has)
		l->cents = typed->cents.v;
	if (typed)
		l->note = typed->note;
}

static void add_expense(struct cx *cx, const struct proof_basis *b, str item, str label,
                        const struct grant_line *granted, struct grant_proof *p)
{
	const struct line_money *staff = staff_of(b, item);
	const struct grant_item *money_of_item = item_of(b->state, item);
	struct proof_line l = { .item = item,
		                .label = label,
		                .recorded_cents = recorded(b, "expense", item, STR_NONE) };
	if (granted) {
		l.group = granted->group;
		l.decision_cents = MAYBE(granted->cents);
		l.source = granted->source;
		l.mark = granted->mark;
	}
	int64_t unknown, plan = cost_of_posts(staff, &unknown);
	by_account(b, &l, plan);
	const bool by_plan = unknown && l.cents == plan && !l.recorded_cents.has;
	const int64_t income = of_others(b, "income", item), booked = of_others(b, "expense", item);
	const int64_t own = above(recorded(b, "expense", item, S("own")).v, above(income, booked));
	l.others_cents = income > booked ? income : booked;
	struct maybe by_staff = { 0 };
	if (staff && staff->complete)
		by_staff = MAYBE(staff->granted_cents);
	else if (staff)
		p->complete = false;
	l.eligible_cents = least(above(l.cents, l.others_cents + own), granted ? granted->cents : 0);
	if (by_staff.has)
		l.eligible_cents = least(l.eligible_cents, by_staff.v);
	l.paid_cents = money_of_item ? money_of_item->paid_cents : 0;
	l.used_cents = least(l.eligible_cents, l.paid_cents);
	l.back_cents = l.paid_cents - l.used_cents;
	l.calculation = calculation_of(cx, &l, by_staff, own);
	if (by_plan)
		l.calculation = str_print(
		        cx->mem, STR_FMT " " STR_FMT, STR_ARG(l.calculation),
		        STR_ARG(word_plural(cx->words, cx->mem, "grants.proof.cost_missing", unknown, NO_ARGS)));
	*LIST_ADD(cx->mem, &p->expenses, struct proof_line) = l;
}

static bool has_expense(const struct grant_proof *p, str item)
{
	LIST_EACH (const struct proof_line, l, &p->expenses)
		if (str_eq(l->item, item))
			return true;
	return false;
}

static str item_label(struct cx *cx, str item)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "item." STR_FMT, STR_ARG(item)).p);
}

/* The positions of the decision, those that were paid under an earlier one, and those that only have costs. */
static void add_expenses(struct cx *cx, const struct proof_basis *b, struct grant_proof *p)
{
	LIST_EACH (const struct grant_line, g, &b->state->granted.lines)
		add_expense(cx, b, g->item, g->label, g, p);
	LIST_EACH (const struct grant_item, i, &b->state->items)
		if (i->paid_cents && !has_expense(p, i->item))
			add_expense(cx, b, i->item, i->label, NULL, p);
	LIST_EACH (const struct proof_sum, s, b->sums)
		if (str_is(s->side, "expense") && !has_expense(p, s->item))
			add_expense(cx, b, s->item, item_label(cx, s->item), NULL, p);
}

/* --- income ------------------------------------------------------------------------------------------------------- */

static struct proof_line *add_income(struct cx *cx, const char *source, struct maybe recorded_cents,
                                     struct grant_proof *p)
{
	struct proof_line *l = LIST_ADD(cx->mem, &p->income, struct proof_line);
	*l = (struct proof_line){ .item = str_of(source),
		                  .label = word(cx->words, cx->mem, str_print(cx->mem, "proof_source.%s", source).p),
		                  .recorded_cents = recorded_cents,
		                  .cents = recorded_cents.v };
	p->income_cents += l->cents;
	return l;
}

/* What was booked as income, or paid from this source, whichever is more: as with the expenses, nobody books it twice.
 */
static struct maybe income_of(const struct proof_basis *b, const char *source)
{
	struct maybe income = recorded(b, "income", STR_NONE, str_of(source)),
	             spent = recorded(b, "expense", STR_NONE, str_of(source));
	return spent.v > income.v ? spent : income;
}

/* All of it (ANBest-G 7.4): Land, other public money, third parties, donations; own share is what is left. */
static void add_incomes(struct cx *cx, const struct proof_basis *b, struct grant_proof *p)
{
	static const char *const others[] = { "federal", "eu", "other_public", "third", "donation" };
	add_income(cx, "land", MAYBE(p->paid_cents), p)->decision_cents = MAYBE(p->granted_cents);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		add_income(cx, others[i], income_of(b, others[i]), p);
	int64_t own = above(p->expense_cents, p->income_cents - p->back_cents);
	add_income(cx, "own", MAYBE(own), p)->recorded_cents = recorded(b, "income", STR_NONE, S("own"));
}

/* --- sums --------------------------------------------------------------------------------------------------------- */

/* Percentages of two decimals that add up to 100. */
static void add_shares(struct arena *a, const struct list *lines, int64_t total)
{
	int64_t *cents = NEW_ARRAY(a, int64_t, lines->n + 1), *share = NEW_ARRAY(a, int64_t, lines->n + 1);
	if (total <= 0)
		return;
	for (size_t i = 0; i < lines->n; i++)
		cents[i] = LIST_AT(lines, struct proof_line, i)->cents;
	money_split(10000, cents, lines->n, share);
	for (size_t i = 0; i < lines->n; i++)
		LIST_AT(lines, struct proof_line, i)->share = share[i] * 10;
}

static void add_up(struct cx *cx, const struct proof_basis *b, struct grant_proof *p)
{
	LIST_EACH (const struct proof_line, l, &p->expenses) {
		p->expense_cents += l->cents;
		p->used_cents += l->used_cents;
		p->back_cents += l->back_cents;
		p->paid_cents += l->paid_cents;
		*LIST_ADD(cx->mem, &p->paper.lines, struct grant_line) =
		        (struct grant_line){ .item = l->item,
			                     .label = l->label,
			                     .group = l->group,
			                     .cents = l->used_cents,
			                     .ceiling_cents = l->decision_cents,
			                     .calculation = l->calculation,
			                     .source = l->source,
			                     .mark = l->mark,
			                     .note = l->note };
	}
	p->granted_cents = b->state->granted_cents;
	p->paper.total_cents = p->used_cents;
}

static void add_interest(struct cx *cx, const struct proof_basis *b, struct grant_proof *p)
{
	struct list money_parts = { 0 };
	const struct interest_rules rules = { .rules = b->rules,
		                              .authority = b->c->kind,
		                              .centre_id = b->c->centre_id,
		                              .english = !str_is(str_of(words_language(cx->words)), "de") };
	const int64_t before = least(p->back_cents, b->state->demanded_cents);
	const struct interest_back back = { before, p->back_cents - before };
	grant_interest_money(cx->mem, b->state, b->events, back, day_of((int)b->c->year, 12, 31), b->until,
	                     &money_parts);
	p->interest.complete = true;
	LIST_EACH (const struct interest_money, m, &money_parts)
		grant_interest_add(cx->mem, &rules, m, &p->interest);
}

void proof_figures(struct cx *cx, const struct proof_basis *b, struct grant_proof *p)
{
	p->complete = true;
	add_expenses(cx, b, p);
	add_up(cx, b, p);
	add_incomes(cx, b, p);
	add_shares(cx->mem, &p->expenses, p->expense_cents);
	add_shares(cx->mem, &p->income, p->income_cents);
	add_interest(cx, b, p);
}

#include "features/grants/grant_cost_import.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/words.h"

/* --- rows --------------------------------------------------------------------------------------------------------- */

struct reading {
	struct grant_cost_import *plan;
	struct list cases; /* struct grant_case of the KI */
};

static const struct grant_case *case_of(const struct reading *r, const struct grant_cost *l)
{
	LIST_EACH (const struct grant_case, c, &r->cases)
		if (c->year == l->year && str_eq(c->programme, l->programme))
			return c;
	return NULL;
}

/* Problems at the fields of a form become messages at the columns of the line. */
static void say_problems(struct cx *cx, int64_t line, struct import_said *said)
{
	for (const struct problem *p = cx->problems; p; p = p->next) {
		const struct field *f = record_field(&grant_cost_table_rec, str_of(p->field));
		str column = word(cx->words, cx->mem, field_label(cx->mem, &grant_cost_table_rec, f).p);
		import_say(cx, said, line, column, p->key, p->args);
	}
	cx->problems = NULL;
	fault_clear(cx);
}

static err one_row(struct cx *cx, void *self, int64_t line, const void *row, struct import_said *said)
{
	struct reading *r = self;
	size_t before = said->messages.n + (size_t)said->more;
	struct grant_cost cost = *(const struct grant_cost *)row;
	const struct grant_case *c = case_of(r, &cost);
	if (!c) {
		import_say(cx, said, line, STR_NONE, "grants.cost.no_case",
		           ARGS({ "year", str_print(cx->mem, "%" PRId64, cost.year) }));
		return OK;
	}
	if (!cost.side.p)
		cost.side = S("expense");
	if (grant_cost_check(cx, c, &cost) != OK)
		say_problems(cx, line, said);
	if (said->messages.n + (size_t)said->more != before)
		return OK;
	cost.case_id = c->id;
	cost.source_key = grant_cost_key(cx->mem, cost.payee, cost.voucher, cost.day);
	*LIST_ADD(cx->mem, &r->plan->drafts, struct grant_cost_draft) = (struct grant_cost_draft){ line, cost, false };
	return OK;
}

/* --- against what is there ---------------------------------------------------------------------------------------- */

/* A line that is there (draft NULL) or a row of the table. */
struct entry {
	const struct grant_cost *cost;
	struct grant_cost_draft *draft;
};

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = str_cmp(x->cost->source_key, y->cost->source_key);
	int64_t at = x->draft ? x->draft->line : 0, bt = y->draft ? y->draft->line : 0;
	if (!order)
		order = str_cmp(x->cost->side, y->cost->side);
	return order ? order : (at > bt) - (at < bt);
}

static bool same_invoice(const struct grant_cost *a, const struct grant_cost *b)
{
	return str_eq(a->source_key, b->source_key) && str_eq(a->side, b->side);
}

/* Known: alike one that is there, which answers for one row only; the same twice in the table is a mistake. */
static bool take_known(const struct list *stored, bool *answered, const struct grant_cost *l)
{
	for (size_t i = 0; i < stored->n; i++)
		if (!answered[i] && grant_cost_alike(LIST_AT(stored, const struct grant_cost, i), l))
			return answered[i] = true;
	return false;
}

/* entries[from, to): one invoice, what is there first. */
static void compare_group(struct cx *cx, const struct list *entries, size_t from, size_t to, struct import_said *said)
{
	struct list counted = { 0 }, stored = { 0 };
	for (size_t i = from; i < to; i++)
		if (!LIST_AT(entries, struct entry, i)->draft)
			*LIST_ADD(cx->mem, &stored, struct grant_cost) = *LIST_AT(entries, struct entry, i)->cost;
	bool *answered = NEW_ARRAY(cx->mem, bool, stored.n + 1);
	for (size_t i = 0; i < stored.n; i++)
		*LIST_ADD(cx->mem, &counted, struct grant_cost) = *LIST_AT(&stored, struct grant_cost, i);
	for (size_t i = from + stored.n; i < to; i++) {
		struct entry *e = LIST_AT(entries, struct entry, i);
		const struct grant_cost *other = NULL;
		if ((e->draft->known = take_known(&stored, answered, e->cost)))
			continue;
		const char *clash = grant_cost_clash(&counted, e->cost, &other);
		if (clash)
			import_say(cx, said, e->draft->line, STR_NONE, clash,
			           ARGS({ "other", grant_cost_said(cx, other) }));
		else
			*LIST_ADD(cx->mem, &counted, struct grant_cost) = *e->cost;
	}
}

/* Lines of the days that the table speaks of: those of other days clash with none of it. */
static err stored_lines(struct cx *cx, int64_t centre_id, const struct grant_cost_import *plan, struct list *ret)
{
	day first = DAY_NONE, last = DAY_NONE;
	LIST_EACH (const struct grant_cost_draft, d, &plan->drafts) {
		first = !day_is(first) || day_cmp(d->cost.day, first) < 0 ? d->cost.day : first;
		last = !day_is(last) || day_cmp(d->cost.day, last) > 0 ? d->cost.day : last;
	}
	return day_is(first) ? grant_cost_keys(cx, centre_id, first, last, ret) : OK;
}

static err compare(struct cx *cx, int64_t centre_id, struct grant_cost_import *plan)
{
	struct list stored = { 0 }, entries = { 0 };
	TRY(stored_lines(cx, centre_id, plan, &stored));
	LIST_EACH (const struct grant_cost, c, &stored)
		*LIST_ADD(cx->mem, &entries, struct entry) = (struct entry){ c, NULL };
	LIST_EACH (struct grant_cost_draft, d, &plan->drafts)
		*LIST_ADD(cx->mem, &entries, struct entry) = (struct entry){ &d->cost, d };
	list_sort(&entries, by_key);
	for (size_t from = 0, to; from < entries.n; from = to) {
		const struct entry *first = LIST_AT(&entries, struct entry, from);
		for (to = from + 1; to < entries.n; to++)
			if (!same_invoice(first->cost, LIST_AT(&entries, struct entry, to)->cost))
				break;
		if (to - from > 1)
			compare_group(cx, &entries, from, to, &plan->said);
	}
	return OK;
}

/* A closed case takes nothing new; what it has already may stand in the table. Asked once per case. */
static err check_open(struct cx *cx, const struct list *cases, struct grant_cost_import *plan)
{
	LIST_EACH (const struct grant_case, c, cases) {
		bool asked = false, open = false;
		LIST_EACH (const struct grant_cost_draft, d, &plan->drafts) {
			if (d->known || d->cost.case_id != c->id)
				continue;
			if (!asked) {
				err e = grant_cost_open(cx, c);
				if (e != OK && e != E_INVALID)
					return e;
				open = e == OK;
				asked = true;
				fault_clear(cx);
			}
			if (!open)
				import_say(cx, &plan->said, d->line, STR_NONE, "grants.cost.case_over",
				           ARGS({ "year", str_print(cx->mem, "%" PRId64, c->year) }));
		}
	}
	return OK;
}

err grant_cost_import_look(struct cx *cx, const struct tenant *centre, const struct csv *table,
                           struct grant_cost_import *ret)
{
	*ret = (struct grant_cost_import){ 0 };
	struct reading r = { .plan = ret };
	TRY(grant_cases_of_centre(cx, centre, &r.cases));
	TRY(import_table_read(cx, table, &grant_cost_table_rec, one_row, &r, &ret->said, &ret->rows));
	TRY(compare(cx, centre->id, ret));
	TRY(check_open(cx, &r.cases, ret));
	import_sort(&ret->said);
	LIST_EACH (const struct grant_cost_draft, d, &ret->drafts) {
		ret->known += d->known;
		ret->fresh += !d->known;
		ret->fresh_cents += d->known ? 0 : d->cost.cents;
	}
	return OK;
}

err grant_cost_import_take(struct cx *cx, const struct import_in *in, struct grant_cost_import *ret)
{
	struct list lines = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(grant_cost_import_look(cx, in->centre, in->table, ret));
	if (ret->said.messages.n)
		return fail(cx, E_INVALID, "import.has_messages", NO_ARGS);
	LIST_EACH (const struct grant_cost_draft, d, &ret->drafts)
		if (!d->known)
			*LIST_ADD(cx->mem, &lines, struct grant_cost) = d->cost;
	/* the same file again, after its lines were cancelled, is another import */
	str once = str_print(cx->mem, "import/" STR_FMT "/%" PRId64, STR_ARG(in->hash), cx->now.ms);
	TRY(grant_cost_insert_many(cx, in->centre->id, &lines, once));
	audit_note(cx, "grant.cost_import",
	           str_print(cx->mem, "centres/" STR_FMT "/grants/costs/import/" STR_FMT, STR_ARG(in->centre->slug),
	                     STR_ARG(in->hash)),
	           MAYBE(in->centre->id));
	return OK;
}

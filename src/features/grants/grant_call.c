#include "features/grants/grant_call.h"

#include <string.h>

#include "base/money.h"
#include "core/form.h"
#include "core/words.h"
#include "db/db.h"

static const struct field paper_fields[] = {
	PAPER_FIELDS(struct grant_call_paper),
	FIELD(struct grant_call_paper, before_cents, KIND_MONEY),
	FIELD(struct grant_call_paper, account, KIND_TEXT),
	FIELD(struct grant_call_paper, declaration, KIND_TEXT, .max = 1000),
	FIELD(struct grant_call_paper, outside, KIND_TEXT, .max = 1000),
};
const struct record grant_call_paper_rec = RECORD("grant_call_paper", struct grant_call_paper, paper_fields);

/* --- the form ----------------------------------------------------------------------------------------------------- */

#define ITEM(i, code)                                                                                                  \
	{ .name = "cents_" code,                                                                                       \
	  .kind = KIND_MONEY,                                                                                          \
	  .label = "item." code,                                                                                       \
	  .maybe = true,                                                                                               \
	  .input = true,                                                                                               \
	  .max = 100000000000,                                                                                         \
	  .offset = offsetof(struct grant_call_in, cents) + (i) * sizeof(struct maybe) },
#define IN(member, kind_, ...) FIELD(struct grant_call_in, member, kind_, .input = true, __VA_ARGS__)
enum { FORM_VERSION = GRANT_ITEMS, FORM_SPLIT = FORM_VERSION + 6, FORM_FIELDS };
static const struct field form_fields[] = {
	GRANT_ITEMS_EACH(ITEM) FIELD(struct grant_call_in, version, KIND_INT, .hidden = true),
	IN(from, KIND_DAY, .required = true),
	IN(until, KIND_DAY, .required = true),
	IN(account, KIND_TEXT, .required = true, .max = 200),
	IN(note, KIND_TEXT, .lines = true, .max = 2000),
	IN(declared, KIND_BOOL, .required = true),
	IN(split, KIND_BOOL),
};
const struct record grant_call_form_rec = RECORD("grant_call_form", struct grant_call_in, form_fields);

int64_t grant_call_left(const struct grant_state *s, str item)
{
	LIST_EACH (const struct grant_item, i, &s->items)
		if (str_eq(i->item, item))
			return i->left_cents > 0 ? i->left_cents : 0;
	return 0;
}

static bool granted(const struct grant_state *s, const char *item)
{
	const struct grant_line *l = grant_line_of(&s->granted.lines, str_of(item));
	return l && l->cents > 0;
}

const struct record *grant_call_form_of(struct cx *cx, const struct grant_state *s, bool split, bool all)
{
	struct field *mine = NEW_ARRAY(cx->mem, struct field, FORM_FIELDS);
	struct record *r = NEW(cx->mem, struct record);
	*r = grant_call_form_rec;
	r->fields = mine;
	r->count = 0;
	for (size_t i = 0; i < GRANT_ITEMS; i++)
		if (granted(s, grant_items[i]) && (all || grant_call_left(s, str_of(grant_items[i]))))
			mine[r->count++] = form_fields[i];
	for (size_t i = FORM_VERSION; i < FORM_FIELDS; i++)
		if (split || i != FORM_SPLIT)
			mine[r->count++] = form_fields[i];
	return r;
}

/* --- what is checked ---------------------------------------------------------------------------------------------- */

str grant_call_outside(struct cx *cx, const struct grant_terms *t, day on)
{
	if (!day_is(t->call_from) || !day_is(t->call_to))
		return STR_NONE;
	if (day_cmp(on, t->call_from) >= 0 && day_cmp(on, t->call_to) <= 0)
		return STR_NONE;
	return word_args(cx->words, cx->mem, "grants.call.outside",
	                 ARGS({ "from", say_day(cx->words, cx->mem, t->call_from) },
	                      { "to", say_day(cx->words, cx->mem, t->call_to) },
	                      { "day", say_day(cx->words, cx->mem, on) }));
}

/* The group of an item in this decision; of one that it does not grant, none. */
static str group_of(const struct grant_state *s, size_t item)
{
	const struct grant_line *l = grant_line_of(&s->granted.lines, str_of(grant_items[item]));
	return l ? l->group : STR_NONE;
}

static int64_t typed(const struct grant_call_in *in, size_t item)
{
	return in->cents[item].has ? in->cents[item].v : 0;
}

/* Ziffern 2.1+2.2 and 2.3 in one. */
static bool is_mixed(const struct grant_state *s, const struct grant_call_in *in)
{
	bool basic = false, prevention = false;
	for (size_t i = 0; i < GRANT_ITEMS; i++)
		if (typed(in, i)) {
			basic |= str_is(group_of(s, i), "basic");
			prevention |= str_is(group_of(s, i), "prevention");
		}
	return s->terms.two_groups && basic && prevention;
}

static err check_amounts(struct cx *cx, const struct grant_state *s, const struct grant_call_in *in)
{
	err result = OK;
	int64_t total = 0;
	for (size_t i = 0; i < GRANT_ITEMS; i++) {
		int64_t left = grant_call_left(s, str_of(grant_items[i]));
		total += typed(in, i);
		if (typed(in, i) > left)
			result = problem_add(cx, form_fields[i].name, "grants.call.too_much",
			                     ARGS({ "left", say_money(cx->words, cx->mem, left) }));
	}
	if (result == OK && total > s->granted_cents - s->called_cents)
		result = fail(cx, E_INVALID, "grants.call.too_much_in_all",
		              ARGS({ "left", say_money(cx->words, cx->mem, s->granted_cents - s->called_cents) }));
	return total || result != OK ? result : fail(cx, E_INVALID, "grants.call.nothing", NO_ARGS);
}

err grant_call_check(struct cx *cx, const struct grant_state *s, const struct grant_call_in *in)
{
	err result = check_amounts(cx, s, in);
	if (day_cmp(in->until, in->from) < 0)
		result = problem_add(cx, "until", "grants.call.until_before_from", NO_ARGS);
	if (is_mixed(s, in) && !in->split)
		result = problem_add(cx, "split", "grants.call.mixed", NO_ARGS);
	return result;
}

/* --- storing ------------------------------------------------------------------------------------------------------ */

static struct grant_line line_of(struct cx *cx, const struct grant_state *s, const struct grant_call_in *in,
                                 size_t item)
{
	struct grant_line l = *grant_line_of(&s->granted.lines, str_of(grant_items[item]));
	int64_t left = grant_call_left(s, l.item);
	l.ceiling_cents = MAYBE(left);
	l.calculation = word_args(cx->words, cx->mem, "grants.call.calculation",
	                          ARGS({ "granted", say_money(cx->words, cx->mem, l.cents) },
	                               { "called", say_money(cx->words, cx->mem, l.cents - left) },
	                               { "left", say_money(cx->words, cx->mem, left) },
	                               { "rest", say_money(cx->words, cx->mem, left - typed(in, item)) }));
	l.cents = typed(in, item);
	l.note = STR_NONE;
	return l;
}

/* group absent: all that was typed. */
static struct grant_call_paper paper_of(struct cx *cx, const struct grant_state *s, const struct grant_call_in *in,
                                        str group)
{
	struct grant_call_paper p = {
		.paper = { .format = GRANT_FORMAT, .from = in->from, .until = in->until },
		.before_cents = s->called_cents,
		.account = in->account,
		.declaration = word_plural(cx->words, cx->mem, "grants.call.declaration", s->terms.use_months, NO_ARGS),
		.outside = grant_call_outside(cx, &s->terms, cx->today),
	};
	for (size_t i = 0; i < GRANT_ITEMS; i++)
		if (typed(in, i) && (!group.p || str_eq(group_of(s, i), group)))
			*LIST_ADD(cx->mem, &p.paper.lines, struct grant_line) = line_of(cx, s, in, i);
	p.paper.group = p.paper.lines.n ? LIST_AT(&p.paper.lines, struct grant_line, 0)->group : STR_NONE;
	LIST_EACH (const struct grant_line, l, &p.paper.lines)
		if (!str_eq(l->group, p.paper.group))
			p.paper.group = S("together");
	p.paper.total_cents = grant_lines_total(&p.paper.lines);
	return p;
}

static err add_one(struct cx *cx, const struct grant_call_add *in, const struct grant_call_paper *p, int64_t seen,
                   struct grant_event *ret)
{
	const struct grant_add add = {
		.centre = in->centre,
		.case_id = in->c->id,
		.seen = seen,
		.event = { .kind = S("called"),
		           .day = cx->today,
		           .cents = MAYBE(p->paper.total_cents),
		           .note = str_blank(in->call->note) ? STR_NONE : in->call->note,
		           .content = grant_paper_json(cx->mem, &grant_call_paper_rec, p) },
	};
	return grant_add_in_tx(cx, &add, ret);
}

err grant_call_add_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct grant_call_add *in = in_;
	struct grant_event *ret = ret_, second;
	ASSERT(db_in_tx(cx));
	if (in->call->version != in->state->seen)
		return fail(cx, E_STALE, "grants.stale", NO_ARGS);
	if (!is_mixed(in->state, in->call)) {
		struct grant_call_paper p = paper_of(cx, in->state, in->call, STR_NONE);
		return add_one(cx, in, &p, in->state->seen, ret);
	}
	struct grant_call_paper basic = paper_of(cx, in->state, in->call, S("basic")),
	                        prevention = paper_of(cx, in->state, in->call, S("prevention"));
	prevention.before_cents += basic.paper.total_cents;
	TRY(add_one(cx, in, &basic, in->state->seen, ret));
	return add_one(cx, in, &prevention, in->state->seen + 1, &second);
}

/* --- how a call stands -------------------------------------------------------------------------------------------- */

static const char *const state_codes[] = { "called", "drafted", "approved",  "paid", "warned",
	                                   "late",   "used",    "withdrawn", NULL };
const struct choices grant_call_state_choices = { "grant_call_state", state_codes };

str grant_call_state(const struct grant_call *c)
{
	if (c->withdrawn)
		return S("withdrawn");
	if (!c->paid_id)
		return c->approved ? S("approved") : c->draft_id ? S("drafted") : S("called");
	if (c->unused_cents <= 0)
		return S("used");
	return c->late ? S("late") : c->warn ? S("warned") : S("paid");
}

const char *grant_call_tone(str state)
{
	if (str_is(state, "late"))
		return "bad";
	if (str_is(state, "warned"))
		return "warn";
	if (str_is(state, "used"))
		return "good";
	return str_is(state, "withdrawn") ? "off" : "open";
}

struct maybe grant_call_days_left(const struct grant_call *c, day today)
{
	bool open = c->paid_id && c->unused_cents > 0;
	return open ? MAYBE(day_diff(c->use_by, today)) : (struct maybe){ 0 };
}

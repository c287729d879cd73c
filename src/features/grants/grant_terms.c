/* The terms of the procedure that hold for a case: from the rules of its year; and how they read. */
#include <string.h>

#include "core/words.h"
#include "features/grants/grant_state.h"
#include "features/rulebook/rule_text.h"

/* "application_deadline" is that of the base programme; the others have their own. */
static const char *const items[GRANT_TERMS] = { "application_deadline", "remedy_period", "call_window", "call_groups",
	                                        "use_within",           "use_warning",   "proof_due" };

static const char *item_of(const struct grant_case *c, enum grant_term term)
{
	if (term == TERM_APPLICATION && str_is(c->programme, "komman"))
		return "komman_application_deadline";
	if (term == TERM_APPLICATION && str_is(c->programme, "kim"))
		return "kim_application_deadline";
	return items[term];
}

/* Of the case's year, as the rules stood on its first day or later in it, for those that began within the year. */
static const struct rule *term_rule(const struct list *rules, const struct grant_case *c, enum grant_term term)
{
	str item = str_of(item_of(c, term));
	const struct rule *r = term_of(rules, item, c->kind, c->centre_id, day_of((int)c->year, 1, 1));
	return r ? r : term_of(rules, item, c->kind, c->centre_id, day_of((int)c->year, 12, 31));
}

static str value_of(const struct grant_terms *t, enum grant_term term)
{
	return t->by[term] ? t->by[term]->value : STR_NONE;
}

static int64_t number_of(const struct grant_terms *t, enum grant_term term, int64_t otherwise)
{
	int64_t n;
	return str_to_int(value_of(t, term), &n) ? n : otherwise;
}

/* "31.10." of a year, or a whole date. */
static day term_day(str value, int64_t year)
{
	int64_t dom, month;
	day whole;
	if (day_parse(value, &whole))
		return whole;
	str rest = value;
	str first = str_split(&rest, '.');
	if (!str_to_int(first, &dom) || !str_to_int(str_split(&rest, '.'), &month))
		return DAY_NONE;
	return day_of((int)year, (int)month, (int)dom);
}

/* "01.01.–30.11." */
static void call_window(str value, int64_t year, struct grant_terms *ret)
{
	const char *dash = value.p ? strstr(value.p, "–") : NULL;
	if (!dash)
		return;
	size_t at = (size_t)(dash - value.p);
	ret->call_from = term_day(str_part(value, 0, at), year);
	ret->call_to = term_day(str_part(value, at + strlen("–"), value.n), year);
}

struct grant_terms grant_terms_of(const struct list *rules, const struct grant_case *c)
{
	struct grant_terms t = { 0 };
	for (int i = 0; i < GRANT_TERMS; i++)
		t.by[i] = term_rule(rules, c, i);
	t.use_months = number_of(&t, TERM_USE, 2);
	t.warning_days = number_of(&t, TERM_WARNING, 50);
	t.remedy_months = number_of(&t, TERM_REMEDY, 1);
	t.two_groups = str_is(value_of(&t, TERM_CALL_GROUPS), "apart");
	t.application_end = term_day(value_of(&t, TERM_APPLICATION), c->year - 1);
	t.proof_due = term_day(value_of(&t, TERM_PROOF), c->year + 1);
	call_window(value_of(&t, TERM_CALL_WINDOW), c->year, &t);
	return t;
}

static const struct field row_fields[] = {
	FIELD(struct grant_term_row, label, KIND_TEXT),
	FIELD(struct grant_term_row, amount, KIND_TEXT),
	FIELD(struct grant_term_row, source, KIND_TEXT),
	FIELD(struct grant_term_row, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct grant_term_row, note, KIND_TEXT),
	FIELD(struct grant_term_row, path, KIND_PATH),
};
const struct record grant_term_rec = RECORD("grant_term", struct grant_term_row, row_fields);

/* Without a rule a number is reckoned with all the same: no case may stand still for it. */
static str without_rule(struct cx *cx, const struct grant_terms *t, enum grant_term term)
{
	const int64_t n = term == TERM_USE       ? t->use_months
	                  : term == TERM_WARNING ? t->warning_days
	                  : term == TERM_REMEDY  ? t->remedy_months
	                                         : 0;
	return word_plural(cx->words, cx->mem, term == TERM_WARNING ? "grants.term.days" : "grants.term.months", n,
	                   NO_ARGS);
}

void grant_terms_say(struct cx *cx, const struct grant_terms *t, struct list *ret)
{
	for (int i = 0; i < GRANT_TERMS; i++) {
		const struct rule *r = t->by[i];
		struct grant_term_row *row = LIST_ADD(cx->mem, ret, struct grant_term_row);
		bool number = i == TERM_USE || i == TERM_WARNING || i == TERM_REMEDY;
		row->label = item_word(cx, r ? r->item : str_of(items[i]));
		if (r) {
			const struct rule_row read = rule_row_of(cx, r, cx->today);
			row->amount = read.amount;
			row->source = read.source;
			row->mark = read.mark;
			row->note = read.note;
			row->path = read.path;
		} else {
			row->amount = number ? without_rule(cx, t, i) : word(cx->words, cx->mem, "grants.term.open");
			row->source = word(cx->words, cx->mem, "grants.term.no_rule");
			row->mark = S("assumed");
		}
	}
}

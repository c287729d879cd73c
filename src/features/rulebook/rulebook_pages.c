/* The list of rules, one rule, and what all pages of the rulebook share. */
#include "features/rulebook/rulebook_pages.h"

#include "core/user.h"
#include "core/words.h"
#include "features/rulebook/rule_text.h"

enum { PAGE_SIZE = 25, EXPORT_SIZE = 20000 };

/* --- shared ------------------------------------------------------------------------------------------------------- */

static const struct field chip_fields[] = {
	FIELD(struct chip, text, KIND_TEXT),
	FIELD(struct chip, path, KIND_PATH),
	FIELD(struct chip, current, KIND_BOOL),
};
const struct record chip_rec = RECORD("chip", struct chip, chip_fields);

void query_add(struct text *t, const char *name, str value)
{
	if (!value.p)
		return;
	bool first = !str_has(text_str(t), "?");
	text_print(t, "%s%s=", first ? "?" : "&", name);
	text_url(t, value);
}

void chips_of(struct cx *cx, struct list *ret, const struct choices *c, str chosen, const char *all_key,
              str (*path_for)(struct cx *cx, const void *self, str code), const void *self)
{
	if (all_key)
		*LIST_ADD(cx->mem, ret, struct chip) = (struct chip){ .text = word(cx->words, cx->mem, all_key),
			                                              .path = path_for(cx, self, STR_NONE),
			                                              .current = !chosen.p };
	for (const char *const *code = c->codes; *code; code++)
		*LIST_ADD(cx->mem, ret, struct chip) = (struct chip){ .text = code_word(cx, c->name, str_of(*code)),
			                                              .path = path_for(cx, self, str_of(*code)),
			                                              .current = str_is(chosen, *code) };
}

str query_choice(const struct request *rq, const char *name, const struct choices *c)
{
	str code = route_asked(rq, name);
	return choices_has(c, code) ? code : STR_NONE;
}

str problem_words(struct cx *cx, const char *field)
{
	const struct problem *p = problem_of(cx, field);
	return p ? word_args(cx->words, cx->mem, p->key, p->args) : STR_NONE;
}

struct list rulebook_crumbs(struct cx *cx)
{
	struct list l = { 0 };
	*LIST_ADD(cx->mem, &l, struct crumb) = (struct crumb){ word(cx->words, cx->mem, "rules.title"), S("/rules") };
	return l;
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

struct rules_page {
	str title, sentence;
	day day;
	str day_typed, day_error;
	bool all_times;
	struct list programmes, authorities, marks, times; /* chips */
	struct list items;
	str first, next, csv_path, xlsx_path;
	str chosen_programme, chosen_authority, chosen_mark;
	bool may_read, may_propose;
};
static const struct field rules_fields[] = {
	FIELD(struct rules_page, title, KIND_TEXT),
	FIELD(struct rules_page, sentence, KIND_TEXT),
	FIELD(struct rules_page, day, KIND_DAY),
	FIELD(struct rules_page, day_typed, KIND_TEXT, .hidden = true),
	FIELD(struct rules_page, day_error, KIND_TEXT, .hidden = true),
	FIELD(struct rules_page, all_times, KIND_BOOL),
	FIELD(struct rules_page, programmes, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct rules_page, authorities, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct rules_page, marks, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct rules_page, times, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct rules_page, items, KIND_MANY, .of = &rule_row_rec),
	FIELD(struct rules_page, first, KIND_PATH),
	FIELD(struct rules_page, next, KIND_PATH),
	FIELD(struct rules_page, csv_path, KIND_PATH),
	FIELD(struct rules_page, xlsx_path, KIND_PATH),
	FIELD(struct rules_page, chosen_programme, KIND_TEXT, .hidden = true),
	FIELD(struct rules_page, chosen_authority, KIND_TEXT, .hidden = true),
	FIELD(struct rules_page, chosen_mark, KIND_TEXT, .hidden = true),
	FIELD(struct rules_page, may_read, KIND_BOOL, .hidden = true),
	FIELD(struct rules_page, may_propose, KIND_BOOL, .hidden = true),
};
static const struct record rules_rec = RECORD("rules", struct rules_page, rules_fields);
const struct page page_rules = { "rulebook/index.html", &rules_rec };

#define WHICH_RULES                                                                                                    \
	ASKED("day", KIND_TEXT, .max = 10, .label = "asked.day_or_all"),                                               \
	        ASKED("programme", KIND_CHOICE, .choices = &programme_choices),                                        \
	        ASKED("authority", KIND_CHOICE, .choices = &authority_choices),                                        \
	        ASKED("mark", KIND_CHOICE, .choices = &mark_choices)
static const struct field asked_fields[] = { WHICH_RULES, ASKED("after", KIND_TEXT) };
static const struct field export_asked_fields[] = { WHICH_RULES };
const struct record rules_asked_rec = ASKED_RECORD(asked_fields);
const struct record rules_export_asked_rec = ASKED_RECORD(export_asked_fields);

/* The filters as they stand in the address; a day that is no day adds a problem and counts as today. */
static err read_filter(struct cx *cx, const struct request *rq, struct rule_filter *f)
{
	err e = OK;
	if (!str_is(route_asked(rq, "day"), "all"))
		e = route_day(cx, rq, "day", &f->on);
	f->programme = query_choice(rq, "programme", &programme_choices);
	f->authority = query_choice(rq, "authority", &authority_choices);
	f->mark = query_choice(rq, "mark", &mark_choices);
	return e;
}

static str filter_path(struct cx *cx, const char *path, const struct rule_filter *f, str after)
{
	struct text t = TEXT(cx->mem);
	text_c(&t, path);
	query_add(&t, "day", day_is(f->on) ? day_iso(cx->mem, f->on) : S("all"));
	query_add(&t, "programme", f->programme);
	query_add(&t, "authority", f->authority);
	query_add(&t, "mark", f->mark);
	query_add(&t, "after", after);
	return text_str(&t);
}

static str with_programme(struct cx *cx, const void *self, str code)
{
	struct rule_filter f = *(const struct rule_filter *)self;
	f.programme = code;
	return filter_path(cx, "/rules", &f, STR_NONE);
}

static str with_authority(struct cx *cx, const void *self, str code)
{
	struct rule_filter f = *(const struct rule_filter *)self;
	f.authority = code;
	return filter_path(cx, "/rules", &f, STR_NONE);
}

static str with_mark(struct cx *cx, const void *self, str code)
{
	struct rule_filter f = *(const struct rule_filter *)self;
	f.mark = code;
	return filter_path(cx, "/rules", &f, STR_NONE);
}

static void add_time(struct cx *cx, struct rules_page *p, const struct rule_filter *f, const char *key, day on)
{
	struct rule_filter then = *f;
	then.on = on;
	*LIST_ADD(cx->mem, &p->times, struct chip) = (struct chip){ .text = word(cx->words, cx->mem, key),
		                                                    .path = filter_path(cx, "/rules", &then, STR_NONE),
		                                                    .current = day_cmp(f->on, on) == 0 };
}

static void fill_choices(struct cx *cx, struct rules_page *p, const struct rule_filter *f)
{
	chips_of(cx, &p->programmes, &programme_choices, f->programme, "rules.all_programmes", with_programme, f);
	chips_of(cx, &p->authorities, &authority_choices, f->authority, "rules.all_authorities", with_authority, f);
	chips_of(cx, &p->marks, &mark_choices, f->mark, "rules.all_marks", with_mark, f);
	add_time(cx, p, f, "rules.today", cx->today);
	add_time(cx, p, f, "rules.all_times", DAY_NONE);
	p->chosen_programme = f->programme;
	p->chosen_authority = f->authority;
	p->chosen_mark = f->mark;
	p->csv_path = filter_path(cx, "/rules.csv", f, STR_NONE);
	p->xlsx_path = filter_path(cx, "/rules.xlsx", f, STR_NONE);
}

static err fill_rules(struct cx *cx, struct rules_page *p, const struct rule_filter *f, str after)
{
	struct list rules = { 0 };
	int64_t count = 0;
	TRY(rules_list(cx, f, after, PAGE_SIZE, &rules));
	TRY(rules_count(cx, f, &count));
	LIST_EACH (const struct rule, r, &rules)
		*LIST_ADD(cx->mem, &p->items, struct rule_row) = rule_row_of(cx, r, day_is(f->on) ? f->on : cx->today);
	if (rules.next.p)
		p->next = filter_path(cx, "/rules", f, rules.next);
	if (after.p)
		p->first = filter_path(cx, "/rules", f, STR_NONE);
	p->sentence = day_is(f->on) ? word_plural(cx->words, cx->mem, "rules.count_on", count,
	                                          ARGS({ "day", say_day(cx->words, cx->mem, f->on) }))
	                            : word_plural(cx->words, cx->mem, "rules.count", count, NO_ARGS);
	return OK;
}

err rules_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule_filter f = { 0 };
	struct rules_page p = { .title = word(cx->words, cx->mem, "rules.title") };
	err e = read_filter(cx, rq, &f);
	p.day = f.on;
	p.all_times = !day_is(f.on);
	p.day_error = problem_words(cx, "day");
	p.day_typed = p.day_error.p ? route_asked(rq, "day") : p.all_times ? S("") : day_german(cx->mem, f.on);
	p.may_read = user_may(cx->user, RIGHT_RULE_READ);
	p.may_propose = user_may(cx->user, RIGHT_RULE_PROPOSE);
	fill_choices(cx, &p, &f);
	TRY(fill_rules(cx, &p, &f, route_asked(rq, "after")));
	return page_show(cx, rq->http, rs, page_status(e), &page_rules, &p);
}

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct rule_filter f = { 0 };
	struct list rules = { 0 };
	TRY(read_filter(cx, rq, &f));
	TRY(rules_list(cx, &f, STR_NONE, EXPORT_SIZE, &rules));
	str note = day_is(f.on) ? word_plural(cx->words, cx->mem, "rules.count_on", (int64_t)rules.n,
	                                      ARGS({ "day", say_day(cx->words, cx->mem, f.on) }))
	                        : word_plural(cx->words, cx->mem, "rules.count", (int64_t)rules.n, NO_ARGS);
	return page_table(cx, rs, word(cx->words, cx->mem, "rules.file"), xlsx, word(cx->words, cx->mem, "rules.title"),
	                  note, &rule_rec, &rules);
}

err rules_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err rules_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

/* --- one rule ----------------------------------------------------------------------------------------------------- */

struct rule_page {
	str title, state;
	bool in_force, over, coming, waiting;
	struct rule rule;
	str whom, amount, span;
	struct list crumbs;
	struct list siblings;  /* struct rule_row: the same item through time */
	struct list proposals; /* struct proposal; for those who may read them */
	bool may_read, may_propose, may_confirm;
	str replace_path, end_path, confirm_path;
};
static const struct field rule_page_fields[] = {
	FIELD(struct rule_page, title, KIND_TEXT),
	FIELD(struct rule_page, state, KIND_TEXT),
	FIELD(struct rule_page, in_force, KIND_BOOL),
	FIELD(struct rule_page, over, KIND_BOOL),
	FIELD(struct rule_page, coming, KIND_BOOL),
	FIELD(struct rule_page, waiting, KIND_BOOL),
	FIELD(struct rule_page, rule, KIND_ONE, .of = &rule_rec),
	FIELD(struct rule_page, whom, KIND_TEXT),
	FIELD(struct rule_page, amount, KIND_TEXT),
	FIELD(struct rule_page, span, KIND_TEXT),
	FIELD(struct rule_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct rule_page, siblings, KIND_MANY, .of = &rule_row_rec),
	FIELD(struct rule_page, proposals, KIND_MANY, .of = &proposal_rec),
	FIELD(struct rule_page, may_read, KIND_BOOL, .hidden = true),
	FIELD(struct rule_page, may_propose, KIND_BOOL, .hidden = true),
	FIELD(struct rule_page, may_confirm, KIND_BOOL, .hidden = true),
	FIELD(struct rule_page, replace_path, KIND_PATH, .hidden = true),
	FIELD(struct rule_page, end_path, KIND_PATH, .hidden = true),
	FIELD(struct rule_page, confirm_path, KIND_PATH, .hidden = true),
};
static const struct record rule_page_rec = RECORD("rule_page", struct rule_page, rule_page_fields);
const struct page page_rule = { "rulebook/show.html", &rule_page_rec };

/* The rule; one that only waits for its approval is there for those who may read proposals, for others it is not. */
static err find_rule(struct cx *cx, str code, struct rule_page *p)
{
	err e = rule_by_code(cx, code, &p->rule);
	if (e != E_NOTFOUND || !user_may(cx->user, RIGHT_RULE_READ))
		return e;
	fault_clear(cx);
	p->waiting = true;
	return rule_as_written(cx, code, &p->rule);
}

static void fill_state(struct cx *cx, struct rule_page *p)
{
	struct rule_row row = rule_row_of(cx, &p->rule, cx->today);
	p->whom = row.whom;
	p->amount = row.amount;
	p->span = row.span;
	p->over = row.over && !p->waiting;
	p->coming = row.coming && !p->waiting;
	p->in_force = row.in_force && !p->waiting;
	p->state = word(cx->words, cx->mem,
	                p->waiting  ? "rule.waiting"
	                : p->over   ? "rule.over"
	                : p->coming ? "rule.coming"
	                            : "rule.in_force");
}

/* The rules of the same item that stand before and after it: for the same applicants, or for some of them. */
static err fill_siblings(struct cx *cx, struct rule_page *p)
{
	struct list all = { 0 };
	TRY(rules_known(cx, cx->now, &all));
	LIST_EACH (const struct rule, r, &all) {
		bool same_centre = r->centre_id.has == p->rule.centre_id.has && r->centre_id.v == p->rule.centre_id.v;
		bool meets = !r->authority.p || !p->rule.authority.p || str_eq(r->authority, p->rule.authority);
		if (str_eq(r->item, p->rule.item) && str_eq(r->part, p->rule.part) && same_centre && meets)
			*LIST_ADD(cx->mem, &p->siblings, struct rule_row) = rule_row_of(cx, r, cx->today);
	}
	return OK;
}

static void fill_actions(struct cx *cx, struct rule_page *p)
{
	str path = str_print(cx->mem, "/rules/" STR_FMT, STR_ARG(p->rule.code));
	p->may_read = user_may(cx->user, RIGHT_RULE_READ);
	/* A rule that is over can be replaced, too: what was unknown then may be found later. */
	bool never = day_is(p->rule.valid_to) && day_cmp(p->rule.valid_to, p->rule.valid_from) < 0;
	p->may_propose = user_may(cx->user, RIGHT_RULE_PROPOSE) && !p->waiting && !never;
	p->may_confirm = user_may(cx->user, RIGHT_RULE_PROPOSE) && !p->waiting && !str_is(p->rule.mark, "read") &&
	                 !str_is(p->rule.mark, "unknown");
	p->replace_path = str_print(cx->mem, STR_FMT "/replace", STR_ARG(path));
	p->end_path = str_print(cx->mem, STR_FMT "/end", STR_ARG(path));
	p->confirm_path = str_print(cx->mem, STR_FMT "/confirm", STR_ARG(path));
}

err rule_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule_page p = { 0 };
	TRY(find_rule(cx, route_part(rq, "code"), &p));
	p.title = item_word(cx, p.rule.item);
	p.crumbs = rulebook_crumbs(cx);
	fill_state(cx, &p);
	fill_actions(cx, &p);
	TRY(fill_siblings(cx, &p));
	if (p.may_read)
		TRY(proposals_of_rule(cx, p.rule.code, &p.proposals));
	return page_show(cx, rq->http, rs, 200, &page_rule, &p);
}

/* Proposing changes of the rulebook and deciding on them: four eyes, nothing overwritten, nothing that collides. */
#include <string.h>

#include "base/money.h"
#include "core/audit.h"
#include "core/four_eyes.h"
#include "core/user.h"
#include "core/words.h"
#include "db/db.h"
#include "features/rulebook/rule_columns.h"
#include "features/rulebook/rulebook_model.h"

enum { MOST_THOUSANDTHS = 1000000, MOST_CENTS = 1000000000 }; /* 1,000 units; 10 million euro */

#define REASON(type) FIELD(type, reason, KIND_TEXT, .input = true, .required = true, .lines = true, .max = 1000)
#define SOURCE(type) FIELD(type, source, KIND_TEXT, .input = true, .required = true, .max = 500)
#define SUBJECT_FIELDS                                                                                                 \
	FIELD(struct rule_new, item, KIND_CHOICE, .choices = &item_choices, .input = true, .required = true),          \
	        FIELD(struct rule_new, part, KIND_CHOICE, .choices = &part_choices, .input = true, .required = true),  \
	        FIELD(struct rule_new, authority, KIND_CHOICE, .choices = &authority_choices, .input = true),          \
	        FIELD(struct rule_new, centre_slug, KIND_TEXT, .input = true, .max = 80)
#define QUANTITY FIELD(struct rule_new, quantity, KIND_DECIMAL, .maybe = true, .input = true, .max = MOST_THOUSANDTHS)
#define AMOUNT FIELD(struct rule_new, unit_cents, KIND_MONEY, .maybe = true, .input = true, .max = MOST_CENTS)
#define VALUE FIELD(struct rule_new, value, KIND_TEXT, .input = true, .max = 200)
#define FINANCING FIELD(struct rule_new, financing, KIND_CHOICE, .choices = &financing_choices, .input = true)
#define COMMON_FIELDS                                                                                                  \
	FIELD(struct rule_new, valid_from, KIND_DAY, .input = true, .required = true),                                 \
	        FIELD(struct rule_new, valid_to, KIND_DAY, .input = true), SOURCE(struct rule_new),                    \
	        FIELD(struct rule_new, mark, KIND_CHOICE, .choices = &mark_choices, .input = true, .required = true),  \
	        FIELD(struct rule_new, note, KIND_TEXT, .input = true, .lines = true, .max = 1000),                    \
	        REASON(struct rule_new)
#define RULE_NEW(fields) RECORD("rule_new", struct rule_new, fields)

static const struct field rule_new_fields[] = { SUBJECT_FIELDS, QUANTITY, AMOUNT, VALUE, FINANCING, COMMON_FIELDS };
const struct record rule_new_rec = RULE_NEW(rule_new_fields);
static const struct field rule_replace_fields[] = { QUANTITY, AMOUNT, VALUE, FINANCING, COMMON_FIELDS };
const struct record rule_replace_rec = RULE_NEW(rule_replace_fields);
static const struct field replace_money_fields[] = { QUANTITY, AMOUNT, FINANCING, COMMON_FIELDS };
const struct record replace_money_rec = RULE_NEW(replace_money_fields);
static const struct field replace_posts_fields[] = { QUANTITY, COMMON_FIELDS };
const struct record replace_posts_rec = RULE_NEW(replace_posts_fields);
static const struct field replace_term_fields[] = { VALUE, COMMON_FIELDS };
const struct record replace_term_rec = RULE_NEW(replace_term_fields);

static const struct field rule_end_fields[] = {
	FIELD(struct rule_end, ends_on, KIND_DAY, .input = true, .required = true),
	SOURCE(struct rule_end),
	REASON(struct rule_end),
};
const struct record rule_end_rec = RECORD("rule_end", struct rule_end, rule_end_fields);
static const struct field rule_confirm_fields[] = {
	SOURCE(struct rule_confirm),
	REASON(struct rule_confirm),
};
const struct record rule_confirm_rec = RECORD("rule_confirm", struct rule_confirm, rule_confirm_fields);

enum { SAME_SUBJECT, ITEM, CODE_TAKEN, ADD_RULE, ADD_PROPOSAL, ADD_DECISION };
const struct sql propose_sql[] = {
	[SAME_SUBJECT] = { "SELECT " RULE_COLUMNS RULE_TABLES " WHERE " RULE_IN_FORCE
	                   " AND r.item = $2 AND r.part = $3 ORDER BY r.valid_from, r.code LIMIT 2000",
	                   "tss" },
	[ITEM] = { "SELECT programme, unit FROM rule_item WHERE code = $1", "s" },
	[CODE_TAKEN] = { "SELECT COUNT(*) FROM rule WHERE code = $1", "s" },
	[ADD_RULE] = { "INSERT INTO rule (code, item, part, authority, centre_id, quantity, unit_cents, value, "
	               "financing,"
	               " valid_from, valid_to, source, mark, note, seeded)"
	               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0) RETURNING id",
	               "ssssiiissddsss" },
	[ADD_PROPOSAL] = { "INSERT INTO rule_proposal (kind, rule_id, new_rule_id, ends_on, reason, source, "
	                   "proposed_by,"
	                   " proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	                   "siidssit" },
	[ADD_DECISION] = { "INSERT INTO rule_decision (proposal_id, proposed_by, decided_by, decision, reason, "
	                   "decided_at)"
	                   " VALUES ($1, $2, $3, $4, $5, $6)",
	                   "iiisst" },
	{ 0 },
};

static str when(struct cx *cx, day d)
{
	return day_is(d) ? say_day(cx->words, cx->mem, d) : word(cx->words, cx->mem, "rule.open_end");
}

/* --- does it fit into the rulebook? ------------------------------------------------------------------------------- */

/* Says which rule is in the way and what to do. `spared`: code of a rule that ends on `spared_to` by the same change.
 */
static err refuse_collision(struct cx *cx, const struct rule *r, str spared, day spared_to)
{
	struct list others = { 0 };
	TRY(db_list(cx, &propose_sql[SAME_SUBJECT], &rule_rec, &others, V(cx->now, r->item, r->part)));
	struct list then =
	        rules_changed(cx->mem, &others, &(struct rule_change){ .ends = spared, .ends_on = spared_to });
	const struct rule *other = rule_collision(&then, r);
	if (!other)
		return OK;
	return problem_add(cx, "valid_from", "rule.collides",
	                   ARGS({ "rule", other->code }, { "from", when(cx, other->valid_from) },
	                        { "to", when(cx, other->valid_to) }));
}

/* A slip of the keyboard, not law: 0202, 20203. */
static err check_year(struct cx *cx, const char *field, day d)
{
	bool fine = !day_is(d) || (day_year(d) >= 1990 && day_year(d) <= 2100);
	return fine ? OK : problem_add(cx, field, "rule.year_far_away", NO_ARGS);
}

/* The end must lie inside the rule's life; the day before it began means that it was never in force. */
static err check_end(struct cx *cx, const struct rule *r, day ends_on)
{
	TRY(check_year(cx, "ends_on", ends_on));
	if (day_cmp(ends_on, day_add(r->valid_from, -1)) < 0)
		return problem_add(cx, "ends_on", "rule.end_too_early", ARGS({ "from", when(cx, r->valid_from) }));
	if (day_is(r->valid_to) && day_cmp(ends_on, r->valid_to) >= 0)
		return problem_add(cx, "ends_on", "rule.end_too_late", ARGS({ "to", when(cx, r->valid_to) }));
	return OK;
}

static err check_replacement(struct cx *cx, const struct rule *was, const struct rule *becomes)
{
	bool inside = day_cmp(becomes->valid_from, was->valid_from) >= 0 &&
	              (!day_is(was->valid_to) || day_cmp(becomes->valid_from, was->valid_to) <= 0);
	if (inside)
		return OK;
	return problem_add(cx, "valid_from", "rule.replace_outside",
	                   ARGS({ "from", when(cx, was->valid_from) }, { "to", when(cx, was->valid_to) }));
}

static err check_confirmation(struct cx *cx, const struct rule *r)
{
	if (str_is(r->mark, "read"))
		return fail(cx, E_INVALID, "rule.confirm_read", NO_ARGS);
	if (str_is(r->mark, "unknown"))
		return fail(cx, E_INVALID, "rule.confirm_unknown", NO_ARGS);
	return OK;
}

/* --- is the new rule whole? --------------------------------------------------------------------------------------- */

/* What the terms with unit "code" may say: the program reckons with these, so that a slip would silently take money
 * away. Named by item; the words are rule_value.<code>. */
static const struct choices term_values[] = {
	{ "applicants", (const char *const[]){ "kreis_or_city", NULL } },
	{ "budget_proviso", (const char *const[]){ "within_budget", NULL } },
	{ "komman_step", (const char *const[]){ "a", "b", "c", NULL } },
	{ "double_funding", (const char *const[]){ "banned", NULL } },
	{ "post_grant", (const char *const[]){ "capped_by_months", NULL } },
	{ "month_counting", (const char *const[]){ "first_day", "exact_days", NULL } },
	{ "ceilings_exchange", (const char *const[]){ "separate", NULL } },
	{ "material_cap", (const char *const[]){ "actual_cost", NULL } },
	{ "interest_method", (const char *const[]){ "act_365", NULL } },
	{ "call_groups", (const char *const[]){ "together", "apart", NULL } },
	{ "staff_split", (const char *const[]){ "equal_halves", NULL } },
	{ "staff_professions", (const char *const[]){ "three", "two", NULL } },
	{ "staff_qualification", (const char *const[]){ "degree_or_experience", NULL } },
	{ "staff_assistant_qualification", (const char *const[]){ "training", NULL } },
};

static err check_value(struct cx *cx, const struct rule *r)
{
	struct text possible = TEXT(cx->mem);
	if (!str_is(r->unit, "code"))
		return OK;
	for (size_t i = 0; i < sizeof term_values / sizeof *term_values; i++) {
		if (!str_is(r->item, term_values[i].name))
			continue;
		if (choices_has(&term_values[i], r->value))
			return OK;
		for (const char *const *code = term_values[i].codes; *code; code++)
			text_print(&possible, "%s%s", possible.n ? ", " : "", *code);
	}
	return problem_add(cx, "value", "rule.value_unknown", ARGS({ "values", text_str(&possible) }));
}

/* Amounts of money that are terms, not grants: the tax-free amounts of a year. */
static err check_amount(struct cx *cx, const struct rule *r)
{
	int64_t cents;
	if (!str_starts(r->item, "tax_free_") || (money_parse(r->value, &cents) && cents > 0))
		return OK;
	return problem_add(cx, "value", "rule.value_no_amount", NO_ARGS);
}

static err check_term(struct cx *cx, const struct rule *r)
{
	err e = str_blank(r->value) ? problem_add(cx, "value", "form.required", NO_ARGS) : check_value(cx, r);
	if (e == OK)
		e = check_amount(cx, r);
	if (r->quantity.has || r->unit_cents.has)
		e = problem_add(cx, r->quantity.has ? "quantity" : "unit_cents", "rule.term_no_money", NO_ARGS);
	return e;
}

/* S-RUL-8: teachers are posts of the schools ministry, never money. */
static err check_posts(struct cx *cx, const struct rule *r)
{
	if (r->unit_cents.has)
		return problem_add(cx, "unit_cents", "rule.teacher_money", NO_ARGS);
	if (!r->quantity.has && !str_is(r->mark, "unknown"))
		return problem_add(cx, "quantity", "rule.figure_missing", NO_ARGS);
	return OK;
}

static err check_figures(struct cx *cx, const struct rule *r)
{
	bool unknown = str_is(r->mark, "unknown");
	if (unknown && r->quantity.has && r->unit_cents.has)
		return problem_add(cx, "mark", "rule.unknown_with_figures", NO_ARGS);
	if (!unknown && !r->quantity.has && !r->unit_cents.has)
		return problem_add(cx, "unit_cents", "rule.figure_missing", NO_ARGS);
	return OK;
}

static err check_content(struct cx *cx, const struct rule *r)
{
	TRY(check_year(cx, "valid_from", r->valid_from));
	TRY(check_year(cx, "valid_to", r->valid_to));
	err e = OK;
	if (day_is(r->valid_to) && day_cmp(r->valid_to, r->valid_from) < 0)
		e = problem_add(cx, "valid_to", "rule.ends_before_start", NO_ARGS);
	if (str_starts(r->part, "step_") && !str_is(r->programme, "komman"))
		e = problem_add(cx, "part", "rule.step_elsewhere", NO_ARGS);
	err more = str_is(r->programme, "terms")      ? check_term(cx, r)
	           : str_is(r->programme, "teachers") ? check_posts(cx, r)
	                                              : check_figures(cx, r);
	return e == OK ? more : e;
}

struct item_kind {
	str programme, unit;
};
static const struct field item_kind_fields[] = {
	FIELD(struct item_kind, programme, KIND_TEXT),
	FIELD(struct item_kind, unit, KIND_TEXT),
};
static const struct record item_kind_rec = RECORD("rule_item", struct item_kind, item_kind_fields);

static err fill_item(struct cx *cx, struct rule *r)
{
	struct item_kind kind;
	TRY(db_row(cx, &propose_sql[ITEM], &item_kind_rec, &kind, V(r->item)));
	r->programme = kind.programme;
	r->unit = kind.unit;
	return OK;
}

/* A rule for one KI needs no kind of authority: it has one. */
static err fill_centre(struct cx *cx, str slug, struct rule *r)
{
	struct rule_centre centre;
	if (str_blank(slug))
		return OK;
	err e = rule_centre_by_slug(cx, slug, &centre);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return problem_add(cx, "centre_slug", "rule.no_such_centre", NO_ARGS);
	}
	TRY(e);
	if (r->authority.p && !str_eq(r->authority, centre.kind))
		return problem_add(cx, "authority", "rule.other_kind", NO_ARGS);
	r->authority = STR_NONE;
	r->centre_id = MAYBE(centre.id);
	r->centre_slug = centre.slug;
	return OK;
}

static struct rule rule_of_form(const struct rule_new *in)
{
	return (struct rule){ .item = in->item,
		              .part = in->part,
		              .authority = in->authority,
		              .quantity = in->quantity,
		              .unit_cents = in->unit_cents,
		              .value = in->value,
		              .financing = in->financing,
		              .valid_from = in->valid_from,
		              .valid_to = in->valid_to,
		              .source = in->source,
		              .mark = in->mark,
		              .note = in->note };
}

/* "specialist-2027-kreis": item, part, year, whom it is for, and a number if that is taken. */
static err make_code(struct cx *cx, struct rule *r)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, r->item);
	if (!str_is(r->part, "base"))
		text_print(&t, "-" STR_FMT, STR_ARG(r->part));
	text_print(&t, "-%d", day_year(r->valid_from));
	if (r->centre_slug.p)
		text_print(&t, "-" STR_FMT, STR_ARG(r->centre_slug));
	else if (r->authority.p)
		text_c(&t, str_is(r->authority, "kreis") ? "-kreis" : "-stadt");
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] == '_')
			t.p[i] = '-';
	int64_t taken = 1;
	for (int n = 1; taken && n < 1000; n++) {
		r->code = n == 1 ? text_str(&t) : str_print(cx->mem, STR_FMT "-%d", STR_ARG(text_str(&t)), n);
		TRY(db_int(cx, &propose_sql[CODE_TAKEN], &taken, V(r->code)));
	}
	return taken ? fail(cx, E_INVALID, "rule.too_many", NO_ARGS) : OK;
}

/* --- writing a proposal ------------------------------------------------------------------------------------------- */

struct draft {
	const char *kind;
	str code;                    /* the rule it is about; absent: add */
	const struct rule_new *rule; /* what it brings */
	day ends_on;
	str reason, source;
};

static err add_rule(struct cx *cx, struct rule *r)
{
	TRY(make_code(cx, r));
	TRY(db_int(cx, &propose_sql[ADD_RULE], &r->id,
	           V(r->code, r->item, r->part, r->authority, r->centre_id, r->quantity, r->unit_cents, r->value,
	             r->financing, r->valid_from, r->valid_to, r->source, r->mark, r->note)));
	return OK;
}

/* Builds and checks the rule that the draft brings; all findings are collected before it fails. */
static err build_rule(struct cx *cx, const struct draft *d, const struct rule *was, struct rule *ret)
{
	*ret = rule_of_form(d->rule);
	if (was) {
		ret->item = was->item;
		ret->part = was->part;
		ret->authority = was->authority;
		ret->centre_id = was->centre_id;
		ret->centre_slug = was->centre_slug;
	}
	TRY(fill_item(cx, ret));
	err e = was ? check_replacement(cx, was, ret) : fill_centre(cx, d->rule->centre_slug, ret);
	err more = check_content(cx, ret);
	TRY(e);
	TRY(more);
	return refuse_collision(cx, ret, was ? was->code : STR_NONE, day_add(ret->valid_from, -1));
}

static struct maybe id_of(const struct rule *r)
{
	return r->id ? MAYBE(r->id) : (struct maybe){ 0 };
}

static err write_proposal(struct cx *cx, const struct draft *d, const struct rule *was, const struct rule *becomes,
                          day ends_on, int64_t *ret)
{
	TRY(db_int(
	        cx, &propose_sql[ADD_PROPOSAL], ret,
	        V(str_of(d->kind), id_of(was), id_of(becomes), ends_on, d->reason, d->source, cx->user->id, cx->now)));
	const struct rule *about = becomes->id ? becomes : was;
	str object = str_print(cx->mem, "rules/" STR_FMT, STR_ARG(about->code));
	if (becomes->id)
		audit_change(cx, "rule.propose", object, about->centre_id, &rule_rec, NULL, becomes);
	else
		audit_note(cx, "rule.propose", object, about->centre_id);
	return OK;
}

static err propose_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct draft *d = in;
	struct rule was = { 0 }, becomes = { 0 };
	day ends_on = d->ends_on;
	if (!user_may(cx->user, RIGHT_RULE_PROPOSE))
		return fail(cx, E_DENIED, "error.denied", NO_ARGS);
	if (d->code.p)
		TRY(rule_by_code(cx, d->code, &was));
	if (!strcmp(d->kind, "end"))
		TRY(check_end(cx, &was, ends_on));
	if (!strcmp(d->kind, "confirm"))
		TRY(check_confirmation(cx, &was));
	if (d->rule) {
		TRY(build_rule(cx, d, d->code.p ? &was : NULL, &becomes));
		TRY(add_rule(cx, &becomes));
		if (d->code.p)
			ends_on = day_add(becomes.valid_from, -1);
	}
	return write_proposal(cx, d, &was, &becomes, ends_on, ret);
}

static err propose(struct cx *cx, const struct draft *d, int64_t *ret)
{
	return db_tx(cx, "rule propose", propose_in_tx, d, ret, sizeof *ret);
}

err rule_propose_add(struct cx *cx, const struct rule_new *in, int64_t *ret)
{
	return propose(cx, &(struct draft){ .kind = "add", .rule = in, .reason = in->reason, .source = in->source },
	               ret);
}

err rule_propose_replace(struct cx *cx, str code, const struct rule_new *in, int64_t *ret)
{
	return propose(
	        cx,
	        &(struct draft){
	                .kind = "replace", .code = code, .rule = in, .reason = in->reason, .source = in->source },
	        ret);
}

err rule_propose_end(struct cx *cx, str code, const struct rule_end *in, int64_t *ret)
{
	return propose(cx,
	               &(struct draft){ .kind = "end",
	                                .code = code,
	                                .ends_on = in->ends_on,
	                                .reason = in->reason,
	                                .source = in->source },
	               ret);
}

err rule_propose_confirm(struct cx *cx, str code, const struct rule_confirm *in, int64_t *ret)
{
	return propose(cx,
	               &(struct draft){ .kind = "confirm", .code = code, .reason = in->reason, .source = in->source },
	               ret);
}

/* --- deciding ----------------------------------------------------------------------------------------------------- */

/* The rulebook may have changed since the proposal was written: it must still fit. */
static err still_fits(struct cx *cx, const struct proposal *p)
{
	struct rule was = { 0 }, becomes = { 0 };
	if (p->rule_code.p)
		TRY(rule_by_code(cx, p->rule_code, &was));
	if (str_is(p->kind, "confirm"))
		return check_confirmation(cx, &was);
	if (str_is(p->kind, "end"))
		return check_end(cx, &was, p->ends_on);
	TRY(rule_as_written(cx, p->new_code, &becomes));
	if (p->rule_code.p)
		TRY(check_replacement(cx, &was, &becomes));
	return refuse_collision(cx, &becomes, p->rule_code, p->ends_on);
}

struct verdict {
	int64_t proposal;
	bool approve;
	str reason;
};

static err decide_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct verdict *v = in;
	struct proposal p;
	str reason = str_trim(v->reason);
	if (!user_may(cx->user, RIGHT_RULE_APPROVE))
		return fail(cx, E_DENIED, "error.denied", NO_ARGS);
	TRY(proposal_by_id(cx, v->proposal, &p));
	if (!str_is(p.state, "pending"))
		return fail(cx, E_STALE, "rule.decided_already", ARGS({ "name", p.decider }));
	TRY(four_eyes_check(cx, p.proposed_by));
	if (!v->approve && str_blank(reason))
		return problem_add(cx, "reason", "form.required", NO_ARGS);
	if (v->approve)
		TRY(still_fits(cx, &p));
	TRY(db_exec(cx, &propose_sql[ADD_DECISION], NULL,
	            V(p.id, p.proposed_by, cx->user->id, v->approve ? S("approved") : S("refused"),
	              reason.n ? reason : STR_NONE, cx->now)));
	struct rule about;
	TRY(rule_as_written(cx, p.new_code.p ? p.new_code : p.rule_code, &about));
	audit_note(cx, v->approve ? "rule.approve" : "rule.refuse",
	           str_print(cx->mem, "rules/" STR_FMT, STR_ARG(about.code)), about.centre_id);
	return OK;
}

err rule_decide(struct cx *cx, int64_t proposal, bool approve, str reason)
{
	struct verdict v = { proposal, approve, reason };
	return db_tx(cx, "rule decide", decide_in_tx, &v, NULL, 0);
}

/* Reading proposals and their decisions, and what they do to every KI. */
#include "features/rulebook/rulebook_model.h"

static const char *const kind_codes[] = { "add", "end", "replace", "confirm", NULL };
const struct choices proposal_kind_choices = { "proposal_kind", kind_codes };
static const char *const state_codes[] = { "pending", "approved", "refused", NULL };
const struct choices proposal_state_choices = { "proposal_state", state_codes };

static const struct field proposal_fields[] = {
	FIELD(struct proposal, id, KIND_INT),
	FIELD(struct proposal, kind, KIND_CHOICE, .choices = &proposal_kind_choices),
	FIELD(struct proposal, rule_code, KIND_TEXT),
	FIELD(struct proposal, new_code, KIND_TEXT),
	FIELD(struct proposal, item, KIND_CHOICE, .choices = &item_choices),
	FIELD(struct proposal, authority, KIND_CHOICE, .choices = &authority_choices),
	FIELD(struct proposal, centre_name, KIND_TEXT),
	FIELD(struct proposal, ends_on, KIND_DAY),
	FIELD(struct proposal, reason, KIND_TEXT, .max = 1000),
	FIELD(struct proposal, source, KIND_TEXT, .max = 500),
	FIELD(struct proposal, proposed_by, KIND_INT, .hidden = true),
	FIELD(struct proposal, proposer, KIND_TEXT),
	FIELD(struct proposal, proposed_at, KIND_INSTANT),
	FIELD(struct proposal, state, KIND_CHOICE, .choices = &proposal_state_choices),
	FIELD(struct proposal, decider, KIND_TEXT),
	FIELD(struct proposal, decision_reason, KIND_TEXT, .max = 1000),
	FIELD(struct proposal, decided_at, KIND_INSTANT),
};
const struct record proposal_rec = RECORD("proposal", struct proposal, proposal_fields);

#define PROPOSAL                                                                                                       \
	"SELECT p.id, p.kind, was.code AS rule_code, becomes.code AS new_code,"                                        \
	" COALESCE(was.item, becomes.item) AS item, COALESCE(was.authority, becomes.authority) AS authority,"          \
	" c.carrier AS centre_name, p.ends_on, p.reason, p.source, p.proposed_by, a.name AS proposer,"                 \
	" p.proposed_at, COALESCE(d.decision, 'pending') AS state, b.name AS decider, d.reason AS decision_reason,"    \
	" d.decided_at FROM rule_proposal p JOIN account a ON a.id = p.proposed_by"                                    \
	" LEFT JOIN rule was ON was.id = p.rule_id LEFT JOIN rule becomes ON becomes.id = p.new_rule_id"               \
	" LEFT JOIN centre c ON c.id = COALESCE(was.centre_id, becomes.centre_id)"                                     \
	" LEFT JOIN rule_decision d ON d.proposal_id = p.id LEFT JOIN account b ON b.id = d.decided_by"

enum { NEWEST, PENDING, OF_RULE, WAITING, WAITING_ADD, BY_ID };
const struct sql proposal_sql[] = {
	[NEWEST] = { PROPOSAL " WHERE p.id < $1 ORDER BY p.id DESC LIMIT $2", "ii" },
	[PENDING] = { PROPOSAL " WHERE p.id < $1 AND d.decision IS NULL ORDER BY p.id DESC LIMIT $2", "ii" },
	[OF_RULE] = { PROPOSAL " WHERE was.code = $1 OR becomes.code = $1 ORDER BY p.id DESC LIMIT 100", "s" },
	[WAITING] = { PROPOSAL " WHERE p.proposed_by = $1 AND d.decision IS NULL"
	                       " AND COALESCE(was.item, becomes.item) = $2 ORDER BY p.id DESC LIMIT 1",
	              "is" },
	[WAITING_ADD] = { PROPOSAL " WHERE p.proposed_by = $1 AND d.decision IS NULL AND p.kind = 'add'"
	                           " ORDER BY p.id DESC LIMIT 1",
	                  "i" },
	[BY_ID] = { PROPOSAL " WHERE p.id = $1", "i" },
	{ 0 },
};

err proposals_list(struct cx *cx, bool pending, int64_t before, int limit, struct list *ret)
{
	int64_t below = before > 0 ? before : INT64_MAX;
	return db_list(cx, &proposal_sql[pending ? PENDING : NEWEST], &proposal_rec, ret, V(below, limit));
}

err proposals_of_rule(struct cx *cx, str code, struct list *ret)
{
	return db_list(cx, &proposal_sql[OF_RULE], &proposal_rec, ret, V(code));
}

err proposal_waiting(struct cx *cx, int64_t person, str item, struct proposal *ret)
{
	return item.p ? db_row(cx, &proposal_sql[WAITING], &proposal_rec, ret, V(person, item))
	              : db_row(cx, &proposal_sql[WAITING_ADD], &proposal_rec, ret, V(person));
}

err proposal_by_id(struct cx *cx, int64_t id, struct proposal *ret)
{
	return db_row(cx, &proposal_sql[BY_ID], &proposal_rec, ret, V(id));
}

/* --- effect ------------------------------------------------------------------------------------------------------- */

static const struct rule *rule_in(const struct list *rules, str code)
{
	LIST_EACH (const struct rule, r, rules)
		if (str_eq(r->code, code))
			return r;
	return NULL;
}

/* A replaced rule makes a difference from the new one's first day, an ended one from the day after its end, a confirmed
 * one today (or on its own first day, if it is over or still to come). */
static day first_day(const struct cx *cx, const struct proposal *p, const struct rule *r)
{
	if (str_is(p->kind, "add") || str_is(p->kind, "replace"))
		return r->valid_from;
	if (str_is(p->kind, "end"))
		return day_add(p->ends_on, 1);
	bool now = rule_applies(r, r->authority, r->centre_id.v, cx->today);
	return now ? cx->today : r->valid_from;
}

/* A step changes the KOMM-AN posts and costs, not only the term. */
static str programme_of(const struct rule *r)
{
	return str_is(r->item, "komman_step") ? S("komman") : r->programme;
}

err proposal_effect(struct cx *cx, const struct proposal *p, struct proposal_effect *ret)
{
	bool brings = p->new_code.p != NULL;
	instant known = str_is(p->state, "pending") ? cx->now : (instant){ p->decided_at.ms - 1 };
	struct list before = { 0 }, centres = { 0 };
	struct rule_change change = { .ends_on = p->ends_on };
	TRY(rules_known(cx, known, &before));
	TRY(rule_centres(cx, &centres));
	TRY(rule_as_written(cx, brings ? p->new_code : p->rule_code, &ret->rule));
	if (brings)
		change.adds = &ret->rule;
	if (day_is(p->ends_on))
		change.ends = p->rule_code;
	if (str_is(p->kind, "confirm"))
		change.confirms = p->rule_code;
	struct list after = rules_changed(cx->mem, &before, &change);
	ret->on = first_day(cx, p, &ret->rule);
	const struct rule *known_rule = brings ? NULL : rule_in(&before, p->rule_code);
	if (known_rule)
		ret->rule = *known_rule;
	ret->effects =
	        rule_effects(cx->mem, &before, &after, &centres, ret->rule.item, programme_of(&ret->rule), ret->on);
	return OK;
}

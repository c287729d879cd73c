/* rulebook_model.h -- rules and proposals in the database. A rule is immutable; it is in force because it was delivered
 * with the program or because an approved proposal brings it; its end and its mark are computed from approved
 * proposals. Everything is read as it was known at cx->now, so that an old state of the rulebook can be asked. */
#ifndef FEATURES_RULEBOOK_RULEBOOK_MODEL_H
#define FEATURES_RULEBOOK_RULEBOOK_MODEL_H
#include "db/db.h"
#include "features/rulebook/rule_effect.h"

extern const struct sql rulebook_sql[], proposal_sql[], propose_sql[];

/* --- reading ------------------------------------------------------------------------------------------------------ */
struct rule_filter {
	day on;                         /* DAY_NONE: of all times */
	str programme, authority, mark; /* absent: all */
};
/* In the order of items and days. `after`: code of the last rule of the page before; absent: from the start. */
err rules_list(struct cx *cx, const struct rule_filter *f, str after, int limit, struct list *ret) MUST;
err rules_count(struct cx *cx, const struct rule_filter *f, int64_t *ret) MUST;
/* E_NOTFOUND: no rule in force now, earlier or later has this code. */
err rule_by_code(struct cx *cx, str code, struct rule *ret) MUST;
/* As it was proposed, in force or not. */
err rule_as_written(struct cx *cx, str code, struct rule *ret) MUST;
/* All KI, by name. */
err rule_centres(struct cx *cx, struct list *ret) MUST;
err rule_centre_by_slug(struct cx *cx, str slug, struct rule_centre *ret) MUST;

/* --- proposals ---------------------------------------------------------------------------------------------------- */
struct proposal {
	int64_t id;
	str kind;                /* add, end, replace, confirm */
	str rule_code, new_code; /* absent where the kind has none */
	str item;
	str authority, centre_name; /* whom it is for, as in struct rule */
	day ends_on;
	str reason, source;
	int64_t proposed_by;
	str proposer;
	instant proposed_at;
	str state; /* pending, approved, refused: computed */
	str decider, decision_reason;
	instant decided_at;
};
extern const struct record proposal_rec;
extern const struct choices proposal_kind_choices, proposal_state_choices;

/* Newest first. before 0: from the newest. pending: only those that wait for a decision. */
err proposals_list(struct cx *cx, bool pending, int64_t before, int limit, struct list *ret) MUST;
err proposals_of_rule(struct cx *cx, str code, struct list *ret) MUST;
/* The newest one of this person that waits, about this item (absent: one that adds a rule); E_NOTFOUND if none. */
err proposal_waiting(struct cx *cx, int64_t person, str item, struct proposal *ret) MUST;
err proposal_by_id(struct cx *cx, int64_t id, struct proposal *ret) MUST;
/* What it changes for all KI on the day it takes effect; for a decided one, as it was just before the decision. */
struct proposal_effect {
	struct rule rule; /* the one it adds, ends, replaces or confirms */
	day on;           /* the day that is compared: the first one on which it makes a difference */
	struct effects effects;
};
err proposal_effect(struct cx *cx, const struct proposal *p, struct proposal_effect *ret) MUST;

/* What a person fills in. */
struct rule_new {
	str item, part, authority, centre_slug;
	struct maybe quantity, unit_cents;
	str value, financing;
	day valid_from, valid_to;
	str mark, note, source, reason;
};
extern const struct record rule_new_rec;     /* all fields: a rule that is added */
extern const struct record rule_replace_rec; /* the same struct without item, part, authority, KI: they stay */
/* What of it a person is asked for: by the kind of rule. */
extern const struct record replace_money_rec, replace_posts_rec, replace_term_rec;
struct rule_end {
	day ends_on; /* last day; the day before the rule began: it was never in force */
	str source, reason;
};
extern const struct record rule_end_rec;
struct rule_confirm {
	str source, reason;
};
extern const struct record rule_confirm_rec;

/* Each needs RIGHT_RULE_PROPOSE of cx->user, and runs in a transaction of its own. E_INVALID with problems at the
 * fields; a collision names the rule that is in the way and says what to do. *ret: the proposal's id. */
err rule_propose_add(struct cx *cx, const struct rule_new *in, int64_t *ret) MUST;
err rule_propose_replace(struct cx *cx, str code, const struct rule_new *in, int64_t *ret) MUST;
err rule_propose_end(struct cx *cx, str code, const struct rule_end *in, int64_t *ret) MUST;
err rule_propose_confirm(struct cx *cx, str code, const struct rule_confirm *in, int64_t *ret) MUST;

/* Needs RIGHT_RULE_APPROVE of cx->user. E_DENIED for the proposer, and for another account with the same person's name;
 * E_STALE if somebody has decided; E_INVALID if the rulebook has changed so that the proposal no longer fits, or if a
 * refusal has no reason. */
err rule_decide(struct cx *cx, int64_t proposal, bool approve, str reason) MUST;
#endif

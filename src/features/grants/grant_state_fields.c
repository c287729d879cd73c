/* The state of a case as pages and programs see it. */
#include "features/grants/grant_state.h"

static const char *const stage_codes[] = { "preparing", "submitted", "asked",  "decided", "running", "proof_due",
	                                   "proven",    "repaying",  "closed", "refused", NULL };
const struct choices grant_stage_choices = { "grant_stage", stage_codes };

static const struct field call_fields[] = {
	FIELD(struct grant_call, event_id, KIND_INT),
	FIELD(struct grant_call, group, KIND_TEXT),
	FIELD(struct grant_call, called_on, KIND_DAY),
	FIELD(struct grant_call, called_by, KIND_TEXT),
	FIELD(struct grant_call, cents, KIND_MONEY),
	FIELD(struct grant_call, lines, KIND_MANY, .of = &grant_line_rec),
	FIELD(struct grant_call, withdrawn, KIND_BOOL),
	FIELD(struct grant_call, draft_id, KIND_INT),
	FIELD(struct grant_call, draft_cents, KIND_MONEY),
	FIELD(struct grant_call, approved, KIND_BOOL),
	FIELD(struct grant_call, paid_id, KIND_INT),
	FIELD(struct grant_call, paid_cents, KIND_MONEY),
	FIELD(struct grant_call, paid_on, KIND_DAY),
	FIELD(struct grant_call, use_by, KIND_DAY),
	FIELD(struct grant_call, warn_from, KIND_DAY),
	FIELD(struct grant_call, used_cents, KIND_MONEY),
	FIELD(struct grant_call, unused_cents, KIND_MONEY),
	FIELD(struct grant_call, warn, KIND_BOOL),
	FIELD(struct grant_call, late, KIND_BOOL),
};
const struct record grant_call_rec = RECORD("grant_call", struct grant_call, call_fields);

static const struct field item_fields[] = {
	FIELD(struct grant_item, item, KIND_TEXT),           FIELD(struct grant_item, label, KIND_TEXT),
	FIELD(struct grant_item, group, KIND_TEXT),          FIELD(struct grant_item, asked_cents, KIND_MONEY),
	FIELD(struct grant_item, granted_cents, KIND_MONEY), FIELD(struct grant_item, called_cents, KIND_MONEY),
	FIELD(struct grant_item, paid_cents, KIND_MONEY),    FIELD(struct grant_item, left_cents, KIND_MONEY),
};
const struct record grant_item_rec = RECORD("grant_item", struct grant_item, item_fields);

/* The state of a case as pages and programs see it. */
#include "features/grants/grant_state.h"

static const char *const stage_codes[] = { "preparing", "submitted", "asked",  "decided", "running",   "proof_due",
	                                   "proven",    "repaying",  "closed", "refused", "discarded", NULL };
const struct choices grant_stage_choices = { "grant_stage", stage_codes };

static const struct field item_fields[] = {
	FIELD(struct grant_item, item, KIND_TEXT),           FIELD(struct grant_item, label, KIND_TEXT),
	FIELD(struct grant_item, group, KIND_TEXT),          FIELD(struct grant_item, asked_cents, KIND_MONEY),
	FIELD(struct grant_item, granted_cents, KIND_MONEY), FIELD(struct grant_item, called_cents, KIND_MONEY),
	FIELD(struct grant_item, paid_cents, KIND_MONEY),    FIELD(struct grant_item, left_cents, KIND_MONEY),
};
const struct record grant_item_rec = RECORD("grant_item", struct grant_item, item_fields);

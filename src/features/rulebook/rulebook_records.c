/* rulebook_records.c -- the choices and records of the rulebook. */
#include "features/rulebook/rulebook.h"

static const char *const mark_codes[] = { "read", "seed", "inferred", "assumed", "unknown", NULL };
const struct choices mark_choices = { "mark", mark_codes };

static const char *const authority_codes[] = { "kreis", "kreisfreie_stadt", NULL };
const struct choices authority_choices = { "authority", authority_codes };

/* In the order of rule_item.position; a test compares both. */
static const char *const item_codes[] = { "specialist",
	                                  "assistant",
	                                  "interpreter_costs",
	                                  "volunteering_prevention",
	                                  "fathers_work",
	                                  "other_posts",
	                                  "other_costs",
	                                  "teacher",
	                                  "komman_posts",
	                                  "komman_costs",
	                                  "komman_local",
	                                  "kim_coordination",
	                                  "kim_assistant",
	                                  "kim_case",
	                                  "kim_office",
	                                  "kim_workplace",
	                                  "kim_costs",
	                                  "third_renovation",
	                                  "third_equipment",
	                                  "third_running",
	                                  "third_digital",
	                                  "third_accompaniment",
	                                  "third_meeting",
	                                  "third_print",
	                                  "third_internet",
	                                  "third_translation",
	                                  "third_speaker",
	                                  "third_exchange",
	                                  "recognition_section",
	                                  "applicants",
	                                  "one_site",
	                                  "raa_transition",
	                                  "concept_max_age",
	                                  "concept_update_within",
	                                  "concept_new_within",
	                                  "priorities_period",
	                                  "lasi_report_period",
	                                  "budget_proviso",
	                                  "application_deadline",
	                                  "komman_application_deadline",
	                                  "kim_application_deadline",
	                                  "komman_step",
	                                  "third_per_building",
	                                  "kim_min_share",
	                                  "double_funding",
	                                  "use_within",
	                                  "interest_points",
	                                  "receipts_retention",
	                                  "post_grant",
	                                  "month_counting",
	                                  "ceilings_exchange",
	                                  "material_cap",
	                                  "proof_due",
	                                  "interest_method",
	                                  "staff_split",
	                                  "staff_professions",
	                                  "staff_qualification",
	                                  "staff_assistant_qualification",
	                                  "staff_person_max",
	                                  "staff_secondment_notice",
	                                  "staff_vacancy_notice",
	                                  "staff_statement_min",
	                                  "tax_free_volunteer",
	                                  "tax_free_trainer",
	                                  "call_groups",
	                                  "call_window",
	                                  "use_warning",
	                                  "remedy_period",
	                                  "base_rate",
	                                  NULL };
const struct choices item_choices = { "item", item_codes };

static const char *const programme_codes[] = { "base", "teachers", "komman", "kim", "third_party", "terms", NULL };
const struct choices programme_choices = { "programme", programme_codes };

static const char *const part_codes[] = { "base", "extra", "step_a", "step_b", "step_c", NULL };
const struct choices part_choices = { "part", part_codes };

static const char *const unit_codes[] = { "fte",  "lump", "workplace",      "month", "months", "room", "piece",
	                                  "page", "hour", "percent_points", "text",  "code",   NULL };
const struct choices unit_choices = { "unit", unit_codes };

static const char *const financing_codes[] = { "lump_sum", "full_capped", NULL };
const struct choices financing_choices = { "financing", financing_codes };

static const struct field rule_fields[] = {
	FIELD(struct rule, id, KIND_INT, .hidden = true),
	FIELD(struct rule, code, KIND_TEXT, .max = 80),
	FIELD(struct rule, programme, KIND_CHOICE, .choices = &programme_choices),
	FIELD(struct rule, item, KIND_CHOICE, .choices = &item_choices),
	FIELD(struct rule, part, KIND_CHOICE, .choices = &part_choices),
	FIELD(struct rule, authority, KIND_CHOICE, .choices = &authority_choices),
	FIELD(struct rule, centre_id, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct rule, centre_slug, KIND_TEXT),
	FIELD(struct rule, centre_name, KIND_TEXT),
	FIELD(struct rule, quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct rule, unit, KIND_CHOICE, .choices = &unit_choices),
	FIELD(struct rule, unit_cents, KIND_MONEY, .maybe = true),
	FIELD(struct rule, value, KIND_TEXT),
	FIELD(struct rule, financing, KIND_CHOICE, .choices = &financing_choices),
	FIELD(struct rule, valid_from, KIND_DAY),
	FIELD(struct rule, valid_to, KIND_DAY),
	FIELD(struct rule, source, KIND_TEXT, .max = 500),
	FIELD(struct rule, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct rule, note, KIND_TEXT, .max = 1000),
};
const struct record rule_rec = RECORD("rule", struct rule, rule_fields);

static const struct field rule_use_fields[] = {
	FIELD(struct rule_use, code, KIND_TEXT),
	FIELD(struct rule_use, path, KIND_PATH),
	FIELD(struct rule_use, source, KIND_TEXT),
	FIELD(struct rule_use, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct rule_use, calculation, KIND_TEXT),
};
const struct record rule_use_rec = RECORD("rule_use", struct rule_use, rule_use_fields);

static const struct field entitlement_item_fields[] = {
	FIELD(struct entitlement_item, item, KIND_CHOICE, .choices = &item_choices),
	FIELD(struct entitlement_item, quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct entitlement_item, unit, KIND_CHOICE, .choices = &unit_choices),
	FIELD(struct entitlement_item, unit_cents, KIND_MONEY, .maybe = true),
	FIELD(struct entitlement_item, total_cents, KIND_MONEY, .maybe = true),
	FIELD(struct entitlement_item, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct entitlement_item, financing, KIND_CHOICE, .choices = &financing_choices),
	FIELD(struct entitlement_item, unknown, KIND_BOOL),
	FIELD(struct entitlement_item, is_post, KIND_BOOL),
	FIELD(struct entitlement_item, rules, KIND_MANY, .of = &rule_use_rec),
};
const struct record entitlement_item_rec = RECORD("entitlement_item", struct entitlement_item, entitlement_item_fields);

static const struct field programme_fields[] = {
	FIELD(struct programme, programme, KIND_CHOICE, .choices = &programme_choices),
	FIELD(struct programme, items, KIND_MANY, .of = &entitlement_item_rec),
	FIELD(struct programme, total_cents, KIND_MONEY),
	FIELD(struct programme, complete, KIND_BOOL),
	FIELD(struct programme, nothing_known, KIND_BOOL),
};
const struct record programme_rec = RECORD("programme_total", struct programme, programme_fields);

static const struct field entitlement_fields[] = {
	FIELD(struct entitlement, date, KIND_DAY),
	FIELD(struct entitlement, authority, KIND_CHOICE, .choices = &authority_choices),
	FIELD(struct entitlement, items, KIND_MANY, .of = &entitlement_item_rec),
	FIELD(struct entitlement, total_cents, KIND_MONEY),
	FIELD(struct entitlement, complete, KIND_BOOL),
	FIELD(struct entitlement, assumed, KIND_BOOL),
	FIELD(struct entitlement, programmes, KIND_MANY, .of = &programme_rec),
};
const struct record entitlement_rec = RECORD("entitlement", struct entitlement, entitlement_fields);

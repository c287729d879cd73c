/* Records of pots: what is stored, what forms ask for, what pages and programs see. */
#include "features/interpreters/pot.h"
#include "features/rulebook/rulebook.h"

static const char *const kind_codes[] = { "land", "own", "other", NULL };
const struct choices pot_kind_choices = { "pot_kind", kind_codes };

static const struct field pot_fields[] = {
	FIELD(struct pot, id, KIND_INT),       FIELD(struct pot, version, KIND_INT),
	FIELD(struct pot, name, KIND_TEXT),    FIELD(struct pot, kind, KIND_CHOICE, .choices = &pot_kind_choices),
	FIELD(struct pot, place, KIND_INT),    FIELD(struct pot, valid_from, KIND_DAY),
	FIELD(struct pot, valid_to, KIND_DAY), FIELD(struct pot, recorded_by, KIND_TEXT),
};
const struct record pot_rec = RECORD("pot", struct pot, pot_fields);
static const struct field change_fields[] = {
	FIELD(struct pot, name, KIND_TEXT, .input = true, .required = true, .max = 120),
	FIELD(struct pot, place, KIND_INT, .input = true, .required = true, .min = 1, .max = 99),
	FIELD(struct pot, valid_to, KIND_DAY, .input = true),
	FIELD(struct pot, version, KIND_INT, .hidden = true),
};
const struct record pot_change_rec = RECORD("pot", struct pot, change_fields);

#define PERMITS(type)                                                                                                  \
	FIELD(type, legal, KIND_BOOL, .label = "pot_terms.legal", .input = true),                                      \
	        FIELD(type, medical, KIND_BOOL, .label = "pot_terms.medical", .input = true),                          \
	        FIELD(type, aosf, KIND_BOOL, .label = "pot_terms.aosf", .input = true),                                \
	        FIELD(type, lesson, KIND_BOOL, .label = "pot_terms.lesson", .input = true),                            \
	        FIELD(type, recurring, KIND_BOOL, .label = "pot_terms.recurring", .input = true),                      \
	        FIELD(type, private, KIND_BOOL, .label = "pot_terms.private", .input = true),                          \
	        FIELD(type, travel, KIND_BOOL, .label = "pot_terms.travel", .input = true),                            \
	        FIELD(type, source, KIND_TEXT, .label = "pot_terms.source", .input = true, .required = true,           \
	              .max = 300)
static const struct field terms_fields[] = {
	FIELD(struct pot_terms, id, KIND_INT),
	FIELD(struct pot_terms, pot_id, KIND_INT, .hidden = true),
	FIELD(struct pot_terms, valid_from, KIND_DAY, .input = true, .required = true),
	PERMITS(struct pot_terms),
	FIELD(struct pot_terms, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct pot_terms, recorded_by, KIND_TEXT),
};
const struct record pot_terms_rec = RECORD("pot_terms", struct pot_terms, terms_fields);
static const struct field terms_new_fields[] = {
	FIELD(struct pot_terms, valid_from, KIND_DAY, .input = true, .required = true),
	PERMITS(struct pot_terms),
};
const struct record pot_terms_new_rec = RECORD("pot_terms", struct pot_terms, terms_new_fields);
static const struct field new_fields[] = {
	FIELD(struct pot_new, name, KIND_TEXT, .label = "pot.name", .input = true, .required = true, .max = 120),
	FIELD(struct pot_new, kind, KIND_CHOICE, .label = "pot.kind", .choices = &pot_kind_choices, .input = true,
	      .required = true),
	FIELD(struct pot_new, place, KIND_INT, .label = "pot.place", .input = true, .required = true, .min = 1,
	      .max = 99),
	FIELD(struct pot_new, valid_from, KIND_DAY, .label = "pot.valid_from", .input = true, .required = true),
	FIELD(struct pot_new, valid_to, KIND_DAY, .label = "pot.valid_to", .input = true),
	PERMITS(struct pot_new),
};
const struct record pot_new_rec = RECORD("pot_new", struct pot_new, new_fields);
static const struct field year_set_fields[] = {
	FIELD(struct pot_year_set, year, KIND_INT, .label = "pot_year.year"),
	FIELD(struct pot_year_set, cents, KIND_MONEY, .label = "pot_year.cents", .input = true, .required = true,
	      .max = 1000000000000),
	FIELD(struct pot_year_set, source, KIND_TEXT, .label = "pot_year.source", .input = true, .max = 300),
	FIELD(struct pot_year_set, version, KIND_INT, .hidden = true),
};
const struct record pot_year_set_rec = RECORD("pot_year", struct pot_year_set, year_set_fields);

static const struct field money_fields[] = {
	FIELD(struct pot_money, pot_id, KIND_INT),
	FIELD(struct pot_money, year, KIND_INT),
	FIELD(struct pot_money, name, KIND_TEXT),
	FIELD(struct pot_money, kind, KIND_CHOICE, .choices = &pot_kind_choices),
	FIELD(struct pot_money, place, KIND_INT),
	FIELD(struct pot_money, cents, KIND_MONEY, .maybe = true),
	FIELD(struct pot_money, source, KIND_TEXT),
	FIELD(struct pot_money, by_rule, KIND_BOOL),
	FIELD(struct pot_money, rule_path, KIND_PATH),
	FIELD(struct pot_money, booked_cents, KIND_MONEY),
	FIELD(struct pot_money, settled_cents, KIND_MONEY),
	FIELD(struct pot_money, left_cents, KIND_MONEY, .maybe = true),
	FIELD(struct pot_money, used_percent, KIND_INT, .maybe = true),
	FIELD(struct pot_money, version, KIND_INT, .hidden = true),
	FIELD(struct pot_money, terms, KIND_ONE, .of = &pot_terms_rec),
	FIELD(struct pot_money, warns, KIND_BOOL),
	FIELD(struct pot_money, stops, KIND_BOOL),
	FIELD(struct pot_money, unsure, KIND_BOOL),
};
const struct record pot_money_rec = RECORD("pot_money", struct pot_money, money_fields);

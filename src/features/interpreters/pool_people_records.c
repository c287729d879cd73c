/* pool_people_records.c -- the choices and records of people and of what belongs to them. */
#include "features/interpreters/pool_people.h"

static const char *const tax_codes[] = { "volunteer", "trainer", "none", NULL };
const struct choices interpreter_tax_choices = { "interpreter_tax", tax_codes };
static const char *const level_codes[] = { "native", "fluent", "good", NULL };
const struct choices interpreter_level_choices = { "interpreter_level", level_codes };
static const char *const exception_codes[] = { "away", "there", NULL };
const struct choices interpreter_exception_choices = { "interpreter_exception_kind", exception_codes };

#define PERSON_INPUTS                                                                                                  \
	FIELD(struct interpreter, family_name, KIND_TEXT, .input = true, .required = true, .max = 120),                \
	        FIELD(struct interpreter, given_name, KIND_TEXT, .input = true, .required = true, .max = 120),         \
	        FIELD(struct interpreter, gender, KIND_CHOICE, .choices = &interpreter_gender_choices, .input = true), \
	        FIELD(struct interpreter, email, KIND_TEXT, .input = true, .max = 200),                                \
	        FIELD(struct interpreter, phone, KIND_TEXT, .input = true, .min = 3, .max = 60),                       \
	        FIELD(struct interpreter, postcode, KIND_TEXT, .input = true, .min = 5, .max = 5),                     \
	        FIELD(struct interpreter, town, KIND_TEXT, .input = true, .max = 120),                                 \
	        FIELD(struct interpreter, interpreting, KIND_BOOL, .input = true),                                     \
	        FIELD(struct interpreter, guiding, KIND_BOOL, .input = true),                                          \
	        FIELD(struct interpreter, translating, KIND_BOOL, .input = true),                                      \
	        FIELD(struct interpreter, most_per_week, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 50)
#define PERSON_LAST                                                                                                    \
	FIELD(struct interpreter, tax_kind, KIND_CHOICE, .choices = &interpreter_tax_choices, .input = true,           \
	      .required = true),                                                                                       \
	        FIELD(struct interpreter, note, KIND_TEXT, .input = true, .max = 1000, .lines = true)

static const struct field person_fields[] = {
	FIELD(struct interpreter, id, KIND_INT),
	FIELD(struct interpreter, version, KIND_INT),
	FIELD(struct interpreter, family_name, KIND_TEXT, .max = 120),
	FIELD(struct interpreter, given_name, KIND_TEXT, .max = 120),
	FIELD(struct interpreter, name, KIND_TEXT, .max = 250),
	FIELD(struct interpreter, gender, KIND_CHOICE, .choices = &interpreter_gender_choices),
	FIELD(struct interpreter, email, KIND_TEXT),
	FIELD(struct interpreter, phone, KIND_TEXT),
	FIELD(struct interpreter, postcode, KIND_TEXT),
	FIELD(struct interpreter, town, KIND_TEXT),
	FIELD(struct interpreter, lat, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct interpreter, lon, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct interpreter, interpreting, KIND_BOOL),
	FIELD(struct interpreter, guiding, KIND_BOOL),
	FIELD(struct interpreter, translating, KIND_BOOL),
	FIELD(struct interpreter, most_per_week, KIND_INT, .maybe = true),
	FIELD(struct interpreter, tax_kind, KIND_CHOICE, .choices = &interpreter_tax_choices),
	FIELD(struct interpreter, note, KIND_TEXT, .max = 1000),
	FIELD(struct interpreter, recorded_by, KIND_TEXT),
};
const struct record interpreter_rec = RECORD("interpreter", struct interpreter, person_fields);
static const struct field form_fields[] = { FIELD(struct interpreter, version, KIND_INT, .hidden = true), PERSON_INPUTS,
	                                    PERSON_LAST };
const struct record interpreter_form_rec = RECORD("interpreter", struct interpreter, form_fields);
static const struct field new_fields[] = {
	PERSON_INPUTS, FIELD(struct interpreter, applied_on, KIND_DAY, .input = true, .required = true), PERSON_LAST
};
const struct record interpreter_new_rec = RECORD("interpreter", struct interpreter, new_fields);

static const struct field language_fields[] = {
	FIELD(struct interpreter_language, id, KIND_INT),
	FIELD(struct interpreter_language, interpreter_id, KIND_INT),
	FIELD(struct interpreter_language, language_code, KIND_TEXT),
	FIELD(struct interpreter_language, of_code, KIND_TEXT),
	FIELD(struct interpreter_language, language, KIND_TEXT),
	FIELD(struct interpreter_language, of_language, KIND_TEXT),
	FIELD(struct interpreter_language, level, KIND_CHOICE, .choices = &interpreter_level_choices),
	FIELD(struct interpreter_language, all_dialects, KIND_BOOL),
	FIELD(struct interpreter_language, on_site, KIND_BOOL),
	FIELD(struct interpreter_language, phone, KIND_BOOL),
	FIELD(struct interpreter_language, video, KIND_BOOL),
	FIELD(struct interpreter_language, written, KIND_BOOL),
};
const struct record interpreter_language_rec =
        RECORD("interpreter_language", struct interpreter_language, language_fields);
static const struct field language_form_fields[] = {
	FIELD(struct interpreter_language, language_code, KIND_TEXT, .input = true, .required = true, .max = 80),
	FIELD(struct interpreter_language, level, KIND_CHOICE, .choices = &interpreter_level_choices, .input = true,
	      .required = true),
	FIELD(struct interpreter_language, all_dialects, KIND_BOOL, .input = true),
	FIELD(struct interpreter_language, on_site, KIND_BOOL, .input = true),
	FIELD(struct interpreter_language, phone, KIND_BOOL, .input = true),
	FIELD(struct interpreter_language, video, KIND_BOOL, .input = true),
	FIELD(struct interpreter_language, written, KIND_BOOL, .input = true),
};
const struct record interpreter_language_form_rec =
        RECORD("interpreter_language", struct interpreter_language, language_form_fields);

static const struct field hours_fields[] = {
	FIELD(struct interpreter_hours, id, KIND_INT),        FIELD(struct interpreter_hours, interpreter_id, KIND_INT),
	FIELD(struct interpreter_hours, weekday, KIND_INT),   FIELD(struct interpreter_hours, from_minute, KIND_INT),
	FIELD(struct interpreter_hours, to_minute, KIND_INT),
};
const struct record interpreter_hours_rec = RECORD("interpreter_hours", struct interpreter_hours, hours_fields);

static const struct field exception_fields[] = {
	FIELD(struct interpreter_exception, id, KIND_INT),
	FIELD(struct interpreter_exception, interpreter_id, KIND_INT),
	FIELD(struct interpreter_exception, kind, KIND_CHOICE, .choices = &interpreter_exception_choices),
	FIELD(struct interpreter_exception, day_from, KIND_DAY),
	FIELD(struct interpreter_exception, day_to, KIND_DAY),
	FIELD(struct interpreter_exception, note, KIND_TEXT),
};
const struct record interpreter_exception_rec =
        RECORD("interpreter_exception", struct interpreter_exception, exception_fields);
static const struct field exception_form_fields[] = {
	FIELD(struct interpreter_exception, kind, KIND_CHOICE, .choices = &interpreter_exception_choices, .input = true,
	      .required = true),
	FIELD(struct interpreter_exception, day_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct interpreter_exception, day_to, KIND_DAY, .input = true, .required = true),
	FIELD(struct interpreter_exception, note, KIND_TEXT, .input = true, .max = 200),
};
const struct record interpreter_exception_form_rec =
        RECORD("interpreter_exception", struct interpreter_exception, exception_form_fields);

static const struct field year_fields[] = {
	FIELD(struct interpreter_year, id, KIND_INT),
	FIELD(struct interpreter_year, version, KIND_INT),
	FIELD(struct interpreter_year, interpreter_id, KIND_INT),
	FIELD(struct interpreter_year, year, KIND_INT),
	FIELD(struct interpreter_year, other_cents, KIND_MONEY),
	FIELD(struct interpreter_year, consent_on, KIND_DAY),
	FIELD(struct interpreter_year, recorded_by, KIND_TEXT),
};
const struct record interpreter_year_rec = RECORD("interpreter_year", struct interpreter_year, year_fields);
static const struct field year_form_fields[] = {
	FIELD(struct interpreter_year, version, KIND_INT, .hidden = true),
	FIELD(struct interpreter_year, year, KIND_INT, .input = true, .required = true, .min = 2012, .max = 2199),
	FIELD(struct interpreter_year, other_cents, KIND_MONEY, .input = true, .required = true, .min = 0,
	      .max = 10000000),
	FIELD(struct interpreter_year, consent_on, KIND_DAY, .input = true),
};
const struct record interpreter_year_form_rec = RECORD("interpreter_year", struct interpreter_year, year_form_fields);

static const struct field load_fields[] = {
	FIELD(struct interpreter_load, interpreter_id, KIND_INT),
	FIELD(struct interpreter_load, assignments, KIND_INT),
};
const struct record interpreter_load_rec = RECORD("interpreter_load", struct interpreter_load, load_fields);

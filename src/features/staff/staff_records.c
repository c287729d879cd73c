/* staff_records.c -- the choices and records of posts, people and what belongs to them. */
#include "features/staff/staff_records.h"

static const char *const post_kind_codes[] = { "teacher", "specialist", "administrator", "assistant", NULL };
const struct choices post_kind_choices = { "post_kind", post_kind_codes };
static const char *const post_funding_codes[] = { "land", "ki", "komman", "kim", "own", "other", NULL };
const struct choices post_funding_choices = { "post_funding", post_funding_codes };
static const char *const post_employer_codes[] = { "municipality", "land", "other", NULL };
const struct choices post_employer_choices = { "post_employer", post_employer_codes };
static const char *const line_codes[] = { "teacher", "specialist", "assistant", "komman", "kim", "own", NULL };
const struct choices staff_line_choices = { "staff_line", line_codes };

str staff_line_of(str kind, str funding)
{
	if (str_is(kind, "teacher"))
		return S("teacher");
	if (str_is(funding, "komman") || str_is(funding, "kim"))
		return funding;
	if (!str_is(funding, "ki"))
		return S("own");
	return str_is(kind, "assistant") ? S("assistant") : S("specialist");
}

/* --- posts and people --------------------------------------------------------------------------------------------- */

static const struct field post_fields[] = {
	FIELD(struct post, id, KIND_INT),
	FIELD(struct post, version, KIND_INT),
	FIELD(struct post, kind, KIND_CHOICE, .choices = &post_kind_choices),
	FIELD(struct post, title, KIND_TEXT, .max = 120),
	FIELD(struct post, fte, KIND_DECIMAL),
	FIELD(struct post, funding, KIND_CHOICE, .choices = &post_funding_choices),
	FIELD(struct post, employer, KIND_CHOICE, .choices = &post_employer_choices),
	FIELD(struct post, employer_name, KIND_TEXT),
	FIELD(struct post, focus, KIND_TEXT),
	FIELD(struct post, valid_from, KIND_DAY),
	FIELD(struct post, valid_to, KIND_DAY),
	FIELD(struct post, follows_id, KIND_INT, .maybe = true),
	FIELD(struct post, note, KIND_TEXT, .max = 1000),
	FIELD(struct post, recorded_by, KIND_TEXT),
};
const struct record post_rec = RECORD("post", struct post, post_fields);
static const struct field post_form_fields[] = {
	FIELD(struct post, version, KIND_INT, .hidden = true),
	FIELD(struct post, kind, KIND_CHOICE, .choices = &post_kind_choices, .input = true, .required = true),
	FIELD(struct post, title, KIND_TEXT, .input = true, .required = true, .max = 120),
	FIELD(struct post, fte, KIND_DECIMAL, .input = true, .required = true, .min = 1, .max = 1000),
	FIELD(struct post, funding, KIND_CHOICE, .choices = &post_funding_choices, .input = true, .required = true),
	FIELD(struct post, employer, KIND_CHOICE, .choices = &post_employer_choices, .input = true, .required = true),
	FIELD(struct post, employer_name, KIND_TEXT, .input = true),
	FIELD(struct post, focus, KIND_TEXT, .input = true),
	FIELD(struct post, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct post, valid_to, KIND_DAY, .input = true),
	FIELD(struct post, note, KIND_TEXT, .input = true, .max = 1000, .lines = true),
};
const struct record post_form_rec = RECORD("post", struct post, post_form_fields);
/* Without the version, which comes first: what is new has none. */
#define WITHOUT_VERSION(name_, type, fields_)                                                                          \
	{                                                                                                              \
		(name_), sizeof(type), (fields_) + 1, sizeof(fields_) / sizeof(*(fields_)) - 1                         \
	}
const struct record post_new_rec = WITHOUT_VERSION("post", struct post, post_form_fields);

static const struct field person_fields[] = {
	FIELD(struct person, id, KIND_INT),
	FIELD(struct person, version, KIND_INT),
	FIELD(struct person, family_name, KIND_TEXT, .max = 120),
	FIELD(struct person, given_name, KIND_TEXT, .max = 120),
	FIELD(struct person, name, KIND_TEXT, .max = 250),
	FIELD(struct person, note, KIND_TEXT, .max = 1000),
	FIELD(struct person, recorded_by, KIND_TEXT),
};
const struct record person_rec = RECORD("person", struct person, person_fields);
static const struct field person_form_fields[] = {
	FIELD(struct person, version, KIND_INT, .hidden = true),
	FIELD(struct person, family_name, KIND_TEXT, .input = true, .required = true, .max = 120),
	FIELD(struct person, given_name, KIND_TEXT, .input = true, .required = true, .max = 120),
	FIELD(struct person, note, KIND_TEXT, .input = true, .max = 1000, .lines = true),
};
const struct record person_form_rec = RECORD("person", struct person, person_form_fields);
const struct record person_new_rec = WITHOUT_VERSION("person", struct person, person_form_fields);

static const struct field share_fields[] = {
	FIELD(struct share, id, KIND_INT),
	FIELD(struct share, version, KIND_INT),
	FIELD(struct share, post_id, KIND_INT),
	FIELD(struct share, person_id, KIND_INT),
	FIELD(struct share, person_name, KIND_TEXT, .max = 250),
	FIELD(struct share, post_title, KIND_TEXT, .max = 120),
	FIELD(struct share, fte, KIND_DECIMAL),
	FIELD(struct share, valid_from, KIND_DAY),
	FIELD(struct share, valid_to, KIND_DAY),
	FIELD(struct share, recorded_by, KIND_TEXT),
};
const struct record share_rec = RECORD("share", struct share, share_fields);
static const struct field share_form_fields[] = {
	FIELD(struct share, version, KIND_INT, .hidden = true),
	FIELD(struct share, post_id, KIND_INT, .input = true, .required = true),
	FIELD(struct share, person_id, KIND_INT, .input = true, .required = true),
	FIELD(struct share, fte, KIND_DECIMAL, .input = true, .required = true, .min = 1, .max = 1000),
	FIELD(struct share, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct share, valid_to, KIND_DAY, .input = true),
};
const struct record share_form_rec = RECORD("share", struct share, share_form_fields);
const struct record share_new_rec = WITHOUT_VERSION("share", struct share, share_form_fields);

static const struct field cost_fields[] = {
	FIELD(struct post_cost, id, KIND_INT),           FIELD(struct post_cost, version, KIND_INT),
	FIELD(struct post_cost, post_id, KIND_INT),      FIELD(struct post_cost, year, KIND_INT),
	FIELD(struct post_cost, cents, KIND_MONEY),      FIELD(struct post_cost, evidence, KIND_TEXT, .max = 300),
	FIELD(struct post_cost, recorded_by, KIND_TEXT),
};
const struct record post_cost_rec = RECORD("post_cost", struct post_cost, cost_fields);
static const struct field cost_form_fields[] = {
	FIELD(struct post_cost, version, KIND_INT, .hidden = true),
	FIELD(struct post_cost, year, KIND_INT, .input = true, .required = true, .min = 2012, .max = 2199),
	FIELD(struct post_cost, cents, KIND_MONEY, .input = true, .required = true, .min = 0, .max = 100000000),
	FIELD(struct post_cost, evidence, KIND_TEXT, .input = true, .max = 300),
};
const struct record post_cost_form_rec = RECORD("post_cost", struct post_cost, cost_form_fields);

/* --- qualification and exceptions --------------------------------------------------------------------------------- */

static const char *const qualification_kind_codes[] = { "degree",   "equivalent", "experience",
	                                                "training", "teaching",   NULL };
const struct choices qualification_kind_choices = { "qualification_kind", qualification_kind_codes };
static const char *const subject_codes[] = { "migration", "public_law", "municipal", "administration",
	                                     "education", "other",      NULL };
const struct choices qualification_subject_choices = { "qualification_subject", subject_codes };

static const struct field qualification_fields[] = {
	FIELD(struct qualification, id, KIND_INT),
	FIELD(struct qualification, person_id, KIND_INT),
	FIELD(struct qualification, kind, KIND_CHOICE, .choices = &qualification_kind_choices),
	FIELD(struct qualification, subject, KIND_CHOICE, .choices = &qualification_subject_choices),
	FIELD(struct qualification, title, KIND_TEXT),
	FIELD(struct qualification, held_since, KIND_DAY),
	FIELD(struct qualification, evidence, KIND_TEXT, .max = 300),
	FIELD(struct qualification, withdrawn_on, KIND_DAY),
	FIELD(struct qualification, recorded_by, KIND_TEXT),
};
const struct record qualification_rec = RECORD("qualification", struct qualification, qualification_fields);
static const struct field qualification_form_fields[] = {
	FIELD(struct qualification, kind, KIND_CHOICE, .choices = &qualification_kind_choices, .input = true,
	      .required = true),
	FIELD(struct qualification, subject, KIND_CHOICE, .choices = &qualification_subject_choices, .input = true,
	      .required = true),
	FIELD(struct qualification, title, KIND_TEXT, .input = true, .required = true),
	FIELD(struct qualification, held_since, KIND_DAY, .input = true, .required = true),
	FIELD(struct qualification, evidence, KIND_TEXT, .input = true, .required = true, .max = 300),
};
const struct record qualification_form_rec = RECORD("qualification", struct qualification, qualification_form_fields);

static const char *const exception_kind_codes[] = { "specialist", "assistant", NULL };
const struct choices exception_kind_choices = { "exception_kind", exception_kind_codes };
static const char *const step_codes[] = { "asked", "answered", "granted", "refused", "withdrawn", NULL };
const struct choices exception_step_choices = { "exception_step_kind", step_codes };
static const char *const party_codes[] = { "employer", "ministry", "authority", NULL };
const struct choices exception_party_choices = { "exception_party", party_codes };
static const char *const state_codes[] = { "open", "consulting", "granted", "refused", "withdrawn", NULL };
const struct choices exception_state_choices = { "exception_state", state_codes };

static const struct field step_fields[] = {
	FIELD(struct exception_step, id, KIND_INT),
	FIELD(struct exception_step, exception_id, KIND_INT),
	FIELD(struct exception_step, day, KIND_DAY),
	FIELD(struct exception_step, kind, KIND_CHOICE, .choices = &exception_step_choices),
	FIELD(struct exception_step, party, KIND_CHOICE, .choices = &exception_party_choices),
	FIELD(struct exception_step, note, KIND_TEXT, .max = 2000),
	FIELD(struct exception_step, recorded_by, KIND_TEXT),
};
const struct record exception_step_rec = RECORD("exception_step", struct exception_step, step_fields);
static const struct field step_form_fields[] = {
	FIELD(struct exception_step, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct exception_step, kind, KIND_CHOICE, .choices = &exception_step_choices, .input = true,
	      .required = true),
	FIELD(struct exception_step, party, KIND_CHOICE, .choices = &exception_party_choices, .input = true,
	      .required = true),
	FIELD(struct exception_step, note, KIND_TEXT, .input = true, .required = true, .max = 2000, .lines = true),
};
const struct record exception_step_form_rec = RECORD("exception_step", struct exception_step, step_form_fields);

static const struct field exception_fields[] = {
	FIELD(struct exception_case, id, KIND_INT),
	FIELD(struct exception_case, person_id, KIND_INT),
	FIELD(struct exception_case, person_name, KIND_TEXT, .max = 250),
	FIELD(struct exception_case, kind, KIND_CHOICE, .choices = &exception_kind_choices),
	FIELD(struct exception_case, applied_on, KIND_DAY),
	FIELD(struct exception_case, grounds, KIND_TEXT, .max = 2000),
	FIELD(struct exception_case, state, KIND_CHOICE, .choices = &exception_state_choices),
	FIELD(struct exception_case, since, KIND_DAY),
	FIELD(struct exception_case, recorded_by, KIND_TEXT),
	FIELD(struct exception_case, steps, KIND_MANY, .of = &exception_step_rec),
};
const struct record exception_rec = RECORD("exception", struct exception_case, exception_fields);
static const struct field exception_form_fields[] = {
	FIELD(struct exception_case, kind, KIND_CHOICE, .choices = &exception_kind_choices, .input = true,
	      .required = true),
	FIELD(struct exception_case, applied_on, KIND_DAY, .input = true, .required = true),
	FIELD(struct exception_case, grounds, KIND_TEXT, .input = true, .required = true, .max = 2000, .lines = true),
};
const struct record exception_form_rec = RECORD("exception", struct exception_case, exception_form_fields);

/* --- head and deputy, secondments --------------------------------------------------------------------------------- */

static const char *const office_codes[] = { "head", "deputy", NULL };
const struct choices office_choices = { "office", office_codes };

static const struct field leading_fields[] = {
	FIELD(struct leading, id, KIND_INT),
	FIELD(struct leading, version, KIND_INT),
	FIELD(struct leading, person_id, KIND_INT),
	FIELD(struct leading, person_name, KIND_TEXT, .max = 250),
	FIELD(struct leading, office, KIND_CHOICE, .choices = &office_choices),
	FIELD(struct leading, valid_from, KIND_DAY),
	FIELD(struct leading, valid_to, KIND_DAY),
	FIELD(struct leading, recorded_by, KIND_TEXT),
};
const struct record leading_rec = RECORD("leading", struct leading, leading_fields);
static const struct field leading_form_fields[] = {
	FIELD(struct leading, version, KIND_INT, .hidden = true),
	FIELD(struct leading, person_id, KIND_INT, .input = true, .required = true),
	FIELD(struct leading, office, KIND_CHOICE, .choices = &office_choices, .input = true, .required = true),
	FIELD(struct leading, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct leading, valid_to, KIND_DAY, .input = true),
};
const struct record leading_form_rec = RECORD("leading", struct leading, leading_form_fields);

static const struct field secondment_fields[] = {
	FIELD(struct secondment, id, KIND_INT),           FIELD(struct secondment, version, KIND_INT),
	FIELD(struct secondment, person_id, KIND_INT),    FIELD(struct secondment, person_name, KIND_TEXT, .max = 250),
	FIELD(struct secondment, valid_from, KIND_DAY),   FIELD(struct secondment, valid_to, KIND_DAY),
	FIELD(struct secondment, home, KIND_TEXT),        FIELD(struct secondment, employer, KIND_TEXT),
	FIELD(struct secondment, supervision, KIND_TEXT), FIELD(struct secondment, recorded_by, KIND_TEXT),
};
const struct record secondment_rec = RECORD("secondment", struct secondment, secondment_fields);
static const struct field secondment_form_fields[] = {
	FIELD(struct secondment, version, KIND_INT, .hidden = true),
	FIELD(struct secondment, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct secondment, valid_to, KIND_DAY, .input = true, .required = true),
	FIELD(struct secondment, home, KIND_TEXT, .input = true, .required = true),
	FIELD(struct secondment, employer, KIND_TEXT, .input = true, .required = true),
	FIELD(struct secondment, supervision, KIND_TEXT, .input = true, .required = true),
};
const struct record secondment_form_rec = RECORD("secondment", struct secondment, secondment_form_fields);
const struct record secondment_new_rec = WITHOUT_VERSION("secondment", struct secondment, secondment_form_fields);

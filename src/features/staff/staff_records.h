/* staff_records.h -- the rows of the staff plan. Results of model functions live in cx->mem. */
#ifndef FEATURES_STAFF_STAFF_RECORDS_H
#define FEATURES_STAFF_STAFF_RECORDS_H
#include "features/staff/staff.h"

struct post {
	int64_t id, version;
	str kind, title;
	int64_t fte;
	str funding, employer, employer_name, focus;
	day valid_from, valid_to; /* valid_to absent: no end known */
	struct maybe follows_id;  /* the post that this one continues with another size or funding */
	str note, recorded_by;
};
extern const struct record post_rec, post_form_rec, post_new_rec; /* new: without a version */

struct person {
	int64_t id, version;
	str family_name, given_name;
	str name; /* "Yılmaz, Elif": as lists show it */
	str note, recorded_by;
};
extern const struct record person_rec, person_form_rec, person_new_rec;

struct share {
	int64_t id, version, post_id, person_id;
	str person_name, post_title;
	int64_t fte;
	day valid_from, valid_to;
	str recorded_by;
};
extern const struct record share_rec, share_form_rec, share_new_rec;

struct post_cost {
	int64_t id, version, post_id, year, cents;
	str evidence, recorded_by;
};
extern const struct record post_cost_rec, post_cost_form_rec;

extern const struct choices qualification_kind_choices; /* degree equivalent experience training teaching */
extern const struct choices
        qualification_subject_choices; /* migration public_law municipal administration education other */
struct qualification {
	int64_t id, person_id;
	str kind, subject, title, evidence;
	day held_since, withdrawn_on;
	str recorded_by;
};
extern const struct record qualification_rec, qualification_form_rec;

extern const struct choices exception_kind_choices;  /* specialist assistant */
extern const struct choices exception_step_choices;  /* asked answered granted refused withdrawn */
extern const struct choices exception_party_choices; /* employer ministry authority */
extern const struct choices exception_state_choices; /* open consulting granted refused withdrawn */
struct exception_case {
	int64_t id, person_id;
	str person_name, kind, grounds;
	day applied_on;
	str state; /* computed from the steps */
	day since; /* of the state */
	str recorded_by;
	struct list steps; /* struct exception_step */
};
extern const struct record exception_rec, exception_form_rec;
struct exception_step {
	int64_t id, exception_id;
	day day;
	str kind, party, note, recorded_by;
};
extern const struct record exception_step_rec, exception_step_form_rec;

extern const struct choices office_choices; /* head deputy */
struct leading {
	int64_t id, version, person_id;
	str person_name, office;
	day valid_from, valid_to;
	str recorded_by;
};
extern const struct record leading_rec, leading_form_rec;

struct secondment {
	int64_t id, version, person_id;
	str person_name;
	day valid_from, valid_to;
	str home, employer, supervision; /* Stammschule; Anstellungsträger; Dienst- und Fachaufsicht */
	str recorded_by;
};
extern const struct record secondment_rec, secondment_form_rec, secondment_new_rec;

/* Everything about a KI that overlaps a period, as the pure functions take it. */
struct staff {
	struct list posts, people, shares, costs, qualifications, exceptions, leadings, secondments;
};
#endif

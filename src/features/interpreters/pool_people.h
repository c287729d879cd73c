/* pool_people.h -- the people of the pool as they are stored (S-INT-1 ... 3, P-INT-2): their languages, when they can
 * be asked, what happened with them, and their tax-free amount of a year.
 *
 * Each function has the KI in its WHERE: of another KI nothing is found (E_NOTFOUND). Functions named ..._in_tx are for
 * db_tx with struct pool_in; `in` is checked: E_INVALID with problems at the fields, E_STALE if somebody else saved
 * first. Results live in cx->mem. A KI has some hundred people; lists of what belongs to them come as a whole, for all
 * or for one person, so that nobody asks once per person. */
#ifndef FEATURES_INTERPRETERS_POOL_PEOPLE_H
#define FEATURES_INTERPRETERS_POOL_PEOPLE_H
#include "db/db.h"
#include "features/interpreters/interpreter_state.h"
#include "features/interpreters/pool_page.h"

extern const struct choices interpreter_tax_choices;       /* volunteer trainer none */
extern const struct choices interpreter_level_choices;     /* native fluent good */
extern const struct choices interpreter_exception_choices; /* away there */

struct interpreter {
	int64_t id, version;
	str family_name, given_name;
	str name; /* "Aydın, Elif": as lists show it */
	str gender, email, phone, postcode, town;
	struct maybe lat, lon; /* of the postcode, millionths of a degree; absent: unknown */
	bool interpreting, guiding, translating;
	struct maybe most_per_week;
	str tax_kind, note;
	str recorded_by;
	day applied_on; /* only when somebody is entered: the day of the first step */
};
extern const struct record interpreter_rec, interpreter_form_rec, interpreter_new_rec;

struct interpreter_language {
	int64_t id, interpreter_id;
	str language_code, of_code, language, of_language; /* name of the language or dialect, and of its language */
	str level;
	bool all_dialects, on_site, phone, video, written;
};
extern const struct record interpreter_language_rec, interpreter_language_form_rec;

struct interpreter_hours {
	int64_t id, interpreter_id;
	int64_t weekday, from_minute, to_minute; /* 1 Monday; minutes of the day in Europe/Berlin */
};
extern const struct record interpreter_hours_rec;

struct interpreter_exception {
	int64_t id, interpreter_id;
	str kind;
	day day_from, day_to; /* whole days, both included */
	str note;
};
extern const struct record interpreter_exception_rec, interpreter_exception_form_rec;

struct interpreter_year {
	int64_t id, interpreter_id, version, year, other_cents;
	day consent_on;
	str recorded_by;
};
extern const struct record interpreter_year_rec, interpreter_year_form_rec;

/* --- reading ------------------------------------------------------------------------------------------------------ */
/* Who is looked for. Absent and 0: it does not matter. */
struct people_filter {
	str words;         /* each of the first three must occur in the name, however it is written */
	str language_code; /* speaks it, or a dialect of it, or it as one of "all dialects" */
	str mode;          /* of booking_mode_choices, in that language if one is asked for */
	str service;       /* of booking_service_choices */
};
/* By name; at most 2,000. */
err interpreter_list(struct cx *cx, const struct tenant *centre, const struct people_filter *filter,
                     struct list *ret) MUST;
err interpreter_find(struct cx *cx, const struct tenant *centre, int64_t id, struct interpreter *ret) MUST;

/* What belongs to one person, or with interpreter_id 0 to all people of the KI; by person. Languages: best first. */
err interpreter_languages(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret) MUST;
err interpreter_hours_of(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret) MUST;
/* Those that end on `from` or later. */
err interpreter_exceptions(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, day from,
                           struct list *ret) MUST;
err interpreter_steps(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret) MUST;
err interpreter_years(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, struct list *ret) MUST;
/* The rows of one person in such a list of all people: a part of it, not to be added to. The structs above all begin
 * with id and interpreter_id. */
struct list interpreter_part(const struct list *all, int64_t interpreter_id);

err interpreter_language_find(struct cx *cx, const struct tenant *centre, int64_t id,
                              struct interpreter_language *ret) MUST;
err interpreter_exception_find(struct cx *cx, const struct tenant *centre, int64_t id,
                               struct interpreter_exception *ret) MUST;
err interpreter_step_find(struct cx *cx, const struct tenant *centre, int64_t id, struct interpreter_step *ret) MUST;
err interpreter_year_find(struct cx *cx, const struct tenant *centre, int64_t interpreter_id, int64_t year,
                          struct interpreter_year *ret) MUST; /* none stored: an empty one, version 0 */

/* People with their languages and standing: what lists and boards need, in three statements. */
struct person_whole {
	struct interpreter person;
	str sort_name;                /* the list is sorted by it, bytes first to last, then by id */
	struct list languages, steps; /* parts of lists: do not add to them */
	struct interpreter_standing standing;
};
/* Since when nothing has happened: the day of the last step that counts. */
day interpreter_waits_since(const struct person_whole *w, day today);
err interpreter_whole_list(struct cx *cx, const struct tenant *centre, const struct people_filter *filter, day on,
                           struct list *ret) MUST;
/* As dictionaries sort (DIN 5007): without marks and case. Two blanks part the names, so that all Alt come before the
 * first Alt-Berg. */
str interpreter_sort_name(struct arena *a, const struct interpreter *row);
/* "Sorani, Türkisch": as many as there are, in the reader's language. */
str interpreter_languages_said(struct cx *cx, const struct list *languages);

/* Assignments per person in a period (by the day of their begin), of booking_now: those that were held or are booked.
 */
struct interpreter_load {
	int64_t interpreter_id, assignments;
};
extern const struct record interpreter_load_rec;
err interpreter_loads(struct cx *cx, const struct tenant *centre, day from, day to, struct list *ret) MUST;

/* --- writing ------------------------------------------------------------------------------------------------------ */
/* row and ret: struct interpreter. id 0: a new one with its first step on applied_on; else `version` must be the stored
 * one. Town and position follow from the postcode; a town that was typed stays. */
err interpreter_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* row and ret: struct interpreter_language; id 0: another language of interpreter_id. */
err interpreter_language_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err interpreter_language_remove_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* row: id; ret: what it was */
/* All hours of the week at once. row: struct interpreter_week { interpreter_id, version of the person, hours }. */
struct interpreter_week {
	int64_t interpreter_id, version;
	struct list hours; /* struct interpreter_hours: weekday, from_minute, to_minute; none: always */
};
err interpreter_week_save_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* ret: struct interpreter */
/* row and ret: struct interpreter_exception. */
err interpreter_exception_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err interpreter_exception_remove_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* row and ret: struct interpreter_step. A step that does not fit is refused: an end where none can be, a certificate
 * without one, a day to come, listing somebody who is listed and not paused. */
err interpreter_step_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err interpreter_step_withdraw_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* row: id, withdrawn_on */
/* row and ret: struct interpreter_year: a new one (version 0) or the stored one of the version. */
err interpreter_year_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* A row as it is, without checks and audit: for those who write many at once (demo, import). */
err interpreter_insert(struct cx *cx, const struct tenant *centre, const struct interpreter *row, int64_t *ret_id) MUST;
err interpreter_step_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_step *row,
                            int64_t *ret_id) MUST;
err interpreter_language_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_language *row,
                                int64_t *ret_id) MUST;
err interpreter_hours_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_hours *row) MUST;
err interpreter_exception_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_exception *row,
                                 int64_t *ret_id) MUST;

extern const struct sql pool_people_sql[], pool_person_sql[];
#endif

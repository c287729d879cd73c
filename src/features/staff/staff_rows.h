/* staff_rows.h -- what the files of the model share: columns, checks of days, prepared sums. Not for pages. */
#ifndef FEATURES_STAFF_STAFF_ROWS_H
#define FEATURES_STAFF_STAFF_ROWS_H
#include "core/audit.h"
#include "core/user.h"
#include "features/staff/staff_model.h"
#include "features/staff/staff_parts.h"

#define NO_END "'9999-12-31'"
/* Rows of table `x` that overlap [$2, $3]; written as the index has it. */
#define OVERLAP(x) " AND COALESCE(" x ".valid_to, " NO_END ") >= $2 AND " x ".valid_from <= $3"
#define POST_SELECT                                                                                                    \
	"SELECT p.id, p.version, p.kind, p.title, p.fte, p.funding, p.employer, p.employer_name, p.focus, "            \
	"p.valid_from,"                                                                                                \
	" p.valid_to, p.follows_id, p.note, p.recorded_by FROM post p"
#define PERSON_NAME "n.family_name || ', ' || n.given_name"
#define PERSON_COLUMNS                                                                                                 \
	"SELECT n.id, n.version, n.family_name, n.given_name, " PERSON_NAME " AS name, n.note, n.recorded_by"
#define PERSON_SELECT PERSON_COLUMNS " FROM person n"
#define SHARE_SELECT                                                                                                   \
	"SELECT s.id, s.version, s.post_id, s.person_id, " PERSON_NAME                                                 \
	" AS person_name, p.title AS post_title, s.fte,"                                                               \
	" s.valid_from, s.valid_to, s.recorded_by FROM post_share s JOIN post p ON p.id = s.post_id"                   \
	" JOIN person n ON n.id = s.person_id"
#define COST_SELECT "SELECT c.id, c.version, c.post_id, c.year, c.cents, c.evidence, c.recorded_by FROM post_cost c"
#define QUALIFICATION_SELECT                                                                                           \
	"SELECT q.id, q.person_id, q.kind, q.subject, q.title, q.held_since, q.evidence, q.withdrawn_on, "             \
	"q.recorded_by"                                                                                                \
	" FROM qualification q"
#define EXCEPTION_SELECT                                                                                               \
	"SELECT x.id, x.person_id, " PERSON_NAME " AS person_name, x.kind, x.applied_on, x.grounds, x.recorded_by"     \
	" FROM qualification_exception x JOIN person n ON n.id = x.person_id"
#define STEP_SELECT                                                                                                    \
	"SELECT t.id, t.exception_id, t.day, t.kind, t.party, t.note, t.recorded_by FROM "                             \
	"qualification_exception_step t"                                                                               \
	" JOIN qualification_exception x ON x.id = t.exception_id"
#define LEADING_SELECT                                                                                                 \
	"SELECT l.id, l.version, l.person_id, " PERSON_NAME " AS person_name, l.office, l.valid_from, l.valid_to,"     \
	" l.recorded_by FROM staff_leading l JOIN person n ON n.id = l.person_id"
#define SECONDMENT_SELECT                                                                                              \
	"SELECT d.id, d.version, d.person_id, " PERSON_NAME " AS person_name, d.valid_from, d.valid_to, d.home,"       \
	" d.employer, d.supervision, d.recorded_by FROM secondment d JOIN person n ON n.id = d.person_id"

/* More rows than this for one KI would be a fault of the data; a shortened list would make a wrong total. */
#define MOST_ROWS "20000"
enum { LIMIT_ROWS = 20000 };
err rows_of(struct cx *cx, const struct sql *q, const struct record *r, struct list *ret, struct bounds v) MUST;

/* A period that can be meant: problems at valid_from and valid_to. KI and their predecessors exist since 1980. */
err check_period(struct cx *cx, day from, day to) MUST;
/* A day in the past or today: a problem at `field`. */
err check_past(struct cx *cx, const char *field, day on) MUST;
err stale(struct cx *cx) MUST;
/* What is not there, or not of this KI. */
err not_found(struct cx *cx, err e) MUST;
str staff_path(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id);
/* The same without the leading slash, as the audit log names it. */
str staff_object(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id);

/* Adds to the prepared sums of a line from a day to another (none: for good). */
err sums_add(struct cx *cx, int64_t centre_id, str line, day from, day to, int64_t posts, int64_t filled) MUST;

/* The most that is held of these shares on any day of a period, without the share `without`; *ret_on: the first such
 * day.
 */
int64_t most_filled(const struct list *shares, int64_t without, day from, day to, day *ret_on);

/* A row as it is, without checks, sums and audit: for those who do these for many rows at once. The first three only
 * take it down; db_many_run() writes them all (nothing to run if m.rows is 0) and gives their ids. */
void post_add(struct cx *cx, const struct tenant *centre, const struct post *row, struct db_many *m);
void person_add(struct cx *cx, const struct tenant *centre, const struct person *row, struct db_many *m);
void share_add(struct cx *cx, const struct tenant *centre, const struct share *row, struct db_many *m);
err post_insert(struct cx *cx, const struct tenant *centre, const struct post *row, int64_t *ret_id) MUST;
err person_insert(struct cx *cx, const struct tenant *centre, const struct person *row, int64_t *ret_id) MUST;
err share_insert(struct cx *cx, const struct tenant *centre, const struct share *row, int64_t *ret_id) MUST;

/* Moves what is still held from the day on which `to` begins: running shares end the day before and go on there. */
err shares_move(struct cx *cx, const struct tenant *centre, const struct list *shares, const struct post *to) MUST;

extern const struct sql staff_post_sql[], staff_share_sql[], staff_person_sql[], staff_case_sql[], staff_sum_sql[],
        staff_survey_sql[];
#endif

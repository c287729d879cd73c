/* staff_model.h -- the staff plan in the database. Functions named ..._in_tx are for db_tx; `in` is checked: E_INVALID
 * with problems at the fields (period outside its post's, more shares than the post has, a second head, an end before
 * the begin ...), E_STALE if somebody else saved first, E_NOTFOUND for another KI's rows. */
#ifndef FEATURES_STAFF_STAFF_MODEL_H
#define FEATURES_STAFF_STAFF_MODEL_H
#include "db/db.h"
#include "features/staff/staff_findings.h"
#include "features/staff/staff_money.h"

/* Rows of the KI that overlap [from, to]; people only those that occur in them. */
err staff_load(struct cx *cx, const struct tenant *centre, day from, day to, struct staff *ret) MUST;
/* The plan of a day with findings and the money of its year up to that day and for the whole year as things stand. */
struct staff_day {
	struct plan plan;
	struct list findings;      /* struct finding */
	struct staff_money so_far; /* this year up to the day's month */
	struct staff_money year;   /* the whole year, if nothing changes */
};
err staff_day_of(struct cx *cx, const struct tenant *centre, day on, struct staff_day *ret) MUST;
/* The money of a whole year as things stand. In both, paths of posts and people are filled in:
 * /centres/{slug}/staff/posts/{id} and /centres/{slug}/staff/people/{id}. */
err staff_year_of(struct cx *cx, const struct tenant *centre, int year, struct staff_money *ret) MUST;

/* Lists by keyset: after_name/after_id of the last row of the page before; absent and 0: from the start. */
err post_list(struct cx *cx, const struct tenant *centre, day on, struct list *ret) MUST; /* on DAY_NONE: all */
err post_find(struct cx *cx, const struct tenant *centre, int64_t id, struct post *ret) MUST;
err person_list(struct cx *cx, const struct tenant *centre, str after_name, int64_t after_id, int limit,
                struct list *ret) MUST;
/* Whose name has all of the first three words, in any order and however they are written; by name. */
err person_search(struct cx *cx, const struct tenant *centre, str words, int limit, struct list *ret) MUST;
err person_find(struct cx *cx, const struct tenant *centre, int64_t id, struct person *ret) MUST;
err share_find(struct cx *cx, const struct tenant *centre, int64_t id, struct share *ret) MUST;
err shares_of_post(struct cx *cx, const struct tenant *centre, int64_t post_id, struct list *ret) MUST;
err shares_of_person(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret) MUST;
err costs_of_post(struct cx *cx, const struct tenant *centre, int64_t post_id, struct list *ret) MUST;
err qualifications_of(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret) MUST;
err qualification_find(struct cx *cx, const struct tenant *centre, int64_t id, struct qualification *ret) MUST;
err exceptions_of(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret) MUST;
err exception_find(struct cx *cx, const struct tenant *centre, int64_t id, struct exception_case *ret) MUST;
err leadings_of(struct cx *cx, const struct tenant *centre, struct list *ret) MUST; /* newest first */
err secondments_of(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret) MUST; /* 0: all */

/* in: struct staff_in { centre, row }; ret: the stored row (same struct). id 0: a new one; else `version` must be the
 * stored one. */
struct staff_in {
	const struct tenant *centre;
	const void *row;
	bool sums_later; /* many rows in one transaction: the caller ends with staff_sums_in_tx() */
};
err post_save_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* row: struct post */
/* From a day on another size, funding, employer or focus: ends the post (and its shares) the day before, makes the one
 * that follows and moves the shares on. row: struct post, id = the post that ends, valid_from = the day. */
err post_change_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err person_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;    /* row: struct person */
err share_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;     /* row: struct share */
err post_cost_save_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* row: struct post_cost; one a year */
err qualification_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err qualification_withdraw_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* row: id, withdrawn_on */
err exception_open_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* granted and refused need that the ministry (specialist) or the authority (assistant) was asked before (S-STA-4). */
err exception_step_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* A new head or deputy from a day on; ends the one before the day before. */
err leading_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err leading_end_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* row: id, version, valid_to */
err secondment_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* Computes the prepared sums of a KI again (after an import); the saves above do it for themselves. */
err staff_sums_in_tx(struct cx *cx, int64_t centre_id) MUST;
/* For `scharnier check`: computes the sums of all KI again, and lists each KI whose stored ones differ. */
struct staff_sums_wrong {
	str name, slug; /* of the KI */
	int64_t days;   /* of one of its lines on which they differ */
};
err staff_sums_verify(struct cx *cx, struct list *ret) MUST;

/* State-wide, from the prepared sums: one row per KI that had a post up to that day, by its id. */
struct line_sums {
	int64_t posts, filled; /* thousandths: set up, held by somebody */
};
struct staff_land_sums {
	int64_t centre_id;
	struct line_sums lines[STAFF_LINES];
};
err staff_of_land(struct cx *cx, day on, struct list *ret) MUST;

extern const struct sql staff_sql[];
#endif

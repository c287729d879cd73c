/* request_pages.h -- the pages of institutions: asking for somebody, seeing what became of it, cancelling, moving,
 * saying how it was (P-INT-1). Public: whoever has the link has the request. A colleague of the KI uses the same pages.
 */
#ifndef FEATURES_INTERPRETERS_REQUEST_PAGES_H
#define FEATURES_INTERPRETERS_REQUEST_PAGES_H
#include "core/easy.h"
#include "core/form.h"
#include "core/route.h"
#include "features/interpreters/booking_ask.h"

/* --- the form (request_pages.c) ----------------------------------------------------------------------------------- */
err request_get(struct cx *cx, const struct request *rq, struct res *rs);
err request_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_request, page_request_check;
extern const struct record request_asked_rec; /* ?easy=1&like=CODE */

/* --- which KI (request_place_pages.c) ----------------------------------------------------------------------------- */
err request_place_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_request_place;
extern const struct record request_place_asked_rec; /* ?place= */

/* --- the institution's page (request_own_pages.c) ----------------------------------------------------------------- */
err own_request_get(struct cx *cx, const struct request *rq, struct res *rs);
err own_cancel_get(struct cx *cx, const struct request *rq, struct res *rs);
err own_cancel_post(struct cx *cx, const struct request *rq, struct res *rs);
err own_move_get(struct cx *cx, const struct request *rq, struct res *rs);
err own_move_post(struct cx *cx, const struct request *rq, struct res *rs);
err own_feedback_get(struct cx *cx, const struct request *rq, struct res *rs);
err own_feedback_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_own_request, page_own_form;
extern const struct record own_cancel_rec, own_move_rec, own_feedback_rec, own_asked_rec;

/* --- all of an address (request_mine_pages.c) --------------------------------------------------------------------- */
err mine_get(struct cx *cx, const struct request *rq, struct res *rs);
err mine_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_mine;
extern const struct record mine_rec;

/* --- mails (request_mail.c) --------------------------------------------------------------------------------------- */
err request_mail_in_tx(struct cx *cx, int64_t centre_id, int64_t booking_id) MUST; /* that it has arrived */
struct job;
err mine_job_run(struct cx *cx, const struct job *job);
err received_job_run(struct cx *cx, const struct job *job);
#define MINE_JOB                                                                                                       \
	{                                                                                                              \
		.name = "pool.requests", .run = mine_job_run                                                           \
	}
#define RECEIVED_JOB                                                                                                   \
	{                                                                                                              \
		.name = "pool.received", .run = received_job_run                                                       \
	}
extern const struct sql request_mail_sql[];

/* --- what they share (request_parts.c) ---------------------------------------------------------------------------- */
/* A line of facts: label, value, and the field of the form that says it. */
struct fact {
	str label, value, field;
	str path; /* where it can be changed; may be absent */
};
extern const struct record fact_rec;
void fact_add(struct cx *cx, struct list *facts, const char *key, str value, const char *field);
/* "Mittwoch, 25.11.2026, 9:30 bis 10:30 Uhr"; of a written translation the day by which it is needed. */
str request_when(struct cx *cx, instant starts_at, instant ends_at, bool written);
/* The part of a form that asks for something: a heading with rows of fields. */
struct ask_row {
	struct list fields; /* struct form_field */
	bool yes_no;        /* each as two buttons to choose from */
	bool suggest;       /* a text with suggestions */
};
struct ask_group {
	str id, title, lead, more;
	struct list rows; /* struct ask_row */
	bool fold, opened;
};
extern const struct record ask_group_rec;
/* What a row of a group is made of: names of fields, ending with NULL. */
struct ask_layout {
	const char *group, *title; /* NULL: the row belongs to the group before */
	bool fold, yes_no, suggest;
	const char *fields[4];
};
void ask_groups(struct cx *cx, const struct form *form, const struct ask_layout *layout, size_t n, bool easy,
                struct list *ret);
/* Offers durations up to `most` minutes for the field "minutes", also the one that stands there. */
void ask_minutes(struct cx *cx, int64_t most, struct form *form);
/* Too many from one place or for one address: E_DENIED login.wait. Counted by request_count_in_tx. */
err request_wait(struct cx *cx, const struct request *rq, str email) MUST;
err request_count_in_tx(struct cx *cx, str place, str email) MUST;
#endif

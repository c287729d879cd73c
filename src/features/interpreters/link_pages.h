/* link_pages.h -- pages that a link in a mail opens, without signing in, made for the phone (P-INT-3, P-INT-6): a
 * person's yes or no, the times of an assignment, what the institution says to them, a person's own assignments and
 * calendar. */
#ifndef FEATURES_INTERPRETERS_LINK_PAGES_H
#define FEATURES_INTERPRETERS_LINK_PAGES_H
#include "core/form.h"
#include "core/route.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_link.h"

/* What is said about an assignment: "Sprache", "Kurdisch: Sorani". */
struct link_fact {
	str label, value;
};
extern const struct record link_fact_rec;

/* The data of all of them; template interpreters/link. */
struct link_page {
	str title, lead;
	str said;                /* what became of it; then there is nothing more to do here. Absent: there is */
	struct list facts;       /* struct link_fact */
	struct list choices;     /* struct form_choice: dates of which one can be chosen; empty: there is only one */
	str yes, no;             /* the buttons of an answer; absent: the form has its own */
	const struct form *form; /* NULL: nothing to send */
	struct list rows;        /* struct link_row: a person's assignments */
	str feed;                /* address of the calendar; absent: not asked for */
};
struct link_row {
	str when, what, where, stage;
};
extern const struct page page_link;

/* The booking of a link, and what people may know of it. whole: with street and room. */
err link_facts(struct cx *cx, const struct booking *b, const struct booking_contact *c, bool whole,
               struct list *ret) MUST;
/* A link that is over or used, or an event that does not fit any more: said on a page of its own, 200 for people who
 * came too late. Other failures go up. */
err link_too_late(struct cx *cx, const struct request *rq, struct res *rs, err e) MUST;

err answer_get(struct cx *cx, const struct request *rq, struct res *rs);
err answer_post(struct cx *cx, const struct request *rq, struct res *rs);
err times_get(struct cx *cx, const struct request *rq, struct res *rs);
err times_post(struct cx *cx, const struct request *rq, struct res *rs);
err sign_get(struct cx *cx, const struct request *rq, struct res *rs);
err sign_post(struct cx *cx, const struct request *rq, struct res *rs);
err person_get(struct cx *cx, const struct request *rq, struct res *rs);
err person_post(struct cx *cx, const struct request *rq, struct res *rs);
err calendar_get(struct cx *cx, const struct request *rq, struct res *rs);
#define MEDIA_CALENDAR "text/calendar; charset=utf-8"
extern const struct record answer_rec, times_rec, sign_rec, person_calendar_rec;
#endif

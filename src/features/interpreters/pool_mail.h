/* pool_mail.h -- what the pool writes to people and institutions (P-INT-3, P-INT-6).
 *
 * A mail is a job, written in the transaction of its cause. When it is sent, its handler looks again: what has been
 * answered, moved or cancelled meanwhile is not written about any more. Links are made only then, so that no link lies
 * in the database. In the quiet hours of the KI only that waits which can: what asks for something. That somebody has
 * an assignment, or has it no more, is said at once.
 *
 * Each kind of mail is a row of a table in pool_mail.c; its words are "pool_mail.<kind>.subject" and ".text".
 */
#ifndef FEATURES_INTERPRETERS_POOL_MAIL_H
#define FEATURES_INTERPRETERS_POOL_MAIL_H
#include "core/job.h"
#include "db/db.h"

enum pool_mail_kind {
	POOL_MAIL_ASK,    /* person: can you come? with a link for yes and no */
	POOL_MAIL_TAKEN,  /* person who was asked: somebody else has it */
	POOL_MAIL_BOOKED, /* person: yours; with the appointment */
	POOL_MAIL_FOUND,  /* institution: somebody comes; with the appointment, link and PIN to confirm the times */
	POOL_MAIL_LOST,   /* person: it is not yours any more (cancelled, moved, taken back); takes the appointment back
	                   */
	POOL_MAIL_SEARCHING,   /* institution: the person cannot come, we go on looking */
	POOL_MAIL_SIGN,        /* institution: please confirm the times */
	POOL_MAIL_CHASE_TIMES, /* person: your times are missing */
	POOL_MAIL_CHASE_SIGN,  /* institution: your confirmation is missing */
	POOL_MAIL_UNFILLED,    /* institution: nobody was found */
	POOL_MAIL_CANCELLED,   /* institution: the KI noted that it does not take place, and why */
	POOL_MAIL_REFUSED,     /* institution: the KI says no, and why */
	POOL_MAIL_KINDS
};
/* interpreter_id 0: it goes to the institution. round: what it speaks of; another round has begun: it is not sent. */
err pool_mail_in_tx(struct cx *cx, int64_t centre_id, enum pool_mail_kind kind, int64_t booking_id, int64_t round,
                    int64_t interpreter_id) MUST;
/* Who had the booking as it was before the event that took it away hears that, with the times that they had; nobody had
 * it: nothing. */
struct booking;
err pool_mail_lost_in_tx(struct cx *cx, int64_t centre_id, const struct booking *was) MUST;
err pool_mail_job_run(struct cx *cx, const struct job *job) MUST;
#define POOL_MAIL_JOB                                                                                                  \
	{                                                                                                              \
		.name = "pool.mail", .run = pool_mail_job_run                                                          \
	}
/* What a booking looks like in a person's or an institution's calendar. */
struct booking_contact;
struct ical_event;
struct ical_event pool_appointment(struct cx *cx, const struct booking *b, const struct booking_contact *c);

extern const struct sql pool_mail_sql[];
#endif

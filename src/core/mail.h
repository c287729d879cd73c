/* mail.h -- mail that the program writes: plain text, to one address, from the address of the house.
 *
 * Mail is a job (core/job.h): mail_add_in_tx writes it in the transaction of its cause, a worker sends it. A mail may
 * come twice (a process died between sending and noting it): it has the same Message-ID then. What must not lie in the
 * database, such as a link that opens an account, is made by a job of its own kind, which calls mail_send itself.
 */
#ifndef CORE_MAIL_H
#define CORE_MAIL_H
#include "base/context.h"
#include "net/smtp.h"

/* Of the process (app_config). */
struct job;
struct mail_config {
	struct smtp_server server; /* url absent: there is no mail */
	str from;                  /* bare address of the sender */
	str public_url;            /* "https://scharnier.example.org", for links; without a slash at the end */
};
struct mail {
	str to, subject, text; /* text: lines end with \n */
	str calendar;          /* iCalendar that goes along (doc/ical.h); absent: none. Only for mail_send */
	bool takes_back;       /* the calendar is an ical_cancellation() */
	instant until;         /* useless afterwards: not sent then; absent: always good */
};
bool mail_address_ok(str address);       /* one plain ASCII address, as it stands between < and > */
bool mail_possible(const struct cx *cx); /* a server, a sender and a public address are configured */
str mail_link(struct cx *cx, str path);  /* public address and path */
str mail_sender(const struct cx *cx);    /* bare address that mail comes from; absent: none is configured */
err mail_add_in_tx(struct cx *cx, const struct mail *m) MUST;
/* Now, by a job's handler: `job` names it in the Message-ID. Errors as in smtp.h; E_INVALID also for an address that is
 * none, or a mail that comes too late. */
err mail_send(struct cx *cx, const struct job *job, const struct mail *m) MUST;
/* The text that goes out (RFC 5322, MIME): for tests. */
str mail_message(struct arena *a, str from, const struct mail *m, instant now, str id);

/* The kind of job that sends what mail_add_in_tx wrote. */
err mail_job_run(struct cx *cx, const struct job *job) MUST;
#define MAIL_JOB                                                                                                       \
	{                                                                                                              \
		.name = "mail", .run = mail_job_run                                                                    \
	}
#endif

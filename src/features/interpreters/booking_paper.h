/* booking_paper.h -- assignments on paper, for when the network is gone (S-INT-1): the list of two days with whom to
 * call, and the sheet in two parts that proves an assignment, on which both sides sign the real times. What comes back
 * on paper is typed in at the booking (/sheet). */
#ifndef FEATURES_INTERPRETERS_BOOKING_PAPER_H
#define FEATURES_INTERPRETERS_BOOKING_PAPER_H
#include "core/tenant.h"
#include "features/interpreters/booking.h"

/* An appointment with both sides and how to reach them. */
struct paper_row {
	int64_t id;
	str number, language, mode, occasion, institution, municipality;
	day held_on;
	instant starts_at, ends_at;
	str person, person_phone;       /* absent: nobody yet */
	struct booking_contact contact; /* without its mail address and place on the map */
};
/* Appointments of the KI from a day to a day, by time: also those for which nobody has been found, none that is
 * cancelled or refused. Written translations have no appointment. */
err paper_rows(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret) MUST;
err paper_row_of(struct cx *cx, int64_t centre_id, int64_t booking_id, struct paper_row *ret) MUST; /* E_NOTFOUND */

/* PDF of the appointments of a day, of the next working day, and of days between them on which there are some. */
err paper_day_list(struct cx *cx, const struct tenant *centre, day on, str *ret) MUST;
/* PDF with a page for each of them: the upper part for the KI, the lower one for the institution. */
err paper_sheets(struct cx *cx, const struct tenant *centre, str subject, const struct list *rows, str *ret) MUST;

/* The frame of everything that the pool puts on paper: lines are struct doc_line. recipient absent: no address field.
 */
err paper_letter(struct cx *cx, const struct tenant *centre, str recipient, str reference, str subject,
                 const struct list *lines, str *ret) MUST;

extern const struct sql booking_paper_sql[];
#endif

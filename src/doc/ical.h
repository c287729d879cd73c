/* ical.h -- appointments for calendars (iCalendar, RFC 5545), through libical: a file to a mail, or a feed.
 *
 * Times go out in UTC, which every calendar shows in the time of its owner: no rules of summer time travel along. The
 * same uid with a higher sequence replaces the appointment, cancelled ones are taken out of the calendar.
 */
#ifndef DOC_ICAL_H
#define DOC_ICAL_H
#include "base/calendar.h"
#include "base/list.h"

struct ical_event {
	str uid; /* the same for ever: "booking-12@scharnier.example.org" */
	int64_t sequence;
	instant stamp, starts, ends;
	str summary, location, description; /* the last two may be absent */
	str organizer; /* bare mail address; calendars take an appointment back only from whom it came; may be absent */
	bool cancelled;
};
/* A whole calendar as it goes out (lines end with CRLF). name: how calendars that subscribe to it call it; absent for a
 * file to a mail. events: struct ical_event. */
str ical_calendar(struct arena *a, str name, const struct list *events);
/* What takes one appointment back (RFC 5546, METHOD CANCEL), for a mail: uid as it was sent, sequence higher. */
str ical_cancellation(struct arena *a, const struct ical_event *e);
#endif

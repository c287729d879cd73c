/* link_person_pages.c -- a person's own page behind a link: what is to come, what was, the year's earnings, the
 * calendar that a phone subscribes to (P-INT-6, P-INT-7). */
#include <inttypes.h>

#include "core/audit.h"
#include "core/mail.h"
#include "core/words.h"
#include "doc/ical.h"
#include "features/interpreters/booking_list.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/link_pages.h"
#include "features/interpreters/pool_mail.h"

/* Read from the farthest on: so many that the soonest are always among them. */
enum { MOST = 1000, MOST_ROWS = 60, CALENDAR_DAYS = 400 };

static err read_person(struct cx *cx, const struct request *rq, const char *purpose, struct pool_link *l,
                       struct list *cards)
{
	TRY(pool_link_find(cx, route_part(rq, "code"), purpose, l));
	const struct booking_filter mine = { .interpreter_id = l->interpreter_id.v };
	return booking_list(cx, l->centre_id, &mine, MOST, cards);
}

static void add_row(struct cx *cx, struct list *rows, const struct booking_card *c)
{
	const char *key = str_c(cx->mem, str_print(cx->mem, "booking_stage." STR_FMT, STR_ARG(c->stage)));
	*LIST_ADD(cx->mem, rows, struct link_row) =
	        (struct link_row){ .when = say_instant(cx->words, cx->mem, c->starts_at),
		                   .what = c->language,
		                   .where = str_print(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(c->institution),
		                                      STR_ARG(c->municipality)),
		                   .stage = word(cx->words, cx->mem, key) };
}

/* What is to come stands first, the soonest on top; then what was. */
static void add_rows(struct cx *cx, struct list *rows, const struct list *cards)
{
	for (size_t i = cards->n; i-- > 0;) {
		const struct booking_card *c = LIST_AT(cards, struct booking_card, i);
		if (c->ends_at.ms > cx->now.ms)
			add_row(cx, rows, c);
	}
	LIST_EACH (const struct booking_card, c, cards)
		if (c->ends_at.ms <= cx->now.ms && rows->n < MOST_ROWS)
			add_row(cx, rows, c);
}

static err show_person(struct cx *cx, const struct request *rq, struct res *rs, str feed)
{
	struct pool_link l;
	struct list cards = { 0 };
	TRY(read_person(cx, rq, "person", &l, &cards));
	str action = str_print(cx->mem, "/interpreters/me/" STR_FMT, STR_ARG(route_part(rq, "code")));
	struct form form = form_of(cx, rq->http, &person_calendar_rec, NULL, action, "link.calendar_make", STR_NONE);
	struct link_page p = { .title = word(cx->words, cx->mem, "link.me_title"),
		               .lead = word(cx->words, cx->mem, cards.n ? "link.me_lead" : "link.me_none"),
		               .feed = feed,
		               .form = feed.p ? NULL : &form };
	add_rows(cx, &p.rows, &cards);
	return page_show(cx, rq->http, rs, 200, &page_link, &p);
}

err person_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return link_too_late(cx, rq, rs, show_person(cx, rq, rs, STR_NONE));
}

/* --- the calendar ------------------------------------------------------------------------------------------------- */

const struct record person_calendar_rec = { "person_calendar", 0, NULL, 0 };

/* An address that was given out before ends: whoever lost a phone makes a new one. */
static err make_calendar(struct cx *cx, const void *in, void *ret)
{
	const struct pool_link *me = in;
	const struct pool_link calendar = { .centre_id = me->centre_id,
		                            .purpose = S("calendar"),
		                            .interpreter_id = me->interpreter_id,
		                            .expires_at = { cx->now.ms + CALENDAR_DAYS * INT64_C(86400000) } };
	TRY(pool_link_end_person_in_tx(cx, me->interpreter_id.v, "calendar"));
	audit_note(cx, "pool.calendar", S("interpreters/calendar"), MAYBE(me->centre_id));
	return pool_link_make_in_tx(cx, &calendar, ret);
}

err person_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_link l;
	str code;
	err e = pool_link_find(cx, route_part(rq, "code"), "person", &l);
	if (e == OK)
		e = db_tx(cx, "calendar link", make_calendar, &l, &code, sizeof code);
	if (e == OK)
		e = show_person(cx, rq, rs,
		                mail_link(cx, str_print(cx->mem, "/interpreters/calendar/" STR_FMT, STR_ARG(code))));
	return link_too_late(cx, rq, rs, e);
}

/* Without streets and names: calendars travel through clouds. */
static struct ical_event event_of(struct cx *cx, const struct booking_card *c)
{
	return (struct ical_event){ .uid = str_print(cx->mem, "booking-%" PRId64 "@scharnier", c->id),
		                    .stamp = cx->now,
		                    .starts = c->starts_at,
		                    .ends = c->ends_at,
		                    .summary =
		                            word_args(cx->words, cx->mem, "pool_mail.appointment",
		                                      ARGS({ "language", c->language },
		                                           { "institution", c->institution }, { "number", c->number })),
		                    .location = c->municipality,
		                    .cancelled = str_is(c->stage, "late_cancelled") || str_is(c->stage, "cancelled") };
}

err calendar_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_link l;
	struct list cards = { 0 }, events = { 0 };
	err e = read_person(cx, rq, "calendar", &l, &cards);
	if (e == E_STALE)
		return fail(cx, E_NOTFOUND, "pool_link.unknown", NO_ARGS);
	TRY(e);
	LIST_EACH (const struct booking_card, c, &cards)
		*LIST_ADD(cx->mem, &events, struct ical_event) = event_of(cx, c);
	res_text(rs, 200, MEDIA_CALENDAR,
	         ical_calendar(cx->mem, word(cx->words, cx->mem, "link.calendar_name"), &events));
	return OK;
}

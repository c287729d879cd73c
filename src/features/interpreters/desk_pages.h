/* desk_pages.h -- the coordinator's desk: the board by what has to happen next, the list of bookings, and one booking
 * with the people who suit it and everything that can be done to it (P-INT-3, P-INT-4, P-INT-6). */
#ifndef FEATURES_INTERPRETERS_DESK_PAGES_H
#define FEATURES_INTERPRETERS_DESK_PAGES_H
#include "core/route.h"
#include "features/interpreters/booking_budget.h"
#include "features/interpreters/pool_fit.h"

err pool_board_get(struct cx *cx, const struct request *rq, struct res *rs);
err bookings_get(struct cx *cx, const struct request *rq, struct res *rs);
err booking_get(struct cx *cx, const struct request *rq, struct res *rs);
err week_get(struct cx *cx, const struct request *rq, struct res *rs);
err week_post(struct cx *cx, const struct request *rq, struct res *rs);
err booking_ask_post(struct cx *cx, const struct request *rq, struct res *rs);
err booking_place_get(struct cx *cx, const struct request *rq, struct res *rs);
err booking_place_post(struct cx *cx, const struct request *rq, struct res *rs);
err booking_return_get(struct cx *cx, const struct request *rq, struct res *rs);
err booking_return_post(struct cx *cx, const struct request *rq, struct res *rs);
err booking_sheet_get(struct cx *cx, const struct request *rq, struct res *rs);
err booking_sheet_post(struct cx *cx, const struct request *rq, struct res *rs);
err booking_close_get(struct cx *cx, const struct request *rq, struct res *rs);
err booking_close_post(struct cx *cx, const struct request *rq, struct res *rs);
err booking_note_get(struct cx *cx, const struct request *rq, struct res *rs);
err booking_note_post(struct cx *cx, const struct request *rq, struct res *rs);
/* on paper */
err desk_day_pdf_get(struct cx *cx, const struct request *rq, struct res *rs);
err desk_sheets_pdf_get(struct cx *cx, const struct request *rq, struct res *rs);
err booking_sheet_pdf_get(struct cx *cx, const struct request *rq, struct res *rs);
/* Lines of the start page: requests without anybody, beginning soonest; times that are disputed. */
err desk_today(struct cx *cx, struct list *tasks);

const char *desk_tone(str stage); /* how a stage looks: good warn bad open off */
/* Why somebody stands where he stands: the parts that gave or could have given points. */
str desk_why(struct cx *cx, const struct fit_candidate *c);
/* The pot, what it costs and what is left, in a sentence; and how that looks. */
str desk_money(struct cx *cx, const struct booking_budget *m);
const char *desk_money_tone(const struct booking_budget *m);

extern const struct page page_pool_board, page_pool_week, page_bookings, page_booking;
extern const struct record bookings_asked_rec, desk_ask_rec, week_ask_rec, booking_place_rec, booking_return_rec,
        booking_sheet_rec, booking_close_rec, booking_note_rec;
#endif

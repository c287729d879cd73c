/* booking_list.h -- bookings as lists read them: the board by what has to happen next, and the list with its filters
 * (S-INT-1). Both read booking_now by index: what is settled long ago costs nothing. */
#ifndef FEATURES_INTERPRETERS_BOOKING_LIST_H
#define FEATURES_INTERPRETERS_BOOKING_LIST_H
#include "db/db.h"

/* The columns of the board, in the order of their work:
 *  find     nobody is asked, or all have said no      find_late   the date has passed without anybody
 *  wait     people are asked                          come        somebody comes
 *  times    it is over, its times are missing         check       times wait for the institution, or are disputed
 *  settle   can go into the settlement */
enum board_column {
	BOARD_FIND,
	BOARD_WAIT,
	BOARD_COME,
	BOARD_TIMES,
	BOARD_CHECK,
	BOARD_SETTLE,
	BOARD_LATE,
	BOARD_COLUMNS
};
extern const char *const board_codes[BOARD_COLUMNS]; /* "find" ...: in addresses, and the word "board.<code>" */

struct booking_card {
	int64_t id;
	str number, language, mode, institution, municipality, stage;
	day held_on;
	instant starts_at, ends_at, since, received_at;
	int64_t asked, declined;
	str interpreter_name; /* absent: nobody */
	str urgent_reason;
};
extern const struct record booking_card_rec;

struct board {
	int64_t counts[BOARD_COLUMNS];
	struct list
	        cards[BOARD_COLUMNS]; /* struct booking_card, at most `most` of each; what begins first comes first */
};
err booking_board(struct cx *cx, int64_t centre_id, int most, struct board *ret) MUST;

struct booking_filter {
	str column;             /* a code of the board; absent: all */
	str words;              /* part of the number or of the institution's name; absent: all */
	int64_t interpreter_id; /* 0: all */
	day before;             /* begins before this day; keyset, with before_id */
	int64_t before_id;
};
/* Those of one column by what begins first, all others by date, newest first; at most `most`. */
err booking_list(struct cx *cx, int64_t centre_id, const struct booking_filter *f, int most, struct list *ret) MUST;

extern const struct sql booking_list_sql[];
#endif

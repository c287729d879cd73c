#include "features/interpreters/booking_list.h"

#include "features/interpreters/booking_state.h"
#include "features/interpreters/interpreters.h"

const char *const board_codes[BOARD_COLUMNS] = { "find", "wait", "come", "times", "check", "settle", "late" };

static const struct field card_fields[] = {
	FIELD(struct booking_card, id, KIND_INT),
	FIELD(struct booking_card, number, KIND_TEXT),
	FIELD(struct booking_card, language, KIND_TEXT),
	FIELD(struct booking_card, mode, KIND_CHOICE, .choices = &booking_mode_choices),
	FIELD(struct booking_card, institution, KIND_TEXT),
	FIELD(struct booking_card, municipality, KIND_TEXT),
	FIELD(struct booking_card, stage, KIND_CHOICE, .choices = &booking_stage_choices),
	FIELD(struct booking_card, held_on, KIND_DAY),
	FIELD(struct booking_card, starts_at, KIND_INSTANT),
	FIELD(struct booking_card, ends_at, KIND_INSTANT),
	FIELD(struct booking_card, since, KIND_INSTANT),
	FIELD(struct booking_card, received_at, KIND_INSTANT),
	FIELD(struct booking_card, asked, KIND_INT),
	FIELD(struct booking_card, declined, KIND_INT),
	FIELD(struct booking_card, interpreter_name, KIND_TEXT),
	FIELD(struct booking_card, urgent_reason, KIND_TEXT),
};
const struct record booking_card_rec = RECORD("booking_card", struct booking_card, card_fields);

struct count_row {
	str code;
	int64_t n;
};
static const struct field count_fields[] = { FIELD(struct count_row, code, KIND_TEXT),
	                                     FIELD(struct count_row, n, KIND_INT) };
static const struct record count_rec = RECORD("board_count", struct count_row, count_fields);

#define CARD                                                                                                           \
	"SELECT b.id, b.number, CASE WHEN o.name IS NULL THEN l.name ELSE o.name || ': ' || l.name END AS language,"   \
	" b.mode, b.institution, b.municipality, n.stage, n.held_on, n.starts_at, n.ends_at, n.since, b.received_at, " \
	"n.asked,"                                                                                                     \
	" n.declined, i.given_name || ' ' || i.family_name AS interpreter_name, b.urgent_reason FROM booking_now n"    \
	" JOIN booking b ON b.id = n.booking_id JOIN language l ON l.code = b.language_code"                           \
	" LEFT JOIN language o ON o.code = l.of_code LEFT JOIN interpreter i ON i.id = n.interpreter_id"
#define MOST " ORDER BY n.starts_at, n.booking_id LIMIT $3"
/* The column of a row; $2 is now. */
#define COLUMN                                                                                                         \
	"CASE WHEN n.stage IN ('open', 'asking') AND n.starts_at <= $2 THEN 'late' WHEN n.stage = 'open' THEN 'find'"  \
	" WHEN n.stage = 'asking' THEN 'wait' WHEN n.stage = 'booked' AND n.ends_at > $2 THEN 'come'"                  \
	" WHEN n.stage = 'booked' THEN 'times' WHEN n.stage IN ('reported', 'disputed') THEN 'check' ELSE 'settle' "   \
	"END"
#define UNDONE "('open', 'asking', 'booked', 'reported', 'disputed', 'signed', 'late_cancelled')"

enum { COUNTS = BOARD_COLUMNS, LIST, LIST_PERSON };
const struct sql booking_list_sql[] = {
	[BOARD_FIND] = { CARD " WHERE n.centre_id = $1 AND n.stage = 'open' AND n.starts_at > $2" MOST, "iti" },
	[BOARD_WAIT] = { CARD " WHERE n.centre_id = $1 AND n.stage = 'asking' AND n.starts_at > $2" MOST, "iti" },
	[BOARD_COME] = { CARD " WHERE n.centre_id = $1 AND n.stage = 'booked' AND n.ends_at > $2" MOST, "iti" },
	[BOARD_TIMES] = { CARD " WHERE n.centre_id = $1 AND n.stage = 'booked' AND n.ends_at <= $2" MOST, "iti" },
	[BOARD_CHECK] = { CARD
	                  " WHERE n.centre_id = $1 AND n.stage IN ('reported', 'disputed') AND n.starts_at <= $2" MOST,
	                  "iti" },
	[BOARD_SETTLE] = { CARD " WHERE n.centre_id = $1 AND n.stage IN ('signed', 'late_cancelled') AND $2 = $2" MOST,
	                   "iti" },
	[BOARD_LATE] = { CARD " WHERE n.centre_id = $1 AND n.stage IN ('open', 'asking') AND n.starts_at <= $2" MOST,
	                 "iti" },
	[COUNTS] = { "SELECT " COLUMN
	             " AS code, count(*) AS n FROM booking_now n WHERE n.centre_id = $1 AND n.stage IN " UNDONE
	             " GROUP BY 1 LIMIT 10",
	             "it" },
	[LIST] = { CARD " WHERE n.centre_id = $1 AND (n.held_on < $2 OR (n.held_on = $2 AND n.booking_id < $3))"
	                " AND ($4 = '' OR b.number LIKE $4 OR lower(b.institution) LIKE lower($4))"
	                " ORDER BY n.held_on DESC, n.booking_id DESC LIMIT $5",
	           "idisi" },
	[LIST_PERSON] = { CARD " WHERE n.centre_id = $1 AND n.interpreter_id = $2"
	                       " AND (n.held_on < $3 OR (n.held_on = $3 AND n.booking_id < $4))"
	                       " ORDER BY n.starts_at DESC, n.booking_id DESC LIMIT $5",
	                  "iidii" },
	{ 0 },
};

static void say_stages(struct cx *cx, struct list *cards)
{
	LIST_EACH (struct booking_card, c, cards)
		c->stage = booking_stage_at(c->stage, c->starts_at, c->ends_at, cx->now);
}

static int column_of(str code)
{
	for (int c = 0; c < BOARD_COLUMNS; c++)
		if (str_is(code, board_codes[c]))
			return c;
	return -1;
}

static err read_column(struct cx *cx, int64_t centre_id, int column, int most, struct list *ret)
{
	TRY(db_list(cx, &booking_list_sql[column], &booking_card_rec, ret, V(centre_id, cx->now, most)));
	say_stages(cx, ret);
	return OK;
}

err booking_board(struct cx *cx, int64_t centre_id, int most, struct board *ret)
{
	struct list counts = { 0 };
	*ret = (struct board){ 0 };
	TRY(db_list(cx, &booking_list_sql[COUNTS], &count_rec, &counts, V(centre_id, cx->now)));
	LIST_EACH (const struct count_row, r, &counts) {
		int column = column_of(r->code);
		ASSERT(column >= 0);
		ret->counts[column] = r->n;
		TRY(read_column(cx, centre_id, column, most, &ret->cards[column]));
	}
	return OK;
}

static str like(struct cx *cx, str words)
{
	str trimmed = str_trim(words);
	return trimmed.n ? str_print(cx->mem, "%%" STR_FMT "%%", STR_ARG(trimmed)) : S("");
}

err booking_list(struct cx *cx, int64_t centre_id, const struct booking_filter *f, int most, struct list *ret)
{
	int column = column_of(f->column);
	if (column >= 0)
		return read_column(cx, centre_id, column, most, ret);
	day before = day_is(f->before) ? f->before : DAY(2199, 12, 31);
	if (f->interpreter_id)
		TRY(db_list(cx, &booking_list_sql[LIST_PERSON], &booking_card_rec, ret,
		            V(centre_id, f->interpreter_id, before, f->before_id, most)));
	else
		TRY(db_list(cx, &booking_list_sql[LIST], &booking_card_rec, ret,
		            V(centre_id, before, f->before_id, like(cx, f->words), most)));
	say_stages(cx, ret);
	return OK;
}

/* desk_board_pages.c -- the board by what has to happen next, and the list of all bookings. */
#include "core/paging.h"
#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "features/interpreters/booking_list.h"
#include "features/interpreters/desk_pages.h"
#include "features/interpreters/pool_page.h"

enum { CARDS = 6, ROWS = 50 };

/* --- a booking on a card or in a row ------------------------------------------------------------------------------ */

struct desk_card {
	struct booking_card booking;
	str path, when, tone;
	str note; /* "3 gefragt, 1 abgesagt"; absent: nothing to say */
};
static const struct field card_fields[] = {
	FIELD(struct desk_card, booking, KIND_ONE, .of = &booking_card_rec),
	FIELD(struct desk_card, path, KIND_PATH),
	FIELD(struct desk_card, when, KIND_TEXT),
	FIELD(struct desk_card, tone, KIND_TEXT),
	FIELD(struct desk_card, note, KIND_TEXT),
};
static const struct record card_rec = RECORD("desk_card", struct desk_card, card_fields);

const char *desk_tone(str stage)
{
	static const char *const tones[][2] = { { "open", "warn" },     { "unfilled", "bad" }, { "disputed", "bad" },
		                                { "asking", "open" },   { "booked", "good" },  { "held", "warn" },
		                                { "reported", "open" }, { "signed", "good" },  { "settled", "off" } };
	for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
		if (str_is(stage, tones[i][0]))
			return tones[i][1];
	return "off";
}

static str note_of(struct cx *cx, const struct booking_card *c)
{
	if (c->interpreter_name.p)
		return c->interpreter_name;
	if (!c->asked)
		return STR_NONE;
	return word_args(cx->words, cx->mem, "desk.asked_of",
	                 ARGS({ "asked", say_int(cx->words, cx->mem, c->asked) },
	                      { "declined", say_int(cx->words, cx->mem, c->declined) }));
}

static void add_card(struct cx *cx, const struct request *rq, struct list *to, const struct booking_card *c)
{
	*LIST_ADD(cx->mem, to, struct desk_card) =
	        (struct desk_card){ .booking = *c,
		                    .path = pool_at(cx, rq, "bookings", c->id, ""),
		                    .when = say_instant(cx->words, cx->mem, c->starts_at),
		                    .tone = str_of(desk_tone(c->stage)),
		                    .note = note_of(cx, c) };
}

/* --- board -------------------------------------------------------------------------------------------------------- */

struct desk_column {
	str title, hint, path;
	int64_t n;
	struct list cards; /* struct desk_card */
	bool more;         /* some are not shown */
	str code;
};
static const struct field column_fields[] = {
	FIELD(struct desk_column, title, KIND_TEXT),
	FIELD(struct desk_column, hint, KIND_TEXT),
	FIELD(struct desk_column, path, KIND_PATH),
	FIELD(struct desk_column, n, KIND_INT),
	FIELD(struct desk_column, cards, KIND_MANY, .of = &card_rec),
	FIELD(struct desk_column, more, KIND_BOOL),
	FIELD(struct desk_column, code, KIND_TEXT),
};
static const struct record column_rec = RECORD("desk_column", struct desk_column, column_fields);
struct board_page {
	struct centre_frame frame;
	struct section_top top;
	struct list columns; /* struct desk_column */
};
static const struct field board_fields[] = {
	SECTION_FIELDS(struct board_page),
	FIELD(struct board_page, columns, KIND_MANY, .of = &column_rec),
};
static const struct record board_rec = RECORD("pool_board", struct board_page, board_fields);
const struct page page_pool_board = { "interpreters/board.html", &board_rec };

static const char *key_of(struct cx *cx, const char *group, const char *code, const char *tail)
{
	return str_c(cx->mem, str_print(cx->mem, "%s.%s%s", group, code, tail));
}

static str column_path(struct cx *cx, const struct request *rq, int column)
{
	return str_print(cx->mem, STR_FMT "?column=%s", STR_ARG(pool_at(cx, rq, "bookings", 0, "")),
	                 board_codes[column]);
}

static void add_column(struct cx *cx, const struct request *rq, struct board_page *p, const struct board *b, int column)
{
	if (column == BOARD_LATE && !b->counts[column])
		return;
	struct desk_column *c = LIST_ADD(cx->mem, &p->columns, struct desk_column);
	c->title = word(cx->words, cx->mem, key_of(cx, "board", board_codes[column], ""));
	c->hint = word(cx->words, cx->mem, key_of(cx, "board", board_codes[column], ".hint"));
	c->n = b->counts[column];
	c->path = column_path(cx, rq, column);
	LIST_EACH (const struct booking_card, card, &b->cards[column])
		add_card(cx, rq, &c->cards, card);
	c->more = c->n > (int64_t)c->cards.n;
	c->code = str_of(board_codes[column]);
}

/* For when the network is gone: printed in time, for today and for the next working day. */
static void add_paper(struct cx *cx, const struct request *rq, struct section_top *top)
{
	str next = str_print(cx->mem, STR_FMT "?day=" STR_FMT, STR_ARG(pool_at(cx, rq, "sheets.pdf", 0, "")),
	                     STR_ARG(day_iso(cx->mem, day_add_working(cx->today, 1))));
	section_other(cx, rq, top, RIGHT_POOL_READ, "paper.do_day", pool_at(cx, rq, "day.pdf", 0, ""));
	section_other(cx, rq, top, RIGHT_POOL_READ, "paper.do_sheets", pool_at(cx, rq, "sheets.pdf", 0, ""));
	section_other(cx, rq, top, RIGHT_POOL_READ, "paper.do_sheets_next", next);
}

err pool_board_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct board_page p = { 0 };
	struct board b;
	TRY(pool_fill(cx, rq, "", "board.title", STR_NONE, &p.frame, &p.top));
	TRY(booking_board(cx, rq->centre.id, CARDS, &b));
	int64_t waiting = b.counts[BOARD_FIND] + b.counts[BOARD_WAIT];
	p.frame.sentence = pool_count(cx, "board.sentence", waiting, NO_ARGS);
	if (waiting)
		section_primary(cx, rq, &p.top, RIGHT_POOL_READ, "week.plan", pool_at(cx, rq, "week", 0, ""));
	for (int column = 0; column < BOARD_COLUMNS; column++)
		add_column(cx, rq, &p, &b, column);
	add_paper(cx, rq, &p.top);
	return page_show(cx, rq->http, rs, 200, &page_pool_board, &p);
}

/* --- list --------------------------------------------------------------------------------------------------------- */

static const struct field bookings_asked[] = { ASKED("column", KIND_TEXT, .max = 10), ASKED("q", KIND_TEXT, .max = 60),
	                                       ASKED("after", KIND_TEXT, .max = 2000) };
const struct record bookings_asked_rec = ASKED_RECORD(bookings_asked);

struct bookings_page {
	struct centre_frame frame;
	struct section_top top;
	struct list chips; /* struct link */
	str q, column, path, first, next;
	struct list items; /* struct desk_card */
};
static const struct field bookings_fields[] = {
	SECTION_FIELDS(struct bookings_page),
	FIELD(struct bookings_page, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct bookings_page, q, KIND_TEXT),
	FIELD(struct bookings_page, column, KIND_TEXT, .hidden = true),
	FIELD(struct bookings_page, path, KIND_PATH),
	FIELD(struct bookings_page, first, KIND_PATH, .hidden = true),
	FIELD(struct bookings_page, next, KIND_PATH),
	FIELD(struct bookings_page, items, KIND_MANY, .of = &card_rec),
};
static const struct record bookings_rec = RECORD("bookings", struct bookings_page, bookings_fields);
const struct page page_bookings = { "interpreters/bookings.html", &bookings_rec };

static void add_chips(struct cx *cx, const struct request *rq, struct list *chips, str column)
{
	*LIST_ADD(cx->mem, chips, struct link) =
	        (struct link){ word(cx->words, cx->mem, "desk.all"), pool_at(cx, rq, "bookings", 0, ""), !column.p };
	for (int c = 0; c < BOARD_COLUMNS; c++)
		*LIST_ADD(cx->mem, chips, struct link) =
		        (struct link){ word(cx->words, cx->mem, key_of(cx, "board", board_codes[c], "")),
			               column_path(cx, rq, c), str_is(column, board_codes[c]) };
}

err bookings_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct bookings_page p = { .q = route_asked(rq, "q"),
		                   .column = route_asked(rq, "column"),
		                   .path = pool_at(cx, rq, "bookings", 0, "") };
	struct paging pg = { .list = "bookings", .size = ROWS, .down = true, .start = "2199-12-31" };
	struct booking_filter f = { .column = p.column, .words = p.q };
	struct list found = { 0 };
	TRY(pool_fill(cx, rq, "bookings", "desk.list_title", STR_NONE, &p.frame, &p.top));
	TRY(paging_read(cx, rq, &pg));
	if (pg.further && !day_parse(pg.key, &f.before))
		f.before = DAY_NONE;
	f.before_id = pg.id;
	TRY(booking_list(cx, rq->centre.id, &f, f.column.p ? 200 : paging_limit(&pg), &found));
	if (!f.column.p) {
		p.first = paging_first(&pg, p.path);
		p.next = paging_next(cx, &pg, &found, &booking_card_rec, "held_on", "id", p.path);
	}
	add_chips(cx, rq, &p.chips, f.column);
	LIST_EACH (const struct booking_card, c, &found)
		add_card(cx, rq, &p.items, c);
	return page_show(cx, rq->http, rs, 200, &page_bookings, &p);
}

/* --- start page --------------------------------------------------------------------------------------------------- */

err desk_today(struct cx *cx, struct list *tasks)
{
	struct tenant centre;
	struct board b;
	if (!cx->user->centre_id.has || !role_has(role_of_code(cx->user->role), RIGHT_POOL_RECORD))
		return OK;
	TRY(tenant_by_slug(cx, cx->user->centre_slug, &centre));
	TRY(booking_board(cx, centre.id, 1, &b));
	if (!b.counts[BOARD_FIND])
		return OK;
	const struct booking_card *first = LIST_AT(&b.cards[BOARD_FIND], struct booking_card, 0);
	*LIST_ADD(cx->mem, tasks, struct task) =
	        (struct task){ .text = pool_count(cx, "desk.today_find", b.counts[BOARD_FIND], NO_ARGS),
		               .hint = word_args(cx->words, cx->mem, "desk.today_find_hint",
		                                 ARGS({ "day", say_instant(cx->words, cx->mem, first->starts_at) })),
		               .path = str_print(cx->mem, "/centres/" STR_FMT "/interpreters", STR_ARG(centre.slug)) };
	return OK;
}

/* A week, day by day: what one recorded oneself, or all colleagues; made for the phone. */
#include "core/words.h"
#include "features/activities/activity_page.h"
#include "features/activities/activity_pages.h"

struct day_row {
	day day;
	str title;    /* "Montag, 23.11.2026" */
	str holiday;  /* its name; absent: none */
	str add_path; /* absent: a day to come, or no right */
	int64_t n;
	struct list items; /* struct activity_row */
};
static const struct field day_fields[] = {
	FIELD(struct day_row, day, KIND_DAY),
	FIELD(struct day_row, title, KIND_TEXT, .hidden = true),
	FIELD(struct day_row, holiday, KIND_TEXT),
	FIELD(struct day_row, add_path, KIND_PATH, .hidden = true),
	FIELD(struct day_row, n, KIND_INT, .hidden = true),
	FIELD(struct day_row, items, KIND_MANY, .of = &activity_row_rec),
};
static const struct record day_rec = RECORD("activity_day", struct day_row, day_fields);

struct week_page {
	struct centre_frame frame;
	struct section_top top;
	struct list chips; /* struct link: mine, all */
	struct list days;  /* struct day_row */
	str before_path, after_path;
};
static const struct field week_fields[] = {
	SECTION_FIELDS(struct week_page),
	FIELD(struct week_page, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct week_page, days, KIND_MANY, .of = &day_rec),
	FIELD(struct week_page, before_path, KIND_PATH),
	FIELD(struct week_page, after_path, KIND_PATH),
};
static const struct record week_rec = RECORD("activity_week_page", struct week_page, week_fields);
const struct page page_activity_week = { "activities/week.html", &week_rec };

static const struct field asked_fields[] = { ASKED("day", KIND_DAY), ASKED("all", KIND_BOOL) };
const struct record activity_week_asked_rec = ASKED_RECORD(asked_fields);

static str address(struct cx *cx, const struct request *rq, day on, bool all)
{
	return str_print(cx->mem, STR_FMT "?day=" STR_FMT "%s", STR_ARG(activity_at(cx, rq, "week", 0, "")),
	                 STR_ARG(day_iso(cx->mem, on)), all ? "&all=1" : "");
}

static void fill_day(struct cx *cx, const struct request *rq, const struct list *rows, day d, struct day_row *ret)
{
	const char *holiday = holiday_nrw(d);
	str weekday = word(cx->words, cx->mem, str_print(cx->mem, "activities.weekday.%d", day_weekday(d)).p);
	*ret = (struct day_row){ .day = d,
		                 .title = str_print(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(weekday),
		                                    STR_ARG(say_day(cx->words, cx->mem, d))),
		                 .holiday = holiday ? str_of(holiday) : STR_NONE };
	if (day_cmp(d, cx->today) <= 0 && frame_may(cx, rq, RIGHT_ACTIVITY_RECORD))
		ret->add_path = str_print(cx->mem, STR_FMT "?day=" STR_FMT, STR_ARG(activity_at(cx, rq, "", 0, "")),
		                          STR_ARG(day_iso(cx->mem, d)));
	LIST_EACH (const struct activity_row, r, rows)
		if (r->day.n == d.n)
			*LIST_ADD(cx->mem, &ret->items, struct activity_row) = *r;
	ret->n = (int64_t)ret->items.n;
}

/* Weekends only if something happened on them. */
static bool is_shown(const struct day_row *d)
{
	return day_weekday(d->day) <= 5 || d->items.n > 0;
}

static void add_chip(struct cx *cx, struct list *chips, const char *key, str path, bool current)
{
	*LIST_ADD(cx->mem, chips, struct link) =
	        (struct link){ .text = word(cx->words, cx->mem, key), .path = path, .current = current };
}

err activity_week_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct week_page p = { 0 };
	struct activity_words w;
	struct list found = { 0 }, rows = { 0 };
	bool all = str_is(route_asked(rq, "all"), "1");
	day on;
	TRY(route_day(cx, rq, "day", &on));
	day monday = day_add(on, 1 - day_weekday(on)), sunday = day_add(monday, 6);
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_fill(cx, rq, "week", "activities.week_title", STR_NONE, &p.frame, &p.top));
	TRY(activity_between(cx, &rq->centre, monday, sunday, all ? 0 : cx->user->id, &found));
	activity_rows(cx, rq, &w, &found, &rows);
	for (int i = 0; i < 7; i++) {
		struct day_row d;
		fill_day(cx, rq, &rows, day_add(monday, i), &d);
		if (is_shown(&d))
			*LIST_ADD(cx->mem, &p.days, struct day_row) = d;
	}
	p.frame.sentence = word_plural(
	        cx->words, cx->mem, all ? "activities.week_all" : "activities.week_own", (int64_t)found.n,
	        ARGS({ "from", say_day(cx->words, cx->mem, monday) }, { "to", say_day(cx->words, cx->mem, sunday) }));
	add_chip(cx, &p.chips, "activities.mine", address(cx, rq, on, false), !all);
	add_chip(cx, &p.chips, "activities.all", address(cx, rq, on, true), all);
	p.before_path = address(cx, rq, day_add(monday, -7), all);
	p.after_path = day_cmp(sunday, cx->today) < 0 ? address(cx, rq, day_add(monday, 7), all) : STR_NONE;
	return page_show(cx, rq->http, rs, 200, &page_activity_week, &p);
}

/* The weeks of last month in which one recorded nothing: enter something now, or say in a word that there was nothing.
 */
#include "core/words.h"
#include "features/activities/activity_page.h"
#include "features/activities/activity_pages.h"
#include "features/activities/activity_quiet.h"

struct week_row {
	day monday;
	str title;  /* "12.10.2026 bis 18.10.2026" */
	str reason; /* absent: not answered */
	str enter_path;
	struct list choices; /* struct form_choice */
};
static const struct field row_fields[] = {
	FIELD(struct week_row, monday, KIND_DAY),
	FIELD(struct week_row, title, KIND_TEXT, .hidden = true),
	FIELD(struct week_row, reason, KIND_CHOICE, .choices = &quiet_reason_choices),
	FIELD(struct week_row, enter_path, KIND_PATH),
	FIELD(struct week_row, choices, KIND_MANY, .of = &form_choice_rec, .hidden = true),
};
static const struct record row_rec = RECORD("quiet_row", struct week_row, row_fields);
struct quiet_page {
	struct centre_frame frame;
	struct section_top top;
	str action;
	struct list items; /* struct week_row */
};
static const struct field quiet_fields[] = {
	SECTION_FIELDS(struct quiet_page),
	FIELD(struct quiet_page, action, KIND_PATH, .hidden = true),
	FIELD(struct quiet_page, items, KIND_MANY, .of = &row_rec),
};
static const struct record quiet_rec = RECORD("quiet_page", struct quiet_page, quiet_fields);
const struct page page_quiet = { "activities/quiet.html", &quiet_rec };

static void fill_row(struct cx *cx, const struct request *rq, const struct quiet_week *w, struct week_row *r)
{
	*r = (struct week_row){ .monday = w->monday, .reason = w->reason };
	r->title = word_args(cx->words, cx->mem, "activities.from_to",
	                     ARGS({ "from", say_day(cx->words, cx->mem, w->monday) },
	                          { "to", say_day(cx->words, cx->mem, day_add(w->monday, 6)) }));
	r->enter_path = str_print(cx->mem, STR_FMT "?day=" STR_FMT, STR_ARG(activity_at(cx, rq, "week", 0, "")),
	                          STR_ARG(day_iso(cx->mem, w->monday)));
	for (const char *const *code = quiet_reason_choices.codes; *code; code++) {
		str key = str_print(cx->mem, "quiet_reason.%s", *code);
		*LIST_ADD(cx->mem, &r->choices, struct form_choice) =
		        (struct form_choice){ .code = str_of(*code),
			                      .text = word(cx->words, cx->mem, key.p),
			                      .chosen = str_is(w->reason, *code) };
	}
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct quiet_page p = { .action = activity_at(cx, rq, "quiet", 0, "") };
	struct list weeks = { 0 };
	TRY(activity_fill(cx, rq, "quiet", "quiet.title", STR_NONE, &p.frame, &p.top));
	TRY(quiet_weeks(cx, &rq->centre, &weeks));
	p.frame.sentence = word(cx->words, cx->mem, weeks.n ? "quiet.lead" : "quiet.none");
	LIST_EACH (const struct quiet_week, w, &weeks)
		fill_row(cx, rq, w, LIST_ADD(cx->mem, &p.items, struct week_row));
	return page_show(cx, rq->http, rs, status, &page_quiet, &p);
}

err quiet_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

err quiet_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct quiet_in in = { .centre = &rq->centre };
	err e = form_read(cx, rq->http, &quiet_answer_rec, &in.week);
	if (e == OK)
		e = db_tx(cx, "activity quiet week", quiet_answer_in_tx, &in, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, activity_at(cx, rq, "quiet", 0, ""), "quiet.done");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}

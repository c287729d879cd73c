/* One activity: what is so now, and every version before. */
#include "core/words.h"
#include "features/activities/activity_page.h"
#include "features/activities/activity_pages.h"

/* What became of it, the newest first. */
struct history_row {
	str text; /* "geändert", "zurückgenommen" ... */
	instant at;
	str by, what;
};
static const struct field history_fields[] = {
	FIELD(struct history_row, text, KIND_TEXT),
	FIELD(struct history_row, at, KIND_INSTANT),
	FIELD(struct history_row, by, KIND_TEXT),
	FIELD(struct history_row, what, KIND_TEXT),
};
static const struct record history_rec = RECORD("activity_history", struct history_row, history_fields);

struct record_page {
	struct centre_frame frame;
	struct section_top top;
	const struct activity *activity; /* NULL: withdrawn */
	struct activity_row row;         /* as it is, or was at last */
	bool withdrawn, may_record;
	str restore_path;
	struct list history; /* struct history_row */
};
static const struct field record_fields[] = {
	SECTION_FIELDS(struct record_page),
	FIELD(struct record_page, activity, KIND_ONE, .of = &activity_rec, .maybe = true),
	FIELD(struct record_page, row, KIND_ONE, .of = &activity_row_rec),
	FIELD(struct record_page, withdrawn, KIND_BOOL),
	FIELD(struct record_page, may_record, KIND_BOOL, .hidden = true),
	FIELD(struct record_page, restore_path, KIND_PATH, .hidden = true),
	FIELD(struct record_page, history, KIND_MANY, .of = &history_rec),
};
static const struct record record_rec = RECORD("activity_page", struct record_page, record_fields);
const struct page page_activity = { "activities/record.html", &record_rec };

static void add_step(struct cx *cx, struct list *to, const char *key, instant at, str by, str what)
{
	*LIST_ADD(cx->mem, to, struct history_row) =
	        (struct history_row){ .text = word(cx->words, cx->mem, key), .at = at, .by = by, .what = what };
}

/* What a version says, in a line. */
static str said(struct cx *cx, const struct activity_row *r)
{
	str n = r->activity.participants.has ? word_plural(cx->words, cx->mem, "activities.participants_n",
	                                                   r->activity.participants.v, NO_ARGS)
	                                     : word(cx->words, cx->mem, "activities.participants_none");
	return str_print(cx->mem, STR_FMT ": " STR_FMT " · " STR_FMT " · " STR_FMT,
	                 STR_ARG(say_day(cx->words, cx->mem, r->day)), STR_ARG(r->what), STR_ARG(n), STR_ARG(r->rest));
}

/* Versions come newest first; one that follows a withdrawal was taken back. */
static void fill_history(struct cx *cx, const struct request *rq, const struct activity_words *w,
                         const struct list *versions, struct list *ret)
{
	for (size_t i = 0; i < versions->n; i++) {
		const struct activity_version *v = LIST_AT(versions, struct activity_version, i);
		const struct activity_version *before =
		        i + 1 < versions->n ? LIST_AT(versions, struct activity_version, i + 1) : NULL;
		struct activity_row r = activity_row_of(cx, rq, w, &v->activity);
		if (v->withdrawn)
			add_step(cx, ret, "activities.was_withdrawn", v->ended_at, v->ended_by, STR_NONE);
		add_step(cx, ret,
		         !before             ? "activities.was_recorded"
		         : before->withdrawn ? "activities.was_restored"
		                             : "activities.was_changed",
		         v->activity.said_at, v->activity.said_by, versions->n > 1 ? said(cx, &r) : STR_NONE);
	}
}

err activity_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct record_page p = { .may_record = frame_may(cx, rq, RIGHT_ACTIVITY_RECORD) };
	struct activity_words w;
	struct list versions;
	TRY(activity_versions(cx, &rq->centre, route_id(rq), &versions));
	const struct activity_version *last = LIST_AT(&versions, struct activity_version, 0);
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_fill(cx, rq, "record", "activities.title", STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.row = activity_row_of(cx, rq, &w, &last->activity);
	p.frame.title = p.row.what;
	p.withdrawn = !last->current;
	p.activity = last->current ? &last->activity : NULL;
	p.restore_path = activity_path(cx, rq, last->activity.id, "restore");
	fill_history(cx, rq, &w, &versions, &p.history);
	return page_show(cx, rq->http, rs, 200, &page_activity, &p);
}

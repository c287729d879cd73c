/* Everything of an activity on one page: new, changed. And what a click does: once more, withdrawn, taken back. */
#include <inttypes.h>

#include "core/words.h"
#include "features/activities/activity_form.h"
#include "features/activities/activity_pages.h"

struct form_page {
	struct centre_frame frame;
	struct section_top top;
};
static const struct field form_page_fields[] = { SECTION_FIELDS(struct form_page) };
static const struct record form_page_rec = RECORD("activity_form_page", struct form_page, form_page_fields);
const struct page page_activity_form = { "activities/form.html", &form_page_rec };

static const struct field withdraw_fields[] = {
	FIELD(struct activity, version, KIND_INT, .hidden = true),
};
const struct record activity_withdraw_rec = RECORD("activity", struct activity, withdraw_fields);

struct shown {
	const char *title_key, *lead_key, *submit_key;
	str action, back;
	const struct activity *row;
	bool typed; /* the row has what was typed: not what was sent */
};

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct shown *s)
{
	struct form_page p = { 0 };
	struct activity_words w;
	struct req as_read = *rq->http;
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_fill(cx, rq, "form", s->title_key, STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = word(cx->words, cx->mem, s->lead_key);
	if (s->typed)
		as_read.method = GET;
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, &as_read, &activity_form_rec, s->row, s->action, s->submit_key, s->back);
	activity_offer(cx, form, &w, s->row && day_is(s->row->day) ? s->row->day : cx->today);
	p.frame.form = form;
	if (status != 200 && !form->failed) /* for programs, which see no form */
		(void)fail(cx, E_INVALID, "activities.nothing_similar", NO_ARGS);
	return page_show(cx, rq->http, rs, status, &page_activity_form, &p);
}

/* --- new ---------------------------------------------------------------------------------------------------------- */

static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct activity *a,
                    bool typed)
{
	const struct shown s = { .title_key = "activities.new_title",
		                 .lead_key = typed && status != 200 ? "activities.rest_lead" : "activities.new_lead",
		                 .submit_key = "activities.submit",
		                 .action = activity_at(cx, rq, "new", 0, ""),
		                 .back = activity_at(cx, rq, "", 0, ""),
		                 .row = a,
		                 .typed = typed };
	return show(cx, rq, rs, status, &s);
}

err activity_ask_rest(struct cx *cx, const struct request *rq, struct res *rs, const struct activity *a)
{
	return show_new(cx, rq, rs, 422, a, true);
}

err activity_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct activity fresh = { .day = cx->today, .people = MAYBE(1) };
	return show_new(cx, rq, rs, 200, &fresh, true);
}

err activity_recorded(struct cx *cx, const struct request *rq, struct res *rs, const struct activity *saved)
{
	str back = str_print(cx->mem, STR_FMT "?saved=%" PRId64, STR_ARG(activity_at(cx, rq, "", 0, "")), saved->id);
	return page_done_thing(cx, rq->http, rs, back, NULL, activity_path(cx, rq, saved->id, ""), saved->version);
}

static err read_whole(struct cx *cx, const struct request *rq, struct activity *a)
{
	struct list catalogue;
	TRY(catalogue_load(cx, &catalogue));
	TRY(form_read(cx, rq->http, &activity_form_rec, a));
	return activity_check(cx, &rq->centre, &catalogue, a);
}

err activity_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity a = { 0 }, saved;
	err e = read_whole(cx, rq, &a);
	if (e == OK)
		e = activity_write(cx, rq, "activity record", activity_record_in_tx, &a, &saved);
	if (e == OK)
		return activity_recorded(cx, rq, rs, &saved);
	return frame_tells(e) ? show_new(cx, rq, rs, page_status(e), &a, false) : e;
}

/* --- changed ------------------------------------------------------------------------------------------------------ */

static err show_edit(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct activity *a)
{
	const struct shown s = { .title_key = "activities.edit_title",
		                 .lead_key = "activities.edit_lead",
		                 .submit_key = "activities.submit_edit",
		                 .action = activity_path(cx, rq, route_id(rq), "edit"),
		                 .back = activity_path(cx, rq, route_id(rq), ""),
		                 .row = a };
	return show(cx, rq, rs, status, &s);
}

err activity_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity a;
	TRY(activity_find(cx, &rq->centre, route_id(rq), &a));
	return show_edit(cx, rq, rs, 200, &a);
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct activity *typed)
{
	struct activity stored;
	TRY(activity_find(cx, &rq->centre, typed->id, &stored));
	return stale_show(cx, rq, rs, &activity_form_rec, &stored, typed, stored.version,
	                  activity_path(cx, rq, typed->id, "edit"), "activities.submit_edit");
}

err activity_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity a = { .id = route_id(rq), .version = sent_version(rq) }, saved;
	TRY(activity_find(cx, &rq->centre, a.id, &saved));
	err e = read_whole(cx, rq, &a);
	if (e == OK)
		e = activity_write(cx, rq, "activity change", activity_change_in_tx, &a, &saved);
	if (e == OK)
		return activity_recorded(cx, rq, rs, &saved);
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &a);
	return frame_tells(e) ? show_edit(cx, rq, rs, page_status(e), &a) : e;
}

/* --- a click ------------------------------------------------------------------------------------------------------ */

/* The same today; what the catalogue has ended meanwhile is asked for anew. */
err activity_again_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity before, a, saved;
	struct list catalogue;
	TRY(activity_find(cx, &rq->centre, route_id(rq), &before));
	TRY(catalogue_load(cx, &catalogue));
	a = (struct activity){ .day = cx->today, .partner = before.partner, .participants = before.participants };
	bool kind = catalogue_holds(&catalogue, PART_KIND, before.code[PART_KIND], a.day);
	a.code[PART_KIND] = kind ? before.code[PART_KIND] : STR_NONE;
	if (!activity_take_rest(&a, &before, &catalogue) || !kind)
		return activity_ask_rest(cx, rq, rs, &a);
	TRY(activity_write(cx, rq, "activity record", activity_record_in_tx, &a, &saved));
	return activity_recorded(cx, rq, rs, &saved);
}

err activity_withdraw_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity a = { .id = route_id(rq), .version = sent_version(rq) }, was;
	TRY(activity_write(cx, rq, "activity withdraw", activity_withdraw_in_tx, &a, &was));
	return page_done(
	        cx, rq->http, rs,
	        str_print(cx->mem, STR_FMT "?withdrawn=%" PRId64, STR_ARG(activity_at(cx, rq, "", 0, "")), a.id), NULL);
}

err activity_restore_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity a = { .id = route_id(rq) }, saved;
	TRY(activity_write(cx, rq, "activity restore", activity_restore_in_tx, &a, &saved));
	return activity_recorded(cx, rq, rs, &saved);
}

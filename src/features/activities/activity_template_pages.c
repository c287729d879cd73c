/* The templates of a KI: the list, a new one, a changed one, one that goes. */
#include "core/words.h"
#include "features/activities/activity_page.h"
#include "features/activities/activity_pages.h"
#include "features/activities/activity_template.h"

struct template_row {
	str name, what, rest, use_path, edit_path;
};
static const struct field row_fields[] = {
	FIELD(struct template_row, name, KIND_TEXT),      FIELD(struct template_row, what, KIND_TEXT),
	FIELD(struct template_row, rest, KIND_TEXT),      FIELD(struct template_row, use_path, KIND_PATH),
	FIELD(struct template_row, edit_path, KIND_PATH),
};
static const struct record row_rec = RECORD("activity_template_row", struct template_row, row_fields);
struct templates_page {
	struct centre_frame frame;
	struct section_top top;
	struct list items; /* struct template_row */
};
static const struct field templates_fields[] = {
	SECTION_FIELDS(struct templates_page),
	FIELD(struct templates_page, items, KIND_MANY, .of = &row_rec),
};
static const struct record templates_rec = RECORD("activity_templates_page", struct templates_page, templates_fields);
const struct page page_activity_templates = { "activities/templates.html", &templates_rec };

struct template_page {
	struct centre_frame frame;
	struct section_top top;
	const struct activity_template *thing; /* NULL: a new one */
	str remove_path;
};
static const struct field template_page_fields[] = {
	SECTION_FIELDS(struct template_page),
	FIELD(struct template_page, thing, KIND_ONE, .of = &activity_template_rec, .maybe = true),
	FIELD(struct template_page, remove_path, KIND_PATH, .hidden = true),
};
static const struct record template_page_rec =
        RECORD("activity_template_page", struct template_page, template_page_fields);
const struct page page_activity_template = { "activities/template.html", &template_page_rec };

static const struct field remove_fields[] = {
	{ .name = "version",
	  .kind = KIND_INT,
	  .hidden = true,
	  .offset = offsetof(struct activity_template, activity.version) },
};
const struct record activity_template_remove_rec = RECORD("activity_template", struct activity_template, remove_fields);

static str path_of(struct cx *cx, const struct request *rq, int64_t id, const char *tail)
{
	return activity_at(cx, rq, "templates", id, tail);
}

err activity_templates_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct templates_page p = { 0 };
	struct activity_words w;
	struct list found = { 0 };
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_template_list(cx, &rq->centre, &found));
	TRY(activity_fill(cx, rq, "templates", "activity_templates.title", STR_NONE, &p.frame, &p.top));
	p.frame.sentence = word(cx->words, cx->mem, "activity_templates.lead");
	LIST_EACH (struct activity_template, t, &found) {
		t->activity.day = cx->today; /* by the names of today */
		struct activity_row r = activity_said(cx, &w, &t->activity);
		*LIST_ADD(cx->mem, &p.items, struct template_row) =
		        (struct template_row){ .name = t->name,
			                       .what = r.what,
			                       .rest = r.rest,
			                       .use_path = activity_use_path(cx, rq, t->activity.id),
			                       .edit_path = path_of(cx, rq, t->activity.id, "edit") };
	}
	section_primary(cx, rq, &p.top, RIGHT_ACTIVITY_RECORD, "activity_templates.new", path_of(cx, rq, 0, "new"));
	return page_show(cx, rq->http, rs, 200, &page_activity_templates, &p);
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct activity_template *t)
{
	struct template_page p = { 0 };
	struct activity_words w;
	int64_t id = route_id(rq);
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_fill(cx, rq, "form", id ? "activity_templates.edit_title" : "activity_templates.new_title",
	                  STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "activity_templates.title"), path_of(cx, rq, 0, ""));
	p.frame.sentence = word(cx->words, cx->mem, "activity_templates.form_lead");
	p.thing = id ? t : NULL;
	p.remove_path = id ? path_of(cx, rq, id, "remove") : STR_NONE;
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, &activity_template_form_rec, t, path_of(cx, rq, id, id ? "edit" : "new"),
	                "activity_templates.submit", path_of(cx, rq, 0, ""));
	activity_offer(cx, form, &w, cx->today);
	p.frame.form = form;
	return page_show(cx, rq->http, rs, status, &page_activity_template, &p);
}

err activity_template_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200, NULL);
}

err activity_template_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity_template t;
	TRY(activity_template_find(cx, &rq->centre, route_id(rq), &t));
	return show(cx, rq, rs, 200, &t);
}

static err read_template(struct cx *cx, const struct request *rq, struct activity_template *t)
{
	struct list catalogue;
	TRY(catalogue_load(cx, &catalogue));
	TRY(form_read(cx, rq->http, &activity_template_form_rec, t));
	t->activity.day = cx->today; /* it must hold today */
	return activity_check(cx, &rq->centre, &catalogue, &t->activity);
}

static err write(struct cx *cx, const struct request *rq, err (*fn)(struct cx *, const void *, void *),
                 const struct activity_template *row, struct activity_template *ret)
{
	const struct activity_template_in in = { &rq->centre, row };
	return db_tx(cx, "activity template", fn, &in, ret, sizeof *ret);
}

static err post(struct cx *cx, const struct request *rq, struct res *rs)
{
	int64_t id = route_id(rq);
	struct activity_template stored, saved, t = { .activity = { .id = id, .version = id ? sent_version(rq) : 0 } };
	if (id)
		TRY(activity_template_find(cx, &rq->centre, id, &stored));
	err e = read_template(cx, rq, &t);
	if (e == OK)
		e = write(cx, rq, activity_template_save_in_tx, &t, &saved);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, path_of(cx, rq, 0, ""), "activity_templates.done",
		                       path_of(cx, rq, saved.activity.id, "edit"), saved.activity.version);
	if (e == E_STALE)
		return stale_show(cx, rq, rs, &activity_template_form_rec, &stored, &t, stored.activity.version,
		                  path_of(cx, rq, id, "edit"), "activity_templates.submit");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e), &t) : e;
}

err activity_template_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post(cx, rq, rs);
}

err activity_template_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post(cx, rq, rs);
}

err activity_template_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct activity_template was, t = { .activity = { .id = route_id(rq), .version = sent_version(rq) } };
	TRY(write(cx, rq, activity_template_remove_in_tx, &t, &was));
	return page_done(cx, rq->http, rs, path_of(cx, rq, 0, ""), "activity_templates.removed");
}

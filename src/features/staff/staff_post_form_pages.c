/* Forms about a post: a new one, correcting what was mistyped, another size or funding from a day on, what it cost. */
#include <inttypes.h>

#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"

/* Size, funding, employer and focus can change; what kind of post it is cannot: that is another post. */
static const struct field change_fields[] = {
	FIELD(struct post, version, KIND_INT, .hidden = true),
	FIELD(struct post, valid_from, KIND_DAY, .label = "staff.change_from", .input = true, .required = true),
	FIELD(struct post, fte, KIND_DECIMAL, .input = true, .required = true, .min = 1, .max = 1000),
	FIELD(struct post, funding, KIND_CHOICE, .choices = &post_funding_choices, .input = true, .required = true),
	FIELD(struct post, employer, KIND_CHOICE, .choices = &post_employer_choices, .input = true, .required = true),
	FIELD(struct post, employer_name, KIND_TEXT, .input = true),
	FIELD(struct post, focus, KIND_TEXT, .input = true),
	FIELD(struct post, note, KIND_TEXT, .label = "staff.change_why", .input = true, .max = 1000, .lines = true),
};
const struct record post_change_rec = RECORD("post", struct post, change_fields);

static str post_path(struct cx *cx, const struct request *rq, int64_t id)
{
	return staff_at(cx, rq, "posts", id, "");
}

/* --- a new one ---------------------------------------------------------------------------------------------------- */

/* As the one that was entered last: a KI has several alike. */
static err defaults_of(struct cx *cx, const struct request *rq, struct post *ret)
{
	struct list posts = { 0 };
	const struct post *last = NULL;
	TRY(post_list(cx, &rq->centre, DAY_NONE, &posts));
	LIST_EACH (const struct post, p, &posts)
		if (!last || p->id > last->id)
			last = p;
	*ret = (struct post){ .valid_from = cx->today, .fte = 1000 };
	if (!last)
		return OK;
	ret->kind = last->kind;
	ret->funding = last->funding;
	ret->employer = last->employer;
	ret->employer_name = last->employer_name;
	return OK;
}

static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct post fresh;
	TRY(defaults_of(cx, rq, &fresh));
	const struct section_form f = { .section = &staff_section,
		                        .area = "posts",
		                        .title_key = "staff.post_new",
		                        .rec = &post_new_rec,
		                        .row = &fresh,
		                        .action = staff_at(cx, rq, "posts", 0, "new"),
		                        .back = staff_at(cx, rq, "posts", 0, ""),
		                        .back_text = word(cx->words, cx->mem, "staff.area.posts"),
		                        .submit_key = "staff.submit_post" };
	return section_form_show(cx, rq, rs, status, &f);
}

err post_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_new(cx, rq, rs, 200);
}

err post_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct post row = { 0 }, saved;
	err e = form_read(cx, rq->http, &post_new_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.post", post_save_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, post_path(cx, rq, saved.id), "staff.done_post",
		                       post_path(cx, rq, saved.id), saved.version);
	return frame_tells(e) ? show_new(cx, rq, rs, page_status(e)) : e;
}

/* --- correcting, and changing from a day on ----------------------------------------------------------------------- */

static const struct {
	const char *tail, *title, *lead, *submit, *done, *tx;
	const struct record *rec;
	err (*save)(struct cx *cx, const void *in, void *ret);
} ways[] = {
	{ "edit", "staff.post_edit", "staff.post_edit_lead", "staff.submit_correct", "staff.done_correct", "staff.post",
	  &post_form_rec, post_save_in_tx },
	{ "change", "staff.post_change", "staff.post_change_lead", "staff.submit_change", "staff.done_change",
	  "staff.post_change", &post_change_rec, post_change_in_tx },
};
enum way { EDIT, CHANGE };

static err show_way(struct cx *cx, const struct request *rq, struct res *rs, int status, enum way way)
{
	struct post post;
	TRY(post_find(cx, &rq->centre, route_id(rq), &post));
	struct post row = post;
	if (way == CHANGE) {
		row.valid_from = DAY(day_year(cx->today) + 1, 1, 1); /* decisions count from the new year on, mostly */
		row.note = STR_NONE;
	}
	const struct section_form f = { .section = &staff_section,
		                        .area = "posts",
		                        .title_key = ways[way].title,
		                        .about = post.title,
		                        .lead_key = ways[way].lead,
		                        .rec = ways[way].rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "posts", post.id, ways[way].tail),
		                        .back = post_path(cx, rq, post.id),
		                        .submit_key = ways[way].submit };
	return section_form_show(cx, rq, rs, status, &f);
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct post *typed, enum way way)
{
	struct post stored;
	TRY(post_find(cx, &rq->centre, typed->id, &stored));
	return stale_show(cx, rq, rs, ways[way].rec, &stored, typed, stored.version,
	                  staff_at(cx, rq, "posts", stored.id, ways[way].tail), ways[way].submit);
}

static err post_way(struct cx *cx, const struct request *rq, struct res *rs, enum way way)
{
	struct post row = { .id = route_id(rq), .version = sent_version(rq) }, saved;
	err e = form_read(cx, rq->http, ways[way].rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, ways[way].tx, ways[way].save, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, post_path(cx, rq, saved.id), ways[way].done,
		                       post_path(cx, rq, saved.id), saved.version);
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &row, way);
	return frame_tells(e) ? show_way(cx, rq, rs, page_status(e), way) : e;
}

err post_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_way(cx, rq, rs, 200, EDIT);
}

err post_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_way(cx, rq, rs, EDIT);
}

err post_change_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_way(cx, rq, rs, 200, CHANGE);
}

err post_change_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_way(cx, rq, rs, CHANGE);
}

/* --- what it cost ------------------------------------------------------------------------------------------------- */

/* The amount of a year, if there is one already: entering it again corrects it. */
static err cost_of(struct cx *cx, const struct request *rq, int64_t post_id, int64_t year, struct post_cost *ret)
{
	struct list costs = { 0 };
	*ret = (struct post_cost){ .post_id = post_id, .year = year };
	TRY(costs_of_post(cx, &rq->centre, post_id, &costs));
	LIST_EACH (const struct post_cost, c, &costs)
		if (c->year == year)
			*ret = *c;
	return OK;
}

static err show_cost(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct post post;
	struct post_cost row;
	int64_t year;
	TRY(post_find(cx, &rq->centre, route_id(rq), &post));
	if (!str_to_int(route_asked(rq, "year"), &year) || year < 2012 || year > 2199)
		year = day_year(cx->today) - 1; /* what was paid is known when the year is over */
	TRY(cost_of(cx, rq, post.id, year, &row));
	const struct section_form f = { .section = &staff_section,
		                        .area = "posts",
		                        .title_key = "staff.cost_title",
		                        .about = post.title,
		                        .lead_key = "staff.cost_lead",
		                        .rec = &post_cost_form_rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "posts", post.id, "cost"),
		                        .back = post_path(cx, rq, post.id),
		                        .submit_key = "staff.submit_cost" };
	return section_form_show(cx, rq, rs, status, &f);
}

err post_cost_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_cost(cx, rq, rs, 200);
}

static err save_cost(struct cx *cx, const struct request *rq, struct post_cost *row, struct post_cost *stored)
{
	struct post_cost saved;
	TRY(cost_of(cx, rq, row->post_id, row->year, stored));
	int64_t sent = sent_version(rq);
	row->id = stored->id;
	row->version = stored->id && sent < 0 ? -1 : sent;
	return staff_write(cx, rq, "staff.post_cost", post_cost_save_in_tx, row, &saved, sizeof saved);
}

err post_cost_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct post_cost row = { .post_id = route_id(rq) }, stored = { 0 };
	err e = form_read(cx, rq->http, &post_cost_form_rec, &row);
	if (e == OK)
		e = save_cost(cx, rq, &row, &stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, post_path(cx, rq, row.post_id), "staff.done_cost");
	if (e == E_STALE)
		return stale_show(cx, rq, rs, &post_cost_form_rec, &stored, &row, stored.version,
		                  staff_at(cx, rq, "posts", row.post_id, "cost"), "staff.submit_cost");
	return frame_tells(e) ? show_cost(cx, rq, rs, page_status(e)) : e;
}

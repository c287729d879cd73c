/* Who holds which share: a new one, from the post's or the person's page; correcting one; ending one (S-STA-2). The
 * size that is offered is what is vacant: a post that is held by several shows by itself whether it is in two halves.
 */
#include <inttypes.h>

#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_parts.h"

static const struct field edit_fields[] = {
	FIELD(struct share, version, KIND_INT, .hidden = true),
	FIELD(struct share, fte, KIND_DECIMAL, .input = true, .required = true, .min = 1, .max = 1000),
	FIELD(struct share, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct share, valid_to, KIND_DAY, .input = true),
};
const struct record share_edit_rec = RECORD("share", struct share, edit_fields);
static const struct field end_fields[] = {
	FIELD(struct share, version, KIND_INT, .hidden = true),
	FIELD(struct share, valid_to, KIND_DAY, .label = "staff.last_day", .input = true, .required = true),
};
const struct record share_end_rec = RECORD("share", struct share, end_fields);

/* --- a new one ---------------------------------------------------------------------------------------------------- */

static int64_t asked(const struct request *rq, const char *name)
{
	int64_t id;
	return str_to_int(route_asked(rq, name), &id) && id > 0 ? id : 0;
}

/* From today, or from the post's first day if it lies ahead; as much as is vacant then. */
static err fill_vacant(struct cx *cx, const struct request *rq, struct share *row)
{
	struct post post;
	struct list shares = { 0 };
	row->valid_from = cx->today;
	if (!row->post_id)
		return OK;
	TRY(post_find(cx, &rq->centre, row->post_id, &post));
	TRY(shares_of_post(cx, &rq->centre, post.id, &shares));
	if (!HOLDS_ON(&post, row->valid_from))
		row->valid_from = post.valid_from;
	row->valid_to = post.valid_to;
	int64_t vacant = post.fte - filled_on(&shares, post.id, row->valid_from);
	row->fte = vacant > 0 ? vacant : 0;
	row->post_title = post.title;
	return OK;
}

static err back_of(struct cx *cx, const struct request *rq, struct section_form *f, const struct share *row)
{
	struct person person;
	f->back = staff_at(cx, rq, "", 0, "");
	if (row->post_id) {
		f->area = "posts";
		f->back = staff_at(cx, rq, "posts", row->post_id, "");
		f->back_text = row->post_title;
	} else if (row->person_id) {
		TRY(person_find(cx, &rq->centre, row->person_id, &person));
		f->area = "people";
		f->back = staff_at(cx, rq, "people", row->person_id, "");
		f->back_text = person.name;
	}
	return OK;
}

static str with_query(struct cx *cx, const struct request *rq, str path)
{
	int64_t post = asked(rq, "post"), person = asked(rq, "person");
	if (!post && !person)
		return path;
	return str_print(cx->mem, STR_FMT "?%s=%" PRId64, STR_ARG(path), post ? "post" : "person",
	                 post ? post : person);
}

static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct share row = { .post_id = asked(rq, "post"), .person_id = asked(rq, "person") };
	TRY(fill_vacant(cx, rq, &row));
	struct section_form f = { .section = &staff_section,
		                  .area = "posts",
		                  .title_key = "staff.share_new",
		                  .lead_key = "staff.share_new_lead",
		                  .rec = &share_new_rec,
		                  .row = &row,
		                  .action = with_query(cx, rq, staff_at(cx, rq, "shares", 0, "new")),
		                  .submit_key = "staff.submit_share",
		                  .other = { .text = word(cx->words, cx->mem, "staff.person_missing"),
		                             .path = with_query(cx, rq, staff_at(cx, rq, "people", 0, "new")) },
		                  .offer_field = "post_id",
		                  .other_field = "person_id" };
	TRY(staff_post_choices(cx, rq, &f.offers));
	TRY(staff_people_choices(cx, rq, &f.other_offers));
	TRY(back_of(cx, rq, &f, &row));
	return section_form_show(cx, rq, rs, status, &f);
}

err share_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_new(cx, rq, rs, 200);
}

err share_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct share row = { 0 }, saved;
	err e = form_read(cx, rq->http, &share_new_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.share", share_save_in_tx, &row, &saved, sizeof saved);
	bool person = asked(rq, "person") && !asked(rq, "post");
	if (e == OK)
		return page_done(
		        cx, rq->http, rs,
		        staff_at(cx, rq, person ? "people" : "posts", person ? saved.person_id : saved.post_id, ""),
		        "staff.done_share");
	return frame_tells(e) ? show_new(cx, rq, rs, page_status(e)) : e;
}

/* --- correcting and ending ---------------------------------------------------------------------------------------- */

static const struct {
	const char *tail, *title, *lead, *submit, *done;
	const struct record *rec;
} ways[] = {
	{ "edit", "staff.share_edit", "staff.share_edit_lead", "staff.submit_correct", "staff.done_correct",
	  &share_edit_rec },
	{ "end", "staff.share_end", "staff.share_end_lead", "staff.submit_end", "staff.done_end", &share_end_rec },
};
enum way { EDIT, END };

static err show_way(struct cx *cx, const struct request *rq, struct res *rs, int status, enum way way)
{
	struct share share;
	TRY(share_find(cx, &rq->centre, route_id(rq), &share));
	struct share row = share;
	if (way == END && !day_is(row.valid_to))
		row.valid_to = cx->today;
	const struct section_form f = {
		.section = &staff_section,
		.area = "posts",
		.title_key = ways[way].title,
		.about = share.person_name,
		.lead_key = ways[way].lead,
		.args = args_copy(cx->mem, ARGS({ "name", share.person_name }, { "post", share.post_title },
		                                { "fte", say_decimal(cx->words, cx->mem, share.fte) },
		                                { "from", say_day(cx->words, cx->mem, share.valid_from) })),
		.rec = ways[way].rec,
		.row = &row,
		.action = staff_at(cx, rq, "shares", share.id, ways[way].tail),
		.back = staff_at(cx, rq, "posts", share.post_id, ""),
		.back_text = share.post_title,
		.submit_key = ways[way].submit,
	};
	return section_form_show(cx, rq, rs, status, &f);
}

static err post_way(struct cx *cx, const struct request *rq, struct res *rs, enum way way)
{
	struct share row, saved;
	TRY(share_find(cx, &rq->centre, route_id(rq), &row));
	const struct share stored = row;
	row.version = sent_version(rq);
	err e = form_read(cx, rq->http, ways[way].rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, way == END ? "staff.share_end" : "staff.share", share_save_in_tx, &row, &saved,
		                sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "posts", stored.post_id, ""), ways[way].done);
	if (e == E_STALE)
		return stale_show(cx, rq, rs, ways[way].rec, &stored, &row, stored.version,
		                  staff_at(cx, rq, "shares", stored.id, ways[way].tail), ways[way].submit);
	return frame_tells(e) ? show_way(cx, rq, rs, page_status(e), way) : e;
}

err share_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_way(cx, rq, rs, 200, EDIT);
}

err share_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_way(cx, rq, rs, EDIT);
}

err share_end_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_way(cx, rq, rs, 200, END);
}

err share_end_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_way(cx, rq, rs, END);
}

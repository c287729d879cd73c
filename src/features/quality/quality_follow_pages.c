/* Follow-ups of a KI: what is agreed, with whom and by when, and what became of it (S-EVA-2). */
#include <inttypes.h>

#include "core/user.h"
#include "core/words.h"
#include "features/quality/quality_pages.h"

/* --- all of them -------------------------------------------------------------------------------------------------- */

struct list_page {
	struct centre_frame frame;
	struct section_top top;
	bool has_follow_ups;
	struct list follow_ups; /* struct follow_up; open ones first, then by day */
};
static const struct field list_fields[] = {
	SECTION_FIELDS(struct list_page),
	FIELD(struct list_page, has_follow_ups, KIND_BOOL, .hidden = true),
	FIELD(struct list_page, follow_ups, KIND_MANY, .of = &follow_up_rec),
};
static const struct record list_rec = RECORD("follow_ups", struct list_page, list_fields);
const struct page page_follow_ups = { "quality/follow_ups.html", &list_rec };

err follow_ups_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct list_page p = { 0 };
	struct list all = { 0 };
	TRY(section_fill(cx, rq, &quality_section, "follow-ups", "quality.follow_ups_title", STR_NONE, &p.frame,
	                 &p.top));
	section_primary(cx, rq, &p.top, RIGHT_REPORT_RELEASE, "quality.propose",
	                quality_at(cx, rq, "follow-ups", 0, "new"));
	TRY(follow_ups_of(cx, rq->centre.id, &all));
	for (int closed = 0; closed < 2; closed++)
		LIST_EACH (struct follow_up, f, &all)
			if (f->open != (bool)closed) {
				f->path = quality_at(cx, rq, "follow-ups", f->id, "");
				*LIST_ADD(cx->mem, &p.follow_ups, struct follow_up) = *f;
			}
	p.has_follow_ups = p.follow_ups.n > 0;
	p.frame.sentence = word(cx->words, cx->mem, "quality.follow_ups_lead");
	return page_show(cx, rq->http, rs, 200, &page_follow_ups, &p);
}

/* --- a new one ---------------------------------------------------------------------------------------------------- */

/* The criteria of today; those that the last assessment found weakest are not put first: KI and LaSI choose. */
static err offer_criteria(struct cx *cx, struct list *offers)
{
	struct list criteria = { 0 };
	TRY(criteria_on(cx, cx->today, &criteria));
	LIST_EACH (const struct criterion, c, &criteria)
		section_offer(cx, offers, c->id, in_language(cx, c->name, c->name_en));
	return OK;
}

static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct section_form f = { .section = &quality_section,
		                  .area = "follow-ups",
		                  .title_key = "quality.propose_title",
		                  .lead_key = "quality.propose_lead",
		                  .rec = &follow_up_new_rec,
		                  .action = quality_at(cx, rq, "follow-ups", 0, "new"),
		                  .back = quality_at(cx, rq, "follow-ups", 0, ""),
		                  .back_text = word(cx->words, cx->mem, "quality.area_follow_ups"),
		                  .submit_key = "quality.submit_propose",
		                  .offer_field = "criterion_id" };
	TRY(offer_criteria(cx, &f.offers));
	return section_form_show(cx, rq, rs, status, &f);
}

err follow_up_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_new(cx, rq, rs, 200);
}

err follow_up_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct follow_up row = { 0 }, saved;
	err e = form_read(cx, rq->http, &follow_up_new_rec, &row);
	if (e == OK)
		e = quality_write(cx, rq, "quality.follow_up", follow_up_propose_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, quality_at(cx, rq, "follow-ups", saved.id, ""),
		                 "quality.done_proposed");
	return frame_tells(e) ? show_new(cx, rq, rs, page_status(e)) : e;
}

/* --- one of them -------------------------------------------------------------------------------------------------- */

struct follow_up_page {
	struct centre_frame frame;
	struct section_top top;
	struct follow_up follow_up;
	str agree_path; /* for the LaSI, while it is only proposed */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct follow_up_page),
	FIELD(struct follow_up_page, follow_up, KIND_ONE, .of = &follow_up_rec),
	FIELD(struct follow_up_page, agree_path, KIND_PATH, .hidden = true),
};
static const struct record page_rec = RECORD("follow_up_page", struct follow_up_page, page_fields);
const struct page page_follow_up = { "quality/follow_up.html", &page_rec };

static err show_one(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct follow_up_page p = { 0 };
	struct follow_up *f = &p.follow_up;
	TRY(follow_up_find(cx, rq->centre.id, route_id(rq), f));
	f->path = quality_at(cx, rq, "follow-ups", f->id, "");
	TRY(section_fill(cx, rq, &quality_section, "follow-up", "quality.follow_up_title", f->criterion, &p.frame,
	                 &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "quality.area_follow_ups"),
	              quality_at(cx, rq, "follow-ups", 0, ""));
	if (f->open)
		p.frame.form = frame_form(cx, rq, RIGHT_REPORT_PREPARE, &follow_up_close_rec, NULL, f->path,
		                          "quality.submit_close");
	if (str_is(f->state, "proposed") && user_may(cx->user, RIGHT_REPORT_EVALUATE))
		p.agree_path = str_print(cx->mem, "/land/quality/follow-ups/%" PRId64 "/agree", f->id);
	return page_show(cx, rq->http, rs, status, &page_follow_up, &p);
}

err follow_up_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_one(cx, rq, rs, 200);
}

err follow_up_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct follow_up_close row = { .id = route_id(rq) };
	struct follow_up saved;
	err e = form_read(cx, rq->http, &follow_up_close_rec, &row);
	if (e == OK)
		e = quality_write(cx, rq, "quality.follow_up", follow_up_close_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, quality_at(cx, rq, "follow-ups", row.id, ""), "quality.done_closed");
	return frame_tells(e) ? show_one(cx, rq, rs, page_status(e)) : e;
}

/* Conflicts in a KI: the list, one with its dated steps, and its conclusion. */
#include <inttypes.h>

#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centre_conflicts.h"
#include "features/centres/centres_pages.h"

struct conflicts_page {
	struct centre_frame frame;
	struct list conflicts;
};
static const struct field conflicts_fields[] = {
	FRAME_FIELDS(struct conflicts_page),
	FIELD(struct conflicts_page, conflicts, KIND_MANY, .of = &conflict_rec),
};
static const struct record conflicts_rec = RECORD("conflicts_page", struct conflicts_page, conflicts_fields);
const struct page page_conflicts = { "centres/conflicts.html", &conflicts_rec };

struct conflict_page {
	struct centre_frame frame;
	struct conflict conflict;
	struct list timeline; /* struct conflict_step */
	bool concluding;      /* the form asks for the outcome */
	str conclude_path;    /* absent: concluded, or the reader may not conclude it */
};
static const struct field conflict_fields[] = {
	FRAME_FIELDS(struct conflict_page),
	FIELD(struct conflict_page, conflict, KIND_ONE, .of = &conflict_rec),
	FIELD(struct conflict_page, timeline, KIND_MANY, .of = &conflict_step_rec),
	FIELD(struct conflict_page, concluding, KIND_BOOL, .hidden = true),
	FIELD(struct conflict_page, conclude_path, KIND_PATH, .hidden = true),
};
static const struct record conflict_page_rec = RECORD("conflict_page", struct conflict_page, conflict_fields);
const struct page page_conflict = { "centres/conflict_record.html", &conflict_page_rec };

static str path_of(struct cx *cx, const struct request *rq, int64_t id, const char *tail)
{
	return str_print(cx->mem, STR_FMT "/%" PRId64 "%s", STR_ARG(frame_path(cx, rq, "conflicts")), id, tail);
}

static int64_t count_open(const struct list *l)
{
	int64_t n = 0;
	LIST_EACH (const struct conflict, c, l)
		n += c->open;
	return n;
}

static err show_list(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct conflicts_page p = { 0 };
	const struct conflict fresh = { .opened_on = cx->today };
	TRY(frame_fill(cx, rq, "conflicts", "conflicts.title", &p.frame));
	TRY(conflict_list(cx, &rq->centre, &p.conflicts));
	p.frame.sentence = word_plural(cx->words, cx->mem, "conflicts.sentence", count_open(&p.conflicts), NO_ARGS);
	p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_RECORD, &conflict_form_rec, &fresh,
	                          frame_path(cx, rq, "conflicts"), "conflicts.submit");
	return page_show(cx, rq->http, rs, status, &page_conflicts, &p);
}

err conflicts_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_list(cx, rq, rs, 200);
}

struct conflict_in {
	const struct tenant *centre;
	struct conflict row;
	struct conflict_step step;
};

static err open_tx(struct cx *cx, const void *in, void *ret)
{
	const struct conflict_in *i = in;
	return conflict_open_in_tx(cx, i->centre, &i->row, ret);
}

static err step_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct conflict_in *i = in;
	return conflict_step_in_tx(cx, i->centre, &i->step);
}

err conflicts_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct conflict_in in = { .centre = &rq->centre };
	int64_t id = 0;
	err e = form_read(cx, rq->http, &conflict_form_rec, &in.row);
	if (e == OK)
		e = db_tx(cx, "centre.conflict", open_tx, &in, &id, sizeof id);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, frame_path(cx, rq, "conflicts"), "conflicts.done",
		                       path_of(cx, rq, id, ""), 0);
	return frame_tells(e) ? show_list(cx, rq, rs, page_status(e)) : e;
}

/* --- one conflict ------------------------------------------------------------------------------------------------- */

static err show_one(struct cx *cx, const struct request *rq, struct res *rs, int status, bool concluding)
{
	struct conflict_page p = { .concluding = concluding };
	const struct conflict_step fresh = { .day = cx->today };
	int64_t id = route_id(rq);
	TRY(frame_fill(cx, rq, "conflicts", "conflicts.title", &p.frame));
	TRY(conflict_find(cx, &rq->centre, id, &p.conflict, &p.timeline));
	p.frame.title = p.conflict.subject;
	if (concluding && (p.conflict.open || status != 200))
		p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_DECIDE, &conflict_conclude_form_rec, &fresh,
		                          path_of(cx, rq, id, "/conclude"), "conflicts.submit_conclude");
	else if (p.conflict.open || status != 200)
		p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_RECORD, &conflict_step_form_rec, &fresh,
		                          path_of(cx, rq, id, "/steps"), "conflicts.submit_step");
	if (p.conflict.open && !concluding && frame_may(cx, rq, RIGHT_CENTRE_DECIDE))
		p.conclude_path = path_of(cx, rq, id, "/conclude");
	return page_show(cx, rq->http, rs, status, &page_conflict, &p);
}

err conflict_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_one(cx, rq, rs, 200, false);
}

err conflict_conclude_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_one(cx, rq, rs, 200, true);
}

static err post_step(struct cx *cx, const struct request *rq, struct res *rs, bool concluding)
{
	struct conflict_in in = { .centre = &rq->centre };
	err e = form_read(cx, rq->http, concluding ? &conflict_conclude_form_rec : &conflict_step_form_rec, &in.step);
	in.step.conflict_id = route_id(rq);
	if (concluding)
		in.step.kind = S("concluded");
	if (e == OK)
		e = db_tx(cx, concluding ? "centre.conflict_conclude" : "centre.conflict_step", step_tx, &in, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, path_of(cx, rq, in.step.conflict_id, ""),
		                 concluding ? "conflicts.done_conclude" : "conflicts.done_step");
	return frame_tells(e) ? show_one(cx, rq, rs, page_status(e), concluding) : e;
}

err conflict_step_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_step(cx, rq, rs, false);
}

err conflict_conclude_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_step(cx, rq, rs, true);
}

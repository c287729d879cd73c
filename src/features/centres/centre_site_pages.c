/* The one site of a KI: entering it, and moving it. */
#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centre_sites.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres_pages.h"

struct site_page {
	struct centre_frame frame;
	const struct site_row *present; /* NULL: none yet */
	struct list history;
};
static const struct field site_fields[] = {
	FRAME_FIELDS(struct site_page),
	FIELD(struct site_page, present, KIND_ONE, .of = &site_row_rec, .maybe = true),
	FIELD(struct site_page, history, KIND_MANY, .of = &site_row_rec),
};
static const struct record site_rec = RECORD("site_page", struct site_page, site_fields);
const struct page page_site = { "centres/site.html", &site_rec };

/* The site that has no end: it may begin in the future, then it is the one to be moved, too. */
static const struct site_row *present_of(const struct list *history)
{
	LIST_EACH (const struct site_row, s, history)
		if (!day_is(s->moved_out))
			return s;
	return NULL;
}

static err add_form(struct cx *cx, const struct request *rq, struct site_page *p)
{
	const struct site_row fresh = { .moved_in = cx->today };
	struct site_row move = { .moved_in = cx->today };
	struct list towns = { 0 };
	TRY(municipality_for_site(cx, rq->centre.id, &towns));
	if (p->present) {
		move.version = p->present->version;
		p->frame.form = frame_form(cx, rq, RIGHT_CENTRE_RECORD, &site_move_rec, &move,
		                           frame_path(cx, rq, "site/move"), "sites.submit_move");
	} else {
		p->frame.form = frame_form(cx, rq, RIGHT_CENTRE_RECORD, &site_form_rec, &fresh,
		                           frame_path(cx, rq, "site"), "sites.submit");
	}
	municipality_offer(cx, p->frame.form, "ags8", &towns);
	return OK;
}

static err show_site(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct site_page p = { 0 };
	TRY(frame_fill(cx, rq, "site", "sites.title", &p.frame));
	TRY(site_history(cx, rq->centre.id, &p.history));
	p.present = present_of(&p.history);
	p.frame.sentence = p.present ? word_args(cx->words, cx->mem, "sites.sentence",
	                                         ARGS({ "town", p.present->town },
	                                              { "since", say_day(cx->words, cx->mem, p.present->moved_in) }))
	                             : word(cx->words, cx->mem, "sites.sentence_none");
	TRY(add_form(cx, rq, &p));
	return page_show(cx, rq->http, rs, status, &page_site, &p);
}

err site_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_site(cx, rq, rs, 200);
}

struct site_in {
	const struct tenant *centre;
	struct site_row row;
	bool move;
};

static err site_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct site_in *i = in;
	return i->move ? site_move_in_tx(cx, i->centre, &i->row) : site_add_in_tx(cx, i->centre, &i->row);
}

err site_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct site_in in = { .centre = &rq->centre };
	err e = form_read(cx, rq->http, &site_form_rec, &in.row);
	if (e == OK)
		e = db_tx(cx, "centre.site", site_tx, &in, NULL, 0);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, frame_path(cx, rq, "site"), "sites.done",
		                       frame_path(cx, rq, "site"), 1);
	return frame_tells(e) ? show_site(cx, rq, rs, page_status(e)) : e;
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct site_row *typed)
{
	struct list history = { 0 };
	TRY(site_history(cx, rq->centre.id, &history));
	const struct site_row *now = present_of(&history);
	if (!now)
		return E_STALE;
	return stale_show(cx, rq, rs, &site_move_rec, now, typed, now->version, frame_path(cx, rq, "site/move"),
	                  "sites.submit_move");
}

err site_move_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct site_in in = { .centre = &rq->centre, .move = true };
	err e = form_read(cx, rq->http, &site_move_rec, &in.row);
	in.row.version = sent_version(rq);
	if (e == OK)
		e = db_tx(cx, "centre.site_move", site_tx, &in, NULL, 0);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, frame_path(cx, rq, "site"), "sites.done_move",
		                       frame_path(cx, rq, "site"), in.row.version + 1);
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &in.row);
	return frame_tells(e) ? show_site(cx, rq, rs, page_status(e)) : e;
}

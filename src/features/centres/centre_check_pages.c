/* Pages of a KI: its preconditions, and the bodies that must be involved. */
#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centre_bodies.h"
#include "features/centres/centre_checks.h"
#include "features/centres/centres_pages.h"

/* --- checks ------------------------------------------------------------------------------------------------------- */

struct checks_page {
	struct centre_frame frame;
	day day;
	struct list programmes, history;
	str bodies, bodies_path; /* absent: nobody is missing */
};
static const struct field checks_fields[] = {
	FRAME_FIELDS(struct checks_page),
	FIELD(struct checks_page, day, KIND_DAY),
	FIELD(struct checks_page, programmes, KIND_MANY, .of = &readiness_rec),
	FIELD(struct checks_page, history, KIND_MANY, .of = &check_entry_rec),
	FIELD(struct checks_page, bodies, KIND_TEXT),
	FIELD(struct checks_page, bodies_path, KIND_PATH, .hidden = true),
};
static const struct record checks_rec = RECORD("checks_page", struct checks_page, checks_fields);
const struct page page_checks = { "centres/checks.html", &checks_rec };

/* What must have happened before an application beside the checks: S-CEN-5. */
static err fill_bodies(struct cx *cx, const struct request *rq, struct checks_page *p)
{
	struct list entries = { 0 };
	struct body_picture picture;
	TRY(involvement_list(cx, rq->centre.id, &entries));
	bodies_of(cx, &entries, p->day, &picture);
	if (picture.missing == 0)
		return OK;
	str missing = word_plural(cx->words, cx->mem, "bodies.missing", picture.missing, NO_ARGS);
	p->bodies = word_args(cx->words, cx->mem, "checks.bodies", ARGS({ "missing", missing }));
	p->bodies_path = frame_path(cx, rq, "bodies");
	return OK;
}

/* "Antrag auf Grundförderung: Alle Voraussetzungen sind erfüllt." */
static str sentence_of(struct cx *cx, const struct readiness *base)
{
	str key = str_print(cx->mem, "readiness." STR_FMT, STR_ARG(base->programme));
	return word_args(cx->words, cx->mem, "checks.sentence",
	                 ARGS({ "programme", word(cx->words, cx->mem, key.p) }, { "because", base->because }));
}

static err show_checks(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct checks_page p = { 0 };
	const struct check_entry fresh = { .day = cx->today };
	TRY(frame_fill(cx, rq, "checks", "checks.title", &p.frame));
	if (route_day(cx, rq, "day", &p.day) != OK)
		status = 422;
	TRY(readiness_on(cx, &rq->centre, p.day, &p.programmes));
	TRY(check_history(cx, rq->centre.id, &p.history));
	TRY(fill_bodies(cx, rq, &p));
	p.frame.sentence = sentence_of(cx, LIST_AT(&p.programmes, struct readiness, 0));
	p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_RECORD, &check_form_rec, &fresh, frame_path(cx, rq, "checks"),
	                          "checks.submit");
	return page_show(cx, rq->http, rs, status, &page_checks, &p);
}

err checks_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_checks(cx, rq, rs, 200);
}

struct check_in {
	const struct tenant *centre;
	struct check_entry entry;
};

static err check_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct check_in *i = in;
	return check_record_in_tx(cx, i->centre, &i->entry);
}

err checks_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct check_in in = { .centre = &rq->centre };
	err e = form_read(cx, rq->http, &check_form_rec, &in.entry);
	if (e == OK)
		e = db_tx(cx, "centre.check", check_tx, &in, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, frame_path(cx, rq, "checks"), "checks.done");
	return frame_tells(e) ? show_checks(cx, rq, rs, page_status(e)) : e;
}

/* --- bodies ------------------------------------------------------------------------------------------------------- */

struct bodies_page {
	struct centre_frame frame;
	struct list bodies, entries;
	int64_t missing;
};
static const struct field bodies_fields[] = {
	FRAME_FIELDS(struct bodies_page),
	FIELD(struct bodies_page, bodies, KIND_MANY, .of = &body_line_rec),
	FIELD(struct bodies_page, missing, KIND_INT),
	FIELD(struct bodies_page, entries, KIND_MANY, .of = &involvement_rec),
};
static const struct record bodies_rec = RECORD("bodies_page", struct bodies_page, bodies_fields);
const struct page page_bodies = { "centres/bodies.html", &bodies_rec };

static err show_bodies(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct bodies_page p = { 0 };
	struct body_picture picture;
	const struct involvement fresh = { .day = cx->today };
	TRY(frame_fill(cx, rq, "bodies", "bodies.title", &p.frame));
	TRY(involvement_list(cx, rq->centre.id, &p.entries));
	bodies_of(cx, &p.entries, cx->today, &picture);
	p.bodies = picture.lines;
	p.missing = picture.missing;
	p.frame.sentence = picture.missing ? word_plural(cx->words, cx->mem, "bodies.missing", picture.missing, NO_ARGS)
	                                   : word(cx->words, cx->mem, "bodies.none_missing");
	p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_RECORD, &involvement_form_rec, &fresh,
	                          frame_path(cx, rq, "bodies"), "bodies.submit");
	return page_show(cx, rq->http, rs, status, &page_bodies, &p);
}

err bodies_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_bodies(cx, rq, rs, 200);
}

struct body_in {
	const struct tenant *centre;
	struct involvement entry;
};

static err body_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct body_in *i = in;
	return involvement_record_in_tx(cx, i->centre, &i->entry);
}

err bodies_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct body_in in = { .centre = &rq->centre };
	err e = form_read(cx, rq->http, &involvement_form_rec, &in.entry);
	if (e == OK)
		e = db_tx(cx, "centre.involve", body_tx, &in, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, frame_path(cx, rq, "bodies"), "bodies.done");
	return frame_tells(e) ? show_bodies(cx, rq, rs, page_status(e)) : e;
}

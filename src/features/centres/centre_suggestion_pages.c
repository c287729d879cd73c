/* Suggestions of kreisangehörige municipalities and the answer of the Kreis. */
#include <inttypes.h>

#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centre_suggestions.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres_pages.h"

struct suggestions_page {
	struct centre_frame frame;
	bool kreis;
	struct list suggestions;
};
static const struct field suggestions_fields[] = {
	FRAME_FIELDS(struct suggestions_page),
	FIELD(struct suggestions_page, kreis, KIND_BOOL),
	FIELD(struct suggestions_page, suggestions, KIND_MANY, .of = &suggestion_rec),
};
static const struct record suggestions_rec = RECORD("suggestions_page", struct suggestions_page, suggestions_fields);
const struct page page_suggestions = { "centres/suggestions.html", &suggestions_rec };

struct suggestion_page {
	struct centre_frame frame;
	struct suggestion suggestion;
};
static const struct field suggestion_fields[] = {
	FRAME_FIELDS(struct suggestion_page),
	FIELD(struct suggestion_page, suggestion, KIND_ONE, .of = &suggestion_rec),
};
static const struct record one_rec = RECORD("suggestion_page", struct suggestion_page, suggestion_fields);
const struct page page_suggestion = { "centres/suggestion.html", &one_rec };

static str path_of(struct cx *cx, const struct request *rq, int64_t id, const char *tail)
{
	return str_print(cx->mem, STR_FMT "/%" PRId64 "%s", STR_ARG(frame_path(cx, rq, "suggestions")), id, tail);
}

static int64_t count_open(const struct list *l)
{
	int64_t n = 0;
	LIST_EACH (const struct suggestion, s, l)
		n += s->open;
	return n;
}

static err show_list(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct suggestions_page p = { .kreis = str_is(rq->centre.kind, "kreis") };
	const struct suggestion fresh = { .received_on = cx->today };
	struct list towns = { 0 };
	TRY(frame_fill(cx, rq, "suggestions", "suggestions.title", &p.frame));
	TRY(suggestion_list(cx, rq->centre.id, &p.suggestions));
	LIST_EACH (struct suggestion, s, &p.suggestions)
		s->path = path_of(cx, rq, s->id, "");
	p.frame.sentence =
	        p.kreis ? word_plural(cx->words, cx->mem, "suggestions.sentence", count_open(&p.suggestions), NO_ARGS)
	                : word(cx->words, cx->mem, "suggestions.only_kreis");
	if (p.kreis)
		p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_RECORD, &suggestion_form_rec, &fresh,
		                          frame_path(cx, rq, "suggestions"), "suggestions.submit");
	TRY(municipality_list(cx, rq->centre.id, &towns));
	municipality_offer(cx, p.frame.form, "ags8", &towns);
	return page_show(cx, rq->http, rs, status, &page_suggestions, &p);
}

err suggestions_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_list(cx, rq, rs, 200);
}

struct suggestion_in {
	const struct tenant *centre;
	struct suggestion row;
	bool answer;
};

static err suggestion_tx(struct cx *cx, const void *in, void *ret)
{
	const struct suggestion_in *i = in;
	return i->answer ? suggestion_answer_in_tx(cx, i->centre, &i->row)
	                 : suggestion_record_in_tx(cx, i->centre, &i->row, ret);
}

err suggestions_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct suggestion_in in = { .centre = &rq->centre };
	int64_t id = 0;
	err e = form_read(cx, rq->http, &suggestion_form_rec, &in.row);
	if (e == OK)
		e = db_tx(cx, "centre.suggestion", suggestion_tx, &in, &id, sizeof id);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, frame_path(cx, rq, "suggestions"), "suggestions.done",
		                       path_of(cx, rq, id, ""), 1);
	return frame_tells(e) ? show_list(cx, rq, rs, page_status(e)) : e;
}

/* --- one, and its answer ------------------------------------------------------------------------------------------ */

static err show_one(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct suggestion_page p = { 0 };
	TRY(frame_fill(cx, rq, "suggestions", "suggestions.title", &p.frame));
	TRY(suggestion_find(cx, rq->centre.id, route_id(rq), &p.suggestion));
	p.frame.title = p.suggestion.subject;
	p.suggestion.path = path_of(cx, rq, p.suggestion.id, "");
	struct suggestion fresh = p.suggestion;
	fresh.answered_on = cx->today;
	if (p.suggestion.open)
		p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_DECIDE, &suggestion_answer_rec, &fresh,
		                          path_of(cx, rq, p.suggestion.id, "/answer"), "suggestions.submit_answer");
	return page_show(cx, rq->http, rs, status, &page_suggestion, &p);
}

err suggestion_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_one(cx, rq, rs, 200);
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct suggestion *typed)
{
	struct suggestion now;
	TRY(suggestion_find(cx, rq->centre.id, typed->id, &now));
	return stale_show(cx, rq, rs, &suggestion_answer_rec, &now, typed, now.version,
	                  path_of(cx, rq, now.id, "/answer"), now.open ? "suggestions.submit_answer" : NULL);
}

err suggestion_answer_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct suggestion_in in = { .centre = &rq->centre, .answer = true };
	in.row.id = route_id(rq);
	err e = form_read(cx, rq->http, &suggestion_answer_rec, &in.row);
	in.row.version = sent_version(rq);
	if (e == OK)
		e = db_tx(cx, "centre.answer", suggestion_tx, &in, NULL, 0);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, path_of(cx, rq, in.row.id, ""), "suggestions.done_answer",
		                       path_of(cx, rq, in.row.id, ""), in.row.version + 1);
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &in.row);
	return frame_tells(e) ? show_one(cx, rq, rs, page_status(e)) : e;
}

/* What the pages of a case share. */
#include "core/user.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/grants/grant_pages.h"

#include <inttypes.h>

static const struct section_area areas[] = {
	{ "", "grants.area_cases", RIGHT_GRANT_READ },
	{ 0 },
};
const struct section grants_section = { "grants", "grants.crumb", areas };

str grant_at(struct cx *cx, const struct request *rq, const char *tail)
{
	return section_at(cx, rq, &grants_section, "", route_id(rq), tail);
}

str grant_case_name(struct cx *cx, const struct grant_case *c)
{
	const char *key = str_c(cx->mem, str_print(cx->mem, "grant_programme." STR_FMT, STR_ARG(c->programme)));
	return str_print(cx->mem, STR_FMT " %" PRId64, STR_ARG(word(cx->words, cx->mem, key)), c->year);
}

err grant_view_fill(struct cx *cx, const struct request *rq, struct grant_view *ret)
{
	TRY(grant_case_find(cx, &rq->centre, route_id(rq), &ret->c));
	ret->name = grant_case_name(cx, &ret->c);
	cx->back.text = ret->name;
	cx->back.path = ret->c.path;
	TRY(grant_state_on(cx, &ret->c, &ret->state, &ret->events));
	return OK;
}

err grant_section_fill(struct cx *cx, const struct request *rq, const struct grant_view *v, const char *title_key,
                       struct centre_frame *frame, struct section_top *top)
{
	TRY(section_fill(cx, rq, &grants_section, "case", title_key, v->name, frame, top));
	if (!str_eq(rq->http->path, v->c.path))
		section_crumb(cx, frame, v->name, v->c.path);
	return OK;
}

err grant_write(struct cx *cx, const struct request *rq, int64_t seen, const struct grant_event *e,
                struct grant_event *ret)
{
	const struct grant_add in = { .centre = &rq->centre, .case_id = route_id(rq), .seen = seen, .event = *e };
	return db_tx(cx, "grant.event", grant_add_in_tx, &in, ret, sizeof *ret);
}

bool grant_can(const struct cx *cx, const struct request *rq, const struct grant_state *s, const char *kind,
               int64_t about)
{
	return frame_may(cx, rq, grant_right_of(str_of(kind))) && !grant_may(s, str_of(kind), about, cx->today);
}

const struct words *grant_german(struct cx *cx)
{
	const struct words *before = cx->words;
	cx->words = words_sibling(cx->words, S("de"));
	return before;
}

err grant_in_german(struct cx *cx, const struct request *rq, struct res *rs, handler h)
{
	const struct words *mine = grant_german(cx);
	err e = h(cx, rq, rs);
	cx->words = mine;
	return e;
}

err grant_letter_show(struct cx *cx, struct res *rs, const struct doc_letter *l, str name)
{
	str pdf;
	TRY(doc_pdf(cx->mem, l, &pdf));
	return grant_pdf_show(cx, rs, pdf, name);
}

err grant_pdf_show(struct cx *cx, struct res *rs, str pdf, str name)
{
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"" STR_FMT ".pdf\"", STR_ARG(name)));
	return OK;
}

const struct grant_event *grant_sent_back(const struct list *events, const char *kind, struct maybe about,
                                          const struct grant_event **ret_why)
{
	const struct grant_event *draft = NULL;
	*ret_why = NULL;
	LIST_EACH (const struct grant_event, e, events) {
		bool newer = str_is(e->kind, kind) && (!about.has || e->about_id.v == about.v);
		if (newer || str_is(e->kind, "applied") || str_is(e->kind, "proven") || str_is(e->kind, "hearing")) {
			draft = newer ? e : NULL;
			*ret_why = NULL;
		} else if (draft && str_is(e->kind, "rejected") && e->about_id.v == draft->id)
			*ret_why = e;
	}
	return *ret_why ? draft : NULL;
}

static const struct field sent_back_fields[] = {
	FIELD(struct sent_back, reason, KIND_TEXT),
	FIELD(struct sent_back, by, KIND_TEXT),
	FIELD(struct sent_back, path, KIND_PATH),
	FIELD(struct sent_back, day, KIND_DAY),
};
const struct record sent_back_rec = RECORD("sent_back", struct sent_back, sent_back_fields);

struct sent_back *grant_sent_back_said(struct cx *cx, const struct request *rq, const struct grant_event *draft,
                                       const struct grant_event *why)
{
	struct sent_back *ret = NEW(cx->mem, struct sent_back);
	*ret = (struct sent_back){ .reason = why->note,
		                   .by = why->recorded_by,
		                   .path = grant_at(cx, rq, str_print(cx->mem, "drafts/%" PRId64, draft->seq).p),
		                   .day = why->day };
	return ret;
}

/* Who signs for the KI towards the authority: the head, and people whom the head has named (core/signatory.h). */
#include "features/grants/grant_signatory_pages.h"

#include <inttypes.h>

#include "core/words.h"

struct signatories_page {
	struct centre_frame frame;
	struct section_top top;
	struct list people; /* struct person_row */
};
struct person_row {
	str name, role, standing, named_by, path; /* path: where the days are set; absent without the right */
};
static const struct field row_fields[] = {
	FIELD(struct person_row, name, KIND_TEXT, .label = "user.name"),
	FIELD(struct person_row, role, KIND_CHOICE, .choices = &role_choices, .label = "user.role"),
	FIELD(struct person_row, standing, KIND_TEXT, .label = "grants.signatory.standing"),
	FIELD(struct person_row, named_by, KIND_TEXT, .label = "signatory.named_by"),
	FIELD(struct person_row, path, KIND_PATH),
};
static const struct record row_rec = RECORD("signatory_row", struct person_row, row_fields);
static const struct field page_fields[] = {
	SECTION_FIELDS(struct signatories_page),
	FIELD(struct signatories_page, people, KIND_MANY, .of = &row_rec),
};
static const struct record page_rec = RECORD("signatories_page", struct signatories_page, page_fields);
const struct page page_grant_signatories = { "grants/signatories.html", &page_rec };

static str standing_of(struct cx *cx, const struct signatory *s)
{
	const struct arg *args = ARGS({ "from", say_day(cx->words, cx->mem, s->valid_from) },
	                              { "until", say_day(cx->words, cx->mem, s->valid_until) });
	if (!s->version)
		return word(cx->words, cx->mem, "grants.signatory.not_named");
	if (day_is(s->valid_until) && day_cmp(s->valid_until, cx->today) < 0)
		return word_args(cx->words, cx->mem, "grants.signatory.ended", args);
	return word_args(cx->words, cx->mem,
	                 day_is(s->valid_until) ? "grants.signatory.from_until" : "grants.signatory.from_on", args);
}

static str all_path(struct cx *cx, const struct request *rq)
{
	return section_at(cx, rq, &grants_section, "signatories", 0, "");
}

err grant_signatories_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct signatories_page p = { 0 };
	struct list people = { 0 };
	const bool names = frame_may(cx, rq, RIGHT_CENTRE_DECIDE) && !role_of_land(user_role(cx->user));
	TRY(section_fill(cx, rq, &grants_section, "", "grants.signatory.title", STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "grants.crumb"),
	              section_at(cx, rq, &grants_section, "", 0, ""));
	p.frame.sentence = word(cx->words, cx->mem, "grants.signatory.lead");
	TRY(signatory_list(cx, rq->centre.id, &people));
	LIST_EACH (const struct signatory, s, &people)
		if (names || s->version)
			*LIST_ADD(cx->mem, &p.people, struct person_row) = (struct person_row){
				.name = s->name,
				.role = s->role,
				.standing = standing_of(cx, s),
				.named_by = s->named_by,
				.path = names ? section_at(cx, rq, &grants_section, "signatories", s->account_id, "")
				              : STR_NONE,
			};
	return page_show(cx, rq->http, rs, 200, &page_grant_signatories, &p);
}

/* --- one person --------------------------------------------------------------------------------------------------- */

static const struct field form_fields[] = {
	FIELD(struct signatory_in, version, KIND_INT, .hidden = true),
	FIELD(struct signatory_in, valid_from, KIND_DAY, .input = true, .required = true,
	      .label = "signatory.valid_from"),
	FIELD(struct signatory_in, valid_until, KIND_DAY, .input = true, .label = "signatory.valid_until"),
};
const struct record grant_signatory_rec = RECORD("signatory_days", struct signatory_in, form_fields);

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct signatory s;
	TRY(signatory_find(cx, rq->centre.id, route_id(rq), &s));
	const struct signatory_in row = { .version = s.version,
		                          .valid_from = s.version ? s.valid_from : cx->today,
		                          .valid_until = s.valid_until };
	str at = section_at(cx, rq, &grants_section, "signatories", s.account_id, "");
	struct section_form f = {
		.section = &grants_section,
		.area = "",
		.title_key = "grants.signatory.one_title",
		.lead_key = "grants.signatory.one_lead",
		.about = s.name,
		.rec = &grant_signatory_rec,
		.row = &row,
		.action = at,
		.back = all_path(cx, rq),
		.back_text = word(cx->words, cx->mem, "grants.signatory.title"),
		.submit_key = "grants.signatory.save",
	};
	if (s.version)
		f.remove = (struct link){ .text = word(cx->words, cx->mem, "grants.signatory.end"),
			                  .path = str_print(cx->mem, STR_FMT "/end", STR_ARG(at)) };
	return section_form_show(cx, rq, rs, status, &f);
}

err grant_signatory_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

static err store(struct cx *cx, const struct request *rq, struct res *rs, const struct signatory_in *in)
{
	int64_t version;
	TRY(db_tx(cx, "signatory", signatory_set_in_tx, in, &version, sizeof version));
	return page_done(cx, rq->http, rs, all_path(cx, rq),
	                 in->end ? "grants.signatory.done_end" : "grants.signatory.done");
}

err grant_signatory_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct signatory_in in = { .centre = &rq->centre, .account_id = route_id(rq), .version = sent_version(rq) };
	err e = form_read(cx, rq->http, &grant_signatory_rec, &in);
	if (e == OK)
		e = store(cx, rq, rs, &in);
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}

err grant_signatory_end_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct signatory s;
	TRY(signatory_find(cx, rq->centre.id, route_id(rq), &s));
	if (!s.version)
		return fail(cx, E_STALE, "signatory.stale", NO_ARGS);
	return store(cx, rq, rs,
	             &(struct signatory_in){
	                     .centre = &rq->centre, .account_id = s.account_id, .version = s.version, .end = true });
}

/* The voluntary, anonymous statement on immigration history (S-STA-7): the head opens a survey and prints its codes
 * once, anyone with a code answers without signing in, the head closes it. What is shown is the model's affair alone.
 */
#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_survey.h"

/* --- the head's page ---------------------------------------------------------------------------------------------- */

struct survey_page {
	struct centre_frame frame;
	struct section_top top;
	struct list surveys; /* struct survey, the newest first */
	bool open;           /* one runs */
	day open_since;
	str close_path, answer_path;
};
static const struct field survey_fields[] = {
	SECTION_FIELDS(struct survey_page),
	FIELD(struct survey_page, surveys, KIND_MANY, .of = &survey_rec),
	FIELD(struct survey_page, open, KIND_BOOL),
	FIELD(struct survey_page, open_since, KIND_DAY),
	FIELD(struct survey_page, close_path, KIND_PATH),
	FIELD(struct survey_page, answer_path, KIND_PATH),
};
static const struct record survey_page_rec = RECORD("staff_survey", struct survey_page, survey_fields);
const struct page page_staff_survey = { "staff/survey.html", &survey_page_rec };

/* A code for each person who holds a share today, and a few more in case one gets lost. */
static err codes_wanted(struct cx *cx, const struct request *rq, int64_t *ret)
{
	struct staff now;
	TRY(staff_load(cx, &rq->centre, cx->today, cx->today, &now));
	*ret = (int64_t)now.people.n < 5 ? 5 : (int64_t)now.people.n;
	return OK;
}

static err show_survey(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct survey_page p = { .answer_path = frame_path(cx, rq, "survey") };
	struct survey_new fresh = { .reference_day = cx->today };
	TRY(staff_fill(cx, rq, "survey", "staff.survey_title", STR_NONE, &p.frame, &p.top));
	TRY(surveys_of(cx, &rq->centre, &p.surveys));
	TRY(codes_wanted(cx, rq, &fresh.codes));
	LIST_EACH (const struct survey, s, &p.surveys) {
		if (!s->open)
			continue;
		p.open = true;
		p.open_since = s->opened_on;
		p.close_path = staff_at(cx, rq, "survey", s->id, "close");
	}
	p.frame.sentence = word(cx->words, cx->mem, p.open ? "staff.survey_running" : "staff.survey_none_open");
	if (!p.open || status != 200)
		p.frame.form = frame_form(cx, rq, RIGHT_STAFF_DECIDE, &survey_form_rec, &fresh,
		                          staff_at(cx, rq, "survey", 0, ""), "staff.submit_survey");
	return page_show(cx, rq->http, rs, status, &page_staff_survey, &p);
}

err staff_survey_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_survey(cx, rq, rs, 200);
}

/* --- codes, shown once -------------------------------------------------------------------------------------------- */

struct codes_page {
	struct centre_frame frame;
	struct section_top top;
	struct survey survey;
	struct list codes; /* struct survey_code */
	str address;       /* where the codes are entered, as it stands on the slips */
	str back_path;
};
static const struct field codes_fields[] = {
	SECTION_FIELDS(struct codes_page),
	FIELD(struct codes_page, survey, KIND_ONE, .of = &survey_rec),
	FIELD(struct codes_page, codes, KIND_MANY, .of = &survey_code_rec),
	FIELD(struct codes_page, address, KIND_TEXT),
	FIELD(struct codes_page, back_path, KIND_PATH),
};
static const struct record codes_rec = RECORD("staff_survey_codes", struct codes_page, codes_fields);
const struct page page_survey_codes = { "staff/survey_codes.html", &codes_rec };

/* No redirect: the codes are in no address and no second answer. */
err staff_survey_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct survey_new row = { 0 };
	struct survey_opened opened;
	struct codes_page p = { .back_path = staff_at(cx, rq, "survey", 0, "") };
	err e = form_read(cx, rq->http, &survey_form_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.survey_open", survey_open_in_tx, &row, &opened, sizeof opened);
	if (frame_tells(e))
		return show_survey(cx, rq, rs, page_status(e));
	TRY(e);
	TRY(staff_fill(cx, rq, "survey", "staff.codes_title", STR_NONE, &p.frame, &p.top));
	p.survey = opened.survey;
	p.codes = opened.codes;
	p.address = str_print(cx->mem, STR_FMT STR_FMT, STR_ARG(req_header(rq->http, "host")),
	                      STR_ARG(frame_path(cx, rq, "survey")));
	return page_show(cx, rq->http, rs, 200, &page_survey_codes, &p);
}

err staff_survey_close_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct survey row = { .id = route_id(rq) };
	struct survey closed;
	err e = staff_write(cx, rq, "staff.survey_close", survey_close_in_tx, &row, &closed, sizeof closed);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "survey", 0, ""), "staff.done_survey_close");
	return frame_tells(e) ? show_survey(cx, rq, rs, page_status(e)) : e;
}

/* --- the answer, by anyone who has a code ------------------------------------------------------------------------- */

struct answer_page {
	str title, name; /* of the KI */
	const struct form *form;
	bool signed_in;
};
static const struct field answer_fields[] = {
	FIELD(struct answer_page, title, KIND_TEXT),
	FIELD(struct answer_page, name, KIND_TEXT),
	FIELD(struct answer_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
	FIELD(struct answer_page, signed_in, KIND_BOOL, .hidden = true),
};
static const struct record answer_rec = RECORD("survey_answer_page", struct answer_page, answer_fields);
const struct page page_survey_answer = { "staff/survey_answer.html", &answer_rec };

static err show_answer(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	const struct face *face;
	TRY(request_face(cx, rq, &face));
	struct form form = form_of(cx, rq->http, &survey_answer_form_rec, NULL, frame_path(cx, rq, "survey"),
	                           "staff.submit_answer", STR_NONE);
	struct answer_page p = { .title = word(cx->words, cx->mem, "staff.answer_title"),
		                 .name = face->name,
		                 .form = &form,
		                 .signed_in = cx->user != NULL };
	return page_show(cx, rq->http, rs, status, &page_survey_answer, &p);
}

err survey_answer_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_answer(cx, rq, rs, 200);
}

err survey_answer_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct survey_answer row = { .centre_id = rq->centre.id };
	err e = form_read(cx, rq->http, &survey_answer_form_rec, &row);
	if (e == OK)
		e = db_tx(cx, "staff.survey_answer", survey_answer_in_tx, &row, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, frame_path(cx, rq, "survey"), "staff.done_answer");
	return frame_tells(e) ? show_answer(cx, rq, rs, page_status(e)) : e;
}

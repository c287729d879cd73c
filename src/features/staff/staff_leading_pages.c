/* Who leads and who deputises, from a day on (S-STA-6); secondments and their prolongation (P-STA-1, S-STA-9). */
#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"

static const struct field end_fields[] = {
	FIELD(struct leading, version, KIND_INT, .hidden = true),
	FIELD(struct leading, valid_to, KIND_DAY, .label = "staff.last_day", .input = true, .required = true),
};
const struct record leading_end_rec = RECORD("leading", struct leading, end_fields);
/* Who comes stays, as far as is known: the end is recorded when it comes. */
static const struct field new_fields[] = {
	FIELD(struct leading, office, KIND_CHOICE, .choices = &office_choices, .input = true, .required = true),
	FIELD(struct leading, person_id, KIND_INT, .input = true, .required = true),
	FIELD(struct leading, valid_from, KIND_DAY, .input = true, .required = true),
};
const struct record leading_new_rec = RECORD("leading", struct leading, new_fields);

/* --- who leads ---------------------------------------------------------------------------------------------------- */

struct leading_row {
	struct leading leading;
	bool now;
	str person_path, end_path;
};
static const struct field row_fields[] = {
	FIELD(struct leading_row, leading, KIND_ONE, .of = &leading_rec),
	FIELD(struct leading_row, now, KIND_BOOL),
	FIELD(struct leading_row, person_path, KIND_PATH),
	FIELD(struct leading_row, end_path, KIND_PATH),
};
static const struct record row_rec = RECORD("leading_row", struct leading_row, row_fields);

struct leading_page {
	struct centre_frame frame;
	struct section_top top;
	struct list leadings; /* struct leading_row, the newest first */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct leading_page),
	FIELD(struct leading_page, leadings, KIND_MANY, .of = &row_rec),
};
static const struct record page_rec = RECORD("staff_leading", struct leading_page, page_fields);
const struct page page_leading = { "staff/leading.html", &page_rec };

static bool runs(const struct cx *cx, const struct leading *l)
{
	return day_cmp(l->valid_from, cx->today) <= 0 && (!day_is(l->valid_to) || day_cmp(l->valid_to, cx->today) >= 0);
}

static err fill_leadings(struct cx *cx, const struct request *rq, struct leading_page *p)
{
	struct list all = { 0 };
	TRY(leadings_of(cx, &rq->centre, &all));
	LIST_EACH (const struct leading, l, &all) {
		struct leading_row *row = LIST_ADD(cx->mem, &p->leadings, struct leading_row);
		*row = (struct leading_row){ .leading = *l,
			                     .now = runs(cx, l),
			                     .person_path = staff_at(cx, rq, "people", l->person_id, "") };
		if (!day_is(l->valid_to))
			row->end_path = staff_at(cx, rq, "leading", l->id, "end");
	}
	return OK;
}

static err show_leading(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct leading_page p = { 0 };
	struct list people = { 0 };
	const struct leading fresh = { .valid_from = cx->today };
	TRY(staff_fill(cx, rq, "leading", "staff.leading_title", STR_NONE, &p.frame, &p.top));
	TRY(fill_leadings(cx, rq, &p));
	TRY(staff_people_choices(cx, rq, &people));
	p.frame.sentence = word(cx->words, cx->mem, "staff.leading_sentence");
	p.frame.form = frame_form(cx, rq, RIGHT_STAFF_DECIDE, &leading_new_rec, &fresh,
	                          staff_at(cx, rq, "leading", 0, ""), "staff.submit_leading");
	if (p.frame.form)
		form_offer(cx, (struct form *)p.frame.form, "person_id", &people);
	return page_show(cx, rq->http, rs, status, &page_leading, &p);
}

err leading_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_leading(cx, rq, rs, 200);
}

err leading_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct leading row = { 0 }, saved;
	err e = form_read(cx, rq->http, &leading_new_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.leading", leading_save_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "", 0, ""), "staff.done_leading");
	return frame_tells(e) ? show_leading(cx, rq, rs, page_status(e)) : e;
}

static err leading_of(struct cx *cx, const struct request *rq, struct leading *ret)
{
	struct list all = { 0 };
	TRY(leadings_of(cx, &rq->centre, &all));
	LIST_EACH (const struct leading, l, &all)
		if (l->id == route_id(rq)) {
			*ret = *l;
			return OK;
		}
	return fail(cx, E_NOTFOUND, "staff.not_found", NO_ARGS);
}

static err show_end(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct leading l;
	TRY(leading_of(cx, rq, &l));
	struct leading row = l;
	row.valid_to = day_is(l.valid_to) ? l.valid_to : cx->today;
	const struct section_form f = { .section = &staff_section,
		                        .area = "leading",
		                        .title_key = "staff.leading_end",
		                        .about = l.person_name,
		                        .rec = &leading_end_rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "leading", l.id, "end"),
		                        .back = staff_at(cx, rq, "leading", 0, ""),
		                        .back_text = word(cx->words, cx->mem, "staff.leading_crumb"),
		                        .submit_key = "staff.submit_end" };
	return section_form_show(cx, rq, rs, status, &f);
}

err leading_end_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_end(cx, rq, rs, 200);
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct leading *typed)
{
	struct leading stored;
	TRY(leading_of(cx, rq, &stored));
	return stale_show(cx, rq, rs, &leading_end_rec, &stored, typed, stored.version,
	                  staff_at(cx, rq, "leading", stored.id, "end"), "staff.submit_end");
}

err leading_end_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct leading row = { .id = route_id(rq), .version = sent_version(rq) }, saved;
	err e = form_read(cx, rq->http, &leading_end_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.leading_end", leading_end_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "leading", 0, ""), "staff.done_end");
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &row);
	return frame_tells(e) ? show_end(cx, rq, rs, page_status(e)) : e;
}

/* --- secondments -------------------------------------------------------------------------------------------------- */

/* Prolonged: from the day after the last one, for a year, at the same places. */
static err prolonged(struct cx *cx, const struct request *rq, int64_t person_id, struct secondment *ret)
{
	struct list all = { 0 };
	const struct secondment *last = NULL;
	TRY(secondments_of(cx, &rq->centre, person_id, &all));
	LIST_EACH (const struct secondment, s, &all)
		if (!last || day_cmp(s->valid_to, last->valid_to) > 0)
			last = s;
	if (last)
		*ret = *last;
	ret->id = 0;
	ret->version = 0;
	ret->valid_from = last ? day_add(last->valid_to, 1) : cx->today;
	ret->valid_to = day_add(day_add_months(ret->valid_from, 12), -1);
	return OK;
}

static err show_secondment(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct person person;
	struct secondment row = { 0 };
	TRY(person_find(cx, &rq->centre, route_id(rq), &person));
	TRY(prolonged(cx, rq, person.id, &row));
	bool again = row.home.p;
	const struct section_form f = { .section = &staff_section,
		                        .area = "people",
		                        .title_key = again ? "staff.secondment_prolong" : "staff.secondment_new",
		                        .about = person.name,
		                        .lead_key = again ? "staff.secondment_prolong_lead" : "staff.secondment_lead",
		                        .rec = &secondment_new_rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "people", person.id, "secondment"),
		                        .back = staff_at(cx, rq, "people", person.id, ""),
		                        .submit_key = "staff.submit_secondment" };
	return section_form_show(cx, rq, rs, status, &f);
}

err secondment_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_secondment(cx, rq, rs, 200);
}

err secondment_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct secondment row = { .person_id = route_id(rq) }, saved;
	err e = form_read(cx, rq->http, &secondment_new_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.secondment", secondment_save_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "people", row.person_id, ""),
		                 "staff.done_secondment");
	return frame_tells(e) ? show_secondment(cx, rq, rs, page_status(e)) : e;
}

static err secondment_of(struct cx *cx, const struct request *rq, struct secondment *ret)
{
	struct list all = { 0 };
	TRY(secondments_of(cx, &rq->centre, 0, &all));
	LIST_EACH (const struct secondment, s, &all)
		if (s->id == route_id(rq)) {
			*ret = *s;
			return OK;
		}
	return fail(cx, E_NOTFOUND, "staff.not_found", NO_ARGS);
}

static err show_secondment_edit(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct secondment row;
	TRY(secondment_of(cx, rq, &row));
	const struct section_form f = { .section = &staff_section,
		                        .area = "people",
		                        .title_key = "staff.secondment_edit",
		                        .about = row.person_name,
		                        .rec = &secondment_form_rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "secondments", row.id, "edit"),
		                        .back = staff_at(cx, rq, "people", row.person_id, ""),
		                        .submit_key = "staff.submit_correct" };
	return section_form_show(cx, rq, rs, status, &f);
}

err secondment_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_secondment_edit(cx, rq, rs, 200);
}

err secondment_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct secondment row = { .id = route_id(rq), .version = sent_version(rq) }, saved, stored;
	err e = form_read(cx, rq->http, &secondment_form_rec, &row);
	TRY(secondment_of(cx, rq, &stored));
	row.person_id = stored.person_id;
	if (e == OK)
		e = staff_write(cx, rq, "staff.secondment", secondment_save_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "people", stored.person_id, ""),
		                 "staff.done_correct");
	if (e == E_STALE)
		return stale_show(cx, rq, rs, &secondment_form_rec, &stored, &row, stored.version,
		                  staff_at(cx, rq, "secondments", stored.id, "edit"), "staff.submit_correct");
	return frame_tells(e) ? show_secondment_edit(cx, rq, rs, page_status(e)) : e;
}

/* People: the list by name, and entering or correcting one. Only what the staff plan needs. */
#include <inttypes.h>

#include "core/paging.h"
#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_parts.h"

enum { PAGE_ROWS = 25, MOST_FOUND = 200 };

struct person_row {
	struct person person;
	str holds; /* "Sprachbildung (0,5)": today; absent: nothing */
	int64_t fte;
	str path;
};
static const struct field row_fields[] = {
	FIELD(struct person_row, person, KIND_ONE, .of = &person_rec),
	FIELD(struct person_row, holds, KIND_TEXT),
	FIELD(struct person_row, fte, KIND_DECIMAL),
	FIELD(struct person_row, path, KIND_PATH),
};
static const struct record row_rec = RECORD("person_row", struct person_row, row_fields);

struct people_page {
	struct centre_frame frame;
	struct section_top top;
	str q;             /* what was searched for */
	struct list items; /* struct person_row */
	str path, first, next;
	bool none_found;
};
static const struct field people_fields[] = {
	SECTION_FIELDS(struct people_page),
	FIELD(struct people_page, q, KIND_TEXT),
	FIELD(struct people_page, items, KIND_MANY, .of = &row_rec),
	FIELD(struct people_page, path, KIND_PATH),
	FIELD(struct people_page, first, KIND_PATH, .hidden = true),
	FIELD(struct people_page, next, KIND_PATH),
	FIELD(struct people_page, none_found, KIND_BOOL, .hidden = true),
};
static const struct record people_rec = RECORD("staff_people", struct people_page, people_fields);
const struct page page_staff_people = { "staff/people.html", &people_rec };

/* --- list --------------------------------------------------------------------------------------------------------- */

static void add_row(struct cx *cx, const struct request *rq, struct people_page *p, const struct person *person,
                    const struct list *shares)
{
	struct text t = TEXT(cx->mem);
	struct person_row *row = LIST_ADD(cx->mem, &p->items, struct person_row);
	*row = (struct person_row){ .person = *person, .path = staff_at(cx, rq, "people", person->id, "") };
	LIST_EACH (const struct share, s, shares) {
		if (s->person_id != person->id || !HOLDS_ON(s, cx->today))
			continue;
		row->fte += s->fte;
		text_print(&t, "%s" STR_FMT " (" STR_FMT ")", t.n ? "; " : "", STR_ARG(s->post_title),
		           STR_ARG(say_decimal(cx->words, cx->mem, s->fte)));
	}
	row->holds = t.n ? text_str(&t) : STR_NONE;
}

/* One row more than are shown says whether there is a next page. */
static err fill_page(struct cx *cx, const struct request *rq, struct people_page *p, struct list *people)
{
	struct paging pg = { .list = "staff.people", .size = PAGE_ROWS };
	TRY(paging_read(cx, rq, &pg));
	TRY(person_list(cx, &rq->centre, pg.further ? pg.key : STR_NONE, pg.id, paging_limit(&pg), people));
	p->first = paging_first(&pg, p->path);
	p->next = paging_next(cx, &pg, people, &person_rec, "name", "id", p->path);
	return OK;
}

err staff_people_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct people_page p = { .path = staff_at(cx, rq, "people", 0, ""), .q = route_asked(rq, "q") };
	struct list people = { 0 };
	struct staff now;
	if (str_blank(p.q))
		p.q = STR_NONE;
	TRY(staff_fill(cx, rq, "people", "staff.people_title", STR_NONE, &p.frame, &p.top));
	TRY(staff_load(cx, &rq->centre, cx->today, cx->today, &now));
	if (p.q.p)
		TRY(person_search(cx, &rq->centre, p.q, MOST_FOUND, &people));
	else
		TRY(fill_page(cx, rq, &p, &people));
	LIST_EACH (const struct person, person, &people)
		add_row(cx, rq, &p, person, &now.shares);
	p.none_found = p.q.p && people.n == 0;
	p.frame.sentence =
	        p.q.p ? word_plural(cx->words, cx->mem, "staff.people_found", (int64_t)people.n, ARGS({ "q", p.q }))
	              : word(cx->words, cx->mem, "staff.people_sentence");
	section_primary(cx, rq, &p.top, RIGHT_STAFF_RECORD, "staff.do_person", staff_at(cx, rq, "people", 0, "new"));
	return page_show(cx, rq->http, rs, 200, &page_staff_people, &p);
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

static int64_t asked_post(const struct request *rq)
{
	int64_t id;
	return str_to_int(route_asked(rq, "post"), &id) && id > 0 ? id : 0;
}

static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	int64_t post = asked_post(rq);
	str action = staff_at(cx, rq, "people", 0, "new");
	const struct section_form f = {
		.section = &staff_section,
		.area = "people",
		.title_key = "staff.person_new",
		.lead_key = "staff.person_new_lead",
		.rec = &person_new_rec,
		.action = post ? str_print(cx->mem, STR_FMT "?post=%" PRId64, STR_ARG(action), post) : action,
		.back = post ? staff_at(cx, rq, "posts", post, "") : staff_at(cx, rq, "people", 0, ""),
		.back_text = word(cx->words, cx->mem, post ? "staff.area.posts" : "staff.area.people"),
		.submit_key = "staff.submit_person",
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err person_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_new(cx, rq, rs, 200);
}

/* Whoever came from a post goes straight on to the share in it. */
static str after_new(struct cx *cx, const struct request *rq, int64_t person_id)
{
	int64_t post = asked_post(rq);
	if (!post)
		return staff_at(cx, rq, "people", person_id, "");
	return str_print(cx->mem, STR_FMT "?post=%" PRId64 "&person=%" PRId64,
	                 STR_ARG(staff_at(cx, rq, "shares", 0, "new")), post, person_id);
}

err person_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct person row = { 0 }, saved;
	err e = form_read(cx, rq->http, &person_new_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.person", person_save_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, after_new(cx, rq, saved.id), "staff.done_person",
		                       staff_at(cx, rq, "people", saved.id, ""), saved.version);
	return frame_tells(e) ? show_new(cx, rq, rs, page_status(e)) : e;
}

static err show_edit(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct person person;
	TRY(person_find(cx, &rq->centre, route_id(rq), &person));
	const struct section_form f = { .section = &staff_section,
		                        .area = "people",
		                        .title_key = "staff.person_edit",
		                        .about = person.name,
		                        .rec = &person_form_rec,
		                        .row = &person,
		                        .action = staff_at(cx, rq, "people", person.id, "edit"),
		                        .back = staff_at(cx, rq, "people", person.id, ""),
		                        .submit_key = "staff.submit_correct" };
	return section_form_show(cx, rq, rs, status, &f);
}

err person_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_edit(cx, rq, rs, 200);
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct person *typed)
{
	struct person stored;
	TRY(person_find(cx, &rq->centre, typed->id, &stored));
	return stale_show(cx, rq, rs, &person_form_rec, &stored, typed, stored.version,
	                  staff_at(cx, rq, "people", typed->id, "edit"), "staff.submit_correct");
}

err person_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct person row = { .id = route_id(rq), .version = sent_version(rq) }, saved;
	err e = form_read(cx, rq->http, &person_form_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.person", person_save_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, staff_at(cx, rq, "people", row.id, ""), "staff.done_correct",
		                       staff_at(cx, rq, "people", row.id, ""), saved.version);
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &row);
	return frame_tells(e) ? show_edit(cx, rq, rs, page_status(e)) : e;
}

/* The one line (P-ACT-1): day, kind, partner, participants. Everything else comes from the last similar one or from a
 * template; where there is neither, the next page asks for it once. Under the line, what one recorded this week. */
#include <inttypes.h>

#include "core/words.h"
#include "features/activities/activity_form.h"
#include "features/activities/activity_page.h"
#include "features/activities/activity_pages.h"
#include "features/activities/activity_template.h"

struct choice_row {
	str text;
};
static const struct field choice_fields[] = { FIELD(struct choice_row, text, KIND_TEXT) };
static const struct record choice_rec = RECORD("activity_partner_choice", struct choice_row, choice_fields);

struct line_page {
	struct centre_frame frame;
	struct section_top top;
	const struct form *line; /* NULL: the reader may not record */
	const struct form_field *day, *kind, *partner, *participants;
	struct list partners;  /* struct choice_row */
	struct list templates; /* struct link */
	str template_id;       /* the one that fills the line; absent: none */
	bool fresh;            /* nothing is wrong: the cursor stands in the line */
	const struct activity_row *saved;
	str withdrawn_what, restore_path;
	str week;          /* "23.11.2026 bis 29.11.2026" */
	struct list items; /* struct activity_row: own ones of this week, the newest first */
};
#define ONE_FIELD(member)                                                                                              \
	FIELD(struct line_page, member, KIND_ONE, .of = &form_field_rec, .maybe = true, .hidden = true)
static const struct field line_page_fields[] = {
	SECTION_FIELDS(struct line_page),
	FIELD(struct line_page, line, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	ONE_FIELD(day),
	ONE_FIELD(kind),
	ONE_FIELD(partner),
	ONE_FIELD(participants),
	FIELD(struct line_page, partners, KIND_MANY, .of = &choice_rec, .hidden = true),
	FIELD(struct line_page, templates, KIND_MANY, .of = &link_rec),
	FIELD(struct line_page, template_id, KIND_TEXT, .hidden = true),
	FIELD(struct line_page, fresh, KIND_BOOL, .hidden = true),
	FIELD(struct line_page, saved, KIND_ONE, .of = &activity_row_rec, .maybe = true),
	FIELD(struct line_page, withdrawn_what, KIND_TEXT, .hidden = true),
	FIELD(struct line_page, restore_path, KIND_PATH, .hidden = true),
	FIELD(struct line_page, week, KIND_TEXT),
	FIELD(struct line_page, items, KIND_MANY, .of = &activity_row_rec),
};
static const struct record line_page_rec = RECORD("activity_line_page", struct line_page, line_page_fields);
const struct page page_activity_line = { "activities/line.html", &line_page_rec };

/* What the line sends: the template that filled it, too. */
struct line {
	struct activity activity;
	struct maybe template_id;
};
static const struct field line_form_fields[] = {
	FIELD(struct activity, day, KIND_DAY, .input = true, .required = true),
	ACTIVITY_PART_FIELD(struct activity, "kind", PART_KIND, .input = true, .required = true),
	FIELD(struct activity, partner, KIND_TEXT, .input = true, .max = 120),
	FIELD(struct activity, participants, KIND_INT, .maybe = true, .input = true, .min = 0, .max = 99999),
	FIELD(struct line, template_id, KIND_INT, .maybe = true, .input = true, .label = "asked.template"),
};
_Static_assert(offsetof(struct line, activity) == 0, "the fields of the activity are those of the line");
const struct record activity_line_form_rec = RECORD("activity", struct line, line_form_fields);

static const struct field asked_fields[] = { ASKED("day", KIND_DAY), ASKED("template", KIND_INT),
	                                     ASKED("saved", KIND_INT), ASKED("withdrawn", KIND_INT) };
const struct record activity_line_asked_rec = ASKED_RECORD(asked_fields);

/* --- the page ----------------------------------------------------------------------------------------------------- */

static int64_t id_asked(const struct request *rq, const char *name)
{
	int64_t id = 0;
	return str_to_int(route_asked(rq, name), &id) ? id : 0;
}

/* What has just been saved, with what was taken for it; or withdrawn, with the way back. */
static err fill_done(struct cx *cx, const struct request *rq, const struct activity_words *w, struct line_page *p)
{
	struct activity a;
	struct list versions;
	int64_t saved = id_asked(rq, "saved"), withdrawn = id_asked(rq, "withdrawn");
	err e = saved ? activity_find(cx, &rq->centre, saved, &a) : E_NOTFOUND;
	if (e == OK) {
		struct activity_row *row = NEW(cx->mem, struct activity_row);
		*row = activity_row_of(cx, rq, w, &a);
		p->saved = row;
	}
	if (e == E_NOTFOUND && withdrawn) {
		e = activity_versions(cx, &rq->centre, withdrawn, &versions);
		const struct activity_version *last = e == OK ? LIST_AT(&versions, struct activity_version, 0) : NULL;
		if (last && last->withdrawn) {
			p->withdrawn_what = activity_row_of(cx, rq, w, &last->activity).what;
			p->restore_path = activity_path(cx, rq, withdrawn, "restore");
		}
	}
	if (e == E_NOTFOUND)
		fault_clear(cx); /* an old address: nothing to say */
	return e == E_NOTFOUND ? OK : e;
}

/* What a template says, if one was asked for; one that is gone fills nothing. */
static err fill_template(struct cx *cx, const struct request *rq, struct line *l)
{
	struct activity_template t;
	int64_t id = id_asked(rq, "template");
	err e = id ? activity_template_find(cx, &rq->centre, id, &t) : E_NOTFOUND;
	if (e == OK) {
		l->activity.code[PART_KIND] = t.activity.code[PART_KIND];
		l->activity.partner = t.activity.partner;
		l->activity.participants = t.activity.participants;
		l->template_id = MAYBE(id);
	}
	if (e == E_NOTFOUND)
		fault_clear(cx);
	return e == E_NOTFOUND ? OK : e;
}

/* The day asked for; else the one that was typed last today; else today. */
static err fill_defaults(struct cx *cx, const struct request *rq, struct line *l)
{
	struct activity last;
	TRY(fill_template(cx, rq, l));
	if (route_asked(rq, "day").p)
		return route_day(cx, rq, "day", &l->activity.day);
	l->activity.day = cx->today;
	err e = activity_last_said(cx, &rq->centre, cx->user->id, instant_at(cx->today, 0), &last);
	if (e == OK)
		l->activity.day = last.day;
	return e == E_NOTFOUND ? OK : e;
}

static err fill_templates(struct cx *cx, const struct request *rq, str chosen, struct list *links)
{
	struct list found = { 0 };
	TRY(activity_template_list(cx, &rq->centre, &found));
	LIST_EACH (const struct activity_template, t, &found)
		*LIST_ADD(cx->mem, links, struct link) =
		        (struct link){ .text = t->name,
			               .path = activity_use_path(cx, rq, t->activity.id),
			               .current = str_eq(chosen, str_print(cx->mem, "%" PRId64, t->activity.id)) };
	return OK;
}

static const struct form_field *field_of(const struct form *f, const char *name)
{
	LIST_EACH (const struct form_field, ff, &f->fields)
		if (str_is(ff->name, name))
			return ff;
	return NULL;
}

static err fill_line(struct cx *cx, const struct request *rq, const struct activity_words *w, struct line_page *p)
{
	struct line defaults = { 0 };
	struct list partners = { 0 };
	if (!frame_may(cx, rq, RIGHT_ACTIVITY_RECORD))
		return OK;
	TRY(fill_defaults(cx, rq, &defaults));
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, &activity_line_form_rec, &defaults, activity_at(cx, rq, "", 0, ""),
	                "activities.submit", STR_NONE);
	activity_offer(cx, form, w, cx->today);
	p->line = form;
	p->fresh = !form->failed;
	p->day = field_of(form, "day");
	p->kind = field_of(form, "kind");
	p->partner = field_of(form, "partner");
	p->participants = field_of(form, "participants");
	p->template_id = field_of(form, "template_id")->typed;
	TRY(fill_templates(cx, rq, p->template_id, &p->templates));
	TRY(activity_partners(cx, &rq->centre, &partners));
	LIST_EACH (const str, partner, &partners)
		*LIST_ADD(cx->mem, &p->partners, struct choice_row) = (struct choice_row){ *partner };
	return OK;
}

static int newest_first(const void *a, const void *b)
{
	const struct activity_row *x = a, *y = b;
	int days = day_cmp(y->day, x->day);
	return days ? days : x->id < y->id ? 1 : -1;
}

static err fill_week(struct cx *cx, const struct request *rq, const struct activity_words *w, struct line_page *p)
{
	struct list week = { 0 };
	day monday = day_add(cx->today, 1 - day_weekday(cx->today)), sunday = day_add(monday, 6);
	TRY(activity_between(cx, &rq->centre, monday, sunday, cx->user->id, &week));
	activity_rows(cx, rq, w, &week, &p->items);
	list_sort(&p->items, newest_first);
	p->week = word_args(
	        cx->words, cx->mem, "activities.from_to",
	        ARGS({ "from", say_day(cx->words, cx->mem, monday) }, { "to", say_day(cx->words, cx->mem, sunday) }));
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct line_page p = { 0 };
	struct activity_words w;
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_fill(cx, rq, "", "activities.title", STR_NONE, &p.frame, &p.top));
	p.frame.sentence = word(cx->words, cx->mem, "activities.lead");
	TRY(fill_line(cx, rq, &w, &p));
	TRY(fill_done(cx, rq, &w, &p));
	TRY(fill_week(cx, rq, &w, &p));
	return page_show(cx, rq->http, rs, status, &page_activity_line, &p);
}

err activity_line_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

/* --- recording ---------------------------------------------------------------------------------------------------- */

/* The template that filled the line, else the last similar one; E_NOTFOUND: neither. */
static err find_like(struct cx *cx, const struct request *rq, const struct line *l, struct activity *ret)
{
	struct activity_template t;
	err e = l->template_id.has ? activity_template_find(cx, &rq->centre, l->template_id.v, &t) : E_NOTFOUND;
	if (e == OK)
		*ret = t.activity;
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	return activity_similar(cx, &rq->centre, &l->activity, ret);
}

/* Fills what the line does not say. *ret_whole false: there is nothing like it, or not all of it holds any more. */
static err complete(struct cx *cx, const struct request *rq, const struct list *catalogue, struct line *l,
                    bool *ret_whole)
{
	struct activity like;
	err e = find_like(cx, rq, l, &like);
	*ret_whole = e == OK && activity_take_rest(&l->activity, &like, catalogue);
	return e == E_NOTFOUND ? OK : e;
}

err activity_line_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct line l = { .activity = { .account_id = MAYBE(cx->user->id) } };
	struct activity saved;
	struct list catalogue;
	bool whole = false;
	TRY(catalogue_load(cx, &catalogue));
	err e = form_read(cx, rq->http, &activity_line_form_rec, &l);
	if (e == OK)
		e = activity_check_line(cx, &catalogue, &l.activity);
	if (e == OK)
		e = complete(cx, rq, &catalogue, &l, &whole);
	if (e == OK && !whole)
		return activity_ask_rest(cx, rq, rs, &l.activity);
	if (e == OK)
		e = activity_write(cx, rq, "activity record", activity_record_in_tx, &l.activity, &saved);
	if (e == OK)
		return activity_recorded(cx, rq, rs, &saved);
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}

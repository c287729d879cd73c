#include "features/staff/staff_page.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"
#include "features/staff/staff_parts.h"

enum { MOST_PEOPLE = 2000 }; /* in a choice: all that a KI ever had */

static const struct {
	const char *tail, *word;
	enum right right;
} areas[] = {
	{ "", "staff.area.day", RIGHT_STAFF_READ },        { "timeline", "staff.area.timeline", RIGHT_STAFF_READ },
	{ "posts", "staff.area.posts", RIGHT_STAFF_READ }, { "people", "staff.area.people", RIGHT_STAFF_READ },
	{ "money", "staff.area.money", RIGHT_STAFF_READ }, { "survey", "staff.area.survey", RIGHT_STAFF_DECIDE },
};

/* --- frame -------------------------------------------------------------------------------------------------------- */

str staff_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, frame_path(cx, rq, "staff"));
	if (*folder)
		text_print(&t, "/%s", folder);
	if (id)
		text_print(&t, "/%" PRId64, id);
	if (*tail)
		text_print(&t, "/%s", tail);
	return text_str(&t);
}

void staff_crumb(struct cx *cx, struct centre_frame *frame, str text, str path)
{
	*LIST_ADD(cx->mem, &frame->crumbs, struct crumb) = (struct crumb){ text, path };
}

err staff_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
               struct centre_frame *frame, struct staff_top *top)
{
	TRY(frame_fill(cx, rq, "staff", title_key, frame));
	frame->title = word_args(cx->words, cx->mem, title_key, ARGS({ "name", frame->name }, { "about", about }));
	if (*area)
		staff_crumb(cx, frame, word(cx->words, cx->mem, "staff.crumb"), staff_at(cx, rq, "", 0, ""));
	for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
		if (frame_may(cx, rq, areas[i].right))
			*LIST_ADD(cx->mem, &top->areas, struct link) =
			        (struct link){ .text = word(cx->words, cx->mem, areas[i].word),
				               .path = staff_at(cx, rq, areas[i].tail, 0, ""),
				               .current = !strcmp(areas[i].tail, area) };
	return OK;
}

void staff_primary(struct cx *cx, const struct request *rq, struct staff_top *top, enum right r, const char *key,
                   str path)
{
	if (!frame_may(cx, rq, r))
		return;
	struct link *link = NEW(cx->mem, struct link);
	*link = (struct link){ .text = word(cx->words, cx->mem, key), .path = path };
	top->primary = link;
}

void staff_other(struct cx *cx, const struct request *rq, struct staff_top *top, enum right r, const char *key,
                 str path)
{
	if (frame_may(cx, rq, r))
		*LIST_ADD(cx->mem, &top->others, struct link) =
		        (struct link){ .text = word(cx->words, cx->mem, key), .path = path };
}

void day_chosen(struct cx *cx, const struct request *rq, struct day_choice *ret)
{
	*ret = (struct day_choice){ 0 };
	ret->problem = route_day(cx, rq, "day", &ret->on);
	const struct problem *wrong = problem_of(cx, "day");
	ret->typed = wrong ? route_asked(rq, "day") : day_german(cx->mem, ret->on);
	if (wrong)
		ret->error = word_args(cx->words, cx->mem, wrong->key, wrong->args);
}

str staff_count(struct cx *cx, const char *key, int64_t n)
{
	return word_plural(cx->words, cx->mem, key, n, NO_ARGS);
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

struct form_page {
	struct centre_frame frame;
	struct staff_top top;
	str note;
	str other_text, other_path;
};
static const struct field form_page_fields[] = {
	TOP_FIELDS(struct form_page),
	FIELD(struct form_page, note, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, other_text, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, other_path, KIND_PATH, .hidden = true),
};
/* A program reads from it what the form wants. */
static const struct record form_page_rec = RECORD("staff_form", struct form_page, form_page_fields);
const struct page page_staff_form = { "staff/form.html", &form_page_rec };

static struct form *make_form(struct cx *cx, const struct request *rq, const struct staff_form *f)
{
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, f->rec, f->row, f->action, f->submit_key, f->back);
	if (f->offer_field)
		form_offer(cx, form, f->offer_field, &f->offers);
	if (f->other_field)
		form_offer(cx, form, f->other_field, &f->other_offers);
	return form;
}

err staff_form_show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct staff_form *f)
{
	struct form_page p = { .other_text = f->other.text, .other_path = f->other.path };
	const struct arg *args = f->args ? f->args : args_copy(cx->mem, ARGS({ "about", f->about }));
	TRY(staff_fill(cx, rq, f->area, f->title_key, f->about, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 }; /* one thing at a time */
	if (!str_eq(f->back, staff_at(cx, rq, "", 0, "")))
		staff_crumb(cx, &p.frame, f->back_text.p ? f->back_text : f->about, f->back);
	if (f->lead_key)
		p.frame.sentence = word_args(cx->words, cx->mem, f->lead_key, args);
	if (f->note_key)
		p.note = word(cx->words, cx->mem, f->note_key);
	p.frame.form = make_form(cx, rq, f);
	return page_show(cx, rq->http, rs, status, &page_staff_form, &p);
}

err staff_write(struct cx *cx, const struct request *rq, const char *name,
                err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size)
{
	const struct staff_in in = { .centre = &rq->centre, .row = row };
	return db_tx(cx, name, fn, &in, ret, size);
}

static void add_choice(struct cx *cx, struct list *ret, int64_t id, str text)
{
	*LIST_ADD(cx->mem, ret, struct form_choice) =
	        (struct form_choice){ .code = str_print(cx->mem, "%" PRId64, id), .text = text };
}

err staff_people_choices(struct cx *cx, const struct request *rq, struct list *ret)
{
	struct list people = { 0 };
	TRY(person_list(cx, &rq->centre, STR_NONE, 0, MOST_PEOPLE, &people));
	LIST_EACH (const struct person, p, &people)
		add_choice(cx, ret, p->id, p->name);
	return OK;
}

/* "Sprachbildung (1 Stelle, davon 0,5 frei)": what is vacant today is what the choice is about. */
static str post_words(struct cx *cx, const struct post *p, const struct list *shares)
{
	int64_t vacant = p->fte - filled_on(shares, p->id, cx->today);
	const struct arg *args = ARGS({ "title", p->title }, { "fte", say_decimal(cx->words, cx->mem, p->fte) },
	                              { "free", say_decimal(cx->words, cx->mem, vacant) },
	                              { "from", say_day(cx->words, cx->mem, p->valid_from) },
	                              { "to", say_day(cx->words, cx->mem, p->valid_to) });
	const char *key = day_cmp(p->valid_from, cx->today) > 0 ? "staff.choice_coming"
	                  : !HOLDS_ON(p, cx->today)             ? "staff.choice_former"
	                  : vacant > 0                          ? "staff.choice_free"
	                                                        : "staff.choice_filled";
	return word_args(cx->words, cx->mem, key, args);
}

err staff_post_choices(struct cx *cx, const struct request *rq, struct list *ret)
{
	struct list posts = { 0 };
	struct staff now;
	TRY(post_list(cx, &rq->centre, DAY_NONE, &posts));
	TRY(staff_load(cx, &rq->centre, cx->today, cx->today, &now));
	for (int former = 0; former < 2; former++)
		LIST_EACH (const struct post, p, &posts)
			if ((day_is(p->valid_to) && day_cmp(p->valid_to, cx->today) < 0) == former)
				add_choice(cx, ret, p->id, post_words(cx, p, &now.shares));
	return OK;
}

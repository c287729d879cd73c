#include "features/interpreters/pool_page.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"

/* The areas of the pool, in the order of a coordinator's day. */
static const struct {
	const char *tail, *word;
	enum right right;
} areas[] = {
	{ "", "board.area", RIGHT_POOL_READ },
	{ "bookings", "desk.list", RIGHT_POOL_READ },
	{ "people", "pool.area.people", RIGHT_POOL_READ },
	{ "tariffs", "pool.area.tariffs", RIGHT_POOL_READ },
	{ "pots", "pots.area", RIGHT_POOL_READ },
	{ "settlements", "settlement.area", RIGHT_POOL_SETTLE },
	{ "figures", "figures.area", RIGHT_POOL_READ },
};

/* --- frame -------------------------------------------------------------------------------------------------------- */

str pool_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, frame_path(cx, rq, "interpreters"));
	if (*folder)
		text_print(&t, "/%s", folder);
	if (id)
		text_print(&t, "/%" PRId64, id);
	if (*tail)
		text_print(&t, "/%s", tail);
	return text_str(&t);
}

void pool_crumb(struct cx *cx, struct centre_frame *frame, str text, str path)
{
	*LIST_ADD(cx->mem, &frame->crumbs, struct crumb) = (struct crumb){ text, path };
}

static void fill_areas(struct cx *cx, const struct request *rq, const char *area, struct pool_top *top)
{
	for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
		if (frame_may(cx, rq, areas[i].right))
			*LIST_ADD(cx->mem, &top->areas, struct link) =
			        (struct link){ .text = word(cx->words, cx->mem, areas[i].word),
				               .path = pool_at(cx, rq, areas[i].tail, 0, ""),
				               .current = !strcmp(areas[i].tail, area) };
}

err pool_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
              struct centre_frame *frame, struct pool_top *top)
{
	TRY(frame_fill(cx, rq, "interpreters", title_key, frame));
	frame->title = word_args(cx->words, cx->mem, title_key, ARGS({ "name", frame->name }, { "about", about }));
	if (*area)
		pool_crumb(cx, frame, word(cx->words, cx->mem, "pool.crumb"), pool_at(cx, rq, "", 0, ""));
	fill_areas(cx, rq, area, top);
	return OK;
}

void pool_primary(struct cx *cx, const struct request *rq, struct pool_top *top, enum right r, const char *key,
                  str path)
{
	if (!frame_may(cx, rq, r))
		return;
	struct link *link = NEW(cx->mem, struct link);
	*link = (struct link){ .text = word(cx->words, cx->mem, key), .path = path };
	top->primary = link;
}

void pool_other(struct cx *cx, const struct request *rq, struct pool_top *top, enum right r, const char *key, str path)
{
	if (frame_may(cx, rq, r))
		*LIST_ADD(cx->mem, &top->others, struct link) =
		        (struct link){ .text = word(cx->words, cx->mem, key), .path = path };
}

str pool_count(struct cx *cx, const char *key, int64_t n, const struct arg *args)
{
	return word_plural(cx->words, cx->mem, key, n, args);
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

struct form_page {
	struct centre_frame frame;
	struct pool_top top;
	str note;
	str other_text, other_path;
	str remove_text, remove_path;
};
static const struct field form_page_fields[] = {
	POOL_FIELDS(struct form_page),
	FIELD(struct form_page, note, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, other_text, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, other_path, KIND_PATH, .hidden = true),
	FIELD(struct form_page, remove_text, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, remove_path, KIND_PATH, .hidden = true),
};
static const struct record form_page_rec = RECORD("pool_form", struct form_page, form_page_fields);
const struct page page_pool_form = { "interpreters/pool_form.html", &form_page_rec };

static struct form *make_form(struct cx *cx, const struct request *rq, const struct pool_form *f)
{
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, f->rec, f->row, f->action, f->submit_key, f->back);
	if (f->offer_field)
		form_offer(cx, form, f->offer_field, &f->offers);
	return form;
}

err pool_form_show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct pool_form *f)
{
	struct form_page p = { .other_text = f->other.text,
		               .other_path = f->other.path,
		               .remove_text = f->remove.text,
		               .remove_path = f->remove.path };
	const struct arg *args = f->args ? f->args : args_copy(cx->mem, ARGS({ "about", f->about }));
	TRY(pool_fill(cx, rq, f->area, f->title_key, f->about, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 }; /* one thing at a time */
	if (!str_eq(f->back, pool_at(cx, rq, "", 0, "")))
		pool_crumb(cx, &p.frame, f->back_text.p ? f->back_text : f->about, f->back);
	if (f->lead_key)
		p.frame.sentence = word_args(cx->words, cx->mem, f->lead_key, args);
	if (f->note_key)
		p.note = word(cx->words, cx->mem, f->note_key);
	p.frame.form = make_form(cx, rq, f);
	return page_show(cx, rq->http, rs, status, &page_pool_form, &p);
}

err pool_write(struct cx *cx, const struct request *rq, const char *name,
               err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size)
{
	const struct pool_in in = { .centre = &rq->centre, .row = row };
	return db_tx(cx, name, fn, &in, ret, size);
}

/* --- what all writing has in common ------------------------------------------------------------------------------- */

err pool_stale(struct cx *cx)
{
	return fail(cx, E_STALE, "pool.stale", NO_ARGS);
}

err pool_not_found(struct cx *cx, err e)
{
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "pool.not_found", NO_ARGS) : e;
}

str pool_object(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id)
{
	return str_print(cx->mem, "centres/" STR_FMT "/interpreters/%s/%" PRId64, STR_ARG(centre->slug), folder, id);
}

#include "core/centre_frame.h"

#include <inttypes.h>
#include <string.h>

#include "core/app.h"
#include "core/user.h"
#include "core/words.h"

static const struct field link_fields[] = {
	FIELD(struct link, text, KIND_TEXT),
	FIELD(struct link, path, KIND_PATH),
	FIELD(struct link, current, KIND_BOOL),
};
const struct record link_rec = RECORD("link", struct link, link_fields);

str frame_path(struct cx *cx, const struct request *rq, const char *tail)
{
	return str_print(cx->mem, "/centres/" STR_FMT "%s%s", STR_ARG(rq->centre.slug), *tail ? "/" : "", tail);
}

bool frame_may(const struct cx *cx, const struct request *rq, enum right r)
{
	return r == RIGHT_PUBLIC || user_may_at(cx->user, r, rq->centre.id);
}

static int by_place(const void *a, const void *b)
{
	const struct tab *const *x = a, *const *y = b;
	return (*x)->place - (*y)->place;
}

/* Those that this reader may open for this KI, in their order. */
static struct list tabs_of(struct cx *cx, const struct request *rq)
{
	struct list tabs = { 0 };
	for (const struct feature *const *f = cx->app->config.features; *f; f++) {
		for (const struct tab *t = (*f)->tabs; t && t->word; t++)
			if (frame_may(cx, rq, t->right) && (!t->only_kind || str_is(rq->centre.kind, t->only_kind)))
				*LIST_ADD(cx->mem, &tabs, const struct tab *) = t;
	}
	list_sort(&tabs, by_place);
	return tabs;
}

err frame_offers(struct cx *cx, const struct request *rq, struct list *ret)
{
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		if ((*f)->offers)
			TRY((*f)->offers(cx, &rq->centre, ret));
	return OK;
}

static void fill_tabs(struct cx *cx, const struct request *rq, const char *tab, struct list *ret)
{
	struct list tabs = tabs_of(cx, rq);
	for (size_t i = 0; i < tabs.n; i++) {
		const struct tab *t = *LIST_AT(&tabs, const struct tab *, i);
		*LIST_ADD(cx->mem, ret, struct link) = (struct link){ .text = word(cx->words, cx->mem, t->word),
			                                              .path = frame_path(cx, rq, t->tail),
			                                              .current = !strcmp(t->tail, tab) };
	}
}

err frame_fill(struct cx *cx, const struct request *rq, const char *tab, const char *title_key,
               struct centre_frame *ret)
{
	const struct face *face;
	TRY(request_face(cx, rq, &face));
	ret->name = face->name;
	ret->title = word_args(cx->words, cx->mem, title_key, ARGS({ "name", face->name }));
	*LIST_ADD(cx->mem, &ret->crumbs, struct crumb) =
	        (struct crumb){ word(cx->words, cx->mem, "core.centres"), S("/centres") };
	if (*tab)
		*LIST_ADD(cx->mem, &ret->crumbs, struct crumb) = (struct crumb){ face->name, frame_path(cx, rq, "") };
	fill_tabs(cx, rq, tab, &ret->tabs);
	return OK;
}

const struct form *frame_form(struct cx *cx, const struct request *rq, enum right r, const struct record *rec,
                              const void *row, str action, const char *submit_key)
{
	if (!frame_may(cx, rq, r))
		return NULL;
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, rec, row, action, submit_key, STR_NONE);
	return form;
}

/* --- somebody else saved first ------------------------------------------------------------------------------------ */

struct stale_row {
	str label, stored, typed;
	bool differs;
};
static const struct field stale_row_fields[] = {
	FIELD(struct stale_row, label, KIND_TEXT),
	FIELD(struct stale_row, stored, KIND_TEXT),
	FIELD(struct stale_row, typed, KIND_TEXT),
	FIELD(struct stale_row, differs, KIND_BOOL),
};
static const struct record stale_row_rec = RECORD("stale_row", struct stale_row, stale_row_fields);

struct stale {
	str title, message;
	struct list rows;
	const struct form *form;
};
static const struct field stale_fields[] = {
	FIELD(struct stale, title, KIND_TEXT),
	FIELD(struct stale, message, KIND_TEXT),
	FIELD(struct stale, rows, KIND_MANY, .of = &stale_row_rec),
	FIELD(struct stale, form, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
};
static const struct record stale_rec = RECORD("stale", struct stale, stale_fields);
const struct page page_stale = { "conflict.html", &stale_rec };

static str said(struct cx *cx, const struct record *rec, const struct field *f, const void *row)
{
	struct formatter fmt = words_formatter(cx->words);
	str s = fmt.value(fmt.self, cx->mem, rec, f, row);
	return s.p ? s : S("");
}

static void fill_rows(struct cx *cx, const struct record *rec, const void *stored, const void *typed, struct list *ret)
{
	for (size_t i = 0; i < rec->count; i++) {
		const struct field *f = &rec->fields[i];
		if (!f->input)
			continue;
		struct stale_row *row = LIST_ADD(cx->mem, ret, struct stale_row);
		row->label = word(cx->words, cx->mem, field_label(cx->mem, rec, f).p);
		row->stored = said(cx, rec, f, stored);
		row->typed = said(cx, rec, f, typed);
		row->differs = !record_equal(f, stored, typed);
	}
}

err stale_show(struct cx *cx, const struct request *rq, struct res *rs, const struct record *rec, const void *stored,
               const void *typed, int64_t version, str action, const char *submit_key)
{
	struct stale s = { .title = word(cx->words, cx->mem, "conflict.stale_title"),
		           .message =
		                   word(cx->words, cx->mem, submit_key ? "conflict.stale" : "conflict.stale_final") };
	fill_rows(cx, rec, stored, typed, &s.rows);
	struct fault fault = cx->fault;
	fault_clear(cx); /* the page itself says it: the form below is not wrong */
	if (submit_key) {
		struct form *form = NEW(cx->mem, struct form);
		*form = form_of(cx, rq->http, rec, typed, action, submit_key, STR_NONE);
		form->version = str_print(cx->mem, "%" PRId64, version);
		s.form = form;
	}
	cx->fault = fault;
	return page_show(cx, rq->http, rs, 409, &page_stale, &s);
}

int64_t sent_version(const struct request *rq)
{
	int64_t version;
	return str_to_int(str_trim(pairs_get(&rq->http->form, "version")), &version) ? version : -1;
}

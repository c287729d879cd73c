/* The start page, and the texts about the product: public, without content of a KI. */
#include "core/app.h"
#include "core/core_pages.h"
#include "core/page.h"

static const struct field task_fields[] = {
	FIELD(struct task, text, KIND_TEXT),
	FIELD(struct task, hint, KIND_TEXT),
	FIELD(struct task, path, KIND_PATH),
	FIELD(struct task, due, KIND_TEXT),
};
const struct record task_rec = RECORD("task", struct task, task_fields);

static const struct field figure_fields[] = {
	FIELD(struct figure, label, KIND_TEXT),
	FIELD(struct figure, value, KIND_TEXT),
	FIELD(struct figure, hint, KIND_TEXT),
	FIELD(struct figure, path, KIND_PATH),
};
const struct record figure_rec = RECORD("figure", struct figure, figure_fields);

enum { MOST_TASKS = 9 };

struct start_page {
	str title;
	bool signed_in, watches;
	struct list tasks, figures;
};
static const struct field start_fields[] = {
	FIELD(struct start_page, title, KIND_TEXT),
	FIELD(struct start_page, signed_in, KIND_BOOL),
	FIELD(struct start_page, watches, KIND_BOOL, .hidden = true),
	FIELD(struct start_page, tasks, KIND_MANY, .of = &task_rec),
	FIELD(struct start_page, figures, KIND_MANY, .of = &figure_rec),
};
static const struct record start_rec = RECORD("start", struct start_page, start_fields);
const struct page page_start = { "start.html", &start_rec };

/* What is due goes before what is not; otherwise as the features gave it. */
static int due_first(const void *a, const void *b)
{
	return (((const struct task *)a)->due.p == NULL) - (((const struct task *)b)->due.p == NULL);
}

static err collect(struct cx *cx, struct start_page *p)
{
	for (const struct feature *const *f = cx->app->config.features; *f; f++) {
		if ((*f)->today)
			TRY((*f)->today(cx, &p->tasks));
		if ((*f)->figures)
			TRY((*f)->figures(cx, &p->figures));
	}
	p->watches = p->figures.n > 0;
	list_sort(&p->tasks, due_first);
	if (p->tasks.n > MOST_TASKS)
		p->tasks.n = MOST_TASKS;
	return OK;
}

err start_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct start_page p = { .title = word(cx->words, cx->mem, cx->user ? "start.today" : "start.title"),
		                .signed_in = cx->user != NULL };
	if (cx->user)
		TRY(collect(cx, &p));
	return page_show(cx, rq->http, rs, 200, &page_start, &p);
}

/* --- texts: the template has it all ------------------------------------------------------------------------------- */

struct text_page {
	str title, version, licences;
};
static const struct field text_fields[] = {
	FIELD(struct text_page, title, KIND_TEXT),
	FIELD(struct text_page, version, KIND_TEXT),
	FIELD(struct text_page, licences, KIND_PATH),
};
static const struct record text_rec = RECORD("text_page", struct text_page, text_fields);
const struct page page_about = { "about.html", &text_rec };
const struct page page_accessibility = { "accessibility.html", &text_rec };
const struct page page_help = { "help.html", &text_rec };

static err show_text(struct cx *cx, const struct request *rq, struct res *rs, const struct page *page,
                     const char *title_key)
{
	struct text_page p = { .title = word(cx->words, cx->mem, title_key),
		               .version = S(SCHARNIER_VERSION),
		               .licences = asset_path(cx->mem, "licences.txt") };
	return page_show(cx, rq->http, rs, 200, page, &p);
}

err about_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_text(cx, rq, rs, &page_about, "about.title");
}

err accessibility_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_text(cx, rq, rs, &page_accessibility, "accessibility.title");
}

err help_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_text(cx, rq, rs, &page_help, "help.title");
}

#include "core/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/once.h"
#include "core/form.h"
#include "core/metrics.h"
#include "core/job.h"
#include "core/setting.h"
#include "core/texts.h"

/* --- what must be right before anything starts -------------------------------------------------------------------- */

/* A KI's public face is for everybody, its inside for those who may at this very KI: nothing else can be checked
 * before the handler runs. */
static bool scope_fits(const struct route *r)
{
	bool inside = right_of_centre(r->right);
	switch (r->scope) {
	case SCOPE_NONE:
		return !inside;
	case SCOPE_ANY:
		return r->right == RIGHT_PUBLIC;
	case SCOPE_OWN:
		return inside;
	}
	return false;
}

static bool version_fits(const struct route *r)
{
	if (!r->versioned)
		return true;
	const struct field *f = r->shows ? record_field(r->shows->record, str_of(r->versioned)) : NULL;
	return f && f->kind == KIND_ONE && record_field(f->of, S("version"));
}

static bool route_fits(const struct feature *f, const struct route *r, struct text *words)
{
	bool has_slug = route_has_part(r, "{slug}");
	if (r->right == RIGHT_NONE)
		text_print(words, "%s: %s %s has no right\n", f->name, method_name(r->method), r->path);
	else if (has_slug != (r->scope != SCOPE_NONE))
		text_print(words, "%s: %s %s: a {slug} needs a scope, and only that\n", f->name, method_name(r->method),
		           r->path);
	else if (!scope_fits(r))
		text_print(words, "%s: %s %s: the right does not fit the scope\n", f->name, method_name(r->method),
		           r->path);
	else if (!version_fits(r))
		text_print(words, "%s: %s %s: \"%s\" is no part of the page that has a version\n", f->name,
		           method_name(r->method), r->path, r->versioned);
	else if (r->upload && r->method != POST)
		text_print(words, "%s: %s %s: files come with a POST\n", f->name, method_name(r->method), r->path);
	else if (!r->handle)
		text_print(words, "%s: %s %s has no handler\n", f->name, method_name(r->method), r->path);
	else
		return true;
	return false;
}

enum { MOST_ROUTES = 1000 };
struct seen {
	const struct route *routes[MOST_ROUTES];
	size_t n;
	struct text *words;
	bool ok;
};

static void check_route(void *self, const char *feature, const struct route *r)
{
	struct seen *s = self;
	struct feature named = { .name = feature };
	s->ok &= route_fits(&named, r, s->words);
	for (size_t i = 0; i < s->n; i++)
		if (s->routes[i]->method == r->method && !strcmp(s->routes[i]->path, r->path)) {
			text_print(s->words, "%s: %s %s is there twice\n", feature, method_name(r->method), r->path);
			s->ok = false;
		}
	ASSERT(s->n < MOST_ROUTES);
	s->routes[s->n++] = r;
}

static bool jobs_fit(const struct app *a, struct text *words)
{
	bool fine = true;
	for (const struct feature *const *f = a->config.features; *f; f++)
		for (const struct job_kind *k = (*f)->jobs; k && k->name; k++) {
			bool first = job_kind_of(a, str_of(k->name)) == k;
			bool named = words_has(words_of(S("de")), str_print(words->mem, "job_kind.%s", k->name));
			if (!first || !named)
				text_print(words, "%s: the job %s %s\n", (*f)->name, k->name,
				           first ? "has no word" : "is there twice");
			fine &= first && named;
		}
	return fine;
}

/* The built-in set must be right, or nothing starts. A faulty overlay is told and left out: after an update of the
 * program a template of somebody's own may no longer fit, and that must not keep the service down. */
static err load_texts(struct app *a, struct text *words)
{
	struct text faults = TEXT(words->mem);
	TRY(texts_new(a->config.features, NULL, &a->texts, words));
	(void)!texts_reload(a, &faults);
	return OK;
}

err app_new(const struct app_config *c, struct app **ret, struct text *ret_words)
{
	struct app *a = calloc(1, sizeof *a);
	struct seen seen = { .words = ret_words, .ok = true };
	ASSERT(a);
	a->config = *c;
	a->metrics = metrics_new(c->features);
	pthread_mutex_init(&a->texts_lock, NULL);
	err e = load_texts(a, ret_words);
	app_each_route(a, check_route, &seen);
	if (e == OK && (!seen.ok || !jobs_fit(a, ret_words)))
		e = E_INVALID;
	if (e != OK) {
		app_free(a);
		return e;
	}
	if (c->oidc)
		a->oidc = oidc_new(c->oidc);
	if (c->pool)
		db_set_commit_hook(c->pool, once_commit_hook);
	*ret = a;
	return OK;
}

bool app_is_demo(const struct cx *cx)
{
	return cx->app && cx->app->config.demo;
}

void app_free(struct app *a)
{
	if (!a)
		return;
	texts_let_go(a->texts);
	arena_free(a->fault_mem);
	pthread_mutex_destroy(&a->texts_lock);
	metrics_free(a->metrics);
	oidc_free(a->oidc);
	free(a);
}

void app_each_route(const struct app *a, void (*fn)(void *self, const char *feature, const struct route *r), void *self)
{
	for (const struct feature *const *f = a->config.features; *f; f++)
		for (const struct route *r = (*f)->routes; r->path; r++)
			fn(self, (*f)->name, r);
}

/* view.c -- the set of templates, and the door of the renderer. */
#include "view/view.h"
#include "view/view_render.h"
#include "view/view_template.h"
#include <stdlib.h>
#include <string.h>

struct view {
	struct arena *mem;
	struct template *templates; /* by name */
	size_t count;
};

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct template *)a)->name, ((const struct template *)b)->name);
}

static const struct template *find_exact(const struct view *v, str name)
{
	struct template wanted = { .name = name };
	return v->count ? bsearch(&wanted, v->templates, v->count, sizeof(wanted), by_name) : NULL;
}

const struct template *view_find(const struct view *v, str name)
{
	char full[128];
	const struct template *t = find_exact(v, name);
	if (t || name.n + sizeof(".html") > sizeof(full))
		return t;
	memcpy(full, name.p, name.n);
	memcpy(full + name.n, ".html", sizeof(".html"));
	return find_exact(v, str_of(full));
}

static void link_partials(const struct view *v, struct template *t)
{
	for (size_t i = 0; i < t->count; i++) {
		struct op *op = &t->ops[i];
		if (op->kind == OP_PARTIAL)
			op->partial = view_find(v, op->text);
	}
}

static err view_load(struct view *v, const struct template_file *files, size_t n, struct text *ret_words)
{
	v->templates = NEW_ARRAY(v->mem, struct template, n);
	for (size_t i = 0; i < n; i++) {
		struct template *t = &v->templates[i];
		t->name = str_copy(v->mem, str_of(files[i].name));
		t->source = str_copy(v->mem, files[i].text.p ? files[i].text : S(""));
		TRY(template_parse(v->mem, t, ret_words));
	}
	v->count = n;
	qsort(v->templates, n, sizeof(*v->templates), by_name);
	for (size_t i = 1; i < n; i++)
		if (by_name(&v->templates[i - 1], &v->templates[i]) == 0) {
			text_print(ret_words, STR_FMT ":1: two templates have this name\n",
			           STR_ARG(v->templates[i].name));
			return E_INVALID;
		}
	for (size_t i = 0; i < n; i++)
		link_partials(v, &v->templates[i]);
	return OK;
}

err view_new(const struct template_file *files, size_t n, struct view **ret, struct text *ret_words)
{
	struct arena *mem = arena_new();
	struct view *v = NEW(mem, struct view);
	v->mem = mem;
	err e = view_load(v, files, n, ret_words);
	*ret = e == OK ? v : NULL;
	if (e != OK)
		arena_free(mem);
	return e;
}

void view_free(struct view *v)
{
	if (v)
		arena_free(v->mem);
}

err view_render(const struct view *v, const char *name, const struct scope *scopes, size_t n, const struct formatter *f,
                struct text *out, str *ret_words)
{
	const struct template *t = view_find(v, str_of(name));
	*ret_words = STR_NONE;
	if (!t) {
		*ret_words = str_print(out->mem, "there is no template '%s'", name);
		return E_BROKEN;
	}
	ASSERT(n < RENDER_MAX_SCOPES);
	struct render *r = NEW(out->mem, struct render);
	r->source = record_source(f);
	r->out = out;
	r->words = TEXT(out->mem);
	for (size_t i = 0; i < n; i++)
		r->scopes[r->depth++] = record_datum(scopes[i].record, scopes[i].row);
	err e = render_template(r, t);
	if (e != OK)
		*ret_words = text_str(&r->words);
	return e;
}

/* view_check.c -- rules 1 to 4 of view.h, for one page and all partials that it uses. Names are looked up exactly as
 * the renderer does it, only without rows. */
#include "view/view.h"
#include "view/view_markup.h"
#include "view/view_render.h"
#include <string.h>

struct check {
	bool (*has_word)(void *self, str key);
	void *self;
	struct text *out;
	int findings;
	struct markup markup;
	struct datum scopes[RENDER_MAX_SCOPES];
	size_t depth;
	struct {
		const struct template *template;
		size_t depth; /* of scopes, where it was called */
	} calls[RENDER_MAX_PARTIALS];
	size_t call_count;
};

static void check_template(struct check *c, const struct template *t, const struct template *from,
                           const struct op *call);

/* A partial that is used twice is told once. */
static void finding_line(struct check *c, str line)
{
	str found = text_str(c->out);
	const char *at = found.n ? memmem(found.p, found.n, line.p, line.n) : NULL;
	if (at && (at == found.p || at[-1] == '\n'))
		return;
	text_add(c->out, line);
	c->findings++;
}

static void finding(struct check *c, const struct template *t, int line, const char *what)
{
	finding_line(c, str_print(c->out->mem, STR_FMT ":%d: %s\n", STR_ARG(t->name), line, what));
}

static void finding_name(struct check *c, const struct template *t, const struct op *op, const char *what)
{
	ASSERT(op); /* only the outermost template is called by nobody, and it is never running already */
	finding_line(c, str_print(c->out->mem, STR_FMT ":%d: '" STR_FMT "' %s\n", STR_ARG(t->name), op->line,
	                          STR_ARG(op->text), what));
}

static bool find(struct check *c, const struct template *t, const struct op *op, struct datum *ret)
{
	if (record_find(NULL, c->scopes, c->depth, op, ret))
		return true;
	finding_line(c, str_print(c->out->mem, STR_FMT ":%d: unknown name '" STR_FMT "'\n", STR_ARG(t->name), op->line,
	                          STR_ARG(op->text)));
	return false;
}

static const char *wrong_word(const struct check *c, const struct datum *d, bool is_markup)
{
	if (is_markup)
		return "is a word, no markup: two braces";
	return c->has_word(c->self, d->key) ? NULL : "is no word of the catalogue";
}

static const char *wrong_field(const struct field *f, enum form form, bool is_markup)
{
	if (!f || f->kind == KIND_ONE || f->kind == KIND_MANY)
		return "has no text";
	if (is_markup && (f->kind != KIND_HTML || form != FORM_SHOWN))
		return "is no markup: two braces";
	return !is_markup && f->kind == KIND_HTML ? "is markup: three braces" : NULL;
}

static void check_value(struct check *c, const struct template *t, const struct op *op)
{
	struct datum d;
	if (!find(c, t, op, &d))
		return;
	bool is_markup = op->kind == OP_MARKUP, word = d.form == FORM_WORD;
	const char *wrong = word ? wrong_word(c, &d, is_markup) : wrong_field(d.field, d.form, is_markup);
	if (wrong)
		finding_name(c, t, op, wrong);
	const char *place = markup_variable(&c->markup, word || !d.field ? KIND_TEXT : d.field->kind, is_markup);
	if (place)
		finding_name(c, t, op, place);
}

/* Would the section open always? */
static bool never_absent(const struct datum *d)
{
	if (!d->field)
		return d->form == FORM_WORD;
	return !d->field->maybe &&
	       (d->field->kind == KIND_INT || d->field->kind == KIND_MONEY || d->field->kind == KIND_DECIMAL);
}

static struct datum inner_scope(const struct datum *d)
{
	bool nested = d->field && (d->field->kind == KIND_ONE || d->field->kind == KIND_MANY);
	return nested ? record_datum(d->field->of, NULL) : *d;
}

/* Checks the body of a section and returns the index of its end. */
static size_t check_section(struct check *c, const struct template *t, size_t at);

static void check_partial(struct check *c, const struct template *t, const struct op *op)
{
	if (op->partial)
		check_template(c, op->partial, t, op);
	else
		finding_name(c, t, op, "is no template");
}

static void check_range(struct check *c, const struct template *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct op *op = &t->ops[i];
		switch (op->kind) {
		case OP_LITERAL:
			markup_feed(&c->markup, op->text);
			break;
		case OP_VALUE:
		case OP_MARKUP:
			check_value(c, t, op);
			break;
		case OP_SECTION:
		case OP_INVERTED:
			i = check_section(c, t, i);
			break;
		case OP_PARTIAL:
			check_partial(c, t, op);
			break;
		case OP_END:
			break;
		}
	}
}

static size_t check_section(struct check *c, const struct template *t, size_t at)
{
	const struct op *op = &t->ops[at];
	struct datum d;
	if (!find(c, t, op, &d))
		return op->partner;
	if (never_absent(&d))
		finding_name(c, t, op, "is never absent: its section is always or never shown");
	if (c->depth == RENDER_MAX_SCOPES) {
		finding_name(c, t, op, "is too deep in sections");
		return op->partner;
	}
	struct markup before = c->markup;
	size_t depth = c->depth;
	if (op->kind == OP_SECTION)
		c->scopes[c->depth++] = inner_scope(&d);
	check_range(c, t, at + 1, op->partner);
	c->depth = depth;
	if (!markup_join(&c->markup, &before)) {
		finding_name(c, t, op, "ends at another kind of place in the markup than it began");
		c->markup = before;
	}
	return op->partner;
}

/* A partial that calls itself is fine if a section stands between: then the data end it. */
static bool is_running(struct check *c, const struct template *t, const struct template *from, const struct op *call)
{
	for (size_t i = 0; i < c->call_count; i++) {
		if (c->calls[i].template != t)
			continue;
		if (c->calls[i].depth == c->depth)
			finding_name(c, from, call, "calls itself without end");
		return true;
	}
	return false;
}

static void check_template(struct check *c, const struct template *t, const struct template *from,
                           const struct op *call)
{
	if (is_running(c, t, from, call))
		return;
	if (c->call_count == RENDER_MAX_PARTIALS) {
		finding_name(c, from, call, "is too deep in partials");
		return;
	}
	if (t->delimiters_line)
		finding(c, t, t->delimiters_line, "changes the delimiters");
	c->calls[c->call_count].template = t;
	c->calls[c->call_count++].depth = c->depth;
	check_range(c, t, 0, t->count);
	c->call_count--;
}

int view_check(const struct view *v, const char *name, const struct record *const *records, size_t n,
               bool (*has_word)(void *self, str key), void *self, struct text *out)
{
	struct check *c = NEW(out->mem, struct check);
	c->has_word = has_word;
	c->self = self;
	c->out = out;
	const struct template *t = view_find(v, str_of(name));
	if (!t) {
		finding_line(c, str_print(out->mem, "%s:1: there is no such template\n", name));
		return c->findings;
	}
	ASSERT(n < RENDER_MAX_SCOPES);
	for (size_t i = 0; i < n; i++)
		c->scopes[c->depth++] = record_datum(records[i], NULL);
	check_template(c, t, NULL, NULL);
	if (c->markup.spot != SPOT_TEXT || c->markup.raw[0])
		finding(c, t, t->count ? t->ops[t->count - 1].line : 1,
		        "the page ends inside a tag, comment or script");
	return c->findings;
}

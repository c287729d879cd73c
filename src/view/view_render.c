/* view_render.c -- runs the operations of a template. */
#include "view/view_render.h"
#include <string.h>

static err render_range(struct render *r, const struct template *t, size_t from, size_t to, str indent);

static err broken(struct render *r, const struct template *t, const struct op *op, const char *what)
{
	text_print(&r->words, STR_FMT ":%d: '" STR_FMT "' %s", STR_ARG(t->name), op->line, STR_ARG(op->text), what);
	return E_BROKEN;
}

static err not_found(struct render *r, const struct template *t, const struct op *op)
{
	if (r->lenient)
		return OK;
	text_print(&r->words, STR_FMT ":%d: unknown name '" STR_FMT "'", STR_ARG(t->name), op->line, STR_ARG(op->text));
	return E_BROKEN;
}

static bool find(struct render *r, const struct op *op, struct datum *ret)
{
	return r->source.find(r->source.self, r->scopes, r->depth, op, ret);
}

/* The lines of a literal, with the indentation of the partial before each but the first: that is the operation's. */
static void render_literal(struct text *out, str text, str indent)
{
	if (!indent.n) {
		text_add(out, text);
		return;
	}
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t line = end ? (size_t)(end - text.p) + 1 : text.n;
		text_add(out, str_part(text, 0, line));
		text = str_part(text, line, text.n);
		if (text.n)
			text_add(out, indent);
	}
}

static err render_value(struct render *r, const struct template *t, const struct op *op)
{
	struct datum d;
	if (!find(r, op, &d))
		return not_found(r, t, op);
	str text = STR_NONE;
	bool markup = op->kind == OP_MARKUP;
	const char *wrong = r->source.text(r->source.self, r->out->mem, &d, markup, &text);
	if (wrong)
		return broken(r, t, op, wrong);
	if (markup)
		text_add(r->out, text);
	else
		text_html(r->out, text);
	return OK;
}

static err render_section(struct render *r, const struct template *t, size_t at, str indent)
{
	const struct op *op = &t->ops[at];
	struct datum d;
	if (!find(r, op, &d))
		return not_found(r, t, op);
	size_t n = r->source.count(r->source.self, &d);
	if (n && r->depth == RENDER_MAX_SCOPES)
		return broken(r, t, op, "is too deep in sections");
	for (size_t i = 0; i < n; i++) {
		r->scopes[r->depth++] = r->source.item(r->source.self, &d, i);
		TRY(render_range(r, t, at + 1, op->partner + 1, indent));
		r->depth--;
	}
	return OK;
}

static err render_inverted(struct render *r, const struct template *t, size_t at, str indent)
{
	const struct op *op = &t->ops[at];
	struct datum d;
	bool known = find(r, op, &d);
	if (!known)
		TRY(not_found(r, t, op));
	if (known && r->source.count(r->source.self, &d))
		return OK;
	return render_range(r, t, at + 1, op->partner + 1, indent);
}

static err render_partial(struct render *r, const struct template *t, const struct op *op, str indent)
{
	if (!op->partial)
		return r->lenient ? OK : broken(r, t, op, "is no template");
	if (r->partials == RENDER_MAX_PARTIALS)
		return broken(r, t, op, "is too deep in partials");
	/* In the middle of a line the specification leaves the lines of a partial as they are. */
	str inner = S("");
	if (op->indent.p)
		inner = indent.n ? str_print(r->out->mem, STR_FMT STR_FMT, STR_ARG(indent), STR_ARG(op->indent))
		                 : op->indent;
	r->partials++;
	TRY(render_range(r, op->partial, 0, op->partial->count, inner));
	r->partials--;
	return OK;
}

static err render_op(struct render *r, const struct template *t, size_t at, str indent)
{
	const struct op *op = &t->ops[at];
	if (op->line_start)
		text_add(r->out, indent);
	switch (op->kind) {
	case OP_LITERAL:
		render_literal(r->out, op->text, indent);
		return OK;
	case OP_VALUE:
	case OP_MARKUP:
		return render_value(r, t, op);
	case OP_SECTION:
		return render_section(r, t, at, indent);
	case OP_INVERTED:
		return render_inverted(r, t, at, indent);
	case OP_PARTIAL:
		return render_partial(r, t, op, indent);
	case OP_END:
		break;
	}
	return OK;
}

static err render_range(struct render *r, const struct template *t, size_t from, size_t to, str indent)
{
	for (size_t i = from; i < to; i++) {
		const struct op *op = &t->ops[i];
		if (r->steps++ == RENDER_MAX_STEPS || r->out->n > RENDER_MAX_BYTES)
			return broken(r, t, op, "is on a page without end");
		TRY(render_op(r, t, i, indent));
		if (op->kind == OP_SECTION || op->kind == OP_INVERTED)
			i = op->partner;
	}
	return OK;
}

err render_template(struct render *r, const struct template *t)
{
	return render_range(r, t, 0, t->count, S(""));
}

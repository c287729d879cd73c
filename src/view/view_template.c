/* view_template.c -- the parser. White space follows the specification: a section, comment, partial or change of
 * delimiters that is alone on its line takes the whole line with it. */
#include "view/view_template.h"
#include "base/list.h"
#include <string.h>

struct parser {
	struct arena *mem;
	struct template *template;
	struct text *words;
	str source;
	size_t at; /* all before this byte is done */
	int line;  /* of `at` */
	str open, close;
	bool line_start; /* the next operation is the first on its line */
	struct list ops;
	size_t sections[TEMPLATE_MAX_SECTIONS]; /* operations of the open sections */
	size_t depth;
};

/* A tag as it stands in the source. */
struct tag {
	char sigil; /* one of # ^ / > ! = & { or 0 */
	str body;   /* without sigil, white space and delimiters */
	size_t from, to;
	int line;
	bool alone;              /* takes its whole line */
	size_t row_from, row_to; /* that line, with its end */
};

static err complain(struct parser *p, int line, const char *what, str name)
{
	text_print(p->words, STR_FMT ":%d: %s", STR_ARG(p->template->name), line, what);
	if (name.p)
		text_print(p->words, " '" STR_FMT "'", STR_ARG(name));
	text_char(p->words, '\n');
	return E_INVALID;
}

static size_t find(str s, size_t from, str needle)
{
	const char *hit = from < s.n ? memmem(s.p + from, s.n - from, needle.p, needle.n) : NULL;
	return hit ? (size_t)(hit - s.p) : s.n;
}

static int count_lines(str s, size_t from, size_t to)
{
	int lines = 0;
	for (size_t i = from; i < to; i++)
		lines += s.p[i] == '\n';
	return lines;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static str trim(str s)
{
	while (s.n && is_space(s.p[0]))
		s = (str){ s.p + 1, s.n - 1 };
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

static struct op *add_op(struct parser *p, enum op_kind kind, int line, str text)
{
	struct op *op = LIST_ADD(p->mem, &p->ops, struct op);
	op->kind = kind;
	op->line = line;
	op->text = text;
	op->line_start = p->line_start;
	p->line_start = false;
	return op;
}

static void add_literal(struct parser *p, size_t to)
{
	str text = str_part(p->source, p->at, to);
	if (!text.n)
		return;
	add_op(p, OP_LITERAL, p->line, text);
	p->line_start = text.p[text.n - 1] == '\n';
}

/* Is there nothing but blanks around the tag? Then its row is [row_from, row_to). */
static bool stands_alone(const struct parser *p, struct tag *tag)
{
	str s = p->source;
	size_t from = tag->from, to = tag->to;
	while (from > p->at && (s.p[from - 1] == ' ' || s.p[from - 1] == '\t'))
		from--;
	if (from > 0 && s.p[from - 1] != '\n')
		return false;
	while (to < s.n && (s.p[to] == ' ' || s.p[to] == '\t'))
		to++;
	if (to < s.n && s.p[to] == '\r' && to + 1 < s.n && s.p[to + 1] == '\n')
		to++;
	if (to < s.n && s.p[to] != '\n')
		return false;
	tag->row_from = from;
	tag->row_to = to < s.n ? to + 1 : to;
	return true;
}

/* How the tag ends: {{{x}}} with a brace more, {{=<% %>=}} with a sign more. */
static str tag_end(const struct parser *p, char sigil)
{
	if (sigil == '{')
		return str_print(p->mem, "}" STR_FMT, STR_ARG(p->close));
	if (sigil == '=')
		return str_print(p->mem, "=" STR_FMT, STR_ARG(p->close));
	return p->close;
}

static err scan_tag(struct parser *p, size_t from, struct tag *tag)
{
	str s = p->source;
	*tag = (struct tag){ .from = from, .line = p->line + count_lines(s, p->at, from) };
	size_t i = from + p->open.n;
	while (i < s.n && is_space(s.p[i]))
		i++;
	if (i < s.n && s.p[i] && strchr("#^/>!=&{", s.p[i]))
		tag->sigil = s.p[i++];
	str end = tag_end(p, tag->sigil);
	size_t to = find(s, i, end);
	if (to == s.n)
		return complain(p, tag->line, "the tag is not closed", STR_NONE);
	tag->body = trim(str_part(s, i, to));
	tag->to = to + end.n;
	tag->alone = tag->sigil && strchr("#^/>!=", tag->sigil) && stands_alone(p, tag);
	return OK;
}

static err check_name(struct parser *p, const struct tag *tag)
{
	if (!tag->body.n)
		return complain(p, tag->line, "a tag without a name", STR_NONE);
	for (size_t i = 0; i < tag->body.n; i++)
		if (is_space(tag->body.p[i]))
			return complain(p, tag->line, "white space in the name", tag->body);
	return OK;
}

static err split_name(struct parser *p, struct op *op)
{
	if (str_is(op->text, "."))
		return OK;
	op->part_count = 1;
	for (size_t i = 0; i < op->text.n; i++)
		op->part_count += op->text.p[i] == '.';
	op->parts = NEW_ARRAY(p->mem, struct name_part, op->part_count);
	str rest = op->text;
	for (size_t i = 0; i < op->part_count; i++) {
		op->parts[i].name = str_split(&rest, '.');
		if (!op->parts[i].name.n)
			return complain(p, op->line, "an empty part in the name", op->text);
	}
	op->is_word = op->part_count > 1 && str_is(op->parts[0].name, "t");
	return OK;
}

static err add_named(struct parser *p, enum op_kind kind, const struct tag *tag, struct op **ret)
{
	TRY(check_name(p, tag));
	bool line_start = p->line_start;
	struct op *op = add_op(p, kind, tag->line, tag->body);
	if (tag->alone) {
		op->line_start = false;
		p->line_start = line_start;
	}
	if (ret)
		*ret = op;
	return OK;
}

static err add_value(struct parser *p, enum op_kind kind, const struct tag *tag)
{
	struct op *op;
	TRY(add_named(p, kind, tag, &op));
	return split_name(p, op);
}

static err add_section(struct parser *p, enum op_kind kind, const struct tag *tag)
{
	if (p->depth == TEMPLATE_MAX_SECTIONS)
		return complain(p, tag->line, "too many sections in sections at", tag->body);
	TRY(add_value(p, kind, tag));
	p->sections[p->depth++] = p->ops.n - 1;
	return OK;
}

static err add_end(struct parser *p, const struct tag *tag)
{
	if (!p->depth)
		return complain(p, tag->line, "there is no open section to close:", tag->body);
	size_t start = p->sections[--p->depth];
	str name = LIST_AT(&p->ops, struct op, start)->text;
	if (!str_eq(name, tag->body))
		return complain(p, tag->line, "first close the section", name);
	struct op *end;
	TRY(add_named(p, OP_END, tag, &end));
	end->partner = start;
	LIST_AT(&p->ops, struct op, start)->partner = p->ops.n - 1;
	return OK;
}

static err add_partial(struct parser *p, const struct tag *tag)
{
	struct op *op;
	TRY(add_named(p, OP_PARTIAL, tag, &op));
	if (tag->alone)
		op->indent = str_part(p->source, tag->row_from, tag->from);
	return OK;
}

static err set_delimiters(struct parser *p, const struct tag *tag)
{
	str body = tag->body;
	size_t first = 0, last = body.n;
	while (first < body.n && !is_space(body.p[first]))
		first++;
	while (last > first && !is_space(body.p[last - 1]))
		last--;
	str open = str_part(body, 0, first), close = str_part(body, last, body.n);
	str between = str_part(body, first, last);
	if (!open.n || !close.n || trim(between).n || memchr(body.p, '=', body.n))
		return complain(p, tag->line, "no two delimiters:", body);
	p->open = open;
	p->close = close;
	if (!p->template->delimiters_line)
		p->template->delimiters_line = tag->line;
	return OK;
}

static err add_tag(struct parser *p, const struct tag *tag)
{
	switch (tag->sigil) {
	case '#':
		return add_section(p, OP_SECTION, tag);
	case '^':
		return add_section(p, OP_INVERTED, tag);
	case '/':
		return add_end(p, tag);
	case '>':
		return add_partial(p, tag);
	case '=':
		return set_delimiters(p, tag);
	case '!':
		return OK;
	case '&':
	case '{':
		return add_value(p, OP_MARKUP, tag);
	default:
		return add_value(p, OP_VALUE, tag);
	}
}

static err parse_tag(struct parser *p, size_t from)
{
	struct tag tag;
	TRY(scan_tag(p, from, &tag));
	size_t to = tag.alone ? tag.row_to : tag.to;
	add_literal(p, tag.alone ? tag.row_from : tag.from);
	TRY(add_tag(p, &tag));
	p->line += count_lines(p->source, p->at, to);
	p->at = to;
	return OK;
}

err template_parse(struct arena *a, struct template *t, struct text *ret_words)
{
	struct parser p = { .mem = a,
		            .template = t,
		            .words = ret_words,
		            .source = t->source,
		            .line = 1,
		            .open = S("{{"),
		            .close = S("}}"),
		            .line_start = true };
	if (!utf8_valid(t->source))
		return complain(&p, 1, "not UTF-8", STR_NONE);
	for (;;) {
		size_t tag = find(p.source, p.at, p.open);
		if (tag == p.source.n)
			break;
		TRY(parse_tag(&p, tag));
	}
	add_literal(&p, p.source.n);
	if (p.depth) {
		const struct op *open = LIST_AT(&p.ops, struct op, p.sections[p.depth - 1]);
		return complain(&p, open->line, "not closed: the section", open->text);
	}
	t->ops = p.ops.items;
	t->count = p.ops.n;
	return OK;
}

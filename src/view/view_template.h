/* view_template.h -- private to src/view: a template as a flat array of operations, and the parser that makes it. */
#ifndef VIEW_TEMPLATE_H
#define VIEW_TEMPLATE_H
#include "base/arena.h"
#include "base/error.h"
#include "base/record.h"
#include "base/text.h"
#include <stdatomic.h>

enum { TEMPLATE_MAX_SECTIONS = 64 }; /* sections in sections of one template */

/* One part of a dotted name. It remembers where it was found last, so that the second row of a table costs a pointer
 * comparison. Threads share it: each of the two is right on its own, so relaxed loads and stores are enough. */
struct name_part {
	str name;
	_Atomic(const struct field *) field;    /* found here: a field of any record */
	_Atomic(const struct record *) without; /* a record that has no such field */
};

enum op_kind {
	OP_LITERAL,
	OP_VALUE,    /* {{x}} */
	OP_MARKUP,   /* {{{x}}} and {{&x}}: not escaped */
	OP_SECTION,  /* {{#x}} */
	OP_INVERTED, /* {{^x}} */
	OP_END,      /* {{/x}} */
	OP_PARTIAL,  /* {{> x}} */
};

struct op {
	enum op_kind kind;
	int line;                /* of the tag, or of the literal's first byte */
	bool line_start;         /* first on its line: the indentation of a partial goes before it */
	bool is_word;            /* the name is t.<key of a word> */
	str text;                /* the literal bytes, or the name as written */
	struct name_part *parts; /* of the name; none for {{.}} */
	size_t part_count;
	size_t partner;                 /* index of the end of a section, and of the section of an end */
	str indent;                     /* partial alone on its line: the white space before it */
	const struct template *partial; /* NULL: there is no such template */
};

struct template
{
	str name; /* "centres/show.html" */
	str source;
	struct op *ops;
	size_t count;
	int delimiters_line; /* the first change of delimiters; 0: none */
};

/* Parses t->source; all it makes is in a and points into the source. E_INVALID: one line "name:line: what" is added to
 * *ret_words. Partials are not linked yet. */
err template_parse(struct arena *a, struct template *t, struct text *ret_words) MUST;
#endif

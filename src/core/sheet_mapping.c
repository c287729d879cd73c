/* sheet_mapping.c -- which value goes into which cell: the text that people write, tried with examples and filled with
 * values. */
#include <inttypes.h>
#include <string.h>

#include "core/sheet_template.h"
#include "core/table.h"
#include "core/words.h"
#include "doc/xlsx_fill.h"

/* --- fields and values -------------------------------------------------------------------------------------------- */

struct sheet_field *sheet_field_alone(struct cx *cx, struct list *to, str name, enum kind kind, str example, str label)
{
	struct sheet_field *f = LIST_ADD(cx->mem, to, struct sheet_field);
	*f = (struct sheet_field){ .name = name, .kind = kind, .example = example, .label = label };
	return f;
}

struct sheet_field *sheet_field(struct cx *cx, struct list *to, str name, enum kind kind, str example)
{
	struct sheet_field *f = sheet_field_alone(cx, to, name, kind, example, STR_NONE);
	f->in_list = str_has(name, ".");
	return f;
}

void sheet_put(struct cx *cx, struct sheet_values *v, str field, int64_t row, enum kind kind, struct value value)
{
	*LIST_ADD(cx->mem, &v->items, struct sheet_value) = (struct sheet_value){ field, row, kind, value };
}

static const struct sheet_field *field_named(const struct list *fields, str name)
{
	LIST_EACH (const struct sheet_field, f, fields)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

/* --- reading lines ------------------------------------------------------------------------------------------------ */

struct target {
	struct sheet_line *line;
	const struct sheet_field *field;
	str sheet, cell;
	struct xlsx_place first;
	int64_t step, most; /* of a list; else 1 row */
};

/* 'Anlage 1'!B12 as Excel writes it, or without the apostrophes. */
static bool split_place(str place, struct target *t)
{
	size_t mark = place.n;
	for (size_t i = 0; i < place.n; i++)
		mark = place.p[i] == '!' ? i : mark;
	if (mark == place.n || mark == 0)
		return false;
	t->sheet = str_trim(str_part(place, 0, mark));
	if (t->sheet.n > 2 && t->sheet.p[0] == '\'' && t->sheet.p[t->sheet.n - 1] == '\'')
		t->sheet = str_part(t->sheet, 1, t->sheet.n - 1);
	t->cell = str_trim(str_part(place, mark + 1, place.n));
	return true;
}

/* "; 1; 20" behind the place of a list. */
static bool read_rows(str rest, struct target *t)
{
	str step = str_trim(str_split(&rest, ';')), most = str_trim(rest);
	return str_to_int(step, &t->step) && str_to_int(most, &t->most) && t->step >= 1 && t->step <= 1000 &&
	       t->most >= 1 && t->most <= SHEET_MOST_ROWS;
}

static void say(struct cx *cx, struct sheet_line *l, const char *key, const struct arg *args)
{
	l->fits = false;
	l->message = word_args(cx->words, cx->mem, key, args);
}

str sheet_label(struct cx *cx, const struct sheet_purpose *p, const struct sheet_field *f)
{
	str key = str_print(cx->mem, "sheet_field.%s." STR_FMT, p->name, STR_ARG(f->name));
	return f->label.p ? f->label : word(cx->words, cx->mem, key.p);
}

/* One line; false: it cannot be read, and says why. */
static bool read_line(struct cx *cx, const struct sheet_purpose *p, const struct list *fields, struct target *t)
{
	struct sheet_line *l = t->line;
	str rest = l->typed, name = str_trim(str_split(&rest, '='));
	str place = str_trim(str_split(&rest, ';'));
	l->field = name;
	t->field = field_named(fields, name);
	t->step = t->most = 1;
	l->place = place;
	if (!t->field) {
		say(cx, l, "sheets.no_field", ARGS({ "field", name }));
		return false;
	}
	l->label = sheet_label(cx, p, t->field);
	if (!place.n || !split_place(place, t)) {
		say(cx, l, "sheets.no_place", NO_ARGS);
		return false;
	}
	if (t->field->in_list ? !read_rows(rest, t) : rest.p != NULL) {
		say(cx, l, t->field->in_list ? "sheets.no_rows" : "sheets.rows_of_none",
		    ARGS({ "most", say_int(cx->words, cx->mem, SHEET_MOST_ROWS) }));
		return false;
	}
	if (!xlsx_place_of(t->cell, &t->first)) {
		say(cx, l, "xlsx.bad_address", ARGS({ "cell", t->cell }));
		return false;
	}
	return true;
}

static str last_cell(struct cx *cx, const struct target *t)
{
	return xlsx_address(cx->mem, (struct xlsx_place){ t->first.row + (t->most - 1) * t->step, t->first.column });
}

/* All lines as struct sheet_line, and those that can be read as struct target. */
static void read_mapping(struct cx *cx, const struct sheet_purpose *p, str mapping, struct list *lines,
                         struct list *targets)
{
	struct list fields = { 0 };
	str rest = mapping;
	p->fields(cx, &fields);
	for (int64_t line = 1; rest.p; line++) {
		str typed = str_trim(str_split(&rest, '\n'));
		if (!typed.n || typed.p[0] == '#')
			continue;
		struct sheet_line *l = NEW(cx->mem, struct sheet_line);
		*l = (struct sheet_line){ .line = line, .typed = typed, .fits = true };
		struct target t = { .line = l };
		bool good = read_line(cx, p, &fields, &t);
		if (good && t.field->in_list)
			l->place = str_print(cx->mem, STR_FMT " … " STR_FMT, STR_ARG(l->place),
			                     STR_ARG(last_cell(cx, &t)));
		*LIST_ADD(cx->mem, lines, struct sheet_line *) = l;
		if (good)
			*LIST_ADD(cx->mem, targets, struct target) = t;
	}
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

static struct xlsx_set cell_of(struct cx *cx, const struct target *t, const struct sheet_value *v)
{
	struct xlsx_place at = { t->first.row + v->row * t->step, t->first.column };
	struct xlsx_set s = {
		.sheet = t->sheet, .cell = xlsx_address(cx->mem, at), .text = v->v.s, .number = v->v.i, .day = v->v.d
	};
	switch (v->kind) {
	case KIND_INT:
		s.kind = XLSX_INT;
		break;
	case KIND_MONEY:
		s.kind = XLSX_CENTS;
		break;
	case KIND_DECIMAL:
		s.kind = XLSX_DECIMAL;
		break;
	case KIND_DAY:
		s.kind = XLSX_DAY;
		break;
	default:
		s.kind = XLSX_TEXT;
	}
	if (v->v.none)
		s.kind = XLSX_EMPTY;
	return s;
}

/* A cell and the line it comes from. */
struct written {
	struct sheet_line *line;
	size_t index; /* of the sets */
};

static void add_cell(struct cx *cx, const struct target *t, const struct sheet_value *v, struct list *sets,
                     struct list *from)
{
	*LIST_ADD(cx->mem, from, struct written) = (struct written){ t->line, sets->n };
	*LIST_ADD(cx->mem, sets, struct xlsx_set) = cell_of(cx, t, v);
}

err sheet_template_fill(struct cx *cx, const struct sheet_purpose *p, const struct sheet_template *t,
                        const struct sheet_values *values, str *ret)
{
	struct list lines = { 0 }, targets = { 0 }, sets = { 0 }, from = { 0 };
	struct xlsx_fault fault;
	str bytes;
	TRY(sheet_template_bytes(cx, t, &bytes));
	read_mapping(cx, p, t->mapping, &lines, &targets);
	LIST_EACH (const struct target, to, &targets)
		LIST_EACH (const struct sheet_value, v, &values->items) {
			if (!str_eq(v->field, to->field->name))
				continue;
			if (v->row >= to->most)
				return fail(cx, E_INVALID, "sheets.too_many_rows",
				            ARGS({ "field", to->line->label },
				                 { "most", say_int(cx->words, cx->mem, to->most) }));
			add_cell(cx, to, v, &sets, &from);
		}
	err e = xlsx_fill(cx->mem, bytes, &sets, ret, &fault);
	return e == E_INVALID ? fail(cx, E_INVALID, fault.key, xlsx_args(cx, fault.sheet, fault.cell, fault.detail))
	                      : e;
}

/* --- trying ------------------------------------------------------------------------------------------------------- */

static const struct field line_fields[] = {
	FIELD(struct sheet_line, line, KIND_INT),
	FIELD(struct sheet_line, typed, KIND_TEXT, .max = 1000),
	FIELD(struct sheet_line, field, KIND_TEXT),
	FIELD(struct sheet_line, label, KIND_TEXT),
	FIELD(struct sheet_line, place, KIND_TEXT),
	FIELD(struct sheet_line, said, KIND_TEXT),
	FIELD(struct sheet_line, message, KIND_TEXT, .max = 1000),
	FIELD(struct sheet_line, fits, KIND_BOOL),
};
const struct record sheet_line_rec = RECORD("sheet_line", struct sheet_line, line_fields);

/* The example of a field as a value: it is read as if somebody had typed it. */
static struct sheet_value example_of(struct cx *cx, const struct sheet_field *f)
{
	struct typed {
		str text;
		int64_t number;
		day on;
	} row = { 0 };
	const char *key;
	bool text = f->kind == KIND_TEXT, on_day = f->kind == KIND_DAY;
	const struct field one = { .name = "example",
		                   .kind = f->kind,
		                   .offset = text     ? offsetof(struct typed, text)
		                             : on_day ? offsetof(struct typed, on)
		                                      : offsetof(struct typed, number),
		                   .max = text ? 2000 : 0,
		                   .lines = true };
	err e = field_parse(cx->mem, &one, f->example, &row, &key);
	ASSERT(e == OK); /* the feature wrote it */
	return (struct sheet_value){ .field = f->name, .kind = f->kind, .v = record_get(&one, &row) };
}

static void write_examples(struct cx *cx, const struct list *targets, struct list *sets, struct list *from)
{
	LIST_EACH (const struct target, t, targets) {
		struct sheet_value v = example_of(cx, t->field);
		t->line->said = t->field->example;
		if (sets->n + (size_t)t->most > SHEET_MOST_CELLS) {
			say(cx, t->line, "sheets.too_many_cells",
			    ARGS({ "most", say_int(cx->words, cx->mem, SHEET_MOST_CELLS) }));
			continue;
		}
		for (; v.row < t->most; v.row++)
			add_cell(cx, t, &v, sets, from);
	}
}

/* What the workbook said to each cell becomes what is said to its line; the first one counts. */
static void take_problems(struct cx *cx, const struct list *sets, const struct list *from)
{
	LIST_EACH (const struct written, w, from) {
		const struct xlsx_set *s = LIST_AT(sets, struct xlsx_set, w->index);
		if (s->problem && w->line->fits)
			say(cx, w->line, s->problem, xlsx_args(cx, s->sheet, s->cell, s->detail));
	}
}

static struct list those_that_fit(struct cx *cx, const struct list *sets, const struct list *from)
{
	struct list fit = { 0 };
	LIST_EACH (const struct written, w, from)
		if (w->line->fits)
			*LIST_ADD(cx->mem, &fit, struct xlsx_set) = *LIST_AT(sets, struct xlsx_set, w->index);
	return fit;
}

err sheet_template_try(struct cx *cx, const struct sheet_purpose *p, str bytes, str mapping, struct list *ret,
                       str *ret_bytes)
{
	struct list lines = { 0 }, targets = { 0 }, sets = { 0 }, from = { 0 };
	struct xlsx_fault fault;
	str filled;
	read_mapping(cx, p, mapping, &lines, &targets);
	write_examples(cx, &targets, &sets, &from);
	err e = xlsx_fill(cx->mem, bytes, &sets, &filled, &fault);
	take_problems(cx, &sets, &from);
	struct list fit = those_that_fit(cx, &sets, &from);
	if (e == E_INVALID && fit.n < sets.n) /* the others go in */
		e = xlsx_fill(cx->mem, bytes, &fit, &filled, &fault);
	if (e == E_INVALID)
		return fail(cx, e, fault.key, xlsx_args(cx, fault.sheet, fault.cell, fault.detail));
	TRY(e);
	for (size_t i = 0; i < lines.n; i++)
		*LIST_ADD(cx->mem, ret, struct sheet_line) = **LIST_AT(&lines, struct sheet_line *, i);
	if (ret_bytes)
		*ret_bytes = filled;
	return OK;
}

str sheet_mapping_that_fits(struct cx *cx, str mapping, const struct list *lines)
{
	struct text t = TEXT(cx->mem);
	size_t next = 0;
	str rest = mapping;
	for (int64_t line = 1; rest.p; line++) {
		str typed = str_split(&rest, '\n');
		while (next < lines->n && LIST_AT(lines, struct sheet_line, next)->line < line)
			next++;
		bool said = next < lines->n && LIST_AT(lines, struct sheet_line, next)->line == line;
		if (said && !LIST_AT(lines, struct sheet_line, next)->fits)
			text_c(&t, "# ");
		text_add(&t, typed);
		text_c(&t, rest.p ? "\n" : "");
	}
	return text_str(&t);
}

#include "doc/xlsx_sheet.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"

enum { MOST_CHARACTERS = 32767 /* of a cell: the format's limit */ };

struct columns {
	int64_t from, to, style;
};
struct open_cell {
	size_t from;
	struct sheet_value *value; /* NULL: stays */
	int64_t style;
	bool has_formula;
	size_t value_from; /* of <v> */
};
struct filler {
	struct book *b;
	struct xlsx_styles *styles;
	const struct list *values;
	size_t next;         /* of values: the first that is not written yet */
	str prefix;          /* of the sheet's elements: "" or "x:" */
	struct list edits;   /* struct xml_edit */
	struct list columns; /* struct columns */
	struct xlsx_place at;
	struct open_cell cell;
	int64_t row_style;       /* -1: none */
	str row_tag;             /* the open row's tag without what new cells would make wrong */
	size_t row_from, row_to; /* its bytes */
	bool row_grown;
	str dimension; /* the new one; absent: it stays */
	size_t dimension_from;
	size_t data_from; /* of <sheetData> */
	bool sheet_data;  /* there was one */
};

static struct sheet_value *pending(const struct filler *f)
{
	return f->next < f->values->n ? LIST_AT(f->values, struct sheet_value, f->next) : NULL;
}

static void edit(struct filler *f, size_t from, size_t to, const struct text *with)
{
	xml_edit(f->b->mem, &f->edits, from, to, text_str(with));
}

/* --- a cell ------------------------------------------------------------------------------------------------------- */

/* As Excel keeps texts: what looks like an escape is escaped. */
static void put_text(struct filler *f, struct text *t, str s)
{
	struct text safe = TEXT(f->b->mem);
	size_t characters = 0;
	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] & 0xC0) != 0x80 && characters++ == MOST_CHARACTERS)
			break;
		bool escape = s.p[i] == '_' && i + 6 < s.n && s.p[i + 1] == 'x' && s.p[i + 6] == '_';
		text_c(&safe, escape ? "_x005F" : "");
		text_char(&safe, s.p[i]);
	}
	text_print(t, "<" STR_FMT "is><" STR_FMT "t xml:space=\"preserve\">", STR_ARG(f->prefix), STR_ARG(f->prefix));
	xml_text(t, text_str(&safe));
	text_print(t, "</" STR_FMT "t></" STR_FMT "is>", STR_ARG(f->prefix), STR_ARG(f->prefix));
}

static void put_number(struct filler *f, struct text *t, str number)
{
	text_print(t, "<" STR_FMT "v>" STR_FMT "</" STR_FMT "v>", STR_ARG(f->prefix), STR_ARG(number),
	           STR_ARG(f->prefix));
}

static str fixed(struct arena *a, int64_t n, int places)
{
	uint64_t scale = places == 2 ? 100 : 1000, all = n < 0 ? -(uint64_t)n : (uint64_t)n;
	return str_print(a, "%s%" PRIu64 ".%0*" PRIu64, n < 0 ? "-" : "", all / scale, places, all % scale);
}

/* Excel counts a 29.02.1900 that never was. */
static int64_t count_of(const struct filler *f, day d)
{
	if (f->b->from_1904)
		return day_diff(d, DAY(1904, 1, 1));
	int64_t n = day_diff(d, DAY(1900, 1, 1)) + 1;
	return n >= 60 ? n + 1 : n;
}

static void put_value(struct filler *f, struct text *t, const struct xlsx_set *s, bool as_text)
{
	struct arena *a = f->b->mem;
	switch (s->kind) {
	case XLSX_TEXT:
		put_text(f, t, s->text);
		return;
	case XLSX_INT:
		put_number(f, t, str_print(a, "%" PRId64, s->number));
		return;
	case XLSX_CENTS:
		put_number(f, t, fixed(a, s->number, 2));
		return;
	case XLSX_DECIMAL:
		put_number(f, t, fixed(a, s->number, 3));
		return;
	case XLSX_DAY:
		if (as_text)
			put_text(f, t, day_german(a, s->day));
		else
			put_number(f, t, str_print(a, "%" PRId64, count_of(f, s->day)));
		return;
	case XLSX_EMPTY:
		return;
	}
}

static void put_cell(struct filler *f, struct text *t, const struct sheet_value *v, int64_t style)
{
	const struct xlsx_set *s = v->set;
	bool as_text = s->kind == XLSX_TEXT, empty = s->kind == XLSX_EMPTY || (as_text && !s->text.n);
	if (s->kind == XLSX_DAY) {
		int64_t shows = xlsx_style_of_day(f->b->mem, f->styles, style);
		as_text = shows < 0; /* no styles at all: it would be read as a number */
		style = as_text ? style : shows;
	}
	text_print(t, "<" STR_FMT "c r=\"" STR_FMT "\"", STR_ARG(f->prefix), STR_ARG(xlsx_address(f->b->mem, v->at)));
	if (style >= 0)
		text_print(t, " s=\"%" PRId64 "\"", style);
	text_c(t, empty ? "/>" : as_text ? " t=\"inlineStr\">" : ">");
	if (empty)
		return;
	put_value(f, t, s, as_text);
	text_print(t, "</" STR_FMT "c>", STR_ARG(f->prefix));
}

/* --- what is not there yet ---------------------------------------------------------------------------------------- */

static int64_t style_of_column(const struct filler *f, int64_t column)
{
	LIST_EACH (const struct columns, c, &f->columns)
		if (column >= c->from && column <= c->to)
			return c->style;
	return -1;
}

/* Cells of the open row before `column`. */
static void put_new_cells(struct filler *f, struct text *t, int64_t column)
{
	for (struct sheet_value *v; (v = pending(f)) && v->at.row == f->at.row && v->at.column < column; f->next++) {
		put_cell(f, t, v, f->row_style >= 0 ? f->row_style : style_of_column(f, v->at.column));
		f->row_grown = true;
	}
}

static void put_new_rows(struct filler *f, struct text *t, int64_t row)
{
	for (struct sheet_value *v; (v = pending(f)) && v->at.row < row;) {
		int64_t now = v->at.row;
		text_print(t, "<" STR_FMT "row r=\"%" PRId64 "\">", STR_ARG(f->prefix), now);
		for (; (v = pending(f)) && v->at.row == now; f->next++)
			put_cell(f, t, v, style_of_column(f, v->at.column));
		text_print(t, "</" STR_FMT "row>", STR_ARG(f->prefix));
	}
}

/* --- reading along ------------------------------------------------------------------------------------------------ */

static void open_sheet(struct filler *f, const struct xml_tag *t)
{
	size_t prefix = strlen(t->full_name) - strlen(t->name);
	f->prefix = str_copy(f->b->mem, (str){ t->full_name, prefix });
}

/* The used area is a hint; it must not leave out what is written. */
static void open_dimension(struct filler *f, const struct xml_tag *t)
{
	struct xlsx_place first, last;
	str ref = xml_attribute(t, "ref"), from = str_split(&ref, ':');
	if (!f->values->n || !xlsx_place_of(from, &first))
		return;
	if (!ref.p || !xlsx_place_of(ref, &last))
		last = first;
	LIST_EACH (const struct sheet_value, v, f->values) {
		first.row = v->at.row < first.row ? v->at.row : first.row;
		first.column = v->at.column < first.column ? v->at.column : first.column;
		last.row = v->at.row > last.row ? v->at.row : last.row;
		last.column = v->at.column > last.column ? v->at.column : last.column;
	}
	struct arena *a = f->b->mem;
	struct text again = TEXT(a);
	str all = str_print(a, " ref=\"" STR_FMT ":" STR_FMT "\"", STR_ARG(xlsx_address(a, first)),
	                    STR_ARG(xlsx_address(a, last)));
	xml_open_tag(&again, t, (const char *const[]){ "ref", NULL }, all.p);
	text_c(&again, "</");
	text_c(&again, t->full_name);
	text_c(&again, ">");
	f->dimension_from = t->from;
	f->dimension = text_str(&again);
}

static void open_columns(struct filler *f, const struct xml_tag *t)
{
	struct columns c;
	if (str_to_int(xml_attribute(t, "min"), &c.from) && str_to_int(xml_attribute(t, "max"), &c.to) &&
	    str_to_int(xml_attribute(t, "style"), &c.style))
		*LIST_ADD(f->b->mem, &f->columns, struct columns) = c;
}

/* Rows and cells may leave out their place: then it is the next one. */
static bool open_row(struct filler *f, const struct xml_tag *t)
{
	struct text before = TEXT(f->b->mem), tag = TEXT(f->b->mem);
	int64_t last = f->at.row;
	str number = xml_attribute(t, "r"), formatted = xml_attribute(t, "customFormat");
	f->at = (struct xlsx_place){ .row = last + 1 };
	if (number.p && (!str_to_int(number, &f->at.row) || f->at.row <= last))
		return false;
	put_new_rows(f, &before, f->at.row);
	if (before.n)
		edit(f, t->from, t->from, &before);
	f->row_style = -1;
	if ((str_is(formatted, "1") || str_is(formatted, "true")) && !str_to_int(xml_attribute(t, "s"), &f->row_style))
		f->row_style = -1;
	f->row_grown = false;
	f->row_from = t->from;
	f->row_to = t->to;
	if (pending(f) && pending(f)->at.row == f->at.row) {
		xml_open_tag(&tag, t, (const char *const[]){ "spans", NULL }, "");
		f->row_tag = text_str(&tag);
	}
	return true;
}

static void close_row(struct filler *f, const struct xml_tag *t)
{
	struct text rest = TEXT(f->b->mem);
	bool no_cells = t->from == t->to;
	put_new_cells(f, &rest, INT64_MAX);
	if (!f->row_grown)
		return;
	if (no_cells)
		text_print(&rest, "</%s>", t->full_name);
	xml_edit(f->b->mem, &f->edits, f->row_from, f->row_to, f->row_tag);
	edit(f, t->from, t->from, &rest);
}

static bool open_cell(struct filler *f, const struct xml_tag *t)
{
	struct text before = TEXT(f->b->mem);
	struct xlsx_place said;
	int64_t last = f->at.column;
	str address = xml_attribute(t, "r");
	f->at.column++;
	if (address.p) {
		if (!xlsx_place_of(address, &said) || said.row != f->at.row || said.column <= last)
			return false;
		f->at = said;
	}
	put_new_cells(f, &before, f->at.column);
	if (before.n)
		edit(f, t->from, t->from, &before);
	f->cell = (struct open_cell){ .from = t->from };
	if (!str_to_int(xml_attribute(t, "s"), &f->cell.style))
		f->cell.style = -1;
	struct sheet_value *v = pending(f);
	if (v && v->at.row == f->at.row && v->at.column == f->at.column) {
		f->cell.value = v;
		f->next++;
	}
	return true;
}

static void close_cell(struct filler *f, const struct xml_tag *t)
{
	struct text cell = TEXT(f->b->mem);
	struct sheet_value *v = f->cell.value;
	if (!v)
		return;
	if (f->cell.has_formula) {
		v->set->problem = "xlsx.formula";
		return;
	}
	put_cell(f, &cell, v, f->cell.style);
	edit(f, f->cell.from, t->to, &cell);
}

static void open_merged(struct filler *f, const struct xml_tag *t)
{
	struct xlsx_place first, last;
	str ref = xml_attribute(t, "ref"), rest = ref, from = str_split(&rest, ':');
	if (!rest.p || !xlsx_place_of(from, &first) || !xlsx_place_of(rest, &last))
		return;
	LIST_EACH (const struct sheet_value, v, f->values) {
		bool inside = v->at.row >= first.row && v->at.row <= last.row && v->at.column >= first.column &&
		              v->at.column <= last.column;
		if (!inside || (v->at.row == first.row && v->at.column == first.column))
			continue;
		v->set->problem = "xlsx.merged";
		v->set->detail = str_copy(f->b->mem, ref);
	}
}

static bool opened(void *self, const struct xml_tag *t)
{
	struct filler *f = self;
	bool row = t->depth == 3 && !strcmp(t->parent, "sheetData");
	if (t->depth == 1)
		open_sheet(f, t);
	else if (t->depth == 2 && !strcmp(t->name, "dimension"))
		open_dimension(f, t);
	else if (t->depth == 3 && !strcmp(t->parent, "cols"))
		open_columns(f, t);
	else if (t->depth == 2 && !strcmp(t->name, "sheetData"))
		f->data_from = t->from;
	else if (row)
		return !strcmp(t->name, "row") && open_row(f, t);
	else if (t->depth == 4 && !strcmp(t->parent, "row"))
		return strcmp(t->name, "c") != 0 || open_cell(f, t);
	else if (t->depth == 5 && !strcmp(t->parent, "c")) {
		f->cell.has_formula |= !strcmp(t->name, "f");
		f->cell.value_from = t->from;
	} else if (t->depth == 3 && !strcmp(t->name, "mergeCell"))
		open_merged(f, t);
	return true;
}

static void close_data(struct filler *f, const struct xml_tag *t)
{
	struct text all = TEXT(f->b->mem), rows = TEXT(f->b->mem);
	f->sheet_data = true;
	put_new_rows(f, &rows, INT64_MAX);
	if (!rows.n)
		return;
	if (t->from < t->to) {
		edit(f, t->from, t->from, &rows);
		return;
	}
	text_print(&all, "<%s>", t->full_name); /* it was <sheetData/> */
	text_add(&all, text_str(&rows));
	text_print(&all, "</%s>", t->full_name);
	edit(f, f->data_from, t->to, &all);
}

static bool closed(void *self, const struct xml_tag *t)
{
	struct filler *f = self;
	if (t->depth == 5 && !strcmp(t->name, "v") && !strcmp(t->parent, "c") && f->cell.has_formula) {
		struct text nothing = TEXT(f->b->mem);
		edit(f, f->cell.value_from, t->to, &nothing);
	} else if (t->depth == 4 && !strcmp(t->name, "c") && !strcmp(t->parent, "row")) {
		close_cell(f, t);
	} else if (t->depth == 3 && !strcmp(t->name, "row") && !strcmp(t->parent, "sheetData")) {
		close_row(f, t);
	} else if (t->depth == 2 && !strcmp(t->name, "sheetData")) {
		close_data(f, t);
	} else if (t->depth == 2 && !strcmp(t->name, "dimension") && f->dimension.p) {
		xml_edit(f->b->mem, &f->edits, f->dimension_from, t->to, f->dimension);
	}
	return true;
}

err sheet_fill(struct book *b, struct xlsx_styles *styles, str part, const struct list *values, str *ret)
{
	struct filler *f = NEW(b->mem, struct filler);
	const struct xml_listener l = { .open = opened, .close = closed, .self = f };
	str bytes;
	*ret = STR_NONE;
	*f = (struct filler){ .b = b, .styles = styles, .values = values, .row_style = -1 };
	TRY(book_part(b, part, &bytes));
	if (!xml_is_utf8(bytes))
		return book_fail(b, "xlsx.encoding", part);
	if (xml_read(b->mem, bytes, &l) != OK || (values->n && !f->sheet_data))
		return book_fail(b, "xlsx.damaged", part);
	if (f->edits.n)
		*ret = xml_edited(b->mem, bytes, &f->edits);
	return OK;
}

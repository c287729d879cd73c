#include "doc/xlsx_read.h"

#include <string.h>

#include "base/arena.h"
#include "doc/xlsx_style.h"

/* --- texts -------------------------------------------------------------------------------------------------------- */

static int hex_of(char c)
{
	const char *digits = "0123456789abcdef0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) % 16 : -1;
}

static void add_code(struct text *t, int c)
{
	if (c < 0x80) {
		text_char(t, (char)c);
	} else if (c < 0x800) {
		text_char(t, (char)(0xC0 | c >> 6));
		text_char(t, (char)(0x80 | (c & 0x3F)));
	} else {
		text_char(t, (char)(0xE0 | c >> 12));
		text_char(t, (char)(0x80 | (c >> 6 & 0x3F)));
		text_char(t, (char)(0x80 | (c & 0x3F)));
	}
}

/* "_x000D_": what XML cannot say; -1 if it is nothing of the kind, or nothing that we want to have. */
static int escaped_at(str s, size_t i)
{
	int c = 0;
	if (i + 7 > s.n || s.p[i] != '_' || s.p[i + 1] != 'x' || s.p[i + 6] != '_')
		return -1;
	for (size_t k = i + 2; k < i + 6; k++) {
		if (hex_of(s.p[k]) < 0)
			return -1;
		c = c * 16 + hex_of(s.p[k]);
	}
	return c == 0 || (c >= 0xD800 && c <= 0xDFFF) || c >= 0xFFFE ? -1 : c;
}

static str unescaped(struct arena *a, str s)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < s.n; i++) {
		int c = escaped_at(s, i);
		if (c < 0) {
			text_char(&t, s.p[i]);
		} else {
			add_code(&t, c);
			i += 6;
		}
	}
	return text_str(&t);
}

/* Texts that cells share: each <si> is its <t>, also in pieces <r>; readings <rPh> of Japanese words are none. */
struct strings {
	struct arena *mem;
	struct list items; /* str */
	struct text now;
	bool in_text;
};

static bool string_opened(void *self, const struct xml_tag *t)
{
	struct strings *s = self;
	if (!strcmp(t->name, "si"))
		s->now = TEXT(s->mem);
	s->in_text = !strcmp(t->name, "t") && strcmp(t->parent, "rPh") != 0;
	return true;
}

static bool string_closed(void *self, const struct xml_tag *t)
{
	struct strings *s = self;
	s->in_text = false;
	if (!strcmp(t->name, "si"))
		*LIST_ADD(s->mem, &s->items, str) = unescaped(s->mem, text_str(&s->now));
	return true;
}

static void string_said(void *self, str piece)
{
	struct strings *s = self;
	if (s->in_text)
		text_add(&s->now, piece);
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

struct sheet_reader {
	struct arena *mem, *scratch;
	struct book *book;
	const struct strings *strings;
	const struct xlsx_styles *styles;
	struct csv *to;
	struct xlsx_place at;         /* row and column of the last cell */
	str cells[XLSX_MOST_COLUMNS]; /* of the open row */
	size_t width, all;            /* up to the last cell that is not empty; cells of all rows */
	str type;                     /* of the open cell */
	int64_t style;
	struct text value;
	bool in_value, has_formula, has_value;
};

static bool stop(struct sheet_reader *r, const char *key, str detail)
{
	book_fail(r->book, key, str_copy(r->mem, detail));
	r->book->fault->cell = xlsx_address(r->mem, r->at);
	return false;
}

static bool shared_text(struct sheet_reader *r, str value, str *ret)
{
	int64_t n;
	if (!str_to_int(value, &n) || n < 0 || (size_t)n >= r->strings->items.n)
		return stop(r, "xlsx.bad_cell", value);
	*ret = *LIST_AT(&r->strings->items, str, (size_t)n);
	return true;
}

/* t="d": 2026-11-21T14:30:00 */
static str iso_text(struct arena *a, str v)
{
	str on = str_part(v, 0, 10), time = str_part(v, 11, 16);
	return time.n == 5 && !str_is(time, "00:00") ? str_print(a, STR_FMT " " STR_FMT, STR_ARG(on), STR_ARG(time))
	                                             : str_copy(a, on);
}

static bool cell_text(struct sheet_reader *r, str *ret)
{
	str value = text_str(&r->value);
	*ret = S("");
	if (r->has_formula && !r->has_value)
		return stop(r, "xlsx.not_calculated", STR_NONE);
	if (!value.n)
		return true;
	if (str_is(r->type, "e"))
		return stop(r, "xlsx.cell_error", value);
	if (str_is(r->type, "s"))
		return shared_text(r, str_trim(value), ret);
	if (str_is(r->type, "inlineStr") || str_is(r->type, "str")) {
		*ret = unescaped(r->mem, value);
	} else if (str_is(r->type, "b")) {
		*ret = str_is(value, "1") || str_is(value, "true") ? S("WAHR") : S("FALSCH");
	} else if (str_is(r->type, "d")) {
		*ret = iso_text(r->mem, value);
	} else if (!xlsx_number(r->mem, value, xlsx_meaning_of(r->styles, r->style), r->book->from_1904, ret)) {
		return stop(r, "xlsx.bad_cell", value);
	}
	return true;
}

static bool keep_cell(struct sheet_reader *r)
{
	str s;
	if (!cell_text(r, &s))
		return false;
	if (!s.n)
		return true;
	if (r->at.column > XLSX_MOST_COLUMNS)
		return stop(r, "xlsx.too_wide", STR_NONE);
	r->cells[r->at.column - 1] = s;
	if ((size_t)r->at.column > r->width)
		r->width = (size_t)r->at.column;
	return true;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* Of the format. */
enum { MOST_ROW = 1048576 };

static bool open_row(struct sheet_reader *r, const struct xml_tag *t)
{
	int64_t before = r->at.row;
	str number = xml_attribute(t, "r");
	r->at = (struct xlsx_place){ .row = before + 1 };
	if (number.p && (!str_to_int(number, &r->at.row) || r->at.row <= before || r->at.row > MOST_ROW))
		return stop(r, "xlsx.bad_cell", number);
	for (size_t i = 0; i < XLSX_MOST_COLUMNS; i++)
		r->cells[i] = S("");
	r->width = 0;
	return true;
}

static bool close_row(struct sheet_reader *r)
{
	if (!r->width)
		return true;
	r->all += r->width;
	if (r->to->rows.n == XLSX_MOST_ROWS || r->all > XLSX_MOST_CELLS)
		return stop(r, "xlsx.too_many", STR_NONE);
	struct csv_row *row = LIST_ADD(r->mem, &r->to->rows, struct csv_row);
	*row = (struct csv_row){ .line = r->at.row, .cells = NEW_ARRAY(r->mem, str, r->width), .n = r->width };
	memcpy(row->cells, r->cells, r->width * sizeof *row->cells);
	return true;
}

static bool open_cell(struct sheet_reader *r, const struct xml_tag *t)
{
	struct xlsx_place said;
	int64_t before = r->at.column;
	str address = xml_attribute(t, "r");
	r->at.column++;
	if (address.p) {
		if (!xlsx_place_of(address, &said) || said.row != r->at.row || said.column <= before)
			return stop(r, "xlsx.bad_cell", address);
		r->at = said;
	}
	r->type = str_copy(r->scratch, xml_attribute(t, "t"));
	if (!str_to_int(xml_attribute(t, "s"), &r->style))
		r->style = -1;
	r->value = TEXT(r->scratch);
	r->has_formula = r->has_value = false;
	return true;
}

static bool sheet_opened(void *self, const struct xml_tag *t)
{
	struct sheet_reader *r = self;
	r->in_value = false;
	if (t->depth == 3 && !strcmp(t->name, "row"))
		return open_row(r, t);
	if (t->depth == 4 && !strcmp(t->name, "c"))
		return r->at.row > 0 && open_cell(r, t);
	if (strcmp(t->parent, "c") == 0 && !strcmp(t->name, "v"))
		r->in_value = r->has_value = true;
	else if (strcmp(t->parent, "c") == 0 && !strcmp(t->name, "f"))
		r->has_formula = true;
	else if (t->depth > 5 && !strcmp(t->name, "t"))
		r->in_value = strcmp(t->parent, "rPh") != 0;
	return true;
}

static bool sheet_closed(void *self, const struct xml_tag *t)
{
	struct sheet_reader *r = self;
	r->in_value = false;
	if (t->depth == 4 && !strcmp(t->name, "c"))
		return keep_cell(r);
	return t->depth != 3 || strcmp(t->name, "row") != 0 || close_row(r);
}

static void sheet_said(void *self, str piece)
{
	struct sheet_reader *r = self;
	if (r->in_value)
		text_add(&r->value, piece);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static err read_sheet(struct book *b, struct arena *a, str name, struct csv *ret, str *ret_sheet)
{
	struct strings strings = { .mem = a, .now = TEXT(a) };
	struct xlsx_styles styles;
	struct sheet_reader *r = NEW(b->mem, struct sheet_reader);
	const struct xml_listener texts = { string_opened, string_closed, string_said, &strings };
	const struct xml_listener cells = { sheet_opened, sheet_closed, sheet_said, r };
	const struct book_sheet *sheet;
	TRY(book_sheet(b, name, &sheet));
	TRY(xlsx_styles_read(b, &styles));
	if (b->strings.p)
		TRY(book_listen(b, b->strings, &texts));
	*r = (struct sheet_reader){ .mem = a,
		                    .scratch = b->mem,
		                    .value = TEXT(b->mem),
		                    .book = b,
		                    .strings = &strings,
		                    .styles = &styles,
		                    .to = ret };
	err e = book_listen(b, sheet->part, &cells);
	if (e == OK && !ret->rows.n)
		e = book_fail(b, "xlsx.empty", STR_NONE);
	*ret_sheet = sheet->name;
	return e;
}

err xlsx_read(struct arena *a, str bytes, str sheet, struct csv *ret, str *ret_sheet, struct xlsx_fault *ret_fault)
{
	struct arena *scratch = arena_new();
	struct book b;
	str name = STR_NONE;
	*ret = (struct csv){ 0 };
	err e = book_open(&b, scratch, bytes, ret_fault);
	if (e == OK)
		e = read_sheet(&b, a, sheet, ret, &name);
	name = str_copy(a, name);
	if (ret_sheet)
		*ret_sheet = name;
	if (!ret_fault->sheet.p)
		ret_fault->sheet = name;
	ret_fault->sheet = str_copy(a, ret_fault->sheet);
	ret_fault->detail = str_copy(a, ret_fault->detail);
	arena_free(scratch);
	return e;
}

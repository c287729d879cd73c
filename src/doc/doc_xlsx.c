/* doc_xlsx.c -- a table as a workbook. libxlsxwriter 1.1.4 writes to a path only, so it gets a file in memory
 * (memfd_create) by its name under /proc/self/fd. */
#include "base/arena.h"
#include "doc/doc_column.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	MOST_CHARACTERS = 32767, /* of a cell: the format's limit */
	MOST_ROWS = 1048576,     /* of a sheet, likewise */
	NARROWEST = 8,           /* column widths, in characters */
	WIDEST = 60,
	FILL_WIDTH = 16,
};
#define LISTS "Listen" /* the hidden sheet with the words of choices */

/* The library keeps state in functions like gmtime(3): one workbook at a time. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

struct sheet {
	struct arena *mem;                     /* for texts of one row, given back after it */
	const struct doc_table *const *tables; /* of all sheets */
	size_t n;
	const struct doc_table *table; /* of this one */
	const struct formatter *formatter;
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *title, *note, *head, *text, *day, *instant, *money, *number;
	lxw_row_t row, head_row;
	size_t *widths;              /* per column, in characters */
	lxw_format **column_formats; /* per column, of what will be typed; NULL: as it comes */
	lxw_col_t columns;
};

static lxw_format *format(struct sheet *s, const char *number_format)
{
	lxw_format *f = workbook_add_format(s->book);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	if (number_format)
		format_set_num_format(f, number_format);
	return f;
}

static void add_formats(struct sheet *s)
{
	s->title = format(s, NULL);
	format_set_bold(s->title);
	format_set_font_size(s->title, 14);
	s->note = format(s, NULL);
	format_set_font_color(s->note, 0x4D4D4D);
	s->head = format(s, NULL);
	format_set_bold(s->head);
	format_set_bottom(s->head, LXW_BORDER_THIN);
	format_set_text_wrap(s->head);
	s->text = format(s, NULL);
	format_set_text_wrap(s->text);
	s->day = format(s, "dd.mm.yyyy");
	s->instant = format(s, "dd.mm.yyyy hh:mm");
	s->money = format(s, "#,##0.00\\ \"€\"");
	s->number = format(s, NULL);
}

static char *cell_text(struct arena *a, str text)
{
	size_t n = 0;
	str s = text;
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] & 0xC0) != 0x80 && n++ == MOST_CHARACTERS)
			s = str_part(s, 0, i);
	return memcpy(arena_alloc(a, s.n + 1), s.n ? s.p : "", s.n);
}

static void note_width(struct sheet *s, lxw_col_t column, size_t characters)
{
	if (characters > s->widths[column])
		s->widths[column] = characters < WIDEST ? characters : WIDEST;
}

static void put_text(struct sheet *s, lxw_col_t column, str text, lxw_format *f)
{
	if (!text.n)
		return;
	note_width(s, column, utf8_length(text));
	worksheet_write_string(s->page, s->row, column, cell_text(s->mem, text), f);
}

static void put_number(struct sheet *s, lxw_col_t column, double number, lxw_format *f)
{
	note_width(s, column, 12);
	worksheet_write_number(s->page, s->row, column, number, f);
}

static void put_day(struct sheet *s, lxw_col_t column, day d)
{
	lxw_datetime when = { 0 };
	day_split(d, &when.year, &when.month, &when.day);
	note_width(s, column, 11);
	worksheet_write_datetime(s->page, s->row, column, &when, s->day);
}

static void put_instant(struct sheet *s, lxw_col_t column, instant t)
{
	lxw_datetime when = { 0 };
	str local = instant_local(s->mem, t); /* "21.11.2026, 07:48" */
	day_split(instant_day(t), &when.year, &when.month, &when.day);
	if (sscanf(str_c(s->mem, local), "%*[^,], %d:%d", &when.hour, &when.min) != 2)
		return; /* an instant outside the calendar */
	note_width(s, column, 17);
	worksheet_write_datetime(s->page, s->row, column, &when, s->instant);
}

static void put_value(struct sheet *s, lxw_col_t column, const struct field *f, const void *row)
{
	struct value v = record_get(f, row);
	if (v.none)
		return;
	switch (f->kind) {
	case KIND_INT:
		put_number(s, column, (double)v.i, s->number);
		return;
	case KIND_MONEY: /* exact to the cent below 2^53 cents */
		put_number(s, column, (double)v.i / 100, s->money);
		return;
	case KIND_DECIMAL:
		put_number(s, column, (double)v.i / 1000, s->number);
		return;
	case KIND_DAY:
		put_day(s, column, v.d);
		return;
	case KIND_INSTANT:
		put_instant(s, column, (instant){ v.i });
		return;
	case KIND_TEXT:
	case KIND_PATH:
		put_text(s, column, v.s, s->text);
		return;
	default:
		put_text(s, column, s->formatter->value(s->formatter->self, s->mem, s->table->record, f, row), s->text);
	}
}

static void put_row(struct sheet *s, const void *row)
{
	const struct record *r = s->table->record;
	lxw_col_t column = 0;
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		if (!doc_column_is(f))
			continue;
		if (row)
			put_value(s, column, f, row);
		else
			put_text(s, column, doc_column_head(s->mem, s->formatter, r, f), s->head);
		column++;
	}
	s->columns = column;
	s->row++;
}

/* A line above the table: it may be wider than its column, so it does not count for the width. */
static void put_line(struct sheet *s, str text, lxw_format *f)
{
	if (text.n)
		worksheet_write_string(s->page, s->row++, 0, cell_text(s->mem, text), f);
}

static void put_all(struct sheet *s)
{
	const struct list *rows = s->table->rows;
	put_line(s, s->table->title, s->title);
	put_line(s, s->table->note, s->note);
	s->row += s->row ? 1 : 0;
	s->head_row = s->row;
	put_row(s, NULL);
	for (size_t i = 0; i < rows->n; i++) {
		struct arena_mark m = arena_mark(s->mem);
		put_row(s, list_at(rows, i));
		arena_release(s->mem, m);
	}
}

/* --- to be filled ------------------------------------------------------------------------------------------------- */

/* The words of a choice in a column of a hidden sheet: a list in the rule itself may have 255 characters only. */
static const char *put_choices(struct sheet *s, lxw_worksheet *lists, lxw_col_t at, const struct choices *c)
{
	lxw_row_t n = 0;
	for (const char *const *code = c->codes; *code; code++) {
		str word = s->formatter->word(s->formatter->self, s->mem, str_print(s->mem, "%s.%s", c->name, *code));
		worksheet_write_string(lists, n++, at, cell_text(s->mem, word.p ? word : str_of(*code)), NULL);
	}
	return str_print(s->mem, "=%s!$%c$1:$%c$%u", LISTS, 'A' + at, 'A' + at, n).p;
}

static lxw_format *format_of(const struct sheet *s, const struct field *f)
{
	return f->kind == KIND_DAY ? s->day : f->kind == KIND_MONEY ? s->money : NULL;
}

/* False: everything may be typed. */
static bool check_of(struct sheet *s, lxw_worksheet *lists, lxw_col_t at, const struct field *f,
                     lxw_data_validation *ret)
{
	bool bounded = f->min != 0 || f->max != 0;
	double unit = f->kind == KIND_MONEY ? 100 : f->kind == KIND_DECIMAL ? 1000 : 1;
	ret->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
	switch (f->kind) {
	case KIND_CHOICE:
		ret->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
		ret->value_formula = (char *)put_choices(s, lists, at, f->choices);
		return true;
	case KIND_DAY:
		ret->validate = LXW_VALIDATION_TYPE_DATE;
		ret->minimum_datetime = (lxw_datetime){ .year = 2000, .month = 1, .day = 1 };
		ret->maximum_datetime = (lxw_datetime){ .year = 2199, .month = 12, .day = 31 };
		return true;
	case KIND_INT:
	case KIND_MONEY:
	case KIND_DECIMAL:
		ret->validate = f->kind == KIND_INT ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
		ret->minimum_number = bounded ? (double)f->min / unit : -1e12;
		ret->maximum_number = bounded ? (double)f->max / unit : 1e12;
		return true;
	default:
		return false;
	}
}

static void put_checks(struct sheet *s)
{
	const struct record *r = s->table->record;
	lxw_worksheet *lists = workbook_add_worksheet(s->book, LISTS);
	lxw_col_t column = 0;
	worksheet_hide(lists);
	for (size_t i = 0; i < r->count; i++) {
		lxw_data_validation check = { .error_type = LXW_VALIDATION_ERROR_TYPE_STOP };
		if (!doc_column_is(&r->fields[i]))
			continue;
		if (check_of(s, lists, column, &r->fields[i], &check))
			worksheet_data_validation_range(s->page, s->head_row + 1, column,
			                                s->row + (lxw_row_t)s->table->to_fill - 1, column, &check);
		s->column_formats[column] = format_of(s, &r->fields[i]);
		if (s->widths[column] < FILL_WIDTH)
			s->widths[column] = FILL_WIDTH;
		column++;
	}
}

/* What makes the sheet pleasant: the head stays in sight and on every printed page, columns are wide enough. */
static void finish(struct sheet *s)
{
	lxw_col_t last = s->columns ? (lxw_col_t)(s->columns - 1) : 0;
	worksheet_freeze_panes(s->page, s->head_row + 1, 0);
	if (s->columns)
		worksheet_autofilter(s->page, s->head_row, 0, s->row - 1, last);
	for (lxw_col_t c = 0; c < s->columns; c++)
		worksheet_set_column(s->page, c, c, (double)(s->widths[c] < NARROWEST ? NARROWEST : s->widths[c]) + 2,
		                     s->column_formats[c]);
	worksheet_repeat_rows(s->page, s->head_row, s->head_row);
	worksheet_set_landscape(s->page);
	worksheet_set_paper(s->page, 9); /* A4 */
	worksheet_fit_to_pages(s->page, 1, 0);
}

/* E_BROKEN: a name that a sheet cannot have. */
static err put_sheet(struct sheet *s, const struct doc_table *t)
{
	s->table = t;
	s->page = workbook_add_worksheet(s->book, t->sheet.n ? cell_text(s->mem, t->sheet) : NULL);
	if (!s->page)
		return E_BROKEN;
	s->row = 0;
	s->widths = NEW_ARRAY(s->mem, size_t, t->record->count + 1);
	s->column_formats = NEW_ARRAY(s->mem, lxw_format *, t->record->count + 1);
	put_all(s);
	if (s->table->to_fill)
		put_checks(s);
	finish(s);
	return OK;
}

static err write_book(struct sheet *s, const char *path)
{
	lxw_workbook_options options = { .constant_memory = s->n > 1 };
	lxw_doc_properties properties = { .title = cell_text(s->mem, s->tables[0]->title),
		                          .created = (time_t)(s->tables[0]->made.ms / 1000) };
	err e = OK;
	s->book = workbook_new_opt(path, &options);
	if (!s->book)
		return E_BROKEN;
	workbook_set_properties(s->book, &properties);
	add_formats(s);
	for (size_t i = 0; i < s->n && e == OK; i++)
		e = put_sheet(s, s->tables[i]);
	return workbook_close(s->book) == LXW_NO_ERROR ? e : E_BROKEN; /* closing also gives its memory back */
}

static err read_all(struct arena *a, int file, str *ret)
{
	struct stat about;
	if (fstat(file, &about) != 0 || about.st_size <= 0)
		return E_BROKEN;
	size_t size = (size_t)about.st_size, n = 0;
	char *p = arena_alloc(a, size + 1);
	while (n < size) {
		ssize_t got = pread(file, p + n, size - n, (off_t)n);
		if (got <= 0)
			return E_BROKEN;
		n += (size_t)got;
	}
	*ret = (str){ p, n };
	return OK;
}

static err build(struct sheet *s, int file)
{
	char path[32];
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	pthread_mutex_lock(&one_at_a_time);
	err e = write_book(s, path);
	pthread_mutex_unlock(&one_at_a_time);
	return e;
}

err doc_xlsx_sheets(struct arena *a, const struct doc_table *const *tables, size_t n, const struct formatter *f,
                    str *ret)
{
	struct sheet s = { .tables = tables, .n = n, .formatter = f };
	for (size_t i = 0; i < n; i++)
		if (tables[i]->rows->n > MOST_ROWS - 4) /* title, note, empty line and head come first */
			return E_BROKEN;
	int file = memfd_create("table.xlsx", MFD_CLOEXEC);
	if (file < 0)
		return E_BROKEN;
	s.mem = arena_new();
	err e = build(&s, file);
	arena_free(s.mem);
	if (e == OK)
		e = read_all(a, file, ret);
	close(file);
	return e;
}

err doc_xlsx(struct arena *a, const struct doc_table *t, const struct formatter *f, str *ret)
{
	return doc_xlsx_sheets(a, &t, 1, f, ret);
}

#include "base/error.h"
#include "doc/letter.h"

static const struct face cell_face = { .font = PEN_SANS "9", .grey = 0.1 };
static const struct face strong_face = { .font = PEN_SANS "Semi-Bold 9", .grey = 0.1 };

enum {
	COLUMNS = 5,
	GAP = 12,    /* between columns, points */
	PADDING = 4, /* above and below the text of a row, points */
	BEFORE_TABLE = 2,
};

/* A run of rows, up to the next head, and the width of each column in points. */
struct rows {
	const struct doc_line *lines, *end;
	const struct doc_line *head; /* repeated on each page; NULL: none */
	int columns;
	double width[COLUMNS];
};

static bool is_row(const struct doc_line *line)
{
	return line->kind == DOC_ROW || line->kind == DOC_HEAD_ROW || line->kind == DOC_SUM_ROW;
}

static struct face face_of(const struct doc_line *line, int column)
{
	struct face f = line->kind == DOC_ROW ? cell_face : strong_face;
	f.right = line->columns > 1 && column >= line->columns - (line->amounts ? line->amounts : 1);
	return f;
}

static struct rows rows_from(const struct doc_letter *said, size_t i)
{
	struct rows r = { .lines = said->lines + i, .end = said->lines + i };
	while (r.end < said->lines + said->n && is_row(r.end) && (r.end == r.lines || r.end->kind != DOC_HEAD_ROW)) {
		ASSERT(r.end->columns >= 1 && r.end->columns <= COLUMNS);
		if (r.end->columns > r.columns)
			r.columns = r.end->columns;
		r.end++;
	}
	r.head = r.lines->kind == DOC_HEAD_ROW ? r.lines : NULL;
	return r;
}

/* The last cell of a row of fewer columns stands in the last column, where the sums are ... */
static int column_of(const struct rows *r, const struct doc_line *line, int cell)
{
	return cell > 0 && cell == line->columns - 1 ? r->columns - 1 : cell;
}

/* ... and the cell before it runs on to there. Returns the column after the cell. */
static int column_after(const struct rows *r, const struct doc_line *line, int cell)
{
	return cell == line->columns - 1 ? r->columns : column_of(r, line, cell + 1);
}

static bool one_column(const struct rows *r, const struct doc_line *line, int cell)
{
	return column_after(r, line, cell) - column_of(r, line, cell) == 1;
}

static double cell_width(const struct letter *l, const struct doc_line *line, int cell)
{
	struct face f = face_of(line, cell);
	PangoLayout *text = pen_layout(&l->pen, &f, line->cells[cell], LETTER_WIDTH);
	PangoRectangle used;
	pango_layout_get_extents(text, NULL, &used);
	g_object_unref(text);
	return (double)used.width / PANGO_SCALE;
}

/* The width that a column's widest cell takes on one line. */
static double natural_width(const struct letter *l, const struct rows *r, int column)
{
	double widest = 0;
	for (const struct doc_line *line = r->lines; line < r->end; line++) {
		for (int c = 0; c < line->columns; c++) {
			if (column_of(r, line, c) != column || !one_column(r, line, c))
				continue;
			double width = cell_width(l, line, c);
			widest = width > widest ? width : widest;
		}
	}
	return widest + 1; /* a rounding must not wrap the last word */
}

/* Narrow columns get what they need, the wide ones share the rest; what is left over goes between the columns. */
static void share_width(const struct letter *l, struct rows *r)
{
	double left = LETTER_WIDTH - GAP * (r->columns - 1);
	double natural[COLUMNS];
	int open = r->columns, before;
	for (int c = 0; c < r->columns; c++) {
		natural[c] = natural_width(l, r, c);
		r->width[c] = 0;
	}
	do {
		double fair = open ? left / open : 0;
		before = open;
		for (int c = 0; c < r->columns; c++) {
			if (r->width[c] > 0 || natural[c] > fair)
				continue;
			r->width[c] = natural[c];
			left -= natural[c];
			open--;
		}
	} while (open && open != before);
	for (int c = 0; c < r->columns; c++)
		if (r->width[c] <= 0)
			r->width[c] = left / open;
	for (int c = 0; c < r->columns && !open; c++)
		r->width[c] += r->columns == 1 ? left : c < r->columns - 1 ? left / (r->columns - 1) : 0;
}

static double column_x(const struct rows *r, int column)
{
	double x = LETTER_LEFT;
	for (int c = 0; c < column; c++)
		x += r->width[c] + GAP;
	return x;
}

static double span_width(const struct rows *r, const struct doc_line *line, int cell)
{
	return column_x(r, column_after(r, line, cell)) - GAP - column_x(r, column_of(r, line, cell));
}

static double row_height(const struct letter *l, const struct rows *r, const struct doc_line *line)
{
	double height = 0;
	for (int c = 0; c < line->columns; c++) {
		struct face f = face_of(line, c);
		PangoLayout *cell = pen_layout(&l->pen, &f, line->cells[c], span_width(r, line, c));
		double h = pen_height(cell, &f);
		height = h > height ? h : height;
		g_object_unref(cell);
	}
	double least = MM((double)line->least_mm);
	return height + 2 * PADDING > least ? height + 2 * PADDING : least;
}

/* `tagged` is false for a head that was repeated: readers by ear have heard it. */
static void draw_row(struct letter *l, const struct rows *r, const struct doc_line *line, bool tagged)
{
	double height = row_height(l, r, line);
	const char *tag = line->kind == DOC_HEAD_ROW ? "TH" : "TD";
	if (tagged)
		cairo_tag_begin(l->pen.cr, "TR", "");
	for (int c = 0; c < line->columns; c++) {
		struct face f = face_of(line, c);
		pen_text(&l->pen, tagged ? tag : NULL, &f, line->cells[c], column_x(r, column_of(r, line, c)),
		         l->pen.y + PADDING, span_width(r, line, c));
	}
	if (tagged)
		cairo_tag_end(l->pen.cr, "TR");
	if (line->kind == DOC_SUM_ROW)
		pen_rule(&l->pen, LETTER_LEFT, l->pen.y, LETTER_WIDTH, 0.8, 0.2);
	l->pen.y += height;
	if (line->kind == DOC_HEAD_ROW)
		pen_rule(&l->pen, LETTER_LEFT, l->pen.y, LETTER_WIDTH, 0.8, 0.2);
	else if (line->kind == DOC_ROW)
		pen_rule(&l->pen, LETTER_LEFT, l->pen.y, LETTER_WIDTH, 0.3, 0.75);
}

/* A head does not stand alone at the end of a page, nor a sum alone at the beginning of one. */
static double height_together(const struct letter *l, const struct rows *r, const struct doc_line *line)
{
	double height = row_height(l, r, line);
	for (; line + 1 < r->end && (line->kind == DOC_HEAD_ROW || line[1].kind == DOC_SUM_ROW); line++)
		height += row_height(l, r, line + 1);
	return height;
}

double letter_rows_begin(const struct letter *l, size_t i)
{
	if (i >= l->said->n || !is_row(&l->said->lines[i]))
		return 0;
	struct rows r = rows_from(l->said, i);
	share_width(l, &r);
	return BEFORE_TABLE + height_together(l, &r, r.lines);
}

size_t letter_rows(struct letter *l, size_t i)
{
	struct rows r = rows_from(l->said, i);
	share_width(l, &r);
	l->pen.y += BEFORE_TABLE;
	cairo_tag_begin(l->pen.cr, "Table", "");
	for (const struct doc_line *line = r.lines; line < r.end; line++) {
		if (letter_room(l, height_together(l, &r, line)) && r.head && line != r.head)
			draw_row(l, &r, r.head, false);
		draw_row(l, &r, line, true);
	}
	cairo_tag_end(l->pen.cr, "Table");
	l->pen.y += 10;
	return (size_t)(r.end - l->said->lines);
}

#include "doc/letter.h"
#include <string.h>

static const struct face sender_face = { .font = PEN_SANS "Semi-Bold 15", .grey = 0.1 };
static const struct face notice_face = { .font = PEN_SANS "8", .grey = 0.3 };
static const struct face return_face = { .font = PEN_SANS "7", .grey = 0.3 };
static const struct face address_face = { .font = PEN_SANS "10", .grey = 0.1, .leading = -1 };
static const struct face block_face = { .font = PEN_SANS "8.5", .grey = 0.2 };
static const struct face date_face = { .font = PEN_SANS "10", .grey = 0.1 };
static const struct face subject_face = { .font = PEN_SANS "Semi-Bold 11.5", .grey = 0.1 };
static const struct face foot_face = { .font = PEN_SANS "8", .grey = 0.35 };
static const struct face page_face = { .font = PEN_SANS "8", .grey = 0.35, .right = true };

/* Writes one part of the page at (x, y), if there is one; returns the y below it. Each of its lines is a paragraph of
 * its own: read out as one, "Straße 7" and "48653 Coesfeld" would run together. */
static double part(const struct letter *l, const struct face *f, str text, double x, double y, double width)
{
	while (!str_blank(text)) {
		str line = str_split(&text, '\n');
		y += pen_text(&l->pen, str_blank(line) ? NULL : "P", f, line, x, y, width);
	}
	return y;
}

/* Name and notice of the sender; returns the y below. */
static double head(const struct letter *l)
{
	double y = part(l, &sender_face, l->said->sender, LETTER_LEFT, MM(16.0), LETTER_WIDTH);
	return part(l, &notice_face, l->said->recognition, LETTER_LEFT, y + 2, MM(110.0));
}

/* Address and contact of the sender, reference, date; returns the y below. */
static double information_block(const struct letter *l, double y)
{
	double x = MM(125.0), width = PAGE_WIDTH - MM(125.0) - MM(20.0);
	double below = part(l, &block_face, l->said->sender_lines, x, y, width);
	y = below > y ? below + 6 : y;
	below = part(l, &block_face, l->said->reference, x, y, width);
	y = below > y ? below + 6 : y;
	return part(l, &date_face, l->said->date, x, y, width);
}

/* "Kommunales Integrationszentrum · Am Markt 1 · 48653 Coesfeld": where an envelope with a window goes back to. */
static str return_address(const struct letter *l, const char *after_name)
{
	struct text t = TEXT(l->mem);
	str rest = l->said->sender_lines;
	text_add(&t, l->said->sender);
	for (int i = 0; i < 2 && rest.p; i++) {
		text_c(&t, i ? " · " : after_name);
		text_add(&t, str_split(&rest, '\n'));
	}
	return text_str(&t);
}

static bool fits_on_a_line(const struct letter *l, const struct face *f, str text, double width)
{
	PangoLayout *p = pen_layout(&l->pen, f, text, width);
	bool fits = pango_layout_get_line_count(p) == 1;
	g_object_unref(p);
	return fits;
}

static void address_field(const struct letter *l)
{
	double width = MM(80.0), line = MM(61.5), height = 10;
	str back = return_address(l, " · ");
	if (!fits_on_a_line(l, &return_face, back, width)) {
		back = return_address(l, "\n");
		height = 20;
	}
	part(l, &return_face, back, LETTER_LEFT, line - 1.5 - height, width);
	pen_rule(&l->pen, LETTER_LEFT, line, width, 0.4, 0.6);
	part(l, &address_face, l->said->recipient_lines, LETTER_LEFT, MM(62.7), width);
}

/* Where to fold for an envelope, and where to punch. */
static void marks(const struct letter *l)
{
	pen_rule(&l->pen, MM(5.0), MM(105.0), MM(4.0), 0.4, 0.6);
	pen_rule(&l->pen, MM(5.0), MM(148.5), MM(6.0), 0.4, 0.6);
	pen_rule(&l->pen, MM(5.0), MM(210.0), MM(4.0), 0.4, 0.6);
}

static double largest(double a, double b)
{
	return a > b ? a : b;
}

void letter_first_page(struct letter *l)
{
	bool addressed = !str_blank(l->said->recipient_lines);
	double below = head(l);
	l->pen.page = 1;
	if (addressed) {
		address_field(l);
		marks(l);
		below = largest(information_block(l, MM(50.0)) + MM(8.0), MM(103.5));
	} else {
		double block = information_block(l, below + MM(4.0));
		below = block > below + MM(4.0) ? block + MM(12.0) : below + MM(8.0);
	}
	if (!str_blank(l->said->subject))
		below +=
		        pen_text(&l->pen, "H1", &subject_face, l->said->subject, LETTER_LEFT, below, LETTER_WIDTH) + 12;
	l->pen.y = l->page_start = below;
}

void letter_next_page(struct letter *l)
{
	struct text t = TEXT(l->mem);
	cairo_show_page(l->pen.cr);
	l->pen.page++;
	text_add(&t, l->said->sender);
	if (!str_blank(l->said->recognition))
		text_print(&t, " · " STR_FMT, STR_ARG(l->said->recognition));
	double y = MM(14.0);
	y += pen_text(&l->pen, NULL, &foot_face, text_str(&t), LETTER_LEFT, y, LETTER_WIDTH) + 3;
	pen_rule(&l->pen, LETTER_LEFT, y, LETTER_WIDTH, 0.4, 0.6);
	l->pen.y = l->page_start = largest(y + MM(8.0), MM(30.0));
}

/* "Seite {page} von {pages}" with both numbers. */
static str page_words(const struct letter *l)
{
	struct text t = TEXT(l->mem);
	str rest = l->said->page_format;
	while (rest.n) {
		bool page = str_starts(rest, "{page}"), pages = str_starts(rest, "{pages}");
		if (page || pages)
			text_int(&t, page ? l->pen.page : l->pages);
		else
			text_char(&t, rest.p[0]);
		rest = str_part(rest, page ? strlen("{page}") : pages ? strlen("{pages}") : 1, rest.n);
	}
	return text_str(&t);
}

void letter_finish_page(struct letter *l)
{
	double y = PAGE_HEIGHT - MM(16.0);
	if (!str_blank(l->said->reference))
		pen_text(&l->pen, NULL, &foot_face, l->said->reference, LETTER_LEFT, y, LETTER_WIDTH - MM(40.0));
	pen_text(&l->pen, NULL, &page_face, page_words(l), LETTER_LEFT + LETTER_WIDTH - MM(40.0), y, MM(40.0));
}

bool letter_room(struct letter *l, double height)
{
	if (l->pen.y + height <= LETTER_BOTTOM || l->pen.y <= l->page_start)
		return false;
	letter_finish_page(l);
	letter_next_page(l);
	return true;
}

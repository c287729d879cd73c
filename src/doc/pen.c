#include "doc/pen.h"
#include <limits.h>

PangoLayout *pen_layout(const struct pen *p, const struct face *f, str text, double width)
{
	PangoLayout *l = pango_layout_new(p->pango);
	PangoFontDescription *font = pango_font_description_from_string(f->font);
	pango_layout_set_font_description(l, font);
	pango_font_description_free(font);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_auto_dir(l, TRUE);
	pango_layout_set_alignment(l, f->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango_layout_set_text(l, text.p ? text.p : "", (int)text.n);
	return l;
}

/* The distance from one line's top to the next one's. */
static double line_height(const PangoRectangle *r, const struct face *f)
{
	return (double)r->height / PANGO_SCALE + f->leading;
}

double pen_height(PangoLayout *l, const struct face *f)
{
	int height;
	pango_layout_get_size(l, NULL, &height);
	return (double)height / PANGO_SCALE + f->leading * pango_layout_get_line_count(l);
}

double pen_lines(const struct pen *p, const char *tag, PangoLayout *l, const struct face *f, double x, double y,
                 int from, int to)
{
	PangoLayoutIter *i = pango_layout_get_iter(l);
	double drawn = 0;
	int line = 0;
	if (tag)
		cairo_tag_begin(p->cr, tag, "");
	cairo_set_source_rgb(p->cr, f->grey, f->grey, f->grey);
	do {
		PangoRectangle r;
		pango_layout_iter_get_line_extents(i, NULL, &r);
		if (line >= from && line < to) {
			double baseline = (double)(pango_layout_iter_get_baseline(i) - r.y) / PANGO_SCALE;
			cairo_move_to(p->cr, x + (double)r.x / PANGO_SCALE, y + drawn + baseline);
			pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(i));
			drawn += line_height(&r, f);
		}
		line++;
	} while (pango_layout_iter_next_line(i));
	if (tag)
		cairo_tag_end(p->cr, tag);
	pango_layout_iter_free(i);
	return drawn;
}

double pen_text(const struct pen *p, const char *tag, const struct face *f, str text, double x, double y, double width)
{
	PangoLayout *l = pen_layout(p, f, text, width);
	double height = pen_lines(p, tag, l, f, x, y, 0, INT_MAX);
	g_object_unref(l);
	return height;
}

void pen_rule(const struct pen *p, double x, double y, double width, double thick, double grey)
{
	cairo_set_source_rgb(p->cr, grey, grey, grey);
	cairo_rectangle(p->cr, x, y - thick / 2, width, thick);
	cairo_fill(p->cr);
}

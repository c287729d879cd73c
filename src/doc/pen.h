/* pen.h -- writing tagged text onto pages, with pango and cairo; for src/doc only.
 *
 * Measures are points (1/72 inch) from the upper left corner of an A4 page; MM() turns millimetres into them.
 */
#ifndef DOC_PEN_H
#define DOC_PEN_H
#include "base/text.h"
#include <pango/pangocairo.h>

#define MM(x) ((x)*72 / 25.4)
/* Noto has all scripts of the families who write to a KI (Debian: fonts-noto-core); DejaVu is the stand-in. The Arabic
 * and Hebrew faces are named because DejaVu has these letters, too, but plainer ones. */
#define PEN_SANS "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, DejaVu Sans "
#define PAGE_WIDTH MM(210.0)
#define PAGE_HEIGHT MM(297.0)

struct pen {
	cairo_t *cr;
	PangoContext *pango;
	double y; /* where the next thing goes */
	int page; /* 1 ... */
};

struct face {
	const char *font; /* as pango reads it: "Noto Sans Bold 10" */
	double grey;      /* 0 black ... 1 white */
	bool right;       /* aligned at the right edge; else at the side where the script begins */
	double leading;   /* added between lines, points */
};

/* The paragraph must be released with g_object_unref. */
PangoLayout *pen_layout(const struct pen *p, const struct face *f, str text, double width);
double pen_height(PangoLayout *l, const struct face *f);
/* Draws the lines [from, to) of the paragraph with its first line's top at (x, y), inside a structure tag (NULL: none,
 * for what repeats on each page). Returns the height drawn. */
double pen_lines(const struct pen *p, const char *tag, PangoLayout *l, const struct face *f, double x, double y,
                 int from, int to);
/* One whole paragraph; returns its height. */
double pen_text(const struct pen *p, const char *tag, const struct face *f, str text, double x, double y, double width);
void pen_rule(const struct pen *p, double x, double y, double width, double thick, double grey);
#endif

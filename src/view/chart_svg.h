/* chart_svg.h -- private to src/view: what all charts share.
 *
 * Bars and lines have no viewBox: across they are drawn in percent of the width that the page has, downwards in rem,
 * the reader's size of letters. So a text never shrinks with the picture, from 320 px to a poster. Only the map of
 * hexagons scales. Lengths here are hundredths (of a percent, of a rem). */
#ifndef VIEW_CHART_SVG_H
#define VIEW_CHART_SVG_H
#include "base/arena.h"
#include "base/text.h"

enum {
	CHART_NARROW = 1800, /* rem/100: what a page 320 px wide leaves between its margins */
	CHART_WIDE = 4400,   /* rem/100: a page on a desk has this at least */
	CHART_LETTER = 54,   /* rem/100: mean width of a letter of the page's font, a little too much on purpose */
	CHART_LINE = 135,    /* rem/100: from one line of text to the next */
};

void svg_rem(struct text *t, const char *attribute, int hundredths);     /*  y="1.35rem" */
void svg_percent(struct text *t, const char *attribute, int hundredths); /*  width="62.50%" */
/* value of max in hundredths of a percent, 0 if max is 0. */
int svg_share(int64_t value, int64_t max);
int svg_width(str s);      /* estimated, rem/100 */
int svg_bold_width(str s); /* amounts are bold */
/* <title>label: amount</title> */
void svg_title(struct text *t, str label, str amount);
/* Label at the left and amount at the right end of one line under y, or of as many lines as a phone needs; in a picture
 * that `widens` (chart.css) the label stands in one line on a wide page. Returns the base line of the last one. */
int svg_label(struct text *t, str label, str amount, int y, bool widens);
/* role, title and description of the picture; the opening tag is left open for its size. */
void svg_open(struct text *t, const char *kind, const char *role, str id);
void svg_describe(struct text *t, str id, str title, str description);
void svg_hatch(struct text *t, str id); /* the pattern "<id>-hatch" */
void svg_close(struct text *t);
#endif

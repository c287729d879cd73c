/* chart.h -- accessible SVG charts. Each is a <figure> with an <svg role="img"> that has a <title> and <desc>, text
 * labels instead of colour alone, classes instead of inline style (strict CSP), scales that start at zero; the page
 * puts the same numbers in a table under it. The id is unique on the page; without data there is no picture: "".
 * Tones go from 0 (nothing) over 1 (little) to 5 (most); how they look stands in chart.css. */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H
#include "base/list.h"
#include "base/text.h"

struct bar {
	str label;     /* under or left of the bar */
	str amount;    /* the value in words, as people read it */
	int64_t value; /* >= 0 */
	int tone;      /* 0..5: class chart-tone-N */
	bool unknown;  /* drawn hatched, with the amount's words */
};
str chart_bars(struct arena *a, str id, str title, str description, const struct bar *bars, size_t n);

struct point {
	str label; /* in the tooltip, and on the x axis where even steps leave room; absent: none */
	str amount;
	int64_t value; /* >= 0 */
};
/* Steps: amounts by law change on a day, they do not drift. */
str chart_line(struct arena *a, str id, str title, str description, const struct point *points, size_t n, bool steps);

struct hexagon {
	int column, row; /* odd rows are shifted right by half a hexagon */
	str label;       /* 2-4 letters */
	str name;        /* read out and shown as tooltip */
	str amount;      /* second line of the tooltip; may be absent */
	str path;        /* where it leads; absent: no link */
	int tone;        /* 0..5 */
	bool dimmed;     /* not in the filter */
};
/* With links it is a role="group" instead of "img": what is inside a picture cannot be followed. Reading and tab order
 * is the order of h. */
str chart_hexagons(struct arena *a, str id, str title, str description, const struct hexagon *h, size_t n);
#endif

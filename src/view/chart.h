/* chart.h -- accessible SVG charts. Each is a <figure> with an <svg role="img"> that has a <title> and <desc>, text
 * labels instead of colour alone, classes instead of inline style (strict CSP), scales that start at zero; the page
 * puts the same numbers in a table under it. The id is unique on the page; without data there is no picture: "".
 * Tones go from 0 (nothing) over 1 (little) to 5 (most); how they look stands in chart.css. */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H
#include "base/calendar.h"
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

/* The same picture for each of many, side by side in one scale: bars over months, with the total. A list, so that name
 * and total are read out and the columns fit any width; the bars themselves are decoration for whoever sees. */
struct multiple {
	str name, amount;      /* amount: of all together, in words */
	str path;              /* where it leads; absent: no link */
	const int64_t *values; /* >= 0; below: nothing is known */
};
enum { MULTIPLE_UNKNOWN = -1 };
/* points: values of each, the same number. */
str chart_multiples(struct arena *a, const struct multiple *m, size_t n, size_t points);

/* Who holds which part of something over the years: a row for each post, bars as high as the part, gaps hatched, a line
 * for the chosen day. Days belong to the periods that they begin and end; `to` absent: no end known. Sizes are in one
 * unit for all rows, so that heights can be compared. */
struct timeline_frame { /* from when to when the row is how large */
	day from, to;
	int64_t size; /* > 0 */
};
struct timeline_part {
	day from, to;
	int64_t size; /* > 0 */
	str label;    /* in the bar where there is room, and in the tooltip */
	str amount;   /* in the tooltip */
	int tone;     /* 0..5 */
};
struct timeline_row {
	str group; /* a heading where it differs from the row before; may be absent */
	str label, amount;
	const struct timeline_frame *frames; /* they do not overlap */
	size_t frame_count;
	const struct timeline_part *parts; /* at a time never more than the frame, by the rules of who draws */
	size_t part_count;
};
struct timeline {
	day from, to;     /* the x axis; whole years read best */
	int64_t full;     /* the size that is drawn in full height */
	day chosen;       /* absent: no line */
	str chosen_label; /* the day in words */
	str gap;          /* what a hatched place is called in its tooltip */
	const struct timeline_row *rows;
	size_t n;
};
str chart_timeline(struct arena *a, str id, str title, str description, const struct timeline *t);

/* Pictures the size of a word, for a cell whose table says the same in words; label: what a screen reader says.
 * On which of some steps something stands (0 ... steps - 1; -1: on none), with a dot under the one of last time. */
str chart_steps(struct arena *a, str label, int now, int before, int steps);
/* How a number is spread over some columns; without any "". */
str chart_spread(struct arena *a, str label, const int64_t *counts, int n);
#endif

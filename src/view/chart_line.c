/* chart_line.c -- a course over time, as steps or as a line. Amounts stand at the line itself; where a phone has no
 * room for all of them, the last, the first and the greatest go first. The others are in the tooltips and in the table.
 */
#include "base/error.h"
#include "view/chart.h"
#include "view/chart_svg.h"

enum {
	PLOT_TOP = 190, /* room for the amount above the greatest value */
	PLOT_HEIGHT = 1000,
	PLOT_FLOOR = PLOT_TOP + PLOT_HEIGHT,
	TICK_BASE = PLOT_FLOOR + 145,
	CHART_HEIGHT = PLOT_FLOOR + 190,
	WORDS_ABOVE = 45, /* from the line up to the base line of its amount */
	WORDS_BELOW = 135,
	WORDS_HEIGHT = 120,
	WORDS_GAP = 60,
};

struct words_box {
	int from, to; /* rem/100 on the narrowest page */
	int y;        /* base line */
};
struct plot {
	struct text *out;
	const struct point *points;
	size_t n;
	int64_t max;
	bool steps;
	struct words_box *placed;
	size_t placed_count;
};

/* Where point i stands, in percent/100: steps begin there and last until the next one. */
static int at_x(const struct plot *p, size_t i)
{
	size_t parts = p->steps ? p->n : p->n - 1;
	return parts ? (int)(i * 10000 / parts) : 5000;
}

static int at_y(const struct plot *p, size_t i)
{
	return PLOT_FLOOR - svg_share(p->points[i].value, p->max) * PLOT_HEIGHT / 10000;
}

static void add_line(struct text *t, const char *class, int x1, int y1, int x2, int y2)
{
	text_print(t, "<line class=\"%s\"", class);
	svg_percent(t, "x1", x1);
	svg_rem(t, "y1", y1);
	svg_percent(t, "x2", x2);
	svg_rem(t, "y2", y2);
	text_c(t, "/>");
}

static void add_step(struct plot *p, size_t i)
{
	int x = at_x(p, i), to = at_x(p, i + 1), y = at_y(p, i);
	text_c(p->out, "<rect class=\"chart-area\"");
	svg_percent(p->out, "x", x);
	svg_percent(p->out, "width", to - x);
	svg_rem(p->out, "y", y);
	svg_rem(p->out, "height", PLOT_FLOOR - y);
	text_c(p->out, "/>");
	if (i > 0)
		add_line(p->out, "chart-line", x, at_y(p, i - 1), x, y);
	add_line(p->out, "chart-line", x, y, to, y);
}

static void add_dot(struct plot *p, size_t i)
{
	if (i > 0)
		add_line(p->out, "chart-line", at_x(p, i - 1), at_y(p, i - 1), at_x(p, i), at_y(p, i));
	text_c(p->out, "<circle class=\"chart-dot\"");
	svg_percent(p->out, "cx", at_x(p, i));
	svg_rem(p->out, "cy", at_y(p, i));
	text_c(p->out, " r=\"4\"/>");
}

/* Words at x, kept inside of the picture. */
struct anchored {
	int x; /* percent/100 */
	const char *anchor;
	struct words_box box;
};
static struct anchored anchor_words(const struct plot *p, size_t i, str words, int y)
{
	int x = at_x(p, i), width = svg_bold_width(words), at = x * (CHART_NARROW / 100) / 100;
	bool starts = p->steps || at - width / 2 < 0;
	if (starts && at + width <= CHART_NARROW)
		return (struct anchored){ x, "start", { at, at + width, y } };
	if (starts || at + width / 2 > CHART_NARROW)
		return (struct anchored){ 10000, "end", { CHART_NARROW - width, CHART_NARROW, y } };
	return (struct anchored){ x, "middle", { at - width / 2, at + width / 2, y } };
}

static bool is_free(const struct plot *p, struct words_box box)
{
	for (size_t i = 0; i < p->placed_count; i++) {
		struct words_box other = p->placed[i];
		int apart = box.y > other.y ? box.y - other.y : other.y - box.y;
		if (apart < WORDS_HEIGHT && box.from < other.to + WORDS_GAP && other.from < box.to + WORDS_GAP)
			return false;
	}
	return true;
}

static void place(struct plot *p, const char *class, size_t i, str words, int y)
{
	struct anchored w = anchor_words(p, i, words, y);
	if (!words.n || !is_free(p, w.box))
		return;
	p->placed[p->placed_count++] = w.box;
	text_print(p->out, "<text class=\"%s\" text-anchor=\"%s\"", class, w.anchor);
	svg_percent(p->out, "x", w.x);
	svg_rem(p->out, "y", y);
	text_char(p->out, '>');
	text_html(p->out, words);
	text_c(p->out, "</text>");
}

static size_t greatest(const struct plot *p)
{
	size_t best = 0;
	for (size_t i = 1; i < p->n; i++)
		if (p->points[i].value > p->points[best].value)
			best = i;
	return best;
}

/* The first point after i with another value; n if all others are equal. */
static size_t level_end(const struct plot *p, size_t i)
{
	size_t end = i + 1;
	while (end < p->n && p->points[end].value == p->points[i].value)
		end++;
	return end;
}

/* Under the line, where words over it would be crossed: a valley, or a level that is shorter than its amount and leads
 * up. */
static bool goes_below(const struct plot *p, size_t i)
{
	const struct point *at = &p->points[i];
	size_t next = p->steps ? level_end(p, i) : i + 1;
	bool up = next < p->n && p->points[next].value > at->value, down = i > 0 && at[-1].value > at->value;
	if (at_y(p, i) + WORDS_BELOW > PLOT_FLOOR - WORDS_ABOVE || !up)
		return false;
	return p->steps ? svg_bold_width(at->amount) > CHART_NARROW * (int)(next - i) / (int)p->n : down || i == 0;
}

static void place_amount(struct plot *p, size_t i)
{
	bool below = goes_below(p, i);
	const char *class = below && p->steps ? "chart-amount chart-inside" : "chart-amount";
	place(p, class, i, p->points[i].amount, at_y(p, i) + (below ? WORDS_BELOW : -WORDS_ABOVE));
}

/* The first, the last, and every step-th point between them that is not too close to the last one. */
static bool has_tick(const struct plot *p, size_t i, size_t step)
{
	size_t last = p->n - 1;
	return p->points[i].label.n && (i == 0 || i == last || (i % step == 0 && i + step <= last));
}

static bool ticks_fit(const struct plot *p, size_t step)
{
	int free_from = -WORDS_GAP;
	for (size_t i = 0; i < p->n; i++) {
		if (!has_tick(p, i, step))
			continue;
		struct words_box box = anchor_words(p, i, p->points[i].label, TICK_BASE).box;
		if (box.from < free_from + WORDS_GAP)
			return false;
		free_from = box.to;
	}
	return true;
}

/* 1, 2, 5, 10, 20, 50 ...: the steps in which people count. */
static size_t wider_step(size_t step)
{
	size_t first_digit = step;
	while (first_digit >= 10)
		first_digit /= 10;
	return first_digit == 2 ? step / 2 * 5 : step * 2;
}

static void place_ticks(struct plot *p)
{
	size_t step = 1;
	while (step < p->n && !ticks_fit(p, step))
		step = wider_step(step);
	for (size_t i = 0; i < p->n; i++)
		if (has_tick(p, i, step))
			place(p, "chart-tick", i, p->points[i].label, TICK_BASE);
}

static void place_words(struct plot *p, size_t best)
{
	size_t last = p->n - 1;
	/* Of equal steps only the first is labelled. */
	while (p->steps && last > 0 && p->points[last].value == p->points[last - 1].value)
		last--;
	place_amount(p, last);
	if (last > 0)
		place_amount(p, 0);
	if (best != 0 && best != last)
		place_amount(p, best);
	for (size_t i = 1; i < last; i++)
		if (i != best && p->points[i].value != p->points[i - 1].value)
			place_amount(p, i);
	place_ticks(p);
}

static void add_points(struct plot *p)
{
	for (size_t i = 0; i < p->n; i++) {
		ASSERT(p->points[i].value >= 0);
		text_c(p->out, "<g>");
		svg_title(p->out, p->points[i].label, p->points[i].amount);
		if (p->steps)
			add_step(p, i);
		else
			add_dot(p, i);
		text_c(p->out, "</g>");
	}
}

str chart_line(struct arena *a, str id, str title, str description, const struct point *points, size_t n, bool steps)
{
	if (!n)
		return S("");
	struct text out = TEXT(a);
	struct plot p = { .out = &out, .points = points, .n = n, .steps = steps };
	p.placed = NEW_ARRAY(a, struct words_box, 2 * n);
	size_t best = greatest(&p);
	p.max = points[best].value;
	svg_open(&out, "chart-course", "img", id);
	text_c(&out, " width=\"100%\"");
	svg_rem(&out, "height", CHART_HEIGHT);
	text_char(&out, '>');
	svg_describe(&out, id, title, description);
	add_points(&p);
	add_line(&out, "chart-zero", 0, PLOT_FLOOR, 10000, PLOT_FLOOR);
	place_words(&p, best);
	svg_close(&out);
	return text_str(&out);
}

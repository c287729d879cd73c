/* chart_bars.c -- horizontal bars. The label stands above its bar and the amount at the right end of the same line: so
 * both have the whole width of a phone. */
#include "base/error.h"
#include "view/chart.h"
#include "view/chart_svg.h"

enum {
	BAR_HEIGHT = 90,
	BAR_ABOVE = 45, /* from the base line of the words to the bar */
	BAR_BELOW = 95,
};

struct layout {
	struct text *out;
	str id;
	int64_t max;
	int y; /* the upper edge of what comes next */
};

static int64_t greatest(const struct bar *bars, size_t n)
{
	int64_t max = 0;
	for (size_t i = 0; i < n; i++)
		if (bars[i].value > max)
			max = bars[i].value;
	return max;
}

static void add_rect(struct layout *l, const char *class, int width)
{
	text_print(l->out, "<rect class=\"%s\" x=\"0\"", class);
	svg_percent(l->out, "width", width);
	svg_rem(l->out, "y", l->y);
	svg_rem(l->out, "height", BAR_HEIGHT);
}

static void add_length(struct layout *l, const struct bar *b)
{
	static const char *const classes[] = { "chart-bar chart-tone-0", "chart-bar chart-tone-1",
		                               "chart-bar chart-tone-2", "chart-bar chart-tone-3",
		                               "chart-bar chart-tone-4", "chart-bar chart-tone-5" };
	int width = svg_share(b->value, l->max);
	if (!b->unknown) {
		add_rect(l, classes[b->tone], width);
	} else { /* what is not known may be as long as any */
		add_rect(l, "chart-bar chart-hatched", width ? width : 10000);
		text_c(l->out, " fill=\"url(#");
		text_html(l->out, l->id);
		text_c(l->out, "-hatch)\"");
	}
	text_c(l->out, "/>");
}

static void add_bar(struct layout *l, const struct bar *b)
{
	text_c(l->out, "<g>");
	svg_title(l->out, b->label, b->amount);
	l->y = svg_label(l->out, b->label, b->amount, l->y, false);
	l->y += BAR_ABOVE;
	add_rect(l, "chart-track", 10000);
	text_c(l->out, "/>");
	add_length(l, b);
	/* The zero line shows a bar of no length, too. */
	text_c(l->out, "<line class=\"chart-zero\" x1=\"0\" x2=\"0\"");
	svg_rem(l->out, "y1", l->y);
	svg_rem(l->out, "y2", l->y + BAR_HEIGHT);
	text_c(l->out, "/></g>");
	l->y += BAR_HEIGHT + BAR_BELOW;
}

str chart_bars(struct arena *a, str id, str title, str description, const struct bar *bars, size_t n)
{
	if (!n)
		return S("");
	struct text body = TEXT(a), all = TEXT(a);
	struct layout l = { .out = &body, .id = id, .max = greatest(bars, n) };
	bool hatch = false;
	for (size_t i = 0; i < n; i++) {
		ASSERT(bars[i].value >= 0 && bars[i].tone >= 0 && bars[i].tone <= 5);
		hatch = hatch || bars[i].unknown;
		add_bar(&l, &bars[i]);
	}
	svg_open(&all, "chart-bars", "img", id);
	text_c(&all, " width=\"100%\"");
	svg_rem(&all, "height", l.y - BAR_BELOW + 10);
	text_char(&all, '>');
	svg_describe(&all, id, title, description);
	if (hatch)
		svg_hatch(&all, id);
	text_add(&all, text_str(&body));
	svg_close(&all);
	return text_str(&all);
}

/* chart_multiples.c -- small bars for each of many, in one scale that starts at zero. Drawn in a box of 100 x 40 that
 * is stretched to the width of its column: there is no text in it that could be distorted. */
#include "base/error.h"
#include "view/chart.h"
#include "view/chart_svg.h"

enum { BOX_WIDTH = 10000, BOX_HEIGHT = 4000, GAP = 100 }; /* hundredths */

static int64_t greatest(const struct multiple *m, size_t n, size_t points)
{
	int64_t max = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t x = 0; x < points; x++)
			if (m[i].values[x] > max)
				max = m[i].values[x];
	return max;
}

static void add_number(struct text *t, const char *attribute, int hundredths)
{
	text_print(t, " %s=\"%d.%02d\"", attribute, hundredths / 100, hundredths % 100);
}

static void add_bar(struct text *t, size_t place, size_t points, int64_t value, int64_t max)
{
	int step = BOX_WIDTH / (int)points;
	bool known = value >= 0;
	/* What is not known is a short mark on the base line; what is nothing has no length. */
	int height = known ? (int)(svg_share(value, max) * (int64_t)BOX_HEIGHT / 10000) : 200;
	text_print(t, "<rect class=\"%s\"", known ? "chart-bar chart-tone-4" : "chart-bar chart-tone-0");
	add_number(t, "x", (int)place * step + GAP / 2);
	add_number(t, "width", step - GAP);
	add_number(t, "y", BOX_HEIGHT - height);
	add_number(t, "height", height);
	text_c(t, "/>");
}

static void add_name(struct text *t, const struct multiple *m)
{
	text_c(t, "<span class=\"chart-multiple-name\">");
	if (m->path.p) {
		text_c(t, "<a href=\"");
		text_html(t, m->path);
		text_c(t, "\">");
	}
	text_html(t, m->name);
	text_c(t, m->path.p ? "</a></span>" : "</span>");
}

str chart_multiples(struct arena *a, const struct multiple *m, size_t n, size_t points)
{
	struct text t = TEXT(a);
	int64_t max = greatest(m, n, points);
	if (!n || !points)
		return S("");
	text_c(&t, "<ul class=\"chart-multiples\">");
	for (size_t i = 0; i < n; i++) {
		text_c(&t, "<li>");
		add_name(&t, &m[i]);
		text_c(&t, "<svg class=\"chart\" aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 100 40\""
		           " preserveAspectRatio=\"none\">");
		for (size_t x = 0; x < points; x++)
			add_bar(&t, x, points, m[i].values[x], max);
		text_c(&t, "<line class=\"chart-zero\" x1=\"0\" x2=\"100\" y1=\"40\" y2=\"40\"/></svg>"
		           "<span class=\"chart-multiple-amount\">");
		text_html(&t, m[i].amount);
		text_c(&t, "</span></li>");
	}
	text_c(&t, "</ul>");
	return text_str(&t);
}

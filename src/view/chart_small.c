/* chart_small.c -- pictures the size of a word, for the cells of a table. The cell says the same in words. */
#include "base/error.h"
#include "view/chart.h"
#include "view/chart_svg.h"

enum {
	COLUMN = 14, /* units of the picture */
	GAP = 4,
	HEIGHT = 32,
	FOOT = 10, /* room for the mark of last time */
};

static void open_small(struct text *t, str label, int columns, int foot)
{
	text_print(t, "<svg class=\"chart chart-small\" role=\"img\" viewBox=\"-1 -1 %d %d\" aria-label=\"",
	           columns * (COLUMN + GAP) - GAP + 2, HEIGHT + foot + 2);
	text_html(t, label);
	text_c(t, "\">");
}

static void add_column(struct text *t, int at, int height, const char *class)
{
	text_print(t, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", class, at * (COLUMN + GAP),
	           HEIGHT - height, COLUMN, height);
}

str chart_steps(struct arena *a, str label, int now, int before, int steps)
{
	struct text t = TEXT(a);
	ASSERT(steps > 0 && now < steps && before < steps);
	open_small(&t, label, steps, FOOT);
	for (int i = 0; i < steps; i++)
		add_column(&t, i, HEIGHT * (i + 1) / steps,
		           i <= now ? "chart-bar chart-tone-4" : "chart-bar chart-track");
	if (before >= 0)
		text_print(&t, "<circle class=\"chart-dot\" cx=\"%d\" cy=\"%d\" r=\"4\"/>",
		           before * (COLUMN + GAP) + COLUMN / 2, HEIGHT + FOOT - 4);
	text_c(&t, "</svg>");
	return text_str(&t);
}

str chart_spread(struct arena *a, str label, const int64_t *counts, int n)
{
	struct text t = TEXT(a);
	int64_t max = 0;
	for (int i = 0; i < n; i++)
		max = counts[i] > max ? counts[i] : max;
	if (max == 0)
		return S("");
	open_small(&t, label, n, 0);
	for (int i = 0; i < n; i++) {
		add_column(&t, i, HEIGHT, "chart-track");
		if (counts[i] > 0)
			add_column(&t, i, (int)(counts[i] * HEIGHT / max), "chart-bar chart-tone-4");
	}
	text_c(&t, "</svg>");
	return text_str(&t);
}

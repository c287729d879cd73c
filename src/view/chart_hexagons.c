/* chart_hexagons.c -- a map on which every centre has the same size. Hexagons stand on a point. */
#include "base/error.h"
#include "view/chart.h"
#include "view/chart_svg.h"

enum { /* units of the viewBox */
       HEX_WIDTH = 100,
       HEX_ROW = 87, /* from one row to the next */
       HEX_HEIGHT = 115,
       HEX_MARGIN = 6, /* for the focus ring */
       LONG_LABEL = 4, /* letters, from which they are set smaller */
};

struct map {
	struct text *out;
	int first_column, first_row, last_column, last_row;
	bool odd_row; /* is there one? then the map is half a hexagon wider */
	bool links;
};

static struct map measure(struct text *out, const struct hexagon *h, size_t n)
{
	struct map m = { out, h->column, h->row, h->column, h->row, false, false };
	for (size_t i = 0; i < n; i++) {
		ASSERT(h[i].tone >= 0 && h[i].tone <= 5);
		m.first_column = h[i].column < m.first_column ? h[i].column : m.first_column;
		m.last_column = h[i].column > m.last_column ? h[i].column : m.last_column;
		m.first_row = h[i].row < m.first_row ? h[i].row : m.first_row;
		m.last_row = h[i].row > m.last_row ? h[i].row : m.last_row;
		m.odd_row = m.odd_row || h[i].row % 2;
		m.links = m.links || h[i].path.n;
	}
	return m;
}

static void add_name(struct text *t, const struct hexagon *h)
{
	text_html(t, h->name);
	if (h->amount.n) {
		text_c(t, ": ");
		text_html(t, h->amount);
	}
}

static void add_shape(struct map *m, const struct hexagon *h)
{
	struct text *t = m->out;
	int x = (h->column - m->first_column) * HEX_WIDTH + (h->row % 2 ? HEX_WIDTH / 2 : 0) + HEX_MARGIN;
	int y = (h->row - m->first_row) * HEX_ROW + HEX_MARGIN;
	text_c(t, "<title>");
	text_html(t, h->name);
	if (h->amount.n) {
		text_char(t, '\n');
		text_html(t, h->amount);
	}
	/* Three units smaller on all sides than its place: so a seam stays between two. */
	text_print(t, "</title><g class=\"hexagon chart-tone-%d%s\" transform=\"translate(%d %d)\">", h->tone,
	           h->dimmed ? " is-dimmed" : "", x, y);
	text_c(t, "<polygon points=\"50,4 97,31 97,84 50,111 3,84 3,31\"/>");
	text_print(t, "<text class=\"hexagon-label%s\" x=\"50\" y=\"58\" aria-hidden=\"true\">",
	           utf8_length(h->label) >= LONG_LABEL ? " is-long" : "");
	text_html(t, h->label);
	text_c(t, "</text></g>");
}

static void add_hexagon(struct map *m, const struct hexagon *h)
{
	struct text *t = m->out;
	if (h->path.n) {
		text_c(t, "<a href=\"");
		text_html(t, h->path);
		text_c(t, "\" aria-label=\"");
		add_name(t, h);
		text_c(t, "\">");
	} else if (m->links) {
		text_c(t, "<g role=\"img\" aria-label=\"");
		add_name(t, h);
		text_c(t, "\">");
	} else {
		text_c(t, "<g>");
	}
	add_shape(m, h);
	text_c(t, h->path.n ? "</a>" : "</g>");
}

str chart_hexagons(struct arena *a, str id, str title, str description, const struct hexagon *h, size_t n)
{
	if (!n)
		return S("");
	struct text out = TEXT(a);
	struct map m = measure(&out, h, n);
	/* Inside of a picture nothing can be followed: with links it is a group. */
	svg_open(&out, "chart-map", m.links ? "group" : "img", id);
	int width = (m.last_column - m.first_column + 1) * HEX_WIDTH + (m.odd_row ? HEX_WIDTH / 2 : 0);
	int height = (m.last_row - m.first_row) * HEX_ROW + HEX_HEIGHT;
	text_print(&out, " viewBox=\"0 0 %d %d\">", width + 2 * HEX_MARGIN, height + 2 * HEX_MARGIN);
	svg_describe(&out, id, title, description);
	for (size_t i = 0; i < n; i++)
		add_hexagon(&m, &h[i]);
	svg_close(&out);
	return text_str(&out);
}

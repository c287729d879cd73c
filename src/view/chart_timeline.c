/* chart_timeline.c -- posts over the years. Parts of a row are stacked from its floor; each keeps its height as long as
 * it can, and what nobody holds is a gap. Names and years stand where the narrowest page has room for them; a wider
 * page shows those for which it has room, too: classes chart-from-30, -44 and -64 (rem), see chart.css. */
#include "base/error.h"
#include "view/chart.h"
#include "view/chart_svg.h"

enum {
	FULL_HEIGHT = 240, /* rem/100 of a row of the size `full` */
	LEAST_HEIGHT = 30,
	LABEL_GAP = 30, /* from the base line of the label to the track */
	ROW_GAP = 30,
	GROUP_GAP = 70,
	TICK_HEIGHT = 135,
	NAME_HEIGHT = 110, /* a bar that is lower shows no name */
	NAME_BASE = 33,    /* from the middle of the bar down to the base line of its name */
	NAME_INSET = 30,
	GAP = -1, /* the owner of a piece that nobody holds */
};

/* Widths of pages from which something is shown, in rem; the narrowest shows what has class "". */
static const struct {
	int width; /* rem/100 */
	const char *class;
} widths[] = {
	{ CHART_NARROW, "" }, { 3000, " chart-from-30" }, { CHART_WIDE, " chart-from-44" }, { 6400, " chart-from-64" }
};
enum { WIDTHS = sizeof widths / sizeof *widths };

struct piece { /* a rectangle: days [from, to), sizes [low, high) */
	int from, to;
	int64_t low, high;
	int owner; /* index of the part, or GAP */
};
struct plot {
	struct arena *mem;
	const struct timeline *t;
	struct text back, bars, front; /* lines of the years; bars; words */
	str id;
	int first, last; /* days [first, last) of the x axis */
	int y;           /* the upper edge of what comes next */
	bool hatch;
};

/* --- pieces of a row ---------------------------------------------------------------------------------------------- */

static int begin_of(const struct plot *p, day from)
{
	return from.n < p->first ? p->first : from.n;
}

static int end_of(const struct plot *p, day to)
{
	return !day_is(to) || to.n >= p->last ? p->last : to.n + 1;
}

static bool is_on(const struct plot *p, day from, day to, int n)
{
	return begin_of(p, from) <= n && n < end_of(p, to);
}

static int by_day(const void *a, const void *b)
{
	const int *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void add_edge(const struct plot *p, struct list *edges, day from, day to)
{
	if (begin_of(p, from) < end_of(p, to)) {
		*LIST_ADD(p->mem, edges, int) = begin_of(p, from);
		*LIST_ADD(p->mem, edges, int) = end_of(p, to);
	}
}

/* The days on which something begins or ends, in order. */
static struct list edges_of(const struct plot *p, const struct timeline_row *row)
{
	struct list edges = { 0 };
	for (size_t i = 0; i < row->frame_count; i++)
		add_edge(p, &edges, row->frames[i].from, row->frames[i].to);
	for (size_t i = 0; i < row->part_count; i++)
		add_edge(p, &edges, row->parts[i].from, row->parts[i].to);
	list_sort(&edges, by_day);
	return edges;
}

static int64_t size_on(const struct plot *p, const struct timeline_row *row, int n)
{
	for (size_t i = 0; i < row->frame_count; i++)
		if (is_on(p, row->frames[i].from, row->frames[i].to, n))
			return row->frames[i].size;
	return 0;
}

/* Where each part lies in the row; low < 0: not there. */
struct lane {
	int64_t low, high;
};

static bool collides(const struct lane *lanes, size_t n, struct lane at)
{
	for (size_t i = 0; i < n; i++)
		if (lanes[i].low >= 0 && lanes[i].low < at.high && at.low < lanes[i].high)
			return true;
	return false;
}

/* The lowest free place: on the floor, or on top of another part. */
static bool find_place(const struct lane *lanes, size_t n, int64_t size, int64_t room, struct lane *ret)
{
	bool found = false;
	for (size_t i = 0; i <= n; i++) {
		int64_t low = i == n ? 0 : lanes[i].high;
		struct lane at = { low, low + size };
		if (i < n && lanes[i].low < 0)
			continue;
		if (at.high <= room && !collides(lanes, n, at) && (!found || low < ret->low)) {
			*ret = at;
			found = true;
		}
	}
	return found;
}

static bool place_parts(const struct plot *p, const struct timeline_row *row, int n, int64_t room, struct lane *lanes)
{
	for (size_t i = 0; i < row->part_count; i++) {
		const struct timeline_part *part = &row->parts[i];
		if (is_on(p, part->from, part->to, n) && lanes[i].low < 0 &&
		    !find_place(lanes, row->part_count, part->size, room, &lanes[i]))
			return false;
	}
	return true;
}

/* Parts that ended leave; those that stay keep their place if it is still inside of the row and the new ones find room;
 * else all are stacked anew. */
static void set_lanes(const struct plot *p, const struct timeline_row *row, int n, int64_t room, struct lane *lanes)
{
	bool keep = true;
	for (size_t i = 0; i < row->part_count; i++) {
		if (!is_on(p, row->parts[i].from, row->parts[i].to, n))
			lanes[i].low = -1;
		keep = keep && lanes[i].high <= room;
	}
	if (keep && place_parts(p, row, n, room, lanes))
		return;
	int64_t low = 0;
	for (size_t i = 0; i < row->part_count; i++) {
		bool on = is_on(p, row->parts[i].from, row->parts[i].to, n);
		lanes[i] = on ? (struct lane){ low, low + row->parts[i].size } : (struct lane){ -1, 0 };
		low = on ? lanes[i].high : low;
	}
}

/* Goes on with the piece before, if it is the same. */
static void add_piece(const struct plot *p, struct list *pieces, struct piece piece)
{
	LIST_EACH (struct piece, before, pieces) {
		if (before->owner == piece.owner && before->to == piece.from && before->low == piece.low &&
		    before->high == piece.high) {
			before->to = piece.to;
			return;
		}
	}
	*LIST_ADD(p->mem, pieces, struct piece) = piece;
}

/* What is left between the parts, from the floor up to the room. */
static void add_gaps(const struct plot *p, struct list *pieces, const struct lane *lanes, size_t n, struct piece gap)
{
	int64_t room = gap.high;
	gap.owner = GAP;
	for (gap.low = 0; gap.low < room; gap.low = gap.high) {
		int64_t until = -1;
		gap.high = room;
		for (size_t i = 0; i < n; i++) {
			if (lanes[i].low < 0)
				continue;
			if (lanes[i].low <= gap.low && gap.low < lanes[i].high)
				until = lanes[i].high;
			else if (lanes[i].low > gap.low && lanes[i].low < gap.high)
				gap.high = lanes[i].low;
		}
		if (until >= 0)
			gap.high = until;
		else
			add_piece(p, pieces, gap);
	}
}

static struct list pieces_of(const struct plot *p, const struct timeline_row *row)
{
	struct list edges = edges_of(p, row), pieces = { 0 };
	struct lane *lanes = NEW_ARRAY(p->mem, struct lane, row->part_count + 1);
	for (size_t i = 0; i < row->part_count; i++)
		lanes[i].low = -1;
	for (size_t e = 0; e + 1 < edges.n; e++) {
		struct piece piece = { .from = *LIST_AT(&edges, int, e), .to = *LIST_AT(&edges, int, e + 1) };
		int64_t room = size_on(p, row, piece.from);
		if (piece.from == piece.to)
			continue;
		set_lanes(p, row, piece.from, room, lanes);
		for (size_t i = 0; i < row->part_count; i++) {
			piece.owner = (int)i;
			piece.low = lanes[i].low;
			piece.high = lanes[i].high < room ? lanes[i].high : room;
			if (piece.low >= 0 && piece.low < piece.high)
				add_piece(p, &pieces, piece);
		}
		piece.high = room;
		add_gaps(p, &pieces, lanes, row->part_count, piece);
	}
	return pieces;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

static int at_x(const struct plot *p, int n) /* percent/100 */
{
	return (int)((int64_t)(n - p->first) * 10000 / (p->last - p->first));
}

static int height_of(const struct plot *p, int64_t size)
{
	int height = svg_share(size, p->t->full) * FULL_HEIGHT / 10000;
	return height < LEAST_HEIGHT && size > 0 ? LEAST_HEIGHT : height;
}

static int row_height(const struct plot *p, const struct timeline_row *row)
{
	int64_t greatest = 0;
	for (size_t i = 0; i < row->frame_count; i++)
		greatest = row->frames[i].size > greatest ? row->frames[i].size : greatest;
	return height_of(p, greatest);
}

static void add_rect(struct plot *p, const struct piece *piece, int floor)
{
	int x = at_x(p, piece->from), top = floor - height_of(p, piece->high);
	text_print(&p->bars, "<rect class=\"%s\"", piece->owner == GAP ? "chart-gap" : "chart-bar");
	svg_percent(&p->bars, "x", x);
	svg_percent(&p->bars, "width", at_x(p, piece->to) - x);
	svg_rem(&p->bars, "y", top);
	svg_rem(&p->bars, "height", floor - (piece->low ? height_of(p, piece->low) : 0) - top);
	if (piece->owner == GAP) {
		text_c(&p->bars, " fill=\"url(#");
		text_html(&p->bars, p->id);
		text_c(&p->bars, "-hatch)\"");
	}
	text_c(&p->bars, "/>");
}

/* The narrowest page on which the name fits into the piece; WIDTHS: none of them. */
static int width_for(const struct plot *p, const struct piece *piece, str name)
{
	int needs = svg_width(name) * 7 / 8 + 2 * NAME_INSET, share = at_x(p, piece->to) - at_x(p, piece->from);
	int i = 0;
	while (i < WIDTHS && widths[i].width * share / 10000 < needs)
		i++;
	return i;
}

static void add_name(struct plot *p, const struct piece *piece, str name, int floor)
{
	int top = floor - height_of(p, piece->high), low = floor - (piece->low ? height_of(p, piece->low) : 0);
	int width = width_for(p, piece, name);
	if (low - top < NAME_HEIGHT || width == WIDTHS)
		return;
	text_print(&p->bars, "<text class=\"chart-name%s\"", widths[width].class);
	svg_percent(&p->bars, "x", at_x(p, piece->from));
	svg_rem(&p->bars, "dx", NAME_INSET);
	svg_rem(&p->bars, "y", (top + low) / 2 + NAME_BASE);
	text_char(&p->bars, '>');
	text_html(&p->bars, name);
	text_c(&p->bars, "</text>");
}

static const struct piece *widest(const struct list *pieces, int owner)
{
	const struct piece *best = NULL;
	LIST_EACH (const struct piece, piece, pieces)
		if (piece->owner == owner && (!best || piece->to - piece->from > best->to - best->from))
			best = piece;
	return best;
}

static void add_part(struct plot *p, const struct timeline_row *row, const struct list *pieces, int owner, int floor)
{
	const struct timeline_part *part = &row->parts[owner];
	const struct piece *best = widest(pieces, owner);
	ASSERT(part->tone >= 0 && part->tone <= 5 && part->size > 0);
	if (!best)
		return;
	text_print(&p->bars, "<g class=\"chart-part chart-tone-%d\">", part->tone);
	svg_title(&p->bars, part->label, part->amount);
	LIST_EACH (const struct piece, piece, pieces)
		if (piece->owner == owner)
			add_rect(p, piece, floor);
	add_name(p, best, part->label, floor);
	text_c(&p->bars, "</g>");
}

static void add_row(struct plot *p, const struct timeline_row *row)
{
	struct list pieces = pieces_of(p, row);
	p->y = svg_label(&p->front, row->label, row->amount, p->y, true) + LABEL_GAP;
	int floor = p->y + row_height(p, row);
	if (widest(&pieces, GAP)) {
		p->hatch = true;
		text_c(&p->bars, "<g>");
		svg_title(&p->bars, row->label, p->t->gap);
		LIST_EACH (const struct piece, piece, &pieces)
			if (piece->owner == GAP)
				add_rect(p, piece, floor);
		text_c(&p->bars, "</g>");
	}
	for (size_t i = 0; i < row->part_count; i++)
		add_part(p, row, &pieces, (int)i, floor);
	p->y = floor + ROW_GAP;
}

/* --- years -------------------------------------------------------------------------------------------------------- */

/* From which width on each year has its tick, and every how many years a phone shows one. */
static int width_for_years(const struct plot *p, int step)
{
	int share = (int)((int64_t)366 * step * 10000 / (p->last - p->first)), i = 0;
	while (i < WIDTHS && widths[i].width * share / 10000 < svg_width(S("2026 ")))
		i++;
	return i;
}

static int phone_step(const struct plot *p)
{
	static const int steps[] = { 1, 2, 5, 10, 20, 50 };
	size_t i = 0;
	while (i + 1 < sizeof steps / sizeof *steps && width_for_years(p, steps[i]) > 0)
		i++;
	return steps[i];
}

static void add_years(struct plot *p)
{
	int step = phone_step(p), all = width_for_years(p, 1);
	p->y += TICK_HEIGHT;
	for (int year = day_year((day){ p->first }); DAY(year, 1, 1).n < p->last; year++) {
		int from = DAY(year, 1, 1).n;
		bool on_phone = year % step == 0;
		if (from < p->first || (!on_phone && all == WIDTHS))
			continue;
		text_print(&p->front, "<text class=\"chart-tick%s\"", on_phone ? "" : widths[all].class);
		svg_percent(&p->front, "x", at_x(p, from));
		svg_rem(&p->front, "y", p->y);
		text_print(&p->front, ">%d</text>", year);
	}
}

static void add_upright(struct text *t, const char *class, int x, int from, int to)
{
	text_print(t, "<line class=\"%s\"", class);
	svg_percent(t, "x1", x);
	svg_percent(t, "x2", x);
	svg_rem(t, "y1", from);
	svg_rem(t, "y2", to);
	text_c(t, "/>");
}

static void add_year_lines(struct plot *p, int from)
{
	for (int year = day_year((day){ p->first }); DAY(year, 1, 1).n < p->last; year++)
		if (DAY(year, 1, 1).n >= p->first)
			add_upright(&p->back, "chart-year", at_x(p, DAY(year, 1, 1).n), from, p->y);
}

/* Its words keep inside of the narrowest page. */
static void add_chosen(struct plot *p, int from)
{
	day chosen = p->t->chosen;
	if (chosen.n < p->first || chosen.n >= p->last)
		return;
	int x = at_x(p, chosen.n), half = svg_bold_width(p->t->chosen_label) / 2, at = x * (CHART_NARROW / 100) / 100;
	const char *anchor = at < half ? "start" : at + half > CHART_NARROW ? "end" : "middle";
	add_upright(&p->bars, "chart-chosen", x, from + LABEL_GAP, p->y);
	text_print(&p->front, "<text class=\"chart-amount\" text-anchor=\"%s\"", anchor);
	svg_percent(&p->front, "x", x);
	svg_rem(&p->front, "y", from);
	text_char(&p->front, '>');
	text_html(&p->front, p->t->chosen_label);
	text_c(&p->front, "</text>");
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

static void add_group(struct plot *p, size_t i)
{
	str group = p->t->rows[i].group;
	bool first = i == 0;
	if (!first && str_eq(group, p->t->rows[i - 1].group))
		return;
	p->y += first ? 0 : GROUP_GAP;
	if (group.p) {
		p->y += CHART_LINE;
		text_c(&p->front, "<text class=\"chart-group\" x=\"0\"");
		svg_rem(&p->front, "y", p->y);
		text_char(&p->front, '>');
		text_html(&p->front, group);
		text_c(&p->front, "</text>");
	}
	add_years(p);
}

static void add_all(struct plot *p)
{
	bool has_chosen = day_is(p->t->chosen);
	p->y = has_chosen ? CHART_LINE : 0;
	for (size_t i = 0; i < p->t->n; i++) {
		add_group(p, i);
		add_row(p, &p->t->rows[i]);
	}
	add_year_lines(p, has_chosen ? CHART_LINE + LABEL_GAP : 0);
	if (has_chosen)
		add_chosen(p, CHART_LINE);
}

str chart_timeline(struct arena *a, str id, str title, str description, const struct timeline *t)
{
	if (!t->n || day_cmp(t->from, t->to) > 0)
		return S("");
	struct text out = TEXT(a);
	struct plot p = { .mem = a,
		          .t = t,
		          .id = id,
		          .first = t->from.n,
		          .last = t->to.n + 1,
		          .back = TEXT(a),
		          .bars = TEXT(a),
		          .front = TEXT(a) };
	add_all(&p);
	svg_open(&out, "chart-timeline", "img", id);
	text_c(&out, " width=\"100%\"");
	svg_rem(&out, "height", p.y);
	text_char(&out, '>');
	svg_describe(&out, id, title, description);
	if (p.hatch)
		svg_hatch(&out, id);
	text_add(&out, text_str(&p.back));
	text_add(&out, text_str(&p.bars));
	text_add(&out, text_str(&p.front));
	svg_close(&out);
	return text_str(&out);
}

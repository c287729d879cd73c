/* chart_svg.c -- small pieces of SVG. */
#include "view/chart_svg.h"

void svg_rem(struct text *t, const char *attribute, int hundredths)
{
	text_print(t, " %s=\"%d.%02drem\"", attribute, hundredths / 100, hundredths % 100);
}

void svg_percent(struct text *t, const char *attribute, int hundredths)
{
	text_print(t, " %s=\"%d.%02d%%\"", attribute, hundredths / 100, hundredths % 100);
}

int svg_share(int64_t value, int64_t max)
{
	if (value <= 0 || max <= 0)
		return 0;
	if (value >= max)
		return 10000;
	if (max > INT64_MAX / 10000) {
		value /= 10000;
		max /= 10000;
	}
	return (int)(value * 10000 / max);
}

int svg_width(str s)
{
	return (int)utf8_length(s) * CHART_LETTER;
}

int svg_bold_width(str s)
{
	return svg_width(s) * 11 / 10;
}

void svg_title(struct text *t, str label, str amount)
{
	text_c(t, "<title>");
	text_html(t, label);
	if (label.n && amount.n)
		text_c(t, ": ");
	text_html(t, amount);
	text_c(t, "</title>");
}

/* --- label and amount --------------------------------------------------------------------------------------------- */

enum { LEAST_LABEL = 600 }; /* narrower, and the amount gets a line of its own */

/* Cuts off as many words as fit, at least one. */
static str next_line(str *rest, int room)
{
	size_t end = 0;
	for (size_t i = 0; i <= rest->n; i++) {
		if (i < rest->n && rest->p[i] != ' ')
			continue;
		if (end && svg_width(str_part(*rest, 0, i)) > room)
			break;
		end = i;
	}
	str line = str_part(*rest, 0, end);
	*rest = str_trim(str_part(*rest, end, rest->n));
	return line;
}

static void add_words(struct text *t, const char *class, bool at_end, str words, int y)
{
	text_print(t, "<text class=\"%s\"%s", class, at_end ? " x=\"100%\" text-anchor=\"end\"" : " x=\"0\"");
	svg_rem(t, "y", y);
	text_char(t, '>');
	text_html(t, words);
	text_c(t, "</text>");
}

/* As many lines as the words need; the base line of the last one is returned. */
static int add_lines(struct text *t, const char *class, bool at_end, str words, int room, int y)
{
	str rest = str_trim(words);
	do {
		y += CHART_LINE;
		add_words(t, class, at_end, next_line(&rest, room), y);
	} while (rest.n);
	return y;
}

int svg_label(struct text *t, str label, str amount, int y, bool widens)
{
	int room = CHART_NARROW - svg_bold_width(amount) - 2 * CHART_LETTER;
	bool wraps = svg_width(label) > room, own_line = room < LEAST_LABEL && wraps;
	bool in_one = widens && wraps && !own_line && svg_width(label) - room < CHART_WIDE - CHART_NARROW;
	const char *class = in_one ? "chart-label chart-below-44" : "chart-label";
	y = add_lines(t, class, false, label, own_line ? CHART_NARROW : room, y);
	if (own_line)
		return add_lines(t, "chart-amount", true, amount, CHART_NARROW * 10 / 11, y);
	if (in_one)
		add_words(t, "chart-label chart-from-44", false, label, y);
	add_words(t, "chart-amount", true, amount, y);
	return y;
}

/* --- the picture -------------------------------------------------------------------------------------------------- */

void svg_open(struct text *t, const char *kind, const char *role, str id)
{
	text_print(t, "<figure class=\"chart %s\" id=\"", kind);
	text_html(t, id);
	text_print(t, "\"><svg class=\"chart-picture\" role=\"%s\" aria-labelledby=\"", role);
	text_html(t, id);
	text_c(t, "-title\" aria-describedby=\"");
	text_html(t, id);
	text_c(t, "-desc\"");
}

static void described(struct text *t, const char *element, str id, const char *end, str words)
{
	text_print(t, "<%s id=\"", element);
	text_html(t, id);
	text_print(t, "-%s\">", end);
	text_html(t, words);
	text_print(t, "</%s>", element);
}

void svg_describe(struct text *t, str id, str title, str description)
{
	described(t, "title", id, "title", title);
	described(t, "desc", id, "desc", description);
}

void svg_hatch(struct text *t, str id)
{
	text_c(t, "<defs><pattern id=\"");
	text_html(t, id);
	text_c(t, "-hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
	          "<line class=\"chart-hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\"/></pattern></defs>");
}

void svg_close(struct text *t)
{
	text_c(t, "</svg></figure>\n");
}

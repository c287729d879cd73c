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

void svg_close(struct text *t)
{
	text_c(t, "</svg></figure>\n");
}

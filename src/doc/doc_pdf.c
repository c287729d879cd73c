#include "base/arena.h"
#include "doc/letter.h"
#include "doc/pdf_complete.h"
#include <cairo-pdf.h>
#include <pthread.h>

static const struct face text_face = { .font = PEN_SANS "10", .grey = 0.1, .leading = 0.8 };
static const struct face heading_face = { .font = PEN_SANS "Semi-Bold 10.5", .grey = 0.1 };

enum {
	AFTER_PARAGRAPH = 7, /* points */
	BEFORE_HEADING = 8,
	AFTER_HEADING = 3,
	BEFORE_SIGNATURE = 40, /* room to sign by hand */
	WITH_HEADING = 44,     /* of what follows a heading, at least so much stands on its page: three lines */
};

/* fontconfig and pango keep their caches per process and thread: one letter at a time keeps them small. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
/* fontconfig keeps 288 bytes for good, once per process; the leak checker of the sanitizer builds asks here. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}
#endif

/* How many lines from `from` on fit into `height`. */
static int lines_that_fit(PangoLayout *l, const struct face *f, int from, double height)
{
	int n = 0;
	for (int i = from; i < pango_layout_get_line_count(l); i++) {
		PangoRectangle r;
		pango_layout_line_get_extents(pango_layout_get_line_readonly(l, i), NULL, &r);
		height -= (double)r.height / PANGO_SCALE + f->leading;
		if (height < 0)
			break;
		n++;
	}
	return n;
}

/* At most `fit` of `left` lines, so that no single line stands alone on either page. */
static int lines_to_draw(int fit, int left)
{
	if (fit >= left)
		return left;
	if (left - fit == 1)
		fit--;
	return fit < 2 ? 0 : fit;
}

static void one_paragraph(struct letter *l, str text)
{
	PangoLayout *p = pen_layout(&l->pen, &text_face, text, LETTER_WIDTH);
	const char *tag = str_blank(text) ? NULL : "P";
	int lines = pango_layout_get_line_count(p);
	for (int from = 0; from < lines;) {
		int n = lines_to_draw(lines_that_fit(p, &text_face, from, LETTER_BOTTOM - l->pen.y), lines - from);
		if (n == 0 && letter_room(l, LETTER_BOTTOM))
			continue;
		n = n ? n : 1; /* an empty page takes at least one line, however high */
		l->pen.y += pen_lines(&l->pen, tag, p, &text_face, LETTER_LEFT, l->pen.y, from, from + n);
		from += n;
	}
	g_object_unref(p);
}

/* The lines of a text of several lines follow each other closely, but are read out one by one. */
static void paragraph(struct letter *l, str text)
{
	while (text.p)
		one_paragraph(l, str_split(&text, '\n'));
	l->pen.y += AFTER_PARAGRAPH;
}

static void heading(struct letter *l, size_t i)
{
	PangoLayout *p = pen_layout(&l->pen, &heading_face, l->said->lines[i].text, LETTER_WIDTH);
	double height = pen_height(p, &heading_face), rows = letter_rows_begin(l, i + 1);
	double next = rows > WITH_HEADING ? rows : WITH_HEADING;
	if (!letter_room(l, BEFORE_HEADING + height + AFTER_HEADING + next))
		l->pen.y += BEFORE_HEADING;
	l->pen.y +=
	        pen_lines(&l->pen, "H2", p, &heading_face, LETTER_LEFT, l->pen.y, 0, pango_layout_get_line_count(p));
	l->pen.y += AFTER_HEADING;
	g_object_unref(p);
}

/* Of a text of several lines, each laid out by itself. */
static double height_of(const struct letter *l, str text, double width)
{
	double height = 0;
	while (text.p) {
		PangoLayout *p = pen_layout(&l->pen, &text_face, str_split(&text, '\n'), width);
		height += pen_height(p, &text_face);
		g_object_unref(p);
	}
	return height;
}

static const double sign_width = LETTER_WIDTH / 2;

/* The line to sign on, what stands right before it and who signs below it are never apart. */
static void before_signature(struct letter *l, size_t i)
{
	const struct doc_line *before = &l->said->lines[i], *sign = before + 1;
	if (i + 1 < l->said->n && sign->kind == DOC_SIGN)
		(void)letter_room(l, height_of(l, before->text, LETTER_WIDTH) + AFTER_PARAGRAPH + BEFORE_SIGNATURE +
		                             AFTER_HEADING + height_of(l, sign->text, sign_width));
}

static void signature(struct letter *l, str text)
{
	(void)letter_room(l, BEFORE_SIGNATURE + AFTER_HEADING + height_of(l, text, sign_width));
	l->pen.y += BEFORE_SIGNATURE;
	pen_rule(&l->pen, LETTER_LEFT, l->pen.y, sign_width, 0.4, 0.2);
	l->pen.y += AFTER_HEADING;
	while (text.p)
		l->pen.y +=
		        pen_text(&l->pen, "P", &text_face, str_split(&text, '\n'), LETTER_LEFT, l->pen.y, sign_width);
	l->pen.y += AFTER_PARAGRAPH;
}

static void all_lines(struct letter *l)
{
	for (size_t i = 0; i < l->said->n;) {
		const struct doc_line *line = &l->said->lines[i];
		if (line->kind == DOC_HEADING) {
			heading(l, i++);
		} else if (line->kind == DOC_PARAGRAPH) {
			before_signature(l, i);
			paragraph(l, line->text);
			i++;
		} else if (line->kind == DOC_SIGN) {
			signature(l, line->text);
			i++;
		} else if (line->kind == DOC_PAGE) {
			(void)letter_room(l, LETTER_BOTTOM);
			i++;
		} else {
			i = letter_rows(l, i);
		}
	}
}

static PangoContext *pango_start(struct arena *a, cairo_t *cr, str language)
{
	PangoFontMap *fonts = pango_cairo_font_map_new();
	PangoContext *pango = pango_font_map_create_context(fonts);
	g_object_unref(fonts); /* the context holds it: no fonts stay behind in this thread */
	pango_cairo_update_context(cr, pango);
	cairo_font_options_t *options = cairo_font_options_create();
	/* on paper there are no pixels to fit letters to */
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(pango, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(pango, FALSE);
	pango_cairo_context_set_resolution(pango, 72); /* points */
	pango_context_set_language(pango, pango_language_from_string(str_c(a, language)));
	return pango;
}

static cairo_status_t into_text(void *out, const unsigned char *p, unsigned int n)
{
	text_add(out, (str){ (const char *)p, n });
	return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t nowhere(void *out UNUSED, const unsigned char *p UNUSED, unsigned int n UNUSED)
{
	return CAIRO_STATUS_SUCCESS;
}

/* Draws the letter; *pages is how many there are, known after the first time. */
static err draw(struct arena *a, const struct doc_letter *said, int *pages, cairo_write_func_t write, struct text *out)
{
	cairo_surface_t *s = cairo_pdf_surface_create_for_stream(write, out, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_c(a, said->subject));
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, str_c(a, said->sender));
	if (said->made.ms)
		cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, instant_iso(a, said->made).p);
	struct letter l = { .mem = a, .said = said, .pages = *pages };
	l.pen.cr = cairo_create(s);
	l.pen.pango = pango_start(a, l.pen.cr, said->language);
	cairo_tag_begin(l.pen.cr, "Document", "");
	letter_first_page(&l);
	all_lines(&l);
	cairo_tag_end(l.pen.cr, "Document");
	letter_finish_page(&l);
	*pages = l.pen.page;
	g_object_unref(l.pen.pango);
	cairo_status_t status = cairo_status(l.pen.cr);
	cairo_destroy(l.pen.cr);
	cairo_surface_finish(s);
	status = status ? status : cairo_surface_status(s);
	cairo_surface_destroy(s);
	return status == CAIRO_STATUS_SUCCESS ? OK : E_BROKEN;
}

err doc_pdf(struct arena *a, const struct doc_letter *l, str *ret)
{
	struct text out = TEXT(a);
	int pages = 0;
	pthread_mutex_lock(&one_at_a_time);
	err e = draw(a, l, &pages, nowhere, NULL); /* to know the {pages} */
	if (e == OK)
		e = draw(a, l, &pages, into_text, &out);
	pthread_mutex_unlock(&one_at_a_time);
	TRY(e);
	struct pdf_said said = { .title = l->subject, .author = l->sender, .language = l->language };
	*ret = pdf_complete(a, text_str(&out), &said);
	return OK;
}

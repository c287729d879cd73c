/* letter_test.c -- letters and information sheets. */
#include "base/arena.h"
#include "doc/doc.h"
#include "doc/pdf_artifact.h"
#include "doc/pdf_complete.h"
#include "doc/reader_test.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

#define ROW(kind_, ...)                                                                                                \
	{                                                                                                              \
		.kind = (kind_), .cells = { __VA_ARGS__ }, .columns = 3                                                \
	}

static const struct doc_line short_lines[] = {
	{ .kind = DOC_PARAGRAPH, .text = S_INIT("Sehr geehrte Frau Müßig-Größer,") },
	{ .kind = DOC_PARAGRAPH, .text = S_INIT("wir freuen uns. <b>Fett</b> & „Zitat“ – kein Markup.") },
	{ .kind = DOC_PARAGRAPH, .text = S_INIT("مرحبا بكم في مدينتنا") },
	{ .kind = DOC_PARAGRAPH, .text = S_INIT("Уважаемая госпожа, ласкаво просимо") },
	{ .kind = DOC_HEADING, .text = S_INIT("Wofür das Geld ist") },
	ROW(DOC_HEAD_ROW, S_INIT("Monat"), S_INIT("Leistung"), S_INIT("Betrag")),
	ROW(DOC_ROW, S_INIT("April"), S_INIT("Sprachmittlung"), S_INIT("617,28 €")),
	ROW(DOC_ROW, S_INIT("Mai"), S_INIT("Prüfung"), S_INIT("617,28 €")),
	{ .kind = DOC_SUM_ROW, .cells = { S_INIT("Zusammen"), S_INIT("1.234,56 €") }, .columns = 2 },
};

static struct doc_letter letter(const struct doc_line *lines, size_t n)
{
	return (struct doc_letter){ .sender = S("Kommunales Integrationszentrum Kreis Coesfeld"),
		                    .sender_lines = S("Friedrich-Ebert-Straße 7\n48653 Coesfeld\nTelefon 02541 18-0"),
		                    .recognition = S("Gefördert durch das Land Nordrhein-Westfalen"),
		                    .recipient_lines =
		                            S("Frau\nÄnne Müßig-Größer\nStraße des 17. Juni 5\n10623 Berlin"),
		                    .reference = S("Aktenzeichen KI-2026-0147"),
		                    .date = S("21. November 2026"),
		                    .subject = S("Bescheid (vorläufig) über die Förderung"),
		                    .lines = lines,
		                    .n = n,
		                    .language = S("de"),
		                    .page_format = S("Seite {page} von {pages}") };
}

static str pdf_of(const struct doc_letter *l)
{
	str pdf = STR_NONE;
	assert_int_equal(doc_pdf(mem, l, &pdf), OK);
	assert_true(str_starts(pdf, "%PDF-1."));
	return pdf;
}

/* S-CEN-3: the recognition notice stands on the letter. */
static void a_letter_says_what_it_should(void **state UNUSED)
{
	struct doc_letter l = letter(short_lines, sizeof short_lines / sizeof *short_lines);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdftotext"))
		skip();
	str text = shown_by(mem, pdf, "pdftotext", "-");
	static const char *const parts[] = { "Kommunales Integrationszentrum Kreis Coesfeld",
		                             "Gefördert durch das Land Nordrhein-Westfalen",
		                             "Friedrich-Ebert-Straße 7 · 48653 Coesfeld",
		                             "Änne Müßig-Größer",
		                             "Aktenzeichen KI-2026-0147",
		                             "21. November 2026",
		                             "Bescheid (vorläufig) über die Förderung",
		                             "<b>Fett</b> & „Zitat“ – kein Markup.",
		                             "مدينتنا",
		                             "Уважаемая госпожа, ласкаво просимо",
		                             "Wofür das Geld ist",
		                             "Sprachmittlung",
		                             "1.234,56 €",
		                             "Seite 1 von 1" };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		has(text, parts[i]);
}

static void a_letter_is_tagged_and_sound(void **state UNUSED)
{
	struct doc_letter l = letter(short_lines, sizeof short_lines / sizeof *short_lines);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdfinfo") || !have_program(mem, "qpdf"))
		skip();
	str info = shown_by(mem, pdf, "pdfinfo", "");
	has(info, "Bescheid (vorläufig) über die Förderung");
	has(info, "Tagged:          yes");
	has(info, "A4");
	str structure = shown_by(mem, pdf, "pdfinfo -struct", "");
	assert_int_equal(times(structure, "H1"), 1);
	assert_int_equal(times(structure, "H2"), 1);
	assert_int_equal(times(structure, "Table"), 1);
	assert_int_equal(times(structure, "TR"), 4);
	assert_int_equal(times(structure, "TH"), 3);
	assert_int_equal(times(structure, "TD"), 8);
	has(shown_by(mem, pdf, "pdfinfo -struct-text", ""), "\"10623 Berlin\""); /* each line of an address by itself */
	has(shown_by(mem, pdf, "qpdf --check", ""), "No syntax or stream encoding errors found");
}

/* What a screen reader needs and cairo leaves out. */
static void a_letter_is_complete_for_readers_by_ear(void **state UNUSED)
{
	struct doc_letter l = letter(short_lines, sizeof short_lines / sizeof *short_lines);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "qpdf"))
		skip();
	str plain = shown_by(mem, pdf, "qpdf --qdf --object-streams=disable", "-");
	has(plain, "/Lang (de)");
	has(plain, "/DisplayDocTitle true");
	has(plain, "<rdf:li xml:lang=\"x-default\">Bescheid (vorläufig) über die Förderung</rdf:li>");
	has(plain, "/Tabs /S");
	assert_int_equal(times(plain, "/Scope /Column"), 3);
	/* outside the structure: the line of the address field, three marks to fold and punch, the foot, the table's
	 * rules */
	assert_true(times(plain, "/Artifact BMC") >= 5);
	assert_int_equal(times(plain, " BDC\n") + times(plain, " BMC\n"), times(plain, "EMC\n"));
	l.language = S("de) /Bad (x");
	has(shown_by(mem, pdf_of(&l), "qpdf --qdf", "-"), "/Lang (deBadx)");
}

/* The marks of PDF/UA-1 and PDF/A-2a, and what they promise, as far as it can be seen without a validator. */
static void a_letter_bears_the_marks_of_both_standards(void **state UNUSED)
{
	struct doc_letter l = letter(short_lines, sizeof short_lines / sizeof *short_lines);
	l.sender = S("Kommunales Integrationszentrum »Süd« <Kreis & Stadt>");
	str pdf = pdf_of(&l);
	if (!have_program(mem, "qpdf") || !have_program(mem, "pdffonts"))
		skip();
	str plain = shown_by(mem, pdf, "qpdf --qdf --object-streams=disable", "-");
	has(plain, "<pdfuaid:part>1</pdfuaid:part>");
	has(plain, "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>");
	has(plain, "<rdf:li>Kommunales Integrationszentrum »Süd« &lt;Kreis &amp; Stadt&gt;</rdf:li>");
	has(plain, "<pdf:Producer>cairo ");
	has(plain, "<xmp:CreateDate>20");
	has(plain, "/S /GTS_PDFA1");
	has(plain, "sRGB IEC61966-2.1");
	assert_int_equal(times(plain, "/DestOutputProfile"), 1);
	assert_int_equal(times(plain, "/ID ["), 1);
	assert_int_equal(times(plain, "/Subtype /CIDFontType2"), times(plain, "/CIDToGIDMap /Identity"));
	assert_true(times(plain, "/Subtype /CIDFontType2") > 0); /* the Arabic and Cyrillic letters */
	str fonts = shown_by(mem, pdf, "pdffonts", "");
	assert_int_equal(times(fonts, " yes yes yes "), times(fonts, "Noto") + times(fonts, "DejaVu"));
	assert_null(memmem(plain.p, plain.n, "/Encrypt", 8));
}

/* "Zusammen" runs on over two of the three columns: the table stays regular for readers by ear. */
static void a_cell_says_how_many_columns_it_spans(void **state UNUSED)
{
	struct doc_letter l = letter(short_lines, sizeof short_lines / sizeof *short_lines);
	if (!have_program(mem, "qpdf"))
		skip();
	str plain = shown_by(mem, pdf_of(&l), "qpdf --qdf --object-streams=disable", "-");
	assert_int_equal(times(plain, "/ColSpan 2"), 1);
	assert_int_equal(times(plain, "/ColSpan"), 1);
}

static void artifacts_are_what_is_painted_outside_of_marks(void **state UNUSED)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "q\n1 0 0 1 0 0 cm\n", "q\n1 0 0 1 0 0 cm\n" },
		{ "q\n0 0 9 1 re f\n", "/Artifact BMC\nq\n0 0 9 1 re f\nEMC\n" },
		{ "/P << /MCID 0 >> BDC\n(x)Tj\nEMC\nQ", "/P << /MCID 0 >> BDC\n(x)Tj\nEMC\nQ" },
		{ "(a)Tj\n/P << >> BDC\n/Span << >> BDC\n(b)Tj\nEMC\nEMC\n(c)Tj",
		  "/Artifact BMC\n(a)Tj\nEMC\n/P << >> BDC\n/Span << >> BDC\n(b)Tj\nEMC\nEMC\n/Artifact "
		  "BMC\n(c)Tj\nEMC\n" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(str_c(mem, pdf_mark_artifacts(mem, str_of(cases[i][0]))), cases[i][1]);
}

static void a_pdf_of_another_shape_stays_as_it_is(void **state UNUSED)
{
	static const char *const others[] = { "", "%PDF-1.7\nno trailer",
		                              "%PDF\ntrailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n99999\n",
		                              "%PDF\ntrailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n1\n",
		                              "%PDF\nxref\n0 9\ntrailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n5\n" };
	struct pdf_said said = { .title = S("x"), .language = S("de") };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_string_equal(str_c(mem, pdf_complete(mem, str_of(others[i]), &said)), others[i]);
}

static void a_long_letter_has_numbered_pages(void **state UNUSED)
{
	struct doc_line lines[101] = { ROW(DOC_HEAD_ROW, S_INIT("Monat"), S_INIT("Leistung"), S_INIT("Betrag")) };
	for (size_t i = 1; i < 80; i++)
		lines[i] = (struct doc_line)ROW(DOC_ROW, str_print(mem, "Zeile %zu", i), S("Dari"), S("1,00 €"));
	for (size_t i = 80; i < 101; i++)
		lines[i] = (struct doc_line){ .kind = DOC_PARAGRAPH,
			                      .text = str_print(
			                              mem, "Absatz %zu. %s", i,
			                              "Nicht verbrauchte Mittel sind unverzüglich zurückzuzahlen; bei "
			                              "verspäteter Rückzahlung werden Zinsen erhoben. Der "
			                              "Verwendungsnachweis ist bis zum 31. März vorzulegen, damit die "
			                              "Bezirksregierung ihn prüfen kann.") };
	struct doc_letter l = letter(lines, 101);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdftotext"))
		skip();
	str text = shown_by(mem, pdf, "pdftotext -layout", "-");
	for (size_t i = 1; i < 101; i++) /* nothing is lost, nothing twice */
		assert_int_equal(times(text, str_c(mem, str_print(mem, i < 80 ? "Zeile %zu " : "Absatz %zu.", i))), 1);
	int pages = times(text, "\f");
	assert_true(pages >= 3);
	for (int i = 1; i <= pages; i++)
		assert_int_equal(times(text, str_c(mem, str_print(mem, "Seite %d von %d", i, pages))), 1);
	assert_int_equal(times(text, "Gefördert durch das Land"), pages);
	assert_true(times(text, "Leistung") > 1); /* the head comes again on each page of the table */
	assert_int_equal(times(shown_by(mem, pdf, "pdfinfo -struct", ""), "TH"), 3); /* but is read out once */
}

/* On which page of the text, from 0, these words stand; they must stand there once. */
static int page_of(str text, str words)
{
	int page = 0;
	assert_int_equal(times(text, str_c(mem, words)), 1);
	while (!str_has(str_split(&text, '\f'), str_c(mem, words)))
		page++;
	return page;
}

/* At the end of a page a heading goes with what follows it, and a table's head and its only row with their sum. */
static void a_heading_never_stands_alone(void **state UNUSED)
{
	enum { SECTIONS = 200 };
	struct doc_line lines[SECTIONS * 14];
	size_t n = 0;
	for (int k = 0; k < SECTIONS; k++) {
		lines[n++] = (struct doc_line){ .kind = DOC_HEADING, .text = str_print(mem, "Abschnitt %d:", k) };
		if (k % 2) {
			lines[n++] = (struct doc_line)ROW(
			        DOC_HEAD_ROW, S("Der Gegenstand, wie ihn die Richtlinie des Landes nennt, die Höhe"),
			        S("Die Fundstelle im Ministerialblatt für das Land Nordrhein-Westfalen"), S("Euro"));
			lines[n++] = (struct doc_line)ROW(DOC_ROW, str_print(mem, "Zeile %d:", k), S("§ 8"), S("1,00"));
			lines[n++] =
			        (struct doc_line)ROW(DOC_SUM_ROW, str_print(mem, "Summe %d:", k), S(""), S("1,00"));
		} else {
			lines[n++] = (struct doc_line){
				.kind = DOC_PARAGRAPH,
				.text = str_print(
				        mem,
				        "Zeile %d: Nicht verbrauchte Mittel sind unverzüglich zurückzuzahlen; bei "
				        "verspäteter Rückzahlung werden Zinsen erhoben. Der Verwendungsnachweis ist "
				        "bis zum 31. März vorzulegen, damit die Bezirksregierung ihn prüfen kann.",
				        k)
			};
		}
		for (int filler = k * k % 11; filler > 0; filler--) /* never the same pages again */
			lines[n++] = (struct doc_line){ .kind = DOC_PARAGRAPH, .text = S("Hinweis") };
	}
	struct doc_letter l = letter(lines, n);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdftotext"))
		skip();
	str text = shown_by(mem, pdf, "pdftotext -layout", "-");
	assert_true(times(text, "\f") > 50);
	for (int k = 0; k < SECTIONS; k++) {
		int page = page_of(text, str_print(mem, "Abschnitt %d:", k));
		assert_int_equal(page_of(text, str_print(mem, "Zeile %d:", k)), page);
		if (k % 2)
			assert_int_equal(page_of(text, str_print(mem, "Summe %d:", k)), page);
	}
}

static void a_paragraph_longer_than_a_page(void **state UNUSED)
{
	struct text t = TEXT(mem);
	for (int i = 0; i < 1200; i++)
		text_print(&t, "Wort%d ", i);
	struct doc_line line = { .kind = DOC_PARAGRAPH, .text = text_str(&t) };
	struct doc_letter l = letter(&line, 1);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdftotext"))
		skip();
	str text = shown_by(mem, pdf, "pdftotext", "-");
	for (int i = 0; i < 1200; i++)
		has(text, str_c(mem, str_print(mem, "Wort%d", i)));
	assert_true(times(text, "\f") >= 2);
}

/* Two columns of much text share what the narrow ones leave; the widest row wraps, and nothing runs into its neighbour.
 */
static void wide_columns_share_the_page(void **state UNUSED)
{
	const struct doc_line lines[] = {
		ROW(DOC_HEAD_ROW, S("Schule"), S("Anlass"), S("Betrag")),
		ROW(DOC_ROW, S("Städtische Gemeinschaftsgrundschule an der Friedrich-Ebert-Straße mit Offenem Ganztag"),
		    S("Elterngespräch über den Wechsel in die weiterführende Schule, mit Sprachmittlung in Dari und "
		      "Paschtu"),
		    S("1.234,56 €")),
	};
	struct doc_letter l = letter(lines, 2);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdftotext"))
		skip();
	str text = shown_by(mem, pdf, "pdftotext -layout", "-");
	static const char *const words[] = { "Gemeinschaftsgrundschule", "Ganztag ",  "Elterngespräch",
		                             "weiterführende",           "Paschtu\n", " 1.234,56 €\n" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		has(text, words[i]);
}

/* Where a word ends, in points from the left edge. */
static double right_edge(str boxes, const char *word)
{
	const char *at = strstr(str_c(mem, boxes), str_print(mem, ">%s<", word).p), *edge = NULL;
	assert_non_null(at);
	for (const char *p = at; !edge; p--)
		edge = strncmp(p, "xMax=\"", 6) ? NULL : p + 6;
	return strtod(edge, NULL);
}

/* Amounts stand below each other in every column of amounts; the line to sign on never leaves its name. */
static void amounts_are_aligned_and_a_name_stands_below_its_line(void **state UNUSED)
{
	struct doc_line lines[60];
	size_t n = 0;
	lines[n++] = (struct doc_line){ .kind = DOC_HEAD_ROW,
		                        .cells = { S("Position"), S("Beantragt"), S("Bewilligt") },
		                        .columns = 3,
		                        .amounts = 2 };
	for (int i = 0; i < 2; i++)
		lines[n++] = (struct doc_line){ .kind = DOC_ROW,
			                        .cells = { S("Posten"), i ? S("7,11") : S("123.456,22"), S("1,00") },
			                        .columns = 3,
			                        .amounts = 2 };
	while (n < 58)
		lines[n++] = (struct doc_line){ .kind = DOC_PARAGRAPH, .text = S("Hinweis") };
	lines[n++] = (struct doc_line){ .kind = DOC_PARAGRAPH, .text = S("Mit Gruß") };
	lines[n++] = (struct doc_line){ .kind = DOC_SIGN, .text = S("Unterzeichnende\nim Auftrag") };
	struct doc_letter l = letter(lines, n);
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdftotext"))
		skip();
	str boxes = shown_by(mem, pdf, "pdftotext -bbox", "-");
	double edge = right_edge(boxes, "Beantragt");
	assert_true(right_edge(boxes, "7,11") - edge < 0.6 && edge - right_edge(boxes, "7,11") < 0.6);
	assert_true(right_edge(boxes, "123.456,22") - edge < 0.6 && edge - right_edge(boxes, "123.456,22") < 0.6);
	for (size_t skipped = 0; skipped < 26; skipped++) { /* wherever the page ends */
		l.lines = lines + 3 + skipped;
		l.n = n - 3 - skipped;
		str text = shown_by(mem, pdf_of(&l), "pdftotext -layout", "-");
		assert_int_equal(page_of(text, S("Mit Gruß")), page_of(text, S("Unterzeichnende")));
		assert_int_equal(page_of(text, S("Mit Gruß")), page_of(text, S("im Auftrag")));
	}
}

static void an_information_sheet_needs_no_recipient(void **state UNUSED)
{
	struct doc_letter l = letter(short_lines, 2);
	l.recipient_lines = l.reference = l.recognition = STR_NONE;
	str pdf = pdf_of(&l);
	if (!have_program(mem, "pdftotext"))
		skip();
	str text = shown_by(mem, pdf, "pdftotext", "-");
	has(text, "wir freuen uns");
	has_not(text, " · ");
	struct doc_letter empty = { 0 };
	pdf_of(&empty);
}

static void *make_in_a_thread(void *failed)
{
	struct arena *a = arena_new();
	struct doc_letter l = letter(short_lines, sizeof short_lines / sizeof *short_lines);
	str pdf;
	err made = OK;
	for (int i = 0; i < 3 && made == OK; i++)
		made = doc_pdf(a, &l, &pdf);
	arena_free(a);
	return made == OK ? NULL : failed;
}

static void threads_make_letters_at_once(void **state UNUSED)
{
	pthread_t threads[3];
	int mark = 0;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make_in_a_thread, &mark), 0);
	for (size_t i = 0; i < 3; i++) {
		void *failed;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_says_what_it_should),
		cmocka_unit_test(a_letter_is_tagged_and_sound),
		cmocka_unit_test(a_letter_is_complete_for_readers_by_ear),
		cmocka_unit_test(a_letter_bears_the_marks_of_both_standards),
		cmocka_unit_test(a_cell_says_how_many_columns_it_spans),
		cmocka_unit_test(artifacts_are_what_is_painted_outside_of_marks),
		cmocka_unit_test(a_pdf_of_another_shape_stays_as_it_is),
		cmocka_unit_test(a_long_letter_has_numbered_pages),
		cmocka_unit_test(a_heading_never_stands_alone),
		cmocka_unit_test(a_paragraph_longer_than_a_page),
		cmocka_unit_test(wide_columns_share_the_page),
		cmocka_unit_test(amounts_are_aligned_and_a_name_stands_below_its_line),
		cmocka_unit_test(an_information_sheet_needs_no_recipient),
		cmocka_unit_test(threads_make_letters_at_once),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

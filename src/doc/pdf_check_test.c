/* PDFs of strangers: what does something is found wherever it lies, what only looks like it is not (P-SEC-1, B12). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "doc/doc.h"
#include "doc/pdf_check.h"

static struct arena *mem;

static int set_up(void **state)
{
	(void)state;
	mem = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static str packed(str plain)
{
	uLongf n = compressBound(plain.n);
	char *p = arena_alloc(mem, n);
	assert_int_equal(compress2((Bytef *)p, &n, (const Bytef *)plain.p, plain.n, 9), Z_OK);
	return (str){ p, n };
}

#define PAGES "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 0/Kids[]>>\nendobj\n"
#define END "trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"

/* A document with something more in it. */
static str with(str more)
{
	struct text t = TEXT(mem);
	text_c(&t, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" PAGES);
	text_add(&t, more);
	text_c(&t, END);
	return text_str(&t);
}

static enum pdf_verdict of(const char *more)
{
	return pdf_check(with(str_of(more)));
}

static str stream(const char *entries, str bytes)
{
	struct text t = TEXT(mem);
	text_print(&t, "8 0 obj\n<<%s/Length %zu>>\nstream\r\n", entries, bytes.n);
	text_add(&t, bytes);
	text_c(&t, "\nendstream\nendobj\n");
	return text_str(&t);
}

/* An object stream of one object, number 5. */
static enum pdf_verdict object_stream(const char *entries, const char *object, bool deflate)
{
	str plain = str_print(mem, "5 0 %s", object);
	return pdf_check(with(stream(entries, deflate ? packed(plain) : plain)));
}

#define OBJECTS "/Type/ObjStm/N 1/First 4/Filter/FlateDecode"

static void what_only_shows_pages_is_taken(void **state)
{
	(void)state;
	const struct doc_line line = { .kind = DOC_PARAGRAPH, .text = S("Betrag dankend erhalten.") };
	const struct doc_letter letter = { .sender = S("Druckerei"),
		                           .sender_lines = S("Markt 1"),
		                           .recognition = S(""),
		                           .date = S(""),
		                           .subject = S("Rechnung"),
		                           .lines = &line,
		                           .n = 1,
		                           .language = S("de"),
		                           .page_format = S("{page}") };
	str pdf;
	assert_int_equal(doc_pdf(mem, &letter, &pdf), OK);
	assert_int_equal(pdf_check(pdf), PDF_HARMLESS);
	assert_int_equal(of(""), PDF_HARMLESS);
	assert_int_equal(of("3 0 obj\n<</URI(https://a.example/JS/x\\)/Launch)/JSON 1/First 4 0 R>>\nendobj\n"),
	                 PDF_HARMLESS);
	assert_int_equal(of("% a note about /JS\n"), PDF_HARMLESS);
	assert_int_equal(of("3 0 obj\n<</Title<2F4A53>/Font<</EF 4 0 R>>>>\nendobj\n"), PDF_HARMLESS);
	assert_int_equal(object_stream(OBJECTS, "<</S/URI/URI(https://a.example/JS/)>>", true), PDF_HARMLESS);
	assert_int_equal(object_stream("/Type/ObjStm/N 1/First 4", "<</Type/Font>>", false), PDF_HARMLESS);
}

/* A photo is any bytes: they may spell a name, a string that never ends, or the end of an object. */
static void the_bytes_of_a_photo_say_nothing(void **state)
{
	(void)state;
	str photo = S("\xff\xd8\xff\xe0/JS /JavaScript/Launch<</Encrypt ( endobj << stream 7 0 ob 1 0 R\0\xff\xd9");
	static const char *const scans[] = { "/Type/XObject/Subtype/Image/Filter/DCTDecode", "/Filter[/DCTDecode]",
		                             "/Subtype/Image/Filter/CCITTFaxDecode/DecodeParms<</K -1>>", "" };
	for (size_t i = 0; i < sizeof scans / sizeof *scans; i++)
		assert_int_equal(pdf_check(with(stream(scans[i], photo))), PDF_HARMLESS);
	/* where the length is said elsewhere, or is wrong */
	str twice = str_print(mem, "8 0 obj\n<</Length 9 0 R>>\nstream\n%s\nendstream\nendobj\n9 0 obj\n4\nendobj\n",
	                      "/JS (");
	assert_int_equal(pdf_check(with(twice)), PDF_HARMLESS);
	assert_int_equal(of("8 0 obj\n<</Length 2>>\nstream\n/JS (\nendstream\nendobj\n"), PDF_HARMLESS);
}

static void what_does_something_is_found_in_packed_objects_too(void **state)
{
	(void)state;
	static const char *const bad[] = { "<</S/JavaScript/JS(app.alert\\(1\\))>>",
		                           "<</OpenAction<</S/Launch/F(cmd.exe)>>>>",
		                           "<</S/J#61vaScript>>",
		                           "<</Type/EmbeddedFile>>",
		                           "<</Type/Filespec/EF<</F 6 0 R>>>>",
		                           "<</Names<</EmbeddedFiles 7 0 R>>>>",
		                           "<</Subtype/RichMedia>>",
		                           "<</AcroForm<</XFA 6 0 R>>>>",
		                           "<</S/SubmitForm>>" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(of(str_print(mem, "3 0 obj\n%s\nendobj\n", bad[i]).p), PDF_ACTIVE);
		assert_int_equal(object_stream(OBJECTS, bad[i], true), PDF_ACTIVE);
		assert_int_equal(object_stream("/Type/ObjStm/N 1/First 4", bad[i], false), PDF_ACTIVE);
		/* without its type, under another name for the filter, with names written otherwise */
		assert_int_equal(object_stream("/N 1/First 4/Filter[/Fl]", bad[i], true), PDF_ACTIVE);
		assert_int_equal(object_stream("/#4eo/N 1/Fir#73t 4/Filter/Flate#44ecode", bad[i], true), PDF_ACTIVE);
	}
	assert_int_equal(of("3 0 obj\n<</Filter/Standard>>\nendobj\ntrailer\n<</Encrypt 3 0 R>>\n"), PDF_LOCKED);
}

static void what_cannot_be_looked_into_is_refused(void **state)
{
	(void)state;
	static const char *const odd[] = { "/Type/ObjStm/N 1/First 4/Filter/LZWDecode",
		                           "/Type/ObjStm/N 1/First 4/Filter[/ASCII85Decode/FlateDecode]",
		                           "/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]",
		                           "/Type/ObjStm/N 1/First 4/Filter 7 0 R",
		                           "/Type/ObjStm/N 1/First 4/Filter[7 0 R]",
		                           "/Type/ObjStm/N 1/First 7 0 R/Filter/FlateDecode",
		                           "/Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 12>>",
		                           "/Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms 7 0 R" };
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_int_equal(object_stream(odd[i], "<</Type/Font>>", true), PDF_ACTIVE);
	str good = packed(S("5 0 <</Type/Font>>"));
	str cut = with(stream(OBJECTS, str_part(good, 0, good.n - 3)));
	assert_int_equal(pdf_check(cut), PDF_BROKEN);
	assert_int_equal(pdf_check(with(stream(OBJECTS "/Note/Encrypt", str_part(good, 0, 5)))), PDF_LOCKED);
	assert_int_equal(object_stream("/Type/ObjStm/N 1/First 6/Filter/FlateDecode", "x <</Type/Font>>", true),
	                 PDF_ACTIVE);
}

/* A cross-reference may lead a reader to any place: into a string, a note, a photo. */
static void nothing_hides_where_it_is_not_looked_for(void **state)
{
	(void)state;
	static const char photo[] = "8 0 obj\n<</Filter/DCTDecode/Length 40>>\nstream\n\xff\xd8 9 0 obj "
	                            "<</S/JavaScript>> endobj \xff\xd9\nendstream\nendobj\n";
	static const char *const hidden[] = {
		"3 0 obj\n(9 0 obj <</S/JavaScript>> endobj)\nendobj\n",
		"% 9 0 obj <</S/JavaScript>> endobj\n",
		"3 0 obj\n(9 %x\n0%y\r\tobj <</S/JavaScript>>)\nendobj\n",
		"3 0 obj\n<9 0 obj /JS >\nendobj\n",
		"3 0 obj\n(trailer <</Root<</OpenAction<</S/JavaScript>>>>>>)\nendobj\n",
		photo,
	};
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		assert_int_equal(of(hidden[i]), PDF_ACTIVE);
	/* an object that begins in the string of another */
	assert_int_equal(object_stream("/Type/ObjStm/N 2/First 8/Filter/FlateDecode", "6 1 (<</S/JavaScript>>)", true),
	                 PDF_ACTIVE);
	assert_int_equal(object_stream("/Type/ObjStm/N 2/First 9/Filter/FlateDecode", "6 11 (<</A 1>>) 12", true),
	                 PDF_HARMLESS);
	/* a dictionary, a string, a stream that goes on and on */
	assert_int_equal(of("3 0 obj\n<</A 1\nendobj\n4 0 obj\n>>\nendobj\n"), PDF_BROKEN);
	assert_int_equal(of("3 0 obj\n(text\nendobj\n"), PDF_BROKEN);
	assert_int_equal(of("3 0 obj\n<</Length 4>>\nstream\ntext\n"), PDF_BROKEN);
}

static void bombs_are_not_unpacked_to_the_end(void **state)
{
	(void)state;
	struct text zeros = TEXT(mem), many = TEXT(mem);
	size_t n = 15 * 1024 * 1024;
	memset(text_room(&zeros, n + 2 * 1024 * 1024), ' ', n + 2 * 1024 * 1024);
	zeros.n = n;
	str one = stream(OBJECTS, packed(text_str(&zeros)));
	for (int i = 0; i < 5; i++)
		text_add(&many, one);
	assert_true(many.n < 128 * 1024);
	assert_int_equal(pdf_check(with(text_str(&many))), PDF_HUGE);
	zeros.n = n + 2 * 1024 * 1024;
	assert_int_equal(pdf_check(with(stream(OBJECTS, packed(text_str(&zeros))))), PDF_HUGE);
}

/* A megabyte of what makes one look ahead: each would take long if the rest were looked through again and again.
 */
static void no_file_takes_long(void **state)
{
	(void)state;
	static const char *const again[] = { "/Filter[",
		                             "/Length        ",
		                             "<</Length 99999999>>stream\nendstream ",
		                             "1 0 %",
		                             "trailer ",
		                             "/First",
		                             "(",
		                             "<",
		                             "% \n" };
	for (size_t i = 0; i < sizeof again / sizeof *again; i++)
		for (int inside = 0; inside < 2; inside++) {
			struct text t = TEXT(mem);
			text_c(&t, inside ? "(" : "");
			while (t.n < 1024 * 1024)
				text_c(&t, again[i]);
			text_c(&t, inside ? ")" : "");
			assert_true(pdf_check(with(text_str(&t))) <= PDF_HUGE);
		}
}

/* Cut anywhere, and with any byte changed: an answer, no more. The sanitizers watch. */
static void broken_ones_are_told(void **state)
{
	(void)state;
	struct text t = TEXT(mem);
	text_add(&t, stream(OBJECTS, packed(S("5 0 <</Type/Font/A(b\\)c)/D<2F>>>"))));
	text_add(&t, stream("/Filter/DCTDecode", S("\xff\xd8/JS(\xff\xd9")));
	text_c(&t, "3 0 obj\n<</T(a(b)\\(c)/N/J#53on/H<4A>>>% note\nendobj\n");
	str good = with(text_str(&t));
	assert_int_equal(pdf_check(good), PDF_HARMLESS);
	char *copy = arena_alloc(mem, good.n);
	for (size_t n = 0; n < good.n; n++) {
		memcpy(copy, good.p, n); /* its own end, so that reading on would be seen */
		char *exact = arena_alloc(mem, n ? n : 1);
		memcpy(exact, good.p, n);
		assert_true(pdf_check((str){ exact, n }) <= PDF_HUGE);
	}
	static const char changes[] = { 0, '(', '<', '>', '/', '#', '%', '9', '\n', '\xff' };
	memcpy(copy, good.p, good.n);
	for (size_t i = 0; i < good.n; i++) {
		for (size_t k = 0; k < sizeof changes; k++) {
			copy[i] = changes[k];
			assert_true(pdf_check((str){ copy, good.n }) <= PDF_HUGE);
		}
		copy[i] = good.p[i];
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_only_shows_pages_is_taken),
		cmocka_unit_test(the_bytes_of_a_photo_say_nothing),
		cmocka_unit_test(what_does_something_is_found_in_packed_objects_too),
		cmocka_unit_test(what_cannot_be_looked_into_is_refused),
		cmocka_unit_test(nothing_hides_where_it_is_not_looked_for),
		cmocka_unit_test(bombs_are_not_unpacked_to_the_end),
		cmocka_unit_test(no_file_takes_long),
		cmocka_unit_test(broken_ones_are_told),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

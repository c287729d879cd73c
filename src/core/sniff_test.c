/* What a file is, by its bytes: the good ones are taken, those with something in them are refused by their reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/sniff.h"

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

static void refused(str bytes, const char *fault)
{
	struct sniffed s = sniff(mem, bytes);
	assert_int_equal(s.kind, SNIFF_NONE);
	assert_string_equal(s.fault, fault);
}

static struct sniffed taken(str bytes, enum sniff_kind kind)
{
	struct sniffed s = sniff(mem, bytes);
	assert_int_equal(s.kind, kind);
	return s;
}

static str joined(const str *parts, size_t n)
{
	struct text t = TEXT(mem);
	for (size_t i = 0; i < n; i++)
		text_add(&t, parts[i]);
	return text_str(&t);
}
#define JOIN(...) joined((const str[]){ __VA_ARGS__ }, sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str))

/* --- PDF ---------------------------------------------------------------------------------------------------------- */

static str pdf(const char *body)
{
	return str_print(mem, "%%PDF-1.7\n1 0 obj\n%s\nendobj\n%%%%EOF\n", body);
}

static void documents_that_do_nothing_are_taken(void **state)
{
	(void)state;
	taken(pdf("<</Type/Catalog/Pages 2 0 R/JSON 1/OpenAction[3 0 R/Fit]>>"), SNIFF_PDF);
	refused(pdf("<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"), "evidence.active");
	refused(pdf("<</S/J#61vaScript>>"), "evidence.active"); /* written another way */
	refused(pdf("<</S/Launch/F(cmd.exe)>>"), "evidence.active");
	refused(pdf("<</Type/EmbeddedFile>>"), "evidence.active");
	refused(pdf("<</AcroForm<</XFA 1 0 R>>>>"), "evidence.active");
	refused(JOIN(S("%PDF-1.4\n/Encrypt 5 0 R\n%%EOF")), "evidence.locked");
	refused(JOIN(S("%PDF-1.4\n1 0 obj endobj")), "evidence.broken");
	refused(JOIN(pdf("<<>>"), S("PK\x03\x04 an archive behind it")), "evidence.broken");
	refused(JOIN(S("MZ"), pdf("<<>>")), "evidence.kind"); /* a program before it */
	refused(pdf("<html><script>alert(1)</script>"), "evidence.kind");
}

static void what_has_another_name_is_what_it_is(void **state)
{
	(void)state;
	refused(S("MZ\x90\x00 This program cannot be run in DOS mode"), "evidence.kind");
	refused(S("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"), "evidence.kind");
	refused(S("<!DOCTYPE html><html></html>"), "evidence.kind");
	refused(S("GIF89a/*<script>*/"), "evidence.kind");
	refused(S(""), "evidence.kind");
	refused(S("P"), "evidence.kind");
	assert_int_equal(sniff_of_code(S("jpeg")), SNIFF_JPEG);
	assert_int_equal(sniff_of_code(S("exe")), SNIFF_NONE);
}

/* --- pictures ----------------------------------------------------------------------------------------------------- */

#define PNG_HEAD S("\x89PNG\r\n\x1a\n")
#define PNG_SIZE(w, h) S("\0\0\0\x0dIHDR\0\0" w "\0\0" h "\x08\x02\0\0\0crc!")
#define PNG_DATA S("\0\0\0\x02IDAT..crc!")
#define PNG_PLACE                                                                                                      \
	S("\0\0\0\x04"                                                                                                 \
	  "eXIfGPS!crc!")
#define PNG_TEXT S("\0\0\0\x0ctEXt<html>place!crc!")
#define PNG_END S("\0\0\0\0IENDcrc!")

static void pictures_lose_what_says_where_they_were_taken(void **state)
{
	(void)state;
	str plain = JOIN(PNG_HEAD, PNG_SIZE("\0\x10", "\0\x10"), PNG_DATA, PNG_END);
	struct sniffed s = taken(JOIN(PNG_HEAD, PNG_SIZE("\0\x10", "\0\x10"), PNG_PLACE, PNG_TEXT, PNG_DATA, PNG_END,
	                              S("PK\x03\x04 something behind it")),
	                         SNIFF_PNG);
	assert_true(str_eq(s.kept, plain));
	refused(JOIN(PNG_HEAD, PNG_SIZE("\xff\xff", "\xff\xff"), PNG_DATA, PNG_END), "evidence.pixels");
	refused(JOIN(PNG_HEAD, PNG_SIZE("\0\x10", "\0\x10"), PNG_END), "evidence.broken");
	refused(JOIN(PNG_HEAD, PNG_SIZE("\0\x10", "\0\x10"), PNG_DATA), "evidence.broken");
	refused(JOIN(PNG_HEAD, S("<html><script>")), "evidence.broken");
	refused(JOIN(PNG_HEAD, S("\xff\xff\xff\xffIHDRxxxxxxxxxxxxxxxxx")), "evidence.broken");
}

#define JPEG_BEGIN S("\xff\xd8")
#define JPEG_JFIF S("\xff\xe0\x00\x07JFIF\0")
/* Orientation 6, and a pointer to where it was. */
#define JPEG_EXIF                                                                                                      \
	S("\xff\xe1\x00\x37"                                                                                           \
	  "Exif\0\0"                                                                                                   \
	  "II\x2a\0\x08\0\0\0\x02\0"                                                                                   \
	  "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"                                                                         \
	  "\x25\x88\x04\0\x01\0\0\0\x30\0\0\0"                                                                         \
	  "GPS 51.9, 7.2")
#define JPEG_COMMENT                                                                                                   \
	S("\xff\xfe\x00\x0a"                                                                                           \
	  "<script>")
#define JPEG_FRAME S("\xff\xc0\x00\x0b\x08\0\x10\0\x10\x01\x01\x11\0")
#define JPEG_SCAN                                                                                                      \
	S("\xff\xda\x00\x08\x01\x01\0\0\x3f\0"                                                                         \
	  "data\xff\0more\xff\xd0more")
#define JPEG_END S("\xff\xd9")

static void photos_keep_how_they_are_turned_and_lose_the_place(void **state)
{
	(void)state;
	struct sniffed s = taken(JOIN(JPEG_BEGIN, JPEG_JFIF, JPEG_EXIF, JPEG_COMMENT, JPEG_FRAME, JPEG_SCAN, JPEG_END,
	                              S("a film behind it")),
	                         SNIFF_JPEG);
	assert_false(str_has(s.kept, "GPS"));
	assert_true(str_ends(s.kept, "more\xff\xd9"));
	bool turned = false;
	for (size_t i = 0; i + 8 < s.kept.n; i++)
		turned |= !memcmp(s.kept.p + i, "\x01\x12\0\x03\0\0\0\x01", 8) && !s.kept.p[i + 8] &&
		          s.kept.p[i + 9] == 6;
	assert_true(turned);
	assert_true(str_eq(taken(s.kept, SNIFF_JPEG).kept, s.kept)); /* what was kept stays as it is */
	refused(JOIN(JPEG_BEGIN, JPEG_JFIF, JPEG_FRAME, JPEG_SCAN), "evidence.broken");
	refused(JOIN(JPEG_BEGIN, JPEG_JFIF, JPEG_END), "evidence.broken");
	refused(JOIN(JPEG_BEGIN, S("\xff\xe0\xff\xffJFIF")), "evidence.broken");
	refused(JOIN(JPEG_BEGIN, S("\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0"), JPEG_SCAN, JPEG_END),
	        "evidence.pixels");
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

struct part {
	const char *name;
	uint32_t unpacked, flags;
};

static void put(struct text *t, uint64_t v, int n)
{
	for (int i = 0; i < n; i++)
		text_char(t, (char)(v >> (8 * i)));
}

/* An archive whose parts are empty, with what their heads say. */
static str archive(const struct part *parts, uint32_t n)
{
	struct text t = TEXT(mem), list = TEXT(mem);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t name_n = (uint32_t)strlen(parts[i].name), head = (uint32_t)t.n;
		text_add(&t, S("PK\x03\x04\x14\0"));
		put(&t, parts[i].flags, 2), put(&t, 8, 2), put(&t, 0, 8), put(&t, 0, 4);
		put(&t, parts[i].unpacked, 4), put(&t, name_n, 2), put(&t, 0, 2);
		text_c(&t, parts[i].name);
		text_add(&list, S("PK\x01\x02\x14\0\x14\0"));
		put(&list, parts[i].flags, 2), put(&list, 8, 2), put(&list, 0, 8), put(&list, 0, 4);
		put(&list, parts[i].unpacked, 4), put(&list, name_n, 2), put(&list, 0, 4), put(&list, 0, 8);
		put(&list, head, 4);
		text_c(&list, parts[i].name);
	}
	uint32_t at = (uint32_t)t.n;
	text_add(&t, text_str(&list));
	text_add(&t, S("PK\x05\x06\0\0\0\0"));
	put(&t, n, 2), put(&t, n, 2), put(&t, (uint32_t)list.n, 4), put(&t, at, 4), put(&t, 0, 2);
	return text_str(&t);
}
#define ARCHIVE(...)                                                                                                   \
	archive((const struct part[]){ __VA_ARGS__ },                                                                  \
	        sizeof((const struct part[]){ __VA_ARGS__ }) / sizeof(struct part))
#define TYPES                                                                                                          \
	{                                                                                                              \
		"[Content_Types].xml", 100, 0                                                                          \
	}
#define BOOK                                                                                                           \
	{                                                                                                              \
		"xl/workbook.xml", 100, 0                                                                              \
	}

static void tables_have_nothing_but_what_a_table_has(void **state)
{
	(void)state;
	taken(ARCHIVE(TYPES, BOOK, { "xl/printerSettings/printerSettings1.bin", 9, 0 }), SNIFF_XLSX);
	refused(ARCHIVE(TYPES, { "word/document.xml", 100, 0 }), "evidence.kind");
	refused(ARCHIVE({ "a.txt", 3, 0 }), "evidence.kind");
	refused(ARCHIVE(TYPES, BOOK, { "xl/vbaProject.bin", 9, 0 }), "evidence.macro");
	refused(ARCHIVE(TYPES, BOOK, { "xl/VBA.xml", 9, 0 }), "evidence.macro");
	refused(ARCHIVE(TYPES, BOOK, { "xl/embeddings/oleObject1.bin", 9, 0 }), "evidence.macro");
	refused(ARCHIVE(TYPES, BOOK, { "../../etc/passwd.xml", 9, 0 }), "evidence.kind");
	refused(ARCHIVE(TYPES, BOOK, { "xl/sheet.xml", 9, 1 }), "evidence.locked");
	refused(ARCHIVE(TYPES, BOOK, { "xl/worksheets/sheet1.xml", 4000000000U, 0 }), "evidence.unpacked");
	refused(JOIN(ARCHIVE(TYPES, BOOK), S("<html>")), "evidence.broken");
	str good = ARCHIVE(TYPES, BOOK);
	for (size_t n = 4; n < good.n; n++) /* cut anywhere */
		assert_int_equal(sniff(mem, str_part(good, 0, n)).kind, SNIFF_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_that_do_nothing_are_taken),
		cmocka_unit_test(what_has_another_name_is_what_it_is),
		cmocka_unit_test(pictures_lose_what_says_where_they_were_taken),
		cmocka_unit_test(photos_keep_how_they_are_turned_and_lose_the_place),
		cmocka_unit_test(tables_have_nothing_but_what_a_table_has),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* text_test.c -- strings, the growing text, and what ICU does for us. */
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include <setjmp.h>
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

static void same(str s, const char *expected)
{
	assert_non_null(s.p);
	assert_string_equal(str_c(mem, s), expected);
	assert_int_equal(s.n, strlen(expected));
}

static void absent_is_not_empty(void **state UNUSED)
{
	assert_null(str_of(NULL).p);
	assert_null(str_copy(mem, STR_NONE).p);
	assert_non_null(str_copy(mem, S("")).p);
	assert_false(str_eq(STR_NONE, S("")));
	assert_true(str_eq(STR_NONE, STR_NONE));
	assert_true(str_blank(STR_NONE));
	assert_true(str_blank(S(" \t\u00A0\n")));
	assert_false(str_blank(S(" . ")));
	assert_string_equal(str_c(mem, STR_NONE), "");
	assert_null(str_part(STR_NONE, 0, 3).p);
}

static void comparing_goes_byte_by_byte(void **state UNUSED)
{
	assert_true(str_eq(S("Herne"), S("Herne")));
	assert_false(str_eq(S("Herne"), S("Herner")));
	assert_true(str_is(S("Hamm"), "Hamm"));
	assert_true(str_cmp(S("Hagen"), S("Hamm")) < 0);
	assert_true(str_cmp(S("Hamm"), S("Hamminkeln")) < 0);
	assert_true(str_cmp(S("\xC3\x84"), S("Z")) > 0); /* bytes are unsigned */
	assert_int_equal(str_cmp(STR_NONE, S("")), 0);
	assert_true(str_starts(S("/centres/herne"), "/centres/"));
	assert_false(str_starts(S("/c"), "/centres/"));
	assert_true(str_ends(S("a.html"), ".html"));
	assert_true(str_has(S("Kreis Coesfeld"), "Coes"));
	assert_false(str_has(STR_NONE, ""));
}

static void trimming_and_cutting(void **state UNUSED)
{
	same(str_trim(S("\u00A0 Kreis Unna\r\n")), "Kreis Unna");
	same(str_trim(S(" \t ")), "");
	same(str_trim(S("à")), "à"); /* C3 A0: its last byte is not white space */
	same(str_part(S("Bielefeld"), 4, 9), "efeld");
	same(str_part(S("Bielefeld"), 4, 99), "efeld");
	same(str_part(S("Bielefeld"), 7, 3), "");
}

static void splitting(void **state UNUSED)
{
	str rest = S("a;;b;");
	same(str_split(&rest, ';'), "a");
	same(str_split(&rest, ';'), "");
	same(str_split(&rest, ';'), "b");
	assert_non_null(rest.p);
	same(str_split(&rest, ';'), "");
	assert_null(rest.p);
	assert_null(str_split(&rest, ';').p);
}

static void integers(void **state UNUSED)
{
	int64_t i = 0;
	assert_true(str_to_int(S("17924591"), &i));
	assert_int_equal(i, 17924591);
	assert_true(str_to_int(S("-9223372036854775808"), &i));
	assert_true(i == INT64_MIN);
	assert_true(str_to_int(S("+9223372036854775807"), &i));
	assert_true(i == INT64_MAX);
	const char *const bad[] = { "",
		                    "-",
		                    "+",
		                    "1 ",
		                    " 1",
		                    "1.0",
		                    "0x1",
		                    "--1",
		                    "9223372036854775808",
		                    "-9223372036854775809",
		                    "99999999999999999999",
		                    "١٢" };
	for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
		assert_false(str_to_int(str_of(bad[k]), &i));
	assert_false(str_to_int(STR_NONE, &i));
	assert_true(i == INT64_MAX);
}

static void well_formed_utf8(void **state UNUSED)
{
	const char *const good[] = { "",
		                     "Müller",
		                     "Ünal Şahin",
		                     "מרחבא",
		                     "مرحبا",
		                     "Київ",
		                     "\U0001F468\u200D\U0001F467",
		                     "\xEF\xBF\xBF",
		                     "\xF4\x8F\xBF\xBF",
		                     "\xED\x9F\xBF",
		                     "\xEE\x80\x80" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(utf8_valid(str_of(good[i])));
	assert_true(utf8_valid(STR_NONE));
}

static void ill_formed_utf8_is_refused(void **state UNUSED)
{
	const char *const bad[] = {
		"\x80",
		"M\xFCller",
		"\xC3",
		"\xC3(", /* stray, Latin-1, cut off */
		"\xC0\x80",
		"\xC1\xBF",
		"\xE0\x9F\xBF",
		"\xF0\x8F\xBF\xBF", /* overlong */
		"\xED\xA0\x80",
		"\xED\xBF\xBF", /* surrogates */
		"\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80",
		"\xFE", /* above U+10FFFF */
		"\xE2\x82",
		"\xF0\x9F\x98",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (utf8_valid(str_of(bad[i])))
			fail_msg("accepted: case %zu", i);
	assert_false(utf8_valid((str){ "a\0b", 3 }));
}

static void length_counts_characters(void **state UNUSED)
{
	assert_int_equal(utf8_length(S("Müßig")), 5);
	assert_int_equal(utf8_length(S("Київ")), 4);
	assert_int_equal(utf8_length(S("\U0001F600")), 1);
	assert_int_equal(utf8_length(STR_NONE), 0);
}

static void nfc_composes(void **state UNUSED)
{
	same(utf8_nfc(mem, S("Mu\u0308ller")), "Müller"); /* as macOS writes file names */
	same(utf8_nfc(mem, S("Müller")), "Müller");
	same(utf8_nfc(mem, S("plain")), "plain");
	same(utf8_nfc(mem, S("\u1112\u1161\u11AB")), "한");
	same(utf8_nfc(mem, S("ﬁ")), "ﬁ"); /* NFC keeps ligatures, NFKC would not */
	assert_null(utf8_nfc(mem, STR_NONE).p);
}

static void folding_serves_search(void **state UNUSED)
{
	same(utf8_fold(mem, S("Kreis HERNE 7")), "kreis herne 7");
	same(utf8_fold(mem, S("MÜLLER")), "muller");
	same(utf8_fold(mem, S("Mu\u0308ller")), "muller");
	same(utf8_fold(mem, S("Straße")), "strasse");
	same(utf8_fold(mem, S("STRAẞE")), "strasse");
	same(utf8_fold(mem, S("Işık Gökçe")), "isik gokce");
	same(utf8_fold(mem, S("İSTANBUL")), "istanbul");
	same(utf8_fold(mem, S("Łukasz Đorđević")), "lukasz dordevic");
	same(utf8_fold(mem, S("ﬁnden ½")), "finden 1\u20442");
	same(utf8_fold(mem, S("Київ")), "киів"); /* ї is і with a mark */
	same(utf8_fold(mem, S("مُحَمَّد")), "محمد"); /* vowel marks are seldom typed */
	same(utf8_fold(mem, S("")), "");
	assert_null(utf8_fold(mem, STR_NONE).p);
}

static void nfkd_may_grow_a_text_a_lot(void **state UNUSED)
{
	str folded = utf8_fold(mem, S("\uFDFA\uFDFA\uFDFA"));
	assert_int_equal(utf8_length(folded), 3 * 18);
	assert_true(utf8_valid(folded));
}

static void a_text_grows(void **state UNUSED)
{
	struct text t = TEXT(mem);
	same(text_str(&t), "");
	for (int i = 0; i < 1000; i++)
		text_int(&t, i % 10);
	text_char(&t, '.');
	text_print(&t, "%s/%d", "x", -7);
	text_c(&t, NULL);
	text_add(&t, STR_NONE);
	assert_int_equal(text_str(&t).n, 1000 + 1 + 4);
	assert_true(str_ends(text_str(&t), "789.x/-7"));
	assert_int_equal(t.p[t.n], '\0');
	memcpy(text_room(&t, 3), "abc", 3);
	t.n += 3;
	assert_true(str_ends(text_str(&t), "-7abc"));
	text_int(&t, INT64_MIN);
	assert_true(str_ends(text_str(&t), "abc-9223372036854775808"));
}

static void printing(void **state UNUSED)
{
	str part = str_part(S("Kreis Wesel"), 6, 11);
	same(str_print(mem, "[" STR_FMT "|" STR_FMT "]", STR_ARG(part), STR_ARG(STR_NONE)), "[Wesel|]");
}

static void html_and_addresses_are_escaped(void **state UNUSED)
{
	struct text t = TEXT(mem);
	text_html(&t, S("<a href='x'>\"Ä & Ö\"</a>"));
	same(text_str(&t), "&lt;a href=&#39;x&#39;&gt;&quot;Ä &amp; Ö&quot;&lt;/a&gt;");
	struct text u = TEXT(mem);
	text_url(&u, S("Grüße/a b?c=d&e~-._\n"));
	same(text_str(&u), "Gr%C3%BC%C3%9Fe%2Fa%20b%3Fc%3Dd%26e~-._%0A");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(absent_is_not_empty),
		cmocka_unit_test(comparing_goes_byte_by_byte),
		cmocka_unit_test(trimming_and_cutting),
		cmocka_unit_test(splitting),
		cmocka_unit_test(integers),
		cmocka_unit_test(well_formed_utf8),
		cmocka_unit_test(ill_formed_utf8_is_refused),
		cmocka_unit_test(length_counts_characters),
		cmocka_unit_test(nfc_composes),
		cmocka_unit_test(folding_serves_search),
		cmocka_unit_test(nfkd_may_grow_a_text_a_lot),
		cmocka_unit_test(a_text_grows),
		cmocka_unit_test(printing),
		cmocka_unit_test(html_and_addresses_are_escaped),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

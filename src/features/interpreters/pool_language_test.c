/* Languages and dialects as real pools word them (P-INT-2), and postcodes with their places. */
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_test.h"
#include "features/interpreters/postcode.h"

/* Each wording that pools of Nordrhein-Westfalen use on their pages and in their calls for people (Kreis Borken,
 * Krefeld and others), and the language that is meant. None of them is no language. */
static const struct {
	const char *wording, *code;
} wordings[] = { { "Albanisch", "sqi" },     { "Arabisch", "ara" },     { "Armenisch", "hye" },
	         { "Balti", "bft" },         { "Bulgarisch", "bul" },   { "Chinesisch", "zho" },
	         { "Dari", "prs" },          { "Englisch", "eng" },     { "Farsi", "pes" },
	         { "Französisch", "fra" },   { "Griechisch", "ell" },   { "Guangdongnesisch", "yue" },
	         { "Hindko", "hno" },        { "Italienisch", "ita" },  { "Jamenitisch", "ara-yemen" },
	         { "Kroatisch", "hrv" },     { "Kurdisch", "kur" },     { "Kurmandschi", "kmr" },
	         { "Litauisch", "lit" },     { "Mazedonisch", "mkd" },  { "Panjabi", "pan" },
	         { "Paschtu", "pus" },       { "Persisch", "fas" },     { "Polnisch", "pol" },
	         { "Portugiesisch", "por" }, { "Romanisch", "rom" },    { "Rumänisch", "ron" },
	         { "Russisch", "rus" },      { "Serbisch", "srp" },     { "Slowakisch", "slk" },
	         { "Sorani", "ckb" },        { "Spanisch", "spa" },     { "Tadschiken", "tgk" },
	         { "Tamil", "tam" },         { "Tamilisch", "tam" },    { "Tigrinisch", "tir" },
	         { "Tigrinja", "tir" },      { "Tschechisch", "ces" },  { "Twi (Akan)", "twi" },
	         { "Türkisch", "tur" },      { "Ungarisch", "hun" },    { "Urdu", "urd" },
	         { "albanisch", "sqi" },     { "arabisch", "ara" },     { "armenisch", "hye" },
	         { "bulgarisch", "bul" },    { "kurdisch", "kur" },     { "mazedonisch", "mkd" },
	         { "persisch", "fas" },      { "romanisch", "rom" },    { "rumänisch", "ron" },
	         { "tamilisch", "tam" },     { "vietnamesisch", "vie" } };

static void every_wording_of_real_pools_is_known(void **state UNUSED)
{
	for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
		struct language l = { 0 };
		assert_int_equal(language_by_word(&k->cx, str_of(wordings[i].wording), &l), OK);
		assert_string_equal(l.code.p, wordings[i].code);
	}
}

static void codes_names_and_our_own_way_of_saying_it_are_known(void **state UNUSED)
{
	struct language l;
	const char *const ways[] = { "ckb", "Sorani", " sorani ", "KURDISCH: Sorani", "Kurdisch (Sorani)" };
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		assert_int_equal(language_by_word(&k->cx, str_of(ways[i]), &l), OK);
		assert_true(str_is(l.code, "ckb"));
		assert_true(str_is(l.of_code, "kur"));
	}
	assert_int_equal(language_by_word(&k->cx, S("Klingonisch"), &l), E_NOTFOUND);
	assert_int_equal(language_by_word(&k->cx, S(""), &l), E_NOTFOUND);
	assert_int_equal(language_by_word(&k->cx, S(":"), &l), E_NOTFOUND);
	assert_int_equal(language_find(&k->cx, S("xxx"), &l), E_NOTFOUND);
}

/* Languages by name, dialects behind theirs; what is said of them can be read again. */
static void the_list_is_in_order_and_can_be_said(void **state UNUSED)
{
	struct list all = { 0 };
	str language = S(""), dialect = S(""), code = STR_NONE;
	size_t dialects = 0;
	assert_int_equal(language_list(&k->cx, &all), OK);
	LIST_EACH (const struct language, l, &all) {
		struct language again;
		str name = utf8_fold(k->cx.mem, l->name);
		if (l->of_code.p) {
			assert_true(str_eq(l->of_code, code));
			assert_true(str_cmp(dialect, name) < 0);
			dialect = name;
			dialects++;
		} else {
			assert_true(str_cmp(language, name) < 0);
			language = name;
			dialect = S("");
			code = l->code;
		}
		assert_int_equal(language_by_word(&k->cx, language_full(&k->cx, l), &again), OK);
		assert_true(str_eq(again.code, l->code));
	}
	assert_true(all.n - dialects >= 70);
	assert_true(dialects >= 30);
}

static void in_english_the_order_is_english(void **state UNUSED)
{
	struct list all = { 0 };
	k->cx.words = words_of(S("en"));
	assert_int_equal(language_list(&k->cx, &all), OK);
	str before = S("");
	LIST_EACH (const struct language, l, &all) {
		str of = utf8_fold(k->cx.mem, l->of_code.p ? l->of_name_en : l->name_en);
		assert_true(str_cmp(before, of) <= 0);
		before = of;
	}
	assert_true(str_is(LIST_AT(&all, struct language, 0)->code, "aka"));
	assert_true(str_is(language_full(&k->cx, LIST_AT(&all, struct language, 1)), "Akan: Fante"));
}

static void a_postcode_has_a_town_and_a_place(void **state UNUSED)
{
	struct postcode p;
	assert_int_equal(postcode_find(&k->cx, S("48653"), &p), OK);
	assert_true(str_is(p.town, "Coesfeld"));
	assert_in_range(p.lat, 51900000, 52000000);
	assert_in_range(p.lon, 7100000, 7250000);
	assert_int_equal(postcode_find(&k->cx, S("10115"), &p), E_NOTFOUND); /* Berlin */
	assert_true(postcode_written(S("01234")));
	assert_false(postcode_written(S("4865")));
	assert_false(postcode_written(S("4865a")));
	assert_false(postcode_written(STR_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_wording_of_real_pools_is_known), TEST(codes_names_and_our_own_way_of_saying_it_are_known),
		TEST(the_list_is_in_order_and_can_be_said), TEST(in_english_the_order_is_english),
		TEST(a_postcode_has_a_town_and_a_place),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

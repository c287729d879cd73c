/* json_test.c -- JSON out and in; the JSON test suite is found in $SCHARNIER_SHARED or beside the source. */
#include "base/arena.h"
#include "json/json.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
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

static void same(str s, const char *expected)
{
	assert_non_null(s.p);
	assert_string_equal(str_c(mem, s), expected);
}

/* --- out ---------------------------------------------------------------------------------------------------------- */

struct tag {
	str word;
};
static const struct field tag_fields[] = { FIELD(struct tag, word, KIND_TEXT) };
static const struct record tag_rec = RECORD("tag", struct tag, tag_fields);
static const struct field secret_fields[] = { FIELD(struct tag, word, KIND_TEXT, .hidden = true) };
static const struct record secret_rec = RECORD("secret", struct tag, secret_fields);

static const char *const levels[] = { "a1", "b2", NULL };
static const struct choices level_choices = { "level", levels };

struct course {
	int64_t id;
	bool open;
	str title, level, path, csrf;
	day begins;
	instant changed;
	int64_t fee, hours;
	struct maybe seats;
	struct tag tag;
	const struct tag *other;
	struct list tags;
};
static const struct field course_fields[] = {
	FIELD(struct course, id, KIND_INT),
	FIELD(struct course, open, KIND_BOOL),
	FIELD(struct course, title, KIND_TEXT),
	FIELD(struct course, level, KIND_CHOICE, .choices = &level_choices),
	FIELD(struct course, path, KIND_PATH),
	FIELD(struct course, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct course, begins, KIND_DAY),
	FIELD(struct course, changed, KIND_INSTANT),
	FIELD(struct course, fee, KIND_MONEY),
	FIELD(struct course, hours, KIND_DECIMAL),
	FIELD(struct course, seats, KIND_INT, .maybe = true),
	FIELD(struct course, tag, KIND_ONE, .of = &tag_rec),
	FIELD(struct course, other, KIND_ONE, .of = &tag_rec, .maybe = true),
	FIELD(struct course, tags, KIND_MANY, .of = &tag_rec),
};
static const struct record course_rec = RECORD("course", struct course, course_fields);

static void a_full_struct(void **state UNUSED)
{
	struct tag other = { S("Ö") };
	struct course c = { .id = -3,
		            .open = true,
		            .title = S("Lesen & \"Schreiben\""),
		            .level = S("b2"),
		            .path = S("/offers/3"),
		            .csrf = S("geheim"),
		            .begins = DAY(2026, 11, 21),
		            .changed = { 1 },
		            .fee = 123456,
		            .hours = 500,
		            .seats = MAYBE(0),
		            .tag = { S("x") },
		            .other = &other };
	*LIST_ADD(mem, &c.tags, struct tag) = (struct tag){ S("1") };
	*LIST_ADD(mem, &c.tags, struct tag) = (struct tag){ STR_NONE };
	struct text out = TEXT(mem);
	json_record(&out, &course_rec, &c);
	same(text_str(&out),
	     "{\"id\":-3,\"open\":true,\"title\":\"Lesen \\u0026 \\\"Schreiben\\\"\",\"level\":\"b2\","
	     "\"path\":\"/offers/3\",\"begins\":\"2026-11-21\",\"changed\":\"1970-01-01T00:00:00.001Z\","
	     "\"fee\":123456,\"hours\":0.5,\"seats\":0,\"tag\":{\"word\":\"x\"},\"other\":{\"word\":\"Ö\"},"
	     "\"tags\":[{\"word\":\"1\"},{\"word\":null}]}");
}

static void an_empty_struct(void **state UNUSED)
{
	struct text out = TEXT(mem);
	json_record(&out, &course_rec, &(struct course){ 0 });
	same(text_str(&out),
	     "{\"id\":0,\"open\":false,\"title\":null,\"level\":null,\"path\":null,\"begins\":null,"
	     "\"changed\":null,\"fee\":0,\"hours\":0,\"seats\":null,\"tag\":{\"word\":null},\"other\":null,"
	     "\"tags\":[]}");
	struct text hidden = TEXT(mem);
	json_record(&hidden, &secret_rec, &(struct tag){ S("geheim") });
	same(text_str(&hidden), "{}");
}

static void quoted(str s, const char *expected)
{
	struct text out = TEXT(mem);
	json_quoted(&out, s);
	same(text_str(&out), expected);
}

static void strings_are_safe_in_pages_and_scripts(void **state UNUSED)
{
	quoted(S(""), "\"\"");
	quoted(S("</script>"), "\"\\u003c/script\\u003e\"");
	quoted(S("'\"\\&"), "\"\\u0027\\\"\\\\\\u0026\"");
	quoted(S("a\nb\tc\rd\x01\x7F"), "\"a\\nb\\tc\\rd\\u0001\\u007f\"");
	quoted(S("a\u2028b\u2029\u2030"), "\"a\\u2028b\\u2029\u2030\"");
	quoted(S("مرحبا"), "\"مرحبا\"");
	quoted(S("M\xFCller\xE2"), "\"M\\ufffdller\\ufffd\""); /* broken bytes do not break the document */
}

struct kept {
	int64_t id;
	bool open;
	str title, none;
	day begins;
	instant changed;
	struct maybe seats, free, posts;
	int64_t hours;
	struct tag tag;
	const struct tag *other;
	struct list tags;
};
static const struct field kept_fields[] = {
	FIELD(struct kept, id, KIND_INT),
	FIELD(struct kept, open, KIND_BOOL),
	FIELD(struct kept, title, KIND_TEXT),
	FIELD(struct kept, none, KIND_TEXT),
	FIELD(struct kept, begins, KIND_DAY),
	FIELD(struct kept, changed, KIND_INSTANT),
	FIELD(struct kept, seats, KIND_INT, .maybe = true),
	FIELD(struct kept, free, KIND_INT, .maybe = true),
	FIELD(struct kept, posts, KIND_DECIMAL, .maybe = true),
	FIELD(struct kept, hours, KIND_DECIMAL),
	FIELD(struct kept, tag, KIND_ONE, .of = &tag_rec),
	FIELD(struct kept, other, KIND_ONE, .of = &tag_rec, .maybe = true),
	FIELD(struct kept, tags, KIND_MANY, .of = &tag_rec),
};
static const struct record kept_rec = RECORD("kept", struct kept, kept_fields);

/* What a released report rests on: reading and writing again gives the same bytes. */
static void what_was_written_is_read_again(void **state UNUSED)
{
	struct tag other = { S("dort") };
	struct kept k = { .id = INT64_MAX,
		          .open = true,
		          .title = S("„A“ & <b>\n\"'"),
		          .begins = DAY(2026, 10, 31),
		          .changed = { INT64_C(1795851480123) },
		          .seats = MAYBE(0),
		          .posts = MAYBE(-850),
		          .hours = INT64_C(9007199254001),
		          .tag = { S("hier") },
		          .other = &other };
	struct kept again = { 0 };
	struct text one = TEXT(mem), two = TEXT(mem);
	*LIST_ADD(mem, &k.tags, struct tag) = (struct tag){ S("a") };
	*LIST_ADD(mem, &k.tags, struct tag) = (struct tag){ S("b") };
	json_record(&one, &kept_rec, &k);
	assert_int_equal(json_read(mem, text_str(&one), &kept_rec, &again), OK);
	assert_true(again.id == INT64_MAX && again.open && again.seats.has && !again.free.has && !again.none.p);
	assert_int_equal(again.posts.v, -850);
	assert_int_equal(again.hours, INT64_C(9007199254001));
	assert_int_equal(again.tags.n, 2);
	json_record(&two, &kept_rec, &again);
	same(text_str(&two), text_str(&one).p);
}

static void what_cannot_be_read_again(void **state UNUSED)
{
	static const char *const bad[] = { "",
		                           "[]",
		                           "{",
		                           "{\"id\":\"1\"}",
		                           "{\"id\":1.5}",
		                           "{\"open\":1}",
		                           "{\"title\":1}",
		                           "{\"begins\":\"2026-02-30\"}",
		                           "{\"changed\":\"x\"}",
		                           "{\"tags\":{}}",
		                           "{\"tags\":[1]}",
		                           "{\"tag\":[]}",
		                           "{\"id\":1,\"id\":2}",
		                           NULL };
	struct kept k = { 0 };
	for (const char *const *b = bad; *b; b++)
		assert_int_equal(json_read(mem, str_of(*b), &kept_rec, &k), E_INVALID);
	assert_int_equal(json_read(mem, S("{\"id\":7,\"new\":[{}],\"title\":null}"), &kept_rec, &k), OK);
	assert_true(k.id == 7 && !k.title.p);
}

/* --- in ----------------------------------------------------------------------------------------------------------- */

static struct json_pair *pairs;
static size_t n;

static void read_ok(const char *body, size_t expected)
{
	if (json_flat(mem, str_of(body), &pairs, &n) != OK)
		fail_msg("refused: %s", body);
	assert_int_equal(n, expected);
}

static void refused(const char *body)
{
	if (json_flat(mem, str_of(body), &pairs, &n) == OK)
		fail_msg("accepted: %s", body);
}

static void scalars_become_what_a_form_would_send(void **state UNUSED)
{
	read_ok("{\"title\":\"Gr\\u00fc\\u00dfe\",\"open\":true,\"closed\":false,\"fee\":-12,\"hours\":0.1,\"gone\":"
	        "null,"
	        "\"half\":1.50,\"level\":[\"a1\",2,null,true]}",
	        9);
	static const char *const expected[][2] = { { "title", "Grüße" }, { "open", "1" },    { "closed", "" },
		                                   { "fee", "-12" },     { "hours", "0.1" }, { "half", "1.5" },
		                                   { "level", "a1" },    { "level", "2" },   { "level", "1" } };
	for (size_t i = 0; i < n; i++) {
		same(pairs[i].name, expected[i][0]);
		same(pairs[i].value, expected[i][1]);
	}
	read_ok("{}", 0);
	read_ok(" {\"a\":[]} ", 0);
}

static void what_is_no_flat_object(void **state UNUSED)
{
	static const char *const bad[] = {
		"",
		"null",
		"1",
		"\"a\"",
		"[]",
		"{\"a\":{}}",
		"{\"a\":[[1]]}",
		"{\"a\":[{\"b\":1}]}",
		"{\"a\":1,\"a\":2}",
		"{\"a\":1}x",
		"{\"a\":1,}",
		"{a:1}",
		"{'a':1}",
		"{\"a\":01}",
		"{\"a\":NaN}",
		"{\"a\":99999999999999999999}",
		"{\"a\":\"\\u0000\"}",
		"{\"a\":\"\xFF\"}",
		"{\"\\u0000a\":1}",
		"\xEF\xBB\xBF{}",
		"{\"a\":\"\n\"}",
		"{\"a\":\"\\ud800\"}",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused(bad[i]);
	assert_int_equal(json_flat(mem, STR_NONE, &pairs, &n), E_INVALID);
}

static str repeated(const char *before, const char *each, size_t times, const char *after)
{
	struct text t = TEXT(mem);
	text_c(&t, before);
	for (size_t i = 0; i < times; i++)
		text_c(&t, each);
	text_c(&t, after);
	return text_str(&t);
}

static void depth_and_size_are_limited(void **state UNUSED)
{
	assert_int_equal(json_flat(mem, repeated("{\"a\":", "[", 100000, ""), &pairs, &n), E_INVALID);
	assert_int_equal(json_flat(mem, repeated("{\"a\":\"", "x", 1024 * 1024, "\"}"), &pairs, &n), E_INVALID);
	assert_int_equal(json_flat(mem, repeated("{\"a\":\"", "x", 1024 * 1024 - 8, "\"}"), &pairs, &n), OK);
	assert_int_equal(json_flat(mem, repeated("{\"a\":[0", ",0", 1999, "]}"), &pairs, &n), OK);
	assert_int_equal(json_flat(mem, repeated("{\"a\":[0", ",0", 2000, "]}"), &pairs, &n), E_INVALID);
}

/* --- the JSON test suite ------------------------------------------------------------------------------------------ */

static str suite_folder(void)
{
	const char *shared = getenv("SCHARNIER_SHARED");
	str root = shared ? str_of(shared) : S(SOURCE_ROOT "/../shared");
	return str_print(mem, STR_FMT "/data/conformance/JSONTestSuite/test_parsing", STR_ARG(root));
}

static str file_text(str folder, const char *name)
{
	FILE *f = fopen(str_c(mem, str_print(mem, STR_FMT "/%s", STR_ARG(folder), name)), "rb");
	struct text t = TEXT(mem);
	size_t got;
	assert_non_null(f);
	while ((got = fread(text_room(&t, 65536), 1, 65536, f)) > 0)
		t.n += got;
	fclose(f);
	return text_str(&t);
}

/* The flat objects of scalars among the files that every parser must take. The other y_ files are no objects, are
 * nested, have the same name twice, or have a NUL in a name. */
static bool flat_object(const char *name)
{
	static const char *const flat[] = { "y_object.json",
		                            "y_object_basic.json",
		                            "y_object_empty.json",
		                            "y_object_empty_key.json",
		                            "y_object_extreme_numbers.json",
		                            "y_object_simple.json",
		                            "y_object_string_unicode.json",
		                            "y_object_with_newlines.json" };
	for (size_t i = 0; i < sizeof flat / sizeof *flat; i++)
		if (strcmp(flat[i], name) == 0)
			return true;
	return false;
}

static void the_json_test_suite(void **state UNUSED)
{
	str folder = suite_folder();
	DIR *d = opendir(str_c(mem, folder));
	int bad = 0, taken = 0;
	if (!d) {
		print_message("skipped: no JSON test suite in " STR_FMT "\n", STR_ARG(folder));
		skip();
	}
	for (struct dirent *e; (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		err got = json_flat(mem, file_text(folder, e->d_name), &pairs, &n);
		err expected = flat_object(e->d_name) ? OK : E_INVALID;
		taken += got == OK;
		bad += e->d_name[0] == 'n';
		if (e->d_name[0] != 'i' && got != expected) /* i_: a parser may do as it likes, but not crash */
			fail_msg("%s: %s", e->d_name, err_name(got));
	}
	closedir(d);
	assert_true(bad > 180 && taken >= 8);
}

/* --- documents of other programs ---------------------------------------------------------------------------------- */

static err leaves(const char *json, struct list *ret)
{
	return json_leaves(mem, str_of(json), ret);
}

static void scalars_are_named_by_their_way(void **state UNUSED)
{
	struct list l;
	assert_int_equal(
	        leaves("{\"iss\":\"https://a\",\"aud\":[\"b\",\"c\"],\"realm\":{\"roles\":[\"d\",{\"e\":true}],\"f\":"
	               "null},\"exp\":1.8e9,\"n\":-7}",
	               &l),
	        OK);
	static const char *const names[] = { "iss", "aud", "aud", "realm.roles", "realm.roles.e", "exp", "n" };
	assert_int_equal(l.n, 7);
	for (size_t i = 0; i < l.n; i++)
		same(LIST_AT(&l, struct leaf, i)->name, names[i]);
	same(leaf_text(&l, "aud"), "b");
	same(leaf_text(&l, "realm.roles"), "d");
	assert_int_equal(LIST_AT(&l, struct leaf, 4)->kind, LEAF_BOOL);
	assert_int_equal(LIST_AT(&l, struct leaf, 5)->number, 1800000000);
	assert_int_equal(LIST_AT(&l, struct leaf, 6)->number, -7);
	assert_null(leaf_text(&l, "exp").p); /* a number is no text */
	assert_null(leaf_text(&l, "none").p);
}

static void numbers_beyond_64_bits_are_the_nearest(void **state UNUSED)
{
	struct list l;
	assert_int_equal(leaves("{\"a\":1e300,\"b\":-1e300,\"c\":0.9}", &l), OK);
	assert_true(LIST_AT(&l, struct leaf, 0)->number == INT64_MAX);
	assert_true(LIST_AT(&l, struct leaf, 1)->number == INT64_MIN);
	assert_int_equal(LIST_AT(&l, struct leaf, 2)->number, 0);
}

static void documents_that_are_refused(void **state UNUSED)
{
	static const char *const bad[] = { "",
		                           "[]",
		                           "1",
		                           "null",
		                           "{",
		                           "{\"a\":1,\"a\":2}",
		                           "{\"a\":\"\\u0000\"}",
		                           "{} {}",
		                           "{\"a\":[[[[[[[[[1]]]]]]]]]}",
		                           NULL };
	struct list l;
	for (const char *const *b = bad; *b; b++)
		assert_int_equal(leaves(*b, &l), E_INVALID);
	assert_int_equal(json_leaves(mem, STR_NONE, &l), E_INVALID);
	struct text t = TEXT(mem);
	text_c(&t, "{\"a\":[1");
	for (int i = 0; i < 2000; i++)
		text_c(&t, ",1");
	text_c(&t, "]}");
	assert_int_equal(json_leaves(mem, text_str(&t), &l), E_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_struct),
		cmocka_unit_test(an_empty_struct),
		cmocka_unit_test(what_was_written_is_read_again),
		cmocka_unit_test(what_cannot_be_read_again),
		cmocka_unit_test(strings_are_safe_in_pages_and_scripts),
		cmocka_unit_test(scalars_become_what_a_form_would_send),
		cmocka_unit_test(what_is_no_flat_object),
		cmocka_unit_test(depth_and_size_are_limited),
		cmocka_unit_test(the_json_test_suite),
		cmocka_unit_test(scalars_are_named_by_their_way),
		cmocka_unit_test(numbers_beyond_64_bits_are_the_nearest),
		cmocka_unit_test(documents_that_are_refused),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

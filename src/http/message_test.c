/* message_test.c -- decoders, request and response structs. */
#include "base/arena.h"
#include "http/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int open_arena(void **state)
{
	*state = arena_new();
	return 0;
}

static int close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static void assert_str(str got, const char *wanted)
{
	if (!str_is(got, wanted))
		fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(got), wanted);
	assert_int_equal(got.p[got.n], '\0'); /* C functions may read it */
}

static void good_paths(void **state)
{
	static const char *const good[][2] = {
		{ "/", "/" },
		{ "/centres/coesfeld", "/centres/coesfeld" },
		{ "/a/", "/a/" },
		{ "/Stra%C3%9Fe%20%2b", "/Straße +" },
		{ "/%f0%9f%8f%ab", "/🏫" },
		{ "/a+b", "/a+b" },
		{ "/...", "/..." },
		{ "/.well-known/x", "/.well-known/x" },
		{ "/a%25zz", "/a%zz" },
	};
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		str path;
		assert_int_equal(http_decode_path(*state, str_of(good[i][0]), &path), OK);
		assert_str(path, good[i][1]);
	}
}

static void bad_paths(void **state)
{
	static const char *const bad[] = { "",       "a",       "//",         "/a//b",         "/a//", "/.",
		                           "/..",    "/a/../b", "/a/%2e%2e",  "/%2E/a",        "/%",   "/%2",
		                           "/%zz",   "/%00",    "/%0a",       "/%7f",          "/%e4", "/%c0%ae",
		                           "/a%2fb", "/a%2Fb",  "/%ed%a0%80", "/%f5%80%80%80", "/a%5", "*" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		str path;
		if (http_decode_path(*state, str_of(bad[i]), &path) != E_INVALID)
			fail_msg("%s was taken", bad[i]);
	}
}

static void forms(void **state)
{
	struct pairs p;
	assert_int_equal(http_decode_form(*state, S("name=M%C3%BCller&leer=&text=a+b%0D%0Ac&name=2&nur&&=x&a=b=c"), &p),
	                 OK);
	assert_int_equal(p.n, 7);
	assert_str(pairs_get(&p, "name"), "Müller");
	assert_int_equal(pairs_count(&p, "name"), 2);
	assert_str(pairs_get(&p, "leer"), "");
	assert_str(pairs_get(&p, "text"), "a b\r\nc");
	assert_str(pairs_get(&p, "nur"), "");
	assert_str(pairs_get(&p, ""), "x");
	assert_str(pairs_get(&p, "a"), "b=c");
	assert_null(pairs_get(&p, "none").p);
	assert_int_equal(http_decode_form(*state, S(""), &p), OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(http_decode_form(*state, S("&&&"), &p), OK);
	assert_int_equal(p.n, 0);
}

static void bad_forms(void **state)
{
	static const char *const bad[] = { "a=%", "a=%4", "%zz=1", "a=%00", "a=%e4", "%c0%80=1", "a=1&b=%xx" };
	struct pairs p;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(http_decode_form(*state, str_of(bad[i]), &p), E_INVALID);
}

static void forms_have_at_most_2000_pairs(void **state)
{
	struct text t = TEXT(*state);
	struct pairs p;
	for (int i = 0; i < 2000; i++)
		text_print(&t, "&f%d=%d", i, i);
	assert_int_equal(http_decode_form(*state, text_str(&t), &p), OK);
	assert_int_equal(p.n, 2000);
	assert_str(pairs_get(&p, "f1999"), "1999");
	text_c(&t, "&x");
	assert_int_equal(http_decode_form(*state, text_str(&t), &p), E_INVALID);
}

static void cookies(void **state)
{
	struct pairs p;
	assert_int_equal(http_decode_cookies(*state, S("__Host-s=abc; q=\"a b\";empty=; stray;x=a=b%20"), &p), OK);
	assert_int_equal(p.n, 4);
	assert_str(pairs_get(&p, "__Host-s"), "abc");
	assert_str(pairs_get(&p, "q"), "a b");
	assert_str(pairs_get(&p, "empty"), "");
	assert_str(pairs_get(&p, "x"), "a=b%20"); /* cookies know no escapes */
	assert_int_equal(http_decode_cookies(*state, S(""), &p), OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(http_decode_cookies(*state, S("a=\xE4"), &p), E_INVALID);
}

static void requests_are_filled(void **state)
{
	const struct pair headers[] = {
		{ S("Host"), S("ki.example") },
		{ S("Cookie"), S("s=1") },
		{ S("COOKIE"), S("b=\xFF; t=2") },
		{ S("Content-Type"), S("Text/HTML ; charset=utf-8") },
		{ S("X-Forwarded-For"), S("10.0.0.1, 2001:db8::7") },
		{ S("X-Forwarded-Proto"), S("https") },
		{ S("User-Agent"), S("M\xFCller") },
	};
	const struct head h = { S("HEAD"), S("/a%20b?x=1"), S("HTTP/1.1"), headers, 7 };
	struct req rq = { 0 };
	assert_int_equal(request_fill(*state, &h, &(struct origin){ S("local"), true }, &rq), OK);
	assert_true(rq.head && rq.method == GET && rq.secure);
	assert_str(rq.path, "/a b");
	assert_str(rq.target, "/a%20b?x=1");
	assert_str(pairs_get(&rq.query, "x"), "1");
	assert_str(pairs_get(&rq.cookies, "s"), "1");
	assert_str(pairs_get(&rq.cookies, "t"), "2");
	assert_str(rq.content_type, "text/html");
	assert_str(rq.address, "2001:db8::7");
	assert_null(req_header(&rq, "user-agent").p); /* no UTF-8 */
	rq = (struct req){ 0 };
	assert_int_equal(request_fill(*state, &h, &(struct origin){ S("192.0.2.9"), false }, &rq), OK);
	assert_str(rq.address, "192.0.2.9");
	assert_false(rq.secure);
}

static void only_posted_forms_are_decoded(void **state)
{
	struct req rq = { .method = POST, .content_type = S("application/x-www-form-urlencoded"), .body = S("a=1") };
	assert_int_equal(request_decode_body(*state, &rq), OK);
	assert_str(pairs_get(&rq.form, "a"), "1");
	rq = (struct req){ .method = POST, .content_type = S("application/json"), .body = S("a=%zz") };
	assert_int_equal(request_decode_body(*state, &rq), OK);
	assert_int_equal(rq.form.n, 0);
	rq = (struct req){ .method = GET, .content_type = S("application/x-www-form-urlencoded"), .body = S("a=1") };
	assert_int_equal(request_decode_body(*state, &rq), OK);
	assert_int_equal(rq.form.n, 0);
}

static void responses_keep_the_order_of_headers(void **state)
{
	struct res rs = { .mem = *state };
	char cookie[] = "s=1";
	res_header(&rs, "Set-Cookie", str_of(cookie));
	cookie[2] = '2';
	res_header(&rs, "Set-Cookie", str_of(cookie));
	assert_int_equal(res_redirect(&rs, S("/da")), OK);
	assert_int_equal(rs.status, 303);
	assert_str(rs.headers->value, "s=1");
	assert_str(rs.headers->next->value, "s=2");
	assert_string_equal(rs.headers->next->next->name, "Location");
	assert_string_equal(http_reason(404), "Not Found");
	assert_string_equal(http_reason(299), "Unknown");
	assert_string_equal(method_name(POST), "POST");
}

static void broken_gzip_is_our_own_fault(void **state)
{
	const struct req rq = { 0 };
	struct res rs = { .mem = *state, .body = S("no gzip at all"), .gzip = true };
	assert_int_equal(response_fit_gzip(&rq, &rs), E_BROKEN);
	rs = (struct res){ .mem = *state, .body = S("\x1f\x8b\x08"), .gzip = true };
	assert_int_equal(response_fit_gzip(&rq, &rs), E_BROKEN);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(good_paths),
		TEST(bad_paths),
		TEST(forms),
		TEST(bad_forms),
		TEST(forms_have_at_most_2000_pairs),
		TEST(cookies),
		TEST(requests_are_filled),
		TEST(only_posted_forms_are_decoded),
		TEST(responses_keep_the_order_of_headers),
		TEST(broken_gzip_is_our_own_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

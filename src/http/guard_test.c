/* guard_test.c -- heads that two programs could read differently are refused (ASVS 4.2.1). */
#include "base/arena.h"
#include "http/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 8 };
struct example {
	const char *method, *target, *version;
	const char *headers[MOST][2];
};

/* 0: accepted */
static int judge(const struct example *e)
{
	struct pair headers[MOST];
	struct head h = { str_of(e->method), str_of(e->target), str_of(e->version ? e->version : "HTTP/1.1"), headers,
		          0 };
	int status = 0;
	const char *reason = NULL;
	for (; h.n < MOST && e->headers[h.n][0]; h.n++)
		headers[h.n] = (struct pair){ str_of(e->headers[h.n][0]), str_of(e->headers[h.n][1]) };
	err result = http_guard(&h, &status, &reason);
	assert_int_equal(result, status ? E_INVALID : OK);
	assert_true((reason != NULL) == (status != 0));
	return status;
}

#define HOST                                                                                                           \
	{                                                                                                              \
		"Host", "ki.example"                                                                                   \
	}

static void ordinary_requests_pass(void **state)
{
	static const struct example good[] = {
		{ "GET", "/", NULL, { HOST } },
		{ "HEAD", "/a?b=c", NULL, { HOST } },
		{ "POST", "/a", NULL, { HOST, { "Content-Length", "0" } } },
		{ "POST", "/a", NULL, { { "host", "ki.example:8443" }, { "transfer-encoding", "CHUNKED" } } },
		{ "GET", "/", NULL, { { "Host", "[2001:db8::1]:80" } } },
		{ "GET", "/", "HTTP/1.0", { { "Accept", "*/*" } } },
		{ "GET", "http://KI.example/x", NULL, { HOST } },
		{ "GET", "https://ki.example?x", NULL, { HOST } },
		{ "GET", "/", NULL, { HOST, { "X-Empty", "" }, { "X-Tab", "a\tb" }, { "X-8bit", "M\xFCller" } } },
		{ "GET", "/~a!$&'()*+,;=:@|\"<>", NULL, { HOST, { "a!#$%&'*+-.^_`|~9", "x" } } },
		{ "GET", "/", NULL, { HOST, { "Content-Encoding", "identity" } } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_int_equal(judge(&good[i]), 0);
}

static void ambiguous_framing_is_refused(void **state)
{
	static const struct example bad[] = {
		{ "POST", "/", NULL, { HOST, { "Content-Length", "5" }, { "Transfer-Encoding", "chunked" } } },
		{ "POST", "/", NULL, { HOST, { "Content-Length", "5" }, { "Content-Length", "5" } } },
		{ "POST", "/", NULL, { HOST, { "content-length", "0" }, { "CONTENT-LENGTH", "9" } } },
		{ "POST", "/", NULL, { HOST, { "Content-Length", "+5" } } },
		{ "POST", "/", NULL, { HOST, { "Content-Length", "5 " } } },
		{ "POST", "/", NULL, { HOST, { "Content-Length", "5,5" } } },
		{ "POST", "/", NULL, { HOST, { "Content-Length", "" } } },
		{ "POST", "/", NULL, { HOST, { "Content-Length", "1234567890123456789" } } },
		{ "POST", "/", NULL, { HOST, { "Transfer-Encoding", "chunked" }, { "Transfer-Encoding", "chunked" } } },
		{ "POST", "/", NULL, { HOST, { "Transfer-Encoding", "identity" } } },
		{ "POST", "/", NULL, { HOST, { "Transfer-Encoding", "gzip, chunked" } } },
		{ "POST", "/", NULL, { HOST, { "Transfer-Encoding", "chunked " } } },
		{ "POST", "/", "HTTP/1.0", { HOST, { "Transfer-Encoding", "chunked" } } },
		{ "POST", "/", NULL, { HOST, { "Content-Type", "a/b" }, { "Content-Type", "a/b" } } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(judge(&bad[i]), 400);
}

static void hosts_are_single_and_plain(void **state)
{
	static const struct example bad[] = {
		{ "GET", "/", NULL, { { "Accept", "*/*" } } },
		{ "GET", "/", NULL, { HOST, HOST } },
		{ "GET", "/", NULL, { { "Host", "" } } },
		{ "GET", "/", NULL, { { "Host", "a b" } } },
		{ "GET", "/", NULL, { { "Host", "a,b" } } },
		{ "GET", "/", NULL, { { "Host", "a@b" } } },
		{ "GET", "/", NULL, { { "Host", "a/b" } } },
		{ "GET", "http://other.example/", NULL, { HOST } },
		{ "GET", "http://ki.example.evil/", NULL, { HOST } },
		{ "GET", "http:///", NULL, { HOST } },
		{ "GET", "http://ki.example/", "HTTP/1.0", { { "Accept", "*/*" } } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(judge(&bad[i]), 400);
}

static void bytes_outside_the_grammar_are_refused(void **state)
{
	static const struct example bad[] = {
		{ "GET", "/", NULL, { HOST, { "", "x" } } },
		{ "GET", "/", NULL, { HOST, { "a b", "x" } } },
		{ "GET", "/", NULL, { HOST, { "a[", "x" } } },
		{ "GET", "/", NULL, { HOST, { "a:", "x" } } },
		{ "GET", "/", NULL, { HOST, { "\xC3\xA4", "x" } } },
		{ "GET", "/", NULL, { HOST, { "X", "a\rb" } } },
		{ "GET", "/", NULL, { HOST, { "X", "a\nb" } } },
		{ "GET", "/", NULL, { HOST, { "X", "\x01" } } },
		{ "GET", "/", NULL, { HOST, { "X", "\x7F" } } },
		{ "GET", "/#a", NULL, { HOST } },
		{ "GET", "/ a", NULL, { HOST } },
		{ "GET", "/\xC3\xA4", NULL, { HOST } },
		{ "GET", "/\x7F", NULL, { HOST } },
		{ "GET", "", NULL, { HOST } },
		{ "GET", "a", NULL, { HOST } },
		{ "GET", "*", NULL, { HOST } },
		{ "G T", "/", NULL, { HOST } },
		{ "", "/", NULL, { HOST } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(judge(&bad[i]), 400);
	struct pair nul = { S("X"), { "a\0b", 3 } };
	struct head h = { S("GET"), S("/"), S("HTTP/1.0"), &nul, 1 };
	int status;
	const char *reason;
	assert_int_equal(http_guard(&h, &status, &reason), E_INVALID);
}

static void other_methods_and_packed_bodies(void **state)
{
	static const char *const known[] = { "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT" };
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		assert_int_equal(judge(&(struct example){ known[i], "/", NULL, { HOST } }), 405);
	assert_int_equal(judge(&(struct example){ "get", "/", NULL, { HOST } }), 501);
	assert_int_equal(judge(&(struct example){ "BREW", "/", NULL, { HOST } }), 501);
	assert_int_equal(judge(&(struct example){ "GETX", "/", NULL, { HOST } }), 501);
	assert_int_equal(judge(&(struct example){ "POST", "/", NULL, { HOST, { "Content-Encoding", "gzip" } } }), 415);
}

/* A head as the library leaves it: all pieces point into the bytes that were received. */
static bool exact(const char *head, const char *names)
{
	struct pair headers[MOST];
	struct head h = { .headers = headers };
	const char *at = head;
	const char *space = strchr(at, ' ');
	h.method = (str){ at, (size_t)(space - at) };
	at = space + strspn(space, " ");
	h.target = (str){ at, strcspn(at, " ") };
	at = h.target.p + h.target.n + strspn(h.target.p + h.target.n, " ");
	h.version = (str){ at, strcspn(at, "\r\n") };
	for (; *names; names++, h.n++) { /* one letter per header */
		const char name[] = { '\n', *names, '\0' };
		at = strstr(head, name) + 1;
		headers[h.n].name = (str){ at, strcspn(at, ":") };
		at += headers[h.n].name.n + 1;
		at += strspn(at, " \t");
		headers[h.n].value = (str){ at, strcspn(at, "\r\n") };
	}
	return head_is_exact(&h, strlen(head));
}

static void only_exact_heads_are_exact(void **state)
{
	(void)state;
	assert_true(exact("GET / HTTP/1.1\r\nA: b\r\nC:d\r\nE: \t f \r\n\r\n", "ACE"));
	assert_true(exact("GET / HTTP/1.0\r\n\r\n", ""));
	assert_true(exact("GET / HTTP/1.1\r\nA:\r\n\r\n", "A"));
	assert_false(exact("GET / HTTP/1.1\nA: b\r\n\r\n", "A"));
	assert_false(exact("GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", "AC"));
	assert_false(exact("GET / HTTP/1.1\r\nA: b\r\n\n", "A"));
	assert_false(exact("GET / HTTP/1.1\r\nA: b\n\r\n", "A"));
	assert_false(exact("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "A"));
	assert_false(exact("GET  / HTTP/1.1\r\nA: b\r\n\r\n", "A"));
	assert_false(exact("GET /  HTTP/1.1\r\nA: b\r\n\r\n", "A"));
}

static void absolute_targets_become_plain(void **state)
{
	struct arena *a = arena_new();
	(void)state;
	assert_true(str_is(origin_form(a, S("/a?b")), "/a?b"));
	assert_true(str_is(origin_form(a, S("http://h/a?b")), "/a?b"));
	assert_true(str_is(origin_form(a, S("HTTPS://h")), "/"));
	assert_true(str_is(origin_form(a, S("http://h?a=/b")), "/?a=/b"));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_requests_pass),
		cmocka_unit_test(ambiguous_framing_is_refused),
		cmocka_unit_test(hosts_are_single_and_plain),
		cmocka_unit_test(bytes_outside_the_grammar_are_refused),
		cmocka_unit_test(other_methods_and_packed_bodies),
		cmocka_unit_test(only_exact_heads_are_exact),
		cmocka_unit_test(absolute_targets_become_plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

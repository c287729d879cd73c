/* The way of a request through the assembled core, without a socket: what must hold whatever a handler does. */
#include "kit/furnished.h"

#include <stdio.h>
#include <string.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/core_pages.h"
#include "core/session.h"
#include "core/user.h"
#include "crypt/crypt.h"
#include "db/db_driver.h"

/* --- a feature that behaves badly --------------------------------------------------------------------------------- */

/* Fails after it had begun an answer. */
static err broken_get(struct cx *cx, const struct request *rq UNUSED, struct res *rs)
{
	res_header(rs, "Content-Disposition", S("attachment; filename=\"liste.csv\""));
	cookie_set(cx, rs, "leftover", S("1"), 0);
	res_text(rs, 200, "text/csv", S("a;b"));
	rs->gzip = true;
	return fail(cx, E_BROKEN, "error.broken", NO_ARGS);
}

static err inside_get(struct cx *cx UNUSED, const struct request *rq, struct res *rs)
{
	res_text(rs, 200, "text/plain", rq->centre.name);
	return OK;
}

static const struct route bad_routes[] = {
	{ GET, "/broken", RIGHT_PUBLIC, SCOPE_NONE, broken_get, .takes = NULL },
	{ POST, "/broken", RIGHT_PUBLIC, SCOPE_NONE, inside_get, .takes = NULL },
	{ GET, "/ki/{slug}/inside", RIGHT_CENTRE_READ, SCOPE_OWN, inside_get, .takes = NULL },
	{ 0 },
};
static const struct feature bad_feature = { .name = "bad", .routes = bad_routes };

/* --- asking ------------------------------------------------------------------------------------------------------- */

struct house {
	struct kit *k;
	struct app *app;
	str session; /* the cookie's value; absent: nobody is signed in */
};

static err start_head(struct cx *cx, const void *in, void *ret)
{
	return session_start_in_tx(cx, in, S("192.0.2.7"), ret);
}

static struct house open_house(void)
{
	static const struct feature *const features[] = { &core_feature, &bad_feature, NULL };
	struct house h = { .k = NULL };
	h.k = kit_furnished();
	struct text words = TEXT(h.k->mem);
	struct app_config c = { .pool = h.k->pool, .features = features, .fixed_now = h.k->cx.now };
	assert_int_equal(app_new(&c, &h.app, &words), OK);
	return h;
}

static void sign_in(struct house *h)
{
	const struct user_new head = { S("head@coesfeld"), S("Anna Muster"), S("head"), S("coesfeld"),
		                       S("ein langes Passwort") };
	struct user u;
	struct session s;
	assert_int_equal(user_create(&h->k->cx, &head, &u), OK);
	assert_int_equal(db_tx(&h->k->cx, "start", start_head, &u, &s, sizeof s), OK);
	h->session = str_copy(h->k->mem, s.token);
}

static void close_house(struct house *h)
{
	app_free(h->app);
	kit_close(h->k);
}

static struct res answer(struct house *h, const struct req *rq)
{
	struct res rs = { .mem = h->k->mem };
	app_handle(h->app, h->k->mem, rq, &rs);
	return rs;
}

static struct res get(struct house *h, const char *target, const char *cookie, const char *value)
{
	struct pair cookies[2] = { { str_of(cookie), str_of(value) }, { S("session"), h->session } };
	struct req rq = { .method = GET, .target = str_of(target), .address = S("192.0.2.7") };
	str rest = rq.target;
	rq.path = str_split(&rest, '?');
	if (rest.p)
		assert_int_equal(http_decode_form(h->k->mem, rest, &rq.query), OK);
	rq.cookies = (struct pairs){ cookies, h->session.p ? 2 : 1 };
	return answer(h, &rq);
}

static str header_of(const struct res *rs, const char *name, int *ret_count)
{
	str found = STR_NONE;
	*ret_count = 0;
	for (const struct header *hd = rs->headers; hd; hd = hd->next)
		if (!strcmp(hd->name, name)) {
			found = hd->value;
			++*ret_count;
		}
	return found;
}

/* --- what must hold ----------------------------------------------------------------------------------------------- */

static void a_failure_leaves_nothing_of_the_answer_begun(void **state UNUSED)
{
	struct house h = open_house();
	struct res rs = get(&h, "/broken", "x", "y");
	int n;
	assert_int_equal(rs.status, 500);
	assert_false(rs.gzip);
	assert_true(str_starts(rs.content_type, "text/html"));
	header_of(&rs, "Content-Disposition", &n);
	assert_int_equal(n, 0);
	header_of(&rs, "Set-Cookie", &n);
	assert_int_equal(n, 0);
	assert_string_equal(header_of(&rs, "Cache-Control", &n).p, "no-store");
	assert_int_equal(n, 1);
	header_of(&rs, "Content-Security-Policy", &n);
	assert_int_equal(n, 1);
	close_house(&h);
}

/* The page of a KI that exists but is not for this reader differs in nothing from that of one that does not. */
static void another_ki_is_as_if_it_were_not_there(void **state UNUSED)
{
	struct house h = open_house();
	sign_in(&h);
	assert_int_equal(get(&h, "/ki/coesfeld/inside", "x", "y").status, 200);
	struct res other = get(&h, "/ki/unna/inside", "x", "y"), none = get(&h, "/ki/oz/inside", "x", "y");
	assert_int_equal(other.status, 404);
	assert_int_equal(none.status, 404);
	assert_false(str_has(other.body, "Unna"));
	h.session = STR_NONE;
	assert_int_equal(get(&h, "/ki/coesfeld/inside", "x", "y").status, 303); /* to the sign-in page */
	close_house(&h);
}

static void where_to_go_on_is_on_this_site(void **state UNUSED)
{
	static const char *const cases[][2] = {
		{ "/centres?day=2024-06-01", "/centres?day=2024-06-01" },
		{ "%2Fcentres%2Fcoesfeld", "/centres/coesfeld" },
		{ "//evil.example/", "/" },
		{ "/%09/evil.example", "/" },
		{ "/%0d%0aSet-Cookie:x=1", "/" },
		{ "/%5Cevil.example", "/" },
		{ "%5C%5Cevil.example", "/" },
		{ "https://evil.example", "/" },
		{ "javascript:alert(1)", "/" },
		{ "", "/" },
	};
	struct house h = open_house();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int n;
		struct res rs = get(&h, str_print(h.k->mem, "/language/en?to=%s", cases[i][0]).p, "x", "y");
		assert_int_equal(rs.status, 303);
		assert_string_equal(header_of(&rs, "Location", &n).p, cases[i][1]);
	}
	close_house(&h);
}

static void a_forged_notice_says_nothing(void **state UNUSED)
{
	struct house h = open_house();
	assert_true(str_has(get(&h, "/help", "notice", "notice.signed_out").body, "Sie sind abgemeldet."));
	assert_false(str_has(get(&h, "/help", "notice", "audit.changed").body, "role=\"status\""));
	assert_false(str_has(get(&h, "/help", "notice", "notice.<b>").body, "role=\"status\""));
	close_house(&h);
}

static void without_a_database_the_page_says_so(void **state UNUSED)
{
	struct house h = open_house();
	struct db *taken[DB_SESSIONS_MAX];
	int n = 0;
	h.k->pool->patience_ms = 1;
	while (n < DB_SESSIONS_MAX && db_enter(h.k->pool, &taken[n]) == OK)
		n++;
	struct res rs = get(&h, "/ki/coesfeld/inside", "language", "en");
	assert_int_equal(rs.status, 503);
	assert_true(str_has(rs.body, "<html lang=\"en\">"));
	while (n > 0)
		db_leave(taken[--n]);
	assert_int_equal(get(&h, "/help", "x", "y").status, 200);
	close_house(&h);
}

static struct res post(struct house *h, const char *target, const char *type, const char *body, const char *visitor)
{
	struct pair cookies[2] = { { S("visitor"), str_of(visitor) }, { S("session"), h->session } };
	struct pair host[] = { { S("host"), S("ki.example") } };
	struct req rq = {
		.method = POST, .target = str_of(target), .address = S("192.0.2.7"), .content_type = str_of(type)
	};
	str rest = rq.target;
	rq.path = str_split(&rest, '?');
	rq.body = str_of(body);
	rq.headers = (struct pairs){ host, 1 };
	rq.cookies = (struct pairs){ cookies, h->session.p ? 2 : 1 };
	if (str_is(rq.content_type, "application/x-www-form-urlencoded"))
		assert_int_equal(http_decode_form(h->k->mem, rq.body, &rq.form), OK);
	return answer(h, &rq);
}

#define FORM "application/x-www-form-urlencoded"
#define VISITOR "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void a_body_is_taken_in_two_shapes_only(void **state UNUSED)
{
	struct house h = open_house();
	assert_int_equal(post(&h, "/broken", "application/json", "{\"a\":1,\"a\":2}", VISITOR).status, 400);
	assert_int_equal(post(&h, "/broken", "application/json", "{\"a\":{\"b\":1}}", VISITOR).status, 400);
	assert_int_equal(post(&h, "/broken", "text/plain", "a=1", VISITOR).status, 415);
	assert_int_equal(post(&h, "/broken", "application/json", "{\"a\":1}", VISITOR).status, 403); /* no CSRF token */
	assert_int_equal(post(&h, "/broken", FORM, "csrf=", VISITOR).status, 403);
	close_house(&h);
}

/* Signing in again makes a new session and ends the one that the browser had. */
static void signing_in_ends_the_former_session(void **state UNUSED)
{
	struct house h = open_house();
	sign_in(&h);
	str former = h.session;
	str csrf = crypt_hash_parts(h.k->mem, (const str[]){ S("csrf"), former }, 2);
	const char *body = str_print(h.k->mem, "csrf=" STR_FMT "&login=Head%%40Coesfeld&password=ein+langes+Passwort",
	                             STR_ARG(csrf))
	                           .p;
	int n;
	struct res rs = post(&h, "/login", FORM, body, VISITOR);
	assert_int_equal(rs.status, 303);
	str cookie = header_of(&rs, "Set-Cookie", &n);
	assert_int_equal(n, 1);
	assert_true(str_starts(cookie, "session="));
	assert_false(str_has(cookie, former.p));
	assert_int_equal(get(&h, "/account", "x", "y").status, 303); /* the former one is over */
	h.session = str_part(cookie, strlen("session="), strlen("session=") + former.n);
	assert_int_equal(get(&h, "/account", "x", "y").status, 200);
	close_house(&h);
}

/* --- what does not even start ------------------------------------------------------------------------------------- */

static void refuses(struct kit *k, struct route r, const char *reason)
{
	const struct route routes[] = { r, { 0 } };
	const struct feature f = { .name = "wrong", .routes = routes };
	const struct feature *const features[] = { &core_feature, &f, NULL };
	struct text words = TEXT(k->mem);
	struct app *app;
	assert_int_equal(app_new(&(struct app_config){ .pool = k->pool, .features = features }, &app, &words),
	                 E_INVALID);
	assert_true(str_has(text_str(&words), reason));
}

static void a_route_that_decides_nothing_does_not_start(void **state UNUSED)
{
	struct house h = open_house();
	refuses(h.k, (struct route){ GET, "/a", RIGHT_NONE, SCOPE_NONE, inside_get, .takes = NULL }, "no right");
	refuses(h.k, (struct route){ GET, "/a/{slug}", RIGHT_PUBLIC, SCOPE_NONE, inside_get, .takes = NULL },
	        "needs a scope");
	refuses(h.k, (struct route){ GET, "/a/{slug}", RIGHT_PUBLIC, SCOPE_OWN, inside_get, .takes = NULL },
	        "does not fit");
	refuses(h.k, (struct route){ GET, "/a/{slug}", RIGHT_CENTRE_READ, SCOPE_ANY, inside_get, .takes = NULL },
	        "does not fit");
	refuses(h.k, (struct route){ GET, "/a/{id}", RIGHT_CENTRE_READ, SCOPE_NONE, inside_get, .takes = NULL },
	        "does not fit");
	refuses(h.k, (struct route){ GET, "/about", RIGHT_PUBLIC, SCOPE_NONE, inside_get, .takes = NULL }, "twice");
	close_house(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_leaves_nothing_of_the_answer_begun),
		cmocka_unit_test(another_ki_is_as_if_it_were_not_there),
		cmocka_unit_test(where_to_go_on_is_on_this_site),
		cmocka_unit_test(a_forged_notice_says_nothing),
		cmocka_unit_test(without_a_database_the_page_says_so),
		cmocka_unit_test(a_body_is_taken_in_two_shapes_only),
		cmocka_unit_test(signing_in_ends_the_former_session),
		cmocka_unit_test(a_route_that_decides_nothing_does_not_start),
	};
	if (!kit_available())
		return 77;
	crypt_init();
	assert_int_equal(words_load(), OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

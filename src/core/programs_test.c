/* The face for programs, on both databases: tokens by day, cursors, versions, and the document of any feature. */
#include "kit/furnished.h"

#include <string.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/openapi.h"
#include "core/paging.h"
#include "core/token.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"

static struct kit *open_kit(void)
{
	struct kit *k = kit_furnished();
	return k;
}

/* --- tokens ------------------------------------------------------------------------------------------------------- */

static err make_tx(struct cx *cx, const void *in, void *ret)
{
	return token_make_in_tx(cx, in, ret);
}

static struct token_made make(struct kit *k, day expires_on)
{
	const struct token_new in = { S("Programm"), S("full"), expires_on };
	struct token_made made;
	assert_int_equal(db_tx(&k->cx, "make", make_tx, &in, &made, sizeof made), OK);
	return made;
}

static struct user *sign_up(struct kit *k)
{
	static const struct user_new anna = { S_INIT("head@coesfeld"), S_INIT("Anna Muster"), S_INIT("head"),
		                              S_INIT("coesfeld"), S_INIT("ein langes Passwort") };
	struct user *u = NEW(k->mem, struct user);
	assert_int_equal(user_create(&k->cx, &anna, u), OK);
	return u;
}

/* The last day counts whole; the day after it the token is no more, and neither is it on the day of its making minus
 * one, in the books of `get --now`. */
static void a_token_ends_with_its_last_day(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct token t;
	struct user u;
	k->cx.user = sign_up(k);
	day last = day_add(k->cx.today, 3);
	str secret = make(k, last).secret;
	assert_int_equal(secret.n, 4 + 43);
	assert_int_equal(token_find(&k->cx, secret, &t, &u), OK);
	assert_string_equal(u.login.p, "head@coesfeld");
	assert_true(u.centre_id.has);
	k->cx.today = last;
	assert_int_equal(token_find(&k->cx, secret, &t, &u), OK);
	k->cx.today = day_add(last, 1);
	assert_int_equal(token_find(&k->cx, secret, &t, &u), E_NOTFOUND);
	assert_int_equal(token_find(&k->cx, str_part(secret, 4, secret.n), &t, &u), E_NOTFOUND);
	struct list all = { 0 };
	assert_int_equal(token_list(&k->cx, k->cx.user->id, &all), OK);
	assert_string_equal(LIST_AT(&all, struct token, 0)->state.p, "expired");
	kit_close(k);
}

/* Noting the use writes at most once a minute, and leaves no row in the audit log. */
static void use_is_noted_once_a_minute(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct token t;
	struct user u;
	struct list before = { 0 }, after = { 0 };
	k->cx.user = sign_up(k);
	str secret = make(k, DAY_NONE).secret;
	assert_int_equal(audit_list(&k->cx, INT64_MAX, 100, &before), OK);
	assert_int_equal(token_find(&k->cx, secret, &t, &u), OK);
	assert_int_equal(t.used_at.ms, 0);
	instant first = k->cx.now;
	for (int s = 0; s < 59; s += 20) {
		k->cx.now.ms = first.ms + s * 1000;
		assert_int_equal(token_find(&k->cx, secret, &t, &u), OK);
		assert_int_equal(token_used(&k->cx, &t), OK);
	}
	assert_int_equal(token_find(&k->cx, secret, &t, &u), OK);
	assert_int_equal(t.used_at.ms, first.ms);
	k->cx.now.ms = first.ms + 60 * 1000;
	assert_int_equal(token_used(&k->cx, &t), OK);
	assert_int_equal(token_find(&k->cx, secret, &t, &u), OK);
	assert_int_equal(t.used_at.ms, first.ms + 60 * 1000);
	assert_int_equal(audit_list(&k->cx, INT64_MAX, 100, &after), OK);
	assert_int_equal(after.n, before.n);
	kit_close(k);
}

static void no_token_reaches_accounts_or_signing_in(void **state UNUSED)
{
	assert_true(token_reaches(RIGHT_PUBLIC, false));
	assert_false(token_reaches(RIGHT_PUBLIC, true));
	for (int writes = 0; writes < 2; writes++) {
		assert_false(token_reaches(RIGHT_SIGNED_IN, writes));
		assert_false(token_reaches(RIGHT_ACCOUNTS, writes));
		assert_true(token_reaches(RIGHT_CENTRE_RECORD, writes));
	}
}

/* --- cursors ------------------------------------------------------------------------------------------------------ */

static void a_cursor_leads_back_and_fits_one_list(void **state UNUSED)
{
	static const char *const keys[] = { "", "müller", "2024-06-01", "a-b-c", "Straße \"1\"" };
	struct kit *k = open_kit();
	str key;
	int64_t id;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		str cursor = paging_cursor(k->mem, "people.name", str_of(keys[i]), 4711);
		assert_true(paging_parse(k->mem, "people.name", cursor, &key, &id));
		assert_string_equal(str_c(k->mem, key), keys[i]);
		assert_int_equal(id, 4711);
		assert_false(paging_parse(k->mem, "people.day", cursor, &key, &id));
		for (size_t at = 0; at < cursor.n; at++) {
			char *bent = (char *)str_c(k->mem, cursor);
			bent[at] = bent[at] == '1' ? '2' : '1';
			assert_false(paging_parse(k->mem, "people.name", (str){ bent, cursor.n }, &key, &id));
			assert_false(paging_parse(k->mem, "people.name", str_part(cursor, 0, at), &key, &id));
		}
	}
	kit_close(k);
}

/* --- the document ------------------------------------------------------------------------------------------------- */

struct thing {
	int64_t id, version;
	struct maybe cents;
	bool agreed;
};
static const struct field thing_fields[] = {
	FIELD(struct thing, id, KIND_INT, .hidden = true),
	FIELD(struct thing, version, KIND_INT),
	FIELD(struct thing, cents, KIND_MONEY, .maybe = true, .input = true, .min = 1, .max = 900),
	FIELD(struct thing, agreed, KIND_BOOL, .input = true, .required = true),
};
static const struct record thing_rec = RECORD("thing", struct thing, thing_fields);
/* Another record with the same name, as another feature may have it. */
static const struct record namesake_rec = { "thing", sizeof(struct thing), thing_fields, 2 };
struct things {
	str title;
	struct thing one;
	struct thing *other;
};
static const struct field things_fields[] = {
	FIELD(struct things, title, KIND_TEXT),
	FIELD(struct things, one, KIND_ONE, .of = &thing_rec),
	FIELD(struct things, other, KIND_ONE, .maybe = true, .of = &namesake_rec),
};
static const struct record things_rec = RECORD("things", struct things, things_fields);
static const struct page page_things = { "error.html", &things_rec };

static err nothing(struct cx *cx UNUSED, const struct request *rq UNUSED, struct res *rs)
{
	res_text(rs, 200, "text/plain", S(""));
	return OK;
}

static const struct route thing_routes[] = {
	{ GET, "/things/{id}", RIGHT_PUBLIC, SCOPE_NONE, nothing, .shows = &page_things, .versioned = "one" },
	{ POST, "/things/{id}", RIGHT_LAND_SETTING, SCOPE_NONE, nothing, .takes = &thing_rec },
	{ 0 },
};
static const struct route wrong_routes[] = {
	{ GET, "/things", RIGHT_PUBLIC, SCOPE_NONE, nothing, .shows = &page_things, .versioned = "title" },
	{ 0 },
};
static const struct feature things_feature = { .name = "things", .routes = thing_routes };
static const struct feature wrong_feature = { .name = "wrong", .routes = wrong_routes };

static err start(struct kit *k, const struct feature *f, struct app **ret, struct text *words)
{
	const struct feature *features[] = { &core_feature, f, NULL };
	const struct feature **kept = arena_alloc(k->mem, sizeof features);
	memcpy(kept, features, sizeof features);
	const struct app_config c = { .pool = k->pool, .features = kept };
	return app_new(&c, ret, words);
}

static void assert_says(str document, const char *part)
{
	if (!str_has(document, part))
		print_error("not in the document: %s\n", part);
	assert_true(str_has(document, part));
}

static void the_document_comes_from_routes_and_records(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct text words = TEXT(k->mem);
	struct app *app;
	assert_int_equal(start(k, &things_feature, &app, &words), OK);
	k->cx.app = app;
	str d = openapi_document(&k->cx);
	assert_says(d, "\"/things/{id}\":{\"get\":{\"operationId\":\"get_things_id\"");
	assert_says(d, "\"operationId\":\"post_things_id\",\"tags\":[\"things\"]");
	assert_says(d, "\"cents\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\",\"minimum\":1,\"maximum\":900");
	assert_says(d, "\"agreed\":{\"type\":\"boolean\",\"const\":true");
	assert_says(d, "\"required\":[\"agreed\"]");
	assert_says(d, "\"thing\":{\"type\":\"object\",\"required\":[\"version\",\"cents\",\"agreed\"]");
	assert_says(d, "\"thing.2\":{\"type\":\"object\",\"required\":[\"version\"]");
	assert_says(d, "\"oneOf\":[{\"$ref\":\"#/components/schemas/thing.2\"},{\"type\":\"null\"}]");
	assert_says(d, "\"x-right\":\"land.setting\"");
	k->cx.app = NULL;
	app_free(app);
	kit_close(k);
}

static void a_route_without_the_version_it_promises_does_not_start(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct text words = TEXT(k->mem);
	struct app *app;
	assert_int_equal(start(k, &wrong_feature, &app, &words), E_INVALID);
	assert_true(str_has(text_str(&words), "\"title\" is no part of the page that has a version"));
	kit_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_ends_with_its_last_day),
		cmocka_unit_test(use_is_noted_once_a_minute),
		cmocka_unit_test(no_token_reaches_accounts_or_signing_in),
		cmocka_unit_test(a_cursor_leads_back_and_fits_one_list),
		cmocka_unit_test(the_document_comes_from_routes_and_records),
		cmocka_unit_test(a_route_without_the_version_it_promises_does_not_start),
	};
	if (!kit_available())
		return 77;
	crypt_init();
	assert_int_equal(words_load(), OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

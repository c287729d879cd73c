/* Accounts, sessions and settings on a real database (SQLite and PostgreSQL), words and forms beside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours, of base/context.h */

#include "core/audit.h"
#include "core/form.h"
#include "core/session.h"
#include "core/setting.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "kit/furnished.h"

static struct kit *open_kit(void)
{
	struct kit *k = kit_furnished();
	return k;
}

/* The next request, at the same time. */
static void next(struct kit *k)
{
	instant now = k->cx.now;
	kit_next(k);
	k->cx.now = now;
	k->cx.words = words_of(S("de"));
}

static err create(struct cx *cx, const void *in, void *ret)
{
	return user_create_in_tx(cx, in, ret);
}

static const struct user_new anna = { S_INIT("head@coesfeld"), S_INIT("Anna Muster"), S_INIT("head"),
	                              S_INIT("coesfeld"), S_INIT("ein langes Passwort") };

static struct user add(struct kit *k, struct user_new in)
{
	struct user u;
	assert_int_equal(db_tx(&k->cx, "create", create, &in, &u, sizeof u), OK);
	return u;
}

static const char *refusal(struct kit *k, struct user_new in, const char *field)
{
	struct user u;
	next(k);
	assert_int_equal(db_tx(&k->cx, "create", create, &in, &u, sizeof u), E_INVALID);
	const struct problem *p = problem_of(&k->cx, field);
	assert_non_null(p);
	return p->key;
}

/* --- accounts ----------------------------------------------------------------------------------------------------- */

static void an_account_needs_a_fitting_role_and_ki(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct user u = add(k, anna);
	assert_string_equal(u.centre_slug.p, "coesfeld");
	struct user_new in = anna;
	assert_string_equal(refusal(k, in, "login"), "user.login_taken");
	in = anna, in.login = S("x@y"), in.centre_slug = STR_NONE;
	assert_string_equal(refusal(k, in, "centre_slug"), "user.centre_missing");
	in.centre_slug = S("atlantis");
	assert_string_equal(refusal(k, in, "centre_slug"), "user.centre_unknown");
	in.centre_slug = S("coesfeld"), in.role = S("ministry");
	assert_string_equal(refusal(k, in, "centre_slug"), "user.centre_not_wanted");
	in = anna, in.login = S("kurz@ki"), in.password = S("elf Zeichen");
	assert_string_equal(refusal(k, in, "password"), "user.password_short");
	in.password = anna.password, in.role = S("kaiser");
	assert_string_equal(refusal(k, in, "role"), "form.not_a_choice");
	kit_close(k);
}

static void rights_end_at_the_own_ki(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct user head = add(k, anna);
	struct user_new land = { S("lasi@land"), S("Eva Beispiel"), S("lasi"), STR_NONE, S("noch ein Passwort") };
	struct user lasi = add(k, land);
	assert_true(user_may_at(&head, RIGHT_CENTRE_READ, head.centre_id.v));
	assert_false(user_may_at(&head, RIGHT_CENTRE_READ, head.centre_id.v + 1));
	assert_true(user_may_at(&lasi, RIGHT_CENTRE_READ, head.centre_id.v));
	assert_false(user_may_at(&lasi, RIGHT_CENTRE_RECORD, head.centre_id.v));
	assert_false(user_may(NULL, RIGHT_SIGNED_IN));
	assert_true(user_may(NULL, RIGHT_PUBLIC));
	kit_close(k);
}

/* --- signing in --------------------------------------------------------------------------------------------------- */

static err attempt(struct kit *k, const char *login, const char *password)
{
	struct user u;
	next(k);
	return user_sign_in(&k->cx, str_of(login), str_of(password), S("192.0.2.7"), &u);
}

static void signing_in_tells_nothing_and_slows_guessing_down(void **state UNUSED)
{
	struct kit *k = open_kit();
	add(k, anna);
	assert_int_equal(attempt(k, " Head@Coesfeld ", "ein langes Passwort"), OK);
	assert_int_equal(attempt(k, "niemand@coesfeld", "ein langes Passwort"), E_DENIED);
	assert_string_equal(k->cx.fault.key, "login.wrong");
	for (int i = 0; i < 5; i++) {
		assert_int_equal(attempt(k, "head@coesfeld", "falsch geraten"), E_DENIED);
		assert_string_equal(k->cx.fault.key, "login.wrong");
	}
	assert_int_equal(attempt(k, "head@coesfeld", "ein langes Passwort"), E_DENIED); /* even the right one waits */
	assert_string_equal(k->cx.fault.key, "login.wait");
	k->cx.now.ms += 16 * 1000;
	assert_int_equal(attempt(k, "head@coesfeld", "ein langes Passwort"), OK);
	assert_int_equal(attempt(k, "head@coesfeld", "falsch geraten"), E_DENIED);
	assert_string_equal(k->cx.fault.key, "login.wrong"); /* success forgave the earlier failures */
	kit_close(k);
}

static const char *attempt_from(struct kit *k, const char *address, const char *password)
{
	struct user u;
	next(k);
	err e = user_sign_in(&k->cx, S("head@coesfeld"), str_of(password), str_of(address), &u);
	return e == OK ? "ok" : k->cx.fault.key;
}

/* Logins are known names: whoever guesses at one must neither shut its owner out nor profit from his signing in. */
static void a_stranger_does_not_shut_the_owner_out(void **state UNUSED)
{
	struct kit *k = open_kit();
	add(k, anna);
	for (int i = 0; i < 5; i++)
		assert_string_equal(attempt_from(k, "2001:db8:1:2::a", "falsch geraten"), "login.wrong");
	assert_string_equal(attempt_from(k, "2001:db8:1:2:ffff::b", "falsch geraten"),
	                    "login.wait"); /* the same network */
	assert_string_equal(attempt_from(k, "2001:db8:1:3::a", "ein langes Passwort"), "ok");
	assert_string_equal(attempt_from(k, "192.0.2.7", "ein langes Passwort"), "ok");
	assert_string_equal(attempt_from(k, "2001:db8:1:2::a", "falsch geraten"), "login.wait");
	kit_close(k);
}

/* People type their password into the wrong field. */
static void the_log_keeps_no_login_that_does_not_exist(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct list rows;
	add(k, anna);
	assert_int_equal(attempt(k, "mein geheimes Passwort", "x"), E_DENIED);
	assert_int_equal(attempt(k, "head@coesfeld", "falsch geraten"), E_DENIED);
	assert_int_equal(audit_list(&k->cx, 1000, 2, &rows), OK);
	assert_string_equal(LIST_AT(&rows, struct audit_row, 0)->object.p, "accounts/head@coesfeld");
	assert_string_equal(LIST_AT(&rows, struct audit_row, 1)->object.p, "accounts");
	kit_close(k);
}

static void an_account_is_found_however_its_login_was_written(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct user_new in = anna;
	struct user u;
	in.login = S(" Jürgen@Coesfeld ");
	in.password = S("Maß und Ziel 42 ");
	assert_int_equal(user_create(&k->cx, &in, &u), OK);
	assert_int_equal(attempt(k, "jürgen@coesfeld", "Maß und Ziel 42"), OK);
	next(k);
	in.login = S("JÜRGEN@coesfeld");
	assert_string_equal(refusal(k, in, "login"), "user.login_taken");
	assert_int_equal(user_set_password(&k->cx, S("niemand@coesfeld"), S("ein langes Passwort")), E_NOTFOUND);
	kit_close(k);
}

struct start {
	struct user user;
};
static err start_tx(struct cx *cx, const void *in, void *ret)
{
	return session_start_in_tx(cx, &((const struct start *)in)->user, S("192.0.2.7"), ret);
}
static err end_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	return session_end_in_tx(cx, *(const int64_t *)in);
}

static void a_session_ends_by_idleness_age_and_sign_out(void **state UNUSED)
{
	enum { MINUTE = 60 * 1000 };
	struct kit *k = open_kit();
	struct start s = { add(k, anna) };
	struct session started, found;
	struct user u;
	assert_int_equal(db_tx(&k->cx, "start", start_tx, &s, &started, sizeof started), OK);
	assert_int_equal(session_find(&k->cx, started.token, &found, &u), OK);
	assert_string_equal(u.login.p, "head@coesfeld");
	assert_true(str_eq(found.csrf, started.csrf));
	assert_int_equal(session_find(&k->cx, S("ein geratenes Token"), &found, &u), E_NOTFOUND);
	instant begin = k->cx.now;
	for (int minutes = 20; minutes < 600; minutes += 20) { /* used all day: idle limit never met */
		k->cx.now.ms = begin.ms + (int64_t)minutes * MINUTE;
		assert_int_equal(session_find(&k->cx, started.token, &found, &u), OK);
		assert_int_equal(session_seen(&k->cx, &found), OK);
	}
	k->cx.now.ms = begin.ms + 601LL * MINUTE; /* older than ten hours */
	assert_int_equal(session_find(&k->cx, started.token, &found, &u), E_NOTFOUND);
	k->cx.now = begin;
	assert_int_equal(db_tx(&k->cx, "start", start_tx, &s, &started, sizeof started), OK);
	k->cx.now.ms = begin.ms + 31LL * MINUTE; /* idle */
	assert_int_equal(session_find(&k->cx, started.token, &found, &u), E_NOTFOUND);
	k->cx.now = begin;
	assert_int_equal(session_find(&k->cx, started.token, &found, &u), OK);
	assert_int_equal(db_tx(&k->cx, "end", end_tx, &found.id, NULL, 0), OK);
	assert_int_equal(session_find(&k->cx, started.token, &found, &u), E_NOTFOUND);
	kit_close(k);
}

/* --- settings (P-RUL-3) ------------------------------------------------------------------------------------------- */

static const struct setting lead_time = {
	.name = "test.lead_time", .kind = KIND_INT, .min = 0, .max = 30, .fallback = "3"
};

struct setting_in {
	int64_t centre_id;
	struct setting_row row;
};
static err set_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct setting_in *s = in;
	return setting_set_in_tx(cx, &lead_time, s->centre_id, &s->row);
}

static err set(struct kit *k, day from, const char *value)
{
	struct setting_in s = {
		1, { .valid_from = from, .value = str_of(value), .mark = S("read"), .source = S("Beschluss") }
	};
	return db_tx(&k->cx, "set", set_tx, &s, NULL, 0);
}

static void a_setting_has_a_value_for_every_day(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct setting_row r;
	assert_int_equal(set(k, DAY(2024, 1, 1), "5"), OK);
	assert_int_equal(set(k, DAY(2025, 7, 1), "2"), OK);
	assert_int_equal(setting_get(&k->cx, &lead_time, 1, DAY(2023, 12, 31), &r), OK);
	assert_string_equal(r.value.p, "3"); /* the fallback */
	assert_int_equal(setting_get(&k->cx, &lead_time, 1, DAY(2025, 6, 30), &r), OK);
	assert_string_equal(r.value.p, "5"); /* what came later overwrote nothing */
	assert_int_equal(setting_get(&k->cx, &lead_time, 1, DAY(2026, 1, 1), &r), OK);
	assert_string_equal(r.value.p, "2");
	assert_int_equal(setting_get(&k->cx, &lead_time, 2, DAY(2026, 1, 1), &r), OK);
	assert_string_equal(r.value.p, "3"); /* another KI */
	kit_close(k);
}

static void a_setting_refuses_wrong_values_and_a_second_one_from_the_same_day(void **state UNUSED)
{
	struct kit *k = open_kit();
	assert_int_equal(set(k, DAY(2024, 1, 1), "31"), E_INVALID);
	assert_string_equal(problem_of(&k->cx, "value")->key, "setting.value_wrong");
	assert_int_equal(set(k, DAY(2024, 1, 1), "drei"), E_INVALID);
	assert_int_equal(set(k, DAY(2024, 1, 1), "5"), OK);
	next(k);
	assert_int_equal(set(k, DAY(2024, 1, 1), "6"), E_INVALID);
	assert_string_equal(problem_of(&k->cx, "valid_from")->key, "setting.same_day");
	kit_close(k);
}

/* --- words and forms ---------------------------------------------------------------------------------------------- */

static void words_have_arguments_plurals_and_a_language(void **state UNUSED)
{
	struct arena *a = arena_new();
	const struct words *de = words_of(S("de")), *en = words_of(S("en"));
	assert_string_equal(word_args(de, a, "user.login_taken", ARGS({ "login", S("head@unna") })).p,
	                    "Den Anmeldenamen head@unna gibt es schon – bitte einen anderen wählen.");
	assert_true(str_has(word_plural(de, a, "audit.intact", 1, NO_ARGS), "eine Zeile"));
	assert_true(str_has(word_plural(de, a, "audit.intact", 1234, NO_ARGS), "1.234 Zeilen"));
	assert_true(str_has(word_plural(en, a, "audit.intact", 1234, NO_ARGS), "1,234 rows"));
	assert_string_equal(say_day_long(de, a, DAY(2024, 3, 1)).p, "1. März 2024");
	assert_string_equal(say_day(en, a, DAY(2024, 3, 1)).p, "1 Mar 2024");
	assert_string_equal(say_money(de, a, 5700000).p, "57.000,00\u00a0€");
	assert_string_equal(words_language(words_negotiate(S("fr;q=0.9, en-GB;q=0.8, de;q=0.1"))), "en");
	assert_string_equal(words_language(words_negotiate(STR_NONE)), "de");
	arena_free(a);
}

struct thing {
	str title;
	day starts_on;
	struct maybe seats;
};
static const struct field thing_fields[] = {
	FIELD(struct thing, title, KIND_TEXT, .label = "user.name", .input = true, .required = true, .max = 20),
	FIELD(struct thing, starts_on, KIND_DAY, .label = "user.login", .input = true, .required = true),
	FIELD(struct thing, seats, KIND_INT, .label = "user.role", .maybe = true, .input = true, .min = 1, .max = 99),
};
static const struct record thing_rec = RECORD("thing", struct thing, thing_fields);

static void a_mistaken_form_keeps_what_was_typed(void **state UNUSED)
{
	struct kit *k = open_kit();
	const struct pair sent[] = { { S("title"), S("Sprachcafé im Bürgerhaus Dülmen") },
		                     { S("starts_on"), S("31.02.2024") },
		                     { S("seats"), S("viele") } };
	struct req rq = { .method = POST, .form = { sent, 3 } };
	struct thing t = { 0 };
	assert_int_equal(form_read(&k->cx, &rq, &thing_rec, &t), E_INVALID);
	assert_string_equal(problem_of(&k->cx, "title")->key, "form.too_long");
	assert_string_equal(problem_of(&k->cx, "starts_on")->key, "form.not_a_day");
	assert_string_equal(problem_of(&k->cx, "seats")->key, "form.not_a_number");
	struct form f = form_of(&k->cx, &rq, &thing_rec, NULL, S("/things"), "login.submit", STR_NONE);
	assert_true(f.failed);
	assert_int_equal(f.errors.n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct form_field *ff = LIST_AT(&f.fields, struct form_field, i);
		assert_true(str_eq(ff->typed, sent[i].value));
		assert_non_null(ff->error.p);
		assert_true(str_has(ff->described_by, "-error"));
	}
	assert_true(LIST_AT(&f.fields, struct form_field, 2)->optional);
	kit_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account_needs_a_fitting_role_and_ki),
		cmocka_unit_test(rights_end_at_the_own_ki),
		cmocka_unit_test(signing_in_tells_nothing_and_slows_guessing_down),
		cmocka_unit_test(a_stranger_does_not_shut_the_owner_out),
		cmocka_unit_test(the_log_keeps_no_login_that_does_not_exist),
		cmocka_unit_test(an_account_is_found_however_its_login_was_written),
		cmocka_unit_test(a_session_ends_by_idleness_age_and_sign_out),
		cmocka_unit_test(a_setting_has_a_value_for_every_day),
		cmocka_unit_test(a_setting_refuses_wrong_values_and_a_second_one_from_the_same_day),
		cmocka_unit_test(words_have_arguments_plurals_and_a_language),
		cmocka_unit_test(a_mistaken_form_keeps_what_was_typed),
	};
	if (!kit_available())
		return 77;
	crypt_init();
	assert_int_equal(words_load(), OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The second factor on both databases (P-SEC-1): what counts when, what is taken once, what waits, what is over. */
#include "kit/furnished.h"

#include <string.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/second_factor.h"
#include "core/session.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "crypt/totp.h"

static struct app house; /* its configuration alone */
static const str HERE = S_INIT("192.0.2.1");

static struct kit *open_kit(void)
{
	struct kit *k = kit_furnished();
	house = (struct app){ 0 };
	k->cx.app = &house;
	return k;
}

/* The clock goes on from where it was. */
static void next(struct kit *k)
{
	instant now = k->cx.now;
	kit_next(k);
	k->cx.now = now;
	k->cx.app = &house;
	k->cx.words = words_of(S("de"));
}

/* Outlives kit_next: what was read does not. */
static struct user *sign_up(struct kit *k, str login, str role)
{
	struct user made, *u = NEW(k->mem, struct user);
	struct user_new in = { login, S("Erika Muster"), role, STR_NONE, S("ein langes Passwort") };
	assert_int_equal(user_create(&k->cx, &in, &made), OK);
	*u = (struct user){ .id = made.id, .login = login, .name = in.name, .role = role };
	return u;
}

static err begin_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	return factor_begin_in_tx(cx, in);
}

static str code_of(struct kit *k, str secret, int steps)
{
	return totp_code(k->mem, secret, k->cx.now.ms / 1000 + steps * TOTP_SECONDS);
}

/* A confirmed second factor; *ret_secret in base32. */
static struct list set_up(struct kit *k, const struct user *u, str *ret_secret)
{
	struct factor f;
	struct list codes;
	str secret;
	assert_int_equal(db_tx(&k->cx, "begin", begin_tx, u, NULL, 0), OK);
	assert_int_equal(factor_of(&k->cx, u->id, &f), OK);
	assert_true(f.begun && !f.confirmed);
	assert_int_equal(factor_secret(&k->cx, &f, &secret), OK);
	*ret_secret = str_copy(k->mem, secret);
	assert_int_equal(factor_confirm(&k->cx, u, code_of(k, secret, 0), HERE, &codes), OK);
	assert_int_equal(codes.n, RECOVERY_CODES);
	return codes;
}

static str code_at(struct kit *k, const struct list *codes, size_t i)
{
	return str_copy(k->mem, LIST_AT(codes, struct recovery, i)->code);
}

static const struct sql count_sql[] = {
	{ "SELECT count(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL", "i" },
	{ "SELECT count(*) FROM recovery_code WHERE code_hash = $1", "s" },
	{ "SELECT count(*) FROM session WHERE ended_at IS NULL", "" },
	{ "SELECT count(*) FROM second_factor WHERE secret = $1", "s" },
};

static int64_t count(struct kit *k, int which, struct bounds v)
{
	int64_t n = -1;
	assert_int_equal(db_int(&k->cx, &count_sql[which], &n, v), OK);
	return n;
}

/* --- codes -------------------------------------------------------------------------------------------------------- */

static void a_code_is_taken_once_and_never_an_older_one(void **state UNUSED)
{
	struct kit *k = open_kit();
	str secret;
	const struct user *u = sign_up(k, S("amt@system"), S("technical"));
	set_up(k, u, &secret);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 0), HERE), E_INVALID); /* used for the set-up */
	next(k);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, -1), HERE), E_INVALID); /* older than that */
	next(k);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 2), HERE), E_INVALID); /* too far ahead */
	next(k);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 1), HERE), OK);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 1), HERE), E_INVALID);
	next(k);
	k->cx.now.ms += 120 * 1000;
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, -2), HERE), E_INVALID); /* too old */
	next(k);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, -1), HERE), OK);
	kit_close(k);
}

static void a_recovery_code_is_good_once_and_kept_as_a_hash(void **state UNUSED)
{
	struct kit *k = open_kit();
	str secret;
	struct factor f;
	const struct user *u = sign_up(k, S("amt@system"), S("technical"));
	const struct user *other = sign_up(k, S("zwei@system"), S("technical"));
	struct list codes = set_up(k, u, &secret), others = set_up(k, other, &secret);
	str first = code_at(k, &codes, 0), second = code_at(k, &codes, 1), third = code_at(k, &codes, 2);
	str foreign = code_at(k, &others, 0);
	assert_int_equal(first.n, 19);
	assert_int_equal(count(k, 1, V(first)), 0);
	assert_int_equal(factor_check(&k->cx, u, foreign, HERE), E_INVALID); /* somebody else's */
	next(k);
	char *typed = (char *)str_copy(k->mem, first).p;
	for (char *p = typed; *p; p++)
		*p = *p == '-' ? ' ' : *p >= 'A' && *p <= 'Z' ? (char)(*p + 'a' - 'A') : *p;
	assert_int_equal(factor_check(&k->cx, u, str_of(typed), HERE), OK);
	assert_int_equal(factor_check(&k->cx, u, first, HERE), E_INVALID);
	next(k);
	assert_int_equal(factor_of(&k->cx, u->id, &f), OK);
	assert_int_equal(f.codes_left, RECOVERY_CODES - 1);
	struct list fresh;
	assert_int_equal(factor_new_codes(&k->cx, u, second, HERE, &fresh), OK);
	assert_int_equal(count(k, 0, V(u->id)), RECOVERY_CODES);
	assert_int_equal(factor_check(&k->cx, u, third, HERE), E_INVALID); /* the former ones */
	str last = code_at(k, &fresh, 9);
	next(k);
	assert_int_equal(factor_check(&k->cx, u, last, HERE), OK);
	kit_close(k);
}

static void nothing_counts_before_the_first_code(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct factor f;
	struct list codes;
	str secret;
	const struct user *u = sign_up(k, S("amt@system"), S("technical"));
	assert_int_equal(factor_of(&k->cx, u->id, &f), OK);
	assert_false(f.begun);
	assert_int_equal(factor_confirm(&k->cx, u, S("123456"), HERE, &codes), E_INVALID);
	next(k);
	assert_int_equal(db_tx(&k->cx, "begin", begin_tx, u, NULL, 0), OK);
	assert_int_equal(factor_of(&k->cx, u->id, &f), OK);
	assert_int_equal(factor_secret(&k->cx, &f, &secret), OK);
	str code = code_of(k, secret, 0);
	assert_int_equal(factor_check(&k->cx, u, code, HERE), E_INVALID); /* for signing in it is none yet */
	next(k);
	k->cx.now.ms += SET_UP_MINUTES * 60 * 1000 + 1; /* given up; whoever comes upon the page cannot go on */
	assert_int_equal(factor_of(&k->cx, u->id, &f), OK);
	assert_false(f.begun);
	assert_int_equal(factor_confirm(&k->cx, u, code_of(k, secret, 0), HERE, &codes), E_INVALID);
	next(k);
	set_up(k, u, &secret);
	assert_int_equal(db_tx(&k->cx, "begin", begin_tx, u, NULL, 0), E_STALE); /* it is on: only with a code */
	kit_close(k);
}

/* --- guesses ------------------------------------------------------------------------------------------------------ */

static void guessing_gets_slow_and_the_right_password_does_not_help(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct user same;
	str secret;
	const struct user *u = sign_up(k, S("amt@system"), S("technical"));
	set_up(k, u, &secret);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(factor_check(&k->cx, u, S("000000"), HERE), E_INVALID);
		assert_string_equal(k->cx.problems->key, "factor.wrong");
		next(k);
	}
	assert_int_equal(user_sign_in(&k->cx, u->login, S("ein langes Passwort"), HERE, &same), OK);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 1), S("198.51.100.7")), E_DENIED);
	assert_string_equal(k->cx.fault.key, "login.wait");
	next(k);
	k->cx.now.ms += 31 * 1000;
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 0), HERE), OK); /* and forgives */
	assert_int_equal(factor_check(&k->cx, u, S("000000"), HERE), E_INVALID);
	assert_string_equal(k->cx.problems->key, "factor.wrong");
	kit_close(k);
}

/* --- sessions and steps ------------------------------------------------------------------------------------------- */

static err session_tx(struct cx *cx, const void *in, void *ret)
{
	return session_start_in_tx(cx, in, HERE, ret);
}

static struct session *session_begin(struct kit *k, const struct user *u)
{
	struct session *s = NEW(k->mem, struct session);
	struct user found;
	assert_int_equal(db_tx(&k->cx, "session", session_tx, u, s, sizeof *s), OK);
	assert_int_equal(session_find(&k->cx, str_copy(k->mem, s->token), s, &found), OK);
	return s;
}

static err reset_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	return factor_reset_in_tx(cx, in);
}

static void turning_it_on_ends_the_other_sessions_and_a_reset_all(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct factor f;
	str secret;
	const struct user *u = sign_up(k, S("amt@system"), S("technical"));
	session_begin(k, u);
	struct session *mine = session_begin(k, u);
	session_begin(k, sign_up(k, S("zwei@system"), S("technical")));
	k->cx.session = mine;
	struct list codes = set_up(k, u, &secret);
	assert_int_equal(count(k, 2, V_NONE), 2); /* this one, and somebody else's */
	k->cx.session = NULL;
	str left = code_at(k, &codes, 0);
	assert_int_equal(db_tx(&k->cx, "reset", reset_tx, u, NULL, 0), OK);
	assert_int_equal(count(k, 2, V_NONE), 1);
	assert_int_equal(factor_of(&k->cx, u->id, &f), OK);
	assert_false(f.begun);
	assert_int_equal(factor_check(&k->cx, u, left, HERE), E_INVALID);
	kit_close(k);
}

static err step_tx(struct cx *cx, const void *in, void *ret)
{
	return step_begin_in_tx(cx, in, HERE, ret);
}

static err step_end_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	return step_end_in_tx(cx, *(const str *)in);
}

static str step_begin(struct kit *k, const struct user *u)
{
	str token;
	assert_int_equal(db_tx(&k->cx, "step", step_tx, u, &token, sizeof token), OK);
	return str_copy(k->mem, token);
}

static void a_step_is_good_once_for_ten_minutes_and_not_beyond_a_new_password(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct user found;
	str secret;
	const struct user *u = sign_up(k, S("amt@system"), S("technical"));
	set_up(k, u, &secret);
	str token = step_begin(k, u), second = step_begin(k, u);
	assert_int_equal(step_find(&k->cx, token, &found), OK);
	assert_int_equal(found.id, u->id);
	assert_int_equal(step_find(&k->cx, S("erfunden"), &found), E_NOTFOUND);
	assert_int_equal(db_tx(&k->cx, "end", step_end_tx, &token, NULL, 0), OK);
	assert_int_equal(step_find(&k->cx, token, &found), E_NOTFOUND);
	assert_int_equal(db_tx(&k->cx, "end", step_end_tx, &token, NULL, 0), E_NOTFOUND);
	next(k);
	k->cx.now.ms += STEP_MINUTES * 60 * 1000 - 1;
	assert_int_equal(step_find(&k->cx, second, &found), OK);
	k->cx.now.ms += 1;
	assert_int_equal(step_find(&k->cx, second, &found), E_NOTFOUND);
	str third = step_begin(k, u);
	assert_int_equal(user_set_password(&k->cx, u->login, S("ein anderes Passwort")), OK);
	assert_int_equal(step_find(&k->cx, third, &found), E_NOTFOUND);
	str fourth = step_begin(k, u);
	assert_int_equal(factor_off(&k->cx, u, code_of(k, secret, 0), HERE), OK);
	assert_int_equal(step_find(&k->cx, fourth, &found), E_NOTFOUND);
	kit_close(k);
}

/* --- keys and whom it is demanded of ------------------------------------------------------------------------------ */

static void secrets_are_closed_with_the_key_and_later_ones_too(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct factor_counts c;
	struct factor f;
	str secret;
	const struct user *u = sign_up(k, S("amt@system"), S("technical"));
	struct list codes = set_up(k, u, &secret);
	str recovery = code_at(k, &codes, 0);
	assert_int_equal(count(k, 3, V(str_print(k->mem, "open:" STR_FMT, STR_ARG(secret)))), 1);
	assert_int_equal(factor_count(&k->cx, &c), OK);
	assert_int_equal(c.open, 1);
	assert_int_equal(c.technical, 0);
	house.config.access.has_key = true; /* it came later: the next code closes */
	memset(house.config.access.key.bytes, 7, SEAL_KEY_BYTES);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 1), HERE), OK);
	assert_int_equal(factor_of(&k->cx, u->id, &f), OK);
	assert_true(box_is_closed(f.secret));
	assert_int_equal(factor_count(&k->cx, &c), OK);
	assert_int_equal(c.open, 0);
	assert_int_equal(c.lost, 0);
	k->cx.now.ms += 60 * 1000;
	house.config.access.key.bytes[0] ^= 1; /* another key */
	assert_int_equal(factor_count(&k->cx, &c), OK);
	assert_int_equal(c.lost, 1);
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 0), HERE), E_INVALID);
	assert_string_equal(k->cx.problems->key, "factor.no_key");
	next(k);
	assert_int_equal(factor_check(&k->cx, u, recovery, HERE), OK);
	house.config.access.key.bytes[0] ^= 1;
	assert_int_equal(factor_check(&k->cx, u, code_of(k, secret, 0), HERE), OK);
	kit_close(k);
}

static void it_is_demanded_of_whom_the_house_says(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct factor_counts c;
	const struct user *admin = sign_up(k, S("amt@system"), S("technical"));
	const struct user *lasi = sign_up(k, S("wir@lasi"), S("lasi"));
	struct user elsewhere = *admin;
	elsewhere.issuer = S("https://anmeldung.example");
	const struct {
		enum factor_for wish;
		bool admin, lasi;
	} cases[] = { { FACTOR_FREE, false, false }, { FACTOR_TECHNICAL, true, false }, { FACTOR_ALL, true, true } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		house.config.access.required = cases[i].wish;
		assert_int_equal(factor_required(&k->cx, admin), cases[i].admin);
		assert_int_equal(factor_required(&k->cx, lasi), cases[i].lasi);
		assert_false(factor_required(&k->cx, &elsewhere));
		assert_false(factor_required(&k->cx, NULL));
	}
	assert_int_equal(factor_count(&k->cx, &c), OK);
	assert_int_equal(c.technical, 1);
	kit_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_taken_once_and_never_an_older_one),
		cmocka_unit_test(a_recovery_code_is_good_once_and_kept_as_a_hash),
		cmocka_unit_test(nothing_counts_before_the_first_code),
		cmocka_unit_test(guessing_gets_slow_and_the_right_password_does_not_help),
		cmocka_unit_test(turning_it_on_ends_the_other_sessions_and_a_reset_all),
		cmocka_unit_test(a_step_is_good_once_for_ten_minutes_and_not_beyond_a_new_password),
		cmocka_unit_test(secrets_are_closed_with_the_key_and_later_ones_too),
		cmocka_unit_test(it_is_demanded_of_whom_the_house_says),
	};
	crypt_init();
	totp_init();
	if (words_load() != OK)
		return 1;
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

/* The audit log on a real database: what is noted, and what the chain of hashes finds. */
#include "kit/furnished.h"

#include <pthread.h>
#include <string.h>

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"

static struct kit *open_kit(void)
{
	struct kit *k = kit_furnished();
	return k;
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

static err note_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	static const struct sql q = { "UPDATE centre SET version = version + 1 WHERE slug = $1", "s" };
	TRY(db_exec(cx, &q, NULL, V(S("coesfeld"))));
	audit_note(cx, "test.note", str_print(cx->mem, "things/%d", *(const int *)in), (struct maybe){ 0 });
	return OK;
}

static err tamper_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	audit_quiet(cx);
	return db_exec(cx, in, NULL, V_NONE);
}

static void tamper(struct kit *k, const char *text)
{
	struct sql *q = NEW(k->mem, struct sql);
	*q = (struct sql){ text, "" };
	assert_int_equal(db_tx(&k->cx, "tamper", tamper_tx, q, NULL, 0), OK);
}

static struct kit *kit_with_ten_notes(void)
{
	struct kit *k = open_kit();
	for (int i = 1; i <= 10; i++)
		assert_int_equal(db_tx(&k->cx, "note", note_tx, &i, NULL, 0), OK);
	return k;
}

static void verdict(const char *manipulation, const char *known_head, bool ok, int64_t first_bad, const char *reason)
{
	struct kit *k = kit_with_ten_notes();
	struct audit_verdict v;
	for (str rest = str_of(manipulation); rest.n > 0;) {
		str one = str_trim(str_split(&rest, ';'));
		if (one.n > 0)
			tamper(k, str_c(k->mem, one));
	}
	assert_int_equal(audit_verify(&k->cx, str_of(known_head), &v), OK);
	assert_int_equal(v.ok, ok);
	assert_int_equal(v.first_bad, first_bad);
	if (!ok)
		assert_string_equal(v.reason.p, reason);
	kit_close(k);
}

static void an_untouched_log_is_intact(void **state UNUSED)
{
	verdict("", NULL, true, 0, "");
}

static void every_manipulation_is_found_at_its_row(void **state UNUSED)
{
	verdict("UPDATE audit SET object = 'things/99' WHERE seq = 4", NULL, false, 4, "audit.changed");
	verdict("UPDATE audit SET actor = 'admin@system' WHERE seq = 1", NULL, false, 1, "audit.changed");
	verdict("UPDATE audit SET centre_id = 1 WHERE seq = 6", NULL, false, 6, "audit.changed");
	verdict("DELETE FROM audit WHERE seq = 5", NULL, false, 5, "audit.gap");
	verdict("DELETE FROM audit WHERE seq > 7", NULL, false, 8, "audit.truncated");
	verdict("UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit SET seq "
	        "= 4 WHERE seq = 99",
	        NULL, false, 3, "audit.changed");
	verdict("UPDATE audit_head SET seq = 9", NULL, false, 9, "audit.head_differs");
}

/* Somebody with all rights on the database cuts the tail and mends the head: only a state noted elsewhere shows it. */
static void a_rewritten_tail_is_found_by_a_state_noted_elsewhere(void **state UNUSED)
{
	static const char *const cut = "DELETE FROM audit WHERE seq > 7; UPDATE audit_head SET seq = 7;"
	                               "UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE seq = 7)";
	char known[100] = "10:";
	struct kit *k = kit_with_ten_notes();
	struct audit_verdict v;
	assert_int_equal(audit_verify(&k->cx, STR_NONE, &v), OK);
	assert_int_equal(v.rows, 10);
	memcpy(known + 3, v.head_hash.p, v.head_hash.n);
	assert_int_equal(audit_verify(&k->cx, str_of(known), &v), OK);
	assert_true(v.ok);
	kit_close(k);
	verdict(cut, NULL, true, 0, "");
	verdict(cut, known, false, 10, "audit.truncated");
}

static void a_state_that_says_nothing_is_refused(void **state UNUSED)
{
	static const char *const states[] = {
		"", "10", "0:", "10:abc", "x:y", "0:0000000000000000000000000000000000000000000000000000000000000000"
	};
	struct kit *k = kit_with_ten_notes();
	struct audit_verdict v;
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		assert_int_equal(audit_verify(&k->cx, str_of(states[i]), &v), E_INVALID);
		fault_clear(&k->cx);
	}
	kit_close(k);
}

enum { WRITERS = 4, NOTES_EACH = 25 }; /* as many as the server has threads */

/* On PostgreSQL all of them want the same row: who was told to try again does so. */
static void *write_notes(void *arg)
{
	struct cx cx = kit_enter(arg);
	err e = OK;
	for (int i = 0; i < NOTES_EACH && e == OK; i++)
		while ((e = db_tx(&cx, "note", note_tx, &i, NULL, 0)) == E_BUSY)
			fault_clear(&cx);
	kit_leave(&cx);
	return (void *)(intptr_t)e;
}

static void writers_at_once_make_one_chain(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct audit_verdict v;
	pthread_t threads[WRITERS];
	void *failed;
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_notes, k), 0);
	for (int i = 0; i < WRITERS; i++) {
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
	assert_int_equal(audit_verify(&k->cx, STR_NONE, &v), OK);
	assert_true(v.ok);
	assert_int_equal(v.rows, WRITERS * NOTES_EACH);
	kit_close(k);
}

static void a_failed_transaction_leaves_no_row(void **state UNUSED)
{
	struct kit *k = kit_with_ten_notes();
	struct audit_verdict v;
	struct user_new bad = anna;
	struct user u;
	bad.password = S("kurz");
	assert_int_equal(db_tx(&k->cx, "create", create, &bad, &u, sizeof u), E_INVALID);
	assert_int_equal(audit_verify(&k->cx, STR_NONE, &v), OK);
	assert_true(v.ok);
	assert_int_equal(v.rows, 10);
	kit_close(k);
}

static void the_log_knows_the_difference_but_no_password(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct list rows;
	add(k, anna);
	assert_int_equal(audit_list(&k->cx, 1000, 10, &rows), OK);
	assert_int_equal(rows.n, 1);
	const struct audit_row *r = LIST_AT(&rows, struct audit_row, 0);
	assert_string_equal(r->action.p, "account.create");
	assert_true(str_has(r->detail, "\"name\":[null,\"Anna Muster\"]"));
	assert_false(str_has(r->detail, "Passwort"));
	kit_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_untouched_log_is_intact),
		cmocka_unit_test(every_manipulation_is_found_at_its_row),
		cmocka_unit_test(a_rewritten_tail_is_found_by_a_state_noted_elsewhere),
		cmocka_unit_test(a_state_that_says_nothing_is_refused),
		cmocka_unit_test(writers_at_once_make_one_chain),
		cmocka_unit_test(a_failed_transaction_leaves_no_row),
		cmocka_unit_test(the_log_knows_the_difference_but_no_password),
	};
	if (!kit_available())
		return 77;
	crypt_init();
	assert_int_equal(words_load(), OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

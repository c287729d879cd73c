#include "base/arena.h"
#include "crypt/crypt.h"
#include <pthread.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	crypt_init();
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
	assert_string_equal(str_c(mem, s), expected);
}

static void tokens_are_long_and_never_the_same(void **state UNUSED)
{
	str before = STR_NONE;
	for (int i = 0; i < 100; i++) {
		str t = crypt_token(mem);
		assert_int_equal(t.n, 43);
		assert_int_equal(strspn(t.p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
		assert_false(str_eq(t, before));
		before = t;
	}
}

static void random_numbers_stay_below(void **state UNUSED)
{
	int seen[6] = { 0 };
	for (int i = 0; i < 6000; i++) {
		int64_t r = crypt_random(6);
		assert_true(r >= 0 && r < 6);
		seen[r]++;
	}
	for (int i = 0; i < 6; i++) /* 1,000 each; below 800 in one of 10^11 runs */
		assert_true(seen[i] > 800);
	assert_int_equal(crypt_random(1), 0);
	assert_true(crypt_random(INT64_MAX) >= 0);
}

/* python3: hashlib.blake2b(data, digest_size=32).hexdigest() */
static void hashes_are_blake2b(void **state UNUSED)
{
	same(crypt_hash(mem, S("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	same(crypt_hash(mem, STR_NONE), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	same(crypt_hash(mem, S("abc")), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void parts_cannot_be_shifted(void **state UNUSED)
{
	const str a[] = { S_INIT("ab"), S_INIT("c") }, b[] = { S_INIT("a"), S_INIT("bc") }, c[] = { S_INIT("abc") };
	const str empty[] = { S_INIT("abc"), S_INIT("") }, absent[] = { S_INIT("abc"), { NULL, 0 } };
	str hashes[] = { crypt_hash_parts(mem, a, 2),      crypt_hash_parts(mem, b, 2),
		         crypt_hash_parts(mem, c, 1),      crypt_hash_parts(mem, empty, 2),
		         crypt_hash_parts(mem, absent, 2), crypt_hash_parts(mem, NULL, 0),
		         crypt_hash(mem, S("abc")) };
	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(hashes[i], hashes[k]));
	same(hashes[0],
	     "20263e794775e4edf2b306c0f306af9e50175c831c857604b481e847f790bf95"); /* the length of each part as eight
	                                                                             bytes, little-endian, before it */
	assert_true(str_eq(hashes[0], crypt_hash_parts(mem, a, 2)));
}

static void comparing(void **state UNUSED)
{
	assert_true(crypt_equal(S("token"), S("token")));
	assert_false(crypt_equal(S("token"), S("tokem")));
	assert_false(crypt_equal(S("token"), S("tokens")));
	assert_true(crypt_equal(S(""), S("")));
	assert_false(crypt_equal(STR_NONE, STR_NONE)); /* nobody has the absent token */
	assert_false(crypt_equal(STR_NONE, S("")));
}

static void passwords(void **state UNUSED)
{
	str one, two;
	assert_int_equal(crypt_password_hash(mem, S("Größe & Güte 7"), &one), OK);
	assert_int_equal(crypt_password_hash(mem, S("Größe & Güte 7"), &two), OK);
	assert_true(str_starts(one, "$argon2id$v=19$m=32768,t=3,p=1$"));
	assert_false(str_eq(one, two)); /* salted */
	assert_true(crypt_password_ok(one, S("Größe & Güte 7")));
	assert_true(crypt_password_ok(two, S("Größe & Güte 7")));
	assert_false(crypt_password_ok(one, S("Größe & Güte 8")));
	assert_false(crypt_password_ok(one, S("")));
	assert_false(crypt_password_ok(one, STR_NONE));
	assert_false(crypt_password_outdated(one));
}

/* Last of all: it cannot be taken back. */
static void cheap_hashes_are_for_tests(void **state UNUSED)
{
	str full, cheap;
	assert_int_equal(crypt_password_hash(mem, S("Größe & Güte 7"), &full), OK);
	crypt_passwords_are_cheap();
	assert_int_equal(crypt_password_hash(mem, S("Größe & Güte 7"), &cheap), OK);
	assert_true(str_starts(cheap, "$argon2id$v=19$m=8,t=1,p=1$"));
	assert_true(crypt_password_ok(cheap, S("Größe & Güte 7")));
	assert_true(crypt_password_ok(full, S("Größe & Güte 7")));
	assert_false(crypt_password_ok(cheap, S("Größe & Güte 8")));
}

static void hashes_that_are_none(void **state UNUSED)
{
	assert_false(crypt_password_ok(STR_NONE, S("x")));
	assert_false(crypt_password_ok(S(""), S("")));
	assert_false(crypt_password_ok(S("$argon2id$v=19$m=32768,t=3,p=1$"), S("")));
	char long_text[300];
	memset(long_text, '$', sizeof long_text);
	assert_false(crypt_password_ok((str){ long_text, sizeof long_text }, S("x")));
	assert_true(crypt_password_outdated(S("plain")));
	assert_true(crypt_password_outdated(STR_NONE));
	/* made with 8 MiB and 1 pass */
	assert_true(crypt_password_outdated(S("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
	                                      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")));
}

static void *check_in_a_thread(void *hash)
{
	return crypt_password_ok(*(str *)hash, S("together")) ? hash : NULL;
}

static void threads_check_at_once(void **state UNUSED)
{
	pthread_t threads[3];
	str hash;
	assert_int_equal(crypt_password_hash(mem, S("together"), &hash), OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, check_in_a_thread, &hash), 0);
	for (size_t i = 0; i < 3; i++) {
		void *ok;
		pthread_join(threads[i], &ok);
		assert_ptr_equal(ok, &hash);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_long_and_never_the_same),
		cmocka_unit_test(random_numbers_stay_below),
		cmocka_unit_test(hashes_are_blake2b),
		cmocka_unit_test(parts_cannot_be_shifted),
		cmocka_unit_test(comparing),
		cmocka_unit_test(passwords),
		cmocka_unit_test(hashes_that_are_none),
		cmocka_unit_test(threads_check_at_once),
		cmocka_unit_test(cheap_hashes_are_for_tests),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

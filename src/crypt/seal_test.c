/* Tests of seal.c, over memory: what was cut off, changed or moved is found (P-OPS-1). */
#include "crypt/crypt.h"
#include "crypt/seal.h"
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct tape {
	unsigned char *p;
	size_t n, cap, at, fail_at; /* fail_at: writes beyond fail; 0: never */
};

static err tape_out(void *self, const void *p, size_t n)
{
	struct tape *t = self;
	if (t->fail_at && t->n + n > t->fail_at)
		return E_BROKEN;
	if (t->n + n > t->cap) {
		t->cap = (t->n + n) * 2;
		t->p = realloc(t->p, t->cap);
		assert_non_null(t->p);
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
	return OK;
}

static err tape_in(void *self, void *p, size_t n, size_t *ret)
{
	struct tape *t = self;
	*ret = n < t->n - t->at ? n : t->n - t->at;
	memcpy(p, t->p + t->at, *ret);
	t->at += *ret;
	return OK;
}

/* Some bytes of which no two stretches are alike. */
static unsigned char byte_at(size_t i)
{
	return (unsigned char)((i * 2654435761u) >> 13 ^ i);
}

static struct tape written(const struct seal_key *key, size_t n)
{
	struct arena *mem = arena_new();
	struct tape t = { 0 };
	struct seal_writer *w;
	assert_int_equal(seal_begin(mem, key, tape_out, &t, &w), OK);
	for (size_t i = 0; i < n;) {
		unsigned char part[777];
		size_t m = n - i < sizeof part ? n - i : sizeof part;
		for (size_t k = 0; k < m; k++)
			part[k] = byte_at(i + k);
		assert_int_equal(seal_put(w, part, m), OK);
		i += m;
	}
	assert_int_equal(seal_finish(w), OK);
	arena_free(mem);
	return t;
}

/* Reads n bytes and the end; every byte that is handed out must be right, whatever comes later. */
static enum seal_state read_all(struct tape *t, const struct seal_key *key, size_t n)
{
	struct arena *mem = arena_new();
	struct seal_reader *r;
	t->at = 0;
	err e = seal_open(mem, key, tape_in, t, &r);
	for (size_t i = 0; e == OK && i < n;) {
		unsigned char part[500];
		size_t m = n - i < sizeof part ? n - i : sizeof part;
		e = seal_get(r, part, m);
		for (size_t k = 0; e == OK && k < m; k++)
			assert_int_equal(part[k], byte_at(i + k));
		i += m;
	}
	if (e == OK)
		e = seal_ends(r);
	enum seal_state state = seal_state(r);
	assert_true((e == OK) == (state == SEAL_FINE));
	arena_free(mem);
	return state;
}

static struct seal_key key_a, key_b;
static const size_t sizes[] = { 0, 1, SEAL_CHUNK - 1, SEAL_CHUNK, SEAL_CHUNK + 1, 3 * SEAL_CHUNK + 17 };
enum { SIZES = sizeof sizes / sizeof *sizes };

static int set_up(void **state UNUSED)
{
	crypt_init();
	seal_key_new(&key_a);
	seal_key_new(&key_b);
	return 0;
}

static void what_was_written_is_read(void **state UNUSED)
{
	const struct seal_key *keys[] = { NULL, &key_a };
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < SIZES; i++) {
			struct tape t = written(keys[k], sizes[i]);
			assert_int_equal(read_all(&t, keys[k], sizes[i]), SEAL_FINE);
			assert_int_equal(read_all(&t, keys[k], sizes[i] + 1), SEAL_CUT);
			if (sizes[i])
				assert_int_equal(read_all(&t, keys[k], sizes[i] - 1), SEAL_LONGER);
			free(t.p);
		}
}

static void a_key_hides_the_content(void **state UNUSED)
{
	struct tape t = written(&key_a, 5000), again = written(&key_a, 5000);
	for (size_t i = 0; i + 16 < t.n; i++)
		for (size_t at = 0; at < 2; at++)
			assert_false(memcmp(t.p + i,
			                    (unsigned char[]){ byte_at(at), byte_at(at + 1), byte_at(at + 2),
			                                       byte_at(at + 3), byte_at(at + 4), byte_at(at + 5),
			                                       byte_at(at + 6), byte_at(at + 7) },
			                    8) == 0);
	assert_int_equal(t.n, again.n);
	assert_memory_not_equal(t.p, again.p, t.n); /* never the same twice */
	free(t.p);
	free(again.p);
}

static void the_wrong_key_is_told_from_none(void **state UNUSED)
{
	struct tape keyed = written(&key_a, 100), plain = written(NULL, 100);
	assert_int_equal(read_all(&keyed, &key_b, 100), SEAL_WRONG_KEY);
	assert_int_equal(read_all(&keyed, NULL, 100), SEAL_NO_KEY);
	assert_int_equal(read_all(&plain, &key_a, 100), SEAL_OPEN);
	keyed.p[0] ^= 1;
	assert_int_equal(read_all(&keyed, &key_a, 100), SEAL_FOREIGN);
	free(keyed.p);
	free(plain.p);
}

/* All lengths of a short stream, and 200 of a longer one. */
static void every_cut_is_found(void **state UNUSED)
{
	const struct seal_key *keys[] = { NULL, &key_a };
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < 2; i++) {
			size_t size = i ? 3 * SEAL_CHUNK + 17 : 300, cuts = i ? 200 : SIZE_MAX;
			struct tape t = written(keys[k], size);
			size_t whole = t.n, step = whole / cuts ? whole / cuts : 1;
			for (t.n = 0; t.n < whole; t.n += step)
				assert_int_not_equal(read_all(&t, keys[k], size), SEAL_FINE);
			t.n = whole - 1;
			assert_int_equal(read_all(&t, keys[k], size), SEAL_CUT);
			free(t.p);
		}
}

/* Each single byte of a stream of two chunks' heads and ends, and 1,000 spread over it. */
static void every_changed_byte_is_found(void **state UNUSED)
{
	const struct seal_key *keys[] = { NULL, &key_a };
	for (int k = 0; k < 2; k++) {
		size_t size = SEAL_CHUNK + 300;
		struct tape t = written(keys[k], size);
		size_t step = t.n / 1000;
		for (size_t i = 0; i < t.n; i += i < 120 || i + 400 > t.n ? 1 : step) {
			unsigned char was = t.p[i];
			t.p[i] = (unsigned char)(was ^ (1u << (i % 8)));
			assert_int_not_equal(read_all(&t, keys[k], size), SEAL_FINE);
			t.p[i] = was;
		}
		assert_int_equal(read_all(&t, keys[k], size), SEAL_FINE);
		free(t.p);
	}
}

static void chunks_cannot_be_moved_or_added(void **state UNUSED)
{
	const struct seal_key *keys[] = { NULL, &key_a };
	for (int k = 0; k < 2; k++) {
		size_t head = 19 + (keys[k] ? 24 : 0), chunk = SEAL_CHUNK + (keys[k] ? 4 + 17 : 5 + 32);
		struct tape t = written(keys[k], 3 * SEAL_CHUNK);
		unsigned char *first = malloc(chunk);
		assert_non_null(first);
		memcpy(first, t.p + head, chunk);
		memcpy(t.p + head, t.p + head + chunk, chunk);
		memcpy(t.p + head + chunk, first, chunk);
		assert_int_equal(read_all(&t, keys[k], 3 * SEAL_CHUNK), SEAL_CHANGED);
		memcpy(t.p + head + chunk, t.p + head, chunk);
		memcpy(t.p + head, first, chunk);
		assert_int_equal(read_all(&t, keys[k], 3 * SEAL_CHUNK), SEAL_FINE);
		assert_int_equal(tape_out(&t, first, 1), OK);
		assert_int_equal(read_all(&t, keys[k], 3 * SEAL_CHUNK), SEAL_LONGER);
		free(first);
		free(t.p);
	}
}

static void a_full_target_ends_the_stream(void **state UNUSED)
{
	struct arena *mem = arena_new();
	struct tape t = { .fail_at = 1000 };
	struct seal_writer *w;
	static const unsigned char much[SEAL_CHUNK + 1];
	assert_int_equal(seal_begin(mem, NULL, tape_out, &t, &w), OK);
	assert_int_equal(seal_put(w, much, sizeof much), E_BROKEN);
	arena_free(mem);
	free(t.p);
}

static void keys_are_read_as_they_are_written(void **state UNUSED)
{
	struct arena *mem = arena_new();
	struct seal_key k;
	str hex = seal_key_hex(mem, &key_a);
	assert_int_equal(hex.n, 64);
	assert_true(seal_key_read(str_print(mem, " " STR_FMT "\n", STR_ARG(hex)), &k));
	assert_memory_equal(&k, &key_a, sizeof k);
	assert_false(seal_key_read(str_part(hex, 0, 63), &k));
	assert_false(seal_key_read(str_print(mem, STR_FMT "0", STR_ARG(hex)), &k));
	assert_false(seal_key_read(str_print(mem, "g" STR_FMT, STR_ARG(str_part(hex, 1, 64))), &k));
	assert_false(seal_key_read(S(""), &k));
	seal_key_wipe(&k);
	assert_memory_equal(&k, &(struct seal_key){ 0 }, sizeof k);
	arena_free(mem);
}

static void the_hash_is_blake2b(void **state UNUSED)
{
	struct arena *mem = arena_new();
	struct seal_hash *h = seal_hash_new(mem);
	seal_hash_add(h, "ab", 2);
	seal_hash_add(h, "c", 1);
	str hex = seal_hash_hex(h, mem);
	assert_true(str_eq(hex, crypt_hash(mem, S("abc"))));
	arena_free(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read),
		cmocka_unit_test(a_key_hides_the_content),
		cmocka_unit_test(the_wrong_key_is_told_from_none),
		cmocka_unit_test(every_cut_is_found),
		cmocka_unit_test(every_changed_byte_is_found),
		cmocka_unit_test(chunks_cannot_be_moved_or_added),
		cmocka_unit_test(a_full_target_ends_the_stream),
		cmocka_unit_test(keys_are_read_as_they_are_written),
		cmocka_unit_test(the_hash_is_blake2b),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}

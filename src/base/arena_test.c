#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdalign.h>
#include <string.h>

#include <cmocka.h>

static void memory_is_zeroed_and_aligned(void **state UNUSED)
{
	struct arena *a = arena_new();
	for (size_t n = 0; n < 300; n++) {
		unsigned char *p = arena_alloc(a, n);
		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xFF, n); /* what was written must not come back after a reset */
		if (n % 100 == 99)
			arena_reset(a);
	}
	arena_free(a);
}

static void allocations_do_not_overlap(void **state UNUSED)
{
	struct arena *a = arena_new();
	unsigned char *p[200];
	for (size_t i = 0; i < 200; i++)
		p[i] = memset(arena_alloc(a, i * 37), (int)i, i * 37); /* over several blocks, some of them large */
	for (size_t i = 0; i < 200; i++)
		for (size_t k = 0; k < i * 37; k++)
			assert_int_equal(p[i][k], i);
	arena_free(a);
}

static void a_large_piece_is_whole(void **state UNUSED)
{
	struct arena *a = arena_new();
	size_t n = 5 * 1000 * 1000;
	char *p = NEW_ARRAY(a, char, n);
	p[0] = p[n - 1] = 'x';
	assert_int_equal(arena_bytes(a), n);
	arena_reset(a);
	assert_int_equal(arena_bytes(a), 0);
	arena_free(a);
}

/* Foreign handles that write down when they were released. */
static char released[8];
static char handles[] = "0123";

static void release(void *handle)
{
	strncat(released, handle, 1);
}

static void deferred_releases_run_backwards_and_once(void **state UNUSED)
{
	struct arena *a = arena_new();
	released[0] = '\0';
	arena_defer(a, release, &handles[1]);
	arena_defer(a, release, &handles[2]);
	arena_defer(a, release, &handles[3]);
	arena_reset(a);
	assert_string_equal(released, "321");
	arena_free(a);
	assert_string_equal(released, "321");
}

static void freeing_runs_deferred_releases(void **state UNUSED)
{
	struct arena *a = arena_new();
	released[0] = '\0';
	arena_defer(a, release, &handles[1]);
	arena_free(a);
	assert_string_equal(released, "1");
	arena_free(NULL);
}

static str seen_at_release;
static void look(void *memory)
{
	seen_at_release = (str){ "", strlen(memory) };
}

static void memory_outlives_the_release_that_needs_it(void **state UNUSED)
{
	struct arena *a = arena_new();
	char *text = arena_alloc(a, 6);
	arena_defer(a, look, text);
	memcpy(text, "hinge", 5);
	arena_reset(a);
	assert_int_equal(seen_at_release.n, 5);
	arena_free(a);
}

static void a_release_gives_back_only_what_came_after_the_mark(void **state UNUSED)
{
	struct arena *a = arena_new();
	char *before = arena_alloc(a, 100);
	released[0] = '\0';
	memset(before, 'b', 100);
	arena_defer(a, release, &handles[0]);
	struct arena_mark m = arena_mark(a);
	for (size_t i = 0; i < 50; i++)
		memset(arena_alloc(a, 10000), 'x', 10000);
	arena_defer(a, release, &handles[1]);
	arena_defer(a, release, &handles[2]);
	arena_release(a, m);
	assert_string_equal(released, "21");
	assert_int_equal(before[99], 'b');
	assert_int_equal(((char *)arena_alloc(a, 100))[99], 0);
	assert_int_equal(before[99], 'b');
	arena_free(a);
	assert_string_equal(released, "210");
}

static void marks_nest_and_work_on_an_empty_arena(void **state UNUSED)
{
	struct arena *a = arena_new();
	struct arena_mark outer = arena_mark(a);
	arena_alloc(a, 10);
	struct arena_mark inner = arena_mark(a);
	arena_alloc(a, 100000);
	arena_release(a, inner);
	arena_release(a, inner);
	arena_release(a, outer);
	assert_non_null(arena_alloc(a, 10));
	arena_free(a);
}

/* Without the sanitizer, which makes each allocation its own and would rightly stop this test. */
#if !defined(__SANITIZE_ADDRESS__)
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#else
#define SANITIZED
#endif

static void memory_given_back_is_poisoned(void **state UNUSED)
{
#if defined(SANITIZED) || defined(NDEBUG)
	skip();
#else
	struct arena *a = arena_new();
	arena_alloc(a, 16);
	struct arena_mark m = arena_mark(a);
	unsigned char *p = memset(arena_alloc(a, 16), 7, 16);
	arena_release(a, m);
	assert_int_equal(p[0], 0xA5);
	assert_int_equal(p[15], 0xA5);
	arena_free(a);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(allocations_do_not_overlap),
		cmocka_unit_test(a_large_piece_is_whole),
		cmocka_unit_test(deferred_releases_run_backwards_and_once),
		cmocka_unit_test(freeing_runs_deferred_releases),
		cmocka_unit_test(memory_outlives_the_release_that_needs_it),
		cmocka_unit_test(a_release_gives_back_only_what_came_after_the_mark),
		cmocka_unit_test(marks_nest_and_work_on_an_empty_arena),
		cmocka_unit_test(memory_given_back_is_poisoned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* One-time passwords against the vectors of RFC 6238, and secrets that stay closed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "crypt/box.h"
#include "crypt/crypt.h"
#include "crypt/totp.h"

/* RFC 6238, appendix B: "12345678901234567890" in base32; the last six of its eight digits. */
static const str VECTOR = S_INIT("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

static void codes_are_those_of_the_rfc(void **state UNUSED)
{
	static const struct {
		int64_t at;
		const char *code;
	} known[] = { { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
		      { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		assert_string_equal(totp_code(a, VECTOR, known[i].at).p, known[i].code);
		assert_int_equal(totp_step(VECTOR, str_of(known[i].code), known[i].at), known[i].at / 30);
	}
	arena_free(a);
}

static void a_clock_may_be_off_by_one_step_and_no_more(void **state UNUSED)
{
	const int64_t at = 1111111111;
	assert_int_equal(totp_step(VECTOR, S("050471"), at + 30), at / 30);
	assert_int_equal(totp_step(VECTOR, S("050471"), at - 30), at / 30);
	assert_int_equal(totp_step(VECTOR, S("050471"), at + 60), -1);
	assert_int_equal(totp_step(VECTOR, S("050471"), at - 60), -1);
	assert_int_equal(totp_step(VECTOR, S("050472"), at), -1);
	assert_int_equal(totp_step(VECTOR, S("50471"), at), -1);
	assert_int_equal(totp_step(VECTOR, S("0504710"), at), -1);
	assert_int_equal(totp_step(VECTOR, STR_NONE, at), -1);
	assert_int_equal(totp_step(S("not base32!"), S("050471"), at), -1);
}

static void every_secret_is_another_one(void **state UNUSED)
{
	struct arena *a = arena_new();
	str one = totp_secret(a), two = totp_secret(a);
	assert_int_equal(one.n, TOTP_SECRET_CHARS);
	assert_false(str_eq(one, two));
	assert_int_equal(totp_code(a, one, 59).n, TOTP_DIGITS);
	arena_free(a);
}

static void a_box_opens_with_its_key_alone(void **state UNUSED)
{
	struct arena *a = arena_new();
	struct seal_key key, other;
	assert_true(seal_key_read(S("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"), &key));
	assert_true(seal_key_read(S("10112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"), &other));
	assert_false(seal_key_read(S("00112233"), &other));
	assert_false(seal_key_read(S("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"), &other));
	str box = box_close(a, &key, VECTOR), again = box_close(a, &key, VECTOR);
	assert_true(box_is_closed(box));
	assert_false(str_has(box, "GEZDG"));
	assert_false(str_eq(box, again));
	assert_true(str_eq(box_open(a, &key, box), VECTOR));
	other = key;
	other.bytes[0] ^= 1;
	assert_null(box_open(a, &other, box).p);
	assert_null(box_open(a, NULL, box).p);
	char *changed = (char *)str_copy(a, box).p;
	changed[box.n - 1] = changed[box.n - 1] == 'A' ? 'Q' : 'A';
	assert_null(box_open(a, &key, str_of(changed)).p);
	assert_null(box_open(a, &key, S("box1:")).p);
	assert_null(box_open(a, &key, S("something")).p);
	arena_free(a);
}

static void without_a_key_the_secret_is_kept_as_it_is(void **state UNUSED)
{
	struct arena *a = arena_new();
	struct seal_key key = { { 1 } };
	str box = box_close(a, NULL, VECTOR);
	assert_false(box_is_closed(box));
	assert_true(str_eq(box_open(a, NULL, box), VECTOR));
	assert_true(str_eq(box_open(a, &key, box), VECTOR)); /* a key that came later */
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_the_rfc),
		cmocka_unit_test(a_clock_may_be_off_by_one_step_and_no_more),
		cmocka_unit_test(every_secret_is_another_one),
		cmocka_unit_test(a_box_opens_with_its_key_alone),
		cmocka_unit_test(without_a_key_the_secret_is_kept_as_it_is),
	};
	crypt_init();
	totp_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

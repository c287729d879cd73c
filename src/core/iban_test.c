/* A mistyped account number is found; spaces and small letters are not a mistake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail

#include "core/iban.h"

static void good_and_bad_numbers(void **state)
{
	(void)state;
	static const char *const good[] = { "DE89 3704 0044 0532 0130 00", "de89370400440532013000",
		                            "DE02120300000000202051", "NL91 ABNA 0417 1643 00",
		                            "GB29NWBK60161331926819" };
	static const char *const bad[] = { "",
		                           "DE",
		                           "DE89 3704 0044 0532 0130 01",
		                           "DE98370400440532013000",
		                           "DE8937040044053201300",
		                           "NL91ABNA0417164301",
		                           "89DE370400440532013000",
		                           "DE89-3704-0044-0532-0130-00" };
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_non_null(iban_read(a, str_of(good[i])).p);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(iban_read(a, str_of(bad[i])).p);
	assert_string_equal(iban_show(a, iban_read(a, str_of(good[1]))).p, good[0]);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(good_and_bad_numbers) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

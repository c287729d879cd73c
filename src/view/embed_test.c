/* embed_test.c -- what tools/embed wrote is what stands in the files. */
#include "view/embedded.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void same_as_file(const struct embedded_file *f, const char *path)
{
	assert_non_null(f);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	char *bytes = malloc(f->size + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, f->size + 1, in), f->size);
	assert_memory_equal(bytes, f->data, f->size);
	assert_int_equal(f->data[f->size], 0);
	free(bytes);
	fclose(in);
}

static void test_given_and_derived_names(void **state)
{
	(void)state;
	assert_int_equal(embedded_count(embedded_assets), 2);
	same_as_file(embedded_find(embedded_assets, "site/view.h"), SOURCE_ROOT "/src/view/view.h");
	same_as_file(embedded_find(embedded_assets, "embed.c"), SOURCE_ROOT "/tools/embed.c");
	assert_string_equal(embedded_assets[0].name, "embed.c");
}

static void test_unknown_name(void **state)
{
	(void)state;
	assert_null(embedded_find(embedded_assets, "view.h"));
	assert_null(embedded_find(embedded_assets, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_given_and_derived_names),
		                            cmocka_unit_test(test_unknown_name) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

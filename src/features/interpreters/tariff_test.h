/* tariff_test.h -- what the tests of tariff cards share: a context with words, short questions. No database. */
#ifndef FEATURES_INTERPRETERS_TARIFF_TEST_H
#define FEATURES_INTERPRETERS_TARIFF_TEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the above, as cmocka wants it */
#include <cmocka.h>
#undef fail

#include "features/interpreters/tariff_words.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, tariff_set_up, tariff_tear_down)

extern struct cx cx;
int tariff_set_up(void **state);
int tariff_tear_down(void **state);

instant at(const char *text);
const struct tariff *template(const char *name);
struct tariff_job lasting(int64_t minutes); /* from the first of June at ten */
/* Asserts that it is OK, and that the parts add up. */
struct tariff_amount amount_of(const struct tariff *card, struct tariff_job job);
int64_t cents(const char *name, int64_t minutes); /* by a template */
/* All lines of the trace, one below the other. */
const char *trace(const struct tariff *card, const struct tariff_amount *a, const char *language);
void says(const char *text, const char *part);
#endif

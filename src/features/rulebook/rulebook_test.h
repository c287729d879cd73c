/* rulebook_test.h -- what both parts of the rulebook's tests share: a fresh database, three people, and short
 * questions. */
#ifndef FEATURES_RULEBOOK_RULEBOOK_TEST_H
#define FEATURES_RULEBOOK_RULEBOOK_TEST_H
#include "kit/short.h"

#include "core/user.h"
#include "features/rulebook/rulebook_model.h"

#define EURO(x) ((int64_t)(x)*100)
#define TEST(f) cmocka_unit_test_setup_teardown(f, rulebook_set_up, rulebook_tear_down)

extern struct user ministry, authority, deputy; /* deputy: the ministry's person under a second account */
int rulebook_set_up(void **state);
int rulebook_tear_down(void **state);

struct user account(const char *login, const char *name, const char *role);
struct cx *as(const struct user *u); /* the next request, of this person, a minute later */
struct entitlement ask(const char *kind, const char *slug, const char *date);
int64_t total(const char *kind, const char *date);
struct rule rule(const char *code);

int rule_change_tests(void); /* rule_change_test.c */
#endif

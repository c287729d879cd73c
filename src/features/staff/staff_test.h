/* staff_test.h -- what the tests of the staff plan share: a fresh database, short ways to save, and staff made by hand
 * for the pure parts. */
#ifndef FEATURES_STAFF_STAFF_TEST_H
#define FEATURES_STAFF_STAFF_TEST_H
#include "kit/short.h"

#include <string.h>

#include "features/staff/staff_model.h"

#define EURO(x) ((int64_t)(x)*100)
#define TEST(f) cmocka_unit_test_setup_teardown(f, staff_set_up, staff_tear_down)

extern struct tenant coesfeld, bielefeld, unna; /* a Kreis, a kreisfreie Stadt, another Kreis */
int staff_set_up(void **state);
int staff_tear_down(void **state);

/* --- saving ------------------------------------------------------------------------------------------------------- */
typedef err (*saver)(struct cx *cx, const void *in, void *ret);
err save(const struct tenant *centre, saver fn, const void *row, void *ret, size_t size);
#define SAVE(centre, fn, row, ret) save((centre), (fn), (row), (ret), sizeof *(ret))
struct post a_post(const char *kind, const char *funding, int64_t fte, const char *from, const char *to);
struct share a_share(int64_t post, int64_t person, int64_t fte, const char *from, const char *to);
int64_t post_added(const struct tenant *centre, const char *kind, const char *funding, int64_t fte, const char *from,
                   const char *to);
int64_t person_added(const struct tenant *centre, const char *family, const char *given);
int64_t share_added(const struct tenant *centre, int64_t post, int64_t person, int64_t fte, const char *from,
                    const char *to);
void sums_are_right(void); /* the prepared ones are what posts and shares come to */

/* --- by hand, without a database ---------------------------------------------------------------------------------- */
extern struct staff hand; /* empty at the start of each test; ids count up from 1 */
int64_t hand_post(const char *kind, const char *funding, int64_t fte, const char *from, const char *to);
void hand_share(int64_t post, int64_t person, int64_t fte, const char *from, const char *to);
int64_t hand_filled(const char *kind, const char *funding, int64_t fte, const char *from, const char *to);
struct list rules_now(void); /* struct rule: what the program is delivered with */
/* The same with another value of a term from a day on. */
struct list rules_with(const char *item, const char *value, const char *from);
struct plan plan_by_hand(const char *kind, const char *date);

extern const struct CMUnitTest case_tests[], plan_tests[], money_tests[], finding_tests[], survey_tests[];
extern const size_t case_test_count, plan_test_count, money_test_count, finding_test_count, survey_test_count;
#endif

/* pool_fit_test.h -- shared by the tests of matching: a request, and a person whom it suits until a test says
 * otherwise. */
#ifndef FEATURES_INTERPRETERS_POOL_FIT_TEST_H
#define FEATURES_INTERPRETERS_POOL_FIT_TEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the above, as cmocka wants it */
#include <cmocka.h>
#undef fail

#include "base/arena.h"
#include "core/words.h"
#include "features/interpreters/pool_fit.h"

extern struct arena *mem;
extern struct fit_rules rules;
extern struct fit_request rq;
extern struct fit_person p;
extern const struct place coesfeld, duelmen;

instant at(const char *text);
day on(const char *text);
struct fit_slot slot(const char *start, const char *end, enum fit_mode mode, struct place place);
void speaks(const char *language, const char *dialect, bool all, enum fit_level level, unsigned modes);
void booked(int64_t id, struct fit_slot s);
void there(int weekday, int from, int to); /* hours */
void except(const char *from, const char *to, bool is_there);

int fresh(void **state);
int set_up(void **state);
int tear_down(void **state);
#define TEST(name) cmocka_unit_test_setup(name, fresh)

void suits(void);
struct fit_reason refused(enum fit_refusal why); /* for this one reason, which is returned */
#endif

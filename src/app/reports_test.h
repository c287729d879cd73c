/* reports_test.h -- the one furnished demo that the tests of reports share; setting it up takes seconds. They stand
 * here because they ask every feature of the assembled program. */
#ifndef APP_REPORTS_TEST_H
#define APP_REPORTS_TEST_H
#include "kit/short.h"

#include "core/indicator.h"
#include "features/reports/report_model.h"

extern struct tenant coesfeld;
void begin(void); /* the next request, in the assembled program */
void as(const char *login);
struct report stored(const char *month, int64_t number, struct report_content *content); /* of Coesfeld */

/* report_land_test.c */
void the_land_adds_up_what_was_released(void **state);
void posts_are_an_average(void **state);
void who_misses_the_duty_is_seen(void **state);
void due_days_move_to_working_days(void **state);
void heads_are_reminded_once(void **state);
void a_changed_text_is_found(void **state);
#endif

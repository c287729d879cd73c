/* staff.h -- posts, people, shares and findings of a KI by day (S-STA-1 ... 9, P-STA-1).
 *
 * Sizes are thousandths of a full post (FTE), money is cents; days belong to the period that they begin and end.
 *
 * Invariants
 *  1. The shares of a post never add up to more than its size, on no day (checked in the transaction).
 *  2. A share lies within the days of its post. One head and one deputy at any time.
 *  3. Plan, money and findings are pure functions of the rows and of the rules in force: nothing of them is stored. The
 *     prepared sums (staff_sum) are written by the same transactions and can be computed again.
 *  4. Every statement has the KI in its WHERE.
 */
#ifndef FEATURES_STAFF_STAFF_H
#define FEATURES_STAFF_STAFF_H
#include "core/route.h"

extern const struct feature staff_feature;

extern const struct choices post_kind_choices;     /* teacher specialist administrator assistant */
extern const struct choices post_funding_choices;  /* land ki komman kim own other */
extern const struct choices post_employer_choices; /* municipality land other */
/* The lines of the plan, in the order people see them: teacher specialist assistant komman kim own. An administrator
 * post (2012) funded by the KI guideline counts in "specialist"; what is funded by komman, kim or own money has its own
 * line, whatever its kind; "other" counts as own. */
extern const struct choices staff_line_choices;
enum { LINE_TEACHER, LINE_SPECIALIST, LINE_ASSISTANT, LINE_KOMMAN, LINE_KIM, LINE_OWN, STAFF_LINES };
str staff_line_of(str kind, str funding);
#endif

/* grant_test.h -- what the tests of a case share: a base case of Coesfeld of 2026, and short ways. */
#ifndef FEATURES_GRANTS_GRANT_TEST_H
#define FEATURES_GRANTS_GRANT_TEST_H
#include "kit/short.h"

#include "core/user.h"
#include "features/grants/grant_state.h"

#define EURO(x) ((int64_t)(x)*100)

extern struct tenant coesfeld;
extern struct user head, administrator, first, second; /* of Coesfeld; of the authority */

void again(void); /* faults and problems are forgotten */
struct grant_state state_now(void);
void stage_is(const char *stage);
/* What one person adds, having seen all there is; today if it names no day. */
err add(const struct user *who, struct grant_event e, int64_t *ret_id);
#define ADD(who, ...) assert_int_equal(add((who), (struct grant_event){ __VA_ARGS__ }, NULL), OK)
#define REFUSED(result, who, words, ...)                                                                               \
	do {                                                                                                           \
		assert_int_equal(add((who), (struct grant_event){ __VA_ARGS__ }, NULL), (result));                     \
		assert_string_equal(fault(), (words));                                                                 \
	} while (0)

/* Two positions: posts and interpreters, in cents. */
str paper(const char *type, int64_t posts, int64_t interpreters);
int64_t draft(const char *kind, int64_t about, int64_t cents, str content); /* by the first of the authority */
void approve(int64_t draft_id);                                             /* by the second */
void applied_and_checked(void);
void granted(void); /* 320,000 of the 330,000 that were asked for */
int64_t called(int64_t posts, int64_t interpreters);
void paid(int64_t call, int64_t cents);

void nothing_is_paid_after_a_revocation(void **state);
void no_more_is_repaid_than_demanded(void **state);
void a_late_application_is_flagged(void **state);
void a_refused_change_leaves_the_grant(void **state);
void a_hearing_may_end_without_a_revocation(void **state);
void a_revocation_decides_on_no_application(void **state);
void a_revocation_names_the_day_of_payment(void **state);
void a_withdrawn_change_leaves_the_first_application(void **state);
void a_proof_speaks_of_what_holds(void **state);
void an_action_counts_from_its_day(void **state);
void a_closing_and_a_decision_wait_for_each_other(void **state);
void a_decision_makes_the_figures_of_a_proof_old(void **state);
void a_draft_is_not_told_to_the_ki(void **state);
void no_more_is_paid_than_is_granted_still(void **state);
void what_was_approved_first_is_paid_first(void **state);
void nothing_is_paid_before_its_approval(void **state);
void of_two_demands_the_one_due_first_is_repaid(void **state);
void a_revocation_keeps_the_days_of_the_grant(void **state);
void what_is_owed_is_watched_until_it_comes(void **state);
void a_closed_case_may_still_owe_what_was_revoked(void **state);
#endif

/* grant_proof_test.h -- what the tests of the proof share: a case that is granted and paid, and short ways. */
#ifndef APP_GRANT_PROOF_TEST_H
#define APP_GRANT_PROOF_TEST_H
#include "features/staff/staff_test.h"

#include "core/app.h"
#include "core/user.h"
#include "features/grants/grant_closing.h"

extern struct app *app;
extern struct user head, administrator, first, second;
extern struct grant_case the_case;
extern int64_t call;       /* the call that was paid */
extern struct list events; /* of the case, as state_now() has read them */

void again(void); /* faults and problems are forgotten */
struct grant_state state_now(void);
int64_t add(const struct user *who, struct grant_event e);
#define ADD(who, kind_, day_, ...) add((who), (struct grant_event){ .kind = S(kind_), .day = on(day_), __VA_ARGS__ })
/* One position, granted, called and paid as a whole. */
void paid(int year, const char *item, int64_t cents, const char *paid_on);
/* A line of costs of the interpreters. */
void cost(const char *side, const char *source, int64_t cents, const char *voucher, bool cancelled);
/* The text that nobody can propose. */
void told(void);
struct grant_proof proof_now(struct proof_draft *draft);
int64_t mark_now(void);
err hand_in(const struct user *who, int64_t mark, bool confirmed, struct grant_event *ret);

void closing_refuses(void **state);
void demand_with_interest(void **state);
void an_address_is_what_is_known(void **state);
void waived_interest(void **state);
void nothing_is_demanded_twice(void **state);
void no_more_is_admitted_than_granted(void **state);
void figures_come_back(void **state);
void heads_are_reminded_of_a_proof(void **state);
void heads_are_reminded_of_the_use(void **state);
void vouchers_stand_beside_their_line(void **state);
void vouchers_of_another_case(void **state);
void vouchers_of_a_proof_stay(void **state);
#endif

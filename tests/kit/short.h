/* short.h -- short ways for the tests of features, which all speak of one furnished kit. */
#ifndef TESTS_SHORT_H
#define TESTS_SHORT_H
#include "kit/furnished.h"

#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"

extern struct kit *k;                          /* of the running test */
void next(void);                               /* the next request: what the last one allocated is gone */
day on(const char *text);                      /* NULL: no day */
const char *problem_at(const char *field);     /* the key of the problem there; there must be one */
const char *fault(void);                       /* the key of the fault; there must be one */
struct tenant centre_called(const char *slug); /* lives as long as the kit */
/* A new account; name NULL: the login; centre NULL: of the Land. Lives as long as the kit. */
struct user account_made(const char *login, const char *name, const char *role, const char *centre);
#endif

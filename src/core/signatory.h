/* signatory.h -- people who may sign for a KI beside its head, from a day, perhaps until a day: in what binds the KI
 * towards the Land (right_of_signatory()). The head names them: whoever keeps the papers does not entitle himself. An
 * account has the rights while it belongs to that KI and the days hold; user_may() knows (struct user, `signs`). */
#ifndef CORE_SIGNATORY_H
#define CORE_SIGNATORY_H
#include "core/route.h"
#include "core/user.h"

/* An open account of a KI that is not its head's, named or not. */
struct signatory {
	int64_t account_id, version; /* version 0: not named */
	str login, name, role;
	day valid_from, valid_until; /* until absent: until further notice */
	str named_by;
};
extern const struct record signatory_rec;
err signatory_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST;                          /* by name */
err signatory_find(struct cx *cx, int64_t centre_id, int64_t account_id, struct signatory *ret) MUST; /* E_NOTFOUND */

/* in: names the account, or changes its days; `end`: takes the entitlement away at once. E_STALE: somebody else has
 * changed it since `version`, E_INVALID with a problem at "valid_until". in: struct signatory_in; ret: the new version.
 */
struct signatory_in {
	const struct tenant *centre;
	int64_t account_id, version;
	day valid_from, valid_until;
	bool end;
};
err signatory_set_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* Where a query of accounts learns it; a: the account. */
#define SIGNATORY_COLUMNS "g.valid_from AS signs_from, g.valid_until AS signs_until"
#define SIGNATORY_JOIN " LEFT JOIN signatory g ON g.account_id = a.id AND g.centre_id = a.centre_id"
/* After such a query: do the days hold today? */
void signatory_settle(const struct cx *cx, struct user *u);
#endif

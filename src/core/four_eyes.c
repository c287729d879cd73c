#include "core/four_eyes.h"

#include "core/user.h"

enum { SAME_MARK };
const struct sql four_eyes_sql[] = {
	/* A mark is unique at one service; a person may stand at two of them with the same one. */
	[SAME_MARK] = { "SELECT COUNT(*) FROM identity a JOIN identity b ON b.subject = a.subject"
	                " WHERE a.account_id = $1 AND b.account_id = $2",
	                "ii" },
	{ 0 },
};

err four_eyes_check(struct cx *cx, int64_t entered_by)
{
	ASSERT(db_in_tx(cx));
	struct user other;
	int64_t same = 0;
	if (!cx->user)
		return fail(cx, E_DENIED, "error.denied", NO_ARGS);
	if (cx->user->id == entered_by)
		return fail(cx, E_DENIED, "four_eyes.self", NO_ARGS);
	TRY(user_by_id(cx, entered_by, &other));
	TRY(db_int(cx, &four_eyes_sql[SAME_MARK], &same, V(entered_by, cx->user->id)));
	if (same > 0 || str_eq(utf8_fold(cx->mem, other.name), utf8_fold(cx->mem, cx->user->name)))
		return fail(cx, E_DENIED, "four_eyes.person", ARGS({ "name", other.name }));
	return OK;
}

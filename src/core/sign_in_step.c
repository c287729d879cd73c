/* Between the password and the second factor: no session, only a step towards one. */
#include "core/audit.h"
#include "core/second_factor.h"
#include "core/statements.h"
#include "crypt/crypt.h"
#include "db/db.h"

enum { STEP_MS = STEP_MINUTES * 60 * 1000 };

struct step {
	str login;
};
static const struct field step_fields[] = { FIELD(struct step, login, KIND_TEXT) };
static const struct record step_rec = RECORD("sign_in_step", struct step, step_fields);

enum { FORGET, BEGIN, FIND, END, VOID };
const struct sql step_sql[] = {
	[FORGET] = { "DELETE FROM sign_in_step WHERE made_at < $1", "t" },
	[BEGIN] = { "INSERT INTO sign_in_step (token_hash, account_id, address, made_at) VALUES ($1, $2, $3, $4)",
	            "sist" },
	[FIND] = { "SELECT a.login FROM sign_in_step s JOIN account a ON a.id = s.account_id WHERE s.token_hash = $1 "
	           "AND"
	           " s.ended_at IS NULL AND s.made_at > $2 AND a.closed_at IS NULL",
	           "st" },
	[END] = { "UPDATE sign_in_step SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL", "st" },
	[VOID] = { "UPDATE sign_in_step SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL", "it" },
	{ 0 },
};

static str hash_of(struct arena *a, str token)
{
	return crypt_hash_parts(a, (const str[]){ S("sign-in step"), token }, 2);
}

err step_begin_in_tx(struct cx *cx, const struct user *u, str address, str *ret_token)
{
	instant over = { cx->now.ms - STEP_MS };
	ASSERT(db_in_tx(cx));
	*ret_token = crypt_token(cx->mem);
	TRY(db_exec(cx, &step_sql[FORGET], NULL, V(over)));
	audit_note(cx, "factor.asked", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(u->login)), u->centre_id);
	return db_exec(cx, &step_sql[BEGIN], NULL, V(hash_of(cx->mem, *ret_token), u->id, address, cx->now));
}

err step_find(struct cx *cx, str token, struct user *ret)
{
	struct step s;
	instant over = { cx->now.ms - STEP_MS };
	TRY(db_row(cx, &step_sql[FIND], &step_rec, &s, V(hash_of(cx->mem, token), over)));
	return user_by_login(cx, s.login, ret);
}

err step_end_in_tx(struct cx *cx, str token)
{
	int64_t changed;
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &step_sql[END], &changed, V(hash_of(cx->mem, token), cx->now)));
	return changed ? OK : E_NOTFOUND;
}

err step_void_in_tx(struct cx *cx, int64_t account_id)
{
	ASSERT(db_in_tx(cx));
	return db_exec(cx, &step_sql[VOID], NULL, V(account_id, cx->now));
}

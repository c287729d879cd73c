#include "core/signatory.h"
#include "core/token.h"

#include <ctype.h>
#include <inttypes.h>

#include "core/audit.h"
#include "core/paging.h"
#include "core/statements.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "db/db.h"

enum { USED_STEP_MS = 60 * 1000, KEPT_DAYS = 366 };
/* Wrong tokens from one address: many people can share one, and a program with an old token asks again and again. */
enum { FREE_GUESSES = 50, LONGEST_WAIT_MS = 15 * 60 * 1000 };

static const char *const access_codes[] = { "full", "read", NULL };
const struct choices token_access_choices = { "token_access", access_codes };
static const char *const state_codes[] = { "active", "expired", "revoked", "closed", NULL };
const struct choices token_state_choices = { "token_state", state_codes };

static const struct field token_fields[] = {
	FIELD(struct token, id, KIND_INT),
	FIELD(struct token, name, KIND_TEXT, .max = 100),
	FIELD(struct token, access, KIND_CHOICE, .choices = &token_access_choices),
	FIELD(struct token, login, KIND_TEXT),
	FIELD(struct token, owner, KIND_TEXT),
	FIELD(struct token, made_at, KIND_INSTANT),
	FIELD(struct token, expires_on, KIND_DAY),
	FIELD(struct token, used_at, KIND_INSTANT),
	FIELD(struct token, revoked_at, KIND_INSTANT),
	FIELD(struct token, closed, KIND_BOOL, .hidden = true),
	FIELD(struct token, state, KIND_CHOICE, .choices = &token_state_choices),
	FIELD(struct token, active, KIND_BOOL, .hidden = true),
};
const struct record token_rec = RECORD("token", struct token, token_fields);

static const struct field new_fields[] = {
	FIELD(struct token_new, name, KIND_TEXT, .input = true, .required = true, .max = 100),
	FIELD(struct token_new, access, KIND_CHOICE, .choices = &token_access_choices, .input = true, .required = true),
	FIELD(struct token_new, expires_on, KIND_DAY, .input = true),
};
const struct record token_new_rec = RECORD("token", struct token_new, new_fields);

static const struct field made_fields[] = {
	FIELD(struct token_made, id, KIND_INT),
	FIELD(struct token_made, name, KIND_TEXT),
	FIELD(struct token_made, access, KIND_CHOICE, .choices = &token_access_choices),
	FIELD(struct token_made, secret, KIND_TEXT),
	FIELD(struct token_made, expires_on, KIND_DAY),
};
const struct record token_made_rec = RECORD("token", struct token_made, made_fields);

/* A token with the account it acts for. */
struct found {
	struct token token;
	struct user user;
};
static const struct field found_fields[] = {
	{ .name = "token_id", .kind = KIND_INT, .offset = offsetof(struct found, token.id) },
	{ .name = "token_name", .kind = KIND_TEXT, .offset = offsetof(struct found, token.name) },
	{ .name = "access", .kind = KIND_TEXT, .offset = offsetof(struct found, token.access) },
	{ .name = "used_at", .kind = KIND_INSTANT, .offset = offsetof(struct found, token.used_at) },
	{ .name = "id", .kind = KIND_INT, .offset = offsetof(struct found, user.id) },
	{ .name = "version", .kind = KIND_INT, .offset = offsetof(struct found, user.version) },
	{ .name = "login", .kind = KIND_TEXT, .offset = offsetof(struct found, user.login) },
	{ .name = "name", .kind = KIND_TEXT, .offset = offsetof(struct found, user.name) },
	{ .name = "role", .kind = KIND_TEXT, .offset = offsetof(struct found, user.role) },
	{ .name = "centre_id", .kind = KIND_INT, .maybe = true, .offset = offsetof(struct found, user.centre_id) },
	{ .name = "centre_slug", .kind = KIND_TEXT, .offset = offsetof(struct found, user.centre_slug) },
	{ .name = "language", .kind = KIND_TEXT, .offset = offsetof(struct found, user.language) },
	{ .name = "signs_from", .kind = KIND_DAY, .offset = offsetof(struct found, user.signs_from) },
	{ .name = "signs_until", .kind = KIND_DAY, .offset = offsetof(struct found, user.signs_until) },
};
static const struct record found_rec = RECORD("found", struct found, found_fields);

enum { INSERT, OF_ACCOUNT, ALL, FIND, ALIVE, USED, REVOKE, REVOKE_ANY, FORGET };
#define TOKEN_SELECT                                                                                                   \
	"SELECT t.id, t.name, t.access, a.login, a.name AS owner, t.made_at, t.expires_on, t.used_at, t.revoked_at,"   \
	" CASE WHEN a.closed_at IS NULL THEN 0 ELSE 1 END AS closed FROM token t JOIN account a ON a.id = "            \
	"t.account_id"
const struct sql token_sql[] = {
	[INSERT] = { "INSERT INTO token (account_id, name, access, secret_hash, made_at, expires_on)"
	             " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
	             "issstd" },
	[OF_ACCOUNT] = { TOKEN_SELECT " WHERE t.account_id = $1 ORDER BY t.id DESC LIMIT 200", "i" },
	[ALL] = { TOKEN_SELECT " WHERE t.id < $1 ORDER BY t.id DESC LIMIT $2", "ii" },
	[FIND] = { "SELECT t.id AS token_id, t.name AS token_name, t.access, t.used_at, a.id, a.version, a.login, "
	           "a.name,"
	           " a.role, a.centre_id, c.slug AS centre_slug, a.language, " SIGNATORY_COLUMNS " FROM token t"
	           " JOIN account a ON a.id = t.account_id LEFT JOIN centre c ON c.id = a.centre_id" SIGNATORY_JOIN
	           " WHERE t.secret_hash = $1 AND t.revoked_at IS NULL AND a.closed_at IS NULL AND t.expires_on >= $2",
	           "sd" },
	[ALIVE] = { "SELECT count(*) FROM token WHERE account_id = $1 AND revoked_at IS NULL AND expires_on >= $2",
	            "id" },
	[USED] = { "UPDATE token SET used_at = $2 WHERE id = $1", "it" },
	[REVOKE] = { "UPDATE token SET revoked_at = $3 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL",
	             "iit" },
	[REVOKE_ANY] = { "UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", "it" },
	[FORGET] = { "DELETE FROM token WHERE expires_on < $1", "d" },
	{ 0 },
};

static str hash_of(struct arena *a, str secret)
{
	return crypt_hash_parts(a, (const str[]){ S("token"), secret }, 2);
}

static str object_of(struct cx *cx, int64_t id)
{
	return str_print(cx->mem, "tokens/%" PRId64, id);
}

/* --- making and ending -------------------------------------------------------------------------------------------- */

static err check_new(struct cx *cx, const struct token_new *in)
{
	int64_t alive;
	if (day_cmp(in->expires_on, cx->today) < 0)
		return problem_add(cx, "expires_on", "token.over", NO_ARGS);
	if (day_cmp(in->expires_on, day_add(cx->today, TOKEN_LONGEST_DAYS)) > 0)
		return problem_add(cx, "expires_on", "token.too_long", NO_ARGS);
	TRY(db_int(cx, &token_sql[ALIVE], &alive, V(cx->user->id, cx->today)));
	if (alive >= TOKENS_AT_ONCE)
		return fail(cx, E_INVALID, "token.too_many",
		            ARGS({ "most", say_int(cx->words, cx->mem, TOKENS_AT_ONCE) }));
	return OK;
}

err token_make_in_tx(struct cx *cx, const struct token_new *in, struct token_made *ret)
{
	struct token_new row = *in;
	ASSERT(db_in_tx(cx) && cx->user);
	if (!day_is(row.expires_on))
		row.expires_on = day_add(cx->today, TOKEN_DAYS);
	TRY(check_new(cx, &row));
	*ret = (struct token_made){ .name = row.name,
		                    .access = row.access,
		                    .expires_on = row.expires_on,
		                    .secret = str_print(cx->mem, "sch_%s", crypt_token(cx->mem).p) };
	TRY(db_exec(cx, &token_sql[FORGET], NULL, V(day_add(cx->today, -KEPT_DAYS))));
	TRY(db_int(cx, &token_sql[INSERT], &ret->id,
	           V(cx->user->id, row.name, row.access, hash_of(cx->mem, ret->secret), cx->now, row.expires_on)));
	audit_change(cx, "token.create", object_of(cx, ret->id), cx->user->centre_id, &token_new_rec, NULL, &row);
	return OK;
}

err token_revoke_in_tx(struct cx *cx, int64_t id, int64_t account_id)
{
	int64_t changed;
	ASSERT(db_in_tx(cx));
	if (account_id)
		TRY(db_exec(cx, &token_sql[REVOKE], &changed, V(id, account_id, cx->now)));
	else
		TRY(db_exec(cx, &token_sql[REVOKE_ANY], &changed, V(id, cx->now)));
	if (changed == 0)
		return fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS);
	audit_note(cx, "token.revoke", object_of(cx, id), (struct maybe){ 0 });
	return OK;
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

static void fill_states(struct cx *cx, struct list *l)
{
	LIST_EACH (struct token, t, l) {
		const char *state = t->revoked_at.ms                        ? "revoked"
		                    : t->closed                             ? "closed"
		                    : day_cmp(t->expires_on, cx->today) < 0 ? "expired"
		                                                            : "active";
		t->state = str_of(state);
		t->active = str_is(t->state, "active");
	}
}

err token_list(struct cx *cx, int64_t account_id, struct list *ret)
{
	TRY(db_list(cx, &token_sql[OF_ACCOUNT], &token_rec, ret, V(account_id)));
	fill_states(cx, ret);
	return OK;
}

err token_list_all(struct cx *cx, const struct paging *pg, struct list *ret)
{
	TRY(db_list(cx, &token_sql[ALL], &token_rec, ret, V(pg->id, paging_limit(pg))));
	fill_states(cx, ret);
	return OK;
}

/* --- using -------------------------------------------------------------------------------------------------------- */

err token_find(struct cx *cx, str secret, struct token *ret, struct user *ret_user)
{
	struct found f = { 0 };
	TRY(db_row(cx, &token_sql[FIND], &found_rec, &f, V(hash_of(cx->mem, secret), cx->today)));
	*ret = f.token;
	*ret_user = f.user;
	signatory_settle(cx, ret_user);
	return OK;
}

static err used_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct token *t = in;
	audit_quiet(cx);
	return db_exec(cx, &token_sql[USED], NULL, V(t->id, cx->now));
}

err token_used(struct cx *cx, const struct token *t)
{
	if (cx->now.ms - t->used_at.ms < USED_STEP_MS)
		return OK;
	return db_tx(cx, "token used", used_tx, t, NULL, 0);
}

static err refused_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const str *subject = in;
	audit_note(cx, "token.refused", S("tokens"), (struct maybe){ 0 });
	return user_guessed_in_tx(cx, *subject);
}

err token_refused(struct cx *cx, str address, int64_t *ret_wait_s)
{
	str subject = str_print(cx->mem, "token from:" STR_FMT, STR_ARG(user_place(cx->mem, address)));
	int64_t wait;
	*ret_wait_s = 0;
	TRY(user_guess_wait(cx, subject, FREE_GUESSES, LONGEST_WAIT_MS, &wait));
	if (wait == 0)
		return db_tx(cx, "token refused", refused_tx, &subject, NULL, 0);
	*ret_wait_s = wait / 1000 + 1;
	return OK;
}

str token_sent(const struct req *rq)
{
	static const char scheme[] = "bearer ";
	str sent = req_header(rq, "authorization");
	if (sent.n < sizeof scheme - 1)
		return STR_NONE;
	for (size_t i = 0; i < sizeof scheme - 1; i++)
		if (tolower((unsigned char)sent.p[i]) != scheme[i])
			return STR_NONE;
	return str_trim(str_part(sent, sizeof scheme - 1, SIZE_MAX));
}

bool token_reaches(enum right r, bool writes)
{
	bool signs_in = r == RIGHT_PUBLIC && writes; /* what anybody may send is signing in, in some way */
	return r != RIGHT_SIGNED_IN && r != RIGHT_ACCOUNTS && !signs_in;
}

err token_check(struct cx *cx, enum right r, bool writes)
{
	if (!cx->token)
		return OK;
	if (!token_reaches(r, writes))
		return fail(cx, E_DENIED, "token.not_here", NO_ARGS);
	if (writes && !str_is(cx->token->access, "full"))
		return fail(cx, E_DENIED, "token.only_read", NO_ARGS);
	return OK;
}

/* The second factor of an account: secret, codes, guesses. */
#include "core/second_factor.h"

#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "core/app.h"
#include "core/audit.h"
#include "core/contact.h"
#include "core/session.h"
#include "core/statements.h"
#include "crypt/crypt.h"
#include "crypt/totp.h"

enum { FREE_GUESSES = 5, FREE_AT_PLACE = 50, LONGEST_WAIT_MS = 15 * 60 * 1000 };

static const struct field factor_fields[] = {
	FIELD(struct factor, begun, KIND_BOOL),     FIELD(struct factor, confirmed, KIND_BOOL),
	FIELD(struct factor, secret, KIND_TEXT),    FIELD(struct factor, since, KIND_INSTANT),
	FIELD(struct factor, codes_left, KIND_INT),
};
static const struct record factor_rec = RECORD("factor", struct factor, factor_fields);
static const struct field recovery_fields[] = { FIELD(struct recovery, code, KIND_TEXT) };
const struct record recovery_rec = RECORD("recovery", struct recovery, recovery_fields);

struct kept {
	str secret;
};
static const struct field kept_fields[] = { FIELD(struct kept, secret, KIND_TEXT) };
static const struct record kept_rec = RECORD("kept", struct kept, kept_fields);

/* A code is taken only for the very secret that it was checked against: between the two another one may have been set
 * up. */
enum {
	FIND,
	BEGIN,
	DROP,
	CONFIRM,
	ACCEPT,
	CLOSE_BOX,
	DROP_CODES,
	ADD_CODE,
	USE_CODE,
	END_SESSIONS,
	SECRETS,
	TECHNICAL
};
const struct sql factor_sql[] = {
	[FIND] = { "SELECT 1 AS begun, CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END AS confirmed, secret,"
	           " confirmed_at AS since, (SELECT count(*) FROM recovery_code r WHERE r.account_id = f.account_id"
	           " AND r.used_at IS NULL) AS codes_left FROM second_factor f"
	           " WHERE account_id = $1 AND (confirmed_at IS NOT NULL OR made_at > $2)",
	           "it" },
	[BEGIN] = { "INSERT INTO second_factor (account_id, secret, made_at) VALUES ($1, $2, $3)", "ist" },
	[DROP] = { "DELETE FROM second_factor WHERE account_id = $1", "i" },
	[CONFIRM] = { "UPDATE second_factor SET confirmed_at = $4, last_step = $3"
	              " WHERE account_id = $1 AND secret = $2 AND confirmed_at IS NULL",
	              "isit" },
	[ACCEPT] = { "UPDATE second_factor SET last_step = $3"
	             " WHERE account_id = $1 AND secret = $2 AND last_step < $3 AND confirmed_at IS NOT NULL",
	             "isi" },
	[CLOSE_BOX] = { "UPDATE second_factor SET secret = $3 WHERE account_id = $1 AND secret = $2", "iss" },
	[DROP_CODES] = { "DELETE FROM recovery_code WHERE account_id = $1", "i" },
	[ADD_CODE] = { "INSERT INTO recovery_code (account_id, code_hash, made_at) VALUES ($1, $2, $3)", "ist" },
	[USE_CODE] = { "UPDATE recovery_code SET used_at = $3"
	               " WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL",
	               "ist" },
	[END_SESSIONS] = { "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL AND id <> $3",
	                   "iti" },
	[SECRETS] = { "SELECT secret FROM second_factor WHERE confirmed_at IS NOT NULL ORDER BY account_id"
	              " LIMIT 10000",
	              "" },
	[TECHNICAL] = { "SELECT count(*) FROM account a WHERE role = 'technical' AND closed_at IS NULL"
	                " AND NOT EXISTS (SELECT 1 FROM identity i"
	                " WHERE i.account_id = a.id AND i.signed_in_at IS NOT NULL)"
	                " AND NOT EXISTS (SELECT 1 FROM second_factor f"
	                " WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL)",
	                "" },
	{ 0 },
};

static const struct access_config *config_of(const struct cx *cx)
{
	return cx->app ? &cx->app->config.access : NULL;
}

static const struct seal_key *key_of(const struct cx *cx)
{
	const struct access_config *c = config_of(cx);
	return c && c->has_key ? &c->key : NULL;
}

static str object_of(struct cx *cx, const struct user *u)
{
	return str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(u->login));
}

err factor_of(struct cx *cx, int64_t account_id, struct factor *ret)
{
	instant old = { cx->now.ms - SET_UP_MINUTES * 60 * 1000 };
	err e = db_row(cx, &factor_sql[FIND], &factor_rec, ret, V(account_id, old));
	return e == E_NOTFOUND ? OK : e;
}

err factor_secret(struct cx *cx, const struct factor *f, str *ret)
{
	*ret = box_open(cx->mem, key_of(cx), f->secret);
	return ret->p ? OK : fail(cx, E_BROKEN, "factor.no_key", NO_ARGS);
}

bool factor_required(const struct cx *cx, const struct user *u)
{
	const struct access_config *c = config_of(cx);
	if (!c || !u || u->issuer.p || c->required == FACTOR_FREE)
		return false;
	return c->required == FACTOR_ALL || user_role(u) == ROLE_TECHNICAL;
}

err factor_count(struct cx *cx, struct factor_counts *ret)
{
	struct list secrets;
	*ret = (struct factor_counts){ 0 };
	TRY(db_list(cx, &factor_sql[SECRETS], &kept_rec, &secrets, V_NONE));
	ret->confirmed = (int64_t)secrets.n;
	LIST_EACH (struct kept, k, &secrets) {
		ret->open += !box_is_closed(k->secret);
		ret->lost += !box_open(cx->mem, key_of(cx), k->secret).p;
	}
	return db_int(cx, &factor_sql[TECHNICAL], &ret->technical, V_NONE);
}

/* --- codes -------------------------------------------------------------------------------------------------------- */

static str recovery_hash(struct cx *cx, int64_t account_id, str code)
{
	const str parts[] = { S("recovery code"), str_print(cx->mem, "%" PRId64, account_id), code };
	return crypt_hash_parts(cx->mem, parts, 3);
}

/* What people type: small letters, spaces, hyphens. */
static str typed_code(struct cx *cx, str code)
{
	struct text t = TEXT(cx->mem);
	for (size_t i = 0; i < code.n && t.n < 40; i++) {
		char c = code.p[i];
		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		if (c != ' ' && c != '-')
			text_char(&t, c);
	}
	return text_str(&t);
}

/* 16 letters and digits without those that look alike: 80 random bits, so that the plain hash can be kept, in four
 * groups. */
static str new_code(struct cx *cx)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	struct text t = TEXT(cx->mem);
	for (int i = 0; i < 16; i++) {
		if (i && i % 4 == 0)
			text_char(&t, '-');
		text_char(&t, letters[crypt_random((int64_t)sizeof letters - 1)]);
	}
	return text_str(&t);
}

static err make_codes(struct cx *cx, const struct user *u, struct list *ret)
{
	*ret = (struct list){ 0 };
	TRY(db_exec(cx, &factor_sql[DROP_CODES], NULL, V(u->id)));
	for (int i = 0; i < RECOVERY_CODES; i++) {
		struct recovery *r = LIST_ADD(cx->mem, ret, struct recovery);
		r->code = new_code(cx);
		str hash = recovery_hash(cx, u->id, typed_code(cx, r->code));
		TRY(db_exec(cx, &factor_sql[ADD_CODE], NULL, V(u->id, hash, cx->now)));
	}
	return OK;
}

/* --- guessing ----------------------------------------------------------------------------------------------------- */

enum use { USE_SIGN_IN, USE_CONFIRM, USE_OFF, USE_CODES };
struct attempt {
	const struct user *user;
	str code, subject, place;
	enum use use;
	str kept;     /* the secret as it stands in the database */
	int64_t step; /* of the app's code; -1: it is none */
	str closed;   /* the secret, closed with the key that came later; absent: it is already */
};
struct outcome {
	bool good;
	struct list codes;
};

static err throttled(struct cx *cx, const struct attempt *at)
{
	int64_t wait, wait_here;
	TRY(user_guess_wait(cx, at->subject, FREE_GUESSES, LONGEST_WAIT_MS, &wait));
	TRY(user_guess_wait(cx, at->place, FREE_AT_PLACE, LONGEST_WAIT_MS, &wait_here));
	wait = wait_here > wait ? wait_here : wait;
	if (wait == 0)
		return OK;
	return fail(cx, E_DENIED, "login.wait", ARGS({ "seconds", say_int(cx->words, cx->mem, wait / 1000 + 1) }));
}

static err accept(struct cx *cx, const struct attempt *at, bool *ret)
{
	int64_t changed = 0, id = at->user->id;
	if (at->step > 0 && at->use == USE_CONFIRM)
		TRY(db_exec(cx, &factor_sql[CONFIRM], &changed, V(id, at->kept, at->step, cx->now)));
	else if (at->step > 0)
		TRY(db_exec(cx, &factor_sql[ACCEPT], &changed, V(id, at->kept, at->step)));
	else if (at->use != USE_CONFIRM)
		TRY(db_exec(cx, &factor_sql[USE_CODE], &changed, V(id, recovery_hash(cx, id, at->code), cx->now)));
	*ret = changed > 0;
	return OK;
}

static err refuse(struct cx *cx, const struct attempt *at)
{
	TRY(user_guessed_in_tx(cx, at->subject));
	TRY(user_guessed_in_tx(cx, at->place));
	audit_note(cx, "factor.refused", object_of(cx, at->user), at->user->centre_id);
	return OK;
}

static err turn_off(struct cx *cx, int64_t account_id)
{
	TRY(db_exec(cx, &factor_sql[DROP], NULL, V(account_id)));
	TRY(db_exec(cx, &factor_sql[DROP_CODES], NULL, V(account_id)));
	return step_void_in_tx(cx, account_id);
}

static err end_sessions(struct cx *cx, const struct user *u, int64_t but)
{
	return db_exec(cx, &factor_sql[END_SESSIONS], NULL, V(u->id, cx->now, but));
}

static err turn_on(struct cx *cx, const struct user *u, struct list *ret_codes)
{
	audit_note(cx, "factor.on", object_of(cx, u), u->centre_id);
	TRY(end_sessions(cx, u, cx->session ? cx->session->id : 0));
	TRY(make_codes(cx, u, ret_codes));
	return contact_tell_in_tx(cx, u, "factor.turned_on");
}

/* What a good code was for. */
static err carry_out(struct cx *cx, const struct attempt *at, struct outcome *ret)
{
	const struct user *u = at->user;
	switch (at->use) {
	case USE_SIGN_IN:
		audit_note(cx, at->step > 0 ? "factor.ok" : "factor.recovery", object_of(cx, u), u->centre_id);
		return at->step > 0 ? OK : contact_tell_in_tx(cx, u, "factor.used_code");
	case USE_CONFIRM:
		return turn_on(cx, u, &ret->codes);
	case USE_OFF:
		audit_note(cx, "factor.off", object_of(cx, u), u->centre_id);
		TRY(turn_off(cx, u->id));
		return contact_tell_in_tx(cx, u, "factor.turned_off");
	case USE_CODES:
		audit_note(cx, "factor.codes", object_of(cx, u), u->centre_id);
		return make_codes(cx, u, &ret->codes);
	}
	return OK;
}

static err try_code(struct cx *cx, const void *in, void *ret)
{
	const struct attempt *at = in;
	struct outcome *o = ret;
	TRY(throttled(cx, at));
	TRY(accept(cx, at, &o->good));
	if (!o->good)
		return refuse(cx, at);
	TRY(user_forgive_in_tx(cx, at->subject));
	if (at->closed.p)
		TRY(db_exec(cx, &factor_sql[CLOSE_BOX], NULL, V(at->user->id, at->kept, at->closed)));
	return carry_out(cx, at, o);
}

static bool is_of_app(str code)
{
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] < '0' || code.p[i] > '9')
			return false;
	return code.n == TOTP_DIGITS;
}

static err read_code(struct cx *cx, struct attempt *at)
{
	struct factor f;
	str secret;
	at->step = -1;
	TRY(factor_of(cx, at->user->id, &f));
	if (!f.begun || !is_of_app(at->code))
		return OK;
	secret = box_open(cx->mem, key_of(cx), f.secret);
	if (!secret.p) {
		log_event(LOG_ERROR, "secret of a second factor cannot be opened", "request", cx->request_id.p, NULL);
		return problem_add(cx, "one_time_code", "factor.no_key", NO_ARGS);
	}
	at->kept = f.secret;
	at->step = totp_step(secret, at->code, cx->now.ms / 1000);
	if (key_of(cx) && !box_is_closed(f.secret))
		at->closed = box_close(cx->mem, key_of(cx), secret);
	return OK;
}

static err attempt(struct cx *cx, const struct user *u, str code, str address, enum use use, struct list *ret_codes)
{
	struct attempt at = { .user = u, .use = use, .code = typed_code(cx, code) };
	struct outcome o;
	str place = user_place(cx->mem, address);
	at.subject = str_print(cx->mem, "code:" STR_FMT, STR_ARG(u->login));
	at.place = str_print(cx->mem, "from:" STR_FMT, STR_ARG(place));
	TRY(read_code(cx, &at));
	TRY(db_tx(cx, "second factor", try_code, &at, &o, sizeof o));
	if (!o.good)
		return problem_add(cx, "one_time_code", "factor.wrong", NO_ARGS);
	if (ret_codes)
		*ret_codes = o.codes;
	return OK;
}

/* --- on and off --------------------------------------------------------------------------------------------------- */

err factor_begin_in_tx(struct cx *cx, const struct user *u)
{
	struct factor f;
	ASSERT(db_in_tx(cx));
	TRY(factor_of(cx, u->id, &f));
	if (f.confirmed)
		return fail(cx, E_STALE, "factor.is_on", NO_ARGS);
	TRY(turn_off(cx, u->id)); /* a secret that was never confirmed */
	str box = box_close(cx->mem, key_of(cx), totp_secret(cx->mem));
	audit_note(cx, "factor.begin", object_of(cx, u), u->centre_id);
	return db_exec(cx, &factor_sql[BEGIN], NULL, V(u->id, box, cx->now));
}

err factor_confirm(struct cx *cx, const struct user *u, str code, str address, struct list *ret)
{
	return attempt(cx, u, code, address, USE_CONFIRM, ret);
}

err factor_new_codes(struct cx *cx, const struct user *u, str code, str address, struct list *ret)
{
	return attempt(cx, u, code, address, USE_CODES, ret);
}

err factor_off(struct cx *cx, const struct user *u, str code, str address)
{
	return attempt(cx, u, code, address, USE_OFF, NULL);
}

err factor_check(struct cx *cx, const struct user *u, str code, str address)
{
	return attempt(cx, u, code, address, USE_SIGN_IN, NULL);
}

err factor_forget_in_tx(struct cx *cx, int64_t account_id)
{
	ASSERT(db_in_tx(cx));
	return turn_off(cx, account_id);
}

err factor_reset_in_tx(struct cx *cx, const struct user *u)
{
	ASSERT(db_in_tx(cx));
	TRY(turn_off(cx, u->id));
	TRY(end_sessions(cx, u, 0));
	audit_note(cx, "factor.reset", object_of(cx, u), u->centre_id);
	return contact_tell_in_tx(cx, u, "factor.turned_off");
}

#include "core/identity.h"

#include "core/audit.h"
#include "core/oidc_parts.h"
#include "core/second_factor.h"
#include "core/statements.h"
#include "core/token.h"
#include "crypt/crypt.h"
#include "db/db.h"

enum { WAY_MS = 10 * 60 * 1000, WAYS_OF_A_PLACE = 300, KEEP_MS = 3600 * 1000 };

static const struct field identity_fields[] = {
	FIELD(struct identity, id, KIND_INT),
	FIELD(struct identity, issuer, KIND_TEXT),
	FIELD(struct identity, subject, KIND_TEXT),
	FIELD(struct identity, account_id, KIND_INT),
	{ .name = "linked_at", .kind = KIND_INSTANT, .offset = offsetof(struct identity, linked) },
	{ .name = "signed_in_at", .kind = KIND_INSTANT, .offset = offsetof(struct identity, signed_in) },
};
const struct record identity_rec = RECORD("identity", struct identity, identity_fields);

enum {
	FORGET_WAYS,
	COUNT_WAYS,
	ADD_WAY,
	FIND_WAY,
	USE_WAY,
	BY_MARK,
	BY_ACCOUNT,
	ADD,
	SEEN,
	OFFER,
	OFFERED,
	UNOFFER,
	RELEASED,
	REMOVE,
	MAKE,
	UPDATE,
	NO_PASSWORD,
	END_SESSIONS,
	LOGIN_TAKEN,
	CENTRE,
};
#define COLUMNS "SELECT id, issuer, subject, account_id, linked_at, signed_in_at FROM identity"
/* No hash of a password looks like this: nobody can type what fits (crypt_password_ok). */
#define NOTHING_FITS "'!'"
const struct sql identity_sql[] = {
	[FORGET_WAYS] = { "DELETE FROM sign_in WHERE started_at < $1", "t" },
	[COUNT_WAYS] = { "SELECT count(*) FROM sign_in WHERE place = $1 AND started_at > $2", "st" },
	[ADD_WAY] = { "INSERT INTO sign_in (state_hash, browser_hash, place, target, started_at)"
	              " VALUES ($1, $2, $3, $4, $5)",
	              "sssst" },
	[FIND_WAY] = { "SELECT id, browser_hash, target, started_at, used_at FROM sign_in WHERE state_hash = $1", "s" },
	[USE_WAY] = { "UPDATE sign_in SET used_at = $2 WHERE id = $1 AND used_at IS NULL", "it" },
	[BY_MARK] = { COLUMNS " WHERE issuer = $1 AND subject = $2", "ss" },
	[BY_ACCOUNT] = { COLUMNS " WHERE account_id = $1", "i" },
	[ADD] = { "INSERT INTO identity (issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4)", "ssit" },
	[SEEN] = { "UPDATE identity SET signed_in_at = $2 WHERE account_id = $1", "it" },
	[OFFER] = { "INSERT INTO identity_offer (account_id, offered_at) VALUES ($1, $2)", "it" },
	[OFFERED] = { "SELECT count(*) FROM identity_offer WHERE account_id = $1", "i" },
	[UNOFFER] = { "DELETE FROM identity_offer WHERE account_id = $1", "i" },
	[RELEASED] = { "SELECT a.id FROM account a JOIN identity_offer o ON o.account_id = a.id"
	               " WHERE a.login = $1 AND a.closed_at IS NULL",
	               "s" },
	[REMOVE] = { "DELETE FROM identity WHERE account_id = $1", "i" },
	[MAKE] = { "INSERT INTO account (login, name, role, centre_id, password, created_at)"
	           " VALUES ($1, $2, $3, $4, " NOTHING_FITS ", $5)",
	           "sssit" },
	[UPDATE] = { "UPDATE account SET name = $2, role = $3, centre_id = $4, version = version + 1 WHERE id = $1",
	             "issi" },
	[NO_PASSWORD] = { "UPDATE account SET password = " NOTHING_FITS " WHERE id = $1", "i" },
	[END_SESSIONS] = { "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL", "it" },
	[LOGIN_TAKEN] = { "SELECT count(*) FROM account WHERE login = $1", "s" },
	[CENTRE] = { "SELECT id FROM centre WHERE slug = $1", "s" },
	{ 0 },
};

static str object_of(struct cx *cx, const struct user *u)
{
	return str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(u->login));
}

/* --- on the way --------------------------------------------------------------------------------------------------- */

static str hash_of(struct arena *a, const char *what, str secret)
{
	return crypt_hash_parts(a, (const str[]){ str_of(what), secret }, 2);
}

/* A visitor's, before anybody is known: not worth a link in the audit log, which strangers could fill otherwise. */
static err begin(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct sign_in_way *way = in;
	int64_t open;
	instant old = { cx->now.ms - WAY_MS }, over = { cx->now.ms - KEEP_MS };
	audit_quiet(cx);
	TRY(db_exec(cx, &identity_sql[FORGET_WAYS], NULL, V(over)));
	TRY(db_int(cx, &identity_sql[COUNT_WAYS], &open, V(way->place, old)));
	if (open >= WAYS_OF_A_PLACE)
		return fail(cx, E_DENIED, "login.oidc_many", NO_ARGS);
	return db_exec(cx, &identity_sql[ADD_WAY], NULL,
	               V(hash_of(cx->mem, "state", way->secrets.state),
	                 hash_of(cx->mem, "browser", way->secrets.browser), way->place, way->target, cx->now));
}

err sign_in_begin(struct cx *cx, const struct sign_in_way *way)
{
	return db_tx(cx, "sign-in begins", begin, way, NULL, 0);
}

struct way_row {
	int64_t id;
	str browser, target;
	instant started, used;
};
static const struct field way_fields[] = {
	{ .name = "id", .kind = KIND_INT, .offset = offsetof(struct way_row, id) },
	{ .name = "browser_hash", .kind = KIND_TEXT, .offset = offsetof(struct way_row, browser) },
	{ .name = "target", .kind = KIND_TEXT, .offset = offsetof(struct way_row, target) },
	{ .name = "started_at", .kind = KIND_INSTANT, .offset = offsetof(struct way_row, started) },
	{ .name = "used_at", .kind = KIND_INSTANT, .offset = offsetof(struct way_row, used) },
};
static const struct record way_rec = RECORD("way", struct way_row, way_fields);

static err take(struct cx *cx, const void *in, void *ret)
{
	const struct oidc_way *secrets = in;
	struct way_row way;
	int64_t changed;
	audit_quiet(cx);
	err e = db_row(cx, &identity_sql[FIND_WAY], &way_rec, &way, V(hash_of(cx->mem, "state", secrets->state)));
	if (e == E_NOTFOUND)
		return oidc_refuse(cx, "state.unknown");
	TRY(e);
	/* Before all else, and without using it up: another browser learns and spoils nothing. */
	if (!crypt_equal(way.browser, hash_of(cx->mem, "browser", secrets->browser)))
		return oidc_refuse(cx, "state.browser");
	if (way.used.ms)
		return oidc_refuse(cx, "state.used");
	if (cx->now.ms - way.started.ms > WAY_MS)
		return oidc_refuse(cx, "state.expired");
	TRY(db_exec(cx, &identity_sql[USE_WAY], &changed, V(way.id, cx->now)));
	if (changed == 0)
		return oidc_refuse(cx, "state.used");
	*(str *)ret = way.target;
	return OK;
}

err sign_in_take(struct cx *cx, const struct oidc_way *secrets, str *ret_target)
{
	return db_tx(cx, "sign-in returns", take, secrets, ret_target, sizeof *ret_target);
}

/* --- who it is ---------------------------------------------------------------------------------------------------- */

err identity_of_account(struct cx *cx, int64_t account_id, struct identity *ret)
{
	return db_row(cx, &identity_sql[BY_ACCOUNT], &identity_rec, ret, V(account_id));
}

static err find_centre(struct cx *cx, const struct oidc_person *p, struct maybe *ret)
{
	int64_t id;
	*ret = (struct maybe){ 0 };
	if (!p->centre_slug.p)
		return OK;
	err e = db_int(cx, &identity_sql[CENTRE], &id, V(p->centre_slug));
	if (e == E_NOTFOUND)
		return fail_detail(cx, E_DENIED, "login.oidc_no_role", NO_ARGS, S("role.centre"));
	TRY(e);
	*ret = MAYBE(id);
	return OK;
}

/* As the service says it, if that is a login and free; else one made of the mark, the same at each try. */
static err choose_login(struct cx *cx, const struct oidc_person *p, str *ret)
{
	int64_t taken = 1;
	str wish = p->login.p && utf8_valid(p->login) ? utf8_fold(cx->mem, str_trim(p->login)) : S("");
	size_t n = utf8_length(wish);
	if (n >= 3 && n <= 100)
		TRY(db_int(cx, &identity_sql[LOGIN_TAKEN], &taken, V(wish)));
	str hash = crypt_hash_parts(cx->mem, (const str[]){ p->issuer, p->subject }, 2);
	*ret = taken ? str_print(cx->mem, "oidc-" STR_FMT, STR_ARG(str_part(hash, 0, 16))) : wish;
	return OK;
}

static err make_account(struct cx *cx, const struct oidc_person *p, struct maybe centre, struct user *ret)
{
	str login;
	TRY(choose_login(cx, p, &login));
	str name = p->name.p ? p->name : login;
	TRY(db_exec(cx, &identity_sql[MAKE], NULL, V(login, name, p->role, centre, cx->now)));
	TRY(user_by_login(cx, login, ret));
	TRY(db_exec(cx, &identity_sql[ADD], NULL, V(p->issuer, p->subject, ret->id, cx->now)));
	TRY(db_exec(cx, &identity_sql[SEEN], NULL, V(ret->id, cx->now)));
	TRY(user_by_login(cx, login, ret)); /* once more: now with its origin */
	audit_change(cx, "account.create", object_of(cx, ret), centre, &user_rec, NULL, ret);
	return OK;
}

/* An account that was released for this very login, or none (E_NOTFOUND). */
static err take_released(struct cx *cx, const struct oidc_person *p, int64_t *ret_account)
{
	if (!p->login.p || !utf8_valid(p->login))
		return E_NOTFOUND;
	TRY(db_int(cx, &identity_sql[RELEASED], ret_account, V(utf8_fold(cx->mem, str_trim(p->login)))));
	TRY(db_exec(cx, &identity_sql[UNOFFER], NULL, V(*ret_account)));
	return db_exec(cx, &identity_sql[ADD], NULL, V(p->issuer, p->subject, *ret_account, cx->now));
}

/* The account that belongs to the person. E_NOTFOUND: none yet. */
static err find_account(struct cx *cx, const struct oidc_person *p, struct user *ret, bool *ret_first)
{
	struct identity known;
	int64_t account_id;
	err e = db_row(cx, &identity_sql[BY_MARK], &identity_rec, &known, V(p->issuer, p->subject));
	*ret_first = e != OK || known.signed_in.ms == 0;
	if (e == OK)
		account_id = known.account_id;
	else if (e == E_NOTFOUND)
		TRY(take_released(cx, p, &account_id));
	else
		return e;
	return user_by_id(cx, account_id, ret);
}

/* Whoever is in with this account is out: browsers, and programs with their tokens. */
static err shut(struct cx *cx, const struct user *u)
{
	struct list tokens;
	TRY(db_exec(cx, &identity_sql[END_SESSIONS], NULL, V(u->id, cx->now)));
	TRY(token_list(cx, u->id, &tokens));
	LIST_EACH (struct token, t, &tokens)
		if (!t->revoked_at.ms)
			TRY(token_revoke_in_tx(cx, t->id, u->id));
	return OK;
}

/* From now on the service vouches: a password that somebody may know would be a second door beside it. */
static err take_over(struct cx *cx, const struct user *u)
{
	TRY(db_exec(cx, &identity_sql[NO_PASSWORD], NULL, V(u->id)));
	TRY(factor_forget_in_tx(cx, u->id));
	TRY(shut(cx, u));
	audit_note(cx, "account.linked", object_of(cx, u), u->centre_id);
	return OK;
}

static err bring_up_to_date(struct cx *cx, const struct oidc_person *p, struct maybe centre, struct user *u)
{
	struct user before = *u;
	str name = p->name.p ? p->name : u->name;
	bool same_centre = centre.has == u->centre_id.has && (!centre.has || centre.v == u->centre_id.v);
	if (str_eq(p->role, u->role) && same_centre && str_eq(name, u->name))
		return OK;
	TRY(db_exec(cx, &identity_sql[UPDATE], NULL, V(u->id, name, p->role, centre)));
	TRY(user_by_id(cx, before.id, u));
	audit_change(cx, "account.provider", object_of(cx, u), centre, &user_rec, &before, u);
	return OK;
}

err identity_sign_in_in_tx(struct cx *cx, const struct oidc_person *p, struct user *ret)
{
	struct maybe centre;
	bool first;
	ASSERT(db_in_tx(cx));
	if (p->torn)
		return fail_detail(cx, E_DENIED, "login.oidc_torn", NO_ARGS, S("role.two"));
	if (!p->role.p)
		return fail_detail(cx, E_DENIED, "login.oidc_no_role", NO_ARGS, S("role.none"));
	TRY(find_centre(cx, p, &centre));
	err e = find_account(cx, p, ret, &first);
	if (e == E_NOTFOUND) {
		TRY(make_account(cx, p, centre, ret));
	} else {
		TRY(e);
		if (ret->closed)
			return fail_detail(cx, E_DENIED, "login.oidc_closed", NO_ARGS, S("account.closed"));
		if (first)
			TRY(take_over(cx, ret));
		TRY(db_exec(cx, &identity_sql[SEEN], NULL, V(ret->id, cx->now)));
		TRY(bring_up_to_date(cx, p, centre, ret));
	}
	audit_note(cx, "login.ok", object_of(cx, ret), ret->centre_id);
	return OK;
}

err identity_refused_in_tx(struct cx *cx, const struct oidc_person *p)
{
	struct identity known;
	struct user u;
	ASSERT(db_in_tx(cx));
	err e = db_row(cx, &identity_sql[BY_MARK], &identity_rec, &known, V(p->issuer, p->subject));
	if (e == E_NOTFOUND) {
		audit_note(cx, "login.refused", S("accounts"), (struct maybe){ 0 });
		return OK;
	}
	TRY(e);
	TRY(user_by_id(cx, known.account_id, &u));
	TRY(shut(cx, &u));
	audit_note(cx, "login.refused", object_of(cx, &u), u.centre_id);
	return OK;
}

/* --- what the administrator does ---------------------------------------------------------------------------------- */

static err check_offer(struct cx *cx, const struct identity_link *link)
{
	struct identity other;
	bool by_mark = !str_blank(link->wish.subject);
	if (by_mark == link->wish.by_login)
		return problem_add(cx, "subject", "identity.one_of_two", NO_ARGS);
	err e = identity_of_account(cx, link->account_id, &other);
	if (e == OK)
		return problem_add(cx, "subject", "identity.linked_already", NO_ARGS);
	if (e == E_NOTFOUND && by_mark)
		e = db_row(cx, &identity_sql[BY_MARK], &identity_rec, &other, V(link->issuer, link->wish.subject));
	if (e == OK && by_mark)
		return problem_add(cx, "subject", "identity.taken", NO_ARGS);
	return e == E_NOTFOUND ? OK : e;
}

err identity_offer_in_tx(struct cx *cx, const struct identity_link *link)
{
	struct user u;
	ASSERT(db_in_tx(cx));
	TRY(user_by_id(cx, link->account_id, &u));
	TRY(check_offer(cx, link));
	TRY(db_exec(cx, &identity_sql[UNOFFER], NULL, V(u.id)));
	if (link->wish.by_login)
		TRY(db_exec(cx, &identity_sql[OFFER], NULL, V(u.id, cx->now)));
	else
		TRY(db_exec(cx, &identity_sql[ADD], NULL, V(link->issuer, link->wish.subject, u.id, cx->now)));
	audit_note(cx, "account.release", object_of(cx, &u), u.centre_id);
	return OK;
}

err identity_offered(struct cx *cx, int64_t account_id, bool *ret)
{
	int64_t n;
	TRY(db_int(cx, &identity_sql[OFFERED], &n, V(account_id)));
	*ret = n > 0;
	return OK;
}

err identity_remove_in_tx(struct cx *cx, int64_t account_id)
{
	struct user u;
	int64_t links, offers;
	ASSERT(db_in_tx(cx));
	TRY(user_by_id(cx, account_id, &u));
	TRY(db_exec(cx, &identity_sql[REMOVE], &links, V(account_id)));
	TRY(db_exec(cx, &identity_sql[UNOFFER], &offers, V(account_id)));
	if (links > 0)
		TRY(shut(cx, &u));
	if (links + offers == 0)
		return fail(cx, E_NOTFOUND, "identity.none", NO_ARGS);
	audit_note(cx, "account.unlink", object_of(cx, &u), u.centre_id);
	return OK;
}

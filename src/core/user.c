#include "core/user.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/audit.h"
#include "core/contact.h"
#include "core/reset.h"
#include "core/second_factor.h"
#include "core/signatory.h"
#include "crypt/crypt.h"
#include "core/statements.h"
#include "core/words.h"
#include "db/db.h"

static const char *const role_codes[] = { "head",     "specialist", "administrator", "authority",
	                                  "ministry", "lasi",       "technical",     NULL };
const struct choices role_choices = { "role", role_codes };
static const char *const language_codes[] = { "de", "en", NULL };
static const struct choices language_choices = { "language", language_codes };

static const struct field user_fields[] = {
	FIELD(struct user, id, KIND_INT),
	FIELD(struct user, version, KIND_INT),
	FIELD(struct user, login, KIND_TEXT),
	FIELD(struct user, name, KIND_TEXT),
	FIELD(struct user, role, KIND_CHOICE, .choices = &role_choices),
	FIELD(struct user, centre_id, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct user, centre_slug, KIND_TEXT),
	FIELD(struct user, language, KIND_CHOICE, .choices = &language_choices),
	FIELD(struct user, closed, KIND_BOOL),
	FIELD(struct user, signs_from, KIND_DAY, .hidden = true),
	FIELD(struct user, signs_until, KIND_DAY, .hidden = true),
	FIELD(struct user, issuer, KIND_TEXT),
};
const struct record user_rec = RECORD("user", struct user, user_fields);

static const struct field user_new_fields[] = {
	FIELD(struct user_new, login, KIND_TEXT, .input = true, .required = true, .min = 3, .max = 100),
	FIELD(struct user_new, name, KIND_TEXT, .input = true, .required = true),
	FIELD(struct user_new, role, KIND_CHOICE, .choices = &role_choices, .input = true, .required = true),
	FIELD(struct user_new, centre_slug, KIND_TEXT, .input = true, .max = 60),
	FIELD(struct user_new, password, KIND_TEXT, .input = true, .required = true, .min = 12, .max = 200,
	      .hidden = true),
};
const struct record user_new_rec = RECORD("user_new", struct user_new, user_new_fields);

enum {
	BY_LOGIN,
	BY_ID,
	LIST,
	PAGE,
	INSERT,
	CENTRE_BY_SLUG,
	SET_PASSWORD,
	END_SESSIONS,
	CLOSE,
	SECRET,
	STRENGTHEN,
	FAILURES,
	ADD_FAILURE,
	FORGIVE,
	FORGET_OLD
};
#define USER_COLUMNS                                                                                                   \
	"a.id, a.version, a.login, a.name, a.role, a.centre_id, c.slug AS centre_slug, a.language,"                    \
	" CASE WHEN a.closed_at IS NULL THEN 0 ELSE 1 END AS closed, " SIGNATORY_COLUMNS ", i.issuer"
#define USER_FROM                                                                                                      \
	" FROM account a LEFT JOIN centre c ON c.id = a.centre_id LEFT JOIN identity i ON i.account_id = a.id"         \
	" AND i.signed_in_at IS NOT NULL" SIGNATORY_JOIN
const struct sql user_sql[] = {
	[BY_LOGIN] = { "SELECT " USER_COLUMNS USER_FROM " WHERE a.login = $1", "s" },
	[BY_ID] = { "SELECT " USER_COLUMNS USER_FROM " WHERE a.id = $1", "i" },
	[LIST] = { "SELECT " USER_COLUMNS USER_FROM " ORDER BY a.login LIMIT 1000", "" },
	[PAGE] = { "SELECT " USER_COLUMNS USER_FROM " WHERE a.login > $1 ORDER BY a.login LIMIT $2", "si" },
	[INSERT] = { "INSERT INTO account (login, name, role, centre_id, password, created_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6)",
	             "sssist" },
	[CENTRE_BY_SLUG] = { "SELECT id FROM centre WHERE slug = $1", "s" },
	[SET_PASSWORD] = { "UPDATE account SET password = $2, version = version + 1 WHERE id = $1", "is" },
	[END_SESSIONS] = { "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL", "it" },
	[CLOSE] = { "UPDATE account SET closed_at = $3, version = version + 1"
	            " WHERE id = $1 AND version = $2 AND closed_at IS NULL",
	            "iit" },
	[SECRET] = { "SELECT password FROM account WHERE login = $1 AND closed_at IS NULL", "s" },
	[STRENGTHEN] = { "UPDATE account SET password = $2 WHERE login = $1", "ss" },
	[FAILURES] = { "SELECT count(*) AS failures, max(at) AS last FROM login_failure WHERE subject = $1 AND at > $2",
	               "st" },
	[ADD_FAILURE] = { "INSERT INTO login_failure (subject, at) VALUES ($1, $2)", "st" },
	[FORGIVE] = { "DELETE FROM login_failure WHERE subject = $1", "s" },
	[FORGET_OLD] = { "DELETE FROM login_failure WHERE at < $1", "t" },
	{ 0 },
};

err user_by_login(struct cx *cx, str login, struct user *ret)
{
	TRY(db_row(cx, &user_sql[BY_LOGIN], &user_rec, ret, V(login)));
	signatory_settle(cx, ret);
	return OK;
}

err user_by_id(struct cx *cx, int64_t id, struct user *ret)
{
	TRY(db_row(cx, &user_sql[BY_ID], &user_rec, ret, V(id)));
	signatory_settle(cx, ret);
	return OK;
}

err user_list(struct cx *cx, struct list *ret)
{
	return db_list(cx, &user_sql[LIST], &user_rec, ret, V_NONE);
}

err user_page(struct cx *cx, str after, int limit, struct list *ret)
{
	return db_list(cx, &user_sql[PAGE], &user_rec, ret, V(after, limit));
}

str user_signature(const struct cx *cx)
{
	return cx->user ? cx->user->name : S("system");
}

bool user_may(const struct user *u, enum right r)
{
	return role_has(user_role(u), r) || (u && u->signs && right_of_signatory(r));
}

bool user_may_at(const struct user *u, enum right r, int64_t centre_id)
{
	if (!user_may(u, r) || r == RIGHT_PUBLIC)
		return r == RIGHT_PUBLIC;
	return role_of_land(user_role(u)) || (u->centre_id.has && u->centre_id.v == centre_id);
}

/* --- creating and changing ---------------------------------------------------------------------------------------- */

enum { SHORTEST_LOGIN = 3, SHORTEST_PASSWORD = 12 };

/* A new account, ready to be stored. */
struct prepared {
	struct user_new account; /* the login as it is looked up */
	str hash;
};

static err check_secret(struct cx *cx, str password)
{
	if (utf8_valid(password) && utf8_length(str_trim(password)) >= SHORTEST_PASSWORD)
		return OK;
	return problem_add(cx, "password", "user.password_short", NO_ARGS);
}

/* As forms read a password, so that one from the command line fits at the sign-in page. */
static err hash_secret(struct cx *cx, str password, str *ret)
{
	return crypt_password_hash(cx->mem, utf8_nfc(cx->mem, str_trim(password)), ret);
}

static err check_new(struct cx *cx, const struct user_new *in)
{
	err e = OK;
	if (!utf8_valid(in->login) || utf8_length(str_trim(in->login)) < SHORTEST_LOGIN)
		e = problem_add(cx, "login", "user.login_short", NO_ARGS);
	if (str_blank(in->name) || !utf8_valid(in->name))
		e = problem_add(cx, "name", "form.required", NO_ARGS);
	if (role_of_code(in->role) == ROLE_NOBODY)
		e = problem_add(cx, "role", "form.not_a_choice", NO_ARGS);
	err secret = check_secret(cx, in->password);
	return e != OK ? e : secret;
}

static err prepare(struct cx *cx, const struct user_new *in, struct prepared *ret)
{
	TRY(check_new(cx, in));
	TRY(hash_secret(cx, in->password, &ret->hash));
	ret->account = *in;
	ret->account.login = utf8_fold(cx->mem, str_trim(in->login));
	return OK;
}

/* Roles of a KI need one, roles of the Land must have none. */
static err find_centre(struct cx *cx, const struct user_new *in, struct maybe *ret)
{
	enum role role = role_of_code(in->role);
	bool needs = role == ROLE_HEAD || role == ROLE_SPECIALIST || role == ROLE_ADMINISTRATOR;
	if (!needs)
		return str_blank(in->centre_slug) ? OK
		                                  : problem_add(cx, "centre_slug", "user.centre_not_wanted", NO_ARGS);
	if (str_blank(in->centre_slug))
		return problem_add(cx, "centre_slug", "user.centre_missing", NO_ARGS);
	int64_t id;
	err e = db_int(cx, &user_sql[CENTRE_BY_SLUG], &id, V(in->centre_slug));
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return problem_add(cx, "centre_slug", "user.centre_unknown", ARGS({ "slug", in->centre_slug }));
	}
	TRY(e);
	*ret = MAYBE(id);
	return OK;
}

static err check_free(struct cx *cx, str login)
{
	struct user taken;
	err e = user_by_login(cx, login, &taken);
	if (e == OK)
		return problem_add(cx, "login", "user.login_taken", ARGS({ "login", login }));
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	return OK;
}

static err store(struct cx *cx, const void *in, void *ret)
{
	const struct prepared *p = in;
	const struct user_new *a = &p->account;
	struct maybe centre = { 0 };
	TRY(check_free(cx, a->login));
	TRY(find_centre(cx, a, &centre));
	TRY(db_exec(cx, &user_sql[INSERT], NULL, V(a->login, a->name, a->role, centre, p->hash, cx->now)));
	TRY(user_by_login(cx, a->login, ret));
	audit_change(cx, "account.create", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(a->login)), centre,
	             &user_rec, NULL, ret);
	return OK;
}

err user_create_in_tx(struct cx *cx, const struct user_new *in, struct user *ret)
{
	struct prepared p;
	ASSERT(db_in_tx(cx));
	TRY(prepare(cx, in, &p));
	return store(cx, &p, ret);
}

err user_create(struct cx *cx, const struct user_new *in, struct user *ret)
{
	struct prepared p;
	TRY(prepare(cx, in, &p));
	return db_tx(cx, "account create", store, &p, ret, sizeof *ret);
}

struct new_secret {
	str login, hash;
};

err user_store_password_in_tx(struct cx *cx, str login, str hash)
{
	struct user u;
	ASSERT(db_in_tx(cx));
	TRY(user_by_login(cx, login, &u));
	if (u.issuer.p)
		return problem_add(cx, "password", "user.password_elsewhere", NO_ARGS);
	TRY(db_exec(cx, &user_sql[SET_PASSWORD], NULL, V(u.id, hash)));
	TRY(db_exec(cx, &user_sql[END_SESSIONS], NULL, V(u.id, cx->now)));
	audit_note(cx, "account.password", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(login)), u.centre_id);
	TRY(reset_void_in_tx(cx, u.id));
	TRY(step_void_in_tx(cx, u.id));
	return contact_tell_in_tx(cx, &u, "contact.password");
}

static err store_password(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct new_secret *s = in;
	return user_store_password_in_tx(cx, s->login, s->hash);
}

err user_hash_password(struct cx *cx, str password, str *ret)
{
	TRY(check_secret(cx, password));
	return hash_secret(cx, password, ret);
}

err user_set_password(struct cx *cx, str login, str password)
{
	struct new_secret s = { .login = login };
	TRY(user_hash_password(cx, password, &s.hash));
	return db_tx(cx, "account password", store_password, &s, NULL, 0);
}

err user_close_in_tx(struct cx *cx, int64_t id, int64_t version)
{
	int64_t changed;
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &user_sql[CLOSE], &changed, V(id, version, cx->now)));
	if (changed == 0)
		return fail(cx, E_STALE, "user.changed_meanwhile", NO_ARGS);
	TRY(db_exec(cx, &user_sql[END_SESSIONS], NULL, V(id, cx->now)));
	TRY(contact_forget_in_tx(cx, id));
	TRY(factor_forget_in_tx(cx, id));
	audit_note(cx, "account.close", str_print(cx->mem, "accounts/%lld", (long long)id), (struct maybe){ 0 });
	return OK;
}

/* --- signing in --------------------------------------------------------------------------------------------------- */

/* What failures are counted for. The wait begins when the free ones are used up, at 15 s, and doubles up to the
 * longest, counted from the last failure. Who guesses waits long; but a stranger must not be able to shut the owner
 * out, so from another place the same login waits a minute at most. Many people can share one place. */
enum { LOGIN_AT_PLACE, PLACE, LOGIN_ANYWHERE, SUBJECTS };
static const struct {
	int64_t free, longest_ms;
} limits[SUBJECTS] = { [LOGIN_AT_PLACE] = { 5, 900000 }, [PLACE] = { 50, 900000 }, [LOGIN_ANYWHERE] = { 50, 60000 } };
enum { FIRST_WAIT_MS = 15000, REMEMBER_MS = 24 * 3600 * 1000 };

struct failures {
	int64_t failures;
	instant last;
};
static const struct field failures_fields[] = {
	FIELD(struct failures, failures, KIND_INT),
	FIELD(struct failures, last, KIND_INSTANT),
};
static const struct record failures_rec = RECORD("failures", struct failures, failures_fields);

static int64_t wait_ms(const struct failures *f, int64_t allowed, int64_t longest, instant now)
{
	if (f->failures < allowed)
		return 0;
	int64_t wait = FIRST_WAIT_MS;
	for (int64_t i = allowed; i < f->failures && wait < longest; i++)
		wait *= 2;
	if (wait > longest)
		wait = longest;
	int64_t over = f->last.ms + wait - now.ms;
	return over > 0 ? over : 0;
}

struct attempt {
	str login;
	str subjects[SUBJECTS];
	bool known;   /* there is such an open account */
	str stronger; /* the password's new hash, when the parameters have grown since; absent otherwise */
};

/* Whoever has one IPv6 address has all of its network of 64 bits. */
str user_place(struct arena *a, str address)
{
	struct in6_addr ip;
	char text[INET6_ADDRSTRLEN];
	if (inet_pton(AF_INET6, str_c(a, address), &ip) != 1 || IN6_IS_ADDR_V4MAPPED(&ip))
		return address;
	memset(ip.s6_addr + 8, 0, 8);
	return str_copy(a, str_of(inet_ntop(AF_INET6, &ip, text, sizeof text)));
}

static struct attempt attempt_of(struct arena *a, str login, str address)
{
	struct attempt at = { .login = utf8_fold(a, str_trim(login)) };
	str place = user_place(a, address);
	at.subjects[LOGIN_AT_PLACE] =
	        str_print(a, "login:" STR_FMT " from:" STR_FMT, STR_ARG(at.login), STR_ARG(place));
	at.subjects[PLACE] = str_print(a, "from:" STR_FMT, STR_ARG(place));
	at.subjects[LOGIN_ANYWHERE] = str_print(a, "login:" STR_FMT, STR_ARG(at.login));
	return at;
}

err user_guess_wait(struct cx *cx, str subject, int64_t allowed, int64_t longest_ms, int64_t *ret_ms)
{
	instant since = { cx->now.ms - REMEMBER_MS };
	struct failures f;
	TRY(db_row(cx, &user_sql[FAILURES], &failures_rec, &f, V(subject, since)));
	*ret_ms = wait_ms(&f, allowed, longest_ms, cx->now);
	return OK;
}

err user_guessed_in_tx(struct cx *cx, str subject)
{
	instant old = { cx->now.ms - REMEMBER_MS };
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &user_sql[FORGET_OLD], NULL, V(old)));
	return db_exec(cx, &user_sql[ADD_FAILURE], NULL, V(subject, cx->now));
}

err user_forgive_in_tx(struct cx *cx, str subject)
{
	ASSERT(db_in_tx(cx));
	return db_exec(cx, &user_sql[FORGIVE], NULL, V(subject));
}

static err throttled(struct cx *cx, const struct attempt *at)
{
	int64_t longest = 0;
	for (int i = 0; i < SUBJECTS; i++) {
		int64_t wait;
		TRY(user_guess_wait(cx, at->subjects[i], limits[i].free, limits[i].longest_ms, &wait));
		longest = wait > longest ? wait : longest;
	}
	if (longest == 0)
		return OK;
	return fail(cx, E_DENIED, "login.wait", ARGS({ "seconds", say_int(cx->words, cx->mem, longest / 1000 + 1) }));
}

/* Asked once more: others may have failed while this password was hashed. Without that as many guesses as there are
 * threads would slip through each wait. Neither a right nor a wrong one learns more than that it has to wait.
 *
 * What was typed as a login that does not exist may be a password: it is not kept in the log for ever. */
static err note_failure(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct attempt *at = in;
	TRY(throttled(cx, at));
	str object = at->known ? str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(at->login)) : S("accounts");
	for (int i = 0; i < SUBJECTS; i++)
		TRY(user_guessed_in_tx(cx, at->subjects[i]));
	audit_note(cx, "login.refused", object, (struct maybe){ 0 });
	return OK;
}

/* The place's failures stay: whoever has an account of his own must not be able to wipe out his guesses at others. */
static err forgive(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct attempt *at = in;
	TRY(throttled(cx, at));
	TRY(db_exec(cx, &user_sql[FORGIVE], NULL, V(at->subjects[LOGIN_AT_PLACE])));
	TRY(db_exec(cx, &user_sql[FORGIVE], NULL, V(at->subjects[LOGIN_ANYWHERE])));
	if (at->stronger.p)
		TRY(db_exec(cx, &user_sql[STRENGTHEN], NULL, V(at->login, at->stronger)));
	audit_note(cx, "login.ok", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(at->login)), (struct maybe){ 0 });
	return OK;
}

struct secret {
	str password;
};
static const struct field secret_fields[] = { FIELD(struct secret, password, KIND_TEXT, .hidden = true) };
static const struct record secret_rec = RECORD("secret", struct secret, secret_fields);

/* The same work is done whether the login exists and has a password or not, so that the time tells nothing. */
static err check_password(struct cx *cx, struct attempt *at, str password, bool *ret_good)
{
	static const str nobody = S_INIT("$argon2id$v=19$m=32768,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	                                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	struct secret secret = { 0 };
	err e = db_row(cx, &user_sql[SECRET], &secret_rec, &secret, V(at->login));
	if (e != OK && e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	at->known = e == OK;
	bool usable = at->known && str_starts(secret.password, "$argon2id$"); /* not if it signs in elsewhere */
	bool matches = crypt_password_ok(usable ? secret.password : nobody, password);
	*ret_good = usable && matches;
	if (*ret_good && crypt_password_outdated(secret.password))
		TRY(crypt_password_hash(cx->mem, password, &at->stronger));
	return OK;
}

err user_sign_in(struct cx *cx, str login, str password, str address, struct user *ret)
{
	struct attempt at = attempt_of(cx->mem, login, address);
	bool good;
	TRY(throttled(cx, &at));
	TRY(check_password(cx, &at, password, &good));
	if (!good) {
		TRY(db_tx(cx, "login refused", note_failure, &at, NULL, 0));
		return fail(cx, E_DENIED, "login.wrong", NO_ARGS);
	}
	TRY(db_tx(cx, "login ok", forgive, &at, NULL, 0));
	return user_by_login(cx, at.login, ret);
}

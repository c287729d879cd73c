#include "core/reset.h"

#include <inttypes.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/contact.h"
#include "core/job.h"
#include "core/statements.h"
#include "crypt/crypt.h"
#include "json/json.h"

enum { FREE_ASKS = 5, LONGEST_WAIT_MS = 15 * 60 * 1000, GOOD_MS = RESET_MINUTES * 60 * 1000, HOUR_MS = 3600 * 1000 };
#define KEEP_MS (30 * 86400000LL)

/* An account that may get a link, and where to. */
struct candidate {
	int64_t id, sent; /* links in the last hour */
	str login, email;
};
static const struct field candidate_fields[] = {
	FIELD(struct candidate, id, KIND_INT),
	FIELD(struct candidate, sent, KIND_INT),
	FIELD(struct candidate, login, KIND_TEXT),
	FIELD(struct candidate, email, KIND_TEXT),
};
static const struct record candidate_rec = RECORD("candidate", struct candidate, candidate_fields);

struct holder {
	str login;
};
static const struct field holder_fields[] = { FIELD(struct holder, login, KIND_TEXT) };
static const struct record holder_rec = RECORD("holder", struct holder, holder_fields);

enum { CANDIDATES, VOID, MAKE, SENT, HOLDER, USE, FORGET };
const struct sql reset_sql[] = {
	[CANDIDATES] = { "SELECT a.id, a.login, e.email, (SELECT count(*) FROM password_reset r WHERE r.account_id = "
	                 "a.id"
	                 " AND r.sent_at > $2) AS sent FROM account a JOIN account_email e ON e.account_id = a.id"
	                 " WHERE (a.login = $1 OR e.email = $1) AND a.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM"
	                 " identity i WHERE i.account_id = a.id AND i.signed_in_at IS NOT NULL) ORDER BY a.id LIMIT 5",
	                 "st" },
	[VOID] = { "UPDATE password_reset SET ended_at = $2 WHERE account_id = $1 AND used_at IS NULL AND ended_at IS "
	           "NULL",
	           "it" },
	[MAKE] = { "INSERT INTO password_reset (account_id, token_hash, made_at, expires_at) VALUES ($1, $2, $3, $4)",
	           "istt" },
	[SENT] = { "UPDATE password_reset SET sent_at = $2 WHERE token_hash = $1", "st" },
	[HOLDER] = { "SELECT a.login FROM password_reset r JOIN account a ON a.id = r.account_id WHERE r.token_hash = "
	             "$1"
	             " AND r.used_at IS NULL AND r.ended_at IS NULL AND r.expires_at > $2 AND a.closed_at IS NULL",
	             "st" },
	[USE] = { "UPDATE password_reset SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND ended_at IS "
	          "NULL"
	          " AND expires_at > $2",
	          "st" },
	[FORGET] = { "DELETE FROM password_reset WHERE made_at < $1", "t" },
	{ 0 },
};

static str hash_of(struct arena *a, str token)
{
	return crypt_hash_parts(a, (const str[]){ S("password reset"), token }, 2);
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

struct asking {
	str who, subject;
};

static err write_job(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct asking *a = in;
	struct text t = TEXT(cx->mem);
	text_c(&t, "{\"who\":");
	json_quoted(&t, a->who);
	text_print(&t, ",\"until\":\"%" PRId64 "\"}", cx->now.ms + GOOD_MS);
	TRY(user_guessed_in_tx(cx, a->subject));
	audit_note(cx, "password.asked", S("accounts"), (struct maybe){ 0 });
	return job_add_in_tx(cx, "password.reset", text_str(&t), cx->now);
}

err reset_ask(struct cx *cx, str who, str address)
{
	str place = user_place(cx->mem, address);
	struct asking a = { .who = utf8_fold(cx->mem, str_trim(who)),
		            .subject = str_print(cx->mem, "reset from:" STR_FMT, STR_ARG(place)) };
	int64_t wait;
	TRY(user_guess_wait(cx, a.subject, FREE_ASKS, LONGEST_WAIT_MS, &wait));
	if (wait)
		return fail(cx, E_DENIED, "login.wait",
		            ARGS({ "seconds", say_int(cx->words, cx->mem, wait / 1000 + 1) }));
	return db_tx(cx, "password asked", write_job, &a, NULL, 0);
}

/* --- the mail ----------------------------------------------------------------------------------------------------- */

struct making {
	const struct candidate *account;
	str hash;
};

static err make_link(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct making *m = in;
	instant until = { cx->now.ms + GOOD_MS }, old = { cx->now.ms - KEEP_MS };
	TRY(reset_void_in_tx(cx, m->account->id));
	TRY(db_exec(cx, &reset_sql[FORGET], NULL, V(old)));
	TRY(db_exec(cx, &reset_sql[MAKE], NULL, V(m->account->id, m->hash, cx->now, until)));
	audit_note(cx, "password.link", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(m->account->login)),
	           (struct maybe){ 0 });
	return OK;
}

static err note_sent(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct making *m = in;
	audit_quiet(cx); /* the link was noted when it was made */
	return db_exec(cx, &reset_sql[SENT], NULL, V(m->hash, cx->now));
}

static err send_link(struct cx *cx, const struct job *job, const struct candidate *c)
{
	struct user u;
	str token = crypt_token(cx->mem);
	struct making m = { c, hash_of(cx->mem, token) };
	TRY(user_by_login(cx, c->login, &u));
	TRY(db_tx(cx, "password link", make_link, &m, NULL, 0));
	const struct words *w = words_of(u.language.p ? u.language : S("de"));
	const struct arg *args =
	        ARGS({ "name", u.name }, { "login", u.login },
	             { "link", mail_link(cx, str_print(cx->mem, "/login/reset/" STR_FMT, STR_ARG(token))) },
	             { "minutes", say_int(w, cx->mem, RESET_MINUTES) });
	struct mail mail = { .to = c->email,
		             .subject = word_args(w, cx->mem, "reset.mail.subject", args),
		             .text = word_args(w, cx->mem, "reset.mail.text", args) };
	TRY(mail_send(cx, job, &mail));
	return db_tx(cx, "password link sent", note_sent, &m, NULL, 0);
}

/* Who asks too often gets no further mail; that is no failure, and nobody is told. */
err reset_job_run(struct cx *cx, const struct job *job)
{
	struct json_pair *pairs;
	size_t n;
	struct list accounts;
	instant until, hour = { cx->now.ms - HOUR_MS };
	if (json_flat(cx->mem, job->arguments, &pairs, &n) != OK || n != 2 || !str_to_int(pairs[1].value, &until.ms))
		return fail(cx, E_INVALID, "job.failed", NO_ARGS);
	if (until.ms < cx->now.ms)
		return fail(cx, E_INVALID, "mail.too_late", NO_ARGS);
	TRY(db_list(cx, &reset_sql[CANDIDATES], &candidate_rec, &accounts, V(pairs[0].value, hour)));
	LIST_EACH (struct candidate, c, &accounts)
		if (c->sent < RESET_PER_HOUR)
			TRY(send_link(cx, job, c));
	return OK;
}

/* --- using it ----------------------------------------------------------------------------------------------------- */

err reset_void_in_tx(struct cx *cx, int64_t account_id)
{
	ASSERT(db_in_tx(cx));
	return db_exec(cx, &reset_sql[VOID], NULL, V(account_id, cx->now));
}

static err bad_link(struct cx *cx)
{
	return fail(cx, E_NOTFOUND, "reset.bad_link", NO_ARGS);
}

err reset_find(struct cx *cx, str token, struct user *ret)
{
	struct holder h;
	err e = db_row(cx, &reset_sql[HOLDER], &holder_rec, &h, V(hash_of(cx->mem, token), cx->now));
	if (e == E_NOTFOUND)
		return bad_link(cx);
	TRY(e);
	return user_by_login(cx, h.login, ret);
}

struct using
{
	str token, login, hash;
};

static err use_link(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct using *u = in;
	int64_t changed;
	TRY(db_exec(cx, &reset_sql[USE], &changed, V(hash_of(cx->mem, u->token), cx->now)));
	if (changed == 0)
		return bad_link(cx);
	audit_note(cx, "password.reset", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(u->login)),
	           (struct maybe){ 0 });
	return user_store_password_in_tx(cx, u->login, u->hash);
}

err reset_use(struct cx *cx, str token, str password)
{
	struct user holder;
	struct using u = { .token = token };
	TRY(reset_find(cx, token, &holder)); /* before the hashing, which takes long */
	TRY(user_hash_password(cx, password, &u.hash));
	u.login = holder.login;
	return db_tx(cx, "password reset", use_link, &u, NULL, 0);
}

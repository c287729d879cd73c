#include "core/signatory.h"
#include "core/session.h"

#include "core/audit.h"
#include "crypt/crypt.h"
#include "core/statements.h"
#include "core/upload.h"
#include "db/db.h"

enum { IDLE_MS = 30 * 60 * 1000, ABSOLUTE_MS = 10 * 3600 * 1000, SEEN_STEP_MS = 60 * 1000 };

struct found {
	struct session session;
	struct user user;
};
static const struct field found_fields[] = {
	{ .name = "session_id", .kind = KIND_INT, .offset = offsetof(struct found, session.id) },
	{ .name = "started_at", .kind = KIND_INSTANT, .offset = offsetof(struct found, session.started) },
	{ .name = "seen_at", .kind = KIND_INSTANT, .offset = offsetof(struct found, session.seen) },
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
	{ .name = "issuer", .kind = KIND_TEXT, .offset = offsetof(struct found, user.issuer) },
};
static const struct record found_rec = RECORD("found", struct found, found_fields);

enum { INSERT, FIND, SEEN, END, FORGET };
const struct sql session_sql[] = {
	[INSERT] = { "INSERT INTO session (token_hash, account_id, address, started_at, seen_at) VALUES ($1, $2, $3, "
	             "$4, $4)",
	             "sist" },
	[FIND] = { "SELECT s.id AS session_id, s.started_at, s.seen_at, a.id, a.version, a.login, a.name, a.role, "
	           "a.centre_id,"
	           " c.slug AS centre_slug, a.language, " SIGNATORY_COLUMNS
	           ", i.issuer FROM session s JOIN account a ON a.id = s.account_id"
	           " LEFT JOIN centre c ON c.id = a.centre_id LEFT JOIN identity i ON i.account_id = a.id"
	           " AND i.signed_in_at IS NOT NULL" SIGNATORY_JOIN " WHERE s.token_hash = $1 AND s.ended_at IS NULL"
	           " AND a.closed_at IS NULL AND s.started_at > $2 AND s.seen_at > $3",
	           "stt" },
	[SEEN] = { "UPDATE session SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL", "it" },
	[END] = { "UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", "it" },
	[FORGET] = { "DELETE FROM session WHERE seen_at < $1", "t" },
	{ 0 },
};

static str token_hash(struct arena *a, str token)
{
	return crypt_hash_parts(a, (const str[]){ S("session"), token }, 2);
}

static str csrf_of(struct arena *a, str token)
{
	return crypt_hash_parts(a, (const str[]){ S("csrf"), token }, 2);
}

struct session *session_of_visitor(struct arena *a, str token)
{
	struct session *s = NEW(a, struct session);
	s->visitor = true;
	s->fresh = !token.p;
	s->token = token.p ? token : crypt_token(a);
	s->csrf = csrf_of(a, s->token);
	return s;
}

str session_form_token(struct cx *cx)
{
	if (cx->token)
		return STR_NONE;
	if (!cx->session)
		cx->session = session_of_visitor(cx->mem, STR_NONE);
	return cx->session->csrf;
}

err session_start_in_tx(struct cx *cx, const struct user *u, str address, struct session *ret)
{
	ASSERT(db_in_tx(cx));
	instant over = { cx->now.ms - ABSOLUTE_MS };
	struct session s = { .token = crypt_token(cx->mem), .started = cx->now, .seen = cx->now };
	s.csrf = csrf_of(cx->mem, s.token);
	TRY(db_exec(cx, &session_sql[FORGET], NULL, V(over)));
	TRY(upload_sweep_in_tx(cx));
	TRY(db_exec(cx, &session_sql[INSERT], NULL, V(token_hash(cx->mem, s.token), u->id, address, cx->now)));
	audit_note(cx, "session.start", str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(u->login)), u->centre_id);
	*ret = s;
	return OK;
}

err session_find(struct cx *cx, str token, struct session *ret, struct user *ret_user)
{
	struct found f;
	instant oldest = { cx->now.ms - ABSOLUTE_MS }, idle = { cx->now.ms - IDLE_MS };
	TRY(db_row(cx, &session_sql[FIND], &found_rec, &f, V(token_hash(cx->mem, token), oldest, idle)));
	f.session.token = token;
	f.session.csrf = csrf_of(cx->mem, token);
	*ret = f.session;
	*ret_user = f.user;
	signatory_settle(cx, ret_user);
	return OK;
}

static err seen_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct session *s = in;
	audit_quiet(cx);
	return db_exec(cx, &session_sql[SEEN], NULL, V(s->id, cx->now));
}

err session_seen(struct cx *cx, const struct session *s)
{
	if (cx->now.ms - s->seen.ms < SEEN_STEP_MS)
		return OK;
	return db_tx(cx, "session seen", seen_tx, s, NULL, 0);
}

err session_end_in_tx(struct cx *cx, int64_t id)
{
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &session_sql[END], NULL, V(id, cx->now)));
	audit_note(cx, "session.end", str_print(cx->mem, "sessions/%lld", (long long)id), (struct maybe){ 0 });
	return OK;
}

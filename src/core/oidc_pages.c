/* Signing in through the sign-in service: there, back, and out. Both ways are GETs: a form may not lead to another host
 * (form-action 'self'), and what they write is bound to a cookie of this browser and worth nothing to a stranger. */
#include "base/log.h"
#include "core/app.h"
#include "core/audit.h"
#include "core/core_pages.h"
#include "core/identity.h"
#include "core/oidc.h"
#include "core/page.h"
#include "core/session.h"
#include "crypt/crypt.h"

enum { TOKEN = 43, LONGEST_TARGET = 500, VISITOR_S = 0 };

static const struct field asked_fields[] = {
	ASKED("state", KIND_TEXT),
	ASKED("code", KIND_TEXT, .max = 4000),
	ASKED("iss", KIND_TEXT, .max = 2000),
	ASKED("error", KIND_TEXT),
};
const struct record oidc_asked_rec = ASKED_RECORD(asked_fields);

static err not_configured(struct cx *cx)
{
	return fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS);
}

/* The visitor's cookie ties the way back to the browser that went. Whoever is signed in may have none yet. */
static str browser_token(struct cx *cx, const struct request *rq, struct res *rs)
{
	str token = pairs_get(&rq->http->cookies, cookie_visitor(cx->app));
	if (token.n == TOKEN)
		return token;
	if (!cx->session)
		session_form_token(cx); /* the dispatcher sets its cookie */
	if (cx->session->visitor)
		return cx->session->token;
	token = crypt_token(cx->mem);
	cookie_set(cx, rs, cookie_visitor(cx->app), token, VISITOR_S);
	return token;
}

/* Says what went wrong on the sign-in page; the log has the code. */
static err refuse_kindly(struct cx *cx, const struct request *rq, struct res *rs, str target, err e)
{
	struct login_state state = { e == E_BUSY ? 503 : 403, .target = target.p ? target : S("/") };
	struct fault fault = cx->fault;
	if (e != E_DENIED && e != E_BUSY)
		return e;
	log_event(LOG_WARNING, "sign-in refused", "reason", str_c(cx->mem, fault.detail), "key",
	          fault.key ? fault.key : "-", "request", str_c(cx->mem, cx->request_id), NULL);
	if (!fault.key)
		return e;
	fault_clear(cx);
	state.refusal = word(cx->words, cx->mem, fault.key);
	return login_show(cx, rq, rs, &state);
}

err oidc_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sign_in_way way = { .target = login_target(rq) };
	str address;
	if (!oidc_of(cx))
		return not_configured(cx);
	if (way.target.n > LONGEST_TARGET)
		way.target = S("/");
	way.place = user_place(cx->mem, rq->http->address);
	way.secrets = (struct oidc_way){ .state = crypt_token(cx->mem), .browser = browser_token(cx, rq, rs) };
	db_snapshot_end(cx); /* what follows may take seconds */
	err e = oidc_start(cx, &way.secrets, &address);
	if (e == OK)
		e = sign_in_begin(cx, &way);
	if (e != OK)
		return refuse_kindly(cx, rq, rs, way.target, e);
	return res_redirect(rs, address);
}

/* --- back --------------------------------------------------------------------------------------------------------- */

struct arrival {
	struct oidc_person person;
	struct user *user;
	str address;
	int64_t former; /* the session that this browser had; 0: none */
};

static err arrive(struct cx *cx, const void *in, void *ret)
{
	const struct arrival *a = in;
	TRY(identity_sign_in_in_tx(cx, &a->person, a->user));
	cx->user = a->user; /* who signs what is noted from here on */
	if (a->former)
		TRY(session_end_in_tx(cx, a->former));
	return session_start_in_tx(cx, a->user, a->address, ret);
}

static err note_refusal(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct arrival *a = in;
	return identity_refused_in_tx(cx, &a->person);
}

/* The words of the refusal outlive the note about it. */
static void note_refused(struct cx *cx, const struct arrival *a)
{
	struct fault fault = cx->fault;
	fault_clear(cx);
	if (db_tx(cx, "sign-in refused", note_refusal, a, NULL, 0) != OK)
		log_event(LOG_ERROR, "refusal not noted", "request", str_c(cx->mem, cx->request_id), NULL);
	cx->fault = fault;
}

static err let_in(struct cx *cx, const struct request *rq, struct res *rs, struct arrival *a)
{
	struct session session;
	const struct user *before = cx->user;
	a->user = NEW(cx->mem, struct user); /* cx->user points to it beyond the handler */
	a->address = rq->http->address;
	a->former = cx->session ? cx->session->id : 0;
	err e = db_tx(cx, "sign-in", arrive, a, &session, sizeof session);
	if (e != OK)
		cx->user = before;
	if (e == E_DENIED)
		note_refused(cx, a);
	TRY(e);
	cookie_set(cx, rs, cookie_session(cx->app), session.token, 0);
	return OK;
}

static err come_back(struct cx *cx, const struct request *rq, struct res *rs, str *ret_target)
{
	struct oidc_way way = { .state = route_asked(rq, "state"),
		                .browser = pairs_get(&rq->http->cookies, cookie_visitor(cx->app)) };
	struct oidc_answer answer = { .code = route_asked(rq, "code"),
		                      .iss = route_asked(rq, "iss"),
		                      .error = route_asked(rq, "error") };
	struct arrival a = { 0 };
	TRY(sign_in_take(cx, &way, ret_target));
	TRY(oidc_finish(cx, &way, &answer, &a.person));
	return let_in(cx, rq, rs, &a);
}

err oidc_back_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	str target = STR_NONE;
	if (!oidc_of(cx))
		return not_configured(cx);
	db_snapshot_end(cx);
	err e = come_back(cx, rq, rs, &target);
	return e == OK ? res_redirect(rs, target) : refuse_kindly(cx, rq, rs, target, e);
}

/* --- out ---------------------------------------------------------------------------------------------------------- */

/* Our session is over; the service's own goes on until the person ends it there. */
err oidc_leave_get(struct cx *cx, const struct request *rq UNUSED, struct res *rs)
{
	if (!oidc_of(cx))
		return not_configured(cx);
	db_snapshot_end(cx);
	str address = oidc_leave_address(cx);
	return address.p ? res_redirect(rs, address) : not_configured(cx);
}

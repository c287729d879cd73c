/* Signing in and out, the own account, the language. */
#include "core/access_pages.h"
#include "core/app.h"
#include "core/core_pages.h"
#include "core/audit.h"
#include "core/form.h"
#include "core/oidc.h"
#include "core/page.h"
#include "core/second_factor.h"
#include "core/session.h"
#include "core/user.h"

/* Only addresses on this site, as browsers send them: "/x". They take "//host" and "/\\host" for another site, and drop
 * tabs and line ends before they look ("/\t/host"). */
static str safe_target(str to)
{
	if (to.n == 0 || to.p[0] != '/' || str_starts(to, "//"))
		return S("/");
	for (size_t i = 0; i < to.n; i++)
		if (to.p[i] < 0x21 || to.p[i] > 0x7E || to.p[i] == '\\')
			return S("/");
	return to;
}

/* --- signing in --------------------------------------------------------------------------------------------------- */

struct credentials {
	str login, password;
};
static const struct field credentials_fields[] = {
	FIELD(struct credentials, login, KIND_TEXT, .input = true, .required = true),
	FIELD(struct credentials, password, KIND_TEXT, .input = true, .required = true, .hidden = true),
};
const struct record credentials_rec = RECORD("login", struct credentials, credentials_fields);

static const struct field target_asked_fields[] = { ASKED("to", KIND_TEXT, .max = 2000) };
const struct record target_asked_rec = ASKED_RECORD(target_asked_fields);
static const struct field login_asked_fields[] = { ASKED("to", KIND_TEXT, .max = 2000), ASKED("left", KIND_TEXT) };
const struct record login_asked_rec = ASKED_RECORD(login_asked_fields);

struct login_page {
	str title;
	str refusal;      /* why the sign-in service's answer was not taken */
	str service;      /* "Mit … anmelden"; absent: there is no sign-in service */
	str service_path; /* to it */
	str left_path;    /* signed out here, not there: to its page for that */
	str request_id;   /* what the administration finds in the log, with a refusal */
	struct form form;
};
static const struct field login_fields[] = {
	FIELD(struct login_page, title, KIND_TEXT),
	FIELD(struct login_page, refusal, KIND_TEXT),
	FIELD(struct login_page, service, KIND_TEXT),
	FIELD(struct login_page, service_path, KIND_PATH),
	FIELD(struct login_page, left_path, KIND_PATH),
	FIELD(struct login_page, request_id, KIND_TEXT),
	FIELD(struct login_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record login_rec = RECORD("login_page", struct login_page, login_fields);
const struct page page_login = { "login.html", &login_rec };

/* Where to after signing in: not to the sign-in page again. */
str login_target(const struct request *rq)
{
	str to = safe_target(route_asked(rq, "to"));
	return str_starts(to, "/login") ? S("/") : to;
}

str login_path(struct cx *cx, const char *path, str target)
{
	struct text t = TEXT(cx->mem);
	text_c(&t, path);
	text_c(&t, "?to=");
	text_url(&t, target);
	return text_str(&t);
}

static void offer_service(struct cx *cx, const struct login_state *state, struct login_page *p)
{
	const struct oidc_config *service = oidc_of(cx);
	if (!service)
		return;
	p->service = word_args(cx->words, cx->mem, "login.service", ARGS({ "name", service->name }));
	p->service_path = login_path(cx, "/login/oidc", state->target);
	if (state->left)
		p->left_path = S("/login/oidc/leave");
}

err login_show(struct cx *cx, const struct request *rq, struct res *rs, const struct login_state *state)
{
	struct login_page p = { .title = word(cx->words, cx->mem, "login.title"),
		                .refusal = state->refusal,
		                .request_id = cx->request_id,
		                .form = form_of(cx, rq->http, &credentials_rec, NULL,
		                                login_path(cx, "/login", state->target), "login.submit", STR_NONE) };
	offer_service(cx, state, &p);
	return page_show(cx, rq->http, rs, state->status, &page_login, &p);
}

err login_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct login_state state = { 200, .target = login_target(rq), .left = route_asked(rq, "left").p != NULL };
	return login_show(cx, rq, rs, &state);
}

struct sign_in {
	struct user user;
	str address;
	int64_t former; /* the session that this browser had; 0: none */
};

static err start_session(struct cx *cx, const void *in, void *ret)
{
	const struct sign_in *s = in;
	if (s->former)
		TRY(session_end_in_tx(cx, s->former));
	return session_start_in_tx(cx, &s->user, s->address, ret);
}

err login_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct credentials in = { 0 };
	struct sign_in *s = NEW(cx->mem, struct sign_in); /* cx->user points into it beyond this handler */
	struct session session;
	struct factor factor;
	struct login_state again = { 422, .target = login_target(rq) };
	if (form_read(cx, rq->http, &credentials_rec, &in) != OK)
		return login_show(cx, rq, rs, &again);
	err e = user_sign_in(cx, in.login, in.password, rq->http->address, &s->user);
	if (e == E_DENIED)
		return login_show(cx, rq, rs, &again);
	TRY(e);
	TRY(factor_of(cx, s->user.id, &factor));
	if (factor.confirmed)
		return step_ask(cx, rq, rs, &s->user, again.target);
	s->address = rq->http->address;
	s->former = cx->session ? cx->session->id : 0;
	cx->user = &s->user;
	TRY(db_tx(cx, "session start", start_session, s, &session, sizeof session));
	cookie_set(cx, rs, cookie_session(cx->app), session.token, 0);
	return page_done(cx, rq->http, rs, again.target, NULL);
}

static err end_session(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct session *s = in;
	return session_end_in_tx(cx, s->id);
}

err logout_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct oidc_config *service = oidc_of(cx);
	bool vouched = service && str_eq(cx->user->issuer, service->issuer);
	if (cx->session)
		TRY(db_tx(cx, "session end", end_session, cx->session, NULL, 0));
	cookie_drop(cx, rs, cookie_session(cx->app));
	return page_done(cx, rq->http, rs, vouched ? S("/login?left=1") : S("/"), "notice.signed_out");
}

/* --- language ----------------------------------------------------------------------------------------------------- */

err language_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	str code = route_part(rq, "code");
	if (!str_is(code, "de") && !str_is(code, "en"))
		return fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS);
	cookie_set(cx, rs, COOKIE_LANGUAGE, code, 365 * 24 * 3600);
	return res_redirect(rs, safe_target(route_asked(rq, "to")));
}

/* --- own account -------------------------------------------------------------------------------------------------- */

struct new_password {
	str old_password, password;
};
static const struct field new_password_fields[] = {
	FIELD(struct new_password, old_password, KIND_TEXT, .input = true, .required = true, .hidden = true),
	FIELD(struct new_password, password, KIND_TEXT, .input = true, .required = true, .min = 12, .hidden = true),
};
const struct record new_password_rec = RECORD("new_password", struct new_password, new_password_fields);

struct account_page {
	str title, csrf;
	struct user user;
	str elsewhere; /* the sign-in service that has the password; absent: we have */
	bool factor;   /* there is a second one */
	int64_t codes_left;
	struct form form;
};
static const struct field account_fields[] = {
	FIELD(struct account_page, title, KIND_TEXT),
	FIELD(struct account_page, csrf, KIND_TEXT),
	FIELD(struct account_page, user, KIND_ONE, .of = &user_rec),
	FIELD(struct account_page, elsewhere, KIND_TEXT),
	FIELD(struct account_page, factor, KIND_BOOL),
	FIELD(struct account_page, codes_left, KIND_INT),
	FIELD(struct account_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record account_rec = RECORD("account", struct account_page, account_fields);
const struct page page_account = { "account.html", &account_rec };

static err show_account(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct factor factor;
	TRY(factor_of(cx, cx->user->id, &factor));
	struct account_page p = { .title = word(cx->words, cx->mem, "account.title"),
		                  .csrf = session_form_token(cx),
		                  .user = *cx->user,
		                  .elsewhere = cx->user->issuer,
		                  .factor = factor.confirmed,
		                  .codes_left = factor.codes_left,
		                  .form = form_of(cx, rq->http, &new_password_rec, NULL, S("/account"),
		                                  "account.set_password", S("/")) };
	return page_show(cx, rq->http, rs, status, &page_account, &p);
}

err account_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_account(cx, rq, rs, 200);
}

/* Guesses at the old password count as guesses at the sign-in page do. */
err account_old_password(struct cx *cx, const struct request *rq, str password)
{
	struct user same;
	err e = user_sign_in(cx, cx->user->login, password, rq->http->address, &same);
	if (e != E_DENIED)
		return e;
	if (!str_is(str_of(cx->fault.key), "login.wrong"))
		return E_INVALID; /* has to wait: the form says so */
	fault_clear(cx);
	return problem_add(cx, "old_password", "account.old_password_wrong", NO_ARGS);
}

/* Ends all sessions of the account, also this one: signing in with the new password shows that it works. */
err account_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct new_password in = { 0 };
	err e = form_read(cx, rq->http, &new_password_rec, &in);
	if (e == OK)
		e = account_old_password(cx, rq, in.old_password);
	if (e == OK)
		e = user_set_password(cx, cx->user->login, in.password);
	if (e == E_INVALID)
		return show_account(cx, rq, rs, 422);
	TRY(e);
	cookie_drop(cx, rs, cookie_session(cx->app));
	return page_done(cx, rq->http, rs, S("/login"), "notice.password_set");
}

/* Signing in, the second step: the code of the app. */
#include "core/access_pages.h"
#include "core/app.h"
#include "core/core_pages.h"
#include "core/form.h"
#include "core/second_factor.h"
#include "core/session.h"

static const struct field asked_fields[] = { ASKED("to", KIND_TEXT, .max = 2000) };
const struct record step_asked_rec = ASKED_RECORD(asked_fields);

struct step_page {
	str title;
	struct form form;
};
static const struct field page_fields[] = {
	FIELD(struct step_page, title, KIND_TEXT),
	FIELD(struct step_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record page_rec = RECORD("sign_in_step_page", struct step_page, page_fields);
const struct page page_step = { "sign_in_step.html", &page_rec };

/* --- from the password to here ------------------------------------------------------------------------------------ */

struct begin {
	const struct user *user;
	str address;
};

static err begin_step(struct cx *cx, const void *in, void *ret)
{
	const struct begin *b = in;
	return step_begin_in_tx(cx, b->user, b->address, ret);
}

err step_ask(struct cx *cx, const struct request *rq, struct res *rs, const struct user *u, str target)
{
	struct begin b = { u, rq->http->address };
	str token;
	TRY(db_tx(cx, "sign-in step", begin_step, &b, &token, sizeof token));
	cookie_set(cx, rs, cookie_step(cx->app), token, STEP_MINUTES * 60);
	return page_done(cx, rq->http, rs, login_path(cx, "/login/code", target), NULL);
}

/* --- from here to a session --------------------------------------------------------------------------------------- */

static str token_of(struct cx *cx, const struct request *rq)
{
	return pairs_get(&rq->http->cookies, cookie_step(cx->app));
}

static err find(struct cx *cx, const struct request *rq, struct user *ret)
{
	str token = token_of(cx, rq);
	return token.p ? step_find(cx, token, ret) : E_NOTFOUND;
}

/* The ten minutes are over, or somebody came here by himself. A program must not take that for a page or a success. */
static err from_the_start(struct cx *cx, const struct request *rq, struct res *rs)
{
	if (wants_json(rq->http))
		return fail(cx, E_NOTFOUND, "notice.step_over", NO_ARGS);
	cookie_drop(cx, rs, cookie_step(cx->app));
	return page_done(cx, rq->http, rs, login_path(cx, "/login", login_target(rq)), "notice.step_over");
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct step_page p = { .title = word(cx->words, cx->mem, "sign_in_step.title"),
		               .form = form_of(cx, rq->http, &factor_code_rec, NULL,
		                               login_path(cx, "/login/code", login_target(rq)), "login.submit",
		                               login_path(cx, "/login", login_target(rq))) };
	return page_show(cx, rq->http, rs, status, &page_step, &p);
}

err step_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct user u;
	err e = find(cx, rq, &u);
	if (e == E_NOTFOUND)
		return from_the_start(cx, rq, rs);
	TRY(e);
	return show(cx, rq, rs, 200);
}

struct start {
	struct user user;
	str token, address;
	int64_t former; /* the session that this browser had; 0: none */
};

static err start_session(struct cx *cx, const void *in, void *ret)
{
	const struct start *s = in;
	TRY(step_end_in_tx(cx, s->token));
	if (s->former)
		TRY(session_end_in_tx(cx, s->former));
	return session_start_in_tx(cx, &s->user, s->address, ret);
}

/* E_NOTFOUND: the step was used or became void while the code was looked at. */
static err let_in(struct cx *cx, const struct request *rq, struct res *rs, struct start *s)
{
	struct session session;
	const struct user *before = cx->user;
	s->token = token_of(cx, rq);
	s->address = rq->http->address;
	s->former = cx->session ? cx->session->id : 0;
	cx->user = &s->user;
	err e = db_tx(cx, "session start", start_session, s, &session, sizeof session);
	if (e != OK)
		cx->user = before;
	TRY(e);
	cookie_drop(cx, rs, cookie_step(cx->app));
	cookie_set(cx, rs, cookie_session(cx->app), session.token, 0);
	return page_done(cx, rq->http, rs, login_target(rq), NULL);
}

err step_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct code_typed in = { 0 };
	struct start *s = NEW(cx->mem, struct start); /* cx->user points into it beyond this handler */
	err e = find(cx, rq, &s->user);
	if (e == E_NOTFOUND)
		return from_the_start(cx, rq, rs);
	TRY(e);
	e = form_read(cx, rq->http, &factor_code_rec, &in);
	if (e == OK)
		e = factor_check(cx, &s->user, in.one_time_code, rq->http->address);
	if (e == E_INVALID || e == E_DENIED)
		return show(cx, rq, rs, 422);
	TRY(e);
	e = let_in(cx, rq, rs, s);
	return e == E_NOTFOUND ? from_the_start(cx, rq, rs) : e;
}

/* --- who must have a second factor and has none ------------------------------------------------------------------- */

/* Setting it up, going away, and what helps with either. */
static bool stays_open(str path)
{
	static const char *const open[] = { "/account/second-factor", "/login", "/logout", "/language", "/about",
		                            "/accessibility",         "/help",  "/privacy" };
	for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
		str part = str_of(open[i]);
		if (str_starts(path, open[i]) && (path.n == part.n || path.p[part.n] == '/'))
			return true;
	}
	return false;
}

err step_must_set_up(struct cx *cx, const struct route *r, bool *ret)
{
	struct factor f;
	*ret = false;
	if (!cx->session || cx->token || !factor_required(cx, cx->user) || stays_open(str_of(r->path)))
		return OK;
	TRY(factor_of(cx, cx->user->id, &f));
	*ret = !f.confirmed;
	return OK;
}

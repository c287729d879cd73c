/* The second factor of the own account: setting it up, recovery codes, turning it off. */
#include <inttypes.h>

#include "core/access_pages.h"
#include "core/app.h"
#include "core/form.h"
#include "core/second_factor.h"
#include "view/qr.h"

/* What is typed on the pages below. */
struct own_password {
	str old_password;
};
static const struct field begin_fields[] = { FIELD(struct own_password, old_password, KIND_TEXT,
	                                           .label = "own_email.password", .input = true, .required = true,
	                                           .hidden = true) };
const struct record factor_begin_rec = RECORD("factor_begin", struct own_password, begin_fields);

static const struct field code_fields[] = { FIELD(struct code_typed, one_time_code, KIND_TEXT, .label = "factor.code",
	                                          .input = true, .required = true, .max = 40, .hidden = true) };
const struct record factor_code_rec = RECORD("factor_code", struct code_typed, code_fields);
static const struct field app_code_fields[] = { FIELD(struct code_typed, one_time_code, KIND_TEXT,
	                                              .label = "factor.app_code", .input = true, .required = true,
	                                              .max = 40, .hidden = true) };
const struct record factor_app_code_rec = RECORD("factor_app_code", struct code_typed, app_code_fields);

/* --- where it stands, and setting it up --------------------------------------------------------------------------- */

struct factor_page {
	str title, qr, secret;
	str elsewhere; /* the sign-in service, whose business it is; absent: it is ours */
	bool on, begun, required;
	instant since;
	int64_t codes_left;
	bool few_codes;
	struct form form;
};
static const struct field page_fields[] = {
	FIELD(struct factor_page, title, KIND_TEXT),
	FIELD(struct factor_page, qr, KIND_HTML, .hidden = true),
	FIELD(struct factor_page, secret, KIND_TEXT),
	FIELD(struct factor_page, elsewhere, KIND_TEXT),
	FIELD(struct factor_page, on, KIND_BOOL),
	FIELD(struct factor_page, begun, KIND_BOOL),
	FIELD(struct factor_page, required, KIND_BOOL),
	FIELD(struct factor_page, since, KIND_INSTANT),
	FIELD(struct factor_page, codes_left, KIND_INT),
	FIELD(struct factor_page, few_codes, KIND_BOOL, .hidden = true),
	FIELD(struct factor_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record page_rec = RECORD("second_factor", struct factor_page, page_fields);
const struct page page_factor = { "second_factor.html", &page_rec };

enum { FEW_CODES = 3 };

/* In groups of four, as one copies it. */
static str grouped(struct arena *a, str secret)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < secret.n; i++) {
		if (i && i % 4 == 0)
			text_char(&t, ' ');
		text_char(&t, secret.p[i]);
	}
	return text_str(&t);
}

/* The address in the code is the one that all apps know ("key URI format"). */
static err fill_secret(struct cx *cx, const struct factor *f, struct factor_page *p)
{
	str secret;
	struct text link = TEXT(cx->mem);
	TRY(factor_secret(cx, f, &secret));
	text_c(&link, "otpauth://totp/Scharnier:");
	text_url(&link, cx->user->login);
	text_print(&link, "?secret=" STR_FMT "&issuer=Scharnier&algorithm=SHA1&digits=6&period=30", STR_ARG(secret));
	p->secret = grouped(cx->mem, secret);
	p->qr = qr_svg(cx->mem, text_str(&link), word(cx->words, cx->mem, "factor.qr"));
	return OK;
}

static err show_factor(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct factor f;
	TRY(factor_of(cx, cx->user->id, &f));
	struct factor_page p = { .title = word(cx->words, cx->mem, "factor.title"),
		                 .elsewhere = cx->user->issuer,
		                 .on = f.confirmed,
		                 .begun = f.begun && !f.confirmed,
		                 .required = factor_required(cx, cx->user),
		                 .since = f.since,
		                 .codes_left = f.codes_left,
		                 .few_codes = f.codes_left < FEW_CODES };
	if (p.begun)
		TRY(fill_secret(cx, &f, &p));
	p.form = p.begun ? form_of(cx, rq->http, &factor_app_code_rec, NULL, S("/account/second-factor/confirm"),
	                           "factor.confirm", S("/account"))
	                 : form_of(cx, rq->http, &factor_begin_rec, NULL, S("/account/second-factor"), "factor.begin",
	                           S("/account"));
	return page_show(cx, rq->http, rs, status, &page_factor, &p);
}

err factor_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_factor(cx, rq, rs, 200);
}

static err begin(struct cx *cx, const void *in, void *ret UNUSED)
{
	return factor_begin_in_tx(cx, in);
}

err factor_begin_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_password in = { 0 };
	if (cx->user->issuer.p)
		return fail(cx, E_DENIED, "factor.elsewhere", NO_ARGS);
	err e = form_read(cx, rq->http, &factor_begin_rec, &in);
	if (e == OK)
		e = account_old_password(cx, rq, in.old_password);
	if (e == E_INVALID)
		return show_factor(cx, rq, rs, 422);
	TRY(e);
	TRY(db_tx(cx, "second factor begin", begin, cx->user, NULL, 0));
	return page_done(cx, rq->http, rs, S("/account/second-factor"), NULL);
}

/* --- recovery codes, shown once ----------------------------------------------------------------------------------- */

struct codes_page {
	str title, login;
	instant made;
	struct list codes;
};
static const struct field codes_fields[] = {
	FIELD(struct codes_page, title, KIND_TEXT),
	FIELD(struct codes_page, login, KIND_TEXT),
	FIELD(struct codes_page, made, KIND_INSTANT),
	FIELD(struct codes_page, codes, KIND_MANY, .of = &recovery_rec),
};
static const struct record codes_rec = RECORD("recovery_codes", struct codes_page, codes_fields);
const struct page page_codes = { "recovery_codes.html", &codes_rec };

static err show_codes(struct cx *cx, const struct request *rq, struct res *rs, struct list codes)
{
	struct codes_page p = { .title = word(cx->words, cx->mem, "recovery_codes.title"),
		                .login = cx->user->login,
		                .made = cx->now,
		                .codes = codes };
	return page_show(cx, rq->http, rs, 200, &page_codes, &p);
}

/* Sent once more (reloaded, another window), or after the secret was given up: no guess. */
err factor_confirm_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct code_typed in = { 0 };
	struct list codes;
	struct factor f;
	TRY(factor_of(cx, cx->user->id, &f));
	if (f.confirmed)
		return fail(cx, E_STALE, "factor.is_on", NO_ARGS);
	if (!f.begun)
		return page_done(cx, rq->http, rs, S("/account/second-factor"), "notice.factor_again");
	err e = form_read(cx, rq->http, &factor_app_code_rec, &in);
	if (e == OK)
		e = factor_confirm(cx, cx->user, in.one_time_code, rq->http->address, &codes);
	if (e == E_INVALID || e == E_DENIED)
		return show_factor(cx, rq, rs, 422);
	TRY(e);
	return show_codes(cx, rq, rs, codes);
}

/* --- with a code: new recovery codes, turning it off -------------------------------------------------------------- */

struct code_page {
	str title, lead;
	struct form form;
};
static const struct field code_page_fields[] = {
	FIELD(struct code_page, title, KIND_TEXT),
	FIELD(struct code_page, lead, KIND_TEXT),
	FIELD(struct code_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record code_page_rec = RECORD("factor_with_code", struct code_page, code_page_fields);
const struct page page_with_code = { "factor_with_code.html", &code_page_rec };

/* Before anything is asked or counted: there is one. */
static err check_on(struct cx *cx)
{
	struct factor f;
	TRY(factor_of(cx, cx->user->id, &f));
	if (!f.confirmed)
		return fail(cx, E_NOTFOUND, "factor.is_off", NO_ARGS);
	return OK;
}

/* What the code is asked for. Who must have a second factor turns it off only to set it up again: he is led there. */
struct purpose {
	const char *path, *title, *lead, *submit;
};
static const struct purpose new_codes = { "/account/second-factor/codes", "factor.new_codes", "factor.new_codes_lead",
	                                  "factor.new_codes_submit" };
static const struct purpose turning_off = { "/account/second-factor/off", "factor.off", "factor.off_lead",
	                                    "factor.off_submit" };
static const struct purpose renewing = { "/account/second-factor/off", "factor.renew", "factor.renew_lead",
	                                 "factor.renew_submit" };

static const struct purpose *off_for(const struct cx *cx)
{
	return factor_required(cx, cx->user) ? &renewing : &turning_off;
}

static err show_with_code(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct purpose *w)
{
	struct code_page p = { .title = word(cx->words, cx->mem, w->title),
		               .lead = word(cx->words, cx->mem, w->lead),
		               .form = form_of(cx, rq->http, &factor_code_rec, NULL, str_of(w->path), w->submit,
		                               S("/account/second-factor")) };
	return page_show(cx, rq->http, rs, status, &page_with_code, &p);
}

err factor_codes_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	TRY(check_on(cx));
	return show_with_code(cx, rq, rs, 200, &new_codes);
}

err factor_codes_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct code_typed in = { 0 };
	struct list codes;
	TRY(check_on(cx));
	err e = form_read(cx, rq->http, &factor_code_rec, &in);
	if (e == OK)
		e = factor_new_codes(cx, cx->user, in.one_time_code, rq->http->address, &codes);
	if (e == E_INVALID || e == E_DENIED)
		return show_with_code(cx, rq, rs, 422, &new_codes);
	TRY(e);
	return show_codes(cx, rq, rs, codes);
}

err factor_off_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	TRY(check_on(cx));
	return show_with_code(cx, rq, rs, 200, off_for(cx));
}

err factor_off_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct code_typed in = { 0 };
	TRY(check_on(cx));
	err e = form_read(cx, rq->http, &factor_code_rec, &in);
	if (e == OK)
		e = factor_off(cx, cx->user, in.one_time_code, rq->http->address);
	if (e == E_INVALID || e == E_DENIED)
		return show_with_code(cx, rq, rs, 422, off_for(cx));
	TRY(e);
	if (factor_required(cx, cx->user))
		return page_done(cx, rq->http, rs, S("/account/second-factor"), "notice.factor_renew");
	return page_done(cx, rq->http, rs, S("/account"), "notice.factor_off");
}

/* --- by the technical administration ------------------------------------------------------------------------------ */

static err reset(struct cx *cx, const void *in, void *ret UNUSED)
{
	return factor_reset_in_tx(cx, in);
}

err factor_reset_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct user u;
	struct factor f;
	err e = user_by_id(cx, route_id(rq), &u);
	if (e == E_NOTFOUND)
		return fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS);
	TRY(e);
	if (u.id == cx->user->id)
		return fail(cx, E_INVALID, "factor.not_oneself", NO_ARGS);
	TRY(factor_of(cx, u.id, &f));
	if (!f.begun)
		return fail(cx, E_NOTFOUND, "factor.is_off", NO_ARGS);
	TRY(db_tx(cx, "second factor reset", reset, &u, NULL, 0));
	return page_done(cx, rq->http, rs, str_print(cx->mem, "/accounts/%" PRId64, u.id), "notice.factor_reset");
}

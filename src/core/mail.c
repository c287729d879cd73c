#include "core/mail.h"

#include <inttypes.h>
#include <string.h>

#include "core/app.h"
#include "core/job.h"
#include "json/json.h"

static bool in_local_part(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

static bool in_domain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static bool all(str s, bool (*fits)(char c))
{
	for (size_t i = 0; i < s.n; i++)
		if (!fits(s.p[i]))
			return false;
	return s.n > 0 && s.p[0] != '.' && s.p[s.n - 1] != '.' && !str_has(s, "..");
}

bool mail_address_ok(str address)
{
	str domain = address;
	str local = str_split(&domain, '@');
	return address.p && address.n <= 254 && local.n <= 64 && domain.p && all(local, in_local_part) &&
	       local.p[0] != '-' && all(domain, in_domain) && domain.p[0] != '-';
}

static const struct mail_config *config_of(const struct cx *cx)
{
	return cx->app ? &cx->app->config.mail : NULL;
}

bool mail_possible(const struct cx *cx)
{
	const struct mail_config *c = config_of(cx);
	return c && c->server.url.p && c->from.p && c->public_url.p;
}

str mail_sender(const struct cx *cx)
{
	const struct mail_config *c = config_of(cx);
	return c ? c->from : STR_NONE;
}

str mail_link(struct cx *cx, str path)
{
	return str_print(cx->mem, STR_FMT STR_FMT, STR_ARG(config_of(cx)->public_url), STR_ARG(path));
}

static void add_pair(struct text *t, const char *name, str value)
{
	text_print(t, "%s\"%s\":", t->n ? "," : "{", name);
	json_quoted(t, value);
}

err mail_add_in_tx(struct cx *cx, const struct mail *m)
{
	struct text t = TEXT(cx->mem);
	add_pair(&t, "to", m->to);
	add_pair(&t, "subject", m->subject);
	add_pair(&t, "text", m->text);
	add_pair(&t, "until", str_print(cx->mem, "%" PRId64, m->until.ms));
	text_c(&t, "}");
	return job_add_in_tx(cx, "mail", text_str(&t), cx->now);
}

err mail_send(struct cx *cx, const struct job *job, const struct mail *m)
{
	const struct mail_config *c = config_of(cx);
	struct smtp_answer answer;
	if (!mail_possible(cx))
		return fail(cx, E_BUSY, "mail.not_configured", NO_ARGS);
	if (!mail_address_ok(m->to))
		return fail(cx, E_INVALID, "mail.no_address", NO_ARGS);
	if (m->until.ms && m->until.ms < cx->now.ms)
		return fail(cx, E_INVALID, "mail.too_late", NO_ARGS);
	str id = str_print(cx->mem, "job-%" PRId64 "-%" PRId64, job->id, job->created.ms);
	str message = mail_message(cx->mem, c->from, m, cx->now, id);
	err e = smtp_send(cx->mem, &c->server, c->from, m->to, message, &answer);
	return e == OK ? OK : fail_detail(cx, e, answer.key, NO_ARGS, answer.detail);
}

static str value_of(const struct json_pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(pairs[i].name, name))
			return pairs[i].value;
	return STR_NONE;
}

err mail_job_run(struct cx *cx, const struct job *job)
{
	struct json_pair *pairs;
	size_t n;
	if (json_flat(cx->mem, job->arguments, &pairs, &n) != OK)
		return fail(cx, E_INVALID, "job.failed", NO_ARGS);
	struct mail m = { .to = value_of(pairs, n, "to"),
		          .subject = value_of(pairs, n, "subject"),
		          .text = value_of(pairs, n, "text") };
	(void)!str_to_int(value_of(pairs, n, "until"), &m.until.ms);
	return mail_send(cx, job, &m);
}

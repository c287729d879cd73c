#include "app/program_mail.h"

#include <stddef.h>

#include "app/secret_file.h"

static const struct {
	const char *name, *variable;
	size_t offset;
} options[] = {
	{ "smtp", "SCHARNIER_SMTP", offsetof(struct mail_options, smtp) },
	{ "smtp_user", "SCHARNIER_SMTP_USER", offsetof(struct mail_options, smtp_user) },
	{ "smtp_password_file", "SCHARNIER_SMTP_PASSWORD_FILE", offsetof(struct mail_options, smtp_password_file) },
	{ "smtp_ca", "SCHARNIER_SMTP_CA", offsetof(struct mail_options, smtp_ca) },
	{ "smtp_tls", "SCHARNIER_SMTP_TLS", offsetof(struct mail_options, smtp_tls) },
	{ "secret_key", "SCHARNIER_SECRET_KEY", offsetof(struct mail_options, secret_key) },
	{ "require_totp", "SCHARNIER_REQUIRE_TOTP", offsetof(struct mail_options, require_totp) },
	{ "mail_from", "SCHARNIER_MAIL_FROM", offsetof(struct mail_options, mail_from) },
	{ "public_url", "SCHARNIER_PUBLIC_URL", offsetof(struct mail_options, public_url) },
};
enum { OPTIONS = sizeof options / sizeof *options };

bool mail_option_take(struct mail_options *o, str name, str value)
{
	for (int i = 0; i < OPTIONS; i++)
		if (str_is(name, options[i].name)) {
			*(str *)((char *)o + options[i].offset) = value;
			return true;
		}
	return false;
}

const char *mail_option_name(int i, const char **ret_variable)
{
	if (i >= OPTIONS)
		return NULL;
	*ret_variable = options[i].variable;
	return options[i].name;
}

static bool wrong(str *ret_words, str words)
{
	*ret_words = words;
	return false;
}

/* "https://scharnier.example.org" or "http://127.0.0.1:8080", without a path. */
static bool public_url_ok(str url)
{
	str host = str_starts(url, "https://")  ? str_part(url, 8, url.n)
	           : str_starts(url, "http://") ? str_part(url, 7, url.n)
	                                        : STR_NONE;
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] <= 0x20 || host.p[i] >= 0x7F || host.p[i] == '/' || host.p[i] == '"' ||
		    host.p[i] == '<' || host.p[i] == '?' || host.p[i] == '#' || host.p[i] == '@')
			return false;
	return host.n > 0;
}

static bool apply_server(struct arena *mem, const struct mail_options *o, struct smtp_server *ret, str *ret_words)
{
	ret->url = o->smtp;
	ret->user = o->smtp_user;
	ret->ca_file = o->smtp_ca;
	ret->plain = str_is(o->smtp_tls, "none");
	if (!smtp_url_ok(o->smtp))
		return wrong(ret_words,
		             S("die Einstellung »smtp« erwartet smtp://RECHNER:PORT oder smtps://RECHNER:PORT."));
	if (o->smtp_tls.p && !ret->plain && !str_is(o->smtp_tls, "starttls"))
		return wrong(ret_words, S("die Einstellung »smtp_tls« erwartet starttls oder none."));
	if (ret->user.p && ret->plain && str_starts(o->smtp, "smtp:") && !str_starts(o->smtp, "smtp://127.0.0.1") &&
	    !str_starts(o->smtp, "smtp://localhost"))
		return wrong(ret_words,
		             S("mit »smtp_tls = none« ginge das Passwort von »smtp_user« lesbar über das Netz."));
	if (ret->user.p != NULL && !o->smtp_password_file.p)
		return wrong(ret_words, S("zu »smtp_user« fehlt die Einstellung »smtp_password_file«."));
	return !o->smtp_password_file.p || secret_read(mem, "Die Datei mit dem Passwort für den Mailserver",
	                                               o->smtp_password_file, &ret->password, ret_words) == OK;
}

bool mail_options_apply(struct arena *mem, const struct mail_options *o, struct mail_config *ret, str *ret_words)
{
	str url = o->public_url;
	if (url.n && url.p[url.n - 1] == '/')
		url.n--;
	if (url.p && !public_url_ok(url))
		return wrong(ret_words,
		             S("die Einstellung »public_url« erwartet die öffentliche Adresse ohne Pfad, zum "
		               "Beispiel https://scharnier.example.org."));
	ret->public_url = str_copy(mem, url);
	if (!o->smtp.p)
		return true;
	if (!mail_address_ok(o->mail_from))
		return wrong(ret_words,
		             S("zu »smtp« fehlt die Einstellung »mail_from«: die Adresse, von der Mails kommen."));
	if (!url.p)
		return wrong(ret_words,
		             S("zu »smtp« fehlt die Einstellung »public_url«: ohne sie führt kein Link zurück."));
	ret->from = o->mail_from;
	return apply_server(mem, o, &ret->server, ret_words);
}

bool access_options_apply(struct arena *mem, const struct mail_options *o, struct access_config *ret, str *ret_words)
{
	static const char *const names[] = {
		[FACTOR_FREE] = "none", [FACTOR_TECHNICAL] = "technical", [FACTOR_ALL] = "all"
	};
	str hex = STR_NONE, who = o->require_totp.p ? o->require_totp : S("none");
	int required = FACTOR_FREE;
	while (required <= FACTOR_ALL && !str_is(who, names[required]))
		required++;
	if (required > FACTOR_ALL)
		return wrong(ret_words, S("die Einstellung »require_totp« erwartet none, technical oder all."));
	ret->required = (enum factor_for)required;
	if (!o->secret_key.p)
		return true;
	if (secret_read(mem, "Die Schlüsseldatei", o->secret_key, &hex, ret_words) != OK)
		return false;
	ret->has_key = seal_key_read(hex, &ret->key);
	return ret->has_key ||
	       wrong(ret_words, S("die Datei der Einstellung »secret_key« enthält keine 64 Hexadezimalziffern; "
	                          "eine neue macht scharnier backup --new-key DATEI."));
}

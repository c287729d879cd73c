/* guard.c -- refuses requests that two programs in a row could read differently (research/trust.md F1, ASVS 4.2.1).
 *
 * RFC 9112 sections 3 and 6. Pure: no socket, no memory, no clock.
 */
#include "http/parts.h"

#include <string.h>
#include <strings.h>

static int refuse(int *ret_status, const char **ret_reason, int status, const char *reason)
{
	*ret_status = status;
	*ret_reason = reason;
	return status;
}

static bool same(str s, const char *c)
{
	return s.n == strlen(c) && strncasecmp(s.p, c, s.n) == 0;
}

static bool starts(str s, const char *prefix)
{
	return s.n >= strlen(prefix) && strncasecmp(s.p, prefix, strlen(prefix)) == 0;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c);
}

/* RFC 9110 5.6.2 */
static bool is_token(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], "!#$%&'*+-.^_`|~"))
			return false;
	return s.n > 0;
}

static bool is_value(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7F)
			return false;
	return true;
}

static bool is_length(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n <= 18; /* 18 digits fit in 64 bits */
}

static bool is_host(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], ".-_~:[]%"))
			return false;
	return s.n > 0;
}

struct framing {
	int hosts, lengths, codings, types;
	str host;
	bool has_body_coding;
};

static int check_framing_header(const struct pair *h, struct framing *f, int *ret_status, const char **ret_reason)
{
	if (same(h->name, "host")) {
		f->host = h->value;
		if (f->hosts++ || !is_host(h->value))
			return refuse(ret_status, ret_reason, 400,
			              "Die Anfrage braucht genau eine gültige Host-Zeile.");
	} else if (same(h->name, "content-length")) {
		if (f->lengths++ || !is_length(h->value))
			return refuse(ret_status, ret_reason, 400, "Die Länge der Anfrage ist nicht eindeutig.");
	} else if (same(h->name, "transfer-encoding")) {
		if (f->codings++ || !same(h->value, "chunked"))
			return refuse(ret_status, ret_reason, 400, "Die Übertragungskodierung ist nicht zulässig.");
	} else if (same(h->name, "content-type")) {
		if (f->types++)
			return refuse(ret_status, ret_reason, 400, "Der Inhaltstyp ist nicht eindeutig.");
	} else if (same(h->name, "content-encoding")) {
		if (!same(h->value, "identity")) /* nothing here unpacks what a stranger packed */
			return refuse(ret_status, ret_reason, 415, "Komprimierte Anfragen werden nicht angenommen.");
	}
	return 0;
}

static int check_headers(const struct head *h, struct framing *f, int *ret_status, const char **ret_reason)
{
	for (size_t i = 0; i < h->n; i++) {
		if (!is_token(h->headers[i].name))
			return refuse(ret_status, ret_reason, 400, "Der Name einer Kopfzeile ist ungültig.");
		if (!is_value(h->headers[i].value))
			return refuse(ret_status, ret_reason, 400, "Eine Kopfzeile enthält Steuerzeichen.");
		if (check_framing_header(&h->headers[i], f, ret_status, ret_reason))
			return *ret_status;
	}
	if (f->lengths && f->codings)
		return refuse(ret_status, ret_reason, 400,
		              "Die Anfrage nennt Länge und Übertragungskodierung zugleich.");
	if (f->codings && str_is(h->version, "HTTP/1.0"))
		return refuse(ret_status, ret_reason, 400, "HTTP/1.0 kennt keine Übertragungskodierung.");
	if (!f->hosts && !str_is(h->version, "HTTP/1.0"))
		return refuse(ret_status, ret_reason, 400, "Die Anfrage braucht genau eine gültige Host-Zeile.");
	return 0;
}

static int check_method(str method, int *ret_status, const char **ret_reason)
{
	static const char *const taken[] = { "GET", "HEAD", "POST" };
	static const char *const known[] = { "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT" };
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (str_is(method, taken[i]))
			return 0;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (str_is(method, known[i]))
			return refuse(ret_status, ret_reason, 405, "Diese Methode ist hier nicht erlaubt.");
	if (!is_token(method))
		return refuse(ret_status, ret_reason, 400, "Die Methode ist ungültig.");
	return refuse(ret_status, ret_reason, 501, "Diese Methode ist unbekannt.");
}

/* Bytes before the host of an absolute target; 0: it is not one. */
static size_t scheme_length(str target)
{
	if (starts(target, "http://"))
		return strlen("http://");
	return starts(target, "https://") ? strlen("https://") : 0;
}

static str target_host(str target)
{
	str rest = str_part(target, scheme_length(target), target.n);
	size_t n = 0;
	while (n < rest.n && !is_one_of(rest.p[n], "/?"))
		n++;
	return str_part(rest, 0, n);
}

static int check_target(str target, str host, int *ret_status, const char **ret_reason)
{
	for (size_t i = 0; i < target.n; i++)
		if (target.p[i] < 0x21 || target.p[i] > 0x7E || target.p[i] == '#')
			return refuse(ret_status, ret_reason, 400, "Die Adresse enthält unzulässige Zeichen.");
	if (target.n > 0 && target.p[0] == '/')
		return 0;
	if (!scheme_length(target))
		return refuse(ret_status, ret_reason, 400, "Die Adresse ist ungültig.");
	str named = target_host(target);
	if (!is_host(named) || named.n != host.n || strncasecmp(named.p, host.p, host.n) != 0)
		return refuse(ret_status, ret_reason, 400, "Die Adresse nennt einen anderen Host.");
	return 0;
}

err http_guard(const struct head *h, int *ret_status, const char **ret_reason)
{
	struct framing f = { .host = S_INIT("") };
	if (check_headers(h, &f, ret_status, ret_reason) || check_method(h->method, ret_status, ret_reason) ||
	    check_target(h->target, f.host, ret_status, ret_reason))
		return E_INVALID;
	return OK;
}

str origin_form(struct arena *a, str target)
{
	size_t scheme = scheme_length(target);
	if (!scheme)
		return target;
	str rest = str_part(target, scheme + target_host(target).n, target.n);
	if (rest.n > 0 && rest.p[0] == '/')
		return rest;
	return str_print(a, "/" STR_FMT, STR_ARG(rest));
}

bool head_is_exact(const struct head *h, size_t bytes)
{
	const char *at = h->method.p + h->method.n;
	if (h->target.p != at + 1 || h->version.p != h->target.p + h->target.n + 1)
		return false;
	at = h->version.p + h->version.n + 2;
	for (size_t i = 0; i < h->n; i++) {
		if (h->headers[i].name.p != at || h->headers[i].value.p < at + h->headers[i].name.n + 1)
			return false;
		at = h->headers[i].value.p + h->headers[i].value.n + 2;
	}
	return at + 2 == h->method.p + bytes;
}

#include "net/smtp.h"

#include <curl/curl.h>
#include <string.h>

struct reading {
	str left;
};

static size_t give(char *to, size_t size, size_t n, void *self)
{
	struct reading *r = self;
	size_t room = size * n, some = r->left.n < room ? r->left.n : room;
	memcpy(to, r->left.p, some);
	r->left = str_part(r->left, some, r->left.n);
	return some;
}

bool smtp_url_ok(str url)
{
	str rest = url;
	str scheme = str_split(&rest, ':');
	if ((!str_is(scheme, "smtp") && !str_is(scheme, "smtps")) || !rest.p || !str_starts(rest, "//") || rest.n < 3)
		return false;
	for (size_t i = 2; i < rest.n; i++) {
		char c = rest.p[i];
		bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		            strchr("-.:[]_", c);
		if (!fine || c == '\0')
			return false;
	}
	return true;
}

/* Refused for good: the recipient, the sender or the message. 530 to 538 are about signing in: somebody can mend that,
 * and then the mail goes out. */
static bool for_good(CURLcode rc, long code)
{
	bool in_talk = rc == CURLE_SEND_ERROR || rc == CURLE_RECV_ERROR || rc == CURLE_WEIRD_SERVER_REPLY;
	return in_talk && code >= 500 && (code < 530 || code > 538);
}

static const char *reason(CURLcode rc, long code)
{
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
		return "mail.no_server";
	case CURLE_OPERATION_TIMEDOUT:
		return "mail.too_slow";
	case CURLE_LOGIN_DENIED:
		return "mail.login";
	case CURLE_USE_SSL_FAILED:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
		return "mail.tls";
	default:
		return code >= 530 && code <= 538 ? "mail.login" : for_good(rc, code) ? "mail.refused" : "mail.later";
	}
}

static void set_server(CURL *c, struct arena *a, const struct smtp_server *s)
{
	curl_easy_setopt(c, CURLOPT_URL, str_c(a, s->url));
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, ""); /* the environment does not lead mail elsewhere */
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)SMTP_CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)SMTP_SECONDS);
	curl_easy_setopt(c, CURLOPT_USE_SSL, s->plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->ca_file.p)
		curl_easy_setopt(c, CURLOPT_CAINFO, str_c(a, s->ca_file));
	if (s->user.p) {
		curl_easy_setopt(c, CURLOPT_USERNAME, str_c(a, s->user));
		curl_easy_setopt(c, CURLOPT_PASSWORD, str_c(a, s->password));
	}
}

static void drop_handle(void *c)
{
	curl_easy_cleanup(c);
}

static void drop_list(void *list)
{
	curl_slist_free_all(list);
}

err smtp_send(struct arena *a, const struct smtp_server *s, str from, str to, str message, struct smtp_answer *ret)
{
	struct reading body = { message };
	CURL *c = curl_easy_init();
	ASSERT(c);
	arena_defer(a, drop_handle, c);
	struct curl_slist *rcpt = curl_slist_append(NULL, str_print(a, "<" STR_FMT ">", STR_ARG(to)).p);
	ASSERT(rcpt);
	arena_defer(a, drop_list, rcpt);
	set_server(c, a, s);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, str_print(a, "<" STR_FMT ">", STR_ARG(from)).p);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, rcpt);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(c, CURLOPT_READDATA, &body);
	CURLcode rc = curl_easy_perform(c);
	*ret = (struct smtp_answer){ 0 };
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &ret->code);
	if (rc == CURLE_OK)
		return OK;
	ret->key = reason(rc, ret->code);
	ret->detail = str_print(a, "curl %d, reply %ld: %s", (int)rc, ret->code, curl_easy_strerror(rc));
	return for_good(rc, ret->code) ? E_INVALID : E_BUSY;
}

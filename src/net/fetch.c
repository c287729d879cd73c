#include "net/fetch.h"

#include <curl/curl.h>
#include <arpa/inet.h>
#include <string.h>

enum { SECONDS = 5, CONNECT_SECONDS = 3, MOST_BYTES = 256 * 1024, MOST_URL = 4000 };

/* --- addresses ---------------------------------------------------------------------------------------------------- */

static void free_part(void *p)
{
	curl_free(p);
}

static str url_part(struct arena *a, CURLU *url, CURLUPart part)
{
	char *value;
	if (curl_url_get(url, part, &value, 0) != CURLUE_OK)
		return STR_NONE;
	arena_defer(a, free_part, value);
	return str_of(value);
}

/* Only numbers: a name such as "localhost" means what a resolver says. */
static bool is_this_machine(str host)
{
	struct in_addr ip;
	return str_is(host, "[::1]") || (str_starts(host, "127.") && inet_pton(AF_INET, host.p, &ip) == 1);
}

static bool look(struct arena *a, str text, bool *ret_local)
{
	CURLU *url = curl_url();
	bool good = curl_url_set(url, CURLUPART_URL, str_c(a, text), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
	str scheme = good ? url_part(a, url, CURLUPART_SCHEME) : STR_NONE;
	str host = good ? url_part(a, url, CURLUPART_HOST) : STR_NONE;
	*ret_local = host.p && is_this_machine(host);
	good = good && host.n > 0 && (str_is(scheme, "https") || (str_is(scheme, "http") && *ret_local)) &&
	       !url_part(a, url, CURLUPART_USER).p && !url_part(a, url, CURLUPART_PASSWORD).p &&
	       !url_part(a, url, CURLUPART_FRAGMENT).p;
	curl_url_cleanup(url);
	return good;
}

static bool inspect(str url, bool *ret_local)
{
	*ret_local = false;
	if (!url.p || url.n > MOST_URL)
		return false;
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] < 0x21 || url.p[i] > 0x7E)
			return false;
	struct arena *a = arena_new();
	bool good = look(a, url, ret_local);
	arena_free(a);
	return good;
}

bool fetch_allowed(str url)
{
	bool local;
	return inspect(url, &local);
}

bool fetch_is_local(str url)
{
	bool local;
	return inspect(url, &local) && local;
}

/* --- the request -------------------------------------------------------------------------------------------------- */

struct body {
	struct text text;
	size_t most;
	bool too_long;
};

static size_t take(char *p, size_t size, size_t n, void *self)
{
	struct body *b = self;
	if (n > b->most - b->text.n) {
		b->too_long = true;
		return 0; /* ends the transfer */
	}
	text_add(&b->text, (str){ p, size * n });
	return n;
}

static void free_curl(void *p)
{
	curl_easy_cleanup(p);
}

static void free_headers(void *p)
{
	curl_slist_free_all(p);
}

/* All that is the same for every request. Defaults that matter are said, so that they do not depend on a version. */
static void be_strict(CURL *c, const struct fetch *f, bool local)
{
	long ms = 1000L * (f->seconds ? f->seconds : SECONDS);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, local ? "http,https" : "https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, ms);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, ms < 1000L * CONNECT_SECONDS ? ms : 1000L * CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "Scharnier/" SCHARNIER_VERSION);
	if (local)
		curl_easy_setopt(c, CURLOPT_PROXY, "");
}

static struct curl_slist *headers_of(struct arena *a, const struct fetch *f)
{
	struct curl_slist *list = curl_slist_append(NULL, "Accept: application/json");
	list = curl_slist_append(list, "Expect:"); /* no waiting for a "100 Continue" */
	if (f->authorization.p)
		list = curl_slist_append(list, str_print(a, "Authorization: " STR_FMT, STR_ARG(f->authorization)).p);
	ASSERT(list);
	arena_defer(a, free_headers, list);
	return list;
}

static err judge(CURLcode code, const struct body *b)
{
	switch (code) {
	case CURLE_OK:
		return OK;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
		return b->too_long ? E_BROKEN : E_BUSY;
	default:
		return E_BROKEN;
	}
}

err fetch(struct arena *a, const struct fetch *f, struct fetched *ret, str *ret_words)
{
	bool local;
	char words[CURL_ERROR_SIZE] = "";
	struct body body = { .text = TEXT(a), .most = f->most ? f->most : MOST_BYTES };
	long status = 0;
	if (!inspect(f->url, &local)) {
		*ret_words = S("the address is not allowed");
		return E_INVALID;
	}
	CURL *c = curl_easy_init();
	ASSERT(c);
	arena_defer(a, free_curl, c);
	be_strict(c, f, local);
	curl_easy_setopt(c, CURLOPT_URL, str_c(a, f->url));
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers_of(a, f));
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &body);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, words);
	if (f->ca_file.p) {
		curl_easy_setopt(c, CURLOPT_CAINFO, str_c(a, f->ca_file));
		curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	}
	if (f->form.p) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, str_c(a, f->form));
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)f->form.n);
	}
	CURLcode code = curl_easy_perform(c);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, NULL); /* the handle lives longer than this function */
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	*ret = (struct fetched){ .status = (int)status, .body = text_str(&body.text) };
	if (code != CURLE_OK)
		*ret_words = body.too_long ? S("the answer is too long")
		                           : str_copy(a, str_of(*words ? words : curl_easy_strerror(code)));
	return judge(code, &body);
}

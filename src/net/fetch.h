/* fetch.h -- one request to another server, with strict limits: whatever it answers, it costs us a few seconds and a
 * few hundred KiB at most.
 *
 * https with the certificate checked; plain http only for addresses of this very machine (127.x.x.x, [::1]). Redirects
 * are not followed, bodies are not unpacked, no cookies. The machine's own proxy settings (https_proxy) hold, but not
 * for this machine itself.
 */
#ifndef NET_FETCH_H
#define NET_FETCH_H
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct fetch {
	str url;           /* as fetch_allowed wants it */
	str form;          /* what a POST sends, application/x-www-form-urlencoded; absent: a GET */
	str authorization; /* the header's value; absent: none */
	str ca_file;       /* PEM of the authorities to trust; absent: the system's */
	int seconds;       /* for all of it; 0: 5 */
	size_t most;       /* bytes of the body; 0: 256 KiB */
};
struct fetched {
	int status; /* any, also 3xx and 5xx */
	str body;
};
/* https://host/..., or http:// to this machine; without user, password and fragment. */
bool fetch_allowed(str url);
bool fetch_is_local(str url); /* goes to this machine */
/* E_INVALID: an address that is not allowed. E_BUSY: not reached in time, or broken off. E_BROKEN: the certificate does
 * not hold, or the answer is too long or no HTTP. *ret_words says more, for the log. Blocks: never inside db_tx. */
err fetch(struct arena *a, const struct fetch *f, struct fetched *ret, str *ret_words) MUST;
#endif

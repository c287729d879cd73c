/* parts.h -- what server.c asks of its neighbours in this folder. */
#ifndef HTTP_PARTS_H
#define HTTP_PARTS_H
#include "http/http.h"

/* True if the pieces of the head, which must all point into the bytes that were received, stand exactly where they
 * stand in a head of `bytes` bytes whose lines end in CRLF. A bare LF, a NUL, a folded line or a doubled space leave no
 * other trace: the library drops them before anybody sees the request. Only the places are looked at. */
bool head_is_exact(const struct head *h, size_t bytes);

/* The target without the scheme and host of the absolute form; "/" is added if it then has no path. */
str origin_form(struct arena *a, str target);

/* Who is on the other end, as far as the socket tells. */
struct origin {
	str address;
	bool trusted; /* a proxy of ours: X-Forwarded-* are believed */
};
/* Fills all of *rq but the body and the form from a guarded head. E_INVALID: path or query are malformed. */
err request_fill(struct arena *a, const struct head *h, const struct origin *from, struct req *rq) MUST;
/* Decodes the body of a POST with content type application/x-www-form-urlencoded; other bodies stay as they are. */
err request_decode_body(struct arena *a, struct req *rq) MUST;

/* Makes a body that is gzip already fit for the client: sets Content-Encoding, or inflates it. */
err response_fit_gzip(const struct req *rq, struct res *rs) MUST;
#endif

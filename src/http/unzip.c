/* unzip.c -- bodies that are kept as gzip: sent so to those who take it, inflated for the others. */
#include "http/parts.h"

#include <strings.h>
#include <zlib.h>

/* Our own assets are far smaller; this only bounds a mistake. */
enum { MOST_INFLATED = 64 * 1024 * 1024 };

static bool refuses(str parameters)
{
	while (parameters.p) {
		str one = str_trim(str_split(&parameters, ';'));
		if (one.n >= 2 && strncasecmp(one.p, "q=", 2) == 0) {
			str q = str_trim(str_part(one, 2, one.n));
			return str_is(q, "0") || str_is(q, "0.0") || str_is(q, "0.00") || str_is(q, "0.000");
		}
	}
	return false;
}

static bool names(str coding, const char *name, size_t n)
{
	return coding.n == n && strncasecmp(coding.p, name, n) == 0;
}

/* RFC 9110 12.5.3: an entry for gzip counts before one for "*". */
static bool takes_gzip(str accepted)
{
	bool any = false;
	while (accepted.p) {
		str parameters = str_split(&accepted, ',');
		str coding = str_trim(str_split(&parameters, ';'));
		if (names(coding, "gzip", 4) || names(coding, "x-gzip", 6))
			return !refuses(parameters);
		if (names(coding, "*", 1))
			any = !refuses(parameters);
	}
	return any;
}

static void end_inflate(void *z)
{
	inflateEnd(z);
}

static err inflate_body(struct arena *a, str packed, str *ret)
{
	struct text out = TEXT(a);
	z_stream *z = NEW(a, z_stream);
	if (inflateInit2(z, 16 + MAX_WBITS) != Z_OK)
		return E_BROKEN;
	arena_defer(a, end_inflate, z);
	z->next_in = (Bytef *)(uintptr_t)packed.p; /* zlib reads it only */
	z->avail_in = (uInt)packed.n;
	for (int state = Z_OK; state != Z_STREAM_END;) {
		enum { STEP = 32 * 1024 };
		z->next_out = (Bytef *)text_room(&out, STEP);
		z->avail_out = STEP;
		state = inflate(z, Z_NO_FLUSH);
		if ((state != Z_OK && state != Z_STREAM_END) || out.n > MOST_INFLATED)
			return E_BROKEN;
		out.n += STEP - z->avail_out;
	}
	*ret = text_str(&out);
	return OK;
}

err response_fit_gzip(const struct req *rq, struct res *rs)
{
	res_header(rs, "Vary", S("Accept-Encoding"));
	if (!takes_gzip(req_header(rq, "accept-encoding")))
		return inflate_body(rs->mem, rs->body, &rs->body);
	res_header(rs, "Content-Encoding", S("gzip"));
	return OK;
}

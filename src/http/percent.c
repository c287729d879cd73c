/* percent.c -- the decoders of paths, forms and cookies.
 *
 * What comes out is valid UTF-8 without NUL, each piece followed by a NUL byte of its own.
 */
#include "http/http.h"

#include <string.h>

enum { MOST_PAIRS = 2000 };

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Decodes raw to `out` (room for raw.n bytes) and returns the bytes written, or -1 on a bad escape. */
static ptrdiff_t unescape(str raw, bool plus_is_space, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];
		if (c == '%') {
			if (raw.n - i < 3)
				return -1;
			int high = hex_digit(raw.p[i + 1]), low = hex_digit(raw.p[i + 2]);
			if (high < 0 || low < 0)
				return -1;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		out[n++] = c;
	}
	return (ptrdiff_t)n;
}

/* An escaped slash would be no different from a real one once decoded, and proxies disagree about it. */
static bool has_escaped_slash(str raw)
{
	for (size_t i = 0; i + 2 < raw.n; i++)
		if (raw.p[i] == '%' && raw.p[i + 1] == '2' && (raw.p[i + 2] == 'F' || raw.p[i + 2] == 'f'))
			return true;
	return false;
}

static bool has_control(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return true;
	return false;
}

/* No empty part but the one after a slash at the end, and no part that climbs. */
static bool parts_are_plain(str path)
{
	str rest = str_part(path, 1, path.n);
	while (rest.p) {
		str part = str_split(&rest, '/');
		if (part.n == 0 && rest.p)
			return false;
		if (str_is(part, ".") || str_is(part, ".."))
			return false;
	}
	return true;
}

err http_decode_path(struct arena *a, str raw, str *ret)
{
	if (raw.n == 0 || raw.p[0] != '/' || has_escaped_slash(raw))
		return E_INVALID;
	char *out = arena_alloc(a, raw.n + 1);
	ptrdiff_t n = unescape(raw, false, out);
	if (n < 0)
		return E_INVALID;
	str path = { out, (size_t)n };
	if (!utf8_valid(path) || has_control(path) || !parts_are_plain(path))
		return E_INVALID;
	*ret = path;
	return OK;
}

static size_t count_pieces(str raw, char separator)
{
	size_t count = 0;
	bool inside = false;
	for (size_t i = 0; i < raw.n; i++) {
		bool was = inside;
		inside = raw.p[i] != separator;
		count += inside && !was;
	}
	return count;
}

/* Decodes one half of a pair to *out, closes it with a NUL and moves *out behind it. */
static err decode_half(str raw, char **out, str *ret)
{
	ptrdiff_t n = unescape(raw, true, *out);
	if (n < 0)
		return E_INVALID;
	*ret = (str){ *out, (size_t)n };
	(*out)[n] = '\0';
	*out += n + 1;
	return utf8_valid(*ret) ? OK : E_INVALID;
}

err http_decode_form(struct arena *a, str raw, struct pairs *ret)
{
	size_t count = count_pieces(raw, '&');
	*ret = (struct pairs){ 0 };
	if (count > MOST_PAIRS)
		return E_INVALID;
	if (count == 0)
		return OK;
	struct pair *items = NEW_ARRAY(a, struct pair, count);
	/* A NUL takes the place of each '=' and '&'; a name without '=' needs one more. */
	char *out = arena_alloc(a, raw.n + count + 1);
	size_t n = 0;
	for (str rest = raw; rest.p;) {
		str value = str_split(&rest, '&');
		if (value.n == 0)
			continue;
		str name = str_split(&value, '=');
		TRY(decode_half(name, &out, &items[n].name));
		TRY(decode_half(value.p ? value : S(""), &out, &items[n].value));
		n++;
	}
	*ret = (struct pairs){ items, n };
	return OK;
}

static str without_quotes(str s)
{
	if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
		return str_part(s, 1, s.n - 1);
	return s;
}

err http_decode_cookies(struct arena *a, str raw, struct pairs *ret)
{
	size_t count = count_pieces(raw, ';');
	*ret = (struct pairs){ 0 };
	if (count > MOST_PAIRS || !(raw.n == 0 || utf8_valid(raw)))
		return E_INVALID;
	if (count == 0)
		return OK;
	struct pair *items = NEW_ARRAY(a, struct pair, count);
	size_t n = 0;
	for (str rest = raw; rest.p;) {
		str value = str_split(&rest, ';');
		str name = str_trim(str_split(&value, '='));
		if (!value.p || name.n == 0)
			continue; /* no "=": not ours, browsers send such leftovers */
		items[n].name = str_copy(a, name);
		items[n].value = str_copy(a, without_quotes(str_trim(value)));
		n++;
	}
	*ret = (struct pairs){ items, n };
	return OK;
}

/* multipart.c -- the decoder of forms with files (multipart/form-data, RFC 7578), strict: what a browser would not send
 * is refused whole. The body is complete and bounded when it comes here, so nothing is streamed and the files are
 * slices of it.
 *
 * Strict means: no text before the first or after the last boundary, no blanks behind a boundary, CRLF only, one
 * Content-Disposition of form-data with a name per part, no filename* (RFC 7578 forbids it), no transfer encoding but
 * the plain ones, no nested multipart, no NUL and no control character in names.
 */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/list.h"
#include "http/http.h"

enum { MOST_BOUNDARY = 70, MOST_HEAD = 4096, MOST_NAME = 200 };

/* --- the boundary ------------------------------------------------------------------------------------------------- */

static bool is_boundary_character(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c && strchr("'()+_,-./:=? ", c));
}

static bool has_name(str s, const char *name)
{
	return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

/* A token or a quoted string without escapes. */
static bool parameter_value(str raw, str *ret)
{
	bool quoted = raw.n >= 2 && raw.p[0] == '"' && raw.p[raw.n - 1] == '"';
	*ret = quoted ? str_part(raw, 1, raw.n - 1) : raw;
	for (size_t i = 0; i < ret->n; i++)
		if (!is_boundary_character(ret->p[i]) || (!quoted && strchr(" (),/:=?", ret->p[i])))
			return false;
	return ret->n > 0 && ret->n <= MOST_BOUNDARY && ret->p[ret->n - 1] != ' ';
}

/* Exactly one boundary. A ";" inside quotes cannot be one: boundaries have none. */
static err boundary_of(str content_type, str *ret)
{
	str rest = content_type;
	*ret = STR_NONE;
	if (!has_name(str_trim(str_split(&rest, ';')), "multipart/form-data"))
		return E_INVALID;
	while (rest.p) {
		str value = str_trim(str_split(&rest, ';'));
		str name = str_split(&value, '=');
		if (!has_name(name, "boundary"))
			continue;
		if (ret->p || !parameter_value(value, ret))
			return E_INVALID;
	}
	return ret->p ? OK : E_INVALID;
}

/* --- the head of a part ------------------------------------------------------------------------------------------- */

struct part {
	str name, filename, content_type; /* filename absent: a field */
	bool disposed;                    /* Content-Disposition was there */
};

static bool has_control(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return true;
	return false;
}

/* Browsers write %22 for a quote and %0D%0A for a line break (which no name of ours has), other programs \". */
static str unquoted(struct arena *a, str s)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < s.n; i++) {
		str rest = str_part(s, i, s.n);
		if (str_starts(rest, "%22") || str_starts(rest, "\\\"")) {
			text_char(&t, '"');
			i += rest.p[0] == '%' ? 2 : 1;
		} else {
			text_char(&t, s.p[i]);
		}
	}
	return text_str(&t);
}

/* Cuts `name="value"` off the front of *rest, with the ";" before it. */
static err disposition_parameter(struct arena *a, str *rest, str *ret_name, str *ret_value)
{
	*ret_name = str_trim(str_split(rest, '='));
	if (!rest->p || rest->n < 2 || rest->p[0] != '"')
		return E_INVALID;
	size_t end = 1;
	while (end < rest->n && rest->p[end] != '"')
		end += rest->p[end] == '\\' && end + 1 < rest->n && rest->p[end + 1] == '"' ? 2 : 1;
	if (end >= rest->n)
		return E_INVALID;
	*ret_value = unquoted(a, str_part(*rest, 1, end));
	*rest = str_trim(str_part(*rest, end + 1, rest->n));
	if (rest->n == 0)
		return OK;
	if (rest->p[0] != ';')
		return E_INVALID;
	*rest = str_trim(str_part(*rest, 1, rest->n));
	return OK;
}

static err read_disposition(struct arena *a, str value, struct part *p)
{
	str rest = value;
	if (p->disposed || !has_name(str_trim(str_split(&rest, ';')), "form-data") || !rest.p)
		return E_INVALID;
	p->disposed = true;
	for (rest = str_trim(rest); rest.n;) {
		str name, text;
		TRY(disposition_parameter(a, &rest, &name, &text));
		str *to = has_name(name, "name") ? &p->name : has_name(name, "filename") ? &p->filename : NULL;
		if (!to || to->p || has_control(text) || (text.n && !utf8_valid(text)))
			return E_INVALID;
		*to = text;
	}
	return p->name.n && p->name.n <= MOST_NAME ? OK : E_INVALID;
}

static err read_header(struct arena *a, str line, struct part *p)
{
	str value = line;
	str name = str_split(&value, ':');
	if (!value.p || name.n == 0 || has_control(line) || name.p[name.n - 1] == ' ' || name.p[0] == ' ')
		return E_INVALID;
	value = str_trim(value);
	if (has_name(name, "content-disposition"))
		return read_disposition(a, value, p);
	if (has_name(name, "content-transfer-encoding"))
		return has_name(value, "binary") || has_name(value, "8bit") || has_name(value, "7bit") ? OK : E_INVALID;
	if (!has_name(name, "content-type"))
		return OK;
	if (p->content_type.p || (value.n && !utf8_valid(value)) || has_name(str_part(value, 0, 10), "multipart/"))
		return E_INVALID;
	p->content_type = str_copy(a, value);
	return OK;
}

/* Takes the head and the blank line behind it off *rest. */
static err read_head(struct arena *a, str *rest, struct part *p)
{
	const char *begin = rest->p;
	for (;;) {
		const char *end = memmem(rest->p, rest->n, "\r\n", 2);
		if (!end || end - begin > MOST_HEAD)
			return E_INVALID;
		str line = { rest->p, (size_t)(end - rest->p) };
		*rest = str_part(*rest, line.n + 2, rest->n);
		if (line.n == 0)
			return p->disposed ? OK : E_INVALID;
		TRY(read_header(a, line, p));
	}
}

/* --- the parts ---------------------------------------------------------------------------------------------------- */

/* What a person called the file, without the folders that some programs send along; only for showing. */
static str plain_name(struct arena *a, str filename)
{
	size_t from = filename.n;
	while (from > 0 && filename.p[from - 1] != '/' && filename.p[from - 1] != '\\')
		from--;
	str name = str_part(filename, from, filename.n);
	if (name.n > MOST_NAME) { /* whole characters only */
		size_t cut = MOST_NAME;
		while (cut > 0 && ((unsigned char)name.p[cut] & 0xC0) == 0x80)
			cut--;
		name = str_part(name, 0, cut);
	}
	return str_copy(a, name);
}

struct decoder {
	struct arena *mem;
	struct list fields; /* struct pair */
	struct list files;  /* struct file */
	size_t parts;
};

static err take_part(struct decoder *d, const struct part *p, str bytes)
{
	if (d->parts++ == HTTP_MOST_PARTS)
		return E_INVALID;
	if (p->filename.p) {
		if (p->filename.n || bytes.n) /* neither: no file was chosen */
			*LIST_ADD(d->mem, &d->files, struct file) =
			        (struct file){ .field = p->name,
				               .name = plain_name(d->mem, p->filename),
				               .content_type = p->content_type,
				               .bytes = bytes };
		return OK;
	}
	if (bytes.n && !utf8_valid(bytes))
		return E_INVALID;
	*LIST_ADD(d->mem, &d->fields, struct pair) = (struct pair){ p->name, str_copy(d->mem, bytes) };
	return OK;
}

/* `delimiter` is CRLF, two dashes and the boundary. The CRLF before the first one is not there. */
static err read_parts(struct decoder *d, str body, str delimiter)
{
	str first = str_part(delimiter, 2, delimiter.n), rest = body;
	if (rest.n < first.n || memcmp(rest.p, first.p, first.n) != 0)
		return E_INVALID;
	rest = str_part(rest, first.n, rest.n);
	while (str_starts(rest, "\r\n")) {
		struct part p = { 0 };
		rest = str_part(rest, 2, rest.n);
		TRY(read_head(d->mem, &rest, &p));
		const char *end = memmem(rest.p, rest.n, delimiter.p, delimiter.n);
		if (!end)
			return E_INVALID;
		size_t n = (size_t)(end - rest.p);
		TRY(take_part(d, &p, str_part(rest, 0, n)));
		rest = str_part(rest, n + delimiter.n, rest.n);
	}
	return str_is(rest, "--\r\n") || str_is(rest, "--") ? OK : E_INVALID;
}

err http_decode_multipart(struct arena *a, str content_type, str body, struct pairs *ret, struct files *ret_files)
{
	struct decoder d = { .mem = a };
	str boundary;
	*ret = (struct pairs){ 0 };
	*ret_files = (struct files){ 0 };
	TRY(boundary_of(content_type, &boundary));
	TRY(read_parts(&d, body, str_print(a, "\r\n--" STR_FMT, STR_ARG(boundary))));
	*ret = (struct pairs){ d.fields.items, d.fields.n };
	*ret_files = (struct files){ d.files.items, d.files.n };
	return OK;
}

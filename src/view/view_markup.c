/* view_markup.c -- a small HTML tokeniser for the check of pages. It is stricter than a browser: what it cannot follow
 * is refused. */
#include "view/view_markup.h"
#include <string.h>

static const char *const raw_elements[] = { "script", "style",   "title",    "textarea", "xmp",
	                                    "iframe", "noembed", "noframes", NULL };
/* Their text is read with character references, so escaping holds there. */
static const char *const text_elements[] = { "title", "textarea", NULL };
static const char *const address_attributes[] = { "href",      "src",         "action",         "formaction",
	                                          "hx-get",    "hx-post",     "hx-put",         "hx-patch",
	                                          "hx-delete", "hx-push-url", "hx-replace-url", "xlink:href",
	                                          "srcset",    "poster",      "cite",           "data",
	                                          "ping",      "background",  "manifest",       NULL };
/* Their values are programs, or become part of one. */
static const char *const program_attributes[] = { "style",      "srcdoc",     "hx-vals",    "hx-vars", "hx-headers",
	                                          "hx-trigger", "hx-request", "http-equiv", NULL };

static bool one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(s, *list))
			return true;
	return false;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void append(char *word, size_t size, char c)
{
	size_t n = strlen(word);
	if (n + 1 < size) {
		word[n] = lower(c);
		word[n + 1] = 0;
	}
}

/* Keeps the last bytes; the tail is always NUL-terminated. */
static void remember(struct markup *m, char c)
{
	size_t n = strlen(m->tail);
	if (n + 1 == sizeof(m->tail))
		memmove(m->tail, m->tail + 1, n--);
	m->tail[n] = c ? lower(c) : ' ';
	m->tail[n + 1] = 0;
}

static bool tail_is(const struct markup *m, const char *end)
{
	size_t n = strlen(m->tail), k = strlen(end);
	return n >= k && !strcmp(m->tail + n - k, end);
}

static void enter_tag(struct markup *m, bool end_tag)
{
	m->spot = SPOT_TAG;
	m->end_tag = end_tag;
	m->named = m->ended = m->glued = m->border = false;
	m->element[0] = m->attribute[0] = 0;
}

static void leave_tag(struct markup *m)
{
	m->spot = SPOT_TEXT;
	m->tail[0] = 0;
	m->raw[0] = 0;
	if (!m->end_tag && one_of(m->element, raw_elements))
		memcpy(m->raw, m->element, sizeof m->raw);
}

static void feed_text(struct markup *m, char c)
{
	if (!m->raw[0]) {
		if (c == '<')
			m->spot = SPOT_OPEN;
		return;
	}
	remember(m, c);
	char end[sizeof(m->raw) + 2] = "</";
	memcpy(end + 2, m->raw, sizeof m->raw);
	if (tail_is(m, end)) {
		enter_tag(m, true);
		m->raw[0] = 0;
	}
}

static void feed_open(struct markup *m, char c)
{
	if (c == '!') {
		m->spot = SPOT_DECLARATION;
		m->tail[0] = 0;
	} else if (c == '/') {
		enter_tag(m, true);
	} else if ((lower(c) >= 'a' && lower(c) <= 'z')) {
		enter_tag(m, false);
		append(m->element, sizeof(m->element), c);
	} else {
		m->spot = SPOT_TEXT;
	}
}

static void attribute_byte(struct markup *m, char c)
{
	if (m->ended) {
		m->attribute[0] = 0;
		m->ended = m->glued = false;
	}
	m->glued = m->glued || m->border;
	m->border = false;
	append(m->attribute, sizeof(m->attribute), c);
}

static void feed_tag(struct markup *m, char c)
{
	if (c == '>') {
		leave_tag(m);
	} else if (is_space(c) || c == '/') {
		m->named = true;
		m->ended = true;
		m->border = false;
	} else if (!m->named) {
		append(m->element, sizeof(m->element), c);
	} else if (c == '=' && m->attribute[0]) {
		m->spot = SPOT_EQUALS;
		m->glued = m->glued || m->border;
		m->border = false;
		m->address = ADDRESS_EMPTY;
		m->start[0] = 0;
	} else {
		attribute_byte(m, c);
	}
}

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* Could s still become `whole`? */
static bool may_become(const char *s, const char *whole)
{
	return !strncmp(s, whole, strlen(s));
}

static enum address judge_address(const char *s)
{
	if (s[0] == '#' || s[0] == '?')
		return ADDRESS_SAFE;
	if (s[0] == '/') /* "//host" and "/\host" are other sites */
		return !s[1]                                           ? ADDRESS_OPEN
		       : s[1] == '/' || s[1] == '\\' || is_space(s[1]) ? ADDRESS_BAD
		                                                       : ADDRESS_SAFE;
	if (begins(s, "mailto:") || begins(s, "tel:"))
		return ADDRESS_SAFE;
	if (begins(s, "https://")) {
		const char *path = strchr(s + 8, '/');
		return path > s + 8 ? ADDRESS_SAFE : path ? ADDRESS_BAD : ADDRESS_OPEN;
	}
	bool may = may_become(s, "mailto:") || may_become(s, "tel:") || may_become(s, "https://");
	return may ? ADDRESS_OPEN : ADDRESS_BAD;
}

static void address_byte(struct markup *m, char c)
{
	if (m->address == ADDRESS_SAFE || m->address == ADDRESS_BAD)
		return;
	size_t before = strlen(m->start);
	append(m->start, sizeof(m->start), c);
	m->address = strlen(m->start) == before ? ADDRESS_BAD : judge_address(m->start);
}

static void leave_value(struct markup *m)
{
	m->spot = SPOT_TAG;
	m->ended = true;
}

static void feed_equals(struct markup *m, char c)
{
	if (c == '"' || c == '\'') {
		m->spot = SPOT_QUOTED;
		m->quote = c;
	} else if (c == '>') {
		leave_tag(m);
	} else if (!is_space(c)) {
		m->spot = SPOT_UNQUOTED;
	}
}

static void feed_unquoted(struct markup *m, char c)
{
	if (is_space(c))
		leave_value(m);
	else if (c == '>')
		leave_tag(m);
}

static void feed_declaration(struct markup *m, char c)
{
	remember(m, c);
	if (!strcmp(m->tail, "--")) {
		m->spot = SPOT_COMMENT;
		m->tail[0] = 0;
	} else if (c == '>') {
		m->spot = SPOT_TEXT;
		m->tail[0] = 0;
	}
}

static void feed_comment(struct markup *m, char c)
{
	remember(m, c);
	if (tail_is(m, "-->")) {
		m->spot = SPOT_TEXT;
		m->tail[0] = 0;
	}
}

static void feed(struct markup *m, char c)
{
	switch (m->spot) {
	case SPOT_TEXT:
		feed_text(m, c);
		break;
	case SPOT_OPEN:
		feed_open(m, c);
		break;
	case SPOT_TAG:
		feed_tag(m, c);
		break;
	case SPOT_EQUALS:
		feed_equals(m, c);
		break;
	case SPOT_QUOTED:
		if (c == m->quote)
			leave_value(m);
		else
			address_byte(m, c);
		break;
	case SPOT_UNQUOTED:
		feed_unquoted(m, c);
		break;
	case SPOT_COMMENT:
		feed_comment(m, c);
		break;
	case SPOT_DECLARATION:
		feed_declaration(m, c);
		break;
	}
}

void markup_feed(struct markup *m, str literal)
{
	for (size_t i = 0; i < literal.n; i++)
		feed(m, literal.p[i]);
}

static const char *in_value(struct markup *m, enum kind kind)
{
	if (m->glued)
		return "stands in an attribute whose name is put together by sections";
	if (begins(m->attribute, "on") || begins(m->attribute, "hx-on") || one_of(m->attribute, program_attributes))
		return "stands in an attribute that is a program";
	if (!one_of(m->attribute, address_attributes))
		return NULL;
	if (kind == KIND_PATH && m->address == ADDRESS_EMPTY)
		m->address = ADDRESS_SAFE;
	return m->address == ADDRESS_SAFE
	               ? NULL
	               : "needs an address that starts with a path, a literal one or a field of kind PATH";
}

static const char *in_text(const struct markup *m, bool is_markup)
{
	if (m->raw[0] && !one_of(m->raw, text_elements))
		return "stands in a script, a style or another raw text";
	return m->raw[0] && is_markup ? "is markup where only text can be" : NULL;
}

const char *markup_variable(struct markup *m, enum kind kind, bool is_markup)
{
	switch (m->spot) {
	case SPOT_TEXT:
		return in_text(m, is_markup);
	case SPOT_QUOTED:
		return is_markup ? "is markup in an attribute" : in_value(m, kind);
	case SPOT_EQUALS:
	case SPOT_UNQUOTED:
		return "stands in an attribute without quotes";
	case SPOT_COMMENT:
		return "stands in a comment";
	default:
		return "stands in a tag, outside of a quoted value";
	}
}

/* What holds for both ways. */
static enum address join_address(enum address a, enum address b)
{
	if (a == b)
		return a;
	bool early = (a == ADDRESS_EMPTY && b == ADDRESS_SAFE) || (a == ADDRESS_SAFE && b == ADDRESS_EMPTY);
	return early ? ADDRESS_EMPTY : ADDRESS_BAD;
}

bool markup_join(struct markup *m, const struct markup *before)
{
	bool same = m->spot == before->spot && !strcmp(m->raw, before->raw);
	if (m->spot == SPOT_TAG)
		same = same && m->end_tag == before->end_tag && !strcmp(m->element, before->element);
	if (m->spot == SPOT_QUOTED) {
		same = same && m->quote == before->quote && !strcmp(m->attribute, before->attribute);
		m->address = join_address(m->address, before->address);
		if (m->address == ADDRESS_EMPTY)
			m->start[0] = 0;
	}
	m->border = m->spot == SPOT_TAG && (!m->ended || !before->ended);
	return same;
}

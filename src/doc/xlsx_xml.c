#include "doc/xlsx_xml.h"

#include <expat.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

struct reading {
	const struct xml_listener *l;
	XML_Parser parser;
	const char *path[XML_DEEPEST + 1]; /* names of the open elements, without prefix */
	struct arena *mem;
	int depth;
	bool ended;
};

static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');
	return colon ? colon + 1 : name;
}

static void end(struct reading *r)
{
	r->ended = true;
	XML_StopParser(r->parser, XML_FALSE);
}

static struct xml_tag tag_here(const struct reading *r, const char *full_name)
{
	size_t from = (size_t)XML_GetCurrentByteIndex(r->parser);
	return (struct xml_tag){ .name = local(full_name),
		                 .full_name = full_name,
		                 .parent = r->depth > 1 ? r->path[r->depth - 1] : "",
		                 .depth = r->depth,
		                 .from = from,
		                 .to = from + (size_t)XML_GetCurrentByteCount(r->parser) };
}

static void XMLCALL opened(void *self, const char *name, const char **attributes)
{
	struct reading *r = self;
	if (r->ended)
		return;
	if (r->depth == XML_DEEPEST) {
		end(r);
		return;
	}
	r->path[++r->depth] = local(name); /* expat keeps the name until the element is closed */
	struct xml_tag t = tag_here(r, name);
	t.attributes = attributes;
	if (r->l->open && !r->l->open(r->l->self, &t))
		end(r);
}

static void XMLCALL closed(void *self, const char *name)
{
	struct reading *r = self;
	if (r->ended)
		return;
	struct xml_tag t = tag_here(r, name);
	if (r->l->close && !r->l->close(r->l->self, &t))
		end(r);
	r->depth--;
}

static void XMLCALL said(void *self, const char *s, int n)
{
	struct reading *r = self;
	if (!r->ended && r->l->text)
		r->l->text(r->l->self, (str){ s, (size_t)n });
}

static void XMLCALL declared(void *self, const char *name UNUSED, const char *system UNUSED, const char *public UNUSED,
                             int internal UNUSED)
{
	end(self);
}

err xml_read(struct arena *a, str bytes, const struct xml_listener *l)
{
	struct reading *r = NEW(a, struct reading);
	if (bytes.n == 0 || bytes.n > INT32_MAX)
		return E_INVALID;
	r->l = l;
	r->mem = a;
	r->parser = XML_ParserCreate(NULL);
	ASSERT(r->parser);
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, opened, closed);
	XML_SetCharacterDataHandler(r->parser, said);
	XML_SetStartDoctypeDeclHandler(r->parser, declared);
	enum XML_Status status = XML_Parse(r->parser, bytes.p, (int)bytes.n, XML_TRUE);
	XML_ParserFree(r->parser);
	return status == XML_STATUS_OK && !r->ended ? OK : E_INVALID;
}

str xml_attribute(const struct xml_tag *t, const char *name)
{
	for (const char **p = t->attributes; p && *p; p += 2)
		if (!strcmp(*p, name))
			return str_of(p[1]);
	return STR_NONE;
}

bool xml_is_utf8(str bytes)
{
	if (bytes.n < 2 || !utf8_valid(bytes))
		return false;
	str head = str_part(bytes, 0, 100);
	size_t end_of_declaration = 0;
	while (end_of_declaration < head.n && head.p[end_of_declaration] != '>')
		end_of_declaration++;
	head = str_part(head, 0, end_of_declaration);
	for (size_t i = 0; i + 9 <= head.n; i++)
		if (!strncmp(head.p + i, "encoding", 8))
			return i + 15 <= head.n && strncasecmp(head.p + i + 10, "utf-8", 5) == 0;
	return true;
}

/* --- changes ------------------------------------------------------------------------------------------------------ */

void xml_edit(struct arena *a, struct list *edits, size_t from, size_t to, str with)
{
	*LIST_ADD(a, edits, struct xml_edit) = (struct xml_edit){ from, to, with };
}

static int by_place(const void *a, const void *b)
{
	const struct xml_edit *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

str xml_edited(struct arena *a, str bytes, struct list *edits)
{
	struct text t = TEXT(a);
	size_t at = 0;
	list_sort(edits, by_place);
	LIST_EACH (const struct xml_edit, e, edits) {
		ASSERT(e->from >= at && e->to >= e->from && e->to <= bytes.n);
		text_add(&t, str_part(bytes, at, e->from));
		text_add(&t, e->with);
		at = e->to;
	}
	text_add(&t, str_part(bytes, at, bytes.n));
	return text_str(&t);
}

static bool among(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

void xml_open_tag(struct text *t, const struct xml_tag *tag, const char *const *except, const char *extra)
{
	text_print(t, "<%s", tag->full_name);
	for (const char **p = tag->attributes; *p; p += 2)
		if (!among(except, *p)) {
			text_print(t, " %s=\"", *p);
			xml_text(t, str_of(p[1]));
			text_c(t, "\"");
		}
	text_c(t, extra);
	text_c(t, ">");
}

void xml_text(struct text *t, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '&')
			text_c(t, "&amp;");
		else if (c == '<')
			text_c(t, "&lt;");
		else if (c == '>')
			text_c(t, "&gt;");
		else if (c == '"')
			text_c(t, "&quot;");
		else if (c == '\t' || c == '\n' || c == '\r')
			text_print(t, "&#%d;", c);
		else if (c >= 0x20)
			text_char(t, (char)c);
	}
}

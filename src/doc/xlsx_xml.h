/* xlsx_xml.h -- one XML part, read from beginning to end with expat; for src/doc only. Each tag knows its bytes, so
 * that a part can be changed at one place and stay as it is everywhere else. */
#ifndef DOC_XLSX_XML_H
#define DOC_XLSX_XML_H
#include "base/error.h"
#include "base/list.h"

enum { XML_DEEPEST = 60 };

struct xml_tag {
	const char *name;        /* without its prefix */
	const char *full_name;   /* with it */
	const char **attributes; /* name, value, ... NULL; of a closing tag NULL */
	const char *parent;      /* "" for the root */
	int depth;               /* the root is 1 */
	size_t from, to;         /* bytes; the closing tag of <c/> is empty: from == to */
};
/* What is told; each may be NULL. false from open or close ends the reading. Names and attributes live until the
 * function returns. */
struct xml_listener {
	bool (*open)(void *self, const struct xml_tag *t);
	bool (*close)(void *self, const struct xml_tag *t);
	void (*text)(void *self, str s); /* in pieces; of whichever element is open */
	void *self;
};
/* E_INVALID: no well-formed XML, a document type declaration, too deep, or the listener ended it. */
err xml_read(struct arena *a, str bytes, const struct xml_listener *l) MUST;

str xml_attribute(const struct xml_tag *t, const char *name); /* borrowed; absent if there is none */
/* Is it UTF-8? Only then the bytes of tags are those of the part. */
bool xml_is_utf8(str bytes);

/* A change at one place: bytes [from, to) become `with`. */
struct xml_edit {
	size_t from, to;
	str with;
};
void xml_edit(struct arena *a, struct list *edits, size_t from, size_t to, str with);
/* In the order of places; of those at the same place, as they were added. */
str xml_edited(struct arena *a, str bytes, struct list *edits);

/* <name a="b" ...> again, without the attributes of `except` (ends with NULL) and with `extra` behind them. */
void xml_open_tag(struct text *t, const struct xml_tag *tag, const char *const *except, const char *extra);
/* Escaped; what XML cannot say (control characters) is left out. */
void xml_text(struct text *t, str s);
#endif

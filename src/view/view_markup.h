/* view_markup.h -- private to src/view: follows HTML byte by byte, as far as needed to know where a variable stands. */
#ifndef VIEW_MARKUP_H
#define VIEW_MARKUP_H
#include "base/record.h"
#include "base/text.h"

enum spot {
	SPOT_TEXT,   /* between tags, also in <title> and <textarea> */
	SPOT_OPEN,   /* after < */
	SPOT_TAG,    /* in a tag: its name, between attributes, after a value */
	SPOT_EQUALS, /* after =, before the value */
	SPOT_QUOTED,
	SPOT_UNQUOTED,
	SPOT_COMMENT,
	SPOT_DECLARATION, /* <!doctype */
};

/* What a literal start of an address allows after it. */
enum address {
	ADDRESS_EMPTY,
	ADDRESS_OPEN, /* too short to say */
	ADDRESS_SAFE, /* whatever follows, it stays a place that we chose */
	ADDRESS_BAD,
};

struct markup {
	enum spot spot;
	char quote;
	bool end_tag;
	bool named;       /* the element's name is complete */
	bool ended;       /* the attribute's name is complete */
	bool glued;       /* the attribute's name grew across the border of a section */
	bool border;      /* a section began or ended just here, inside an attribute's name */
	char element[16]; /* lower case, cut */
	char attribute[24];
	char raw[16];   /* text of this element runs to its end tag: script, style, title, textarea */
	char tail[16];  /* the last bytes, lower case, for --> and </script */
	char start[64]; /* of the value of an address */
	enum address address;
};

void markup_feed(struct markup *m, str literal);
/* Why a variable of this kind may not stand here; NULL: it may. Then it is taken as read. */
const char *markup_variable(struct markup *m, enum kind kind, bool is_markup);
/* After a section that was read from `before` to *m and may be repeated or left out: false if the two places differ. */
bool markup_join(struct markup *m, const struct markup *before);
#endif

/* grant_paper_sheet.h -- the lines of a letter that says what a paper says, in the words of cx (German: grant_german),
 * one after the other. Letters of a proof have words that were frozen with it: grant_letter.h. */
#ifndef FEATURES_GRANTS_GRANT_PAPER_SHEET_H
#define FEATURES_GRANTS_GRANT_PAPER_SHEET_H
#include "base/context.h"
#include "doc/doc.h"

struct paper_sheet {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};
str paper_say(const struct paper_sheet *s, const char *key); /* the word */
str paper_money(const struct paper_sheet *s, int64_t cents);
/* kind: DOC_HEADING, DOC_PARAGRAPH, DOC_SIGN. A blank text adds nothing. */
void paper_text(struct paper_sheet *s, int kind, str text);
/* Each line of the text as a paragraph; nothing if it is blank. */
void paper_texts(struct paper_sheet *s, str text);
/* kind: DOC_ROW, DOC_HEAD_ROW, DOC_SUM_ROW. The last `amounts` cells are right-aligned. */
#define PAPER_ROW(s, kind, amounts, ...)                                                                               \
	paper_row((s), (kind), (amounts), (int)(sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str)),                   \
	          (const str[]){ __VA_ARGS__ })
void paper_row(struct paper_sheet *s, int kind, int amounts, int columns, const str *cells);
/* A calculation, and on what it rests (P-FUN-6); source blank: the calculation alone. */
str paper_grounded(const struct paper_sheet *s, str calculation, str source);
/* What it is, and its value; an empty one leaves room to write by hand. */
void paper_fact(struct paper_sheet *s, const char *key, str value);
#endif

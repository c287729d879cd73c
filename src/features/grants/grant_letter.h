/* grant_letter.h -- what the letters of a case share: lines of a letter, put together with the words that were frozen
 * with its paper. */
#ifndef FEATURES_GRANTS_GRANT_LETTER_H
#define FEATURES_GRANTS_GRANT_LETTER_H
#include "core/setting.h"
#include "doc/doc.h"
#include "features/grants/grant_proof.h"

struct grant_sheet {
	struct arena *mem;
	const struct list *words; /* struct proof_word */
	struct list lines;        /* struct doc_line */
};
str sheet_word(const struct grant_sheet *s, const char *code);
void sheet_heading(struct grant_sheet *s, const char *code);
void sheet_text(struct grant_sheet *s, str text); /* absent: nothing */
/* "<word>: text"; absent: nothing. */
void sheet_named(struct grant_sheet *s, const char *code, str text);
void sheet_money(struct grant_sheet *s, const char *code, int64_t cents);
/* kind: DOC_HEAD_ROW, DOC_ROW or DOC_SUM_ROW; up to five cells. */
void sheet_row(struct grant_sheet *s, int kind, int columns, const str *cells);
#define SHEET_ROW(s, kind, ...)                                                                                        \
	sheet_row((s), (kind), (int)(sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str)), (const str[]){ __VA_ARGS__ })
/* What a decision says about remedies: a setting of the Land by day, with its mark. While nobody has set it, an assumed
 * wording that says of itself that the authority has to check it (A). */
extern const struct setting setting_grant_remedies;
err grant_remedies(struct cx *cx, str *ret) MUST;
/* Interest by stretch, and its sum. */
void sheet_interest(struct grant_sheet *s, const struct grant_interest *i);
#endif

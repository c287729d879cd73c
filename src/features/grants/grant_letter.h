/* grant_letter.h -- what the letters of a case share: who writes to whom, the frame of what the granting authority
 * writes, and lines put together with the words that were frozen with a paper. */
#ifndef FEATURES_GRANTS_GRANT_LETTER_H
#define FEATURES_GRANTS_GRANT_LETTER_H
#include "core/setting.h"
#include "doc/doc.h"
#include "features/grants/grant_proof.h"

/* Where a letter to the KI goes: what its letter head names without telephone and mail; without a letter head the
 * carrier, the KI and its recorded site; without a site the town of its seat. Nothing is invented. */
err grant_address(struct cx *cx, int64_t centre_id, day on, str *ret) MUST;
/* The block of a KI that writes itself: its letter head, else its address. */
err grant_sender_lines(struct cx *cx, int64_t centre_id, day on, str *ret) MUST;

/* A letter of the granting authority: head and address, file number and who drew it up, salutation, `lines`, and at the
 * end day, line to sign on and the two people (P-FUN-7). A draft says that it is one. German; the same bytes at any
 * time. */
struct authority_letter {
	str authority; /* name, and what stands below it, parted by commas: "Bezirksregierung Arnsberg, Dezernat 36" */
	str recipient_lines, file_number, subject;
	const struct grant_event *draft, *approval; /* approval NULL: it is a draft */
	const struct list *lines;                   /* struct doc_line */
};
err authority_letter_pdf(struct cx *cx, const struct authority_letter *l, str *ret) MUST;

/* A letter of the KI to the granting authority, in the words of cx: with its name and notice of the day. */
struct centre_letter {
	const struct tenant *centre;
	day on;
	instant made;
	str sender_lines, authority, reference, subject;
	const struct list *lines; /* struct doc_line */
};
struct res;
err centre_letter_show(struct cx *cx, struct res *rs, const struct centre_letter *l, str name) MUST;

struct grant_sheet {
	struct arena *mem;
	const struct list *words; /* struct proof_word */
	struct list lines;        /* struct doc_line */
	int amounts;              /* columns at the end of the next rows that are amounts; 0: one */
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
/* A line to sign on, and who does. */
void sheet_sign(struct grant_sheet *s, str name);
/* Interest by stretch, and its sum. */
void sheet_interest(struct grant_sheet *s, const struct grant_interest *i);
#endif

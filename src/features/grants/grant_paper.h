/* grant_paper.h -- what all papers of a case have in common: positions with their amounts and how they were reckoned.
 * A richer paper (application, decision, proof ...) has a record of its own with these members under these names, and
 * is stored as JSON with the event that brings it; the state of a case reads only what stands here. */
#ifndef FEATURES_GRANTS_GRANT_PAPER_H
#define FEATURES_GRANTS_GRANT_PAPER_H
#include "base/context.h"
#include "base/record.h"

enum { GRANT_FORMAT = 1 };

/* A position: an item of the rulebook. What the words and rules were is kept in it: a paper is never read anew. */
struct grant_line {
	str item;              /* "specialist" */
	str label;             /* "Fachkräfte" */
	str group;             /* "basic" (Ziffern 2.1 and 2.2), "prevention" (2.3), "komman", "kim" */
	struct maybe quantity; /* thousandths of posts or pieces */
	int64_t cents;         /* what is asked, granted, called ... */
	struct maybe ceiling_cents;
	str calculation; /* "6 × 57.000,00 € = 342.000,00 €" (P-FUN-6) */
	str rule_code, source, mark, financing;
	str note; /* why less than asked; a condition of this position */
};
extern const struct record grant_line_rec;

struct grant_paper {
	int64_t format;
	str type;        /* of a decision: grant, refusal, change, revocation; of a closing: close, demand */
	str group;       /* of a call */
	day from, until; /* the period that it speaks of */
	day due_on;      /* of an application: the day of the promised concept; of a decision: for the proof; of a
	                  * closing: for what is demanded */
	day repay_by;    /* of a revocation: the day for what is demanded */
	int64_t total_cents;
	struct list lines; /* struct grant_line */
};
extern const struct record grant_paper_rec;
/* The members of a paper, for the record of a richer one whose first member `paper` is a struct grant_paper. */
#define PAPER_FIELD(type_, member, kind_, ...)                                                                         \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type_, paper.member), __VA_ARGS__                 \
	}
#define PAPER_FIELDS(type_)                                                                                            \
	PAPER_FIELD(type_, format, KIND_INT), PAPER_FIELD(type_, type, KIND_TEXT),                                     \
	        PAPER_FIELD(type_, group, KIND_TEXT), PAPER_FIELD(type_, from, KIND_DAY),                              \
	        PAPER_FIELD(type_, until, KIND_DAY), PAPER_FIELD(type_, due_on, KIND_DAY),                             \
	        PAPER_FIELD(type_, repay_by, KIND_DAY), PAPER_FIELD(type_, total_cents, KIND_MONEY),                   \
	        PAPER_FIELD(type_, lines, KIND_MANY, .of = &grant_line_rec)

/* The text to be stored; `rec` has the paper's members. */
str grant_paper_json(struct arena *a, const struct record *rec, const void *paper);
/* E_BROKEN: it is not what we wrote. */
err grant_paper_read(struct cx *cx, str json, const struct record *rec, void *ret) MUST;
/* The same of its members before the lines, from a text of which only the first part was read: what says how a case
 * stands without reading all. Its days and numbers fit into 400 characters. */
str grant_paper_head(struct arena *a, str json);
const struct grant_line *grant_line_of(const struct list *lines, str item); /* NULL: none */
int64_t grant_lines_total(const struct list *lines);

/* The group of an item on a day: what is called together (P-FUN-2; term call_groups, `groups`: its value). */
str grant_group_of(str programme, str item);
#endif

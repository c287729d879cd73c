/* report_content.h -- what a monthly report says: figures with their counting rules and words, comment, findings. The
 * live month fills it (report_live.h); releasing writes it as one JSON text; page, PDF, XLSX and JSON of a released
 * month are made from that text and nothing else (S-REP-1).
 *
 * All that people read in it is a text in it, also headings and amounts as they were said: neither the catalogue nor
 * the words of the program are asked again. It is German, whatever the reader's language: it is an official paper.
 */
#ifndef FEATURES_REPORTS_REPORT_CONTENT_H
#define FEATURES_REPORTS_REPORT_CONTENT_H
#include "base/context.h"
#include "base/record.h"

enum { REPORT_FORMAT = 1 };

struct report_cell {
	str code, label, amount;
	struct maybe value; /* absent: masked, and kept from the reader */
	bool masked;        /* it is kept from those outside the KI */
};
struct report_split {
	str dimension, name; /* name: "Sprache" */
	struct list cells;   /* struct report_cell */
};
struct report_figure {
	str code, unit, name, question, rule;
	str answer;        /* a sentence */
	str public_answer; /* the same without what is masked; absent: nothing is */
	struct maybe value, before, year_before;
	str amount, amount_before, amount_year_before;
	bool stock, masked, masked_before, masked_year_before;
	struct list months; /* struct report_cell: up to the month, at most 13; code "2026-10". A stock has none */
	struct list splits; /* struct report_split */
};
struct report_finding {
	str text;
};
/* The words around the figures; each is the word "report_words.<name>". */
struct report_words {
	str subject, lead, rule, by, amount, before, year_before, comment, findings, no_comment, masked, masked_note,
	        reason, page_format, question, cell, month, demo, months, number, as_table;
};
struct report_content {
	int64_t format;
	str centre, slug, kind, recognition, letter_lines;
	str month, month_name; /* "2026-10", "Oktober 2026" */
	str month_before, month_year_before;
	str recipient; /* to whom the report is due; absent: nobody has entered it */
	int64_t number;
	str reason; /* of a correction; absent in the first version */
	str released_by;
	instant released_at;
	str released_on; /* in words */
	int64_t threshold;
	str comment;
	bool demo;
	bool is_public;       /* what is masked has been taken out */
	struct list findings; /* struct report_finding */
	struct list figures;  /* struct report_figure */
	struct report_words words;
};
extern const struct record report_content_rec, report_figure_rec, report_split_rec, report_cell_rec, report_finding_rec,
        report_words_rec;

str report_json(struct arena *a, const struct report_content *c);
err report_read(struct cx *cx, str json, struct report_content *ret) MUST; /* E_BROKEN: it is not what we wrote */
/* The words that go with it, from cx->words; what else it says must be filled in. */
void report_fill_words(struct cx *cx, struct report_content *c);
/* Decides what is masked, in all figures of persons (P-REP-1). */
void report_mask(struct arena *a, struct report_content *c);
/* What those outside the KI see: values, amounts and sentences of masked cells are gone. Copies what it changes. */
struct report_content report_public(struct arena *a, const struct report_content *c);

/* What differs between two versions, line by line. */
struct report_change {
	str figure, place, before,
	        after; /* place: "Sprache: Dari"; absent: the figure itself. before, after: amounts */
};
extern const struct record report_change_rec;
struct list report_changes(struct arena *a, const struct report_content *before, const struct report_content *after);
#endif

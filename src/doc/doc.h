/* doc.h -- documents: tables as XLSX and CSV, letters as PDF. Only src/doc sees xlsxwriter.h, pango and cairo.
 * Everything is made in memory; what comes back lives in the arena. */
#ifndef DOC_DOC_H
#define DOC_DOC_H
#include "base/calendar.h"
#include "base/record.h"

/* A table of all fields that are neither hidden nor nested, headed by their words; preceded by title and note lines in
 * XLSX (typed cells: real dates, euro with format, numbers). */
struct doc_table {
	str title, note;
	str sheet; /* XLSX: its name, at most 31 characters without []:*?/\ ; absent: the usual one */
	const struct record *record;
	const struct list *rows;
	instant made; /* XLSX: its time of creation, so that the same rows are the same bytes; absent: now */
	int to_fill;  /* XLSX: so many empty rows more are meant to be filled without network: choices are offered as a
	                 list, days and numbers checked while they are typed; 0: a table to read. Without title and note
	                 it can be read in again (xlsx_read.h) */
};
/* CSV for German Excel: UTF-8 with BOM, ";" and CRLF, quotes where needed; a text that starts like a formula (= + - @
 * tab) gets a leading apostrophe. */
str doc_csv(struct arena *a, const struct doc_table *t, const struct formatter *f);
err doc_xlsx(struct arena *a, const struct doc_table *t, const struct formatter *f, str *ret) MUST;
/* Several tables, a sheet for each; title and time of the first are those of the workbook. Cells go to a temporary file
 * at once, so that memory does not grow with them. */
err doc_xlsx_sheets(struct arena *a, const struct doc_table *const *tables, size_t n, const struct formatter *f,
                    str *ret) MUST;

/* A letter or information sheet in German letter form (DIN 5008 measures), tagged PDF with language and title. */
struct doc_line {
	enum {
		DOC_HEADING,
		DOC_PARAGRAPH,
		DOC_ROW,
		DOC_HEAD_ROW,
		DOC_SUM_ROW,
		DOC_SIGN,
		DOC_PAGE
	} kind;   /* DOC_SIGN: room to sign and a line to sign on, with the paragraph before it. DOC_PAGE: a new page
	             begins */
	str text; /* heading, paragraph; of DOC_SIGN: what stands below the line */
	str cells[5]; /* rows: up to five columns */
	int columns;
	int amounts;  /* rows: so many columns at the end are right-aligned; 0: the last one */
	int least_mm; /* rows: at least so high, to write into by hand; 0: as the text needs */
};
struct doc_letter {
	str sender;          /* name of the KI, large */
	str sender_lines;    /* address, contact; lines parted by \n */
	str recognition;     /* the recognition notice of the day: on every public face (S-CEN-3) */
	str recipient_lines; /* may be absent: an information sheet has no address field */
	str reference, date; /* date in words */
	str subject;
	const struct doc_line *lines;
	size_t n;
	str language;    /* "de" */
	str page_format; /* "Seite {page} von {pages}" */
	instant made;    /* as its time of creation: the same letter is the same bytes; absent: now */
};
err doc_pdf(struct arena *a, const struct doc_letter *l, str *ret) MUST;
#endif

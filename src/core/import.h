/* import.h -- a table that people filled, CSV or XLSX, becomes rows of a record: looked at as a whole, then taken as a
 * whole, or, with one mistake, not at all (P-STA-1, S-INT-1, P-FUN-3).
 *
 * A feature brings a record (a row of the table), a function that looks, one that takes, and a constant that says where
 * the pages stand and how they speak:
 *
 *   const struct import_kind talk_import = { { "talks.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 }, &talks_section,
 *           .area = "list", .form = "list/import", .preview = "import", .back = "list", .back_word = "talks.area.list",
 *           .table = ".csv", .words = "talk_import", .row = &talk_row_rec, .columns = columns, look, take_in_tx };
 *   err talk_import_get(struct cx *cx, const struct request *rq, struct res *rs)
 *   {
 *           return import_form_get(cx, rq, rs, &talk_import);
 *   }                                      ... and three more handlers, for the rows of the route table:
 *   { GET, TALKS "/list/import", ..., talk_import_get, .shows = &page_section_form },
 *   { POST, TALKS "/list/import", ..., talk_import_post, .takes = &import_sent_rec, .upload = UPLOAD_MOST_BYTES },
 *   { GET, TALKS "/import/{id}", ..., talk_import_preview_get, .shows = &page_import_preview },
 *   { POST, TALKS "/import/{id}", ..., talk_import_take_post, .takes = NULL },
 *
 * Looking reads with import_table_read() and then compares with what the KI has, saying what is wrong by import_say():
 *
 *   static err one_row(struct cx *cx, void *self, int64_t line, const void *row, struct import_said *said) ...
 *   TRY(import_table_read(cx, table, &talk_row_rec, one_row, &plan, &plan.said));
 *
 * Columns are found by their names in the head row, in German, in English or as programs call them, in any order; those
 * of .required fields must be there. Choices are read by their word or code, yes and no as people write them.
 *
 * Words of a kind, behind its prefix: title lead note look template (the form), preview_title good nothing_new bad
 * examples take taking (the preview), done (the notice). Counts have the labels that the feature gives them.
 */
#ifndef CORE_IMPORT_H
#define CORE_IMPORT_H
#include "core/section.h"
#include "core/upload.h"
#include "doc/csv.h"

/* --- what is wrong ------------------------------------------------------------------------------------------------ */

/* Where, and what to do. line 0: the file as a whole. */
struct import_message {
	int64_t line;
	str column; /* as the file calls it; absent: the row as a whole */
	str words;
};
extern const struct record import_message_rec;
enum { IMPORT_MOST_MESSAGES = 200 };
struct import_said {
	struct list messages; /* struct import_message, in the order in which they were said; empty: it can be taken */
	int64_t more;         /* beyond the first IMPORT_MOST_MESSAGES */
};
void import_say(struct cx *cx, struct import_said *s, int64_t line, str column, const char *key,
                const struct arg *args);
/* For those who say something about early lines late. */
void import_sort(struct import_said *s);

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* A row whose cells could all be read; it is the caller's to copy. What is wrong with it is said, not returned. */
typedef err (*import_row_fn)(struct cx *cx, void *self, int64_t line, const void *row, struct import_said *said);
/* Every row of the table as a row of the record; with wrong columns none, and only they are said. *ret_rows: how many
 * stand under the head. OK also if something was said. */
err import_table_read(struct cx *cx, const struct csv *table, const struct record *rec, import_row_fn each, void *self,
                      struct import_said *said, int64_t *ret_rows) MUST;
/* Is it the word of this key, in either language? `folded`: utf8_fold() of what was typed. */
bool import_is_word(struct cx *cx, str folded, const char *key);
/* The code of a choice that people write as its word and programs as its code; absent if it is none. */
str import_code(struct cx *cx, const struct choices *c, str typed);

/* --- looking and taking ------------------------------------------------------------------------------------------- */

struct import_in {
	const struct tenant *centre;
	const struct csv *table;
	int64_t thing;                                           /* as of struct import_preview */
	str hash;                                                /* of the file, for the audit log */
	void (*progress)(void *self, int64_t done, int64_t all); /* for who waits; NULL: nobody */
	void *self;
};
struct import_preview {
	struct import_said said;
	int64_t thing;        /* given to the look: the {id} of the pages, if the kind is .of_thing */
	int64_t rows;         /* without the head */
	struct list counts;   /* import_count() */
	struct list examples; /* rows of .row, as they were understood; the first ones are shown */
	bool nothing_new;
};
/* label: key of the word; programs get what stands behind its point as the code. */
void import_count(struct cx *cx, struct import_preview *p, const char *label, int64_t n);

struct import_kind {
	struct upload_purpose purpose;
	const struct section *section;
	const char *area;
	const char *form;             /* address within the section: "people/import" */
	const char *preview;          /* folder of the tables that wait: "import" */
	const char *back, *back_word; /* where one came from and goes to in the end: "people"; "" is the first area */
	const char *table;            /* behind that address: the table as it is now, which fits: ".csv" */
	const char *words;            /* prefix, without a point in it */
	const struct record *row;     /* its required fields are the columns that must be there */
	const char *const *columns;   /* shown of the examples; ends with NULL */
	size_t most_examples;         /* so many are shown; 0: five */
	bool of_thing;                /* the addresses lie behind the thing {id} of the section, and the table that
	                               * waits is {code}: "/talks/{id}/list/import/{code}" */
	/* Writes nothing. OK also if something was said. */
	err (*look)(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_preview *ret);
	/* Looks again and takes all rows; with a message none: E_INVALID. */
	err (*take_in_tx)(struct cx *cx, const struct import_in *in);
};

/* The four handlers of a kind. The file waits in the database (core/upload.h): of two who press the button at once one
 * is told. */
err import_form_get(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k) MUST;
err import_form_post(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k) MUST;
err import_preview_show(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k) MUST;
err import_preview_take(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k) MUST;
extern const struct record import_sent_rec;
extern const struct page page_import_preview;
#endif

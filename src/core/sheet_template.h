/* sheet_template.h -- workbooks of authorities, filled from our data (P-FUN-3): "the proof works when the portal does
 * not".
 *
 * A feature hands up purposes (struct feature, .sheets): a name and the fields that a workbook for it may show. People
 * upload the workbook and say which field goes into which cell, for the Land (RIGHT_LAND_SETTING) or for a KI
 * (RIGHT_CENTRE_DECIDE), whose own goes first. The pages are core's; a feature only fills:
 *
 *   static void fields(struct cx *cx, struct list *ret)
 *   {
 *           sheet_field(cx, ret, "period", KIND_TEXT, "2026");
 *           sheet_field(cx, ret, "posts.name", KIND_TEXT, "Fachkraft");   // one for each row of the list `posts`
 *           sheet_field(cx, ret, "posts.cost", KIND_MONEY, "57.000,00");
 *   }
 *   const struct sheet_purpose grant_proof_sheet = { "grant_proof", fields };
 *   ...
 *   struct sheet_values v = { 0 };
 *   TRY(sheet_template_on(cx, &grant_proof_sheet, rq->centre.id, cx->today, &t));     // E_NOTFOUND: nobody set one
 *   sheet_put(cx, &v, "period", 0, KIND_TEXT, (struct value){ .s = S("2026") });
 *   for (i ...) sheet_put(cx, &v, "posts.cost", i, KIND_MONEY, (struct value){ .i = cents });
 *   TRY(sheet_template_fill(cx, &grant_proof_sheet, &t, &v, &bytes));
 *
 * Words of a purpose: "sheet_purpose.<name>"; of its fields "sheet_field.<purpose>.<field>" unless .label says it.
 *
 * A mapping is a text, one line per field; lines that begin with # and empty ones say nothing:
 *
 *   period = Deckblatt!C4
 *   posts.name = 'Anlage 1'!A12; 1; 20      (first row; how many rows further down the next one; how many there are)
 *
 * Versions are only added, each from a day on that is not past. What is stored fits its workbook: it was filled with
 * examples before, all rows of lists.
 */
#ifndef CORE_SHEET_TEMPLATE_H
#define CORE_SHEET_TEMPLATE_H
#include "base/context.h"
#include "base/record.h"
#include "db/db.h"

enum {
	SHEET_MOST_BYTES = 5 * 1024 * 1024,
	SHEET_MOST_MAPPING = 20000,
	SHEET_MOST_ROWS = 1000,
	SHEET_MOST_CELLS = 20000
};

/* --- what a feature hands up -------------------------------------------------------------------------------------- */

struct sheet_field {
	str name; /* stands in mappings, stable for ever; with a point in it: of each row of a list */
	bool in_list;
	enum kind kind; /* TEXT INT MONEY DECIMAL DAY */
	str example;    /* as people type it */
	str label;      /* absent: its word */
};
struct sheet_purpose {
	const char *name;
	void (*fields)(struct cx *cx, struct list *ret); /* adds struct sheet_field */
};
struct sheet_field *sheet_field(struct cx *cx, struct list *to, str name, enum kind kind, str example);
/* A field that belongs to no list although there is a point in its name, such as the code of an indicator. */
struct sheet_field *sheet_field_alone(struct cx *cx, struct list *to, str name, enum kind kind, str example, str label);
const struct sheet_purpose *const *sheet_purpose_all(const struct cx *cx); /* of all features; ends with NULL */

/* --- versions ----------------------------------------------------------------------------------------------------- */

struct sheet_template {
	int64_t id, version; /* 0: there is none yet */
	str purpose;
	struct maybe centre_id, file_id; /* file_id absent: from this day on there is none */
	day valid_from;
	str file; /* its name */
	int64_t size;
	str hash, mapping, set_by;
	instant set_at;
};
extern const struct record sheet_template_rec;
/* The one that holds on a day: of the KI, else of the Land. centre_id 0: of the Land alone. E_NOTFOUND: none. */
err sheet_template_on(struct cx *cx, const struct sheet_purpose *p, int64_t centre_id, day on,
                      struct sheet_template *ret) MUST;
/* The same of this owner alone; also one that says that there is none. */
err sheet_template_own(struct cx *cx, const struct sheet_purpose *p, int64_t centre_id, day on,
                       struct sheet_template *ret) MUST;
/* Of this owner, newest version first (struct sheet_template). */
err sheet_template_versions(struct cx *cx, const struct sheet_purpose *p, int64_t centre_id, struct list *ret) MUST;
err sheet_template_bytes(struct cx *cx, const struct sheet_template *t, str *ret) MUST;
struct sheet_new {
	const struct sheet_purpose *purpose;
	int64_t centre_id, version; /* the version that this one follows */
	day valid_from;
	str name, content;    /* of a new file; content absent: .file_id */
	struct maybe file_id; /* absent, without content: none from this day on */
	str mapping;
};
/* ret: struct sheet_template. E_INVALID: problem at valid_from. E_STALE: another version came in between. */
err sheet_template_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- values ------------------------------------------------------------------------------------------------------- */

struct sheet_value {
	str field;
	int64_t row;    /* from 0; of a field that stands once 0 */
	enum kind kind; /* may be TEXT where the field is a number: a masked figure */
	struct value v; /* none: the cell is emptied */
};
struct sheet_values {
	struct list items;
};
void sheet_put(struct cx *cx, struct sheet_values *v, str field, int64_t row, enum kind kind, struct value value);
/* Fields of the mapping without a value leave their cells as they are; values of fields that it does not name are left
 * out. E_INVALID sheets.too_many_rows: a list is longer than its place in the workbook. */
err sheet_template_fill(struct cx *cx, const struct sheet_purpose *p, const struct sheet_template *t,
                        const struct sheet_values *v, str *ret) MUST;

/* --- trying a mapping --------------------------------------------------------------------------------------------- */

struct sheet_line {
	int64_t line;                         /* of the mapping */
	str typed, field, label, place, said; /* place: "Bericht!A12 … A31"; said: the example that was written */
	str message;                          /* what does not fit; absent: it fits */
	bool fits;
};
extern const struct record sheet_line_rec;
/* Fills all lines with examples. *ret: struct sheet_line; *ret_bytes (may be NULL): the workbook with those that fit.
 * E_INVALID: the workbook itself cannot be filled; else OK, also if something does not fit. */
err sheet_template_try(struct cx *cx, const struct sheet_purpose *p, str bytes, str mapping, struct list *ret,
                       str *ret_bytes) MUST;
/* The mapping again, with a # before what does not fit. */
str sheet_mapping_that_fits(struct cx *cx, str mapping, const struct list *lines);
str sheet_label(struct cx *cx, const struct sheet_purpose *p, const struct sheet_field *f);

extern const struct sql sheet_template_sql[];
#endif

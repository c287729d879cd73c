/* evaluation_model.h -- what an export holds, and the log of exports. */
#ifndef FEATURES_EVALUATION_EVALUATION_MODEL_H
#define FEATURES_EVALUATION_EVALUATION_MODEL_H
#include "core/evaluation.h"
#include "core/setting.h"
#include "db/db.h"

extern const struct setting *const evaluation_settings[]; /* ends with NULL: the threshold */

/* What somebody wants to have. */
struct evaluation_wish {
	str first, last; /* of the first and the last quarter, their first month: "2026-07" */
	str table;       /* its code; "all": each */
	str recipient, purpose;
};
extern const struct record evaluation_wish_rec;

/* What it comes to. */
struct evaluation_period {
	day from, to;      /* whole quarters that are over */
	int64_t threshold; /* k, as it holds today */
	bool assumed;      /* nobody has entered a source for it */
};
/* The quarters that are over, the newest first: struct form_choice, since KI began in 2012. */
void evaluation_quarters(struct cx *cx, struct list *ret);
str evaluation_quarter_name(struct cx *cx, day from); /* "3. Vierteljahr 2026" */
err evaluation_threshold(struct cx *cx, struct evaluation_period *ret) MUST;
/* E_INVALID with problems at the fields. */
err evaluation_check(struct cx *cx, const struct evaluation_wish *w, struct evaluation_period *ret) MUST;

/* A row as it leaves. Texts are codes first, words for people in the file. */
struct evaluation_shown {
	str pseudonym, quarter, month, district, centre, cells[EVALUATION_CELLS];
	int64_t records;
	struct maybe number; /* absent: masked */
};
/* Instead of what is shown more coarsely. */
#define EVALUATION_HIDDEN "*"
struct evaluation_sheet {
	const struct evaluation_table *table;
	struct list rows;                                /* struct evaluation_shown, by content */
	int64_t records, unchanged, coarser, suppressed; /* what the database has, and what became of it */
};
/* Protects and collects: struct evaluation_sheet for each table that is wanted. A key for pseudonyms is made and
 * forgotten. E_INVALID with a problem at "last": more rows than EVALUATION_MOST. */
err evaluation_collect(struct cx *cx, const struct evaluation_wish *w, const struct evaluation_period *p,
                       struct list *ret) MUST;
/* The workbook with read-me, codebook, counting rules and tables, in German. */
err evaluation_book(struct cx *cx, const struct evaluation_wish *w, const struct evaluation_period *p,
                    const struct list *sheets, str *ret) MUST;

/* --- the log ------------------------------------------------------------------------------------------------------ */
struct evaluation_export {
	int64_t id;
	instant made_at;
	str made_by;
	day period_from, period_to;
	str tables, recipient, purpose;
	int64_t threshold, records, suppressed;
	str hash;
};
extern const struct record evaluation_export_rec;
enum { EVALUATION_LOG_MOST = 200 };
err evaluation_log(struct cx *cx, struct list *ret) MUST;                   /* newest first */
err evaluation_export_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* both struct evaluation_export */

extern const struct sql evaluation_sql[];
#endif

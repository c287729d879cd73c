/* evaluation.h -- what features give to an evaluation by an outside body (S-EVA-1).
 *
 * A feature hands up tables the way it hands up indicators; features/evaluation asks them, without knowing any, and
 * protects the persons in them before anything leaves. A table declares its columns and their roles:
 *   known     somebody could know it of a person or of a thing that he looks for: it counts for k-anonymity and is
 *             shown more coarsely where too few share it. KI and month are known, always
 *   told      what the row says besides; never a free text, a number of its own or an exact amount: sizes stand in
 *             bands (EVALUATION_SIZE ...), so that no row can be told by them
 *   number    an exact number; only in tables that are published already
 * What a table does not declare does not leave: names, texts, keys, days, places. The word
 * "evaluation_rule.<table>" says to people what counts and what was left out and why, "evaluation_table.<table>" its
 * name (at most 31 characters: a sheet), "evaluation_column.<table>.<column>" and ".hint" what a column says.
 */
#ifndef CORE_EVALUATION_H
#define CORE_EVALUATION_H
#include "base/context.h"
#include "base/list.h"
#include "base/record.h"

enum evaluation_kind {
	EVALUATION_EVENTS,  /* a row is something that happened; no mark of a person leaves, but persons are counted */
	EVALUATION_PERSONS, /* a row is a person in a quarter; all columns are known. Gets a pseudonym */
	EVALUATION_FIGURES, /* published elsewhere under a rule of their own: leave as they are */
};
enum evaluation_role { EVALUATION_KNOWN, EVALUATION_TOLD, EVALUATION_NUMBER };
struct evaluation_column {
	const char *code;
	enum evaluation_role role;
	const char *words; /* a cell is the code of the word "<words>.<cell>"; NULL: it is a text for people already */
};

/* A step of the ladder: how coarsely rows are shown on it. */
enum evaluation_region { REGION_CENTRE, REGION_DISTRICT, REGION_LAND };
struct evaluation_step {
	enum evaluation_region region;
	bool quarter;    /* the month is not shown */
	unsigned hidden; /* bit n: known column n is not shown */
};
#define EVALUATION_LAST_STEP (~0U) /* as .hidden of the last one: no known column is shown */

enum { EVALUATION_CELLS = 9 };
struct evaluation_row {
	int64_t centre_id;
	int64_t person;  /* whom k-anonymity counts, unique in its table; 0: nobody. Never leaves */
	int64_t records; /* how many are alike in all of this; of a person 1 */
	str month;       /* "2026-07"; of persons absent */
	str cells[EVALUATION_CELLS];
	int64_t number; /* of the column EVALUATION_NUMBER */
	bool masked;    /* that number was masked when it was published */
};
extern const struct record evaluation_row_rec; /* centre_id person records month c1 ... c9 number masked */

struct evaluation_table {
	const char *code;
	enum evaluation_kind kind;
	const struct evaluation_column *columns; /* in the order of the cells; ends with {0} */
	const struct evaluation_step *ladder;    /* from fine to coarse; of figures NULL */
	size_t steps;
	/* struct evaluation_row of a KI in the days of a quarter, at most EVALUATION_MOST + 1; in German. */
	err (*rows)(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret);
};
enum { EVALUATION_MOST = 200000 }; /* rows of an export: some 300 MB of memory; a quarter of 54 KI has fewer */

/* Those of all features, in the order of features; ends with NULL. */
const struct evaluation_table *const *evaluation_all(const struct cx *cx);

/* Bands for SQL; each is a code of the word "evaluation_band.<code>". */
#define EVALUATION_SIZE(n)                                                                                             \
	"CASE WHEN " n " IS NULL THEN 'unknown' WHEN " n " < 1 THEN 'n0' WHEN " n " < 5 THEN 'n1' WHEN " n             \
	" < 10 THEN 'n5' WHEN " n " < 25 THEN 'n10' WHEN " n " < 50 THEN 'n25' WHEN " n                                \
	" < 100 THEN 'n50' ELSE 'n100' END"
#define EVALUATION_MINUTES(n)                                                                                          \
	"CASE WHEN " n " IS NULL THEN 'unknown' WHEN " n " <= 30 THEN 'm0' WHEN " n " <= 60 THEN 'm31' WHEN " n        \
	" <= 120 THEN 'm61' WHEN " n " <= 240 THEN 'm121' ELSE 'm241' END"
#endif

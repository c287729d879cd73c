/* activity_catalogue.h -- by what activities are told apart: the 14 kinds of service, fields of action, stages of the
 * education chain, recipients, target groups and the two main fields (S-ACT-1 ... 4, S-REP-3), as data with days.
 *
 * A code stays for ever. A renamed entry is a further row of the same code: the words of a day are those of the newest
 * row that had begun by then. valid_to ends a code: it can be recorded up to that day, and what was recorded keeps it.
 */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_CATALOGUE_H
#define FEATURES_ACTIVITIES_ACTIVITY_CATALOGUE_H
#include "base/context.h"
#include "base/record.h"
#include "db/db.h"

/* The classifying columns, in the order people see them. */
enum part { PART_KIND, PART_FIELD, PART_STAGE, PART_RECIPIENT, PART_TARGET, PART_MAIN_FIELD, PARTS };
extern const struct choices catalogue_choices;      /* their names: "kind" ... "main_field" */
extern const struct choices catalogue_mark_choices; /* read seed inferred assumed */

struct catalogue_entry {
	str catalogue, code;
	day valid_from, valid_to;
	str name, name_en; /* German, as the law says it; English */
	int64_t place;     /* entries of a catalogue stand in this order */
	str source, mark;
};
extern const struct record catalogue_entry_rec;

/* All rows of all catalogues, by catalogue, place, code and day: some sixty. */
err catalogue_load(struct cx *cx, struct list *ret) MUST;
/* As the code was called on that day, in the reader's language; the code itself if there never was one. */
str catalogue_name(const struct cx *cx, const struct list *catalogue, enum part part, str code, day on);
bool catalogue_holds(const struct list *catalogue, enum part part, str code,
                     day on); /* it can be recorded on that day */
/* Adds struct form_choice: what can be recorded on that day, in order. */
void catalogue_offer(struct cx *cx, const struct list *catalogue, enum part part, day on, struct list *choices);
/* The place of a code: how far from the beginning of its catalogue; large if there is none. */
int64_t catalogue_place(const struct list *catalogue, enum part part, str code);

/* For db_tx. E_INVALID with problems at the fields. Add: the code is made from the German name, *ret is the row.
 * Rename: in->code, valid_from later than all rows of the code. End: in->code, valid_to. */
err catalogue_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err catalogue_rename_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err catalogue_end_in_tx(struct cx *cx, const void *in, void *ret) MUST;

extern const struct sql catalogue_sql[];
#endif

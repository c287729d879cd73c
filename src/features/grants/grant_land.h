/* grant_land.h -- a budget year over all KI: commitments and outflow by item and by KI, and who will not use the money
 * (P-FUN-1, P-STA-1). Read from the events of that year alone: the cost does not grow with the years. */
#ifndef FEATURES_GRANTS_GRANT_LAND_H
#define FEATURES_GRANTS_GRANT_LAND_H
#include "features/grants/grant_state.h"

/* Why money will be left over, the surest first:
 *   posts   posts are vacant: what the staff plan of the year gives, as things stand, is less than what is granted
 *   unused  paid money is not used although its two months are over
 *   slow    after the end of September less than half of a position is called: posts are often called whole while the
 *           material costs stand still
 * Assumed by us; nothing follows from it but a look. */
extern const struct choices grant_warning_choices;

struct grant_land_row {
	struct grant_case c;
	str stage;
	bool late; /* the application */
	int64_t asked_cents, granted_cents, called_cents, paid_cents, used_cents, left_cents;
	struct maybe demanded_cents; /* asked back, with interest; absent: nothing */
	int64_t repaid_cents;        /* what of it has come */
	str warning;                 /* grant_warning_choices; absent: none */
	int64_t warning_cents;       /* what will probably be left over, or is unused */
	str path;                    /* of the case for those who may read it; else of the KI */
};
extern const struct record grant_land_row_rec;    /* also the columns of the export */
extern const struct record grant_land_export_rec; /* without addresses */

struct grant_land {
	int64_t year;
	struct list rows;          /* struct grant_land_row, by KI and programme */
	struct list items;         /* struct grant_item: sums over all KI */
	struct grant_land_row sum; /* of all; no case */
	int64_t warned;            /* rows with a warning */
};
/* programme absent: all. Warnings only for the year of cx->today and the one before. */
err grant_land_of(struct cx *cx, int64_t year, str programme, struct grant_land *ret) MUST;
/* Pure: which warning a case gets. idle_cents: granted for posts and more than they give as things stand; absent: not
 * known. */
str grant_warning_of(const struct grant_state *s, const struct grant_case *c, struct maybe idle_cents, day today,
                     int64_t *ret_cents);
#endif

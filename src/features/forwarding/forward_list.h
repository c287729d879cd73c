/* forward_list.h -- the bids of a round as the KI reads them, and what waits. */
#ifndef FEATURES_FORWARDING_FORWARD_LIST_H
#define FEATURES_FORWARDING_FORWARD_LIST_H
#include "core/paging.h"
#include "features/forwarding/forward_bid.h"

struct bid_row {
	int64_t id;
	str name, kind, town;
	str last; /* the event that decides the stage */
	str stage, stage_text, tone;
	struct maybe asked_cents, proposed_cents, granted_cents, points;
	day submitted_on;
	bool late;
	str rank; /* what the list is sorted by: the points, the most first */
	str path;
};
extern const struct record bid_row_rec;
extern const struct record bid_table_rec; /* the columns of the table to take away */

struct bid_filter {
	str ags8, stage; /* absent: all */
};
/* Those that were sent, by rank and id. */
err bid_list(struct cx *cx, const struct forward_round *r, const struct bid_filter *f, const struct paging *pg,
             struct list *ret) MUST;

struct round_counts {
	int64_t drafts, submitted, proposed, granted, paid, proof;
	int64_t asked_cents, proposed_cents;
};
extern const struct record round_counts_rec;
err round_count(struct cx *cx, const struct forward_round *r, struct round_counts *ret) MUST;

struct payment { /* for the finance office */
	int64_t bid_id;
	str name, holder, iban, bank, round;
	int64_t cents;
	day granted_on;
	str reference; /* purpose of the transfer */
	str path;
};
extern const struct record payment_rec;
err payment_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* those that may be handed over now */

/* The start page: what waits to be ranked or decided, which proofs are due. */
err forward_today(struct cx *cx, struct list *tasks) MUST;
/* What was handed on of the Land's money of a year: struct spending of the item volunteering_prevention. */
err forward_spending(struct cx *cx, int64_t centre_id, int64_t year, struct list *ret) MUST;
/* The profile of a KI: where third parties may apply while a round is open. */
err forward_offers(struct cx *cx, const struct tenant *centre, struct list *ret) MUST;
extern const struct sql forward_list_sql[];
#endif

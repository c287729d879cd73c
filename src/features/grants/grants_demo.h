/* grants_demo.h -- example cases of all 54 KI: Kreis Coesfeld from 2023 on, the others for this year, the one before
 * and the next. Invented, seeded by KI and year, so the same on every machine but for what has not happened yet on the
 * day.
 *
 * Each part of the demo goes on where the one before has ended: it walks over `cases` and adds events.
 */
#ifndef FEATURES_GRANTS_GRANTS_DEMO_H
#define FEATURES_GRANTS_GRANTS_DEMO_H
#include "core/user.h"
#include "features/grants/grant_state.h"

struct demo_case {
	struct grant_case c;
	struct tenant centre;
	int64_t seen;                    /* number of its last event */
	int64_t applied_id, decision_id; /* events; 0: none. decision: the draft of what holds */
	struct list granted;             /* struct grant_line: what holds; empty: nothing */
	day decided_on, final_on;        /* final_on absent: not yet */
};
struct grants_demo {
	struct user head, administrator, first, second; /* of Coesfeld; of the authority */
	struct list rules;
	struct list cases; /* struct demo_case: KI by KI, the oldest year first */
};

err grants_demo(struct cx *cx) MUST;
/* Calls, payouts, use and cost lines (grants_demo_money.c). */
err grants_demo_money_in_tx(struct cx *cx, struct grants_demo *d) MUST;
/* Adds an event that fits, without asking: who did it, under which name (absent: that of the account). Nothing happens
 * if its day has not come yet: *ret_id is 0 then. draft: what an approval decides. In a transaction. */
err demo_event_in_tx(struct cx *cx, struct demo_case *d, const struct user *who, str name,
                     const struct grant_event *draft, struct grant_event *e) MUST;
struct demo_case *demo_case_of(const struct grants_demo *d, str slug, int64_t year); /* NULL: none */
/* The authority's workbook of a proof, with its mapping (grant_proof_sheet.c). In a transaction. */
err proof_sheet_demo_in_tx(struct cx *cx) MUST;
/* What comes after the year: proofs, their check and repayment (grants_demo_proof.c). In a transaction. */
err grants_demo_proof(struct cx *cx, struct grants_demo *d) MUST;
#endif

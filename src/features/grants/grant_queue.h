/* grant_queue.h -- what waits for the granting authority, over all KI (P-FUN-1). */
#ifndef FEATURES_GRANTS_GRANT_QUEUE_H
#define FEATURES_GRANTS_GRANT_QUEUE_H
#include "features/grants/grant_pages.h"

/* What a case waits for: approve (a draft of somebody else), answer (it has come), check, decide, revoke, payout, pay,
 * proof; own_draft: one's own, which somebody else approves; nothing: STR_NONE. In the order in which people do it. */
extern const struct choices grant_wait_choices;
struct grant_wait {
	str what;      /* grant_wait_choices; absent: nothing */
	day since;     /* since when it waits */
	int64_t about; /* approve: the number of the draft; payout, pay: the event of the call */
};
/* Pure. account_id: who looks. */
struct grant_wait grant_wait_of(const struct grant_state *s, const struct list *events, int64_t account_id, day today);

/* tenant: all; the cases of a budget year with their state: struct grant_known, three statements for the whole Land. */
struct grant_known {
	struct grant_case c;
	struct grant_state state;
	struct list events; /* struct grant_event */
};
err grants_known(struct cx *cx, int64_t year, str programme, struct list *ret) MUST;
/* tenant: all; the same of the years in which something may still wait or be due, those left out that are over: proofs
 * are closed, and money comes back, years after the budget year. Read without papers: not for amounts. */
err grants_watched(struct cx *cx, struct list *ret) MUST;

/* Those of a KI from a budget year on, newest first; read by the heads of their papers (grant_events_brief).
 * ret_older: it has cases of years before. */
err grants_of_centre(struct cx *cx, const struct tenant *centre, int64_t first, struct list *ret,
                     bool *ret_older) MUST;

err grant_queue_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_grant_queue;
extern const struct record grant_queue_asked_rec;

/* The hook of the start page: what waits for the KI or for the authority (grant_today.c). */
err grants_today(struct cx *cx, struct list *tasks) MUST;
#endif

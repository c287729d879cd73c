/* grant_payout.h -- what was approved and is not paid yet, over all KI (P-FUN-5: handed over to whoever pays). */
#ifndef FEATURES_GRANTS_GRANT_PAYOUT_H
#define FEATURES_GRANTS_GRANT_PAYOUT_H
#include "features/grants/grant_call.h"

struct grant_payout {
	int64_t centre_id, case_id, call_id, year, cents;
	str slug, centre_name, programme, group, account, approved_by, reference, path,
	        content; /* content: of the call, for reading only */
	day called_on, approved_on;
};
/* tenant: all, at most 1,000, the oldest approval first; only what may be paid today. The account is filled only for
 * those who check calls. */
err grant_payouts_waiting(struct cx *cx, struct list *ret, int64_t *ret_total) MUST;
extern const struct sql grant_payout_sql[];
#endif

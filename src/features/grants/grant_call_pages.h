/* grant_call_pages.h -- handlers of calls for funds, their payment and their use.
 *
 *   .../{id}/calls                    all calls of a case
 *   .../{id}/calls/new                a new one; mixed groups are refused, and split on request
 *   .../{id}/calls/new.xlsx, blank.pdf  the same to fill without network, or by hand; .../file: the workbook comes back
 *   .../{id}/calls/{code}             one call ({code}: id of its event): how it stands, positions, payment, use
 *   .../{id}/calls/{code}/call.pdf    the call as a paper
 *   .../{id}/calls/{code}/payout      the authority drafts what is paid; .../paid: it notes the day of payment
 *   .../{id}/calls/{code}/use         the KI notes what was used; .../withdraw: it takes the call back
 *   /land/payouts[.csv .xlsx]         what was approved and is not paid yet, to hand over: nothing here pays (P-FUN-5)
 */
#ifndef FEATURES_GRANTS_GRANT_CALL_PAGES_H
#define FEATURES_GRANTS_GRANT_CALL_PAGES_H
#include "features/grants/grant_call.h"
#include "features/grants/grant_pages.h"

/* A call as lists show it. */
struct grant_call_row {
	int64_t id, number;                     /* number: counted within the case */
	str path, group, state, tone, by, days; /* days: "noch 12 Tage", in words; absent: nothing runs */
	day called_on, paid_on, use_by;
	int64_t cents, paid_cents, used_cents, unused_cents;
	struct maybe days_left;
};
extern const struct record grant_call_row_rec;
struct grant_call_row grant_call_row_of(struct cx *cx, const struct grant_case *c, const struct grant_call *call,
                                        int64_t number);

/* What every page of one call knows. */
struct grant_call_view {
	struct grant_view v;
	const struct grant_call *call;
	const struct grant_event *event; /* that called */
	int64_t number;
	struct grant_call_paper paper;
	str name, path; /* "Mittelabruf 2" */
};
/* E_NOTFOUND: no such call in this case. */
err grant_call_view_fill(struct cx *cx, const struct request *rq, struct grant_call_view *ret) MUST;

#define GRANT_HANDLER(name) err name(struct cx *cx, const struct request *rq, struct res *rs)
GRANT_HANDLER(grant_calls_get);
GRANT_HANDLER(grant_call_get);
GRANT_HANDLER(grant_call_pdf_get);
GRANT_HANDLER(grant_call_new_get);
GRANT_HANDLER(grant_call_new_post);
GRANT_HANDLER(grant_call_table_get);
GRANT_HANDLER(grant_call_blank_get);
GRANT_HANDLER(grant_call_file_get);
GRANT_HANDLER(grant_call_file_post);
GRANT_HANDLER(grant_payout_get);
GRANT_HANDLER(grant_payout_post);
GRANT_HANDLER(grant_paid_get);
GRANT_HANDLER(grant_paid_post);
GRANT_HANDLER(grant_use_get);
GRANT_HANDLER(grant_use_post);
GRANT_HANDLER(grant_call_withdraw_get);
GRANT_HANDLER(grant_call_withdraw_post);
GRANT_HANDLER(grant_payouts_get);
GRANT_HANDLER(grant_payouts_csv_get);
GRANT_HANDLER(grant_payouts_xlsx_get);
extern const struct page page_grant_calls, page_grant_call, page_grant_call_form, page_grant_payouts;
extern const struct record grant_payout_rec, grant_paid_rec, grant_use_rec, grant_call_withdraw_rec;
#endif

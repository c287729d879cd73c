/* grant_cost_pages.h -- handlers of costs, of their import, and of the outlook.
 *
 *   .../{id}/costs[.csv .xlsx]      lines, what flows in by itself, sums per position, the form for the next line
 *   .../{id}/costs/{code}/cancel    a wrong line is cancelled with a reason
 *   .../{id}/costs/{code}/vouchers  its vouchers as files; .../{id}/vouchers/{code}[/remove]: one of them, for the KI;
 *                                   .../{id}/proof/vouchers/{code}: for the authority, once the proof is handed in
 *   /centres/{slug}/grants/costs/import     a table, for one or several cases; .../import/{id}: its preview
 *   .../{id}/budget                 spent, committed, left and forecast per position
 */
#ifndef FEATURES_GRANTS_GRANT_COST_PAGES_H
#define FEATURES_GRANTS_GRANT_COST_PAGES_H
#include "core/import.h"
#include "features/grants/grant_cost.h"
#include "features/grants/grant_pages.h"

err grant_costs_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_costs_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_costs_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_costs_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_costs_template_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_cost_cancel_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_cost_cancel_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_vouchers_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_vouchers_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_voucher_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_voucher_remove_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_proof_voucher_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_cost_import_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_cost_import_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_cost_preview_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_cost_preview_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_budget_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_grant_costs, page_grant_vouchers, page_grant_budget;
extern const struct record grant_costs_asked_rec, grant_cost_cancel_rec, grant_voucher_sent_rec;

/* The line {code} of the path; E_NOTFOUND. */
err grant_cost_asked(struct cx *cx, const struct request *rq, const struct grant_case *c, struct grant_cost *ret) MUST;
/* Where a file is read: of_proof: by the authority, else by the KI. */
str grant_voucher_path(struct cx *cx, const struct request *rq, bool of_proof, int64_t id);
#endif

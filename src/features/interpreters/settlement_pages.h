/* settlement_pages.h -- the pages of the settlement: the months, what a run would do, what it did, each amount with its
 * calculation, corrections, sheets and lists (P-INT-7, P-INT-5, P-FUN-5). */
#ifndef FEATURES_INTERPRETERS_SETTLEMENT_PAGES_H
#define FEATURES_INTERPRETERS_SETTLEMENT_PAGES_H
#include "core/route.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/settlement.h"

extern const struct page page_settlements, page_settlement_draft, page_settlement, page_settlement_person,
        page_settlement_assignment, page_settlement_statement;
extern const struct record settlement_correct_rec;

err settlements_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_draft_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_draft_post(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_csv_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_person_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_sheet_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_assignment_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_correct_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_correct_post(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_statement_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err settlement_statement_pdf_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;

/* "Oktober 2026" of "2026-10". */
str settlement_month_name(struct cx *cx, str month);
str settlement_name(struct cx *cx, const struct settlement *s); /* "Oktober 2026, Lauf 2" */
/* ".../settlements/12/people/7" */
str settlement_person_path(struct cx *cx, const struct request *rq, int64_t id, int64_t interpreter_id,
                           const char *tail);

/* An assignment with all lines that a run, or a year, has for it. */
struct settlement_row {
	int64_t booking_id, cents;
	str number, institution, path;
	day held_on, paid_on;
	str parts; /* "Zeit 25,00 € (Landesmittel)" */
	bool corrects;
	str reason;
};
extern const struct record settlement_row_rec;
/* lines: struct settlement_line, those of one assignment one after the other. */
struct list settlement_rows(struct cx *cx, const struct request *rq, const struct list *lines);
/* In words: what of the tax-free amount of the year is used. */
str settlement_counter(struct cx *cx, const struct settlement_year *y);

/* The sheet of a person for a run, and the statement of a year, on paper. rows: struct settlement_row. */
err settlement_sheet(struct cx *cx, const struct request *rq, const struct settlement *s, str name,
                     const struct settlement_year *y, const struct list *rows, str *ret) MUST;
err settlement_statement(struct cx *cx, const struct request *rq, const struct settlement_year *y,
                         const struct list *rows, str *ret) MUST;
#endif

/* What is approved and not paid yet, over all KI: handed over to whoever pays (P-FUN-5). The account stands in it only
 * for those who check calls. */
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_payout.h"
#include "features/grants/grant_call_pages.h"

#define SHOWN(member, kind_, ...) FIELD(struct grant_payout, member, kind_, __VA_ARGS__)
static const struct field shown_fields[] = {
	SHOWN(reference, KIND_TEXT),
	SHOWN(centre_name, KIND_TEXT),
	SHOWN(programme, KIND_CHOICE, .choices = &grant_programme_choices),
	SHOWN(year, KIND_INT),
	SHOWN(called_on, KIND_DAY),
	SHOWN(approved_on, KIND_DAY),
	SHOWN(approved_by, KIND_TEXT),
	SHOWN(account, KIND_TEXT),
	SHOWN(cents, KIND_MONEY),
};
static const struct record table_rec = RECORD("grant_payout_row", struct grant_payout, shown_fields);
static const struct field row_fields[] = {
	SHOWN(reference, KIND_TEXT),
	SHOWN(centre_name, KIND_TEXT),
	SHOWN(programme, KIND_CHOICE, .choices = &grant_programme_choices),
	SHOWN(year, KIND_INT),
	SHOWN(called_on, KIND_DAY),
	SHOWN(approved_on, KIND_DAY),
	SHOWN(approved_by, KIND_TEXT),
	SHOWN(account, KIND_TEXT),
	SHOWN(cents, KIND_MONEY),
	SHOWN(path, KIND_PATH),
};
static const struct record row_rec = RECORD("grant_payout_row", struct grant_payout, row_fields);

struct payouts_page {
	str title, sentence;
	struct list crumbs; /* struct crumb: none */
	struct list rows;   /* struct grant_payout */
	int64_t total_cents;
};
static const struct field page_fields[] = {
	FIELD(struct payouts_page, title, KIND_TEXT),
	FIELD(struct payouts_page, sentence, KIND_TEXT),
	FIELD(struct payouts_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct payouts_page, rows, KIND_MANY, .of = &row_rec),
	FIELD(struct payouts_page, total_cents, KIND_MONEY),
};
static const struct record page_rec = RECORD("grant_payouts", struct payouts_page, page_fields);
const struct page page_grant_payouts = { "grants/payouts.html", &page_rec };

err grant_payouts_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct payouts_page p = { .title = word(cx->words, cx->mem, "grants.payouts_title") };
	TRY(grant_payouts_waiting(cx, &p.rows, &p.total_cents));
	p.sentence = word_plural(cx->words, cx->mem, "grants.payouts_lead", (int64_t)p.rows.n,
	                         ARGS({ "total", say_money(cx->words, cx->mem, p.total_cents) }));
	return page_show(cx, rq->http, rs, 200, &page_grant_payouts, &p);
}

static err table(struct cx *cx, struct res *rs, bool xlsx)
{
	struct list rows = { 0 };
	int64_t total = 0;
	TRY(grant_payouts_waiting(cx, &rows, &total));
	str name = str_print(cx->mem, "auszahlungen-" STR_FMT, STR_ARG(day_iso(cx->mem, cx->today)));
	str note = word_plural(cx->words, cx->mem, "grants.payouts_lead", (int64_t)rows.n,
	                       ARGS({ "total", say_money(cx->words, cx->mem, total) }));
	return page_table(cx, rs, name, xlsx, word(cx->words, cx->mem, "grants.payouts_title"), note, &table_rec,
	                  &rows);
}

err grant_payouts_csv_get(struct cx *cx, UNUSED const struct request *rq, struct res *rs)
{
	return table(cx, rs, false);
}

err grant_payouts_xlsx_get(struct cx *cx, UNUSED const struct request *rq, struct res *rs)
{
	return table(cx, rs, true);
}

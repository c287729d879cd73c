/* How the money of a case stands and what the year will need: a bar for each position, and every amount opens to how it
 * was reckoned (P-FUN-6). */
#include "core/words.h"
#include "features/grants/grant_cost_pages.h"
#include "features/grants/grant_outlook.h"
#include "view/chart.h"

struct budget_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t granted_cents, spent_cents, committed_cents, left_cents, forecast_cents, unused_cents;
	str chart, hint, costs_path;
	str used_hint;     /* more is noted as used than any cost stands for; absent: not so */
	struct list lines; /* struct grant_outlook */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct budget_page),
	FIELD(struct budget_page, granted_cents, KIND_MONEY),
	FIELD(struct budget_page, spent_cents, KIND_MONEY),
	FIELD(struct budget_page, committed_cents, KIND_MONEY),
	FIELD(struct budget_page, left_cents, KIND_MONEY),
	FIELD(struct budget_page, forecast_cents, KIND_MONEY),
	FIELD(struct budget_page, unused_cents, KIND_MONEY),
	FIELD(struct budget_page, chart, KIND_HTML, .hidden = true),
	FIELD(struct budget_page, hint, KIND_TEXT),
	FIELD(struct budget_page, used_hint, KIND_TEXT),
	FIELD(struct budget_page, costs_path, KIND_PATH, .hidden = true),
	FIELD(struct budget_page, lines, KIND_MANY, .of = &grant_outlook_rec),
};
static const struct record page_rec = RECORD("grant_budget", struct budget_page, page_fields);
const struct page page_grant_budget = { "grants/budget.html", &page_rec };

static void sum_up(struct budget_page *p)
{
	LIST_EACH (const struct grant_outlook, o, &p->lines) {
		p->granted_cents += o->granted_cents;
		p->spent_cents += o->spent_cents;
		p->committed_cents += o->committed_cents;
		p->left_cents += o->left_cents;
		p->forecast_cents += o->forecast_cents;
		p->unused_cents += o->unused_cents;
	}
}

/* One bar for each position: what the year will need, of what is granted. */
static str chart_of(struct cx *cx, const struct list *lines)
{
	struct list bars = { 0 };
	LIST_EACH (const struct grant_outlook, o, lines)
		*LIST_ADD(cx->mem, &bars, struct bar) = (struct bar){
			.label = o->label,
			.amount = word_args(cx->words, cx->mem, "grants.outlook.of",
			                    ARGS({ "forecast", say_money(cx->words, cx->mem, o->forecast_cents) },
			                         { "granted", say_money(cx->words, cx->mem, o->granted_cents) })),
			.value = o->forecast_cents,
			.tone = o->unused_cents ? 2 : 4,
		};
	return chart_bars(cx->mem, S("outlook"), word(cx->words, cx->mem, "grants.outlook.chart"),
	                  word(cx->words, cx->mem, "grants.outlook.chart_said"), bars.items, bars.n);
}

err grant_budget_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct budget_page p = { .costs_path = grant_at(cx, rq, "costs") };
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	TRY(grant_section_fill(cx, rq, &v, "grants.budget_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	TRY(grant_outlook_of(cx, &rq->centre, &v.c, &v.state, &p.lines));
	sum_up(&p);
	p.frame.sentence = word_args(cx->words, cx->mem, "grants.budget_lead",
	                             ARGS({ "granted", say_money(cx->words, cx->mem, p.granted_cents) },
	                                  { "spent", say_money(cx->words, cx->mem, p.spent_cents) },
	                                  { "forecast", say_money(cx->words, cx->mem, p.forecast_cents) }));
	if (p.unused_cents)
		p.hint = word_args(cx->words, cx->mem, "grants.outlook.hint",
		                   ARGS({ "unused", say_money(cx->words, cx->mem, p.unused_cents) }));
	if (v.state.used_cents > p.spent_cents)
		p.used_hint = word_args(cx->words, cx->mem, "grants.outlook.used_more",
		                        ARGS({ "used", say_money(cx->words, cx->mem, v.state.used_cents) },
		                             { "spent", say_money(cx->words, cx->mem, p.spent_cents) }));
	p.chart = chart_of(cx, &p.lines);
	return page_show(cx, rq->http, rs, 200, &page_grant_budget, &p);
}

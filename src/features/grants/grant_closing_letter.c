/* The letter at the end of a case: what is admitted, what is asked back, on what grounds, and the way of remedy. */
#include <inttypes.h>

#include "base/money.h"
#include "features/grants/grant_closing.h"
#include "features/grants/grant_letter.h"

static void add_positions(struct grant_sheet *s, const struct grant_closing *c)
{
	sheet_heading(s, "positions");
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "position"), sheet_word(s, "paid"), sheet_word(s, "proven"),
	          sheet_word(s, "admitted"), sheet_word(s, "back"));
	LIST_EACH (const struct closing_line, l, &c->positions)
		SHEET_ROW(s, DOC_ROW, l->label, money_german(s->mem, l->paid_cents),
		          money_german(s->mem, l->proven_cents), money_german(s->mem, l->admitted_cents),
		          money_german(s->mem, l->back_cents));
	SHEET_ROW(s, DOC_SUM_ROW, sheet_word(s, "total"), money_german(s->mem, c->paid_cents),
	          money_german(s->mem, c->proven_cents), money_german(s->mem, c->admitted_cents),
	          money_german(s->mem, c->back_cents));
	LIST_EACH (const struct closing_line, l, &c->positions)
		if (l->reason.p)
			sheet_text(s, str_print(s->mem, STR_FMT ": " STR_FMT, STR_ARG(l->label), STR_ARG(l->reason)));
}

static void add_result(struct grant_sheet *s, const struct grant_closing *c)
{
	sheet_heading(s, "result");
	sheet_money(s, "back", c->back_cents);
	if (c->before_cents.has)
		sheet_money(s, "before", c->before_cents.v);
	sheet_money(s, "interest", c->interest.cents);
	if (c->waived) {
		sheet_money(s, "waived", c->waived_cents);
		sheet_text(s, c->waiver_reason);
	}
	sheet_money(s, "demand", c->demand_cents);
	sheet_named(s, "due", day_is(c->paper.due_on) ? day_german(s->mem, c->paper.due_on) : STR_NONE);
}

static void add_grounds(struct grant_sheet *s, const struct grant_closing *c, const struct grant_event *approval,
                        bool demands)
{
	if (c->note.p) {
		sheet_heading(s, "note");
		sheet_text(s, c->note);
	}
	if (demands) {
		sheet_heading(s, "grounds");
		sheet_text(s, sheet_word(s, "grounds_interest"));
		sheet_heading(s, "reasons");
		sheet_text(s, sheet_word(s, "remedy"));
	}
	sheet_named(s, "signed",
	            str_print(s->mem, STR_FMT "; " STR_FMT, STR_ARG(c->drafted_by), STR_ARG(approval->recorded_by)));
}

err closing_letter(struct cx *cx, const struct grant_closing *c, const struct grant_event *approval, str *ret)
{
	bool demands = str_is(c->paper.type, "demand");
	struct grant_sheet s = { .mem = cx->mem, .words = &c->words };
	if (c->demo)
		sheet_text(&s, sheet_word(&s, "demo"));
	sheet_text(&s, sheet_word(&s, demands ? "lead_demand" : "lead_close"));
	add_positions(&s, c);
	if (demands || c->waived || c->before_cents.has)
		add_result(&s, c);
	if (c->interest.stretches.n)
		sheet_interest(&s, &c->interest);
	add_grounds(&s, c, approval, demands);
	str title = sheet_word(&s, demands ? "subject_demand" : "subject_close");
	const struct doc_letter letter = { .sender = c->authority.p ? c->authority : S(""),
		                           .sender_lines = S(""),
		                           .recognition = S(""),
		                           .recipient_lines = c->recipient_lines,
		                           .reference = c->reference,
		                           .date = day_german(cx->mem, approval->day),
		                           .subject = str_print(cx->mem, STR_FMT ": " STR_FMT " %" PRId64,
		                                                STR_ARG(title), STR_ARG(c->programme), c->year),
		                           .lines = s.lines.items,
		                           .n = s.lines.n,
		                           .language = S("de"),
		                           .page_format = sheet_word(&s, "page_format"),
		                           .made = approval->recorded_at };
	return doc_pdf(cx->mem, &letter, ret);
}

/* What is said of a case on a day: finality, stage, lateness. */
#include "features/grants/grant_state.h"

/* What a decision says is final from the day after the period for remedies, if nobody went to court. */
static void find_final(struct grant_state *s, day today)
{
	if (!day_is(s->final_on) && day_is(s->delivered_on) && !s->appealed)
		s->final_on = day_add(day_add_months(s->delivered_on, (int)s->terms.remedy_months), 1);
	s->is_final = s->decision && !s->appealed && day_is(s->final_on) && day_cmp(s->final_on, today) <= 0;
}

static int by_day(const void *a_, const void *b_)
{
	const struct grant_demand *a = a_, *b = b_;
	if (!day_is(a->by) || !day_is(b->by))
		return day_is(b->by) - day_is(a->by);
	return day_cmp(a->by, b->by);
}

/* What comes back is for the demand that is due first; the first that it does not cover is open. */
static void find_repayment(struct grant_state *s, day today)
{
	int64_t left = s->repaid_cents;
	list_sort(&s->demands, by_day);
	LIST_EACH (const struct grant_demand, d, &s->demands) {
		left -= d->cents;
		if (left < 0) {
			s->repay_by = d->by;
			break;
		}
	}
	s->repay_late = day_is(s->repay_by) && day_cmp(today, s->repay_by) > 0;
}

static const char *stage_of(const struct grant_state *s, const struct grant_case *c, day today)
{
	if (s->discarded)
		return "discarded";
	bool granted = s->decision && !str_is(s->granted.type, "refusal");
	if (!s->closing && grant_undecided(s) &&
	    s->granted_cents == 0) /* applied again after a refusal or revocation */
		return s->question ? "asked" : "submitted";
	if (s->closing || (granted && str_is(s->granted.type, "revocation") && s->granted_cents == 0))
		return s->repaid_cents < s->demanded_cents ? "repaying" : "closed";
	if (s->question)
		return "asked";
	if (s->proof)
		return "proven";
	if (s->decision && !granted && !grant_undecided(s))
		return "refused";
	if (!s->decision)
		return s->applied ? "submitted" : "preparing";
	if (!s->is_final)
		return "decided";
	return day_year(today) > c->year ? "proof_due" : "running";
}

void grant_state_days(struct grant_state *s, const struct grant_case *c, day today)
{
	find_final(s, today);
	find_repayment(s, today);
	s->stage = str_of(stage_of(s, c, today));
	s->late = day_is(s->applied_on) && day_is(s->terms.application_end) &&
	          day_cmp(s->applied_on, s->terms.application_end) > 0;
	s->proof_due = day_is(s->granted.due_on) ? s->granted.due_on : s->terms.proof_due;
	s->proof_late = str_is(s->stage, "proof_due") && day_is(s->proof_due) && day_cmp(today, s->proof_due) > 0;
}

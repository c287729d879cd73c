/* tax_ceiling.h -- how much of what the people of the pool earn is free of tax in a year (P-INT-7, P-INT-4).
 *
 * § 3 Nr. 26a EStG (Ehrenamtspauschale, "volunteer"): 720 € until 2020, 840 € from 2021, 960 € from 2026. § 3 Nr. 26
 * EStG (Übungsleiterpauschale, "trainer"): 2,400 €, 3,000 €, 3,300 €. The amounts are rules of the rulebook, items
 * tax_free_volunteer and tax_free_trainer, each with days, source and mark: a new law is a proposal there, not a new
 * version of this program. Whether interpreters fall under Nr. 26 is doubtful, Nr. 26a is the safe line; only one of
 * the two counts for one activity. "none": the person is paid outside both, nothing is counted.
 *
 * The year is the one in which the money reaches the person (§ 11 Abs. 1 EStG); the caller says which that is.
 */
#ifndef FEATURES_INTERPRETERS_TAX_CEILING_H
#define FEATURES_INTERPRETERS_TAX_CEILING_H
#include "base/context.h"
#include "base/record.h"

extern const struct choices tax_kind_choices;    /* volunteer trainer none */
extern const struct choices tax_verdict_choices; /* fits consent unknown */

struct tax_ceiling {
	str kind;
	int64_t year;
	struct maybe cents; /* absent: kind "none", or the rulebook knows no amount for the year */
	str rule_path, source, mark;
};
extern const struct record tax_ceiling_rec;
/* Pure. rules: as rules_known() gives them (rulebook.h). What is in force on 1 January holds for the year. */
struct tax_ceiling tax_ceiling_of(struct arena *a, const struct list *rules, str kind, int year);
/* The same from the database, for one question. */
err tax_ceiling_on(struct cx *cx, str kind, int year, struct tax_ceiling *ret) MUST;

struct tax_verdict {
	/* fits: all of it is within the ceiling, or there is none for this kind. consent: the person must have agreed,
	 * on record, to earn beyond it. unknown: the rulebook has no amount for the year. */
	str verdict;
	int64_t before_cents;     /* earned here and elsewhere */
	int64_t after_cents;      /* with this amount */
	struct maybe left_cents;  /* under the ceiling before this amount; never below 0 */
	int64_t over_cents;       /* how much of this amount lies above the ceiling */
	int64_t total_over_cents; /* how much of the year would */
};
extern const struct record tax_verdict_rec;
/* Pure. earned: booked and settled here this year under this allowance; other: what the person told of elsewhere;
 * amount: what is to come, negative in a correction. None of the first two is negative. */
struct tax_verdict tax_verdict_of(const struct tax_ceiling *ceiling, int64_t earned_cents, int64_t other_cents,
                                  int64_t amount_cents);
#endif

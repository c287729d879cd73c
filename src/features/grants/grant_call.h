/* grant_call.h -- a call for funds (Mittelabruf): what can be called, what is checked, how it is stored (S-FUN-2,
 * P-FUN-2).
 *
 * Of each position at most what is granted and not called yet; what is called is needed for payments that fall due
 * within the months of the rule use_within after it is paid, and the KI declares that. The window (rule call_window) is
 * an assumption: a call outside of it is not refused, the page says so, and the call carries the sentence.
 * From 2025 (rule call_groups) the Ziffern 2.1+2.2 and 2.3 are called apart: a mixed call is refused, and with `split`
 * it becomes two calls of the same day, both or none (T35).
 */
#ifndef FEATURES_GRANTS_GRANT_CALL_H
#define FEATURES_GRANTS_GRANT_CALL_H
#include "features/grants/grant_items.h"
#include "features/grants/grant_state.h"

/* The paper of an event `called`. */
struct grant_call_paper {
	struct grant_paper paper; /* group, period covered, positions */
	int64_t before_cents;     /* called in this case before, and not withdrawn */
	str account;              /* to which it is to be paid, as the KI writes it */
	str declaration;          /* the sentence that was declared */
	str outside;              /* what was said of the window; absent: within it */
};
extern const struct record grant_call_paper_rec;

/* A call as it is typed. */
struct grant_call_in {
	int64_t version; /* number of the last event seen */
	struct maybe cents[GRANT_ITEMS];
	day from, until; /* period in which the money is needed */
	str account, note;
	bool declared, split;
};
/* All items; the form of a case has only its own: grant_call_form_of(). */
extern const struct record grant_call_form_rec;
/* Fields for the items that this case was granted and can still call; all: also for those of which nothing is left, for
 * reading what was sent. With `split` only after a refusal that offers it. */
const struct record *grant_call_form_of(struct cx *cx, const struct grant_state *s, bool split, bool all);

/* What can still be called of an item; 0 also where nothing is granted. */
int64_t grant_call_left(const struct grant_state *s, str item);
/* The sentence about the window if `on` lies outside of it; absent: within, or no window is known. */
str grant_call_outside(struct cx *cx, const struct grant_terms *t, day on);
/* E_INVALID with problems at the fields: more than is left ("grants.call.too_much"), nothing at all, not declared, an
 * end before the begin, both groups in one ("split": "grants.call.mixed"). */
err grant_call_check(struct cx *cx, const struct grant_state *s, const struct grant_call_in *in) MUST;

/* Stores what was checked: one call, or with `split` one for each group. in: struct grant_call_add; ret: struct
 * grant_event, the first one. As grant_add_in_tx(). */
struct grant_call_add {
	const struct tenant *centre;
	const struct grant_case *c;
	const struct grant_state *state; /* that the check has seen; what came later is E_STALE */
	const struct grant_call_in *call;
};
err grant_call_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- how a call stands -------------------------------------------------------------------------------------------- */

/* called, drafted (waits for the second person), approved, paid, warned (from the day of warning on, money unused),
 * late (after the last day), used, withdrawn */
extern const struct choices grant_call_state_choices;
str grant_call_state(const struct grant_call *c);
const char *grant_call_tone(str state); /* good warn bad open off */
/* Days from today to the last day of use; absent: not paid, or all used. Below 0: so many days late. */
struct maybe grant_call_days_left(const struct grant_call *c, day today);
#endif

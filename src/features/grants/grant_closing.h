/* grant_closing.h -- how the authority closes a case: what of the proof it admits, what is paid back, with which
 * interest (S-FUN-4, P-FUN-1, P-FUN-6; § 49a VwVfG NRW).
 *
 * For each position at most what the KI has proven is admitted; where it is less, a reason stands beside it.
 *   paid back = paid - admitted
 *   demand    = paid back - what a revocation has demanded of it already + interest - interest that is waived
 * What was demanded before bears no interest here: it was another decision's.
 * Interest is reckoned to a day that the authority names (grant_interest.h), with the parts kept apart in the paper. It
 * is waived as a whole or not at all: the authority's decision, with its reasons (§ 49a Absatz 3 Satz 2: not at fault,
 * and paid in time). A demand of nothing closes the case.
 *
 * The draft is the paper of an event `closing_draft` (cents: the demand); nothing of it holds until a second person has
 * approved it (P-FUN-7). The letter is made from draft and approval alone.
 */
#ifndef FEATURES_GRANTS_GRANT_CLOSING_H
#define FEATURES_GRANTS_GRANT_CLOSING_H
#include "features/grants/grant_items.h"
#include "features/grants/grant_proof.h"

struct closing_line {
	str item, label, group;
	int64_t paid_cents, proven_cents, admitted_cents, back_cents;
	str reason;
};
extern const struct record closing_line_rec;

struct grant_closing {
	struct grant_paper paper; /* type close, demand; due_on: to be paid by; lines: admitted */
	str centre, carrier, slug, programme, authority, recipient_lines, file_number;
	int64_t year, proof_number;
	day proof_day;
	struct list decisions; /* struct proof_decision */
	struct list positions; /* struct closing_line */
	int64_t granted_cents, paid_cents, proven_cents, admitted_cents, back_cents;
	day interest_until;
	struct grant_interest interest;
	bool waived;
	struct maybe before_cents; /* of back_cents: demanded by a revocation already; absent: nothing */
	int64_t waived_cents, demand_cents;
	str waiver_reason, note;
	struct list words; /* struct proof_word */
};
extern const struct record grant_closing_rec;

/* As it is typed. */
struct closing_form {
	int64_t version; /* number of the last event seen */
	struct maybe admitted[GRANT_ITEMS];
	str reason[GRANT_ITEMS];
	day interest_until, due_on;
	bool waived;
	str waiver_reason, note;
};
/* Fields for all positions; the form of a case has only its own: closing_form_of(). */
extern const struct record closing_form_rec;
const struct record *closing_form_of(struct arena *a, const struct grant_proof *p);
/* Everything that was proven is admitted, as far as it is still granted; to be paid within `months` months. */
struct closing_form closing_form_fresh(const struct grant_state *s, const struct grant_proof *p, day today, int months);
/* The same with what a draft said that was sent back, as far as it still fits. */
struct closing_form closing_form_again(const struct closing_form *fresh, const struct grant_closing *before, day today);

/* E_INVALID with problems at the fields. in->c ... : as for the proof. */
struct closing_basis {
	const struct grant_case *c;
	const struct grant_state *state;
	const struct list *events, *rules;
	const struct grant_proof *proof;
	const struct grant_event *proof_event;
};
err closing_of(struct cx *cx, const struct closing_basis *b, const struct closing_form *f,
               struct grant_closing *ret) MUST;

/* Drafts it, for the second person. in: struct closing_add; ret: struct grant_event. As grant_add_in_tx(). */
struct closing_add {
	const struct tenant *centre;
	int64_t case_id;
	const struct closing_form *form;
};
err closing_draft_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err closing_read(struct cx *cx, const struct grant_event *draft, struct grant_closing *ret) MUST;
/* The letter of an approved draft: Erstattungsbescheid or Abschlussschreiben. The same bytes at any time. */
err closing_letter(struct cx *cx, const struct grant_closing *c, const struct grant_event *draft,
                   const struct grant_event *approval, str *ret) MUST;
#endif

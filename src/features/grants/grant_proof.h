/* grant_proof.h -- the proof of use of a KI (Verwendungsnachweis nach ANBest-G Nr. 7): report and figures (S-FUN-4,
 * P-FUN-3, P-FUN-6).
 *
 * Nothing is typed twice: figures of the year come from the indicators, posts from the staff plan, expenses and income
 * from the costs of the case, payments from its events. What is prepared is a draft: texts, and amounts by the books
 * where they differ from what is recorded. Submitted, it is the paper of a `proven` event, frozen in German with words,
 * calculations, rules and day; page, PDF and XLSX of it are made from it alone.
 *
 * Figures
 *  - by decision: what the decision grants. By account: what the books say; if nothing is typed, what is recorded; of
 *    posts, if no cost is recorded, the actual cost of the staff plan. Income is what is recorded.
 *  - paid by others: the larger of the income from others for a position and its expenses that are booked on another
 *    source than Land and KI, so that neither is subtracted twice. Own share: what expenses are above all other income.
 *  - eligible: expenses without what others pay and what is booked on own money, at most what is granted, and for
 *    posts at most what the staff plan of the year comes to (staff_money.h, assumptions A1 ... A3). What others give
 *    takes the place of own money first. It is the same money of the Land as in grant_outlook.h.
 *  - used: eligible, at most what was paid. To be paid back: paid - used. Positions do not cover each other (A3).
 *    For each position, and so for the sum: used + paid back = paid.
 */
#ifndef FEATURES_GRANTS_GRANT_PROOF_H
#define FEATURES_GRANTS_GRANT_PROOF_H
#include "features/grants/grant_interest.h"
#include "features/staff/staff_model.h"

/* --- what is prepared --------------------------------------------------------------------------------------------- */

/* Expenses of a position by the books, where they are not what is recorded. */
struct proof_typed {
	str item;
	struct maybe cents;
	str note; /* why it differs */
};
extern const struct record proof_typed_rec;
struct proof_draft {
	int64_t version;                    /* 0: nothing is stored yet. Not stored in the text itself */
	str use, staff, success, deviation; /* absent: as it is proposed */
	struct list amounts;                /* struct proof_typed */
};
extern const struct record proof_draft_rec, proof_text_form_rec;
/* The draft of a case; version 0 if there is none. */
err proof_draft_get(struct cx *cx, const struct grant_case *c, struct proof_draft *ret) MUST;
/* in: struct proof_draft_in; ret: struct proof_draft. E_STALE: somebody else saved first. E_INVALID: the proof is
 * closed. */
struct proof_draft_in {
	const struct tenant *centre;
	int64_t case_id;
	struct proof_draft draft; /* version: the one that was seen */
};
err proof_draft_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
const struct proof_typed *proof_typed_of(const struct proof_draft *d, str item); /* NULL: nothing typed */

/* --- what it says ------------------------------------------------------------------------------------------------- */

struct proof_cell {
	str label, amount;
};
struct proof_figure { /* an indicator of the year */
	str code, name, amount, rule;
	str split;         /* by what `cells` splits it: "Handlungsfeld" */
	struct list cells; /* struct proof_cell */
};
struct proof_post {
	str title, line, calculation;
	int64_t fte, filled_months, vacant_months; /* thousandths; months: of full posts */
	struct maybe claimed_cents, cost_cents, granted_cents;
	int64_t refused_cents, capped_cents;
};
struct proof_person { /* who held a share of a funded post, within the year */
	str name, post;
	int64_t fte;
	day from, until;
};
struct proof_decision {
	day day;
	int64_t number; /* of the event */
	str type, file_number;
	int64_t cents;
};
struct proof_line {
	str item; /* of income: its source */
	str label, group;
	struct maybe decision_cents; /* absent: the decision says nothing of it */
	struct maybe recorded_cents; /* absent: nothing is recorded */
	int64_t cents;               /* by account */
	int64_t proposed_cents;      /* of expenses: by account, if nothing is typed */
	int64_t settled_cents; /* part of it: settled by other features (core/spending.h); not part of the paper */
	int64_t share;         /* thousandths of a percent of all income or expenses; shares add up to 100 % */
	str note;
	/* of expenses */
	int64_t others_cents, eligible_cents, paid_cents, used_cents, back_cents;
	str calculation, source, mark;
};
extern const struct record proof_line_rec, proof_post_rec, proof_person_rec, proof_figure_rec, proof_decision_rec,
        proof_cell_rec, proof_word_rec;

/* A word that the paper was written with. */
struct proof_word {
	str code, text;
};

struct grant_proof {
	struct grant_paper paper; /* lines: used, by position */
	str centre, carrier, slug, programme, authority, recognition, letter_lines, reference;
	int64_t year;
	str submitted_by, submitted_on; /* on: in words */
	instant submitted_at;
	day day;        /* of handing in */
	day keep_until; /* vouchers are kept until then (T40); absent: no rule is known */
	bool late, demo;
	str use, staff, success, deviation;
	struct list decisions, figures, posts, people; /* struct proof_decision, _figure, _post, _person */
	struct list income, expenses;                  /* struct proof_line */
	int64_t income_cents, expense_cents, granted_cents, paid_cents, used_cents, back_cents;
	struct grant_interest interest; /* as of the day of handing in */
	bool complete;                  /* all ceilings of posts are known */
	bool kept, necessary, booked;   /* confirmations */
	struct list words;              /* struct proof_word */
};
extern const struct record grant_proof_rec;
str proof_said(const struct list *words, const char *code); /* of struct proof_word; the code itself if it is missing */
/* Those of codes parted by blanks, as "<prefix>.<code>". */
void proof_words_fill(struct cx *cx, const char *prefix, const char *codes, struct list *ret);
extern const char proof_words[];

/* --- figures: pure ------------------------------------------------------------------------------------------------ */

/* Costs of a case, added up. */
struct proof_sum {
	str side, item, source;
	int64_t cents;
};
struct proof_basis {
	const struct grant_case *c;
	const struct grant_state *state;
	const struct list *events, *rules;
	const struct staff_money *staff;
	const struct list *sums;     /* struct proof_sum */
	const struct list *spending; /* struct spending: settled by other features */
	const struct proof_draft *draft;
	day until; /* to which interest is reckoned */
};
/* Fills income, expenses, sums, interest and the lines of the paper. cx: words and memory alone. */
void proof_figures(struct cx *cx, const struct proof_basis *b, struct grant_proof *p);

/* --- with the database -------------------------------------------------------------------------------------------- */

/* The costs of a case, added up by side, position and source (struct proof_sum): one statement. */
err proof_sums(struct cx *cx, const struct grant_case *c, struct list *ret) MUST;
/* The proof as it would be handed in today, in the reader's words; ret_draft may be NULL. */
err proof_prepare(struct cx *cx, const struct tenant *centre, const struct grant_case *c, const struct grant_state *s,
                  const struct list *events, struct grant_proof *ret, struct proof_draft *ret_draft) MUST;
/* E_BROKEN: it is not what we wrote. */
err proof_read(struct cx *cx, const struct grant_event *e, struct grant_proof *ret) MUST;

/* As it is handed in: confirmed, by whom and when, with the words it is written with. */
void proof_sign(struct cx *cx, struct grant_proof *p, str by);
/* A mark of what somebody looks at: another one as soon as an event, the draft or an amount is another. Positive. */
int64_t proof_mark(struct cx *cx, const struct grant_proof *p, const struct proof_draft *d, int64_t seen);
/* Hands in what is prepared, made anew in the transaction. E_INVALID: a confirmation or a text is missing (problem at
 * its field); E_STALE: it is not what was looked at. in: struct proof_submit; ret: struct grant_event. */
struct proof_submit {
	const struct tenant *centre;
	int64_t case_id, mark; /* proof_mark() of what was looked at */
	bool kept, necessary, booked;
};
err proof_submit_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* Until when vouchers are kept (rule receipts_retention, months after handing in); absent: no rule. */
day proof_keep_until(const struct list *rules, const struct grant_case *c, day handed_in);

extern const struct sql proof_sql[];
#endif

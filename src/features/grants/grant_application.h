/* grant_application.h -- the application of a KI: what it says, how its positions are reckoned, and what stands in its
 * way (S-FUN-1 ... 3, P-FUN-6). Nothing is typed twice: posts, occupancy, qualifications, site, concept and amounts
 * come from where they are kept; the KI adds whom to ask, the account, the grounds and its declarations.
 *
 * While it is prepared it is a draft, one per case (table grant_draft). Submitted, it is the paper of an `applied`
 * event, frozen with the words, calculations and rules of that day.
 */
#ifndef FEATURES_GRANTS_GRANT_APPLICATION_H
#define FEATURES_GRANTS_GRANT_APPLICATION_H
#include "features/centres/centre_checks.h"
#include "features/grants/grant_state.h"
#include "features/rulebook/rulebook.h"
#include "features/staff/staff_model.h"

/* What the KI wants of a position instead of what is proposed. */
struct grant_wish {
	str item;
	struct maybe quantity; /* thousandths of posts */
	str shares;            /* of KIM: "1 + 1 + 0,5", each share by itself (T23) */
	struct maybe cents;
	str note;
	int64_t version; /* of the draft; not stored with it */
};
extern const struct record grant_wish_rec;

/* A post that is to be funded, as it stood in the staff plan. */
struct application_post {
	str title, line, calculation;
	int64_t fte;
	struct maybe cents;
};
extern const struct record application_post_rec;

/* A section of the application: done, missing (it cannot be submitted so), check (it can, but look at it). */
extern const struct choices section_state_choices;
struct application_section {
	str code;  /* the word "application_section.<code>" */
	str state; /* section_state_choices */
	str why;
	str path;  /* where it is put right; absent: nowhere */
	str rule;  /* what it rests on: "S-CEN-2", a source */
	bool door; /* refused at the door (S-FUN-1) if it is missing */
};
extern const struct record application_section_rec;

extern const struct choices concept_promise_choices; /* update, fresh */
struct application {
	struct grant_paper paper;
	int64_t version; /* of the draft; 0: nothing stored yet. Not part of the paper */
	/* what the KI types */
	str contact_name, contact_phone, contact_mail;
	str account_holder, iban, bank;
	str reasons;                         /* why the measure, why the money */
	str priorities;                      /* of two years */
	str concept_kind;                    /* promise instead of a current concept (S-FUN-2); absent: none */
	day work_starts;                     /* from which the term of the promise runs */
	day concept_by;                      /* the promised day */
	bool not_begun, truthful, input_tax; /* input_tax: can be deducted, so amounts are without it */
	struct list wishes;                  /* struct grant_wish */
	/* what is added when it is submitted */
	str applicant, applicant_lines, ags8, centre_name, site, authority;
	str concept; /* evidence of the current one */
	day concept_until;
	struct list posts;    /* struct application_post */
	struct list sections; /* struct application_section */
};
extern const struct record application_rec;

/* --- positions: pure ---------------------------------------------------------------------------------------------- */

/* What is asked for one position. The ceiling is never exceeded: what was wished above it is refused and said (T27). */
struct asking {
	struct maybe quantity;
	struct maybe cents; /* absent: nothing to ask for, as nobody knows the amount and the KI has named none */
	int64_t refused_cents;
	bool unknown; /* no ceiling is known: the amount is the KI's own */
};
/* planned: what the staff plan of the year comes to for this position; absent: not from the staff plan. */
struct asking asking_of(const struct entitlement_item *item, struct maybe planned, const struct grant_wish *wish);

/* Shares of posts, "0,85 + 1,19 + 0,38": those below `least` (thousandths) are not funded (T23). False: not understood.
 */
struct shares {
	int64_t eligible, refused; /* thousandths */
	int refused_count;
};
bool shares_of(str typed, int64_t least, struct shares *ret);

/* What positions are made from. */
struct application_basis {
	const struct grant_case *c;
	const struct list *rules; /* struct rule: all that are known */
	struct entitlement given; /* of the first day of the year; of KIM 2020 and the like, of its last */
	struct staff_money staff; /* of the whole year as things stand */
	bool pool_concept;        /* S-CEN-7: without it no money for interpreters */
};
/* The positions of the programme, each with its calculation in the reader's words. cx: words and memory alone. */
void application_lines(struct cx *cx, const struct application_basis *b, const struct list *wishes, struct list *ret);
/* Line of the staff plan behind a position; absent: none. */
str staff_line_of_item(str item);

/* --- with the database -------------------------------------------------------------------------------------------- */

/* The draft as it is stored, else one with what the last application of this programme said; with lines, posts and
 * sections as they come out today. */
struct prepared {
	struct application app;
	struct application_basis basis;
	struct list rules, readiness, findings;
	bool found_concept;    /* there was one once: the promise is an update (S-FUN-2) */
	int64_t submitted_seq; /* of the newest application; 0: none */
};
err application_prepare(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                        const struct grant_state *s, const struct list *events, struct prepared *ret) MUST;
/* Who applies, where, and to whom: from the KI and its settings. */
err application_parties(struct cx *cx, const struct tenant *centre, struct application *app) MUST;
/* The newest application of the case, read with all its members; E_NOTFOUND: none. */
err application_read(struct cx *cx, const struct grant_event *e, struct application *ret) MUST;

/* in: struct application_in; ret: int64_t, the new version of the draft. E_STALE "grants.draft_stale". */
struct application_in {
	const struct tenant *centre;
	const struct grant_case *c;
	const struct application *app;
	int64_t version; /* of the draft that was seen */
};
err application_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* Submits what is prepared, read anew in the transaction: E_STALE if it is no longer what was looked at, E_INVALID with
 * a problem for each section that is missing, those of the door (S-FUN-1) with their rule.
 * in: struct application_submit; ret: struct grant_event. */
struct application_submit {
	const struct tenant *centre;
	int64_t case_id, seen;
	str digest; /* of what was looked at: application_digest() */
};
str application_digest(struct cx *cx, const struct application *app);
err application_submit_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* What the newest application promises instead of a current concept, until a concept check is recorded after it. */
struct grant_promise {
	bool open;
	day by;
};
err grant_promise_of(struct cx *cx, const struct tenant *centre, const struct grant_state *s,
                     struct grant_promise *ret) MUST;

/* Task list of what is prepared. */
void application_sections(struct cx *cx, const struct tenant *centre, struct prepared *p);
/* The last day that a promise may name: work_starts + the months of the rule (concept_update_within, _new_within). */
day concept_latest(const struct list *rules, const struct grant_case *c, str kind, day work_starts);

extern const struct sql application_sql[];
#endif

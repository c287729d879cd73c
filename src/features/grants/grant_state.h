/* grant_state.h -- how a case stands: a pure function of its events, the terms in force and the day. */
#ifndef FEATURES_GRANTS_GRANT_STATE_H
#define FEATURES_GRANTS_GRANT_STATE_H
#include "features/grants/grant_event.h"

enum { GRANT_PAY_MONTHS = 1 }; /* proposed for what is demanded; whoever drafts names the day */

/* preparing (nothing submitted, or withdrawn), submitted, asked (the authority waits for the KI), decided (a decision,
 * not final yet), running (final: money can be called), proof_due (the year is over), proven, repaying (closed or
 * revoked with a demand), closed, refused, discarded (nothing was ever submitted) */
extern const struct choices grant_stage_choices;

/* The rules that the terms come from, in the order in which a case meets them. */
enum grant_term {
	TERM_APPLICATION,
	TERM_REMEDY,
	TERM_CALL_WINDOW,
	TERM_CALL_GROUPS,
	TERM_USE,
	TERM_WARNING,
	TERM_PROOF,
	GRANT_TERMS
};
struct rule;
struct grant_terms {
	int64_t use_months;                 /* money is used within so many months of its payment */
	int64_t warning_days;               /* warned from this day after the payment */
	int64_t remedy_months;              /* a decision is final so long after its delivery */
	bool two_groups;                    /* Ziffern 2.1+2.2 and 2.3 are called apart */
	day application_end;                /* last day of the application's window; absent: none known */
	day call_from, call_to;             /* in which money is called; absent: any day */
	day proof_due;                      /* of the rulebook; a decision may name another day */
	const struct rule *by[GRANT_TERMS]; /* NULL: the rulebook has none for this year */
};
/* How they read, with source and mark (P-FUN-6): where the rulebook has none, what is reckoned with is an assumption.
 */
struct grant_term_row {
	str label, amount, source, mark, note, path;
};
extern const struct record grant_term_rec;
void grant_terms_say(struct cx *cx, const struct grant_terms *t, struct list *ret);

struct grant_call {
	int64_t event_id;
	str group;
	day called_on;
	str called_by;
	int64_t cents; /* called */
	struct list lines;
	bool withdrawn;
	int64_t draft_id;    /* of the newest draft of a payout that is not rejected; 0: none */
	int64_t draft_cents; /* what it would pay */
	bool approved;       /* that draft */
	day approved_on;
	int64_t paid_id;     /* the event; 0: not yet */
	int64_t paid_cents;  /* 0: not yet paid */
	day paid_on, use_by; /* use_by: last day of proper use without interest */
	day warn_from;
	int64_t used_cents;
	int64_t unused_cents; /* paid, not used */
	bool warn, late;      /* today, with money unused: from warn_from on; after use_by */
};

/* What a position has come to. */
struct grant_item {
	str item, label, group;
	int64_t asked_cents, granted_cents, called_cents, paid_cents, left_cents; /* left: granted - called */
};
extern const struct record grant_item_rec;

/* What was demanded back. */
struct grant_demand {
	int64_t cents;
	day by; /* absent: it names no day */
};

/* A draft that waits for a second person. */
struct grant_draft {
	const struct grant_event *event;
};

struct grant_state {
	int64_t seen; /* seq of the newest event */
	str stage;
	bool discarded, submitted;               /* submitted: something ever was, also if it was withdrawn */
	bool late;                               /* the application came after the window: flagged, not refused (T34) */
	const struct grant_event *applied;       /* the newest application that was not withdrawn; NULL: none */
	int64_t answered_seq;                    /* of the draft that decided on an application last; 0: none did */
	struct grant_paper application;          /* of it */
	day applied_on;                          /* of the first application */
	const struct grant_event *question;      /* not answered yet; NULL: none */
	const struct grant_event *content_check; /* of the newest application or proof; NULL: not checked yet */
	const struct grant_event *figures_check;
	struct list drafts;                 /* struct grant_draft */
	const struct grant_event *decision; /* the draft of the newest approved decision */
	struct grant_paper granted;         /* of it: what holds now */
	day decided_on, delivered_on;
	day final_on; /* by waiver, or by the end of the period for remedies; absent: not known yet */
	bool is_final, waived, appealed;
	day appealed_on;                   /* against what holds now, also if it has ended; absent: nobody did */
	const struct grant_event *hearing; /* not closed by a decision; NULL: none */
	day hearing_until;                 /* the term that was set for the statement */
	bool heard;
	const struct grant_event *proof;   /* the newest one */
	const struct grant_event *closing; /* the draft of the approved closing */
	struct list calls;                 /* struct grant_call */
	struct list items;                 /* struct grant_item */
	int64_t asked_cents, granted_cents, called_cents, paid_cents, used_cents;
	int64_t demanded_cents, repaid_cents; /* of the closing and of revocations */
	struct list demands;                  /* struct grant_demand: the same, what is due first first */
	day proof_due;
	struct grant_terms terms; /* by which it was computed */
	bool proof_late;          /* today: due, and not handed in */
	day repay_by; /* the first day on which something that has not come is due; absent: all has come, or no day is
	                 named */
	bool repay_late; /* today: not all of it has come */
};

/* events: struct grant_event, oldest first. Papers are read into cx->mem; E_BROKEN if one is not ours. */
err grant_state_of(struct cx *cx, const struct grant_case *c, const struct list *events,
                   const struct grant_terms *terms, struct grant_state *ret) MUST;
/* The same with everything read. ret_events may be NULL. */
err grant_state_on(struct cx *cx, const struct grant_case *c, struct grant_state *ret, struct list *ret_events) MUST;
/* The end of it: what the day says of events that are all applied. */
void grant_state_days(struct grant_state *s, const struct grant_case *c, day today);
/* From the rules in force in the case's year. rules: as rules_known() gives them. */
struct grant_terms grant_terms_of(const struct list *rules, const struct grant_case *c);

/* An application, or a changed one, on which nobody has decided. A revocation decides on what was granted, not on it.
 */
bool grant_undecided(const struct grant_state *s);
/* The draft of this id, if it waits; NULL: it does not. kind "decision_draft" ... with id 0: the first of this kind. */
const struct grant_event *grant_waiting_draft(const struct grant_state *s, const char *kind, int64_t id);
/* Whether an event of this kind fits now, and why not: NULL, or the key of a sentence. about: the event that it
 * answers, decides or pays; 0: none. Amounts and papers are checked by whoever makes them. */
const char *grant_may(const struct grant_state *s, str kind, int64_t about, day on);
/* Whose it is: RIGHT_GRANT_RECORD, _SUBMIT, _CHECK or _DECIDE. */
enum right grant_right_of(str kind);
const struct grant_call *grant_call_of(const struct grant_state *s, int64_t event_id); /* NULL: none */
/* What can still be paid on this call without more being paid, or on its way, than is granted. Of calls that are
 * approved the one drafted first comes first. */
int64_t grant_payable_cents(const struct grant_state *s, const struct grant_call *call);
#endif

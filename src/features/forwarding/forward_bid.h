/* forward_bid.h -- bids of third parties: what they say, how they are sent, what happens to them. SQL and rules. */
#ifndef FEATURES_FORWARDING_FORWARD_BID_H
#define FEATURES_FORWARDING_FORWARD_BID_H
#include "features/forwarding/block_rules.h"
#include "features/forwarding/forward_round.h"
#include "features/forwarding/forward_state.h"

extern const struct choices forward_kind_choices; /* group association municipality other */

struct forward_bid {
	int64_t id, version, centre_id, round_id;
	str name, kind, ags8, town;
	struct maybe volunteers, employees, helpers;
	str about;
	struct maybe asked_cents; /* as it was sent: of what is known */
};
extern const struct record forward_bid_rec;
extern const struct record forward_group_rec; /* the form "who you are" */

struct forward_contact { /* personal data */
	int64_t bid_id, version;
	str contact_name, street, postcode, place, phone, email;
	str iban, bank, holder;
};
extern const struct record forward_contact_rec;      /* all of it */
extern const struct record forward_contact_form_rec; /* the form "how to reach you" */
extern const struct record forward_bank_rec;         /* the form "where the money goes" */

struct forward_line {
	int64_t id, bid_id, version;
	str block, building;
	int64_t units;
	struct maybe rooms, use_percent, planned_cents;
	str reason, plan;
	struct maybe asked_cents, given_units; /* as it was sent: what the rules gave, and for how many */
};
extern const struct record forward_line_rec;
extern const struct record forward_line_form_rec;

/* --- reading ------------------------------------------------------------------------------------------------------ */
err bid_find(struct cx *cx, int64_t centre_id, int64_t id,
             struct forward_bid *ret) MUST; /* E_NOTFOUND forward.no_bid */
err bid_contact(struct cx *cx, int64_t centre_id, int64_t bid_id, struct forward_contact *ret) MUST; /* none: empty */
err bid_lines(struct cx *cx, int64_t centre_id, int64_t bid_id, struct list *ret) MUST; /* struct forward_line */
err bid_line(struct cx *cx, int64_t centre_id, int64_t bid_id, int64_t id, struct forward_line *ret) MUST;
err bid_events(struct cx *cx, int64_t centre_id, int64_t bid_id, struct list *ret) MUST; /* struct forward_event */
err bid_state(struct cx *cx, int64_t centre_id, int64_t bid_id, struct forward_state *ret) MUST;
/* What the rules give for its lines today; `lines` as of bid_lines(). */
err bid_reckon(struct cx *cx, const struct tenant *centre, const struct forward_round *r, const struct list *lines,
               struct block_sum *ret) MUST;

/* --- drafts, under the link --------------------------------------------------------------------------------------- */
/* A mail can be lost, and the page with the older link may still be open: that one ends after a week. */
enum { BID_FORM_KEY = 43, BID_LINK_DAYS = 3 * 365, BID_OLD_LINK_DAYS = 7, BID_MOST_LINES = 20 };
struct bid_start {
	int64_t centre_id, round_id;
	str form_key; /* random, made with the form: sent twice at once it is one draft */
};
/* ret: str, the code of a link to it. E_INVALID: the round takes no bids; apply.key_used: the form was sent before, and
 * its draft has been worked on, is older than ten minutes or was given a second link already. */
err bid_start_in_tx(struct cx *cx, const void *in, void *ret) MUST;
struct bid_change {
	int64_t centre_id, bid_id;
	int64_t version; /* of the draft, as it was seen: E_STALE forward.stale if somebody saved since */
	const struct forward_bid *group;
	const struct forward_contact *contact, *bank;
	const struct forward_line *line; /* id 0: a new one */
	int64_t remove_line;
};
/* Saves one part of a draft: that which is not NULL. E_STALE forward.moved_on: it is no draft any more. */
err bid_change_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* What is still missing before it can be sent: struct bid_gap. */
struct bid_gap {
	const char *key;  /* the word */
	const char *step; /* where it is said: group contact bank lines */
};
err bid_gaps(struct cx *cx, const struct tenant *centre, const struct forward_round *r, const struct forward_bid *b,
             struct list *ret) MUST;
struct bid_submit {
	const struct tenant *centre;
	int64_t bid_id, version;
};
/* E_INVALID: something is missing; E_STALE. Late ones are marked, never refused. */
err bid_submit_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- what happens to it ------------------------------------------------------------------------------------------- */
struct bid_step {
	int64_t centre_id, bid_id;
	int64_t seen;     /* number of the last event that was seen: E_STALE forward.moved_on if there are more */
	const char *kind; /* of the event */
	day day;          /* absent: today */
	struct maybe cents, points;
	str note, actor; /* actor absent: who is signed in */
};
/* Writes the event if it may be now. E_STALE forward.moved_on: it may not, or somebody was faster. ret (may be NULL):
 * struct forward_state, as it was before. */
err bid_step_in_tx(struct cx *cx, const struct bid_step *s, struct forward_state *ret) MUST;
/* The first event: it was begun. */
err bid_first_event_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, str actor) MUST;
str bid_object(struct cx *cx, int64_t bid_id); /* as the audit log names it */
/* The money of a bid that was granted is free again. */
err bid_withdraw_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* in: struct bid_step */

/* --- links -------------------------------------------------------------------------------------------------------- */
struct bid_link {
	int64_t bid_id, centre_id;
	instant expires_at;
};
/* All links to it end at `by`, if not before. */
err bid_links_end_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, instant by) MUST;
err bid_link_make_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, str *ret_code) MUST;
/* For a mail: a new one; the older ones end after BID_OLD_LINK_DAYS. */
err bid_link_renew_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, str *ret_code) MUST;
/* E_NOTFOUND forward.no_link: none of ours; E_STALE forward.link_over. */
err bid_link_find(struct cx *cx, str code, struct bid_link *ret) MUST;

extern const struct sql forward_bid_sql[], forward_draft_sql[], forward_link_sql[];
#endif

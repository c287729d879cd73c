/* forward_state.h -- what a bid is at, computed from its events (P-VOL-1). Pure.
 *
 *   started -> submitted -> proposed -> granted -> accepted [-> called] -> handed_over -> proof_sent -> checked ->
 * closed ^   sent_back |  \-> refused                                  ^    proof_back |      \-> repaid
 *                 +-------------+                                               +---------------+
 *
 * withdrawn ends it until the money is handed over. late, ranked and reminded change nothing. closed is written
 * together with the event that leaves nothing to do: a check without a repayment, or the repayment that makes it whole.
 */
#ifndef FEATURES_FORWARDING_FORWARD_STATE_H
#define FEATURES_FORWARDING_FORWARD_STATE_H
#include "base/context.h"
#include "base/record.h"

struct forward_event {
	int64_t id, bid_id, seq;
	str kind; /* event_choices */
	day day;
	instant at;
	str actor;
	struct maybe cents, points;
	str note;
	str text, tone; /* for pages: in words */
};
extern const struct record forward_event_rec;

/* draft submitted proposed granted refused withdrawn accepted called paid proof repay closed */
extern const struct choices forward_stage_choices;
extern const struct choices forward_event_choices;

struct forward_state {
	str stage;   /* absent: no event */
	int64_t seq; /* of the last event: what the next one follows */
	bool late;
	day submitted_on;
	struct maybe points; /* of the newest ranking */
	str rank_reason;
	struct maybe granted; /* cents */
	struct maybe repay;   /* cents, of the check */
	int64_t repaid;       /* cents so far */
	day granted_on, handed_over_on, proof_sent_on, closed_on;
	str note; /* of the last event that changed the stage: why it was sent back, refused ... */
};
/* events: struct forward_event by seq. */
struct forward_state forward_fold(const struct list *events);
/* The stage that an event leads to; absent: it changes none. */
str forward_stage_after(str kind);
/* May this happen now? calls: the round wants the money to be called before it is handed over. */
bool forward_may(const struct forward_state *s, const char *kind, bool calls);
str forward_tone(str stage); /* how it looks: good warn bad open off */
#endif

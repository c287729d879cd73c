/* settlement.h -- settling a month (Abrechnung): every assignment once, in one run, and what a person earned in a year
 * (P-INT-7, P-INT-5; P-FUN-5: amounts are handed over as lists, nothing is paid from here, no bank details are kept).
 *
 * A run takes every booking that can be paid (booking_is_payable), whose day lies in the month or before it and that is
 * not settled: one event `settled` and its lines, all in one transaction. A run that comes second finds nothing left:
 * unique indexes say so. The day of the run is the day of payment (paid_on), which decides to which year of the tax
 * counter an amount belongs (§ 11 Abs. 1 EStG).
 *
 * A correction never changes a line. It is a run of its own with one line for each pot and part that the difference
 * falls on, in proportion to what they paid, and the event `corrected`.
 */
#ifndef FEATURES_INTERPRETERS_SETTLEMENT_H
#define FEATURES_INTERPRETERS_SETTLEMENT_H
#include "core/tenant.h"
#include "db/db.h"
#include "features/interpreters/settlement_reckon.h"

/* What counts towards the tax-free amount, of settlement_line l. */
#define SETTLEMENT_COUNTED "l.part <> 'travel_cost'"

struct settlement {
	int64_t id, run; /* run: counted per month, from 1 */
	str month;       /* "2026-10" */
	str settled_by;
	instant settled_at;
	int64_t assignments, people, cents;
	int64_t corrections; /* lines that correct */
};
extern const struct record settlement_rec;
struct settlement_line {
	int64_t id, booking_id, interpreter_id, pot_id, cents;
	str part;
	struct maybe card_id;
	day paid_on, held_on;
	bool corrects;
	str reason; /* of a correction */
	str number, institution, name, pot_name;
};
extern const struct record settlement_line_rec;
/* A booking of the past that cannot be settled yet: stage held (times missing), reported or disputed. */
struct settlement_waiting {
	int64_t booking_id;
	str number, institution, stage, name;
	day held_on;
	instant starts_at, ends_at;
};
extern const struct record settlement_waiting_rec;

/* What a run would do now. */
struct settlement_draft {
	str month;
	struct settlement_world world;
	struct list jobs, items; /* struct settlement_job, settlement_item; in the order of their days */
	struct list waiting;     /* struct settlement_waiting, at most 500, the oldest first */
	int64_t count, cents, left_out;
};
/* E_NOTFOUND settlement.no_month: no month ("2026-10"), before 2012 or not begun yet. */
err settlement_month(struct cx *cx, str month, day *ret_first, day *ret_last) MUST;
err settlement_draft_of(struct cx *cx, const struct tenant *centre, str month, struct settlement_draft *ret) MUST;

struct settlement_order {
	const struct tenant *centre;
	str month;
};
/* in: struct settlement_order; ret: int64_t, its id. E_STALE settlement.nothing: nothing is to be settled (any more);
 * settlement.elsewhere: somebody else settles this very moment. */
err settlement_run_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- corrections -------------------------------------------------------------------------------------------------- */
struct settlement_correction {
	const struct tenant *centre;
	int64_t booking_id;
	int64_t total_cents; /* what is right for the whole assignment */
	str reason;
};
/* ret: int64_t, the id of the run that holds it. E_INVALID with a problem at `total_cents`: it is that already, or the
 * person would pass the ceiling without a consent. E_NOTFOUND settlement.unknown_booking: not settled here. */
err settlement_correct_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- reading ------------------------------------------------------------------------------------------------------ */
/* Runs whose month lies in a year, newest first. */
err settlement_list(struct cx *cx, int64_t centre_id, int year, struct list *ret) MUST;
err settlement_find(struct cx *cx, int64_t centre_id, int64_t id, struct settlement *ret) MUST; /* E_NOTFOUND */
/* By name, then by day. interpreter_id 0: of everybody. */
err settlement_lines(struct cx *cx, int64_t centre_id, int64_t id, int64_t interpreter_id, struct list *ret) MUST;
/* All lines of a booking in the order of writing. */
err settlement_lines_of(struct cx *cx, int64_t centre_id, int64_t booking_id, struct list *ret) MUST;
/* All lines that a person was paid in a year, by day of payment. */
err settlement_lines_year(struct cx *cx, int64_t centre_id, int64_t interpreter_id, int year, struct list *ret) MUST;
/* How an assignment was reckoned: again from its events and the card that it counted by. The job must live as long. */
err settlement_again(struct cx *cx, int64_t centre_id, int64_t booking_id, struct settlement_job *job,
                     struct settlement_item *ret) MUST;

/* What a person earned in a year, by day of payment, against the tax-free amount. */
struct settlement_year {
	int64_t interpreter_id, year;
	str name, kind;                         /* kind: of tax_kind_choices */
	int64_t assignments;                    /* paid in this year */
	int64_t paid_cents;                     /* all of it */
	int64_t counted_cents;                  /* of it towards the tax-free amount: all but travel cost */
	int64_t other_cents;                    /* told of elsewhere */
	struct maybe ceiling_cents, left_cents; /* absent: none, or unknown */
	int64_t over_cents;
	day consent_on;
	str rule_path;
};
extern const struct record settlement_year_rec;
/* E_NOTFOUND: no such person of this KI. */
err settlement_person_year(struct cx *cx, int64_t centre_id, int64_t interpreter_id, int year,
                           struct settlement_year *ret) MUST;

extern const struct sql settlement_sql[], settlement_draft_sql[], settlement_list_sql[];
#endif

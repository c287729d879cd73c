/* settlement_reckon.h -- what the assignments of a month are worth, which pots pay them and who passes the tax-free
 * amount: pure, no SQL, no HTTP (P-INT-5, P-INT-7).
 *
 * Each assignment counts by the standard tariff card of the day on which it began, with the times and ways that were
 * reported and signed; a late cancellation by the time between it and the planned start, one that did not take place
 * because nobody came as if cancelled at the start.
 *
 * Pots. The pot that was agreed pays first, then those by place whose terms of that day permit the case; travel cost
 * only from pots that bear it. Each pays what it still has in the year of the assignment, so that Land money never goes
 * beyond what the Land gives; what no pot has left stays with the first one, where the head's override shows. One
 * assignment can so be split over pots; its parts add up to the cent.
 *
 * The tax counter of a person runs along in the order of the assignments. All but travel cost counts (travel cost paid
 * back is free of tax by itself: § 3 Nr. 13 EStG). What would pass the ceiling without a recorded consent is left out,
 * and comes into the next run once the consent is there.
 */
#ifndef FEATURES_INTERPRETERS_SETTLEMENT_RECKON_H
#define FEATURES_INTERPRETERS_SETTLEMENT_RECKON_H
#include "features/interpreters/booking_state.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/tariff.h"
#include "features/interpreters/tax_ceiling.h"

/* Why something is not settled: no_card no_amount no_pot no_travel_pot ceiling */
extern const struct choices settlement_missing_choices;

/* A booking that can be paid. */
struct settlement_job {
	int64_t booking_id;
	str number, service, institution;
	struct maybe pages; /* whole ones */
	struct pot_case rules;
	struct booking_state state;
	instant cancelled_at; /* absent: it was not cancelled */
};
struct settlement_share {
	int64_t pot_id;
	const char *part; /* of tariff_part_choices */
	int64_t cents;
};
struct settlement_item {
	const struct settlement_job *job;
	day held_on;               /* in Berlin, as it really began */
	const struct tariff *card; /* NULL: there is none */
	struct tariff_amount amount;
	struct list shares; /* struct settlement_share, at least one */
	str missing;        /* of settlement_missing_choices; absent: it is settled */
	str why;            /* in words, for no_amount */
};
/* A pot in a year. */
struct settlement_pot {
	int64_t pot_id, year, place;
	day valid_from, valid_to;
	struct list terms;       /* struct pot_terms, newest first */
	struct maybe left_cents; /* absent: nobody knows, so it has enough */
};
struct settlement_person {
	int64_t id;
	str name, sort_name;
	struct tax_ceiling ceiling;
	int64_t earned_cents, other_cents; /* this year: in earlier runs, elsewhere */
	bool consented;
	/* what this run adds */
	int64_t count, cents, counted_cents;
	int64_t left_out, left_out_cents; /* beyond the ceiling */
};
struct settlement_world {
	struct list cards;  /* struct tariff, as tariff_cards() gives them */
	struct list pots;   /* struct settlement_pot, by place; of all years that occur */
	struct list people; /* struct settlement_person, by id */
};
/* Everything of a run, in the order of the jobs: fills items (struct settlement_item), and what people and pots have
 * then. */
void settlement_reckon(struct cx *cx, struct settlement_world *w, const struct list *jobs, struct list *items);

/* What one booking is worth by a card (NULL: none); sets amount, held_on and missing. */
void settlement_amount(struct cx *cx, const struct tariff *card, struct settlement_item *i);
day settlement_day(const struct settlement_job *j);             /* on which it began, or was to begin */
int64_t settlement_counted(const struct tariff_amount *amount); /* of it, towards the tax-free amount */
/* Who it is; NULL: nobody. people by id. */
struct settlement_person *settlement_person_of(const struct list *people, int64_t id);
#endif

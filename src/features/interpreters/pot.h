/* pot.h -- the funding pots (Töpfe) of a KI: what they permit from which day on, and what is in them, booked, settled
 * and left in a year (P-INT-1, P-INT-8; P-FUN-5: it is tracked and said, nothing is paid from here).
 *
 * An assignment counts in the year in which it takes place, booked or settled: settling it in January never moves it to
 * another year. Booked are the expected amounts of what has been agreed and is not settled yet.
 * A pot of Land money without an amount of its own has what the rulebook says for that year (item interpreter_costs:
 * 50,000 EUR until 2024, 30,000 EUR from 2025); only the first such pot, the Land pays it once.
 */
#ifndef FEATURES_INTERPRETERS_POT_H
#define FEATURES_INTERPRETERS_POT_H
#include "core/tenant.h"
#include "features/interpreters/pot_choice.h"

extern const struct choices pot_kind_choices; /* land own other */
enum { POT_FIRST_YEAR = 2012, POT_LAST_YEAR = 2199 };

struct pot {
	int64_t id, version;
	str name, kind;
	int64_t place; /* 1 ... 99: the lower, the sooner it is taken */
	day valid_from, valid_to;
	str recorded_by;
};
extern const struct record pot_rec;
struct pot_terms {
	int64_t id, pot_id;
	day valid_from;
	bool legal, medical, aosf, lesson, recurring, private; /* permits them */
	bool travel;                                           /* bears travel */
	str source, mark, recorded_by;
};
extern const struct record pot_terms_rec;
/* A pot with its first terms, as a form asks for them. */
struct pot_new {
	str name, kind;
	int64_t place;
	day valid_from, valid_to;
	bool legal, medical, aosf, lesson, recurring, private, travel;
	str source;
};
extern const struct record pot_new_rec, pot_change_rec, pot_terms_new_rec, pot_year_set_rec; /* forms */

/* A pot in a year. */
struct pot_money {
	int64_t pot_id, year;
	str name, kind;
	int64_t place;
	struct maybe cents; /* in it; absent: unknown */
	str source;         /* who says so; absent if nobody */
	bool by_rule;       /* by the rulebook: rule_path leads there */
	str rule_path;
	int64_t booked_cents, settled_cents;
	struct maybe left_cents, used_percent; /* left may be below 0; percent rounded down, may be above 100 */
	enum pot_state state;
	int64_t version;           /* of its amount; 0: none of its own */
	struct pot_terms terms;    /* in force on the day asked for; id 0: none */
	bool warns, stops, unsure; /* state, as templates ask for it */
};
extern const struct record pot_money_rec;

/* All pots, also ended ones, by place (struct pot). */
err pot_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST;
err pot_find(struct cx *cx, int64_t centre_id, int64_t id, struct pot *ret) MUST; /* E_NOTFOUND pot.unknown */
err pot_terms_list(struct cx *cx, int64_t centre_id, int64_t pot_id, struct list *ret) MUST; /* newest first */
/* The money of the day's year of all pots that are there on some day of it (struct pot_money), with the terms of the
 * day; by place. */
err pot_money_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret) MUST;
/* The same of one pot for each year from `first` to `last` (struct pot_money), the newest first. */
err pot_money_years(struct cx *cx, const struct tenant *centre, const struct pot *pot, int first, int last,
                    struct list *ret) MUST;
/* What pot_choose() needs (struct pot_offer): the pots that are there on the day, with terms and money. */
err pot_offers_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret) MUST;
/* The same for several days of one year: its money (pot_money_on) is read once, its terms become those of the day. */
err pot_offers_also_on(struct cx *cx, const struct tenant *centre, day on, struct list *money, struct list *ret) MUST;
/* Hook `spending`: settled and booked from the pots of Land money. */
err pot_spending(struct cx *cx, int64_t centre_id, int64_t year, struct list *ret) MUST;
/* Pure: what is left, how much is used, whether it warns. */
void pot_money_reckon(struct pot_money *m);

/* --- writing; E_INVALID with problems at the fields --------------------------------------------------------------- */
err pot_add_in_tx(struct cx *cx, const struct tenant *centre, const struct pot_new *in, int64_t *ret_id) MUST;
/* Name, place, end. E_STALE: pot.stale. */
err pot_change_in_tx(struct cx *cx, const struct tenant *centre, const struct pot *in) MUST;
/* From a day on, after the newest that there are: what was in force stays known. */
err pot_terms_add_in_tx(struct cx *cx, const struct tenant *centre, const struct pot_terms *in) MUST;
struct pot_year_set {
	int64_t pot_id, version; /* version 0: there is none of its own yet */
	int64_t year, cents;
	str source;
};
err pot_year_set_in_tx(struct cx *cx, const struct tenant *centre, const struct pot_year_set *in) MUST;

extern const struct sql pot_sql[];
#endif

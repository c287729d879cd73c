/* pot_choice.h -- which funding pot (Topf) pays an assignment, and why another one does not (P-INT-1, P-INT-8).
 *
 * The cheapest pot (lowest place) whose terms permit the case and that still has money is taken; if it does not bear
 * travel, the next one that permits the case and bears travel pays that. No pot permits it: a refusal, with the reason
 * and a hint for each pot. Pots that permit the case but are used up stop the confirmation, not the request: somebody
 * who may decide can go on with a reason. Booked but unsettled amounts count as used. Pure: no SQL, no HTTP.
 */
#ifndef FEATURES_INTERPRETERS_POT_CHOICE_H
#define FEATURES_INTERPRETERS_POT_CHOICE_H
#include "core/words.h"

enum {
	POT_WARN_PERCENT = 80, /* P-INT-8 */
	POT_RULES = 6,
};
/* What makes a case special: the answers to the rule questions, or what a pot's terms permit. */
struct pot_case {
	bool legal;     /* legal consequences: court, police, lawyer, paternity, expert opinion */
	bool medical;   /* diagnosis, briefing before a treatment, operation */
	bool aosf;      /* finding special educational needs */
	bool lesson;    /* lessons, school outings */
	bool recurring; /* one of several appointments in the same matter */
	bool private;   /* the one who asks is no institution */
};

enum pot_state {
	POT_FITS,
	POT_UNKNOWN, /* nobody has entered what is in it: no warning can be given */
	POT_WARNS,   /* with this assignment, 80 % or more are used */
	POT_STOPS,   /* it would go beyond what is in it */
};
/* A pot as it is on a day, with the money of that day's year. */
struct pot_offer {
	int64_t id;
	str name;
	int64_t place;
	bool has_terms;          /* false: no terms are in force on that day, so it pays nothing */
	struct pot_case permits; /* its terms */
	bool travel;             /* bears travel costs */
	struct maybe cents;      /* in it this year; absent: unknown */
	int64_t booked_cents;    /* expected of assignments that are booked, held or signed, but not settled */
	int64_t settled_cents;
};
/* What became of a pot in a choice. */
struct pot_verdict {
	int64_t pot_id;
	str name;
	bool permits;
	struct pot_case refused;     /* which of the case's answers it does not permit */
	bool no_terms;               /* no terms in force */
	enum pot_state state;        /* with the expected amount; only if it permits the case */
	struct maybe left_cents;     /* before this assignment; may be below 0 */
	bool pays_time, pays_travel; /* chosen */
};
struct pot_choice {
	int64_t pot_id;        /* 0: no pot permits the case */
	int64_t travel_pot_id; /* the same, another one, or 0: none bears travel */
	enum pot_state state;  /* the worst of the two chosen */
	struct list verdicts;  /* struct pot_verdict, by place */
};

/* State of a pot if `cents` more were booked on it. */
enum pot_state pot_state_with(const struct pot_offer *o, int64_t cents);
/* offers: struct pot_offer, in any order. Expected cents may be 0 while nothing is known yet. */
struct pot_choice pot_choose(struct arena *a, const struct list *offers, const struct pot_case *asked,
                             int64_t time_cents, int64_t travel_cents);

/* --- words -------------------------------------------------------------------------------------------------------- */
/* Codes in the order of struct pot_case: "legal" ... ; the words "pot_rule.<code>", "pot_no.<code>", "pot_hint.<code>".
 */
extern const char *const pot_rule_codes[POT_RULES];
bool pot_case_has(const struct pot_case *c, size_t rule); /* the answer of pot_rule_codes[rule] */
/* "Landesmittel: keine Termine mit Rechtswirkung (Gericht, Polizei, Anwalt)." Of a pot that refuses; absent else. */
str pot_refusal(const struct words *w, struct arena *a, const struct pot_verdict *v);
/* What to do instead, for the first thing that it refuses; absent if it permits the case. */
str pot_hint(const struct words *w, struct arena *a, const struct pot_verdict *v);
#endif

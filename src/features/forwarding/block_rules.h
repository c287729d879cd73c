/* block_rules.h -- what a third party may get for a building block (Baustein), computed from the rules of the day and
 * the local rules of a round (P-VOL-1, P-FUN-6). Pure.
 *
 * Two kinds of blocks. Those of KOMM-AN part II (until 2024) are lump sums: units times the amount of the rulebook.
 * Those since 2025 (Ehrenamt im Kontext von Prävention) are by cost: what is planned, up to what the round allows.
 *
 * Order of the checks, each with its message: offered by the round; a rule in force; share of use; planned costs; units
 * against rooms, the rulebook, the round and the building; amount; ceiling per applicant (cut from the last line on).
 * An amount that the rulebook does not know stays unknown: it is neither 0 nor part of a sum that claims to be
 * complete.
 */
#ifndef FEATURES_FORWARDING_BLOCK_RULES_H
#define FEATURES_FORWARDING_BLOCK_RULES_H
#include "base/context.h"
#include "base/record.h"

/* A block of the catalogue. Its words: block.<code>, .hint, .easy; unit: the word block_unit.<unit>. */
struct block {
	const char *code;
	const char *item;  /* lump sums: of the rulebook; NULL: by cost */
	const char *group; /* "a" ... "d" of KOMM-AN, "1" ... "5" since 2025: the word block_group.<group> */
	const char *unit;  /* room month piece page hour */
	bool room;         /* counts to the lump sums of a building */
	bool building;     /* is about a place: it must be named */
};
extern const struct block blocks[]; /* ends with a code of NULL; in the order in which people see them */
extern const struct choices block_choices;
const struct block *block_of_code(str code); /* NULL: there is none */
/* Lump sums belong to KOMM-AN, the others to what came after. */
bool block_of_programme(const struct block *b, str programme);

/* The rules that hold for a block in a round. */
struct block_rule {
	const struct block *block;
	bool in_force;            /* lump sums: the rulebook has a rule of that day */
	struct maybe lump_cents;  /* of the rulebook; absent with in_force: not known */
	struct maybe lump_units;  /* the most that the rulebook allows */
	str code, source, mark;   /* of that rule */
	struct maybe unit_cents;  /* local: the most for a unit */
	struct maybe most_units;  /* local */
	struct maybe min_cents;   /* local: the least for a unit that is worth an application */
	struct maybe use_percent; /* local: the least share of use */
	struct maybe above_cents; /* local: planned costs must be more than that */
};
struct block_terms {
	struct list rules;         /* struct block_rule: the blocks that are offered */
	struct maybe per_building; /* lump sums for rooms of one building, over all bids of the year */
	/* struct block_line, id: of the bid; of the year's bids that were sent before, as the rules left them */
	struct list elsewhere;
	bool room_once;             /* local: one lump sum for a room, not one for each kind nor for each bid */
	struct maybe per_bid_cents; /* local: the most for an applicant */
};

struct block_line {
	int64_t id;
	str block, building;
	int64_t units;
	struct maybe rooms, use_percent, planned_cents;
};
/* Why it is not more: the word, with arguments that stand for themselves. */
struct block_note {
	const char *key;
	int64_t n;     /* {n} */
	int64_t cents; /* {cents} */
};
struct block_amount {
	int64_t line_id;
	const struct block_rule *rule; /* NULL: not offered */
	bool refused;                  /* nothing of it can be granted as it stands; `notes` say why */
	struct maybe cents;            /* absent: unknown; 0 if refused */
	int64_t units;                 /* that count */
	int64_t unit_cents;            /* what each counts; 0: by cost */
	struct list notes;             /* struct block_note */
	struct list others;            /* int64_t: bids that have taken lump sums of its building before */
};
struct block_sum {
	struct list amounts; /* struct block_amount, in the order of the lines */
	int64_t cents;       /* of what is known */
	bool complete;       /* no amount is unknown */
	bool refused;        /* a line is */
};
/* lines: struct block_line. */
struct block_sum block_reckon(struct arena *a, const struct block_terms *t, const struct list *lines);
#endif

/* rulebook.h -- law as data, by day (S-RUL-1 ... 8, P-RUL-1, P-RUL-2).
 *
 * Every quota, amount, deadline and term is a rule with valid-from, valid-to, kind of authority (or one KI), source and
 * a mark of how sure it is. Nothing is overwritten: rules are added and ended by proposals that another person
 * approves. What a Kreis could get on any past day is computed from the rules in force on that day, and every result
 * names them.
 */
#ifndef FEATURES_RULEBOOK_RULEBOOK_H
#define FEATURES_RULEBOOK_RULEBOOK_H
#include "base/context.h"
#include "base/record.h"

struct feature;
extern const struct feature rulebook_feature;

/* Marks, from sure to unsure: read, seed, inferred, assumed, unknown. The mark of a result is the least sure one used.
 */
extern const struct choices mark_choices;
extern const struct choices authority_choices; /* kreis, kreisfreie_stadt */
extern const struct choices item_choices;      /* as in table rule_item, in the order people see them */
extern const struct choices programme_choices, part_choices, unit_choices, financing_choices;

struct rule {
	int64_t id;
	str code;      /* "specialist-2021-kreis": stable, stands in addresses and traces */
	str item;      /* "specialist", "assistant", "teacher", "interpreter_costs" ... : the word "item.<code>" */
	str part;      /* "base", "extra": rules of one item and part must not overlap; their quantities add up.
	                * "step_a", "step_b", "step_c": of these only the KI's own counts (term "komman_step") */
	str programme; /* "base" (KI guideline), "teachers", "komman", "kim", "third_party" (lump sums that a KI
	                * hands on), "terms" (no money: deadlines, words) */
	str authority; /* authority_choices; absent: both */
	struct maybe centre_id;       /* a rule for one KI goes before the general one */
	str centre_slug, centre_name; /* name: its Kreis or town */
	struct maybe quantity;        /* thousandths; absent: unknown */
	struct maybe unit_cents;      /* per full unit and year; absent: unknown or no money */
	str value;     /* for terms: "§ 8", "31.10.", "3"; with unit "code" the word is "rule_value.<value>" */
	str unit;      /* unit_choices: "fte", "lump", "month", "piece", "percent_points", "months", "text" ... */
	str financing; /* "lump_sum" (Festbetrag), "full_capped" (Vollfinanzierung bis Höchstbetrag), absent */
	day valid_from, valid_to; /* valid_to absent: no end known; already the effective end */
	str source;               /* "Gem. RdErl. vom 27.03.2018, MBl. NRW. S. 179" */
	str mark;
	str note;
};
extern const struct record rule_rec;

/* A line of the trace: this rule, used so. */
struct rule_use {
	str code, path, source, mark, calculation; /* "6 × 57.000,00 € = 342.000,00 €" */
};
extern const struct record rule_use_rec;

struct entitlement_item {
	str item;
	struct maybe quantity; /* thousandths */
	struct maybe unit_cents;
	struct maybe total_cents; /* absent: unknown. Teachers: 0, they are posts, never money */
	str mark, unit, financing;
	bool unknown;      /* something is missing: shown as unknown, not as zero */
	bool is_post;      /* posts of the schools ministry (teachers) */
	struct list rules; /* struct rule_use */
};
extern const struct record entitlement_item_rec;

struct programme {
	str programme; /* "komman", "kim" */
	struct list items;
	int64_t total_cents; /* of what is known */
	bool complete;
	bool nothing_known; /* incomplete, and what is known is 0: no sum is shown, as 0 would look like one */
};
extern const struct record programme_rec;
struct entitlement {
	day date;
	str authority;
	struct list items;      /* struct entitlement_item: the KI guideline's own, then teachers */
	int64_t total_cents;    /* of the KI guideline's own items, as far as known */
	bool complete;          /* no unknown item among them */
	bool assumed;           /* an assumed rule was used: say so beside the total */
	struct list programmes; /* struct programme: separate, with their own totals */
};
extern const struct record entitlement_rec;

/* authority: "kreis" or "kreisfreie_stadt"; centre_id 0: any KI of that kind. */
err entitlement_on(struct cx *cx, str authority, int64_t centre_id, day on, struct entitlement *ret) MUST;

/* The rule for a term ("recognition_section", "application_deadline") on a day; E_NOTFOUND if none is in force. */
err rule_term(struct cx *cx, const char *item, str authority, int64_t centre_id, day on, struct rule *ret) MUST;

/* --- many days at once: the rules are read once, the rest is pure ------------------------------------------------- */
/* All rules (struct rule) as they were known at an instant, in the order of their items. */
err rules_known(struct cx *cx, instant known, struct list *ret) MUST;
/* `rules`: as rules_known() gives them. German figures in the trace, or English. */
struct entitlement entitlement_of(struct arena *a, const struct list *rules, str authority, int64_t centre_id, day on,
                                  bool english);
/* The term's rule, or NULL: the KI's own before the general one. */
const struct rule *term_of(const struct list *rules, str item, str authority, int64_t centre_id, day on);
/* The item in the entitlement, among its own and its programmes' items; NULL: nothing in force. */
const struct entitlement_item *entitlement_find(const struct entitlement *e, str item);
/* 0 read ... 4 unknown: the higher, the less sure. */
int mark_rank(str mark);
#endif

/* rule_effect.h -- two entitlements side by side, and what a change of the rules does to every KI: pure. */
#ifndef FEATURES_RULEBOOK_RULE_EFFECT_H
#define FEATURES_RULEBOOK_RULE_EFFECT_H
#include "features/rulebook/entitlement.h"

/* --- two days side by side ---------------------------------------------------------------------------------------- */
struct comparison_row {
	str programme, item;
	struct maybe before_quantity, after_quantity; /* thousandths */
	struct maybe before_cents, after_cents;       /* absent: unknown, or not in force on that day */
	struct maybe difference_cents;                /* absent: cannot be said, as one side is unknown */
	struct maybe difference_quantity;             /* of posts; absent as above */
	str difference;                               /* in words, "+1,5 Stellen": said by the page, hidden in JSON */
	bool before_in_force, after_in_force;
	bool is_post, differs;
	str before_mark, after_mark;
};
extern const struct record comparison_row_rec;
struct comparison {
	struct list rows; /* struct comparison_row: base, teachers, then the programmes */
	int64_t before_cents, after_cents, difference_cents; /* of the KI guideline's own items, as far as known */
	bool complete;                                       /* both totals */
};
struct comparison entitlement_compare(struct arena *a, const struct entitlement *before,
                                      const struct entitlement *after);

/* --- what a change of the rules does to the KI -------------------------------------------------------------------- */
struct rule_centre {
	int64_t id;
	str slug, name, kind;
};
extern const struct record rule_centre_rec;
struct effect {
	str slug, name, path;
	struct maybe before_quantity, after_quantity; /* of the item */
	struct maybe before_cents, after_cents;       /* of the item; absent: unknown or not in force */
	str before_value, after_value;                /* terms */
	str before_mark, after_mark;
	int64_t before_total, after_total; /* of the item's programme, as far as known */
	int64_t difference;                /* of the totals */
	bool before_complete, after_complete;
	bool changed;
};
extern const struct record effect_rec;
struct effects {
	struct list rows; /* struct effect, the changed ones first, else in the order given */
	int64_t changed;  /* how many */
	int64_t before_total, after_total, difference; /* of all KI: the Land's ceiling */
	bool complete;
};
/* The rules as they would be: `ends` (code; absent: none) ends on `ends_on`, `confirms` becomes "read", `adds` comes.
 */
struct rule_change {
	str ends, confirms;
	day ends_on;
	const struct rule *adds;
};
struct list rules_changed(struct arena *a, const struct list *rules, const struct rule_change *c);
struct effects rule_effects(struct arena *a, const struct list *before, const struct list *after,
                            const struct list *centres, str item, str programme, day on);
#endif

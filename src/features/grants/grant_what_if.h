/* grant_what_if.h -- what another amount would cost the Land in a year, over all KI and all posts, before any rule is
 * proposed or approved (S-RUL-7, P-FUN-6). Nothing is stored. */
#ifndef FEATURES_GRANTS_GRANT_WHAT_IF_H
#define FEATURES_GRANTS_GRANT_WHAT_IF_H
#include "features/rulebook/rule_effect.h"

/* Items that have an amount per unit: specialist assistant interpreter_costs volunteering_prevention fathers_work. */
extern const struct choices what_if_item_choices;

struct what_if {
	str item;
	int64_t year;
	int64_t cents;       /* per full unit and year, from 1 January of the year; typed in euros: field "euros" */
	int64_t proposal_id; /* instead of item and amount: a proposal that waits; 0: none */
};
/* ceiling: what the rules give on the last day of the year if all is filled, for a whole year; planned: what the posts
 * of the staff plan draw as it stands (of money that does not hang on posts the same as the ceiling). */
struct what_if_row {
	str name, slug, path;
	struct maybe ceiling_before, ceiling_after; /* absent: unknown, or not in force */
	struct maybe planned_before, planned_after; /* absent: unknown */
	struct maybe difference;                    /* of planned; of a sum, of what is known */
};
extern const struct record what_if_row_rec, what_if_export_rec;
struct what_if_answer {
	struct rule rule; /* as it would be, of the first kind of carrier */
	struct list rows; /* struct what_if_row, by KI */
	struct what_if_row sum;
	bool complete; /* all ceilings are known */
	str item;
	int64_t year;
};
/* What stands behind the row of a KI (P-FUN-6): the rules of the ceiling and each post of the staff plan, as they are
 * and as they would be. */
struct what_if_post {
	str title;
	int64_t fte, months; /* thousandths; months: of full posts that draw money */
	struct maybe before, after, difference;
	str calculation_before, calculation_after;
};
struct what_if_rule {
	bool after; /* as it would be */
	str when;   /* in words */
	str code, calculation, source, mark;
};
extern const struct record what_if_post_rec, what_if_rule_rec;
struct what_if_centre {
	struct what_if_row row;
	bool of_posts;     /* the money hangs on posts */
	struct list posts; /* struct what_if_post */
	struct list rules; /* struct what_if_rule: of the ceiling */
	str item;
	int64_t year;
};
/* E_NOTFOUND: no such KI. Figures in the reader's language. */
err what_if_centre_of(struct cx *cx, const struct what_if *in, str slug, struct what_if_centre *ret) MUST;
/* E_INVALID with a problem: no rule of the item is in force in that year; E_NOTFOUND: no such proposal waits. */
err what_if_of(struct cx *cx, const struct what_if *in, struct what_if_answer *ret) MUST;
/* Pure: the rules as they would be, if every amount of the item in force on the first day of the year became `cents`.
 * *ret_n: how many rules change. */
struct list what_if_rules(struct arena *a, const struct list *rules, str item, int64_t year, int64_t cents, int *ret_n);
#endif

/* entitlement.h -- what the rules give on a day: pure, no database, no HTTP.
 *
 * Rules of one item add up by part; a rule for one KI goes before the general rule of the same item and part; of parts
 * "step_a ... c" only the KI's own counts. What is unknown stays unknown: it never becomes zero, and the total says so.
 */
#ifndef FEATURES_RULEBOOK_ENTITLEMENT_H
#define FEATURES_RULEBOOK_ENTITLEMENT_H
#include "features/rulebook/rulebook.h"

/* In force on that day for that kind of authority and that KI (0: for any KI, so only general rules). */
bool rule_applies(const struct rule *r, str authority, int64_t centre_id, day on);

/* Two rules that would both say something about the same item and part of the same applicant on the same day. */
bool rules_collide(const struct rule *a, const struct rule *b);

/* The first of `rules` that `r` collides with, itself left out; NULL if none. */
const struct rule *rule_collision(const struct list *rules, const struct rule *r);

/* The total of "base", "komman" or "kim"; *ret_complete says whether all of it is known. */
int64_t entitlement_total(const struct entitlement *e, str programme, bool *ret_complete);
#endif

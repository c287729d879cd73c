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

/* 0 read ... 4 unknown: the higher, the less sure. */
int mark_rank(str mark);

/* `rules`: struct rule, in the order of their items (position). German figures in the trace, or English. */
struct entitlement entitlement_of(struct arena *a, const struct list *rules, str authority, int64_t centre_id, day on,
                                  bool english);

/* The term's rule, or NULL: the KI's own before the general one. */
const struct rule *term_of(const struct list *rules, str item, str authority, int64_t centre_id, day on);

/* The item in the entitlement, among its own and its programmes' items; NULL: nothing in force. */
const struct entitlement_item *entitlement_find(const struct entitlement *e, str item);
/* The total of "base", "komman" or "kim"; *ret_complete says whether all of it is known. */
int64_t entitlement_total(const struct entitlement *e, str programme, bool *ret_complete);
#endif

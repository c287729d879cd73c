/* may_apply.h -- who may apply for a KI (S-CEN-1): a Kreis or a kreisfreie Stadt. A kreisangehörige municipality is
 * told so, with the rule, and shown the way that is open to it. */
#ifndef FEATURES_CENTRES_MAY_APPLY_H
#define FEATURES_CENTRES_MAY_APPLY_H
#include "core/route.h"
#include "features/rulebook/rulebook.h"

extern const struct choices verdict_choices; /* yes, no, unknown */
struct may_apply {
	str title;
	str asked;   /* as typed; "" at first */
	str verdict; /* absent: nothing asked yet */
	bool yes, no, unknown;
	str name;          /* of the municipality or carrier found */
	str sentence, way; /* the answer, and what to do */
	str centre_name, carrier, centre_path;
	const struct rule_use *rule; /* the rule behind the answer; NULL: none in force */
	struct list similar;         /* struct link: names like what was typed */
};
/* `asked`: a name of a municipality, Kreis or StädteRegion in any case, with or without "Stadt"; or an AGS. */
err may_apply_answer(struct cx *cx, str asked, struct may_apply *ret) MUST;

/* How many letters must be added, dropped or changed to make b from a; for suggestions of similar names. */
int edit_distance(str a, str b);
#endif

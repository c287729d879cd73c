/* staff_findings.h -- what is to be said about the staff on a day, pure; each with its rule and source (S-STA-2 ... 6,
 * P-STA-1). Where no rule is in force on that day, there is no finding: law is data. */
#ifndef FEATURES_STAFF_STAFF_FINDINGS_H
#define FEATURES_STAFF_STAFF_FINDINGS_H
#include "features/staff/staff_plan.h"

extern const struct choices finding_weight_choices; /* breach, notice, hint: in this order in lists */
extern const struct choices finding_kind_choices;
/* split_unequal        hint    a post held by several, not in two equal halves (S-STA-2)
 * same_profession      breach  head and deputy of the same profession: three until 2018-05-07, then two (S-STA-6)
 * leader_profession    breach  head or deputy is neither teacher nor specialist (three professions: nor administrator)
 * no_head, no_deputy   notice  nobody leads, nobody deputises
 * leader_without_post  notice  who leads holds no post on that day
 * no_qualification     breach  specialist (also administrator) without qualification or granted exception (S-STA-3, -4)
 * assistant_qualification  breach  the same for the assistant (S-STA-4, -5)
 * above_entitlement    breach  more filled than entitled in a line
 * person_above_full    breach  a person over 1.0 FTE in all
 * secondment_missing   notice  a teacher's share without a secondment on that day
 * secondment_ends      notice  ends within 12 months, no further one follows (P-STA-1)
 * vacancy_long         notice  a post vacant, wholly or in part, for more than 90 days
 */
struct finding {
	str kind, weight;
	str sentence; /* in the reader's language: what, who, since or until when */
	str todo;     /* what to do */
	str rule_code, rule_path, source, mark;
	str path;                   /* of the post or person */
	int64_t post_id, person_id; /* 0: none */
};
extern const struct record finding_rec;
/* Most weighty first. `rules`: struct rule, all that are known. cx only for words and memory: no database. */
struct list findings_of(struct cx *cx, const struct staff *s, const struct plan *p, const struct list *rules,
                        str authority, int64_t centre_id);
/* Pure parts, for tests and for the person's page. */
bool qualifies_specialist(const struct list *qualifications, int64_t person_id, day on);
bool qualifies_assistant(const struct list *qualifications, int64_t person_id, day on);
void exception_state_of(struct exception_case *c); /* state and since, from its steps */
#endif

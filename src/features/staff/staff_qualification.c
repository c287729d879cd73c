/* staff_qualification.c -- whether a person fulfils what the decree asks of specialists and assistants (S-STA-3,
 * S-STA-5), and where an exception stands (S-STA-4): pure. */
#include "features/staff/staff_findings.h"

static bool held(const struct qualification *q, int64_t person_id, day on)
{
	return q->person_id == person_id && day_cmp(q->held_since, on) <= 0 &&
	       (!day_is(q->withdrawn_on) || day_cmp(on, q->withdrawn_on) < 0);
}

static bool is_one_of(str code, const char *const *codes)
{
	for (; *codes; codes++)
		if (str_is(code, *codes))
			return true;
	return false;
}

/* Degree or equivalent with content of migration, integration or public law; otherwise professional experience in those
 * fields or in a municipal administration (RdErl. of 2018, 4.1). */
bool qualifies_specialist(const struct list *qualifications, int64_t person_id, day on)
{
	static const char *const degrees[] = { "degree", "equivalent", NULL };
	static const char *const content[] = { "migration", "public_law", NULL };
	static const char *const practice[] = { "migration", "public_law", "municipal", NULL };
	LIST_EACH (const struct qualification, q, qualifications) {
		if (!held(q, person_id, on))
			continue;
		if (is_one_of(q->kind, degrees) && is_one_of(q->subject, content))
			return true;
		if (str_is(q->kind, "experience") && is_one_of(q->subject, practice))
			return true;
	}
	return false;
}

/* At least a completed training in administration, or something comparable (4.2): experience alone is none. */
bool qualifies_assistant(const struct list *qualifications, int64_t person_id, day on)
{
	static const char *const kinds[] = { "training", "equivalent", "degree", NULL };
	static const char *const subjects[] = { "administration", "municipal", "public_law", NULL };
	LIST_EACH (const struct qualification, q, qualifications)
		if (held(q, person_id, on) && is_one_of(q->kind, kinds) && is_one_of(q->subject, subjects))
			return true;
	return false;
}

static const char *state_after(str kind, const char *before)
{
	if (str_is(kind, "granted"))
		return "granted";
	if (str_is(kind, "refused"))
		return "refused";
	if (str_is(kind, "withdrawn"))
		return "withdrawn";
	return str_is(kind, "asked") ? "consulting" : before;
}

void exception_state_of(struct exception_case *c)
{
	const char *state = "open";
	c->since = c->applied_on;
	LIST_EACH (const struct exception_step, s, &c->steps) {
		const char *next = state_after(s->kind, state);
		if (next != state)
			c->since = s->day;
		state = next;
	}
	c->state = str_of(state);
}

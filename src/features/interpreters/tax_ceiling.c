#include "features/interpreters/tax_ceiling.h"
#include "base/money.h"
#include "features/rulebook/rulebook.h"

static const char *const kind_codes[] = { "volunteer", "trainer", "none", NULL };
const struct choices tax_kind_choices = { "tax_kind", kind_codes };
static const char *const verdict_codes[] = { "fits", "consent", "unknown", NULL };
const struct choices tax_verdict_choices = { "tax_verdict", verdict_codes };

static const struct field ceiling_fields[] = {
	FIELD(struct tax_ceiling, kind, KIND_CHOICE, .choices = &tax_kind_choices),
	FIELD(struct tax_ceiling, year, KIND_INT),
	FIELD(struct tax_ceiling, cents, KIND_MONEY, .maybe = true),
	FIELD(struct tax_ceiling, rule_path, KIND_PATH),
	FIELD(struct tax_ceiling, source, KIND_TEXT, .max = 500),
	FIELD(struct tax_ceiling, mark, KIND_CHOICE, .choices = &mark_choices),
};
const struct record tax_ceiling_rec = RECORD("tax_ceiling", struct tax_ceiling, ceiling_fields);

static const struct field verdict_fields[] = {
	FIELD(struct tax_verdict, verdict, KIND_CHOICE, .choices = &tax_verdict_choices),
	FIELD(struct tax_verdict, before_cents, KIND_MONEY),
	FIELD(struct tax_verdict, after_cents, KIND_MONEY),
	FIELD(struct tax_verdict, left_cents, KIND_MONEY, .maybe = true),
	FIELD(struct tax_verdict, over_cents, KIND_MONEY),
	FIELD(struct tax_verdict, total_over_cents, KIND_MONEY),
};
const struct record tax_verdict_rec = RECORD("tax_verdict", struct tax_verdict, verdict_fields);

/* The rule is a term: its value is an amount as people write it ("960 €"), which the rulebook checks when it is
 * proposed.
 */
static struct tax_ceiling from_rule(struct arena *a, str kind, int year, const struct rule *r)
{
	struct tax_ceiling c = { .kind = kind, .year = year };
	int64_t cents;
	if (!r || !money_parse(r->value, &cents) || cents < 0)
		return c;
	c.cents = MAYBE(cents);
	c.rule_path = str_print(a, "/rules/" STR_FMT, STR_ARG(r->code));
	c.source = r->source;
	c.mark = r->mark;
	return c;
}

static str item_of(struct arena *a, str kind)
{
	return str_print(a, "tax_free_" STR_FMT, STR_ARG(kind));
}

struct tax_ceiling tax_ceiling_of(struct arena *a, const struct list *rules, str kind, int year)
{
	const struct rule *r =
	        str_is(kind, "none") ? NULL : term_of(rules, item_of(a, kind), STR_NONE, 0, day_of(year, 1, 1));
	return from_rule(a, kind, year, r);
}

err tax_ceiling_on(struct cx *cx, str kind, int year, struct tax_ceiling *ret)
{
	struct rule r;
	*ret = (struct tax_ceiling){ .kind = kind, .year = year };
	if (str_is(kind, "none"))
		return OK;
	err e = rule_term(cx, item_of(cx->mem, kind).p, STR_NONE, 0, day_of(year, 1, 1), &r);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	*ret = from_rule(cx->mem, kind, year, &r);
	return OK;
}

static int64_t above(int64_t cents, int64_t ceiling)
{
	return cents > ceiling ? cents - ceiling : 0;
}

struct tax_verdict tax_verdict_of(const struct tax_ceiling *ceiling, int64_t earned_cents, int64_t other_cents,
                                  int64_t amount_cents)
{
	ASSERT(earned_cents >= 0 && other_cents >= 0);
	struct tax_verdict v = { .verdict = S("fits"), .before_cents = earned_cents + other_cents };
	v.after_cents = v.before_cents + amount_cents;
	if (!ceiling->cents.has) {
		v.verdict = str_is(ceiling->kind, "none") ? S("fits") : S("unknown");
		return v;
	}
	v.left_cents = MAYBE(above(ceiling->cents.v, v.before_cents));
	v.total_over_cents = above(v.after_cents, ceiling->cents.v);
	int64_t before_over = above(v.before_cents, ceiling->cents.v);
	v.over_cents = above(v.total_over_cents, before_over);
	if (v.over_cents > 0)
		v.verdict = S("consent");
	return v;
}

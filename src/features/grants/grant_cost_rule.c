/* The records of costs, and the rule against paying the same twice: pure. */
#include "features/grants/grant_call.h"
#include "features/grants/grant_cost.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"

static const char *const side_codes[] = { "expense", "income", NULL };
const struct choices grant_cost_side_choices = { "grant_cost_side", side_codes };
static const char *const source_codes[] = { "land", "own", "federal", "eu", "other_public", "donation", "third", NULL };
const struct choices grant_cost_source_choices = { "grant_cost_source", source_codes };
static const char *const item_codes[] = { "specialist",
	                                  "assistant",
	                                  "interpreter_costs",
	                                  "volunteering_prevention",
	                                  "fathers_work",
	                                  "other_posts",
	                                  "other_costs",
	                                  "komman_posts",
	                                  "komman_costs",
	                                  "komman_local",
	                                  "kim_coordination",
	                                  "kim_assistant",
	                                  "kim_case",
	                                  "kim_office",
	                                  "kim_workplace",
	                                  "kim_costs",
	                                  NULL };
const struct choices grant_cost_item_choices = { "item", item_codes };

#define COST(member, kind_, ...) FIELD(struct grant_cost, member, kind_, __VA_ARGS__)
static const struct field cost_fields[] = {
	COST(id, KIND_INT),
	COST(case_id, KIND_INT, .hidden = true),
	COST(year, KIND_INT),
	COST(programme, KIND_CHOICE, .choices = &grant_programme_choices),
	COST(side, KIND_CHOICE, .choices = &grant_cost_side_choices),
	COST(item, KIND_CHOICE, .choices = &grant_cost_item_choices),
	COST(day, KIND_DAY),
	COST(cents, KIND_MONEY),
	COST(source, KIND_CHOICE, .choices = &grant_cost_source_choices),
	COST(payee, KIND_TEXT),
	COST(voucher, KIND_TEXT),
	COST(purpose, KIND_TEXT, .max = 500),
	COST(invoice_cents, KIND_MONEY, .maybe = true),
	COST(source_key, KIND_TEXT, .hidden = true),
	COST(cancelled, KIND_TEXT, .max = 1000),
	COST(cancelled_by, KIND_TEXT),
	COST(recorded_by, KIND_TEXT),
	COST(recorded_at, KIND_INSTANT),
};
const struct record grant_cost_rec = RECORD("grant_cost", struct grant_cost, cost_fields);

#define MOST_CENTS 100000000000
#define ENTERED                                                                                                        \
	COST(item, KIND_CHOICE, .choices = &grant_cost_item_choices, .input = true, .required = true),                 \
	        COST(day, KIND_DAY, .input = true, .required = true),                                                  \
	        COST(cents, KIND_MONEY, .input = true, .required = true, .min = 1, .max = MOST_CENTS),                 \
	        COST(payee, KIND_TEXT, .input = true, .required = true, .max = 200),                                   \
	        COST(voucher, KIND_TEXT, .input = true, .required = true, .max = 80),                                  \
	        COST(source, KIND_CHOICE, .choices = &grant_cost_source_choices, .input = true, .required = true),     \
	        COST(invoice_cents, KIND_MONEY, .input = true, .maybe = true, .min = 1, .max = MOST_CENTS),            \
	        COST(purpose, KIND_TEXT, .input = true, .max = 500)
static const struct field form_fields[] = {
	ENTERED,
	COST(side, KIND_CHOICE, .choices = &grant_cost_side_choices, .input = true, .required = true),
};
const struct record grant_cost_form_rec = RECORD("grant_cost", struct grant_cost, form_fields);
static const struct field table_fields[] = {
	COST(programme, KIND_CHOICE, .choices = &grant_programme_choices, .required = true),
	COST(year, KIND_INT, .required = true, .min = 2012, .max = 2100), ENTERED,
	COST(side, KIND_CHOICE, .choices = &grant_cost_side_choices), /* blank: an expense */
};
const struct record grant_cost_table_rec = RECORD("grant_cost", struct grant_cost, table_fields);

static const struct field sum_fields[] = {
	FIELD(struct grant_cost_sum, item, KIND_CHOICE, .choices = &grant_cost_item_choices),
	FIELD(struct grant_cost_sum, side, KIND_CHOICE, .choices = &grant_cost_side_choices),
	FIELD(struct grant_cost_sum, source, KIND_CHOICE, .choices = &grant_cost_source_choices),
	FIELD(struct grant_cost_sum, cents, KIND_MONEY),
	FIELD(struct grant_cost_sum, lines, KIND_INT),
};
const struct record grant_cost_sum_rec = RECORD("grant_cost_sum", struct grant_cost_sum, sum_fields);

/* --- the rule ----------------------------------------------------------------------------------------------------- */

/* Letters of any script and digits, folded. */
static void add_plain(struct text *t, struct arena *a, str s)
{
	str folded = utf8_fold(a, s);
	for (size_t i = 0; i < folded.n; i++) {
		unsigned char c = (unsigned char)folded.p[i];
		if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			text_char(t, folded.p[i]);
	}
}

str grant_cost_key(struct arena *a, str payee, str voucher, day on)
{
	struct text t = TEXT(a);
	add_plain(&t, a, payee);
	text_char(&t, '/');
	add_plain(&t, a, voucher);
	text_char(&t, '/');
	text_add(&t, day_iso(a, on));
	return text_str(&t);
}

bool grant_cost_public(str source)
{
	return str_is(source, "land") || str_is(source, "federal") || str_is(source, "eu") ||
	       str_is(source, "other_public");
}

bool grant_cost_alike(const struct grant_cost *a, const struct grant_cost *b)
{
	return a->case_id == b->case_id && a->cents == b->cents && str_eq(a->item, b->item) &&
	       str_eq(a->source, b->source) && str_eq(a->side, b->side) && str_eq(a->source_key, b->source_key) &&
	       a->invoice_cents.has == b->invoice_cents.has && a->invoice_cents.v == b->invoice_cents.v;
}

static bool two_public(const struct grant_cost *a, const struct grant_cost *b)
{
	return grant_cost_public(a->source) && grant_cost_public(b->source) &&
	       (a->case_id != b->case_id || !str_eq(a->source, b->source));
}

static const char *against(const struct grant_cost *other, const struct grant_cost *line)
{
	bool kim = str_is(other->programme, "kim") || str_is(line->programme, "kim");
	bool parts = other->invoice_cents.has && line->invoice_cents.has;
	if (grant_cost_alike(other, line))
		return "grants.cost.twice";
	if (two_public(other, line) && kim)
		return "grants.cost.double_kim";
	if (!parts)
		return two_public(other, line) ? "grants.cost.double" : "grants.cost.twice";
	return other->invoice_cents.v != line->invoice_cents.v ? "grants.cost.invoice_differs" : NULL;
}

const char *grant_cost_clash(const struct list *others, const struct grant_cost *line,
                             const struct grant_cost **ret_other)
{
	int64_t together = line->cents;
	LIST_EACH (const struct grant_cost, o, others) {
		const char *key = against(o, line);
		*ret_other = o;
		if (key)
			return key;
		together += o->cents;
	}
	return line->invoice_cents.has && together > line->invoice_cents.v && others->n ? "grants.cost.invoice_exceeded"
	                                                                                : NULL;
}

str grant_cost_said(struct cx *cx, const struct grant_cost *c)
{
	const char *programme = str_print(cx->mem, "grant_programme." STR_FMT, STR_ARG(c->programme)).p,
	           *source = str_print(cx->mem, "grant_cost_source." STR_FMT, STR_ARG(c->source)).p;
	return word_args(cx->words, cx->mem, "grants.cost.said",
	                 ARGS({ "day", say_day(cx->words, cx->mem, c->day) }, { "payee", c->payee },
	                      { "voucher", c->voucher }, { "cents", say_money(cx->words, cx->mem, c->cents) },
	                      { "programme", word(cx->words, cx->mem, programme) },
	                      { "year", str_print(cx->mem, "%" PRId64, c->year) },
	                      { "source", word(cx->words, cx->mem, source) }));
}

bool grant_cost_item_of(str programme, str item)
{
	const char *of = str_starts(item, "kim_") ? "kim" : str_starts(item, "komman_") ? "komman" : "base";
	return str_is(programme, of);
}

err grant_cost_check(struct cx *cx, const struct grant_case *c, const struct grant_cost *l)
{
	err result = OK;
	int64_t year = day_year(l->day);
	if (day_cmp(l->day, cx->today) > 0)
		result = problem_add(cx, "day", "grants.future", NO_ARGS);
	else if (year != c->year && year != c->year + 1)
		result = problem_add(cx, "day", "grants.cost.other_year",
		                     ARGS({ "year", str_print(cx->mem, "%" PRId64, c->year) }));
	if (!grant_cost_item_of(c->programme, l->item))
		result = problem_add(cx, "item", "grants.cost.other_item", NO_ARGS);
	if (l->invoice_cents.has && l->invoice_cents.v < l->cents)
		result = problem_add(cx, "invoice_cents", "grants.cost.part_too_large", NO_ARGS);
	return result;
}

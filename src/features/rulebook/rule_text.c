#include "features/rulebook/rule_text.h"

#include "core/words.h"

static const struct field rule_row_fields[] = {
	FIELD(struct rule_row, code, KIND_TEXT),
	FIELD(struct rule_row, path, KIND_PATH),
	FIELD(struct rule_row, programme, KIND_CHOICE, .choices = &programme_choices),
	FIELD(struct rule_row, item, KIND_CHOICE, .choices = &item_choices),
	FIELD(struct rule_row, part, KIND_CHOICE, .choices = &part_choices),
	FIELD(struct rule_row, whom, KIND_TEXT),
	FIELD(struct rule_row, amount, KIND_TEXT),
	FIELD(struct rule_row, span, KIND_TEXT),
	FIELD(struct rule_row, in_force, KIND_BOOL),
	FIELD(struct rule_row, over, KIND_BOOL),
	FIELD(struct rule_row, coming, KIND_BOOL),
	FIELD(struct rule_row, extra, KIND_BOOL),
	FIELD(struct rule_row, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct rule_row, source, KIND_TEXT),
	FIELD(struct rule_row, note, KIND_TEXT),
};
const struct record rule_row_rec = RECORD("rule_row", struct rule_row, rule_row_fields);

str code_word(struct cx *cx, const char *prefix, str code)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "%s." STR_FMT, prefix, STR_ARG(code)).p);
}

str item_word(struct cx *cx, str item)
{
	return code_word(cx, "item", item);
}

str rule_whom(struct cx *cx, const struct rule *r)
{
	if (r->centre_name.p)
		return r->centre_name;
	return r->authority.p ? code_word(cx, "rule_whom", r->authority) : word(cx->words, cx->mem, "rule_whom.all");
}

/* Terms: the value; with a unit where one is needed to understand it. */
static str term_amount(struct cx *cx, const struct rule *r)
{
	if (str_is(r->unit, "code"))
		return code_word(cx, "rule_value", r->value);
	if (str_is(r->unit, "months") || str_is(r->unit, "percent_points") || str_is(r->unit, "fte"))
		return str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(r->value),
		                 STR_ARG(code_word(cx, "unit", r->unit)));
	return r->value;
}

static str posts_amount(struct cx *cx, const struct rule *r)
{
	str n = r->quantity.has ? say_decimal(cx->words, cx->mem, r->quantity.v) : r->value;
	if (!n.p)
		return word(cx->words, cx->mem, "rule_amount.unknown");
	return word_args(cx->words, cx->mem, "rule_amount.posts", ARGS({ "n", n }));
}

str rule_amount(struct cx *cx, const struct rule *r)
{
	if (str_is(r->programme, "terms"))
		return term_amount(cx, r);
	if (!r->unit_cents.has && str_is(r->unit, "fte"))
		return str_is(r->programme, "teachers") || (!r->quantity.has && !r->value.p)
		               ? posts_amount(cx, r)
		               : word_args(cx->words, cx->mem, "rule_amount.no_money",
		                           ARGS({ "posts", posts_amount(cx, r) }));
	if (!r->unit_cents.has)
		return word(cx->words, cx->mem, "rule_amount.unknown");
	if (r->unit_cents.v == 0)
		return word(cx->words, cx->mem, "rule_amount.none");
	str money = say_money(cx->words, cx->mem, r->unit_cents.v);
	if (str_is(r->unit, "lump"))
		return word_args(cx->words, cx->mem, "rule_amount.up_to", ARGS({ "money", money }));
	str per = code_word(cx, "unit_per", r->unit);
	if (!r->quantity.has)
		return word_args(cx->words, cx->mem,
		                 str_is(r->programme, "third_party") ? "rule_amount.each" : "rule_amount.per",
		                 ARGS({ "money", money }, { "per", per }));
	return word_args(
	        cx->words, cx->mem, "rule_amount.times",
	        ARGS({ "n", say_decimal(cx->words, cx->mem, r->quantity.v) }, { "money", money }, { "per", per }));
}

str rule_span(struct cx *cx, const struct rule *r)
{
	str from = say_day(cx->words, cx->mem, r->valid_from);
	if (!day_is(r->valid_to))
		return word_args(cx->words, cx->mem, "rule_span.open", ARGS({ "from", from }));
	if (day_cmp(r->valid_to, r->valid_from) < 0)
		return word(cx->words, cx->mem, "rule_span.never");
	return word_args(cx->words, cx->mem, "rule_span.closed",
	                 ARGS({ "from", from }, { "to", say_day(cx->words, cx->mem, r->valid_to) }));
}

static const char *sign(int64_t difference)
{
	return difference > 0 ? "+" : difference < 0 ? "−" : "";
}

str money_difference(struct cx *cx, int64_t cents)
{
	str amount = say_money(cx->words, cx->mem, cents < 0 ? -cents : cents);
	return str_print(cx->mem, "%s" STR_FMT, sign(cents), STR_ARG(amount));
}

str posts_difference(struct cx *cx, int64_t thousandths)
{
	str n = say_decimal(cx->words, cx->mem, thousandths < 0 ? -thousandths : thousandths);
	return word_args(cx->words, cx->mem,
	                 thousandths == 1000 || thousandths == -1000 ? "rule_compare.post" : "rule_compare.posts",
	                 ARGS({ "n", str_print(cx->mem, "%s" STR_FMT, sign(thousandths), STR_ARG(n)) }));
}

struct rule_row rule_row_of(struct cx *cx, const struct rule *r, day on)
{
	struct rule_row row = { .code = r->code,
		                .programme = r->programme,
		                .item = r->item,
		                .part = r->part,
		                .mark = r->mark,
		                .source = r->source,
		                .note = r->note };
	row.path = str_print(cx->mem, "/rules/" STR_FMT, STR_ARG(r->code));
	row.whom = rule_whom(cx, r);
	row.amount = rule_amount(cx, r);
	row.span = rule_span(cx, r);
	row.over = day_is(r->valid_to) && day_cmp(r->valid_to, on) < 0;
	row.coming = !row.over && day_cmp(r->valid_from, on) > 0;
	row.in_force = !row.over && !row.coming;
	row.extra = !str_is(r->part, "base");
	return row;
}

/* indicator.c -- see indicator.h. */
#include "core/indicator.h"

#include <inttypes.h>
#include <string.h>

#include "core/app.h"

static const struct field oddity_fields[] = {
	FIELD(struct oddity, id, KIND_INT, .hidden = true),
	FIELD(struct oddity, day, KIND_DAY),
	FIELD(struct oddity, kind, KIND_TEXT),
	FIELD(struct oddity, text, KIND_TEXT, .max = 1000),
	FIELD(struct oddity, path, KIND_PATH),
};
const struct record oddity_rec = RECORD("oddity", struct oddity, oddity_fields);

static int by_day(const void *a, const void *b)
{
	const struct oddity *x = a, *y = b;
	return day_cmp(x->day, y->day);
}

err oddity_list(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		if ((*f)->oddities)
			TRY((*f)->oddities(cx, centre_id, from, to, ret));
	list_sort(ret, by_day);
	return OK;
}

const struct indicator *const *indicator_all(const struct cx *cx)
{
	struct list found = { 0 };
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		for (const struct indicator *const *i = (*f)->indicators; i && *i; i++)
			*LIST_ADD(cx->mem, &found, const struct indicator *) = *i;
	*LIST_ADD(cx->mem, &found, const struct indicator *) = NULL;
	return found.items;
}

const struct indicator *indicator_of_code(const struct cx *cx, str code)
{
	for (const struct indicator *const *i = indicator_all(cx); *i; i++)
		if (str_is(code, (*i)->code))
			return *i;
	return NULL;
}

bool indicator_splits_by(const struct indicator *i, const char *dimension)
{
	for (const char *const *d = i->dimensions; *d; d++)
		if (!strcmp(*d, dimension))
			return true;
	return false;
}

err indicator_value(struct cx *cx, const struct indicator *i, const struct indicator_question *q, int64_t *ret)
{
	struct list cells = { 0 };
	struct indicator_question whole = *q;
	whole.dimension = NULL;
	TRY(i->cells(cx, i, &whole, &cells));
	ASSERT(cells.n <= 1);
	*ret = cells.n ? LIST_AT(&cells, struct indicator_cell, 0)->value : 0;
	return OK;
}

str indicator_amount(struct cx *cx, enum indicator_unit unit, int64_t value)
{
	switch (unit) {
	case UNIT_MINUTES: {
		str hours = str_print(cx->mem, STR_FMT ":%02" PRId64, STR_ARG(say_int(cx->words, cx->mem, value / 60)),
		                      value % 60);
		return word_args(cx->words, cx->mem, "unit.hours", ARGS({ "hours", hours }));
	}
	case UNIT_CENTS:
		return say_money(cx->words, cx->mem, value);
	case UNIT_FTE:
		return say_decimal(cx->words, cx->mem, value);
	case UNIT_COUNT:
	case UNIT_PERSONS:
		break;
	}
	return say_int(cx->words, cx->mem, value);
}

#include "features/grants/grant_paper.h"

#include <string.h>

#include "features/grants/grant_items.h"
#include "json/json.h"

#define CODE(i, code) code,
const char *const grant_items[GRANT_ITEMS] = { GRANT_ITEMS_EACH(CODE) };

static const struct field line_fields[] = {
	FIELD(struct grant_line, item, KIND_TEXT),
	FIELD(struct grant_line, label, KIND_TEXT),
	FIELD(struct grant_line, group, KIND_TEXT),
	FIELD(struct grant_line, quantity, KIND_DECIMAL, .maybe = true),
	FIELD(struct grant_line, cents, KIND_MONEY),
	FIELD(struct grant_line, ceiling_cents, KIND_MONEY, .maybe = true),
	FIELD(struct grant_line, calculation, KIND_TEXT, .max = 2000),
	FIELD(struct grant_line, rule_code, KIND_TEXT),
	FIELD(struct grant_line, source, KIND_TEXT, .max = 500),
	FIELD(struct grant_line, mark, KIND_TEXT),
	FIELD(struct grant_line, financing, KIND_TEXT),
	FIELD(struct grant_line, note, KIND_TEXT, .max = 1000),
};
const struct record grant_line_rec = RECORD("grant_line", struct grant_line, line_fields);

static const struct field paper_fields[] = {
	FIELD(struct grant_paper, format, KIND_INT),
	FIELD(struct grant_paper, type, KIND_TEXT),
	FIELD(struct grant_paper, group, KIND_TEXT),
	FIELD(struct grant_paper, from, KIND_DAY),
	FIELD(struct grant_paper, until, KIND_DAY),
	FIELD(struct grant_paper, due_on, KIND_DAY),
	FIELD(struct grant_paper, repay_by, KIND_DAY),
	FIELD(struct grant_paper, total_cents, KIND_MONEY),
	FIELD(struct grant_paper, lines, KIND_MANY, .of = &grant_line_rec),
};
const struct record grant_paper_rec = RECORD("grant_paper", struct grant_paper, paper_fields);

#define LINES ",\"lines\":" /* the last of PAPER_FIELDS: all others stand before it */

str grant_paper_json(struct arena *a, const struct record *rec, const void *paper)
{
	struct text out = TEXT(a);
	json_record(&out, rec, paper);
	return text_str(&out);
}

err grant_paper_read(struct cx *cx, str json, const struct record *rec, void *ret)
{
	if (json_read(cx->mem, json, rec, ret) != OK)
		return fail(cx, E_BROKEN, "grants.paper_unread", NO_ARGS);
	return OK;
}

str grant_paper_head(struct arena *a, str json)
{
	const char *lines = json.p ? memmem(json.p, json.n, LINES, strlen(LINES)) : NULL;
	return lines ? str_print(a, "%.*s}", (int)(lines - json.p), json.p) : json;
}

const struct grant_line *grant_line_of(const struct list *lines, str item)
{
	LIST_EACH (const struct grant_line, l, lines)
		if (str_eq(l->item, item))
			return l;
	return NULL;
}

int64_t grant_lines_total(const struct list *lines)
{
	int64_t total = 0;
	LIST_EACH (const struct grant_line, l, lines)
		total += l->cents;
	return total;
}

str grant_group_of(str programme, str item)
{
	if (!str_is(programme, "base"))
		return programme;
	bool prevention = str_is(item, "volunteering_prevention") || str_is(item, "fathers_work");
	return prevention ? S("prevention") : S("basic");
}

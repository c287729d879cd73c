/* Reading the rulebook. */
#include "features/rulebook/rulebook_model.h"

#include "core/words.h"
#include "db/db.h"
#include "features/rulebook/rule_columns.h"

/* More rules than these on one day or in all would be a fault of the data; a shortened list would make a wrong total.
 */
#define MOST_ON_A_DAY "500"
#define MOST_RULES "20000"
enum { LIMIT_ON_A_DAY = 500, LIMIT_RULES = 20000 };

#define FILTERS                                                                                                        \
	" AND ($2 IS NULL OR (r.valid_from <= $2 AND (" RULE_END " IS NULL OR " RULE_END " >= $2)))"                   \
	" AND ($3 IS NULL OR i.programme = $3)"                                                                        \
	" AND ($4 IS NULL OR r.authority = $4 OR (r.authority IS NULL AND (c.kind IS NULL OR c.kind = $4)))"           \
	" AND ($5 IS NULL OR " RULE_MARK " = $5)"
#define IN_ORDER " ORDER BY i.position, r.valid_from, r.code"

enum { LIST, COUNT, KNOWN, APPLICABLE, BY_CODE, AS_WRITTEN, CENTRES, CENTRE };
const struct sql rulebook_sql[] = {
	[LIST] = { "SELECT " RULE_COLUMNS RULE_TABLES " WHERE " RULE_IN_FORCE FILTERS
	           " AND ($6 IS NULL OR (i.position, r.valid_from, r.code) > (SELECT li.position, lr.valid_from, "
	           "lr.code"
	           " FROM rule lr JOIN rule_item li ON li.code = lr.item WHERE lr.code = $6))" IN_ORDER " LIMIT $7",
	           "tdssssi" },
	[COUNT] = { "SELECT COUNT(*)" RULE_TABLES " WHERE " RULE_IN_FORCE FILTERS, "tdsss" },
	[KNOWN] = { "SELECT " RULE_COLUMNS RULE_TABLES " WHERE " RULE_IN_FORCE IN_ORDER " LIMIT " MOST_RULES, "t" },
	[APPLICABLE] = { "SELECT " RULE_COLUMNS RULE_TABLES " WHERE " RULE_IN_FORCE
	                 " AND r.valid_from <= $2 AND (" RULE_END " IS NULL OR " RULE_END " >= $2)"
	                 " AND (r.authority IS NULL OR r.authority = $3)"
	                 " AND (r.centre_id IS NULL OR r.centre_id = $4)"
	                 " AND ($5 IS NULL OR r.item = $5)" IN_ORDER " LIMIT " MOST_ON_A_DAY,
	                 "tdsis" },
	[BY_CODE] = { "SELECT " RULE_COLUMNS RULE_TABLES " WHERE " RULE_IN_FORCE " AND r.code = $2", "ts" },
	[AS_WRITTEN] = { "SELECT r.id, r.code, i.programme, r.item, r.part, r.authority, r.centre_id, c.slug AS "
	                 "centre_slug,"
	                 " c.carrier AS centre_name, r.quantity, i.unit, r.unit_cents, r.value, r.financing, "
	                 "r.valid_from, r.valid_to, r.source,"
	                 " r.mark, r.note FROM rule r JOIN rule_item i ON i.code = r.item"
	                 " LEFT JOIN centre c ON c.id = r.centre_id WHERE r.code = $1",
	                 "s" },
	[CENTRES] = { "SELECT id, slug, name, kind FROM centre ORDER BY sort_name, slug LIMIT 1000", "" },
	[CENTRE] = { "SELECT id, slug, name, kind FROM centre WHERE slug = $1", "s" },
	{ 0 },
};

err rules_list(struct cx *cx, const struct rule_filter *f, str after, int limit, struct list *ret)
{
	TRY(db_list(cx, &rulebook_sql[LIST], &rule_rec, ret,
	            V(cx->now, f->on, f->programme, f->authority, f->mark, after, limit + 1)));
	if (ret->n > (size_t)limit) {
		ret->n = (size_t)limit;
		ret->next = LIST_AT(ret, struct rule, ret->n - 1)->code;
	}
	return OK;
}

err rules_count(struct cx *cx, const struct rule_filter *f, int64_t *ret)
{
	return db_int(cx, &rulebook_sql[COUNT], ret, V(cx->now, f->on, f->programme, f->authority, f->mark));
}

err rules_known(struct cx *cx, instant known, struct list *ret)
{
	TRY(db_list(cx, &rulebook_sql[KNOWN], &rule_rec, ret, V(known)));
	return ret->n < LIMIT_RULES ? OK : fail(cx, E_BROKEN, "rule.too_many", NO_ARGS);
}

static err applicable(struct cx *cx, str authority, int64_t centre_id, day on, str item, struct list *ret)
{
	TRY(db_list(cx, &rulebook_sql[APPLICABLE], &rule_rec, ret, V(cx->now, on, authority, centre_id, item)));
	return ret->n < LIMIT_ON_A_DAY ? OK : fail(cx, E_BROKEN, "rule.too_many", NO_ARGS);
}

err entitlement_on(struct cx *cx, str authority, int64_t centre_id, day on, struct entitlement *ret)
{
	struct list rules = { 0 };
	TRY(applicable(cx, authority, centre_id, on, STR_NONE, &rules));
	bool english = cx->words && str_is(str_of(words_language(cx->words)), "en");
	*ret = entitlement_of(cx->mem, &rules, authority, centre_id, on, english);
	return OK;
}

err rule_term(struct cx *cx, const char *item, str authority, int64_t centre_id, day on, struct rule *ret)
{
	struct list rules = { 0 };
	TRY(applicable(cx, authority, centre_id, on, str_of(item), &rules));
	const struct rule *r = term_of(&rules, str_of(item), authority, centre_id, on);
	if (!r)
		return fail(cx, E_NOTFOUND, "rule.no_term", NO_ARGS);
	*ret = *r;
	return OK;
}

err rule_by_code(struct cx *cx, str code, struct rule *ret)
{
	return db_row(cx, &rulebook_sql[BY_CODE], &rule_rec, ret, V(cx->now, code));
}

err rule_as_written(struct cx *cx, str code, struct rule *ret)
{
	return db_row(cx, &rulebook_sql[AS_WRITTEN], &rule_rec, ret, V(code));
}

err rule_centres(struct cx *cx, struct list *ret)
{
	return db_list(cx, &rulebook_sql[CENTRES], &rule_centre_rec, ret, V_NONE);
}

err rule_centre_by_slug(struct cx *cx, str slug, struct rule_centre *ret)
{
	return db_row(cx, &rulebook_sql[CENTRE], &rule_centre_rec, ret, V(slug));
}

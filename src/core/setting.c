#include "core/setting.h"

#include <inttypes.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/user.h"
#include "core/statements.h"
#include "db/db.h"

static const struct field row_fields[] = {
	FIELD(struct setting_row, id, KIND_INT),
	FIELD(struct setting_row, name, KIND_TEXT),
	FIELD(struct setting_row, centre_id, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct setting_row, valid_from, KIND_DAY),
	FIELD(struct setting_row, value, KIND_TEXT, .max = 2000),
	FIELD(struct setting_row, mark, KIND_TEXT),
	FIELD(struct setting_row, source, KIND_TEXT, .max = 500),
	FIELD(struct setting_row, set_by, KIND_TEXT),
	FIELD(struct setting_row, set_at, KIND_INSTANT),
};
const struct record setting_row_rec = RECORD("setting_row", struct setting_row, row_fields);

enum { CENTRE_ON, LAND_ON, CENTRE_HISTORY, LAND_HISTORY, CENTRE_VALUES, INSERT };
#define SETTING_COLUMNS "id, name, centre_id, valid_from, value, mark, source, set_by, set_at"
const struct sql setting_sql[] = {
	[CENTRE_ON] = { "SELECT " SETTING_COLUMNS
	                " FROM setting WHERE name = $1 AND centre_id = $2 AND valid_from <= $3"
	                " ORDER BY valid_from DESC LIMIT 1",
	                "sid" },
	[LAND_ON] = { "SELECT " SETTING_COLUMNS
	              " FROM setting WHERE name = $1 AND centre_id IS NULL AND valid_from <= $2"
	              " ORDER BY valid_from DESC LIMIT 1",
	              "sd" },
	[CENTRE_HISTORY] = { "SELECT " SETTING_COLUMNS " FROM setting WHERE name = $1 AND centre_id = $2"
	                     " ORDER BY valid_from DESC LIMIT 200",
	                     "si" },
	[LAND_HISTORY] = { "SELECT " SETTING_COLUMNS " FROM setting WHERE name = $1 AND centre_id IS NULL"
	                   " ORDER BY valid_from DESC LIMIT 200",
	                   "s" },
	[CENTRE_VALUES] = { "SELECT " SETTING_COLUMNS
	                    " FROM setting s WHERE s.name IN ($3, $4, $5, $6, $7, $8, $9, $10,"
	                    " $11, $12, $13, $14, $15, $16, $17, $18) AND s.centre_id = $1 AND s.valid_from = (SELECT"
	                    " max(t.valid_from) FROM setting t WHERE t.name = s.name AND t.centre_id = $1"
	                    " AND t.valid_from <= $2) LIMIT 16",
	                    "idssssssssssssssss" },
	[INSERT] = { "INSERT INTO setting (name, centre_id, valid_from, value, mark, source, set_by, set_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	             "sidsssst" },
	{ 0 },
};

static err stored(struct cx *cx, const struct setting *s, int64_t centre_id, day on, struct setting_row *ret)
{
	str name = str_of(s->name);
	if (s->of_land)
		return db_row(cx, &setting_sql[LAND_ON], &setting_row_rec, ret, V(name, on));
	return db_row(cx, &setting_sql[CENTRE_ON], &setting_row_rec, ret, V(name, centre_id, on));
}

err setting_get(struct cx *cx, const struct setting *s, int64_t centre_id, day on, struct setting_row *ret)
{
	err e = stored(cx, s, centre_id, on, ret);
	if (e != E_NOTFOUND) /* which sets no words: those of an earlier failure, which a page is about to tell, stay */
		return e;
	*ret = (struct setting_row){ .name = str_of(s->name), .value = str_of(s->fallback) };
	return OK;
}

/* --- several ------------------------------------------------------------------------------------------------------ */

static void take_value(const struct setting *const *list, const struct setting_row *row, str *ret)
{
	for (size_t i = 0; list[i]; i++)
		if (str_is(row->name, list[i]->name))
			ret[i] = row->value;
}

err setting_values(struct cx *cx, const struct setting *const *list, int64_t centre_id, day on, str *ret)
{
	str n[SETTING_MOST] = { 0 };
	struct list rows = { 0 };
	for (size_t i = 0; list[i]; i++) {
		ASSERT(i < SETTING_MOST && !list[i]->of_land);
		n[i] = str_of(list[i]->name);
		ret[i] = str_of(list[i]->fallback);
	}
	TRY(db_list(cx, &setting_sql[CENTRE_VALUES], &setting_row_rec, &rows,
	            V(centre_id, on, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12],
	              n[13], n[14], n[15])));
	LIST_EACH (const struct setting_row, row, &rows)
		take_value(list, row, ret);
	return OK;
}

const struct setting *const *setting_all(const struct cx *cx, bool of_land)
{
	struct list found = { 0 };
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		for (const struct setting *const *s = (*f)->settings; s && *s; s++)
			if ((*s)->of_land == of_land)
				*LIST_ADD(cx->mem, &found, const struct setting *) = *s;
	*LIST_ADD(cx->mem, &found, const struct setting *) = NULL;
	return found.items;
}

err setting_history(struct cx *cx, const struct setting *s, int64_t centre_id, struct list *ret)
{
	str name = str_of(s->name);
	if (s->of_land)
		return db_list(cx, &setting_sql[LAND_HISTORY], &setting_row_rec, ret, V(name));
	return db_list(cx, &setting_sql[CENTRE_HISTORY], &setting_row_rec, ret, V(name, centre_id));
}

static bool value_fits(const struct setting *s, str value)
{
	int64_t i;
	switch (s->kind) {
	case KIND_CHOICE:
		return choices_has(s->choices, value);
	case KIND_BOOL:
		return str_is(value, "0") || str_is(value, "1");
	case KIND_INT:
	case KIND_MONEY:
		return str_to_int(value, &i) && i >= s->min && i <= s->max;
	default:
		return utf8_valid(value) && utf8_length(value) <= (size_t)s->max;
	}
}

err setting_set_in_tx(struct cx *cx, const struct setting *s, int64_t centre_id, const struct setting_row *in)
{
	ASSERT(db_in_tx(cx));
	if (!value_fits(s, in->value))
		return problem_add(cx, "value", "setting.value_wrong", NO_ARGS);
	struct maybe centre = { .v = centre_id, .has = !s->of_land };
	err e = db_exec(cx, &setting_sql[INSERT], NULL,
	                V(str_of(s->name), centre, in->valid_from, in->value, in->mark, in->source, user_signature(cx),
	                  cx->now));
	if (e == E_INVALID && str_is(str_of(cx->fault.key), "db.unique")) {
		fault_clear(cx);
		return problem_add(cx, "valid_from", "setting.same_day",
		                   ARGS({ "day", day_german(cx->mem, in->valid_from) }));
	}
	TRY(e);
	audit_change(cx, "setting.set", str_print(cx->mem, "settings/%s", s->name), centre, &setting_row_rec, NULL, in);
	return OK;
}

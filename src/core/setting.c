#include "core/setting.h"

#include <inttypes.h>

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

enum { CENTRE_ON, LAND_ON, CENTRE_HISTORY, LAND_HISTORY, INSERT };
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
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	*ret = (struct setting_row){ .name = str_of(s->name), .value = str_of(s->fallback) };
	return OK;
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
	                V(str_of(s->name), centre, in->valid_from, in->value, in->mark, in->source,
	                  user_signature(cx), cx->now));
	if (e == E_INVALID && str_is(str_of(cx->fault.key), "db.unique")) {
		fault_clear(cx);
		return problem_add(cx, "valid_from", "setting.same_day",
		                   ARGS({ "day", day_german(cx->mem, in->valid_from) }));
	}
	TRY(e);
	audit_change(cx, "setting.set", str_print(cx->mem, "settings/%s", s->name), centre, &setting_row_rec, NULL, in);
	return OK;
}

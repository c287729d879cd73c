/* db_decode.c -- a row of cells becomes a record. The list path of every page runs through here: the names of the
 * columns are looked up once per prepared statement, not per row. */
#include <string.h>

#include "db/db_driver.h"

void db_cells_for(struct db_conn *c, struct db_statement *st, int columns)
{
	if (st->columns == columns)
		return;
	st->columns = columns;
	st->cells = NEW_ARRAY(c->mem, struct db_cell, (size_t)columns);
	st->record = NULL;
}

static bool is_scalar(const struct field *f)
{
	return f->kind != KIND_ONE && f->kind != KIND_MANY;
}

static bool seen_before(const struct db_statement *st, int column)
{
	for (int i = 0; i < column; i++)
		if (st->fields[i] == st->fields[column])
			return true;
	return false;
}

static err map_columns(struct db_conn *c, struct db_statement *st, const struct record *r)
{
	if (st->fields_n < st->columns) {
		st->fields = NEW_ARRAY(c->mem, const struct field *, (size_t)st->columns);
		st->fields_n = st->columns;
	}
	st->record = NULL;
	for (int i = 0; i < st->columns; i++) {
		const char *name = c->driver->column(c, st, i);
		const struct field *f = record_field(r, str_of(name));
		if (!f || !is_scalar(f))
			return db_failed(c, E_BROKEN, "db.statement", "%s has no field for the column %s", r->name,
			                 name);
		st->fields[i] = f;
		if (seen_before(st, i))
			return db_failed(c, E_BROKEN, "db.statement", "the column %s comes twice", name);
	}
	st->record = r;
	return OK;
}

static bool digits(const char *p, int n, int *ret)
{
	*ret = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		*ret = *ret * 10 + (p[i] - '0');
	}
	return true;
}

/* Only the ISO form, as it was written: what people may type is wider. */
static bool iso_day(str s, day *ret)
{
	int y, m, d;
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	if (!digits(s.p, 4, &y) || !digits(s.p + 5, 2, &m) || !digits(s.p + 8, 2, &d))
		return false;
	*ret = day_of(y, m, d);
	return day_is(*ret);
}

void db_day_text(int64_t day_number, char out[11])
{
	int part[3];
	day_split((day){ (int32_t)day_number }, &part[0], &part[1], &part[2]);
	memcpy(out, "0000-00-00", 11);
	for (int i = 3, y = part[0]; i >= 0; i--, y /= 10)
		out[i] = (char)('0' + y % 10);
	for (int i = 1; i < 3; i++) {
		out[2 + 3 * i] = (char)('0' + part[i] / 10);
		out[3 + 3 * i] = (char)('0' + part[i] % 10);
	}
}

static bool is_text(const struct db_cell *cell)
{
	return cell->kind == CELL_TEXT || cell->kind == CELL_BYTES;
}

/* False: the cell is not of the field's kind. */
static bool cell_value(const struct field *f, const struct db_cell *cell, struct arena *mem, struct value *ret)
{
	switch (f->kind) {
	case KIND_INT:
	case KIND_MONEY:
	case KIND_DECIMAL:
	case KIND_INSTANT:
		ret->i = cell->i;
		return cell->kind == CELL_INT;
	case KIND_BOOL:
		ret->i = cell->i;
		return cell->kind == CELL_INT && (cell->i == 0 || cell->i == 1);
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_PATH:
	case KIND_HTML:
		if (!is_text(cell))
			return false;
		ret->s = str_copy(mem, cell->s);
		return true;
	case KIND_DAY:
		return cell->kind == CELL_TEXT && iso_day(cell->s, &ret->d);
	case KIND_ONE:
	case KIND_MANY:
		break;
	}
	return false;
}

static bool may_be_absent(const struct field *f)
{
	switch (f->kind) {
	case KIND_INT:
	case KIND_MONEY:
	case KIND_DECIMAL:
		return f->maybe;
	case KIND_BOOL:
		return false;
	default:
		return true; /* a str, a day and an instant know "absent" themselves */
	}
}

err db_decode(struct db_conn *c, struct db_statement *st, const struct record *r, struct arena *mem, void *row)
{
	if (st->record != r)
		TRY(map_columns(c, st, r));
	for (int i = 0; i < st->columns; i++) {
		const struct field *f = st->fields[i];
		const struct db_cell *cell = &st->cells[i];
		struct value v = { 0 };
		if (cell->kind == CELL_NULL) {
			if (!may_be_absent(f))
				return db_failed(c, E_BROKEN, "db.statement", "%s.%s is NULL", r->name, f->name);
			v.none = true;
		} else if (!cell_value(f, cell, mem, &v)) {
			return db_failed(c, E_BROKEN, "db.statement", "%s.%s has a value of another kind", r->name,
			                 f->name);
		}
		record_set(f, row, v);
	}
	return OK;
}

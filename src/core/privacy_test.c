/* The privacy register against the real databases (P-SEC-1): no column of a migrated database is missing in it, and
 * none stands in it that is not there. The build compares with the text of the migrations; this compares with what the
 * database made of it. */
#include "kit/furnished.h"

#include <string.h>

#include "core/privacy.h"

struct found {
	str table_name, column_name;
};
static const struct field found_fields[] = {
	FIELD(struct found, table_name, KIND_TEXT),
	FIELD(struct found, column_name, KIND_TEXT),
};
static const struct record found_rec = RECORD("found", struct found, found_fields);

static const struct sql of_sqlite = {
	"SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m JOIN pragma_table_info(m.name) p"
	" WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, p.cid",
	""
};
static const struct sql of_postgresql = {
	"SELECT table_name::text, column_name::text FROM information_schema.columns"
	" WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
	""
};

static struct kit *open_kit(void)
{
	return kit_furnished();
}

static bool register_has(const struct privacy *r, const struct found *f)
{
	LIST_EACH (const struct privacy_column, c, &r->columns)
		if (!c->outside && str_eq(c->table, f->table_name) && str_eq(c->column, f->column_name))
			return true;
	return false;
}

static bool database_has(const struct list *found, const struct privacy_column *c)
{
	LIST_EACH (const struct found, f, found)
		if (str_eq(c->table, f->table_name) && str_eq(c->column, f->column_name))
			return true;
	return false;
}

static void every_column_of_the_database_is_tagged_and_no_other(void **state UNUSED)
{
	struct kit *k = open_kit();
	struct privacy r;
	struct list found;
	privacy_read(k->mem, S("de"), &r);
	bool sqlite = !strcmp(db_pool_kind(k->pool), "sqlite");
	assert_int_equal(db_list(&k->cx, sqlite ? &of_sqlite : &of_postgresql, &found_rec, &found, V_NONE), OK);
	assert_true(found.n > 100);
	int amiss = 0;
	LIST_EACH (const struct found, f, &found)
		if (!register_has(&r, f))
			print_error("not in privacy/: %s.%s\n", f->table_name.p, f->column_name.p), amiss++;
	LIST_EACH (const struct privacy_column, c, &r.columns)
		if (!c->outside && !database_has(&found, c))
			print_error("not in the database: " STR_FMT "\n", STR_ARG(c->table)), amiss++;
	assert_int_equal(amiss, 0);
	kit_close(k);
}

static void in_both_languages_nothing_is_left_open(void **state UNUSED)
{
	struct arena *mem = arena_new();
	struct privacy both[2];
	privacy_read(mem, S("de"), &both[0]);
	privacy_read(mem, S("en"), &both[1]);
	assert_int_equal(both[0].columns.n, both[1].columns.n);
	assert_int_equal(both[0].measures.n, both[1].measures.n);
	for (int i = 0; i < 2; i++) {
		assert_false(str_blank(both[i].controller));
		LIST_EACH (const struct privacy_column, c, &both[i].columns) {
			const str said[] = { c->kind,    c->activity,   c->purpose,   c->basis,          c->basis_mark,
				             c->persons, c->recipients, c->retention, c->retention_mark, c->deletion };
			for (size_t j = 0; j < sizeof said / sizeof *said; j++)
				assert_false(str_blank(said[j]));
			assert_true(choices_has(&privacy_mark_choices, c->basis_mark));
			assert_true(choices_has(&privacy_deletion_choices, c->deletion));
		}
	}
	const struct privacy_column *de = both[0].columns.items, *en = both[1].columns.items;
	assert_false(str_eq(de->kind, en->kind));
	assert_false(str_eq(de->retention, en->retention));
	arena_free(mem);
}

static void a_kind_has_its_own_term_or_that_of_its_activity(void **state UNUSED)
{
	struct arena *mem = arena_new();
	struct privacy r;
	int own = 0, of_activity = 0;
	privacy_read(mem, S("de"), &r);
	LIST_EACH (const struct privacy_activity, a, &r.activities) {
		assert_true(a->kinds.n > 0);
		LIST_EACH (const struct privacy_kind, k, &a->kinds) {
			*(k->own_term ? &own : &of_activity) += 1;
			if (!k->own_term)
				assert_true(str_eq(k->retention, a->retention) && str_eq(k->deletion, a->deletion));
		}
	}
	assert_true(own > 0 && of_activity > 0);
	arena_free(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_of_the_database_is_tagged_and_no_other),
		cmocka_unit_test(in_both_languages_nothing_is_left_open),
		cmocka_unit_test(a_kind_has_its_own_term_or_that_of_its_activity),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

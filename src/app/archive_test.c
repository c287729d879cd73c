/* Backup and restore over memory, on a real database: the same content comes back, and every fault is found before
 * anything is touched (P-OPS-1). */
#include "kit/kit.h"

#include <stdlib.h>
#include <string.h>

#include "app/archive.h"
#include "app/restore.h"
#include "core/audit.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "view/embedded.h"

enum { MOST = 64 };
static struct migration list[MOST];
static int program_n, all_n; /* all: with our own */
static struct seal_key key, other_key;

static const char own_table[] =
        "CREATE TABLE zz_kinds (id @ID@, number @INT@, words TEXT, bytes @BLOB@) @STRICT@;\n"
        "CREATE TABLE zz_pairs (name TEXT NOT NULL, part @INT@ NOT NULL, kinds_id @INT@ REFERENCES zz_kinds (id),"
        " PRIMARY KEY (name, part)) @STRICT@;\n"
        "INSERT INTO zz_kinds (number) VALUES (7);\n";

static int set_up(void **state UNUSED)
{
	for (const struct embedded_file *f = embedded_migrations; f->name; f++)
		list[program_n++] = (struct migration){ f->name, { f->data, f->size } };
	all_n = program_n + 1;
	list[program_n] = (struct migration){ "9998_own", { own_table, sizeof own_table - 1 } };
	crypt_init();
	seal_key_new(&key);
	seal_key_new(&other_key);
	return words_load() == OK ? 0 : 1;
}

/* --- a tape ------------------------------------------------------------------------------------------------------- */

struct tape {
	char *p;
	size_t n, cap, at;
};

static err tape_out(void *self, const void *p, size_t n)
{
	struct tape *t = self;
	if (t->n + n > t->cap) {
		t->cap = (t->n + n) * 2;
		t->p = realloc(t->p, t->cap);
		assert_non_null(t->p);
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
	return OK;
}

static err tape_in(void *self, void *p, size_t n, size_t *ret)
{
	struct tape *t = self;
	*ret = n < t->n - t->at ? n : t->n - t->at;
	memcpy(p, t->p + t->at, *ret);
	t->at += *ret;
	return OK;
}

/* --- a database with every kind of value -------------------------------------------------------------------------- */

static const struct sql add_kinds = { "INSERT INTO zz_kinds (number, words, bytes) VALUES ($1, $2, $3)", "isb" };
static const struct sql add_pair = { "INSERT INTO zz_pairs (name, part, kinds_id) VALUES ($1, $2, $3)", "sii" };
static const struct sql drop_last = { "DELETE FROM zz_kinds WHERE id = (SELECT max(id) FROM zz_kinds)", "" };

static err fill(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	static const char *const names[] = { "Zebra",  "Äpfel", "apfel",
		                             "Straße", "Łódź",  "\u0645\u062f\u0631\u0633\u0629",
		                             "a b",    "a" };
	char *much = arena_alloc(cx->mem, 200001);
	memset(much, 'x', 200000); /* over several chunks of the seal */
	struct maybe none = { 0 };
	TRY(db_exec(cx, &add_kinds, NULL, V(INT64_MIN, S(""), bound_bytes("", 0))));
	TRY(db_exec(cx, &add_kinds, NULL,
	            V(INT64_MAX, S("Zeile\nund\t\"Zeichen\" \\x41"), bound_bytes("\0\1\377", 3))));
	TRY(db_exec(cx, &add_kinds, NULL, V(none, STR_NONE, bound_bytes(NULL, 0))));
	TRY(db_exec(cx, &add_kinds, NULL, V(none, ((str){ much, 200000 }), bound_bytes(much, 100000))));
	TRY(db_exec(cx, &add_kinds, NULL, V(none, S("geht wieder"), bound_bytes(NULL, 0))));
	TRY(db_exec(cx, &drop_last, NULL, V_NONE)); /* its number must not be given again */
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (int part = 2; part >= -1; part--)
			TRY(db_exec(cx, &add_pair, NULL, V(str_of(names[i]), part, part > 0 ? MAYBE(part) : none)));
	return OK;
}

static struct kit *filled_kit(void)
{
	struct kit *k = kit_open(list, all_n);
	db_set_commit_hook(k->pool, audit_commit_hook);
	k->cx.words = words_of(S("de"));
	assert_int_equal(db_tx(&k->cx, "test.fill", fill, NULL, NULL, 0), OK);
	kit_next(k);
	k->cx.words = words_of(S("de"));
	return k;
}

static struct tape write_tape(struct kit *k, const struct seal_key *with, struct archive_sum *ret)
{
	struct tape t = { 0 };
	struct archive_head h = { .kind = str_of(kit_kind()) };
	assert_int_equal(archive_write(&k->cx, with, tape_out, &t, &h, ret), OK);
	db_snapshot_end(&k->cx);
	return t;
}

/* NULL: it is whole; else the key of the words. */
static const char *read_tape(struct kit *k, struct tape *t, const struct seal_key *with, struct archive_sum *ret)
{
	struct arena *mem = arena_new();
	struct cx cx = { .mem = mem };
	struct archive_head h;
	struct archive_sum sum;
	t->at = 0;
	err e = archive_read(&cx, with, tape_in, t, NULL, &h, &sum);
	if (e == OK && ret)
		*ret = (struct archive_sum){ sum.tables, sum.rows, str_copy(k->mem, sum.hash) };
	const char *words = e == OK ? NULL : cx.fault.key;
	assert_true(e == OK || words);
	arena_free(mem);
	return words;
}

/* --- restoring ---------------------------------------------------------------------------------------------------- */

/* Restores into `url` as a program that has the first `n` migrations. NULL or the key of the words; *ret_sum of what is
 * there afterwards. */
static const char *restore_as(struct kit *k, str url, struct tape *t, bool overwrite, int n,
                              struct archive_sum *ret_sum, int *ret_later)
{
	struct cx cx = { .mem = k->mem, .now = k->cx.now, .words = words_of(S("de")) };
	struct restore r = { .migrations = list, .n = n, .key = &key, .in = tape_in, .self = t };
	struct db_place *place;
	str words, aside;
	t->at = 0;
	if (db_place_open(k->mem, url, overwrite, &place, &words) != OK)
		return "refused";
	assert_int_equal(db_enter(db_place_pool(place), &cx.db), OK);
	err e = restore_load(&cx, &r);
	if (e == OK && ret_sum) {
		assert_int_equal(db_snapshot(&cx), OK);
		assert_int_equal(archive_sum_of(&cx, ret_sum), OK);
	}
	db_leave(cx.db);
	if (e == OK)
		assert_int_equal(db_place_settle(place, k->mem, &aside, &words), OK);
	db_place_close(place);
	if (ret_later)
		*ret_later = r.later;
	return e == OK ? NULL : cx.fault.key;
}

static void same_sum(const struct archive_sum *a, const struct archive_sum *b)
{
	assert_int_equal(a->tables, b->tables);
	assert_int_equal(a->rows, b->rows);
	assert_string_equal(a->hash.p, b->hash.p);
}

static struct archive_sum sum_at(struct kit *k, str url)
{
	struct archive_sum sum;
	struct db_pool *pool;
	str words;
	struct cx cx = { .mem = k->mem };
	assert_int_equal(db_pool_open(k->mem, url, DB_READ, &pool, &words), OK);
	assert_int_equal(db_enter(pool, &cx.db), OK);
	assert_int_equal(db_snapshot(&cx), OK);
	assert_int_equal(archive_sum_of(&cx, &sum), OK);
	db_leave(cx.db);
	db_pool_close(pool);
	return sum;
}

static err add_kinds_tx(struct cx *cx, const void *in UNUSED, void *ret)
{
	static const struct sql last = { "SELECT max(id) FROM zz_kinds", "" };
	TRY(db_exec(cx, &add_kinds, NULL, V(1, S("neu"), bound_bytes(NULL, 0))));
	return db_int(cx, &last, ret, V_NONE);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static void what_was_saved_comes_back(void **state UNUSED)
{
	struct kit *k = filled_kit();
	struct archive_sum written, read, restored;
	struct tape t = write_tape(k, &key, &written);
	assert_null(read_tape(k, &t, &key, &read));
	same_sum(&written, &read);
	str url = kit_empty(k->mem, k->directory);
	assert_null(restore_as(k, url, &t, false, all_n, &restored, NULL));
	same_sum(&written, &restored);
	/* The counter goes on behind the number that was given and deleted: 7, not 6. */
	struct db_pool *pool;
	str words;
	struct cx cx = { .mem = k->mem };
	int64_t id;
	assert_int_equal(db_pool_open(k->mem, url, DB_SERVE, &pool, &words), OK);
	assert_int_equal(db_enter(pool, &cx.db), OK);
	assert_int_equal(db_tx(&cx, "test.add", add_kinds_tx, NULL, &id, sizeof id), OK);
	assert_int_equal(id, 7);
	db_leave(cx.db);
	db_pool_close(pool);
	free(t.p);
	kit_close(k);
}

/* Both databases in one test: the dump is canonical. */
static void sqlite_and_postgresql_have_one_dump(void **state UNUSED)
{
	const char *server = getenv("SCHARNIER_TEST_PG");
	if (!server || strcmp(kit_kind(), "sqlite") == 0)
		skip(); /* runs from PostgreSQL's side; the other kind is a file */
	struct kit *k = filled_kit();
	struct archive_sum here, file, back;
	struct tape t = write_tape(k, &key, &here), second = { 0 };
	str url = str_print(k->mem, "sqlite:%s/moved.db", k->directory);
	assert_null(restore_as(k, url, &t, false, all_n, &file, NULL));
	same_sum(&here, &file);
	struct db_pool *pool;
	str words;
	struct cx cx = { .mem = k->mem };
	struct archive_head h = { .kind = S("sqlite") };
	assert_int_equal(db_pool_open(k->mem, url, DB_READ, &pool, &words), OK);
	assert_int_equal(db_enter(pool, &cx.db), OK);
	assert_int_equal(archive_write(&cx, &key, tape_out, &second, &h, &file), OK);
	db_leave(cx.db);
	db_pool_close(pool);
	same_sum(&here, &file);
	assert_null(restore_as(k, kit_empty(k->mem, k->directory), &second, false, all_n, &back, NULL));
	same_sum(&here, &back);
	free(t.p);
	free(second.p);
	kit_close(k);
}

static void every_fault_of_the_file_is_found(void **state UNUSED)
{
	struct kit *k = filled_kit();
	const struct seal_key *keys[] = { NULL, &key };
	for (int i = 0; i < 2; i++) {
		struct archive_sum sum;
		struct tape t = write_tape(k, keys[i], &sum);
		size_t whole = t.n;
		for (int cut = 0; cut < 200; cut++) {
			t.n = whole * (size_t)cut / 200;
			assert_non_null(read_tape(k, &t, keys[i], NULL));
		}
		t.n = whole;
		for (size_t change = 0; change < 1000; change++) {
			size_t at = (change * 7919 + change) % whole;
			t.p[at] = (char)(t.p[at] ^ (1 << (change % 8)));
			assert_non_null(read_tape(k, &t, keys[i], NULL));
			t.p[at] = (char)(t.p[at] ^ (1 << (change % 8)));
		}
		assert_null(read_tape(k, &t, keys[i], NULL));
		free(t.p);
	}
	kit_close(k);
}

static void keys_are_told_apart(void **state UNUSED)
{
	struct kit *k = filled_kit();
	struct archive_sum sum;
	struct tape sealed = write_tape(k, &key, &sum), open = write_tape(k, NULL, &sum);
	assert_string_equal(read_tape(k, &sealed, &other_key, NULL), "archive.wrong_key");
	assert_string_equal(read_tape(k, &sealed, NULL, NULL), "archive.no_key");
	assert_string_equal(read_tape(k, &open, &key, NULL), "archive.open");
	free(sealed.p);
	free(open.p);
	kit_close(k);
}

static void an_older_backup_is_brought_up_to_date_and_a_newer_one_refused(void **state UNUSED)
{
	struct kit *k = filled_kit();
	struct archive_sum sum, restored;
	struct tape t = write_tape(k, &key, &sum);
	int later = -1;
	static const char further[] = "ALTER TABLE zz_kinds ADD COLUMN more TEXT;\nUPDATE zz_kinds SET more = 'x';\n";
	list[all_n] = (struct migration){ "9999_more", { further, sizeof further - 1 } };
	assert_null(restore_as(k, kit_empty(k->mem, k->directory), &t, false, all_n + 1, &restored, &later));
	assert_int_equal(later, 1);
	assert_int_equal(restored.rows, sum.rows + 1); /* the migration's own row */
	str url = kit_empty(k->mem, k->directory);
	assert_string_equal(restore_as(k, url, &t, false, program_n, NULL, NULL), "archive.newer");
	static const char changed[] = "CREATE TABLE zz_kinds (id @ID@) @STRICT@;\n";
	struct migration was = list[program_n];
	list[program_n].text = (str){ changed, sizeof changed - 1 };
	assert_string_equal(restore_as(k, url, &t, false, all_n, NULL, NULL), "archive.changed_migration");
	list[program_n] = was;
	free(t.p);
	kit_close(k);
}

static err forge(struct cx *cx, const void *in, void *ret UNUSED)
{
	audit_quiet(cx);
	return db_exec(cx, in, NULL, V_NONE);
}

/* What is found only when all is loaded leaves the old database as it was, too. */
static void a_restore_that_fails_changes_nothing(void **state UNUSED)
{
	static const struct sql forged = { "UPDATE audit SET actor = 'niemand' WHERE seq = 1", "" };
	struct kit *k = filled_kit();
	struct archive_sum sum, before, after;
	struct tape good = write_tape(k, &key, &sum), bad;
	str url = kit_empty(k->mem, k->directory);
	assert_null(restore_as(k, url, &good, false, all_n, &before, NULL));
	assert_int_equal(db_tx(&k->cx, "forge", forge, &forged, NULL, 0), OK);
	bad = write_tape(k, &key, &sum);
	assert_string_equal(restore_as(k, url, &bad, false, all_n, NULL, NULL), "refused");
	assert_string_equal(restore_as(k, url, &bad, true, all_n, NULL, NULL), "archive.audit");
	bad.n = bad.n / 2;
	assert_string_equal(restore_as(k, url, &bad, true, all_n, NULL, NULL), "archive.cut");
	after = sum_at(k, url);
	same_sum(&before, &after);
	assert_null(restore_as(k, url, &good, true, all_n, &after, NULL));
	same_sum(&before, &after);
	free(good.p);
	free(bad.p);
	kit_close(k);
}

static err fill_more(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	for (int i = 0; i < 3000; i++)
		TRY(db_exec(cx, &add_kinds, NULL,
		            V(i, S("noch eine Zeile von hundert Zeichen"), bound_bytes(NULL, 0))));
	return OK;
}

static size_t memory_to_write(struct kit *k, size_t *ret_tape)
{
	struct archive_sum sum;
	kit_next(k);
	k->cx.words = words_of(S("de"));
	size_t before = arena_bytes(k->cx.mem);
	struct tape t = write_tape(k, &key, &sum);
	*ret_tape = t.n;
	free(t.p);
	return arena_bytes(k->cx.mem) - before;
}

/* Two chunks and the names of the tables and columns; what the rows come to does not matter. */
static void memory_does_not_grow_with_the_rows(void **state UNUSED)
{
	struct kit *k = filled_kit();
	size_t small, large, few = memory_to_write(k, &small);
	assert_int_equal(db_tx(&k->cx, "test.more", fill_more, NULL, NULL, 0), OK);
	size_t many = memory_to_write(k, &large);
	assert_true(small > 300000 && large > small + 150000);
	assert_int_equal(many, few);
	assert_true(few < 600000);
	kit_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_saved_comes_back),
		cmocka_unit_test(sqlite_and_postgresql_have_one_dump),
		cmocka_unit_test(every_fault_of_the_file_is_found),
		cmocka_unit_test(keys_are_told_apart),
		cmocka_unit_test(an_older_backup_is_brought_up_to_date_and_a_newer_one_refused),
		cmocka_unit_test(a_restore_that_fails_changes_nothing),
		cmocka_unit_test(memory_does_not_grow_with_the_rows),
	};
	return kit_available() ? cmocka_run_group_tests(tests, set_up, NULL) : 77;
}

/* Values, rows, constraints and statements: the same on SQLite and PostgreSQL. */
#include "db/db_test.h"

static const struct sql insert_all = { "INSERT INTO person (secret, login, born, seen, seats, cents, active)"
	                               " VALUES ($7, $1, $2, $3, $4, $5, $6) RETURNING id",
	                               "sdtiiib" };
static const struct sql by_login = { "SELECT id, login, born, seen, seats, cents, active, secret, mark FROM person"
	                             " WHERE login = $1",
	                             "s" };

static err insert_person(struct cx *cx, const void *in, void *ret)
{
	const struct person *p = in;
	return db_int(
	        cx, &insert_all, ret,
	        V(p->login, p->born, p->seen, p->seats, p->cents, p->active, bound_bytes(p->secret.p, p->secret.n)));
}

static struct person round_trip(struct cx *cx, struct person p)
{
	int64_t id = 0;
	struct person back;
	assert_int_equal(db_tx(cx, "test.insert", insert_person, &p, &id, sizeof id), OK);
	assert_int_equal(db_row(cx, &by_login, &person_rec, &back, V(p.login)), OK);
	assert_true(id > 0);
	assert_int_equal(back.id, id);
	assert_true(str_eq(back.login, p.login));
	assert_int_equal(back.born.n, p.born.n);
	assert_int_equal(back.seen.ms, p.seen.ms);
	assert_int_equal(back.seats.has, p.seats.has);
	assert_int_equal(back.seats.v, p.seats.v);
	assert_int_equal(back.cents, p.cents);
	assert_int_equal(back.active, p.active);
	assert_true(str_eq(back.secret, p.secret));
	assert_string_equal(back.mark.p, "a;\n@ID@"); /* quoted: neither cut nor replaced */
	return back;
}

static void values_come_back_as_they_went(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct person p = { .login = S("Zoë Müller-Şahin 🙂"),
		            .born = DAY(1984, 2, 29),
		            .seen = cx->now,
		            .seats = MAYBE(-7),
		            .cents = 5700000,
		            .active = true,
		            .secret = S("\0\x01\xff\x80'") };
	struct person back = round_trip(cx, p);
	assert_int_equal(back.login.p[back.login.n], 0);
	round_trip(cx, (struct person){ .login = S("größte"),
	                                .born = DAY(2199, 12, 31),
	                                .cents = INT64_MAX,
	                                .seats = MAYBE(INT64_MIN),
	                                .seen = { -1 },
	                                .secret = S("") });
	round_trip(cx, (struct person){ .login = S("'; DROP TABLE person; --"), .born = DAY(1900, 1, 1) });
}

static void absent_is_not_empty(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct person back = round_trip(cx, (struct person){ .login = S("niemand") });
	assert_null(back.secret.p);
	assert_false(day_is(back.born));
	struct person empty = round_trip(cx, (struct person){ .login = S(""), .secret = S("") });
	assert_non_null(empty.login.p);
	assert_non_null(empty.secret.p);
}

static void bad_text_is_the_senders_fault(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct person p = { .login = S("halb\xc3") };
	int64_t id;
	assert_int_equal(db_tx(cx, "test.insert", insert_person, &p, &id, sizeof id), E_INVALID);
	assert_string_equal(cx->fault.key, "form.bad_text");
	fault_clear(cx);
	p.login = S("nul\0l");
	assert_int_equal(db_tx(cx, "test.insert", insert_person, &p, &id, sizeof id), E_INVALID);
	assert_int_equal(persons(cx), 0);
}

static void rows_are_found_listed_and_counted(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	static const struct sql all = { "SELECT login, cents FROM person WHERE ($1 IS NULL OR login = $1) ORDER BY id"
		                        " LIMIT $2",
		                        "si" };
	struct list l;
	struct person p;
	assert_int_equal(db_list(cx, &all, &person_rec, &l, V(STR_NONE, 25)), OK);
	assert_int_equal(l.n, 0);
	assert_int_equal(db_row(cx, &by_login, &person_rec, &p, V(S("anna"))), E_NOTFOUND);
	assert_null(cx->fault.key); /* the caller knows what was not found */
	for (const char *const *name = (const char *const[]){ "anna", "bela", "cem", NULL }; *name; name++)
		assert_int_equal(add_person(cx, *name), OK);
	assert_int_equal(db_list(cx, &all, &person_rec, &l, V(STR_NONE, 2)), OK);
	assert_int_equal(l.n, 2);
	assert_string_equal(LIST_AT(&l, struct person, 1)->login.p, "bela");
	assert_int_equal(db_list(cx, &all, &person_rec, &l, V(S("cem"), 25)), OK);
	assert_int_equal(l.n, 1);
	assert_int_equal(persons(cx), 3);
	static const struct sql sum = { "SELECT sum(cents) FROM person", "" }; /* numeric in PostgreSQL */
	int64_t n = -1;
	assert_int_equal(db_int(cx, &sum, &n, V_NONE), OK);
	assert_int_equal(n, 0);
}

static err change_some(struct cx *cx, const void *in UNUSED, void *ret)
{
	static const struct sql raise = { "UPDATE person SET cents = cents + $1 WHERE login <> $2", "is" };
	int64_t *changed = ret;
	TRY(db_exec(cx, &raise, &changed[0], V(100, S("anna"))));
	TRY(db_exec(cx, &raise, &changed[1], V(100, S("anna"))));
	static const struct sql none = { "DELETE FROM person WHERE login = $1", "s" };
	return db_exec(cx, &none, &changed[2], V(S("niemand")));
}

static void exec_says_how_many_rows_changed(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	int64_t changed[3];
	assert_int_equal(add_person(cx, "anna"), OK);
	assert_int_equal(add_person(cx, "bela"), OK);
	assert_int_equal(add_person(cx, "cem"), OK);
	assert_int_equal(db_tx(cx, "test.change", change_some, NULL, changed, sizeof changed), OK);
	assert_int_equal(changed[0], 2);
	assert_int_equal(changed[1], 2);
	assert_int_equal(changed[2], 0);
}

static err run_sql(struct cx *cx, const void *in, void *ret UNUSED)
{
	return db_exec(cx, &(struct sql){ in, "" }, NULL, V_NONE);
}

/* --- many rows ---------------------------------------------------------------------------------------------------- */

static const struct sql insert_numbered = { "INSERT INTO person (login, cents, active) VALUES ($1, $2, 1) RETURNING id",
	                                    "si" };
static const struct sql insert_silent = { "INSERT INTO person (login, cents, active) VALUES ($1, $2, 1)", "si" };
static const struct sql cents_of = { "SELECT cents FROM person WHERE id = $1", "i" };
enum { MANY = 1103 }; /* several parts, and one that is not full */

struct crowd {
	int n, wrong; /* which row has negative cents; -1: none */
	bool silent;
	int64_t *ids;
};

static err insert_many(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct crowd *c = in;
	struct db_many m = { .sql = c->silent ? &insert_silent : &insert_numbered };
	for (int i = 0; i < c->n; i++)
		db_many_add(cx, &m, V(str_print(cx->mem, "person %d", i), i == c->wrong ? -1 : i));
	return db_many_run(cx, &m, c->silent ? NULL : c->ids);
}

static void many_rows_know_their_ids(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct crowd c = { .n = MANY, .wrong = -1, .ids = NEW_ARRAY(cx->mem, int64_t, MANY) };
	assert_int_equal(db_tx(cx, "test.many", insert_many, &c, NULL, 0), OK);
	assert_int_equal(persons(cx), MANY);
	for (int i = 0; i < MANY; i++) {
		int64_t cents;
		assert_int_equal(db_int(cx, &cents_of, &cents, V(c.ids[i])), OK);
		assert_int_equal(cents, i);
	}
	c.n = 0;
	assert_int_equal(db_tx(cx, "test.many", insert_many, &c, NULL, 0), OK);
	assert_int_equal(persons(cx), MANY);
}

static void one_wrong_row_takes_all_back(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct crowd c = { .n = MANY, .silent = true };
	for (int i = 0; i < 3; i++) {
		c.wrong = (int[]){ 0, 600, MANY - 1 }[i];
		assert_int_equal(db_tx(cx, "test.many", insert_many, &c, NULL, 0), E_INVALID);
		assert_string_equal(cx->fault.key, "db.check");
		assert_has(cx->fault.detail, "person_cents");
		fault_clear(cx);
		assert_int_equal(persons(cx), 0);
	}
	c.wrong = -1; /* the connection is as good as before */
	assert_int_equal(db_tx(cx, "test.many", insert_many, &c, NULL, 0), OK);
	assert_int_equal(persons(cx), MANY);
}

/* Parameters in any order, brackets and dollars in texts: what is sent in blocks means the same as row by row. */
static err insert_oddly(struct cx *cx, const void *in UNUSED, void *ret)
{
	static const struct sql odd = {
		"INSERT INTO person (cents, login, active, mark) VALUES ($2, $1, 0, '($1), (') RETURNING id", "si"
	};
	struct db_many m = { .sql = &odd };
	for (int i = 0; i < MANY; i++)
		db_many_add(cx, &m, V(str_print(cx->mem, "person %d", i), i));
	return db_many_run(cx, &m, ret);
}

/* A row that meets an earlier one of the same statement: not in one block. */
static err insert_twice(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	static const struct sql upsert = { "INSERT INTO person (login, cents, active) VALUES ($1, $2, 1)"
		                           " ON CONFLICT (login) DO UPDATE SET cents = excluded.cents",
		                           "si" };
	struct db_many m = { .sql = &upsert };
	for (int i = 0; i < MANY; i++)
		db_many_add(cx, &m, V(str_print(cx->mem, "person %d", i % 7), i));
	return db_many_run(cx, &m, NULL);
}

static void many_rows_mean_what_one_row_means(void **state)
{
	static const struct sql odd_rows = { "SELECT count(*) FROM person WHERE mark = '($1), (' AND $1 = $1", "i" };
	struct cx *cx = &((struct kit *)*state)->cx;
	int64_t *ids = NEW_ARRAY(cx->mem, int64_t, MANY), n;
	assert_int_equal(db_tx(cx, "test.many", insert_oddly, NULL, ids, MANY * sizeof *ids), OK);
	for (int i = 0; i < MANY; i += 7) {
		assert_int_equal(db_int(cx, &cents_of, &n, V(ids[i])), OK);
		assert_int_equal(n, i);
	}
	assert_int_equal(db_int(cx, &odd_rows, &n, V(1)), OK);
	assert_int_equal(n, MANY);
	assert_int_equal(db_tx(cx, "test.many", insert_twice, NULL, NULL, 0), OK);
	assert_int_equal(persons(cx), MANY);
}

static err many_without_answer(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	int64_t ids[1];
	struct db_many m = { .sql = &insert_silent };
	db_many_add(cx, &m, V(S("anna"), 1));
	return db_many_run(cx, &m, ids);
}

static err many_halves(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	struct db_many m = { .sql = &insert_silent };
	db_many_add(cx, &m, V(S("anna"), 1));
	db_many_add(cx, &m, V(S("halb\xc3"), 1));
	return db_many_run(cx, &m, NULL);
}

static void many_rows_are_checked_like_one(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	assert_int_not_equal(db_tx(cx, "test.many", many_without_answer, NULL, NULL, 0), OK);
	fault_clear(cx);
	assert_int_equal(db_tx(cx, "test.many", many_halves, NULL, NULL, 0), E_INVALID);
	assert_string_equal(cx->fault.key, "form.bad_text");
	fault_clear(cx);
	assert_int_equal(persons(cx), 0);
}

/* --- refusals ----------------------------------------------------------------------------------------------------- */

static void refused(struct cx *cx, const char *sql, const char *key, const char *detail)
{
	assert_int_equal(db_tx(cx, "test.refused", run_sql, sql, NULL, 0), E_INVALID);
	assert_string_equal(cx->fault.key, key);
	if (detail)
		assert_string_equal(cx->fault.detail.p, detail);
	fault_clear(cx);
}

/* The constraint is named alike by both databases, and no value of a record gets into the detail. */
static void constraints_say_no_by_name(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	assert_int_equal(add_person(cx, "anna"), OK);
	refused(cx, "INSERT INTO person (login, cents, active) VALUES ('anna', 0, 1)", "db.unique", "person.login");
	refused(cx, "INSERT INTO person (login, cents, active) VALUES ('bela', -1, 1)", "db.check", "person_cents");
	refused(cx, "INSERT INTO person (login, cents, active) VALUES (NULL, 0, 1)", "db.check", "person.login");
	refused(cx, "INSERT INTO child (person_id, place) VALUES (4711, 'Hamm')", "db.foreign", NULL);
	refused(cx,
	        "INSERT INTO child (person_id, place) SELECT id, 'Hamm' FROM person UNION ALL"
	        " SELECT id, 'Hamm' FROM person",
	        "db.unique", "child.person_id, child.place");
	assert_int_equal(persons(cx), 1);
}

static void broken(struct cx *cx, const struct sql *q, struct bounds v, const char *detail)
{
	struct person p;
	struct list l;
	assert_int_equal(db_list(cx, q, &person_rec, &l, v), E_BROKEN);
	assert_string_equal(cx->fault.key, "db.statement");
	assert_has(cx->fault.detail, detail);
	fault_clear(cx);
	assert_int_equal(db_row(cx, q, &person_rec, &p, v), E_BROKEN);
	fault_clear(cx);
	assert_true(persons(cx) >= 0); /* the connection goes on */
}

static void statements_must_use_their_parameters(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	broken(cx, &(struct sql){ "SELECT id FROM person WHERE id = $2", "ii" }, V(1, 2), "only 1 of $1 to $2");
	broken(cx, &(struct sql){ "SELECT id FROM person WHERE id = $1 OR id = $2", "i" }, V(1), "$2 has no letter");
	broken(cx, &(struct sql){ "SELECT id FROM person WHERE login = '$1' -- $1", "i" }, V(1), "only 0 of");
	broken(cx, &(struct sql){ "SELECT id FROM person WHERE id = $0", "" }, V_NONE, "$0 has no letter");
	broken(cx, &(struct sql){ "SELECT id FROM person WHERE id = $1", "x" }, V(1), "'x'");
	broken(cx, &(struct sql){ "SELECT id FROM person WHERE id = $1", "i" }, V(S("1")), "bound 's'");
	broken(cx, &(struct sql){ "SELECT id FROM person WHERE id = $1", "i" }, V(1, 2), "2 values for 1");
	broken(cx, &(struct sql){ "SELECT id FROM nobody", "" }, V_NONE, "nobody");
}

/* The cache knows a statement by its address and its words: the same address with other words is another one. */
static void a_reused_address_is_another_statement(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct sql q = { "SELECT 1", "" };
	int64_t n;
	for (int i = 0; i < 1200; i++) { /* more than the cache holds */
		q.text = str_print(cx->mem, "SELECT %d", i).p;
		assert_int_equal(db_int(cx, &q, &n, V_NONE), OK);
		assert_int_equal(n, i);
	}
}

static void rows_must_fit_the_record(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	assert_int_equal(add_person(cx, "anna"), OK);
	assert_int_equal(add_person(cx, "bela"), OK);
	broken(cx, &(struct sql){ "SELECT id, login AS stranger FROM person", "" }, V_NONE, "stranger");
	broken(cx, &(struct sql){ "SELECT id, id FROM person", "" }, V_NONE, "twice");
	broken(cx, &(struct sql){ "SELECT seats AS cents FROM person", "" }, V_NONE, "person.cents is NULL");
	broken(cx, &(struct sql){ "SELECT login AS cents FROM person", "" }, V_NONE, "another kind");
	broken(cx, &(struct sql){ "SELECT cents AS login FROM person", "" }, V_NONE, "another kind");
	broken(cx, &(struct sql){ "SELECT login AS born FROM person", "" }, V_NONE, "another kind");
	broken(cx, &(struct sql){ "SELECT 2 AS active FROM person", "" }, V_NONE, "another kind");
	broken(cx, &(struct sql){ "SELECT 1.5 AS cents FROM person", "" }, V_NONE, "another kind");
	struct person p;
	assert_int_equal(db_row(cx, &(struct sql){ "SELECT login FROM person", "" }, &person_rec, &p, V_NONE),
	                 E_BROKEN);
	assert_has(cx->fault.detail, "more than one row");
	int64_t n;
	fault_clear(cx);
	assert_int_equal(db_int(cx, &(struct sql){ "SELECT login FROM person LIMIT 1", "" }, &n, V_NONE), E_BROKEN);
}

static void one_statement_serves_two_records(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct other {
		str login;
	} o;
	static const struct field fields[] = { FIELD(struct other, login, KIND_TEXT) };
	static const struct record other_rec = RECORD("other", struct other, fields);
	static const struct sql q = { "SELECT login FROM person", "" };
	struct person p;
	assert_int_equal(add_person(cx, "anna"), OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(db_row(cx, &q, &person_rec, &p, V_NONE), OK);
		assert_int_equal(db_row(cx, &q, &other_rec, &o, V_NONE), OK);
		assert_string_equal(o.login.p, "anna");
		assert_string_equal(p.login.p, "anna");
	}
}

static void statements_are_checked_without_running(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	assert_int_equal(db_prepare_check(cx, &insert_all), OK);
	assert_int_equal(persons(cx), 0);
	assert_int_equal(db_prepare_check(cx, &(struct sql){ "SELECT strange FROM person", "" }), E_BROKEN);
	assert_has(cx->fault.detail, "strange");
	fault_clear(cx);
	assert_int_equal(db_prepare_check(cx, &(struct sql){ "SELECT 1; SELECT 2", "" }), E_BROKEN);
	fault_clear(cx);
	assert_int_equal(db_prepare_check(cx, &(struct sql){ "SELECT 1 ; -- the end\n", "" }), OK);
}

static void writing_needs_a_transaction(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	static const struct sql sneak = { "INSERT INTO person (login, cents, active) VALUES ('x', 0, 1) RETURNING id",
		                          "" };
	int64_t id;
	assert_int_equal(db_int(cx, &sneak, &id, V_NONE), E_BROKEN);
	assert_string_equal(cx->fault.key, "db.readonly");
	assert_int_equal(persons(cx), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KIT(values_come_back_as_they_went),
		WITH_KIT(absent_is_not_empty),
		WITH_KIT(bad_text_is_the_senders_fault),
		WITH_KIT(rows_are_found_listed_and_counted),
		WITH_KIT(exec_says_how_many_rows_changed),
		WITH_KIT(many_rows_know_their_ids),
		WITH_KIT(one_wrong_row_takes_all_back),
		WITH_KIT(many_rows_are_checked_like_one),
		WITH_KIT(many_rows_mean_what_one_row_means),
		WITH_KIT(constraints_say_no_by_name),
		WITH_KIT(statements_must_use_their_parameters),
		WITH_KIT(a_reused_address_is_another_statement),
		WITH_KIT(rows_must_fit_the_record),
		WITH_KIT(one_statement_serves_two_records),
		WITH_KIT(statements_are_checked_without_running),
		WITH_KIT(writing_needs_a_transaction),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

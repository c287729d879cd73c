/* db_test.h -- what the tests of src/db share: a small schema with every kind of column and constraint. */
#ifndef DB_DB_TEST_H
#define DB_DB_TEST_H
#include "kit/kit.h"

#include <string.h>

static const struct migration test_schema[] = {
	{ "0001_test",
	  S_INIT("-- a table; with a \"quoted\" word;\n"
	         "CREATE TABLE person (id @ID@, login TEXT NOT NULL CONSTRAINT person_login UNIQUE, born TEXT, seen "
	         "@INT@, seats @INT@,\n"
	         "  cents @INT@ NOT NULL, active @INT@ NOT NULL, secret @BLOB@, mark TEXT NOT NULL DEFAULT "
	         "'a;\n@ID@',\n"
	         "  CONSTRAINT person_cents CHECK (cents >= 0)) @STRICT@;\n"
	         "CREATE TABLE child (id @ID@, person_id @INT@ NOT NULL REFERENCES person (id), place TEXT,\n"
	         "  CONSTRAINT child_place UNIQUE (person_id, place)) @STRICT@; -- behind the end\n"
	         "/* nothing more; */\n") }
};

struct person {
	int64_t id;
	str login;
	day born;
	instant seen;
	struct maybe seats;
	int64_t cents;
	bool active;
	str secret, mark;
};
static const struct field person_fields[] = {
	FIELD(struct person, id, KIND_INT),
	FIELD(struct person, login, KIND_TEXT),
	FIELD(struct person, born, KIND_DAY),
	FIELD(struct person, seen, KIND_INSTANT),
	FIELD(struct person, seats, KIND_INT, .maybe = true),
	FIELD(struct person, cents, KIND_MONEY),
	FIELD(struct person, active, KIND_BOOL),
	FIELD(struct person, secret, KIND_TEXT),
	FIELD(struct person, mark, KIND_TEXT),
};
static const struct record person_rec UNUSED = RECORD("person", struct person, person_fields);

static const struct sql insert_login UNUSED = { "INSERT INTO person (login, cents, active) VALUES ($1, 0, 1)", "s" };
static const struct sql count_persons UNUSED = { "SELECT count(*) FROM person", "" };

/* in: the login, a C string */
static UNUSED err insert_one(struct cx *cx, const void *in, void *ret UNUSED)
{
	return db_exec(cx, &insert_login, NULL, V(str_of(in)));
}

static UNUSED err add_person(struct cx *cx, const char *login)
{
	return db_tx(cx, "test.add", insert_one, login, NULL, 0);
}

static UNUSED int64_t persons(struct cx *cx)
{
	int64_t n = -1;
	assert_int_equal(db_int(cx, &count_persons, &n, V_NONE), OK);
	return n;
}

static UNUSED int open_kit(void **state)
{
	*state = kit_open(test_schema, 1);
	return 0;
}

static UNUSED int close_kit(void **state)
{
	kit_close(*state);
	return 0;
}
#define WITH_KIT(test) cmocka_unit_test_setup_teardown(test, open_kit, close_kit)

#define assert_has(words, part) assert_true(str_has((words), (part)))
#endif

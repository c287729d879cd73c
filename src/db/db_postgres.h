/* db_postgres.h -- private to db_postgres*.c. */
#ifndef DB_DB_POSTGRES_H
#define DB_DB_POSTGRES_H
#include <libpq-fe.h>

#include "db/db_driver.h"

struct postgres_conn {
	struct db_conn base;
	PGconn *pg;
	PGresult *result; /* of the running statement */
	int row;
	struct list keys;    /* str: commands that make the foreign keys anew; in base.life */
	unsigned char *load; /* what is on its way to the server; in base.life */
	size_t load_n;
	struct postgres_block *block; /* room for what many rows send (db_postgres_many.c); in base.life */
};

/* Turns a result that is no success into our failure, and releases it. OK if it is one. */
err postgres_settle_result(struct db_conn *c, PGresult *r) MUST;

/* The same for a result that is no success; NULL: the connection says why. Not released. */
err postgres_broken(struct db_conn *c, const PGresult *r) MUST;
Oid postgres_type(char letter); /* of a parameter */
/* The outgoing, binary form of one value; `room` holds what is not yet bytes. */
void postgres_bind(const struct bound *v, char room[11], const char **ret, int *ret_length);
int64_t postgres_changed(PGresult *r); /* rows that a writing statement has touched; reading ones count none */

/* The driver's run_many. */
err postgres_run_many(struct db_conn *c, struct db_statement *st, const struct bound *v, int rows, int64_t *ret) MUST;

/* Connects and sets the session up; on failure *ret_words says why and what to do. */
err postgres_open(struct db_pool *p, struct arena *a, struct db_conn **ret, str *ret_words) MUST;
/* What every session runs with; false if the server refuses. Also after PQreset. */
bool postgres_set_up(PGconn *pg);
#endif

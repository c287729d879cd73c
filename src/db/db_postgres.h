/* db_postgres.h -- private to db_postgres.c and db_postgres_open.c. */
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
};

/* Turns a result that is no success into our failure, and releases it. OK if it is one. */
err postgres_settle_result(struct db_conn *c, PGresult *r) MUST;

/* Connects and sets the session up; on failure *ret_words says why and what to do. */
err postgres_open(struct db_pool *p, struct arena *a, struct db_conn **ret, str *ret_words) MUST;
/* What every session runs with; false if the server refuses. Also after PQreset. */
bool postgres_set_up(PGconn *pg);
#endif

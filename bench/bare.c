/* bare.c -- the yardstick: libmicrohttpd and SQLite with nothing in between. Each request steps through all rows of one
 * prepared statement, as a page does, and answers with the bytes of a file, copied once. What our pages cost above this
 * is ours. Made by bench/run.mjs; no part of the program.
 *
 *   bare PORT THREADS DATABASE SQL-FILE BODY-FILE CONTENT-TYPE     ends when standard input does
 */
#include <microhttpd.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
	const char *database, *content_type;
	char *sql, *body;
	size_t body_bytes;
} setup;

/* One connection and one prepared statement per thread of the pool, as in the program. */
static _Thread_local sqlite3_stmt *statement;

static void die(const char *what)
{
	fprintf(stderr, "bare: %s\n", what);
	exit(3);
}

static char *read_file(const char *path, size_t *ret_bytes)
{
	FILE *f = fopen(path, "rb");
	if (!f || fseek(f, 0, SEEK_END) != 0)
		die(path);
	long n = ftell(f);
	rewind(f);
	char *p = calloc(1, (size_t)n + 1);
	if (!p || fread(p, 1, (size_t)n, f) != (size_t)n)
		die(path);
	fclose(f);
	*ret_bytes = (size_t)n;
	return p;
}

static sqlite3_stmt *prepare(void)
{
	sqlite3 *db;
	sqlite3_stmt *s;
	if (sqlite3_open_v2(setup.database, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	if (sqlite3_prepare_v3(db, setup.sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return s;
}

/* Touches every value, so that the database really decodes it. */
static size_t read_rows(sqlite3_stmt *s)
{
	size_t bytes = 0;
	while (sqlite3_step(s) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(s); i++)
			if (sqlite3_column_text(s, i))
				bytes += (size_t)sqlite3_column_bytes(s, i);
	sqlite3_reset(s);
	return bytes;
}

static enum MHD_Result answer(void *self, struct MHD_Connection *c, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_bytes, void **state)
{
	(void)self, (void)url, (void)method, (void)version, (void)upload, (void)upload_bytes;
	if (!*state) { /* the head has come; answer on the next call, as MHD wants it for keep-alive */
		*state = &setup;
		return MHD_YES;
	}
	if (!statement)
		statement = prepare();
	if (read_rows(statement) == 0)
		die("the statement finds nothing");
	char *copy = malloc(setup.body_bytes);
	if (!copy)
		return MHD_NO;
	memcpy(copy, setup.body, setup.body_bytes);
	struct MHD_Response *r = MHD_create_response_from_buffer(setup.body_bytes, copy, MHD_RESPMEM_MUST_FREE);
	MHD_add_response_header(r, "Content-Type", setup.content_type);
	enum MHD_Result done = MHD_queue_response(c, 200, r);
	MHD_destroy_response(r);
	return done;
}

int main(int argc, char **argv)
{
	char end;
	size_t sql_bytes;
	if (argc != 7)
		die("usage: bare PORT THREADS DATABASE SQL-FILE BODY-FILE CONTENT-TYPE");
	setup.database = argv[3];
	setup.sql = read_file(argv[4], &sql_bytes);
	setup.body = read_file(argv[5], &setup.body_bytes);
	setup.content_type = argv[6];
	struct sockaddr_in here = { .sin_family = AF_INET,
		                    .sin_port = htons((uint16_t)strtol(argv[1], NULL, 10)),
		                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, NULL,
	                                        MHD_OPTION_SOCK_ADDR, &here, MHD_OPTION_THREAD_POOL_SIZE,
	                                        (unsigned)strtol(argv[2], NULL, 10), MHD_OPTION_END);
	if (!d)
		die("cannot listen");
	printf("http://127.0.0.1:%d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (read(STDIN_FILENO, &end, 1) > 0)
		;
	MHD_stop_daemon(d);
	return 0;
}

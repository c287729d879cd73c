/* db_postgres_open.c -- connecting to PostgreSQL, and saying in words for an administrator why it did not work.
 *
 * The address holds the password: neither it nor what libpq says about an unreadable address is ever shown. */
#include <poll.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "db/db_postgres.h"

enum { DIAGNOSE_MS = 5000 };

/* Before the address, so that it can say otherwise. A server that is gone is noticed within half a minute. */
static const char *const names[] = {
	"connect_timeout", "application_name", "keepalives_idle", "tcp_user_timeout", "dbname", "client_encoding", NULL
};

static void values_for(const struct db_pool *p, const char *values[7])
{
	const char *const all[7] = { "5", "scharnier", "30", "30000", p->url, "UTF8", NULL };
	memcpy(values, all, sizeof all);
}

/* Reads run outside transactions, and none of them may write: as with SQLite, where the reading connection cannot.
 * Whoever switched synchronous_commit off would lose confirmed transactions in a power cut. */
bool postgres_set_up(PGconn *pg)
{
	static const char settings[] =
	        "SET default_transaction_read_only = on; SET lock_timeout = '2s'; SET bytea_output = 'hex';"
	        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = "
	        "'off'";
	PGresult *r = PQexec(pg, settings);
	ExecStatusType status = PQresultStatus(r);
	PQclear(r);
	return status == PGRES_TUPLES_OK;
}

/* Tries once more, step by step, because only so libpq tells the code of a refusal instead of a sentence in the
 * server's language. */
static PGconn *diagnose(const struct db_pool *p)
{
	const char *values[7];
	values_for(p, values);
	PGconn *pg = PQconnectStartParams(names, values, 1);
	PQsetErrorVerbosity(pg, PQERRORS_SQLSTATE);
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;
	while (PQstatus(pg) != CONNECTION_BAD && (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING)) {
		struct pollfd socket = { PQsocket(pg), next == PGRES_POLLING_READING ? POLLIN : POLLOUT, 0 };
		if (poll(&socket, 1, DIAGNOSE_MS) <= 0)
			break;
		next = PQconnectPoll(pg);
	}
	return pg;
}

static bool refused_with(const PGconn *pg, const char *state)
{
	return strstr(PQerrorMessage(pg), state) != NULL;
}

static const char *or_unknown(const char *value)
{
	return value && *value ? value : "?";
}

static str words_for(struct arena *a, const PGconn *pg)
{
	const char *host = or_unknown(PQhost(pg)), *port = or_unknown(PQport(pg)), *user = or_unknown(PQuser(pg));
	const char *name = or_unknown(PQdb(pg));
	if (refused_with(pg, "28P01") || PQconnectionNeedsPassword(pg))
		return str_print(
		        a,
		        "PostgreSQL auf %s:%s nimmt das Passwort des Benutzers „%s“ nicht an. Berichtigen Sie es "
		        "in der Angabe der Datenbank (Sonderzeichen als %%XX) oder in ~/.pgpass.",
		        host, port, user);
	if (refused_with(pg, "28000"))
		return str_print(
		        a,
		        "PostgreSQL auf %s:%s lässt den Benutzer „%s“ nicht zu. Legen Sie ihn an (createuser) oder "
		        "erlauben Sie ihm den Zugang in pg_hba.conf.",
		        host, port, user);
	if (refused_with(pg, "3D000"))
		return str_print(
		        a,
		        "Die Datenbank „%s“ gibt es auf %s:%s nicht. Legen Sie sie an: createdb -h %s -p %s -O "
		        "%s -T template0 -E UTF8 -l C %s",
		        name, host, port, host, port, user, name);
	if (refused_with(pg, "42501"))
		return str_print(
		        a,
		        "Der Benutzer „%s“ darf die Datenbank „%s“ auf %s:%s nicht öffnen. Geben Sie ihm das Recht "
		        "CONNECT.",
		        user, name, host, port);
	if (refused_with(pg, "53300"))
		return str_print(
		        a,
		        "PostgreSQL auf %s:%s hat keine Verbindung mehr frei. Erhöhen Sie max_connections oder "
		        "beenden Sie andere Programme.",
		        host, port);
	if (refused_with(pg, "57P03"))
		return str_print(
		        a,
		        "PostgreSQL auf %s:%s startet oder beendet sich gerade. Versuchen Sie es in einer Minute "
		        "noch einmal.",
		        host, port);
	return str_print(
	        a,
	        "PostgreSQL ist auf %s:%s nicht zu erreichen. Prüfen Sie, ob der Server läuft und ob Rechner und "
	        "Port in der Angabe der Datenbank stimmen.",
	        host, port);
}

static err explain(struct db_pool *p, struct arena *a, str *ret_words)
{
	PGconn *pg = diagnose(p);
	*ret_words = words_for(a, pg);
	PQfinish(pg);
	return E_BROKEN;
}

/* "host", "host:5432" or "[::1]:5432" */
static bool host_is_readable(str host)
{
	size_t at = host.n;
	while (at > 0 && host.p[at - 1] != ':' && host.p[at - 1] != ']')
		at--;
	int64_t port;
	return at == 0 || host.p[at - 1] == ']' || at == host.n || str_to_int(str_part(host, at, host.n), &port);
}

/* A password with unescaped signs would be taken for a host or a name, and those are shown. */
static bool is_unambiguous(str url)
{
	str rest = str_part(url, (size_t)(strstr(url.p, "://") - url.p) + 3, url.n);
	str before = str_split(&rest, '?');
	const char *at = memchr(before.p, '@', before.n), *slash = memchr(before.p, '/', before.n);
	size_t from = at ? (size_t)(at + 1 - before.p) : 0;
	if (at && ((slash && slash < at) || memchr(at + 1, '@', before.n - from)))
		return false;
	str hosts = str_part(before, from, before.n);
	hosts = str_split(&hosts, '/');
	while (hosts.p)
		if (!host_is_readable(str_split(&hosts, ',')))
			return false;
	return true;
}

static bool is_readable(const char *url)
{
	char *message = NULL;
	PQconninfoOption *options = PQconninfoParse(url, &message);
	PQconninfoFree(options);
	PQfreemem(message); /* would repeat parts of the address, and with them the password */
	return options && is_unambiguous(str_of(url));
}

static void hush(void *self UNUSED, const char *message UNUSED)
{
}

/* Ours as soon as it answers; on failure *ret_words is set. */
static err check_server(PGconn *pg, struct arena *a, str *ret_words)
{
	const char *encoding = PQparameterStatus(pg, "server_encoding");
	if (!encoding || strcmp(encoding, "UTF8") != 0) {
		*ret_words =
		        str_print(a,
		                  "Die Datenbank „%s“ speichert keine UTF-8-Texte. Legen Sie sie neu an: createdb -T "
		                  "template0 -E UTF8 -l C %s",
		                  PQdb(pg), PQdb(pg));
		return E_INVALID;
	}
	if (postgres_set_up(pg))
		return OK;
	*ret_words = str_print(a,
	                       "Die Datenbank „%s“ nimmt die Einstellungen der Sitzung nicht an. Prüfen Sie das "
	                       "Protokoll von PostgreSQL.",
	                       PQdb(pg));
	return E_BROKEN;
}

err postgres_open(struct db_pool *p, struct arena *a, struct db_conn **ret, str *ret_words)
{
	if (!is_readable(p->url)) {
		*ret_words =
		        S("Die Adresse der Datenbank ist nicht lesbar. Sie lautet "
		          "postgresql://BENUTZER:PASSWORT@RECHNER:PORT/NAME; Sonderzeichen im Passwort werden als %XX "
		          "geschrieben.");
		return E_INVALID;
	}
	const char *values[7];
	values_for(p, values);
	struct postgres_conn *c = (struct postgres_conn *)db_conn_new(p, sizeof *c);
	c->pg = PQconnectdbParams(names, values, 1);
	PQsetNoticeProcessor(c->pg, hush, NULL);
	bool connected = PQstatus(c->pg) == CONNECTION_OK;
	err e = connected ? check_server(c->pg, a, ret_words) : explain(p, a, ret_words);
	if (e == OK)
		*ret = &c->base;
	else
		db_conn_free(&c->base);
	return e;
}

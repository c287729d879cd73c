/* db_migrate.c -- the schema, step by step. Each migration is one transaction and is remembered with the checksum of
 * its text, so that a program never works on a schema that it does not know. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/db_driver.h"

struct applied {
	str name, checksum;
};
static const struct field applied_fields[] = {
	FIELD(struct applied, name, KIND_TEXT),
	FIELD(struct applied, checksum, KIND_TEXT),
};
static const struct record applied_rec = RECORD("migration", struct applied, applied_fields);

static const struct sql select_applied = { "SELECT name, checksum FROM migration ORDER BY name", "" };
static const struct sql insert_applied = { "INSERT INTO migration (name, checksum, applied_at) VALUES ($1, $2, $3)",
	                                   "sst" };
static const char table_text[] = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL,"
                                 " applied_at @INT@ NOT NULL) @STRICT@";

/* FNV-1a, 64 bit: finds edits and accidents; nobody has to be kept from forging it. */
str db_migration_checksum(struct arena *a, str text)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < text.n; i++)
		h = (h ^ (unsigned char)text.p[i]) * 1099511628211u;
	return str_print(a, "%016" PRIx64, h);
}

/* --- text to statements ------------------------------------------------------------------------------------------- */

static const char *token_at(const struct db_driver *d, const char *p, size_t *ret_n)
{
	const struct {
		const char *token, *meaning;
	} all[] = { { "@ID@", d->id }, { "@INT@", d->integer }, { "@BLOB@", d->blob }, { "@STRICT@", d->strict } };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		*ret_n = strlen(all[i].token);
		if (strncmp(p, all[i].token, *ret_n) == 0)
			return all[i].meaning;
	}
	return NULL;
}

/* The database's own words for the tokens outside quotes and comments. */
static const char *in_dialect(struct arena *a, const struct db_driver *d, const char *p)
{
	struct text t = TEXT(a);
	while (*p) {
		const char *behind = db_sql_skip(p);
		size_t n = 0;
		const char *meaning = behind == p && *p == '@' ? token_at(d, p, &n) : NULL;
		if (meaning)
			text_c(&t, meaning);
		else
			n = behind == p ? 1 : (size_t)(behind - p);
		if (!meaning)
			text_add(&t, (str){ p, n });
		p += n;
	}
	return text_str(&t).p;
}

static bool ends_line(const char *p)
{
	p += strspn(p, " \t\r");
	return !*p || *p == '\n' || (p[0] == '-' && p[1] == '-');
}

/* Cuts the next statement off: up to a ";" at a line's end. STR_NONE: nothing but blanks and comments is left. */
static str next_statement(struct arena *a, const char **rest)
{
	const char *from = *rest, *p = from;
	bool words = false;
	while (*p && !(*p == ';' && ends_line(p + 1))) {
		const char *behind = db_sql_skip(p);
		bool quoted = behind != p && (*p == '\'' || *p == '"');
		words = words || quoted || (behind == p && !strchr(" \t\r\n", *p));
		p = behind == p ? p + 1 : behind;
	}
	*rest = *p ? p + 1 : p;
	return words ? str_copy(a, (str){ from, (size_t)(p - from) }) : STR_NONE;
}

/* Line of the file in which the words of the statement at `from` begin. */
static int line_of(const char *text, const char *from)
{
	int line = 1;
	for (;;) {
		const char *behind = db_sql_skip(from);
		if (behind != from && *from != '\'' && *from != '"')
			from = behind;
		else if (*from && strchr(" \t\r\n", *from))
			from++;
		else
			break;
	}
	for (const char *p = text; p < from; p++)
		line += *p == '\n';
	return line;
}

/* --- one migration ------------------------------------------------------------------------------------------------ */

static err run_text(struct cx *cx, struct db_conn *c, const struct migration *m, str *ret_words)
{
	const char *text = str_c(cx->mem, m->text), *rest = text;
	while (*rest) {
		const char *from = rest;
		str statement = next_statement(cx->mem, &rest);
		if (!statement.p)
			continue;
		if (c->driver->command(c, in_dialect(cx->mem, c->driver, statement.p)) == OK)
			continue;
		*ret_words = str_print(cx->mem,
		                       "Die Migration %s ist in Zeile %d gescheitert: %s. Die Datenbank ist "
		                       "unverändert; melden Sie den Fehler mit diesem Satz.",
		                       m->name, line_of(text, from), c->failure.detail);
		return db_report(cx, c, statement.p);
	}
	return OK;
}

static err into_applied(struct db_conn *c, struct db_statement *st, void *to)
{
	struct list *l = ((void **)to)[0];
	struct arena *mem = ((void **)to)[1];
	return db_decode(c, st, &applied_rec, mem, LIST_ADD(mem, l, struct applied));
}

static err list_applied(struct cx *cx, struct db_conn *c, struct list *ret)
{
	*ret = (struct list){ .size = sizeof(struct applied) };
	return db_each(cx, c, &select_applied, V_NONE, into_applied, (void *[]){ ret, cx->mem });
}

static const struct applied *find_applied(const struct list *l, const char *name)
{
	LIST_EACH (const struct applied, it, l)
		if (str_is(it->name, name))
			return it;
	return NULL;
}

err db_migration_run(struct cx *cx, struct db_conn *c, const struct migration *m, str *ret_words)
{
	TRY(run_text(cx, c, m, ret_words));
	str sum = db_migration_checksum(cx->mem, m->text);
	return db_each(cx, c, &insert_applied, V(str_of(m->name), sum, cx->now), NULL, NULL);
}

err db_migration_table(struct cx *cx, struct db_conn *c)
{
	return c->driver->command(c, in_dialect(cx->mem, c->driver, table_text)) == OK ? OK
	                                                                               : db_report(cx, c, table_text);
}

/* In the transaction: another process may have been faster. */
static err apply_open(struct cx *cx, struct db_conn *c, const struct migration *m, bool *ret_done, str *ret_words)
{
	struct list l;
	TRY(list_applied(cx, c, &l));
	if (find_applied(&l, m->name))
		return OK;
	TRY(db_migration_run(cx, c, m, ret_words));
	if (c->driver->settle(c) != OK || c->driver->commit(c) != OK)
		return db_report(cx, c, m->name);
	*ret_done = true;
	return OK;
}

static err in_migration(struct cx *cx, struct db_conn *c, const struct migration *m, bool *ret_done, str *ret_words)
{
	struct db *s = cx->db;
	err e = c->driver->command(c, c->driver->begin_migration);
	if (e != OK)
		e = db_report(cx, c, NULL);
	s->tx = "migration";
	if (e == OK)
		e = m ? apply_open(cx, c, m, ret_done, ret_words) : OK;
	return e;
}

/* begin_migration may have failed half way: its end is said in any case. */
static err end_migration(struct cx *cx, struct db_conn *c, err e)
{
	c->driver->rollback(c);
	cx->db->tx = NULL;
	if (c->driver->command(c, c->driver->end_migration) != OK && e == OK)
		return db_report(cx, c, NULL);
	return e;
}

static err apply(struct cx *cx, struct db_conn *c, const struct migration *m, int *ret_applied, str *ret_words)
{
	bool done = false;
	err e = end_migration(cx, c, in_migration(cx, c, m, &done, ret_words));
	*ret_applied += done;
	return e;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static const struct migration *find_known(const struct migration *list, int n, str name)
{
	for (int i = 0; i < n; i++)
		if (str_is(name, list[i].name))
			return &list[i];
	return NULL;
}

static err compare(struct cx *cx, const struct list *have, const struct migration *list, int n, str *ret_words)
{
	LIST_EACH (const struct applied, it, have) {
		const struct migration *m = find_known(list, n, it->name);
		if (!m) {
			*ret_words = str_print(cx->mem,
			                       "Die Datenbank ist neuer als dieses Programm: die Migration " STR_FMT
			                       " kennt es nicht. Starten Sie die neuere Fassung des Programms.",
			                       STR_ARG(it->name));
			return fail(cx, E_INVALID, "db.newer", NO_ARGS);
		}
		if (!str_eq(it->checksum, db_migration_checksum(cx->mem, m->text))) {
			*ret_words = str_print(
			        cx->mem,
			        "Die Migration %s wurde verändert, nachdem sie auf diese Datenbank "
			        "angewandt war. Starten Sie das Programm, mit dem die Datenbank zuletzt lief, "
			        "oder spielen Sie eine Sicherung ein; sind es nur Beispieldaten, löschen Sie die "
			        "Datenbank: "
			        "sie entsteht beim nächsten Start neu.",
			        m->name);
			return fail(cx, E_INVALID, "db.changed", NO_ARGS);
		}
	}
	return OK;
}

static err into_count(struct db_conn *c UNUSED, struct db_statement *st, void *to)
{
	*(int64_t *)to = st->cells[0].i;
	return OK;
}

static err count_tables(struct cx *cx, struct db_conn *c, str name, int64_t *ret)
{
	return db_each(cx, c, &c->driver->tables, V(name), into_count, ret);
}

/* What was applied; nothing if the database is empty. A database that holds tables of somebody else is refused. */
static err read_state(struct cx *cx, struct db_conn *c, struct list *ret, str *ret_words)
{
	int64_t tables = 0, known = 0;
	*ret = (struct list){ .size = sizeof(struct applied) };
	TRY(count_tables(cx, c, STR_NONE, &tables));
	TRY(count_tables(cx, c, S("migration"), &known));
	if (known)
		return list_applied(cx, c, ret);
	if (tables == 0)
		return OK;
	*ret_words = S("Die Datenbank enthält Tabellen eines anderen Programms. Nennen Sie mit --db eine eigene, leere "
	               "Datenbank.");
	return fail(cx, E_INVALID, "db.foreign_tables", NO_ARGS);
}

static err make_table(struct cx *cx, struct db_conn *c)
{
	bool done = false;
	err e = in_migration(cx, c, NULL, &done, NULL);
	if (e == OK)
		e = db_migration_table(cx, c);
	if (e == OK && c->driver->commit(c) != OK)
		e = db_report(cx, c, table_text);
	return end_migration(cx, c, e);
}

static err migrate(struct cx *cx, struct db_conn *c, const struct migration *list, int n, int *ret_applied,
                   str *ret_words)
{
	struct list have;
	TRY(read_state(cx, c, &have, ret_words));
	TRY(compare(cx, &have, list, n, ret_words));
	TRY(make_table(cx, c));
	for (int i = 0; i < n; i++)
		if (!find_applied(&have, list[i].name))
			TRY(apply(cx, c, &list[i], ret_applied, ret_words));
	return OK;
}

void db_schema_changed(struct db *s, struct db_conn *c)
{
	db_statements_forget(c);
	pthread_mutex_lock(&s->pool->mutex);
	s->pool->schema++;
	pthread_mutex_unlock(&s->pool->mutex);
}

static str words_of_fault(struct cx *cx)
{
	if (str_is(str_of(cx->fault.key), "db.full"))
		return S("Auf dem Datenträger der Datenbank ist kein Platz mehr: Bitte schaffen Sie Platz und starten "
		         "Sie neu; "
		         "es ist nichts halb geändert.");
	return str_print(cx->mem, "Die Datenbank ließ sich nicht auf den neuen Stand bringen: " STR_FMT ".",
	                 STR_ARG(cx->fault.detail));
}

err db_migrate(struct cx *cx, const struct migration *list, int n, int *ret_applied, str *ret_words)
{
	struct db *s = cx->db;
	ASSERT(s && !s->tx);
	*ret_applied = 0;
	*ret_words = STR_NONE;
	db_session_end_snapshot(s);
	if (s->pool->mode == DB_READ)
		return fail(cx, E_BROKEN, "db.readonly", NO_ARGS);
	if (db_writer_take(s->pool) != OK)
		return fail(cx, E_BUSY, "db.busy", NO_ARGS);
	struct db_conn *c = db_session_writer(s);
	err e = migrate(cx, c, list, n, ret_applied, ret_words);
	if (*ret_applied)
		db_schema_changed(s, c);
	db_writer_give(s->pool);
	if (e != OK && !ret_words->p)
		*ret_words = words_of_fault(cx);
	return e;
}

static int count_missing(const struct list *have, const struct migration *list, int n)
{
	int missing = 0;
	for (int i = 0; i < n; i++)
		missing += !find_applied(have, list[i].name);
	return missing;
}

static err check(struct cx *cx, struct db_conn *c, const struct migration *list, int n, int *ret_missing,
                 str *ret_words)
{
	struct list have;
	TRY(read_state(cx, c, &have, ret_words));
	*ret_missing = count_missing(&have, list, n);
	TRY(compare(cx, &have, list, n, ret_words));
	if (*ret_missing == 0)
		return OK;
	*ret_words = have.n == 0 ? S("Die Datenbank ist leer. Legen Sie ihre Tabellen an: scharnier migrate")
	                         : str_print(cx->mem,
	                                     "Der Datenbank fehlen %d Migrationen dieses Programms. Sichern Sie sie "
	                                     "und bringen Sie sie auf den neuen Stand: scharnier migrate",
	                                     *ret_missing);
	return fail(cx, E_INVALID, have.n == 0 ? "db.empty" : "db.older", NO_ARGS);
}

err db_schema_check(struct cx *cx, const struct migration *list, int n, int *ret_missing, str *ret_words)
{
	struct db *s = cx->db;
	ASSERT(s && !s->tx);
	*ret_missing = 0;
	*ret_words = STR_NONE;
	if (s->pool->shared && db_writer_take(s->pool) != OK)
		return fail(cx, E_BUSY, "db.busy", NO_ARGS);
	err e = check(cx, s->conn, list, n, ret_missing, ret_words);
	if (s->pool->shared)
		db_writer_give(s->pool);
	if (e != OK && !ret_words->p)
		*ret_words = S("Der Stand der Datenbank ließ sich nicht lesen. Prüfen Sie, ob sie erreichbar ist.");
	return e;
}

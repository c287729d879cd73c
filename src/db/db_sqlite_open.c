/* db_sqlite_open.c -- opening a SQLite file: where it lies, who else has it, which settings it must run with.
 *
 * One connection writes and checkpoints; all others are read-only and never checkpoint (SQLite 3.40.1 of Debian 12 can
 * damage a file when two connections do it at once). synchronous=FULL is read back: with less, a power cut takes
 * transactions that were already confirmed. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/db_sqlite.h"

enum { BUSY_MS = 1000, APPLICATION = 0x53434852 /* "SCHR" in the file's head */ };

static err say(str *ret_words, err e, str words)
{
	*ret_words = words;
	return e;
}

str sqlite_pragma(sqlite3 *db, struct arena *a, const char *pragma)
{
	sqlite3_stmt *st;
	str value = STR_NONE;
	if (sqlite3_prepare_v2(db, str_print(a, "PRAGMA %s", pragma).p, -1, &st, NULL) != SQLITE_OK)
		return value;
	if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_text(st, 0))
		value = str_copy(a, str_of((const char *)sqlite3_column_text(st, 0)));
	sqlite3_finalize(st);
	return value;
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static str words_full(struct arena *a, const char *path)
{
	return str_print(a,
	                 "Auf dem Datenträger von „%s“ ist kein Platz mehr. Schaffen Sie Platz und starten Sie neu; "
	                 "gespeicherte Daten sind nicht verloren.",
	                 path);
}

static str words_directory(struct arena *a, const char *directory, int why)
{
	switch (why) {
	case ENOENT:
		return str_print(a,
		                 "Das Verzeichnis „%s“ gibt es nicht. Legen Sie es an oder nennen Sie mit --db einen "
		                 "anderen Ort.",
		                 directory);
	case ENOTDIR:
		return str_print(a, "„%s“ ist kein Verzeichnis. Nennen Sie mit --db einen anderen Ort.", directory);
	case ENOSPC:
	case EDQUOT:
		return words_full(a, directory);
	default:
		return str_print(a,
		                 "Im Verzeichnis „%s“ darf dieses Programm nicht schreiben. Geben Sie dem Benutzer, "
		                 "unter dem es läuft, das Schreibrecht, oder nennen Sie mit --db einen anderen Ort.",
		                 directory);
	}
}

static str words_locked(struct arena *a, const char *path, long pid)
{
	if (pid <= 0)
		return str_print(a,
		                 "Ein anderer Prozess benutzt die Datenbank „%s“ gerade. Beenden Sie ihn, bevor Sie "
		                 "das Programm noch einmal starten.",
		                 path);
	return str_print(a,
	                 "Die Datenbank „%s“ wird schon vom Prozess %ld benutzt. Beenden Sie ihn (kill %ld), bevor Sie "
	                 "das Programm noch einmal starten.",
	                 path, pid, pid);
}

static str words_of_code(struct arena *a, const char *path, int code)
{
	switch (code & 0xff) {
	case SQLITE_NOTADB:
		return str_print(a, "Die Datei „%s“ ist keine Datenbank. Nennen Sie mit --db die richtige Datei.",
		                 path);
	case SQLITE_CORRUPT:
		return str_print(
		        a,
		        "Die Datenbank „%s“ ist beschädigt. Ändern Sie nichts an ihr und spielen Sie die letzte "
		        "Sicherung ein (scharnier restore).",
		        path);
	case SQLITE_FULL:
		return words_full(a, path);
	case SQLITE_BUSY:
		return str_print(a,
		                 "Ein anderes Programm sperrt die Datenbank „%s“. Beenden Sie es und versuchen Sie es "
		                 "noch einmal.",
		                 path);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return str_print(
		        a,
		        "Die Datenbank „%s“ lässt sich nicht öffnen, weil diesem Programm das Recht an der Datei "
		        "oder ihrem Verzeichnis fehlt. Starten Sie es unter dem Benutzer, dem sie gehört.",
		        path);
	default:
		return str_print(a,
		                 "Die Datenbank „%s“ lässt sich nicht öffnen (SQLite-Fehler %d). Prüfen Sie den "
		                 "Datenträger.",
		                 path, code);
	}
}

static str words_foreign(struct arena *a, const char *path)
{
	return str_print(a, "Die Datei „%s“ gehört einem anderen Programm. Nennen Sie mit --db die richtige Datei.",
	                 path);
}

/* --- connections -------------------------------------------------------------------------------------------------- */

static int on_wal(void *self, sqlite3 *db UNUSED, const char *name UNUSED, int pages)
{
	((struct sqlite_conn *)self)->wal_pages = pages;
	return SQLITE_OK;
}

static void harden(sqlite3 *db)
{
	static const struct {
		int option, value;
	} settings[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 }, /* "text" is a name and nothing else, as in PostgreSQL */
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
	};
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		int now = -1;
		sqlite3_db_config(db, settings[i].option, settings[i].value, &now);
		ASSERT(now == settings[i].value);
	}
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
}

#define SETTINGS_OF_ALL                                                                                                \
	"PRAGMA wal_autocheckpoint=0; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"        \
	"PRAGMA cache_size=-8000;"
static const char *const settings_writer = SETTINGS_OF_ALL
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;";
static const char *const settings_reader = SETTINGS_OF_ALL "PRAGMA query_only=ON;";

/* The mark in the file's head keeps us from writing into the file of another program. */
static bool is_foreign(sqlite3 *db, struct arena *a)
{
	int64_t id = 0;
	return str_to_int(sqlite_pragma(db, a, "application_id"), &id) && id != 0 && id != APPLICATION;
}

/* Counting every allocation would have all readers of the process queue at one lock. */
static void configure_once(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* Opens and reads the head of the file; on failure the connection is closed again. */
static err open_conn(struct db_pool *p, struct arena *a, int flags, const char *settings, struct sqlite_conn **ret,
                     str *ret_words)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sqlite_conn *c = (struct sqlite_conn *)db_conn_new(p, sizeof *c);
	pthread_once(&once, configure_once);
	int rc = sqlite3_open_v2(p->path ? p->path : ":memory:", &c->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK) {
		harden(c->db);
		rc = sqlite3_exec(c->db, "PRAGMA schema_version", NULL, NULL, NULL);
	}
	bool foreign = rc == SQLITE_OK && is_foreign(c->db, a);
	if (rc == SQLITE_OK && !foreign)
		rc = sqlite3_exec(c->db, settings, NULL, NULL, NULL);
	if (rc == SQLITE_OK && !foreign) {
		*ret = c;
		return OK;
	}
	db_conn_free(&c->base);
	if (foreign)
		return say(ret_words, E_INVALID, words_foreign(a, p->path));
	return say(ret_words, E_BROKEN, words_of_code(a, p->path ? p->path : ":memory:", rc));
}

err sqlite_open_reader(struct db_pool *p, struct arena *a, struct db_conn **ret, str *ret_words)
{
	struct sqlite_conn *c;
	TRY(open_conn(p, a, SQLITE_OPEN_READONLY, settings_reader, &c, ret_words));
	int off = 0;
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &off);
	ASSERT(off == 1);
	*ret = &c->base;
	return OK;
}

static bool pragma_is(sqlite3 *db, struct arena *a, const char *pragma, const char *value)
{
	return str_is(sqlite_pragma(db, a, pragma), value);
}

/* Without these settings confirmed data can be lost: then it is better not to start. */
static err check_promises(struct db_pool *p, struct arena *a, sqlite3 *db, str *ret_words)
{
	ASSERT(pragma_is(db, a, "synchronous", "2") && pragma_is(db, a, "foreign_keys", "1"));
	if (p->path && sqlite3_db_readonly(db, "main") == 1)
		return say(ret_words, E_BROKEN, words_of_code(a, p->path, SQLITE_READONLY));
	if (p->path && !pragma_is(db, a, "journal_mode", "wal"))
		return say(ret_words, E_BROKEN,
		           str_print(a,
		                     "Das Dateisystem von „%s“ kann keine Datenbank mit Schreibprotokoll (WAL) "
		                     "tragen. Legen Sie die Datei auf eine örtliche Platte.",
		                     p->path));
	str mode = sqlite_pragma(db, a, "journal_mode");
	p->facts =
	        str_print(p->mem, "sqlite=%s synchronous=2 journal=" STR_FMT " foreign_keys=1 secure_delete=" STR_FMT,
	                  sqlite3_libversion(), STR_ARG(mode), STR_ARG(sqlite_pragma(db, a, "secure_delete")))
	                .p;
	return OK;
}

static err open_writer(struct db_pool *p, struct arena *a, str *ret_words)
{
	struct sqlite_conn *c;
	TRY(open_conn(p, a, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, settings_writer, &c, ret_words));
	p->writer = &c->base; /* from here on sqlite_stop closes it */
	TRY(check_promises(p, a, c->db, ret_words));
	sqlite3_wal_hook(c->db, on_wal, c);
	if (!pragma_is(c->db, a, "application_id", "0"))
		return OK;
	int rc = sqlite3_exec(c->db, str_print(a, "PRAGMA application_id=%d", APPLICATION).p, NULL, NULL, NULL);
	return rc == SQLITE_OK ? OK : say(ret_words, E_BROKEN, words_of_code(a, p->path ? p->path : ":memory:", rc));
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

static const char *directory_of(struct arena *a, const char *path)
{
	char *copy = (char *)str_c(a, str_of(path)); /* dirname() cuts it */
	return str_copy(a, str_of(dirname(copy))).p;
}

/* One name for one file, whatever the road to it: the lock beside it must be the same for all. */
static const char *resolve(struct arena *a, const char *path)
{
	char full[PATH_MAX];
	if (strlen(path) + sizeof "/.lock" > sizeof full)
		return NULL;
	if (realpath(path, full))
		return str_copy(a, str_of(full)).p;
	const char *slash = strrchr(path, '/');
	if (!realpath(directory_of(a, path), full))
		return str_copy(a, str_of(path)).p; /* says later that the directory is missing */
	return str_print(a, "%s/%s", strcmp(full, "/") == 0 ? "" : full, slash ? slash + 1 : path).p;
}

const char *sqlite_path(struct arena *a, str url)
{
	return resolve(a, url.p + strlen("sqlite:"));
}

static err check_directory(struct arena *a, const char *path, str *ret_words)
{
	struct stat st;
	const char *directory = directory_of(a, path);
	if (stat(directory, &st) != 0)
		return say(ret_words, E_INVALID, words_directory(a, directory, errno));
	if (!S_ISDIR(st.st_mode))
		return say(ret_words, E_INVALID, words_directory(a, directory, ENOTDIR));
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return say(ret_words, E_INVALID,
		           str_print(a, "„%s“ ist keine Datei. Nennen Sie mit --db den Pfad einer Datei.", path));
	if (faccessat(AT_FDCWD, directory, W_OK | X_OK, AT_EACCESS) != 0)
		return say(ret_words, E_INVALID, words_directory(a, directory, errno));
	return OK;
}

static err take_lock(struct db_pool *p, struct arena *a, str *ret_words)
{
	long pid;
	err e = db_lock_take(p->mem, p->path, &p->lock, &pid);
	if (e == E_BUSY)
		return say(ret_words, e, words_locked(a, p->path, pid));
	return e == OK ? OK : say(ret_words, e, words_directory(a, directory_of(a, p->path), errno));
}

/* Personal data: only the owner reads it. SQLite gives its side files the same rights. */
static void create_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

static err start_reading(struct db_pool *p, struct arena *a, str *ret_words)
{
	if (access(p->path, F_OK) != 0)
		return say(
		        ret_words, E_INVALID,
		        str_print(a,
		                  "Die Datenbank „%s“ gibt es nicht. Nennen Sie mit --db die richtige Datei oder legen "
		                  "Sie sie mit „scharnier migrate“ an.",
		                  p->path));
	return OK;
}

err sqlite_start(struct db_pool *p, struct arena *a, str *ret_words)
{
	const char *path = p->url + strlen("sqlite:");
	if (strcmp(path, ":memory:") == 0) {
		p->shared = true;
		return open_writer(p, a, ret_words);
	}
	p->path = resolve(p->mem, path);
	if (!p->path)
		return say(ret_words, E_INVALID, S("Der Pfad der Datenbank ist zu lang. Nennen Sie einen kürzeren."));
	if (p->mode == DB_READ)
		return start_reading(p, a, ret_words);
	TRY(check_directory(a, p->path, ret_words));
	TRY(take_lock(p, a, ret_words));
	create_private(p->path);
	return open_writer(p, a, ret_words);
}

void sqlite_stop(struct db_pool *p)
{
	if (p->writer) {
		struct sqlite_conn *c = (struct sqlite_conn *)p->writer;
		sqlite3_wal_checkpoint_v2(c->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
		                          NULL); /* else at the next start */
		db_conn_free(p->writer);
	}
	db_lock_drop(&p->lock);
}

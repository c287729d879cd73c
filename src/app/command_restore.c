/* restore: a database from a backup; what was there stays until the new one is proven (P-OPS-1). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/archive_file.h"
#include "app/program.h"
#include "app/restore.h"
#include "core/app.h"

struct job {
	str from, key_file;
	bool overwrite;
	struct seal_key key;
	struct archive_file file;
	struct restore r;
	struct db_place *place;
	str aside; /* where a damaged old file went */
};

static int say(str words, int code)
{
	fprintf(stderr, "scharnier: " STR_FMT "\n", STR_ARG(words));
	return code;
}

static int code_of(err e)
{
	return e == OK ? EXIT_DONE : e == E_INVALID ? EXIT_FOUND : EXIT_BROKEN;
}

static int open_archive(struct program *p, struct job *j)
{
	str words = STR_NONE;
	err e = OK;
	if (j->key_file.p)
		e = archive_key_read(p->mem, j->key_file, &j->key, &words);
	if (e == OK)
		e = archive_file_open(p->mem, j->from, &j->file, &words);
	if (e != OK)
		return say(words, code_of(e));
	j->r.key = j->key_file.p ? &j->key : NULL;
	j->r.in = archive_file_in;
	j->r.self = &j->file;
	j->r.n = program_migrations(p->mem, &j->r.migrations);
	return EXIT_DONE;
}

/* All of it before anything is touched. */
static int check_archive(struct program *p, struct job *j)
{
	struct archive_head head;
	struct archive_sum sum;
	err e = archive_read(&p->cx, j->r.key, archive_file_in, &j->file, NULL, &head, &sum);
	if (e == OK)
		e = restore_check_schema(&p->cx, &j->r, &head);
	if (e != OK)
		return program_fail(p, e);
	return lseek(j->file.fd, 0, SEEK_SET) == 0 ? EXIT_DONE : say(S("Die Sicherung ist nicht lesbar."), EXIT_BROKEN);
}

static int load(struct program *p, struct job *j)
{
	struct db_pool *pool = db_place_pool(j->place);
	if (db_enter(pool, &p->cx.db) != OK)
		return say(S("die Datenbank antwortet nicht."), EXIT_BROKEN);
	err e = restore_load(&p->cx, &j->r);
	db_leave(p->cx.db);
	p->cx.db = NULL;
	if (e == OK)
		return EXIT_DONE;
	if (j->r.words.p)
		say(j->r.words, EXIT_BROKEN);
	program_fail(p, e);
	fputs("scharnier: es wurde nichts eingespielt; die bisherige Datenbank ist unverändert.\n", stderr);
	return code_of(e);
}

static void report(const struct program *p, const struct job *j)
{
	const struct words *w = p->cx.words;
	const struct restore *r = &j->r;
	printf("Eingespielt und geprüft: " STR_FMT " Tabellen, " STR_FMT " Zeilen, Stand vom " STR_FMT "\n",
	       STR_ARG(say_int(w, p->mem, r->sum.tables)), STR_ARG(say_int(w, p->mem, r->sum.rows)),
	       STR_ARG(say_instant(w, p->mem, r->head.made_at)));
	printf("Prüfsumme: " STR_FMT "\nProtokoll: %" PRId64 ":" STR_FMT "\n", STR_ARG(r->sum.hash), r->head.audit_seq,
	       STR_ARG(r->head.audit_hash));
	if (r->later)
		printf("Auf den neuen Stand gebracht: %d Migrationen\n", r->later);
	if (j->aside.p)
		printf("Die beschädigte Datenbank liegt in " STR_FMT ".\n", STR_ARG(j->aside));
}

static int restore(struct program *p, struct job *j)
{
	str words = STR_NONE;
	int code = open_archive(p, j);
	if (code == EXIT_DONE)
		code = check_archive(p, j);
	if (code != EXIT_DONE)
		return code;
	err e = db_place_open(p->mem, p->db, j->overwrite, &j->place, &words);
	if (e != OK)
		return say(words, code_of(e));
	code = load(p, j);
	if (code != EXIT_DONE)
		return code;
	e = db_place_settle(j->place, p->mem, &j->aside, &words);
	if (e != OK)
		return say(words, code_of(e));
	report(p, j);
	return EXIT_DONE;
}

int command_restore(struct program *p)
{
	struct job j = { .from = program_option(p, "--from"),
		         .key_file = program_option(p, "--key"),
		         .overwrite = program_flag(p, "--overwrite"),
		         .file = { .fd = -1 } };
	if (program_crowded(p))
		return EXIT_USAGE;
	if (!j.from.n) {
		fputs("scharnier restore: erwartet --from DATEI; siehe scharnier restore --help\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, PROGRAM_BARE);
	if (code != EXIT_DONE)
		return code;
	program_default_database(p);
	code = restore(p, &j);
	db_place_close(j.place);
	archive_file_drop(&j.file);
	seal_key_wipe(&j.key);
	return code;
}

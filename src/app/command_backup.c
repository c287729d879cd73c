/* backup: the whole database into one file, beside a serving process (P-OPS-1). */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "app/archive_file.h"
#include "app/program.h"
#include "core/app.h"
#include "core/backup_note.h"
#include "crypt/crypt.h"
#include "json/json.h"

enum { KIND_TO_OTHERS = 10 }; /* niceness: pages go first */

struct backup {
	str to, key_file;
	struct seal_key key;
	const struct seal_key *used; /* NULL: without a key */
	struct archive_file file;
	struct archive_head head;
	struct archive_sum sum;
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

static int new_key(struct program *p, str path)
{
	str words = STR_NONE;
	crypt_init();
	err e = archive_key_create(p->mem, path, &words);
	if (e != OK)
		return say(words, code_of(e));
	printf("Der Schlüssel steht in " STR_FMT
	       ".\nBewahren Sie eine Abschrift getrennt von den Sicherungen auf: ohne ihn "
	       "ist keine mehr lesbar.\n",
	       STR_ARG(path));
	return EXIT_DONE;
}

/* A failed write has its reason from the disk, anything else from the words of the failure. */
static int failed(struct program *p, const struct backup *b, err e)
{
	int why = b->file.error;
	if (why == ENOSPC || why == EDQUOT)
		return say(str_print(p->mem,
		                     "Für die Sicherung ist kein Platz: %s. Es bleibt keine halbe Datei zurück.",
		                     strerror(why)),
		           EXIT_BROKEN);
	if (why)
		return say(str_print(p->mem, "Die Sicherung lässt sich nicht schreiben oder zurücklesen: %s.",
		                     strerror(why)),
		           EXIT_BROKEN);
	program_fail(p, e);
	return EXIT_BROKEN;
}

/* Reads the file back from the disk: what cannot be read now cannot be read when it is needed. */
static err verify(struct program *p, struct backup *b)
{
	struct archive_head head;
	struct archive_sum sum;
	TRY(archive_file_rewind(&b->file));
	TRY(archive_read(&p->cx, b->used, archive_file_in, &b->file, NULL, &head, &sum));
	bool same = sum.tables == b->sum.tables && sum.rows == b->sum.rows && str_eq(sum.hash, b->sum.hash);
	return same ? OK : fail(&p->cx, E_BROKEN, "archive.changed", NO_ARGS);
}

static err write_and_verify(struct program *p, struct backup *b)
{
	b->head.kind = str_of(db_pool_kind(p->pool));
	TRY(archive_write(&p->cx, b->used, archive_file_out, &b->file, &b->head, &b->sum));
	db_snapshot_end(&p->cx); /* the server's log need not wait for what follows */
	return verify(p, b);
}

static void report(const struct program *p, const struct backup *b)
{
	const struct words *w = p->cx.words;
	if (p->json) {
		struct text out = TEXT(p->mem);
		text_c(&out, "{\"file\":");
		json_quoted(&out, b->to);
		text_print(&out,
		           ",\"tables\":%" PRId64 ",\"rows\":%" PRId64 ",\"bytes\":%" PRId64
		           ",\"sealed\":%s,\"hash\":\"" STR_FMT "\",\"audit\":\"%" PRId64 ":" STR_FMT "\"}",
		           b->sum.tables, b->sum.rows, b->file.bytes, b->used ? "true" : "false", STR_ARG(b->sum.hash),
		           b->head.audit_seq, STR_ARG(b->head.audit_hash));
		puts(text_str(&out).p);
		return;
	}
	printf("Gesichert und zurückgelesen: " STR_FMT " Tabellen, " STR_FMT " Zeilen, " STR_FMT " Bytes, %s\n",
	       STR_ARG(say_int(w, p->mem, b->sum.tables)), STR_ARG(say_int(w, p->mem, b->sum.rows)),
	       STR_ARG(say_int(w, p->mem, b->file.bytes)), b->used ? "verschlüsselt" : "nicht verschlüsselt");
	printf("Datei:     " STR_FMT "\nPrüfsumme: " STR_FMT "\nProtokoll: %" PRId64 ":" STR_FMT "\n", STR_ARG(b->to),
	       STR_ARG(b->sum.hash), b->head.audit_seq, STR_ARG(b->head.audit_hash));
}

/* A backup without a note is a backup all the same. */
static void leave_note(struct program *p, const struct backup *b)
{
	char full[PATH_MAX];
	str file = realpath(b->file.path, full) ? str_copy(p->mem, str_of(full)) : b->to;
	const struct backup_note note = { p->cx.now, file, b->sum.hash, b->sum.rows, b->used != NULL };
	const char *path = program_backup_note(p);
	if (backup_note_write(p->mem, path, &note) != OK)
		fprintf(stderr,
		        "scharnier: der Vermerk über die Sicherung ließ sich nicht schreiben (%s: %s); check und "
		        "/readyz kennen "
		        "sie nicht.\n",
		        path, strerror(errno));
}

static int make(struct program *p, struct backup *b)
{
	str words = STR_NONE;
	setpriority(PRIO_PROCESS, 0, KIND_TO_OTHERS);
	err e = archive_file_create(p->mem, b->to, &b->file, &words);
	if (e == OK) {
		e = write_and_verify(p, b);
		if (e != OK) {
			archive_file_drop(&b->file);
			return failed(p, b, e);
		}
		e = archive_file_publish(p->mem, &b->file, &words);
	}
	archive_file_drop(&b->file);
	if (e != OK)
		return say(words, code_of(e));
	leave_note(p, b);
	report(p, b);
	return EXIT_DONE;
}

int command_backup(struct program *p)
{
	struct backup b = { .to = program_option(p, "--to"), .key_file = program_option(p, "--key") };
	str fresh = program_option(p, "--new-key"), words = STR_NONE;
	if (program_crowded(p))
		return EXIT_USAGE;
	if (fresh.p)
		return new_key(p, fresh);
	if (!b.to.n) {
		fputs("scharnier backup: erwartet --to DATEI; siehe scharnier backup --help\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, PROGRAM_DUMP);
	if (code != EXIT_DONE)
		return code;
	if (b.key_file.p && archive_key_read(p->mem, b.key_file, &b.key, &words) != OK)
		return say(words, EXIT_FOUND);
	b.used = b.key_file.p ? &b.key : NULL;
	code = make(p, &b);
	seal_key_wipe(&b.key);
	return code;
}

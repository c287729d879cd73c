/* program.h -- what all commands share: options, exit codes, opening the database and the assembled program. */
#ifndef APP_PROGRAM_H
#define APP_PROGRAM_H
#include "core/oidc.h"
#include "app/program_mail.h"
#include "core/route.h"
#include "db/db.h"

enum exit_code {
	EXIT_DONE = 0,
	EXIT_FOUND = 1,  /* found something: a finding, a refusal, nothing there */
	EXIT_USAGE = 2,  /* wrong use */
	EXIT_BROKEN = 3, /* the world is broken: database, port, disk */
};

struct program {
	struct arena *mem;
	/* Options that all commands take; from file, environment and flags, in this order. */
	str db, listen, now, log, backup_note, metrics_token, virus_scanner, overlay, config_file;
	struct mail_options mail;
	bool help, json, behind_proxy, secure;
	struct oidc_config oidc;
	str oidc_secret_file;
	const char *lacks; /* an option that came without its value */
	/* What is left for the command: argv[0] is the command's name. */
	int argc;
	char **argv;
	/* Opened by program_open. */
	struct db_pool *pool;
	struct app *app;
	struct cx cx; /* a context outside requests, in German, as "system" */
};

/* Takes the common options out of argv. False, with a sentence on stderr: wrong use. */
bool program_options(struct program *p, int argc, char **argv);
/* The value of a command's own option ("--as"), taken out of argv; absent if it is not there. Flags: program_flag. */
str program_option(struct program *p, const char *name);
bool program_flag(struct program *p, const char *name);
/* After a command took its own options: true if something that starts with "-" is left, or an option had no value
 * (says so on stderr). */
bool program_leftover(const struct program *p);
bool program_crowded(const struct program *p); /* the same for commands that take no words: true if there is one */

/* A setting of the sign-in service, "oidc_...". NULL, or what is wrong with it; *ret_known: is it one?
 */
const char *oidc_setting(struct program *p, str name, str value, bool *ret_known);
/* All are there and fit: true. Else a sentence on stderr. */
bool oidc_settings_complete(struct program *p);
/* SCHARNIER_OIDC_ISSUER and so on, handed to `take` like lines of the file. */
bool oidc_environment(struct program *p, bool (*take)(struct program *p, str name, str value, const char *where));

enum program_mode {
	PROGRAM_BARE,   /* no database: routes, templates */
	PROGRAM_READ,   /* reads, beside a serving process */
	PROGRAM_DUMP,   /* the same, also a schema that is older or newer than this program's */
	PROGRAM_WRITE,  /* the only process on a SQLite file; the schema must be up to date */
	PROGRAM_MIGRATE /* the same, and brings the schema up to date */
};
/* Opens database and program; on failure says one sentence on stderr and returns the exit code. */
int program_open(struct program *p, enum program_mode mode);
/* The same on a fresh database in memory that holds just the built-in rules and KI. */
int program_open_builtin(struct program *p);
/* The rulebook of the database asked for, or of the default one if it is there; else the built-in one. */
int program_open_rules(struct program *p);
void program_default_database(struct program *p); /* p->db, if nobody said one: in the state folder, which is made */
int program_migrations(struct arena *mem, const struct migration **ret); /* how many there are */
const char *program_backup_note(const struct program *p);                /* where the note of the last backup lies */
const char *program_folder_of(struct arena *mem, const char *path);      /* "/var/lib" of "/var/lib/x" */
void program_close(struct program *p);
/* Says a failure in words on stderr and gives the exit code that fits. */
int program_fail(struct program *p, err e);

extern const struct feature *const program_features[]; /* NULL-terminated, low to high (features.c) */

struct command {
	const char *name, *summary, *usage;
	int (*run)(struct program *p);
};
int command_serve(struct program *p);
int command_demo(struct program *p);
int command_migrate(struct program *p);
int command_user(struct program *p);
int command_rules(struct program *p);
int command_routes(struct program *p);
int command_sql(struct program *p);
int command_templates(struct program *p);
int command_get(struct program *p);
int command_mail(struct program *p);
int command_jobs(struct program *p);
int command_audit(struct program *p);
int command_backup(struct program *p);
int command_restore(struct program *p);
int command_import(struct program *p);
int command_check(struct program *p);
int command_privacy(struct program *p);
int command_tariff(struct program *p);
int command_bench_data(struct program *p);
#endif

#include "app/program.h"
#include "app/demo.h"
#include "app/secret_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "core/app.h"
#include "crypt/crypt.h"
#include "crypt/totp.h"
#include "net/clamd.h"
#include "net/net.h"
#include "view/embedded.h"

/* --- options ------------------------------------------------------------------------------------------------------ */

static void drop(struct program *p, int at, int count)
{
	memmove(&p->argv[at], &p->argv[at + count], sizeof *p->argv * (size_t)(p->argc - at - count + 1));
	p->argc -= count;
}

/* An option without a value is kept in mind: program_leftover says so. */
static str take_value(struct program *p, int at)
{
	const char *value = p->argv[at + 1];
	if (!value || !strncmp(value, "--", 2)) {
		p->lacks = p->argv[at];
		drop(p, at, 1);
		return STR_NONE;
	}
	drop(p, at, 2);
	return str_of(value);
}

str program_option(struct program *p, const char *name)
{
	size_t n = strlen(name);
	for (int i = 1; i < p->argc; i++) {
		char *arg = p->argv[i];
		if (!strcmp(arg, name))
			return take_value(p, i);
		if (!strncmp(arg, name, n) && arg[n] == '=') {
			drop(p, i, 1);
			return str_of(arg + n + 1);
		}
	}
	return STR_NONE;
}

bool program_flag(struct program *p, const char *name)
{
	for (int i = 1; i < p->argc; i++)
		if (!strcmp(p->argv[i], name)) {
			drop(p, i, 1);
			return true;
		}
	return false;
}

static bool refuse(const struct program *p, const char *arg, const char *what)
{
	fprintf(stderr, "scharnier %s: die Angabe »%s« %s; siehe scharnier %s --help\n", p->argv[0], arg, what,
	        p->argv[0]);
	return true;
}

bool program_leftover(const struct program *p)
{
	if (p->lacks)
		return refuse(p, p->lacks, "braucht einen Wert");
	for (int i = 1; i < p->argc; i++)
		if (p->argv[i][0] == '-' && p->argv[i][1])
			return refuse(p, p->argv[i], "gibt es hier nicht");
	return false;
}

bool program_crowded(const struct program *p)
{
	return program_leftover(p) || (p->argc > 1 && refuse(p, p->argv[1], "ist hier nicht vorgesehen"));
}

/* NULL, or what is wrong with it. "secure = 1" must not mean no. */
static const char *take_yes(str value, bool *ret)
{
	*ret = str_is(value, "yes");
	return *ret || str_is(value, "no") ? NULL : "erwartet yes oder no";
}

/* One setting "name = value" of the file, SCHARNIER_NAME of the environment, or --name. NULL, or what is wrong. */
static const char *take(struct program *p, str name, str value)
{
	bool known;
	if (!value.p)
		return "braucht einen Wert: name = wert";
	const char *wrong = oidc_setting(p, name, value, &known);
	if (known)
		return wrong;
	if (str_is(name, "behind_proxy"))
		return take_yes(value, &p->behind_proxy);
	if (str_is(name, "secure"))
		return take_yes(value, &p->secure);
	if (str_is(name, "db")) {
		p->db = value;
	} else if (str_is(name, "listen")) {
		p->listen = value;
	} else if (str_is(name, "backup_note")) {
		p->backup_note = value;
	} else if (str_is(name, "metrics_token")) {
		p->metrics_token = value;
	} else if (str_is(name, "virus_scanner")) {
		p->virus_scanner = value;
		return clamd_address_ok(value) ? NULL : "erwartet unix:/pfad/clamd.ctl oder 127.0.0.1:3310";
	} else if (str_is(name, "overlay")) {
		p->overlay = value;
	} else if (str_is(name, "log")) {
		p->log = value;
		return str_is(value, "text") || str_is(value, "json") ? NULL : "erwartet text oder json";
	} else if (!mail_option_take(&p->mail, name, value)) {
		return "gibt es nicht; es gibt db, listen, log, behind_proxy, secure, backup_note, metrics_token, "
		       "virus_scanner, overlay, " MAIL_OPTIONS " und oidc_… (docs/operations.md)";
	}
	return NULL;
}

static bool take_well(struct program *p, str name, str value, const char *where)
{
	const char *wrong = take(p, name, value);
	if (wrong)
		fprintf(stderr, "scharnier: %s: die Einstellung »" STR_FMT "« %s.\n", where, STR_ARG(name), wrong);
	return !wrong;
}

static bool take_line(struct program *p, const char *path, int number, str line)
{
	str rest = str_trim(line);
	if (rest.n == 0 || rest.p[0] == '#')
		return true;
	str name = str_trim(str_split(&rest, '='));
	return take_well(p, name, str_copy(p->mem, str_trim(rest)), str_print(p->mem, "%s, Zeile %d", path, number).p);
}

static bool take_file(struct program *p, const char *path)
{
	char line[8192];
	bool good = true;
	FILE *f = fopen(path, "r");
	if (!f) {
		fprintf(stderr, "scharnier: die Konfiguration %s lässt sich nicht lesen: %s\n", path, strerror(errno));
		return false;
	}
	for (int number = 1; good && fgets(line, sizeof line, f); number++)
		good = take_line(p, path, number, str_of(line));
	fclose(f);
	return good;
}

static bool take_environment(struct program *p)
{
	static const char *const names[][2] = { { "SCHARNIER_DB", "db" },
		                                { "SCHARNIER_LISTEN", "listen" },
		                                { "SCHARNIER_LOG", "log" },
		                                { "SCHARNIER_BEHIND_PROXY", "behind_proxy" },
		                                { "SCHARNIER_SECURE", "secure" },
		                                { "SCHARNIER_BACKUP_NOTE", "backup_note" },
		                                { "SCHARNIER_METRICS_TOKEN", "metrics_token" },
		                                { "SCHARNIER_VIRUS_SCANNER", "virus_scanner" },
		                                { "SCHARNIER_OVERLAY", "overlay" } };
	bool good = true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i][0]);
		if (value && *value)
			good &= take_well(p, str_of(names[i][1]), str_of(value), names[i][0]);
	}
	const char *variable, *name;
	for (int i = 0; (name = mail_option_name(i, &variable)); i++) {
		const char *value = getenv(variable);
		if (value && *value)
			good &= take_well(p, str_of(name), str_of(value), variable);
	}
	return oidc_environment(p, take_well) && good;
}

static bool take_flags(struct program *p)
{
	static const char *const names[][2] = {
		{ "--db", "db" }, { "--listen", "listen" }, { "--log", "log" }, { "--overlay", "overlay" }
	};
	bool good = true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		str value = program_option(p, names[i][0]);
		if (value.p)
			good &= take_well(p, str_of(names[i][1]), value, names[i][0]);
	}
	p->now = program_option(p, "--now");
	p->help = program_flag(p, "--help") || program_flag(p, "-h");
	p->json = program_flag(p, "--json");
	p->behind_proxy |= program_flag(p, "--behind-proxy");
	p->secure |= program_flag(p, "--secure");
	return good;
}

bool program_options(struct program *p, int argc, char **argv)
{
	p->argc = argc;
	p->argv = argv;
	p->config_file = program_option(p, "--config");
	if (p->config_file.p && !take_file(p, p->config_file.p))
		return false;
	if (!take_environment(p) || !take_flags(p) || !oidc_settings_complete(p))
		return false;
	log_setup(LOG_INFO, str_is(p->log, "json") ? LOG_AS_JSON : LOG_AS_TEXT);
	return true;
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

static bool make_directory(const char *path)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* $XDG_STATE_HOME/scharnier, else ~/.local/state/scharnier, else /var/lib/scharnier. */
static str state_folder(const struct program *p)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && *state)
		return str_print(p->mem, "%s/scharnier", state);
	return home && *home ? str_print(p->mem, "%s/.local/state/scharnier", home) : S("/var/lib/scharnier");
}

static str default_file(const struct program *p)
{
	const char *name = strcmp(p->argv[0], "demo") ? "scharnier" : "demo";
	return str_print(p->mem, STR_FMT "/%s.db", STR_ARG(state_folder(p)), name);
}

/* The folder of the default file, with those above it. */
static void make_state_folder(const struct program *p)
{
	char *path = (char *)str_c(p->mem, state_folder(p));
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		make_directory(path);
		*slash = '/';
	}
	make_directory(path);
}

static int say(const char *sentence, int code)
{
	fprintf(stderr, "scharnier: %s\n", sentence);
	return code;
}

int program_migrations(struct arena *mem, const struct migration **ret)
{
	struct list list = { 0 };
	for (const struct embedded_file *f = embedded_migrations; f->name; f++)
		*LIST_ADD(mem, &list, struct migration) = (struct migration){ f->name, { f->data, f->size } };
	*ret = list.items;
	return (int)list.n;
}

static int check_schema(struct program *p, enum program_mode mode)
{
	const struct migration *list;
	int n = program_migrations(p->mem, &list), applied, missing;
	str words = STR_NONE;
	if (mode == PROGRAM_MIGRATE) {
		if (db_migrate(&p->cx, list, n, &applied, &words) != OK)
			return say(words.p ? words.p : "die Datenbank lässt sich nicht auf den neuen Stand bringen.",
			           EXIT_BROKEN);
		return EXIT_DONE;
	}
	err e = db_schema_check(&p->cx, list, n, &missing, &words);
	str key = str_of(p->cx.fault.key);
	if (e != OK && mode == PROGRAM_DUMP && (str_is(key, "db.older") || str_is(key, "db.newer"))) {
		fault_clear(&p->cx);
		return EXIT_DONE;
	}
	if (e != OK)
		return say(words.p ? words.p : "der Stand der Datenbank lässt sich nicht prüfen.", EXIT_BROKEN);
	return EXIT_DONE;
}

static bool read_now(struct program *p, instant *ret)
{
	day d;
	ret->ms = 0;
	if (!p->now.p)
		return true;
	if (!day_parse(p->now, &d))
		return false;
	ret->ms = (int64_t)day_diff(d, DAY(1970, 1, 1)) * 86400000 + 11 * 3600000; /* noon in winter */
	return true;
}

/* A token that is short could be guessed. */
static bool take_metrics_token(struct program *p, struct app_config *config)
{
	str words = STR_NONE;
	if (!p->metrics_token.p)
		return true;
	if (secret_read(p->mem, "Die Datei mit dem Token von /metrics", p->metrics_token, &config->metrics_token,
	                &words) == OK &&
	    config->metrics_token.n < 32)
		words = S(
		        "Das Token von /metrics braucht mindestens 32 Zeichen, zum Beispiel aus: openssl rand -hex 32");
	if (words.p)
		fprintf(stderr, "scharnier: " STR_FMT "\n", STR_ARG(words));
	return !words.p;
}

static int assemble(struct program *p)
{
	struct text words = TEXT(p->mem);
	struct app_config config = { .pool = p->pool,
		                     .features = program_features,
		                     .secure_only = p->secure,
		                     .virus_scanner = p->virus_scanner,
		                     .oidc = p->oidc.issuer.p ? &p->oidc : NULL };
	if (!read_now(p, &config.fixed_now))
		return say("--now erwartet einen Tag, zum Beispiel 2026-11-21.", EXIT_USAGE);
	if (p->pool && demo_marked(&p->cx, &config.demo) != OK)
		return program_fail(p, E_BROKEN);
	str wrong = STR_NONE;
	if (!take_metrics_token(p, &config))
		return EXIT_USAGE;
	config.overlay = p->overlay.n ? str_c(p->mem, p->overlay) : NULL;
	if (!mail_options_apply(p->mem, &p->mail, &config.mail, &wrong))
		return say(wrong.p, EXIT_USAGE);
	if (!access_options_apply(p->mem, &p->mail, &config.access, &wrong))
		return say(wrong.p, EXIT_USAGE);
	config.backup_note = p->pool ? program_backup_note(p) : NULL;
	config.log_requests = str_is(p->log, "json") || str_is(p->log, "text");
	if (app_new(&config, &p->app, &words) != OK) {
		fputs(text_str(&words).p, stderr);
		return EXIT_BROKEN;
	}
	return EXIT_DONE;
}

void program_default_database(struct program *p)
{
	if (p->db.p)
		return;
	make_state_folder(p);
	p->db = str_print(p->mem, "sqlite:" STR_FMT, STR_ARG(default_file(p)));
}

const char *program_folder_of(struct arena *mem, const char *path)
{
	const char *slash = strrchr(path, '/');
	return !slash ? "." : slash == path ? "/" : str_copy(mem, (str){ path, (size_t)(slash - path) }).p;
}

const char *program_backup_note(const struct program *p)
{
	if (p->backup_note.p)
		return str_c(p->mem, p->backup_note);
	if (!str_starts(p->db, "sqlite:")) {
		make_state_folder(p);
		return str_print(p->mem, STR_FMT "/backup-note", STR_ARG(state_folder(p))).p;
	}
	return str_print(p->mem, STR_FMT ".backup-note", STR_ARG(str_part(p->db, strlen("sqlite:"), p->db.n))).p;
}

static int open_database(struct program *p, enum program_mode mode)
{
	str words = STR_NONE;
	program_default_database(p);
	enum db_mode how = mode == PROGRAM_READ || mode == PROGRAM_DUMP ? DB_READ : DB_SERVE;
	if (db_pool_open(p->mem, p->db, how, &p->pool, &words) != OK)
		return say(words.p ? words.p : "die Datenbank lässt sich nicht öffnen.", EXIT_BROKEN);
	if (db_enter(p->pool, &p->cx.db) != OK)
		return say("die Datenbank antwortet nicht.", EXIT_BROKEN);
	return check_schema(p, mode);
}

int program_open(struct program *p, enum program_mode mode)
{
	crypt_init();
	totp_init();
	net_init();
	if (words_load() != OK)
		return say("die Wörter sind nicht lesbar: das Programm ist unvollständig gebaut.", EXIT_BROKEN);
	instant now = instant_now();
	p->cx = (struct cx){ .mem = p->mem, .words = words_of(S("de")), .now = now, .today = instant_day(now) };
	if (mode != PROGRAM_BARE) {
		int code = open_database(p, mode);
		if (code != EXIT_DONE)
			return code;
	}
	int code = assemble(p);
	p->cx.app = p->app;
	if (p->app && p->app->config.fixed_now.ms) {
		p->cx.now = p->app->config.fixed_now;
		p->cx.today = instant_day(p->cx.now);
	}
	return code;
}

int program_open_rules(struct program *p)
{
	bool there = p->db.p || access(default_file(p).p, F_OK) == 0;
	return there ? program_open(p, PROGRAM_READ) : program_open_builtin(p);
}

int program_open_builtin(struct program *p)
{
	p->db = S("sqlite::memory:");
	return program_open(p, PROGRAM_MIGRATE);
}

void program_close(struct program *p)
{
	if (p->cx.db)
		db_leave(p->cx.db);
	app_free(p->app);
	db_pool_close(p->pool);
}

int program_fail(struct program *p, err e)
{
	struct cx *cx = &p->cx;
	const char *key = cx->fault.key ? cx->fault.key : str_print(p->mem, "error.%d.text", page_status(e)).p;
	fprintf(stderr, "scharnier: " STR_FMT "\n", STR_ARG(word_args(cx->words, p->mem, key, cx->fault.args)));
	if (cx->fault.detail.p)
		fprintf(stderr, "  (" STR_FMT ")\n", STR_ARG(cx->fault.detail));
	for (const struct problem *problem = cx->problems; problem; problem = problem->next)
		fprintf(stderr, "  %s: " STR_FMT "\n", problem->field,
		        STR_ARG(word_args(cx->words, p->mem, problem->key, problem->args)));
	return e == E_BROKEN || e == E_BUSY ? EXIT_BROKEN : EXIT_FOUND;
}

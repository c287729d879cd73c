/* check: is this instance in order, and what is to be mended? Beside a serving process; writes nothing (P-OPS-1). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include "app/demo.h"
#include "app/program.h"
#include "core/app.h"
#include "core/backup_note.h"
#include "core/check.h"
#include "core/monitor.h"
#include "core/texts.h"
#include "json/json.h"

enum { HOUR_MS = 3600 * 1000, BACKUP_HOURS = 26, PERCENT_FREE = 10, LEAST_MIB = 1024 };

struct check {
	struct program *p;
	struct list found; /* struct remark */
};

static void add(struct check *c, enum weight weight, const char *part, const char *key, const struct arg *args)
{
	check_add(&c->p->cx, &c->found, weight, part, key, args);
}

static str number(const struct check *c, int64_t n)
{
	return say_int(c->p->cx.words, c->p->mem, n);
}

/* --- accounts ----------------------------------------------------------------------------------------------------- */

static str joined(struct arena *mem, const struct list *names)
{
	struct text t = TEXT(mem);
	LIST_EACH (const str, name, names)
		text_print(&t, "%s" STR_FMT, t.n ? ", " : "", STR_ARG(*name));
	return text_str(&t);
}

static err check_demo(struct check *c)
{
	struct list logins;
	if (c->p->app->config.demo) {
		add(c, CHECK_MEND, "demo", "check.demo", NO_ARGS);
		return OK;
	}
	add(c, CHECK_GOOD, "demo", "check.no_demo", NO_ARGS);
	TRY(check_password_used(&c->p->cx, demo_password, &logins));
	if (logins.n)
		add(c, CHECK_BROKEN, "accounts", "check.demo_password", ARGS({ "logins", joined(c->p->mem, &logins) }));
	return OK;
}

/* --- files -------------------------------------------------------------------------------------------------------- */

/* `mask`: the rights that nobody but the owner should have. */
static void check_mode(struct check *c, const char *path, mode_t mask, const char *key)
{
	struct stat st;
	if (path && lstat(path, &st) == 0 && (st.st_mode & mask))
		add(c, CHECK_MEND, "files", key, ARGS({ "path", str_of(path) }));
}

static void check_files(struct check *c)
{
	struct program *p = c->p;
	size_t before = c->found.n;
	const char *file = db_pool_file(p->pool);
	if (file) {
		check_mode(c, file, 077, "check.file_open");
		check_mode(c, str_print(p->mem, "%s-wal", file).p, 077, "check.file_open");
		check_mode(c, program_folder_of(p->mem, file), 022, "check.folder_open");
	}
	if (p->config_file.p)
		check_mode(c, p->config_file.p, str_has(p->db, "@") ? 077 : 022, "check.config_open");
	if (c->found.n == before)
		add(c, CHECK_GOOD, "files", "check.files", NO_ARGS);
}

/* Whoever writes there writes the pages. */
static void check_overlay(struct check *c)
{
	struct program *p = c->p;
	if (!p->overlay.n)
		return;
	check_mode(c, str_c(p->mem, p->overlay), 022, "check.folder_open");
	str fault = texts_fault(p->app, p->mem);
	add(c, fault.p ? CHECK_MEND : CHECK_GOOD, "overlay", fault.p ? "check.overlay_refused" : "check.overlay",
	    ARGS({ "words", str_split(&fault, '\n') }));
}

static void check_disk(struct check *c)
{
	int64_t free_bytes, all;
	if (!monitor_disk(c->p->pool, &free_bytes, &all) || all == 0)
		return;
	int64_t mib = free_bytes >> 20, percent = free_bytes / (all / 100 + 1);
	bool enough = mib >= LEAST_MIB && percent >= PERCENT_FREE;
	add(c, enough ? CHECK_GOOD : CHECK_MEND, "disk", enough ? "check.disk" : "check.disk_low",
	    ARGS({ "mib", number(c, mib) }, { "percent", number(c, percent) }));
}

static void check_backup(struct check *c)
{
	struct backup_note note;
	struct program *p = c->p;
	if (backup_note_read(p->mem, program_backup_note(p), &note) != OK) {
		add(c, CHECK_MEND, "backup", "check.backup_none", NO_ARGS);
		return;
	}
	int64_t hours = (p->cx.now.ms - note.made_at.ms) / HOUR_MS;
	bool recent = hours < BACKUP_HOURS;
	str at = say_instant(p->cx.words, p->mem, note.made_at);
	check_add_counted(&p->cx, &c->found, recent ? CHECK_GOOD : CHECK_MEND, "backup",
	                  recent ? "check.backup" : "check.backup_old", hours, ARGS({ "at", at }));
	if (!note.sealed)
		add(c, CHECK_HINT, "backup", "check.backup_open", ARGS({ "path", note.file }));
}

/* --- the way to the browser, and the clock ------------------------------------------------------------------------ */

static bool is_local(str listen)
{
	return !listen.p || str_starts(listen, "127.") || str_starts(listen, "[::1]") ||
	       str_starts(listen, "localhost:") || str_starts(listen, "unix:") || str_is(listen, "systemd");
}

static void check_way(struct check *c)
{
	const struct program *p = c->p;
	size_t before = c->found.n;
	if (!is_local(p->listen))
		add(c, CHECK_MEND, "https", "check.listens_open", ARGS({ "listen", p->listen }));
	if (!p->secure)
		add(c, CHECK_HINT, "https", "check.not_secure", NO_ARGS);
	if (p->secure && !p->behind_proxy)
		add(c, CHECK_MEND, "https", "check.no_proxy", NO_ARGS);
	if (c->found.n == before)
		add(c, CHECK_GOOD, "https", "check.https", NO_ARGS);
}

/* The newest link of the audit log cannot be younger than now. */
static err check_clock(struct check *c)
{
	struct timex state = { 0 };
	struct cx *cx = &c->p->cx;
	static const struct sql newest = {
		"SELECT coalesce(max(at), 0) FROM audit WHERE seq = (SELECT seq FROM audit_head)", ""
	};
	int64_t at = 0;
	TRY(db_int(cx, &newest, &at, V_NONE));
	if (at > instant_now().ms + 5000)
		add(c, CHECK_BROKEN, "clock", "check.clock_behind",
		    ARGS({ "at", say_instant(cx->words, c->p->mem, (instant){ at }) }));
	else if (adjtimex(&state) >= 0 && (state.status & STA_UNSYNC))
		add(c, CHECK_HINT, "clock", "check.clock_free", NO_ARGS);
	else
		add(c, CHECK_GOOD, "clock", "check.clock", NO_ARGS);
	return OK;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static err check_all(struct check *c)
{
	struct program *p = c->p;
	bool current;
	TRY(check_database(&p->cx, p->pool, &c->found, &current));
	check_files(c);
	check_overlay(c);
	check_disk(c);
	check_backup(c);
	check_way(c);
	TRY(check_clock(c));
	if (!current)
		return OK;
	TRY(check_demo(c));
	for (const struct feature *const *f = program_features; *f; f++)
		if ((*f)->check)
			TRY((*f)->check(&p->cx, &c->found));
	return OK;
}

static enum weight worst_of(const struct list *found)
{
	enum weight worst = CHECK_GOOD;
	LIST_EACH (const struct remark, f, found)
		worst = f->weight > worst ? f->weight : worst;
	return worst;
}

static void report_json(const struct check *c)
{
	struct text out = TEXT(c->p->mem);
	text_print(&out, "{\"worst\":\"%s\",\"findings\":[", weight_name(worst_of(&c->found)));
	LIST_EACH (const struct remark, f, &c->found) {
		text_print(&out, "%s{\"weight\":\"%s\",\"part\":\"%s\",\"text\":", out.p[out.n - 1] == '[' ? "" : ",\n",
		           weight_name(f->weight), f->part);
		json_quoted(&out, f->text);
		text_char(&out, '}');
	}
	puts(text_str(&out).p);
	puts("]}");
}

/* Worst first: what has to be done stands on top. */
static void report_text(const struct check *c)
{
	static const char *const names[] = { "gut    ", "HINWEIS", "MANGEL ", "SCHADEN" };
	for (int weight = CHECK_BROKEN; weight >= CHECK_GOOD; weight--)
		LIST_EACH (const struct remark, f, &c->found)
			if ((int)f->weight == weight)
				printf("%s " STR_FMT "\n", names[weight], STR_ARG(f->text));
}

int command_check(struct program *p)
{
	if (program_crowded(p))
		return EXIT_USAGE;
	int code = program_open(p, PROGRAM_DUMP);
	if (code != EXIT_DONE)
		return code;
	struct check c = { .p = p, .found = { .size = sizeof(struct remark) } };
	err e = check_all(&c);
	if (e != OK)
		return program_fail(p, e), EXIT_BROKEN;
	if (p->json)
		report_json(&c);
	else
		report_text(&c);
	enum weight worst = worst_of(&c.found);
	return worst == CHECK_BROKEN ? EXIT_BROKEN : worst == CHECK_MEND ? EXIT_FOUND : EXIT_DONE;
}

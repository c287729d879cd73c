/* monitor.c -- see monitor.h. */
#include "core/monitor.h"

#include <inttypes.h>
#include <sys/statvfs.h>

#include "core/app.h"
#include "core/backup_note.h"
#include "core/job.h"
#include "core/metrics.h"
#include "core/texts.h"
#include "crypt/crypt.h"
#include "json/json.h"
#include "view/embedded.h"

enum {
	LEAST_FREE = 64 << 20, /* bytes; below, SQLite will soon not write any more */
	MOST_MIGRATIONS = 1000,
	HOUR_MS = 3600 * 1000,
	BACKUP_HOURS = 26, /* a day, and time to run */
};

bool monitor_facts_are_safe(const struct db_pool *pool, str facts)
{
	if (str_is(str_of(db_pool_kind(pool)), "sqlite"))
		return str_has(facts, "synchronous=2") || str_has(facts, "read-only journal=wal");
	return str_has(facts, "fsync=on") && !str_has(facts, "synchronous_commit=off");
}

/* SQLite: the writer was opened, or the process would not have started. */
static bool takes_writes(const struct db_pool *pool, str facts)
{
	return str_is(str_of(db_pool_kind(pool)), "sqlite") || str_has(facts, "standby=f");
}

bool monitor_disk(const struct db_pool *pool, int64_t *ret_free, int64_t *ret_all)
{
	struct statvfs st;
	const char *file = db_pool_file(pool);
	if (!file || statvfs(file, &st) != 0)
		return false;
	*ret_free = (int64_t)(st.f_bavail * st.f_frsize);
	*ret_all = (int64_t)(st.f_blocks * st.f_frsize);
	return true;
}

/* --- the parts ---------------------------------------------------------------------------------------------------- */

static void add(struct arena *mem, struct list *to, const char *name, bool vital, bool ok, str text)
{
	*LIST_ADD(mem, to, struct ready_part) = (struct ready_part){ name, ok, vital, text };
}

/* A newer process may have migrated already, and this one goes on serving until it is replaced: that is no fault. */
static void add_schema(struct cx *cx, struct list *to)
{
	struct migration known[MOST_MIGRATIONS];
	int n = 0, missing = 0;
	str words;
	for (const struct embedded_file *f = embedded_migrations; f->name && n < MOST_MIGRATIONS; f++)
		known[n++] = (struct migration){ f->name, { f->data, f->size } };
	err e = db_schema_check(cx, known, n, &missing, &words);
	bool newer = e != OK && str_is(str_of(cx->fault.key), "db.newer");
	str text = str_print(cx->mem, "migrations=%d missing=%d%s", n, missing, newer ? " newer=yes" : "");
	add(cx->mem, to, "schema", true, e == OK || newer, text);
	fault_clear(cx);
}

static void add_disk(const struct db_pool *pool, struct arena *mem, struct list *to)
{
	int64_t free_bytes, all;
	if (monitor_disk(pool, &free_bytes, &all))
		add(mem, to, "disk", true, free_bytes >= LEAST_FREE,
		    str_print(mem, "free_bytes=%" PRId64 " of=%" PRId64, free_bytes, all));
}

static void add_backup(const struct app *a, struct arena *mem, struct list *to)
{
	struct backup_note note;
	if (!a->config.backup_note)
		return;
	if (backup_note_read(mem, a->config.backup_note, &note) != OK) {
		add(mem, to, "backup", false, false, S("age_seconds=unknown"));
		return;
	}
	int64_t age_ms = instant_now().ms - note.made_at.ms;
	add(mem, to, "backup", false, age_ms < (int64_t)BACKUP_HOURS * HOUR_MS,
	    str_print(mem, "age_seconds=%" PRId64 " sealed=%s", age_ms / 1000, note.sealed ? "yes" : "no"));
}

/* What waits in the background. A thread that hangs keeps nobody from reading: not vital. */
static void add_jobs(struct cx *cx, const struct app *a, struct list *to)
{
	struct job_counts n;
	bool alive = job_worker_alive(a->worker);
	if (job_count(cx, &n) != OK) {
		fault_clear(cx);
		add(cx->mem, to, "jobs", false, false, S("unreadable"));
		return;
	}
	add(cx->mem, to, "jobs", false, alive && n.late == 0,
	    str_print(cx->mem, "thread=%s waiting=%" PRId64 " running=%" PRId64 " late=%" PRId64 " given_up=%" PRId64,
	              !a->worker ? "none"
	              : alive    ? "alive"
	                         : "hangs",
	              n.waiting, n.running, n.late, n.given_up));
}

static void add_database(const struct app *a, struct arena *mem, struct list *to)
{
	struct cx cx = { .mem = mem, .app = a };
	static const struct sql one = { "SELECT count(*) FROM migration", "" };
	int64_t n;
	bool answers = db_enter(a->config.pool, &cx.db) == OK;
	bool reads = answers && db_int(&cx, &one, &n, V_NONE) == OK;
	fault_clear(&cx);
	str facts = reads ? db_facts(&cx) : S("unreachable");
	add(mem, to, "database", true, reads, facts);
	if (reads) {
		add(mem, to, "writable", true, takes_writes(a->config.pool, facts), S(""));
		add(mem, to, "durability", false, monitor_facts_are_safe(a->config.pool, facts), facts);
		add_schema(&cx, to);
		add_jobs(&cx, a, to);
	}
	if (answers)
		db_leave(cx.db);
}

bool monitor_parts(const struct app *a, struct arena *mem, struct list *ret)
{
	bool ready = true;
	*ret = (struct list){ .size = sizeof(struct ready_part) };
	add_database(a, mem, ret);
	add_disk(a->config.pool, mem, ret);
	add_backup(a, mem, ret);
	if (a->config.overlay)
		add(mem, ret, "overlay", false, !texts_fault(a, mem).p, str_of(a->config.overlay));
	LIST_EACH (const struct ready_part, p, ret)
		ready &= p->ok || !p->vital;
	return ready;
}

/* --- who asks ----------------------------------------------------------------------------------------------------- */

/* From this machine, and not through a proxy, which would make everybody look like that. */
static bool is_local(const struct req *rq)
{
	static const char *const proxies[] = { "x-forwarded-for", "forwarded", "x-real-ip", "via" };
	for (size_t i = 0; i < sizeof proxies / sizeof *proxies; i++)
		if (req_header(rq, proxies[i]).p)
			return false;
	return str_is(rq->address, "local") || str_starts(rq->address, "127.") || str_is(rq->address, "::1");
}

static bool is_trusted(const struct app *a, const struct req *rq)
{
	str sent = req_header(rq, "authorization");
	bool bearer = str_starts(sent, "Bearer ");
	return is_local(rq) ||
	       (a->config.metrics_token.n && bearer && crypt_equal(str_part(sent, 7, sent.n), a->config.metrics_token));
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

static void ready_text(struct text *out, const struct ready_part *p, bool trusted)
{
	text_print(out, "%-10s %s", p->name, p->ok ? "ok" : "not ok");
	if (trusted && p->text.n)
		text_print(out, "  " STR_FMT, STR_ARG(p->text));
	text_char(out, '\n');
}

static void ready_json(struct text *out, const struct ready_part *p, bool trusted)
{
	text_print(out, "%s{\"name\":\"%s\",\"ok\":%s,\"vital\":%s", out->p[out->n - 1] == '[' ? "" : ",", p->name,
	           p->ok ? "true" : "false", p->vital ? "true" : "false");
	if (trusted) {
		text_c(out, ",\"text\":");
		json_quoted(out, p->text);
	}
	text_char(out, '}');
}

static void answer_ready(const struct app *a, const struct req *rq, struct res *rs)
{
	struct list parts;
	struct text out = TEXT(rs->mem);
	bool ready = monitor_parts(a, rs->mem, &parts), json = wants_json(rq), trusted = is_trusted(a, rq);
	if (json)
		text_print(&out, "{\"ready\":%s,\"parts\":[", ready ? "true" : "false");
	else
		text_c(&out, ready ? "ready\n" : "not ready\n");
	LIST_EACH (const struct ready_part, p, &parts) {
		if (json)
			ready_json(&out, p, trusted);
		else
			ready_text(&out, p, trusted);
	}
	if (json)
		text_c(&out, "]}");
	res_text(rs, ready ? 200 : 503, json ? "application/json" : "text/plain; charset=utf-8", text_str(&out));
}

static void write_parts(const struct app *a, struct text *out)
{
	struct list parts;
	struct backup_note note;
	monitor_parts(a, out->mem, &parts);
	metrics_family(out, "scharnier_part_ok", "gauge", NULL, "Parts of /readyz: 1 in order, 0 not.");
	LIST_EACH (const struct ready_part, p, &parts)
		text_print(out, "scharnier_part_ok{part=\"%s\"} %d\n", p->name, p->ok);
	if (!a->config.backup_note || backup_note_read(out->mem, a->config.backup_note, &note) != OK)
		return;
	metrics_family(out, "scharnier_backup_age_seconds", "gauge", "seconds",
	               "Since the last backup that was read back.");
	text_print(out, "scharnier_backup_age_seconds %" PRId64 "\n", (instant_now().ms - note.made_at.ms) / 1000);
}

static void write_jobs(const struct app *a, struct text *out)
{
	struct cx cx = { .mem = out->mem, .app = a };
	struct job_counts n;
	if (db_enter(a->config.pool, &cx.db) != OK)
		return;
	if (job_count(&cx, &n) == OK) {
		metrics_family(out, "scharnier_jobs", "gauge", NULL,
		               "Jobs in the background; late: due for 15 minutes.");
		text_print(out,
		           "scharnier_jobs{state=\"waiting\"} %" PRId64 "\nscharnier_jobs{state=\"running\"} %" PRId64
		           "\n",
		           n.waiting, n.running);
		text_print(out,
		           "scharnier_jobs{state=\"late\"} %" PRId64 "\nscharnier_jobs{state=\"given_up\"} %" PRId64
		           "\n",
		           n.late, n.given_up);
	}
	db_leave(cx.db);
}

static void answer_metrics(const struct app *a, struct res *rs)
{
	struct text out = TEXT(rs->mem);
	metrics_family(&out, "scharnier_build", "info", NULL, "The program.");
	text_print(&out, "scharnier_build_info{version=\"%s\",database=\"%s\"} 1\n", SCHARNIER_VERSION,
	           db_pool_kind(a->config.pool));
	metrics_requests(a->metrics, &out);
	metrics_connections(&out);
	metrics_database(a->config.pool, &out);
	metrics_process(&out);
	write_parts(a, &out);
	write_jobs(a, &out);
	text_c(&out, "# EOF\n");
	res_text(rs, 200, "application/openmetrics-text; version=1.0.0; charset=utf-8", text_str(&out));
}

bool monitor_answer(const struct app *a, const struct req *rq, struct res *rs)
{
	if (rq->method != GET)
		return false;
	if (str_is(rq->path, "/healthz"))
		res_text(rs, 200, "text/plain; charset=utf-8", S("ok\n"));
	else if (str_is(rq->path, "/readyz"))
		answer_ready(a, rq, rs);
	else if (str_is(rq->path, "/metrics") && is_trusted(a, rq))
		answer_metrics(a, rs);
	else
		return false;
	res_header(rs, "Cache-Control", S("no-store"));
	return true;
}

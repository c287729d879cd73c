/* check.c -- see check.h. */
#include "core/check.h"

#include "core/app.h"
#include "core/audit.h"
#include "core/monitor.h"
#include "core/statements.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "db/db.h"
#include "view/embedded.h"

enum { OPEN_PASSWORDS, TECHNICAL, WEAK_SETTINGS };
const struct sql instance_sql[] = {
	[OPEN_PASSWORDS] = { "SELECT login, password FROM account WHERE closed_at IS NULL ORDER BY login LIMIT 500",
	                     "" },
	[TECHNICAL] = { "SELECT count(*) FROM account WHERE role = 'technical' AND closed_at IS NULL", "" },
	[WEAK_SETTINGS] = { "SELECT count(*) FROM setting WHERE mark IN ('assumed', 'unknown')", "" },
	{ 0 },
};

const char *weight_name(enum weight w)
{
	static const char *const names[] = { "good", "hint", "mend", "broken" };
	return names[w];
}

static void add(struct cx *cx, struct list *to, enum weight weight, const char *part, str text)
{
	*LIST_ADD(cx->mem, to, struct remark) = (struct remark){ weight, part, text };
}

void check_add(struct cx *cx, struct list *to, enum weight weight, const char *part, const char *key,
               const struct arg *args)
{
	add(cx, to, weight, part, word_args(cx->words, cx->mem, key, args));
}

void check_add_counted(struct cx *cx, struct list *to, enum weight weight, const char *part, const char *key, int64_t n,
                       const struct arg *args)
{
	add(cx, to, weight, part, word_plural(cx->words, cx->mem, key, n, args));
}

/* --- the database ------------------------------------------------------------------------------------------------- */

static bool check_schema(struct cx *cx, struct list *to)
{
	struct list known = { 0 };
	int missing;
	str words;
	for (const struct embedded_file *f = embedded_migrations; f->name; f++)
		*LIST_ADD(cx->mem, &known, struct migration) = (struct migration){ f->name, { f->data, f->size } };
	if (db_schema_check(cx, known.items, (int)known.n, &missing, &words) == OK) {
		check_add(cx, to, CHECK_GOOD, "schema", "check.schema", NO_ARGS);
		return true;
	}
	fault_clear(cx);
	add(cx, to, CHECK_MEND, "schema", words);
	return false;
}

static void check_durability(struct cx *cx, const struct db_pool *pool, struct list *to)
{
	str facts = db_facts(cx);
	bool safe = monitor_facts_are_safe(pool, facts);
	check_add(cx, to, safe ? CHECK_GOOD : CHECK_MEND, "durability", safe ? "check.durable" : "check.not_durable",
	          ARGS({ "facts", facts }));
}

static err check_integrity(struct cx *cx, struct list *to)
{
	struct text faults = TEXT(cx->mem);
	int n = 0;
	err e = db_examine(cx, &faults, &n);
	if (e != OK && e != E_BROKEN)
		return e;
	if (e != OK)
		text_add(&faults, cx->fault.detail);
	fault_clear(cx);
	bool sound = e == OK && n == 0;
	check_add(cx, to, sound ? CHECK_GOOD : CHECK_BROKEN, "integrity", sound ? "check.sound" : "check.damaged",
	          ARGS({ "faults", text_str(&faults) }));
	return OK;
}

static err check_audit(struct cx *cx, struct list *to)
{
	struct audit_verdict v;
	TRY(audit_verify(cx, STR_NONE, &v));
	check_add(cx, to, v.ok ? CHECK_GOOD : CHECK_BROKEN, "audit", v.ok ? "check.audit" : "check.audit_changed",
	          ARGS({ "seq", say_int(cx->words, cx->mem, v.first_bad) }));
	return OK;
}

err check_database(struct cx *cx, const struct db_pool *pool, struct list *to, bool *ret_current)
{
	*ret_current = check_schema(cx, to);
	check_durability(cx, pool, to);
	TRY(check_integrity(cx, to));
	return check_audit(cx, to);
}

/* --- accounts and settings ---------------------------------------------------------------------------------------- */

err check_core(struct cx *cx, struct list *to)
{
	int64_t technical, weak;
	TRY(db_int(cx, &instance_sql[TECHNICAL], &technical, V_NONE));
	check_add(cx, to, technical ? CHECK_GOOD : CHECK_MEND, "accounts",
	          technical ? "check.technical" : "check.no_technical", NO_ARGS);
	TRY(db_int(cx, &instance_sql[WEAK_SETTINGS], &weak, V_NONE));
	if (weak)
		check_add_counted(cx, to, CHECK_HINT, "settings", "check.weak_settings", weak, NO_ARGS);
	bool scans = cx->app && cx->app->config.virus_scanner.n > 0;
	check_add(cx, to, scans ? CHECK_GOOD : CHECK_HINT, "evidence",
	          scans ? "check.virus_scanner" : "check.no_virus_scanner", NO_ARGS);
	return OK;
}

struct login {
	str login, password;
};
static const struct field login_fields[] = {
	FIELD(struct login, login, KIND_TEXT),
	FIELD(struct login, password, KIND_TEXT),
};
static const struct record login_rec = RECORD("login", struct login, login_fields);

err check_password_used(struct cx *cx, str password, struct list *ret)
{
	struct list logins;
	*ret = (struct list){ .size = sizeof(str) };
	TRY(db_list(cx, &instance_sql[OPEN_PASSWORDS], &login_rec, &logins, V_NONE));
	LIST_EACH (const struct login, l, &logins)
		if (crypt_password_ok(l->password, password))
			*LIST_ADD(cx->mem, ret, str) = l->login;
	return OK;
}

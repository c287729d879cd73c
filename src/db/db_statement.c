/* db_statement.c -- the cache of prepared statements of one connection, and what every statement must keep to. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "db/db_driver.h"

err db_failed(struct db_conn *c, err code, const char *key, const char *format, ...)
{
	c->failure = (struct db_failure){ .code = code, .key = key };
	va_list args;
	va_start(args, format);
	vsnprintf(c->failure.detail, sizeof c->failure.detail, format, args);
	va_end(args);
	return code;
}

err db_report(struct cx *cx, const struct db_conn *c, const char *text)
{
	return db_report_failure(cx, &c->failure, text);
}

err db_report_failure(struct cx *cx, const struct db_failure *f, const char *text)
{
	bool ours = text && f->code == E_BROKEN;
	str detail = ours ? str_print(cx->mem, "%s | %.160s", f->detail, text) : str_copy(cx->mem, str_of(f->detail));
	return fail_detail(cx, f->code, f->key, NO_ARGS, detail);
}

const char *db_sql_skip(const char *p)
{
	if (p[0] == '-' && p[1] == '-')
		return p + strcspn(p, "\n");
	if (p[0] == '/' && p[1] == '*') {
		const char *end = strstr(p + 2, "*/");
		return end ? end + 2 : p + strlen(p);
	}
	if (*p != '\'' && *p != '"')
		return p;
	const char *end = strchr(p + 1, *p); /* a doubled quote closes and opens again */
	return end ? end + 1 : p + strlen(p);
}

/* The number behind a "$"; 0 if there is none, or too large a one. */
static int parameter_at(const char *p, const char **ret_end)
{
	int n = 0;
	for (p++; *p >= '0' && *p <= '9' && n <= DB_PARAMS_MAX; p++)
		n = n * 10 + (*p - '0');
	*ret_end = p;
	return n <= DB_PARAMS_MAX ? n : 0;
}

/* $1 ... $n all stand in the text, and no other. Neither database checks both. */
static err check_parameters(struct db_conn *c, const struct sql *q)
{
	int n = (int)strlen(q->params), found = 0;
	bool seen[DB_PARAMS_MAX + 1] = { false };
	if (n > DB_PARAMS_MAX || strspn(q->params, "isdtb") != (size_t)n)
		return db_failed(c, E_BROKEN, "db.statement", "bad parameter letters \"%.80s\"", q->params);
	for (const char *p = q->text; *p;) {
		const char *behind = db_sql_skip(p);
		if (behind != p || *p != '$') {
			p = behind != p ? behind : p + 1;
			continue;
		}
		int k = parameter_at(p, &p);
		if (k < 1 || k > n)
			return db_failed(c, E_BROKEN, "db.statement", "$%d has no letter in \"%s\"", k, q->params);
		found += !seen[k];
		seen[k] = true;
	}
	return found == n ? OK : db_failed(c, E_BROKEN, "db.statement", "only %d of $1 to $%d are used", found, n);
}

static struct db_statement **bucket_of(struct db_conn *c, const struct sql *q)
{
	uintptr_t x = (uintptr_t)q / sizeof *q;
	return &c->cache[(x ^ (x >> 8)) % DB_BUCKETS];
}

void db_statements_forget(struct db_conn *c)
{
	c->driver->forget(c);
	memset(c->cache, 0, sizeof c->cache);
	c->cached = 0;
	arena_reset(c->mem);
}

static bool same_statement(const struct db_statement *st, const struct sql *q)
{
	return st->key == q && strcmp(st->text, q->text) == 0 && strcmp(st->params, q->params) == 0;
}

err db_statement_of(struct db_conn *c, const struct sql *q, struct db_statement **ret)
{
	for (*ret = *bucket_of(c, q); *ret; *ret = (*ret)->next)
		if (same_statement(*ret, q))
			return OK;
	TRY(check_parameters(c, q));
	if (c->cached == DB_STATEMENTS_MAX)
		db_statements_forget(c);
	struct arena_mark mark = arena_mark(c->mem);
	struct db_statement *st = NEW(c->mem, struct db_statement);
	st->key = q;
	st->text = str_c(c->mem, str_of(q->text));
	st->params = str_c(c->mem, str_of(q->params));
	st->n = (int)strlen(st->params);
	snprintf(st->name, sizeof st->name, "s%d", c->cached);
	if (c->driver->prepare(c, st) != OK) {
		arena_release(c->mem, mark);
		return c->failure.code;
	}
	struct db_statement **bucket = bucket_of(c, q);
	st->next = *bucket;
	*bucket = st;
	c->cached++;
	*ret = st;
	return OK;
}

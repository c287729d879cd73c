/* Doors into the machine: migrate, routes, sql, templates, get. */
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "core/app.h"
#include "core/texts.h"
#include "json/json.h"

int command_migrate(struct program *p)
{
	if (program_crowded(p))
		return EXIT_USAGE;
	int code = program_open(p, PROGRAM_MIGRATE);
	if (code == EXIT_DONE)
		puts("Die Datenbank ist auf dem Stand dieses Programms.");
	return code;
}

/* --- routes ------------------------------------------------------------------------------------------------------- */

static const char *const scope_names[] = { [SCOPE_NONE] = "none", [SCOPE_ANY] = "any", [SCOPE_OWN] = "own" };

static void route_text(void *self UNUSED, const char *feature, const struct route *r)
{
	printf("%-4s %-42s %-16s %-5s %s\n", method_name(r->method), r->path, right_name(r->right),
	       scope_names[r->scope], feature);
}

static void route_json(void *self, const char *feature UNUSED, const struct route *r)
{
	struct text *out = self;
	text_c(out, out->n > 1 ? ",\n{\"method\":" : "{\"method\":");
	json_quoted(out, str_of(method_name(r->method)));
	text_c(out, ",\"path\":");
	json_quoted(out, str_of(r->path));
	text_c(out, ",\"right\":");
	json_quoted(out, str_of(right_name(r->right)));
	text_c(out, ",\"tenant\":");
	json_quoted(out, str_of(scope_names[r->scope]));
	text_c(out, "}");
}

int command_routes(struct program *p)
{
	struct text out = TEXT(p->mem);
	if (program_crowded(p))
		return EXIT_USAGE;
	int code = program_open(p, PROGRAM_BARE);
	if (code != EXIT_DONE)
		return code;
	if (!p->json) {
		app_each_route(p->app, route_text, NULL);
		return EXIT_DONE;
	}
	text_c(&out, "[");
	app_each_route(p->app, route_json, &out);
	text_c(&out, "]\n");
	fputs(text_str(&out).p, stdout);
	return EXIT_DONE;
}

/* --- sql ---------------------------------------------------------------------------------------------------------- */

static int check_statement(struct program *p, const struct feature *f, const struct sql *q)
{
	if (db_prepare_check(&p->cx, q) == OK)
		return 0;
	printf("%s: %s\n  " STR_FMT "\n", f->name, q->text, STR_ARG(p->cx.fault.detail));
	fault_clear(&p->cx);
	return 1;
}

int command_sql(struct program *p)
{
	int statements = 0, findings = 0;
	if (program_crowded(p))
		return EXIT_USAGE;
	int code = p->db.p ? program_open(p, PROGRAM_READ) : program_open_builtin(p);
	if (code != EXIT_DONE)
		return code;
	for (const struct feature *const *f = program_features; *f; f++)
		for (const struct sql *const *table = (*f)->statements; table && *table; table++)
			for (const struct sql *q = *table; q->text; q++, statements++)
				findings += check_statement(p, *f, q);
	printf("%d Anweisungen auf %s vorbereitet, %d Fehler\n", statements, db_pool_kind(p->pool), findings);
	return findings ? EXIT_FOUND : EXIT_DONE;
}

/* --- templates ---------------------------------------------------------------------------------------------------- */

struct lacking {
	const struct words *other;
	int findings;
};

static void check_word(void *self, str key, str text UNUSED)
{
	struct lacking *l = self;
	if (words_own(l->other, key))
		return;
	printf("%s: »" STR_FMT "« fehlt\n", words_language(l->other), STR_ARG(key));
	l->findings++;
}

/* Opening already checked every page; what remains are the words of the other language. */
int command_templates(struct program *p)
{
	if (program_crowded(p))
		return EXIT_USAGE;
	int code = program_open(p, PROGRAM_BARE);
	if (code != EXIT_DONE)
		return code;
	struct lacking english = { .other = words_of(S("en")) }, german = { .other = words_of(S("de")) };
	words_each(german.other, check_word, &english);
	words_each(english.other, check_word, &german);
	int findings = english.findings + german.findings;
	str fault = texts_fault(p->app, p->mem);
	if (fault.p) {
		printf("Der Ordner " STR_FMT " gilt nicht:\n" STR_FMT, STR_ARG(p->overlay), STR_ARG(fault));
		return EXIT_FOUND;
	}
	printf("Alle Seiten geprüft, %d fehlende Wörter\n", findings);
	return findings ? EXIT_FOUND : EXIT_DONE;
}

/* --- get ---------------------------------------------------------------------------------------------------------- */

static err make_request(struct program *p, str target, str post, struct req *ret)
{
	static const struct pair accept = { S_INIT("accept"), S_INIT("application/json") };
	str fragment = target; /* stays in the browser */
	target = str_split(&fragment, '#');
	str rest = target;
	str path = str_split(&rest, '?');
	*ret = (struct req){ .method = post.p ? POST : GET, .target = target, .address = S("127.0.0.1") };
	if (post.p) {
		ret->content_type = S("application/x-www-form-urlencoded");
		ret->body = post;
		TRY(http_decode_form(p->mem, post, &ret->form));
	}
	if (rest.p)
		TRY(http_decode_form(p->mem, rest, &ret->query));
	if (p->json)
		ret->headers = (struct pairs){ &accept, 1 };
	return http_decode_path(p->mem, path, &ret->path);
}

int command_get(struct program *p)
{
	str login = program_option(p, "--as"), post = program_option(p, "--post");
	struct req rq;
	struct res rs = { .mem = p->mem };
	if (program_leftover(p))
		return EXIT_USAGE;
	if (p->argc != 2 || make_request(p, str_of(p->argv[1]), post, &rq) != OK) {
		fputs("scharnier get: erwartet genau einen Pfad, zum Beispiel /centres/coesfeld\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, post.p ? PROGRAM_WRITE : PROGRAM_READ);
	if (code != EXIT_DONE)
		return code;
	db_leave(p->cx.db); /* the request enters by itself */
	p->cx.db = NULL;
	app_handle_as(p->app, p->mem, login.p ? login : S(""), &rq, &rs);
	fwrite(rs.body.p, 1, rs.body.n, stdout);
	fprintf(stderr, "%d %s\n", rs.status, http_reason(rs.status));
	return rs.status < 400 ? EXIT_DONE : rs.status < 500 ? EXIT_FOUND : EXIT_BROKEN;
}

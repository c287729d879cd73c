/* audit verify, and check: is this instance in order? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "core/app.h"
#include "core/audit.h"
#include "core/user.h"
#include "json/json.h"

static void say_verdict(struct program *p, const struct audit_verdict *v)
{
	const struct words *w = p->cx.words;
	if (p->json)
		printf("{\"ok\":%s,\"rows\":%" PRId64 ",\"first_bad\":%" PRId64 ",\"head\":\"" STR_FMT
		       "\",\"reason\":\"" STR_FMT "\"}\n",
		       v->ok ? "true" : "false", v->rows, v->first_bad, STR_ARG(v->head_hash), STR_ARG(v->reason));
	else if (v->ok)
		printf(STR_FMT "\nStand: %" PRId64 ":" STR_FMT "\n",
		       STR_ARG(word_plural(w, p->mem, "audit.intact", v->rows, NO_ARGS)), v->rows,
		       STR_ARG(v->head_hash));
	else
		printf(STR_FMT "\n",
		       STR_ARG(word_args(w, p->mem, v->reason.p, ARGS({ "seq", say_int(w, p->mem, v->first_bad) }))));
}

int command_audit(struct program *p)
{
	str head = program_option(p, "--head");
	struct audit_verdict v;
	if (program_leftover(p))
		return EXIT_USAGE;
	if (p->argc != 2 || strcmp(p->argv[1], "verify") != 0) {
		fputs("scharnier audit: erwartet verify; siehe scharnier audit --help\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, PROGRAM_READ);
	if (code != EXIT_DONE)
		return code;
	err e = audit_verify(&p->cx, head, &v);
	if (e == E_INVALID)
		return program_fail(p, e), EXIT_USAGE; /* --head is no state */
	if (e != OK)
		return program_fail(p, e);
	say_verdict(p, &v);
	return v.ok ? EXIT_DONE : EXIT_FOUND;
}

/* --- check -------------------------------------------------------------------------------------------------------- */

static int finding(bool fine, const char *good, const char *bad)
{
	printf("%s %s\n", fine ? "gut   " : "MANGEL", fine ? good : bad);
	return fine ? 0 : 1;
}

/* That the writer syncs fully is asserted whenever it opens the file (src/db); what a reader can see is the journal. */
static int check_database(struct program *p)
{
	str facts = db_facts(&p->cx);
	printf("       Datenbank: " STR_FMT "\n", STR_ARG(facts));
	bool safe = strcmp(db_pool_kind(p->pool), "sqlite")
	                    ? str_has(facts, "fsync=on") && !str_has(facts, "synchronous_commit=off")
	                    : str_has(facts, "journal=wal");
	return finding(
	        safe, "die Datenbank schreibt so, dass Bestätigtes einen Ausfall übersteht",
	        "Bestätigtes kann bei einem Ausfall verloren gehen: SQLite im WAL-Modus öffnen (scharnier serve), "
	        "PostgreSQL mit fsync=on und synchronous_commit=on betreiben");
}

static int check_accounts(struct program *p)
{
	struct list users;
	bool technical = false;
	if (user_list(&p->cx, &users) != OK)
		return finding(false, "", "die Konten sind nicht lesbar");
	LIST_EACH (struct user, u, &users)
		technical |= user_role(u) == ROLE_TECHNICAL && !u->closed;
	return finding(technical, "ein Konto der technischen Administration ist offen",
	               "kein offenes Konto der technischen Administration: scharnier user add LOGIN --name NAME --role "
	               "technical");
}

static int check_demo(const struct program *p)
{
	return finding(!p->app->config.demo, "keine Beispieldaten",
	               "diese Datenbank ist eine Demo mit bekannten Passwörtern: nicht für den Betrieb verwenden");
}

int command_check(struct program *p)
{
	struct audit_verdict v;
	if (program_crowded(p))
		return EXIT_USAGE;
	int code = program_open(p, PROGRAM_READ);
	if (code != EXIT_DONE)
		return code;
	err e = audit_verify(&p->cx, STR_NONE, &v);
	if (e != OK)
		return program_fail(p, e);
	int findings = check_database(p) + check_accounts(p) + check_demo(p);
	findings +=
	        finding(v.ok, "das Protokoll ist unversehrt", "das Protokoll wurde verändert: scharnier audit verify");
	return findings ? EXIT_FOUND : EXIT_DONE;
}

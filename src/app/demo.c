#include "app/demo.h"

#include <stdio.h>

#include "core/app.h"
#include "core/setting.h"
#include "core/user.h"

static const str demo_password = S_INIT("Scharnier-Demo-2026");

static const struct user_new accounts[] = {
	{ S_INIT("head@coesfeld"), S_INIT("Annegret Terhorst"), S_INIT("head"), S_INIT("coesfeld"), { 0 } },
	{ S_INIT("specialist@coesfeld"), S_INIT("Mehmet Kaplan"), S_INIT("specialist"), S_INIT("coesfeld"), { 0 } },
	{ S_INIT("administrator@coesfeld"), S_INIT("Birgit Schulze Wext"), S_INIT("administrator"), S_INIT("coesfeld"), { 0 } },
	{ S_INIT("head@unna"), S_INIT("Dirk Wegener"), S_INIT("head"), S_INIT("unna"), { 0 } },
	{ S_INIT("authority@arnsberg"), S_INIT("Christiane Vogt"), S_INIT("authority"), { 0 }, { 0 } },
	{ S_INIT("ministry@land"), S_INIT("Dr. Jonas Reinders"), S_INIT("ministry"), { 0 }, { 0 } },
	{ S_INIT("lasi@land"), S_INIT("Katharina Böhm"), S_INIT("lasi"), { 0 }, { 0 } },
	{ S_INIT("admin@system"), S_INIT("Thorsten Lammers"), S_INIT("technical"), { 0 }, { 0 } },
};
enum { ACCOUNTS = sizeof accounts / sizeof *accounts };

static const struct setting demo_mark = { .name = "core.demo", .of_land = true, .kind = KIND_BOOL, .fallback = "0" };

err demo_marked(struct cx *cx, bool *ret)
{
	struct setting_row mark;
	TRY(setting_get(cx, &demo_mark, 0, cx->today, &mark));
	*ret = str_is(mark.value, "1");
	return OK;
}

static err create_accounts(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	struct setting_row mark = {
		.valid_from = DAY(2000, 1, 1), .value = S("1"), .mark = S("seed"), .source = S("scharnier demo")
	};
	for (int i = 0; i < ACCOUNTS; i++) {
		struct user_new in_account = accounts[i];
		struct user made;
		in_account.password = demo_password;
		TRY(user_create_in_tx(cx, &in_account, &made));
	}
	return setting_set_in_tx(cx, &demo_mark, 0, &mark);
}

static err create_all(struct cx *cx)
{
	TRY(db_tx(cx, "demo accounts", create_accounts, NULL, NULL, 0));
	for (const struct feature *const *f = program_features; *f; f++)
		if ((*f)->demo)
			TRY((*f)->demo(cx));
	return OK;
}

static int refuse(void)
{
	fputs("scharnier: diese Datenbank hat schon Konten und ist keine Demo. Für die Demo bitte eine leere Datenbank angeben,\n"
	      "zum Beispiel --db sqlite:/tmp/demo.db; für den Betrieb: scharnier serve.\n", stderr);
	return EXIT_FOUND;
}

int demo_create(struct program *p)
{
	struct list users;
	err e = user_list(&p->cx, &users);
	if (e != OK)
		return program_fail(p, e);
	if (users.n > 0)
		return p->app->config.demo ? EXIT_DONE : refuse();
	puts("Die Datenbank ist leer: Beispieldaten werden angelegt (einmalig, einige Sekunden) …");
	fflush(stdout);
	e = create_all(&p->cx);
	if (e != OK)
		return program_fail(p, e);
	p->app->config.demo = true;
	return EXIT_DONE;
}

void demo_explain(const struct program *p)
{
	printf("\nBeispieldaten – alle Personen sind erfunden. Passwort für alle Konten: " STR_FMT "\n\n", STR_ARG(demo_password));
	for (int i = 0; i < ACCOUNTS; i++) {
		str role = str_print(p->mem, "role." STR_FMT, STR_ARG(accounts[i].role));
		printf("  %-24s " STR_FMT ", " STR_FMT "\n", accounts[i].login.p, STR_ARG(accounts[i].name),
		       STR_ARG(word(p->cx.words, p->mem, role.p)));
	}
	puts("\nZuerst ansehen: /centres (alle 54 KI), /centres/coesfeld/entitlement (was das Land an einem Tag fördert),\n"
	     "/rules (das Regelwerk). Dann anmelden als head@coesfeld.\n");
}

#include "app/demo.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "core/app.h"
#include "core/setting.h"
#include "core/user.h"
#include "crypt/crypt.h"

const str demo_password = S_INIT("Scharnier-Demo-2026");

static const struct user_new accounts[] = {
	{ S_INIT("head@coesfeld"), S_INIT("Annegret Terhorst"), S_INIT("head"), S_INIT("coesfeld"), { 0 } },
	{ S_INIT("specialist@coesfeld"), S_INIT("Mehmet Kaplan"), S_INIT("specialist"), S_INIT("coesfeld"), { 0 } },
	{ S_INIT("administrator@coesfeld"),
	  S_INIT("Birgit Schulze Wext"),
	  S_INIT("administrator"),
	  S_INIT("coesfeld"),
	  { 0 } },
	{ S_INIT("head@unna"), S_INIT("Dirk Wegener"), S_INIT("head"), S_INIT("unna"), { 0 } },
	{ S_INIT("authority@arnsberg"), S_INIT("Christiane Vogt"), S_INIT("authority"), { 0 }, { 0 } },
	{ S_INIT("second@arnsberg"), S_INIT("Holger Brandhoff"), S_INIT("authority"), { 0 }, { 0 } },
	{ S_INIT("ministry@land"), S_INIT("Dr. Jonas Reinders"), S_INIT("ministry"), { 0 }, { 0 } },
	{ S_INIT("lasi@land"), S_INIT("Katharina Böhm"), S_INIT("lasi"), { 0 }, { 0 } },
	{ S_INIT("admin@system"), S_INIT("Thorsten Lammers"), S_INIT("technical"), { 0 }, { 0 } },
};
enum { ACCOUNTS = sizeof accounts / sizeof *accounts };

static const struct setting demo_mark = { .name = "core.demo", .of_land = true, .kind = KIND_BOOL, .fallback = "0" };

/* Set at the very end: the features' examples are many transactions, and half of them are no demo. */
static const struct setting demo_complete = {
	.name = "core.demo_complete", .of_land = true, .kind = KIND_BOOL, .fallback = "0"
};

static err is_set(struct cx *cx, const struct setting *mark, bool *ret)
{
	struct setting_row row;
	TRY(setting_get(cx, mark, 0, cx->today, &row));
	*ret = str_is(row.value, "1");
	return OK;
}

err demo_marked(struct cx *cx, bool *ret)
{
	return is_set(cx, &demo_mark, ret);
}

static err set_mark(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct setting_row row = {
		.valid_from = DAY(2000, 1, 1), .value = S("1"), .mark = S("seed"), .source = S("scharnier demo")
	};
	return setting_set_in_tx(cx, in, 0, &row);
}

static err create_accounts(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	for (int i = 0; i < ACCOUNTS; i++) {
		struct user_new in_account = accounts[i];
		struct user made;
		in_account.password = demo_password;
		TRY(user_create_in_tx(cx, &in_account, &made));
	}
	return set_mark(cx, &demo_mark, NULL);
}

static err create_all(struct cx *cx)
{
	TRY(db_tx(cx, "demo accounts", create_accounts, NULL, NULL, 0));
	for (const struct feature *const *f = program_features; *f; f++) {
		const struct arena_mark before = arena_mark(cx->mem);
		if ((*f)->demo)
			TRY((*f)->demo(cx));
		arena_release(cx->mem, before);
	}
	return db_tx(cx, "demo complete", set_mark, &demo_complete, NULL, 0);
}

static int refuse(void)
{
	fputs("scharnier: diese Datenbank hat schon Konten und ist keine Demo. Für die Demo bitte eine leere Datenbank "
	      "angeben,\n"
	      "zum Beispiel --db sqlite:/tmp/demo.db; für den Betrieb: scharnier serve.\n",
	      stderr);
	return EXIT_FOUND;
}

/* The database has accounts already: is it a whole demo? */
static int check_existing(struct program *p)
{
	bool complete;
	if (!p->app->config.demo)
		return refuse();
	if (is_set(&p->cx, &demo_complete, &complete) != OK)
		return program_fail(p, E_BROKEN);
	if (complete)
		return EXIT_DONE;
	fputs("scharnier: die Beispieldaten sind unvollständig, weil ihr Anlegen unterbrochen wurde. Bitte diese "
	      "Datenbank löschen\n"
	      "und scharnier demo noch einmal starten, oder eine andere leere angeben, zum Beispiel --db "
	      "sqlite:/tmp/demo.db.\n",
	      stderr);
	return EXIT_FOUND;
}

/* The tests sign in a thousand times. Only a database of invented people with a known password gets here; `serve` does
 * not look at this variable. */
static void spare_passwords(void)
{
	if (!getenv("SCHARNIER_TEST_CHEAP_PASSWORDS"))
		return;
	crypt_passwords_are_cheap();
	puts("Passwörter sind in dieser Demo kaum geschützt: SCHARNIER_TEST_CHEAP_PASSWORDS ist gesetzt.");
}

int demo_create(struct program *p)
{
	struct list users;
	err e = user_list(&p->cx, &users);
	if (e != OK)
		return program_fail(p, e);
	if (users.n > 0) {
		int code = check_existing(p);
		if (code == EXIT_DONE)
			spare_passwords();
		return code;
	}
	spare_passwords();
	puts("Die Datenbank ist leer: Beispieldaten werden angelegt (einmalig, einige Sekunden) …");
	fflush(stdout);
	/* Nobody of the examples exists: what happened in them writes to nobody. */
	const struct mail_config mail = p->app->config.mail;
	p->app->config.mail = (struct mail_config){ 0 };
	e = create_all(&p->cx);
	p->app->config.mail = mail;
	malloc_trim(0); /* making examples takes 100 MiB that serving them does not need */
	if (e != OK)
		return program_fail(p, e);
	p->app->config.demo = true;
	return EXIT_DONE;
}

void demo_explain(const struct program *p)
{
	printf("\nBeispieldaten – alle Personen sind erfunden. Passwort für alle Konten: " STR_FMT "\n\n",
	       STR_ARG(demo_password));
	for (int i = 0; i < ACCOUNTS; i++) {
		str role = str_print(p->mem, "role." STR_FMT, STR_ARG(accounts[i].role));
		printf("  %-24s " STR_FMT ", " STR_FMT "\n", accounts[i].login.p, STR_ARG(accounts[i].name),
		       STR_ARG(word(p->cx.words, p->mem, role.p)));
	}
	puts("\nZuerst ansehen: /centres (alle 54 KI), /centres/coesfeld/entitlement (was das Land an einem Tag "
	     "fördert),\n"
	     "/rules (das Regelwerk). Dann anmelden als head@coesfeld.\n");
}

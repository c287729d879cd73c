/* scharnier -- one program for the Kommunale Integrationszentren. */
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "base/arena.h"

#define COMMON                                                                                                         \
	"  --db URL        sqlite:PFAD oder postgresql://… (sonst SCHARNIER_DB, sonst im Zustandsordner)\n"          \
	"  --config DATEI  Zeilen »name = wert«: db, listen, log, behind_proxy, secure … (man scharnier)\n"        \
	"  --now TAG       so tun, als sei heute dieser Tag\n"

static const struct command commands[] = {
	{ "serve", "dient auf einer Adresse",
	  "scharnier serve [--db URL] [--listen 127.0.0.1:8080|unix:PFAD|systemd] [--log text|json] [--behind-proxy] "
	  "[--secure]\n"
	  "  Bringt die Datenbank auf den neuen Stand und dient, bis SIGTERM oder SIGINT kommt; laufende Anfragen "
	  "werden\n"
	  "  zu Ende geführt. --behind-proxy glaubt X-Forwarded-For, --secure setzt Cookies nur für https.\n" COMMON,
	  command_serve },
	{ "demo", "legt einmal Beispieldaten an und dient",
	  "scharnier demo [--db URL] [--listen 127.0.0.1:8080]\n"
	  "  Wie serve; ist die Datenbank leer, entstehen zuerst die Beispieldaten mit ihren Konten.\n" COMMON,
	  command_demo },
	{ "migrate", "bringt die Datenbank auf den neuen Stand", "scharnier migrate [--db URL]\n" COMMON,
	  command_migrate },
	{ "user", "verwaltet Konten",
	  "scharnier user list\n"
	  "scharnier user add LOGIN --name NAME --role ROLLE [--centre KI]   (Passwort von der Standardeingabe)\n"
	  "scharnier user password LOGIN                                     (Passwort von der Standardeingabe)\n"
	  "  Rollen: head specialist administrator authority ministry lasi technical\n" COMMON,
	  command_user },
	{ "import", "übernimmt Stellenplan oder Ausgaben eines KI aus einer Tabelle",
	  "scharnier import staff|costs --centre KI DATEI [--look] [--json]\n"
	  "  Alle Zeilen oder keine; Meldungen nennen die Zeile. --look: nur ansehen. DATEI -: "
	  "Standardeingabe.\n" COMMON,
	  command_import },
	{ "rules", "fragt das Regelwerk",
	  "scharnier rules entitlement --authority kreis|kreisfreie_stadt [--centre KI] --date TAG [--json]\n"
	  "scharnier rules list [--date TAG] [--json]\n"
	  "scharnier rules compare --authority kreis|kreisfreie_stadt --from TAG --to TAG [--json]\n" COMMON,
	  command_rules },
	{ "tariff", "rechnet einen Einsatz nach einer Tarifkarte",
	  "scharnier tariff try [--centre KI] --card NAME --start ZEIT --end ZEIT [--travel-min N] [--distance-km N]\n"
	  "                     [--travel-cost BETRAG] [--cancelled-before-h N] [--json]\n"
	  "scharnier tariff try [--centre KI] --card NAME --pages N | --characters N [--date TAG] [--json]\n"
	  "scharnier tariff cards [--centre KI] [--date TAG] [--json]\n"
	  "  try: Betrag mit Rechenweg. Mit --centre gilt die Tarifkarte, die das KI am Tag des Einsatzes hat; hat es "
	  "keine\n"
	  "  dieses Namens, die mitgelieferte Vorlage: heinsberg soest rhein-erft borken ennepe-ruhr rheinisch-berg "
	  "steinfurt\n"
	  "  soest-stadt rhein-kreis-neuss. ZEIT in deutscher Ortszeit: 2026-03-28T22:00; gezählt werden wirkliche "
	  "Minuten.\n"
	  "  Die Stunde, die es im Oktober zweimal gibt, ist die erste; mit Z am Ende gilt Weltzeit: "
	  "2026-10-25T01:30Z.\n"
	  "  --travel-min: Hin- und Rückweg zusammen. --distance-km: einfacher Weg.\n" COMMON,
	  command_tariff },
	{ "routes", "zeigt alle Adressen mit ihrem Recht", "scharnier routes [--json]\n", command_routes },
	{ "sql", "bereitet jede SQL-Anweisung auf der Datenbank vor", "scharnier sql [--db URL]\n" COMMON,
	  command_sql },
	{ "templates", "prüft alle Seiten und Wörter", "scharnier templates\n", command_templates },
	{ "get", "beantwortet eine Anfrage ohne Netz",
	  "scharnier get PFAD [--as LOGIN] [--json] [--post FELD=WERT&…]\n" COMMON, command_get },
	{ "mail", "prüft, ob der Mailserver annimmt",
	  "scharnier mail test ADRESSE [--config DATEI]\n"
	  "  Schickt eine Mail an diese Adresse, mit den Einstellungen smtp, smtp_user, smtp_password_file, smtp_ca, "
	  "smtp_tls,\n"
	  "  mail_from und public_url.\n" COMMON,
	  command_mail },
	{ "jobs", "zeigt Hintergrundaufgaben und erledigt sie",
	  "scharnier jobs list\n"
	  "scharnier jobs run --due\n"
	  "  Sonst erledigt sie der laufende Dienst. run --due führt aus, was jetzt fällig ist, und endet; Ergebnis 1, "
	  "wenn\n"
	  "  danach Aufgegebenes da ist.\n" COMMON,
	  command_jobs },
	{ "backup", "sichert die Datenbank, auch während sie dient",
	  "scharnier backup --to DATEI [--key SCHLÜSSELDATEI] [--db URL] [--json]\n"
	  "scharnier backup --new-key SCHLÜSSELDATEI\n"
	  "  Schreibt alle Tabellen in eine Datei, liest sie zurück und vergleicht. Mit --key verschlüsselt.\n"
	  "  Eine Sicherung von SQLite lässt sich auch in PostgreSQL einspielen und umgekehrt.\n" COMMON,
	  command_backup },
	{ "restore", "spielt eine Sicherung ein",
	  "scharnier restore --from DATEI [--key SCHLÜSSELDATEI] [--db URL] [--overwrite]\n"
	  "  Prüft zuerst die ganze Sicherung, füllt dann eine neue Datenbank und prüft sie. Bis dahin bleibt die "
	  "alte,\n"
	  "  wie sie ist. Ohne --overwrite wird keine Datenbank ersetzt, die schon Tabellen hat.\n" COMMON,
	  command_restore },
	{ "audit", "prüft das Protokoll",
	  "scharnier audit verify [--head NR:HASH] [--json]\n"
	  "  Rechnet die ganze Kette nach. --head: ein früher notierter Stand, der noch enthalten sein muss.\n" COMMON,
	  command_audit },
	{ "privacy", "zeigt das Verzeichnis der Verarbeitungstätigkeiten",
	  "scharnier privacy register [--json|--csv]\n"
	  "scharnier privacy columns [--json|--csv]\n"
	  "  register: das Verzeichnis nach Art. 30 DSGVO. columns: jede Spalte jeder Tabelle mit Zweck, "
	  "Rechtsgrundlage "
	  "und\n"
	  "  Speicherdauer.\n",
	  command_privacy },
	{ "bench-data", "füllt eine leere Datenbank mit Erfundenem zum Messen",
	  "scharnier bench-data --db URL --centres ANZAHL --years ANZAHL [--requests ANZAHL] [--activities ANZAHL]\n"
	  "                   [--bids ANZAHL]\n"
	  "  Je KI und Jahr 9 oder 10 Stellen mit je 10 Besetzungen; je KI 300 Sprachmittelnde und im Jahr 3.704 "
	  "Anfragen\n"
	  "  (--requests: andere Zahl, 0: keine). Mit --centres 54 --years 10 rund 50.000 Besetzungen und 2 Millionen\n"
	  "  Anfragen. --activities: so viele Tätigkeiten je KI und Jahr (sonst keine); 11.112 sind dann 6 Millionen.\n"
	  "  --bids: so viele Anträge Dritter je KI und Jahr (sonst keine).\n"
	  "  Gibt es davon schon etwas, geschieht nichts.\n" COMMON,
	  command_bench_data },
	{ "check", "prüft die eingerichtete Instanz und sagt, was zu bessern ist",
	  "scharnier check [--db URL]\n" COMMON, command_check },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static int overview(FILE *to, int code)
{
	fprintf(to, "scharnier %s – das Informationssystem der Kommunalen Integrationszentren\n\n", SCHARNIER_VERSION);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(to, "  scharnier %-11s %s\n", commands[i].name, commands[i].summary);
	fputs("\nMehr: scharnier BEFEHL --help. Ergebnis: 0 erledigt, 1 etwas gefunden, 2 falscher Aufruf, 3 "
	      "gestört.\n",
	      to);
	return code;
}

static const struct command *find(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int run(const struct command *c, int argc, char **argv)
{
	struct program p = { .mem = arena_new() };
	int code = EXIT_USAGE;
	if (program_options(&p, argc, argv)) {
		if (p.help) {
			fputs(c->usage, stdout);
			code = EXIT_DONE;
		} else {
			code = c->run(&p);
		}
	}
	program_close(&p);
	arena_free(p.mem);
	return code;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	if (!strcmp(name, "--version")) {
		puts(SCHARNIER_VERSION);
		return EXIT_DONE;
	}
	if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help"))
		return overview(stdout, EXIT_DONE);
	const struct command *c = find(name);
	if (c)
		return run(c, argc - 1, argv + 1);
	if (*name)
		fprintf(stderr, "scharnier: den Befehl »%s« gibt es nicht.\n\n", name);
	return overview(stderr, EXIT_USAGE);
}

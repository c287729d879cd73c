/* privacy: the record of processing activities (Art. 30 DSGVO, P-SEC-1) and the plain list of columns, both from the
 * register that the build has checked. In German: they are papers for the administration. */
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "core/privacy.h"
#include "core/words.h"
#include "doc/doc.h"
#include "json/json.h"

enum { LABEL = 22 }; /* characters of the left column */

static str said(struct program *p, const struct choices *c, str code)
{
	return word(p->cx.words, p->mem, str_print(p->mem, "%s." STR_FMT, c->name, STR_ARG(code)).p);
}

static void line(const char *label, str text)
{
	size_t wide = utf8_length(str_of(label));
	printf("  %s%*s " STR_FMT "\n", label, wide < LABEL ? (int)(LABEL - wide) : 0, "", STR_ARG(text));
}

static str marked(struct program *p, str text, str mark)
{
	return str_print(p->mem, STR_FMT " (" STR_FMT ")", STR_ARG(text),
	                 STR_ARG(said(p, &privacy_mark_choices, mark)));
}

static str term(struct program *p, str text, str mark, str deletion)
{
	return str_print(p->mem, STR_FMT " " STR_FMT, STR_ARG(marked(p, text, mark)),
	                 STR_ARG(said(p, &privacy_deletion_choices, deletion)));
}

/* --- register ----------------------------------------------------------------------------------------------------- */

static void print_activity(struct program *p, int number, const struct privacy_activity *a)
{
	printf("\n%d. " STR_FMT "\n", number, STR_ARG(a->name));
	line("Zweck:", a->purpose);
	line("Rechtsgrundlage:", marked(p, a->basis, a->basis_mark));
	line("Betroffene Personen:", a->persons);
	LIST_EACH (const struct privacy_kind, k, &a->kinds)
		line(k == a->kinds.items ? "Arten der Daten:" : "", k->name);
	line("Empfänger:", a->recipients);
	line("Speicherdauer:", term(p, a->retention, a->retention_mark, a->deletion));
	LIST_EACH (const struct privacy_kind, k, &a->kinds)
		if (k->own_term)
			line("", str_print(p->mem, STR_FMT " – " STR_FMT, STR_ARG(k->name),
			                   STR_ARG(term(p, k->retention, k->retention_mark, k->deletion))));
}

static void print_register(struct program *p, const struct privacy *r)
{
	int number = 0;
	puts("Verzeichnis der Verarbeitungstätigkeiten (Art. 30 DSGVO)\n");
	line("Verantwortlich:", marked(p, r->controller, r->controller_mark));
	line("Datenschutz:", marked(p, r->officer, r->officer_mark));
	line("Drittländer:", r->transfer);
	LIST_EACH (const struct privacy_measure, m, &r->measures)
		line(m == r->measures.items ? "Maßnahmen (Art. 32):" : "", m->text);
	LIST_EACH (const struct privacy_activity, a, &r->activities)
		if (a->personal)
			print_activity(p, ++number, a);
	puts("\nIn Klammern: wie sicher eine Angabe ist. Jede Spalte einzeln: scharnier privacy columns");
}

static void json_member(struct text *out, const char *name, str value)
{
	text_print(out, "\"%s\":", name);
	json_quoted(out, value);
	text_c(out, ",");
}

static void print_register_json(struct program *p, const struct privacy *r)
{
	struct text out = TEXT(p->mem);
	struct list personal = { 0 };
	LIST_EACH (const struct privacy_activity, a, &r->activities)
		if (a->personal)
			*LIST_ADD(p->mem, &personal, struct privacy_activity) = *a;
	text_c(&out, "{");
	json_member(&out, "controller", r->controller);
	json_member(&out, "controller_mark", r->controller_mark);
	json_member(&out, "officer", r->officer);
	json_member(&out, "officer_mark", r->officer_mark);
	json_member(&out, "transfer", r->transfer);
	text_c(&out, "\"measures\":");
	json_list(&out, &privacy_measure_rec, &r->measures);
	text_c(&out, ",\"activities\":");
	json_list(&out, &privacy_activity_rec, &personal);
	text_c(&out, "}\n");
	fputs(text_str(&out).p, stdout);
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

static void print_csv(struct program *p, const struct record *r, const struct list *rows)
{
	struct formatter f = words_formatter(p->cx.words);
	str csv = doc_csv(p->mem, &(struct doc_table){ .record = r, .rows = rows }, &f);
	fwrite(csv.p, 1, csv.n, stdout);
}

/* The register as a table has one row for each kind of data of an activity. */
static struct list kinds_about_persons(struct program *p, const struct privacy *r)
{
	struct list rows = { 0 };
	LIST_EACH (const struct privacy_activity, a, &r->activities)
		LIST_EACH (const struct privacy_kind, k, &a->kinds)
			if (a->personal)
				*LIST_ADD(p->mem, &rows, struct privacy_column) =
				        (struct privacy_column){ .activity = a->name,
					                         .purpose = a->purpose,
					                         .basis = a->basis,
					                         .basis_mark = a->basis_mark,
					                         .persons = a->persons,
					                         .kind = k->name,
					                         .recipients = a->recipients,
					                         .retention = k->retention,
					                         .retention_mark = k->retention_mark,
					                         .deletion = k->deletion };
	return rows;
}

static const struct field register_fields[] = {
	FIELD(struct privacy_column, activity, KIND_TEXT),
	FIELD(struct privacy_column, purpose, KIND_TEXT),
	FIELD(struct privacy_column, basis, KIND_TEXT),
	FIELD(struct privacy_column, basis_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_column, persons, KIND_TEXT),
	FIELD(struct privacy_column, kind, KIND_TEXT),
	FIELD(struct privacy_column, recipients, KIND_TEXT),
	FIELD(struct privacy_column, retention, KIND_TEXT),
	FIELD(struct privacy_column, retention_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_column, deletion, KIND_CHOICE, .choices = &privacy_deletion_choices),
};
static const struct record register_rec = RECORD("privacy_column", struct privacy_column, register_fields);

static void print_columns(struct program *p, const struct privacy *r)
{
	str table = STR_NONE;
	LIST_EACH (const struct privacy_column, c, &r->columns) {
		if (!str_eq(c->table, table))
			printf("%s" STR_FMT " – " STR_FMT "%s\n", table.p ? "\n" : "", STR_ARG(c->table),
			       STR_ARG(c->table_purpose), c->outside ? " (außerhalb der Datenbank)" : "");
		table = c->table;
		printf("  %-16s " STR_FMT ": " STR_FMT "\n", str_c(p->mem, c->column), STR_ARG(c->activity),
		       STR_ARG(c->kind));
		printf("  %16s " STR_FMT "\n", "",
		       STR_ARG(c->personal ? marked(p, c->basis, c->basis_mark) : S("kein Personenbezug")));
		printf("  %16s " STR_FMT "\n", "", STR_ARG(term(p, c->retention, c->retention_mark, c->deletion)));
	}
}

static void print_columns_json(struct program *p, const struct privacy *r)
{
	struct text out = TEXT(p->mem);
	json_list(&out, &privacy_column_rec, &r->columns);
	text_c(&out, "\n");
	fputs(text_str(&out).p, stdout);
}

int command_privacy(struct program *p)
{
	bool csv = program_flag(p, "--csv");
	struct privacy r;
	if (program_leftover(p))
		return EXIT_USAGE;
	bool all = p->argc == 2 && !strcmp(p->argv[1], "columns");
	if (p->argc != 2 || (!all && strcmp(p->argv[1], "register") != 0) || (csv && p->json)) {
		fputs("scharnier privacy: erwartet register oder columns; siehe scharnier privacy --help\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, PROGRAM_BARE);
	if (code != EXIT_DONE)
		return code;
	privacy_read(p->mem, S("de"), &r);
	struct list rows = all ? r.columns : kinds_about_persons(p, &r);
	if (csv)
		print_csv(p, all ? &privacy_column_rec : &register_rec, &rows);
	else if (all)
		p->json ? print_columns_json(p, &r) : print_columns(p, &r);
	else
		p->json ? print_register_json(p, &r) : print_register(p, &r);
	return EXIT_DONE;
}

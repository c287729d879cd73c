/* People from a table: what real lists look like is understood, what cannot be meant is said with its line, and all
 * rows are taken or none (S-INT-1, P-INT-2). */
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_import.h"
#include "features/interpreters/pool_test.h"

#include "core/table.h"
#include "doc/doc.h"

static struct csv table_of(const char *text)
{
	struct csv table;
	struct csv_fault fault;
	assert_int_equal(csv_read(k->cx.mem, str_of(text), &table, &fault), OK);
	return table;
}

static struct pool_import look(const char *text)
{
	struct pool_import plan;
	struct csv table = table_of(text);
	assert_int_equal(pool_import_look(&k->cx, &coesfeld, &table, &plan), OK);
	return plan;
}

static err take(const struct tenant *centre, const struct csv *table, struct pool_import *plan)
{
	struct import_in in = { .centre = centre, .table = table, .hash = S("abc") };
	return db_tx(&k->cx, "test", pool_import_take_in_tx, &in, plan, sizeof *plan);
}

static struct list everybody(const struct tenant *centre)
{
	const struct people_filter any = { 0 };
	struct list all = { 0 };
	assert_int_equal(interpreter_whole_list(&k->cx, centre, &any, k->cx.today, &all), OK);
	return all;
}

/* --- languages in a cell ------------------------------------------------------------------------------------------ */

static void languages_as_lists_have_them(void **state UNUSED)
{
	static const struct {
		const char *cell, *codes;
	} cells[] = { { "Türkisch", "tur" },
		      { "Kurdisch: Sorani (fließend, vor Ort, am Telefon); Türkisch (Muttersprache)", "ckb tur" },
		      { "Dari, Paschtu", "prs pus" },
		      { "Bosnisch, Kroatisch, Serbisch", "hbs" },
		      { "Farsi (Iran); Albanisch: Gegisch (Kosovo, Nordalbanien) (gut)", "pes aln" },
		      { " ; Tigrinisch ;", "tir" },
		      { "Turkish (mother tongue, by phone)", "tur" },
		      { "arabisch, arabisch", "ara" },
		      { "", "" } };
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct list found = { 0 };
		struct text codes = TEXT(k->cx.mem);
		str wrong;
		assert_int_equal(pool_languages_read(&k->cx, str_of(cells[i].cell), &found, &wrong), OK);
		LIST_EACH (const struct interpreter_language, l, &found)
			text_print(&codes, "%s" STR_FMT, codes.n ? " " : "", STR_ARG(l->language_code));
		assert_string_equal(text_str(&codes).p, cells[i].codes);
	}
}

static void level_and_ways_stand_in_brackets(void **state UNUSED)
{
	struct list found = { 0 };
	str wrong;
	assert_int_equal(pool_languages_read(&k->cx, S("Kurdisch (Muttersprache, alle Dialekte, per Video); Dari"),
	                                     &found, &wrong),
	                 OK);
	const struct interpreter_language *l = LIST_AT(&found, struct interpreter_language, 0);
	assert_string_equal(l->level.p, "native");
	assert_true(l->all_dialects && l->video && !l->on_site);
	l = LIST_AT(&found, struct interpreter_language, 1);
	assert_string_equal(l->level.p, "fluent");
	assert_true(l->on_site && !l->phone && !l->all_dialects);
	found = (struct list){ 0 };
	assert_int_equal(pool_languages_read(&k->cx, S("Dari; Klingonisch (gut)"), &found, &wrong), E_INVALID);
	assert_true(str_is(wrong, "Klingonisch (gut)"));
	assert_int_equal(pool_languages_read(&k->cx, S("Dari, Klingonisch"), &found, &wrong), E_INVALID);
}

/* "1 480 720" is Monday from 8 to 12. */
static void hours_of_the_week_stand_in_a_cell(void **state UNUSED)
{
	static const struct {
		const char *cell, *hours; /* NULL: cannot be read */
	} cells[] = { { "", "" },
		      { "Montag 8:00–12:00, 14–18; Mi 9-10", "1 480 720, 1 840 1080, 3 540 600, " },
		      { "Mo–Mi ab 14 Uhr", "1 840 1440, 2 840 1440, 3 840 1440, " },
		      { "Tue 9 to 10; Su. 8-9", "2 540 600, 7 480 540, " },
		      { "Mo 8-12; Mo 14-18", NULL },
		      { "Mo-Fr 8-12; Mi 9-10", NULL },
		      { "Fr-Mo 8-12", NULL },
		      { "morgens", NULL },
		      { "Mo", NULL },
		      { "Mo 12-8", NULL },
		      { "8-12", NULL } };
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct list found = { 0 };
		struct text t = TEXT(k->cx.mem);
		str wrong;
		assert_int_equal(pool_week_read(&k->cx, str_of(cells[i].cell), &found, &wrong),
		                 cells[i].hours ? OK : E_INVALID);
		LIST_EACH (const struct interpreter_hours, h, &found)
			text_print(&t, "%d %d %d, ", (int)h->weekday, (int)h->from_minute, (int)h->to_minute);
		if (cells[i].hours)
			assert_string_equal(text_str(&t).p, cells[i].hours);
	}
}

/* --- what is wrong ------------------------------------------------------------------------------------------------ */

static void refused(const char *text, int64_t line, const char *words)
{
	struct pool_import plan = look(text);
	assert_true(plan.said.messages.n > 0);
	const struct import_message *m = LIST_AT(&plan.said.messages, struct import_message, 0);
	assert_int_equal(m->line, line);
	assert_true(str_has(m->words, words));
	next();
}

static void mistakes_are_said_with_their_line(void **state UNUSED)
{
	refused("Vorname;Sprachen\nMia;Dari\n", 1, "Familienname");
	refused("Familienname;Vorname;Schuhgröße\nA;B;42\n", 1, "gibt es hier nicht");
	refused("Familienname;Vorname;Vorname\nA;B;C\n", 1, "zweimal");
	refused("Familienname;Vorname\n", 0, "mindestens eine");
	refused("Familienname;Vorname;Sprachen\nA;B;Dari\nC;D;Klingonisch\n", 3, "Klingonisch");
	refused("Familienname;Vorname;Stand\nA;B;vielleicht\n", 2, "vielleicht");
	refused("Familienname;Vorname;Stand\nA;B;ausgeschieden\n", 2, "nicht eingelesen");
	refused("Familienname;Vorname;Übersetzung\nA;B;manchmal\n", 2, "ja oder nein");
	refused("Familienname;Vorname;Schulung am\nA;B;22.11.2026\n", 2, "kommt erst noch");
	refused("Familienname;Vorname;Führungszeugnis vom\nA;B;01.02.2025\n", 2, "letzten Tag");
	refused("Familienname;Vorname;Führungszeugnis vom;Führungszeugnis gilt bis\nA;B;01.02.2025;31.01.2025\n", 2,
	        "früherer Anfang");
	refused("Familienname;Vorname;Postleitzahl\nA;B;4865x\n", 2, "fünf Ziffern");
	refused("Familienname;Vorname;E-Mail\nA;B;keine\n", 2, "keine E-Mail-Adresse");
	refused("Familienname;Vorname;Zeiten der Woche\nA;B;morgens\n", 2, "Mo–Fr 9–17");
	refused("Familienname;Vorname;Steuerfreier Betrag\nA;B;irgendwas\n", 2, "irgendwas");
	refused("Familienname;Vorname\nA;B;C\n", 2, "mehr Felder");
	refused("Familienname;Vorname\n;B\n", 2, "Diese Angabe fehlt");
	refused("Familienname;Vorname\nÖztürk;Deniz\nOzturk;Deniz\n", 3, "Zeile 2");
}

/* --- all or none -------------------------------------------------------------------------------------------------- */

static void a_list_becomes_people_in_the_pool(void **state UNUSED)
{
	struct pool_import plan;
	struct csv table =
	        table_of("Familienname;Vorname;Postleitzahl;Sprachen;Übersetzung;Stand;Schulung am;Verpflichtet "
	                 "am;Führungszeugnis vom;Führungszeugnis gilt bis\n"
	                 "Öztürk;Deniz;48653;Türkisch;ja;im Pool;01.02.2024;01.02.2024;10.02.2024;09.02.2027\n"
	                 "Rahimi;Zahra;;Dari, Paschtu;;;;;;\n");
	assert_int_equal(take(&coesfeld, &table, &plan), OK);
	assert_int_equal(plan.new_people, 2);
	struct list people = everybody(&coesfeld);
	const struct person_whole *deniz = LIST_AT(&people, struct person_whole, 0),
	                          *zahra = LIST_AT(&people, struct person_whole, 1);
	assert_string_equal(deniz->person.town.p, "Coesfeld");
	assert_true(deniz->person.lat.has && deniz->person.translating && !deniz->person.interpreting);
	assert_string_equal(deniz->standing.state.p, "listed");
	assert_int_equal(deniz->standing.lacks.n, 0);
	assert_true(zahra->person.interpreting);
	assert_string_equal(zahra->standing.state.p, "applied");
	assert_int_equal(zahra->languages.n, 2);
	assert_int_equal(take(&coesfeld, &table, &plan), OK); /* again: nobody is new */
	assert_int_equal(plan.known, 2);
	assert_int_equal(everybody(&coesfeld).n, 2);
	assert_int_equal(everybody(&bottrop).n, 0);
}

static void with_one_mistake_nobody_is_taken(void **state UNUSED)
{
	struct pool_import plan;
	struct csv table = table_of("Familienname;Vorname;Sprachen\nA;B;Dari\nC;D;Klingonisch\n");
	assert_int_equal(take(&coesfeld, &table, &plan), E_INVALID);
	assert_string_equal(fault(), "import.has_messages");
	next();
	assert_int_equal(everybody(&coesfeld).n, 0);
}

/* What is exported is read again by another KI: the same people, languages, ways, papers and places. */
static void what_was_exported_can_be_read_again(void **state UNUSED)
{
	struct list rows = { 0 };
	struct pool_import plan;
	struct formatter f = words_formatter(k->cx.words);
	assert_int_equal(pool_demo_people(&k->cx), OK);
	next();
	f = words_formatter(k->cx.words);
	struct list before = everybody(&coesfeld), hours = { 0 }, hours_there = { 0 };
	int hours_seen = 0;
	assert_int_equal(interpreter_hours_of(&k->cx, &coesfeld, 0, &hours), OK);
	LIST_EACH (const struct person_whole, w, &before)
		if (w->standing.active || w->standing.applicant)
			*LIST_ADD(k->cx.mem, &rows, struct pool_table_row) = pool_table_row_of(&k->cx, w, &hours);
	struct doc_table t = { .title = S("t"), .note = S("n"), .record = &pool_table_rec, .rows = &rows };
	struct tenant unna;
	assert_int_equal(tenant_by_slug(&k->cx, S("unna"), &unna), OK);
	struct csv table = table_of(doc_csv(k->cx.mem, &t, &f).p);
	struct csv sheet;
	struct table_fault fault;
	str workbook;
	assert_int_equal(doc_xlsx(k->cx.mem, &t, &f, &workbook), OK);
	assert_int_equal(table_read(&k->cx, workbook, &sheet, &fault), OK); /* title and note above it are none */
	assert_int_equal(pool_import_look(&k->cx, &unna, &sheet, &plan), OK);
	assert_int_equal(plan.said.messages.n, 0);
	assert_int_equal(plan.new_people, rows.n);
	assert_int_equal(take(&unna, &table, &plan), OK);
	assert_int_equal(plan.new_people, rows.n);
	struct list after = everybody(&unna);
	assert_int_equal(interpreter_hours_of(&k->cx, &unna, 0, &hours_there), OK);
	size_t i = 0;
	LIST_EACH (const struct person_whole, w, &before) {
		if (!w->standing.active && !w->standing.applicant)
			continue;
		const struct person_whole *x = LIST_AT(&after, struct person_whole, i++);
		struct pool_table_row a = pool_table_row_of(&k->cx, w, &hours),
		                      b = pool_table_row_of(&k->cx, x, &hours_there);
		hours_seen += a.hours.n > 0;
		assert_string_equal(a.hours.p, b.hours.p);
		assert_string_equal(a.tax_kind.p, b.tax_kind.p);
		assert_string_equal(a.languages.p, b.languages.p);
		assert_string_equal(a.town.p, b.town.p);
		assert_int_equal(day_cmp(a.certified_until, b.certified_until), 0);
		assert_int_equal(day_cmp(a.trained_on, b.trained_on), 0);
		assert_int_equal(w->standing.active, x->standing.active);
	}
	assert_true(hours_seen > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(languages_as_lists_have_them),        TEST(level_and_ways_stand_in_brackets),
		TEST(hours_of_the_week_stand_in_a_cell),   TEST(mistakes_are_said_with_their_line),
		TEST(a_list_becomes_people_in_the_pool),   TEST(with_one_mistake_nobody_is_taken),
		TEST(what_was_exported_can_be_read_again),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

/* staff_import_test.c -- posts, people and shares from a table: line-exact messages, all or nothing (P-STA-1). */
#include "core/user.h"
#include "doc/doc.h"
#include "features/staff/staff_import.h"
#include "features/staff/staff_test.h"

#define HEAD                                                                                                           \
	"Art der Stelle;Stelle;Umfang der Stelle;Finanzierung;Stelle ab;Stelle "                                       \
	"bis;Nachname;Vorname;Stellenanteil;Besetzt ab;Besetzt bis\r\n"

static struct csv table(const char *text)
{
	struct csv c;
	struct csv_fault f = { 0 };
	assert_int_equal(csv_read(k->cx.mem, str_of(text), &c, &f), OK);
	return c;
}

static struct import_plan look(const char *text)
{
	struct csv c = table(text);
	struct import_plan p;
	assert_int_equal(import_look(&k->cx, &coesfeld, &c, &p), OK);
	return p;
}

static err take(const char *text, struct import_plan *ret)
{
	struct csv c = table(text);
	struct import_in in = { .centre = &coesfeld, .table = &c, .hash = S("abc") };
	return db_tx(&k->cx, "import", import_take_in_tx, &in, ret, sizeof *ret);
}

/* There is exactly one message: in this line, with these words in it. */
static void says(const char *text, int64_t line, const char *words)
{
	struct import_plan p = look(text);
	if (p.said.messages.n != 1)
		LIST_EACH (const struct import_message, m, &p.said.messages)
			print_message("%d: " STR_FMT "\n", (int)m->line, STR_ARG(m->words));
	assert_int_equal(p.said.messages.n, 1);
	const struct import_message *m = LIST_AT(&p.said.messages, struct import_message, 0);
	assert_int_equal(m->line, line);
	if (!str_has(m->words, words))
		print_message(STR_FMT "\n", STR_ARG(m->words));
	assert_true(str_has(m->words, words));
}

static int64_t count(const char *sql)
{
	struct sql q = { sql, "i" };
	int64_t n;
	assert_int_equal(db_int(&k->cx, &q, &n, V(coesfeld.id)), OK);
	return n;
}

static void a_table_is_taken_as_a_whole(void **state UNUSED)
{
	static const char text[] =
	        HEAD "Lehrkraft;Lehrkraft Schule;1,0;;01.02.2016;;Yılmaz;Elif;0,5;01.08.2021;\r\n"
	             "Lehrkraft;Lehrkraft Schule;1;;1.2.2016;;Feldkamp;Lena;0,5;01.08.2021;\r\n"
	             "Fachkraft;Fachkraft Frühe Bildung;1;;2016-02-01;;Петренко;Оксана;1;;31.12.2020\r\n"
	             "Fachkraft;Fachkraft Frühe Bildung;1;;2016-02-01;;Haddad;ليلى;1;01.01.2021;\r\n"
	             "Verwaltungsassistenz;Assistenz;0,5;;01.02.2016;;;;;;\r\n";
	struct import_plan p = look(text);
	assert_int_equal(p.said.messages.n, 0);
	assert_int_equal(p.rows, 5);
	assert_int_equal(p.new_posts, 3);
	assert_int_equal(p.new_people, 4);
	assert_int_equal(p.new_shares, 4);
	assert_int_equal(count("SELECT count(*) AS n FROM post WHERE centre_id = $1"), 0); /* looking writes nothing */
	assert_int_equal(take(text, &p), OK);
	next();
	assert_int_equal(count("SELECT count(*) AS n FROM post WHERE centre_id = $1"), 3);
	assert_int_equal(count("SELECT count(*) AS n FROM post_share WHERE centre_id = $1"), 4);
	sums_are_right();
	p = look(text); /* once more: all of it is there */
	assert_int_equal(p.known, 4);
	assert_int_equal(p.new_posts + p.new_people + p.new_shares, 0);
	assert_int_equal(take(text, &p), OK);
	next();
	assert_int_equal(count("SELECT count(*) AS n FROM person WHERE centre_id = $1"), 4);
	assert_int_equal(count("SELECT count(*) AS n FROM post WHERE centre_id = $1"), 3);
}

static void what_was_exported_is_imported_again(void **state UNUSED)
{
	struct list rows = { 0 };
	int64_t post = post_added(&unna, "specialist", "ki", 1000, "2018-01-01", NULL);
	share_added(&unna, post, person_added(&unna, "Öztürk-Müßig; jr.", "Ayşe"), 600, "2018-02-01", NULL);
	share_added(&unna, post, person_added(&unna, "=Formel", "\"Zitat\""), 400, "2018-02-01", "2023-01-31");
	post_added(&unna, "teacher", "land", 500, "2019-08-01", "2025-07-31");
	next();
	assert_int_equal(staff_rows_on(&k->cx, &unna, DAY_NONE, &rows), OK);
	assert_int_equal(rows.n, 3);
	struct doc_table t = { .record = &staff_row_rec, .rows = &rows };
	struct formatter f = words_formatter(k->cx.words);
	str csv = str_copy(k->mem, doc_csv(k->cx.mem, &t, &f));
	struct import_plan p;
	assert_int_equal(take(csv.p, &p), OK); /* into another KI */
	next();
	struct list again = { 0 };
	assert_int_equal(staff_rows_on(&k->cx, &coesfeld, DAY_NONE, &again), OK);
	t.rows = &again;
	assert_string_equal(str_c(k->cx.mem, doc_csv(k->cx.mem, &t, &f)), csv.p);
	assert_int_equal(staff_rows_on(&k->cx, &coesfeld, on("2024-01-01"), &again), OK);
	assert_int_equal(again.n, 2); /* the formula left in 2023 */
}

/* Many rows are written at once: each share still finds its own post and person. */
static void a_large_table_keeps_who_holds_what(void **state UNUSED)
{
	enum { ROWS = 1234, POSTS = ROWS - 34 };
	struct text t = TEXT(k->mem);
	struct import_plan p;
	text_c(&t, HEAD);
	for (int i = 0; i < ROWS; i++) /* the last 34 are second halves of the first posts, by the same people */
		text_print(&t, "Fachkraft;Stelle %d;1;;01.01.2020;;Stelle %d;P;0,4;%s;\r\n", i % POSTS, i % POSTS,
		           i < POSTS ? "" : "01.06.2020");
	assert_int_equal(take(text_str(&t).p, &p), OK);
	next();
	assert_int_equal(count("SELECT count(*) AS n FROM post WHERE centre_id = $1"), POSTS);
	assert_int_equal(count("SELECT count(*) AS n FROM person WHERE centre_id = $1"), POSTS);
	assert_int_equal(count("SELECT count(*) AS n FROM post_share s JOIN post p ON p.id = s.post_id"
	                       " JOIN person n ON n.id = s.person_id AND n.family_name = p.title"
	                       " WHERE s.centre_id = $1"),
	                 ROWS);
	sums_are_right();
}

/* Each refusal names the line that an editor shows, and says what to do. */
static void refusals_name_line_and_column(void **state UNUSED)
{
	says("Art der Stelle;Stelle;Umfang der Stelle\r\nFachkraft;A;1\r\n", 1, "„Stelle ab“ fehlt");
	says(HEAD, 0, "keine Zeile");
	says("Art der Stelle;Stelle;Umfang der Stelle;Stelle ab;Farbe\r\nFachkraft;A;1;01.01.2020;rot\r\n", 1,
	     "gibt es hier nicht");
	says("Art der Stelle;Stelle;Stelle;Umfang der Stelle;Stelle ab\r\nFachkraft;A;A;1;01.01.2020\r\n", 1,
	     "zweimal");
	says(HEAD "Hausmeister;A;1;;01.01.2020;;;;;;\r\n", 2, "Fachkraft");
	says(HEAD "Fachkraft;A;zwei;;01.01.2020;;;;;;\r\n", 2, "Zahl");
	says(HEAD "Fachkraft;A;1,5;;01.01.2020;;;;;;\r\n", 2, "1");
	says(HEAD "Fachkraft;A;1;;31.02.2020;;;;;;\r\n", 2, "Tag");
	says(HEAD "\r\n\r\nFachkraft;A;1;;01.01.2020;31.12.2019;;;;;\r\n", 4, "Ende liegt vor dem Beginn");
	says(HEAD "Fachkraft;A;1;Land (Freistellung);01.01.2020;;;;;;\r\n", 2, "");
	says(HEAD "Fachkraft;A;1;;01.01.2020;;Nolte;Ute;;;\r\n", 2, "fehlt der Stellenanteil");
	says(HEAD "Fachkraft;A;1;;01.01.2020;;Nolte;;1;;\r\n", 2, "fehlt der Name");
	says(HEAD "Fachkraft;A;1;;01.01.2020;;Nolte;Ute;1;01.12.2019;\r\n", 2, "reicht über die Stelle hinaus");
	says(HEAD "Fachkraft;A;1;;01.01.2020;;;;;;;;x\r\n", 2, "mehr Felder");
	says(HEAD "Fachkraft;A;1;;01.01.2020;;;;;;\r\nFachkraft;A;0,5;;01.01.2020;;;;;;\r\n", 3, "Zeile 2");
	says(HEAD "Fachkraft;A;1;;01.01.2020;;Nolte;Ute;0,6;;\r\n\r\nFachkraft;A;1;;01.01.2020;;Esser;Ralf;0,"
	          "5;;\r\n",
	     4, "mit 1,1 besetzt");
}

static void what_is_there_is_not_changed(void **state UNUSED)
{
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", NULL);
	struct post there;
	assert_int_equal(post_find(&k->cx, &coesfeld, post, &there), OK);
	str row = str_print(k->mem, HEAD "Fachkraft;" STR_FMT ";0,5;;01.01.2020;;;;;;\r\n", STR_ARG(there.title));
	says(row.p, 2, "gibt es schon mit einem anderen Wert");
	person_added(&coesfeld, "Nolte", "Ute");
	person_added(&coesfeld, "Nolte", "Ute");
	row = str_print(k->mem, HEAD "Fachkraft;Neu;1;;01.01.2020;;Nolte;Ute;1;;\r\n");
	says(row.p, 2, "Mehrere Personen");
	share_added(&coesfeld, post, person_added(&coesfeld, "Prinz", "Jana"), 800, "2020-01-01", NULL);
	row = str_print(k->mem, HEAD "Fachkraft;" STR_FMT ";1;;01.01.2020;;Esser;Ralf;0,5;01.06.2020;\r\n",
	                STR_ARG(there.title));
	says(row.p, 2, "mit 1,3 besetzt");
}

static void one_fault_and_nothing_is_taken(void **state UNUSED)
{
	struct import_plan p;
	int64_t audit_before = count("SELECT count(*) AS n FROM audit WHERE centre_id = $1");
	assert_int_equal(
	        take(HEAD "Fachkraft;A;1;;01.01.2020;;Nolte;Ute;1;;\r\nFachkraft;B;1;;01.01.2020;;Esser;Ralf;2;;\r\n",
	             &p),
	        E_INVALID);
	assert_string_equal(fault(), "import.has_messages");
	next();
	assert_int_equal(count("SELECT count(*) AS n FROM post WHERE centre_id = $1"), 0);
	assert_int_equal(count("SELECT count(*) AS n FROM person WHERE centre_id = $1"), 0);
	assert_int_equal(count("SELECT count(*) AS n FROM audit WHERE centre_id = $1"), audit_before);
}

/* A thousand faults do not fill the page; they are counted. */
static void messages_have_an_end(void **state UNUSED)
{
	struct text t = TEXT(k->mem);
	text_c(&t, HEAD);
	for (int i = 0; i < 1000; i++)
		text_c(&t, "Fachkraft;A;viel;;01.01.2020;;;;;;\r\n");
	struct import_plan p = look(text_str(&t).p);
	assert_int_equal(p.said.messages.n, 200);
	assert_int_equal(p.said.more, 800);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_table_is_taken_as_a_whole),        TEST(what_was_exported_is_imported_again),
		TEST(refusals_name_line_and_column),      TEST(what_is_there_is_not_changed),
		TEST(one_fault_and_nothing_is_taken),     TEST(messages_have_an_end),
		TEST(a_large_table_keeps_who_holds_what),
	};
	if (!kit_available())
		return 77;
	return cmocka_run_group_tests_name("staff import", tests, NULL, NULL);
}

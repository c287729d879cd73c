/* evaluation_test.c -- what leaves for an evaluation, on both databases: nobody stands alone, a rare person is not
 * found, two exports share nothing but their content. S-EVA-1. */
#include "kit/short.h"

#include "app/program.h"
#include "core/app.h"
#include "doc/xlsx_read.h"
#include "features/evaluation/evaluation_model.h"

static struct app *app;

enum { PERSON, ONE_POST, SHARE, INTERPRETER, BOOKING, NOW, ACTIVITY };
static const struct sql make[] = {
	[PERSON] = { "INSERT INTO person (centre_id, family_name, given_name, sort_name, recorded_by, recorded_at) "
	             "VALUES"
	             " ($1, 'Geheimnis', 'Amina', 'x', 'test', 1) RETURNING id",
	             "i" },
	[ONE_POST] = { "INSERT INTO post (centre_id, kind, title, fte, funding, employer, valid_from, recorded_by, "
	               "recorded_at)"
	               " VALUES ($1, $2, 'Geheimnis', 1000, $3, 'municipality', '2020-01-01', 'test', 1) RETURNING id",
	               "iss" },
	[SHARE] = { "INSERT INTO post_share (centre_id, post_id, person_id, fte, valid_from, recorded_by, recorded_at)"
	            " VALUES ($1, $2, $3, $4, '2020-01-01', 'test', 1) RETURNING id",
	            "iiii" },
	[INTERPRETER] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, interpreting, "
	                  "guiding,"
	                  " translating, recorded_by, recorded_at) VALUES ($1, 'Geheimnis', 'Amina', 'x', 1, 0, 0, "
	                  "'test',"
	                  " 1) RETURNING id",
	                  "i" },
	[BOOKING] = { "INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical, "
	              "aosf,"
	              " lesson, recurring, private, institution_kind, institution, municipality, received_at, "
	              "received_on,"
	              " received_by) VALUES ($1, $2, 'interpreting', $3, 'on_site', 'parents', 0, 0, 0, 0, 0, 0, "
	              "'school',"
	              " 'Geheimnis', 'Geheimnis', 1, '2026-06-01', 'link') RETURNING id",
	              "iss" },
	[NOW] = { "INSERT INTO booking_now (booking_id, centre_id, stage, round, since, starts_at, ends_at, held_on,"
	          " interpreter_id, asked, declined, expected_cents, expected_travel_cents) VALUES ($1, $2, $3, 1, 1,"
	          " 4000000, 7600000, $4, $5, 1, 0, 0, 0) RETURNING booking_id",
	          "iisdi" },
	[ACTIVITY] = { "INSERT INTO activity (centre_id, day, kind, field, stage, recipient, target, main_field, "
	               "partner,"
	               " participants, minutes, said_by, said_at) SELECT $1, $2, kind.code, field.code, stage.code,"
	               " recipient.code, target.code, main.code, 'Geheimnis', 3, 45, 'test', 1 FROM catalogue_entry "
	               "kind,"
	               " catalogue_entry field, catalogue_entry stage, catalogue_entry recipient, catalogue_entry "
	               "target,"
	               " catalogue_entry main WHERE kind.catalogue = 'kind' AND field.catalogue = 'field' AND"
	               " stage.catalogue = 'stage' AND recipient.catalogue = 'recipient' AND target.catalogue = "
	               "'target'"
	               " AND main.catalogue = 'main_field' ORDER BY kind.place, field.place, stage.place, "
	               "recipient.place,"
	               " target.place, main.place LIMIT 1 RETURNING id",
	               "id" },
	{ 0 },
};

static err made(struct cx *cx, const struct sql *q, struct bounds v, int64_t *ret)
{
	return db_int(cx, q, ret, v);
}

static err staff_of(struct cx *cx, int64_t centre, int n, const char *kind, const char *funding, int64_t fte)
{
	for (int i = 0; i < n; i++) {
		int64_t post, person, share;
		TRY(made(cx, &make[ONE_POST], V(centre, str_of(kind), str_of(funding)), &post));
		TRY(made(cx, &make[PERSON], V(centre), &person));
		TRY(made(cx, &make[SHARE], V(centre, post, person, fte), &share));
	}
	return OK;
}

/* `each` assignments on that day for each of n new interpreters; n 0: requests that nobody took. */
static err pool_of(struct cx *cx, int64_t centre, int n, const char *language, const char *date, int each)
{
	static int numbers;
	for (int i = 0; i < n || (n == 0 && i == 0); i++) {
		int64_t person = 0, booking;
		if (n)
			TRY(made(cx, &make[INTERPRETER], V(centre), &person));
		for (int j = 0; j < each; j++) {
			str number = str_print(cx->mem, "2026-%05d", ++numbers);
			struct maybe who = { person, n > 0 };
			TRY(made(cx, &make[BOOKING], V(centre, number, str_of(language)), &booking));
			TRY(made(cx, &make[NOW], V(booking, centre, n ? S("signed") : S("unfilled"), on(date), who),
			         &booking));
		}
	}
	return OK;
}

/* Coesfeld has company enough; in Unna one person speaks Balochi, and one teacher is alone. */
static err fill(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	int64_t coesfeld = centre_called("coesfeld").id, unna = centre_called("unna").id, id;
	TRY(staff_of(cx, coesfeld, 6, "specialist", "ki", 1000));
	TRY(staff_of(cx, unna, 1, "teacher", "land", 500));
	TRY(staff_of(cx, unna, 5, "specialist", "ki", 1000));
	TRY(pool_of(cx, coesfeld, 6, "ara", "2026-07-10", 4));
	TRY(pool_of(cx, coesfeld, 5, "ara", "2026-08-10", 1));
	TRY(pool_of(cx, coesfeld, 6, "ara", "2026-05-10", 1));
	TRY(pool_of(cx, unna, 1, "bal", "2026-07-11", 7));
	TRY(pool_of(cx, unna, 4, "ara", "2026-07-12", 2));
	TRY(pool_of(cx, unna, 0, "ara", "2026-09-12", 6));
	for (int i = 0; i < 8; i++)
		TRY(made(cx, &make[ACTIVITY], V(i < 6 ? coesfeld : unna, on("2026-08-20")), &id));
	return OK;
}

static int open_kit(void **state UNUSED)
{
	struct text words = { 0 };
	k = kit_furnished();
	words.mem = k->mem;
	const struct app_config config = { .pool = k->pool, .features = program_features };
	assert_int_equal(app_new(&config, &app, &words), OK);
	assert_int_equal(db_tx(&k->cx, "test.fill", fill, NULL, NULL, 0), OK);
	return 0;
}

static int close_kit(void **state UNUSED)
{
	app_free(app);
	kit_close(k);
	return 0;
}

static int begin(void **state UNUSED)
{
	next();
	k->cx.app = app;
	return 0;
}

/* --- exports ------------------------------------------------------------------------------------------------------ */

static struct evaluation_wish wish(const char *first, const char *last)
{
	return (struct evaluation_wish){ .first = str_of(first),
		                         .last = str_of(last),
		                         .table = S("all"),
		                         .recipient = S("Institut"),
		                         .purpose = S("Prozessevaluation") };
}

static struct list export_of(const char *first, const char *last)
{
	struct evaluation_wish w = wish(first, last);
	struct evaluation_period p = { 0 };
	struct list sheets = { 0 };
	assert_int_equal(evaluation_check(&k->cx, &w, &p), OK);
	assert_int_equal(p.threshold, 5);
	assert_true(p.assumed);
	assert_int_equal(evaluation_collect(&k->cx, &w, &p, &sheets), OK);
	return sheets;
}

static const struct evaluation_sheet *sheet_of(const struct list *sheets, const char *code)
{
	LIST_EACH (const struct evaluation_sheet, s, sheets)
		if (str_is(str_of(s->table->code), code))
			return s;
	assert_true(false);
	return NULL;
}

/* All that a row says, but for its pseudonym and number of records. */
static str content(const struct evaluation_shown *s)
{
	struct text out = TEXT(k->cx.mem);
	text_print(&out, STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT, STR_ARG(s->quarter), STR_ARG(s->month),
	           STR_ARG(s->district), STR_ARG(s->centre));
	for (int c = 0; c < EVALUATION_CELLS; c++)
		text_print(&out, "|" STR_FMT, STR_ARG(s->cells[c]));
	return text_str(&out);
}

static bool says(const struct evaluation_sheet *s, const char *part)
{
	LIST_EACH (const struct evaluation_shown, row, &s->rows)
		if (str_has(content(row), part))
			return true;
	return false;
}

static void tables_are_declared_well(void **state UNUSED)
{
	int n = 0;
	for (const struct evaluation_table *const *t = evaluation_all(&k->cx); *t; t++, n++) {
		str name = word(k->cx.words, k->cx.mem, str_print(k->cx.mem, "evaluation_table.%s", (*t)->code).p);
		assert_true(utf8_length(name) <= 31);
		assert_true(words_has(k->cx.words, str_print(k->cx.mem, "evaluation_rule.%s", (*t)->code)));
		for (const struct evaluation_column *c = (*t)->columns; c->code; c++) {
			str key = str_print(k->cx.mem, "evaluation_column.%s.%s", (*t)->code, c->code);
			assert_true(words_has(k->cx.words, key));
			assert_true(words_has(k->cx.words, str_print(k->cx.mem, STR_FMT ".hint", STR_ARG(key))));
			assert_true(c - (*t)->columns < EVALUATION_CELLS);
			assert_true((*t)->kind != EVALUATION_PERSONS || c->role == EVALUATION_KNOWN);
			assert_true((*t)->kind == EVALUATION_FIGURES || c->role != EVALUATION_NUMBER);
		}
		if ((*t)->kind == EVALUATION_FIGURES)
			continue;
		const struct evaluation_step *last = &(*t)->ladder[(*t)->steps - 1];
		assert_true(last->region == REGION_LAND && last->quarter && last->hidden == EVALUATION_LAST_STEP);
	}
	assert_int_equal(n, 6);
}

/* In each row that bears a pseudonym; and no other row bears one. */
static void nobody_stands_alone(void **state UNUSED)
{
	struct list sheets = export_of("2026-04", "2026-07");
	LIST_EACH (const struct evaluation_sheet, s, &sheets)
		LIST_EACH (const struct evaluation_shown, row, &s->rows) {
			int64_t alike = 0;
			LIST_EACH (const struct evaluation_shown, other, &s->rows)
				alike += str_eq(content(row), content(other));
			assert_true(s->table->kind == EVALUATION_PERSONS ? alike >= 5
			                                                 : alike == 1 && !row->pseudonym.p);
		}
}

/* Balochi is spoken by one person in the Land; Arabic by many, and six in Coesfeld. */
static void a_rare_person_is_not_found(void **state UNUSED)
{
	struct list sheets = export_of("2026-07", "2026-07");
	LIST_EACH (const struct evaluation_sheet, s, &sheets) {
		assert_false(says(s, "Belutschi"));
		assert_false(says(s, "teacher"));
		assert_false(says(s, "Geheimnis"));
	}
	const struct evaluation_sheet *s = sheet_of(&sheets, "assignments");
	assert_true(says(
	        s, "2026-07|2026-07|muenster|Kommunales Integrationszentrum Kreis Coesfeld|Arabisch|interpreting"));
	assert_true(says(s, "2026-07|2026-08|muenster|Kommunales Integrationszentrum Kreis Coesfeld|Arabisch"));
	assert_false(says(s, "Unna|Arabisch|interpreting|on_site|school|held")); /* four persons */
	assert_true(says(s, "Unna|Arabisch|interpreting|on_site|school|unfilled"));
	assert_int_equal(s->records, 24 + 5 + 7 + 8 + 6);
	assert_int_equal(s->records, s->unchanged + s->coarser + s->suppressed);
	assert_int_equal(s->unchanged, 24 + 5 + 6);
	s = sheet_of(&sheets, "shares");
	assert_true(says(s, "Coesfeld|specialist|ki|f1000"));
	assert_int_equal(s->suppressed, 1); /* the one teacher of the Land */
}

/* Whom somebody looks for in two exports of the same quarter cannot be joined: no pseudonym is in both, and by content
 * each row has at least five others to be joined with. */
static void two_exports_cannot_be_joined(void **state UNUSED)
{
	struct list one = export_of("2026-07", "2026-07"), two = export_of("2026-07", "2026-07");
	for (size_t i = 0; i < one.n; i++) {
		const struct list *a = &LIST_AT(&one, struct evaluation_sheet, i)->rows;
		const struct list *b = &LIST_AT(&two, struct evaluation_sheet, i)->rows;
		assert_int_equal(a->n, b->n);
		for (size_t r = 0; r < a->n; r++) {
			const struct evaluation_shown *row = LIST_AT(a, struct evaluation_shown, r);
			assert_true(str_eq(content(row), content(LIST_AT(b, struct evaluation_shown, r))));
			for (size_t q = 0; row->pseudonym.p && q < b->n; q++)
				assert_false(str_eq(row->pseudonym, LIST_AT(b, struct evaluation_shown, q)->pseudonym));
		}
	}
}

/* A longer period says nothing else of a quarter, so its difference to a shorter one tells nothing. A person of two
 * quarters has two pseudonyms. */
static void a_quarter_is_the_same_in_each_export(void **state UNUSED)
{
	struct list longer = export_of("2026-01", "2026-07"), single = export_of("2026-07", "2026-07");
	for (size_t i = 0; i < longer.n; i++) {
		const struct list *a = &LIST_AT(&longer, struct evaluation_sheet, i)->rows;
		const struct list *b = &LIST_AT(&single, struct evaluation_sheet, i)->rows;
		size_t r = 0;
		LIST_EACH (const struct evaluation_shown, row, a) {
			for (const struct evaluation_shown *o = a->items; o < row; o++)
				assert_false(row->pseudonym.p && str_eq(row->pseudonym, o->pseudonym));
			if (str_is(row->quarter, "2026-07"))
				assert_true(str_eq(content(row), content(LIST_AT(b, struct evaluation_shown, r++))));
		}
		assert_int_equal(r, b->n);
	}
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void refused(const char *first, const char *last, const char *table, const char *field, const char *key)
{
	struct evaluation_wish w = wish(first, last);
	struct evaluation_period p = { 0 };
	begin(NULL);
	w.table = str_of(table);
	assert_int_equal(evaluation_check(&k->cx, &w, &p), E_INVALID);
	assert_string_equal(problem_at(field), key);
}

static void periods_are_whole_quarters_that_are_over(void **state UNUSED)
{
	refused("2026-08", "2026-07", "all", "first", "evaluation.no_quarter");
	refused("2026-07-01", "2026-07", "all", "first", "evaluation.no_quarter");
	refused("2011-10", "2026-07", "all", "first", "evaluation.no_quarter");
	refused("2026-07", "2026-10", "all", "last", "evaluation.not_over");
	refused("2026-07", "2026-04", "all", "last", "evaluation.ends_before");
	refused("2026-07", "2026-07", "people", "table", "form.not_a_choice");
	begin(NULL);
	struct list quarters = { 0 };
	evaluation_quarters(&k->cx, &quarters);
	assert_int_equal(quarters.n, 14 * 4 + 3);
}

static err many_rows(struct cx *cx, int64_t centre_id, day from UNUSED, day to UNUSED, struct list *ret)
{
	for (int i = 0; i < EVALUATION_MOST / 2; i++)
		LIST_ADD(cx->mem, ret, struct evaluation_row)->centre_id = centre_id;
	return OK;
}

static void more_than_a_file_holds_is_refused(void **state UNUSED)
{
	static const struct evaluation_column none[] = { { 0 } };
	static const struct evaluation_table many = {
		.code = "many", .kind = EVALUATION_FIGURES, .columns = none, .rows = many_rows
	};
	static const struct evaluation_table *const tables[] = { &many, NULL };
	static const struct feature feature = { .name = "many", .evaluation = tables };
	static const struct feature *const features[] = { &feature, NULL };
	const struct app other = { .config = { .pool = k->pool, .features = features } };
	const struct evaluation_wish w = wish("2026-07", "2026-07");
	const struct evaluation_period p = { .from = on("2026-07-01"), .to = on("2026-09-30"), .threshold = 5 };
	struct list sheets = { 0 };
	k->cx.app = &other;
	assert_int_equal(evaluation_collect(&k->cx, &w, &p, &sheets), E_INVALID);
	assert_string_equal(problem_at("last"), "evaluation.too_many");
}

/* --- file and log ------------------------------------------------------------------------------------------------- */

static void the_file_explains_itself(void **state UNUSED)
{
	static const char *const names[] = { "Lies mich", "Spalten",         "Zählregeln",
		                             "Besetzung", "Tätigkeiten",     "Selbsteinschätzungen",
		                             "Einsätze",  "Sprachmittelnde", "Monatszahlen" };
	struct list sheets = export_of("2026-07", "2026-07"), found = { 0 };
	const struct evaluation_wish w = wish("2026-07", "2026-07");
	const struct evaluation_period p = {
		.from = on("2026-07-01"), .to = on("2026-09-30"), .threshold = 5, .assumed = true
	};
	struct xlsx_fault fault = { 0 };
	str file;
	assert_int_equal(evaluation_book(&k->cx, &w, &p, &sheets, &file), OK);
	assert_int_equal(xlsx_sheets(k->cx.mem, file, &found, &fault), OK);
	assert_int_equal(found.n, 9);
	for (size_t i = 0; i < found.n; i++)
		assert_true(str_is(LIST_AT(&found, struct xlsx_sheet, i)->name, names[i]));
}

static void the_log_is_kept(void **state UNUSED)
{
	const struct evaluation_export e = {
		.period_from = on("2026-07-01"),
		.period_to = on("2026-09-30"),
		.tables = S("all"),
		.recipient = S("Institut"),
		.purpose = S("Prozessevaluation"),
		.threshold = 5,
		.records = 50,
		.suppressed = 1,
		.hash = S("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
	};
	struct evaluation_export saved;
	struct list log = { 0 };
	assert_int_equal(db_tx(&k->cx, "test", evaluation_export_in_tx, &e, &saved, sizeof saved), OK);
	assert_int_equal(evaluation_log(&k->cx, &log), OK);
	assert_int_equal(log.n, 1);
	const struct evaluation_export *kept = LIST_AT(&log, struct evaluation_export, 0);
	assert_true(str_eq(kept->hash, e.hash) && str_is(kept->made_by, "system") && kept->made_at.ms == k->cx.now.ms);
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(tables_are_declared_well),
		                            TEST(nobody_stands_alone),
		                            TEST(a_rare_person_is_not_found),
		                            TEST(two_exports_cannot_be_joined),
		                            TEST(a_quarter_is_the_same_in_each_export),
		                            TEST(periods_are_whole_quarters_that_are_over),
		                            TEST(more_than_a_file_holds_is_refused),
		                            TEST(the_file_explains_itself),
		                            TEST(the_log_is_kept) };
	return kit_available() ? cmocka_run_group_tests_name("evaluation", tests, open_kit, close_kit) : 77;
}

/* A proof that was handed in, in the workbook of the authority (P-FUN-3: "when the portal does not work"): from its
 * paper alone, with the workbook that held on the day of handing in. Which one, and which field goes where, is a
 * setting: core/sheet_template.h. */
#include "core/sheet_template.h"
#include "core/words.h"
#include "features/grants/grant_items.h"
#include "features/grants/grant_proof_letter.h"
#include "features/grants/grants_demo.h"

/* --- what there is ------------------------------------------------------------------------------------------------ */

static const char *const sources[] = { "land", "federal", "eu", "other_public", "third", "donation", "own" };
enum { SOURCES = sizeof sources / sizeof *sources };

static const struct {
	const char *name;
	enum kind kind;
	const char *example;
} single[] = {
	{ "centre", KIND_TEXT, "Kommunales Integrationszentrum Kreis Coesfeld" },
	{ "carrier", KIND_TEXT, "Kreis Coesfeld" },
	{ "programme", KIND_TEXT, "Grundförderung" },
	{ "year", KIND_INT, "2026" },
	{ "authority", KIND_TEXT, "Bezirksregierung Arnsberg" },
	{ "reference", KIND_TEXT, "Grundförderung 2026 / 12" },
	{ "period_from", KIND_DAY, "01.01.2026" },
	{ "period_until", KIND_DAY, "31.12.2026" },
	{ "granted", KIND_MONEY, "414.500,00" },
	{ "paid", KIND_MONEY, "414.500,00" },
	{ "used", KIND_MONEY, "398.250,00" },
	{ "back", KIND_MONEY, "16.250,00" },
	{ "interest_total", KIND_MONEY, "167,12" },
	{ "income_total", KIND_MONEY, "420.000,00" },
	{ "expense_total", KIND_MONEY, "403.750,00" },
	{ "use", KIND_TEXT, "Die Zuwendung wurde zweckentsprechend verwendet." },
	{ "staff", KIND_TEXT, "Gefördert waren sieben Stellen." },
	{ "success", KIND_TEXT, "Mehr Familien finden den Weg in die Kita." },
	{ "deviation", KIND_TEXT, "Keine Abweichungen." },
	{ "submitted_on", KIND_DAY, "15.03.2027" },
	{ "submitted_by", KIND_TEXT, "Erika Muster" },
	{ "keep_until", KIND_DAY, "15.03.2032" },
	/* lists: one row each */
	{ "decisions.day", KIND_DAY, "20.01.2026" },
	{ "decisions.number", KIND_INT, "4" },
	{ "decisions.amount", KIND_MONEY, "414.500,00" },
	{ "income.label", KIND_TEXT, "Zuwendung des Landes" },
	{ "income.decision", KIND_MONEY, "414.500,00" },
	{ "income.account", KIND_MONEY, "414.500,00" },
	{ "expenses.label", KIND_TEXT, "Fachkräfte" },
	{ "expenses.decision", KIND_MONEY, "342.000,00" },
	{ "expenses.account", KIND_MONEY, "338.000,00" },
	{ "expenses.eligible", KIND_MONEY, "338.000,00" },
	{ "expenses.paid", KIND_MONEY, "342.000,00" },
	{ "expenses.used", KIND_MONEY, "338.000,00" },
	{ "expenses.back", KIND_MONEY, "4.000,00" },
	{ "expenses.note", KIND_TEXT, "Eine Stelle war drei Monate frei." },
	{ "posts.title", KIND_TEXT, "Fachkraft Frühe Bildung" },
	{ "posts.filled", KIND_DECIMAL, "9" },
	{ "posts.vacant", KIND_DECIMAL, "3" },
	{ "posts.cost", KIND_MONEY, "61.000,00" },
	{ "posts.eligible", KIND_MONEY, "42.750,00" },
	{ "people.name", KIND_TEXT, "Muster, Erika" },
	{ "people.post", KIND_TEXT, "Fachkraft Frühe Bildung" },
	{ "people.share", KIND_DECIMAL, "1" },
	{ "people.from", KIND_DAY, "01.01.2026" },
	{ "people.until", KIND_DAY, "31.12.2026" },
	{ "interest.from", KIND_DAY, "01.05.2026" },
	{ "interest.until", KIND_DAY, "30.08.2026" },
	{ "interest.principal", KIND_MONEY, "10.000,00" },
	{ "interest.reckoning", KIND_TEXT, "10.000,00 € × 5 % × 122/365 = 167,12 €" },
	{ "interest.amount", KIND_MONEY, "167,12" },
};

static str field_of(struct cx *cx, const char *prefix, const char *code)
{
	return str_print(cx->mem, "%s.%s", prefix, code);
}

/* "Fachkräfte: verwendet" */
static str label_of(struct cx *cx, const char *of, const char *code, const char *key)
{
	str what = word(cx->words, cx->mem, str_print(cx->mem, "%s.%s", of, code).p);
	return str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(what), STR_ARG(word(cx->words, cx->mem, key)));
}

/* For workbooks that have a place of its own for each position or source. */
static void fields(struct cx *cx, struct list *ret)
{
	for (size_t i = 0; i < sizeof single / sizeof *single; i++)
		sheet_field(cx, ret, str_of(single[i].name), single[i].kind, str_of(single[i].example));
	for (size_t i = 0; i < SOURCES; i++)
		sheet_field_alone(cx, ret, field_of(cx, "source", sources[i]), KIND_MONEY, S("1.000,00"),
		                  label_of(cx, "proof_source", sources[i], "proof_line.cents"));
	for (size_t i = 0; i < GRANT_ITEMS; i++) {
		sheet_field_alone(cx, ret, field_of(cx, "decision", grant_items[i]), KIND_MONEY, S("1.000,00"),
		                  label_of(cx, "item", grant_items[i], "proof_line.decision_cents"));
		sheet_field_alone(cx, ret, field_of(cx, "account", grant_items[i]), KIND_MONEY, S("1.000,00"),
		                  label_of(cx, "item", grant_items[i], "proof_line.cents"));
		sheet_field_alone(cx, ret, field_of(cx, "used", grant_items[i]), KIND_MONEY, S("1.000,00"),
		                  label_of(cx, "item", grant_items[i], "proof_line.used_cents"));
	}
}

static const struct sheet_purpose proof_purpose = { "grant_proof", fields };
const struct sheet_purpose *const grant_sheets[] = { &proof_purpose, NULL };

/* --- what a proof says -------------------------------------------------------------------------------------------- */

struct putting {
	struct cx *cx;
	struct sheet_values v;
};

static void put_text(struct putting *p, const char *field, int64_t row, str text)
{
	sheet_put(p->cx, &p->v, str_of(field), row, KIND_TEXT, (struct value){ .s = text, .none = !text.p });
}

static void put_day(struct putting *p, const char *field, int64_t row, day d)
{
	sheet_put(p->cx, &p->v, str_of(field), row, KIND_DAY, (struct value){ .d = d, .none = !day_is(d) });
}

static void put_number(struct putting *p, const char *field, int64_t row, enum kind kind, int64_t n)
{
	sheet_put(p->cx, &p->v, str_of(field), row, kind, (struct value){ .i = n });
}

static void put_money(struct putting *p, const char *field, int64_t row, struct maybe cents)
{
	sheet_put(p->cx, &p->v, str_of(field), row, KIND_MONEY, (struct value){ .i = cents.v, .none = !cents.has });
}

static void put_head(struct putting *p, const struct grant_proof *g)
{
	put_text(p, "centre", 0, g->centre);
	put_text(p, "carrier", 0, g->carrier);
	put_text(p, "programme", 0, g->programme);
	put_number(p, "year", 0, KIND_INT, g->year);
	put_text(p, "authority", 0, g->authority);
	put_text(p, "reference", 0, g->reference);
	put_day(p, "period_from", 0, g->paper.from);
	put_day(p, "period_until", 0, g->paper.until);
	put_money(p, "granted", 0, MAYBE(g->granted_cents));
	put_money(p, "paid", 0, MAYBE(g->paid_cents));
	put_money(p, "used", 0, MAYBE(g->used_cents));
	put_money(p, "back", 0, MAYBE(g->back_cents));
	put_money(p, "interest_total", 0, MAYBE(g->interest.cents));
	put_money(p, "income_total", 0, MAYBE(g->income_cents));
	put_money(p, "expense_total", 0, MAYBE(g->expense_cents));
	put_text(p, "use", 0, g->use);
	put_text(p, "staff", 0, g->staff);
	put_text(p, "success", 0, g->success);
	put_text(p, "deviation", 0, g->deviation);
	put_day(p, "submitted_on", 0, g->day);
	put_text(p, "submitted_by", 0, g->submitted_by);
	put_day(p, "keep_until", 0, g->keep_until);
}

/* The field of the purpose whose code comes from the paper; nothing if there is none. */
static void put_alone(struct putting *p, const char *prefix, str code, struct maybe cents)
{
	for (size_t i = 0; i < GRANT_ITEMS; i++)
		if (str_is(code, grant_items[i]))
			put_money(p, field_of(p->cx, prefix, grant_items[i]).p, 0, cents);
	for (size_t i = 0; i < SOURCES; i++)
		if (str_is(code, sources[i]))
			put_money(p, field_of(p->cx, prefix, sources[i]).p, 0, cents);
}

static void put_lines(struct putting *p, const struct grant_proof *g)
{
	int64_t row = 0;
	LIST_EACH (const struct proof_line, l, &g->income) {
		put_text(p, "income.label", row, l->label);
		put_money(p, "income.decision", row, l->decision_cents);
		put_money(p, "income.account", row++, MAYBE(l->cents));
		put_alone(p, "source", l->item, MAYBE(l->cents));
	}
	row = 0;
	LIST_EACH (const struct proof_line, l, &g->expenses) {
		put_text(p, "expenses.label", row, l->label);
		put_money(p, "expenses.decision", row, l->decision_cents);
		put_money(p, "expenses.account", row, MAYBE(l->cents));
		put_money(p, "expenses.eligible", row, MAYBE(l->eligible_cents));
		put_money(p, "expenses.paid", row, MAYBE(l->paid_cents));
		put_money(p, "expenses.used", row, MAYBE(l->used_cents));
		put_money(p, "expenses.back", row, MAYBE(l->back_cents));
		put_text(p, "expenses.note", row++, l->note);
		put_alone(p, "decision", l->item, l->decision_cents);
		put_alone(p, "account", l->item, MAYBE(l->cents));
		put_alone(p, "used", l->item, MAYBE(l->used_cents));
	}
}

static void put_staff(struct putting *p, const struct grant_proof *g)
{
	int64_t row = 0;
	LIST_EACH (const struct proof_post, post, &g->posts) {
		put_text(p, "posts.title", row, post->title);
		put_number(p, "posts.filled", row, KIND_DECIMAL, post->filled_months);
		put_number(p, "posts.vacant", row, KIND_DECIMAL, post->vacant_months);
		put_money(p, "posts.cost", row, post->cost_cents);
		put_money(p, "posts.eligible", row++, post->granted_cents);
	}
	row = 0;
	LIST_EACH (const struct proof_person, one, &g->people) {
		put_text(p, "people.name", row, one->name);
		put_text(p, "people.post", row, one->post);
		put_number(p, "people.share", row, KIND_DECIMAL, one->fte);
		put_day(p, "people.from", row, one->from);
		put_day(p, "people.until", row++, one->until);
	}
}

static void put_rest(struct putting *p, const struct grant_proof *g)
{
	int64_t row = 0;
	LIST_EACH (const struct proof_decision, d, &g->decisions) {
		put_day(p, "decisions.day", row, d->day);
		put_number(p, "decisions.number", row, KIND_INT, d->number);
		put_money(p, "decisions.amount", row++, MAYBE(d->cents));
	}
	row = 0;
	LIST_EACH (const struct interest_stretch, t, &g->interest.stretches) {
		put_day(p, "interest.from", row, t->from);
		put_day(p, "interest.until", row, t->until);
		put_money(p, "interest.principal", row, MAYBE(t->principal_cents));
		put_text(p, "interest.reckoning", row, t->calculation);
		put_money(p, "interest.amount", row++, t->cents);
	}
}

err proof_sheet_there(struct cx *cx, int64_t centre_id, const struct grant_proof *g, bool *ret)
{
	struct sheet_template t = { 0 };
	err e = sheet_template_on(cx, &proof_purpose, centre_id, g->day, &t);
	*ret = e == OK;
	if (e == E_NOTFOUND)
		fault_clear(cx);
	return e == E_NOTFOUND ? OK : e;
}

err proof_sheet(struct cx *cx, int64_t centre_id, const struct grant_proof *g, str *ret)
{
	struct sheet_template t;
	struct putting p = { .cx = cx };
	TRY(sheet_template_on(cx, &proof_purpose, centre_id, g->day, &t));
	put_head(&p, g);
	put_lines(&p, g);
	put_staff(&p, g);
	put_rest(&p, g);
	return sheet_template_fill(cx, &proof_purpose, &t, &p.v, ret);
}

/* --- examples ----------------------------------------------------------------------------------------------------- */

extern const unsigned char grant_demo_sheet[]; /* demo/verwendungsnachweis.xlsx, in the program */
extern const unsigned grant_demo_sheet_size;

err proof_sheet_demo_in_tx(struct cx *cx)
{
	static const char mapping[] =
	        "# Kopf des Vordrucks\n"
	        "carrier = Verwendungsnachweis!B3\n"
	        "centre = Verwendungsnachweis!B4\n"
	        "programme = Verwendungsnachweis!B5\n"
	        "year = Verwendungsnachweis!B6\n"
	        "reference = Verwendungsnachweis!B7\n"
	        "period_from = Verwendungsnachweis!B8\n"
	        "period_until = Verwendungsnachweis!B9\n"
	        "authority = Verwendungsnachweis!B10\n"
	        "\n"
	        "# Sachbericht\n"
	        "use = Verwendungsnachweis!A13\n"
	        "staff = Verwendungsnachweis!A14\n"
	        "success = Verwendungsnachweis!A15\n"
	        "deviation = Verwendungsnachweis!A16\n"
	        "\n"
	        "# Einnahmen und Ausgaben, laut Bescheid und laut Abrechnung; die Summen rechnet der Vordruck\n"
	        "income.label = Verwendungsnachweis!A20; 1; 10\n"
	        "income.decision = Verwendungsnachweis!B20; 1; 10\n"
	        "income.account = Verwendungsnachweis!C20; 1; 10\n"
	        "expenses.label = Verwendungsnachweis!A33; 1; 30\n"
	        "expenses.decision = Verwendungsnachweis!B33; 1; 30\n"
	        "expenses.account = Verwendungsnachweis!C33; 1; 30\n"
	        "expenses.used = Verwendungsnachweis!D33; 1; 30\n"
	        "expenses.back = Verwendungsnachweis!E33; 1; 30\n"
	        "expenses.note = Verwendungsnachweis!F33; 1; 30\n"
	        "interest_total = Verwendungsnachweis!B65\n"
	        "submitted_on = Verwendungsnachweis!B66\n"
	        "submitted_by = Verwendungsnachweis!B67\n";
	const day today = cx->today;
	const struct sheet_new n = { .purpose = &proof_purpose,
		                     .valid_from = DAY(2024, 1, 1),
		                     .name = S("verwendungsnachweis-vordruck.xlsx"),
		                     .content = { (const char *)grant_demo_sheet, grant_demo_sheet_size },
		                     .mapping = str_of(mapping) };
	struct sheet_template made;
	cx->today =
	        n.valid_from; /* proofs of years ago are to be filled, too; else none is added for a day that is past */
	err e = sheet_template_add_in_tx(cx, &n, &made);
	cx->today = today;
	return e;
}

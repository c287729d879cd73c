/* report_sheet.c -- a released month in the workbook of an authority (P-FUN-3): from its frozen text alone, as those
 * outside the KI see it. Which workbook, and which field goes where, is a setting: core/sheet_template.h. */
#include "core/indicator.h"
#include "core/sheet_template.h"
#include "core/words.h"
#include "features/reports/report_live.h"
#include "features/reports/report_pages.h"

/* --- what there is ------------------------------------------------------------------------------------------------ */

/* The value of one figure, by its code: where a workbook has one row for each. */
#define VALUE "value."

static enum kind kind_of(str unit)
{
	if (str_is(unit, "cents"))
		return KIND_MONEY;
	return str_is(unit, "minutes") || str_is(unit, "fte") ? KIND_DECIMAL : KIND_INT;
}

static str value_field(struct arena *a, str code)
{
	return str_print(a, VALUE STR_FMT, STR_ARG(code));
}

static void fields(struct cx *cx, struct list *ret)
{
	sheet_field(cx, ret, S("centre"), KIND_TEXT, S("Kommunales Integrationszentrum Kreis Coesfeld"));
	sheet_field(cx, ret, S("month"), KIND_TEXT, S("Oktober 2026"));
	sheet_field(cx, ret, S("first_day"), KIND_DAY, S("01.10.2026"));
	sheet_field(cx, ret, S("last_day"), KIND_DAY, S("31.10.2026"));
	sheet_field(cx, ret, S("number"), KIND_INT, S("1"));
	sheet_field(cx, ret, S("reason"), KIND_TEXT, S("Eine Tätigkeit war nachzutragen."));
	sheet_field(cx, ret, S("released_on"), KIND_DAY, S("12.11.2026"));
	sheet_field(cx, ret, S("released_by"), KIND_TEXT, S("Erika Muster"));
	sheet_field(cx, ret, S("recipient"), KIND_TEXT, S("Landesweite Koordinierungsstelle"));
	sheet_field(cx, ret, S("recognition"), KIND_TEXT, S("Anerkannt vom Land Nordrhein-Westfalen"));
	sheet_field(cx, ret, S("comment"), KIND_TEXT, S("In den Ferien gab es weniger Anfragen."));
	sheet_field(cx, ret, S("figures.name"), KIND_TEXT, S("Beratungen"));
	sheet_field(cx, ret, S("figures.value"), KIND_DECIMAL, S("12,5"));
	sheet_field(cx, ret, S("figures.before"), KIND_DECIMAL, S("11"));
	sheet_field(cx, ret, S("figures.year_before"), KIND_DECIMAL, S("9"));
	sheet_field(cx, ret, S("figures.amount"), KIND_TEXT, S("12:30 Std."));
	sheet_field(cx, ret, S("cells.figure"), KIND_TEXT, S("Beratungen"));
	sheet_field(cx, ret, S("cells.split"), KIND_TEXT, S("Sprache"));
	sheet_field(cx, ret, S("cells.label"), KIND_TEXT, S("Dari"));
	sheet_field(cx, ret, S("cells.value"), KIND_DECIMAL, S("7"));
	sheet_field(cx, ret, S("cells.amount"), KIND_TEXT, S("7"));
	for (const struct indicator *const *i = indicator_all(cx); *i; i++)
		sheet_field_alone(cx, ret, value_field(cx->mem, str_of((*i)->code)), kind_of(str_of(report_unit(*i))),
		                  S("12"), report_indicator_name(cx, str_of((*i)->code)));
}

static const struct sheet_purpose monthly = { "monthly_report", fields };
const struct sheet_purpose *const report_sheets[] = { &monthly, NULL };

/* --- what a month says -------------------------------------------------------------------------------------------- */

static void put_text(struct cx *cx, struct sheet_values *v, str field, int64_t row, str text)
{
	sheet_put(cx, v, field, row, KIND_TEXT, (struct value){ .s = text, .none = !text.p });
}

/* A masked number is said as the report says it: in a word. */
static void put_number(struct cx *cx, struct sheet_values *v, str field, int64_t row, str unit, struct maybe n,
                       str amount)
{
	if (n.has)
		sheet_put(cx, v, field, row, KIND_DECIMAL, (struct value){ .i = report_thousandths(unit, n).v });
	else
		put_text(cx, v, field, row, amount);
}

static void put_value(struct cx *cx, struct sheet_values *v, const struct report_figure *f)
{
	str field = value_field(cx->mem, f->code);
	enum kind kind = kind_of(f->unit);
	if (f->value.has && kind != KIND_DECIMAL)
		sheet_put(cx, v, field, 0, kind, (struct value){ .i = f->value.v });
	else
		put_number(cx, v, field, 0, f->unit, f->value, f->amount);
}

static void put_figures(struct cx *cx, const struct report_content *c, struct sheet_values *v)
{
	int64_t row = 0, cell = 0;
	LIST_EACH (const struct report_figure, f, &c->figures) {
		put_text(cx, v, S("figures.name"), row, f->name);
		put_text(cx, v, S("figures.amount"), row, f->amount);
		put_number(cx, v, S("figures.value"), row, f->unit, f->value, f->amount);
		put_number(cx, v, S("figures.before"), row, f->unit, f->before, f->amount_before);
		put_number(cx, v, S("figures.year_before"), row, f->unit, f->year_before, f->amount_year_before);
		put_value(cx, v, f);
		row++;
		LIST_EACH (const struct report_split, s, &f->splits)
			LIST_EACH (const struct report_cell, k, &s->cells) {
				put_text(cx, v, S("cells.figure"), cell, f->name);
				put_text(cx, v, S("cells.split"), cell, s->name);
				put_text(cx, v, S("cells.label"), cell, k->label);
				put_text(cx, v, S("cells.amount"), cell, k->amount);
				put_number(cx, v, S("cells.value"), cell, f->unit, k->value, k->amount);
				cell++;
			}
	}
}

static bool has_figure(const struct report_content *c, const char *code)
{
	LIST_EACH (const struct report_figure, f, &c->figures)
		if (str_is(f->code, code))
			return true;
	return false;
}

/* Figures that were zero in all months are not in a report; in a workbook that names them they are 0. */
static void put_zeros(struct cx *cx, const struct report_content *c, struct sheet_values *v)
{
	for (const struct indicator *const *i = indicator_all(cx); *i; i++)
		if (!has_figure(c, (*i)->code))
			sheet_put(cx, v, value_field(cx->mem, str_of((*i)->code)), 0, KIND_INT, (struct value){ 0 });
}

static struct sheet_values values_of(struct cx *cx, const struct report_content *c)
{
	struct sheet_values v = { 0 };
	day first;
	put_text(cx, &v, S("centre"), 0, c->centre);
	put_text(cx, &v, S("month"), 0, c->month_name);
	if (month_parse(c->month, &first)) {
		sheet_put(cx, &v, S("first_day"), 0, KIND_DAY, (struct value){ .d = first });
		sheet_put(cx, &v, S("last_day"), 0, KIND_DAY, (struct value){ .d = month_last(first) });
	}
	sheet_put(cx, &v, S("number"), 0, KIND_INT, (struct value){ .i = c->number });
	put_text(cx, &v, S("reason"), 0, c->reason);
	sheet_put(cx, &v, S("released_on"), 0, KIND_DAY, (struct value){ .d = instant_day(c->released_at) });
	put_text(cx, &v, S("released_by"), 0, c->released_by);
	put_text(cx, &v, S("recipient"), 0, c->recipient);
	put_text(cx, &v, S("recognition"), 0, c->recognition);
	put_text(cx, &v, S("comment"), 0, c->comment);
	put_figures(cx, c, &v);
	put_zeros(cx, c, &v);
	return v;
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

err report_sheet_there(struct cx *cx, int64_t centre_id, day on, bool *ret, bool *ret_own)
{
	struct sheet_template t = { 0 };
	err e = sheet_template_on(cx, &monthly, centre_id, on, &t);
	*ret = e == OK;
	*ret_own = t.centre_id.has;
	if (e == E_NOTFOUND)
		fault_clear(cx);
	return e == E_NOTFOUND ? OK : e;
}

err report_sheet(struct cx *cx, int64_t centre_id, const struct report_content *c, day on, str *ret)
{
	struct sheet_template t;
	TRY(sheet_template_on(cx, &monthly, centre_id, on, &t));
	const struct sheet_values v = values_of(cx, c);
	return sheet_template_fill(cx, &monthly, &t, &v, ret);
}

/* --- examples --------------------------------------------------------------------------------------------------- */

extern const unsigned char report_demo_sheet[]; /* demo/monatsbericht.xlsx, in the program */
extern const unsigned report_demo_sheet_size;

static err demo_template(struct cx *cx, struct sheet_new n)
{
	struct sheet_template made;
	n.purpose = &monthly;
	n.content = (str){ (const char *)report_demo_sheet, report_demo_sheet_size };
	return db_tx(cx, "reports demo", sheet_template_add_in_tx, &n, &made, sizeof made);
}

err report_sheet_demo(struct cx *cx)
{
	static const char mapping[] = "# Kopf des Vordrucks\n"
	                              "centre = Monatsbericht!B4\n"
	                              "month = Monatsbericht!B5\n"
	                              "first_day = Monatsbericht!B6\n"
	                              "last_day = Monatsbericht!B7\n"
	                              "number = Monatsbericht!B8\n"
	                              "released_on = Monatsbericht!B9\n"
	                              "released_by = Monatsbericht!B10\n"
	                              "recipient = Monatsbericht!B11\n"
	                              "\n"
	                              "# Kennzahlen, eine je Zeile\n"
	                              "figures.name = Monatsbericht!A14; 1; 60\n"
	                              "figures.value = Monatsbericht!B14; 1; 60\n"
	                              "figures.before = Monatsbericht!C14; 1; 60\n"
	                              "figures.year_before = Monatsbericht!D14; 1; 60\n"
	                              "comment = Monatsbericht!A76\n"
	                              "\n"
	                              "# Zweites Blatt\n"
	                              "cells.figure = Aufschlüsselung!A2; 1; 1000\n"
	                              "cells.split = Aufschlüsselung!B2; 1; 1000\n"
	                              "cells.label = Aufschlüsselung!C2; 1; 1000\n"
	                              "cells.value = Aufschlüsselung!D2; 1; 1000\n";
	return demo_template(cx, (struct sheet_new){ .valid_from = cx->today,
	                                             .name = S("monatsbericht-vordruck.xlsx"),
	                                             .mapping = str_of(mapping) });
}

/* A KI that wants to begin next year with a workbook of its own, and has only begun to say what goes where. */
err report_sheet_demo_own(struct cx *cx, int64_t centre_id)
{
	return demo_template(cx, (struct sheet_new){ .centre_id = centre_id,
	                                             .valid_from = DAY(day_year(cx->today) + 1, 1, 1),
	                                             .name = S("vordruck-coesfeld.xlsx"),
	                                             .mapping = S("centre = Monatsbericht!B4\n"
	                                                          "month = Monatsbericht!B5\n"
	                                                          "value.activities.count = Monatsbericht!B14\n") });
}

/* evaluation_book.c -- the workbook: read-me, codebook, counting rules, a sheet for each table. It is an official
 * paper: German, whoever asks for it. */
#include <string.h>

#include "core/app.h"
#include "core/indicator.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/centres/centres_model.h"
#include "features/evaluation/evaluation_model.h"

struct book {
	struct cx *cx;
	const struct evaluation_wish *wish;
	const struct evaluation_period *period;
	const struct words *words;
	struct list tables; /* struct doc_table */
};

static str say(const struct book *b, const char *key)
{
	return word(b->words, b->cx->mem, key);
}

/* The word "<a>.<b>", such as "evaluation_rule.activities". */
static str say_of(const struct book *b, const char *a, const char *code)
{
	return say(b, str_print(b->cx->mem, "%s.%s", a, code).p);
}

static struct doc_table *add_table(struct book *b, str sheet, str title, str note, const struct record *r,
                                   const struct list *rows)
{
	struct doc_table *t = LIST_ADD(b->cx->mem, &b->tables, struct doc_table);
	*t = (struct doc_table){
		.title = title, .note = note, .sheet = sheet, .record = r, .rows = rows, .made = b->cx->now
	};
	return t;
}

/* --- read-me: what this is, and what was done to it --------------------------------------------------------------- */

struct line {
	str what, says;
};
static const struct field line_fields[] = { FIELD(struct line, what, KIND_TEXT), FIELD(struct line, says, KIND_TEXT) };
static const struct record line_rec = RECORD("evaluation_line", struct line, line_fields);

static void add_line(const struct book *b, struct list *lines, const char *key, str says)
{
	*LIST_ADD(b->cx->mem, lines, struct line) = (struct line){ say_of(b, "evaluation_line", key), says };
}

static str number(const struct book *b, int64_t n)
{
	return say_int(b->words, b->cx->mem, n);
}

static str fate_of(const struct book *b, const struct evaluation_sheet *s)
{
	if (s->table->kind == EVALUATION_FIGURES)
		return word_args(b->words, b->cx->mem, "evaluation.fate_figures",
		                 ARGS({ "records", number(b, s->records) }));
	return word_args(b->words, b->cx->mem, "evaluation.fate",
	                 ARGS({ "records", number(b, s->records) }, { "unchanged", number(b, s->unchanged) },
	                      { "coarser", number(b, s->coarser) }, { "suppressed", number(b, s->suppressed) }));
}

static void put_readme(struct book *b, const struct list *sheets)
{
	struct list *lines = NEW(b->cx->mem, struct list);
	str from = say_day(b->words, b->cx->mem, b->period->from), to = say_day(b->words, b->cx->mem, b->period->to);
	add_line(b, lines, "period", str_print(b->cx->mem, STR_FMT " – " STR_FMT, STR_ARG(from), STR_ARG(to)));
	add_line(b, lines, "recipient", b->wish->recipient);
	add_line(b, lines, "purpose", b->wish->purpose);
	add_line(b, lines, "made_at", say_instant(b->words, b->cx->mem, b->cx->now));
	str threshold = number(b, b->period->threshold);
	add_line(b, lines, "threshold",
	         word_args(b->words, b->cx->mem, b->period->assumed ? "evaluation.k_assumed" : "evaluation.k",
	                   ARGS({ "k", threshold })));
	static const char *const explained[] = { "groups", "quarter", "pseudonym", "order", "duty" };
	for (size_t i = 0; i < sizeof explained / sizeof *explained; i++)
		add_line(b, lines, explained[i],
		         word_args(b->words, b->cx->mem, str_print(b->cx->mem, "evaluation.says_%s", explained[i]).p,
		                   ARGS({ "k", threshold })));
	if (app_is_demo(b->cx))
		add_line(b, lines, "demo", say(b, "evaluation.says_demo"));
	LIST_EACH (const struct evaluation_sheet, s, sheets)
		*LIST_ADD(b->cx->mem, lines, struct line) =
		        (struct line){ say_of(b, "evaluation_table", s->table->code), fate_of(b, s) };
	add_table(b, say(b, "evaluation.sheet_readme"), say(b, "evaluation.book_title"), S(""), &line_rec, lines);
}

/* --- codebook ----------------------------------------------------------------------------------------------------- */

struct entry {
	str table, column, role, says;
};
static const struct field entry_fields[] = {
	FIELD(struct entry, table, KIND_TEXT),
	FIELD(struct entry, column, KIND_TEXT),
	FIELD(struct entry, role, KIND_TEXT),
	FIELD(struct entry, says, KIND_TEXT),
};
static const struct record entry_rec = RECORD("evaluation_entry", struct entry, entry_fields);

static str role_of(const struct book *b, enum evaluation_role role)
{
	static const char *const codes[] = { "known", "told", "number" };
	return say_of(b, "evaluation_role", codes[role]);
}

/* "KI · Monat, dann Bezirk · Vierteljahr ...": the ladder as people read it. */
static str ladder_of(const struct book *b, const struct evaluation_table *t)
{
	static const char *const regions[] = { "centre", "district", "land" };
	struct text out = TEXT(b->cx->mem);
	for (size_t i = 0; i < t->steps; i++) {
		const struct evaluation_step *s = &t->ladder[i];
		bool month = t->kind == EVALUATION_EVENTS && !s->quarter;
		text_print(&out, "%s%zu. " STR_FMT ", " STR_FMT, i ? "; " : "", i + 1,
		           STR_ARG(say_of(b, "evaluation_region", regions[s->region])),
		           STR_ARG(say(b, month ? "evaluation.by_month" : "evaluation.by_quarter")));
		for (size_t c = 0; t->columns[c].code; c++)
			if (t->columns[c].role == EVALUATION_KNOWN && !(s->hidden >> c & 1))
				text_print(&out, ", " STR_FMT,
				           STR_ARG(say(b, str_print(b->cx->mem, "evaluation_column.%s.%s", t->code,
				                                    t->columns[c].code)
				                                  .p)));
	}
	return text_str(&out);
}

static void put_codebook(struct book *b, const struct list *sheets)
{
	struct list *entries = NEW(b->cx->mem, struct list);
	LIST_EACH (const struct evaluation_sheet, s, sheets) {
		const struct evaluation_table *t = s->table;
		str name = say_of(b, "evaluation_table", t->code);
		*LIST_ADD(b->cx->mem, entries, struct entry) =
		        (struct entry){ name, say(b, "evaluation.whole_table"), S(""),
			                say_of(b, "evaluation_rule", t->code) };
		if (t->steps)
			*LIST_ADD(b->cx->mem, entries, struct entry) =
			        (struct entry){ name, say(b, "evaluation.ladder"), S(""), ladder_of(b, t) };
		for (size_t c = 0; t->columns[c].code; c++) {
			str key = str_print(b->cx->mem, "evaluation_column.%s.%s", t->code, t->columns[c].code);
			*LIST_ADD(b->cx->mem, entries, struct entry) =
			        (struct entry){ name, say(b, key.p), role_of(b, t->columns[c].role),
				                say(b, str_print(b->cx->mem, STR_FMT ".hint", STR_ARG(key)).p) };
		}
	}
	add_table(b, say(b, "evaluation.sheet_codebook"), say(b, "evaluation.sheet_codebook"),
	          say(b, "evaluation.codebook_note"), &entry_rec, entries);
}

/* --- counting rules of all indicators ----------------------------------------------------------------------------- */

struct rule {
	str code, name, unit, rule;
};
static const struct field rule_fields[] = {
	FIELD(struct rule, code, KIND_TEXT),
	FIELD(struct rule, name, KIND_TEXT),
	FIELD(struct rule, unit, KIND_TEXT),
	FIELD(struct rule, rule, KIND_TEXT),
};
static const struct record rule_rec = RECORD("evaluation_indicator", struct rule, rule_fields);

static const char *const unit_codes[] = { [UNIT_COUNT] = "count",
	                                  [UNIT_PERSONS] = "persons",
	                                  [UNIT_MINUTES] = "minutes",
	                                  [UNIT_CENTS] = "cents",
	                                  [UNIT_FTE] = "fte" };

static void put_rules(struct book *b)
{
	struct list *rules = NEW(b->cx->mem, struct list);
	for (const struct indicator *const *i = indicator_all(b->cx); *i; i++)
		*LIST_ADD(b->cx->mem, rules, struct rule) =
		        (struct rule){ str_of((*i)->code), say_of(b, "indicator", (*i)->code),
			               say_of(b, "evaluation_unit", unit_codes[(*i)->unit]),
			               say_of(b, "indicator_rule", (*i)->code) };
	add_table(b, say(b, "evaluation.sheet_rules"), say(b, "evaluation.sheet_rules"),
	          say(b, "evaluation.rules_note"), &rule_rec, rules);
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

/* A cell in words. Rows stand in order, so that a column mostly says the same as in the row before. */
struct said {
	str code, words;
};
#define QUARTER "quarter" /* as a prefix: a quarter by its first month */
static void put_in_words(const struct book *b, const char *prefix, struct said *before, str *cell)
{
	day from = DAY_NONE;
	if (!before->code.p || !str_eq(before->code, *cell)) {
		before->code = before->words = *cell;
		if (str_is(*cell, EVALUATION_HIDDEN))
			before->words = say(b, "evaluation.hidden");
		else if (prefix && !strcmp(prefix, QUARTER) && month_parse(*cell, &from))
			before->words = evaluation_quarter_name(b->cx, from);
		else if (prefix && cell->n)
			before->words = say_of(b, prefix, str_c(b->cx->mem, *cell));
	}
	*cell = before->words;
}

static void put_row_in_words(const struct book *b, const struct evaluation_table *t, struct said *before,
                             struct evaluation_shown *s)
{
	put_in_words(b, QUARTER, before++, &s->quarter);
	put_in_words(b, NULL, before++, &s->month);
	put_in_words(b, "district", before++, &s->district);
	put_in_words(b, NULL, before++, &s->centre);
	for (size_t c = 0; t->columns[c].code; c++)
		put_in_words(b, t->columns[c].words, before++, &s->cells[c]);
}

static void add_field(struct field **next, const char *name, enum kind kind, size_t offset, const char *label)
{
	*(*next)++ = (struct field){ .name = name, .kind = kind, .offset = offset, .label = label };
}
#define ADD(next, member, kind)                                                                                        \
	add_field(next, #member, kind, offsetof(struct evaluation_shown, member), "evaluation_shown." #member)

static const struct record *record_of(const struct book *b, const struct evaluation_table *t)
{
	struct field *fields = NEW_ARRAY(b->cx->mem, struct field, EVALUATION_CELLS + 8), *next = fields;
	struct record *r = NEW(b->cx->mem, struct record);
	if (t->kind == EVALUATION_PERSONS)
		ADD(&next, pseudonym, KIND_TEXT);
	ADD(&next, quarter, KIND_TEXT);
	if (t->kind != EVALUATION_PERSONS)
		ADD(&next, month, KIND_TEXT);
	ADD(&next, district, KIND_TEXT);
	ADD(&next, centre, KIND_TEXT);
	for (size_t c = 0; t->columns[c].code; c++) {
		bool exact = t->columns[c].role == EVALUATION_NUMBER;
		add_field(&next, t->columns[c].code, exact ? KIND_INT : KIND_TEXT,
		          exact ? offsetof(struct evaluation_shown, number)
		                : offsetof(struct evaluation_shown, cells) + c * sizeof(str),
		          str_print(b->cx->mem, "evaluation_column.%s.%s", t->code, t->columns[c].code).p);
		next[-1].maybe = exact;
	}
	if (t->kind == EVALUATION_EVENTS)
		ADD(&next, records, KIND_INT);
	*r = (struct record){ .name = t->code,
		              .size = sizeof(struct evaluation_shown),
		              .fields = fields,
		              .count = (size_t)(next - fields) };
	return r;
}

static void put_sheet(struct book *b, const struct evaluation_sheet *sheet)
{
	struct list *rows = NEW(b->cx->mem, struct list);
	str name = say_of(b, "evaluation_table", sheet->table->code);
	struct said *before = NEW_ARRAY(b->cx->mem, struct said, EVALUATION_CELLS + 4);
	*rows = sheet->rows;
	LIST_EACH (struct evaluation_shown, s, rows)
		put_row_in_words(b, sheet->table, before, s);
	add_table(b, name, name, say_of(b, "evaluation_rule", sheet->table->code), record_of(b, sheet->table), rows);
}

err evaluation_book(struct cx *cx, const struct evaluation_wish *w, const struct evaluation_period *p,
                    const struct list *sheets, str *ret)
{
	struct book b = { .cx = cx, .wish = w, .period = p, .words = cx->words };
	struct formatter f = words_formatter(cx->words);
	put_readme(&b, sheets);
	put_codebook(&b, sheets);
	put_rules(&b);
	LIST_EACH (const struct evaluation_sheet, s, sheets)
		put_sheet(&b, s);
	const struct doc_table **tables = NEW_ARRAY(cx->mem, const struct doc_table *, b.tables.n);
	for (size_t i = 0; i < b.tables.n; i++)
		tables[i] = LIST_AT(&b.tables, struct doc_table, i);
	return doc_xlsx_sheets(cx->mem, tables, b.tables.n, &f, ret);
}

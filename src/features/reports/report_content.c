#include "features/reports/report_content.h"

#include <string.h>

#include "base/arena.h"
#include "core/words.h"
#include "features/reports/masking.h"
#include "json/json.h"

static const struct field cell_fields[] = {
	FIELD(struct report_cell, code, KIND_TEXT),   FIELD(struct report_cell, label, KIND_TEXT),
	FIELD(struct report_cell, amount, KIND_TEXT), FIELD(struct report_cell, value, KIND_INT, .maybe = true),
	FIELD(struct report_cell, masked, KIND_BOOL),
};
const struct record report_cell_rec = RECORD("report_cell", struct report_cell, cell_fields);
static const struct field split_fields[] = {
	FIELD(struct report_split, dimension, KIND_TEXT),
	FIELD(struct report_split, name, KIND_TEXT),
	FIELD(struct report_split, cells, KIND_MANY, .of = &report_cell_rec),
};
const struct record report_split_rec = RECORD("report_split", struct report_split, split_fields);
static const struct field figure_fields[] = {
	FIELD(struct report_figure, code, KIND_TEXT),
	FIELD(struct report_figure, unit, KIND_TEXT),
	FIELD(struct report_figure, name, KIND_TEXT),
	FIELD(struct report_figure, question, KIND_TEXT),
	FIELD(struct report_figure, answer, KIND_TEXT),
	FIELD(struct report_figure, public_answer, KIND_TEXT),
	FIELD(struct report_figure, rule, KIND_TEXT),
	FIELD(struct report_figure, value, KIND_INT, .maybe = true),
	FIELD(struct report_figure, amount, KIND_TEXT),
	FIELD(struct report_figure, masked, KIND_BOOL),
	FIELD(struct report_figure, before, KIND_INT, .maybe = true),
	FIELD(struct report_figure, amount_before, KIND_TEXT),
	FIELD(struct report_figure, masked_before, KIND_BOOL),
	FIELD(struct report_figure, year_before, KIND_INT, .maybe = true),
	FIELD(struct report_figure, amount_year_before, KIND_TEXT),
	FIELD(struct report_figure, masked_year_before, KIND_BOOL),
	FIELD(struct report_figure, stock, KIND_BOOL),
	FIELD(struct report_figure, months, KIND_MANY, .of = &report_cell_rec),
	FIELD(struct report_figure, splits, KIND_MANY, .of = &report_split_rec),
};
const struct record report_figure_rec = RECORD("report_figure", struct report_figure, figure_fields);
static const struct field finding_fields[] = { FIELD(struct report_finding, text, KIND_TEXT) };
const struct record report_finding_rec = RECORD("report_finding", struct report_finding, finding_fields);
#define WORD(name) FIELD(struct report_words, name, KIND_TEXT)
static const struct field word_fields[] = {
	WORD(subject),     WORD(lead),        WORD(rule),     WORD(by),         WORD(amount), WORD(before),
	WORD(year_before), WORD(comment),     WORD(findings), WORD(no_comment), WORD(masked), WORD(masked_note),
	WORD(reason),      WORD(page_format), WORD(question), WORD(cell),       WORD(month),  WORD(demo),
	WORD(months),      WORD(number),      WORD(as_table),
};
const struct record report_words_rec = RECORD("report_words", struct report_words, word_fields);
static const struct field content_fields[] = {
	FIELD(struct report_content, format, KIND_INT),
	FIELD(struct report_content, centre, KIND_TEXT),
	FIELD(struct report_content, slug, KIND_TEXT),
	FIELD(struct report_content, kind, KIND_TEXT),
	FIELD(struct report_content, recognition, KIND_TEXT),
	FIELD(struct report_content, letter_lines, KIND_TEXT),
	FIELD(struct report_content, month, KIND_TEXT),
	FIELD(struct report_content, month_name, KIND_TEXT),
	FIELD(struct report_content, month_before, KIND_TEXT),
	FIELD(struct report_content, month_year_before, KIND_TEXT),
	FIELD(struct report_content, recipient, KIND_TEXT),
	FIELD(struct report_content, number, KIND_INT),
	FIELD(struct report_content, reason, KIND_TEXT),
	FIELD(struct report_content, released_by, KIND_TEXT),
	FIELD(struct report_content, released_at, KIND_INSTANT),
	FIELD(struct report_content, released_on, KIND_TEXT),
	FIELD(struct report_content, threshold, KIND_INT),
	FIELD(struct report_content, comment, KIND_TEXT, .lines = true),
	FIELD(struct report_content, demo, KIND_BOOL),
	FIELD(struct report_content, is_public, KIND_BOOL),
	FIELD(struct report_content, findings, KIND_MANY, .of = &report_finding_rec),
	FIELD(struct report_content, figures, KIND_MANY, .of = &report_figure_rec),
	FIELD(struct report_content, words, KIND_ONE, .of = &report_words_rec),
};
const struct record report_content_rec = RECORD("report_content", struct report_content, content_fields);

str report_json(struct arena *a, const struct report_content *c)
{
	struct text out = TEXT(a);
	json_record(&out, &report_content_rec, c);
	return text_str(&out);
}

err report_read(struct cx *cx, str json, struct report_content *ret)
{
	*ret = (struct report_content){ 0 };
	if (json_read(cx->mem, json, &report_content_rec, ret) != OK || ret->format != REPORT_FORMAT)
		return fail(cx, E_BROKEN, "reports.unreadable", NO_ARGS);
	return OK;
}

void report_fill_words(struct cx *cx, struct report_content *c)
{
	const struct arg *args = ARGS({ "month", c->month_name }, { "name", c->centre },
	                              { "number", say_int(cx->words, cx->mem, c->number) },
	                              { "threshold", say_int(cx->words, cx->mem, c->threshold) },
	                              { "day", c->released_on }, { "by", c->released_by });
	for (size_t i = 0; i < report_words_rec.count; i++) {
		const struct field *f = &report_words_rec.fields[i];
		str key = str_print(cx->mem, "report_words.%s", f->name);
		record_set(f, &c->words, (struct value){ .s = word_args(cx->words, cx->mem, key.p, args) });
	}
}

/* --- masking ------------------------------------------------------------------------------------------------------ */

static struct masked_table table_of(struct arena *a, const struct report_split *s)
{
	struct masked_table t = { .cells = NEW_ARRAY(a, struct masked_cell, s->cells.n + 1), .n = s->cells.n };
	for (size_t i = 0; i < t.n; i++)
		t.cells[i].value = LIST_AT(&s->cells, struct report_cell, i)->value.v;
	return t;
}

static void mask_figure(struct arena *a, struct report_figure *f, int64_t threshold)
{
	struct masked_table *tables = NEW_ARRAY(a, struct masked_table, f->splits.n + 1);
	for (size_t i = 0; i < f->splits.n; i++)
		tables[i] = table_of(a, LIST_AT(&f->splits, struct report_split, i));
	masking_apply(f->value.v, &f->masked, tables, f->splits.n, threshold);
	for (size_t i = 0; i < f->splits.n; i++) {
		struct report_split *s = LIST_AT(&f->splits, struct report_split, i);
		for (size_t n = 0; n < s->cells.n; n++)
			LIST_AT(&s->cells, struct report_cell, n)->masked = tables[i].cells[n].masked;
	}
	f->masked_before = f->before.has && masking_alone(f->before.v, threshold);
	f->masked_year_before = f->year_before.has && masking_alone(f->year_before.v, threshold);
	LIST_EACH (struct report_cell, c, &f->months)
		c->masked = masking_alone(c->value.v, threshold);
	if (f->months.n) /* the last one is the month itself */
		LIST_AT(&f->months, struct report_cell, f->months.n - 1)->masked |= f->masked;
}

void report_mask(struct arena *a, struct report_content *c)
{
	LIST_EACH (struct report_figure, f, &c->figures)
		if (str_is(f->unit, "persons"))
			mask_figure(a, f, c->threshold);
}

static void hide(bool masked, struct maybe *value, str *amount, str instead)
{
	if (!masked)
		return;
	*value = (struct maybe){ 0 };
	*amount = instead;
}

static struct list copy_of(struct arena *a, const struct list *l, size_t size)
{
	struct list copy = { 0 };
	for (size_t i = 0; i < l->n; i++)
		memcpy(list_add(a, &copy, size), list_at(l, i), size);
	return copy;
}

static void hide_cells(struct arena *a, struct list *cells, str instead)
{
	*cells = copy_of(a, cells, sizeof(struct report_cell));
	LIST_EACH (struct report_cell, c, cells)
		hide(c->masked, &c->value, &c->amount, instead);
}

static void hide_figure(struct arena *a, struct report_figure *f, str instead)
{
	hide(f->masked, &f->value, &f->amount, instead);
	hide(f->masked_before, &f->before, &f->amount_before, instead);
	hide(f->masked_year_before, &f->year_before, &f->amount_year_before, instead);
	if (f->public_answer.p)
		f->answer = f->public_answer;
	f->public_answer = STR_NONE;
	hide_cells(a, &f->months, instead);
	f->splits = copy_of(a, &f->splits, sizeof(struct report_split));
	LIST_EACH (struct report_split, s, &f->splits)
		hide_cells(a, &s->cells, instead);
}

struct report_content report_public(struct arena *a, const struct report_content *c)
{
	struct report_content p = *c;
	p.is_public = true;
	p.findings = (struct list){ 0 }; /* they speak of single records */
	p.figures = copy_of(a, &c->figures, sizeof(struct report_figure));
	LIST_EACH (struct report_figure, f, &p.figures)
		hide_figure(a, f, c->words.masked);
	return p;
}

#include "doc/doc_column.h"

/* A spreadsheet runs a cell that begins so as a formula: what a visitor typed must stay text. */
static bool formula(str s)
{
	return s.n &&
	       (s.p[0] == '=' || s.p[0] == '+' || s.p[0] == '-' || s.p[0] == '@' || s.p[0] == '\t' || s.p[0] == '\r');
}

static bool needs_quotes(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ';' || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n')
			return true;
	return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

static void add_cell(struct text *out, str s)
{
	if (!needs_quotes(s)) {
		text_add(out, s);
		return;
	}
	text_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		text_c(out, s.p[i] == '"' ? "\"" : "");
		text_char(out, s.p[i]);
	}
	text_char(out, '"');
}

static void add_text_cell(struct text *out, str s)
{
	add_cell(out, formula(s) ? str_print(out->mem, "'" STR_FMT, STR_ARG(s)) : s);
}

/* Numbers and days as German Excel reads them again, words for the rest. */
static void add_value(struct text *out, const struct doc_table *t, const struct formatter *f, const struct field *c,
                      const void *row)
{
	switch (c->kind) {
	case KIND_TEXT:
	case KIND_PATH:
		add_text_cell(out, record_get(c, row).s);
		return;
	case KIND_CHOICE:
	case KIND_BOOL:
		add_text_cell(out, f->value(f->self, out->mem, t->record, c, row));
		return;
	default:
		add_cell(out, field_typed(out->mem, c, row));
	}
}

static void add_row(struct text *out, const struct doc_table *t, const struct formatter *f, const void *row)
{
	bool first = true;
	for (size_t i = 0; i < t->record->count; i++) {
		const struct field *c = &t->record->fields[i];
		if (!doc_column_is(c))
			continue;
		text_c(out, first ? "" : ";");
		first = false;
		if (row)
			add_value(out, t, f, c, row);
		else
			add_text_cell(out, doc_column_head(out->mem, f, t->record, c));
	}
	text_c(out, "\r\n");
}

str doc_csv(struct arena *a, const struct doc_table *t, const struct formatter *f)
{
	struct text out = TEXT(a);
	text_c(&out, "\xEF\xBB\xBF");
	add_row(&out, t, f, NULL);
	for (size_t i = 0; i < t->rows->n; i++)
		add_row(&out, t, f, list_at(t->rows, i));
	return text_str(&out);
}

#include "features/grants/grant_letter.h"

#include "base/money.h"
#include "core/words.h"

str sheet_word(const struct grant_sheet *s, const char *code)
{
	return proof_said(s->words, code);
}

static struct doc_line *line(struct grant_sheet *s)
{
	return LIST_ADD(s->mem, &s->lines, struct doc_line);
}

void sheet_heading(struct grant_sheet *s, const char *code)
{
	*line(s) = (struct doc_line){ .kind = DOC_HEADING, .text = sheet_word(s, code) };
}

void sheet_text(struct grant_sheet *s, str text)
{
	if (text.n)
		*line(s) = (struct doc_line){ .kind = DOC_PARAGRAPH, .text = text };
}

void sheet_named(struct grant_sheet *s, const char *code, str text)
{
	if (text.n)
		sheet_text(s, str_print(s->mem, STR_FMT ": " STR_FMT, STR_ARG(sheet_word(s, code)), STR_ARG(text)));
}

void sheet_money(struct grant_sheet *s, const char *code, int64_t cents)
{
	sheet_named(s, code, money_german(s->mem, cents));
}

void sheet_row(struct grant_sheet *s, int kind, int columns, const str *cells)
{
	struct doc_line *l = line(s);
	*l = (struct doc_line){ .columns = columns };
	l->kind = kind;
	for (int i = 0; i < columns; i++)
		l->cells[i] = cells[i].p ? cells[i] : S("–");
}

void sheet_interest(struct grant_sheet *s, const struct grant_interest *i)
{
	sheet_heading(s, "interest");
	if (i->stretches.n == 0) {
		sheet_text(s, sheet_word(s, "interest_none"));
		return;
	}
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "stretch"), sheet_word(s, "reckoning"), sheet_word(s, "money"));
	LIST_EACH (const struct interest_stretch, t, &i->stretches) {
		str days = str_print(s->mem, STR_FMT "–" STR_FMT, STR_ARG(day_german(s->mem, t->from)),
		                     STR_ARG(day_german(s->mem, t->until)));
		SHEET_ROW(s, DOC_ROW, days, t->calculation, t->cents.has ? money_german(s->mem, t->cents.v) : S("?"));
	}
	SHEET_ROW(s, DOC_SUM_ROW, sheet_word(s, "total"), S(""), money_german(s->mem, i->cents));
	if (i->assumed)
		sheet_text(s, sheet_word(s, "assumed"));
}

const struct setting setting_grant_remedies = {
	.name = "grants.remedies", .of_land = true, .kind = KIND_TEXT, .max = 2000
};

err grant_remedies(struct cx *cx, str *ret)
{
	const struct words *german = words_sibling(cx->words, S("de"));
	struct setting_row row;
	TRY(setting_get(cx, &setting_grant_remedies, 0, cx->today, &row));
	*ret = str_blank(row.value) ? word(german, cx->mem, "decision.remedies") : row.value;
	return OK;
}

#include "features/grants/grant_paper_sheet.h"

#include "core/words.h"

enum { BY_HAND_MM = 9 };

str paper_say(const struct paper_sheet *s, const char *key)
{
	return word(s->cx->words, s->cx->mem, key);
}

str paper_money(const struct paper_sheet *s, int64_t cents)
{
	return say_money(s->cx->words, s->cx->mem, cents);
}

static struct doc_line *add(struct paper_sheet *s, int kind)
{
	struct doc_line *l = LIST_ADD(s->cx->mem, &s->lines, struct doc_line);
	l->kind = kind;
	return l;
}

void paper_text(struct paper_sheet *s, int kind, str text)
{
	if (!str_blank(text))
		add(s, kind)->text = text;
}

void paper_texts(struct paper_sheet *s, str text)
{
	for (str rest = text; rest.p;)
		paper_text(s, DOC_PARAGRAPH, str_copy(s->cx->mem, str_split(&rest, '\n')));
}

void paper_row(struct paper_sheet *s, int kind, int amounts, int columns, const str *cells)
{
	struct doc_line *l = add(s, kind);
	l->columns = columns;
	l->amounts = amounts;
	for (int i = 0; i < columns; i++)
		l->cells[i] = cells[i].p ? cells[i] : S("");
}

str paper_grounded(const struct paper_sheet *s, str calculation, str source)
{
	if (str_blank(source))
		return calculation;
	return str_print(s->cx->mem, STR_FMT "\n" STR_FMT ": " STR_FMT, STR_ARG(calculation),
	                 STR_ARG(paper_say(s, "decision.source")), STR_ARG(source));
}

void paper_fact(struct paper_sheet *s, const char *key, str value)
{
	struct doc_line *l = add(s, DOC_ROW);
	l->cells[0] = paper_say(s, key);
	l->cells[1] = str_blank(value) ? S("") : value;
	l->columns = 2;
	l->least_mm = str_blank(value) ? BY_HAND_MM : 0;
}

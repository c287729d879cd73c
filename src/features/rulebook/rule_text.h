/* rule_text.h -- how people read a rule: whom it is for, how much it gives, since when, in words. */
#ifndef FEATURES_RULEBOOK_RULE_TEXT_H
#define FEATURES_RULEBOOK_RULE_TEXT_H
#include "features/rulebook/rulebook.h"

struct rule_row {
	str code, path;
	str programme, item, part;
	str whom;                    /* "Kreise", "alle", or a KI by name */
	str amount;                  /* "6 × 57.000,00 € je Stelle", "§ 8", "Betrag unbekannt" */
	str span;                    /* "01.01.2023 bis 31.12.2024", "seit 01.01.2025" */
	bool in_force, over, coming; /* on the day that is looked at */
	bool extra;                  /* more than the base part: say so */
	str mark, source, note;
};
extern const struct record rule_row_rec;
struct rule_row rule_row_of(struct cx *cx, const struct rule *r, day on);

str rule_whom(struct cx *cx, const struct rule *r);
str rule_amount(struct cx *cx, const struct rule *r);
str rule_span(struct cx *cx, const struct rule *r);
/* With its sign: "+1.500,00 €", "−30.000,00 €", "0,00 €". */
str money_difference(struct cx *cx, int64_t cents);
/* "+1,5 Stellen". */
str posts_difference(struct cx *cx, int64_t thousandths);
str item_word(struct cx *cx, str item);
/* The word "<prefix>.<code>". */
str code_word(struct cx *cx, const char *prefix, str code);
#endif

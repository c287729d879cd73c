/* tariff_words.h -- a tariff card, a step of its calculation and their figures in the reader's language. */
#ifndef FEATURES_INTERPRETERS_TARIFF_WORDS_H
#define FEATURES_INTERPRETERS_TARIFF_WORDS_H
#include "core/words.h"
#include "features/interpreters/tariff.h"

struct tariff_line {
	str text;
	str part; /* tariff_part_choices; absent: the whole, or a line of a card */
	bool assumed;
};
extern const struct record tariff_line_rec;

/* "25,00 € bis 2 Std., danach 10,00 € je angefangene Stunde": how the time or the pages are paid. */
str tariff_rate(const struct words *w, struct arena *a, const struct tariff *card);
/* All of the card, a sentence a line (struct tariff_line): rate, way, cancellation, longest duration, what is assumed.
 */
struct list tariff_lines(const struct words *w, struct arena *a, const struct tariff *card);
/* What an amount was reckoned with and how (struct tariff_line): the card, its source, then each step. */
struct list tariff_trace(const struct words *w, struct arena *a, const struct tariff *card,
                         const struct tariff_amount *amount);
/* A template with the words of its source and note, as if somebody had typed them. */
struct tariff tariff_from_template(const struct words *w, struct arena *a, const struct tariff *t);

str tariff_say(const struct words *w, struct arena *a, const struct tariff_figure *f);
str tariff_say_minutes(const struct words *w, struct arena *a, int64_t minutes); /* "2 Std. 30 Min." */
str tariff_say_km(const struct words *w, struct arena *a, int64_t metres);       /* "12,5 km" */
#endif

/* words.h -- all words a user sees, from messages/de.po and en.po (compiled to .mo, embedded).
 *
 * The key is the msgid ("centres.title"), the words are the msgstr. {name} is replaced by an argument; plural forms
 * follow the catalogue's Plural-Forms header. German is the base: a key that English lacks is said in German, a key
 * that German lacks fails `scharnier templates` and, at run time, is shown as the key itself.
 */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H
#include "base/context.h"
#include "base/record.h"

struct words;
err words_load(void) MUST;                                /* once, at start: reads the embedded catalogues */
const struct words *words_of(str language);               /* "de", "en"; anything else: German */
const struct words *words_negotiate(str accept_language); /* from a header; German unless English is preferred */
const char *words_language(const struct words *w);        /* "de" */
/* The other (or same) language of the same set: during a request, words of the overlay stay words of the overlay. */
const struct words *words_sibling(const struct words *w, str language);
/* A set of both languages in which some words are replaced (struct po_entry, checked already): the German one. */
const struct words *words_with(struct arena *mem, const struct list *german, const struct list *english);
/* All forms of a word, NUL bytes between them, from this language or else German; absent: there is no such word. */
str words_raw(const struct words *w, str key);
bool words_has(const struct words *w, str key);
bool words_own(const struct words *w, str key); /* in this very language, not only in German */
str word(const struct words *w, struct arena *a, const char *key);
str word_args(const struct words *w, struct arena *a, const char *key, const struct arg *args);
/* {n} is the number, formatted; chooses the plural form. */
str word_plural(const struct words *w, struct arena *a, const char *key, int64_t n, const struct arg *args);
/* All keys of a language, for checks. */
void words_each(const struct words *w, void (*fn)(void *self, str key, str text), void *self);

str say_day(const struct words *w, struct arena *a, day d);         /* 21.11.2026 / 21 Nov 2026 */
str say_day_long(const struct words *w, struct arena *a, day d);    /* 21. November 2026 / 21 November 2026 */
str say_month(const struct words *w, struct arena *a, day d);       /* November 2026 */
str say_instant(const struct words *w, struct arena *a, instant t); /* 21.11.2026, 07:48 Uhr */
str say_money(const struct words *w, struct arena *a, int64_t cents);
str say_amount(const struct words *w, struct arena *a, int64_t cents); /* as it is typed: "1.234,56"; "1234,56" */
str say_decimal(const struct words *w, struct arena *a, int64_t thousandths);
str say_int(const struct words *w, struct arena *a, int64_t i);

/* The formatter of a language, for view and doc. Choices become the word "<choices>.<code>", booleans yes/no. */
struct formatter words_formatter(const struct words *w);
#endif

/* text.h -- strings: `str` is a borrowed run of UTF-8 bytes, `struct text` builds one in an arena.
 *
 * A str made by this module's functions that take an arena is always followed by a NUL byte, so `.p` can be handed to
 * C functions. A slice (str_part, str_split) is not. `.p == NULL` means "absent", which is not the same as "".
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

typedef struct str {
	const char *p;
	size_t n;
} str;

#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })
#define S_INIT(literal)                                                                                                \
	{                                                                                                              \
		"" literal, sizeof(literal) - 1                                                                        \
	} /* the same, for static initialisers */
#define STR_NONE ((str){ 0 })
#define STR_FMT "%.*s" /* printf: STR_FMT with STR_ARG(s) */
#define STR_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

str str_of(const char *c);                 /* borrows; NULL gives STR_NONE */
str str_copy(struct arena *a, str s);      /* absent stays absent */
const char *str_c(struct arena *a, str s); /* NUL-terminated copy; absent gives "" */
str str_print(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
str str_part(str s, size_t from, size_t to); /* bytes [from, to), clamped */
str str_trim(str s);                         /* without white space at both ends (ASCII and U+00A0) */
bool str_eq(str a, str b);                   /* byte-wise; absent equals only absent */
bool str_is(str a, const char *c);
int str_cmp(str a, str b); /* byte-wise, for sorting */
bool str_starts(str s, const char *prefix);
bool str_ends(str s, const char *suffix);
bool str_has(str s, const char *needle);
bool str_blank(str s); /* absent, empty or only white space */
/* Cuts the part before the first `separator` off *rest and returns it; the whole rest, and *rest absent, if none. */
str str_split(str *rest, char separator);
bool str_to_int(str s, int64_t *ret); /* all of s, optional sign; false if not a number or out of range */

/* Unicode (ICU) */
bool utf8_valid(str s);               /* well-formed UTF-8 and no NUL byte */
size_t utf8_length(str s);            /* characters (code points) of valid UTF-8 */
str utf8_nfc(struct arena *a, str s); /* canonical composed form, as we store text */
/* For search and sort: NFKD, marks dropped, lower case, ß -> ss, ä -> a; letters with a stroke or without a dot, too:
 * ł -> l, ø -> o, đ -> d, ħ -> h, ı -> i. */
str utf8_fold(struct arena *a, str s);

/* A growing text. Start with TEXT(a) or zero-initialise and set mem. */
struct text {
	struct arena *mem;
	char *p; /* always NUL-terminated once something was added */
	size_t n, cap;
};
#define TEXT(a) ((struct text){ .mem = (a) })
void text_add(struct text *t, str s);
void text_c(struct text *t, const char *c);
void text_char(struct text *t, char c);
void text_int(struct text *t, int64_t i);
void text_print(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_html(struct text *t, str s);     /* escapes & < > " ' */
void text_url(struct text *t, str s);      /* percent-encodes all but unreserved characters */
char *text_room(struct text *t, size_t n); /* at least n writable bytes at the end; then add to t->n yourself */
str text_str(const struct text *t);        /* what was built; "" if nothing */
#endif

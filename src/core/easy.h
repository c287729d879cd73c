/* easy.h -- pages that can be read in easy language (Leichte Sprache): ?easy=1, page by page. A word has an easier one
 * if the catalogue has "<key>.easy"; where there is none, the plain one is said. */
#ifndef CORE_EASY_H
#define CORE_EASY_H
#include "core/form.h"
#include "core/route.h"

#define ASKED_EASY ASKED("easy", KIND_BOOL)
extern const struct record easy_asked_rec; /* for pages that ask for nothing else */
bool easy_wanted(const struct request *rq);
str easy_word(struct cx *cx, bool easy, const char *key);
str easy_word_args(struct cx *cx, bool easy, const char *key, const struct arg *args);
/* Label and hint of a field of a form of this record. */
void easy_field(struct cx *cx, const struct record *r, struct form_field *f);
#endif

/* pool_language.h -- the languages and dialects of the pools (P-INT-2): the same list for all KI, in the database
 * (migrations/0013_languages.sql). Language is language + dialect; how (on site, phone, video, written) stands at the
 * person and at the request.
 *
 * A dialect belongs to exactly one language. Who asks for the language is content with any of its dialects; who asks
 * for a dialect wants that one (pool_fit.h decides). Results live in cx->mem. */
#ifndef FEATURES_INTERPRETERS_POOL_LANGUAGE_H
#define FEATURES_INTERPRETERS_POOL_LANGUAGE_H
#include "db/db.h"

struct language {
	str code;                /* "ckb"; a dialect without an ISO code of its own: "kur-badini" */
	str of_code;             /* of a dialect: its language, "kur"; absent: it is a language itself */
	str name, name_en;       /* "Sorani" */
	str of_name, of_name_en; /* "Kurdisch"; absent for a language */
};
extern const struct record language_rec;

/* All, by name in the reader's language; dialects behind their language. About 120 rows. */
err language_list(struct cx *cx, struct list *ret) MUST;
/* E_NOTFOUND without words: there is no such code. */
err language_find(struct cx *cx, str code, struct language *ret) MUST;
/* As somebody writes it: "Tigrinisch", "kurdisch-sorani", "KURMANCÎ", or its code. E_NOTFOUND without words. */
err language_by_word(struct cx *cx, str typed, struct language *ret) MUST;

bool language_english(const struct cx *cx);                        /* the reader's words are English */
str language_short(const struct cx *cx, const struct language *l); /* "Sorani", in the reader's language */
str language_full(struct cx *cx, const struct language *l);        /* "Kurdisch: Sorani" */
/* All of them for a field of a form, as struct form_choice: code and full name. */
err language_choices(struct cx *cx, struct list *ret) MUST;

extern const struct sql pool_language_sql[];
#endif

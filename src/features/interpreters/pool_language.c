#include "features/interpreters/pool_language.h"

#include <string.h>

#include "core/form.h"
#include "core/words.h"

static const struct field language_fields[] = {
	FIELD(struct language, code, KIND_TEXT),    FIELD(struct language, of_code, KIND_TEXT),
	FIELD(struct language, name, KIND_TEXT),    FIELD(struct language, name_en, KIND_TEXT),
	FIELD(struct language, of_name, KIND_TEXT), FIELD(struct language, of_name_en, KIND_TEXT),
};
const struct record language_rec = RECORD("language", struct language, language_fields);

#define LANGUAGE_SELECT                                                                                                \
	"SELECT l.code, l.of_code, l.name, l.name_en, o.name AS of_name, o.name_en AS of_name_en FROM language l"      \
	" LEFT JOIN language o ON o.code = l.of_code"
enum { LIST, FIND, BY_WORD };
const struct sql pool_language_sql[] = {
	[LIST] = { LANGUAGE_SELECT " ORDER BY COALESCE(o.sort_name, l.sort_name), COALESCE(l.of_code, l.code),"
	                           " l.of_code IS NOT NULL, l.sort_name LIMIT 1000",
	           "" },
	[FIND] = { LANGUAGE_SELECT " WHERE l.code = $1", "s" },
	[BY_WORD] = { LANGUAGE_SELECT " JOIN language_word w ON w.language_code = l.code WHERE w.word = $1", "s" },
	{ 0 },
};

bool language_english(const struct cx *cx)
{
	return cx->words && !strcmp(words_language(cx->words), "en");
}

str language_short(const struct cx *cx, const struct language *l)
{
	return language_english(cx) ? l->name_en : l->name;
}

str language_full(struct cx *cx, const struct language *l)
{
	str of = language_english(cx) ? l->of_name_en : l->of_name;
	if (!l->of_code.p)
		return language_short(cx, l);
	return str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(of), STR_ARG(language_short(cx, l)));
}

/* --- in the reader's order ---------------------------------------------------------------------------------------- */

struct sorted {
	str key; /* folded: language, then nothing or its dialect */
	struct language language;
};

static int by_key(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	return str_cmp(x->key, y->key);
}

/* The list comes sorted by the German names. */
static void sort_in_english(struct cx *cx, struct list *languages)
{
	struct list sorted = { 0 };
	LIST_EACH (const struct language, l, languages) {
		str of = l->of_code.p ? l->of_name_en : l->name_en;
		str key = str_print(cx->mem, STR_FMT "  " STR_FMT, STR_ARG(of),
		                    STR_ARG(l->of_code.p ? l->name_en : STR_NONE));
		*LIST_ADD(cx->mem, &sorted, struct sorted) =
		        (struct sorted){ .key = utf8_fold(cx->mem, key), .language = *l };
	}
	list_sort(&sorted, by_key);
	for (size_t i = 0; i < sorted.n; i++)
		*LIST_AT(languages, struct language, i) = LIST_AT(&sorted, struct sorted, i)->language;
}

err language_list(struct cx *cx, struct list *ret)
{
	TRY(db_list(cx, &pool_language_sql[LIST], &language_rec, ret, V_NONE));
	if (language_english(cx))
		sort_in_english(cx, ret);
	return OK;
}

err language_choices(struct cx *cx, struct list *ret)
{
	struct list all = { 0 };
	TRY(language_list(cx, &all));
	LIST_EACH (const struct language, l, &all)
		*LIST_ADD(cx->mem, ret, struct form_choice) =
		        (struct form_choice){ .code = l->code, .text = language_full(cx, l) };
	return OK;
}

/* --- one ---------------------------------------------------------------------------------------------------------- */

err language_find(struct cx *cx, str code, struct language *ret)
{
	return db_row(cx, &pool_language_sql[FIND], &language_rec, ret, V(code));
}

/* "Kurdisch: Sorani", as we say it ourselves, means the dialect. */
static str last_part(str typed)
{
	str rest = typed, part = typed;
	while (rest.p)
		part = str_split(&rest, ':');
	return str_trim(part);
}

err language_by_word(struct cx *cx, str typed, struct language *ret)
{
	str wanted = str_trim(typed);
	err e = db_row(cx, &pool_language_sql[BY_WORD], &language_rec, ret, V(utf8_fold(cx->mem, wanted)));
	if (e == E_NOTFOUND && str_has(wanted, ":"))
		e = db_row(cx, &pool_language_sql[BY_WORD], &language_rec, ret,
		           V(utf8_fold(cx->mem, last_part(wanted))));
	return e == E_NOTFOUND ? language_find(cx, wanted, ret) : e;
}

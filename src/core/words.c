#include "core/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/money.h"
#include "core/po.h"
#include "view/embedded.h"

/* A compiled catalogue (GNU .mo, little endian): two tables of {length, offset}, sorted by msgid. */
struct words {
	const char *language;
	const char *data;
	size_t size;
	uint32_t count, originals, translations;
	const struct words *base; /* asked when a key is missing here */
	const struct words *all;  /* of its set, by language */
	struct list own;          /* struct po_entry, by key: asked first */
};

enum { GERMAN, ENGLISH, LANGUAGES };
static struct words catalogues[] = { { .language = "de" }, { .language = "en" } };

static uint32_t read32(const struct words *w, size_t at)
{
	uint32_t v;
	ASSERT(at + sizeof v <= w->size);
	memcpy(&v, w->data + at, sizeof v);
	return v;
}

static str entry(const struct words *w, uint32_t table, uint32_t i)
{
	uint32_t length = read32(w, table + 8u * i), offset = read32(w, table + 8u * i + 4);
	ASSERT((size_t)offset + length < w->size);
	return (str){ w->data + offset, length };
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct po_entry *)a)->key, ((const struct po_entry *)b)->key);
}

static str find_replaced(const struct words *w, str key)
{
	struct po_entry wanted = { .key = key };
	const struct po_entry *e = w->own.n ? bsearch(&wanted, w->own.items, w->own.n, sizeof wanted, by_key) : NULL;
	return e ? e->text : STR_NONE;
}

/* The translation with all plural forms, NUL between them; absent if there is none. */
static str find_own(const struct words *w, str key)
{
	str replaced = find_replaced(w, key);
	if (replaced.p)
		return replaced;
	uint32_t low = 0, high = w->count;
	while (low < high) {
		uint32_t mid = (low + high) / 2;
		str original = entry(w, w->originals, mid);
		int c = str_cmp(str_of(original.p), key); /* up to the NUL: without the plural's msgid */
		if (c == 0)
			return entry(w, w->translations, mid);
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return STR_NONE;
}

static str find(const struct words *w, str key)
{
	str own = find_own(w, key);
	return own.p || !w->base ? own : find_own(w->base, key);
}

static err load(struct words *w)
{
	for (const struct embedded_file *f = embedded_messages; f->name; f++)
		if (str_starts(str_of(f->name), w->language)) {
			w->data = f->data;
			w->size = f->size;
		}
	if (w->size < 28 || read32(w, 0) != 0x950412deu)
		return E_BROKEN;
	w->count = read32(w, 8);
	w->originals = read32(w, 12);
	w->translations = read32(w, 16);
	/* Both languages count alike; another rule would need an evaluator. */
	return str_has(find(w, S("")), "plural=(n != 1)") ? OK : E_BROKEN;
}

err words_load(void)
{
	for (int i = 0; i < LANGUAGES; i++)
		TRY(load(&catalogues[i]));
	catalogues[ENGLISH].base = &catalogues[GERMAN];
	catalogues[GERMAN].all = catalogues[ENGLISH].all = catalogues;
	return OK;
}

const struct words *words_of(str language)
{
	return &catalogues[str_is(language, "en") ? ENGLISH : GERMAN];
}

const struct words *words_sibling(const struct words *w, str language)
{
	return &w->all[str_is(language, "en") ? ENGLISH : GERMAN];
}

const struct words *words_with(struct arena *mem, const struct list *german, const struct list *english)
{
	struct words *all = NEW_ARRAY(mem, struct words, LANGUAGES);
	for (int i = 0; i < LANGUAGES; i++) {
		all[i] = catalogues[i];
		all[i].all = all;
		all[i].own = i == ENGLISH ? *english : *german;
		list_sort(&all[i].own, by_key);
	}
	all[ENGLISH].base = &all[GERMAN];
	return &all[GERMAN];
}

str words_raw(const struct words *w, str key)
{
	return find(w, key);
}

/* The first language of the list that we have; weights come in falling order from all browsers. */
const struct words *words_negotiate(str accept_language)
{
	for (str rest = accept_language; rest.p;) {
		str wish = str_trim(str_split(&rest, ','));
		for (int i = 0; i < LANGUAGES; i++)
			if (str_starts(wish, catalogues[i].language))
				return &catalogues[i];
	}
	return &catalogues[GERMAN];
}

const char *words_language(const struct words *w)
{
	return w->language;
}

bool words_has(const struct words *w, str key)
{
	return find(w, key).p != NULL;
}

bool words_own(const struct words *w, str key)
{
	return find_own(w, key).p != NULL;
}

static bool is_english(const struct words *w)
{
	return w == &w->all[ENGLISH];
}

/* --- arguments ---------------------------------------------------------------------------------------------------- */

static str argument(const struct arg *args, str name)
{
	for (const struct arg *a = args; a && a->name; a++)
		if (str_is(name, a->name))
			return a->value;
	return STR_NONE;
}

/* A {name} that nobody gave stays as it is: visible, and harmless. */
static str fill(struct arena *a, str pattern, const struct arg *args)
{
	struct text t = TEXT(a);
	if (!memchr(pattern.p, '{', pattern.n))
		return pattern; /* lives as long as the program, or as the arena */
	for (size_t i = 0; i < pattern.n; i++) {
		const char *close = pattern.p[i] == '{' ? memchr(pattern.p + i, '}', pattern.n - i) : NULL;
		str value = STR_NONE;
		if (close)
			value = argument(args, str_part(pattern, i + 1, (size_t)(close - pattern.p)));
		if (value.p) {
			text_add(&t, value);
			i = (size_t)(close - pattern.p);
		} else {
			text_char(&t, pattern.p[i]);
		}
	}
	return text_str(&t);
}

str word_args(const struct words *w, struct arena *a, const char *key, const struct arg *args)
{
	str pattern = find(w, str_of(key));
	if (!pattern.p) {
		log_event(LOG_WARNING, "missing word", "key", key, NULL);
		return str_copy(a, str_of(key));
	}
	return fill(a, str_of(pattern.p), args);
}

str word(const struct words *w, struct arena *a, const char *key)
{
	return word_args(w, a, key, NO_ARGS);
}

str word_plural(const struct words *w, struct arena *a, const char *key, int64_t n, const struct arg *args)
{
	str forms = find(w, str_of(key));
	if (!forms.p)
		return word_args(w, a, key, args);
	str form = str_of(forms.p);
	if (n != 1 && form.n + 1 < forms.n)
		form = str_of(forms.p + form.n + 1);
	const struct arg number[] = { { "n", say_int(w, a, n) }, { 0 } };
	return fill(a, fill(a, form, number), args);
}

void words_each(const struct words *w, void (*fn)(void *self, str key, str text), void *self)
{
	for (uint32_t i = 0; i < w->count; i++)
		fn(self, str_of(entry(w, w->originals, i).p), entry(w, w->translations, i));
}

/* --- formats of the language -------------------------------------------------------------------------------------- */

static str day_in_words(const struct words *w, struct arena *a, day d, const char *month_style)
{
	int year, month, dom;
	if (!day_is(d))
		return S("");
	day_split(d, &year, &month, &dom);
	str name = word(w, a, str_print(a, "month.%s.%d", month_style, month).p);
	return str_print(a, is_english(w) ? "%d " STR_FMT " %d" : "%d. " STR_FMT " %d", dom, STR_ARG(name), year);
}

str say_day(const struct words *w, struct arena *a, day d)
{
	return is_english(w) ? day_in_words(w, a, d, "short") : day_german(a, d);
}

str say_day_long(const struct words *w, struct arena *a, day d)
{
	return day_in_words(w, a, d, "long");
}

str say_month(const struct words *w, struct arena *a, day d)
{
	str rest = say_day_long(w, a, d); /* "1. November 2026" */
	(void)str_split(&rest, ' ');
	return rest;
}

str say_instant(const struct words *w, struct arena *a, instant t)
{
	return t.ms == 0 ? S("") : word_args(w, a, "format.instant", ARGS({ "local", instant_local(a, t) }));
}

str say_money(const struct words *w, struct arena *a, int64_t cents)
{
	return is_english(w) ? money_english(a, cents) : money_german(a, cents);
}

str say_amount(const struct words *w, struct arena *a, int64_t cents)
{
	return is_english(w) ? money_plain(a, cents) : money_grouped(a, cents);
}

str say_decimal(const struct words *w, struct arena *a, int64_t thousandths)
{
	return is_english(w) ? decimal_english(a, thousandths) : decimal_german(a, thousandths);
}

str say_int(const struct words *w, struct arena *a, int64_t i)
{
	return is_english(w) ? int_english(a, i) : int_german(a, i);
}

/* --- formatter ---------------------------------------------------------------------------------------------------- */

static str format_word(void *self, struct arena *a UNUSED, str key)
{
	str found = find(self, key);
	return found.p ? str_of(found.p) : STR_NONE;
}

static str format_choice(const struct words *w, struct arena *a, const struct field *f, str code)
{
	return word(w, a, str_print(a, "%s." STR_FMT, f->choices->name, STR_ARG(code)).p);
}

static str format_value(void *self, struct arena *a, const struct record *r UNUSED, const struct field *f,
                        const void *row)
{
	const struct words *w = self;
	struct value v = record_get(f, row);
	if (v.none)
		return S("");
	switch (f->kind) {
	case KIND_INT:
		return say_int(w, a, v.i);
	case KIND_BOOL:
		return word(w, a, v.i ? "yes" : "no");
	case KIND_CHOICE:
		return format_choice(w, a, f, v.s);
	case KIND_DAY:
		return say_day(w, a, v.d);
	case KIND_INSTANT:
		return say_instant(w, a, (instant){ v.i });
	case KIND_MONEY:
		return say_money(w, a, v.i);
	case KIND_DECIMAL:
		return say_decimal(w, a, v.i);
	case KIND_TEXT:
	case KIND_PATH:
	case KIND_HTML:
		return v.s;
	case KIND_ONE:
	case KIND_MANY:
		break;
	}
	ASSERT(!"a nested value has no text");
	return S("");
}

struct formatter words_formatter(const struct words *w)
{
	return (struct formatter){ .self = (void *)w, .word = format_word, .value = format_value };
}

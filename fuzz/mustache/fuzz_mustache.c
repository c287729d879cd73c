/* fuzz_mustache.c -- the parser, the check and the renderer of pages.
 *
 * An input is up to three templates, divided by a form feed: "page.html", "a.html", "b.html". Beside the sanitizers it
 * holds: what the check found fine renders, or is stopped by one of the bounds; and a text of the data never gets
 * through unescaped. */
#include "base/arena.h"
#include "base/list.h"
#include "view/view.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_SECTIONS = 8 /* more only cost time: lists in lists in lists */ };

struct part {
	str name;
	str path;
	struct maybe seats;
	bool open;
	day since;
	struct list parts;
};
static const struct record part_rec;
static const struct field part_fields[] = {
	FIELD(struct part, name, KIND_TEXT),
	FIELD(struct part, path, KIND_PATH),
	FIELD(struct part, seats, KIND_INT, .maybe = true),
	FIELD(struct part, open, KIND_BOOL),
	FIELD(struct part, since, KIND_DAY),
	FIELD(struct part, parts, KIND_MANY, .of = &part_rec),
};
static const struct record part_rec = RECORD("part", struct part, part_fields);

struct whole {
	str title;
	str chart;
	int64_t number;
	struct part one;
	struct part *maybe;
	struct list items;
};
static const struct field whole_fields[] = {
	FIELD(struct whole, title, KIND_TEXT),
	FIELD(struct whole, chart, KIND_HTML),
	FIELD(struct whole, number, KIND_INT),
	FIELD(struct whole, one, KIND_ONE, .of = &part_rec),
	FIELD(struct whole, maybe, KIND_ONE, .of = &part_rec, .maybe = true),
	FIELD(struct whole, items, KIND_MANY, .of = &part_rec),
};
static const struct record whole_rec = RECORD("whole", struct whole, whole_fields);

static str word(void *self UNUSED, struct arena *a UNUSED, str key)
{
	return str_is(key, "title") ? S("\x01<Angebote>") : STR_NONE;
}

static str value(void *self UNUSED, struct arena *a UNUSED, const struct record *r UNUSED, const struct field *f UNUSED,
                 const void *row UNUSED)
{
	return S("\x01<value>");
}

static bool has_word(void *self, str key)
{
	return word(self, NULL, key).p != NULL;
}

static void fill(struct arena *a, struct list *l, int depth)
{
	for (int i = 0; i < 2; i++) {
		struct part *p = LIST_ADD(a, l, struct part);
		p->name = i ? S("\x01<&\"'>") : STR_NONE;
		p->path = S("/x?a=\x01<1>&b=2");
		p->seats = i ? MAYBE(7) : (struct maybe){ 0 };
		p->open = i;
		p->since = i ? DAY(2026, 11, 21) : DAY_NONE;
		if (depth)
			fill(a, &p->parts, depth - 1);
	}
}

static size_t cut(struct arena *a, const uint8_t *data, size_t size, struct template_file *files)
{
	static const char *const names[] = { "page.html", "a.html", "b.html" };
	str rest = str_copy(a, (str){ (const char *)data, size });
	size_t n = 0;
	while (n < 3 && rest.p) {
		files[n].name = names[n];
		files[n++].text = str_split(&rest, '\f');
	}
	return n;
}

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void use(struct arena *a, const struct view *v)
{
	static const struct formatter formatter = { .word = word, .value = value };
	struct whole w = { .title = S("\x01<b>"), .chart = S("<svg></svg>"), .number = 3 };
	fill(a, &w.items, 2);
	const struct record *records[] = { &whole_rec };
	struct text findings = TEXT(a), out = TEXT(a);
	str words;
	int n = view_check(v, "page", records, 1, has_word, NULL, &findings);
	err e = view_render(v, "page", &(struct scope){ &whole_rec, &w }, 1, &formatter, &out, &words);
	require(e == OK || (e == E_BROKEN && words.n));
	require(n || e == OK || str_has(words, "too deep") || str_has(words, "without end"));
	require((n > 0) == (findings.n > 0));
	require(!str_has(text_str(&out), "\x01<"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t sections = 0;
	for (size_t i = 0; i < size; i++) {
		sections += data[i] == '#';
		if (data[i] == 1) /* the mark of our own texts */
			return -1;
	}
	if (!size || sections > MOST_SECTIONS)
		return -1;
	struct arena *a = arena_new();
	struct template_file files[3];
	struct text words = TEXT(a);
	struct view *v;
	size_t n = cut(a, data, size, files);
	if (view_new(files, n, &v, &words) == OK) {
		use(a, v);
		view_free(v);
	} else {
		require(!v && words.n);
	}
	arena_free(a);
	return 0;
}

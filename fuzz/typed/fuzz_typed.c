/* fuzz_typed.c -- what people type into a field of each kind; the first byte chooses the kind. What was accepted must
 * read back as the same value from what the field then shows. */
#include "base/arena.h"
#include "base/money.h"
#include "base/record.h"

static const char *const codes[] = { "law", "decree", NULL };
static const struct choices choices = { "mark", codes };

struct row {
	str line, lines, mark;
	bool open;
	day on;
	instant at;
	struct maybe count, fee, hours;
};
static const struct field fields[] = {
	FIELD(struct row, line, KIND_TEXT, .input = true, .max = 1000),
	FIELD(struct row, lines, KIND_TEXT, .input = true, .lines = true, .max = 1000),
	FIELD(struct row, mark, KIND_CHOICE, .input = true, .choices = &choices),
	FIELD(struct row, open, KIND_BOOL, .input = true),
	FIELD(struct row, on, KIND_DAY, .input = true),
	FIELD(struct row, at, KIND_INSTANT, .input = true),
	FIELD(struct row, count, KIND_INT, .input = true, .maybe = true),
	FIELD(struct row, fee, KIND_MONEY, .input = true, .maybe = true),
	FIELD(struct row, hours, KIND_DECIMAL, .input = true, .maybe = true),
};

/* Seconds are not shown, and of the hour that October has twice only the first can be typed. */
static bool reads_back(const struct field *f)
{
	return f->kind != KIND_INSTANT;
}

static void try_field(struct arena *a, const struct field *f, str typed)
{
	struct row row = { 0 }, again = { 0 };
	const char *key = NULL;
	if (field_parse(a, f, typed, &row, &key) != OK) {
		ASSERT(key != NULL);
		return;
	}
	str shown = field_typed(a, f, &row);
	ASSERT(utf8_valid(shown));
	ASSERT(field_parse(a, f, shown, &again, &key) == OK);
	ASSERT(!reads_back(f) || record_equal(f, &row, &again));
}

static void try_words(struct arena *a, str s)
{
	if (!utf8_valid(s))
		return;
	str folded = utf8_fold(a, s);
	ASSERT(utf8_valid(folded));
	ASSERT(str_eq(utf8_nfc(a, utf8_nfc(a, s)), utf8_nfc(a, s)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct arena *a = arena_new();
	str typed = { (const char *)data + 1, size - 1 };
	try_field(a, &fields[data[0] % (sizeof fields / sizeof *fields)], typed);
	try_words(a, typed);
	arena_free(a);
	return 0;
}

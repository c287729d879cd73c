/* fuzz_csv.c -- tables that people upload. What is taken must be texts that may be stored. */
#include "base/arena.h"
#include "doc/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct csv c;
	struct csv_fault f = { 0 };
	if (csv_read(a, (str){ (const char *)data, size }, &c, &f) == OK) {
		int64_t before = 0;
		LIST_EACH (const struct csv_row, r, &c.rows) {
			ASSERT(r->n > 0 && r->line > before);
			before = r->line;
			for (size_t i = 0; i < r->n; i++)
				ASSERT(utf8_valid(r->cells[i]));
		}
	} else {
		ASSERT(f.key && f.line >= 1);
	}
	arena_free(a);
	return 0;
}

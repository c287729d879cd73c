/* evaluation.c -- see evaluation.h. */
#include "core/evaluation.h"

#include "core/app.h"

#define CELL(n)                                                                                                        \
	{                                                                                                              \
		.name = "c" #n, .kind = KIND_TEXT,                                                                     \
		.offset = offsetof(struct evaluation_row, cells) + ((n)-1) * sizeof(str)                               \
	}
static const struct field row_fields[] = {
	FIELD(struct evaluation_row, centre_id, KIND_INT),
	FIELD(struct evaluation_row, person, KIND_INT),
	FIELD(struct evaluation_row, records, KIND_INT),
	FIELD(struct evaluation_row, month, KIND_TEXT),
	CELL(1),
	CELL(2),
	CELL(3),
	CELL(4),
	CELL(5),
	CELL(6),
	CELL(7),
	CELL(8),
	CELL(9),
	FIELD(struct evaluation_row, number, KIND_INT),
	FIELD(struct evaluation_row, masked, KIND_BOOL),
};
const struct record evaluation_row_rec = RECORD("evaluation_row", struct evaluation_row, row_fields);

const struct evaluation_table *const *evaluation_all(const struct cx *cx)
{
	struct list found = { 0 };
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		for (const struct evaluation_table *const *t = (*f)->evaluation; t && *t; t++)
			*LIST_ADD(cx->mem, &found, const struct evaluation_table *) = *t;
	*LIST_ADD(cx->mem, &found, const struct evaluation_table *) = NULL;
	return found.items;
}

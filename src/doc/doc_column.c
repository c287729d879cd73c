#include "doc/doc_column.h"

bool doc_column_is(const struct field *f)
{
	return !f->hidden && f->kind != KIND_ONE && f->kind != KIND_MANY && f->kind != KIND_HTML;
}

str doc_column_head(struct arena *a, const struct formatter *f, const struct record *r, const struct field *column)
{
	str key = field_label(a, r, column);
	str word = f->word(f->self, a, key);
	return word.p ? word : key;
}

#include "base/record.h"
#include "base/arena.h"
#include <string.h>

static struct value number(const struct field *f, const void *member)
{
	if (f->maybe) {
		const struct maybe *m = member;
		return (struct value){ .none = !m->has, .i = m->has ? m->v : 0 };
	}
	if (f->kind == KIND_BOOL)
		return (struct value){ .i = *(const bool *)member };
	return (struct value){ .i = *(const int64_t *)member };
}

static struct value text(const void *member)
{
	const str *s = member;
	return (struct value){ .none = s->p == NULL, .s = *s };
}

static struct value nested(const struct field *f, const void *member)
{
	const void *one = f->maybe ? *(const void *const *)member : member;
	return (struct value){ .none = one == NULL, .one = one };
}

struct value record_get(const struct field *f, const void *row)
{
	const void *member = (const char *)row + f->offset;
	switch (f->kind) {
	case KIND_INT:
	case KIND_BOOL:
	case KIND_MONEY:
	case KIND_DECIMAL:
		return number(f, member);
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_PATH:
	case KIND_HTML:
		return text(member);
	case KIND_DAY:
		return (struct value){ .none = !day_is(*(const day *)member), .d = *(const day *)member };
	case KIND_INSTANT: {
		int64_t ms = ((const instant *)member)->ms;
		return (struct value){ .none = ms == 0, .i = ms };
	}
	case KIND_ONE:
		return nested(f, member);
	case KIND_MANY:
		return (struct value){ .many = member };
	}
	ASSERT(!"a kind of the enum");
}

static void set_number(const struct field *f, void *member, struct value v)
{
	if (f->maybe)
		*(struct maybe *)member = v.none ? (struct maybe){ 0 } : MAYBE(v.i);
	else if (f->kind == KIND_BOOL)
		*(bool *)member = !v.none && v.i != 0;
	else
		*(int64_t *)member = v.none ? 0 : v.i;
}

void record_set(const struct field *f, void *row, struct value v)
{
	void *member = (char *)row + f->offset;
	switch (f->kind) {
	case KIND_INT:
	case KIND_BOOL:
	case KIND_MONEY:
	case KIND_DECIMAL:
		set_number(f, member, v);
		return;
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_PATH:
	case KIND_HTML:
		*(str *)member = v.none ? STR_NONE : v.s;
		return;
	case KIND_DAY:
		*(day *)member = v.none ? DAY_NONE : v.d;
		return;
	case KIND_INSTANT:
		*(instant *)member = (instant){ v.none ? 0 : v.i };
		return;
	case KIND_ONE:
	case KIND_MANY:
		break;
	}
	ASSERT(!"a scalar kind");
}

const struct field *record_field(const struct record *r, str name)
{
	for (size_t i = 0; i < r->count; i++)
		if (str_is(name, r->fields[i].name))
			return &r->fields[i];
	return NULL;
}

static bool rows_equal(const struct record *r, const void *a, const void *b)
{
	for (size_t i = 0; i < r->count; i++)
		if (!record_equal(&r->fields[i], a, b))
			return false;
	return true;
}

static bool lists_equal(const struct record *r, const struct list *a, const struct list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!rows_equal(r, list_at(a, i), list_at(b, i)))
			return false;
	return true;
}

bool record_equal(const struct field *f, const void *a, const void *b)
{
	struct value x = record_get(f, a), y = record_get(f, b);
	if (f->kind == KIND_MANY)
		return lists_equal(f->of, x.many, y.many);
	if (x.none || y.none)
		return x.none == y.none;
	if (f->kind == KIND_ONE)
		return rows_equal(f->of, x.one, y.one);
	return x.i == y.i && day_cmp(x.d, y.d) == 0 && str_eq(x.s, y.s);
}

void *record_copy(struct arena *a, const struct record *r, const void *row)
{
	return memcpy(arena_alloc(a, r->size), row, r->size);
}

str field_label(struct arena *a, const struct record *r, const struct field *f)
{
	return f->label ? str_of(f->label) : str_print(a, "%s.%s", r->name, f->name);
}

bool choices_has(const struct choices *c, str code)
{
	for (const char *const *each = c->codes; *each; each++)
		if (str_is(code, *each))
			return true;
	return false;
}

#include "base/list.h"
#include "base/arena.h"
#include "base/error.h"
#include <stdlib.h>
#include <string.h>

void *list_add(struct arena *a, struct list *l, size_t size)
{
	ASSERT(l->size == 0 || l->size == size);
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 8;
		void *items = arena_alloc_array(a, cap, size);
		if (l->n)
			memcpy(items, l->items, l->n * size);
		l->items = items;
		l->cap = cap;
		l->size = size;
	}
	return (char *)l->items + l->n++ * size;
}

void *list_at(const struct list *l, size_t i)
{
	ASSERT(i < l->n);
	return (char *)l->items + i * l->size;
}

struct run {
	const char *p;
	size_t n;
};

/* Equal items are taken from `left` first: that makes the sort stable. */
static void merge(char *to, struct run left, struct run right, size_t size, int (*compare)(const void *, const void *))
{
	while (left.n && right.n) {
		struct run *from = compare(left.p, right.p) <= 0 ? &left : &right;
		memcpy(to, from->p, size);
		to += size;
		from->p += size;
		from->n--;
	}
	memcpy(to, left.p, left.n * size);
	memcpy(to + left.n * size, right.p, right.n * size);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* qsort(3) promises nothing about equal items. */
void list_sort(struct list *l, int (*compare)(const void *, const void *))
{
	if (l->n < 2)
		return;
	char *spare = malloc(l->n * l->size);
	ASSERT(spare != NULL);
	for (size_t width = 1; width < l->n; width *= 2) {
		for (size_t i = 0; i < l->n; i += 2 * width) {
			const char *from = (char *)l->items + i * l->size;
			size_t left = least(width, l->n - i);
			size_t right = least(width, l->n - i - left);
			merge(spare + i * l->size, (struct run){ from, left },
			      (struct run){ from + left * l->size, right }, l->size, compare);
		}
		memcpy(l->items, spare, l->n * l->size);
	}
	free(spare);
}

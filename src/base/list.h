/* list.h -- a run of equal structs in an arena, with what keyset paging needs. */
#ifndef BASE_LIST_H
#define BASE_LIST_H
#include "base/text.h"

struct arena;

struct list {
	void *items;
	size_t n;
	size_t size; /* bytes of one item */
	size_t cap;
	str next; /* keyset cursor of the next page; absent = this is the last page */
};

void *list_add(struct arena *a, struct list *l, size_t size); /* a new zeroed item at the end */
#define LIST_ADD(a, l, type) ((type *)list_add((a), (l), sizeof(type)))
void *list_at(const struct list *l, size_t i); /* i < n, asserted */
#define LIST_AT(l, type, i) ((type *)list_at((l), (i)))
void list_sort(struct list *l, int (*compare)(const void *, const void *)); /* stable */
#define LIST_EACH(type, it, l) for (type *it = (l)->items, *it##_end_ = it ? it + (l)->n : it; it < it##_end_; it++)
#endif

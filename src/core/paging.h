/* paging.h -- lists that can grow, page by page: the next page begins behind the last row shown (keyset), so it costs
 * the same on page 1 and on page 1,000, and rows that come or go meanwhile are neither shown twice nor left out.
 *
 *   struct paging pg = { .list = "people.name", .size = 25 };
 *   TRY(paging_read(cx, rq, &pg));                       // ?after=..., declared in .asks with paging_asked_rec
 *   TRY(people_list(cx, centre, &pg, &p.items));         // asks for one row more than are shown:
 *       // ... WHERE centre_id = $1 AND (name > $2 OR (name = $2 AND id > $3)) ORDER BY name, id LIMIT $4
 *       // V(centre, pg->key, pg->id, paging_limit(pg))
 *   p.first = paging_first(&pg, path);                   // absent on the first page
 *   p.next = paging_next(cx, &pg, &p.items, &person_rec, "name", "id", path);  // absent on the last; cuts the extra
 * row page: {{> pager}}, and in the record  items KIND_MANY, first and next KIND_PATH
 *
 * Downwards (.down): ... WHERE id < $1 ORDER BY id DESC; with a sort key give .start, a key that comes before all
 * others
 * ("9999-12-31" for days). The sort key is a text that is never NULL (COALESCE); the id makes it unique. `path` carries
 * the filters; a cursor fits only the list and the sorting that it was made for, so name both in .list.
 *
 * A cursor is opaque to programs. Its checksum finds damage and mixing up, and keeps nobody from making one himself:
 * that gains nothing, because right and tenant are checked without it and it is bound like any value.
 */
#ifndef CORE_PAGING_H
#define CORE_PAGING_H
#include "core/route.h"

struct paging {
	const char *list;  /* which list, in which order: "audit", "people.name" */
	int size;          /* rows of a page */
	bool down;         /* newest first */
	const char *start; /* .down with a key: the key before all others; NULL: "" */
	/* Filled by paging_read: the row behind which the page begins. */
	str key;
	int64_t id;
	bool further; /* not the first page */
};
extern const struct record paging_asked_rec; /* ?after=, for lists that ask for nothing else */
/* E_INVALID with a problem at "after": no cursor of this list, or a damaged one. */
err paging_read(struct cx *cx, const struct request *rq, struct paging *pg) MUST;
static inline int paging_limit(const struct paging *pg)
{
	return pg->size + 1;
}
/* The address of the next page; absent if there is none. key: the field of r that the list is sorted by (TEXT, CHOICE
 * or DAY), NULL: by the id alone. */
str paging_next(struct cx *cx, const struct paging *pg, struct list *rows, const struct record *r, const char *key,
                const char *id, str path);
static inline str paging_first(const struct paging *pg, str path)
{
	return pg->further ? path : STR_NONE;
}

/* For tests: a cursor, and the way back. */
str paging_cursor(struct arena *a, const char *list, str key, int64_t id);
bool paging_parse(struct arena *a, const char *list, str cursor, str *ret_key, int64_t *ret_id);
#endif

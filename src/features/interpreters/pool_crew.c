#include "features/interpreters/pool_crew.h"

#include <pthread.h>
#include <string.h>

#include "core/audit.h"
#include "features/interpreters/pool_load.h"

enum { DAYS_BACK = 30, DAYS_AHEAD = 400, MOST_CREWS = 64 };

/* Never changed once it is made. */
struct crew {
	struct arena *mem; /* all of it, this struct too */
	int64_t database, centre_id;
	day today;
	str mark;
	struct list people; /* struct fit_person */
	int refs;           /* readers, and one while it is kept */
	int64_t last_asked;
};
static struct {
	pthread_mutex_t lock; /* all below, and `refs` and `last_asked` of each crew */
	struct crew *kept[MOST_CREWS];
	size_t n, bytes, most_bytes;
	int64_t clock, asked, read;
} crews = { .lock = PTHREAD_MUTEX_INITIALIZER, .most_bytes = CREW_MOST_BYTES };

void pool_crew_days(day today, day *ret_first, day *ret_last)
{
	*ret_first = day_add(today, -DAYS_BACK);
	*ret_last = day_add(today, DAYS_AHEAD);
}

/* --- one copy in memory of its own -------------------------------------------------------------------------------- */

/* Exactly as large as it is; the reading had its rows beside it, and grew by doubling. */
static void copy_list(struct arena *a, struct list *l)
{
	if (l->n == 0) {
		*l = (struct list){ 0 };
		return;
	}
	void *items = arena_alloc_array(a, l->n, l->size);
	memcpy(items, l->items, l->n * l->size);
	l->items = items;
	l->cap = l->n;
}

static void copy_person(struct arena *a, struct fit_person *p)
{
	p->name = str_copy(a, p->name);
	copy_list(a, &p->languages);
	copy_list(a, &p->later);
	copy_list(a, &p->hours);
	copy_list(a, &p->exceptions);
	copy_list(a, &p->bookings);
	copy_list(a, &p->years);
	copy_list(a, &p->experience);
	LIST_EACH (struct fit_language, l, &p->languages) {
		l->language = str_copy(a, l->language);
		l->dialect = str_copy(a, l->dialect);
	}
	LIST_EACH (struct fit_experience, e, &p->experience)
		e->occasion = str_copy(a, e->occasion);
}

static struct crew *crew_new(const struct cx *cx, int64_t centre_id, str mark, const struct list *people)
{
	struct arena *a = arena_new();
	struct crew *c = NEW(a, struct crew);
	*c = (struct crew){ .mem = a,
		            .database = db_serial(cx->db),
		            .centre_id = centre_id,
		            .today = cx->today,
		            .mark = str_copy(a, mark),
		            .people = *people,
		            .refs = 1 };
	copy_list(a, &c->people);
	LIST_EACH (struct fit_person, p, &c->people)
		copy_person(a, p);
	return c;
}

/* --- what is kept; each of these is called with the lock ---------------------------------------------------------- */

static void drop_ref(struct crew *c)
{
	if (--c->refs == 0)
		arena_free(c->mem);
}

static void forget(size_t i)
{
	struct crew *c = crews.kept[i];
	crews.bytes -= arena_bytes(c->mem);
	crews.kept[i] = crews.kept[--crews.n];
	drop_ref(c);
}

static size_t place_of(int64_t database, int64_t centre_id)
{
	size_t i = 0;
	while (i < crews.n && (crews.kept[i]->database != database || crews.kept[i]->centre_id != centre_id))
		i++;
	return i;
}

static void keep(struct crew *c)
{
	size_t i = place_of(c->database, c->centre_id), bytes = arena_bytes(c->mem);
	if (i < crews.n)
		forget(i);
	while (crews.n && (crews.n == MOST_CREWS || crews.bytes + bytes > crews.most_bytes)) {
		size_t oldest = 0;
		for (size_t k = 1; k < crews.n; k++)
			if (crews.kept[k]->last_asked < crews.kept[oldest]->last_asked)
				oldest = k;
		forget(oldest);
	}
	if (bytes > crews.most_bytes)
		return;
	c->refs++;
	c->last_asked = ++crews.clock;
	crews.bytes += bytes;
	crews.kept[crews.n++] = c;
}

static struct crew *take(int64_t database, int64_t centre_id, day today, str mark)
{
	size_t i = place_of(database, centre_id);
	crews.asked++;
	if (i == crews.n || day_cmp(crews.kept[i]->today, today) != 0 || !str_eq(crews.kept[i]->mark, mark))
		return NULL;
	crews.kept[i]->refs++;
	crews.kept[i]->last_asked = ++crews.clock;
	return crews.kept[i];
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

static void give_back(void *crew)
{
	pthread_mutex_lock(&crews.lock);
	drop_ref(crew);
	pthread_mutex_unlock(&crews.lock);
}

static err read_crew(struct cx *cx, int64_t centre_id, str mark, struct crew **ret)
{
	struct list people = { 0 };
	day first, last;
	pool_crew_days(cx->today, &first, &last);
	TRY(pool_people_load(cx, centre_id, first, last, &people));
	*ret = crew_new(cx, centre_id, mark, &people);
	pthread_mutex_lock(&crews.lock);
	crews.read++;
	keep(*ret);
	pthread_mutex_unlock(&crews.lock);
	return OK;
}

static err remembered(struct cx *cx, int64_t centre_id, const struct list **ret)
{
	str mark;
	TRY(db_snapshot(cx));
	TRY(audit_mark(cx, centre_id, &mark));
	pthread_mutex_lock(&crews.lock);
	struct crew *c = take(db_serial(cx->db), centre_id, cx->today, mark);
	pthread_mutex_unlock(&crews.lock);
	if (!c)
		TRY(read_crew(cx, centre_id, mark, &c));
	arena_defer(cx->mem, give_back, c);
	*ret = &c->people;
	return OK;
}

err pool_crew(struct cx *cx, int64_t centre_id, day first, day last, const struct list **ret)
{
	day from, to;
	pool_crew_days(cx->today, &from, &to);
	if (!db_in_tx(cx) && day_cmp(from, first) <= 0 && day_cmp(last, to) <= 0)
		return remembered(cx, centre_id, ret);
	struct list *people = NEW(cx->mem, struct list);
	*ret = people;
	return pool_people_load(cx, centre_id, first, last, people);
}

struct crew_stats pool_crew_stats(void)
{
	pthread_mutex_lock(&crews.lock);
	struct crew_stats s = { crews.asked, crews.read, (int64_t)crews.n, (int64_t)crews.bytes };
	pthread_mutex_unlock(&crews.lock);
	return s;
}

void pool_crew_limit(size_t bytes)
{
	pthread_mutex_lock(&crews.lock);
	crews.most_bytes = bytes;
	while (crews.n)
		forget(crews.n - 1);
	pthread_mutex_unlock(&crews.lock);
}

#include "features/interpreters/pool_page.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"

/* The areas of the pool, in the order of a coordinator's day. */
static const struct section_area areas[] = {
	{ "", "board.area", RIGHT_POOL_READ },
	{ "bookings", "desk.list", RIGHT_POOL_READ },
	{ "people", "pool.area.people", RIGHT_POOL_READ },
	{ "tariffs", "pool.area.tariffs", RIGHT_POOL_READ },
	{ "pots", "pots.area", RIGHT_POOL_READ },
	{ "settlements", "settlement.area", RIGHT_POOL_SETTLE },
	{ "figures", "figures.area", RIGHT_POOL_READ },
	{ 0 },
};
const struct section pool_section = { "interpreters", "pool.crumb", areas };

err pool_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
              struct centre_frame *frame, struct section_top *top)
{
	return section_fill(cx, rq, &pool_section, area, title_key, about, frame, top);
}

str pool_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail)
{
	return section_at(cx, rq, &pool_section, folder, id, tail);
}

str pool_count(struct cx *cx, const char *key, int64_t n, const struct arg *args)
{
	return word_plural(cx->words, cx->mem, key, n, args);
}

err pool_write(struct cx *cx, const struct request *rq, const char *name,
               err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size)
{
	const struct pool_in in = { .centre = &rq->centre, .row = row };
	return db_tx(cx, name, fn, &in, ret, size);
}

/* --- what all writing has in common ------------------------------------------------------------------------------- */

err pool_stale(struct cx *cx)
{
	return fail(cx, E_STALE, "pool.stale", NO_ARGS);
}

err pool_not_found(struct cx *cx, err e)
{
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "pool.not_found", NO_ARGS) : e;
}

str pool_object(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id)
{
	return str_print(cx->mem, "centres/" STR_FMT "/interpreters/%s/%" PRId64, STR_ARG(centre->slug), folder, id);
}

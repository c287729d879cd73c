/* Finding the route of a request, and its parts. */
#include <string.h>

#include "base/log.h"
#include "core/app.h"
#include "core/route.h"

static bool is_part(str segment)
{
	return segment.n > 2 && segment.p[0] == '{' && segment.p[segment.n - 1] == '}';
}

/* The value of rank tells patterns apart: a literal segment counts more than a {part}, earlier ones most. */
static bool match(struct arena *mem, const char *pattern, str path, unsigned *ret_rank, struct list *parts)
{
	str want = str_part(str_of(pattern), 1, SIZE_MAX), have = str_part(path, 1, SIZE_MAX);
	unsigned rank = 1;
	while (want.p && have.p) {
		str w = str_split(&want, '/'), h = str_split(&have, '/');
		rank *= 2;
		if (is_part(w) && h.n > 0)
			*LIST_ADD(mem, parts, struct pair) = (struct pair){ str_part(w, 1, w.n - 1), h };
		else if (str_eq(w, h))
			rank++;
		else
			return false;
	}
	*ret_rank = rank;
	return !want.p && !have.p;
}

const struct route *route_find(const struct app *a, struct arena *mem, const struct req *rq, struct pairs *ret_parts,
                               bool *ret_other)
{
	const struct route *best = NULL;
	unsigned best_rank = 0;
	*ret_other = false;
	for (const struct feature *const *f = a->config.features; *f; f++)
		for (const struct route *r = (*f)->routes; r->path; r++) {
			struct list parts = { 0 };
			unsigned rank = 0;
			if (!match(mem, r->path, rq->path, &rank, &parts))
				continue;
			if (r->method != rq->method) {
				*ret_other = true;
			} else if (rank > best_rank) {
				best = r;
				best_rank = rank;
				*ret_parts = (struct pairs){ parts.items, parts.n };
			}
		}
	return best;
}

bool route_has_part(const struct route *r, const char *name)
{
	return str_has(str_of(r->path), name);
}

str route_part(const struct request *rq, const char *name)
{
	return pairs_get(&rq->parts, name);
}

int64_t route_id(const struct request *rq)
{
	int64_t id;
	return str_to_int(route_part(rq, "id"), &id) && id > 0 ? id : 0;
}

bool route_takes_version(const struct record *takes)
{
	return takes && record_field(takes, S("version"));
}

static const struct field day_asked_fields[] = { ASKED("day", KIND_DAY) };
const struct record day_asked_rec = ASKED_RECORD(day_asked_fields);

str route_asked(const struct request *rq, const char *name)
{
	const struct record *asks = rq->route ? rq->route->asks : NULL;
	str sent = pairs_get(&rq->http->query, name);
	/* A page that is shown again after a form was sent may look for what only its GET has. */
	bool counts = rq->route && (rq->route->method == GET || sent.p);
	if (counts && !(asks && record_field(asks, str_of(name))))
		log_event(LOG_WARNING, "query field not declared", "route", rq->route->path, "field", name, NULL);
	return sent;
}

err route_day(struct cx *cx, const struct request *rq, const char *name, day *ret)
{
	str typed = route_asked(rq, name);
	*ret = cx->today;
	if (str_blank(typed))
		return OK;
	day d;
	if (!day_parse(str_trim(typed), &d))
		return problem_add(cx, name, "form.not_a_day", ARGS({ "typed", typed }));
	*ret = d;
	return OK;
}

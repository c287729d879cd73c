/* Which KI is responsible: by the place of the institution. */
#include "features/centres/centres_model.h"
#include "features/interpreters/request_pages.h"

enum { MOST_HITS = 20 };

static const struct field asked_fields[] = { ASKED("place", KIND_TEXT, .max = 120) };
const struct record request_place_asked_rec = ASKED_RECORD(asked_fields);

struct hit {
	str town, centre, path;
};
static const struct field hit_fields[] = {
	FIELD(struct hit, town, KIND_TEXT),
	FIELD(struct hit, centre, KIND_TEXT),
	FIELD(struct hit, path, KIND_PATH),
};
static const struct record hit_rec = RECORD("request_hit", struct hit, hit_fields);

struct place_page {
	str title, place, said;
	struct list hits;  /* struct hit */
	struct list towns; /* struct municipality: suggestions */
};
static const struct field page_fields[] = {
	FIELD(struct place_page, title, KIND_TEXT),
	FIELD(struct place_page, place, KIND_TEXT),
	FIELD(struct place_page, said, KIND_TEXT),
	FIELD(struct place_page, hits, KIND_MANY, .of = &hit_rec),
	FIELD(struct place_page, towns, KIND_MANY, .of = &municipality_rec, .hidden = true),
};
static const struct record page_rec = RECORD("request_place", struct place_page, page_fields);
const struct page page_request_place = { "interpreters/request_place.html", &page_rec };

/* The town as it is typed, else all that begin with it, else all in which it stands. */
enum fit { FIT_SAME, FIT_BEGINS, FIT_HAS, FIT_KINDS };

static bool fits(const struct municipality *m, const char *typed, enum fit how)
{
	if (how == FIT_SAME)
		return str_is(m->sort_name, typed);
	return how == FIT_BEGINS ? str_starts(m->sort_name, typed) : str_has(m->sort_name, typed);
}

static void find(struct cx *cx, const struct list *towns, const char *typed, struct list *ret)
{
	for (int how = 0; how < FIT_KINDS && ret->n == 0; how++)
		LIST_EACH (const struct municipality, m, towns)
			if (fits(m, typed, (enum fit)how) && ret->n < MOST_HITS)
				*LIST_ADD(cx->mem, ret, struct hit) = (struct hit){
					.town = m->name,
					.centre = m->centre_name,
					.path = str_print(cx->mem, "/centres/" STR_FMT "/interpreters/request",
					                  STR_ARG(m->centre_slug)),
				};
}

err request_place_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	str typed = str_trim(route_asked(rq, "place"));
	struct place_page p = { .title = word(cx->words, cx->mem, "request_place.title"), .place = typed };
	TRY(municipality_all(cx, &p.towns));
	if (!str_blank(typed)) {
		find(cx, &p.towns, utf8_fold(cx->mem, typed).p, &p.hits);
		p.said = p.hits.n ? word_plural(cx->words, cx->mem, "request_place.found", (int64_t)p.hits.n, NO_ARGS)
		                  : word_args(cx->words, cx->mem, "request_place.none", ARGS({ "place", typed }));
	}
	if (p.hits.n == 1 &&
	    fits(&(struct municipality){ .sort_name = utf8_fold(cx->mem, LIST_AT(&p.hits, struct hit, 0)->town) },
	         utf8_fold(cx->mem, typed).p, FIT_SAME))
		return page_done(cx, rq->http, rs, LIST_AT(&p.hits, struct hit, 0)->path, NULL);
	return page_show(cx, rq->http, rs, 200, &page_request_place, &p);
}

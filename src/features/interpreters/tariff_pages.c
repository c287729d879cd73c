/* The tariff cards of a KI: what counts today, all versions, published cards to begin with; and one version in words.
 */
#include "features/interpreters/tariff_pages.h"

#include <inttypes.h>

#include "core/words.h"
#include "features/interpreters/tariff_words.h"
#include "features/rulebook/rulebook.h"

static const char *const state_codes[] = { "in_force", "coming", "past", "replaced", NULL };
const struct choices tariff_state_choices = { "tariff_state", state_codes };

static const struct field row_fields[] = {
	FIELD(struct tariff_row, id, KIND_INT),
	FIELD(struct tariff_row, name, KIND_TEXT),
	FIELD(struct tariff_row, service, KIND_CHOICE, .choices = &booking_service_choices),
	FIELD(struct tariff_row, standard, KIND_BOOL),
	FIELD(struct tariff_row, rate, KIND_TEXT, .max = 500),
	FIELD(struct tariff_row, valid_from, KIND_DAY),
	FIELD(struct tariff_row, valid_to, KIND_DAY),
	FIELD(struct tariff_row, state, KIND_CHOICE, .choices = &tariff_state_choices),
	FIELD(struct tariff_row, in_force, KIND_BOOL, .hidden = true),
	FIELD(struct tariff_row, coming, KIND_BOOL, .hidden = true),
	FIELD(struct tariff_row, recorded_by, KIND_TEXT),
	FIELD(struct tariff_row, path, KIND_PATH),
};
const struct record tariff_row_rec = RECORD("tariff_row", struct tariff_row, row_fields);

static const struct field template_fields[] = {
	FIELD(struct tariff_template_row, name, KIND_TEXT),
	FIELD(struct tariff_template_row, title, KIND_TEXT),
	FIELD(struct tariff_template_row, rate, KIND_TEXT, .max = 500),
	FIELD(struct tariff_template_row, source, KIND_TEXT, .max = 500),
	FIELD(struct tariff_template_row, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct tariff_template_row, note, KIND_TEXT, .max = 1000),
	FIELD(struct tariff_template_row, try_path, KIND_PATH),
	FIELD(struct tariff_template_row, use_path, KIND_PATH),
};
const struct record tariff_template_row_rec = RECORD("tariff_template", struct tariff_template_row, template_fields);

/* What counts today for a service. */
struct counting {
	str service, name, rate, path; /* name absent: no card */
};
static const struct field counting_fields[] = {
	FIELD(struct counting, service, KIND_CHOICE, .choices = &booking_service_choices),
	FIELD(struct counting, name, KIND_TEXT),
	FIELD(struct counting, rate, KIND_TEXT, .max = 500),
	FIELD(struct counting, path, KIND_PATH),
};
static const struct record counting_rec = RECORD("tariff_counting", struct counting, counting_fields);

struct tariffs_page {
	struct centre_frame frame;
	struct section_top top;
	struct list counting, cards, templates;
	bool has_cards;
};
static const struct field tariffs_fields[] = {
	SECTION_FIELDS(struct tariffs_page),
	FIELD(struct tariffs_page, counting, KIND_MANY, .of = &counting_rec),
	FIELD(struct tariffs_page, has_cards, KIND_BOOL, .hidden = true),
	FIELD(struct tariffs_page, cards, KIND_MANY, .of = &tariff_row_rec),
	FIELD(struct tariffs_page, templates, KIND_MANY, .of = &tariff_template_row_rec),
};
static const struct record tariffs_rec = RECORD("tariffs_page", struct tariffs_page, tariffs_fields);
const struct page page_tariffs = { "interpreters/tariffs.html", &tariffs_rec };

struct tariff_page {
	struct centre_frame frame;
	struct section_top top;
	struct tariff_row row;
	struct tariff card;
	struct list lines;    /* struct tariff_line: the card in words */
	struct list versions; /* struct tariff_row: all of this name, the newest first */
};
static const struct field tariff_fields[] = {
	SECTION_FIELDS(struct tariff_page),
	FIELD(struct tariff_page, row, KIND_ONE, .of = &tariff_row_rec),
	FIELD(struct tariff_page, card, KIND_ONE, .of = &tariff_rec),
	FIELD(struct tariff_page, lines, KIND_MANY, .of = &tariff_line_rec),
	FIELD(struct tariff_page, versions, KIND_MANY, .of = &tariff_row_rec),
};
static const struct record tariff_page_rec = RECORD("tariff_page", struct tariff_page, tariff_fields);
const struct page page_tariff = { "interpreters/tariff.html", &tariff_page_rec };

/* --- rows --------------------------------------------------------------------------------------------------------- */

static bool before(const struct tariff *a, const struct tariff *b)
{
	int order = day_cmp(a->valid_from, b->valid_from);
	return order < 0 || (order == 0 && a->id < b->id);
}

/* The version of the same name that follows; NULL: it is the last. */
static const struct tariff *follower(const struct list *cards, const struct tariff *t)
{
	const struct tariff *next = NULL;
	LIST_EACH (const struct tariff, other, cards)
		if (str_eq(other->name, t->name) && before(t, other) && (!next || before(other, next)))
			next = other;
	return next;
}

static const char *state_of(const struct cx *cx, const struct tariff *t, const struct tariff *next)
{
	if (next && day_cmp(next->valid_from, t->valid_from) == 0)
		return "replaced";
	if (day_cmp(t->valid_from, cx->today) > 0)
		return "coming";
	return next && day_cmp(next->valid_from, cx->today) <= 0 ? "past" : "in_force";
}

struct tariff_row tariff_row_of(struct cx *cx, const struct request *rq, const struct list *cards,
                                const struct tariff *t)
{
	const struct tariff *next = follower(cards, t);
	struct tariff_row row = { .id = t->id,
		                  .name = t->name,
		                  .service = t->service,
		                  .standard = t->standard,
		                  .valid_from = t->valid_from,
		                  .recorded_by = t->recorded_by };
	row.rate = tariff_rate(cx->words, cx->mem, t);
	row.state = str_of(state_of(cx, t, next));
	row.in_force = str_is(row.state, "in_force");
	row.coming = str_is(row.state, "coming");
	if (next && !str_is(row.state, "replaced"))
		row.valid_to = day_add(next->valid_from, -1);
	row.path = pool_at(cx, rq, "tariffs", t->id, "");
	return row;
}

static void fill_counting(struct cx *cx, const struct request *rq, const struct list *cards, struct list *ret)
{
	for (const char *const *service = booking_service_choices.codes; *service; service++) {
		const struct tariff *t = tariff_card_for(cards, str_of(*service), cx->today);
		struct counting *c = LIST_ADD(cx->mem, ret, struct counting);
		c->service = str_of(*service);
		if (!t)
			continue;
		c->name = t->name;
		c->rate = tariff_rate(cx->words, cx->mem, t);
		c->path = pool_at(cx, rq, "tariffs", t->id, "");
	}
}

static str with_query(struct cx *cx, const struct request *rq, const char *page, const char *name, str value)
{
	return str_print(cx->mem, STR_FMT "?%s=" STR_FMT, STR_ARG(pool_at(cx, rq, "tariffs", 0, page)), name,
	                 STR_ARG(value));
}

static void fill_templates(struct cx *cx, const struct request *rq, struct list *ret)
{
	bool may = frame_may(cx, rq, RIGHT_POOL_DECIDE);
	for (const struct tariff *t = tariff_templates; t->name.p; t++) {
		struct tariff named = tariff_from_template(cx->words, cx->mem, t);
		*LIST_ADD(cx->mem, ret, struct tariff_template_row) = (struct tariff_template_row){
			.name = t->name,
			.title = word(cx->words, cx->mem,
			              str_print(cx->mem, "tariff_template." STR_FMT, STR_ARG(t->name)).p),
			.rate = tariff_rate(cx->words, cx->mem, t),
			.source = named.source,
			.mark = t->mark,
			.note = named.note,
			.try_path = with_query(cx, rq, "try", "card", t->name),
			.use_path = may ? with_query(cx, rq, "new", "template", t->name) : STR_NONE,
		};
	}
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

err tariffs_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct tariffs_page p = { 0 };
	struct list cards = { 0 };
	TRY(pool_fill(cx, rq, "tariffs", "tariffs.title", STR_NONE, &p.frame, &p.top));
	TRY(tariff_cards(cx, rq->centre.id, &cards));
	LIST_EACH (const struct tariff, t, &cards)
		*LIST_ADD(cx->mem, &p.cards, struct tariff_row) = tariff_row_of(cx, rq, &cards, t);
	p.has_cards = cards.n > 0;
	p.frame.sentence = word(cx->words, cx->mem, cards.n ? "tariffs.sentence" : "tariffs.none");
	fill_counting(cx, rq, &cards, &p.counting);
	fill_templates(cx, rq, &p.templates);
	section_primary(cx, rq, &p.top, RIGHT_POOL_DECIDE, "tariffs.new", pool_at(cx, rq, "tariffs", 0, "new"));
	section_other(cx, rq, &p.top, RIGHT_POOL_READ, "tariffs.try", pool_at(cx, rq, "tariffs", 0, "try"));
	return page_show(cx, rq->http, rs, 200, &page_tariffs, &p);
}

err tariff_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct tariff_page p = { 0 };
	struct list cards = { 0 };
	TRY(pool_not_found(cx, tariff_card_find(cx, rq->centre.id, route_id(rq), &p.card)));
	TRY(pool_fill(cx, rq, "tariffs", "tariff_page.title", p.card.name, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.tariffs"), pool_at(cx, rq, "tariffs", 0, ""));
	TRY(tariff_cards(cx, rq->centre.id, &cards));
	p.row = tariff_row_of(cx, rq, &cards, &p.card);
	p.frame.sentence = p.row.rate;
	p.lines = tariff_lines(cx->words, cx->mem, &p.card);
	LIST_EACH (const struct tariff, t, &cards)
		if (str_eq(t->name, p.card.name))
			*LIST_ADD(cx->mem, &p.versions, struct tariff_row) = tariff_row_of(cx, rq, &cards, t);
	str id = str_print(cx->mem, "%" PRId64, p.card.id);
	section_primary(cx, rq, &p.top, RIGHT_POOL_DECIDE, "tariff_page.new", with_query(cx, rq, "new", "like", id));
	section_other(cx, rq, &p.top, RIGHT_POOL_READ, "tariffs.try", with_query(cx, rq, "try", "card", p.card.name));
	return page_show(cx, rq->http, rs, 200, &page_tariff, &p);
}

/* Other ways to look at the people of the pool: applicants by their next step, papers that run out, and who had most or
 * no assignments (story 18). */
#include "core/words.h"
#include "features/interpreters/pool_people_pages.h"

enum { LOAD_DAYS = 90 };

static err load_all(struct cx *cx, const struct request *rq, struct list *ret)
{
	const struct people_filter any = { 0 };
	return interpreter_whole_list(cx, &rq->centre, &any, cx->today, ret);
}

/* --- applicants: a board by what comes next ----------------------------------------------------------------------- */

struct board_card {
	str name, languages, path, action; /* action: where the next step is entered; absent without the right */
	day since;
	bool long_ago; /* waits for more than 14 days */
};
static const struct field card_fields[] = {
	FIELD(struct board_card, name, KIND_TEXT, .max = 250),
	FIELD(struct board_card, languages, KIND_TEXT),
	FIELD(struct board_card, path, KIND_PATH),
	FIELD(struct board_card, action, KIND_PATH),
	FIELD(struct board_card, since, KIND_DAY),
	FIELD(struct board_card, long_ago, KIND_BOOL),
};
static const struct record card_rec = RECORD("pool_card", struct board_card, card_fields);
struct board_column {
	str id, next, todo; /* next: code; todo: the verb on the cards */
	int64_t count;
	struct list cards; /* struct board_card, who waits longest first */
};
static const struct field column_fields[] = {
	FIELD(struct board_column, id, KIND_TEXT, .hidden = true),
	FIELD(struct board_column, next, KIND_CHOICE, .choices = &interpreter_next_choices),
	FIELD(struct board_column, todo, KIND_TEXT, .hidden = true),
	FIELD(struct board_column, count, KIND_INT),
	FIELD(struct board_column, cards, KIND_MANY, .of = &card_rec),
};
static const struct record column_rec = RECORD("pool_column", struct board_column, column_fields);
struct board_page {
	struct centre_frame frame;
	struct section_top top;
	struct list views, columns;
};
static const struct field board_fields[] = {
	SECTION_FIELDS(struct board_page),
	FIELD(struct board_page, views, KIND_MANY, .of = &link_rec),
	FIELD(struct board_page, columns, KIND_MANY, .of = &column_rec),
};
static const struct record board_rec = RECORD("pool_applicants", struct board_page, board_fields);
const struct page page_pool_applicants = { "interpreters/applicants.html", &board_rec };

static int by_since(const void *a, const void *b)
{
	const struct board_card *x = a, *y = b;
	return day_cmp(x->since, y->since);
}

static void add_card(struct cx *cx, const struct request *rq, struct board_column *c, const struct person_whole *w)
{
	str tail = str_print(cx->mem, "steps/" STR_FMT, STR_ARG(w->standing.next));
	day since = interpreter_waits_since(w, cx->today);
	*LIST_ADD(cx->mem, &c->cards, struct board_card) = (struct board_card){
		.name = w->person.name,
		.languages = interpreter_languages_said(cx, &w->languages),
		.path = person_path(cx, rq, w->person.id, ""),
		.action = frame_may(cx, rq, RIGHT_POOL_RECORD) ? person_path(cx, rq, w->person.id, tail.p) : STR_NONE,
		.since = since,
		.long_ago = day_is(since) && day_diff(cx->today, since) > APPLICANT_DAYS,
	};
}

static void fill_column(struct cx *cx, const struct request *rq, struct board_page *p, const char *next,
                        const struct list *people)
{
	struct board_column *c = LIST_ADD(cx->mem, &p->columns, struct board_column);
	*c = (struct board_column){ .id = str_print(cx->mem, "next-%s", next),
		                    .next = str_of(next),
		                    .todo = word(cx->words, cx->mem, str_print(cx->mem, "pool.do_step.%s", next).p) };
	LIST_EACH (const struct person_whole, w, people)
		if (w->standing.applicant && str_is(w->standing.next, next))
			add_card(cx, rq, c, w);
	c->count = (int64_t)c->cards.n;
	list_sort(&c->cards, by_since);
}

err people_applicants_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct board_page p = { 0 };
	struct list people = { 0 };
	int64_t n = 0;
	TRY(pool_fill(cx, rq, "people", "pool.applicants_title", STR_NONE, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.people"), person_path(cx, rq, 0, ""));
	TRY(load_all(cx, rq, &people));
	for (const char *const *next = interpreter_next_choices.codes; *next; next++)
		fill_column(cx, rq, &p, *next, &people);
	LIST_EACH (const struct person_whole, w, &people)
		n += w->standing.applicant;
	p.frame.sentence = pool_count(cx, "pool.applicants_sentence", n, NO_ARGS);
	people_views(cx, rq, "applicants", &p.views);
	section_primary(cx, rq, &p.top, RIGHT_POOL_RECORD, "pool.do_person", person_path(cx, rq, 0, "new"));
	return page_show(cx, rq->http, rs, 200, &page_pool_applicants, &p);
}

/* --- papers that run out ------------------------------------------------------------------------------------------ */

struct expiring_row {
	str name, path, paper, how, action;
	day until;
	bool bad;
};
static const struct field expiring_fields[] = {
	FIELD(struct expiring_row, name, KIND_TEXT, .max = 250),
	FIELD(struct expiring_row, path, KIND_PATH),
	FIELD(struct expiring_row, paper, KIND_CHOICE, .choices = &interpreter_paper_choices),
	FIELD(struct expiring_row, how, KIND_CHOICE, .choices = &interpreter_lack_choices),
	FIELD(struct expiring_row, action, KIND_PATH),
	FIELD(struct expiring_row, until, KIND_DAY),
	FIELD(struct expiring_row, bad, KIND_BOOL, .hidden = true),
};
static const struct record expiring_rec = RECORD("pool_expiring_row", struct expiring_row, expiring_fields);
struct expiring_page {
	struct centre_frame frame;
	struct section_top top;
	struct list views, items;
};
static const struct field expiring_page_fields[] = {
	SECTION_FIELDS(struct expiring_page),
	FIELD(struct expiring_page, views, KIND_MANY, .of = &link_rec),
	FIELD(struct expiring_page, items, KIND_MANY, .of = &expiring_rec),
};
static const struct record expiring_page_rec = RECORD("pool_expiring", struct expiring_page, expiring_page_fields);
const struct page page_pool_expiring = { "interpreters/expiring.html", &expiring_page_rec };

/* What is missing at all comes first (it has no day), then by the last day. */
static int by_until(const void *a, const void *b)
{
	const struct expiring_row *x = a, *y = b;
	return day_cmp(x->until, y->until);
}

static const char *step_of_paper(str paper)
{
	return str_is(paper, "training") ? "steps/trained"
	       : str_is(paper, "pledge") ? "steps/pledged"
	                                 : "steps/certificate";
}

static void add_lacks(struct cx *cx, const struct request *rq, struct expiring_page *p, const struct person_whole *w)
{
	LIST_EACH (const struct interpreter_lack, l, &w->standing.lacks)
		*LIST_ADD(cx->mem, &p->items, struct expiring_row) = (struct expiring_row){
			.name = w->person.name,
			.path = person_path(cx, rq, w->person.id, ""),
			.paper = l->paper,
			.how = l->how,
			.until = l->until,
			.bad = !str_is(l->how, "expiring"),
			.action = frame_may(cx, rq, RIGHT_POOL_RECORD)
			                  ? person_path(cx, rq, w->person.id, step_of_paper(l->paper))
			                  : STR_NONE,
		};
}

err people_expiring_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct expiring_page p = { 0 };
	struct list people = { 0 };
	TRY(pool_fill(cx, rq, "people", "pool.expiring_title", STR_NONE, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.people"), person_path(cx, rq, 0, ""));
	TRY(load_all(cx, rq, &people));
	LIST_EACH (const struct person_whole, w, &people)
		if (w->standing.active)
			add_lacks(cx, rq, &p, w);
	list_sort(&p.items, by_until);
	p.frame.sentence = pool_count(cx, "pool.expiring_sentence", (int64_t)p.items.n, NO_ARGS);
	people_views(cx, rq, "expiring", &p.views);
	return page_show(cx, rq->http, rs, 200, &page_pool_expiring, &p);
}

/* --- load --------------------------------------------------------------------------------------------------------- */

struct load_row {
	str name, path, languages;
	int64_t assignments;
	str state;
};
static const struct field load_fields[] = {
	FIELD(struct load_row, name, KIND_TEXT, .max = 250),
	FIELD(struct load_row, path, KIND_PATH),
	FIELD(struct load_row, languages, KIND_TEXT),
	FIELD(struct load_row, assignments, KIND_INT),
	FIELD(struct load_row, state, KIND_CHOICE, .choices = &interpreter_state_choices),
};
static const struct record load_rec = RECORD("pool_load_row", struct load_row, load_fields);
struct load_page {
	struct centre_frame frame;
	struct section_top top;
	struct list views, items;
	int64_t days, assignments, without; /* without: people who had none */
};
static const struct field load_page_fields[] = {
	SECTION_FIELDS(struct load_page),
	FIELD(struct load_page, views, KIND_MANY, .of = &link_rec),
	FIELD(struct load_page, items, KIND_MANY, .of = &load_rec),
	FIELD(struct load_page, days, KIND_INT),
	FIELD(struct load_page, assignments, KIND_INT),
	FIELD(struct load_page, without, KIND_INT),
};
static const struct record load_page_rec = RECORD("pool_load", struct load_page, load_page_fields);
const struct page page_pool_load = { "interpreters/load.html", &load_page_rec };

static int by_load(const void *a, const void *b)
{
	const struct load_row *x = a, *y = b;
	return (x->assignments < y->assignments) - (x->assignments > y->assignments);
}

static int64_t load_of(const struct list *loads, int64_t id)
{
	LIST_EACH (const struct interpreter_load, l, loads)
		if (l->interpreter_id == id)
			return l->assignments;
	return 0;
}

static err fill_load(struct cx *cx, const struct request *rq, struct load_page *p)
{
	struct list people = { 0 }, loads = { 0 };
	TRY(load_all(cx, rq, &people));
	TRY(interpreter_loads(cx, &rq->centre, day_add(cx->today, -LOAD_DAYS), cx->today, &loads));
	LIST_EACH (const struct person_whole, w, &people) {
		int64_t n = load_of(&loads, w->person.id);
		if (!w->standing.active && n == 0)
			continue;
		p->assignments += n;
		p->without += n == 0 && w->standing.active;
		*LIST_ADD(cx->mem, &p->items, struct load_row) =
		        (struct load_row){ .name = w->person.name,
			                   .path = person_path(cx, rq, w->person.id, ""),
			                   .languages = interpreter_languages_said(cx, &w->languages),
			                   .assignments = n,
			                   .state = w->standing.state };
	}
	list_sort(&p->items, by_load);
	return OK;
}

err people_load_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct load_page p = { .days = LOAD_DAYS };
	TRY(pool_fill(cx, rq, "people", "pool.load_title", STR_NONE, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.people"), person_path(cx, rq, 0, ""));
	TRY(fill_load(cx, rq, &p));
	p.frame.sentence = pool_count(cx, "pool.load_sentence", p.assignments,
	                              ARGS({ "people", say_int(cx->words, cx->mem, (int64_t)p.items.n) },
	                                   { "without", say_int(cx->words, cx->mem, p.without) }));
	people_views(cx, rq, "load", &p.views);
	return page_show(cx, rq->http, rs, 200, &page_pool_load, &p);
}

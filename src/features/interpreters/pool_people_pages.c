/* The people of the pool as a list: by name, with what they speak, where they are and what is lacking (S-INT-1 ... 3,
 * P-INT-2); and the same to take away. */
#include "features/interpreters/pool_people_pages.h"

#include <string.h>

#include "core/paging.h"
#include "core/words.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_people_table.h"

enum { PAGE_ROWS = 25 };

/* --- what all views have in common -------------------------------------------------------------------------------- */

str person_path(struct cx *cx, const struct request *rq, int64_t id, const char *tail)
{
	return pool_at(cx, rq, "people", id, tail);
}

void people_views(struct cx *cx, const struct request *rq, const char *current, struct list *ret)
{
	static const char *const views[] = { "", "applicants", "expiring", "load" };
	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		const char *key = str_print(cx->mem, "pool.view.%s", *views[i] ? views[i] : "list").p;
		*LIST_ADD(cx->mem, ret, struct link) = (struct link){ .text = word(cx->words, cx->mem, key),
			                                              .path = person_path(cx, rq, 0, views[i]),
			                                              .current = !strcmp(views[i], current) };
	}
}

str lacks_said(struct cx *cx, const struct interpreter_standing *s)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct interpreter_lack, l, &s->lacks) {
		str key = str_print(cx->mem, "pool.lack_" STR_FMT, STR_ARG(l->how));
		str paper =
		        word(cx->words, cx->mem, str_print(cx->mem, "interpreter_paper." STR_FMT, STR_ARG(l->paper)).p);
		text_c(&t, t.n ? "; " : "");
		text_add(&t,
		         word_args(cx->words, cx->mem, key.p,
		                   ARGS({ "paper", paper },
		                        { "day", day_is(l->until) ? say_day(cx->words, cx->mem, l->until) : S("") })));
	}
	return t.n ? text_str(&t) : STR_NONE;
}

str standing_tone(struct cx *cx UNUSED, const struct interpreter_standing *s)
{
	if (str_is(s->state, "listed")) {
		LIST_EACH (const struct interpreter_lack, l, &s->lacks)
			if (!str_is(l->how, "expiring"))
				return S("bad");
		return S("good");
	}
	return str_is(s->state, "left") || str_is(s->state, "declined") ? S("off") : S("warn");
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

/* What was asked for; also the form of it. */
struct people_asked {
	str q, language, mode, service, state;
};
static const struct field asked_fields[] = {
	FIELD(struct people_asked, q, KIND_TEXT, .input = true),
	FIELD(struct people_asked, language, KIND_TEXT, .input = true),
	FIELD(struct people_asked, mode, KIND_TEXT, .input = true),
	FIELD(struct people_asked, service, KIND_TEXT, .input = true),
};
static const struct record filter_rec = RECORD("pool_filter", struct people_asked, asked_fields);
static const struct field query_fields[] = {
	ASKED("q", KIND_TEXT),
	ASKED("language", KIND_TEXT),
	ASKED("mode", KIND_CHOICE, .choices = &booking_mode_choices),
	ASKED("service", KIND_CHOICE, .choices = &booking_service_choices),
	ASKED("state", KIND_TEXT),
	ASKED("after", KIND_TEXT, .max = 2000),
};
const struct record people_asked_rec = ASKED_RECORD(query_fields);

struct people_row {
	int64_t id;
	str sort_name;
	struct interpreter person;
	str languages;
	str state;
	day since;
	str tone, lacks;
	str path;
};
static const struct field row_fields[] = {
	FIELD(struct people_row, id, KIND_INT, .hidden = true),
	FIELD(struct people_row, sort_name, KIND_TEXT, .max = 250, .hidden = true),
	FIELD(struct people_row, person, KIND_ONE, .of = &interpreter_rec),
	FIELD(struct people_row, languages, KIND_TEXT),
	FIELD(struct people_row, state, KIND_CHOICE, .choices = &interpreter_state_choices),
	FIELD(struct people_row, since, KIND_DAY),
	FIELD(struct people_row, tone, KIND_TEXT, .hidden = true),
	FIELD(struct people_row, lacks, KIND_TEXT),
	FIELD(struct people_row, path, KIND_PATH),
};
static const struct record people_row_rec = RECORD("pool_people_row", struct people_row, row_fields);

struct people_page {
	struct centre_frame frame;
	struct section_top top;
	struct list views, chips; /* struct link: ways to look, and states */
	const struct form *filter;
	int64_t count;
	struct list items; /* struct people_row */
	str path, csv_path, xlsx_path, first, next;
	bool filtered;
	str state; /* the chip, kept when the form is sent */
};
static const struct field people_fields[] = {
	SECTION_FIELDS(struct people_page),
	FIELD(struct people_page, views, KIND_MANY, .of = &link_rec),
	FIELD(struct people_page, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct people_page, filter, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	FIELD(struct people_page, count, KIND_INT),
	FIELD(struct people_page, items, KIND_MANY, .of = &people_row_rec),
	FIELD(struct people_page, path, KIND_PATH, .hidden = true),
	FIELD(struct people_page, csv_path, KIND_PATH, .hidden = true),
	FIELD(struct people_page, xlsx_path, KIND_PATH, .hidden = true),
	FIELD(struct people_page, first, KIND_PATH, .hidden = true),
	FIELD(struct people_page, next, KIND_PATH),
	FIELD(struct people_page, filtered, KIND_BOOL, .hidden = true),
	FIELD(struct people_page, state, KIND_TEXT, .hidden = true),
};
static const struct record people_page_rec = RECORD("pool_people", struct people_page, people_fields);
const struct page page_pool_people = { "interpreters/people.html", &people_page_rec };

/* Blank, or a code that there is; anything else counts as not asked for. */
static str code_asked(const struct request *rq, const char *name, const struct choices *c)
{
	str code = route_asked(rq, name);
	return choices_has(c, code) ? code : STR_NONE;
}

static const char *const state_chips[] = { "", "listed", "paused", "applicant", "lacking", "out" };

static str state_asked(const struct request *rq)
{
	str s = route_asked(rq, "state");
	for (size_t i = 1; i < sizeof state_chips / sizeof *state_chips; i++)
		if (str_is(s, state_chips[i]))
			return s;
	return S("");
}

static struct people_asked asked_of(struct cx *cx, const struct request *rq)
{
	struct people_asked a = { .q = route_asked(rq, "q"),
		                  .language = route_asked(rq, "language"),
		                  .mode = code_asked(rq, "mode", &booking_mode_choices),
		                  .service = code_asked(rq, "service", &booking_service_choices),
		                  .state = state_asked(rq) };
	(void)cx;
	if (str_blank(a.q))
		a.q = STR_NONE;
	if (str_blank(a.language))
		a.language = STR_NONE;
	return a;
}

/* Without a chip: all but those who are out. */
static bool in_state(const struct interpreter_standing *s, str chip)
{
	if (str_is(chip, "applicant"))
		return s->applicant;
	if (str_is(chip, "lacking"))
		return s->active && s->lacks.n > 0;
	if (str_is(chip, "out"))
		return !s->active && !s->applicant;
	return chip.n ? str_eq(chip, s->state) : s->active || s->applicant;
}

static void add_query(struct text *t, const char *name, str value)
{
	if (!value.n)
		return;
	text_print(t, "%s%s=", str_has(text_str(t), "?") ? "&" : "?", name);
	text_url(t, value);
}

static str address(struct cx *cx, str path, const struct people_asked *a, const char *state)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, path);
	add_query(&t, "q", a->q);
	add_query(&t, "language", a->language);
	add_query(&t, "mode", a->mode);
	add_query(&t, "service", a->service);
	add_query(&t, "state", str_of(state));
	return text_str(&t);
}

static err find_people(struct cx *cx, const struct request *rq, const struct people_asked *a, struct list *ret)
{
	struct people_filter f = { .words = a->q, .mode = a->mode, .service = a->service };
	struct language l;
	struct list all = { 0 };
	if (a->language.p) {
		err e = language_by_word(cx, a->language, &l);
		if (e == E_NOTFOUND)
			return OK; /* nobody speaks what nobody knows */
		TRY(e);
		f.language_code = l.code;
	}
	TRY(interpreter_whole_list(cx, &rq->centre, &f, cx->today, &all));
	LIST_EACH (const struct person_whole, w, &all)
		if (in_state(&w->standing, a->state))
			*LIST_ADD(cx->mem, ret, struct person_whole) = *w;
	return OK;
}

/* The states could not be asked of the database, so the page is cut out here: from behind the cursor on. */
static void add_rows(struct cx *cx, const struct request *rq, const struct paging *pg, const struct list *found,
                     struct people_page *p)
{
	LIST_EACH (const struct person_whole, w, found) {
		int order = pg->further ? str_cmp(w->sort_name, pg->key) : 1;
		if (order < 0 || (order == 0 && w->person.id <= pg->id))
			continue;
		if (p->items.n >= (size_t)paging_limit(pg))
			return;
		*LIST_ADD(cx->mem, &p->items, struct people_row) =
		        (struct people_row){ .id = w->person.id,
			                     .sort_name = w->sort_name,
			                     .person = w->person,
			                     .languages = interpreter_languages_said(cx, &w->languages),
			                     .state = w->standing.state,
			                     .since = w->standing.since,
			                     .tone = standing_tone(cx, &w->standing),
			                     .lacks = lacks_said(cx, &w->standing),
			                     .path = person_path(cx, rq, w->person.id, "") };
	}
}

static struct list any_of(struct cx *cx, const char *key)
{
	struct list ret = { 0 };
	*LIST_ADD(cx->mem, &ret, struct form_choice) =
	        (struct form_choice){ .code = S(""), .text = word(cx->words, cx->mem, key) };
	return ret;
}

static void offer_codes(struct cx *cx, struct form *form, const char *field, const char *any_key,
                        const struct choices *choices)
{
	struct list offers = any_of(cx, any_key);
	for (const char *const *code = choices->codes; *code; code++) {
		str key = str_print(cx->mem, "%s.%s", choices->name, *code);
		*LIST_ADD(cx->mem, &offers, struct form_choice) =
		        (struct form_choice){ .code = str_of(*code), .text = word(cx->words, cx->mem, key.p) };
	}
	form_offer(cx, form, field, &offers);
}

static err fill_filter(struct cx *cx, const struct request *rq, const struct people_asked *a, struct people_page *p)
{
	struct list languages = any_of(cx, "pool.any_language");
	struct form *form = NEW(cx->mem, struct form);
	TRY(language_choices(cx, &languages));
	*form = form_of(cx, rq->http, &filter_rec, a, p->path, "pool.search", STR_NONE);
	form_offer(cx, form, "language", &languages);
	offer_codes(cx, form, "mode", "pool.any_mode", &booking_mode_choices);
	offer_codes(cx, form, "service", "pool.any_service", &booking_service_choices);
	p->filter = form;
	return OK;
}

static void fill_chips(struct cx *cx, const struct people_asked *a, struct people_page *p)
{
	for (size_t i = 0; i < sizeof state_chips / sizeof *state_chips; i++) {
		const char *code = state_chips[i];
		const char *key = str_print(cx->mem, "pool.chip.%s", *code ? code : "all").p;
		*LIST_ADD(cx->mem, &p->chips, struct link) = (struct link){ .text = word(cx->words, cx->mem, key),
			                                                    .path = address(cx, p->path, a, code),
			                                                    .current = str_is(a->state, code) };
	}
}

static void fill_paths(struct cx *cx, const struct request *rq, const struct people_asked *a, struct people_page *p)
{
	str table = pool_at(cx, rq, "people", 0, "");
	p->csv_path = address(cx, str_print(cx->mem, STR_FMT ".csv", STR_ARG(table)), a, a->state.p);
	p->xlsx_path = address(cx, str_print(cx->mem, STR_FMT ".xlsx", STR_ARG(table)), a, a->state.p);
}

err people_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct people_asked a = asked_of(cx, rq);
	struct people_page p = { .path = person_path(cx, rq, 0, ""), .state = a.state };
	struct list found = { 0 };
	str list_path = address(cx, p.path, &a, a.state.p);
	struct paging pg = { .list = str_print(cx->mem, "pool.people " STR_FMT, STR_ARG(list_path)).p,
		             .size = PAGE_ROWS };
	TRY(paging_read(cx, rq, &pg));
	TRY(pool_fill(cx, rq, "people", "pool.people_title", STR_NONE, &p.frame, &p.top));
	TRY(find_people(cx, rq, &a, &found));
	add_rows(cx, rq, &pg, &found, &p);
	p.count = (int64_t)found.n;
	p.first = paging_first(&pg, list_path);
	p.next = paging_next(cx, &pg, &p.items, &people_row_rec, "sort_name", "id", list_path);
	p.filtered = a.q.p || a.language.p || a.mode.p || a.service.p || a.state.n;
	p.frame.sentence = pool_count(cx, p.filtered ? "pool.people_found" : "pool.people_sentence", p.count, NO_ARGS);
	people_views(cx, rq, "", &p.views);
	fill_chips(cx, &a, &p);
	fill_paths(cx, rq, &a, &p);
	TRY(fill_filter(cx, rq, &a, &p));
	section_primary(cx, rq, &p.top, RIGHT_POOL_RECORD, "pool.do_person", person_path(cx, rq, 0, "new"));
	section_other(cx, rq, &p.top, RIGHT_POOL_RECORD, "pool_import.do", person_path(cx, rq, 0, "import"));
	return page_show(cx, rq->http, rs, 200, &page_pool_people, &p);
}

/* --- to take away --------------------------------------------------------------------------------------------------
 */

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct people_asked a = asked_of(cx, rq);
	struct list found = { 0 }, rows = { 0 }, hours = { 0 };
	TRY(find_people(cx, rq, &a, &found));
	TRY(interpreter_hours_of(cx, &rq->centre, 0, &hours));
	LIST_EACH (const struct person_whole, w, &found)
		*LIST_ADD(cx->mem, &rows, struct pool_table_row) = pool_table_row_of(cx, w, &hours);
	str name = str_print(cx->mem, "sprachmittlung-personen-" STR_FMT "-" STR_FMT, STR_ARG(rq->centre.slug),
	                     STR_ARG(day_iso(cx->mem, cx->today)));
	str note = word_args(cx->words, cx->mem, "pool_table.note",
	                     ARGS({ "day", say_day(cx->words, cx->mem, cx->today) }, { "name", rq->centre.name }));
	return page_table(cx, rs, name, xlsx, word(cx->words, cx->mem, "pool_table.title"), note, &pool_table_rec,
	                  &rows);
}

err people_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err people_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

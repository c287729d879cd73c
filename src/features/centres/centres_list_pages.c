/* The state-wide page: hexagon map of the 54, list with filters, export. */
#include <inttypes.h>
#include <string.h>

#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres_pages.h"
#include "features/rulebook/rulebook.h"
#include "view/chart.h"

enum { ALL_CENTRES = 100, PAGE_ROWS = 25 };

struct centres_page {
	str title, sentence;
	int64_t total;
	bool is_list;
	str map;
	struct list items;
	struct list districts, kinds, sorts, views; /* struct link */
	str csv_path, xlsx_path, first, next;
};
static const struct field centres_fields[] = {
	FIELD(struct centres_page, title, KIND_TEXT),
	FIELD(struct centres_page, sentence, KIND_TEXT),
	FIELD(struct centres_page, total, KIND_INT),
	FIELD(struct centres_page, is_list, KIND_BOOL, .hidden = true),
	FIELD(struct centres_page, map, KIND_HTML, .hidden = true),
	FIELD(struct centres_page, items, KIND_MANY, .of = &centre_rec),
	FIELD(struct centres_page, districts, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct centres_page, kinds, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct centres_page, sorts, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct centres_page, views, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct centres_page, csv_path, KIND_PATH, .hidden = true),
	FIELD(struct centres_page, xlsx_path, KIND_PATH, .hidden = true),
	FIELD(struct centres_page, first, KIND_PATH, .hidden = true),
	FIELD(struct centres_page, next, KIND_PATH),
};
static const struct record centres_rec = RECORD("centres_page", struct centres_page, centres_fields);
const struct page page_centres = { "centres/list.html", &centres_rec };

static const char *const sort_codes[] = { "name", "inhabitants", "district", NULL };
static const struct choices sort_choices = { "centres.sort", sort_codes };
static const char *const view_codes[] = { "map", "list", NULL };
static const struct choices view_choices = { "centres.view", view_codes };
#define WHICH_ONES                                                                                                     \
	ASKED("district", KIND_CHOICE, .choices = &district_choices),                                                  \
	        ASKED("kind", KIND_CHOICE, .choices = &authority_choices),                                             \
	        ASKED("sort", KIND_CHOICE, .choices = &sort_choices)
static const struct field asked_fields[] = { WHICH_ONES, ASKED("view", KIND_CHOICE, .choices = &view_choices),
	                                     ASKED("after", KIND_TEXT) };
static const struct field export_asked_fields[] = { WHICH_ONES };
const struct record centres_asked_rec = ASKED_RECORD(asked_fields);
const struct record centres_export_asked_rec = ASKED_RECORD(export_asked_fields);

/* --- what was asked, and addresses that ask for something else ---------------------------------------------------- */

struct wish {
	struct centre_query query;
	bool list;
};

static str one_of(const struct choices *c, str code)
{
	return code.p && choices_has(c, code) ? code : S("");
}

static struct wish wish_of(const struct request *rq)
{
	struct wish w = { .query = { .district = one_of(&district_choices, route_asked(rq, "district")),
		                     .kind = one_of(&authority_choices, route_asked(rq, "kind")),
		                     .limit = PAGE_ROWS } };
	for (int i = SORT_NAME; i <= SORT_DISTRICT; i++)
		if (str_is(route_asked(rq, "sort"), sort_codes[i]))
			w.query.sort = (enum centre_sort)i;
	return w;
}

static void add_param(struct text *t, const char *name, str value)
{
	if (value.n == 0)
		return;
	text_c(t, memchr(t->p, '?', t->n) ? "&" : "?");
	text_print(t, "%s=", name);
	text_url(t, value);
}

static str address(struct cx *cx, const char *path, const struct wish *w)
{
	struct text t = TEXT(cx->mem);
	text_c(&t, path);
	add_param(&t, "district", w->query.district);
	add_param(&t, "kind", w->query.kind);
	if (w->query.sort != SORT_NAME)
		add_param(&t, "sort", str_of(sort_codes[w->query.sort]));
	if (w->list)
		add_param(&t, "view", S("list"));
	add_param(&t, "after", w->query.after);
	return text_str(&t);
}

/* --- chips -------------------------------------------------------------------------------------------------------- */

static void chip(struct cx *cx, struct list *l, const struct wish *w, const char *key, bool current)
{
	struct wish from_start = *w;
	from_start.query.after = STR_NONE;
	*LIST_ADD(cx->mem, l, struct link) =
	        (struct link){ word(cx->words, cx->mem, key), address(cx, "/centres", &from_start), current };
}

static void fill_chips(struct cx *cx, const struct wish *w, struct centres_page *p)
{
	struct wish other = *w;
	other.query.district = S("");
	chip(cx, &p->districts, &other, "centres.all_districts", w->query.district.n == 0);
	for (const char *const *c = district_choices.codes; *c; c++) {
		other.query.district = str_of(*c);
		chip(cx, &p->districts, &other, str_print(cx->mem, "district.%s", *c).p, str_is(w->query.district, *c));
	}
	other = *w;
	other.query.kind = S("");
	chip(cx, &p->kinds, &other, "centres.all_kinds", w->query.kind.n == 0);
	for (const char *const *c = authority_choices.codes; *c; c++) {
		other.query.kind = str_of(*c);
		chip(cx, &p->kinds, &other, str_print(cx->mem, "centres.kind.%s", *c).p, str_is(w->query.kind, *c));
	}
	other = *w;
	for (int i = SORT_NAME; i <= SORT_DISTRICT; i++) {
		other.query.sort = (enum centre_sort)i;
		chip(cx, &p->sorts, &other, str_print(cx->mem, "centres.sort.%s", sort_codes[i]).p,
		     (int)w->query.sort == i);
	}
	other = *w;
	for (int i = 0; i < 2; i++) {
		other.list = i;
		chip(cx, &p->views, &other, i ? "centres.view.list" : "centres.view.map", w->list == other.list);
	}
}

/* --- map ---------------------------------------------------------------------------------------------------------- */

static int tone_of(str district)
{
	for (int i = 0; district_choices.codes[i]; i++)
		if (str_is(district, district_choices.codes[i]))
			return i;
	return 0;
}

static bool wanted(const struct wish *w, const struct centre *c)
{
	return (w->query.district.n == 0 || str_eq(w->query.district, c->district)) &&
	       (w->query.kind.n == 0 || str_eq(w->query.kind, c->kind));
}

static str amount_of(struct cx *cx, const struct centre *c)
{
	str district = word(cx->words, cx->mem, str_print(cx->mem, "district." STR_FMT, STR_ARG(c->district)).p);
	if (!c->inhabitants.has)
		return district;
	return word_args(cx->words, cx->mem, "centres.inhabitants_on",
	                 ARGS({ "district", district }, { "n", say_int(cx->words, cx->mem, c->inhabitants.v) },
	                      { "day", say_day(cx->words, cx->mem, c->counted_on) }));
}

static str map_of(struct cx *cx, const struct wish *w, const struct list *all)
{
	struct hexagon *h = NEW_ARRAY(cx->mem, struct hexagon, all->n);
	size_t n = 0;
	LIST_EACH (const struct centre, c, all)
		h[n++] = (struct hexagon){ .column = (int)c->hex_column,
			                   .row = (int)c->hex_row,
			                   .label = c->short_name,
			                   .name = c->name,
			                   .amount = amount_of(cx, c),
			                   .path = c->path,
			                   .tone = tone_of(c->district),
			                   .dimmed = !wanted(w, c) };
	return chart_hexagons(cx->mem, S("map"), word(cx->words, cx->mem, "centres.map_title"),
	                      word(cx->words, cx->mem, "centres.map_text"), h, n);
}

/* --- the page: all 54 on the map with the chosen ones in the table under it, or a list by pages ------------------- */

static err fill_map(struct cx *cx, const struct wish *w, struct centres_page *p)
{
	struct centre_query all = { .district = S(""), .kind = S(""), .sort = w->query.sort, .limit = ALL_CENTRES };
	struct list centres = { 0 };
	TRY(centre_list(cx, &all, cx->today, &centres));
	p->map = map_of(cx, w, &centres);
	LIST_EACH (const struct centre, c, &centres)
		if (wanted(w, c))
			*LIST_ADD(cx->mem, &p->items, struct centre) = *c;
	p->total = (int64_t)p->items.n;
	return OK;
}

static err fill_list(struct cx *cx, const struct wish *w, struct centres_page *p)
{
	struct wish other = *w;
	TRY(centre_count(cx, &w->query, &p->total));
	TRY(centre_list(cx, &w->query, cx->today, &p->items));
	if (p->items.next.p) {
		other.query.after = p->items.next;
		p->next = address(cx, "/centres", &other);
	}
	if (w->query.after.p) {
		other.query.after = STR_NONE;
		p->first = address(cx, "/centres", &other);
	}
	return OK;
}

static str sentence_of(struct cx *cx, const struct wish *w, int64_t total)
{
	bool filtered = w->query.district.n || w->query.kind.n;
	const char *key = filtered ? "centres.sentence_some" : "centres.sentence_all";
	return word_plural(cx->words, cx->mem, key, total, NO_ARGS);
}

err centres_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct wish w = wish_of(rq);
	w.list = str_is(route_asked(rq, "view"), "list");
	w.query.after = w.list ? route_asked(rq, "after") : STR_NONE;
	struct wish whole = w;
	struct centres_page p = { .title = word(cx->words, cx->mem, "centres.title"), .is_list = w.list };
	whole.query.after = STR_NONE;
	TRY(w.list ? fill_list(cx, &w, &p) : fill_map(cx, &w, &p));
	p.sentence = sentence_of(cx, &w, p.total);
	fill_chips(cx, &w, &p);
	p.csv_path = address(cx, "/centres.csv", &whole);
	p.xlsx_path = address(cx, "/centres.xlsx", &whole);
	return page_show(cx, rq->http, rs, 200, &page_centres, &p);
}

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct wish w = wish_of(rq);
	struct list rows = { 0 };
	w.query.limit = ALL_CENTRES;
	TRY(centre_list(cx, &w.query, cx->today, &rows));
	str note = word_args(cx->words, cx->mem, "centres.export_note",
	                     ARGS({ "day", say_day(cx->words, cx->mem, cx->today) }));
	return page_table(cx, rs, S("kommunale-integrationszentren"), xlsx, word(cx->words, cx->mem, "centres.title"),
	                  note, &centre_export_rec, &rows);
}

err centres_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err centres_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

/* All activities of a KI: filters, page by page, and the table to take away. */
#include "core/words.h"
#include "features/activities/activity_list.h"
#include "features/activities/activity_pages.h"
#include "features/centres/centres_model.h"

enum { PAGE_ROWS = 50, TABLE_ROWS = 50000 };

/* What is asked for; the fields of the filter form have the same names. */
struct asked {
	struct activity_filter filter;
	bool mine;
};
#define PART_ASKED(name_) ASKED(name_, KIND_TEXT, .max = 40)
static const struct field asked_fields[] = { PART_ASKED("kind"),
	                                     PART_ASKED("field"),
	                                     PART_ASKED("stage"),
	                                     PART_ASKED("recipient"),
	                                     PART_ASKED("target"),
	                                     PART_ASKED("main_field"),
	                                     ASKED("ags8", KIND_TEXT, .max = 8),
	                                     ASKED("partner", KIND_TEXT, .max = 120),
	                                     ASKED("mine", KIND_BOOL),
	                                     ASKED("after", KIND_TEXT, .max = 2000) };
const struct record activity_list_asked_rec = ASKED_RECORD(asked_fields);

static const struct field filter_fields[] = {
	ACTIVITY_PART_FIELD(struct activity, "kind", PART_KIND, .input = true),
	ACTIVITY_PART_FIELDS(struct activity, .input = true),
	FIELD(struct activity, ags8, KIND_TEXT, .input = true, .max = 8),
	FIELD(struct activity, partner, KIND_TEXT, .input = true, .max = 120),
};
static const struct record filter_rec = RECORD("activity", struct activity, filter_fields);

struct list_page {
	struct centre_frame frame;
	struct section_top top;
	struct list chips; /* struct link: a filter that is on, to the address without it */
	const struct form *filter;
	struct maybe count;
	struct list items; /* struct activity_row */
	str path, csv_path, xlsx_path, first, next;
	bool filtered, mine;
};
static const struct field list_fields[] = {
	SECTION_FIELDS(struct list_page),
	FIELD(struct list_page, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct list_page, filter, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	FIELD(struct list_page, count, KIND_INT, .maybe = true),
	FIELD(struct list_page, items, KIND_MANY, .of = &activity_row_rec),
	FIELD(struct list_page, path, KIND_PATH, .hidden = true),
	FIELD(struct list_page, csv_path, KIND_PATH, .hidden = true),
	FIELD(struct list_page, xlsx_path, KIND_PATH, .hidden = true),
	FIELD(struct list_page, first, KIND_PATH, .hidden = true),
	FIELD(struct list_page, next, KIND_PATH),
	FIELD(struct list_page, filtered, KIND_BOOL, .hidden = true),
	FIELD(struct list_page, mine, KIND_BOOL, .hidden = true),
};
static const struct record list_rec = RECORD("activity_list_page", struct list_page, list_fields);
const struct page page_activity_list = { "activities/list.html", &list_rec };

static str text_asked(const struct request *rq, const char *name)
{
	str s = str_trim(route_asked(rq, name));
	return str_blank(s) ? STR_NONE : s;
}

static struct asked asked_of(const struct cx *cx, const struct request *rq)
{
	struct asked a = { .mine = str_is(route_asked(rq, "mine"), "1") };
	for (int part = 0; part < PARTS; part++)
		a.filter.code[part] = text_asked(rq, catalogue_choices.codes[part]);
	a.filter.ags8 = text_asked(rq, "ags8");
	a.filter.partner = text_asked(rq, "partner");
	if (a.mine)
		a.filter.account = MAYBE(cx->user->id);
	return a;
}

static void add_query(struct text *t, const char *name, str value, const char *without)
{
	if (!value.p || (without && str_is(str_of(name), without)))
		return;
	text_print(t, "%s%s=", str_has(text_str(t), "?") ? "&" : "?", name);
	text_url(t, value);
}

/* The same list; `without` this filter. */
static str address(struct cx *cx, str path, const struct asked *a, const char *without)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, path);
	for (int part = 0; part < PARTS; part++)
		add_query(&t, catalogue_choices.codes[part], a->filter.code[part], without);
	add_query(&t, "ags8", a->filter.ags8, without);
	add_query(&t, "partner", a->filter.partner, without);
	add_query(&t, "mine", a->mine ? S("1") : STR_NONE, without);
	return text_str(&t);
}

static void add_chip(struct cx *cx, struct list_page *p, const struct asked *a, const char *name, str text)
{
	*LIST_ADD(cx->mem, &p->chips, struct link) =
	        (struct link){ .text = text, .path = address(cx, p->path, a, name), .current = true };
}

static void fill_chips(struct cx *cx, const struct activity_words *w, const struct asked *a, struct list_page *p)
{
	for (int part = 0; part < PARTS; part++)
		if (a->filter.code[part].p)
			add_chip(cx, p, a, catalogue_choices.codes[part],
			         catalogue_name(cx, &w->catalogue, (enum part)part, a->filter.code[part], cx->today));
	str town = word(cx->words, cx->mem, "activities.no_municipality");
	LIST_EACH (const struct municipality, m, &w->towns)
		if (str_eq(m->ags8, a->filter.ags8))
			town = m->name;
	if (a->filter.ags8.p)
		add_chip(cx, p, a, "ags8", town);
	if (a->filter.partner.p)
		add_chip(cx, p, a, "partner", a->filter.partner);
	struct asked other = *a;
	other.mine = !a->mine;
	*LIST_ADD(cx->mem, &p->chips, struct link) = (struct link){ .text = word(cx->words, cx->mem, "activities.mine"),
		                                                    .path = address(cx, p->path, &other, NULL),
		                                                    .current = a->mine };
}

/* In every field "any" stands first. The catalogue as of today: what ended is found by its address in a report. */
static void fill_filter(struct cx *cx, const struct request *rq, const struct activity_words *w, const struct asked *a,
                        struct list_page *p)
{
	struct form *form = NEW(cx->mem, struct form);
	struct activity row = { .ags8 = a->filter.ags8, .partner = a->filter.partner };
	struct list any = { 0 };
	for (int part = 0; part < PARTS; part++)
		row.code[part] = a->filter.code[part];
	*form = form_of(cx, rq->http, &filter_rec, &row, p->path, "activities.filter", STR_NONE);
	*LIST_ADD(cx->mem, &any, struct form_choice) =
	        (struct form_choice){ .code = S(""), .text = word(cx->words, cx->mem, "activities.any") };
	for (int part = 0; part < PARTS; part++)
		form_offer(cx, form, catalogue_choices.codes[part], &any);
	form_offer(cx, form, "ags8", &any);
	*LIST_AT(&any, struct form_choice, 0) =
	        (struct form_choice){ .code = S("none"),
		                      .text = word(cx->words, cx->mem, "activities.no_municipality") };
	form_offer(cx, form, "ags8", &any);
	activity_offer_codes(cx, form, w, cx->today);
	p->filter = form;
}

err activity_list_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct asked a = asked_of(cx, rq);
	struct list_page p = { .path = activity_at(cx, rq, "list", 0, ""), .mine = a.mine };
	struct activity_words w;
	struct list found = { 0 };
	str here = address(cx, p.path, &a, NULL);
	struct paging pg = { .list = str_print(cx->mem, "activities " STR_FMT, STR_ARG(here)).p,
		             .size = PAGE_ROWS,
		             .down = true,
		             .start = "9999-12-31" };
	TRY(paging_read(cx, rq, &pg));
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_fill(cx, rq, "list", "activities.list_title", STR_NONE, &p.frame, &p.top));
	TRY(activity_list(cx, &rq->centre, &a.filter, pg.key, pg.id, paging_limit(&pg), &found));
	TRY(activity_count(cx, &rq->centre, &a.filter, &p.count));
	activity_rows(cx, rq, &w, &found, &p.items);
	LIST_EACH (struct activity_row, r, &p.items)
		r->edit_path = STR_NONE; /* a row is a link; what can be done stands on its page */
	p.first = paging_first(&pg, here);
	p.next = paging_next(cx, &pg, &p.items, &activity_row_rec, "day", "id", here);
	p.filtered = !str_eq(here, p.path);
	p.frame.sentence = p.count.has ? word_plural(cx->words, cx->mem, "activities.list_count", p.count.v, NO_ARGS)
	                               : word(cx->words, cx->mem, "activities.list_filtered");
	p.csv_path = address(cx, str_print(cx->mem, STR_FMT ".csv", STR_ARG(p.path)), &a, NULL);
	p.xlsx_path = address(cx, str_print(cx->mem, STR_FMT ".xlsx", STR_ARG(p.path)), &a, NULL);
	fill_chips(cx, &w, &a, &p);
	fill_filter(cx, rq, &w, &a, &p);
	section_other(cx, rq, &p.top, RIGHT_ACTIVITY_RECORD, "activity_import.do",
	              activity_at(cx, rq, "import", 0, ""));
	return page_show(cx, rq->http, rs, 200, &page_activity_list, &p);
}

/* --- to take away ------------------------------------------------------------------------------------------------- */

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct asked a = asked_of(cx, rq);
	struct activity_words w;
	struct list found = { 0 }, rows = { 0 };
	TRY(activity_words_load(cx, rq, &w));
	TRY(activity_list(cx, &rq->centre, &a.filter, S("9999-12-31"), 0, TABLE_ROWS, &found));
	LIST_EACH (const struct activity, one, &found) {
		struct activity_row r = activity_row_of(cx, rq, &w, one);
		*LIST_ADD(cx->mem, &rows, struct activity_table_row) = activity_table_row_of(&r);
	}
	str name = str_print(cx->mem, "taetigkeiten-" STR_FMT "-" STR_FMT, STR_ARG(rq->centre.slug),
	                     STR_ARG(day_iso(cx->mem, cx->today)));
	str note =
	        word_args(cx->words, cx->mem, found.n == TABLE_ROWS ? "activities.table_cut" : "activities.table_note",
	                  ARGS({ "day", say_day(cx->words, cx->mem, cx->today) }, { "name", rq->centre.name },
	                       { "n", say_int(cx->words, cx->mem, TABLE_ROWS) }));
	return page_table(cx, rs, name, xlsx, word(cx->words, cx->mem, "activities.title"), note, &activity_table_rec,
	                  &rows);
}

err activity_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err activity_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

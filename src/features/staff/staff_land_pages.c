/* All 54 KI on a day: what there is to be, what is filled, as hexagons and as a list; no people at all (S-STA-8). */
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "view/chart.h"

enum { ALL_CENTRES = 100 };

/* A KI in the list; sizes in thousandths. "wanted": entitled, or set up where a line knows no entitlement. */
struct land_row {
	str name, kind, short_name, slug;
	int64_t hex_column, hex_row;
	int64_t wanted, posts, filled, vacant;
	struct maybe percent; /* filled of wanted, whole percent, cut; absent: nothing wanted */
	int64_t teachers, teachers_wanted, specialists, specialists_wanted, assistants, assistants_wanted;
	int64_t programmes, programmes_wanted; /* KOMM-AN and KIM */
	int64_t own;                           /* paid by the carrier itself or others */
	str path;                              /* of the plan, for those who may read it; else of the KI */
};
#define LAND_COLUMNS                                                                                                   \
	FIELD(struct land_row, name, KIND_TEXT),                                                                       \
	        FIELD(struct land_row, kind, KIND_CHOICE, .choices = &authority_choices),                              \
	        FIELD(struct land_row, wanted, KIND_DECIMAL), FIELD(struct land_row, posts, KIND_DECIMAL),             \
	        FIELD(struct land_row, filled, KIND_DECIMAL), FIELD(struct land_row, vacant, KIND_DECIMAL),            \
	        FIELD(struct land_row, percent, KIND_INT, .maybe = true),                                              \
	        FIELD(struct land_row, teachers_wanted, KIND_DECIMAL), FIELD(struct land_row, teachers, KIND_DECIMAL), \
	        FIELD(struct land_row, specialists_wanted, KIND_DECIMAL),                                              \
	        FIELD(struct land_row, specialists, KIND_DECIMAL),                                                     \
	        FIELD(struct land_row, assistants_wanted, KIND_DECIMAL),                                               \
	        FIELD(struct land_row, assistants, KIND_DECIMAL),                                                      \
	        FIELD(struct land_row, programmes_wanted, KIND_DECIMAL),                                               \
	        FIELD(struct land_row, programmes, KIND_DECIMAL), FIELD(struct land_row, own, KIND_DECIMAL)
static const struct field export_fields[] = { LAND_COLUMNS };
static const struct record export_rec = RECORD("land_row", struct land_row, export_fields);
static const struct field row_fields[] = {
	LAND_COLUMNS,
	FIELD(struct land_row, slug, KIND_TEXT),
	FIELD(struct land_row, path, KIND_PATH),
};
static const struct record row_rec = RECORD("land_row", struct land_row, row_fields);

struct land_page {
	str title, sentence;
	struct day_choice day;
	day date;
	str map;
	struct list items; /* struct land_row */
	const struct land_row *total;
	struct list sorts, chips;
	str path, csv_path, xlsx_path;
	str sort;
};
static const struct field page_fields[] = {
	FIELD(struct land_page, title, KIND_TEXT),
	FIELD(struct land_page, sentence, KIND_TEXT),
	FIELD(struct land_page, date, KIND_DAY),
	{ .name = "day_typed", .kind = KIND_TEXT, .offset = offsetof(struct land_page, day.typed), .hidden = true },
	{ .name = "day_error", .kind = KIND_TEXT, .offset = offsetof(struct land_page, day.error), .hidden = true },
	FIELD(struct land_page, map, KIND_HTML, .hidden = true),
	FIELD(struct land_page, items, KIND_MANY, .of = &row_rec),
	FIELD(struct land_page, total, KIND_ONE, .of = &row_rec, .maybe = true),
	FIELD(struct land_page, sorts, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct land_page, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct land_page, path, KIND_PATH),
	FIELD(struct land_page, sort, KIND_TEXT, .hidden = true),
	FIELD(struct land_page, csv_path, KIND_PATH),
	FIELD(struct land_page, xlsx_path, KIND_PATH),
};
static const struct record page_rec = RECORD("staff_land", struct land_page, page_fields);
const struct page page_staff_land = { "staff/land.html", &page_rec };

/* --- adding up ---------------------------------------------------------------------------------------------------- */

static void add_line(struct land_row *r, int line, int64_t wanted, const struct line_sums *is)
{
	r->wanted += wanted;
	r->posts += is->posts;
	r->filled += is->filled;
	r->vacant += wanted > is->filled ? wanted - is->filled : 0;
	if (line == LINE_TEACHER) {
		r->teachers += is->filled;
		r->teachers_wanted += wanted;
	} else if (line == LINE_SPECIALIST) {
		r->specialists += is->filled;
		r->specialists_wanted += wanted;
	} else if (line == LINE_ASSISTANT) {
		r->assistants += is->filled;
		r->assistants_wanted += wanted;
	} else if (line == LINE_OWN) {
		r->own += is->filled;
	} else {
		r->programmes += is->filled;
		r->programmes_wanted += wanted;
	}
}

static const struct staff_land_sums *sums_of(const struct list *sums, int64_t centre_id)
{
	static const struct staff_land_sums none;
	LIST_EACH (const struct staff_land_sums, s, sums)
		if (s->centre_id == centre_id)
			return s;
	return &none;
}

/* What the rules of a day give in each line; absent: unknown, or nothing to be entitled to. */
struct wanted {
	str kind; /* of the authority */
	struct maybe lines[STAFF_LINES];
};

static struct wanted wanted_by(struct cx *cx, const struct list *rules, str kind, int64_t centre_id, day on)
{
	static const struct staff nobody;
	struct wanted w = { .kind = kind };
	struct entitlement e = entitlement_of(cx->mem, rules, kind, centre_id, on, false);
	struct plan p = plan_of(cx->mem, &nobody, &e, on);
	LIST_EACH (const struct plan_line, l, &p.lines)
		for (int i = 0; i < STAFF_LINES; i++)
			if (str_is(l->line, staff_line_choices.codes[i]))
				w.lines[i] = l->entitled;
	return w;
}

static bool has_own_rules(const struct list *rules, int64_t centre_id)
{
	LIST_EACH (const struct rule, r, rules)
		if (r->centre_id.has && r->centre_id.v == centre_id)
			return true;
	return false;
}

/* Without rules of its own a KI gets what all of its kind get: computed once, kept in `general`. */
static struct wanted wanted_of(struct cx *cx, const struct list *rules, const struct centre *c, day on,
                               struct list *general)
{
	if (has_own_rules(rules, c->id))
		return wanted_by(cx, rules, c->kind, c->id, on);
	LIST_EACH (const struct wanted, w, general)
		if (str_eq(w->kind, c->kind))
			return *w;
	struct wanted *w = LIST_ADD(cx->mem, general, struct wanted);
	*w = wanted_by(cx, rules, c->kind, 0, on);
	return *w;
}

static void set_percent(struct land_row *r)
{
	if (r->wanted > 0)
		r->percent = MAYBE((r->wanted - r->vacant) * 100 / r->wanted);
}

static void fill_row(const struct wanted *wanted, const struct line_sums *is, struct land_row *r)
{
	for (int i = 0; i < STAFF_LINES; i++)
		add_line(r, i, wanted->lines[i].has ? wanted->lines[i].v : is[i].posts, &is[i]);
	set_percent(r);
}

static str plan_path(struct cx *cx, const struct centre *c)
{
	if (!user_may_at(cx->user, RIGHT_STAFF_READ, c->id))
		return c->path;
	return str_print(cx->mem, STR_FMT "/staff", STR_ARG(c->path));
}

static err fill_rows(struct cx *cx, day on, struct list *ret)
{
	const struct centre_query all = { .district = S(""), .kind = S(""), .limit = ALL_CENTRES };
	struct list centres = { 0 }, rules = { 0 }, sums = { 0 }, general = { 0 };
	TRY(centre_list(cx, &all, on, &centres));
	TRY(rules_known(cx, cx->now, &rules));
	TRY(staff_of_land(cx, on, &sums));
	LIST_EACH (const struct centre, c, &centres) {
		struct land_row *r = LIST_ADD(cx->mem, ret, struct land_row);
		*r = (struct land_row){ .name = c->name,
			                .kind = c->kind,
			                .short_name = c->short_name,
			                .slug = c->slug,
			                .hex_column = c->hex_column,
			                .hex_row = c->hex_row,
			                .path = plan_path(cx, c) };
		struct wanted wanted = wanted_of(cx, &rules, c, on, &general);
		fill_row(&wanted, sums_of(&sums, c->id)->lines, r);
	}
	return OK;
}

static struct land_row total_of(const struct list *rows)
{
	struct land_row t = { 0 };
	LIST_EACH (const struct land_row, r, rows) {
		t.wanted += r->wanted;
		t.posts += r->posts;
		t.filled += r->filled;
		t.vacant += r->vacant;
		t.teachers += r->teachers;
		t.teachers_wanted += r->teachers_wanted;
		t.specialists += r->specialists;
		t.specialists_wanted += r->specialists_wanted;
		t.assistants += r->assistants;
		t.assistants_wanted += r->assistants_wanted;
		t.programmes += r->programmes;
		t.programmes_wanted += r->programmes_wanted;
		t.own += r->own;
	}
	set_percent(&t);
	return t;
}

/* --- order -------------------------------------------------------------------------------------------------------- */

static int by_percent(const void *a, const void *b)
{
	const struct land_row *x = a, *y = b;
	int64_t left = x->percent.has ? x->percent.v : 101, right = y->percent.has ? y->percent.v : 101;
	return (left > right) - (left < right);
}

static int by_vacant(const void *a, const void *b)
{
	const struct land_row *x = a, *y = b;
	return (x->vacant < y->vacant) - (x->vacant > y->vacant);
}

static const struct {
	const char *code, *word;
	int (*compare)(const void *, const void *);
} orders[] = {
	{ "name", "staff.sort.name", NULL }, /* as the KI are listed */
	{ "percent", "staff.sort.percent", by_percent },
	{ "vacant", "staff.sort.vacant", by_vacant },
};
enum { ORDERS = sizeof orders / sizeof *orders };

static const char *const order_codes[] = { "name", "percent", "vacant", NULL };
static const struct choices order_choices = { "staff.sort", order_codes };
static const struct field asked_fields[] = { ASKED("day", KIND_DAY),
	                                     ASKED("sort", KIND_CHOICE, .choices = &order_choices) };
const struct record staff_land_asked_rec = ASKED_RECORD(asked_fields);

static size_t order_of(const struct request *rq)
{
	for (size_t i = 0; i < ORDERS; i++)
		if (str_is(route_asked(rq, "sort"), orders[i].code))
			return i;
	return 0;
}

static str address(struct cx *cx, const char *path, day on, size_t order)
{
	return str_print(cx->mem, "%s?day=" STR_FMT "%s%s", path, STR_ARG(day_iso(cx->mem, on)), order ? "&sort=" : "",
	                 order ? orders[order].code : "");
}

/* --- the map ------------------------------------------------------------------------------------------------------ */

/* The steps of the legend in land.html. */
static int tone_of(struct maybe percent)
{
	if (!percent.has)
		return 0;
	return percent.v >= 100 ? 5 : percent.v >= 90 ? 4 : percent.v >= 75 ? 3 : percent.v >= 50 ? 2 : 1;
}

static str amount_of(struct cx *cx, const struct land_row *r)
{
	if (!r->percent.has)
		return word(cx->words, cx->mem, "staff.land_none");
	return word_args(cx->words, cx->mem, "staff.land_amount",
	                 ARGS({ "filled", say_decimal(cx->words, cx->mem, r->filled) },
	                      { "wanted", say_decimal(cx->words, cx->mem, r->wanted) },
	                      { "percent", say_int(cx->words, cx->mem, r->percent.v) }));
}

static str map_of(struct cx *cx, const struct list *rows, str description)
{
	struct hexagon *h = NEW_ARRAY(cx->mem, struct hexagon, rows->n);
	size_t n = 0;
	LIST_EACH (const struct land_row, r, rows)
		h[n++] = (struct hexagon){ .column = (int)r->hex_column,
			                   .row = (int)r->hex_row,
			                   .label = r->short_name,
			                   .name = r->name,
			                   .amount = amount_of(cx, r),
			                   .path = r->path,
			                   .tone = tone_of(r->percent) };
	return chart_hexagons(cx->mem, S("staff-map"), word(cx->words, cx->mem, "staff.land_map"), description, h, n);
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static str land_sentence(struct cx *cx, const struct land_page *p)
{
	const struct land_row *t = p->total;
	int64_t full = 0;
	LIST_EACH (const struct land_row, r, &p->items)
		full += r->percent.has && r->percent.v >= 100;
	if (!t->percent.has)
		return word_args(cx->words, cx->mem, "staff.land_nothing",
		                 ARGS({ "day", say_day_long(cx->words, cx->mem, p->date) }));
	return word_plural(cx->words, cx->mem, "staff.land_sentence", full,
	                   ARGS({ "day", say_day_long(cx->words, cx->mem, p->date) },
	                        { "filled", say_decimal(cx->words, cx->mem, t->filled) },
	                        { "wanted", say_decimal(cx->words, cx->mem, t->wanted) },
	                        { "percent", say_int(cx->words, cx->mem, t->percent.v) }));
}

static void fill_links(struct cx *cx, struct land_page *p, size_t order)
{
	static const int years[] = { 2024, 2021, 2018, 2013 };
	for (size_t i = 0; i < ORDERS; i++)
		*LIST_ADD(cx->mem, &p->sorts, struct link) =
		        (struct link){ word(cx->words, cx->mem, orders[i].word), address(cx, "/land/staff", p->date, i),
			               i == order };
	*LIST_ADD(cx->mem, &p->chips, struct link) =
	        (struct link){ word(cx->words, cx->mem, "core.today"), address(cx, "/land/staff", cx->today, order),
		               day_cmp(p->date, cx->today) == 0 };
	for (size_t i = 0; i < sizeof years / sizeof *years; i++)
		*LIST_ADD(cx->mem, &p->chips, struct link) =
		        (struct link){ say_day(cx->words, cx->mem, DAY(years[i], 1, 1)),
			               address(cx, "/land/staff", DAY(years[i], 1, 1), order),
			               day_cmp(p->date, DAY(years[i], 1, 1)) == 0 };
	p->sort = order ? str_of(orders[order].code) : STR_NONE;
	p->path = S("/land/staff");
	p->csv_path = address(cx, "/land/staff.csv", p->date, order);
	p->xlsx_path = address(cx, "/land/staff.xlsx", p->date, order);
}

err staff_land_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct land_page p = { .title = word(cx->words, cx->mem, "staff.land_title") };
	size_t order = order_of(rq);
	day_chosen(cx, rq, &p.day);
	p.date = p.day.on;
	TRY(fill_rows(cx, p.date, &p.items));
	struct land_row total = total_of(&p.items);
	p.total = &total;
	p.sentence = land_sentence(cx, &p);
	p.map = map_of(cx, &p.items, p.sentence);
	if (orders[order].compare)
		list_sort(&p.items, orders[order].compare);
	fill_links(cx, &p, order);
	return page_show(cx, rq->http, rs, page_status(p.day.problem), &page_staff_land, &p);
}

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct list rows = { 0 };
	size_t order = order_of(rq);
	day on;
	TRY(route_day(cx, rq, "day", &on));
	TRY(fill_rows(cx, on, &rows));
	if (orders[order].compare)
		list_sort(&rows, orders[order].compare);
	str note = word_args(cx->words, cx->mem, "staff.land_export_note",
	                     ARGS({ "day", say_day(cx->words, cx->mem, on) }));
	return page_table(cx, rs, str_print(cx->mem, "stellen-aller-ki-" STR_FMT, STR_ARG(day_iso(cx->mem, on))), xlsx,
	                  word(cx->words, cx->mem, "staff.land_title"), note, &export_rec, &rows);
}

err staff_land_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err staff_land_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

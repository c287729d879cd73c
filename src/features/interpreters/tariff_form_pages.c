/* A new tariff card, or a new version of one from a day on: begun from the version that counts, or from a published
 * card. The form asks only what fits the way of paying; that is chosen above it. */
#include <inttypes.h>
#include <string.h>

#include "core/words.h"
#include "features/interpreters/tariff_pages.h"
#include "features/interpreters/tariff_words.h"

static const struct field new_asked_fields[] = {
	ASKED("like", KIND_INT),
	ASKED("template", KIND_TEXT),
	ASKED("basis", KIND_CHOICE, .choices = &tariff_basis_choices),
};
const struct record tariff_new_asked_rec = ASKED_RECORD(new_asked_fields);

struct hidden_field {
	str name, value;
};
static const struct field hidden_fields[] = {
	FIELD(struct hidden_field, name, KIND_TEXT),
	FIELD(struct hidden_field, value, KIND_TEXT),
};
static const struct record hidden_rec = RECORD("tariff_hidden", struct hidden_field, hidden_fields);

struct field_group {
	str title;
	struct list fields; /* struct form_field */
};
static const struct field group_fields[] = {
	FIELD(struct field_group, title, KIND_TEXT),
	FIELD(struct field_group, fields, KIND_MANY, .of = &form_field_rec),
};
static const struct record group_rec = RECORD("tariff_group", struct field_group, group_fields);

struct form_page {
	struct centre_frame frame;
	struct section_top top;
	struct list ways;   /* struct link: the ways of paying */
	struct list hidden; /* struct hidden_field */
	struct list groups; /* struct field_group */
};
static const struct field form_page_fields[] = {
	SECTION_FIELDS(struct form_page),
	FIELD(struct form_page, ways, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct form_page, hidden, KIND_MANY, .of = &hidden_rec, .hidden = true),
	FIELD(struct form_page, groups, KIND_MANY, .of = &group_rec),
};
static const struct record form_page_rec = RECORD("tariff_form_page", struct form_page, form_page_fields);
const struct page page_tariff_form = { "interpreters/tariff_form.html", &form_page_rec };

/* Which fields stand where, and for which ways of paying: f flat, t time, p pages. A name without a way begins a group.
 */
static const struct {
	const char *name, *ways;
} layout[] = {
	{ "tariff_group.card", NULL },
	{ "name", "ftp" },
	{ "service", "ftp" },
	{ "valid_from", "ftp" },
	{ "standard", "ftp" },
	{ "tariff_group.amount", NULL },
	{ "first_cents", "ftp" },
	{ "first_minutes", "t" },
	{ "first_pages", "p" },
	{ "further_cents", "tp" },
	{ "further_minutes", "t" },
	{ "further_pages", "p" },
	{ "step_minutes", "t" },
	{ "page_characters", "p" },
	{ "max_minutes", "ft" },
	{ "rate_assumed", "ftp" },
	{ "step_assumed", "tp" },
	{ "tariff_group.way", NULL },
	{ "travel_time", "ft" },
	{ "travel_from_km", "ft" },
	{ "travel_max_minutes", "ft" },
	{ "travel_block_minutes", "ft" },
	{ "travel_block_cents", "ft" },
	{ "travel_cost", "ft" },
	{ "km_cents", "ft" },
	{ "both_ways", "ft" },
	{ "travel_cost_max_cents", "ft" },
	{ "travel_assumed", "ft" },
	{ "tariff_group.cancel", NULL },
	{ "cancel_hours", "ft" },
	{ "cancel_minutes", "ft" },
	{ "cancel_assumed", "ft" },
	{ "tariff_group.source", NULL },
	{ "source", "ftp" },
	{ "mark", "ftp" },
	{ "note", "ftp" },
};
enum { PLACES = sizeof layout / sizeof *layout };

/* --- where it begins ---------------------------------------------------------------------------------------------- */

/* Changes mostly count from a month's first day on. */
static day next_month(day d)
{
	int year, month, dom;
	day_split(d, &year, &month, &dom);
	return day_add_months(DAY(year, month, 1), 1);
}

static bool find_like(struct cx *cx, const struct request *rq, struct tariff *ret)
{
	int64_t id;
	bool found = str_to_int(route_asked(rq, "like"), &id) && tariff_card_find(cx, rq->centre.id, id, ret) == OK;
	fault_clear(cx);
	return found;
}

/* A version of this KI, a published card, or nothing but what is usual. An address that names neither begins anew. */
static void begin(struct cx *cx, const struct request *rq, struct tariff *ret)
{
	const struct tariff *template = tariff_template(route_asked(rq, "template"));
	if (find_like(cx, rq, ret)) {
		ret->valid_from = next_month(cx->today);
		ret->note = STR_NONE;
		return;
	}
	*ret = (struct tariff){ .service = S("interpreting"),
		                .standard = true,
		                .basis = S("time"),
		                .travel_time = S("none"),
		                .travel_cost = S("none"),
		                .mark = S("read") };
	if (template)
		*ret = tariff_from_template(cx->words, cx->mem, template);
	ret->name = rq->centre.slug; /* its own card now */
	ret->valid_from = DAY(day_year(cx->today), 1, 1);
}

static void clear(struct tariff *t, const char *name)
{
	const struct field *f = record_field(&tariff_rec, str_of(name));
	record_set(f, t, (struct value){ .none = f->maybe, .s = f->kind == KIND_CHOICE ? S("none") : STR_NONE });
}

/* Another way of paying: what does not fit it is left out. */
static void change_basis(struct tariff *t, str basis)
{
	if (!choices_has(&tariff_basis_choices, basis))
		return;
	t->basis = basis;
	if (str_is(basis, "pages"))
		t->service = S("translating");
	for (int i = 0; i < PLACES; i++)
		if (layout[i].ways && !strchr(layout[i].ways, basis.p[0]))
			clear(t, layout[i].name);
	if (str_is(basis, "flat") && str_is(t->travel_time, "joined"))
		t->travel_time = S("none");
}

/* --- showing ------------------------------------------------------------------------------------------------------ */

static const struct form_field *field_called(const struct form *form, const char *name)
{
	LIST_EACH (const struct form_field, f, &form->fields)
		if (str_is(f->name, name))
			return f;
	return NULL;
}

static void hide(struct cx *cx, struct form_page *p, const char *name, str value)
{
	*LIST_ADD(cx->mem, &p->hidden, struct hidden_field) = (struct hidden_field){ str_of(name), value };
}

/* A fixed amount is no first block, and it must be there. */
static void name_flat(struct cx *cx, struct form_field *f)
{
	f->label = word(cx->words, cx->mem, "tariff.flat_cents");
	f->hint = STR_NONE;
	f->optional = false;
	f->described_by = f->error.p ? str_print(cx->mem, STR_FMT "-error", STR_ARG(f->id)) : STR_NONE;
}

static void fill_groups(struct cx *cx, const struct form *form, str basis, struct form_page *p)
{
	struct field_group *group = NULL;
	const char *title = NULL;
	for (int i = 0; i < PLACES; i++) {
		if (!layout[i].ways) {
			title = layout[i].name;
			group = NULL;
		} else if (strchr(layout[i].ways, basis.p[0])) {
			if (!group)
				group = LIST_ADD(cx->mem, &p->groups, struct field_group);
			group->title = word(cx->words, cx->mem, title);
			struct form_field *f = LIST_ADD(cx->mem, &group->fields, struct form_field);
			*f = *field_called(form, layout[i].name);
			if (str_is(basis, "flat") && str_is(f->name, "first_cents"))
				name_flat(cx, f);
		} else if (record_field(&tariff_rec, str_of(layout[i].name))->kind == KIND_CHOICE) {
			hide(cx, p, layout[i].name, S("none"));
		}
	}
	hide(cx, p, "basis", basis);
}

/* The same form for another way of paying; what it was begun from is kept. */
static void fill_ways(struct cx *cx, const struct request *rq, str basis, struct form_page *p)
{
	str path = pool_at(cx, rq, "tariffs", 0, "new"), from = route_asked(rq, "like");
	const struct tariff *template = tariff_template(route_asked(rq, "template"));
	int64_t id;
	str kept = str_to_int(from, &id) ? str_print(cx->mem, "&like=%" PRId64, id)
	           : template            ? str_print(cx->mem, "&template=" STR_FMT, STR_ARG(template->name))
	                                 : S("");
	for (const char *const *code = tariff_basis_choices.codes; *code; code++)
		*LIST_ADD(cx->mem, &p->ways, struct link) =
		        (struct link){ .text = word(cx->words, cx->mem, str_print(cx->mem, "tariff_basis.%s", *code).p),
			               .path = str_print(cx->mem, STR_FMT "?basis=%s" STR_FMT, STR_ARG(path), *code,
			                                 STR_ARG(kept)),
			               .current = str_is(basis, *code) };
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct tariff *row)
{
	struct form_page p = { 0 };
	str path = pool_at(cx, rq, "tariffs", 0, "new");
	struct form *form = NEW(cx->mem, struct form);
	TRY(pool_fill(cx, rq, "tariffs", "tariff_form.title", STR_NONE, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.tariffs"), pool_at(cx, rq, "tariffs", 0, ""));
	p.frame.sentence = word(cx->words, cx->mem, "tariff_form.sentence");
	*form = form_of(cx, rq->http, &tariff_rec, row, path, "tariff_form.submit", pool_at(cx, rq, "tariffs", 0, ""));
	p.frame.form = form;
	fill_ways(cx, rq, row->basis, &p);
	fill_groups(cx, form, row->basis, &p);
	return page_show(cx, rq->http, rs, status, &page_tariff_form, &p);
}

err tariff_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct tariff row;
	begin(cx, rq, &row);
	change_basis(&row, route_asked(rq, "basis"));
	return show(cx, rq, rs, 200, &row);
}

static err add_tx(struct cx *cx, const void *in, void *ret)
{
	const struct pool_in *i = in;
	return tariff_card_add_in_tx(cx, i->centre, i->row, ret);
}

err tariff_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct tariff row = { 0 };
	int64_t id = 0;
	err e = form_read(cx, rq->http, &tariff_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "tariff.card", add_tx, &row, &id, sizeof id);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, pool_at(cx, rq, "tariffs", id, ""), "tariff_form.done",
		                       pool_at(cx, rq, "tariffs", id, ""), 0);
	if (!choices_has(&tariff_basis_choices, row.basis))
		row.basis = S("time");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e), &row) : e;
}

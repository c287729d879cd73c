/* The catalogue of the Land: what it has, with days and sources; add an entry, rename one from a day on, end one
 * (S-ACT-2). Nothing is overwritten. */
#include "core/form.h"
#include "core/words.h"
#include "features/activities/activity_catalogue.h"
#include "features/activities/activity_pages.h"

#define HERE "/land/catalogue"

/* An entry with all its names, the newest first. */
struct name_row {
	str name;
	day valid_from;
	str source, mark;
};
static const struct field name_fields[] = {
	FIELD(struct name_row, name, KIND_TEXT),
	FIELD(struct name_row, valid_from, KIND_DAY),
	FIELD(struct name_row, source, KIND_TEXT),
	FIELD(struct name_row, mark, KIND_CHOICE, .choices = &catalogue_mark_choices),
};
static const struct record name_rec = RECORD("catalogue_name", struct name_row, name_fields);
struct entry_row {
	str code, name;
	day valid_to;
	bool ended;
	struct list names; /* struct name_row */
	str rename_path, end_path;
};
static const struct field entry_fields[] = {
	FIELD(struct entry_row, code, KIND_TEXT),
	FIELD(struct entry_row, name, KIND_TEXT),
	FIELD(struct entry_row, valid_to, KIND_DAY),
	FIELD(struct entry_row, ended, KIND_BOOL),
	FIELD(struct entry_row, names, KIND_MANY, .of = &name_rec),
	FIELD(struct entry_row, rename_path, KIND_PATH),
	FIELD(struct entry_row, end_path, KIND_PATH),
};
static const struct record entry_rec = RECORD("catalogue_row", struct entry_row, entry_fields);
struct part_row {
	str code, title, add_path;
	struct list entries; /* struct entry_row */
};
static const struct field part_fields[] = {
	FIELD(struct part_row, code, KIND_TEXT),
	FIELD(struct part_row, title, KIND_TEXT),
	FIELD(struct part_row, add_path, KIND_PATH),
	FIELD(struct part_row, entries, KIND_MANY, .of = &entry_rec),
};
static const struct record part_rec = RECORD("catalogue_part", struct part_row, part_fields);
struct catalogue_page {
	str title, sentence;
	struct list parts; /* struct part_row */
};
static const struct field page_fields[] = {
	FIELD(struct catalogue_page, title, KIND_TEXT),
	FIELD(struct catalogue_page, sentence, KIND_TEXT),
	FIELD(struct catalogue_page, parts, KIND_MANY, .of = &part_rec),
};
static const struct record page_rec = RECORD("catalogue_page", struct catalogue_page, page_fields);
const struct page page_catalogue = { "activities/catalogue.html", &page_rec };

struct form_page {
	str title, sentence;
	struct list crumbs;
	const struct form *form;
};
static const struct field form_page_fields[] = {
	FIELD(struct form_page, title, KIND_TEXT),
	FIELD(struct form_page, sentence, KIND_TEXT),
	FIELD(struct form_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct form_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
};
static const struct record form_page_rec = RECORD("catalogue_form", struct form_page, form_page_fields);
const struct page page_catalogue_form = { "activities/form.html", &form_page_rec };

#define INPUT .input = true, .required = true
#define NAME_FIELDS                                                                                                    \
	FIELD(struct catalogue_entry, name, KIND_TEXT, INPUT, .min = 2, .max = 120),                                   \
	        FIELD(struct catalogue_entry, name_en, KIND_TEXT, INPUT, .min = 2, .max = 120),                        \
	        FIELD(struct catalogue_entry, valid_from, KIND_DAY, INPUT),                                            \
	        FIELD(struct catalogue_entry, source, KIND_TEXT, INPUT, .max = 300),                                   \
	        FIELD(struct catalogue_entry, mark, KIND_CHOICE, INPUT, .choices = &catalogue_mark_choices)
static const struct field add_fields[] = {
	FIELD(struct catalogue_entry, catalogue, KIND_CHOICE, INPUT, .choices = &catalogue_choices), NAME_FIELDS
};
const struct record catalogue_add_rec = RECORD("catalogue_entry", struct catalogue_entry, add_fields);
static const struct field rename_fields[] = { NAME_FIELDS };
const struct record catalogue_rename_rec = RECORD("catalogue_entry", struct catalogue_entry, rename_fields);
static const struct field end_fields[] = { FIELD(struct catalogue_entry, valid_to, KIND_DAY, INPUT) };
const struct record catalogue_end_rec = RECORD("catalogue_entry", struct catalogue_entry, end_fields);
static const struct field asked_fields[] = { ASKED("catalogue", KIND_CHOICE, .choices = &catalogue_choices) };
const struct record catalogue_asked_rec = ASKED_RECORD(asked_fields);

/* --- the list ----------------------------------------------------------------------------------------------------- */

static str entry_path(struct cx *cx, const struct catalogue_entry *e, const char *tail)
{
	return str_print(cx->mem, HERE "/" STR_FMT "." STR_FMT "/%s", STR_ARG(e->catalogue), STR_ARG(e->code), tail);
}

/* Rows of a code stand together, by day: the last one says how it stands. */
static void fill_part(struct cx *cx, const struct list *all, enum part part, struct part_row *p)
{
	str catalogue = str_of(catalogue_choices.codes[part]);
	struct entry_row *entry = NULL;
	LIST_EACH (const struct catalogue_entry, e, all) {
		if (!str_eq(e->catalogue, catalogue))
			continue;
		if (!entry || !str_eq(entry->code, e->code))
			entry = LIST_ADD(cx->mem, &p->entries, struct entry_row);
		entry->code = e->code;
		entry->name = catalogue_name(cx, all, part, e->code, cx->today);
		entry->valid_to = e->valid_to;
		entry->ended = day_is(e->valid_to);
		entry->rename_path = entry->ended ? STR_NONE : entry_path(cx, e, "rename");
		entry->end_path = entry->ended ? STR_NONE : entry_path(cx, e, "end");
		*LIST_ADD(cx->mem, &entry->names, struct name_row) =
		        (struct name_row){ e->name, e->valid_from, e->source, e->mark };
	}
}

err catalogue_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct catalogue_page p = { .title = word(cx->words, cx->mem, "catalogue.title"),
		                    .sentence = word(cx->words, cx->mem, "catalogue.lead") };
	struct list all;
	TRY(catalogue_load(cx, &all));
	for (int part = 0; part < PARTS; part++) {
		struct part_row *row = LIST_ADD(cx->mem, &p.parts, struct part_row);
		const char *code = catalogue_choices.codes[part];
		row->code = str_of(code);
		row->title = word(cx->words, cx->mem, str_print(cx->mem, "catalogue.%s", code).p);
		row->add_path = str_print(cx->mem, HERE "/new?catalogue=%s", code);
		fill_part(cx, &all, (enum part)part, row);
	}
	return page_show(cx, rq->http, rs, 200, &page_catalogue, &p);
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

static const struct way {
	const char *name, *title_key, *lead_key, *submit_key, *done_key;
	const struct record *rec;
	err (*save)(struct cx *cx, const void *in, void *ret);
} ways[] = {
	{ "catalogue add", "catalogue.new_title", "catalogue.new_lead", "catalogue.submit_new", "catalogue.done_new",
	  &catalogue_add_rec, catalogue_add_in_tx },
	{ "catalogue rename", "catalogue.rename_title", "catalogue.rename_lead", "catalogue.submit_rename",
	  "catalogue.done_rename", &catalogue_rename_rec, catalogue_rename_in_tx },
	{ "catalogue end", "catalogue.end_title", "catalogue.end_lead", "catalogue.submit_end", "catalogue.done_end",
	  &catalogue_end_rec, catalogue_end_in_tx },
};
enum { ADD, RENAME, END };

/* The entry that the address names: "field.sport". */
static err entry_of(struct cx *cx, const struct request *rq, struct catalogue_entry *ret)
{
	str code = route_part(rq, "code"), catalogue = str_split(&code, '.');
	struct list all;
	bool found = false;
	TRY(catalogue_load(cx, &all));
	LIST_EACH (const struct catalogue_entry, e, &all)
		if (str_eq(e->catalogue, catalogue) && str_eq(e->code, code)) {
			*ret = *e;
			found = true;
		}
	return found ? OK : fail(cx, E_NOTFOUND, "catalogue.unknown", NO_ARGS);
}

static err show_form(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct way *w,
                     const struct catalogue_entry *row)
{
	struct form_page p = { 0 };
	const struct arg *args = ARGS({ "name", row->name });
	str action = w == &ways[ADD] ? S(HERE "/new") : entry_path(cx, row, w == &ways[RENAME] ? "rename" : "end");
	p.title = word_args(cx->words, cx->mem, w->title_key, args);
	p.sentence = word_args(cx->words, cx->mem, w->lead_key, args);
	*LIST_ADD(cx->mem, &p.crumbs, struct crumb) =
	        (struct crumb){ word(cx->words, cx->mem, "catalogue.title"), S(HERE) };
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, w->rec, row, action, w->submit_key, S(HERE));
	p.form = form;
	return page_show(cx, rq->http, rs, status, &page_catalogue_form, &p);
}

static err show_way(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct way *w)
{
	struct catalogue_entry row = { 0 };
	if (w == &ways[ADD])
		row.catalogue = route_asked(rq, "catalogue");
	else
		TRY(entry_of(cx, rq, &row));
	if (w == &ways[ADD] && !choices_has(&catalogue_choices, row.catalogue))
		row.catalogue = S("field");
	row.valid_from = cx->today;
	row.source = STR_NONE;
	return show_form(cx, rq, rs, status, w, &row);
}

static err post_way(struct cx *cx, const struct request *rq, struct res *rs, const struct way *w)
{
	struct catalogue_entry row = { 0 }, saved;
	if (w != &ways[ADD])
		TRY(entry_of(cx, rq, &row));
	err e = form_read(cx, rq->http, w->rec, &row);
	if (e == OK)
		e = db_tx(cx, w->name, w->save, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, S(HERE), w->done_key);
	return e == E_INVALID ? show_way(cx, rq, rs, page_status(e), w) : e;
}

err catalogue_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_way(cx, rq, rs, 200, &ways[ADD]);
}

err catalogue_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_way(cx, rq, rs, &ways[ADD]);
}

err catalogue_rename_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_way(cx, rq, rs, 200, &ways[RENAME]);
}

err catalogue_rename_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_way(cx, rq, rs, &ways[RENAME]);
}

err catalogue_end_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_way(cx, rq, rs, 200, &ways[END]);
}

err catalogue_end_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post_way(cx, rq, rs, &ways[END]);
}

/* sheet_pages.c -- workbooks of authorities and their mappings, for the Land and for a KI (P-FUN-3). */
#include "core/sheet_pages.h"

#include <inttypes.h>

#include "core/words.h"

/* --- where we are ------------------------------------------------------------------------------------------------- */

static str base_path(struct cx *cx, const struct request *rq)
{
	return rq->centre.id ? frame_path(cx, rq, "sheets") : S("/land/sheets");
}

static str name_of(struct cx *cx, const struct sheet_purpose *p)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "sheet_purpose.%s", p->name).p);
}

err sheet_place_find(struct cx *cx, const struct request *rq, struct sheet_place *ret)
{
	str code = route_part(rq, "code");
	for (const struct sheet_purpose *const *p = sheet_purpose_all(cx); *p; p++)
		if (str_is(code, (*p)->name)) {
			ret->purpose = *p;
			ret->name = name_of(cx, *p);
			ret->path = str_print(cx->mem, STR_FMT "/%s", STR_ARG(base_path(cx, rq)), (*p)->name);
			return OK;
		}
	return fail(cx, E_NOTFOUND, "sheets.no_purpose", NO_ARGS);
}

static void add_crumb(struct cx *cx, struct sheet_top *top, str text, str path)
{
	*LIST_ADD(cx->mem, &top->crumbs, struct crumb) = (struct crumb){ text, path };
}

/* The way back: the KI, the list, the purpose. */
err sheet_crumbs(struct cx *cx, const struct request *rq, const struct sheet_place *at, bool below,
                 struct sheet_top *top)
{
	const struct face *face;
	if (rq->centre.id) {
		TRY(request_face(cx, rq, &face));
		add_crumb(cx, top, word(cx->words, cx->mem, "core.centres"), S("/centres"));
		add_crumb(cx, top, face->name, frame_path(cx, rq, ""));
	}
	if (at)
		add_crumb(cx, top, word(cx->words, cx->mem, "sheets.crumb"), base_path(cx, rq));
	if (below)
		add_crumb(cx, top, at->name, at->path);
	return OK;
}

/* --- the list of purposes ----------------------------------------------------------------------------------------- */

struct sheet_item {
	str code, name, state, path;
};
static const struct field item_fields[] = {
	FIELD(struct sheet_item, code, KIND_TEXT),
	FIELD(struct sheet_item, name, KIND_TEXT),
	FIELD(struct sheet_item, state, KIND_TEXT),
	FIELD(struct sheet_item, path, KIND_PATH),
};
static const struct record item_rec = RECORD("sheet_item", struct sheet_item, item_fields);
struct sheets_page {
	struct sheet_top top;
	struct list items;
	bool inside; /* the pages of a KI */
};
static const struct field sheets_fields[] = { SHEET_TOP_FIELDS(struct sheets_page),
	                                      FIELD(struct sheets_page, items, KIND_MANY, .of = &item_rec),
	                                      FIELD(struct sheets_page, inside, KIND_BOOL, .hidden = true) };
static const struct record sheets_rec = RECORD("sheets_page", struct sheets_page, sheets_fields);
const struct page page_sheets = { "sheets.html", &sheets_rec };

/* "gilt seit …: datei.xlsx", "keine eigene, es gilt die des Landes", "keine". */
static err say_state(struct cx *cx, const struct request *rq, const struct sheet_purpose *p, struct sheet_item *i)
{
	struct sheet_template t;
	err e = sheet_template_on(cx, p, rq->centre.id, cx->today, &t);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		i->state = word(cx->words, cx->mem, "sheets.state_none");
		return OK;
	}
	TRY(e);
	bool of_land = rq->centre.id && !t.centre_id.has;
	i->state = word_args(cx->words, cx->mem, of_land ? "sheets.state_land" : "sheets.state_own",
	                     ARGS({ "day", say_day(cx->words, cx->mem, t.valid_from) }, { "file", t.file }));
	return OK;
}

err sheets_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sheets_page p = { .inside = rq->centre.id != 0,
		                 .top = { .title = word(cx->words, cx->mem, "sheets.title") } };
	p.top.sentence = word(cx->words, cx->mem, rq->centre.id ? "sheets.lead_own" : "sheets.lead_land");
	TRY(sheet_crumbs(cx, rq, NULL, false, &p.top));
	for (const struct sheet_purpose *const *q = sheet_purpose_all(cx); *q; q++) {
		struct sheet_item *i = LIST_ADD(cx->mem, &p.items, struct sheet_item);
		*i = (struct sheet_item){ .code = str_of((*q)->name),
			                  .name = name_of(cx, *q),
			                  .path = str_print(cx->mem, STR_FMT "/%s", STR_ARG(base_path(cx, rq)),
			                                    (*q)->name) };
		TRY(say_state(cx, rq, *q, i));
	}
	return page_show(cx, rq->http, rs, 200, &page_sheets, &p);
}

/* --- one purpose -------------------------------------------------------------------------------------------------- */

struct sheet_version {
	int64_t version;
	day valid_from;
	str file, set_by;
	instant set_at;
	bool holds, coming;
	str template_path, test_path; /* absent: from that day on there is none */
};
static const struct field version_fields[] = {
	FIELD(struct sheet_version, version, KIND_INT),    FIELD(struct sheet_version, valid_from, KIND_DAY),
	FIELD(struct sheet_version, file, KIND_TEXT),      FIELD(struct sheet_version, set_by, KIND_TEXT),
	FIELD(struct sheet_version, set_at, KIND_INSTANT), FIELD(struct sheet_version, holds, KIND_BOOL),
	FIELD(struct sheet_version, coming, KIND_BOOL),    FIELD(struct sheet_version, template_path, KIND_PATH),
	FIELD(struct sheet_version, test_path, KIND_PATH),
};
static const struct record version_rec = RECORD("sheet_version", struct sheet_version, version_fields);
static const struct field unused_fields[] = {
	FIELD(struct sheet_unused, field, KIND_TEXT),   FIELD(struct sheet_unused, label, KIND_TEXT),
	FIELD(struct sheet_unused, kind, KIND_TEXT),    FIELD(struct sheet_unused, example, KIND_TEXT),
	FIELD(struct sheet_unused, in_list, KIND_BOOL),
};
const struct record sheet_unused_rec = RECORD("sheet_unused", struct sheet_unused, unused_fields);

struct sheet_page {
	struct sheet_top top;
	const struct sheet_template *newest; /* NULL: there is none */
	bool there, has_lines, has_unused;   /* there: the newest one has a workbook */
	struct list lines, unused, versions;
	str file_path, mapping_path, stop_path, template_path, test_path, said;
};
static const struct field sheet_fields[] = {
	SHEET_TOP_FIELDS(struct sheet_page),
	FIELD(struct sheet_page, newest, KIND_ONE, .of = &sheet_template_rec, .maybe = true),
	FIELD(struct sheet_page, there, KIND_BOOL),
	FIELD(struct sheet_page, has_lines, KIND_BOOL, .hidden = true),
	FIELD(struct sheet_page, has_unused, KIND_BOOL, .hidden = true),
	FIELD(struct sheet_page, said, KIND_TEXT),
	FIELD(struct sheet_page, lines, KIND_MANY, .of = &sheet_line_rec),
	FIELD(struct sheet_page, unused, KIND_MANY, .of = &sheet_unused_rec),
	FIELD(struct sheet_page, versions, KIND_MANY, .of = &version_rec),
	FIELD(struct sheet_page, file_path, KIND_PATH),
	FIELD(struct sheet_page, mapping_path, KIND_PATH),
	FIELD(struct sheet_page, stop_path, KIND_PATH),
	FIELD(struct sheet_page, template_path, KIND_PATH),
	FIELD(struct sheet_page, test_path, KIND_PATH),
};
static const struct record sheet_page_rec = RECORD("sheet_page", struct sheet_page, sheet_fields);
const struct page page_sheet = { "sheet.html", &sheet_page_rec };

static str file_path(struct cx *cx, const struct sheet_place *at, const char *name, int64_t version)
{
	return str_print(cx->mem, STR_FMT "/%s.xlsx?version=%" PRId64, STR_ARG(at->path), name, version);
}

static err fill_versions(struct cx *cx, const struct request *rq, const struct sheet_place *at,
                         const struct list *versions, struct list *ret)
{
	struct sheet_template now = { 0 };
	err e = sheet_template_own(cx, at->purpose, rq->centre.id, cx->today, &now);
	if (e != E_NOTFOUND)
		TRY(e);
	LIST_EACH (const struct sheet_template, t, versions) {
		struct sheet_version *v = LIST_ADD(cx->mem, ret, struct sheet_version);
		*v = (struct sheet_version){ .version = t->version,
			                     .valid_from = t->valid_from,
			                     .file = t->file,
			                     .set_by = t->set_by,
			                     .set_at = t->set_at,
			                     .holds = t->id == now.id,
			                     .coming = day_cmp(t->valid_from, cx->today) > 0 };
		if (!t->file_id.has)
			continue;
		v->template_path = file_path(cx, at, "template", t->version);
		v->test_path = file_path(cx, at, "test", t->version);
	}
	return OK;
}

static bool has_line(const struct list *lines, str field)
{
	LIST_EACH (const struct sheet_line, l, lines)
		if (str_eq(l->field, field))
			return true;
	return false;
}

static const char *kind_key(enum kind k)
{
	switch (k) {
	case KIND_INT:
		return "sheet_kind.int";
	case KIND_MONEY:
		return "sheet_kind.money";
	case KIND_DECIMAL:
		return "sheet_kind.decimal";
	case KIND_DAY:
		return "sheet_kind.day";
	default:
		return "sheet_kind.text";
	}
}

void sheet_unused_of(struct cx *cx, const struct sheet_purpose *p, const struct list *lines, struct list *ret)
{
	struct list fields = { 0 };
	p->fields(cx, &fields);
	LIST_EACH (const struct sheet_field, f, &fields)
		if (!lines || !has_line(lines, f->name))
			*LIST_ADD(cx->mem, ret, struct sheet_unused) =
			        (struct sheet_unused){ .field = f->name,
				                       .label = sheet_label(cx, p, f),
				                       .kind = word(cx->words, cx->mem, kind_key(f->kind)),
				                       .example = f->example,
				                       .in_list = f->in_list };
}

static str say_newest(struct cx *cx, const struct sheet_page *p)
{
	if (!p->there)
		return word(cx->words, cx->mem, "sheets.newest_none");
	int64_t unfit = 0;
	LIST_EACH (const struct sheet_line, l, &p->lines)
		unfit += !l->fits;
	return unfit ? word_plural(cx->words, cx->mem, "sheets.unfit", unfit, NO_ARGS)
	             : word_plural(cx->words, cx->mem, "sheets.fit", (int64_t)p->lines.n, NO_ARGS);
}

static err fill_newest(struct cx *cx, const struct sheet_place *at, struct sheet_page *p)
{
	str bytes;
	p->there = p->newest && p->newest->file_id.has;
	if (!p->there)
		return OK;
	TRY(sheet_template_bytes(cx, p->newest, &bytes));
	TRY(sheet_template_try(cx, at->purpose, bytes, p->newest->mapping, &p->lines, NULL));
	p->template_path = file_path(cx, at, "template", p->newest->version);
	p->test_path = file_path(cx, at, "test", p->newest->version);
	p->mapping_path = str_print(cx->mem, STR_FMT "/mapping", STR_ARG(at->path));
	p->stop_path = str_print(cx->mem, STR_FMT "/stop", STR_ARG(at->path));
	return OK;
}

err sheet_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sheet_page p = { 0 };
	struct sheet_item state;
	struct sheet_place at;
	struct list versions = { 0 };
	TRY(sheet_place_find(cx, rq, &at));
	TRY(sheet_template_versions(cx, at.purpose, rq->centre.id, &versions));
	p.newest = versions.n ? LIST_AT(&versions, struct sheet_template, 0) : NULL;
	p.top.title = at.name;
	p.file_path = str_print(cx->mem, STR_FMT "/file", STR_ARG(at.path));
	TRY(sheet_crumbs(cx, rq, &at, false, &p.top));
	TRY(fill_newest(cx, &at, &p));
	TRY(fill_versions(cx, rq, &at, &versions, &p.versions));
	TRY(say_state(cx, rq, at.purpose, &state));
	p.top.sentence = state.state;
	sheet_unused_of(cx, at.purpose, &p.lines, &p.unused);
	p.said = say_newest(cx, &p);
	p.has_lines = p.lines.n > 0;
	p.has_unused = p.unused.n > 0;
	return page_show(cx, rq->http, rs, 200, &page_sheet, &p);
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static const struct field asked_fields[] = { ASKED("version", KIND_INT) };
const struct record sheet_asked_rec = ASKED_RECORD(asked_fields);

static err asked_version(struct cx *cx, const struct request *rq, struct sheet_place *at, struct sheet_template *ret)
{
	struct list versions = { 0 };
	int64_t version = 0;
	str asked = route_asked(rq, "version");
	TRY(sheet_place_find(cx, rq, at));
	TRY(sheet_template_versions(cx, at->purpose, rq->centre.id, &versions));
	bool good = !asked.p || str_to_int(asked, &version);
	LIST_EACH (const struct sheet_template, t, &versions)
		if (good && t->file_id.has && (!asked.p || t->version == version)) {
			*ret = *t;
			return OK;
		}
	return fail(cx, E_NOTFOUND, "sheets.none", NO_ARGS);
}

static err answer_file(struct cx *cx, const struct sheet_place *at, struct res *rs, const char *what, str bytes)
{
	res_text(rs, 200, MEDIA_XLSX, bytes);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "attachment; filename=\"%s-%s.xlsx\"", at->purpose->name, what));
	return OK;
}

err sheet_template_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sheet_template t;
	struct sheet_place at;
	str bytes;
	TRY(asked_version(cx, rq, &at, &t));
	TRY(sheet_template_bytes(cx, &t, &bytes));
	return answer_file(cx, &at, rs, "template", bytes);
}

err sheet_test_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sheet_template t;
	struct sheet_place at;
	struct list lines = { 0 };
	str bytes, filled;
	TRY(asked_version(cx, rq, &at, &t));
	TRY(sheet_template_bytes(cx, &t, &bytes));
	TRY(sheet_template_try(cx, at.purpose, bytes, t.mapping, &lines, &filled));
	return answer_file(cx, &at, rs, "test", filled);
}

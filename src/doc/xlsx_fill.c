#include "doc/xlsx_fill.h"

#include <string.h>

#include "base/arena.h"
#include "doc/xlsx_sheet.h"

/* --- which value goes where --------------------------------------------------------------------------------------- */

struct sheet_values {
	const struct book_sheet *sheet;
	struct list values; /* struct sheet_value */
};

static int by_place(const void *a, const void *b)
{
	const struct xlsx_place x = ((const struct sheet_value *)a)->at, y = ((const struct sheet_value *)b)->at;
	if (x.row != y.row)
		return x.row < y.row ? -1 : 1;
	return (x.column > y.column) - (x.column < y.column);
}

/* Of two values for one cell the first goes in, the other is told. */
static struct list each_place_once(struct arena *a, struct list *all)
{
	struct list once = { 0 };
	list_sort(all, by_place);
	LIST_EACH (const struct sheet_value, v, all) {
		if (once.n && by_place(LIST_AT(&once, struct sheet_value, once.n - 1), v) == 0)
			v->set->problem = "xlsx.cell_twice";
		else
			*LIST_ADD(a, &once, struct sheet_value) = *v;
	}
	return once;
}

static void place(struct book *b, struct list *sheets, struct xlsx_set *s)
{
	struct sheet_value v = { .set = s };
	const struct book_sheet *sheet;
	s->problem = NULL;
	s->detail = STR_NONE;
	if (book_sheet(b, s->sheet.p ? s->sheet : S(""), &sheet) != OK) {
		s->problem = b->fault->key;
		s->detail = b->fault->detail;
		*b->fault = (struct xlsx_fault){ 0 };
		return;
	}
	if (!xlsx_place_of(s->cell, &v.at)) {
		s->problem = "xlsx.bad_address";
		return;
	}
	LIST_EACH (struct sheet_values, of, sheets)
		if (of->sheet == sheet)
			*LIST_ADD(b->mem, &of->values, struct sheet_value) = v;
}

/* --- the parts around the sheets ---------------------------------------------------------------------------------- */

struct around {
	struct book *b;
	struct list edits;
	const char *element; /* that is taken out, if its attribute ends so */
	const char *attribute, *tail;
	size_t from; /* of the open one that goes, or that is written anew */
	bool going;
	struct text tag; /* <calcPr> as it shall be */
	size_t behind;   /* where it goes if there is none */
	str prefix;
};

static bool away_opened(void *self, const struct xml_tag *t)
{
	struct around *p = self;
	if (!strcmp(t->name, p->element) && str_ends(xml_attribute(t, p->attribute), p->tail)) {
		p->from = t->from;
		p->going = true;
	}
	return true;
}

static bool away_closed(void *self, const struct xml_tag *t)
{
	struct around *p = self;
	if (p->going)
		xml_edit(p->b->mem, &p->edits, p->from, t->to, S(""));
	p->going = false;
	return true;
}

static err edit_part(struct around *p, str part, const struct xml_listener *l)
{
	str bytes;
	TRY(book_part(p->b, part, &bytes));
	if (!xml_is_utf8(bytes))
		return book_fail(p->b, "xlsx.encoding", part);
	if (xml_read(p->b->mem, bytes, l) != OK)
		return book_fail(p->b, "xlsx.damaged", part);
	return p->edits.n ? book_replace(p->b, part, xml_edited(p->b->mem, bytes, &p->edits)) : OK;
}

static err take_away(struct book *b, str part, const char *element, const char *attribute, const char *tail)
{
	struct around p = { .b = b, .element = element, .attribute = attribute, .tail = tail };
	const struct xml_listener l = { .open = away_opened, .close = away_closed, .self = &p };
	return edit_part(&p, part, &l);
}

/* The order in which cells were computed last; a program makes it anew. */
static err drop_calculations(struct book *b)
{
	if (!b->calculations.p)
		return OK;
	TRY(take_away(b, S("[Content_Types].xml"), "Override", "PartName", "/calcChain.xml"));
	TRY(take_away(b, b->main_links, "Relationship", "Type", "/calcChain"));
	return book_drop(b, b->calculations);
}

static bool main_opened(void *self, const struct xml_tag *t)
{
	struct around *p = self;
	if (t->depth == 1)
		p->prefix = str_copy(p->b->mem, (str){ t->full_name, strlen(t->full_name) - strlen(t->name) });
	if (t->depth != 2 || strcmp(t->name, "calcPr") != 0)
		return true;
	p->from = t->from;
	p->tag = TEXT(p->b->mem);
	xml_open_tag(&p->tag, t, (const char *const[]){ "fullCalcOnLoad", NULL }, " fullCalcOnLoad=\"1\"");
	text_print(&p->tag, "</%s>", t->full_name);
	return true;
}

/* <calcPr> stands behind these (CT_Workbook). */
static bool main_closed(void *self, const struct xml_tag *t)
{
	static const char *const before[] = { "sheets", "functionGroups", "externalReferences", "definedNames" };
	struct around *p = self;
	if (t->depth == 1 && !p->edits.n) {
		str none = str_print(p->b->mem, "<" STR_FMT "calcPr fullCalcOnLoad=\"1\"/>", STR_ARG(p->prefix));
		xml_edit(p->b->mem, &p->edits, p->behind, p->behind, none);
	}
	if (t->depth != 2)
		return true;
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (!strcmp(t->name, before[i]))
			p->behind = t->to;
	if (!strcmp(t->name, "calcPr"))
		xml_edit(p->b->mem, &p->edits, p->from, t->to, text_str(&p->tag));
	return true;
}

static err calculate_on_load(struct book *b)
{
	struct around p = { .b = b };
	const struct xml_listener l = { .open = main_opened, .close = main_closed, .self = &p };
	return edit_part(&p, b->main, &l);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static err fill_sheets(struct book *b, struct list *sheets)
{
	struct xlsx_styles styles;
	TRY(xlsx_styles_read(b, &styles));
	if (styles.part.p && !xml_is_utf8(styles.part))
		return book_fail(b, "xlsx.encoding", b->styles);
	LIST_EACH (struct sheet_values, of, sheets) {
		str now;
		struct list once = each_place_once(b->mem, &of->values);
		TRY(sheet_fill(b, &styles, of->sheet->part, &once, &now));
		if (now.p)
			TRY(book_replace(b, of->sheet->part, now));
	}
	return styles.added ? book_replace(b, b->styles, xml_edited(b->mem, styles.part, &styles.edits)) : OK;
}

static err first_problem(struct book *b, const struct list *sets)
{
	LIST_EACH (const struct xlsx_set, s, sets)
		if (s->problem) {
			*b->fault = (struct xlsx_fault){ s->problem, s->sheet, s->cell, s->detail };
			return E_INVALID;
		}
	return OK;
}

static err fill(struct book *b, struct list *sets)
{
	struct list sheets = { 0 };
	LIST_EACH (const struct book_sheet, s, &b->sheets)
		LIST_ADD(b->mem, &sheets, struct sheet_values)->sheet = s;
	LIST_EACH (struct xlsx_set, s, sets)
		place(b, &sheets, s);
	TRY(fill_sheets(b, &sheets));
	TRY(first_problem(b, sets));
	TRY(drop_calculations(b));
	return calculate_on_load(b);
}

err xlsx_fill(struct arena *a, str template, struct list *sets, str *ret, struct xlsx_fault *ret_fault)
{
	struct arena *scratch = arena_new();
	struct book b;
	*ret = STR_NONE;
	err e = book_open(&b, scratch, template, ret_fault);
	if (e == OK)
		e = fill(&b, sets);
	if (e == OK)
		e = book_bytes(&b, a, ret);
	ret_fault->sheet = str_copy(a, ret_fault->sheet);
	ret_fault->detail = str_copy(a, ret_fault->detail);
	LIST_EACH (struct xlsx_set, s, sets)
		s->detail = str_copy(a, s->detail);
	arena_free(scratch);
	return e;
}

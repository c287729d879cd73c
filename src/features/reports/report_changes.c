/* report_changes.c -- what a further version of a report says otherwise than the one before. Pure. */
#include "features/reports/report_content.h"

static const struct field change_fields[] = {
	FIELD(struct report_change, figure, KIND_TEXT),
	FIELD(struct report_change, place, KIND_TEXT),
	FIELD(struct report_change, before, KIND_TEXT),
	FIELD(struct report_change, after, KIND_TEXT),
};
const struct record report_change_rec = RECORD("report_change", struct report_change, change_fields);

static const str nothing = S_INIT("–");

static void note(struct arena *a, struct list *to, str figure, str place, str before, str after)
{
	if (!before.p)
		before = nothing;
	if (!after.p)
		after = nothing;
	if (!str_eq(before, after))
		*LIST_ADD(a, to, struct report_change) = (struct report_change){ figure, place, before, after };
}

static const struct report_figure *figure_of(const struct report_content *c, str code)
{
	LIST_EACH (const struct report_figure, f, &c->figures)
		if (str_eq(f->code, code))
			return f;
	return NULL;
}

static const struct report_split *split_of(const struct report_figure *f, str dimension)
{
	if (f)
		LIST_EACH (const struct report_split, s, &f->splits)
			if (str_eq(s->dimension, dimension))
				return s;
	return NULL;
}

static const struct report_cell *cell_of(const struct report_split *s, str code)
{
	if (s)
		LIST_EACH (const struct report_cell, c, &s->cells)
			if (str_eq(c->code, code))
				return c;
	return NULL;
}

static void compare_split(struct arena *a, struct list *to, str figure, const struct report_split *before,
                          const struct report_split *after)
{
	str name = after ? after->name : before->name;
	LIST_EACH (const struct report_cell, c, after ? &after->cells : &(struct list){ 0 }) {
		const struct report_cell *was = cell_of(before, c->code);
		note(a, to, figure, str_print(a, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(c->label)),
		     was ? was->amount : STR_NONE, c->amount);
	}
	LIST_EACH (const struct report_cell, c, before ? &before->cells : &(struct list){ 0 })
		if (!cell_of(after, c->code))
			note(a, to, figure, str_print(a, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(c->label)),
			     c->amount, STR_NONE);
}

static void compare_figure(struct arena *a, struct list *to, const struct report_figure *before,
                           const struct report_figure *after)
{
	str name = after ? after->name : before->name;
	note(a, to, name, STR_NONE, before ? before->amount : STR_NONE, after ? after->amount : STR_NONE);
	LIST_EACH (const struct report_split, s, after ? &after->splits : &(struct list){ 0 })
		compare_split(a, to, name, split_of(before, s->dimension), s);
	LIST_EACH (const struct report_split, s, before ? &before->splits : &(struct list){ 0 })
		if (!split_of(after, s->dimension))
			compare_split(a, to, name, s, NULL);
}

struct list report_changes(struct arena *a, const struct report_content *before, const struct report_content *after)
{
	struct list changes = { 0 };
	LIST_EACH (const struct report_figure, f, &after->figures)
		compare_figure(a, &changes, figure_of(before, f->code), f);
	LIST_EACH (const struct report_figure, f, &before->figures)
		if (!figure_of(after, f->code))
			compare_figure(a, &changes, f, NULL);
	note(a, &changes, after->words.comment, STR_NONE, before->comment, after->comment);
	return changes;
}

/* From cells to rows: what the columns of a row say together. */
#include "core/words.h"
#include "features/staff/staff_import.h"

/* What the table leaves out, and the kind of the post says. */
static void fill_in(struct staff_row *row)
{
	bool teacher = str_is(row->kind, "teacher");
	if (!row->funding.p)
		row->funding = teacher ? S("land") : S("ki");
	if (!row->employer.p)
		row->employer = teacher ? S("land") : S("municipality");
	if (row->share.has && !day_is(row->share_from))
		row->share_from = row->valid_from;
	if (row->share.has && !day_is(row->share_to))
		row->share_to = row->valid_to;
}

static bool backwards(day from, day to)
{
	return day_is(to) && day_cmp(to, from) < 0;
}

/* What the columns of a row say together. */
static void check_row(struct cx *cx, int64_t line, const struct staff_row *row, struct import_said *said)
{
	bool named = row->family_name.p || row->given_name.p;
	if (str_is(row->kind, "teacher") != str_is(row->funding, "land"))
		import_say(cx, said, line, STR_NONE, "staff.teacher_land", NO_ARGS);
	if (backwards(row->valid_from, row->valid_to) || backwards(row->share_from, row->share_to))
		import_say(cx, said, line, STR_NONE, "import.backwards", NO_ARGS);
	if (day_cmp(row->valid_from, DAY(1980, 1, 1)) < 0)
		import_say(cx, said, line, STR_NONE, "import.too_early", NO_ARGS);
	if (row->share.has && (!row->family_name.p || !row->given_name.p))
		import_say(cx, said, line, STR_NONE, "import.share_without_person", NO_ARGS);
	if (!row->share.has && (named || day_is(row->share_from) || day_is(row->share_to)))
		import_say(cx, said, line, STR_NONE, "import.person_without_share", NO_ARGS);
	if (row->share.has &&
	    (day_cmp(row->share_from, row->valid_from) < 0 ||
	     (day_is(row->valid_to) && (!day_is(row->share_to) || day_cmp(row->share_to, row->valid_to) > 0))))
		import_say(cx, said, line, STR_NONE, "import.share_outside", NO_ARGS);
}

static err take_row(struct cx *cx, void *self, int64_t line, const void *read, struct import_said *said)
{
	struct import_plan *p = self;
	struct import_row r = { .line = line, .row = *(const struct staff_row *)read };
	size_t before = said->messages.n + (size_t)said->more;
	fill_in(&r.row);
	check_row(cx, line, &r.row, said);
	if (said->messages.n + (size_t)said->more == before)
		*LIST_ADD(cx->mem, &p->drafts, struct import_row) = r;
	return OK;
}

err import_read(struct cx *cx, const struct csv *table, struct import_plan *ret)
{
	*ret = (struct import_plan){ 0 };
	return import_table_read(cx, table, &staff_row_rec, take_row, ret, &ret->said, &ret->rows);
}

#include "features/activities/activity_import.h"

#include "core/audit.h"
#include "core/words.h"
#include "features/activities/activity_list.h"
#include "features/centres/centres_model.h"

enum { MOST_KNOWN = 100000 };

enum { KNOWN };
const struct sql activity_import_sql[] = {
	[KNOWN] = { "SELECT day, kind, partner, participants FROM activity WHERE centre_id = $1 AND day BETWEEN $2 AND "
	            "$3"
	            " ORDER BY day LIMIT $4",
	            "iddi" },
	{ 0 },
};
static const struct field known_fields[] = {
	FIELD(struct activity, day, KIND_DAY),
	ACTIVITY_PART_FIELD(struct activity, "kind", PART_KIND, .hidden = false),
	FIELD(struct activity, partner, KIND_TEXT),
	FIELD(struct activity, participants, KIND_INT, .maybe = true),
};
static const struct record known_rec = RECORD("activity_known", struct activity, known_fields);

/* --- a row -------------------------------------------------------------------------------------------------------- */

struct reader {
	const struct tenant *centre;
	struct list catalogue, towns;
	struct list folded; /* struct entry_words, as the catalogue */
	struct list *ret;   /* struct activity */
};
struct entry_words {
	str german, english;
};

/* The code that this word means on that day; absent: none. */
static str code_meant(struct cx *cx, const struct reader *r, enum part part, str typed, day on)
{
	str wanted = utf8_fold(cx->mem, str_trim(typed));
	for (size_t i = 0; i < r->catalogue.n; i++) {
		const struct catalogue_entry *e = LIST_AT(&r->catalogue, struct catalogue_entry, i);
		const struct entry_words *w = LIST_AT(&r->folded, struct entry_words, i);
		if (!str_is(e->catalogue, catalogue_choices.codes[part]))
			continue;
		bool meant = str_eq(wanted, w->german) || str_eq(wanted, w->english) || str_eq(wanted, e->code);
		if (meant && catalogue_holds(&r->catalogue, part, e->code, on))
			return e->code;
	}
	return STR_NONE;
}

static void say_part(struct cx *cx, int64_t line, enum part part, str typed, day on, struct import_said *said)
{
	const char *label = str_print(cx->mem, "activity.%s", catalogue_choices.codes[part]).p;
	import_say(cx, said, line, word(cx->words, cx->mem, label), "activity_import.not_in_catalogue",
	           ARGS({ "typed", typed }, { "day", say_day(cx->words, cx->mem, on) }));
}

/* The municipality by its name or key; absent typed: none. False: none of this KI. */
static bool read_town(struct cx *cx, const struct reader *r, str typed, str *ret)
{
	str wanted = utf8_fold(cx->mem, str_trim(typed));
	*ret = STR_NONE;
	if (str_blank(typed))
		return true;
	LIST_EACH (const struct municipality, m, &r->towns)
		if (str_eq(wanted, utf8_fold(cx->mem, m->name)) || str_eq(wanted, m->ags8))
			*ret = m->ags8;
	return ret->p || import_is_word(cx, wanted, "activities.no_municipality");
}

static err one_row(struct cx *cx, void *self, int64_t line, const void *from, struct import_said *said)
{
	struct reader *r = self;
	const struct activity_table_row *row = from;
	struct activity a = { .day = row->day,
		              .partner = str_copy(cx->mem, row->partner),
		              .participants = row->participants,
		              .minutes = row->minutes,
		              .people = row->people,
		              .note = str_copy(cx->mem, row->note) };
	bool early = day_cmp(a.day, activity_first_day()) < 0;
	if (early || day_cmp(a.day, cx->today) > 0)
		import_say(cx, said, line, word(cx->words, cx->mem, "activity.day"),
		           early ? "activities.too_early" : "activities.future", NO_ARGS);
	for (int part = 0; part < PARTS; part++) {
		a.code[part] = code_meant(cx, r, (enum part)part, row->name[part], a.day);
		if (!a.code[part].p)
			say_part(cx, line, (enum part)part, row->name[part], a.day, said);
	}
	if (!read_town(cx, r, row->municipality, &a.ags8))
		import_say(cx, said, line, word(cx->words, cx->mem, "activity.ags8"), "activities.other_municipality",
		           NO_ARGS);
	*LIST_ADD(cx->mem, r->ret, struct activity) = a;
	return OK;
}

/* --- what is there already ---------------------------------------------------------------------------------------- */

static bool same(const struct activity *a, const struct activity *b)
{
	return a->day.n == b->day.n && str_eq(a->code[PART_KIND], b->code[PART_KIND]) &&
	       str_eq(a->partner, b->partner) && a->participants.has == b->participants.has &&
	       (!a->participants.has || a->participants.v == b->participants.v);
}

/* The first stored one of that day or later; they come by day. */
static size_t first_on(const struct list *known, day on)
{
	size_t from = 0, to = known->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (day_cmp(LIST_AT(known, struct activity, middle)->day, on) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* The stored one that is the same and excuses no other row; n: none. */
static size_t same_as(const struct list *known, const bool *used, const struct activity *a)
{
	size_t i = first_on(known, a->day);
	for (; i < known->n && LIST_AT(known, struct activity, i)->day.n == a->day.n; i++)
		if (!used[i] && same(a, LIST_AT(known, struct activity, i)))
			return i;
	return known->n;
}

static err drop_known(struct cx *cx, const struct tenant *centre, const struct list *read, struct activity_import *ret)
{
	struct list known = { 0 };
	day from = DAY_NONE, to = DAY_NONE;
	LIST_EACH (const struct activity, a, read) {
		from = !day_is(from) || day_cmp(a->day, from) < 0 ? a->day : from;
		to = day_cmp(a->day, to) > 0 ? a->day : to;
	}
	TRY(db_list(cx, &activity_import_sql[KNOWN], &known_rec, &known, V(centre->id, from, to, MOST_KNOWN)));
	bool *used = NEW_ARRAY(cx->mem, bool, known.n + 1);
	LIST_EACH (const struct activity, a, read) {
		size_t i = same_as(&known, used, a);
		ret->known += i < known.n;
		if (i < known.n)
			used[i] = true;
		else
			*LIST_ADD(cx->mem, &ret->activities, struct activity) = *a;
	}
	return OK;
}

err activity_import_look(struct cx *cx, const struct tenant *centre, const struct csv *table,
                         struct activity_import *ret)
{
	struct list read = { 0 };
	struct reader r = { .centre = centre, .ret = &read };
	*ret = (struct activity_import){ 0 };
	TRY(catalogue_load(cx, &r.catalogue));
	TRY(municipality_list(cx, centre->id, &r.towns));
	LIST_EACH (const struct catalogue_entry, e, &r.catalogue)
		*LIST_ADD(cx->mem, &r.folded, struct entry_words) =
		        (struct entry_words){ utf8_fold(cx->mem, e->name), utf8_fold(cx->mem, e->name_en) };
	TRY(import_table_read(cx, table, &activity_table_rec, one_row, &r, &ret->said, &ret->rows));
	return read.n ? drop_known(cx, centre, &read, ret) : OK;
}

err activity_import_in_tx(struct cx *cx, const struct import_in *in)
{
	struct activity_import found;
	TRY(activity_import_look(cx, in->centre, in->table, &found));
	if (found.said.messages.n)
		return E_INVALID;
	audit_note(cx, "activity.import",
	           str_print(cx->mem, "centres/" STR_FMT "/activities (" STR_FMT ")", STR_ARG(in->centre->slug),
	                     STR_ARG(in->hash)),
	           MAYBE(in->centre->id));
	return activity_record_many_in_tx(cx, in->centre, &found.activities);
}

#include "features/centres/centres_model.h"

#include <inttypes.h>

#include "core/words.h"
#include "features/rulebook/rulebook.h"

static const char *const district_codes[] = { "arnsberg", "detmold", "duesseldorf", "koeln", "muenster", NULL };
const struct choices district_choices = { "district", district_codes };
static const char *const municipality_codes[] = { "stadt", "gemeinde", "kreisfreie_stadt", NULL };
const struct choices municipality_choices = { "municipality_kind", municipality_codes };

static const struct field centre_fields[] = {
	FIELD(struct centre, id, KIND_INT, .hidden = true),
	FIELD(struct centre, version, KIND_INT, .hidden = true),
	FIELD(struct centre, slug, KIND_TEXT),
	FIELD(struct centre, name, KIND_TEXT),
	FIELD(struct centre, official_name, KIND_TEXT),
	FIELD(struct centre, carrier, KIND_TEXT),
	FIELD(struct centre, kind, KIND_CHOICE, .choices = &authority_choices),
	FIELD(struct centre, carrier_kind, KIND_TEXT),
	FIELD(struct centre, district, KIND_CHOICE, .choices = &district_choices),
	FIELD(struct centre, seat, KIND_TEXT),
	FIELD(struct centre, ags8, KIND_TEXT),
	FIELD(struct centre, inhabitants, KIND_INT, .maybe = true),
	FIELD(struct centre, counted_on, KIND_DAY),
	FIELD(struct centre, counted_by, KIND_TEXT),
	FIELD(struct centre, path, KIND_PATH),
	FIELD(struct centre, sort_name, KIND_TEXT, .hidden = true),
	FIELD(struct centre, short_name, KIND_TEXT, .hidden = true),
	FIELD(struct centre, hex_column, KIND_INT, .hidden = true),
	FIELD(struct centre, hex_row, KIND_INT, .hidden = true),
};
const struct record centre_rec = RECORD("centre", struct centre, centre_fields);

static const struct field export_fields[] = {
	FIELD(struct centre, name, KIND_TEXT),
	FIELD(struct centre, carrier, KIND_TEXT),
	FIELD(struct centre, carrier_kind, KIND_TEXT),
	FIELD(struct centre, district, KIND_CHOICE, .choices = &district_choices),
	FIELD(struct centre, seat, KIND_TEXT),
	FIELD(struct centre, ags8, KIND_TEXT),
	FIELD(struct centre, inhabitants, KIND_INT, .maybe = true),
	FIELD(struct centre, counted_on, KIND_DAY),
};
const struct record centre_export_rec = RECORD("centre", struct centre, export_fields);

static const struct field municipality_fields[] = {
	FIELD(struct municipality, ags8, KIND_TEXT),
	FIELD(struct municipality, name, KIND_TEXT),
	FIELD(struct municipality, kind, KIND_CHOICE, .choices = &municipality_choices),
	FIELD(struct municipality, centre_slug, KIND_TEXT),
	FIELD(struct municipality, centre_name, KIND_TEXT),
	FIELD(struct municipality, carrier, KIND_TEXT),
	FIELD(struct municipality, authority, KIND_CHOICE, .choices = &authority_choices),
	FIELD(struct municipality, path, KIND_PATH, .hidden = true),
	FIELD(struct municipality, sort_name, KIND_TEXT, .hidden = true),
	FIELD(struct municipality, centre_id, KIND_INT, .hidden = true),
};
const struct record municipality_rec = RECORD("municipality", struct municipality, municipality_fields);

/* The newest population and display name up to the day $1. */
#define CENTRE_SELECT                                                                                                  \
	"SELECT c.id, c.version, c.slug, COALESCE(NULLIF(n.value, ''), c.name) AS name, c.name AS official_name,"      \
	" c.carrier, c.kind, c.carrier_kind, c.district, c.seat, c.ags8, c.sort_name, c.short_name, c.hex_column,"     \
	" c.hex_row, p.inhabitants, p.day AS counted_on, p.source AS counted_by FROM centre c"                         \
	" LEFT JOIN centre_population p ON p.centre_id = c.id AND p.day ="                                             \
	" (SELECT max(q.day) FROM centre_population q WHERE q.centre_id = c.id AND q.day <= $1)"                       \
	" LEFT JOIN setting n ON n.centre_id = c.id AND n.name = 'centre.display_name' AND n.valid_from ="             \
	" (SELECT max(m.valid_from) FROM setting m"                                                                    \
	" WHERE m.name = 'centre.display_name' AND m.centre_id = c.id AND m.valid_from <= $1)"
#define CENTRE_FILTER " ($2 = '' OR c.district = $2) AND ($3 = '' OR c.kind = $3)"
#define MUNICIPALITY_SELECT                                                                                            \
	"SELECT m.ags8, m.name, m.sort_name, m.kind, m.centre_id, c.slug AS centre_slug, c.name AS centre_name,"       \
	" c.carrier, c.kind AS authority FROM municipality m JOIN centre c ON c.id = m.centre_id"

enum { FIND, BY_NAME, BY_INHABITANTS, BY_DISTRICT, COUNT, OF_CENTRE, FOR_SITE, ALL_MUNICIPALITIES, ONE_MUNICIPALITY };
const struct sql centre_sql[] = {
	[FIND] = { CENTRE_SELECT " WHERE c.id = $2", "di" },
	[BY_NAME] = { CENTRE_SELECT " WHERE" CENTRE_FILTER " AND (c.sort_name, c.id) > ($4, $5)"
	                            " ORDER BY c.sort_name, c.id LIMIT $6",
	              "dsssii" },
	[BY_INHABITANTS] = { CENTRE_SELECT " WHERE" CENTRE_FILTER " AND (COALESCE(p.inhabitants, 0) < $4"
	                                   " OR (COALESCE(p.inhabitants, 0) = $4 AND c.id > $5))"
	                                   " ORDER BY COALESCE(p.inhabitants, 0) DESC, c.id LIMIT $6",
	                     "dssiii" },
	[BY_DISTRICT] = { CENTRE_SELECT " WHERE" CENTRE_FILTER " AND (c.district, c.sort_name, c.id) > ($4, $5, $6)"
	                                " ORDER BY c.district, c.sort_name, c.id LIMIT $7",
	                  "dssssii" },
	[COUNT] = { "SELECT count(*) FROM centre c WHERE ($1 = '' OR c.district = $1) AND ($2 = '' OR c.kind = $2)",
	            "ss" },
	[OF_CENTRE] = { MUNICIPALITY_SELECT " WHERE m.centre_id = $1 ORDER BY m.sort_name, m.ags8 LIMIT 100", "i" },
	[FOR_SITE] = { MUNICIPALITY_SELECT
	               " WHERE m.centre_id = $1 OR m.name = (SELECT s.seat FROM centre s WHERE s.id = $1)"
	               " ORDER BY m.sort_name, m.ags8 LIMIT 100",
	               "i" },
	[ALL_MUNICIPALITIES] = { MUNICIPALITY_SELECT " ORDER BY m.sort_name, m.ags8 LIMIT 500", "" },
	[ONE_MUNICIPALITY] = { MUNICIPALITY_SELECT " WHERE m.ags8 = $1", "s" },
	{ 0 },
};

static str centre_path(struct arena *a, str slug)
{
	return str_print(a, "/centres/" STR_FMT, STR_ARG(slug));
}

err centre_find(struct cx *cx, int64_t id, day on, struct centre *ret)
{
	TRY(db_row(cx, &centre_sql[FIND], &centre_rec, ret, V(on, id)));
	ret->path = centre_path(cx->mem, ret->slug);
	return OK;
}

/* --- lists: a cursor is the sort key of the last row -------------------------------------------------------------- */

struct cursor {
	str text, name;
	int64_t number, id;
};

/* "name~id", "inhabitants~id", "district~name~id". What is not understood starts from the beginning. */
static struct cursor cursor_read(const struct centre_query *q)
{
	const struct cursor first = { .text = S(""), .name = S(""), .number = INT64_C(1) << 52, .id = 0 };
	struct cursor c = first;
	str rest = q->after;
	if (!q->after.p)
		return first;
	c.text = str_split(&rest, '~');
	if (q->sort == SORT_DISTRICT)
		c.name = str_split(&rest, '~');
	if (!rest.p || !c.name.p || !str_to_int(rest, &c.id))
		return first;
	if (q->sort == SORT_INHABITANTS && !str_to_int(c.text, &c.number))
		return first;
	return c;
}

static str cursor_write(struct arena *a, enum centre_sort sort, const struct centre *c)
{
	if (sort == SORT_INHABITANTS)
		return str_print(a, "%" PRId64 "~%" PRId64, c->inhabitants.has ? c->inhabitants.v : 0, c->id);
	if (sort == SORT_DISTRICT)
		return str_print(a, STR_FMT "~" STR_FMT "~%" PRId64, STR_ARG(c->district), STR_ARG(c->sort_name),
		                 c->id);
	return str_print(a, STR_FMT "~%" PRId64, STR_ARG(c->sort_name), c->id);
}

/* One row more than asked for tells whether there is a next page. */
static err rows_after(struct cx *cx, const struct centre_query *q, day on, struct list *ret)
{
	struct cursor c = cursor_read(q);
	int limit = q->limit + 1;
	switch (q->sort) {
	case SORT_INHABITANTS:
		return db_list(cx, &centre_sql[BY_INHABITANTS], &centre_rec, ret,
		               V(on, q->district, q->kind, c.number, c.id, limit));
	case SORT_DISTRICT:
		return db_list(cx, &centre_sql[BY_DISTRICT], &centre_rec, ret,
		               V(on, q->district, q->kind, c.text, c.name, c.id, limit));
	case SORT_NAME:
		break;
	}
	return db_list(cx, &centre_sql[BY_NAME], &centre_rec, ret, V(on, q->district, q->kind, c.text, c.id, limit));
}

err centre_list(struct cx *cx, const struct centre_query *q, day on, struct list *ret)
{
	ASSERT(q->limit > 0);
	TRY(rows_after(cx, q, on, ret));
	if (ret->n > (size_t)q->limit) {
		ret->n = (size_t)q->limit;
		ret->next = cursor_write(cx->mem, q->sort, LIST_AT(ret, struct centre, ret->n - 1));
	}
	LIST_EACH (struct centre, c, ret)
		c->path = centre_path(cx->mem, c->slug);
	return OK;
}

err centre_count(struct cx *cx, const struct centre_query *q, int64_t *ret)
{
	return db_int(cx, &centre_sql[COUNT], ret, V(q->district, q->kind));
}

/* --- municipalities ----------------------------------------------------------------------------------------------- */

static void paths_of(struct cx *cx, struct list *l)
{
	LIST_EACH (struct municipality, m, l)
		m->path = centre_path(cx->mem, m->centre_slug);
}

err municipality_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &centre_sql[OF_CENTRE], &municipality_rec, ret, V(centre_id)));
	paths_of(cx, ret);
	return OK;
}

err municipality_for_site(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &centre_sql[FOR_SITE], &municipality_rec, ret, V(centre_id)));
	paths_of(cx, ret);
	return OK;
}

err municipality_all(struct cx *cx, struct list *ret)
{
	TRY(db_list(cx, &centre_sql[ALL_MUNICIPALITIES], &municipality_rec, ret, V_NONE));
	paths_of(cx, ret);
	return OK;
}

err municipality_find(struct cx *cx, str ags8, struct municipality *ret)
{
	TRY(db_row(cx, &centre_sql[ONE_MUNICIPALITY], &municipality_rec, ret, V(ags8)));
	ret->path = centre_path(cx->mem, ret->centre_slug);
	return OK;
}

void municipality_offer(struct cx *cx, const struct form *form, const char *field, const struct list *towns)
{
	struct list choices = { 0 };
	if (!form)
		return;
	LIST_EACH (const struct municipality, m, towns)
		*LIST_ADD(cx->mem, &choices, struct form_choice) =
		        (struct form_choice){ .code = m->ags8, .text = m->name };
	form_offer(cx, (struct form *)form, field, &choices);
}

/* --- recognition -------------------------------------------------------------------------------------------------- */

err centre_recognition(struct cx *cx, const struct tenant *centre, day on, str *ret)
{
	struct rule section;
	err e = rule_term(cx, "recognition_section", centre->kind, centre->id, on, &section);
	*ret = STR_NONE;
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	*ret = word_args(cx->words, cx->mem, "centres.recognition", ARGS({ "section", section.value }));
	return OK;
}

err centre_face(struct cx *cx, const struct tenant *centre, day on, struct face *ret)
{
	struct centre c;
	TRY(centre_find(cx, centre->id, on, &c));
	ret->name = c.name;
	return centre_recognition(cx, centre, on, &ret->recognition);
}

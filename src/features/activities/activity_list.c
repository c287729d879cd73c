#include "features/activities/activity_list.h"

#include "features/activities/activity_rows.h"

/* lead: the condition whose index is walked, said once more without a way out; the others are looked at on the way. */
#define LISTED(lead)                                                                                                   \
	{                                                                                                              \
		"SELECT " ACTIVITY_COLUMNS " FROM activity WHERE centre_id = $1" lead                                  \
		" AND (day, id) < ($2, $3) AND ($4 IS NULL OR kind = $4) AND ($5 IS NULL OR field = $5)"               \
		" AND ($6 IS NULL OR stage = $6) AND ($7 IS NULL OR recipient = $7) AND ($8 IS NULL OR target = $8)"   \
		" AND ($9 IS NULL OR main_field = $9) AND ($10 IS NULL OR COALESCE(ags8, 'none') = $10)"               \
		" AND ($11 IS NULL OR partner = $11) AND ($12 IS NULL OR account_id = $12)"                            \
		" ORDER BY day DESC, id DESC LIMIT $13",                                                               \
		        "isi"                                                                                          \
		        "ssssss"                                                                                       \
		        "ss"                                                                                           \
		        "ii"                                                                                           \
	}
enum { BY_DAY, BY_KIND, BY_FIELD, BY_PLACE, BY_PARTNER, BY_ACCOUNT, COUNT };
const struct sql activity_list_sql[] = {
	[BY_DAY] = LISTED(""),
	[BY_KIND] = LISTED(" AND kind = $4"),
	[BY_FIELD] = LISTED(" AND field = $5"),
	[BY_PLACE] = LISTED(" AND ags8 = $10"),
	[BY_PARTNER] = LISTED(" AND partner = $11"),
	[BY_ACCOUNT] = LISTED(" AND account_id = $12"),
	[COUNT] = { "SELECT CAST(COALESCE(SUM(activities), 0) AS BIGINT) AS n FROM activity_sum WHERE centre_id = $1"
	            " AND dimension = $2 AND length(period) = 4 AND code = $3",
	            "iss" },
	{ 0 },
};

/* A partner or a colleague leaves the fewest, then a town, a kind, a field; the rest has half a dozen codes each. */
static int way(const struct activity_filter *f)
{
	if (f->partner.p)
		return BY_PARTNER;
	if (f->account.has)
		return BY_ACCOUNT;
	if (f->ags8.p && !str_is(f->ags8, "none"))
		return BY_PLACE;
	return f->code[PART_KIND].p ? BY_KIND : f->code[PART_FIELD].p ? BY_FIELD : BY_DAY;
}

err activity_list(struct cx *cx, const struct tenant *centre, const struct activity_filter *f, str before_day,
                  int64_t before_id, int limit, struct list *ret)
{
	return db_list(cx, &activity_list_sql[way(f)], &activity_rec, ret,
	               V(centre->id, before_day, before_id, f->code[PART_KIND], f->code[PART_FIELD],
	                 f->code[PART_STAGE], f->code[PART_RECIPIENT], f->code[PART_TARGET], f->code[PART_MAIN_FIELD],
	                 f->ags8, f->partner, f->account, limit));
}

err activity_count(struct cx *cx, const struct tenant *centre, const struct activity_filter *f, struct maybe *ret)
{
	str dimension = S(""), code = S("");
	int filters = 0;
	*ret = (struct maybe){ 0 };
	for (int part = 0; part < PARTS; part++)
		if (f->code[part].p) {
			dimension = str_of(catalogue_choices.codes[part]);
			code = f->code[part];
			filters++;
		}
	if (f->ags8.p) {
		dimension = S("municipality");
		code = f->ags8;
		filters++;
	}
	if (filters > 1 || f->partner.p || f->account.has)
		return OK;
	ret->has = true;
	return db_int(cx, &activity_list_sql[COUNT], &ret->v, V(centre->id, dimension, code));
}

#define NAME_FIELD(name_, part)                                                                                        \
	{                                                                                                              \
		.name = (name_), .kind = KIND_TEXT, .label = "activity." name_, .required = true, .max = 120,          \
		.offset = offsetof(struct activity_table_row, name) + (part) * sizeof(str)                             \
	}
#define TABLE_FIELD(member, kind_, ...)                                                                                \
	FIELD(struct activity_table_row, member, kind_, .label = "activity." #member, __VA_ARGS__)
static const struct field table_fields[] = {
	TABLE_FIELD(day, KIND_DAY, .required = true),
	NAME_FIELD("kind", PART_KIND),
	TABLE_FIELD(partner, KIND_TEXT, .max = 120),
	TABLE_FIELD(participants, KIND_INT, .maybe = true, .min = 0, .max = 99999),
	NAME_FIELD("main_field", PART_MAIN_FIELD),
	NAME_FIELD("field", PART_FIELD),
	NAME_FIELD("stage", PART_STAGE),
	NAME_FIELD("recipient", PART_RECIPIENT),
	NAME_FIELD("target", PART_TARGET),
	FIELD(struct activity_table_row, municipality, KIND_TEXT, .label = "activity.ags8"),
	TABLE_FIELD(minutes, KIND_INT, .maybe = true, .min = 1, .max = 9999),
	TABLE_FIELD(people, KIND_INT, .maybe = true, .min = 1, .max = 99),
	TABLE_FIELD(note, KIND_TEXT, .max = 1000, .lines = true),
	TABLE_FIELD(said_by, KIND_TEXT, .hidden = false),
};
const struct record activity_table_rec = RECORD("activity_table", struct activity_table_row, table_fields);

struct activity_table_row activity_table_row_of(const struct activity_row *r)
{
	struct activity_table_row t = { .day = r->day,
		                        .partner = r->activity.partner,
		                        .municipality = r->municipality,
		                        .note = r->activity.note,
		                        .said_by = r->activity.said_by,
		                        .participants = r->activity.participants,
		                        .minutes = r->activity.minutes,
		                        .people = r->activity.people };
	for (int part = 0; part < PARTS; part++)
		t.name[part] = r->name[part];
	return t;
}

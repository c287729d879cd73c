#include "features/activities/activity_model.h"

#include <inttypes.h>

#include "core/words.h"
#include "features/activities/activity_rows.h"
#include "features/centres/centres_model.h"

#define PART_INPUT .input = true, .required = true
#define KEY_FIELDS                                                                                                     \
	FIELD(struct activity, id, KIND_INT, .hidden = true), FIELD(struct activity, version, KIND_INT, .hidden = true)
#define LINE_FIELDS(...)                                                                                               \
	FIELD(struct activity, day, KIND_DAY, __VA_ARGS__),                                                            \
	        ACTIVITY_PART_FIELD(struct activity, "kind", PART_KIND, __VA_ARGS__)
#define PARTNER_FIELDS(...)                                                                                            \
	FIELD(struct activity, partner, KIND_TEXT, .max = 120, __VA_ARGS__),                                           \
	        FIELD(struct activity, participants, KIND_INT, .maybe = true, .min = 0, .max = 99999, __VA_ARGS__)
#define REST_FIELDS(...)                                                                                               \
	FIELD(struct activity, ags8, KIND_TEXT, .max = 8, __VA_ARGS__),                                                \
	        FIELD(struct activity, minutes, KIND_INT, .maybe = true, .min = 1, .max = 9999, __VA_ARGS__),          \
	        FIELD(struct activity, people, KIND_INT, .maybe = true, .min = 1, .max = 99, __VA_ARGS__)
#define NOTE_FIELD(...) FIELD(struct activity, note, KIND_TEXT, .lines = true, .max = 1000, __VA_ARGS__)

#define STORED_FIELDS                                                                                                  \
	KEY_FIELDS, LINE_FIELDS(.hidden = false), ACTIVITY_PART_FIELDS(struct activity, .hidden = false),              \
	        PARTNER_FIELDS(.hidden = false), REST_FIELDS(.hidden = false), NOTE_FIELD(.hidden = false),            \
	        FIELD(struct activity, account_id, KIND_INT, .maybe = true, .hidden = true),                           \
	        FIELD(struct activity, said_by, KIND_TEXT), FIELD(struct activity, said_at, KIND_INSTANT)
static const struct field activity_fields[] = {
	STORED_FIELDS,
};
const struct record activity_rec = RECORD("activity", struct activity, activity_fields);
static const struct field form_fields[] = {
	KEY_FIELDS,
	LINE_FIELDS(PART_INPUT),
	PARTNER_FIELDS(.input = true),
	ACTIVITY_PART_FIELDS(struct activity, PART_INPUT),
	REST_FIELDS(.input = true),
	NOTE_FIELD(.input = true),
};
const struct record activity_form_rec = RECORD("activity", struct activity, form_fields);

static const struct field version_fields[] = {
	STORED_FIELDS,
	FIELD(struct activity_version, withdrawn, KIND_BOOL),
	FIELD(struct activity_version, current, KIND_BOOL),
	FIELD(struct activity_version, ended_by, KIND_TEXT),
	FIELD(struct activity_version, ended_at, KIND_INSTANT),
};
_Static_assert(offsetof(struct activity_version, activity) == 0, "a version begins with its activity");
static const struct record version_rec = RECORD("activity_version", struct activity_version, version_fields);

struct name_row {
	str name;
};
static const struct field name_fields[] = { FIELD(struct name_row, name, KIND_TEXT) };
static const struct record name_rec = RECORD("activity_partner", struct name_row, name_fields);

#define FROM_CENTRE " FROM activity WHERE centre_id = $1"
#define NEWEST " ORDER BY day DESC, id DESC LIMIT 1"
#define LIKE_IT(place, which)                                                                                          \
	"SELECT " place " AS place, x.* FROM (SELECT " ACTIVITY_COLUMNS FROM_CENTRE which NEWEST ") x"
enum { FIND, VERSIONS, BETWEEN, SIMILAR, LAST_SAID, PARTNERS };
const struct sql activity_sql[] = {
	[FIND] = { "SELECT " ACTIVITY_COLUMNS FROM_CENTRE " AND id = $2", "ii" },
	[VERSIONS] = { "SELECT * FROM (SELECT " ACTIVITY_COLUMNS ", 0 AS withdrawn, 1 AS current, NULL AS ended_by,"
	               " CAST(NULL AS BIGINT) AS ended_at" FROM_CENTRE " AND id = $2 UNION ALL"
	               " SELECT " ACTIVITY_PAST_COLUMNS ", withdrawn, 0 AS current, ended_by, ended_at"
	               " FROM activity_past WHERE centre_id = $1 AND activity_id = $2) v ORDER BY version DESC LIMIT "
	               "200",
	               "ii" },
	[BETWEEN] = { "SELECT " ACTIVITY_COLUMNS FROM_CENTRE " AND day BETWEEN $2 AND $3"
	              " AND ($4 = 0 OR account_id = $4) ORDER BY day, id LIMIT $5",
	              "iddii" },
	/* Three look-ups, each by its index; the best that there is. */
	[SIMILAR] = { "SELECT " ACTIVITY_COLUMNS " FROM (" LIKE_IT(
	                      "1", " AND partner = $3 AND kind = $2") " UNION ALL"
	                                                              " " LIKE_IT("2",
	                                                                          " AND account_id = $4 AND kind "
	                                                                          "= $2") " UNION ALL"
	                                                                                  " " LIKE_IT("3",
	                                                                                              " AND kind = "
	                                                                                              "$2") ") y "
	                                                                                                    "ORDER "
	                                                                                                    "BY "
	                                                                                                    "place "
	                                                                                                    "LIMIT 1",
	              "issi" },
	[LAST_SAID] = { "SELECT " ACTIVITY_COLUMNS FROM_CENTRE " AND account_id = $2 AND said_at >= $3 AND day > $4"
	                " ORDER BY said_at DESC, id DESC LIMIT 1",
	                "iitd" },
	[PARTNERS] = { "SELECT partner AS name FROM (SELECT partner, day FROM activity WHERE centre_id = $1"
	               " ORDER BY day DESC, id DESC LIMIT 400) x WHERE partner IS NOT NULL GROUP BY partner"
	               " ORDER BY MAX(day) DESC, partner LIMIT 80",
	               "i" },
	{ 0 },
};

err activity_find(struct cx *cx, const struct tenant *centre, int64_t id, struct activity *ret)
{
	err e = db_row(cx, &activity_sql[FIND], &activity_rec, ret, V(centre->id, id));
	return e == E_NOTFOUND ? fail(cx, e, "activities.not_found", NO_ARGS) : e;
}

err activity_versions(struct cx *cx, const struct tenant *centre, int64_t id, struct list *ret)
{
	*ret = (struct list){ 0 };
	TRY(db_list(cx, &activity_sql[VERSIONS], &version_rec, ret, V(centre->id, id)));
	return ret->n ? OK : fail(cx, E_NOTFOUND, "activities.not_found", NO_ARGS);
}

err activity_between(struct cx *cx, const struct tenant *centre, day from, day to, int64_t account, struct list *ret)
{
	return db_list(cx, &activity_sql[BETWEEN], &activity_rec, ret,
	               V(centre->id, from, to, account, (int64_t)ACTIVITY_MOST_WEEK));
}

err activity_similar(struct cx *cx, const struct tenant *centre, const struct activity *like, struct activity *ret)
{
	return db_row(cx, &activity_sql[SIMILAR], &activity_rec, ret,
	              V(centre->id, like->code[PART_KIND], like->partner, like->account_id));
}

/* Of the last weeks: whoever records now does not go back further without saying the day himself. */
enum { DAYS_BACK = 90 };
err activity_last_said(struct cx *cx, const struct tenant *centre, int64_t account, instant since, struct activity *ret)
{
	return db_row(cx, &activity_sql[LAST_SAID], &activity_rec, ret,
	              V(centre->id, account, since, day_add(cx->today, -DAYS_BACK)));
}

err activity_partners(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	struct list rows = { 0 };
	TRY(db_list(cx, &activity_sql[PARTNERS], &name_rec, &rows, V(centre->id)));
	LIST_EACH (const struct name_row, r, &rows)
		*LIST_ADD(cx->mem, ret, str) = r->name;
	return OK;
}

bool activity_take_rest(struct activity *to, const struct activity *from, const struct list *catalogue)
{
	bool whole = true;
	for (int part = PART_FIELD; part < PARTS; part++) {
		bool holds = catalogue_holds(catalogue, (enum part)part, from->code[part], to->day);
		to->code[part] = holds ? from->code[part] : STR_NONE;
		whole &= holds;
	}
	to->ags8 = from->ags8;
	to->minutes = from->minutes;
	to->people = from->people;
	return whole;
}

day activity_first_day(void)
{
	return day_of(2012, 1, 1);
}

static err check_municipality(struct cx *cx, const struct tenant *centre, str ags8)
{
	struct municipality m;
	err e = municipality_find(cx, ags8, &m);
	if (e == E_NOTFOUND)
		fault_clear(cx);
	else
		TRY(e);
	if (e == OK && m.centre_id == centre->id)
		return OK;
	return problem_add(cx, "ags8", "activities.other_municipality", NO_ARGS);
}

static err check_day(struct cx *cx, const struct activity *a)
{
	if (day_cmp(a->day, cx->today) > 0)
		return problem_add(cx, "day", "activities.future", NO_ARGS);
	return day_cmp(a->day, activity_first_day()) < 0 ? problem_add(cx, "day", "activities.too_early", NO_ARGS) : OK;
}

static err check_code(struct cx *cx, const struct list *catalogue, const struct activity *a, enum part part)
{
	if (!a->code[part].p)
		return problem_add(cx, catalogue_choices.codes[part], "form.required", NO_ARGS);
	if (catalogue_holds(catalogue, part, a->code[part], a->day))
		return OK;
	return problem_add(cx, catalogue_choices.codes[part], "activities.not_in_catalogue",
	                   ARGS({ "day", say_day(cx->words, cx->mem, a->day) }));
}

err activity_check_line(struct cx *cx, const struct list *catalogue, const struct activity *a)
{
	err e = check_day(cx, a), kind = check_code(cx, catalogue, a, PART_KIND);
	return e == OK ? kind : e;
}

err activity_check(struct cx *cx, const struct tenant *centre, const struct list *catalogue, const struct activity *a)
{
	err e = activity_check_line(cx, catalogue, a);
	for (int part = PART_FIELD; part < PARTS; part++)
		if (check_code(cx, catalogue, a, (enum part)part) != OK)
			e = E_INVALID;
	err place = a->ags8.p ? check_municipality(cx, centre, a->ags8) : OK;
	return e == OK ? place : e;
}

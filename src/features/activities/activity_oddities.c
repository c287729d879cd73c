/* activity_oddities.c -- what looks odd among the activities of a month: for whoever releases its report (S-REP-1). */
#include <inttypes.h>

#include "core/tenant.h"
#include "core/words.h"
#include "features/activities/activity_indicators.h"
#include "features/activities/activity_model.h"

/* A thousand people are odd anywhere; so is more than twenty times what this kind has in the middle, once there are
 * enough of it to have a middle. Participants are missed where four of five have some. */
enum { MANY = 1000, TIMES_USUAL = 20, LEAST_ODD = 60, LEAST_KNOWN = 5, USUALLY_PERCENT = 80 };

/* The kinds of a KI in the year up to the month's end: how many, how many with participants, and their median. */
#define YEAR " FROM activity WHERE centre_id = $1 AND day BETWEEN $2 AND $3"
enum { TWICE, IN_MONTH, USUAL };
const struct sql activity_oddity_sql[] = {
	[TWICE] = { "SELECT a.id, a.day, a.kind, a.partner, a.participants FROM activity a WHERE a.centre_id = $1"
	            " AND a.day BETWEEN $2 AND $3 AND a.partner IS NOT NULL AND EXISTS (SELECT 1 FROM activity b"
	            " WHERE b.centre_id = $1 AND b.day = a.day AND b.kind = a.kind AND b.partner = a.partner AND b.id "
	            "< a.id)"
	            " ORDER BY a.day, a.id LIMIT $4",
	            "iddi" },
	[IN_MONTH] = { "SELECT id, day, kind, partner, participants" YEAR
	               " AND (participants IS NULL OR participants = 0 OR"
	               " participants >= $4) ORDER BY day, id LIMIT 5000",
	               "iddi" },
	[USUAL] = { "SELECT kind, COUNT(*) AS known, CAST(SUM(CASE WHEN participants > 0 THEN 1 ELSE 0 END) AS BIGINT) "
	            "AS "
	            "counted, COALESCE(MAX(CASE WHEN nth = (filled + 1) / 2 THEN participants ELSE NULL END), 0) AS "
	            "median"
	            " FROM (SELECT kind, participants, COUNT(participants) OVER (PARTITION BY kind) AS filled,"
	            " ROW_NUMBER() OVER (PARTITION BY kind ORDER BY CASE WHEN participants IS NULL THEN 1 ELSE 0 END,"
	            " participants) AS nth" YEAR ") x GROUP BY kind LIMIT 200",
	            "idd" },
	{ 0 },
};

struct odd_row {
	int64_t id;
	day day;
	str kind, partner;
	struct maybe participants;
};
static const struct field odd_fields[] = {
	FIELD(struct odd_row, id, KIND_INT),
	FIELD(struct odd_row, day, KIND_DAY),
	FIELD(struct odd_row, kind, KIND_TEXT),
	FIELD(struct odd_row, partner, KIND_TEXT),
	FIELD(struct odd_row, participants, KIND_INT, .maybe = true),
};
static const struct record odd_rec = RECORD("activity_odd", struct odd_row, odd_fields);

struct usual_row {
	str kind;
	int64_t known, counted, median;
};
static const struct field usual_fields[] = {
	FIELD(struct usual_row, kind, KIND_TEXT),
	FIELD(struct usual_row, known, KIND_INT),
	FIELD(struct usual_row, counted, KIND_INT),
	FIELD(struct usual_row, median, KIND_INT),
};
static const struct record usual_rec = RECORD("activity_usual", struct usual_row, usual_fields);

struct seeing {
	struct cx *cx;
	struct tenant centre;
	struct list catalogue, usual;
	struct list *ret;
	int found;
};

static void add(struct seeing *s, const struct odd_row *r, const char *kind, int64_t usual)
{
	struct cx *cx = s->cx;
	if (s->found++ >= ODDITY_MOST)
		return;
	str what = catalogue_name(cx, &s->catalogue, PART_KIND, r->kind, r->day);
	const struct arg *args = ARGS({ "kind", what }, { "day", say_day(cx->words, cx->mem, r->day) },
	                              { "partner", r->partner.p ? r->partner : S("–") },
	                              { "n", say_int(cx->words, cx->mem, r->participants.v) },
	                              { "usual", say_int(cx->words, cx->mem, usual) });
	*LIST_ADD(cx->mem, s->ret, struct oddity) =
	        (struct oddity){ .id = r->id,
		                 .day = r->day,
		                 .kind = str_of(kind),
		                 .text = word_args(cx->words, cx->mem, str_print(cx->mem, "oddity.%s", kind).p, args),
		                 .path = str_print(cx->mem, "/centres/" STR_FMT "/activities/%" PRId64,
		                                   STR_ARG(s->centre.slug), r->id) };
}

static const struct usual_row *usual_of(const struct seeing *s, str kind)
{
	LIST_EACH (const struct usual_row, u, &s->usual)
		if (str_eq(u->kind, kind))
			return u;
	return NULL;
}

static void look_at(struct seeing *s, const struct odd_row *r)
{
	const struct usual_row *u = usual_of(s, r->kind);
	bool enough = u && u->known >= LEAST_KNOWN;
	if (r->participants.has && r->participants.v > 0) {
		if (r->participants.v >= MANY || (enough && r->participants.v > TIMES_USUAL * u->median))
			add(s, r, "activities.many", u ? u->median : 0);
	} else if (enough && u->counted * 100 >= u->known * USUALLY_PERCENT) {
		add(s, r, "activities.nobody", u->median);
	}
}

err activity_oddities(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	struct seeing s = { .cx = cx, .ret = ret };
	struct list twice = { 0 }, month = { 0 };
	TRY(tenant_by_id(cx, centre_id, &s.centre));
	TRY(db_list(cx, &activity_oddity_sql[TWICE], &odd_rec, &twice, V(centre_id, from, to, ODDITY_MOST)));
	TRY(db_list(cx, &activity_oddity_sql[IN_MONTH], &odd_rec, &month, V(centre_id, from, to, LEAST_ODD)));
	if (twice.n + month.n == 0)
		return OK;
	TRY(catalogue_load(cx, &s.catalogue));
	TRY(db_list(cx, &activity_oddity_sql[USUAL], &usual_rec, &s.usual,
	            V(centre_id, day_add_months(from, -11), to)));
	LIST_EACH (const struct odd_row, r, &twice)
		add(&s, r, "activities.twice", 0);
	LIST_EACH (const struct odd_row, r, &month)
		look_at(&s, r);
	return OK;
}

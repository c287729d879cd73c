/* All KI: who has assessed itself when, and how many are at which level. Never who is ahead of whom (S-EVA-2). */
#include "features/quality/quality_model.h"

static const struct field centre_fields[] = {
	FIELD(struct land_centre, name, KIND_TEXT),           FIELD(struct land_centre, slug, KIND_TEXT),
	FIELD(struct land_centre, path, KIND_PATH),           FIELD(struct land_centre, assessments, KIND_INT),
	FIELD(struct land_centre, last_on, KIND_DAY),         FIELD(struct land_centre, before_on, KIND_DAY),
	FIELD(struct land_centre, open_follow_ups, KIND_INT),
};
const struct record land_centre_rec = RECORD("quality_centre", struct land_centre, centre_fields);

struct count_row {
	str code, level;
	int64_t n;
};
static const struct field count_fields[] = {
	FIELD(struct count_row, code, KIND_TEXT),
	FIELD(struct count_row, level, KIND_TEXT),
	FIELD(struct count_row, n, KIND_INT),
};
static const struct record count_rec = RECORD("quality_count", struct count_row, count_fields);

/* A KI concludes one after the other: the last one has the highest number. */
#define LAST_CONCLUDED                                                                                                 \
	"SELECT MAX(a.id) FROM quality_assessment a"                                                                   \
	" JOIN quality_assessment_event e ON e.assessment_id = a.id AND e.kind = 'concluded' GROUP BY a.centre_id"
enum { CENTRES, COUNTS };
const struct sql quality_land_sql[] = {
	[CENTRES] = { "SELECT c.name, c.slug, COALESCE(s.n, 0) AS assessments, s.last_on,"
	              " (SELECT MAX(e.day) FROM quality_assessment a JOIN quality_assessment_event e"
	              " ON e.assessment_id = a.id AND e.kind = 'concluded'"
	              " WHERE a.centre_id = c.id AND a.id < s.last_id) AS before_on,"
	              " (SELECT COUNT(*) FROM quality_follow_up f WHERE f.centre_id = c.id AND NOT EXISTS"
	              " (SELECT 1 FROM quality_follow_up_event x WHERE x.follow_up_id = f.id"
	              " AND x.kind IN ('done', 'dropped'))) AS open_follow_ups"
	              " FROM centre c LEFT JOIN (SELECT a.centre_id, COUNT(*) AS n, MAX(e.day) AS last_on,"
	              " MAX(a.id) AS last_id FROM quality_assessment a JOIN quality_assessment_event e"
	              " ON e.assessment_id = a.id AND e.kind = 'concluded' GROUP BY a.centre_id) s"
	              " ON s.centre_id = c.id ORDER BY c.sort_name, c.id LIMIT 100",
	              "" },
	[COUNTS] = { "SELECT k.code, n.level, COUNT(*) AS n FROM quality_answer n"
	             " JOIN quality_criterion k ON k.id = n.criterion_id"
	             " WHERE n.assessment_id IN (" LAST_CONCLUDED ") GROUP BY k.code, n.level ORDER BY k.code, n.level"
	             " LIMIT 1000",
	             "" },
	{ 0 },
};

err quality_centres(struct cx *cx, struct list *ret)
{
	return db_list(cx, &quality_land_sql[CENTRES], &land_centre_rec, ret, V_NONE);
}

err quality_spreads(struct cx *cx, struct list *ret)
{
	struct list rows = { 0 };
	struct spread *s = NULL;
	TRY(db_list(cx, &quality_land_sql[COUNTS], &count_rec, &rows, V_NONE));
	LIST_EACH (const struct count_row, r, &rows) {
		if (!s || !str_eq(s->code, r->code)) {
			s = LIST_ADD(cx->mem, ret, struct spread);
			s->code = r->code;
		}
		s->counts[level_rank(r->level)] = r->n;
	}
	return OK;
}

/* The rank of the position-th KI, counted from 0, when all stand in the order of their levels. */
static int rank_at(const int64_t counts[QUALITY_LEVELS], int64_t position)
{
	for (int rank = 0; rank < QUALITY_LEVELS; rank++) {
		if (position < counts[rank])
			return rank;
		position -= counts[rank];
	}
	return -1;
}

struct median median_of(const int64_t counts[QUALITY_LEVELS])
{
	struct median m = { 0, -1, -1 };
	for (int rank = 0; rank < QUALITY_LEVELS; rank++)
		m.n += counts[rank];
	if (m.n > 0) {
		m.low = rank_at(counts, (m.n - 1) / 2);
		m.high = rank_at(counts, m.n / 2);
	}
	return m;
}

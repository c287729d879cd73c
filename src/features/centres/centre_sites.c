#include "features/centres/centre_sites.h"

#include "core/audit.h"
#include "core/user.h"
#include "features/centres/centres_model.h"

static const struct field row_fields[] = {
	FIELD(struct site_row, id, KIND_INT, .hidden = true),
	FIELD(struct site_row, version, KIND_INT),
	FIELD(struct site_row, street, KIND_TEXT),
	FIELD(struct site_row, postcode, KIND_TEXT),
	FIELD(struct site_row, ags8, KIND_TEXT),
	FIELD(struct site_row, town, KIND_TEXT),
	FIELD(struct site_row, moved_in, KIND_DAY),
	FIELD(struct site_row, moved_out, KIND_DAY),
	FIELD(struct site_row, reason, KIND_TEXT, .max = 500),
	FIELD(struct site_row, recorded_by, KIND_TEXT),
	FIELD(struct site_row, recorded_at, KIND_INSTANT),
};
const struct record site_row_rec = RECORD("site_row", struct site_row, row_fields);

#define SITE_INPUT                                                                                                     \
	FIELD(struct site_row, street, KIND_TEXT, .input = true, .required = true),                                    \
	        FIELD(struct site_row, postcode, KIND_TEXT, .input = true, .required = true, .min = 5, .max = 5),      \
	        FIELD(struct site_row, ags8, KIND_TEXT, .input = true, .required = true, .max = 8),                    \
	        FIELD(struct site_row, moved_in, KIND_DAY, .input = true, .required = true)
static const struct field form_fields[] = { SITE_INPUT };
const struct record site_form_rec = RECORD("site_row", struct site_row, form_fields);
static const struct field move_fields[] = {
	SITE_INPUT,
	FIELD(struct site_row, reason, KIND_TEXT, .input = true, .required = true, .max = 500, .lines = true),
	FIELD(struct site_row, version, KIND_INT, .hidden = true),
};
const struct record site_move_rec = RECORD("site_row", struct site_row, move_fields);

#define SITE_SELECT                                                                                                    \
	"SELECT s.id, s.version, s.street, s.postcode, s.ags8, m.name AS town, s.moved_in, s.moved_out, s.reason,"     \
	" s.recorded_by, s.recorded_at FROM centre_site s JOIN municipality m ON m.ags8 = s.ags8"
enum { HISTORY, ON_DAY, PRESENT, INSERT, END };
const struct sql site_sql[] = {
	[HISTORY] = { SITE_SELECT " WHERE s.centre_id = $1 ORDER BY s.moved_in DESC, s.id DESC LIMIT 100", "i" },
	[ON_DAY] = { SITE_SELECT
	             " WHERE s.centre_id = $1 AND s.moved_in <= $2 AND (s.moved_out IS NULL OR s.moved_out >= $2)"
	             " ORDER BY s.id DESC LIMIT 1",
	             "id" },
	[PRESENT] = { SITE_SELECT " WHERE s.centre_id = $1 AND s.moved_out IS NULL", "i" },
	[INSERT] = { "INSERT INTO centre_site (centre_id, version, street, postcode, ags8, moved_in, reason, "
	             "recorded_by,"
	             " recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	             "iisssdsst" },
	[END] = { "UPDATE centre_site SET moved_out = $1, version = version + 1"
	          " WHERE centre_id = $2 AND id = $3 AND version = $4 AND moved_out IS NULL",
	          "diii" },
	{ 0 },
};

err site_history(struct cx *cx, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &site_sql[HISTORY], &site_row_rec, ret, V(centre_id));
}

err site_on(struct cx *cx, int64_t centre_id, day on, struct site_row *ret)
{
	return db_row(cx, &site_sql[ON_DAY], &site_row_rec, ret, V(centre_id, on));
}

err site_there(struct cx *cx, int64_t centre_id, day on, struct site_row *ret, bool *ret_there)
{
	err e = site_on(cx, centre_id, on, ret);
	*ret_there = e == OK;
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	return e;
}

static bool is_digits(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* The site stands in the carrier's area, or in the town where its administration has its seat: the StädteRegion's may
 * be in Stadt Aachen, which has a KI of its own. */
static err check_town(struct cx *cx, const struct tenant *centre, str ags8)
{
	struct municipality town;
	struct centre self;
	err e = municipality_find(cx, ags8, &town);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return problem_add(cx, "ags8", "sites.unknown_town", NO_ARGS);
	}
	TRY(e);
	TRY(centre_find(cx, centre->id, cx->today, &self));
	if (town.centre_id != centre->id && !str_eq(town.name, self.seat))
		return problem_add(cx, "ags8", "sites.elsewhere", NO_ARGS);
	return OK;
}

static err check_input(struct cx *cx, const struct tenant *centre, const struct site_row *in)
{
	err e = OK;
	if (!is_digits(in->postcode))
		e = problem_add(cx, "postcode", "sites.postcode", NO_ARGS);
	err town = check_town(cx, centre, in->ags8);
	return town == OK ? e : town;
}

/* Versions go on from site to site, so that a form made for the last one is stale for the next. */
static err insert(struct cx *cx, const struct tenant *centre, const struct site_row *in, int64_t version,
                  const char *action)
{
	struct site_row row = *in;
	row.version = version;
	row.recorded_by = user_signature(cx);
	row.recorded_at = cx->now;
	TRY(db_exec(cx, &site_sql[INSERT], NULL,
	            V(centre->id, row.version, row.street, row.postcode, row.ags8, row.moved_in, row.reason,
	              row.recorded_by, row.recorded_at)));
	audit_change(cx, action, str_print(cx->mem, "centres/" STR_FMT "/site", STR_ARG(centre->slug)),
	             MAYBE(centre->id), &site_row_rec, NULL, &row);
	return OK;
}

err site_add_in_tx(struct cx *cx, const struct tenant *centre, const struct site_row *in)
{
	ASSERT(db_in_tx(cx));
	struct site_row present;
	err e = db_row(cx, &site_sql[PRESENT], &site_row_rec, &present, V(centre->id));
	if (e == OK)
		return fail(cx, E_INVALID, "sites.second",
		            ARGS({ "town", present.town }, { "since", day_german(cx->mem, present.moved_in) }));
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	TRY(check_input(cx, centre, in));
	return insert(cx, centre, in, 1, "centre.site");
}

err site_move_in_tx(struct cx *cx, const struct tenant *centre, const struct site_row *in)
{
	ASSERT(db_in_tx(cx));
	struct site_row present;
	err e = db_row(cx, &site_sql[PRESENT], &site_row_rec, &present, V(centre->id));
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return fail(cx, E_INVALID, "sites.none_to_move", NO_ARGS);
	}
	TRY(e);
	if (present.version != in->version)
		return fail(cx, E_STALE, "centres.stale", NO_ARGS);
	/* The present site must have stood for at least two days: its last day is the one before the move. */
	if (day_diff(in->moved_in, present.moved_in) < 2)
		return problem_add(cx, "moved_in", "sites.before_present",
		                   ARGS({ "since", day_german(cx->mem, present.moved_in) }));
	TRY(check_input(cx, centre, in));
	TRY(db_exec(cx, &site_sql[END], NULL, V(day_add(in->moved_in, -1), centre->id, present.id, present.version)));
	return insert(cx, centre, in, present.version + 1, "centre.site_move");
}

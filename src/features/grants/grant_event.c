/* Cases and events in the database; an event is added only where it fits the state and the person. */
#include "features/grants/grant_event.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/four_eyes.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/grants/grant_state.h"

static const char *const programme_codes[] = { "base", "komman", "kim", NULL };
const struct choices grant_programme_choices = { "grant_programme", programme_codes };
static const char *const kind_codes[] = { "applied",        "withdrawn",       "asked",
	                                  "answered",       "checked_content", "checked_figures",
	                                  "decision_draft", "payout_draft",    "closing_draft",
	                                  "approved",       "rejected",        "delivered",
	                                  "waived",         "appealed",        "appeal_ended",
	                                  "called",         "call_withdrawn",  "paid",
	                                  "used",           "hearing",         "heard",
	                                  "hearing_ended",  "proven",          "repaid",
	                                  "discarded",      "resumed",         NULL };
const struct choices grant_event_choices = { "grant_event", kind_codes };

static const struct field case_fields[] = {
	FIELD(struct grant_case, id, KIND_INT),
	FIELD(struct grant_case, centre_id, KIND_INT, .hidden = true),
	FIELD(struct grant_case, slug, KIND_TEXT),
	FIELD(struct grant_case, centre_name, KIND_TEXT),
	FIELD(struct grant_case, kind, KIND_TEXT, .hidden = true),
	FIELD(struct grant_case, programme, KIND_CHOICE, .choices = &grant_programme_choices),
	FIELD(struct grant_case, year, KIND_INT),
	FIELD(struct grant_case, path, KIND_PATH),
};
const struct record grant_case_rec = RECORD("grant_case", struct grant_case, case_fields);

static const struct field event_fields[] = {
	FIELD(struct grant_event, id, KIND_INT),
	FIELD(struct grant_event, seq, KIND_INT),
	FIELD(struct grant_event, kind, KIND_CHOICE, .choices = &grant_event_choices),
	FIELD(struct grant_event, about_id, KIND_INT, .maybe = true),
	FIELD(struct grant_event, day, KIND_DAY),
	FIELD(struct grant_event, cents, KIND_MONEY, .maybe = true),
	FIELD(struct grant_event, note, KIND_TEXT, .max = 4000),
	FIELD(struct grant_event, content, KIND_TEXT, .hidden = true),
	FIELD(struct grant_event, hash, KIND_TEXT),
	FIELD(struct grant_event, account_id, KIND_INT, .hidden = true),
	FIELD(struct grant_event, recorded_by, KIND_TEXT),
	FIELD(struct grant_event, recorded_at, KIND_INSTANT),
};
const struct record grant_event_rec = RECORD("grant_event", struct grant_event, event_fields);

#define OF_EVENT(member, kind_, ...)                                                                                   \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct grant_land_event, event.member),           \
		__VA_ARGS__                                                                                            \
	}
static const struct field land_event_fields[] = {
	FIELD(struct grant_land_event, case_id, KIND_INT),
	OF_EVENT(id, KIND_INT),
	OF_EVENT(seq, KIND_INT),
	OF_EVENT(kind, KIND_CHOICE, .choices = &grant_event_choices),
	OF_EVENT(about_id, KIND_INT, .maybe = true),
	OF_EVENT(day, KIND_DAY),
	OF_EVENT(cents, KIND_MONEY, .maybe = true),
	OF_EVENT(note, KIND_TEXT),
	OF_EVENT(content, KIND_TEXT),
	OF_EVENT(hash, KIND_TEXT),
	OF_EVENT(account_id, KIND_INT),
	OF_EVENT(recorded_by, KIND_TEXT),
	OF_EVENT(recorded_at, KIND_INSTANT),
};
static const struct record land_event_rec = RECORD("grant_land_event", struct grant_land_event, land_event_fields);

#define CASE_SELECT                                                                                                    \
	"SELECT g.id, g.centre_id, c.slug, c.name AS centre_name, c.kind, g.programme, g.year FROM grant_case g"       \
	" JOIN centre c ON c.id = g.centre_id"
#define EVENT_COLUMNS                                                                                                  \
	"e.id, e.seq, e.kind, e.about_id, e.day, e.cents, e.note, e.content, e.hash, e.account_id, e.recorded_by,"     \
	" e.recorded_at"
/* Papers are long: the heads of those that say how a case stands (grant_paper_head). */
#define BRIEF_COLUMNS                                                                                                  \
	"e.id, e.seq, e.kind, e.about_id, e.day, e.cents, e.note, CASE WHEN e.kind IN ('applied', 'hearing',"          \
	" 'decision_draft', 'closing_draft') THEN SUBSTR(e.content, 1, 400) END AS content, e.hash, e.account_id,"     \
	" e.recorded_by, e.recorded_at"
/* A case is over when its closing is approved and all that it demands has come; a revocation, which only a hearing
 * leads to, may have demanded more, so that those are looked at closely. */
#define STILL_OPEN                                                                                                     \
	" g.year BETWEEN $1 AND $2 AND NOT EXISTS (SELECT 1 FROM grant_event a JOIN grant_event d ON d.id = "          \
	"a.about_id"                                                                                                   \
	" WHERE a.case_id = g.id AND a.kind = 'approved' AND d.kind = 'closing_draft' AND d.cents <= (SELECT"          \
	" CAST(COALESCE(SUM(r.cents), 0) AS BIGINT) FROM grant_event r WHERE r.case_id = g.id AND r.kind = 'repaid')"  \
	" AND NOT EXISTS (SELECT 1 FROM grant_event h WHERE h.case_id = g.id AND h.kind = 'hearing'))"
enum {
	CASE,
	CASE_OF_YEAR,
	OF_CENTRE,
	OF_LAND,
	STILL_OPEN_CASES,
	EVENTS,
	BRIEF_EVENTS,
	LAND_EVENTS,
	OPEN_STEPS,
	OPEN_CASE,
	COSTS,
	ADD
};
const struct sql grant_event_sql[] = {
	[CASE] = { CASE_SELECT " WHERE g.centre_id = $1 AND g.id = $2", "ii" },
	[CASE_OF_YEAR] = { CASE_SELECT " WHERE g.centre_id = $1 AND g.programme = $2 AND g.year = $3", "isi" },
	[OF_CENTRE] = { CASE_SELECT " WHERE g.centre_id = $1 ORDER BY g.year DESC, g.programme, g.id LIMIT 200", "i" },
	/* tenant: all, for the Land */
	[OF_LAND] = { CASE_SELECT " WHERE g.year = $1 AND ($2 = '' OR g.programme = $2) ORDER BY c.sort_name,"
	                          " g.programme LIMIT 1000",
	              "is" },
	/* tenant: all, for the authority */
	[STILL_OPEN_CASES] = { CASE_SELECT " WHERE" STILL_OPEN " ORDER BY g.year, c.sort_name, g.programme LIMIT 2000",
	                       "ii" },
	[EVENTS] = { "SELECT " EVENT_COLUMNS " FROM grant_event e JOIN grant_case g ON g.id = e.case_id"
	             " WHERE g.centre_id = $1 AND e.case_id = $2 ORDER BY e.seq LIMIT 2000",
	             "ii" },
	[BRIEF_EVENTS] = { "SELECT e.case_id, " BRIEF_COLUMNS " FROM grant_case g JOIN grant_event e ON e.case_id ="
	                   " g.id WHERE g.centre_id = $1 AND g.year >= $2 ORDER BY g.programme, g.year, e.seq LIMIT "
	                   "20000",
	                   "ii" },
	/* tenant: all, for the Land */
	[LAND_EVENTS] = { "SELECT e.case_id, " EVENT_COLUMNS " FROM grant_event e JOIN grant_case g ON g.id = e.case_id"
	                  " WHERE g.year = $1 ORDER BY e.case_id, e.seq LIMIT 100000",
	                  "i" },
	/* tenant: all */
	[OPEN_STEPS] = { "SELECT e.case_id, " BRIEF_COLUMNS " FROM grant_event e JOIN grant_case g ON g.id = e.case_id"
	                 " WHERE" STILL_OPEN " ORDER BY g.year, e.case_id, e.seq LIMIT 100000",
	                 "ii" },
	[OPEN_CASE] = { "INSERT INTO grant_case (centre_id, programme, year, opened_by, opened_at)"
	                " VALUES ($1, $2, $3, $4, $5) RETURNING id",
	                "isist" },
	[COSTS] = { "SELECT COUNT(*) FROM grant_cost l LEFT JOIN grant_cost_cancelled x ON x.cost_id = l.id"
	            " WHERE l.centre_id = $1 AND l.case_id = $2 AND x.cost_id IS NULL",
	            "ii" },
	[ADD] = { "INSERT INTO grant_event (case_id, seq, kind, about_id, day, cents, note, content, hash, drafted_by,"
	          " drafted_hash, account_id, recorded_by, recorded_at)"
	          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
	          "iisidisssisist" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

static err found(struct cx *cx, err e, struct grant_case *c)
{
	if (e == E_NOTFOUND)
		return fail(cx, e, "grants.unknown", NO_ARGS);
	TRY(e);
	c->path = str_print(cx->mem, "/centres/" STR_FMT "/grants/%" PRId64, STR_ARG(c->slug), c->id);
	return OK;
}

err grant_case_find(struct cx *cx, const struct tenant *centre, int64_t id, struct grant_case *ret)
{
	return found(cx, db_row(cx, &grant_event_sql[CASE], &grant_case_rec, ret, V(centre->id, id)), ret);
}

err grant_case_of_year(struct cx *cx, const struct tenant *centre, str programme, int64_t year, struct grant_case *ret)
{
	return found(cx,
	             db_row(cx, &grant_event_sql[CASE_OF_YEAR], &grant_case_rec, ret, V(centre->id, programme, year)),
	             ret);
}

static err all_found(struct cx *cx, err e, struct list *cases)
{
	TRY(e);
	LIST_EACH (struct grant_case, c, cases)
		TRY(found(cx, OK, c));
	return OK;
}

err grant_cases_of_centre(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	return all_found(cx, db_list(cx, &grant_event_sql[OF_CENTRE], &grant_case_rec, ret, V(centre->id)), ret);
}

err grant_cases_of_land(struct cx *cx, int64_t year, str programme, struct list *ret)
{
	str wanted = programme.p ? programme : S("");
	return all_found(cx, db_list(cx, &grant_event_sql[OF_LAND], &grant_case_rec, ret, V(year, wanted)), ret);
}

err grant_events(struct cx *cx, const struct grant_case *c, struct list *ret)
{
	return db_list(cx, &grant_event_sql[EVENTS], &grant_event_rec, ret, V(c->centre_id, c->id));
}

/* Papers cut off somewhere in their lines end before them. */
static err by_heads(struct cx *cx, err e, struct list *events)
{
	TRY(e);
	LIST_EACH (struct grant_land_event, one, events)
		one->event.content = grant_paper_head(cx->mem, one->event.content);
	return OK;
}

err grant_events_brief(struct cx *cx, const struct tenant *centre, int64_t first, struct list *ret)
{
	return by_heads(cx, db_list(cx, &grant_event_sql[BRIEF_EVENTS], &land_event_rec, ret, V(centre->id, first)),
	                ret);
}

err grant_cases_still_open(struct cx *cx, int64_t from, int64_t until, struct list *ret)
{
	return all_found(cx, db_list(cx, &grant_event_sql[STILL_OPEN_CASES], &grant_case_rec, ret, V(from, until)),
	                 ret);
}

err grant_steps_still_open(struct cx *cx, int64_t from, int64_t until, struct list *ret)
{
	return by_heads(cx, db_list(cx, &grant_event_sql[OPEN_STEPS], &land_event_rec, ret, V(from, until)), ret);
}

err grant_events_of_land(struct cx *cx, int64_t year, struct list *ret)
{
	return db_list(cx, &grant_event_sql[LAND_EVENTS], &land_event_rec, ret, V(year));
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static str object_of(struct cx *cx, const struct grant_case *c)
{
	return str_print(cx->mem, "centres/" STR_FMT "/grants/%" PRId64, STR_ARG(c->slug), c->id);
}

/* A case that was discarded is begun again. */
static err resume(struct cx *cx, const struct tenant *centre, const struct grant_case *c)
{
	struct grant_state s;
	struct grant_event stored;
	TRY(grant_state_on(cx, c, &s, NULL));
	if (!s.discarded)
		return OK;
	const struct grant_add add = {
		.centre = centre, .case_id = c->id, .seen = s.seen, .event = { .kind = S("resumed"), .day = cx->today }
	};
	return grant_add_in_tx(cx, &add, &stored);
}

err grant_case_open_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct grant_case_in *in = in_;
	struct grant_case *ret = ret_;
	int64_t id;
	ASSERT(db_in_tx(cx));
	err e = grant_case_of_year(cx, in->centre, in->programme, in->year, ret);
	if (e == OK)
		return resume(cx, in->centre, ret);
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	TRY(db_int(cx, &grant_event_sql[OPEN_CASE], &id,
	           V(in->centre->id, in->programme, in->year, user_signature(cx), cx->now)));
	TRY(grant_case_find(cx, in->centre, id, ret));
	audit_change(cx, "grant.case", object_of(cx, ret), MAYBE(ret->centre_id), &grant_case_rec, NULL, ret);
	return OK;
}

/* Over all that the event says, so that an approval is of this and nothing else. */
static str hash_of(struct cx *cx, int64_t case_id, const struct grant_event *e)
{
	str number = str_print(cx->mem, "%" PRId64 "/%" PRId64 "/%" PRId64 "/%" PRId64, case_id, e->seq,
	                       e->about_id.has ? e->about_id.v : 0, e->cents.has ? e->cents.v : -1);
	const str parts[] = { number, e->kind, day_iso(cx->mem, e->day), e->note.p ? e->note : S(""),
		              e->content.p ? e->content : S("") };
	return crypt_hash_parts(cx->mem, parts, sizeof parts / sizeof *parts);
}

static const struct grant_event *event_of(const struct list *events, struct maybe id)
{
	LIST_EACH (const struct grant_event, e, events)
		if (id.has && e->id == id.v)
			return e;
	return NULL;
}

static bool decides(const struct grant_event *e)
{
	return str_is(e->kind, "approved") || str_is(e->kind, "rejected");
}

/* The draft as it is stored must still have the hash under which it was drafted: a row that somebody changed behind our
 * back is approved by nobody. */
static err check_draft(struct cx *cx, const struct grant_case *c, const struct grant_event *draft)
{
	if (!str_eq(hash_of(cx, c->id, draft), draft->hash))
		return fail(cx, E_BROKEN, "grants.draft_changed", NO_ARGS);
	return four_eyes_check(cx, draft->account_id);
}

/* Money that was spent is not hidden with its case. */
static err check_costs(struct cx *cx, const struct grant_case *c)
{
	int64_t lines = 0;
	TRY(db_int(cx, &grant_event_sql[COSTS], &lines, V(c->centre_id, c->id)));
	return lines ? fail(cx, E_INVALID, "grants.may_not.discard_costs", NO_ARGS) : OK;
}

static err check_event(struct cx *cx, const struct grant_case *c, const struct grant_state *s,
                       const struct list *events, const struct grant_add *in)
{
	const struct grant_event *e = &in->event, *about = event_of(events, e->about_id);
	if (!user_may_at(cx->user, grant_right_of(e->kind), c->centre_id))
		return fail(cx, E_DENIED, "error.denied", NO_ARGS);
	if (in->seen != s->seen)
		return fail(cx, E_STALE, "grants.stale", NO_ARGS);
	if (e->about_id.has && !about)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	if (day_cmp(e->day, cx->today) > 0)
		return problem_add(cx, "day", "grants.future", NO_ARGS);
	if (decides(e) && (!about || !grant_waiting_draft(s, NULL, about->id)))
		return fail(cx, E_STALE, "grants.decided_already", NO_ARGS);
	const char *why_not = grant_may(s, e->kind, about ? about->id : 0, e->day);
	if (why_not)
		return fail(cx, E_INVALID, why_not, NO_ARGS);
	if (str_is(e->kind, "repaid") && e->cents.v > s->demanded_cents - s->repaid_cents)
		return problem_add(
		        cx, "cents", "grants.repaid_too_much",
		        ARGS({ "open", say_money(cx->words, cx->mem, s->demanded_cents - s->repaid_cents) }));
	if (str_is(e->kind, "discarded"))
		return check_costs(cx, c);
	return decides(e) ? check_draft(cx, c, about) : OK;
}

err grant_event_put_in_tx(struct cx *cx, const struct grant_case *c, const struct grant_event *draft,
                          struct grant_event *e)
{
	ASSERT(db_in_tx(cx));
	e->hash = hash_of(cx, c->id, e);
	return db_int(cx, &grant_event_sql[ADD], &e->id,
	              V(c->id, e->seq, e->kind, e->about_id, e->day, e->cents, e->note, e->content, e->hash,
	                draft ? MAYBE(draft->account_id) : (struct maybe){ 0 }, draft ? draft->hash : STR_NONE,
	                e->account_id, e->recorded_by, e->recorded_at));
}

str grant_signature(struct cx *cx, const struct user *by, str kind)
{
	const char *key = user_role(by) == ROLE_HEAD ? "grants.signs_as_head" : "grants.signs_as_named";
	if (grant_right_of(kind) != RIGHT_GRANT_SUBMIT)
		return by->name;
	return word_args(words_sibling(cx->words, S("de")), cx->mem, key, ARGS({ "name", by->name }));
}

err grant_add_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct grant_add *in = in_;
	struct grant_event *ret = ret_;
	struct grant_case c;
	struct grant_state state = { 0 };
	struct list events = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(grant_case_find(cx, in->centre, in->case_id, &c));
	TRY(grant_state_on(cx, &c, &state, &events));
	TRY(check_event(cx, &c, &state, &events, in));
	*ret = in->event;
	ret->seq = state.seen + 1;
	ret->account_id = cx->user->id;
	ret->recorded_by = grant_signature(cx, cx->user, ret->kind);
	ret->recorded_at = cx->now;
	TRY(grant_event_put_in_tx(cx, &c, decides(ret) ? event_of(&events, ret->about_id) : NULL, ret));
	audit_change(cx, str_print(cx->mem, "grant." STR_FMT, STR_ARG(ret->kind)).p, object_of(cx, &c),
	             MAYBE(c.centre_id), &grant_event_rec, NULL, ret);
	return OK;
}

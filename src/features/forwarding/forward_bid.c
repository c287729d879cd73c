#include "features/forwarding/forward_bid.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"

static const char *const kinds[] = { "group", "association", "municipality", "other", NULL };
const struct choices forward_kind_choices = { "forward_kind", kinds };

#define GROUP_FIELDS                                                                                                   \
	FIELD(struct forward_bid, name, KIND_TEXT, .input = true, .required = true, .max = 200),                       \
	        FIELD(struct forward_bid, kind, KIND_CHOICE, .choices = &forward_kind_choices, .input = true,          \
	              .required = true),                                                                               \
	        FIELD(struct forward_bid, ags8, KIND_TEXT, .input = true, .max = 8),                                   \
	        FIELD(struct forward_bid, volunteers, KIND_INT, .maybe = true, .input = true, .required = true,        \
	              .max = 100000),                                                                                  \
	        FIELD(struct forward_bid, employees, KIND_INT, .maybe = true, .input = true, .max = 100000),           \
	        FIELD(struct forward_bid, helpers, KIND_INT, .maybe = true, .input = true, .max = 100000),             \
	        FIELD(struct forward_bid, about, KIND_TEXT, .input = true, .required = true, .lines = true,            \
	              .max = 2000)
static const struct field bid_fields[] = {
	FIELD(struct forward_bid, id, KIND_INT),
	FIELD(struct forward_bid, version, KIND_INT, .hidden = true),
	FIELD(struct forward_bid, centre_id, KIND_INT, .hidden = true),
	FIELD(struct forward_bid, round_id, KIND_INT),
	GROUP_FIELDS,
	FIELD(struct forward_bid, town, KIND_TEXT),
	FIELD(struct forward_bid, asked_cents, KIND_MONEY, .maybe = true),
};
const struct record forward_bid_rec = RECORD("forward_bid", struct forward_bid, bid_fields);
static const struct field group_fields[] = {
	FIELD(struct forward_bid, version, KIND_INT, .hidden = true),
	GROUP_FIELDS,
};
const struct record forward_group_rec = RECORD("forward_bid", struct forward_bid, group_fields);

#define REACH_FIELDS                                                                                                   \
	FIELD(struct forward_contact, contact_name, KIND_TEXT, .input = true, .required = true, .max = 200),           \
	        FIELD(struct forward_contact, street, KIND_TEXT, .input = true, .required = true, .max = 200),         \
	        FIELD(struct forward_contact, postcode, KIND_TEXT, .input = true, .required = true, .max = 12),        \
	        FIELD(struct forward_contact, place, KIND_TEXT, .input = true, .required = true, .max = 120),          \
	        FIELD(struct forward_contact, email, KIND_TEXT, .input = true, .required = true, .max = 200),          \
	        FIELD(struct forward_contact, phone, KIND_TEXT, .input = true, .max = 60)
#define BANK_FIELDS                                                                                                    \
	FIELD(struct forward_contact, iban, KIND_TEXT, .input = true, .required = true, .max = 60),                    \
	        FIELD(struct forward_contact, bank, KIND_TEXT, .input = true, .max = 120),                             \
	        FIELD(struct forward_contact, holder, KIND_TEXT, .input = true, .required = true, .max = 200)
static const struct field contact_fields[] = {
	FIELD(struct forward_contact, bid_id, KIND_INT, .hidden = true),
	REACH_FIELDS,
	BANK_FIELDS,
};
const struct record forward_contact_rec = RECORD("forward_contact", struct forward_contact, contact_fields);
static const struct field reach_fields[] = {
	FIELD(struct forward_contact, version, KIND_INT, .hidden = true),
	REACH_FIELDS,
};
const struct record forward_contact_form_rec = RECORD("forward_contact", struct forward_contact, reach_fields);
static const struct field bank_fields[] = {
	FIELD(struct forward_contact, version, KIND_INT, .hidden = true),
	BANK_FIELDS,
};
const struct record forward_bank_rec = RECORD("forward_contact", struct forward_contact, bank_fields);

#define LINE_FIELDS                                                                                                    \
	FIELD(struct forward_line, building, KIND_TEXT, .input = true, .max = 200),                                    \
	        FIELD(struct forward_line, units, KIND_INT, .input = true, .required = true, .min = 1, .max = 100000), \
	        FIELD(struct forward_line, rooms, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 1000),      \
	        FIELD(struct forward_line, use_percent, KIND_INT, .maybe = true, .input = true, .max = 100),           \
	        FIELD(struct forward_line, planned_cents, KIND_MONEY, .maybe = true, .input = true,                    \
	              .max = 1000000000),                                                                              \
	        FIELD(struct forward_line, reason, KIND_TEXT, .input = true, .required = true, .lines = true,          \
	              .max = 2000),                                                                                    \
	        FIELD(struct forward_line, plan, KIND_TEXT, .input = true, .lines = true, .max = 2000)
static const struct field line_fields[] = {
	FIELD(struct forward_line, id, KIND_INT),
	FIELD(struct forward_line, bid_id, KIND_INT, .hidden = true),
	FIELD(struct forward_line, block, KIND_CHOICE, .choices = &block_choices),
	LINE_FIELDS,
	FIELD(struct forward_line, asked_cents, KIND_MONEY, .maybe = true),
	FIELD(struct forward_line, given_units, KIND_INT, .maybe = true),
};
const struct record forward_line_rec = RECORD("forward_line", struct forward_line, line_fields);
static const struct field line_form_fields[] = {
	FIELD(struct forward_line, version, KIND_INT, .hidden = true),
	LINE_FIELDS,
};
const struct record forward_line_form_rec = RECORD("forward_line", struct forward_line, line_form_fields);

static const struct field other_fields[] = {
	FIELD(struct block_line, id, KIND_INT),
	FIELD(struct block_line, block, KIND_TEXT),
	FIELD(struct block_line, building, KIND_TEXT),
	FIELD(struct block_line, units, KIND_INT),
};
static const struct record other_rec = RECORD("forward_other_line", struct block_line, other_fields);

#define EVENT "SELECT id, bid_id, seq, kind, day, at, actor, cents, points, note FROM forward_event"
#define LINE                                                                                                           \
	"SELECT id, bid_id, block, building, units, rooms, use_percent, planned_cents, reason, plan, asked_cents, "    \
	"given_units"                                                                                                  \
	" FROM forward_line WHERE centre_id = $1 AND bid_id = $2"
enum { FIND, CONTACT, LINES, ONE_LINE, EVENTS, ADD_EVENT, ELSEWHERE, FREE_ROUND, FREE_QUOTA };
const struct sql forward_bid_sql[] = {
	[FIND] = { "SELECT b.id, b.version, b.centre_id, b.round_id, b.name, b.kind, b.ags8, m.name AS town, "
	           "b.volunteers,"
	           " b.employees, b.helpers, b.about, b.asked_cents FROM forward_bid b LEFT JOIN municipality m ON"
	           " m.ags8 = b.ags8 WHERE b.centre_id = $1 AND b.id = $2",
	           "ii" },
	[CONTACT] = { "SELECT bid_id, contact_name, street, postcode, place, phone, email, iban, bank, holder"
	              " FROM forward_contact WHERE centre_id = $1 AND bid_id = $2",
	              "ii" },
	[LINES] = { LINE " ORDER BY id LIMIT 100", "ii" },
	[ONE_LINE] = { LINE " AND id = $3", "iii" },
	[EVENTS] = { EVENT " WHERE bid_id = $2 AND centre_id = $1 ORDER BY seq LIMIT 500", "ii" },
	[ADD_EVENT] = { "INSERT INTO forward_event (bid_id, centre_id, seq, kind, turns, day, at, actor, cents, "
	                "points, "
	                "note)"
	                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
	                "iiisidtsiis" }, /* Bids of the same year and programme that were sent before
	                                    this one, or all if it is a draft; those that got nowhere do not count. */
	[ELSEWHERE] = { "SELECT b.id, l.block, l.building, COALESCE(l.given_units, l.units) AS units FROM forward_line "
	                "l JOIN"
	                " forward_bid b ON b.id = l.bid_id JOIN forward_round r ON r.id = b.round_id JOIN "
	                "forward_event s ON"
	                " s.bid_id = b.id AND s.kind = 'submitted' WHERE l.centre_id = $1 AND r.centre_id = $1 AND"
	                " r.year = $2 AND r.programme = $4 AND b.id <> $3 AND"
	                " l.building IS NOT NULL AND NOT EXISTS (SELECT 1 FROM forward_event x WHERE x.bid_id = b.id "
	                "AND"
	                " x.kind IN ('refused', 'withdrawn')) AND s.id < COALESCE((SELECT o.id FROM forward_event o "
	                "WHERE"
	                " o.bid_id = $3 AND o.kind = 'submitted'), s.id + 1) ORDER BY l.id LIMIT 5000",
	                "iiis" },
	[FREE_ROUND] = { "UPDATE forward_round SET granted_cents = granted_cents - $3 WHERE centre_id = $1 AND id ="
	                 " (SELECT round_id FROM forward_bid WHERE id = $2)",
	                 "iii" },
	[FREE_QUOTA] = { "UPDATE forward_quota SET granted_cents = granted_cents - $3 WHERE centre_id = $1 AND "
	                 "round_id ="
	                 " (SELECT round_id FROM forward_bid WHERE id = $2) AND ags8 ="
	                 " (SELECT ags8 FROM forward_bid WHERE id = $2)",
	                 "iii" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

static err bid_or_words(struct cx *cx, err e)
{
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "forward.no_bid", NO_ARGS) : e;
}

err bid_find(struct cx *cx, int64_t centre_id, int64_t id, struct forward_bid *ret)
{
	return bid_or_words(cx, db_row(cx, &forward_bid_sql[FIND], &forward_bid_rec, ret, V(centre_id, id)));
}

err bid_contact(struct cx *cx, int64_t centre_id, int64_t bid_id, struct forward_contact *ret)
{
	err e = db_row(cx, &forward_bid_sql[CONTACT], &forward_contact_rec, ret, V(centre_id, bid_id));
	if (e != E_NOTFOUND)
		return e;
	*ret = (struct forward_contact){ .bid_id = bid_id };
	return OK;
}

err bid_lines(struct cx *cx, int64_t centre_id, int64_t bid_id, struct list *ret)
{
	return db_list(cx, &forward_bid_sql[LINES], &forward_line_rec, ret, V(centre_id, bid_id));
}

err bid_line(struct cx *cx, int64_t centre_id, int64_t bid_id, int64_t id, struct forward_line *ret)
{
	return bid_or_words(cx,
	                    db_row(cx, &forward_bid_sql[ONE_LINE], &forward_line_rec, ret, V(centre_id, bid_id, id)));
}

err bid_events(struct cx *cx, int64_t centre_id, int64_t bid_id, struct list *ret)
{
	return db_list(cx, &forward_bid_sql[EVENTS], &forward_event_rec, ret, V(centre_id, bid_id));
}

err bid_state(struct cx *cx, int64_t centre_id, int64_t bid_id, struct forward_state *ret)
{
	struct list events = { 0 };
	TRY(bid_events(cx, centre_id, bid_id, &events));
	*ret = forward_fold(&events);
	return ret->stage.p ? OK : fail(cx, E_NOTFOUND, "forward.no_bid", NO_ARGS);
}

err bid_reckon(struct cx *cx, const struct tenant *centre, const struct forward_round *r, const struct list *lines,
               struct block_sum *ret)
{
	struct block_terms terms;
	struct list rows = { 0 };
	TRY(round_terms(cx, centre, r, &terms));
	if ((terms.per_building.has || terms.room_once) && lines->n)
		TRY(db_list(cx, &forward_bid_sql[ELSEWHERE], &other_rec, &terms.elsewhere,
		            V(centre->id, r->year, LIST_AT(lines, struct forward_line, 0)->bid_id, r->programme)));
	LIST_EACH (const struct forward_line, l, lines)
		*LIST_ADD(cx->mem, &rows, struct block_line) = (struct block_line){ .id = l->id,
			                                                            .block = l->block,
			                                                            .building = l->building,
			                                                            .units = l->units,
			                                                            .rooms = l->rooms,
			                                                            .use_percent = l->use_percent,
			                                                            .planned_cents = l->planned_cents };
	*ret = block_reckon(cx->mem, &terms, &rows);
	return OK;
}

/* --- what happens to it ------------------------------------------------------------------------------------------- */

str bid_object(struct cx *cx, int64_t bid_id)
{
	return str_print(cx->mem, "forwarding/bids/%" PRId64, bid_id);
}

static err moved_on(struct cx *cx)
{
	fault_clear(cx);
	return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
}

static err add_event(struct cx *cx, int64_t centre_id, const struct forward_event *e)
{
	err wrong = db_exec(cx, &forward_bid_sql[ADD_EVENT], NULL,
	                    V(e->bid_id, centre_id, e->seq, e->kind, forward_stage_after(e->kind).p != NULL, e->day,
	                      e->at, e->actor, e->cents, e->points, e->note));
	if (wrong == E_INVALID) /* of two who write at once, the second finds the number taken */
		return moved_on(cx);
	TRY(wrong);
	audit_change(cx, str_print(cx->mem, "forward." STR_FMT, STR_ARG(e->kind)).p, bid_object(cx, e->bid_id),
	             MAYBE(centre_id), &forward_event_rec, NULL, e);
	return OK;
}

err bid_first_event_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, str actor)
{
	const struct forward_event event = {
		.bid_id = bid_id, .seq = 1, .kind = S("started"), .day = cx->today, .at = cx->now, .actor = actor
	};
	return add_event(cx, centre_id, &event);
}

err bid_step_in_tx(struct cx *cx, const struct bid_step *s, struct forward_state *ret)
{
	struct forward_state before;
	struct forward_bid b;
	struct forward_round r;
	ASSERT(db_in_tx(cx));
	TRY(bid_find(cx, s->centre_id, s->bid_id, &b));
	TRY(round_find(cx, s->centre_id, b.round_id, &r));
	TRY(bid_state(cx, s->centre_id, s->bid_id, &before));
	if (s->seen != before.seq || !forward_may(&before, s->kind, r.calls))
		return moved_on(cx);
	const struct forward_event event = { .bid_id = s->bid_id,
		                             .seq = before.seq + 1,
		                             .kind = str_of(s->kind),
		                             .day = day_is(s->day) ? s->day : cx->today,
		                             .at = cx->now,
		                             .actor = s->actor.p ? s->actor : user_signature(cx),
		                             .cents = s->cents,
		                             .points = s->points,
		                             .note = s->note };
	TRY(add_event(cx, s->centre_id, &event));
	if (ret)
		*ret = before;
	return OK;
}

err bid_withdraw_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct bid_step *s = in;
	struct forward_state before;
	TRY(bid_step_in_tx(cx, s, &before));
	if (!before.granted.has)
		return OK;
	TRY(db_exec(cx, &forward_bid_sql[FREE_ROUND], NULL, V(s->centre_id, s->bid_id, before.granted.v)));
	return db_exec(cx, &forward_bid_sql[FREE_QUOTA], NULL, V(s->centre_id, s->bid_id, before.granted.v));
}

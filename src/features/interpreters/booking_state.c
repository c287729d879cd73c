/* booking_state.c -- the life of a booking as a fold over its events. */
#include "features/interpreters/booking_state.h"

#include "features/interpreters/interpreters.h"

static const char *const event_codes[] = { "received",  "refused",  "budgeted", "asked",     "accepted",
	                                   "declined",  "returned", "moved",    "cancelled", "unfilled",
	                                   "reported",  "signed",   "disputed", "not_held",  "settled",
	                                   "corrected", "chased",   "feedback", "noted",     NULL };
const struct choices booking_event_choices = { "booking_event", event_codes };

static const struct field event_fields[] = {
	FIELD(struct booking_event, id, KIND_INT),
	FIELD(struct booking_event, round, KIND_INT),
	FIELD(struct booking_event, kind, KIND_CHOICE, .choices = &booking_event_choices),
	FIELD(struct booking_event, at, KIND_INSTANT),
	FIELD(struct booking_event, by_whom, KIND_TEXT),
	FIELD(struct booking_event, interpreter_id, KIND_INT, .maybe = true),
	FIELD(struct booking_event, choice, KIND_INT, .maybe = true),
	FIELD(struct booking_event, starts_at, KIND_INSTANT),
	FIELD(struct booking_event, ends_at, KIND_INSTANT),
	FIELD(struct booking_event, travel_minutes, KIND_INT, .maybe = true),
	FIELD(struct booking_event, distance_m, KIND_INT, .maybe = true),
	FIELD(struct booking_event, travel_cents, KIND_MONEY, .maybe = true),
	FIELD(struct booking_event, pot_id, KIND_INT, .maybe = true),
	FIELD(struct booking_event, travel_pot_id, KIND_INT, .maybe = true),
	FIELD(struct booking_event, expected_cents, KIND_MONEY, .maybe = true),
	FIELD(struct booking_event, expected_travel_cents, KIND_MONEY, .maybe = true),
	FIELD(struct booking_event, late, KIND_INT, .maybe = true),
	FIELD(struct booking_event, step, KIND_INT, .maybe = true),
	FIELD(struct booking_event, note, KIND_TEXT),
	FIELD(struct booking_event, interpreter_name, KIND_TEXT),
	FIELD(struct booking_event, pot_name, KIND_TEXT),
};
const struct record booking_event_rec = RECORD("booking_event", struct booking_event, event_fields);

static bool has(instant t)
{
	return t.ms != 0;
}

/* --- which event fits where --------------------------------------------------------------------------------------- */

enum {
	OPEN = 1 << 0,
	ASKING = 1 << 1,
	BOOKED = 1 << 2,
	REPORTED = 1 << 3,
	DISPUTED = 1 << 4,
	SIGNED = 1 << 5,
	SETTLED = 1 << 6,
	CANCELLED = 1 << 7,
	LATE = 1 << 8,
	NOT_HELD = 1 << 9,
	REFUSED = 1 << 10,
	UNFILLED = 1 << 11,
	LOOKING = OPEN | ASKING,
	GIVEN = BOOKED | REPORTED | DISPUTED,
	ANY = (1 << 12) - 1,
};
static const struct {
	const char *code;
	unsigned bit;
} stages[] = {
	{ "open", OPEN },           { "asking", ASKING },     { "booked", BOOKED },   { "reported", REPORTED },
	{ "disputed", DISPUTED },   { "signed", SIGNED },     { "settled", SETTLED }, { "cancelled", CANCELLED },
	{ "late_cancelled", LATE }, { "not_held", NOT_HELD }, { "refused", REFUSED }, { "unfilled", UNFILLED },
};

static unsigned bit_of(str stage)
{
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (str_is(stage, stages[i].code))
			return stages[i].bit;
	return 0;
}

/* Where each kind may come, and whose round it must name: ROUND_THIS the running one, ROUND_NEXT the one after it. */
enum { ROUND_ANY, ROUND_THIS, ROUND_NEXT };
static const struct {
	const char *kind;
	unsigned from;
	int round;
} rules[] = {
	{ "refused", LOOKING, ROUND_THIS },
	{ "budgeted", LOOKING | BOOKED, ROUND_THIS },
	{ "asked", LOOKING, ROUND_THIS },
	{ "accepted", LOOKING, ROUND_THIS },
	{ "declined", LOOKING, ROUND_THIS },
	{ "returned", BOOKED, ROUND_THIS },
	{ "moved", LOOKING | BOOKED | UNFILLED, ROUND_NEXT },
	{ "cancelled", LOOKING | BOOKED, ROUND_ANY },
	{ "unfilled", LOOKING, ROUND_THIS },
	{ "reported", GIVEN, ROUND_THIS },
	{ "signed", GIVEN, ROUND_THIS },
	{ "disputed", GIVEN, ROUND_THIS },
	{ "not_held", GIVEN, ROUND_THIS },
	{ "settled", SIGNED | LATE | NOT_HELD, ROUND_ANY },
	{ "corrected", SETTLED, ROUND_ANY },
	{ "chased", ANY, ROUND_ANY },
	{ "feedback", GIVEN | SIGNED | SETTLED | NOT_HELD, ROUND_ANY },
	{ "noted", ANY, ROUND_ANY },
};

static struct booking_asked *asked_of(const struct booking_state *s, int64_t interpreter_id)
{
	LIST_EACH (struct booking_asked, a, &s->asked)
		if (a->interpreter_id == interpreter_id)
			return a;
	return NULL;
}

/* Why an event of this kind cannot come in this stage, in words that help: what is so instead. */
static const char *why_not(unsigned stage)
{
	if (stage & (BOOKED | REPORTED | DISPUTED | SIGNED | SETTLED))
		return stage & BOOKED ? "booking.taken" : "booking.over";
	if (stage & (CANCELLED | LATE))
		return "booking.cancelled";
	if (stage & REFUSED)
		return "booking.refused";
	return stage & (UNFILLED | NOT_HELD) ? "booking.over" : "booking.nobody_yet";
}

/* What a person says must be said by the one it is about, and only once. */
static const char *person_fits(const struct booking_state *s, const struct booking_event *e)
{
	if (str_is(e->kind, "accepted"))
		return !e->interpreter_id.has || !has(e->starts_at) ? "booking.incomplete" : NULL;
	if (str_is(e->kind, "asked")) {
		const struct booking_asked *a = asked_of(s, e->interpreter_id.v);
		return a && !a->declined ? "booking.asked_already" : a ? "booking.declined_already" : NULL;
	}
	if (str_is(e->kind, "declined")) {
		const struct booking_asked *a = asked_of(s, e->interpreter_id.v);
		return a && a->declined ? "booking.declined_already" : NULL;
	}
	if (str_is(e->kind, "returned") || str_is(e->kind, "reported"))
		return e->interpreter_id.has && e->interpreter_id.v != s->interpreter_id ? "booking.not_yours" : NULL;
	return NULL;
}

const char *booking_fits(const struct booking_state *s, const struct booking_event *e)
{
	if (str_is(e->kind, "received"))
		return s->round ? "booking.received_already" : NULL;
	unsigned stage = bit_of(s->stage);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		if (!str_is(e->kind, rules[i].kind))
			continue;
		if (!(rules[i].from & stage))
			return why_not(stage);
		if (rules[i].round != ROUND_ANY && e->round != s->round + (rules[i].round == ROUND_NEXT))
			return "booking.moved";
		if (str_is(e->kind, "settled") && !booking_is_payable(s))
			return "booking.not_payable";
		return person_fits(s, e);
	}
	return "booking.unknown_event";
}

/* --- what each does ----------------------------------------------------------------------------------------------- */

static bool same_times(const struct booking_times *a, const struct booking_times *b)
{
	return a->starts_at.ms == b->starts_at.ms && a->ends_at.ms == b->ends_at.ms;
}

static void go(struct booking_state *s, const char *stage, instant at)
{
	if (str_is(s->stage, stage))
		return;
	s->stage = str_of(stage);
	s->since = at;
}

static void begin_round(struct booking_state *s, const struct booking_event *e)
{
	s->round = str_is(e->kind, "received") ? 1 : s->round + 1;
	s->interpreter_id = 0;
	s->asked = (struct list){ 0 };
	s->asked_count = s->declined_count = 0;
	s->reported = s->signed_off = (struct booking_times){ 0 };
	if (has(e->starts_at))
		s->planned = (struct booking_times){ e->starts_at, e->ends_at };
	go(s, "open", e->at);
	s->since = e->at;
}

static void take_answer(struct arena *a, struct booking_state *s, const struct booking_event *e)
{
	struct booking_asked *who = asked_of(s, e->interpreter_id.v);
	if (!who) {
		who = LIST_ADD(a, &s->asked, struct booking_asked);
		who->interpreter_id = e->interpreter_id.v;
		who->asked_at = e->at;
		s->asked_count++;
	}
	if (str_is(e->kind, "asked")) {
		go(s, "asking", e->at);
		return;
	}
	who->answered_at = e->at;
	if (str_is(e->kind, "accepted")) {
		s->interpreter_id = e->interpreter_id.v;
		s->planned = (struct booking_times){ e->starts_at, e->ends_at };
		go(s, "booked", e->at);
		return;
	}
	who->declined = true;
	s->declined_count++;
	if (s->declined_count == s->asked_count)
		go(s, "open", e->at); /* all have said no: somebody else must be asked */
}

static void take_times(struct booking_state *s, const struct booking_event *e)
{
	struct booking_times said = { e->starts_at, e->ends_at };
	if (str_is(e->kind, "reported")) {
		s->reported = said;
		s->travel_minutes = e->travel_minutes.has ? e->travel_minutes.v : 0;
		s->distance_m = e->distance_m.has ? e->distance_m.v : 0;
		s->travel_cents = e->travel_cents.has ? e->travel_cents.v : 0;
	} else {
		s->signed_off = said;
	}
	if (!has(s->reported.starts_at))
		return; /* the institution was first: it waits for the person's times */
	if (!has(s->signed_off.starts_at))
		go(s, "reported", e->at);
	else
		go(s, same_times(&s->reported, &s->signed_off) ? "signed" : "disputed", e->at);
}

static void take_money(struct booking_state *s, const struct booking_event *e)
{
	s->pot_id = e->pot_id.v;
	s->travel_pot_id = e->travel_pot_id.v;
	s->expected_cents = e->expected_cents.v;
	s->expected_travel_cents = e->expected_travel_cents.v;
}

/* Kinds that lead into a stage of the same name, or change nothing but the timeline. */
static void take_plain(struct booking_state *s, const struct booking_event *e)
{
	if (str_is(e->kind, "cancelled")) {
		s->late = s->interpreter_id && e->late.has && e->late.v;
		go(s, s->late ? "late_cancelled" : "cancelled", e->at);
	} else if (str_is(e->kind, "not_held")) {
		s->late = e->late.has && e->late.v;
		go(s, "not_held", e->at);
	} else if (str_is(e->kind, "disputed")) {
		s->signed_off = (struct booking_times){ 0 };
		go(s, "disputed", e->at);
	} else if (str_is(e->kind, "refused")) {
		go(s, "refused", e->at);
	} else if (str_is(e->kind, "unfilled")) {
		go(s, "unfilled", e->at);
	} else if (str_is(e->kind, "settled")) {
		go(s, "settled", e->at);
	}
}

bool booking_take(struct arena *a, struct booking_state *s, const struct booking_event *e)
{
	if (booking_fits(s, e)) {
		s->ignored++;
		return false;
	}
	if (str_is(e->kind, "received") || str_is(e->kind, "returned") || str_is(e->kind, "moved"))
		begin_round(s, e);
	else if (str_is(e->kind, "asked") || str_is(e->kind, "accepted") || str_is(e->kind, "declined"))
		take_answer(a, s, e);
	else if (str_is(e->kind, "reported") || str_is(e->kind, "signed"))
		take_times(s, e);
	else if (str_is(e->kind, "budgeted"))
		take_money(s, e);
	else
		take_plain(s, e);
	return true;
}

struct booking_state booking_fold(struct arena *a, const struct list *events)
{
	struct booking_state s = { 0 };
	LIST_EACH (const struct booking_event, e, events)
		(void)booking_take(a, &s, e);
	return s;
}

/* --- reading it --------------------------------------------------------------------------------------------------- */

str booking_stage_at(str stage, instant starts_at, instant ends_at, instant now)
{
	if (str_is(stage, "booked") && ends_at.ms <= now.ms)
		return S("held");
	if ((str_is(stage, "open") || str_is(stage, "asking")) && starts_at.ms <= now.ms)
		return S("unfilled");
	return stage;
}

bool booking_is_payable(const struct booking_state *s)
{
	unsigned stage = bit_of(s->stage);
	return stage & (SIGNED | LATE) || (stage & NOT_HELD && s->late);
}

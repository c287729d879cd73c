#include "features/forwarding/forward_state.h"

static const char *const stages[] = { "draft",  "submitted", "proposed", "granted", "refused", "withdrawn", "accepted",
	                              "called", "paid",      "proof",    "repay",   "closed",  NULL };
const struct choices forward_stage_choices = { "forward_stage", stages };
static const char *const kinds[] = { "started",  "submitted",   "late",     "withdrawn",  "ranked",
	                             "proposed", "sent_back",   "granted",  "refused",    "accepted",
	                             "called",   "handed_over", "reminded", "proof_sent", "proof_back",
	                             "checked",  "repaid",      "closed",   NULL };
const struct choices forward_event_choices = { "forward_event", kinds };

static const struct field event_fields[] = {
	FIELD(struct forward_event, id, KIND_INT, .hidden = true),
	FIELD(struct forward_event, bid_id, KIND_INT, .hidden = true),
	FIELD(struct forward_event, seq, KIND_INT),
	FIELD(struct forward_event, kind, KIND_CHOICE, .choices = &forward_event_choices),
	FIELD(struct forward_event, day, KIND_DAY),
	FIELD(struct forward_event, at, KIND_INSTANT, .hidden = true),
	FIELD(struct forward_event, actor, KIND_TEXT),
	FIELD(struct forward_event, cents, KIND_MONEY, .maybe = true),
	FIELD(struct forward_event, points, KIND_INT, .maybe = true),
	FIELD(struct forward_event, note, KIND_TEXT),
	FIELD(struct forward_event, text, KIND_TEXT, .hidden = true),
};
const struct record forward_event_rec = RECORD("forward_event", struct forward_event, event_fields);

/* What an event leads to, and from which stages it may come. */
static const struct {
	const char *kind, *stage;
	const char *from[7];
} steps[] = {
	{ "started", "draft", { 0 } },
	{ "submitted", "submitted", { "draft" } },
	{ "late", NULL, { "submitted" } },
	{ "withdrawn", "withdrawn", { "submitted", "proposed", "granted", "accepted", "called" } },
	{ "ranked", NULL, { "submitted", "proposed" } },
	{ "proposed", "proposed", { "submitted" } },
	{ "sent_back", "submitted", { "proposed" } },
	{ "granted", "granted", { "proposed" } },
	{ "refused", "refused", { "proposed" } },
	{ "accepted", "accepted", { "granted" } },
	{ "called", "called", { "accepted" } },
	{ "handed_over", "paid", { "accepted", "called" } },
	{ "reminded", NULL, { "paid" } },
	{ "proof_sent", "proof", { "paid" } },
	{ "proof_back", "paid", { "proof" } },
	{ "checked", "repay", { "proof" } },
	{ "repaid", "repay", { "repay" } },
	{ "closed", "closed", { "repay" } },
};
enum { STEPS = sizeof steps / sizeof *steps };

str forward_stage_after(str kind)
{
	for (size_t i = 0; i < STEPS; i++)
		if (str_is(kind, steps[i].kind))
			return str_of(steps[i].stage);
	return STR_NONE;
}

static void take_amounts(struct forward_state *s, const struct forward_event *e)
{
	if (str_is(e->kind, "submitted"))
		s->submitted_on = e->day;
	else if (str_is(e->kind, "late"))
		s->late = true;
	else if (str_is(e->kind, "ranked"))
		s->points = e->points, s->rank_reason = e->note;
	else if (str_is(e->kind, "granted"))
		s->granted = e->cents, s->granted_on = e->day;
	else if (str_is(e->kind, "handed_over"))
		s->handed_over_on = e->day;
	else if (str_is(e->kind, "proof_sent"))
		s->proof_sent_on = e->day;
	else if (str_is(e->kind, "checked"))
		s->repay = e->cents;
	else if (str_is(e->kind, "repaid"))
		s->repaid += e->cents.v;
	else if (str_is(e->kind, "closed"))
		s->closed_on = e->day;
}

struct forward_state forward_fold(const struct list *events)
{
	struct forward_state s = { 0 };
	LIST_EACH (const struct forward_event, e, events) {
		str stage = forward_stage_after(e->kind);
		if (stage.p) {
			s.stage = stage;
			s.note = e->note;
		}
		take_amounts(&s, e);
		s.seq = e->seq;
	}
	return s;
}

bool forward_may(const struct forward_state *s, const char *kind, bool calls)
{
	if (str_is(S("handed_over"), kind))
		return str_is(s->stage, calls ? "called" : "accepted");
	if (str_is(S("called"), kind) && !calls)
		return false;
	for (size_t i = 0; i < STEPS; i++) {
		if (!str_is(str_of(kind), steps[i].kind))
			continue;
		if (!steps[i].from[0])
			return !s->stage.p;
		for (size_t k = 0; k < 7 && steps[i].from[k]; k++)
			if (str_is(s->stage, steps[i].from[k]))
				return true;
	}
	return false;
}

str forward_tone(str stage)
{
	static const char *const tones[][2] = {
		{ "granted", "good" },   { "accepted", "good" }, { "called", "open" },
		{ "paid", "good" },      { "proof", "open" },    { "repay", "warn" },
		{ "submitted", "open" }, { "proposed", "open" }, { "refused", "bad" },
	};
	for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
		if (str_is(stage, tones[i][0]))
			return str_of(tones[i][1]);
	return S("off");
}

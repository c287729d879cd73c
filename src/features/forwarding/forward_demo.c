/* forward_demo.c -- an open round of Kreis Coesfeld with twelve bids that have come to different points and two drafts,
 * a finished one of 2024 with the club of T20, and finished ones of the other KI. All of it is invented. */
#include "features/forwarding/forward_demo.h"
#include "features/forwarding/forward_demo_parts.h"

#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "doc/doc.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_proof.h"

struct teller {
	struct tenant centre;
	struct user head, specialist;
	struct list towns; /* struct municipality */
	struct forward_round round;
	day begin; /* on which the first bid came in */
	instant real_now;
	day real_today;
};
struct telling {
	struct teller *t;
	const struct story *story;
	int number;
};

/* As if it were that day; never after today. */
static void on_day(struct cx *cx, const struct teller *t, int days)
{
	day d = day_add(t->begin, days);
	cx->today = day_cmp(d, t->real_today) > 0 ? t->real_today : d;
	cx->now = instant_at(cx->today, 10 * 60);
	if (cx->now.ms > t->real_now.ms)
		cx->now = t->real_now;
}

static str town_of(const struct teller *t, const char *name)
{
	LIST_EACH (const struct municipality, m, &t->towns)
		if (str_starts(m->name, name))
			return m->ags8;
	return STR_NONE;
}

static err change(struct cx *cx, const struct teller *t, int64_t bid_id, struct bid_change *c)
{
	struct forward_bid b;
	TRY(bid_find(cx, t->centre.id, bid_id, &b));
	c->centre_id = t->centre.id;
	c->bid_id = bid_id;
	c->version = b.version;
	return bid_change_in_tx(cx, c, NULL);
}

static err say_lines(struct cx *cx, const struct teller *t, const struct story *s, int64_t bid_id)
{
	for (size_t i = 0; i < 10 && s->lines[i].block; i++) {
		const struct story_line *l = &s->lines[i];
		const struct forward_line line = { .block = str_of(l->block),
			                           .building = str_of(l->building),
			                           .units = l->units,
			                           .planned_cents = l->planned_cents ? MAYBE(l->planned_cents)
			                                                             : (struct maybe){ 0 },
			                           .reason = str_of(l->reason) };
		TRY(change(cx, t, bid_id, &(struct bid_change){ .line = &line }));
	}
	return OK;
}

static err say_all(struct cx *cx, const struct teller *t, const struct story *s, int64_t bid_id)
{
	const struct forward_bid group = { .name = str_of(s->name),
		                           .kind = str_of(s->kind),
		                           .ags8 = town_of(t, s->town),
		                           .volunteers = MAYBE(s->volunteers),
		                           .about = str_of(s->about) };
	const struct forward_contact contact = { .contact_name = str_of(s->contact),
		                                 .street = S("Marktplatz 1"),
		                                 .postcode = S("48249"),
		                                 .place = str_of(s->town),
		                                 .email = str_of(s->email),
		                                 .iban = S("DE89370400440532013000"),
		                                 .bank = S("Musterbank"),
		                                 .holder = str_of(s->name) };
	TRY(change(cx, t, bid_id, &(struct bid_change){ .group = &group }));
	if (s->lines[0].block)
		TRY(change(cx, t, bid_id, &(struct bid_change){ .contact = &contact }));
	if (s->reach != DRAFTED)
		TRY(change(cx, t, bid_id, &(struct bid_change){ .bank = &contact }));
	return say_lines(cx, t, s, bid_id);
}

static err step(struct cx *cx, const struct teller *t, int64_t bid_id, struct bid_step s)
{
	struct forward_state state;
	TRY(bid_state(cx, t->centre.id, bid_id, &state));
	s.centre_id = t->centre.id;
	s.bid_id = bid_id;
	s.seen = state.seq;
	return bid_step_in_tx(cx, &s, NULL);
}

static err propose(struct cx *cx, const struct teller *t, const struct story *s, int64_t bid_id)
{
	struct forward_state state;
	struct forward_proposal saved;
	struct list lines = { 0 };
	struct proposal_new in = { .centre_id = t->centre.id,
		                   .bid_id = bid_id,
		                   .verdict = s->reach == REFUSED ? S("refuse") : S("grant"),
		                   .reason = str_of(s->verdict_reason) };
	TRY(bid_lines(cx, t->centre.id, bid_id, &lines));
	LIST_EACH (const struct forward_line, l, &lines)
		*LIST_ADD(cx->mem, &in.shares, struct forward_share) =
		        (struct forward_share){ l->id, l->asked_cents.v };
	TRY(bid_state(cx, t->centre.id, bid_id, &state));
	in.seen = state.seq;
	cx->user = &t->specialist;
	return proposal_add_in_tx(cx, &in, &saved);
}

static err decide(struct cx *cx, const struct teller *t, int64_t bid_id)
{
	struct forward_state state;
	TRY(bid_state(cx, t->centre.id, bid_id, &state));
	const struct proposal_decide in = {
		.centre_id = t->centre.id, .bid_id = bid_id, .seen = state.seq, .agree = true
	};
	cx->user = &t->head;
	return proposal_decide_in_tx(cx, &in, NULL);
}

/* A photo for the first line, a letter for the others. */
static err voucher(struct cx *cx, const struct forward_bid *b, int64_t line_id, bool first)
{
	const struct doc_line line = { .kind = DOC_PARAGRAPH, .text = S("Betrag dankend erhalten. (Beispiel)") };
	const struct doc_letter letter = { .sender = S("Druckerei Beispiel"),
		                           .sender_lines = S("Musterstraße 1\n48249 Dülmen"),
		                           .recognition = S(""),
		                           .date = S(""),
		                           .subject = S("Rechnung"),
		                           .lines = &line,
		                           .n = 1,
		                           .language = S("de"),
		                           .page_format = S("{page}"),
		                           .made = cx->now };
	struct evidence e = { .part_id = line_id, .scan = S("unchecked"), .sent_at = cx->now };
	str pdf = STR_NONE;
	if (!first)
		TRY(doc_pdf(cx->mem, &letter, &pdf));
	const struct sniffed s = sniff(cx->mem, first ? forward_demo_photo() : pdf);
	ASSERT(s.kind);
	e.name = first ? S("Quittung.jpg") : S("Rechnung.pdf");
	e.type = str_of(sniff_code(s.kind));
	e.content = s.kept;
	e.size = (int64_t)s.kept.n;
	e.hash = crypt_hash(cx->mem, s.kept);
	return evidence_keep_in_tx(cx, &forward_vouchers, b->centre_id, b->id, b->name, "file", &e);
}

static err prove(struct cx *cx, const struct teller *t, const struct story *s, const struct forward_bid *b)
{
	struct forward_state state;
	struct list lines = { 0 };
	bool first = true;
	cx->user = NULL;
	TRY(bid_state(cx, t->centre.id, b->id, &state));
	TRY(proof_lines(cx, &t->round, b, &lines));
	LIST_EACH (const struct proof_line, l, &lines) {
		const struct proof_said said = { .units = l->given_units,
			                         .cents = l->lump ? (struct maybe){ 0 }
			                                          : MAYBE(first && s->used_cents ? s->used_cents
			                                                                         : l->granted_cents) };
		const struct proof_save in = { .bid = b, .line_id = l->line_id, .seen = state.seq, .said = &said };
		TRY(proof_save_in_tx(cx, &in, NULL));
		if (!l->paperless)
			TRY(voucher(cx, b, l->line_id, first));
		first = false;
	}
	const struct proof_send in = { &t->round, b, state.seq };
	return proof_send_in_tx(cx, &in, NULL);
}

static err check(struct cx *cx, const struct teller *t, const struct forward_bid *b)
{
	struct forward_state state;
	struct maybe repay;
	struct proof_check in = { .round = &t->round, .bid = b };
	cx->user = &t->specialist;
	TRY(bid_state(cx, t->centre.id, b->id, &state));
	in.seen = state.seq;
	TRY(proof_lines(cx, &t->round, b, &in.lines));
	LIST_EACH (struct proof_line, l, &in.lines) {
		l->admitted_cents = MAYBE(l->claimed_cents);
		if (l->claimed_cents < l->granted_cents)
			l->reason = S("Ein Fest kostete weniger als geplant.");
	}
	return proof_check_in_tx(cx, &in, &repay);
}

static err decided(struct cx *cx, const struct teller *t, const struct story *s, int64_t bid_id)
{
	struct forward_bid b;
	TRY(bid_find(cx, t->centre.id, bid_id, &b));
	on_day(cx, t, 24);
	TRY(decide(cx, t, bid_id));
	cx->user = NULL;
	on_day(cx, t, 27);
	if (s->reach >= ACCEPTED)
		TRY(step(cx, t, bid_id, (struct bid_step){ .kind = "accepted", .actor = b.name }));
	on_day(cx, t, 30);
	cx->user = &t->specialist;
	if (s->reach >= PAID)
		TRY(step(cx, t, bid_id, (struct bid_step){ .kind = "handed_over" }));
	on_day(cx, t, s->reach == CLOSED ? 380 : 36);
	if (s->reach >= PROVEN)
		TRY(prove(cx, t, s, &b));
	on_day(cx, t, s->reach == CLOSED ? 395 : 40);
	return s->reach >= REPAY ? check(cx, t, &b) : OK;
}

static err tell(struct cx *cx, const struct teller *t, const struct story *s, int number)
{
	int64_t bid_id;
	str code;
	const struct bid_start start = { t->centre.id, t->round.id, crypt_token(cx->mem) };
	on_day(cx, t, number);
	cx->user = NULL;
	TRY(bid_start_in_tx(cx, &start, &code));
	struct bid_link link;
	TRY(bid_link_find(cx, code, &link));
	bid_id = link.bid_id;
	TRY(say_all(cx, t, s, bid_id));
	if (s->reach == DRAFTED)
		return OK;
	struct forward_bid b;
	TRY(bid_find(cx, t->centre.id, bid_id, &b));
	TRY(bid_submit_in_tx(cx, &(struct bid_submit){ &t->centre, bid_id, b.version }, NULL));
	on_day(cx, t, 18);
	cx->user = &t->specialist;
	if (s->reach >= RANKED)
		TRY(step(cx, t, bid_id,
		         (struct bid_step){ .kind = "ranked",
		                            .points = MAYBE(s->points),
		                            .note = S("nach den Kriterien des Aufrufs") }));
	on_day(cx, t, 21);
	if (s->reach >= PROPOSED)
		TRY(propose(cx, t, s, bid_id));
	return s->reach == REFUSED || s->reach >= GRANTED ? decided(cx, t, s, bid_id) : OK;
}

static err tell_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct telling *g = in;
	const struct user *reader = cx->user;
	err e = tell(cx, g->t, g->story, g->number);
	cx->today = g->t->real_today;
	cx->now = g->t->real_now;
	cx->user = reader;
	return e;
}

static err round_tx(struct cx *cx, const void *in, void *ret)
{
	const struct teller *t = in;
	const struct user *reader = cx->user;
	cx->user = &t->specialist;
	err e = round_save_in_tx(cx, &t->round, ret);
	cx->user = reader;
	return e;
}

/* Local rules as KI have them: 400 € rent a month, 50 to 500 € a measure where there are several. */
static err rules_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct teller *t = in;
	const struct block_save rent = { .centre_id = t->centre.id,
		                         .block = { .round_id = t->round.id,
		                                    .block = S("rent"),
		                                    .unit_cents = MAYBE(40000),
		                                    .most_units = MAYBE(12) } };
	const struct block_save together = { .centre_id = t->centre.id,
		                             .block = { .round_id = t->round.id,
		                                        .block = S("together"),
		                                        .unit_cents = MAYBE(50000),
		                                        .min_cents = MAYBE(5000) } };
	struct quota_save quotas = { .centre_id = t->centre.id, .round_id = t->round.id, .version = t->round.version };
	struct forward_round saved;
	TRY(block_save_in_tx(cx, &rent, NULL));
	TRY(block_save_in_tx(cx, &together, NULL));
	LIST_EACH (const struct municipality, m, &t->towns)
		*LIST_ADD(cx->mem, &quotas.weights, struct forward_quota) = (struct forward_quota){
			.ags8 = m->ags8, .town = m->name, .weight = str_is(m->kind, "stadt") ? 3000 : 2000
		};
	return quota_save_in_tx(cx, &quotas, &saved);
}

static err tell_round(struct cx *cx, struct teller *t, const struct forward_round *round, const struct story *stories,
                      size_t n, bool rules)
{
	struct forward_round saved;
	t->round = *round;
	t->round.centre_id = t->centre.id;
	TRY(db_tx(cx, "demo round", round_tx, t, &saved, sizeof saved));
	t->round = saved;
	if (rules)
		TRY(db_tx(cx, "demo round", rules_tx, t, NULL, 0));
	for (size_t i = 0; i < n; i++) {
		const struct telling g = { t, &stories[i], (int)i };
		TRY(db_tx(cx, "demo bid", tell_tx, &g, NULL, 0));
	}
	return OK;
}

static err load(struct cx *cx, struct teller *t)
{
	*t = (struct teller){ .real_now = cx->now, .real_today = cx->today };
	TRY(user_by_login(cx, S("head@coesfeld"), &t->head));
	TRY(user_by_login(cx, S("specialist@coesfeld"), &t->specialist));
	TRY(tenant_by_id(cx, t->head.centre_id.v, &t->centre));
	return municipality_list(cx, t->centre.id, &t->towns);
}

err forward_demo(struct cx *cx)
{
	struct teller t;
	int64_t bids;
	TRY(load(cx, &t));
	const struct forward_round then = {
		.title = S("KOMM-AN NRW 2024"),
		.programme = S("komman"),
		.year = 2024,
		.opens_on = DAY(2023, 12, 8),
		.closes_on = DAY(2024, 1, 19),
		.decide_by = DAY(2024, 2, 16),
		.from_day = DAY(2024, 1, 1),
		.to_day = DAY(2024, 12, 31),
		.proof_due = DAY(2025, 2, 28),
		.budget_cents = 8500000,
		.about = S("Pauschalen für Begegnung, Begleitung, Information und Schulung.")
	};
	t.begin = DAY(2024, 1, 8);
	TRY(tell_round(cx, &t, &then, forward_stories_2024, forward_stories_2024_count, false));
	day from = day_add_months(month_first(cx->today), -3);
	t.begin = day_add(cx->today, -45);
	str title = str_print(cx->mem, "Ehrenamt %d/%02d", day_year(from), (day_year(from) + 1) % 100);
	const struct forward_round now = {
		.title = title,
		.programme = S("prevention"),
		.year = day_year(from),
		.opens_on = day_add(t.begin, -10),
		.closes_on = day_add(cx->today, 25),
		.decide_by = day_add(cx->today, 53),
		.from_day = from,
		.to_day = day_add(day_add_months(from, 12), -1),
		.proof_due = day_add_months(from, 14),
		.budget_cents = 5800000,
		.per_bid_cents = MAYBE(200000),
		.about = S("Für Gruppen, Vereine und Gemeinden im Kreis Coesfeld. Gefördert werden Sachkosten: Orte "
		           "der Begegnung, "
		           "gemeinsame Aktionen, Information, Demokratie und die Schulung von Ehrenamtlichen.")
	};
	TRY(tell_round(cx, &t, &now, forward_stories_now, forward_stories_now_count, true));
	const struct forward_fill others = {
		.first_year = 2024, .years = 1, .bids = 3, .centres = 54, .but_coesfeld = true
	};
	return forward_fill(cx, &others, &bids);
}

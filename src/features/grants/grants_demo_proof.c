/* Proofs, their check and what is paid back, of the example: Coesfeld has closed 2023, has paid back with interest for
 * 2024 and waits for the check of 2025; of the others some are late, some in check, some closed, one owes. */
#include "base/chance.h"
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_closing.h"
#include "features/grants/grant_voucher.h"
#include "features/grants/grants_demo.h"

struct proving {
	struct cx *cx;
	struct grants_demo *d;
	struct demo_case *k;
	struct grant_proof proof;
	struct grant_event proven, draft;
};

/* As if it were that day, and this person. */
static void at(struct proving *m, day on, const struct user *who)
{
	m->cx->today = on;
	m->cx->now = instant_at(on, 9 * 60 + 12);
	m->cx->user = who;
}

static str head_name(const struct proving *m)
{
	return str_is(m->k->c.slug, "coesfeld") ? m->d->head.name : S("Leitung des KI");
}

static err by_authority(struct proving *m, const char *kind, day on, int64_t cents)
{
	struct grant_event e = { .kind = str_of(kind), .day = on };
	if (cents)
		e.cents = MAYBE(cents);
	at(m, on, &m->d->first);
	return demo_event_in_tx(m->cx, m->k, &m->d->first, STR_NONE, NULL, &e);
}

/* Where no costs are recorded: expenses by the books, a little below or above what was paid. */
static err type_amounts(struct proving *m, const struct grant_state *s, const char *success)
{
	struct cx *cx = m->cx;
	struct chance chance = { (uint64_t)(m->k->c.id * 31 + 7) };
	struct proof_draft_in in = { &m->k->centre, m->k->c.id, { .success = str_of(success) } };
	struct proof_draft saved;
	struct list sums = { 0 };
	TRY(proof_sums(cx, &m->k->c, &sums));
	LIST_EACH (const struct grant_item, i, &s->items) {
		bool recorded = false;
		LIST_EACH (const struct proof_sum, sum, &sums)
			recorded = recorded || str_eq(sum->item, i->item);
		if (i->paid_cents && !recorded)
			*LIST_ADD(cx->mem, &in.draft.amounts, struct proof_typed) =
			        (struct proof_typed){ i->item,
				                      MAYBE(i->paid_cents / 100 * chance_between(&chance, 93, 104)),
				                      S("Beispiel: nach der Jahresrechnung.") };
	}
	return proof_draft_save_in_tx(cx, &in, &saved);
}

/* --- the steps; *ret: it was possible on that day ----------------------------------------------------------------- */

static err prove(struct proving *m, day on, const char *success, bool *ret)
{
	struct cx *cx = m->cx;
	struct grant_state s;
	struct list events = { 0 };
	*ret = false;
	at(m, on, &m->d->head);
	TRY(grant_state_on(cx, &m->k->c, &s, &events));
	if (grant_may(&s, S("proven"), 0, on) || !s.paid_cents)
		return OK;
	TRY(type_amounts(m, &s, success));
	TRY(proof_prepare(cx, &m->k->centre, &m->k->c, &s, &events, &m->proof, NULL));
	m->proof.demo = true;
	const struct user head = { .role = S("head"), .name = head_name(m) };
	proof_sign(cx, &m->proof, grant_signature(cx, &head, S("proven")));
	m->proven = (struct grant_event){ .kind = S("proven"),
		                          .day = on,
		                          .cents = MAYBE(m->proof.used_cents),
		                          .content = grant_paper_json(cx->mem, &grant_proof_rec, &m->proof) };
	TRY(demo_event_in_tx(cx, m->k, &m->d->head, head_name(m), NULL, &m->proven));
	TRY(grant_vouchers_keep_until_in_tx(cx, &m->k->c, m->proof.keep_until));
	*ret = true;
	return OK;
}

static err check(struct proving *m, day on)
{
	TRY(by_authority(m, "checked_content", on, 0));
	return by_authority(m, "checked_figures", day_add(on, 1), 0);
}

/* Less of a position is admitted, for this reason; item NULL: all of it. */
struct less {
	const char *item, *reason;
	int64_t cents;
};

static err draft_closing(struct proving *m, day on, const struct less *less)
{
	struct cx *cx = m->cx;
	struct grant_state s;
	struct list events = { 0 };
	struct grant_closing c;
	at(m, on, &m->d->first);
	TRY(grant_state_on(cx, &m->k->c, &s, &events));
	struct closing_form f = closing_form_fresh(&s, &m->proof, on, 1);
	for (size_t i = 0; less && i < GRANT_ITEMS; i++)
		if (str_is(str_of(less->item), grant_items[i]) && f.admitted[i].has && f.admitted[i].v > less->cents) {
			f.admitted[i].v -= less->cents;
			f.reason[i] = str_of(less->reason);
		}
	const struct closing_basis basis = { &m->k->c, &s, &events, &m->d->rules, &m->proof, s.proof };
	TRY(closing_of(cx, &basis, &f, &c));
	m->draft = (struct grant_event){ .kind = S("closing_draft"),
		                         .about_id = MAYBE(m->proven.id),
		                         .day = on,
		                         .cents = MAYBE(c.demand_cents),
		                         .content = grant_paper_json(cx->mem, &grant_closing_rec, &c) };
	return demo_event_in_tx(cx, m->k, &m->d->first, STR_NONE, NULL, &m->draft);
}

static err approve(struct proving *m, day on)
{
	struct grant_event e = { .kind = S("approved"), .about_id = MAYBE(m->draft.id), .day = on };
	at(m, on, &m->d->second);
	return demo_event_in_tx(m->cx, m->k, &m->d->second, STR_NONE, &m->draft, &e);
}

/* Checked, closed by two people, and paid back within three weeks. */
static err close_case(struct proving *m, day on, const struct less *less, bool pays)
{
	TRY(check(m, day_add(on, -12)));
	TRY(draft_closing(m, day_add(on, -4), less));
	TRY(approve(m, on));
	return pays && m->draft.cents.v ? by_authority(m, "repaid", day_add(on, 20), m->draft.cents.v) : OK;
}

/* --- one KI after the other --------------------------------------------------------------------------------------- */

static const char success_text[] =
        "Beispiel: Familien finden früher den Weg in Kita und Schule; Ämter und Einrichtungen rufen die Sprachmittlung "
        "rechtzeitig; die Netzwerke in den Gemeinden tragen sich zunehmend selbst.";

static err coesfeld(struct proving *m)
{
	const struct less legal = { "interpreter_costs",
		                    "Zwei Einsätze mit Rechtswirkung (Standesamt, Gericht) sind nicht förderfähig.",
		                    18240 };
	bool proven;
	switch (m->k->c.year) {
	case 2023:
		TRY(prove(m, DAY(2024, 3, 15), success_text, &proven));
		return proven ? close_case(m, DAY(2024, 7, 10), NULL, true) : OK;
	case 2024:
		TRY(prove(m, DAY(2025, 3, 20), success_text, &proven));
		return proven ? close_case(m, DAY(2025, 9, 2), &legal, true) : OK;
	case 2025:
		TRY(prove(m, DAY(2026, 3, 24), success_text, &proven));
		return proven ? by_authority(m, "checked_content", DAY(2026, 11, 12), 0) : OK;
	default:
		return OK;
	}
}

static err another(struct proving *m)
{
	struct chance chance = { (uint64_t)(m->k->centre.id * 17 + 3) };
	int way = (int)(m->k->centre.id % 7);
	bool proven;
	if (m->k->c.year != 2025 || way == 0)
		return OK; /* way 0: nobody has handed it in, and it is late */
	TRY(prove(m, day_of(2026, 3, chance_between(&chance, 2, 31)), success_text, &proven));
	if (!proven || way == 1)
		return OK;
	day on = day_of(2026, chance_between(&chance, 6, 10), chance_between(&chance, 1, 28));
	if (way == 2)
		return check(m, on);
	if (way == 3) {
		TRY(check(m, DAY(2026, 11, 4)));
		return draft_closing(m, DAY(2026, 11, 18), NULL);
	}
	return close_case(m, on, NULL, way != 4);
}

err grants_demo_proof(struct cx *cx, struct grants_demo *d)
{
	const struct user *user = cx->user;
	const day today = cx->today;
	const instant now = cx->now;
	err e = OK;
	for (size_t i = 0; i < d->cases.n && e == OK; i++) {
		struct proving m = { .cx = cx, .d = d, .k = LIST_AT(&d->cases, struct demo_case, i) };
		e = str_is(m.k->c.slug, "coesfeld") ? coesfeld(&m) : another(&m);
	}
	cx->user = user;
	cx->today = today;
	cx->now = now;
	return e;
}

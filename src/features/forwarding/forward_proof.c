#include "features/forwarding/forward_proof.h"

#include "core/audit.h"
#include "core/words.h"
#include "features/forwarding/forward_mail.h"

enum { KEEP_MONTHS = 60 };
const struct evidence_purpose forward_vouchers = { "forward.bid", EVIDENCE_VOUCHERS, 5 * 1024 * 1024, 60, 0 };

static const struct field line_fields[] = {
	FIELD(struct proof_line, line_id, KIND_INT),
	FIELD(struct proof_line, bid_id, KIND_INT, .hidden = true),
	FIELD(struct proof_line, block, KIND_CHOICE, .choices = &block_choices),
	FIELD(struct proof_line, building, KIND_TEXT),
	FIELD(struct proof_line, given_units, KIND_INT, .maybe = true),
	FIELD(struct proof_line, granted_cents, KIND_MONEY),
	FIELD(struct proof_line, lump, KIND_BOOL),
	FIELD(struct proof_line, paperless, KIND_BOOL),
	FIELD(struct proof_line, units, KIND_INT, .maybe = true),
	FIELD(struct proof_line, cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_line, note, KIND_TEXT),
	FIELD(struct proof_line, files, KIND_INT),
	FIELD(struct proof_line, admitted_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_line, reason, KIND_TEXT),
	FIELD(struct proof_line, claimed_cents, KIND_MONEY),
	FIELD(struct proof_line, missing, KIND_BOOL),
	FIELD(struct proof_line, path, KIND_PATH, .hidden = true),
};
const struct record forward_proof_line_rec = RECORD("forward_proof_line", struct proof_line, line_fields);
static const struct field form_fields[] = {
	FIELD(struct proof_said, version, KIND_INT, .hidden = true),
	FIELD(struct proof_said, units, KIND_INT, .maybe = true, .input = true, .required = true, .max = 100000),
	FIELD(struct proof_said, cents, KIND_MONEY, .maybe = true, .input = true, .max = 1000000000),
	FIELD(struct proof_said, note, KIND_TEXT, .input = true, .lines = true, .max = 2000),
	FIELD(struct proof_said, file, KIND_TEXT, .input = true, .hidden = true, .file = EVIDENCE_ACCEPT_VOUCHERS,
	      .max = 5 * 1024 * 1024),
};
const struct record forward_proof_form_rec = RECORD("forward_proof_form", struct proof_said, form_fields);

enum { LINES, SAVE, CHECK };
const struct sql forward_proof_sql[] = {
	[LINES] = { "SELECT l.id AS line_id, l.bid_id, l.block, l.building, COALESCE(l.given_units, l.units) AS "
	            "given_units, s.cents AS "
	            "granted_cents,"
	            " CASE WHEN b.paperless = 1 THEN 1 ELSE 0 END AS paperless, p.units, p.cents, p.note, (SELECT "
	            "COUNT(*)"
	            " FROM evidence v WHERE v.owner_kind = 'forward.bid' AND v.owner_id = l.bid_id AND v.part_id = "
	            "l.id) AS"
	            " files, c.admitted_cents, c.reason FROM forward_decision d JOIN forward_share s ON s.proposal_id ="
	            " d.proposal_id AND s.cents > 0 JOIN forward_line l ON l.id = s.line_id LEFT JOIN forward_block b "
	            "ON"
	            " b.round_id = $3 AND b.block = l.block LEFT JOIN forward_proof p ON p.line_id = l.id LEFT JOIN"
	            " forward_check c ON c.line_id = l.id WHERE d.centre_id = $1 AND d.bid_id = $2 AND d.agreed = 1"
	            " ORDER BY l.id LIMIT 100",
	            "iii" },
	[SAVE] = { "INSERT INTO forward_proof (centre_id, bid_id, line_id, units, cents, note) VALUES ($1, $2, $3, $4, "
	           "$5, $6)"
	           " ON CONFLICT (line_id) DO UPDATE SET units = $4, cents = $5, note = $6",
	           "iiiiis" },
	[CHECK] = { "INSERT INTO forward_check (centre_id, bid_id, line_id, admitted_cents, reason) VALUES ($1, $2, "
	            "$3, $4, $5)"
	            " ON CONFLICT (line_id) DO UPDATE SET admitted_cents = $4, reason = $5",
	            "iiiis" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* Of a lump sum its part by the units that took place; of costs what they were; never more than was granted. */
static int64_t claimed(const struct proof_line *l)
{
	int64_t cents = l->granted_cents;
	if (l->lump && l->given_units.v > 0)
		cents = l->granted_cents * (l->units.v < l->given_units.v ? l->units.v : l->given_units.v) /
		        l->given_units.v;
	else if (l->cents.has)
		cents = l->cents.v;
	return cents < l->granted_cents ? cents : l->granted_cents;
}

err proof_lines(struct cx *cx, const struct forward_round *r, const struct forward_bid *b, struct list *ret)
{
	TRY(db_list(cx, &forward_proof_sql[LINES], &forward_proof_line_rec, ret, V(b->centre_id, b->id, r->id)));
	LIST_EACH (struct proof_line, l, ret) {
		const struct block *block = block_of_code(l->block);
		l->lump = block && block->item;
		l->missing = !l->units.has || (!l->lump && !l->cents.has) || (!l->paperless && l->files == 0);
		l->claimed_cents = l->units.has ? claimed(l) : 0;
	}
	return OK;
}

/* --- the third party ---------------------------------------------------------------------------------------------- */

static err moved_on(struct cx *cx)
{
	return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
}

err proof_save_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct proof_save *s = in;
	struct forward_state state;
	struct forward_line line;
	ASSERT(db_in_tx(cx));
	TRY(bid_line(cx, s->bid->centre_id, s->bid->id, s->line_id, &line));
	TRY(bid_state(cx, s->bid->centre_id, s->bid->id, &state));
	if (state.seq != s->seen || !str_is(state.stage, "paid"))
		return moved_on(cx);
	TRY(db_exec(cx, &forward_proof_sql[SAVE], NULL,
	            V(s->bid->centre_id, s->bid->id, line.id, s->said->units, s->said->cents, s->said->note)));
	audit_note(cx, "forward.proof", bid_object(cx, s->bid->id), MAYBE(s->bid->centre_id));
	if (!s->file)
		return OK;
	s->file->part_id = line.id;
	return evidence_keep_in_tx(cx, &forward_vouchers, s->bid->centre_id, s->bid->id, s->bid->name, "file", s->file);
}

err proof_send_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct proof_send *s = in;
	struct list lines = { 0 };
	int64_t cents = 0;
	TRY(proof_lines(cx, s->round, s->bid, &lines));
	LIST_EACH (const struct proof_line, l, &lines) {
		if (l->missing)
			return fail(cx, E_INVALID, "forward.proof_missing", NO_ARGS);
		cents += l->claimed_cents;
	}
	const struct bid_step step = { .centre_id = s->bid->centre_id,
		                       .bid_id = s->bid->id,
		                       .seen = s->seen,
		                       .kind = "proof_sent",
		                       .cents = MAYBE(cents),
		                       .actor = s->bid->name };
	return bid_step_in_tx(cx, &step, NULL);
}

/* --- the KI ------------------------------------------------------------------------------------------------------- */

static const struct proof_line *line_in(const struct list *lines, int64_t id)
{
	LIST_EACH (const struct proof_line, l, lines)
		if (l->line_id == id)
			return l;
	return NULL;
}

static err check_line(struct cx *cx, const struct proof_check *c, const struct proof_line *granted, int64_t *repay)
{
	const struct proof_line *said = line_in(&c->lines, granted->line_id);
	if (!said || !said->admitted_cents.has)
		return problem_add(cx, "admitted_cents", "forward.say_each", NO_ARGS);
	if (said->admitted_cents.v < 0 || said->admitted_cents.v > granted->granted_cents)
		return problem_add(cx, "admitted_cents", "forward.over_granted",
		                   ARGS({ "granted", say_money(cx->words, cx->mem, granted->granted_cents) }));
	if (said->admitted_cents.v < granted->granted_cents && str_blank(said->reason))
		return problem_add(cx, "reason", "forward.say_why", NO_ARGS);
	*repay += granted->granted_cents - said->admitted_cents.v;
	return db_exec(cx, &forward_proof_sql[CHECK], NULL,
	               V(c->bid->centre_id, c->bid->id, granted->line_id, said->admitted_cents,
	                 str_blank(said->reason) ? STR_NONE : said->reason));
}

static err close_bid(struct cx *cx, int64_t centre_id, int64_t bid_id, int64_t seen)
{
	const struct bid_step step = { .centre_id = centre_id, .bid_id = bid_id, .seen = seen, .kind = "closed" };
	return bid_step_in_tx(cx, &step, NULL);
}

err proof_check_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct proof_check *c = in;
	struct list lines = { 0 };
	struct forward_state before;
	int64_t repay = 0;
	TRY(proof_lines(cx, c->round, c->bid, &lines));
	LIST_EACH (const struct proof_line, l, &lines)
		TRY(check_line(cx, c, l, &repay));
	const struct bid_step step = { .centre_id = c->bid->centre_id,
		                       .bid_id = c->bid->id,
		                       .seen = c->seen,
		                       .kind = "checked",
		                       .cents = MAYBE(repay) };
	TRY(bid_step_in_tx(cx, &step, &before));
	TRY(evidence_keep_until_in_tx(cx, &forward_vouchers, c->bid->centre_id, c->bid->id,
	                              day_add_months(before.proof_sent_on, KEEP_MONTHS)));
	if (repay == 0)
		TRY(close_bid(cx, c->bid->centre_id, c->bid->id, c->seen + 1));
	*(struct maybe *)ret = MAYBE(repay);
	return forward_mail_in_tx(cx, c->bid->centre_id, c->bid->id, "checked");
}

err proof_repaid_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct bid_step *s = in;
	struct forward_state before;
	TRY(bid_step_in_tx(cx, s, &before));
	int64_t left = before.repay.v - before.repaid - s->cents.v;
	if (left < 0)
		return problem_add(cx, "cents", "forward.over_repay",
		                   ARGS({ "left", say_money(cx->words, cx->mem, left + s->cents.v) }));
	return left == 0 ? close_bid(cx, s->centre_id, s->bid_id, s->seen + 1) : OK;
}

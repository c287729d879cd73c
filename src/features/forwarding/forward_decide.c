#include "features/forwarding/forward_decide.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/four_eyes.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/forwarding/forward_mail.h"

static const char *const verdicts[] = { "grant", "refuse", NULL };
const struct choices forward_verdict_choices = { "forward_verdict", verdicts };

static const struct field proposal_fields[] = {
	FIELD(struct forward_proposal, id, KIND_INT),
	FIELD(struct forward_proposal, bid_id, KIND_INT, .hidden = true),
	FIELD(struct forward_proposal, verdict, KIND_CHOICE, .choices = &forward_verdict_choices),
	FIELD(struct forward_proposal, cents, KIND_MONEY),
	FIELD(struct forward_proposal, reason, KIND_TEXT),
	FIELD(struct forward_proposal, content_hash, KIND_TEXT),
	FIELD(struct forward_proposal, proposed_by, KIND_INT, .hidden = true),
	FIELD(struct forward_proposal, proposed_by_name, KIND_TEXT),
	FIELD(struct forward_proposal, proposed_at, KIND_INSTANT),
	FIELD(struct forward_proposal, decided_by_name, KIND_TEXT),
	FIELD(struct forward_proposal, agreed, KIND_BOOL),
};
const struct record forward_proposal_rec = RECORD("forward_proposal", struct forward_proposal, proposal_fields);
static const struct field share_fields[] = {
	FIELD(struct forward_share, line_id, KIND_INT),
	FIELD(struct forward_share, cents, KIND_MONEY),
};
const struct record forward_share_rec = RECORD("forward_share", struct forward_share, share_fields);

enum { NEWEST, SHARES, GRANTED, ADD, ADD_SHARE, DECIDE, BOOK_ROUND, BOOK_QUOTA, TOWN_LEFT };
const struct sql forward_decide_sql[] = {
	[NEWEST] = { "SELECT p.id, p.bid_id, p.verdict, p.cents, p.reason, p.content_hash, p.proposed_by, a.name AS"
	             " proposed_by_name, p.proposed_at, d.name AS decided_by_name, COALESCE(x.agreed, 0) AS agreed"
	             " FROM forward_proposal p JOIN account a ON a.id = p.proposed_by LEFT JOIN forward_decision x ON"
	             " x.proposal_id = p.id LEFT JOIN account d ON d.id = x.decided_by WHERE p.centre_id = $1 AND "
	             "p.bid_id = $2"
	             " ORDER BY p.id DESC LIMIT 1",
	             "ii" },
	[SHARES] = { "SELECT line_id, cents FROM forward_share WHERE centre_id = $1 AND proposal_id = $2 ORDER BY "
	             "line_id"
	             " LIMIT 100",
	             "ii" },
	[GRANTED] = { "SELECT s.line_id, s.cents FROM forward_decision d JOIN forward_share s ON s.proposal_id = "
	              "d.proposal_id"
	              " WHERE d.centre_id = $1 AND d.bid_id = $2 AND d.agreed = 1 ORDER BY s.line_id LIMIT 100",
	              "ii" },
	[ADD] = { "INSERT INTO forward_proposal (bid_id, centre_id, verdict, cents, reason, content_hash, proposed_by, "
	          "proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	          "iisissit" },
	[ADD_SHARE] = { "INSERT INTO forward_share (proposal_id, line_id, centre_id, cents) VALUES ($1, $2, $3, $4)",
	                "iiii" },
	[DECIDE] = { "INSERT INTO forward_decision (proposal_id, bid_id, centre_id, proposed_by, content_hash, agreed, "
	             "decided_by, decided_at, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	             "iiiisiits" },
	[BOOK_ROUND] = { "UPDATE forward_round SET granted_cents = granted_cents + $3 WHERE centre_id = $1 AND id = $2",
	                 "iii" },
	[BOOK_QUOTA] = { "UPDATE forward_quota SET granted_cents = granted_cents + $4 WHERE centre_id = $1 AND "
	                 "round_id = $2"
	                 " AND ags8 = $3",
	                 "iisi" },
	[TOWN_LEFT] = { "SELECT quota_cents - granted_cents AS n FROM forward_quota WHERE centre_id = $1 AND round_id "
	                "= $2 AND"
	                " ags8 = $3",
	                "iis" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

err proposal_find(struct cx *cx, int64_t centre_id, int64_t bid_id, struct forward_proposal *ret)
{
	return db_row(cx, &forward_decide_sql[NEWEST], &forward_proposal_rec, ret, V(centre_id, bid_id));
}

err proposal_shares(struct cx *cx, int64_t centre_id, int64_t proposal_id, struct list *ret)
{
	return db_list(cx, &forward_decide_sql[SHARES], &forward_share_rec, ret, V(centre_id, proposal_id));
}

err granted_shares(struct cx *cx, int64_t centre_id, int64_t bid_id, struct list *ret)
{
	return db_list(cx, &forward_decide_sql[GRANTED], &forward_share_rec, ret, V(centre_id, bid_id));
}

/* Where the round has quotas, a town without one gets nothing. */
err left_for(struct cx *cx, const struct forward_round *r, const struct forward_bid *b, int64_t *ret_round,
             struct maybe *ret_town)
{
	*ret_round = r->budget_cents - r->granted_cents;
	*ret_town = (struct maybe){ 0 };
	if (str_is(r->quota_by, "none"))
		return OK;
	*ret_town = MAYBE(0);
	err e = db_int(cx, &forward_decide_sql[TOWN_LEFT], &ret_town->v, V(r->centre_id, r->id, b->ags8));
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	ret_town->v = 0;
	return OK;
}

/* --- what is proposed --------------------------------------------------------------------------------------------- */

static void part(struct cx *cx, struct list *parts, str s)
{
	*LIST_ADD(cx->mem, parts, str) = s.p ? s : S("");
}

static void number(struct cx *cx, struct list *parts, int64_t n)
{
	part(cx, parts, str_print(cx->mem, "%" PRId64, n));
}

/* Over who asks, where the money would go, what for, and what is proposed. */
static err content_hash(struct cx *cx, const struct forward_bid *b, const struct forward_proposal *p,
                        const struct list *shares, str *ret)
{
	struct list parts = { 0 }, lines = { 0 };
	struct forward_contact c;
	TRY(bid_contact(cx, b->centre_id, b->id, &c));
	TRY(bid_lines(cx, b->centre_id, b->id, &lines));
	number(cx, &parts, b->id);
	part(cx, &parts, b->name);
	part(cx, &parts, b->ags8);
	part(cx, &parts, c.iban);
	part(cx, &parts, c.holder);
	LIST_EACH (const struct forward_line, l, &lines) {
		number(cx, &parts, l->id);
		part(cx, &parts, l->block);
		number(cx, &parts, l->units);
		number(cx, &parts, l->asked_cents.has ? l->asked_cents.v : -1);
		if (l->given_units.has)
			number(cx, &parts, l->given_units.v);
	}
	part(cx, &parts, p->verdict);
	part(cx, &parts, p->reason);
	LIST_EACH (const struct forward_share, s, shares) {
		number(cx, &parts, s->line_id);
		number(cx, &parts, s->cents);
	}
	*ret = crypt_hash_parts(cx->mem, parts.items, parts.n);
	return OK;
}

static err too_much(struct cx *cx, const char *field, const char *key, int64_t left)
{
	return problem_add(cx, field, key, ARGS({ "left", say_money(cx->words, cx->mem, left) }));
}

static err check_left(struct cx *cx, const struct forward_bid *b, int64_t cents)
{
	struct forward_round r;
	struct maybe town;
	int64_t left;
	TRY(round_find(cx, b->centre_id, b->round_id, &r));
	TRY(left_for(cx, &r, b, &left, &town));
	if (r.per_bid_cents.has && cents > r.per_bid_cents.v)
		return too_much(cx, "cents", "forward.over_per_bid", r.per_bid_cents.v);
	if (cents > left)
		return too_much(cx, "cents", "forward.over_budget", left);
	return town.has && cents > town.v ? too_much(cx, "cents", "forward.over_quota", town.v) : OK;
}

/* Each share belongs to a line of this bid, and is no more than it asks for; where that is unknown, the KI says it. */
static err check_shares(struct cx *cx, const struct forward_bid *b, const struct list *shares, int64_t *ret_cents)
{
	struct list lines = { 0 };
	TRY(bid_lines(cx, b->centre_id, b->id, &lines));
	*ret_cents = 0;
	LIST_EACH (const struct forward_share, s, shares) {
		const struct forward_line *line = NULL;
		LIST_EACH (const struct forward_line, l, &lines)
			line = l->id == s->line_id ? l : line;
		if (!line || s->cents < 0)
			return fail(cx, E_INVALID, "forward.no_bid", NO_ARGS);
		if (line->asked_cents.has && s->cents > line->asked_cents.v)
			return too_much(cx, "cents", "forward.over_asked", line->asked_cents.v);
		*ret_cents += s->cents;
	}
	if (*ret_cents == 0)
		return problem_add(cx, "cents", "forward.nothing_granted", NO_ARGS);
	return check_left(cx, b, *ret_cents);
}

err proposal_add_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct proposal_new *n = in;
	struct forward_proposal *p = ret;
	struct forward_bid b;
	const struct list none = { 0 };
	bool grant = str_is(n->verdict, "grant");
	const struct list *shares = grant ? &n->shares : &none;
	TRY(bid_find(cx, n->centre_id, n->bid_id, &b));
	*p = (struct forward_proposal){ .bid_id = b.id,
		                        .verdict = n->verdict,
		                        .reason = n->reason,
		                        .proposed_by = cx->user->id,
		                        .proposed_by_name = cx->user->name,
		                        .proposed_at = cx->now };
	if (grant)
		TRY(check_shares(cx, &b, shares, &p->cents));
	TRY(content_hash(cx, &b, p, shares, &p->content_hash));
	const struct bid_step step = { .centre_id = n->centre_id,
		                       .bid_id = b.id,
		                       .seen = n->seen,
		                       .kind = "proposed",
		                       .cents = MAYBE(p->cents),
		                       .note = n->reason };
	TRY(bid_step_in_tx(cx, &step, NULL));
	TRY(db_int(cx, &forward_decide_sql[ADD], &p->id,
	           V(b.id, n->centre_id, p->verdict, p->cents, p->reason, p->content_hash, p->proposed_by,
	             p->proposed_at)));
	LIST_EACH (const struct forward_share, s, shares)
		TRY(db_exec(cx, &forward_decide_sql[ADD_SHARE], NULL, V(p->id, s->line_id, n->centre_id, s->cents)));
	audit_change(cx, "forward.proposal", bid_object(cx, b.id), MAYBE(n->centre_id), &forward_proposal_rec, NULL, p);
	return OK;
}

/* --- what is decided ---------------------------------------------------------------------------------------------- */

static err book(struct cx *cx, const struct forward_bid *b, int64_t cents)
{
	TRY(check_left(cx, b, cents));
	TRY(db_exec(cx, &forward_decide_sql[BOOK_ROUND], NULL, V(b->centre_id, b->round_id, cents)));
	return db_exec(cx, &forward_decide_sql[BOOK_QUOTA], NULL, V(b->centre_id, b->round_id, b->ags8, cents));
}

static err check_content(struct cx *cx, const struct forward_bid *b, const struct forward_proposal *p)
{
	struct list shares = { 0 };
	str hash;
	TRY(proposal_shares(cx, b->centre_id, p->id, &shares));
	TRY(content_hash(cx, b, p, &shares, &hash));
	return str_eq(hash, p->content_hash) ? OK : fail(cx, E_STALE, "forward.content_changed", NO_ARGS);
}

err proposal_decide_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct proposal_decide *d = in;
	struct forward_bid b;
	struct forward_proposal p;
	TRY(bid_find(cx, d->centre_id, d->bid_id, &b));
	err e = proposal_find(cx, d->centre_id, d->bid_id, &p);
	if (e == E_NOTFOUND || (e == OK && p.decided_by_name.p))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(e);
	TRY(four_eyes_check(cx, p.proposed_by));
	TRY(check_content(cx, &b, &p));
	bool grant = d->agree && str_is(p.verdict, "grant");
	const struct bid_step step = { .centre_id = d->centre_id,
		                       .bid_id = b.id,
		                       .seen = d->seen,
		                       .kind = !d->agree ? "sent_back"
		                               : grant   ? "granted"
		                                         : "refused",
		                       .cents = grant ? MAYBE(p.cents) : (struct maybe){ 0 },
		                       .note = d->agree ? p.reason : d->note };
	TRY(bid_step_in_tx(cx, &step, NULL));
	if (grant)
		TRY(book(cx, &b, p.cents));
	TRY(db_exec(cx, &forward_decide_sql[DECIDE], NULL,
	            V(p.id, b.id, d->centre_id, p.proposed_by, p.content_hash, d->agree, cx->user->id, cx->now,
	              str_blank(d->note) ? STR_NONE : d->note)));
	audit_note(cx, "forward.decision", bid_object(cx, b.id), MAYBE(d->centre_id));
	return d->agree ? forward_mail_in_tx(cx, d->centre_id, b.id, step.kind) : OK;
}

/* forward_draft.c -- a bid until it is sent: begun, said part by part under its link, checked, sent. */
#include <string.h>

#include "core/audit.h"
#include "core/iban.h"
#include "core/mail.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/forwarding/forward_bid.h"
#include "features/forwarding/forward_mail.h"

enum {
	SAME,
	START,
	AGAIN,
	TOUCH,
	SAVE_GROUP,
	SAVE_CONTACT,
	SAVE_BANK,
	ADD_LINE,
	SAVE_LINE,
	DROP_LINE,
	COUNT_LINES,
	ASK_LINE,
	ASK
};
const struct sql forward_draft_sql[] = {
	[SAME] = { "SELECT COALESCE(MAX(id), 0) AS n FROM forward_bid WHERE centre_id = $1 AND round_id = $2 AND "
	           "form_hash = $3",
	           "iis" },
	[START] = { "INSERT INTO forward_bid (centre_id, round_id, form_hash) VALUES ($1, $2, $3) RETURNING id",
	            "iis" },
	/* Nobody has typed anything yet, and it was begun a moment ago: then once more. */
	[AGAIN] = { "UPDATE forward_bid SET version = version + 1 WHERE centre_id = $1 AND id = $2 AND version = 1 AND"
	            " EXISTS (SELECT 1 FROM forward_event e WHERE e.bid_id = $2 AND e.kind = 'started' AND e.at > $3)",
	            "iit" },
	[TOUCH] = { "UPDATE forward_bid SET version = version + 1, edited_on = $4 WHERE centre_id = $1 AND id = $2 AND"
	            " version = $3",
	            "iiid" },
	[SAVE_GROUP] = { "UPDATE forward_bid SET name = $3, kind = $4, ags8 = $5, volunteers = $6, employees = $7, "
	                 "helpers = $8,"
	                 " about = $9 WHERE centre_id = $1 AND id = $2",
	                 "iisssiiis" },
	[SAVE_CONTACT] = { "INSERT INTO forward_contact (centre_id, bid_id, contact_name, street, postcode, place, "
	                   "phone, email)"
	                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (bid_id) DO UPDATE SET contact_name = "
	                   "$3,"
	                   " street = $4, postcode = $5, place = $6, phone = $7, email = $8",
	                   "iissssss" },
	[SAVE_BANK] = { "INSERT INTO forward_contact (centre_id, bid_id, iban, bank, holder) VALUES ($1, $2, $3, $4, "
	                "$5)"
	                " ON CONFLICT (bid_id) DO UPDATE SET iban = $3, bank = $4, holder = $5",
	                "iisss" },
	[ADD_LINE] = { "INSERT INTO forward_line (centre_id, bid_id, block, building, units, rooms, use_percent, "
	               "planned_cents,"
	               " reason, plan) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	               "iissiiiiss" },
	[SAVE_LINE] = { "UPDATE forward_line SET building = $4, units = $5, rooms = $6, use_percent = $7, "
	                "planned_cents = $8,"
	                " reason = $9, plan = $10 WHERE centre_id = $1 AND bid_id = $2 AND id = $3",
	                "iiisiiiiss" },
	[DROP_LINE] = { "DELETE FROM forward_line WHERE centre_id = $1 AND bid_id = $2 AND id = $3", "iii" },
	[COUNT_LINES] = { "SELECT COUNT(*) AS n FROM forward_line WHERE centre_id = $1 AND bid_id = $2", "ii" },
	[ASK_LINE] = { "UPDATE forward_line SET asked_cents = $4, given_units = $5 WHERE centre_id = $1 AND bid_id = "
	               "$2 AND id = $3",
	               "iiiii" },
	[ASK] = { "UPDATE forward_bid SET asked_cents = $3 WHERE centre_id = $1 AND id = $2", "iii" },
	{ 0 },
};

#define THIRD_PARTY word(cx->words, cx->mem, "forward.third_party")

/* --- beginning ---------------------------------------------------------------------------------------------------- */

enum { AGAIN_MS = 10 * 60 * 1000 };

/* The form's key is as good as the link for a while: only its hash is kept, cut to the length of a key. */
static str hash_of(struct cx *cx, str form_key)
{
	str hash = crypt_hash_parts(cx->mem, (const str[]){ S("forward form"), form_key }, 2);
	return (str){ hash.p, BID_FORM_KEY };
}

static err begin(struct cx *cx, const struct bid_start *s, int64_t *ret_id)
{
	struct forward_round r;
	TRY(round_find(cx, s->centre_id, s->round_id, &r));
	if (day_cmp(cx->today, r.opens_on) < 0 || day_cmp(cx->today, r.to_day) > 0)
		return fail(cx, E_INVALID, "forward.round_closed", NO_ARGS);
	TRY(db_int(cx, &forward_draft_sql[START], ret_id, V(s->centre_id, s->round_id, hash_of(cx, s->form_key))));
	return bid_first_event_in_tx(cx, s->centre_id, *ret_id, THIRD_PARTY);
}

/* Sent by a double click: its first answer is lost, the link in that ends. */
static err begin_again(struct cx *cx, const struct bid_start *s, int64_t bid_id)
{
	int64_t again;
	TRY(db_exec(cx, &forward_draft_sql[AGAIN], &again,
	            V(s->centre_id, bid_id, (instant){ cx->now.ms - AGAIN_MS })));
	return again ? bid_links_end_in_tx(cx, s->centre_id, bid_id, cx->now)
	             : fail(cx, E_INVALID, "apply.key_used", NO_ARGS);
}

err bid_start_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct bid_start *s = in;
	int64_t id;
	ASSERT(db_in_tx(cx) && s->form_key.n == BID_FORM_KEY);
	TRY(db_int(cx, &forward_draft_sql[SAME], &id, V(s->centre_id, s->round_id, hash_of(cx, s->form_key))));
	TRY(id ? begin_again(cx, s, id) : begin(cx, s, &id));
	return bid_link_make_in_tx(cx, s->centre_id, id, ret);
}

/* --- part by part ------------------------------------------------------------------------------------------------- */

/* Whoever saves has seen what is there, and it is still a draft. */
static err touch(struct cx *cx, int64_t centre_id, int64_t bid_id, int64_t version)
{
	struct forward_state s;
	int64_t changed;
	TRY(bid_state(cx, centre_id, bid_id, &s));
	if (!str_is(s.stage, "draft"))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(db_exec(cx, &forward_draft_sql[TOUCH], &changed, V(centre_id, bid_id, version, cx->today)));
	return changed ? OK : fail(cx, E_STALE, "forward.stale", NO_ARGS);
}

static err save_line(struct cx *cx, const struct bid_change *c)
{
	const struct forward_line *l = c->line;
	int64_t n;
	if (l->id)
		return db_exec(cx, &forward_draft_sql[SAVE_LINE], NULL,
		               V(c->centre_id, c->bid_id, l->id, l->building, l->units, l->rooms, l->use_percent,
		                 l->planned_cents, l->reason, l->plan));
	TRY(db_int(cx, &forward_draft_sql[COUNT_LINES], &n, V(c->centre_id, c->bid_id)));
	if (n >= BID_MOST_LINES)
		return fail(cx, E_INVALID, "forward.too_many_lines", NO_ARGS);
	return db_exec(cx, &forward_draft_sql[ADD_LINE], NULL,
	               V(c->centre_id, c->bid_id, l->block, l->building, l->units, l->rooms, l->use_percent,
	                 l->planned_cents, l->reason, l->plan));
}

err bid_change_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct bid_change *c = in;
	ASSERT(db_in_tx(cx));
	TRY(touch(cx, c->centre_id, c->bid_id, c->version));
	audit_note(cx, "forward.draft", bid_object(cx, c->bid_id), MAYBE(c->centre_id));
	if (c->group)
		return db_exec(cx, &forward_draft_sql[SAVE_GROUP], NULL,
		               V(c->centre_id, c->bid_id, c->group->name, c->group->kind, c->group->ags8,
		                 c->group->volunteers, c->group->employees, c->group->helpers, c->group->about));
	if (c->contact)
		return db_exec(cx, &forward_draft_sql[SAVE_CONTACT], NULL,
		               V(c->centre_id, c->bid_id, c->contact->contact_name, c->contact->street,
		                 c->contact->postcode, c->contact->place, c->contact->phone, c->contact->email));
	if (c->bank)
		return db_exec(cx, &forward_draft_sql[SAVE_BANK], NULL,
		               V(c->centre_id, c->bid_id, c->bank->iban, c->bank->bank, c->bank->holder));
	if (c->line)
		return save_line(cx, c);
	return db_exec(cx, &forward_draft_sql[DROP_LINE], NULL, V(c->centre_id, c->bid_id, c->remove_line));
}

/* --- sending ------------------------------------------------------------------------------------------------------ */

static void gap(struct cx *cx, struct list *ret, bool missing, const char *key, const char *step)
{
	if (missing)
		*LIST_ADD(cx->mem, ret, struct bid_gap) = (struct bid_gap){ key, step };
}

err bid_gaps(struct cx *cx, const struct tenant *centre, const struct forward_round *r, const struct forward_bid *b,
             struct list *ret)
{
	struct forward_contact c;
	struct list lines = { 0 }, quotas = { 0 };
	struct block_sum sum;
	TRY(bid_contact(cx, centre->id, b->id, &c));
	TRY(bid_lines(cx, centre->id, b->id, &lines));
	TRY(quota_list(cx, centre->id, r->id, &quotas));
	TRY(bid_reckon(cx, centre, r, &lines, &sum));
	gap(cx, ret, !b->name.p, "forward.gap_group", "group");
	gap(cx, ret, b->name.p && !b->ags8.p && quotas.n > 0, "forward.gap_town", "group");
	gap(cx, ret, !c.email.p, "forward.gap_contact", "contact");
	gap(cx, ret, !c.iban.p, "forward.gap_bank", "bank");
	gap(cx, ret, lines.n == 0, "forward.gap_lines", "lines");
	gap(cx, ret, sum.refused, "forward.gap_refused", "lines");
	return OK;
}

static err write_amounts(struct cx *cx, const struct tenant *centre, const struct forward_round *r, int64_t bid_id,
                         int64_t *ret_cents)
{
	struct list lines = { 0 };
	struct block_sum sum;
	TRY(bid_lines(cx, centre->id, bid_id, &lines));
	TRY(bid_reckon(cx, centre, r, &lines, &sum));
	LIST_EACH (const struct block_amount, m, &sum.amounts)
		TRY(db_exec(cx, &forward_draft_sql[ASK_LINE], NULL,
		            V(centre->id, bid_id, m->line_id, m->cents, m->units)));
	*ret_cents = sum.cents;
	return db_exec(cx, &forward_draft_sql[ASK], NULL, V(centre->id, bid_id, sum.cents));
}

err bid_submit_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct bid_submit *s = in;
	struct forward_bid b;
	struct forward_round r;
	struct list gaps = { 0 };
	struct forward_state before;
	int64_t cents;
	TRY(bid_find(cx, s->centre->id, s->bid_id, &b));
	TRY(round_find(cx, s->centre->id, b.round_id, &r));
	TRY(touch(cx, s->centre->id, s->bid_id, s->version));
	TRY(bid_gaps(cx, s->centre, &r, &b, &gaps));
	if (gaps.n)
		return fail(cx, E_INVALID, LIST_AT(&gaps, struct bid_gap, 0)->key, NO_ARGS);
	TRY(write_amounts(cx, s->centre, &r, b.id, &cents));
	TRY(bid_state(cx, s->centre->id, s->bid_id, &before));
	struct bid_step step = { .centre_id = s->centre->id,
		                 .bid_id = b.id,
		                 .seen = before.seq,
		                 .kind = "submitted",
		                 .cents = MAYBE(cents),
		                 .actor = b.name };
	TRY(bid_step_in_tx(cx, &step, NULL));
	if (!round_in_window(&r, cx->today)) {
		step.kind = "late";
		step.seen++;
		step.cents = (struct maybe){ 0 };
		TRY(bid_step_in_tx(cx, &step, NULL));
	}
	return forward_mail_in_tx(cx, s->centre->id, b.id, "submitted");
}

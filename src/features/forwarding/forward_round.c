#include "features/forwarding/forward_round.h"

#include <inttypes.h>

#include "base/money.h"
#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/rulebook/rulebook.h"

static const char *const programmes[] = { "prevention", "komman", "other", NULL };
const struct choices forward_programme_choices = { "forward_programme", programmes };
static const char *const quotas[] = { "none", "equal", "own", NULL };
const struct choices forward_quota_choices = { "forward_quota_by", quotas };

#define ROUND_FIELDS                                                                                                   \
	FIELD(struct forward_round, title, KIND_TEXT, .input = true, .required = true, .max = 120),                    \
	        FIELD(struct forward_round, programme, KIND_CHOICE, .choices = &forward_programme_choices,             \
	              .input = true, .required = true),                                                                \
	        FIELD(struct forward_round, year, KIND_INT, .input = true, .required = true, .min = 2012,              \
	              .max = 2100),                                                                                    \
	        FIELD(struct forward_round, opens_on, KIND_DAY, .input = true, .required = true),                      \
	        FIELD(struct forward_round, closes_on, KIND_DAY, .input = true, .required = true),                     \
	        FIELD(struct forward_round, decide_by, KIND_DAY, .input = true),                                       \
	        FIELD(struct forward_round, from_day, KIND_DAY, .input = true, .required = true),                      \
	        FIELD(struct forward_round, to_day, KIND_DAY, .input = true, .required = true),                        \
	        FIELD(struct forward_round, proof_due, KIND_DAY, .input = true, .required = true),                     \
	        FIELD(struct forward_round, budget_cents, KIND_MONEY, .input = true, .required = true, .min = 1,       \
	              .max = 1000000000),                                                                              \
	        FIELD(struct forward_round, per_bid_cents, KIND_MONEY, .maybe = true, .input = true, .min = 1,         \
	              .max = 1000000000),                                                                              \
	        FIELD(struct forward_round, room_once, KIND_BOOL, .input = true),                                      \
	        FIELD(struct forward_round, calls, KIND_BOOL, .input = true),                                          \
	        FIELD(struct forward_round, about, KIND_TEXT, .input = true, .lines = true, .max = 2000)
static const struct field round_fields[] = {
	FIELD(struct forward_round, id, KIND_INT),
	FIELD(struct forward_round, version, KIND_INT, .hidden = true),
	FIELD(struct forward_round, centre_id, KIND_INT, .hidden = true),
	ROUND_FIELDS,
	FIELD(struct forward_round, quota_by, KIND_CHOICE, .choices = &forward_quota_choices),
	FIELD(struct forward_round, granted_cents, KIND_MONEY),
	FIELD(struct forward_round, left_cents, KIND_MONEY),
	FIELD(struct forward_round, path, KIND_PATH),
};
const struct record forward_round_rec = RECORD("forward_round", struct forward_round, round_fields);
static const struct field form_fields[] = {
	FIELD(struct forward_round, version, KIND_INT, .hidden = true),
	ROUND_FIELDS,
};
const struct record forward_round_form_rec = RECORD("forward_round", struct forward_round, form_fields);

static const struct field quota_fields[] = {
	FIELD(struct forward_quota, round_id, KIND_INT, .hidden = true),
	FIELD(struct forward_quota, ags8, KIND_TEXT),
	FIELD(struct forward_quota, town, KIND_TEXT),
	FIELD(struct forward_quota, weight, KIND_DECIMAL),
	FIELD(struct forward_quota, quota_cents, KIND_MONEY),
	FIELD(struct forward_quota, granted_cents, KIND_MONEY),
	FIELD(struct forward_quota, left_cents, KIND_MONEY),
};
const struct record forward_quota_rec = RECORD("forward_quota", struct forward_quota, quota_fields);

static const struct field block_fields[] = {
	FIELD(struct forward_block, round_id, KIND_INT, .hidden = true),
	FIELD(struct forward_block, block, KIND_CHOICE, .choices = &block_choices),
	FIELD(struct forward_block, unit_cents, KIND_MONEY, .maybe = true, .input = true, .min = 1, .max = 100000000),
	FIELD(struct forward_block, most_units, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 100000),
	FIELD(struct forward_block, min_cents, KIND_MONEY, .maybe = true, .input = true, .min = 1, .max = 100000000),
	FIELD(struct forward_block, use_percent, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 100),
	FIELD(struct forward_block, plan_above_cents, KIND_MONEY, .maybe = true, .input = true, .min = 1,
	      .max = 100000000),
	FIELD(struct forward_block, paperless, KIND_BOOL, .input = true),
	FIELD(struct forward_block, path, KIND_PATH, .hidden = true),
};
const struct record forward_block_rec = RECORD("forward_block", struct forward_block, block_fields);

#define ROUND                                                                                                          \
	"SELECT id, version, centre_id, title, programme, year, opens_on, closes_on, decide_by, from_day, to_day, "    \
	"proof_due, budget_cents, granted_cents, budget_cents - granted_cents AS left_cents, per_bid_cents, "          \
	"quota_by, calls, "                                                                                            \
	"room_once, about FROM forward_round"
#define BLOCK                                                                                                          \
	"SELECT round_id, block, unit_cents, most_units, min_cents, use_percent, plan_above_cents, paperless"          \
	" FROM forward_block WHERE centre_id = $1 AND round_id = $2"
enum {
	LIST_ROUNDS,
	LIST_PUBLIC,
	FIND,
	CURRENT,
	ADD,
	CHANGE,
	TITLE_TAKEN,
	BIDS_OF,
	TOUCH,
	LIST_QUOTAS,
	DROP_QUOTAS,
	ADD_QUOTA,
	LIST_BLOCKS,
	FIND_BLOCK,
	SAVE_BLOCK,
	DROP_BLOCK,
	DROP_BLOCKS,
	GRANTED_WITH
};
const struct sql forward_round_sql[] = {
	[LIST_ROUNDS] = { ROUND " WHERE centre_id = $1 ORDER BY closes_on DESC, id DESC LIMIT 200", "i" },
	[LIST_PUBLIC] = { ROUND " WHERE centre_id = $1 AND opens_on <= $2 AND to_day >= $2"
	                        " ORDER BY closes_on DESC, id DESC LIMIT 20",
	                  "id" },
	[FIND] = { ROUND " WHERE centre_id = $1 AND id = $2", "ii" },
	[CURRENT] = { ROUND " WHERE centre_id = $1 ORDER BY closes_on DESC, id DESC LIMIT 1", "i" },
	[ADD] = { "INSERT INTO forward_round (centre_id, title, programme, year, opens_on, closes_on, from_day, to_day,"
	          " proof_due, budget_cents, per_bid_cents, calls, room_once, about, quota_by, recorded_by, "
	          "recorded_at, decide_by)"
	          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'none', $15, $16, $17) "
	          "RETURNING "
	          "id",
	          "issidddddiiiisstd" },
	[CHANGE] = { "UPDATE forward_round SET title = $3, programme = $4, year = $5, opens_on = $6, closes_on = $7,"
	             " from_day = $8, to_day = $9, proof_due = $10, budget_cents = $11, per_bid_cents = $12, calls = "
	             "$13,"
	             " room_once = $14, about = $15, decide_by = $17, version = version + 1 WHERE centre_id = $1 AND "
	             "id = $2 AND "
	             "version = $16",
	             "iissidddddiiiisid" },
	[TITLE_TAKEN] = { "SELECT COUNT(*) AS n FROM forward_round WHERE centre_id = $1 AND title = $2 AND id <> $3",
	                  "isi" },
	[BIDS_OF] = { "SELECT COUNT(*) AS n FROM forward_bid WHERE centre_id = $1 AND round_id = $2", "ii" },
	[TOUCH] = { "UPDATE forward_round SET quota_by = $3, version = version + 1 WHERE centre_id = $1 AND id = $2"
	            " AND version = $4",
	            "iisi" },
	[LIST_QUOTAS] = { "SELECT q.round_id, q.ags8, m.name AS town, q.weight, q.quota_cents, q.granted_cents,"
	                  " q.quota_cents - q.granted_cents AS left_cents FROM forward_quota q JOIN municipality m ON"
	                  " m.ags8 = q.ags8 WHERE q.centre_id = $1 AND q.round_id = $2 ORDER BY m.sort_name LIMIT 200",
	                  "ii" },
	[DROP_QUOTAS] = { "DELETE FROM forward_quota WHERE centre_id = $1 AND round_id = $2", "ii" },
	/* What was granted to the bids of the town, but to those that were withdrawn afterwards. */
	[ADD_QUOTA] = { "INSERT INTO forward_quota (round_id, centre_id, ags8, weight, quota_cents, granted_cents)"
	                " VALUES ($1, $2, $3, $4, $5, (SELECT CAST(COALESCE(SUM(e.cents), 0) AS BIGINT) FROM "
	                "forward_bid b"
	                " JOIN forward_event e ON e.bid_id = b.id AND e.kind = 'granted' WHERE b.round_id = $1"
	                " AND b.centre_id = $2 AND b.ags8 = $3 AND NOT EXISTS (SELECT 1 FROM forward_event w WHERE"
	                " w.bid_id = b.id AND w.kind = 'withdrawn')))",
	                "iisii" },
	[LIST_BLOCKS] = { BLOCK " LIMIT 100", "ii" },
	[FIND_BLOCK] = { BLOCK " AND block = $3", "iis" },
	[SAVE_BLOCK] = { "INSERT INTO forward_block (centre_id, round_id, block, unit_cents, most_units, min_cents,"
	                 " use_percent, plan_above_cents, paperless) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
	                 " ON CONFLICT (round_id, block) DO UPDATE SET unit_cents = $4, most_units = $5, min_cents = "
	                 "$6,"
	                 " use_percent = $7, plan_above_cents = $8, paperless = $9",
	                 "iisiiiiii" },
	[DROP_BLOCK] = { "DELETE FROM forward_block WHERE centre_id = $1 AND round_id = $2 AND block = $3", "iis" },
	[DROP_BLOCKS] = { "DELETE FROM forward_block WHERE centre_id = $1 AND round_id = $2", "ii" },
	[GRANTED_WITH] = { "SELECT COUNT(*) AS n FROM forward_decision d JOIN forward_share s ON s.proposal_id ="
	                   " d.proposal_id AND s.cents > 0 JOIN forward_line l ON l.id = s.line_id JOIN forward_bid b "
	                   "ON"
	                   " b.id = l.bid_id WHERE d.centre_id = $1 AND d.agreed = 1 AND b.round_id = $2 AND l.block = "
	                   "$3",
	                   "iis" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

err round_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &forward_round_sql[LIST_ROUNDS], &forward_round_rec, ret, V(centre_id));
}

err round_list_public(struct cx *cx, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &forward_round_sql[LIST_PUBLIC], &forward_round_rec, ret, V(centre_id, cx->today));
}

bool round_in_window(const struct forward_round *r, day on)
{
	return day_cmp(r->opens_on, on) <= 0 && day_cmp(on, r->closes_on) <= 0;
}

static err round_or_words(struct cx *cx, err e)
{
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "forward.no_round", NO_ARGS) : e;
}

err round_find(struct cx *cx, int64_t centre_id, int64_t id, struct forward_round *ret)
{
	return round_or_words(cx, db_row(cx, &forward_round_sql[FIND], &forward_round_rec, ret, V(centre_id, id)));
}

err round_current(struct cx *cx, int64_t centre_id, struct forward_round *ret)
{
	return round_or_words(cx, db_row(cx, &forward_round_sql[CURRENT], &forward_round_rec, ret, V(centre_id)));
}

err quota_list(struct cx *cx, int64_t centre_id, int64_t round_id, struct list *ret)
{
	return db_list(cx, &forward_round_sql[LIST_QUOTAS], &forward_quota_rec, ret, V(centre_id, round_id));
}

static int by_place(const void *a, const void *b)
{
	const struct block *x = block_of_code(((const struct forward_block *)a)->block);
	const struct block *y = block_of_code(((const struct forward_block *)b)->block);
	return (x > y) - (x < y);
}

err block_list(struct cx *cx, int64_t centre_id, int64_t round_id, struct list *ret)
{
	TRY(db_list(cx, &forward_round_sql[LIST_BLOCKS], &forward_block_rec, ret, V(centre_id, round_id)));
	list_sort(ret, by_place);
	return OK;
}

err block_find(struct cx *cx, int64_t centre_id, int64_t round_id, str block, struct forward_block *ret)
{
	return db_row(cx, &forward_round_sql[FIND_BLOCK], &forward_block_rec, ret, V(centre_id, round_id, block));
}

/* --- rules -------------------------------------------------------------------------------------------------------- */

static void take_rule(const struct list *rules, const struct tenant *centre, day on, struct block_rule *r)
{
	const struct rule *rule =
	        r->block->item ? term_of(rules, str_of(r->block->item), centre->kind, centre->id, on) : NULL;
	if (!rule)
		return;
	r->in_force = true;
	r->lump_cents = rule->unit_cents;
	if (rule->quantity.has)
		r->lump_units = MAYBE(rule->quantity.v / 1000);
	r->code = rule->code;
	r->source = rule->source;
	r->mark = rule->mark;
}

err round_terms(struct cx *cx, const struct tenant *centre, const struct forward_round *round, struct block_terms *ret)
{
	struct list rules = { 0 }, offered = { 0 };
	int64_t most;
	TRY(rules_known(cx, cx->now, &rules));
	TRY(block_list(cx, centre->id, round->id, &offered));
	*ret = (struct block_terms){ .room_once = round->room_once, .per_bid_cents = round->per_bid_cents };
	LIST_EACH (const struct forward_block, b, &offered) {
		struct block_rule *r = LIST_ADD(cx->mem, &ret->rules, struct block_rule);
		*r = (struct block_rule){ .block = block_of_code(b->block),
			                  .unit_cents = b->unit_cents,
			                  .most_units = b->most_units,
			                  .min_cents = b->min_cents,
			                  .use_percent = b->use_percent,
			                  .above_cents = b->plan_above_cents };
		take_rule(&rules, centre, round->from_day, r);
	}
	const struct rule *house = term_of(&rules, S("third_per_building"), centre->kind, centre->id, round->from_day);
	if (house && str_to_int(house->value, &most))
		ret->per_building = MAYBE(most);
	return OK;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static str object_of(struct cx *cx, int64_t round_id)
{
	return str_print(cx->mem, "forwarding/rounds/%" PRId64, round_id);
}

static err stale(struct cx *cx, int64_t changed)
{
	return changed ? OK : fail(cx, E_STALE, "forward.stale", NO_ARGS);
}

static err check_round(struct cx *cx, const struct forward_round *r, const struct forward_round *before)
{
	int64_t taken, bids;
	TRY(db_int(cx, &forward_round_sql[BIDS_OF], &bids, V(r->centre_id, r->id)));
	TRY(db_int(cx, &forward_round_sql[TITLE_TAKEN], &taken, V(r->centre_id, r->title, r->id)));
	err e = OK;
	if (taken)
		e = problem_add(cx, "title", "forward.title_taken", NO_ARGS);
	if (day_cmp(r->closes_on, r->opens_on) < 0)
		e = problem_add(cx, "closes_on", "forward.before_opening", NO_ARGS);
	if (day_is(r->decide_by) && day_cmp(r->decide_by, r->closes_on) < 0)
		e = problem_add(cx, "decide_by", "forward.before_closing", NO_ARGS);
	if (day_cmp(r->to_day, r->from_day) < 0)
		e = problem_add(cx, "to_day", "forward.before_begin", NO_ARGS);
	if (day_cmp(r->proof_due, r->from_day) <= 0)
		e = problem_add(cx, "proof_due", "forward.before_begin", NO_ARGS);
	if (r->budget_cents < before->granted_cents)
		e = problem_add(cx, "budget_cents", "forward.below_granted",
		                ARGS({ "granted", say_money(cx->words, cx->mem, before->granted_cents) }));
	if (bids && !str_eq(r->programme, before->programme))
		e = problem_add(cx, "programme", "forward.programme_fixed", NO_ARGS);
	return e;
}

/* The weights as shares of the budget. */
static err write_quotas(struct cx *cx, const struct forward_round *r, const struct list *weights)
{
	int64_t *in = NEW_ARRAY(cx->mem, int64_t, weights->n + 1), *out = NEW_ARRAY(cx->mem, int64_t, weights->n + 1);
	for (size_t i = 0; i < weights->n; i++)
		in[i] = LIST_AT(weights, struct forward_quota, i)->weight;
	money_split(r->budget_cents, in, weights->n, out);
	TRY(db_exec(cx, &forward_round_sql[DROP_QUOTAS], NULL, V(r->centre_id, r->id)));
	for (size_t i = 0; i < weights->n; i++) {
		const struct forward_quota *q = LIST_AT(weights, struct forward_quota, i);
		err e = db_exec(cx, &forward_round_sql[ADD_QUOTA], NULL,
		                V(r->id, r->centre_id, q->ags8, q->weight, out[i]));
		if (e == E_INVALID) {
			fault_clear(cx);
			return problem_add(cx, "weight", "forward.quota_below_granted", ARGS({ "town", q->town }));
		}
		TRY(e);
	}
	return OK;
}

static err offer_all(struct cx *cx, const struct forward_round *r)
{
	for (const struct block *b = blocks; b->code; b++)
		if (block_of_programme(b, r->programme))
			TRY(db_exec(cx, &forward_round_sql[SAVE_BLOCK], NULL,
			            V(r->centre_id, r->id, str_of(b->code), (struct maybe){ 0 }, (struct maybe){ 0 },
			              (struct maybe){ 0 }, (struct maybe){ 0 }, (struct maybe){ 0 }, b->item != NULL)));
	return OK;
}

static err add_round(struct cx *cx, struct forward_round *r)
{
	TRY(check_round(cx, r, &(struct forward_round){ 0 }));
	TRY(db_int(cx, &forward_round_sql[ADD], &r->id,
	           V(r->centre_id, r->title, r->programme, r->year, r->opens_on, r->closes_on, r->from_day, r->to_day,
	             r->proof_due, r->budget_cents, r->per_bid_cents, r->calls, r->room_once, r->about,
	             user_signature(cx), cx->now, r->decide_by)));
	r->version = 1;
	r->quota_by = S("none");
	audit_change(cx, "forward.round", object_of(cx, r->id), MAYBE(r->centre_id), &forward_round_rec, NULL, r);
	return offer_all(cx, r);
}

static err change_round(struct cx *cx, struct forward_round *r)
{
	struct forward_round before;
	struct list weights = { 0 };
	int64_t changed;
	TRY(round_find(cx, r->centre_id, r->id, &before));
	if (before.version != r->version)
		return stale(cx, 0);
	TRY(check_round(cx, r, &before));
	TRY(db_exec(cx, &forward_round_sql[CHANGE], &changed,
	            V(r->centre_id, r->id, r->title, r->programme, r->year, r->opens_on, r->closes_on, r->from_day,
	              r->to_day, r->proof_due, r->budget_cents, r->per_bid_cents, r->calls, r->room_once, r->about,
	              r->version, r->decide_by)));
	TRY(stale(cx, changed));
	r->version++;
	r->quota_by = before.quota_by;
	r->granted_cents = before.granted_cents;
	audit_change(cx, "forward.round", object_of(cx, r->id), MAYBE(r->centre_id), &forward_round_rec, &before, r);
	if (!str_eq(r->programme, before.programme)) { /* the blocks of the other programme, as in a new round */
		TRY(db_exec(cx, &forward_round_sql[DROP_BLOCKS], NULL, V(r->centre_id, r->id)));
		TRY(offer_all(cx, r));
	}
	TRY(quota_list(cx, r->centre_id, r->id, &weights));
	return r->budget_cents == before.budget_cents ? OK : write_quotas(cx, r, &weights);
}

err round_save_in_tx(struct cx *cx, const void *in, void *ret)
{
	struct forward_round *r = ret;
	ASSERT(db_in_tx(cx));
	*r = *(const struct forward_round *)in;
	return r->id ? change_round(cx, r) : add_round(cx, r);
}

static str kind_of(const struct list *weights)
{
	int64_t first = weights->n ? LIST_AT(weights, struct forward_quota, 0)->weight : 0;
	LIST_EACH (const struct forward_quota, q, weights)
		if (q->weight != first)
			return S("own");
	return weights->n ? S("equal") : S("none");
}

err quota_save_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct quota_save *s = in;
	struct forward_round *r = ret;
	int64_t changed;
	TRY(round_find(cx, s->centre_id, s->round_id, r));
	TRY(db_exec(cx, &forward_round_sql[TOUCH], &changed, V(r->centre_id, r->id, kind_of(&s->weights), s->version)));
	TRY(stale(cx, changed));
	TRY(write_quotas(cx, r, &s->weights));
	LIST_EACH (const struct forward_quota, q, &s->weights)
		audit_change(cx, "forward.quota", object_of(cx, r->id), MAYBE(r->centre_id), &forward_quota_rec, NULL,
		             q);
	if (s->weights.n == 0)
		audit_note(cx, "forward.quota", object_of(cx, r->id), MAYBE(r->centre_id));
	return OK;
}

err block_save_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct block_save *s = in;
	const struct forward_block *b = &s->block;
	struct forward_block before;
	struct forward_round r;
	TRY(round_find(cx, s->centre_id, b->round_id, &r));
	err e = block_find(cx, s->centre_id, b->round_id, b->block, &before);
	if (e != OK && e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	int64_t granted = 0;
	if (s->remove)
		TRY(db_int(cx, &forward_round_sql[GRANTED_WITH], &granted, V(s->centre_id, b->round_id, b->block)));
	if (granted)
		return fail(cx, E_INVALID, "forward.block_granted", NO_ARGS);
	if (s->remove)
		TRY(db_exec(cx, &forward_round_sql[DROP_BLOCK], NULL, V(s->centre_id, b->round_id, b->block)));
	else
		TRY(db_exec(cx, &forward_round_sql[SAVE_BLOCK], NULL,
		            V(s->centre_id, b->round_id, b->block, b->unit_cents, b->most_units, b->min_cents,
		              b->use_percent, b->plan_above_cents, b->paperless)));
	audit_change(cx, "forward.block", object_of(cx, r.id), MAYBE(s->centre_id), &forward_block_rec,
	             e == OK ? &before : NULL, s->remove ? NULL : b);
	return OK;
}

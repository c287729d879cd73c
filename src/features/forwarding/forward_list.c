#include "features/forwarding/forward_list.h"

#include <inttypes.h>

#include "core/spending.h"
#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"

static const struct field row_fields[] = {
	FIELD(struct bid_row, id, KIND_INT),
	FIELD(struct bid_row, name, KIND_TEXT),
	FIELD(struct bid_row, kind, KIND_CHOICE, .choices = &forward_kind_choices),
	FIELD(struct bid_row, town, KIND_TEXT),
	FIELD(struct bid_row, last, KIND_TEXT, .hidden = true),
	FIELD(struct bid_row, stage, KIND_CHOICE, .choices = &forward_stage_choices),
	FIELD(struct bid_row, stage_text, KIND_TEXT, .hidden = true),
	FIELD(struct bid_row, tone, KIND_TEXT, .hidden = true),
	FIELD(struct bid_row, asked_cents, KIND_MONEY, .maybe = true),
	FIELD(struct bid_row, proposed_cents, KIND_MONEY, .maybe = true),
	FIELD(struct bid_row, granted_cents, KIND_MONEY, .maybe = true),
	FIELD(struct bid_row, points, KIND_INT, .maybe = true),
	FIELD(struct bid_row, submitted_on, KIND_DAY),
	FIELD(struct bid_row, late, KIND_BOOL),
	FIELD(struct bid_row, rank, KIND_TEXT, .hidden = true),
	FIELD(struct bid_row, path, KIND_PATH, .hidden = true),
};
const struct record bid_row_rec = RECORD("bid_row", struct bid_row, row_fields);
static const struct field table_fields[] = {
	FIELD(struct bid_row, name, KIND_TEXT),
	FIELD(struct bid_row, kind, KIND_CHOICE, .choices = &forward_kind_choices),
	FIELD(struct bid_row, town, KIND_TEXT),
	FIELD(struct bid_row, submitted_on, KIND_DAY),
	FIELD(struct bid_row, late, KIND_BOOL),
	FIELD(struct bid_row, points, KIND_INT, .maybe = true),
	FIELD(struct bid_row, asked_cents, KIND_MONEY, .maybe = true),
	FIELD(struct bid_row, proposed_cents, KIND_MONEY, .maybe = true),
	FIELD(struct bid_row, granted_cents, KIND_MONEY, .maybe = true),
	FIELD(struct bid_row, stage, KIND_CHOICE, .choices = &forward_stage_choices),
};
const struct record bid_table_rec = RECORD("bid_row", struct bid_row, table_fields);

static const struct field counts_fields[] = {
	FIELD(struct round_counts, drafts, KIND_INT),        FIELD(struct round_counts, submitted, KIND_INT),
	FIELD(struct round_counts, proposed, KIND_INT),      FIELD(struct round_counts, granted, KIND_INT),
	FIELD(struct round_counts, paid, KIND_INT),          FIELD(struct round_counts, proof, KIND_INT),
	FIELD(struct round_counts, asked_cents, KIND_MONEY), FIELD(struct round_counts, proposed_cents, KIND_MONEY),
};
const struct record round_counts_rec = RECORD("round_counts", struct round_counts, counts_fields);

static const struct field payment_fields[] = {
	FIELD(struct payment, bid_id, KIND_INT, .hidden = true),
	FIELD(struct payment, holder, KIND_TEXT),
	FIELD(struct payment, iban, KIND_TEXT),
	FIELD(struct payment, bank, KIND_TEXT),
	FIELD(struct payment, cents, KIND_MONEY),
	FIELD(struct payment, reference, KIND_TEXT),
	FIELD(struct payment, name, KIND_TEXT),
	FIELD(struct payment, round, KIND_TEXT),
	FIELD(struct payment, granted_on, KIND_DAY),
	FIELD(struct payment, path, KIND_PATH, .hidden = true),
};
const struct record payment_rec = RECORD("payment", struct payment, payment_fields);

struct tasks_row {
	int64_t rank, decide, proofs, due;
	str slug;
};
static const struct field tasks_fields[] = {
	FIELD(struct tasks_row, rank, KIND_INT),   FIELD(struct tasks_row, decide, KIND_INT),
	FIELD(struct tasks_row, proofs, KIND_INT), FIELD(struct tasks_row, due, KIND_INT),
	FIELD(struct tasks_row, slug, KIND_TEXT),
};
static const struct record tasks_rec = RECORD("forward_tasks", struct tasks_row, tasks_fields);

#define LAST "(SELECT e.kind FROM forward_event e WHERE e.bid_id = b.id AND e.turns = 1 ORDER BY e.seq DESC LIMIT 1)"
#define OF_KIND " FROM forward_event e WHERE e.bid_id = b.id AND e.kind = "
#define GRANTED_CENTS "(SELECT e.cents" OF_KIND "'granted' ORDER BY e.seq DESC LIMIT 1)"
#define GRANTED_ON "(SELECT e.day" OF_KIND "'granted' ORDER BY e.seq DESC LIMIT 1)"
/* The events of a bid read once: what the newest of a kind says is the greatest with its number before it. */
#define NEWEST_STAGE "substr(MAX(CASE WHEN e.turns = 1 THEN CAST(100000 + e.seq AS TEXT) || e.kind END), 7)"
#define NEWEST_PROPOSED "MAX(CASE WHEN e.kind = 'proposed' THEN e.seq * 10000000000 + e.cents END) % 10000000000"
#define NEWEST_POINTS "MAX(CASE WHEN e.kind = 'ranked' THEN e.seq * 1000 + e.points END) % 1000"
#define IF_RANK "CAST(COALESCE(SUM(CASE WHEN x.last IN ('submitted', 'sent_back') THEN 1 ELSE 0 END), 0) AS BIGINT)"
#define IF_DECIDE "CAST(COALESCE(SUM(CASE WHEN x.last = 'proposed' THEN 1 ELSE 0 END), 0) AS BIGINT)"
#define IF_PROOF "CAST(COALESCE(SUM(CASE WHEN x.last = 'proof_sent' THEN 1 ELSE 0 END), 0) AS BIGINT)"
enum { LIST, COUNT, PAYMENTS, TASKS, SPENT };
const struct sql forward_list_sql[] = {
	/* As text all ranks are equally long: more points come first, those without any last. */
	[LIST] = { "SELECT y.* FROM (SELECT x.*, CAST(1900 - COALESCE(x.points, 0) AS TEXT) AS rank FROM (SELECT b.id, "
	           "b.name,"
	           " b.kind, m.name AS town, b.asked_cents, " NEWEST_STAGE " AS last, " NEWEST_PROPOSED
	           " AS proposed_cents, MAX(CASE WHEN e.kind = 'granted' THEN e.cents END) AS "
	           "granted_cents, " NEWEST_POINTS " AS points, MAX(CASE WHEN e.kind = 'submitted' THEN e.day END) AS "
	           "submitted_on, MAX(CASE WHEN e.kind ="
	           " 'late' THEN 1 ELSE 0 END) AS late FROM forward_bid b JOIN forward_event e ON e.bid_id = b.id LEFT "
	           "JOIN"
	           " municipality m ON m.ags8 = b.ags8 WHERE b.centre_id = $1 AND b.round_id = $2 AND b.asked_cents IS "
	           "NOT"
	           " NULL AND ($3 IS NULL OR b.ags8 = $3) GROUP BY b.id, b.name, b.kind, m.name, b.asked_cents) x) y"
	           " WHERE ($4 IS NULL OR $4 LIKE '%,' || y.last || ',%') AND (y.rank > $5 OR (y.rank = $5 AND y.id > "
	           "$6))"
	           " ORDER BY y.rank, y.id LIMIT $7",
	           "iisssii" },
	[COUNT] = { "SELECT CAST(COALESCE(SUM(CASE WHEN x.last = 'started' THEN 1 ELSE 0 END), 0) AS BIGINT) AS drafts,"
	            " " IF_RANK " AS submitted, " IF_DECIDE " AS proposed, CAST(COALESCE(SUM(CASE WHEN x.last IN"
	            " ('granted', 'accepted', 'called') THEN 1 ELSE 0 END), 0) AS BIGINT) AS granted, "
	            "CAST(COALESCE(SUM(CASE"
	            " WHEN x.last IN ('handed_over', 'proof_back') THEN 1 ELSE 0 END), 0) AS BIGINT) AS paid, " IF_PROOF
	            " AS proof, CAST(COALESCE(SUM(x.asked_cents), 0) AS BIGINT) AS asked_cents,"
	            " CAST(COALESCE(SUM(CASE WHEN x.last = 'proposed' THEN x.proposed ELSE 0 END), 0) AS BIGINT) AS"
	            " proposed_cents FROM (SELECT b.asked_cents, " NEWEST_STAGE " AS last, " NEWEST_PROPOSED
	            " AS proposed FROM forward_bid b JOIN forward_event e ON e.bid_id = b.id WHERE b.centre_id = $1 AND"
	            " b.round_id = $2 GROUP BY b.id, b.asked_cents) x",
	            "ii" },
	[PAYMENTS] = { "SELECT bid_id, name, holder, iban, bank, round, cents, granted_on FROM (SELECT b.id AS bid_id,"
	               " b.name, c.holder, c.iban, c.bank, r.title AS round, " GRANTED_CENTS " AS cents, " GRANTED_ON
	               " AS granted_on, CASE WHEN r.calls = 1 THEN 'called' ELSE 'accepted' END AS wanted, " LAST
	               " AS last FROM forward_round r JOIN forward_bid b ON b.round_id = r.id JOIN forward_contact c ON"
	               " c.bid_id = b.id WHERE r.centre_id = $1 AND r.proof_due >= $2) x WHERE x.last = x.wanted"
	               " ORDER BY x.granted_on, x.bid_id LIMIT 500",
	               "id" },
	[TASKS] = { "SELECT " IF_RANK " AS rank, " IF_DECIDE " AS decide, " IF_PROOF
	            " AS proofs, CAST(COALESCE(SUM(CASE WHEN x.last IN ('handed_over', 'proof_back') AND x.proof_due < "
	            "$2"
	            " THEN 1 ELSE 0 END), 0) AS BIGINT) AS due, (SELECT slug FROM centre WHERE id = $1) AS slug"
	            " FROM (SELECT r.proof_due, " LAST
	            " AS last FROM forward_round r JOIN forward_bid b ON b.round_id = r.id"
	            " WHERE r.centre_id = $1 AND r.proof_due >= $3) x",
	            "idd" },
	/* What was paid, without what is to be repaid; and what is promised. */
	[SPENT] = { "SELECT CAST(COALESCE(SUM(CASE WHEN x.paid = 1 THEN x.cents - x.repay ELSE 0 END), 0) AS BIGINT) AS"
	            " spent_cents, CAST(COALESCE(SUM(CASE WHEN x.paid = 0 AND x.last <> 'withdrawn' THEN x.cents ELSE "
	            "0 END),"
	            " 0) AS BIGINT) AS committed_cents FROM (SELECT g.cents, " LAST
	            " AS last, COALESCE((SELECT e.cents" OF_KIND "'checked' ORDER BY e.seq DESC LIMIT 1)"
	            ", 0) AS repay, CASE WHEN EXISTS (SELECT 1" OF_KIND "'handed_over') THEN 1 ELSE 0 END AS"
	            " paid FROM forward_round r JOIN forward_bid b ON b.round_id = r.id JOIN forward_event g ON "
	            "g.bid_id = b.id"
	            " AND g.kind = 'granted' WHERE r.centre_id = $1 AND r.year = $2 AND r.programme = 'prevention') x",
	            "ii" },
	{ 0 },
};

static void add_last(struct text *t, const char *kind, str stage)
{
	if (str_eq(forward_stage_after(str_of(kind)), stage))
		text_print(t, "%s,", kind);
}

/* ",submitted,sent_back,": the events that lead to a stage. */
static str last_of(struct cx *cx, str stage)
{
	struct text t = TEXT(cx->mem);
	if (!stage.p)
		return STR_NONE;
	text_char(&t, ',');
	for (size_t i = 0; forward_event_choices.codes[i]; i++)
		add_last(&t, forward_event_choices.codes[i], stage);
	return text_str(&t);
}

err bid_list(struct cx *cx, const struct forward_round *r, const struct bid_filter *f, const struct paging *pg,
             struct list *ret)
{
	TRY(db_list(cx, &forward_list_sql[LIST], &bid_row_rec, ret,
	            V(r->centre_id, r->id, f->ags8, last_of(cx, f->stage), pg->key, pg->id, paging_limit(pg))));
	LIST_EACH (struct bid_row, b, ret) {
		b->stage = forward_stage_after(b->last);
		b->stage_text =
		        word(cx->words, cx->mem, str_print(cx->mem, "forward_stage." STR_FMT, STR_ARG(b->stage)).p);
		b->tone = forward_tone(b->stage);
		if (!str_is(b->stage, "proposed"))
			b->proposed_cents = (struct maybe){ 0 };
	}
	return OK;
}

err round_count(struct cx *cx, const struct forward_round *r, struct round_counts *ret)
{
	return db_row(cx, &forward_list_sql[COUNT], &round_counts_rec, ret, V(r->centre_id, r->id));
}

/* What was not asked for half a year after the proof was due is none. */
err payment_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &forward_list_sql[PAYMENTS], &payment_rec, ret, V(centre_id, day_add_months(cx->today, -6))));
	LIST_EACH (struct payment, p, ret)
		p->reference =
		        word_args(cx->words, cx->mem, "forward.reference",
		                  ARGS({ "id", str_print(cx->mem, "%" PRId64, p->bid_id) }, { "round", p->round }));
	return OK;
}

static void add_task(struct cx *cx, struct list *tasks, const char *key, int64_t n, str slug, const char *tail)
{
	if (n > 0)
		*LIST_ADD(cx->mem, tasks, struct task) =
		        (struct task){ .text = word_plural(cx->words, cx->mem, key, n, NO_ARGS),
			               .path = str_print(cx->mem, "/centres/" STR_FMT "/forwarding%s", STR_ARG(slug),
			                                 tail) };
}

err forward_today(struct cx *cx, struct list *tasks)
{
	struct tasks_row t;
	if (!cx->user || !cx->user->centre_id.has || !user_may(cx->user, RIGHT_FORWARD_RECORD))
		return OK;
	TRY(db_row(cx, &forward_list_sql[TASKS], &tasks_rec, &t,
	           V(cx->user->centre_id.v, cx->today, day_add_months(cx->today, -36))));
	add_task(cx, tasks, "forward.task_check", t.proofs, t.slug, "?standing=proof");
	if (user_may(cx->user, RIGHT_FORWARD_DECIDE))
		add_task(cx, tasks, "forward.task_decide", t.decide, t.slug, "?standing=proposed");
	add_task(cx, tasks, "forward.task_rank", t.rank, t.slug, "?standing=submitted");
	add_task(cx, tasks, "forward.task_due", t.due, t.slug, "?standing=paid");
	return OK;
}

err forward_offers(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	struct list rounds = { 0 };
	TRY(round_list_public(cx, centre->id, &rounds));
	LIST_EACH (const struct forward_round, r, &rounds)
		if (round_in_window(r, cx->today)) {
			str closes = say_day_long(cx->words, cx->mem, r->closes_on);
			*LIST_ADD(cx->mem, ret, struct task) =
			        (struct task){ .text = word(cx->words, cx->mem, "apply.title"),
				               .hint = str_print(cx->mem, STR_FMT ". " STR_FMT, STR_ARG(r->title),
				                                 STR_ARG(word_args(cx->words, cx->mem, "apply.window",
				                                                   ARGS({ "closes", closes })))),
				               .path = str_print(cx->mem, "/apply/" STR_FMT, STR_ARG(centre->slug)) };
			return OK; /* one entry leads to all of them */
		}
	return OK;
}

err forward_spending(struct cx *cx, int64_t centre_id, int64_t year, struct list *ret)
{
	static const struct field fields[] = { FIELD(struct spending, spent_cents, KIND_MONEY),
		                               FIELD(struct spending, committed_cents, KIND_MONEY) };
	static const struct record rec = RECORD("spending", struct spending, fields);
	struct spending s = { 0 };
	struct tenant centre;
	TRY(tenant_by_id(cx, centre_id, &centre));
	TRY(db_row(cx, &forward_list_sql[SPENT], &rec, &s, V(centre_id, year)));
	if (s.spent_cents == 0 && s.committed_cents == 0)
		return OK;
	s.item = S("volunteering_prevention");
	s.text = word(cx->words, cx->mem, "forward.spending");
	s.path = str_print(cx->mem, "/centres/" STR_FMT "/forwarding", STR_ARG(centre.slug));
	*LIST_ADD(cx->mem, ret, struct spending) = s;
	return OK;
}

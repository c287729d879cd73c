#include "features/forwarding/forward_list.h"

#include <inttypes.h>

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
#define NEWEST(column, kind_)                                                                                          \
	"(SELECT e." column " FROM forward_event e WHERE e.bid_id = b.id AND e.kind = '" kind_                         \
	"' ORDER BY e.seq DESC LIMIT 1)"
/* As text all ranks are equally long: more points come first, those without any last. */
#define ROWS                                                                                                           \
	"SELECT b.id, b.name, b.kind, m.name AS town, " LAST                                                           \
	" AS last, b.asked_cents, " NEWEST("cents", "proposed") " AS proposed_cents, " NEWEST(                         \
	        "cents",                                                                                               \
	        "granted") " AS granted_cents, " NEWEST("points",                                                      \
	                                                "ranked") " AS points, " NEWEST("day",                         \
	                                                                                "submitted") " AS "            \
	                                                                                             "submitted_on, "  \
	                                                                                             "CASE WHEN "      \
	                                                                                             "EXISTS (SELECT " \
	                                                                                             "1 FROM "         \
	                                                                                             "forward_event e" \
	                                                                                             " WHERE "         \
	                                                                                             "e.bid_id = "     \
	                                                                                             "b.id AND "       \
	                                                                                             "e.kind = "       \
	                                                                                             "'late') THEN 1 " \
	                                                                                             "ELSE 0 END AS "  \
	                                                                                             "late, "          \
	                                                                                             "CAST(1900 - "    \
	                                                                                             "COALESCE"        \
	                                                                                             "(" NEWEST(       \
	                                                                                                     "poin"    \
	                                                                                                     "ts",     \
	                                                                                                     "rank"    \
	                                                                                                     "ed") "," \
	                                                                                                           " " \
	                                                                                                           "0" \
	                                                                                                           ")" \
	                                                                                                           " " \
	                                                                                                           "A" \
	                                                                                                           "S" \
	                                                                                                           " " \
	                                                                                                           "T" \
	                                                                                                           "E" \
	                                                                                                           "X" \
	                                                                                                           "T" \
	                                                                                                           ")" \
	                                                                                                           " " \
	                                                                                                           "A" \
	                                                                                                           "S" \
	                                                                                                           " " \
	                                                                                                           "r" \
	                                                                                                           "a" \
	                                                                                                           "n" \
	                                                                                                           "k" \
	                                                                                                           " " \
	                                                                                                           "F" \
	                                                                                                           "R" \
	                                                                                                           "O" \
	                                                                                                           "M" \
	                                                                                                           " " \
	                                                                                                           "f" \
	                                                                                                           "o" \
	                                                                                                           "r" \
	                                                                                                           "w" \
	                                                                                                           "a" \
	                                                                                                           "r" \
	                                                                                                           "d" \
	                                                                                                           "_" \
	                                                                                                           "b" \
	                                                                                                           "i" \
	                                                                                                           "d" \
	                                                                                                           " " \
	                                                                                                           "b" \
	                                                                                                           " " \
	                                                                                                           "L" \
	                                                                                                           "E" \
	                                                                                                           "F" \
	                                                                                                           "T" \
	                                                                                                           " " \
	                                                                                                           "J" \
	                                                                                                           "O" \
	                                                                                                           "I" \
	                                                                                                           "N" \
	                                                                                                           " " \
	                                                                                                           "m" \
	                                                                                                           "u" \
	                                                                                                           "n" \
	                                                                                                           "i" \
	                                                                                                           "c" \
	                                                                                                           "i" \
	                                                                                                           "p" \
	                                                                                                           "a" \
	                                                                                                           "l" \
	                                                                                                           "i" \
	                                                                                                           "t" \
	                                                                                                           "y" \
	                                                                                                           " " \
	                                                                                                           "m" \
	                                                                                                           " " \
	                                                                                                           "O" \
	                                                                                                           "N" \
	                                                                                                           " " \
	                                                                                                           "m" \
	                                                                                                           "." \
	                                                                                                           "a" \
	                                                                                                           "g" \
	                                                                                                           "s" \
	                                                                                                           "8" \
	                                                                                                           " " \
	                                                                                                           "=" \
	                                                                                                           " " \
	                                                                                                           "b" \
	                                                                                                           "." \
	                                                                                                           "a" \
	                                                                                                           "g" \
	                                                                                                           "s" \
	                                                                                                           "8" \
	                                                                                                           " " \
	                                                                                                           "W" \
	                                                                                                           "H" \
	                                                                                                           "E" \
	                                                                                                           "R" \
	                                                                                                           "E" \
	                                                                                                           " " \
	                                                                                                           "b" \
	                                                                                                           "." \
	                                                                                                           "c" \
	                                                                                                           "e" \
	                                                                                                           "n" \
	                                                                                                           "t" \
	                                                                                                           "r" \
	                                                                                                           "e" \
	                                                                                                           "_" \
	                                                                                                           "i" \
	                                                                                                           "d" \
	                                                                                                           " " \
	                                                                                                           "=" \
	                                                                                                           " " \
	                                                                                                           "$" \
	                                                                                                           "1" \
	                                                                                                           " " \
	                                                                                                           "A" \
	                                                                                                           "N" \
	                                                                                                           "D" \
	                                                                                                           " " \
	                                                                                                           "b" \
	                                                                                                           "." \
	                                                                                                           "r" \
	                                                                                                           "o" \
	                                                                                                           "u" \
	                                                                                                           "n" \
	                                                                                                           "d" \
	                                                                                                           "_" \
	                                                                                                           "i" \
	                                                                                                           "d" \
	                                                                                                           " " \
	                                                                                                           "=" \
	                                                                                                           " " \
	                                                                                                           "$" \
	                                                                                                           "2" \
	                                                                                                           " " \
	                                                                                                           "A" \
	                                                                                                           "N" \
	                                                                                                           "D" \
	                                                                                                           " " \
	                                                                                                           "b" \
	                                                                                                           "." \
	                                                                                                           "a" \
	                                                                                                           "s" \
	                                                                                                           "k" \
	                                                                                                           "e" \
	                                                                                                           "d" \
	                                                                                                           "_" \
	                                                                                                           "c" \
	                                                                                                           "e" \
	                                                                                                           "n" \
	                                                                                                           "t" \
	                                                                                                           "s" \
	                                                                                                           " " \
	                                                                                                           "I" \
	                                                                                                           "S" \
	                                                                                                           " " \
	                                                                                                           "N" \
	                                                                                                           "O" \
	                                                                                                           "T" \
	                                                                                                           " " \
	                                                                                                           "N" \
	                                                                                                           "U" \
	                                                                                                           "L" \
	                                                                                                           "L"
#define IF_LAST(kinds) "CAST(COALESCE(SUM(CASE WHEN x.last IN (" kinds ") THEN 1 ELSE 0 END), 0) AS BIGINT)"
enum { LIST, COUNT, PAYMENTS, TASKS };
const struct sql
        forward_list_sql
                [] = {
	                [LIST] = { "SELECT * FROM (" ROWS
	                           ") x WHERE ($3 IS NULL OR x.id IN (SELECT id FROM forward_bid WHERE round_id = $2"
	                           " AND ags8 = $3)) AND ($4 IS NULL OR $4 LIKE '%,' || x.last || ',%') AND (x.rank > "
	                           "$5 OR (x.rank = $5 AND"
	                           " x.id > $6)) ORDER BY x.rank, x.id LIMIT $7",
	                           "iisssii" },
	                [COUNT] = { "SELECT " IF_LAST("'started'") " AS drafts, " IF_LAST("'submitted', 'sent_back'") " AS submitted, " IF_LAST("'proposed'") " AS proposed, " IF_LAST("'granted', 'accepted', 'called'") " AS granted, " IF_LAST(
	                                    "'handed_over', 'proof_back'") " AS paid, " IF_LAST("'proof_sent'") " AS "
	                                                                                                        "proof,"
	                                                                                                        " CAST("
	                                                                                                        "COALES"
	                                                                                                        "CE("
	                                                                                                        "SUM(x."
	                                                                                                        "asked_"
	                                                                                                        "cents)"
	                                                                                                        ", 0) "
	                                                                                                        "AS "
	                                                                                                        "BIGINT"
	                                                                                                        ") AS "
	                                                                                                        "asked_"
	                                                                                                        "cents,"
	                                                                                                        " CAST("
	                                                                                                        "COALES"
	                                                                                                        "CE("
	                                                                                                        "SUM("
	                                                                                                        "CASE "
	                                                                                                        "WHEN "
	                                                                                                        "x."
	                                                                                                        "last "
	                                                                                                        "= "
	                                                                                                        "'propo"
	                                                                                                        "sed' "
	                                                                                                        "THEN "
	                                                                                                        "x."
	                                                                                                        "propos"
	                                                                                                        "ed "
	                                                                                                        "ELSE "
	                                                                                                        "0 "
	                                                                                                        "END), "
	                                                                                                        "0) AS "
	                                                                                                        "BIGINT"
	                                                                                                        ") AS"
	                                                                                                        " propo"
	                                                                                                        "sed_"
	                                                                                                        "cents "
	                                                                                                        "FROM "
	                                                                                                        "(SELEC"
	                                                                                                        "T "
	                                                                                                        "b."
	                                                                                                        "asked_"
	                                                                                                        "cents,"
	                                                                                                        " " LAST
	                                                                                                        " AS "
	                                                                                                        "last,"
	                                                                                                        " " NEWEST(
	                                                                                                                "cents",
	                                                                                                                "proposed") " AS proposed FROM forward_bid b WHERE b.centre_id = $1 AND b.round_id = $2) x",
	                            "ii" },
	                [PAYMENTS] = { "SELECT bid_id, name, holder, iban, bank, round, cents, granted_on FROM (SELECT "
	                               "b.id AS bid_id, b.name, c.holder, c.iban, c.bank, r.title AS round, " NEWEST(
	                                       "cents",
	                                       "granted") " AS cents, " NEWEST("day",
	                                                                       "granted") " AS granted_on, CASE WHEN "
	                                                                                  "r.calls = 1"
	                                                                                  " THEN 'called' ELSE "
	                                                                                  "'accepted' END AS "
	                                                                                  "wanted, " LAST
	                                                                                  " AS last FROM forward_round "
	                                                                                  "r JOIN forward_bid b"
	                                                                                  " ON b.round_id = r.id JOIN "
	                                                                                  "forward_contact c ON "
	                                                                                  "c.bid_id = b.id WHERE "
	                                                                                  "r.centre_id = $1 AND"
	                                                                                  " r.to_day >= $2) x WHERE "
	                                                                                  "x.last = x.wanted ORDER BY "
	                                                                                  "x.granted_on, x.bid_id "
	                                                                                  "LIMIT 500",
	                               "id" },
	                [TASKS] = { "SELECT " IF_LAST("'submitted', 'sent_back'") " AS rank, " IF_LAST(
	                                    "'proposed'") " AS decide, " IF_LAST("'proof_sent'") " AS proofs, "
	                                                                                         "CAST(COALESCE(SUM("
	                                                                                         "CASE WHEN x.last IN "
	                                                                                         "('handed_over', "
	                                                                                         "'proof_back') AND"
	                                                                                         " x.proof_due < $2 "
	                                                                                         "THEN 1 ELSE 0 END), "
	                                                                                         "0) AS BIGINT) AS "
	                                                                                         "due, (SELECT slug "
	                                                                                         "FROM centre WHERE id "
	                                                                                         "= $1) AS slug"
	                                                                                         " FROM (SELECT "
	                                                                                         "r.proof_due, " LAST
	                                                                                         " AS last FROM "
	                                                                                         "forward_round r JOIN "
	                                                                                         "forward_bid b ON "
	                                                                                         "b.round_id = r.id"
	                                                                                         " WHERE r.centre_id = "
	                                                                                         "$1 AND r.proof_due "
	                                                                                         ">= $3) x",
	                            "idd" },
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

/* Payments that nobody asked for in three years are none. */
err payment_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &forward_list_sql[PAYMENTS], &payment_rec, ret, V(centre_id, day_add_months(cx->today, -36))));
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
	add_task(cx, tasks, "forward.task_check", t.proofs, t.slug, "?stage=proof");
	if (user_may(cx->user, RIGHT_FORWARD_DECIDE))
		add_task(cx, tasks, "forward.task_decide", t.decide, t.slug, "?stage=proposed");
	add_task(cx, tasks, "forward.task_rank", t.rank, t.slug, "?stage=submitted");
	add_task(cx, tasks, "forward.task_due", t.due, t.slug, "?stage=paid");
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

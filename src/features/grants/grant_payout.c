#include "features/grants/grant_payout.h"

#include <inttypes.h>

#include "core/user.h"
#include "db/db.h"
#include "features/rulebook/rulebook.h"

enum { MOST = 1000 };
static const struct field stored_fields[] = {
	FIELD(struct grant_payout, centre_id, KIND_INT),    FIELD(struct grant_payout, case_id, KIND_INT),
	FIELD(struct grant_payout, call_id, KIND_INT),      FIELD(struct grant_payout, year, KIND_INT),
	FIELD(struct grant_payout, cents, KIND_MONEY),      FIELD(struct grant_payout, slug, KIND_TEXT),
	FIELD(struct grant_payout, centre_name, KIND_TEXT), FIELD(struct grant_payout, programme, KIND_TEXT),
	FIELD(struct grant_payout, content, KIND_TEXT),     FIELD(struct grant_payout, approved_by, KIND_TEXT),
	FIELD(struct grant_payout, called_on, KIND_DAY),    FIELD(struct grant_payout, approved_on, KIND_DAY),
};
static const struct record stored_rec = RECORD("grant_payout_stored", struct grant_payout, stored_fields);

const struct sql grant_payout_sql[] = {
	/* tenant: all, for the Land */
	{ "SELECT g.centre_id, g.id AS case_id, c.id AS call_id, g.year, d.cents, z.slug, z.name AS centre_name,"
	  " g.programme, COALESCE(c.content, '') AS content, a.recorded_by AS approved_by, c.day AS called_on,"
	  " a.day AS approved_on"
	  " FROM grant_event a JOIN grant_event d ON d.id = a.about_id AND d.kind = 'payout_draft'"
	  " JOIN grant_event c ON c.id = d.about_id JOIN grant_case g ON g.id = c.case_id"
	  " JOIN centre z ON z.id = g.centre_id WHERE a.kind = 'approved' AND NOT EXISTS (SELECT 1 FROM grant_event p"
	  " WHERE p.about_id = c.id AND p.kind IN ('paid', 'call_withdrawn')) ORDER BY a.day, a.id LIMIT $1",
	  "i" },
	{ 0 },
};

/* Not what a revocation or the proof has overtaken. */
static err is_payable(struct cx *cx, const struct list *rules, const struct grant_payout *r, bool *ret)
{
	const struct tenant centre = { .id = r->centre_id };
	struct grant_case c;
	struct grant_state s;
	struct list events = { 0 };
	TRY(grant_case_find(cx, &centre, r->case_id, &c));
	TRY(grant_events(cx, &c, &events));
	const struct grant_terms terms = grant_terms_of(rules, &c);
	TRY(grant_state_of(cx, &c, &events, &terms, &s));
	*ret = !grant_may(&s, S("paid"), r->call_id, r->approved_on);
	return OK;
}

static err keep_payable(struct cx *cx, struct list *rows)
{
	struct list rules = { 0 };
	size_t kept = 0;
	TRY(rules_known(cx, cx->now, &rules));
	LIST_EACH (const struct grant_payout, r, rows) {
		bool payable = false;
		TRY(is_payable(cx, &rules, r, &payable));
		if (payable)
			*LIST_AT(rows, struct grant_payout, kept++) = *r;
	}
	rows->n = kept;
	return OK;
}

err grant_payouts_waiting(struct cx *cx, struct list *ret, int64_t *ret_total)
{
	TRY(db_list(cx, &grant_payout_sql[0], &stored_rec, ret, V((int64_t)MOST)));
	TRY(keep_payable(cx, ret));
	LIST_EACH (struct grant_payout, r, ret) {
		struct grant_call_paper paper = { 0 };
		if (r->content.n)
			TRY(grant_paper_read(cx, r->content, &grant_call_paper_rec, &paper));
		r->group = paper.paper.group;
		const bool checks = user_may(cx->user, RIGHT_GRANT_CHECK);
		r->account = checks ? paper.account : STR_NONE;
		r->approved_by = checks ? r->approved_by : STR_NONE; /* others see amounts, no names */
		r->reference =
		        str_print(cx->mem, STR_FMT "-%" PRId64 "-%" PRId64, STR_ARG(r->slug), r->year, r->call_id);
		if (checks)
			r->path = str_print(cx->mem, "/centres/" STR_FMT "/grants/%" PRId64 "/calls/%" PRId64,
			                    STR_ARG(r->slug), r->case_id, r->call_id);
		*ret_total += r->cents;
	}
	return OK;
}

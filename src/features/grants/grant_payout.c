#include "features/grants/grant_payout.h"

#include <inttypes.h>

#include "core/user.h"
#include "db/db.h"
#include "features/grants/grant_queue.h"

enum { MOST = 1000 };
static const struct field stored_fields[] = {
	FIELD(struct grant_payout, case_id, KIND_INT),      FIELD(struct grant_payout, call_id, KIND_INT),
	FIELD(struct grant_payout, year, KIND_INT),         FIELD(struct grant_payout, cents, KIND_MONEY),
	FIELD(struct grant_payout, slug, KIND_TEXT),        FIELD(struct grant_payout, centre_name, KIND_TEXT),
	FIELD(struct grant_payout, programme, KIND_TEXT),   FIELD(struct grant_payout, content, KIND_TEXT),
	FIELD(struct grant_payout, approved_by, KIND_TEXT), FIELD(struct grant_payout, called_on, KIND_DAY),
	FIELD(struct grant_payout, approved_on, KIND_DAY),
};
static const struct record stored_rec = RECORD("grant_payout_stored", struct grant_payout, stored_fields);

const struct sql grant_payout_sql[] = {
	/* tenant: all, for the Land */
	{ "SELECT g.id AS case_id, c.id AS call_id, g.year, d.cents, z.slug, z.name AS centre_name, g.programme,"
	  " COALESCE(c.content, '') AS content, a.recorded_by AS approved_by, c.day AS called_on, a.day AS approved_on"
	  " FROM grant_event a JOIN grant_event d ON d.id = a.about_id AND d.kind = 'payout_draft'"
	  " JOIN grant_event c ON c.id = d.about_id JOIN grant_case g ON g.id = c.case_id"
	  " JOIN centre z ON z.id = g.centre_id WHERE a.kind = 'approved' AND NOT EXISTS (SELECT 1 FROM grant_event p"
	  " WHERE p.about_id = c.id AND p.kind IN ('paid', 'call_withdrawn')) ORDER BY g.year, a.day, a.id LIMIT $1",
	  "i" },
	{ 0 },
};

static const struct grant_known *case_of(const struct list *known, int64_t case_id)
{
	LIST_EACH (const struct grant_known, k, known)
		if (k->c.id == case_id)
			return k;
	return NULL;
}

/* Neither what a revocation or the proof has overtaken: that is not paid any more. */
static err keep_payable(struct cx *cx, struct list *rows)
{
	struct list known = { 0 }; /* of the year of the row before */
	int64_t year = 0;
	size_t kept = 0;
	LIST_EACH (const struct grant_payout, r, rows) {
		if (r->year != year) {
			known = (struct list){ 0 };
			TRY(grants_steps(cx, r->year, &known));
			year = r->year;
		}
		const struct grant_known *k = case_of(&known, r->case_id);
		if (k && !grant_may(&k->state, S("paid"), r->call_id, r->approved_on))
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

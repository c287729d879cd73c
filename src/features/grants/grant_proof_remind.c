#include "features/grants/grant_proof_remind.h"

#include <inttypes.h>

#include "core/mail.h"
#include "core/tenant.h"
#include "core/words.h"
#include "features/grants/grant_remind.h"

struct open_row {
	int64_t centre_id, case_id;
};
static const struct field open_fields[] = {
	FIELD(struct open_row, centre_id, KIND_INT),
	FIELD(struct open_row, case_id, KIND_INT),
};
static const struct record open_rec = RECORD("grant_proof_open", struct open_row, open_fields);

enum { OPEN, SENT };
const struct sql proof_remind_sql[] = {
	/* tenant: all; cases of past years with a decision and without a proof, of all KI */
	[OPEN] = { "SELECT g.centre_id, g.id AS case_id FROM grant_case g WHERE g.year BETWEEN $1 AND $2"
	           " AND EXISTS (SELECT 1 FROM grant_event e WHERE e.case_id = g.id AND e.kind = 'approved')"
	           " AND NOT EXISTS (SELECT 1 FROM grant_event e WHERE e.case_id = g.id AND e.kind = 'proven')"
	           " AND (SELECT COUNT(*) FROM grant_reminder r WHERE r.case_id = g.id) < 2"
	           " ORDER BY g.centre_id, g.id LIMIT 2000",
	           "ii" },
	[SENT] = { "INSERT INTO grant_reminder (case_id, step, sent_at) VALUES ($1, $2, $3)", "iit" },
	{ 0 },
};

static const struct arg *say(struct cx *cx, const struct words *w, const struct grant_reminder *r)
{
	str programme = word(w, cx->mem, str_print(cx->mem, "grant_programme." STR_FMT, STR_ARG(r->c.programme)).p);
	return args_copy(cx->mem,
	                 ARGS({ "programme", programme }, { "year", str_print(cx->mem, "%" PRId64, r->c.year) },
	                      { "day", say_day(w, cx->mem, *(const day *)r->self) }));
}

static err look_at(struct cx *cx, const struct open_row *row)
{
	struct tenant centre;
	struct grant_state s;
	struct grant_reminder r = { .word = "grants.mail_proof", .sent = &proof_remind_sql[SENT], .say = say };
	TRY(tenant_by_id(cx, row->centre_id, &centre));
	TRY(grant_case_find(cx, &centre, row->case_id, &r.c));
	TRY(grant_state_on(cx, &r.c, &s, NULL));
	if (!str_is(s.stage, "proof_due") || !day_is(s.proof_due))
		return OK;
	int days = day_diff(s.proof_due, cx->today);
	if (days > GRANT_PROOF_REMIND_DAYS || days < -GRANT_PROOF_REMIND_LATE)
		return OK;
	r.late = days < 0;
	r.about = r.c.id;
	r.path = str_print(cx->mem, STR_FMT "/proof", STR_ARG(r.c.path));
	r.self = &s.proof_due;
	return grant_remind(cx, &r);
}

err grant_proof_remind_job_run(struct cx *cx, const struct job *job UNUSED)
{
	struct list open = { 0 };
	int year = day_year(cx->today);
	if (!mail_possible(cx))
		return OK;
	TRY(db_list(cx, &proof_remind_sql[OPEN], &open_rec, &open, V((int64_t)year - 2, (int64_t)year - 1)));
	LIST_EACH (const struct open_row, row, &open)
		TRY(look_at(cx, row));
	return OK;
}

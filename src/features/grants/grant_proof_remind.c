#include "features/grants/grant_proof_remind.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/contact.h"
#include "core/mail.h"
#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_state.h"

struct open_row {
	int64_t centre_id, case_id;
};
static const struct field open_fields[] = {
	FIELD(struct open_row, centre_id, KIND_INT),
	FIELD(struct open_row, case_id, KIND_INT),
};
static const struct record open_rec = RECORD("grant_proof_open", struct open_row, open_fields);
struct head_row {
	int64_t id;
};
static const struct field head_fields[] = { FIELD(struct head_row, id, KIND_INT) };
static const struct record head_rec = RECORD("grant_proof_head", struct head_row, head_fields);

enum { OPEN, SENT, HEADS };
const struct sql proof_remind_sql[] = {
	/* tenant: all; cases of past years with a decision and without a proof, of all KI */
	[OPEN] = { "SELECT g.centre_id, g.id AS case_id FROM grant_case g WHERE g.year BETWEEN $1 AND $2"
	           " AND EXISTS (SELECT 1 FROM grant_event e WHERE e.case_id = g.id AND e.kind = 'approved')"
	           " AND NOT EXISTS (SELECT 1 FROM grant_event e WHERE e.case_id = g.id AND e.kind = 'proven')"
	           " AND (SELECT COUNT(*) FROM grant_reminder r WHERE r.case_id = g.id) < 2"
	           " ORDER BY g.centre_id, g.id LIMIT 2000",
	           "ii" },
	[SENT] = { "INSERT INTO grant_reminder (case_id, step, sent_at) VALUES ($1, $2, $3)", "iit" },
	[HEADS] = { "SELECT a.id FROM account a WHERE a.centre_id = $1 AND a.role = 'head' AND a.closed_at IS NULL"
	            " ORDER BY a.id LIMIT 50",
	            "i" },
	{ 0 },
};

struct reminder {
	struct grant_case c;
	day due;
	int64_t step; /* 1 before the day, 2 after it */
};

static err tell(struct cx *cx, const struct reminder *r, int64_t account_id)
{
	struct user u;
	struct mail m = { 0 };
	TRY(user_by_id(cx, account_id, &u));
	TRY(contact_email(cx, account_id, &m.to));
	if (!m.to.p)
		return OK;
	const struct words *w = words_of(u.language);
	str programme = word(w, cx->mem, str_print(cx->mem, "grant_programme." STR_FMT, STR_ARG(r->c.programme)).p);
	str path = str_print(cx->mem, STR_FMT "/proof", STR_ARG(r->c.path));
	const struct arg *args = ARGS({ "name", u.name }, { "programme", programme },
	                              { "year", str_print(cx->mem, "%" PRId64, r->c.year) },
	                              { "day", say_day(w, cx->mem, r->due) }, { "link", mail_link(cx, path) });
	bool late = r->step == 2;
	m.subject = word_args(w, cx->mem, late ? "grants.mail_proof_late.subject" : "grants.mail_proof.subject", args);
	m.text = word_args(w, cx->mem, late ? "grants.mail_proof_late.text" : "grants.mail_proof.text", args);
	return mail_add_in_tx(cx, &m);
}

static err remind_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct reminder *r = in;
	struct list heads = { 0 };
	TRY(db_exec(cx, &proof_remind_sql[SENT], NULL, V(r->c.id, r->step, cx->now)));
	audit_note(cx, "grant.remind",
	           str_print(cx->mem, "centres/" STR_FMT "/grants/%" PRId64, STR_ARG(r->c.slug), r->c.id),
	           MAYBE(r->c.centre_id));
	TRY(db_list(cx, &proof_remind_sql[HEADS], &head_rec, &heads, V(r->c.centre_id)));
	LIST_EACH (const struct head_row, h, &heads)
		TRY(tell(cx, r, h->id));
	return OK;
}

static err look_at(struct cx *cx, const struct open_row *row)
{
	struct tenant centre;
	struct grant_state s;
	struct reminder r = { 0 };
	TRY(tenant_by_id(cx, row->centre_id, &centre));
	TRY(grant_case_find(cx, &centre, row->case_id, &r.c));
	TRY(grant_state_on(cx, &r.c, &s, NULL));
	r.due = s.proof_due;
	if (!str_is(s.stage, "proof_due") || !day_is(r.due))
		return OK;
	int days = day_diff(r.due, cx->today);
	if (days > GRANT_PROOF_REMIND_DAYS || days < -GRANT_PROOF_REMIND_LATE)
		return OK;
	r.step = days < 0 ? 2 : 1;
	err e = db_tx(cx, "grant.remind", remind_in_tx, &r, NULL, 0);
	if (e != OK && e != E_INVALID) /* told already, or another process was faster: no fault */
		return e;
	fault_clear(cx);
	return OK;
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

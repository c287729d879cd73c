#include "features/grants/grant_use_remind.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/contact.h"
#include "core/mail.h"
#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"

enum { OPEN, SENT, PEOPLE };
const struct sql grant_use_remind_sql[] = {
	/* tenant: all; payments of the last months that are not noted as used, of all KI */
	[OPEN] = { "SELECT g.centre_id, g.id AS case_id, p.about_id AS call_id FROM grant_event p"
	           " JOIN grant_case g ON g.id = p.case_id WHERE p.kind = 'paid' AND p.day BETWEEN $1 AND $2"
	           " AND p.cents > (SELECT CAST(COALESCE(SUM(u.cents), 0) AS BIGINT) FROM grant_event u"
	           " WHERE u.about_id = p.about_id AND u.kind = 'used')"
	           " AND (SELECT COUNT(*) FROM grant_use_reminder r WHERE r.call_id = p.about_id) < 2"
	           " ORDER BY g.centre_id, g.id, p.id LIMIT 2000",
	           "dd" },
	[SENT] = { "INSERT INTO grant_use_reminder (call_id, step, sent_at) VALUES ($1, $2, $3)", "iit" },
	[PEOPLE] = { "SELECT a.id FROM account a WHERE a.centre_id = $1 AND a.role IN ('head', 'administrator')"
	             " AND a.closed_at IS NULL ORDER BY a.id LIMIT 50",
	             "i" },
	{ 0 },
};

/* --- start page --------------------------------------------------------------------------------------------------- */

static str case_name(const struct words *w, struct arena *a, const struct grant_case *c)
{
	str programme = word(w, a, str_print(a, "grant_programme." STR_FMT, STR_ARG(c->programme)).p);
	return str_print(a, STR_FMT " %" PRId64, STR_ARG(programme), c->year);
}

static const struct arg *args_of(struct cx *cx, const struct words *w, const struct grant_case *c,
                                 const struct grant_call *call)
{
	return args_copy(cx->mem, ARGS({ "about", case_name(w, cx->mem, c) },
	                               { "unused", say_money(w, cx->mem, call->unused_cents) },
	                               { "paid", say_day(w, cx->mem, call->paid_on) },
	                               { "day", say_day(w, cx->mem, call->use_by) }));
}

static str path_of(struct cx *cx, const struct grant_case *c, const struct grant_call *call)
{
	return str_print(cx->mem, STR_FMT "/calls/%" PRId64, STR_ARG(c->path), call->event_id);
}

void grant_use_tasks(struct cx *cx, const struct grant_case *c, const struct grant_state *s, struct list *tasks)
{
	LIST_EACH (const struct grant_call, call, &s->calls) {
		const struct arg *args = args_of(cx, cx->words, c, call);
		if (!call->warn && !call->late)
			continue;
		*LIST_ADD(cx->mem, tasks, struct task) = (struct task){
			.text = word_args(cx->words, cx->mem, "grants.task_use", args),
			.hint = word_args(cx->words, cx->mem, "grants.task_use_hint", args),
			.path = path_of(cx, c, call),
			.due = word_args(cx->words, cx->mem,
			                 call->late ? "grants.task_use_late" : "grants.task_use_due", args),
		};
	}
}

/* --- mail --------------------------------------------------------------------------------------------------------- */

struct open_row {
	int64_t centre_id, case_id, call_id;
};
static const struct field open_fields[] = {
	FIELD(struct open_row, centre_id, KIND_INT),
	FIELD(struct open_row, case_id, KIND_INT),
	FIELD(struct open_row, call_id, KIND_INT),
};
static const struct record open_rec = RECORD("grant_use_open", struct open_row, open_fields);
struct person_row {
	int64_t id;
};
static const struct field person_fields[] = { FIELD(struct person_row, id, KIND_INT) };
static const struct record person_rec = RECORD("grant_use_person", struct person_row, person_fields);

struct reminder {
	struct grant_case c;
	const struct grant_call *call;
	int64_t step; /* 1 before the last day, 2 after it */
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
	const struct arg *said = args_of(cx, w, &r->c, r->call);
	const struct arg *args = args_copy(cx->mem, ARGS(said[0], said[1], said[2], said[3], { "name", u.name },
	                                                 { "link", mail_link(cx, path_of(cx, &r->c, r->call)) }));
	bool late = r->step == 2;
	m.subject = word_args(w, cx->mem, late ? "grants.mail_use_late.subject" : "grants.mail_use.subject", args);
	m.text = word_args(w, cx->mem, late ? "grants.mail_use_late.text" : "grants.mail_use.text", args);
	return mail_add_in_tx(cx, &m);
}

static err remind_in_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct reminder *r = in;
	struct list people = { 0 };
	TRY(db_exec(cx, &grant_use_remind_sql[SENT], NULL, V(r->call->event_id, r->step, cx->now)));
	audit_note(cx, "grant.remind",
	           str_print(cx->mem, "centres/" STR_FMT "/grants/%" PRId64, STR_ARG(r->c.slug), r->c.id),
	           MAYBE(r->c.centre_id));
	TRY(db_list(cx, &grant_use_remind_sql[PEOPLE], &person_rec, &people, V(r->c.centre_id)));
	LIST_EACH (const struct person_row, p, &people)
		TRY(tell(cx, r, p->id));
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
	r.call = grant_call_of(&s, row->call_id);
	if (!r.call || (!r.call->warn && !r.call->late))
		return OK;
	r.step = r.call->late ? 2 : 1;
	err e = db_tx(cx, "grant.remind", remind_in_tx, &r, NULL, 0);
	if (e != OK && e != E_INVALID) /* told already, or another process was faster: no fault */
		return e;
	fault_clear(cx);
	return OK;
}

/* Payments older than a few months are shown and no longer written about. */
enum { LOOK_BACK_DAYS = 150 };

err grant_use_remind_job_run(struct cx *cx, UNUSED const struct job *job)
{
	struct list open = { 0 };
	if (!mail_possible(cx))
		return OK;
	TRY(db_list(cx, &grant_use_remind_sql[OPEN], &open_rec, &open,
	            V(day_add(cx->today, -LOOK_BACK_DAYS), cx->today)));
	LIST_EACH (const struct open_row, row, &open)
		TRY(look_at(cx, row));
	return OK;
}

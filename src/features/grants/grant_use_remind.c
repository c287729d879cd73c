#include "features/grants/grant_use_remind.h"

#include <inttypes.h>

#include "core/mail.h"
#include "core/tenant.h"
#include "core/words.h"
#include "features/grants/grant_remind.h"

enum { OPEN, SENT };
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
static const struct arg *say(struct cx *cx, const struct words *w, const struct grant_reminder *r)
{
	return args_of(cx, w, &r->c, r->self);
}

static err look_at(struct cx *cx, const struct open_row *row)
{
	struct tenant centre;
	struct grant_state s;
	struct grant_reminder r = {
		.word = "grants.mail_use", .administrators = true, .sent = &grant_use_remind_sql[SENT], .say = say
	};
	TRY(tenant_by_id(cx, row->centre_id, &centre));
	TRY(grant_case_find(cx, &centre, row->case_id, &r.c));
	TRY(grant_state_on(cx, &r.c, &s, NULL));
	const struct grant_call *call = grant_call_of(&s, row->call_id);
	if (!call || (!call->warn && !call->late))
		return OK;
	r.late = call->late;
	r.about = call->event_id;
	r.path = path_of(cx, &r.c, call);
	r.self = call;
	return grant_remind(cx, &r);
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

/* report_remind.c -- see report_land.h: reminders by mail before and after the day on which a report is due. */
#include "core/audit.h"
#include "core/contact.h"
#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "features/reports/report_land.h"

struct head_row {
	int64_t id, centre_id;
};
static const struct field head_fields[] = {
	FIELD(struct head_row, id, KIND_INT),
	FIELD(struct head_row, centre_id, KIND_INT),
};
static const struct record head_rec = RECORD("report_head", struct head_row, head_fields);

enum { HEADS, SENT };
const struct sql report_remind_sql[] = {
	/* tenant: all; heads whose KI has not released the month and was not reminded in this step */
	[HEADS] = { "SELECT a.id, a.centre_id FROM account a WHERE a.role = 'head' AND a.closed_at IS NULL AND "
	            "a.centre_id IS NOT"
	            " NULL AND NOT EXISTS (SELECT 1 FROM report r WHERE r.centre_id = a.centre_id AND r.month = $1)"
	            " AND NOT EXISTS (SELECT 1 FROM report_reminder m WHERE m.centre_id = a.centre_id AND m.month = $1"
	            " AND m.step = $2) ORDER BY a.centre_id, a.id LIMIT 1000",
	            "si" },
	[SENT] = { "INSERT INTO report_reminder (centre_id, month, step, sent_at) VALUES ($1, $2, $3, $4)", "isit" },
	{ 0 },
};

struct reminder {
	const struct report_owed *owed;
	int64_t step, centre_id;
	struct list heads; /* struct head_row of one KI */
};

static err tell(struct cx *cx, const struct reminder *r, const struct head_row *h)
{
	struct user u;
	struct mail m = { 0 };
	TRY(user_by_id(cx, h->id, &u));
	TRY(contact_email(cx, h->id, &m.to));
	if (!m.to.p)
		return OK;
	const struct words *w = words_of(u.language);
	str month = month_iso(cx->mem, r->owed->first);
	str path = str_print(cx->mem, "/centres/" STR_FMT "/reports/" STR_FMT "/draft", STR_ARG(u.centre_slug),
	                     STR_ARG(month));
	const struct arg *args =
	        ARGS({ "name", u.name }, { "month", say_month(w, cx->mem, r->owed->first) },
	             { "day", say_day(w, cx->mem, r->owed->duty.due) }, { "link", mail_link(cx, path) });
	m.subject =
	        word_args(w, cx->mem, r->step == 1 ? "reports.mail_due.subject" : "reports.mail_late.subject", args);
	m.text = word_args(w, cx->mem, r->step == 1 ? "reports.mail_due.text" : "reports.mail_late.text", args);
	return mail_add_in_tx(cx, &m);
}

static err remind(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct reminder *r = in;
	str month = month_iso(cx->mem, r->owed->first);
	TRY(db_exec(cx, &report_remind_sql[SENT], NULL, V(r->centre_id, month, r->step, cx->now)));
	audit_note(cx, "report.remind", str_print(cx->mem, "reports/" STR_FMT, STR_ARG(month)), MAYBE(r->centre_id));
	LIST_EACH (const struct head_row, h, &r->heads)
		TRY(tell(cx, r, h));
	return OK;
}

/* The heads of one KI get theirs together; that another process was faster is no fault. */
static err remind_all(struct cx *cx, const struct report_owed *owed, int64_t step)
{
	struct list heads = { 0 };
	TRY(db_list(cx, &report_remind_sql[HEADS], &head_rec, &heads, V(month_iso(cx->mem, owed->first), step)));
	for (size_t i = 0; i < heads.n;) {
		struct reminder r = { .owed = owed, .step = step };
		r.centre_id = LIST_AT(&heads, struct head_row, i)->centre_id;
		for (; i < heads.n && LIST_AT(&heads, struct head_row, i)->centre_id == r.centre_id; i++)
			*LIST_ADD(cx->mem, &r.heads, struct head_row) = *LIST_AT(&heads, struct head_row, i);
		err e = db_tx(cx, "report.remind", remind, &r, NULL, 0);
		if (e != OK && e != E_INVALID)
			return e;
		fault_clear(cx);
	}
	return OK;
}

err report_remind_job_run(struct cx *cx, const struct job *job UNUSED)
{
	struct report_rules rules = { 0 };
	struct list owed = { 0 };
	if (!mail_possible(cx))
		return OK;
	TRY(report_rules_read(cx, &rules));
	report_owed_months(cx->mem, &rules, cx->today, 2, &owed);
	LIST_EACH (const struct report_owed, o, &owed) {
		int days = day_diff(o->duty.due, cx->today);
		if (days < 0 && days >= -7)
			TRY(remind_all(cx, o, 2));
		else if (days >= 0 && days <= REPORT_REMIND_BEFORE)
			TRY(remind_all(cx, o, 1));
	}
	return OK;
}

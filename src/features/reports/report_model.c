#include "features/reports/report_model.h"

#include "core/audit.h"
#include "core/check.h"
#include "core/setting.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/centres/centres.h"
#include "features/reports/report_live.h"

static const struct field draft_fields[] = {
	FIELD(struct report_draft, version, KIND_INT, .hidden = true),
	FIELD(struct report_draft, comment, KIND_TEXT, .lines = true, .max = 8000),
	FIELD(struct report_draft, saved_by, KIND_TEXT),
	FIELD(struct report_draft, saved_at, KIND_INSTANT),
};
const struct record report_draft_rec = RECORD("report_draft", struct report_draft, draft_fields);
static const struct field comment_fields[] = {
	FIELD(struct report_draft, version, KIND_INT, .hidden = true),
	FIELD(struct report_draft, comment, KIND_TEXT, .input = true, .lines = true, .max = 8000),
};
const struct record report_comment_rec = RECORD("report_draft", struct report_draft, comment_fields);
static const struct field report_fields[] = {
	FIELD(struct report, id, KIND_INT, .hidden = true),
	FIELD(struct report, month, KIND_TEXT),
	FIELD(struct report, number, KIND_INT),
	FIELD(struct report, released_at, KIND_INSTANT),
	FIELD(struct report, released_on, KIND_DAY),
	FIELD(struct report, released_by, KIND_TEXT),
	FIELD(struct report, was_due, KIND_DAY),
	FIELD(struct report, reason, KIND_TEXT, .max = 1000),
	FIELD(struct report, hash, KIND_TEXT),
	FIELD(struct report, content, KIND_TEXT, .hidden = true),
};
const struct record report_rec = RECORD("report", struct report, report_fields);
static const struct field month_fields[] = {
	FIELD(struct report_month, centre_id, KIND_INT),    FIELD(struct report_month, number, KIND_INT),
	FIELD(struct report_month, month, KIND_TEXT),       FIELD(struct report_month, released_on, KIND_DAY),
	FIELD(struct report_month, was_due, KIND_DAY),      FIELD(struct report_month, corrected_on, KIND_DAY),
	FIELD(struct report_month, released_by, KIND_TEXT),
};
static const struct record month_rec = RECORD("report_month", struct report_month, month_fields);

#define DRAFT_COLUMNS "version, comment, saved_by, saved_at"
#define REPORT_COLUMNS "id, month, number, released_at, released_on, released_by, was_due, reason, hash"
#define MONTHS                                                                                                         \
	"SELECT f.centre_id, f.month, f.released_on, f.was_due, l.number, l.released_by, CASE WHEN l.number > 1 THEN"  \
	" l.released_on END AS corrected_on FROM report f JOIN report l ON l.centre_id = f.centre_id AND l.month ="    \
	" f.month AND l.number = (SELECT MAX(n.number) FROM report n WHERE n.centre_id = f.centre_id AND n.month ="    \
	" f.month) WHERE f.number = 1"
enum { DRAFT, DRAFT_ADD, DRAFT_CHANGE, VERSION, VERSIONS, ADD, OF_CENTRE, OF_LAND, NEWEST };
const struct sql report_sql[] = {
	[DRAFT] = { "SELECT " DRAFT_COLUMNS " FROM report_draft WHERE centre_id = $1 AND month = $2", "is" },
	[DRAFT_ADD] = { "INSERT INTO report_draft (centre_id, month, comment, saved_by, saved_at)"
	                " VALUES ($1, $2, $3, $4, $5) RETURNING " DRAFT_COLUMNS,
	                "issst" },
	[DRAFT_CHANGE] = { "UPDATE report_draft SET version = version + 1, comment = $3, saved_by = $4, saved_at = $5"
	                   " WHERE centre_id = $1 AND month = $2 AND version = $6 RETURNING " DRAFT_COLUMNS,
	                   "isssti" },
	[VERSION] = { "SELECT " REPORT_COLUMNS ", content FROM report WHERE centre_id = $1 AND month = $2"
	              " AND ($3 = 0 OR number = $3) ORDER BY number DESC LIMIT 1",
	              "isi" },
	[VERSIONS] = { "SELECT " REPORT_COLUMNS " FROM report WHERE centre_id = $1 AND month = $2"
	               " ORDER BY number LIMIT 200",
	               "is" },
	[ADD] = { "INSERT INTO report (centre_id, month, number, released_at, released_on, released_by, was_due, "
	          "reason,"
	          " hash, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING " REPORT_COLUMNS,
	          "isitdsdsss" },
	[OF_CENTRE] = { MONTHS " AND f.centre_id = $1 AND f.month >= $2 AND f.month <= $3 ORDER BY f.month DESC"
	                       " LIMIT 1000",
	                "iss" },
	/* tenant: all, of their released reports only */
	[OF_LAND] = { MONTHS " AND f.month >= $1 AND f.month <= $2 ORDER BY f.month, f.centre_id LIMIT 20000", "ss" },
	/* tenant: all; for `scharnier check` */
	[NEWEST] = { "SELECT " REPORT_COLUMNS ", content FROM report ORDER BY id DESC LIMIT 500", "" },
	{ 0 },
};

static str object_of(struct cx *cx, const struct tenant *centre, str month)
{
	return str_print(cx->mem, "centres/" STR_FMT "/reports/" STR_FMT, STR_ARG(centre->slug), STR_ARG(month));
}

/* --- drafts ------------------------------------------------------------------------------------------------------- */

err report_draft_get(struct cx *cx, int64_t centre_id, str month, struct report_draft *ret)
{
	*ret = (struct report_draft){ 0 };
	err e = db_row(cx, &report_sql[DRAFT], &report_draft_rec, ret, V(centre_id, month));
	return e == E_NOTFOUND ? OK : e;
}

static err stale(struct cx *cx)
{
	fault_clear(cx);
	return fail(cx, E_STALE, "reports.stale", NO_ARGS);
}

err report_draft_save_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct report_draft_in *d = in;
	struct report_draft before;
	str by = user_signature(cx);
	str comment = str_blank(d->draft.comment) ? STR_NONE : d->draft.comment;
	TRY(report_draft_get(cx, d->centre->id, d->month, &before));
	if (before.version != d->draft.version)
		return stale(cx);
	if (before.version)
		TRY(db_row(cx, &report_sql[DRAFT_CHANGE], &report_draft_rec, ret,
		           V(d->centre->id, d->month, comment, by, cx->now, before.version)));
	else
		TRY(db_row(cx, &report_sql[DRAFT_ADD], &report_draft_rec, ret,
		           V(d->centre->id, d->month, comment, by, cx->now)));
	audit_change(cx, "report.comment", object_of(cx, d->centre, d->month), MAYBE(d->centre->id), &report_draft_rec,
	             before.version ? &before : NULL, ret);
	return OK;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

err report_get(struct cx *cx, int64_t centre_id, str month, int64_t number, struct report *ret)
{
	*ret = (struct report){ 0 };
	err e = db_row(cx, &report_sql[VERSION], &report_rec, ret, V(centre_id, month, number));
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "reports.none", NO_ARGS) : e;
}

err report_versions(struct cx *cx, int64_t centre_id, str month, struct list *ret)
{
	return db_list(cx, &report_sql[VERSIONS], &report_rec, ret, V(centre_id, month));
}

err report_months(struct cx *cx, int64_t centre_id, str from, str to, struct list *ret)
{
	return db_list(cx, &report_sql[OF_CENTRE], &month_rec, ret, V(centre_id, from, to));
}

err report_months_of_land(struct cx *cx, str from, str to, struct list *ret)
{
	return db_list(cx, &report_sql[OF_LAND], &month_rec, ret, V(from, to));
}

/* --- releasing ---------------------------------------------------------------------------------------------------- */

static err hide_as_its_own(struct cx *cx, const struct report_release_in *in, const struct report_content *c,
                           const struct report_figure *f, day month, int64_t value, bool *masked)
{
	return *masked ? OK : report_hides_value(cx, in->centre->id, f, month, value, c->threshold, masked);
}

/* What the report of another month hides, this one does not say. */
static err mask_other_months(struct cx *cx, const struct report_release_in *in, struct report_content *c)
{
	day month;
	LIST_EACH (struct report_figure, f, &c->figures) {
		if (!str_is(f->unit, "persons"))
			continue;
		LIST_EACH (struct report_cell, m, &f->months)
			if (month_parse(m->code, &month) && day_cmp(month, in->first) != 0)
				TRY(hide_as_its_own(cx, in, c, f, month, m->value.v, &m->masked));
		TRY(hide_as_its_own(cx, in, c, f, day_add_months(in->first, -1), f->before.v, &f->masked_before));
		TRY(hide_as_its_own(cx, in, c, f, day_add_months(in->first, -12), f->year_before.v,
		                    &f->masked_year_before));
	}
	return OK;
}

static void fill_public_answers(struct cx *cx, struct report_content *c)
{
	LIST_EACH (struct report_figure, f, &c->figures)
		if (f->masked || f->masked_before || f->masked_year_before)
			f->public_answer = word_args(
			        cx->words, cx->mem, "reports.answer_masked",
			        ARGS({ "month", c->month_name }, { "amount", f->masked ? c->words.masked : f->amount },
			             { "before", f->masked_before ? c->words.masked : f->amount_before },
			             { "month_year_before", c->month_year_before },
			             { "year_before",
			               f->masked_year_before ? c->words.masked : f->amount_year_before }));
}

static err fill_release(struct cx *cx, const struct report_release_in *in, struct report_content *ret)
{
	struct setting_row lines;
	struct report_rules rules = { 0 };
	struct report_draft draft;
	TRY(report_live(cx, in->centre, in->first, ret));
	TRY(report_rules_read(cx, &rules));
	TRY(setting_get(cx, &setting_letter_lines, in->centre->id, cx->today, &lines));
	TRY(report_draft_get(cx, in->centre->id, ret->month, &draft));
	struct report_duty duty = report_duty_of(&rules, in->first, cx->today);
	ret->letter_lines = str_blank(lines.value) ? in->centre->name : lines.value;
	ret->recipient = duty.recipient;
	ret->threshold = duty.threshold;
	ret->number = in->number;
	ret->reason = in->number > 1 ? in->reason : STR_NONE;
	ret->released_by = user_signature(cx);
	ret->released_at = cx->now;
	ret->released_on = say_day_long(cx->words, cx->mem, cx->today);
	ret->comment = draft.comment;
	report_fill_words(cx, ret);
	report_mask(cx->mem, ret);
	TRY(mask_other_months(cx, in, ret));
	fill_public_answers(cx, ret);
	return OK;
}

err report_to_release(struct cx *cx, const struct report_release_in *in, struct report_content *ret)
{
	const struct words *of_reader = cx->words;
	cx->words = words_sibling(of_reader, S("de"));
	err e = fill_release(cx, in, ret);
	cx->words = of_reader;
	return e;
}

/* The version before, if there is one, and whether this one may come now. */
static err check_release(struct cx *cx, const struct report_release_in *in, str month, struct report_content *before)
{
	struct report last = { 0 };
	struct report_draft draft;
	if (day_cmp(month_last(in->first), cx->today) >= 0)
		return fail(cx, E_INVALID, "reports.not_over", NO_ARGS);
	if (in->number > 1 && str_blank(in->reason))
		return problem_add(cx, "reason", "form.required", NO_ARGS);
	err e = db_row(cx, &report_sql[VERSION], &report_rec, &last, V(in->centre->id, month, (int64_t)0));
	if (e != OK && e != E_NOTFOUND)
		return e;
	TRY(report_draft_get(cx, in->centre->id, month, &draft));
	if (last.number != in->number - 1 || draft.version != in->version)
		return stale(cx);
	return last.number ? report_read(cx, last.content, before) : OK;
}

err report_freeze_in_tx(struct cx *cx, const struct report_release_in *r, const struct report_content *content,
                        const struct report_content *before, struct report *ret)
{
	struct report_rules rules = { 0 };
	str month = content->month;
	TRY(report_rules_read(cx, &rules));
	struct report_duty duty = report_duty_of(&rules, r->first, cx->today);
	str json = report_json(cx->mem, content);
	err e = db_row(cx, &report_sql[ADD], &report_rec, ret,
	               V(r->centre->id, month, r->number, cx->now, cx->today, content->released_by, duty.due,
	                 content->reason, crypt_hash(cx->mem, json), json));
	if (e == E_INVALID && str_is(str_of(cx->fault.key), "db.unique"))
		return stale(cx);
	TRY(e);
	TRY(report_sums_in_tx(cx, r->centre->id, before, content));
	audit_change(cx, r->number > 1 ? "report.correct" : "report.release", object_of(cx, r->centre, month),
	             MAYBE(r->centre->id), &report_rec, NULL, ret);
	return OK;
}

err report_release_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct report_release_in *r = in;
	struct report_content before = { 0 }, content;
	TRY(check_release(cx, r, month_iso(cx->mem, r->first), &before));
	TRY(report_to_release(cx, r, &content));
	return report_freeze_in_tx(cx, r, &content, r->number > 1 ? &before : NULL, ret);
}

err report_check(struct cx *cx, struct list *findings)
{
	struct list reports = { 0 };
	int64_t wrong = 0;
	TRY(db_list(cx, &report_sql[NEWEST], &report_rec, &reports, V_NONE));
	LIST_EACH (const struct report, r, &reports)
		if (!str_eq(crypt_hash(cx->mem, r->content), r->hash))
			wrong++;
	if (wrong)
		check_add_counted(cx, findings, CHECK_BROKEN, "reports", "check.reports_wrong", wrong, NO_ARGS);
	else if (reports.n)
		check_add(cx, findings, CHECK_GOOD, "reports", "check.reports", NO_ARGS);
	return OK;
}

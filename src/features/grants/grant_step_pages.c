/* Steps that need no paper: a day, an amount, a sentence. One form for each kind of event, and whose it is. */
#include "core/words.h"
#include "features/grants/grant_pages.h"

#include <inttypes.h>
#include <string.h>

struct step {
	int64_t version; /* number of the last event that was seen */
	int64_t about_id;
	day day;
	day until; /* of a hearing: the term for the statement */
	int64_t cents;
	str result; /* of a check */
	str note;
};
static const char *const result_codes[] = { "fine", "not_fine", NULL };
static const struct choices result_choices = { "grant_result", result_codes };

#define STEP(member, kind_, ...) FIELD(struct step, member, kind_, .input = true, __VA_ARGS__)
#define VERSION FIELD(struct step, version, KIND_INT, .hidden = true)
#define DAY_FIELD STEP(day, KIND_DAY, .required = true)
#define NOTE(required_) STEP(note, KIND_TEXT, .required = (required_), .lines = true, .max = 4000)
#define CENTS STEP(cents, KIND_MONEY, .required = true, .min = 1, .max = 100000000000)

static const struct field all_fields[] = {
	VERSION,
	STEP(about_id, KIND_INT, .maybe = false),
	STEP(day, KIND_DAY),
	STEP(until, KIND_DAY),
	STEP(cents, KIND_MONEY, .min = 0, .max = 100000000000),
	STEP(result, KIND_CHOICE, .choices = &result_choices),
	STEP(note, KIND_TEXT, .lines = true, .max = 4000),
};
const struct record grant_step_rec = RECORD("grant_step", struct step, all_fields);
static const struct field day_fields[] = { VERSION, DAY_FIELD, NOTE(false) };
static const struct field reason_fields[] = { VERSION, NOTE(true) };
static const struct field dated_reason_fields[] = { VERSION, DAY_FIELD, NOTE(true) };
static const struct field check_fields[] = {
	VERSION,
	STEP(result, KIND_CHOICE, .choices = &result_choices, .required = true),
	NOTE(false),
};
static const struct field hearing_fields[] = { VERSION, NOTE(true), STEP(until, KIND_DAY, .required = true) };
static const struct field money_fields[] = { VERSION, DAY_FIELD, CENTS, NOTE(false) };
static const struct record day_rec = RECORD("grant_step", struct step, day_fields);
static const struct record reason_rec = RECORD("grant_step", struct step, reason_fields);
static const struct record dated_reason_rec = RECORD("grant_step", struct step, dated_reason_fields);
static const struct record check_rec = RECORD("grant_step", struct step, check_fields);
static const struct record hearing_rec = RECORD("grant_step", struct step, hearing_fields);
static const struct record money_rec = RECORD("grant_step", struct step, money_fields);

/* Words: grants.step.<kind>.title, .lead, .submit, .done. */
static const struct step_kind {
	const char *code;
	const struct record *form;
} kinds[] = {
	{ "withdrawn", &reason_rec },
	{ "asked", &reason_rec },
	{ "answered", &reason_rec },
	{ "checked_content", &check_rec },
	{ "checked_figures", &check_rec },
	{ "delivered", &day_rec },
	{ "waived", &day_rec },
	{ "appealed", &dated_reason_rec },
	{ "appeal_ended", &dated_reason_rec },
	{ "hearing", &hearing_rec },
	{ "heard", &reason_rec },
	{ "hearing_ended", &reason_rec },
	{ "repaid", &money_rec },
	{ "discarded", &reason_rec },
	{ "resumed", &day_rec },
};

static const struct step_kind *kind_of(const struct request *rq)
{
	str code = route_part(rq, "code");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(code, kinds[i].code) && grant_right_of(code) == rq->route->right)
			return &kinds[i];
	return NULL;
}

static const char *key_of(struct cx *cx, const struct step_kind *k, const char *which)
{
	return str_print(cx->mem, "grants.step.%s.%s", k->code, which).p;
}

/* The first day that the form could name: an action may be known only when the term for it is over. */
static day first_day(const struct cx *cx, const struct step_kind *k, const struct grant_state *s)
{
	return strcmp(k->code, "appealed") || !s->decision ? cx->today : s->decided_on;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct step_kind *k)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const struct step fresh = { .version = v.state.seen, .day = cx->today, .until = day_add(cx->today, 28) };
	const char *why_not = grant_may(&v.state, str_of(k->code), 0, first_day(cx, k, &v.state));
	if (why_not && status == 200)
		return fail(cx, E_INVALID, why_not, NO_ARGS);
	struct section_form f = {
		.section = &grants_section,
		.area = "case",
		.title_key = key_of(cx, k, "title"),
		.lead_key = key_of(cx, k, "lead"),
		.about = v.name,
		.rec = k->form,
		.row = &fresh,
		.action = rq->http->path,
		.back = v.c.path,
		.submit_key = key_of(cx, k, "submit"),
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err grant_step_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct step_kind *k = kind_of(rq);
	return k ? show(cx, rq, rs, 200, k) : fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
}

static struct grant_event event_of(struct cx *cx, const struct step_kind *k, const struct step *s)
{
	struct grant_event e = { .kind = str_of(k->code), .day = day_is(s->day) ? s->day : cx->today };
	e.note = str_blank(s->note) ? STR_NONE : s->note;
	if (k->form == &money_rec)
		e.cents = MAYBE(s->cents);
	if (k->form == &check_rec || k->form == &hearing_rec) {
		const struct grant_paper said = { .format = GRANT_FORMAT, .type = s->result, .due_on = s->until };
		e.content = grant_paper_json(cx->mem, &grant_paper_rec, &said);
	}
	return e;
}

/* What was found wrong is said. */
static err check_step(struct cx *cx, const struct step_kind *k, const struct step *s)
{
	if (k->form == &check_rec && str_is(s->result, "not_fine") && str_blank(s->note))
		return problem_add(cx, "note", "form.required", NO_ARGS);
	if (k->form == &hearing_rec && day_cmp(s->until, cx->today) <= 0)
		return problem_add(cx, "until", "grants.term_past", NO_ARGS);
	return OK;
}

err grant_step_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct step_kind *k = kind_of(rq);
	struct step in = { 0 };
	struct grant_event stored;
	if (!k)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	err e = form_read(cx, rq->http, k->form, &in);
	if (e == OK)
		e = check_step(cx, k, &in);
	struct grant_event event = event_of(cx, k, &in);
	if (e == OK)
		e = grant_write(cx, rq, sent_version(rq), &event, &stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, ""), key_of(cx, k, "done"));
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e), k) : e;
}

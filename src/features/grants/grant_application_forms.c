/* What the KI adds to its application: a few fields on each page, kept until it is submitted. */
#include <string.h>

#include "base/money.h"
#include "core/iban.h"
#include "core/words.h"
#include "features/grants/grant_application_pages.h"

#define ANSWER(member, kind_, ...) FIELD(struct application, member, kind_, .input = true, __VA_ARGS__)
#define VERSION FIELD(struct application, version, KIND_INT, .hidden = true)
#define REASONS ANSWER(reasons, KIND_TEXT, .required = true, .lines = true, .max = 4000)
#define PRIORITIES ANSWER(priorities, KIND_TEXT, .required = true, .lines = true, .max = 4000)
#define CONTACT_NAME ANSWER(contact_name, KIND_TEXT, .required = true, .max = 200)
#define CONTACT_PHONE ANSWER(contact_phone, KIND_TEXT, .required = true, .max = 60)
#define CONTACT_MAIL ANSWER(contact_mail, KIND_TEXT, .max = 200)
#define HOLDER ANSWER(account_holder, KIND_TEXT, .required = true, .max = 200)
#define IBAN ANSWER(iban, KIND_TEXT, .required = true, .max = 42)
#define BANK ANSWER(bank, KIND_TEXT, .max = 200)
#define CONCEPT_KIND ANSWER(concept_kind, KIND_CHOICE, .choices = &concept_promise_choices, .required = true)
#define WORK_STARTS ANSWER(work_starts, KIND_DAY, .required = true)
#define CONCEPT_BY ANSWER(concept_by, KIND_DAY, .required = true)
#define NOT_BEGUN ANSWER(not_begun, KIND_BOOL, .max = 0)
#define TRUTHFUL ANSWER(truthful, KIND_BOOL, .max = 0)
#define INPUT_TAX ANSWER(input_tax, KIND_BOOL, .max = 0)

static const struct field reasons_fields[] = { VERSION, REASONS, PRIORITIES };
static const struct field contact_fields[] = { VERSION, CONTACT_NAME, CONTACT_PHONE, CONTACT_MAIL };
static const struct field bank_fields[] = { VERSION, HOLDER, IBAN, BANK };
static const struct field concept_fields[] = { VERSION, CONCEPT_KIND, WORK_STARTS, CONCEPT_BY };
static const struct field declaration_fields[] = { VERSION, NOT_BEGUN, TRUTHFUL, INPUT_TAX };
static const struct record reasons_rec = RECORD("application_answer", struct application, reasons_fields);
static const struct record contact_rec = RECORD("application_answer", struct application, contact_fields);
static const struct record bank_rec = RECORD("application_answer", struct application, bank_fields);
static const struct record concept_rec = RECORD("application_answer", struct application, concept_fields);
static const struct record declaration_rec = RECORD("application_answer", struct application, declaration_fields);
static const struct field answer_fields[] = {
	VERSION,
	ANSWER(reasons, KIND_TEXT, .lines = true, .max = 4000),
	ANSWER(priorities, KIND_TEXT, .lines = true, .max = 4000),
	ANSWER(contact_name, KIND_TEXT, .max = 200),
	ANSWER(contact_phone, KIND_TEXT, .max = 60),
	CONTACT_MAIL,
	ANSWER(account_holder, KIND_TEXT, .max = 200),
	ANSWER(iban, KIND_TEXT, .max = 42),
	BANK,
	ANSWER(concept_kind, KIND_CHOICE, .choices = &concept_promise_choices),
	ANSWER(work_starts, KIND_DAY, .max = 0),
	ANSWER(concept_by, KIND_DAY, .max = 0),
	NOT_BEGUN,
	TRUTHFUL,
	INPUT_TAX,
};
const struct record application_answer_rec = RECORD("application_answer", struct application, answer_fields);

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void add_fault(struct cx *cx, struct list *ret, const char *field, const char *key, const struct arg *args)
{
	*LIST_ADD(cx->mem, ret, struct answer_fault) = (struct answer_fault){ field, key, args };
}

/* Six months for an update, twelve for a new one, after work starts (S-FUN-2). */
static void find_concept_fault(struct cx *cx, const struct prepared *p, const struct application *in, struct list *ret)
{
	day latest = concept_latest(&p->rules, p->basis.c, in->concept_kind, in->work_starts);
	if (!day_is(in->concept_by))
		return;
	if (day_is(latest) && day_cmp(in->concept_by, latest) > 0)
		add_fault(cx, ret, "concept_by", "grants.concept_too_late",
		          args_copy(cx->mem, ARGS({ "latest", say_day(cx->words, cx->mem, latest) })));
	else if (day_cmp(in->concept_by, cx->today) < 0)
		add_fault(cx, ret, "concept_by", "grants.concept_past", NO_ARGS);
	else if (str_is(in->concept_kind, "update") && !p->found_concept)
		add_fault(cx, ret, "concept_kind", "grants.concept_none_yet", NO_ARGS);
}

void application_faults(struct cx *cx, const struct prepared *p, const struct application *in, struct list *ret)
{
	if (!str_blank(in->iban) && !iban_read(cx->mem, in->iban).n)
		add_fault(cx, ret, "iban", "grants.iban_wrong", NO_ARGS);
	find_concept_fault(cx, p, in, ret);
}

/* Those of the fields that the form asks for. */
static err check_answers(struct cx *cx, const struct prepared_view *w, const struct record *form,
                         const struct application *in)
{
	struct list faults = { 0 };
	err e = OK;
	application_faults(cx, &w->p, in, &faults);
	LIST_EACH (const struct answer_fault, f, &faults)
		if (record_field(form, str_of(f->field)))
			e = problem_add(cx, f->field, f->key, f->args);
	return e;
}

static err check_declarations(struct cx *cx, const struct application *in)
{
	err e = OK;
	if (!in->not_begun)
		e = problem_add(cx, "not_begun", "grants.declaration_needed", NO_ARGS);
	if (!in->truthful)
		e = problem_add(cx, "truthful", "grants.declaration_needed", NO_ARGS);
	return e;
}

/* Words: grants.answer.<code>.title, .lead. */
static const struct answer {
	const char *code;
	const struct record *form;
	bool declares;
} answers[] = {
	{ "reasons", &reasons_rec, false }, { "contact", &contact_rec, false },         { "bank", &bank_rec, false },
	{ "concept", &concept_rec, false }, { "declarations", &declaration_rec, true },
};

static const struct answer *asked_for(const struct request *rq)
{
	str code = route_part(rq, "code");
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (str_is(code, answers[i].code))
			return &answers[i];
	return NULL;
}

/* --- showing and storing ------------------------------------------------------------------------------------------ */

static struct section_form form_for(struct cx *cx, const struct request *rq, const struct prepared_view *w)
{
	return (struct section_form){
		.section = &grants_section,
		.area = "case",
		.about = w->v.name,
		.action = rq->http->path,
		.back = grant_at(cx, rq, "application"),
		.back_text = word(cx->words, cx->mem, "grants.application"),
		.submit_key = "grants.submit_answer",
	};
}

static err save(struct cx *cx, const struct request *rq, const struct prepared_view *w, const struct application *app)
{
	int64_t version;
	const struct application_in in = { &rq->centre, &w->v.c, app, sent_version(rq) };
	return db_tx(cx, "grant.prepare", application_save_in_tx, &in, &version, sizeof version);
}

static err saved(struct cx *cx, const struct request *rq, struct res *rs, const struct prepared_view *w)
{
	return page_done_thing(cx, rq->http, rs, grant_at(cx, rq, "application"), "grants.done_answer",
	                       grant_at(cx, rq, "application"), w->p.app.version + 1);
}

void application_propose(const struct prepared *p, struct application *app)
{
	if (!day_is(app->work_starts)) {
		app->work_starts = app->paper.from;
		app->concept_kind = p->found_concept ? S("update") : S("fresh");
		app->concept_by = concept_latest(&p->rules, p->basis.c, app->concept_kind, app->work_starts);
	}
	if (!app->account_holder.p)
		app->account_holder = app->applicant;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct answer *a)
{
	struct prepared_view w = { 0 };
	TRY(prepared_fill(cx, rq, &w));
	application_propose(&w.p, &w.p.app);
	struct section_form f = form_for(cx, rq, &w);
	f.title_key = str_print(cx->mem, "grants.answer.%s.title", a->code).p;
	f.lead_key = str_print(cx->mem, "grants.answer.%s.lead", a->code).p;
	f.rec = a->form;
	f.row = &w.p.app;
	return section_form_show(cx, rq, rs, status, &f);
}

err application_answer_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct answer *a = asked_for(rq);
	return a ? show(cx, rq, rs, 200, a) : fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
}

err application_answer_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct answer *a = asked_for(rq);
	struct prepared_view w = { 0 };
	if (!a)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	TRY(prepared_fill(cx, rq, &w));
	struct application app = w.p.app;
	err e = form_read(cx, rq->http, a->form, &app);
	if (e == OK)
		e = check_answers(cx, &w, a->form, &app);
	if (e == OK && a->declares)
		e = check_declarations(cx, &app);
	if (e == OK)
		e = save(cx, rq, &w, &app);
	if (e == OK)
		return saved(cx, rq, rs, &w);
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e), a) : e;
}

/* --- one position ------------------------------------------------------------------------------------------------- */

#define WISH(member, kind_, ...) FIELD(struct grant_wish, member, kind_, .input = true, __VA_ARGS__)
#define WISH_VERSION FIELD(struct grant_wish, version, KIND_INT, .hidden = true)
#define WISH_POSTS WISH(quantity, KIND_DECIMAL, .maybe = true, .min = 0, .max = 100000)
#define WISH_SHARES WISH(shares, KIND_TEXT, .max = 200)
#define WISH_CENTS WISH(cents, KIND_MONEY, .maybe = true, .min = 0, .max = 100000000000)
#define WISH_NOTE WISH(note, KIND_TEXT, .lines = true, .max = 1000)
static const struct field posts_fields[] = { WISH_VERSION, WISH_POSTS, WISH_CENTS, WISH_NOTE };
static const struct field shares_fields[] = { WISH_VERSION, WISH_SHARES, WISH_CENTS, WISH_NOTE };
static const struct field money_fields[] = { WISH_VERSION, WISH_CENTS, WISH_NOTE };
static const struct field all_fields[] = { WISH_VERSION, WISH_POSTS, WISH_SHARES, WISH_CENTS, WISH_NOTE };
static const struct record posts_rec = RECORD("grant_wish", struct grant_wish, posts_fields);
static const struct record shares_rec = RECORD("grant_wish", struct grant_wish, shares_fields);
static const struct record money_rec = RECORD("grant_wish", struct grant_wish, money_fields);
const struct record application_position_rec = RECORD("grant_wish", struct grant_wish, all_fields);

const struct record *application_form_of_line(str programme, const struct grant_line *l)
{
	bool workplace = str_is(l->item, "kim_workplace") || str_is(l->item, "kim_costs");
	if (str_is(programme, "kim") && !workplace)
		return &shares_rec;
	return l->quantity.has ? &posts_rec : &money_rec;
}

struct grant_wish *application_wish_for(struct cx *cx, struct application *app, str item)
{
	LIST_EACH (struct grant_wish, w, &app->wishes)
		if (str_eq(w->item, item))
			return w;
	struct grant_wish *made = LIST_ADD(cx->mem, &app->wishes, struct grant_wish);
	made->item = item;
	return made;
}

static err position_fill(struct cx *cx, const struct request *rq, struct prepared_view *w,
                         const struct grant_line **ret)
{
	TRY(prepared_fill(cx, rq, w));
	*ret = grant_line_of(&w->p.app.paper.lines, route_part(rq, "code"));
	return *ret ? OK : fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
}

static err show_position(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct prepared_view w = { 0 };
	const struct grant_line *l;
	TRY(position_fill(cx, rq, &w, &l));
	struct grant_wish row = *application_wish_for(cx, &w.p.app, l->item);
	row.version = w.p.app.version;
	struct section_form f = form_for(cx, rq, &w);
	f.title_key = "grants.position_title";
	f.about = l->label;
	f.lead_key = l->ceiling_cents.has ? "grants.position_lead" : "grants.position_lead_unknown";
	f.args = args_copy(
	        cx->mem, ARGS({ "calculation", l->calculation }, { "asked", say_money(cx->words, cx->mem, l->cents) }));
	f.rec = application_form_of_line(w.v.c.programme, l);
	f.row = &row;
	return section_form_show(cx, rq, rs, status, &f);
}

err application_position_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_position(cx, rq, rs, 200);
}

static err read_position(struct cx *cx, const struct request *rq, const struct prepared_view *w,
                         const struct grant_line *l, struct grant_wish *wish)
{
	struct shares shares;
	TRY(form_read(cx, rq->http, application_form_of_line(w->v.c.programme, l), wish));
	if (!str_blank(wish->shares) && !shares_of(wish->shares, 0, &shares))
		return problem_add(cx, "shares", "grants.shares_unread", NO_ARGS);
	return OK;
}

err application_position_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct prepared_view w = { 0 };
	const struct grant_line *l;
	TRY(position_fill(cx, rq, &w, &l));
	err e = read_position(cx, rq, &w, l, application_wish_for(cx, &w.p.app, l->item));
	if (e == OK)
		e = save(cx, rq, &w, &w.p.app);
	if (e == OK)
		return saved(cx, rq, rs, &w);
	return e == E_STALE || frame_tells(e) ? show_position(cx, rq, rs, page_status(e)) : e;
}

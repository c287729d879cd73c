/* The form in which the authority drafts a decision. */
#include "features/grants/grant_decision_pages.h"

#include <string.h>

#include "core/words.h"
#include "features/grants/grant_items.h"

/* --- the form: two fields for each position that the application has ---------------------------------------------- */

struct decision_form {
	int64_t version;
	struct maybe cents[GRANT_ITEMS];
	str note[GRANT_ITEMS];
	str file_number, purpose, payout, conditions, reason;
	day from, until, due_on;
	int64_t repay_cents;
	day repay_by;
};
#define ITEM(i, code)                                                                                                  \
	{ .name = "cents_" code,                                                                                       \
	  .kind = KIND_MONEY,                                                                                          \
	  .offset = offsetof(struct decision_form, cents) + (i) * sizeof(struct maybe),                                \
	  .label = "item." code,                                                                                       \
	  .maybe = true,                                                                                               \
	  .input = true,                                                                                               \
	  .max = 100000000000 },                                                                                       \
	        { .name = "note_" code,                                                                                \
		  .kind = KIND_TEXT,                                                                                   \
		  .offset = offsetof(struct decision_form, note) + (i) * sizeof(str),                                  \
		  .input = true,                                                                                       \
		  .max = 1000 },
#define SAYS(member, kind_, ...) FIELD(struct decision_form, member, kind_, .input = true, __VA_ARGS__)
static const struct field fields[] = {
	FIELD(struct decision_form, version, KIND_INT, .hidden = true),
	SAYS(file_number, KIND_TEXT, .required = true, .max = 60),
	GRANT_ITEMS_EACH(ITEM) /* each ends with a comma */
	SAYS(repay_cents, KIND_MONEY, .min = 0, .max = 100000000000),
	SAYS(repay_by, KIND_DAY, .max = 0),
	SAYS(reason, KIND_TEXT, .lines = true, .max = 4000),
	SAYS(purpose, KIND_TEXT, .lines = true, .max = 2000),
	SAYS(from, KIND_DAY, .max = 0),
	SAYS(until, KIND_DAY, .max = 0),
	SAYS(due_on, KIND_DAY, .max = 0),
	SAYS(payout, KIND_TEXT, .lines = true, .max = 2000),
	SAYS(conditions, KIND_TEXT, .lines = true, .max = 4000),
};
const struct record decision_form_rec = RECORD("decision_form", struct decision_form, fields);
enum { FIELD_COUNT = sizeof fields / sizeof *fields };

static bool names_item(const struct field *f, str *ret_item)
{
	const char *under = strchr(f->name, '_');
	bool names = !strncmp(f->name, "cents_", 6) || !strncmp(f->name, "note_", 5);
	*ret_item = names ? str_of(under + 1) : STR_NONE;
	return names;
}

static bool wanted(const struct field *f, const struct decision *d)
{
	static const char *const of_grant[] = { "purpose", "from", "until", "due_on", "payout", "conditions", NULL };
	const bool refusal = str_is(d->paper.type, "refusal"), revocation = str_is(d->paper.type, "revocation");
	str item;
	if (names_item(f, &item)) {
		bool note = !strncmp(f->name, "note_", 5);
		return grant_line_of(&d->paper.lines, item) && !refusal && !(revocation && note);
	}
	if (!strncmp(f->name, "repay_", 6))
		return revocation;
	for (size_t i = 0; of_grant[i]; i++)
		if (!strcmp(f->name, of_grant[i]))
			return !refusal && !revocation;
	return true;
}

/* The form of this type for the positions that there are. */
static const struct record *form_for(struct cx *cx, const struct decision *d)
{
	struct field *mine = arena_alloc(cx->mem, sizeof fields);
	struct record *r = NEW(cx->mem, struct record);
	size_t n = 0;
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (wanted(&fields[i], d)) {
			mine[n] = fields[i];
			mine[n++].required |= fields[i].kind == KIND_MONEY; /* an empty field is no zero */
		}
	*r = (struct record){ decision_form_rec.name, decision_form_rec.size, mine, n };
	return r;
}

static struct grant_line *line_of(struct decision *d, str item)
{
	LIST_EACH (struct grant_line, l, &d->paper.lines)
		if (str_eq(l->item, item))
			return l;
	return NULL;
}

/* Between the form and what it is about, in both directions. */
static void carry_lines(struct decision_form *f, struct decision *d, bool to_form)
{
	str item;
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		struct grant_line *l = names_item(&fields[i], &item) ? line_of(d, item) : NULL;
		void *member = (char *)f + fields[i].offset;
		if (!l)
			continue;
		if (fields[i].kind == KIND_MONEY && to_form)
			*(struct maybe *)member = MAYBE(l->cents);
		else if (fields[i].kind == KIND_MONEY)
			l->cents = ((struct maybe *)member)->has ? ((struct maybe *)member)->v : 0;
		else if (to_form)
			*(str *)member = l->note;
		else
			l->note = *(str *)member;
	}
}

static struct decision_form form_of_decision(const struct grant_state *s, struct decision *d, day today)
{
	struct decision_form f = { .version = s->seen,
		                   .file_number = d->file_number,
		                   .purpose = d->purpose,
		                   .payout = d->payout,
		                   .conditions = d->conditions,
		                   .reason = d->reason,
		                   .from = d->paper.from,
		                   .until = d->paper.until,
		                   .due_on = d->paper.due_on,
		                   .repay_cents = decision_repay(s, d),
		                   .repay_by = day_add_months(today, GRANT_PAY_MONTHS) };
	carry_lines(&f, d, true);
	return f;
}

static void take_form(struct decision_form *f, struct decision *d)
{
	d->file_number = f->file_number;
	d->purpose = f->purpose;
	d->payout = f->payout;
	d->conditions = f->conditions;
	d->reason = f->reason;
	d->paper.from = f->from;
	d->paper.until = f->until;
	d->paper.due_on = f->due_on;
	d->paper.repay_by = f->repay_cents ? f->repay_by : DAY_NONE;
	if (!str_is(d->paper.type, "refusal"))
		carry_lines(f, d, false);
	d->paper.total_cents = grant_lines_total(&d->paper.lines);
}

/* --- what can be drafted ------------------------------------------------------------------------------------------ */

const char *decision_may(const struct grant_state *s, str type, day on)
{
	const char *why_not = grant_may(s, S("decision_draft"), 0, on);
	bool granted = s->decision && s->granted_cents > 0;
	if (why_not)
		return why_not;
	if (str_is(type, "revocation"))
		return s->hearing ? NULL : "grants.may_not.hear_first";
	if (s->hearing)
		return "grants.may_not.hearing_open";
	if (str_is(type, "change"))
		return granted ? NULL : "grants.may_not.no_grant";
	if (!grant_undecided(s))
		return "grants.may_not.nothing_to_decide";
	return str_is(type, "grant") && granted ? "grants.may_not.granted_already" : NULL;
}

struct decision_page {
	struct centre_frame frame;
	struct section_top top;
	struct decision decision;
	int64_t paid_cents;
	day hearing_until, revocable_until;
	bool revocation, heard;
	struct sent_back *sent_back; /* the form starts with this draft; NULL: with what was asked for */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct decision_page),
	FIELD(struct decision_page, decision, KIND_ONE, .of = &decision_rec),
	FIELD(struct decision_page, paid_cents, KIND_MONEY),
	FIELD(struct decision_page, hearing_until, KIND_DAY),
	FIELD(struct decision_page, revocable_until, KIND_DAY),
	FIELD(struct decision_page, revocation, KIND_BOOL, .hidden = true),
	FIELD(struct decision_page, heard, KIND_BOOL),
	FIELD(struct decision_page, sent_back, KIND_ONE, .of = &sent_back_rec, .maybe = true),
};
static const struct record page_rec = RECORD("decision_page", struct decision_page, page_fields);
const struct page page_decision = { "grants/decision.html", &page_rec };

static err propose(struct cx *cx, const struct request *rq, const struct grant_view *v, struct decision *ret)
{
	const struct words *mine = grant_german(cx);
	err e = decision_propose(cx, &rq->centre, &v->c, &v->state, str_c(cx->mem, route_part(rq, "code")), ret);
	cx->words = mine;
	return e;
}

/* What a second person sent back is not typed anew. */
static err begin_with_sent_back(struct cx *cx, const struct request *rq, const struct grant_view *v,
                                struct decision_page *p, struct decision_form *f)
{
	const struct grant_event *why,
	        *draft = grant_sent_back(&v->events, "decision_draft", (struct maybe){ 0 }, &why);
	struct decision before;
	if (!draft)
		return OK;
	TRY(decision_read(cx, draft, &before));
	if (!str_eq(before.paper.type, p->decision.paper.type))
		return OK;
	p->sent_back = grant_sent_back_said(cx, rq, draft, why);
	*f = form_of_decision(&v->state, &before, cx->today);
	if (str_is(before.paper.type, "revocation")) {
		f->repay_cents = draft->cents.v;
		if (day_is(before.paper.repay_by))
			f->repay_by = before.paper.repay_by;
	}
	return OK;
}

static bool is_note(const struct form_field *f)
{
	return str_starts(f->name, "note_");
}

/* What mostly stays as it is proposed. */
static bool is_default(const struct form_field *f)
{
	static const char *const names[] = { "file_number", "purpose", "from", "until", "payout", "conditions", NULL };
	for (size_t i = 0; names[i]; i++)
		if (str_is(f->name, names[i]))
			return true;
	return false;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct grant_view *v)
{
	struct decision_page p = { 0 };
	str type = route_part(rq, "code");
	TRY(propose(cx, rq, v, &p.decision));
	const char *key = str_print(cx->mem, "grants.decide.%s.title", str_c(cx->mem, type)).p;
	TRY(grant_section_fill(cx, rq, v, key, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence =
	        word(cx->words, cx->mem, str_print(cx->mem, "grants.decide.%s.lead", str_c(cx->mem, type)).p);
	p.paid_cents = v->state.paid_cents;
	p.revocation = str_is(type, "revocation");
	p.heard = v->state.heard;
	p.hearing_until = v->state.hearing_until;
	p.revocable_until = revocation_until(&v->state);
	struct decision_form fresh = form_of_decision(&v->state, &p.decision, cx->today);
	TRY(begin_with_sent_back(cx, rq, v, &p, &fresh));
	p.frame.form = frame_form(cx, rq, RIGHT_GRANT_CHECK, form_for(cx, &p.decision), &fresh, rq->http->path,
	                          "grants.submit_draft");
	p.frame.form = form_folded(cx, p.frame.form, "grants.decide.notes", is_note);
	p.frame.form = form_folded(cx, p.frame.form, "grants.decide.texts", is_default);
	return page_show(cx, rq->http, rs, status, &page_decision, &p);
}

static err view_of_type(struct cx *cx, const struct request *rq, struct grant_view *v)
{
	if (!choices_has(&decision_type_choices, route_part(rq, "code")))
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	return grant_view_fill(cx, rq, v);
}

err decision_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(view_of_type(cx, rq, &v));
	const char *why_not = decision_may(&v.state, route_part(rq, "code"), cx->today);
	return why_not ? fail(cx, E_INVALID, why_not, NO_ARGS) : show(cx, rq, rs, 200, &v);
}

static err read_decision(struct cx *cx, const struct request *rq, const struct grant_view *v, struct decision *d,
                         int64_t *ret_cents)
{
	struct decision_form f = { 0 };
	const char *why_not = decision_may(&v->state, d->paper.type, cx->today);
	TRY(form_read(cx, rq->http, form_for(cx, d), &f));
	if (why_not)
		return sent_version(rq) == v->state.seen ? fail(cx, E_INVALID, why_not, NO_ARGS)
		                                         : fail(cx, E_STALE, "grants.stale", NO_ARGS);
	take_form(&f, d);
	bool revokes = str_is(d->paper.type, "revocation");
	*ret_cents = revokes ? f.repay_cents : d->paper.total_cents;
	return decision_check(cx, &v->state, d, f.repay_cents);
}

err decision_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct decision d;
	struct grant_event stored;
	int64_t cents = 0;
	TRY(view_of_type(cx, rq, &v));
	TRY(propose(cx, rq, &v, &d));
	err e = read_decision(cx, rq, &v, &d, &cents);
	if (e == OK) {
		const struct grant_event event = { .kind = S("decision_draft"),
			                           .day = cx->today,
			                           .cents = MAYBE(cents),
			                           .note = str_blank(d.reason) ? STR_NONE : d.reason,
			                           .content = grant_paper_json(cx->mem, &decision_rec, &d) };
		e = grant_write(cx, rq, sent_version(rq), &event, &stored);
	}
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, ""), "grants.done_draft");
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e), &v) : e;
}

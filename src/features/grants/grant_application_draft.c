/* The application in the database: prepared from what is there, kept while it is prepared, submitted. */
#include <inttypes.h>
#include <string.h>

#include "base/money.h"
#include "core/audit.h"
#include "core/setting.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/centres/centres.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_application.h"
#include "features/rulebook/entitlement.h"

struct stored_draft {
	int64_t version;
	str content;
};
static const struct field stored_fields[] = {
	FIELD(struct stored_draft, version, KIND_INT),
	FIELD(struct stored_draft, content, KIND_TEXT),
};
static const struct record stored_rec = RECORD("grant_draft", struct stored_draft, stored_fields);

enum { DRAFT, INSERT, CHANGE };
const struct sql application_sql[] = {
	[DRAFT] = { "SELECT d.version, d.content FROM grant_draft d JOIN grant_case g ON g.id = d.case_id"
	            " WHERE g.centre_id = $1 AND d.case_id = $2",
	            "ii" },
	[INSERT] = { "INSERT INTO grant_draft (case_id, content, changed_by, changed_at) VALUES ($1, $2, $3, $4)",
	             "isst" },
	[CHANGE] = { "UPDATE grant_draft SET version = version + 1, content = $3, changed_by = $4, changed_at = $5"
	             " WHERE case_id = $1 AND version = $2",
	             "iisst" },
	{ 0 },
};

/* --- what was typed before ---------------------------------------------------------------------------------------- */

err application_read(struct cx *cx, const struct grant_event *e, struct application *ret)
{
	*ret = (struct application){ 0 };
	return grant_paper_read(cx, e->content, &application_rec, ret);
}

static const struct grant_event *newest_application(const struct list *events)
{
	const struct grant_event *newest = NULL;
	LIST_EACH (const struct grant_event, e, events)
		if (str_is(e->kind, "applied") && e->content.p)
			newest = e;
	return newest;
}

/* Declarations are made anew each time. */
static err copy_typed(struct cx *cx, const struct grant_event *e, struct application *ret)
{
	if (!e)
		return OK;
	TRY(application_read(cx, e, ret));
	ret->not_begun = ret->truthful = false;
	return OK;
}

/* What the application of the year before said: whom to ask, the account, the grounds. Amounts come from this year. */
static err last_year(struct cx *cx, const struct tenant *centre, const struct grant_case *c, struct application *ret)
{
	struct grant_case before;
	struct list events = { 0 };
	err e = grant_case_of_year(cx, centre, c->programme, c->year - 1, &before);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	TRY(grant_events(cx, &before, &events));
	TRY(copy_typed(cx, newest_application(&events), ret));
	ret->wishes = (struct list){ 0 };
	ret->concept_kind = STR_NONE;
	ret->concept_by = ret->work_starts = DAY_NONE;
	return OK;
}

static err load_typed(struct cx *cx, const struct tenant *centre, const struct grant_case *c, const struct list *events,
                      struct application *ret)
{
	struct stored_draft d;
	err e = db_row(cx, &application_sql[DRAFT], &stored_rec, &d, V(centre->id, c->id));
	if (e == OK) {
		TRY(grant_paper_read(cx, d.content, &application_rec, ret));
		ret->version = d.version;
		return OK;
	}
	if (e != E_NOTFOUND)
		return e;
	const struct grant_event *mine = newest_application(events);
	return mine ? copy_typed(cx, mine, ret) : last_year(cx, centre, c, ret);
}

/* --- what is known elsewhere -------------------------------------------------------------------------------------- */

static bool interpreters_possible(const struct list *readiness)
{
	LIST_EACH (const struct readiness, r, readiness)
		if (str_is(r->programme, "interpreters"))
			LIST_EACH (const struct check_line, l, &r->lines)
				if (l->own)
					return l->good;
	return false;
}

static struct entitlement given_in(struct cx *cx, const struct list *rules, const struct grant_case *c)
{
	bool english = !strcmp(words_language(cx->words), "en");
	struct entitlement e =
	        entitlement_of(cx->mem, rules, c->kind, c->centre_id, day_of((int)c->year, 1, 1), english);
	bool complete;
	if (entitlement_total(&e, c->programme, &complete) == 0 && complete)
		e = entitlement_of(cx->mem, rules, c->kind, c->centre_id, day_of((int)c->year, 12, 31), english);
	return e;
}

static bool had_concept(struct cx *cx, const struct list *history)
{
	LIST_EACH (const struct check_entry, e, history)
		if (str_is(e->kind, "concept") && str_is(e->result, "met") && day_cmp(e->day, cx->today) <= 0)
			return true;
	return false;
}

static err load_basis(struct cx *cx, const struct tenant *centre, const struct grant_case *c, struct prepared *p)
{
	struct staff_day today;
	struct list history = { 0 };
	TRY(rules_known(cx, cx->now, &p->rules));
	TRY(readiness_on(cx, centre, cx->today, &p->readiness));
	TRY(check_history(cx, centre->id, &history));
	TRY(staff_day_of(cx, centre, cx->today, &today));
	p->findings = today.findings;
	p->found_concept = had_concept(cx, &history);
	p->basis = (struct application_basis){ .c = c,
		                               .rules = &p->rules,
		                               .given = given_in(cx, &p->rules, c),
		                               .pool_concept = interpreters_possible(&p->readiness) };
	return staff_year_of(cx, centre, (int)c->year, &p->basis.staff);
}

static void add_posts(struct cx *cx, struct prepared *p)
{
	LIST_EACH (const struct line_money, l, &p->basis.staff.lines) {
		bool mine = str_is(p->basis.c->programme, "base")
		                    ? str_is(l->line, "specialist") || str_is(l->line, "assistant")
		                    : str_eq(l->line, p->basis.c->programme);
		if (!mine)
			continue;
		LIST_EACH (const struct post_money, post, &l->posts)
			*LIST_ADD(cx->mem, &p->app.posts, struct application_post) =
			        (struct application_post){ .title = post->title,
				                           .line = post->line,
				                           .calculation = post->calculation,
				                           .fte = post->fte,
				                           .cents = post->granted_cents };
	}
}

err application_parties(struct cx *cx, const struct tenant *centre, struct application *app)
{
	struct centre self;
	struct setting_row authority;
	struct site_row site;
	bool there;
	TRY(centre_find(cx, centre->id, cx->today, &self));
	TRY(grant_sender_lines(cx, centre->id, cx->today, &app->applicant_lines));
	TRY(setting_get(cx, &setting_authority, 0, cx->today, &authority));
	TRY(site_there(cx, centre->id, cx->today, &site, &there));
	app->applicant = self.carrier;
	app->ags8 = self.ags8;
	app->centre_name = self.name;
	app->authority = authority.value;
	app->site = there ? str_print(cx->mem, STR_FMT ", " STR_FMT " " STR_FMT, STR_ARG(site.street),
	                              STR_ARG(site.postcode), STR_ARG(site.town))
	                  : STR_NONE;
	return OK;
}

err application_prepare(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                        const struct grant_state *s, const struct list *events, struct prepared *ret)
{
	*ret = (struct prepared){ 0 };
	struct application *app = &ret->app;
	TRY(load_typed(cx, centre, c, events, app));
	TRY(load_basis(cx, centre, c, ret));
	app->posts = app->sections = (struct list){ 0 };
	app->concept = STR_NONE;
	app->concept_until = DAY_NONE;
	TRY(application_parties(cx, centre, app));
	app->paper = (struct grant_paper){ .format = GRANT_FORMAT,
		                           .from = day_of((int)c->year, 1, 1),
		                           .until = day_of((int)c->year, 12, 31) };
	application_lines(cx, &ret->basis, &app->wishes, &app->paper.lines);
	app->paper.total_cents = grant_lines_total(&app->paper.lines);
	add_posts(cx, ret);
	application_sections(cx, centre, ret);
	app->paper.due_on = app->concept_by;
	ret->submitted_seq = s->applied ? s->applied->seq : 0;
	return OK;
}

err grant_promise_of(struct cx *cx, const struct tenant *centre, const struct grant_state *s, struct grant_promise *ret)
{
	struct list history = { 0 };
	*ret = (struct grant_promise){ 0 };
	if (!s->applied || !day_is(s->application.due_on))
		return OK;
	*ret = (struct grant_promise){ .open = true, .by = s->application.due_on };
	TRY(check_history(cx, centre->id, &history));
	LIST_EACH (const struct check_entry, e, &history)
		if (str_is(e->kind, "concept") && str_is(e->result, "met") && day_cmp(e->day, s->applied_on) >= 0 &&
		    day_cmp(e->day, cx->today) <= 0)
			ret->open = false;
	return OK;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

/* Only what was typed is kept; the rest is found anew. */
static str typed_json(struct cx *cx, const struct application *app)
{
	struct application typed = *app;
	typed.paper = (struct grant_paper){ .format = GRANT_FORMAT };
	typed.posts = typed.sections = (struct list){ 0 };
	return grant_paper_json(cx->mem, &application_rec, &typed);
}

static err store(struct cx *cx, const struct grant_case *c, const struct application *app, int64_t version)
{
	int64_t changed = 1;
	str json = typed_json(cx, app);
	if (version)
		TRY(db_exec(cx, &application_sql[CHANGE], &changed,
		            V(c->id, version, json, user_signature(cx), cx->now)));
	else
		TRY(db_exec(cx, &application_sql[INSERT], NULL, V(c->id, json, user_signature(cx), cx->now)));
	return changed ? OK : fail(cx, E_STALE, "grants.draft_stale", NO_ARGS);
}

err application_save_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct application_in *in = in_;
	struct list events = { 0 };
	struct application now = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(load_typed(cx, in->centre, in->c, &events, &now));
	if (now.version != in->version)
		return fail(cx, E_STALE, "grants.draft_stale", NO_ARGS);
	TRY(store(cx, in->c, in->app, in->version));
	*(int64_t *)ret = in->version + 1;
	audit_note(cx, "grant.prepare",
	           str_print(cx->mem, "centres/" STR_FMT "/grants/%" PRId64, STR_ARG(in->c->slug), in->c->id),
	           MAYBE(in->centre->id));
	return OK;
}

str application_digest(struct cx *cx, const struct application *app)
{
	return crypt_hash(cx->mem, grant_paper_json(cx->mem, &application_rec, app));
}

static err check_sections(struct cx *cx, const struct application *app)
{
	err e = OK;
	LIST_EACH (const struct application_section, s, &app->sections)
		if (str_is(s->state, "missing"))
			e = problem_add(
			        cx, str_c(cx->mem, s->code), s->door ? "grants.refused_door" : "grants.refused_open",
			        args_copy(cx->mem,
			                  ARGS({ "section", word(cx->words, cx->mem,
			                                         str_print(cx->mem, "application_section." STR_FMT,
			                                                   STR_ARG(s->code))
			                                                 .p) },
			                       { "why", s->why }, { "rule", s->rule })));
	return e;
}

static err prepare_german(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                          const struct grant_state *s, const struct list *events, struct prepared *ret)
{
	const struct words *mine = cx->words;
	cx->words = words_sibling(mine, S("de"));
	err e = application_prepare(cx, centre, c, s, events, ret);
	cx->words = mine;
	return e;
}

err application_submit_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct application_submit *in = in_;
	struct grant_case c;
	struct grant_state s;
	struct list events = { 0 };
	struct prepared p;
	ASSERT(db_in_tx(cx));
	TRY(grant_case_find(cx, in->centre, in->case_id, &c));
	TRY(grant_state_on(cx, &c, &s, &events));
	if (s.seen != in->seen)
		return fail(cx, E_STALE, "grants.stale", NO_ARGS);
	TRY(prepare_german(cx, in->centre, &c, &s, &events, &p));
	if (!str_eq(application_digest(cx, &p.app), in->digest))
		return fail(cx, E_STALE, "grants.draft_stale", NO_ARGS);
	TRY(check_sections(cx, &p.app));
	const struct grant_add add = {
		.centre = in->centre,
		.case_id = c.id,
		.seen = in->seen,
		.event = { .kind = S("applied"),
		           .day = cx->today,
		           .cents = MAYBE(p.app.paper.total_cents),
		           .content = grant_paper_json(cx->mem, &application_rec, &p.app) },
	};
	TRY(grant_add_in_tx(cx, &add, ret));
	p.app.not_begun = p.app.truthful = false;
	return store(cx, &c, &p.app, p.app.version);
}

/* The task list of an application: section by section what is there, what is missing and why, and where it is put
 * right (S-FUN-1, S-FUN-2, S-CEN-1, -2, -4, -7). */
#include <inttypes.h>

#include "base/money.h"
#include "core/words.h"
#include "features/grants/grant_application.h"

struct work {
	struct cx *cx;
	const struct tenant *centre;
	struct prepared *p;
};

static str say(const struct work *w, const char *key, const struct arg *args)
{
	return word_args(w->cx->words, w->cx->mem, key, args);
}

static str path_of(const struct work *w, const char *tail)
{
	return str_print(w->cx->mem, "/centres/" STR_FMT "/%s", STR_ARG(w->centre->slug), tail);
}

/* "/centres/coesfeld/grants/12/application/<tail>" */
static str form_path(const struct work *w, const char *tail)
{
	return str_print(w->cx->mem, STR_FMT "/application/%s", STR_ARG(w->p->basis.c->path), tail);
}

static struct application_section *add(const struct work *w, const char *code, const char *state, str why, str path)
{
	struct application_section *s = LIST_ADD(w->cx->mem, &w->p->app.sections, struct application_section);
	*s = (struct application_section){ .code = str_of(code), .state = str_of(state), .why = why, .path = path };
	return s;
}

static const struct list *lines_of(const struct work *w)
{
	static const struct list none;
	LIST_EACH (const struct readiness, r, &w->p->readiness)
		if (str_eq(r->programme, w->p->basis.c->programme))
			return &r->lines;
	return &none;
}

/* --- at the door: S-CEN-1, S-CEN-2, S-CEN-4 ----------------------------------------------------------------------- */

/* Only a Kreis or a kreisfreie Stadt (T36). */
static void add_carrier(const struct work *w)
{
	const struct grant_case *c = w->p->basis.c;
	bool may = choices_has(&authority_choices, c->kind);
	const struct rule *r = term_of(&w->p->rules, S("applicants"), c->kind, c->centre_id, w->cx->today);
	struct application_section *s = add(
	        w, "carrier", may ? "done" : "missing",
	        say(w, may ? "grants.why.carrier" : "grants.why.carrier_not", ARGS({ "name", w->p->app.applicant })),
	        S("/may-apply"));
	s->door = true;
	s->rule = r ? r->source : STR_NONE;
}

static void add_site(const struct work *w, const struct check_line *l)
{
	struct application_section *s =
	        add(w, "site", l->good ? "done" : "missing",
	            l->good ? l->evidence : say(w, "grants.why.site_missing", NO_ARGS), path_of(w, "site"));
	s->door = true;
	s->rule = l->source;
}

static bool is_concept(const struct check_line *l)
{
	return str_is(l->kind, "concept") || str_is(l->kind, "schedule");
}

static void add_preconditions(const struct work *w)
{
	struct text missing = TEXT(w->cx->mem), rules = TEXT(w->cx->mem);
	LIST_EACH (const struct check_line, l, lines_of(w)) {
		if (!l->blocks || is_concept(l) || str_is(l->kind, "site"))
			continue;
		text_c(&missing, missing.n ? ", " : "");
		text_add(&missing, say(w, str_print(w->cx->mem, "check." STR_FMT, STR_ARG(l->kind)).p, NO_ARGS));
		text_c(&rules, rules.n ? "; " : "");
		text_add(&rules, l->source);
	}
	struct application_section *s =
	        add(w, "preconditions", missing.n ? "missing" : "done",
	            say(w, missing.n ? "grants.why.preconditions_missing" : "grants.why.preconditions",
	                ARGS({ "missing", text_str(&missing) })),
	            path_of(w, "checks"));
	s->door = true;
	s->rule = rules.n ? text_str(&rules) : STR_NONE;
}

static str promise_said(const struct work *w)
{
	const struct application *app = &w->p->app;
	return say(w, str_is(app->concept_kind, "fresh") ? "grants.why.concept_fresh" : "grants.why.concept_update",
	           ARGS({ "day", say_day(w->cx->words, w->cx->mem, app->concept_by) }));
}

/* A current concept, or the day by which there will be one (S-FUN-2). */
static void add_concept(const struct work *w)
{
	struct application *app = &w->p->app;
	const struct check_line *concept = NULL;
	LIST_EACH (const struct check_line, l, lines_of(w))
		if (str_is(l->kind, "concept"))
	concept = l;
	bool good = concept && concept->good;
	bool promised = day_is(app->concept_by);
	if (good) {
		app->concept = concept->evidence;
		app->concept_until = concept->valid_until;
		app->concept_kind = STR_NONE;
		app->concept_by = app->work_starts = DAY_NONE;
	}
	str why = good ? concept->evidence : promised ? promise_said(w) : say(w, "grants.why.concept_missing", NO_ARGS);
	struct application_section *s = add(w, "concept", good || promised ? "done" : "missing", why,
	                                    good ? path_of(w, "checks") : form_path(w, "answers/concept"));
	s->door = true;
	s->rule = concept ? concept->source : STR_NONE;
}

/* --- what comes from the staff plan ------------------------------------------------------------------------------- */

static void add_posts(const struct work *w)
{
	int64_t refused = 0, posts = (int64_t)w->p->app.posts.n;
	bool complete = true;
	LIST_EACH (const struct line_money, l, &w->p->basis.staff.lines) {
		if (!str_is(l->line, "specialist") && !str_is(l->line, "assistant") &&
		    !str_eq(l->line, w->p->basis.c->programme))
			continue;
		refused += l->refused_cents;
		complete = complete && l->complete;
	}
	const char *key = posts == 0  ? "grants.why.posts_none"
	                  : refused   ? "grants.why.posts_refused"
	                  : !complete ? "grants.why.posts_unknown"
	                              : "grants.why.posts";
	add(w, "posts", posts && !refused && complete ? "done" : "check",
	    say(w, key,
	        ARGS({ "n", say_int(w->cx->words, w->cx->mem, posts) },
	             { "refused", say_money(w->cx->words, w->cx->mem, refused) })),
	    path_of(w, "staff/posts"));
}

static void add_qualifications(const struct work *w)
{
	int64_t n = 0;
	LIST_EACH (const struct finding, f, &w->p->findings)
		n += str_is(f->kind, "no_qualification") || str_is(f->kind, "assistant_qualification");
	add(w, "qualifications", n ? "check" : "done",
	    n ? word_plural(w->cx->words, w->cx->mem, "grants.why.qualifications_missing", n, NO_ARGS)
	      : say(w, "grants.why.qualifications", NO_ARGS),
	    path_of(w, "staff"));
}

static void add_interpreters(const struct work *w)
{
	if (!str_is(w->p->basis.c->programme, "base"))
		return;
	bool fine = w->p->basis.pool_concept;
	add(w, "interpreters", fine ? "done" : "check",
	    say(w, fine ? "grants.why.interpreters" : "grants.why.interpreters_missing", NO_ARGS),
	    path_of(w, "checks"));
}

/* --- what the KI says --------------------------------------------------------------------------------------------- */

static void add_amounts(const struct work *w)
{
	int64_t open = 0;
	str total = say_money(w->cx->words, w->cx->mem, w->p->app.paper.total_cents);
	LIST_EACH (const struct grant_line, l, &w->p->app.paper.lines)
		open += !l->ceiling_cents.has || l->note.p != NULL;
	add(w, "amounts",
	    w->p->app.paper.total_cents == 0 ? "missing"
	    : open                           ? "check"
	                                     : "done",
	    open ? word_plural(w->cx->words, w->cx->mem, "grants.why.amounts_open", open, ARGS({ "total", total }))
	         : say(w, "grants.why.amounts", ARGS({ "total", total })),
	    S("#h-lines"));
}

static void add_typed(const struct work *w, const char *code, bool done, str what)
{
	add(w, code, done ? "done" : "missing",
	    done ? what : say(w, str_print(w->cx->mem, "grants.why.%s_missing", code).p, NO_ARGS),
	    form_path(w, str_print(w->cx->mem, "answers/%s", code).p));
}

void application_sections(struct cx *cx, const struct tenant *centre, struct prepared *p)
{
	const struct work w = { cx, centre, p };
	const struct application *app = &p->app;
	p->app.sections = (struct list){ 0 };
	add_carrier(&w);
	LIST_EACH (const struct check_line, l, lines_of(&w))
		if (str_is(l->kind, "site"))
			add_site(&w, l);
	add_preconditions(&w);
	add_concept(&w);
	add_posts(&w);
	add_qualifications(&w);
	add_interpreters(&w);
	add_amounts(&w);
	add_typed(&w, "reasons", !str_blank(app->reasons) && !str_blank(app->priorities),
	          say(&w, "grants.why.reasons", NO_ARGS));
	add_typed(&w, "contact", !str_blank(app->contact_name), app->contact_name);
	add_typed(&w, "bank", !str_blank(app->iban), app->iban);
	add_typed(&w, "declarations", app->not_begun && app->truthful, say(&w, "grants.why.declarations", NO_ARGS));
}

day concept_latest(const struct list *rules, const struct grant_case *c, str kind, day work_starts)
{
	str item = str_is(kind, "fresh") ? S("concept_new_within") : S("concept_update_within");
	const struct rule *r = term_of(rules, item, c->kind, c->centre_id, work_starts);
	int64_t months;
	return r && str_to_int(r->value, &months) ? day_add_months(work_starts, (int)months) : DAY_NONE;
}

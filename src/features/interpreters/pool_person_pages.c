/* One person of the pool: where she is and what comes next, what she speaks, when she can be asked, what happened
 * (S-INT-1 ... 3, P-INT-2, P-INT-4). */
#include <inttypes.h>

#include "core/words.h"
#include "features/interpreters/pool_hours.h"
#include "features/interpreters/pool_people_pages.h"

enum { LOAD_DAYS = 90 };

/* What belongs to the person, each with what can be done about it; paths are absent without the right. */
struct own_language {
	struct interpreter_language language;
	str modes; /* "vor Ort, am Telefon" */
	str edit_path;
};
static const struct field own_language_fields[] = {
	FIELD(struct own_language, language, KIND_ONE, .of = &interpreter_language_rec),
	FIELD(struct own_language, modes, KIND_TEXT),
	FIELD(struct own_language, edit_path, KIND_PATH),
};
static const struct record own_language_rec = RECORD("own_language", struct own_language, own_language_fields);

struct own_day {
	int64_t weekday;
	str name, hours; /* hours: "8:00–12:00"; absent: not on that day */
};
static const struct field own_day_fields[] = {
	FIELD(struct own_day, weekday, KIND_INT),
	FIELD(struct own_day, name, KIND_TEXT),
	FIELD(struct own_day, hours, KIND_TEXT),
};
static const struct record own_day_rec = RECORD("own_day", struct own_day, own_day_fields);

struct own_exception_row {
	struct interpreter_exception exception;
	str remove_path;
};
static const struct field own_exception_fields[] = {
	FIELD(struct own_exception_row, exception, KIND_ONE, .of = &interpreter_exception_rec),
	FIELD(struct own_exception_row, remove_path, KIND_PATH),
};
static const struct record own_exception_row_rec =
        RECORD("own_pool_exception", struct own_exception_row, own_exception_fields);

struct own_step {
	struct interpreter_step step;
	bool coming, withdrawn;
	str withdraw_path;
};
static const struct field own_step_fields[] = {
	FIELD(struct own_step, step, KIND_ONE, .of = &interpreter_step_rec),
	FIELD(struct own_step, coming, KIND_BOOL),
	FIELD(struct own_step, withdrawn, KIND_BOOL),
	FIELD(struct own_step, withdraw_path, KIND_PATH),
};
static const struct record own_step_rec = RECORD("own_step", struct own_step, own_step_fields);

struct own_year {
	struct interpreter_year year;
	str edit_path;
};
static const struct field own_year_fields[] = {
	FIELD(struct own_year, year, KIND_ONE, .of = &interpreter_year_rec),
	FIELD(struct own_year, edit_path, KIND_PATH),
};
static const struct record own_year_rec = RECORD("own_year", struct own_year, own_year_fields);

struct person_page {
	struct centre_frame frame;
	struct section_top top;
	struct interpreter person;
	str state, tone, lacks, services;
	day since, until;
	int64_t assignments; /* in the last 90 days */
	struct list languages, week, exceptions, steps, years;
	bool always; /* no hours are given: at any time */
	str edit_path, language_path, hours_path, exception_path, year_path;
};
static const struct field person_fields[] = {
	SECTION_FIELDS(struct person_page),
	FIELD(struct person_page, person, KIND_ONE, .of = &interpreter_rec),
	FIELD(struct person_page, state, KIND_CHOICE, .choices = &interpreter_state_choices),
	FIELD(struct person_page, tone, KIND_TEXT, .hidden = true),
	FIELD(struct person_page, lacks, KIND_TEXT),
	FIELD(struct person_page, services, KIND_TEXT, .hidden = true),
	FIELD(struct person_page, since, KIND_DAY),
	FIELD(struct person_page, until, KIND_DAY),
	FIELD(struct person_page, assignments, KIND_INT),
	FIELD(struct person_page, languages, KIND_MANY, .of = &own_language_rec),
	FIELD(struct person_page, week, KIND_MANY, .of = &own_day_rec),
	FIELD(struct person_page, exceptions, KIND_MANY, .of = &own_exception_row_rec),
	FIELD(struct person_page, steps, KIND_MANY, .of = &own_step_rec),
	FIELD(struct person_page, years, KIND_MANY, .of = &own_year_rec),
	FIELD(struct person_page, always, KIND_BOOL, .hidden = true),
	FIELD(struct person_page, edit_path, KIND_PATH, .hidden = true),
	FIELD(struct person_page, language_path, KIND_PATH, .hidden = true),
	FIELD(struct person_page, hours_path, KIND_PATH, .hidden = true),
	FIELD(struct person_page, exception_path, KIND_PATH, .hidden = true),
	FIELD(struct person_page, year_path, KIND_PATH, .hidden = true),
};
static const struct record person_page_rec = RECORD("pool_person", struct person_page, person_fields);
const struct page page_pool_person = { "interpreters/person.html", &person_page_rec };

/* --- what belongs to the person ----------------------------------------------------------------------------------- */

static void add_word(struct cx *cx, struct text *t, bool is, const char *key)
{
	if (!is)
		return;
	text_c(t, t->n ? ", " : "");
	text_add(t, word(cx->words, cx->mem, key));
}

static str modes_said(struct cx *cx, const struct interpreter_language *l)
{
	struct text t = TEXT(cx->mem);
	add_word(cx, &t, l->on_site, "booking_mode.on_site");
	add_word(cx, &t, l->phone, "booking_mode.phone");
	add_word(cx, &t, l->video, "booking_mode.video");
	add_word(cx, &t, l->written, "booking_mode.written");
	return text_str(&t);
}

static str services_said(struct cx *cx, const struct interpreter *n)
{
	struct text t = TEXT(cx->mem);
	add_word(cx, &t, n->interpreting, "booking_service.interpreting");
	add_word(cx, &t, n->guiding, "booking_service.guiding");
	add_word(cx, &t, n->translating, "booking_service.translating");
	return text_str(&t);
}

static err fill_languages(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(interpreter_languages(cx, &rq->centre, p->person.id, &all));
	LIST_EACH (const struct interpreter_language, l, &all) {
		struct own_language *row = LIST_ADD(cx->mem, &p->languages, struct own_language);
		*row = (struct own_language){ .language = *l, .modes = modes_said(cx, l) };
		if (frame_may(cx, rq, RIGHT_POOL_RECORD))
			row->edit_path = pool_at(cx, rq, "spoken", l->id, "edit");
	}
	return OK;
}

static err fill_week(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(interpreter_hours_of(cx, &rq->centre, p->person.id, &all));
	p->always = all.n == 0;
	for (int64_t weekday = 1; weekday <= 7 && !p->always; weekday++) {
		struct list spans = { 0 };
		LIST_EACH (const struct interpreter_hours, h, &all)
			if (h->weekday == weekday)
				*LIST_ADD(cx->mem, &spans, struct day_span) =
				        (struct day_span){ h->from_minute, h->to_minute };
		const char *key = str_print(cx->mem, "pool.weekday_%d", (int)weekday).p;
		*LIST_ADD(cx->mem, &p->week, struct own_day) =
		        (struct own_day){ .weekday = weekday,
			                  .name = word(cx->words, cx->mem, key),
			                  .hours = spans.n ? hours_said(cx->mem, &spans) : STR_NONE };
	}
	return OK;
}

static err fill_exceptions(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(interpreter_exceptions(cx, &rq->centre, p->person.id, cx->today, &all));
	LIST_EACH (const struct interpreter_exception, x, &all) {
		struct own_exception_row *row = LIST_ADD(cx->mem, &p->exceptions, struct own_exception_row);
		row->exception = *x;
		if (frame_may(cx, rq, RIGHT_POOL_RECORD))
			row->remove_path = pool_at(cx, rq, "exceptions", x->id, "remove");
	}
	return OK;
}

/* Newest first; what is agreed for later stands above. */
static err fill_steps(struct cx *cx, const struct request *rq, struct person_page *p, struct interpreter_standing *ret)
{
	struct list all = { 0 };
	TRY(interpreter_steps(cx, &rq->centre, p->person.id, &all));
	*ret = interpreter_standing_of(cx->mem, &all, cx->today);
	for (size_t i = all.n; i > 0; i--) {
		const struct interpreter_step *s = LIST_AT(&all, struct interpreter_step, i - 1);
		struct own_step *row = LIST_ADD(cx->mem, &p->steps, struct own_step);
		*row = (struct own_step){ .step = *s,
			                  .coming = day_cmp(s->day, cx->today) > 0,
			                  .withdrawn = day_is(s->withdrawn_on) };
		if (!row->withdrawn && frame_may(cx, rq, RIGHT_POOL_RECORD))
			row->withdraw_path = pool_at(cx, rq, "steps", s->id, "withdraw");
	}
	return OK;
}

static err fill_years(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(interpreter_years(cx, &rq->centre, p->person.id, &all));
	LIST_EACH (const struct interpreter_year, y, &all) {
		struct own_year *row = LIST_ADD(cx->mem, &p->years, struct own_year);
		row->year = *y;
		if (frame_may(cx, rq, RIGHT_POOL_RECORD))
			row->edit_path = str_print(cx->mem, STR_FMT "?year=%" PRId64,
			                           STR_ARG(person_path(cx, rq, p->person.id, "year")), y->year);
	}
	return OK;
}

static err fill_load(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list loads = { 0 };
	TRY(interpreter_loads(cx, &rq->centre, day_add(cx->today, -LOAD_DAYS), cx->today, &loads));
	LIST_EACH (const struct interpreter_load, l, &loads)
		if (l->interpreter_id == p->person.id)
			p->assignments = l->assignments;
	return OK;
}

/* --- what can be done --------------------------------------------------------------------------------------------- */

static str step_path(struct cx *cx, const struct request *rq, const struct person_page *p, const char *kind)
{
	return person_path(cx, rq, p->person.id, str_print(cx->mem, "steps/%s", kind).p);
}

static void add_step(struct cx *cx, const struct request *rq, struct person_page *p, const char *kind)
{
	section_other(cx, rq, &p->top, RIGHT_POOL_RECORD, str_print(cx->mem, "pool.do_step.%s", kind).p,
	              step_path(cx, rq, p, kind));
}

/* First what comes next; behind it what else can happen to somebody in this state. */
static void fill_actions(struct cx *cx, const struct request *rq, struct person_page *p,
                         const struct interpreter_standing *s)
{
	static const char *const papers[] = { "trained", "pledged", "certificate" };
	bool out = !s->active && !s->applicant, paused = str_is(s->state, "paused");
	const char *next = s->next.p ? s->next.p : out ? "applied" : paused ? "listed" : NULL;
	if (next)
		section_primary(cx, rq, &p->top, RIGHT_POOL_RECORD, str_print(cx->mem, "pool.do_step.%s", next).p,
		                step_path(cx, rq, p, next));
	for (size_t i = 0; i < sizeof papers / sizeof *papers && !out; i++)
		if (!next || !str_is(str_of(papers[i]), next))
			add_step(cx, rq, p, papers[i]);
	if ((paused || s->applicant) && !(next && str_is(str_of(next), "listed")))
		add_step(cx, rq, p, "listed");
	if (str_is(s->state, "listed"))
		add_step(cx, rq, p, "paused");
	if (s->active)
		add_step(cx, rq, p, "left");
	if (s->applicant)
		add_step(cx, rq, p, "declined");
}

static void fill_paths(struct cx *cx, const struct request *rq, struct person_page *p)
{
	int64_t id = p->person.id;
	if (!frame_may(cx, rq, RIGHT_POOL_RECORD))
		return;
	p->edit_path = person_path(cx, rq, id, "edit");
	p->language_path = person_path(cx, rq, id, "languages/new");
	p->hours_path = person_path(cx, rq, id, "hours");
	p->exception_path = person_path(cx, rq, id, "exceptions/new");
	p->year_path = person_path(cx, rq, id, "year");
}

err pool_person_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct person_page p = { 0 };
	struct interpreter_standing s;
	TRY(interpreter_find(cx, &rq->centre, route_id(rq), &p.person));
	TRY(pool_fill(cx, rq, "people", "pool.person_title", p.person.name, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.people"), person_path(cx, rq, 0, ""));
	TRY(fill_languages(cx, rq, &p));
	TRY(fill_week(cx, rq, &p));
	TRY(fill_exceptions(cx, rq, &p));
	TRY(fill_steps(cx, rq, &p, &s));
	TRY(fill_years(cx, rq, &p));
	TRY(fill_load(cx, rq, &p));
	p.state = s.state;
	p.since = s.since;
	p.until = str_is(s.state, "paused") ? s.paused_until : DAY_NONE;
	p.tone = standing_tone(cx, &s);
	p.lacks = lacks_said(cx, &s);
	p.services = services_said(cx, &p.person);
	fill_actions(cx, rq, &p, &s);
	fill_paths(cx, rq, &p);
	return page_show(cx, rq->http, rs, 200, &page_pool_person, &p);
}

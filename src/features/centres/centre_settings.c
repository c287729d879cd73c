#include "features/centres/centre_settings.h"

#include <inttypes.h>
#include <string.h>

#include "core/centre_frame.h"
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres.h"
#include "features/rulebook/rulebook.h"

const struct setting setting_display_name = {
	.name = "centre.display_name", .kind = KIND_TEXT, .max = 120, .group = "face"
};
const struct setting setting_contact = { .name = "centre.contact", .kind = KIND_TEXT, .max = 500, .group = "face" };
const struct setting setting_contact_visible = {
	.name = "centre.contact_visible", .kind = KIND_BOOL, .fallback = "0", .group = "face"
};
const struct setting setting_letter_lines = {
	.name = "centre.letter_lines", .kind = KIND_TEXT, .max = 500, .group = "face"
};
const struct setting setting_third_party_ceiling = {
	.name = "centre.third_party_ceiling", .kind = KIND_MONEY, .max = 100000000, .group = "money"
};

const struct setting setting_ministry_integration = {
	.name = "land.ministry_integration", .of_land = true, .kind = KIND_TEXT, .max = 200
};
const struct setting setting_ministry_school = {
	.name = "land.ministry_school", .of_land = true, .kind = KIND_TEXT, .max = 200
};
const struct setting setting_lasi = { .name = "land.lasi", .of_land = true, .kind = KIND_TEXT, .max = 200 };
const struct setting setting_authority = { .name = "land.authority", .of_land = true, .kind = KIND_TEXT, .max = 200 };
const struct setting *const all_settings[] = { &setting_display_name,        &setting_contact,
	                                       &setting_contact_visible,     &setting_letter_lines,
	                                       &setting_third_party_ceiling, &setting_ministry_integration,
	                                       &setting_ministry_school,     &setting_lasi,
	                                       &setting_authority,           NULL };

err centre_reach(struct cx *cx, int64_t centre_id, str *ret)
{
	struct setting_row visible, contact;
	TRY(setting_get(cx, &setting_contact_visible, centre_id, cx->today, &visible));
	TRY(setting_get(cx, &setting_contact, centre_id, cx->today, &contact));
	*ret = str_is(visible.value, "1") && !str_blank(contact.value) ? contact.value : STR_NONE;
	return OK;
}

/* --- records ------------------------------------------------------------------------------------------------------ */

struct past_value {
	day valid_from;
	str value, mark, source, set_by;
	bool current; /* in force on the day of the page */
	bool coming;
};
static const struct field past_fields[] = {
	FIELD(struct past_value, valid_from, KIND_DAY),
	FIELD(struct past_value, value, KIND_TEXT),
	FIELD(struct past_value, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct past_value, source, KIND_TEXT),
	FIELD(struct past_value, set_by, KIND_TEXT),
	FIELD(struct past_value, current, KIND_BOOL),
	FIELD(struct past_value, coming, KIND_BOOL),
};
static const struct record past_rec = RECORD("past_value", struct past_value, past_fields);

struct setting_line {
	str name, label, hint, value, mark, source, path;
	str group, group_id; /* of the first one of a group: its heading, and where the list of groups leads */
	day since;
	bool chosen;
	struct list history; /* struct past_value, newest first */
};
static const struct field line_fields[] = {
	FIELD(struct setting_line, name, KIND_TEXT),
	FIELD(struct setting_line, label, KIND_TEXT),
	FIELD(struct setting_line, group, KIND_TEXT, .hidden = true),
	FIELD(struct setting_line, group_id, KIND_TEXT, .hidden = true),
	FIELD(struct setting_line, hint, KIND_TEXT, .hidden = true),
	FIELD(struct setting_line, value, KIND_TEXT),
	FIELD(struct setting_line, mark, KIND_CHOICE, .choices = &mark_choices),
	FIELD(struct setting_line, source, KIND_TEXT),
	FIELD(struct setting_line, path, KIND_PATH, .hidden = true),
	FIELD(struct setting_line, since, KIND_DAY),
	FIELD(struct setting_line, chosen, KIND_BOOL, .hidden = true),
	FIELD(struct setting_line, history, KIND_MANY, .of = &past_rec),
};
static const struct record line_rec = RECORD("setting_line", struct setting_line, line_fields);

/* What is typed: one of the values, by the kind of the setting. */
struct setting_input {
	str value;
	int64_t amount, number;
	str answer; /* "1", "0" */
	str choice; /* code */
	day valid_from;
	str source, mark;
};
static const char *const yes_no_codes[] = { "1", "0", NULL };
static const struct choices yes_no_choices = { "setting_yes", yes_no_codes };
#define INPUT_TAIL                                                                                                     \
	FIELD(struct setting_input, valid_from, KIND_DAY, .input = true, .required = true),                            \
	        FIELD(struct setting_input, source, KIND_TEXT, .input = true, .required = true, .max = 500)
static const struct field text_input[] = {
	FIELD(struct setting_input, value, KIND_TEXT, .input = true, .max = 500, .lines = true), INPUT_TAIL
};
/* A name is one line: it stands in page heads, lists and letters. */
static const struct field name_input[] = { FIELD(struct setting_input, value, KIND_TEXT, .input = true, .max = 120),
	                                   INPUT_TAIL };
static const struct field money_input[] = { FIELD(struct setting_input, amount, KIND_MONEY, .input = true,
	                                          .required = true, .min = 1, .max = 100000000),
	                                    INPUT_TAIL };
static const struct field bool_input[] = { FIELD(struct setting_input, answer, KIND_CHOICE, .choices = &yes_no_choices,
	                                         .input = true, .required = true),
	                                   INPUT_TAIL };
static const struct field land_input[] = {
	FIELD(struct setting_input, value, KIND_TEXT, .input = true, .required = true, .max = 200), INPUT_TAIL,
	FIELD(struct setting_input, mark, KIND_CHOICE, .choices = &mark_choices, .input = true, .required = true)
};
/* The wording of a letter takes more room than a name. */
static const struct field land_text_input[] = {
	FIELD(struct setting_input, value, KIND_TEXT, .input = true, .required = true, .max = 2000, .lines = true),
	INPUT_TAIL,
	FIELD(struct setting_input, mark, KIND_CHOICE, .choices = &mark_choices, .input = true, .required = true)
};
/* What a form of some setting of a KI may have; which of the values, the setting says. Read with the one below. */
static const struct field any_input[] = {
	ASKED("value", KIND_TEXT, .max = 500, .lines = true),
	ASKED("amount", KIND_MONEY, .maybe = true, .min = 1, .max = 100000000),
	ASKED("number", KIND_INT, .maybe = true, .max = 1000000),
	ASKED("answer", KIND_CHOICE, .choices = &yes_no_choices),
	ASKED("choice", KIND_TEXT, .max = 40),
	ASKED("valid_from", KIND_DAY, .required = true),
	ASKED("source", KIND_TEXT, .required = true, .max = 500),
};
const struct record setting_any_rec = { "setting_input", 0, any_input, sizeof any_input / sizeof *any_input };
static const struct field any_land_input[] = {
	ASKED("value", KIND_TEXT, .max = 2000, .lines = true),
	ASKED("number", KIND_INT, .maybe = true, .max = 1000000),
	ASKED("answer", KIND_CHOICE, .choices = &yes_no_choices),
	ASKED("valid_from", KIND_DAY, .required = true),
	ASKED("source", KIND_TEXT, .required = true, .max = 500),
	ASKED("mark", KIND_CHOICE, .choices = &mark_choices, .required = true),
};
const struct record setting_any_land_rec = { "setting_input", 0, any_land_input,
	                                     sizeof any_land_input / sizeof *any_land_input };
static const struct record setting_land_rec = RECORD("setting_input", struct setting_input, land_input);
static const struct record setting_land_text_rec = RECORD("setting_input", struct setting_input, land_text_input);
static const struct field settings_asked[] = { ASKED("day", KIND_DAY), ASKED("name", KIND_TEXT) };
static const struct field setting_asked[] = { ASKED("name", KIND_TEXT, .required = true) };
const struct record settings_asked_rec = ASKED_RECORD(settings_asked);
const struct record setting_asked_rec = ASKED_RECORD(setting_asked);
static const struct record text_input_rec = RECORD("setting_input", struct setting_input, text_input);
static const struct record name_input_rec = RECORD("setting_input", struct setting_input, name_input);
static const struct record money_input_rec = RECORD("setting_input", struct setting_input, money_input);
static const struct record bool_input_rec = RECORD("setting_input", struct setting_input, bool_input);

struct settings_page {
	struct centre_frame frame;
	day day;
	str day_typed, day_error;
	str path;
	str sheets_path; /* workbooks of one's own; absent: the reader may not change them */
	struct list lines;
	struct list groups; /* struct link: to the headings; empty: there are none */
	str chosen_label;
	bool may_change, grouped;
};
static const struct field settings_fields[] = {
	FRAME_FIELDS(struct settings_page),
	FIELD(struct settings_page, day, KIND_DAY),
	FIELD(struct settings_page, path, KIND_PATH, .hidden = true),
	FIELD(struct settings_page, sheets_path, KIND_PATH, .hidden = true),
	FIELD(struct settings_page, lines, KIND_MANY, .of = &line_rec),
	FIELD(struct settings_page, groups, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct settings_page, chosen_label, KIND_TEXT, .hidden = true),
	FIELD(struct settings_page, may_change, KIND_BOOL, .hidden = true),
	FIELD(struct settings_page, grouped, KIND_BOOL, .hidden = true),
};
static const struct record settings_rec = RECORD("settings_page", struct settings_page, settings_fields);
const struct page page_centre_settings = { "centres/settings.html", &settings_rec };

static const struct field land_fields[] = {
	FRAME_FIELD(struct settings_page, title, KIND_TEXT),
	FRAME_FIELD(struct settings_page, sentence, KIND_TEXT),
	FRAME_FIELD(struct settings_page, form, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	FIELD(struct settings_page, day, KIND_DAY),
	FIELD(struct settings_page, day_typed, KIND_TEXT, .hidden = true),
	FIELD(struct settings_page, day_error, KIND_TEXT, .hidden = true),
	FIELD(struct settings_page, path, KIND_PATH, .hidden = true),
	FIELD(struct settings_page, lines, KIND_MANY, .of = &line_rec),
	FIELD(struct settings_page, groups, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct settings_page, chosen_label, KIND_TEXT, .hidden = true),
	FIELD(struct settings_page, may_change, KIND_BOOL, .hidden = true),
	FIELD(struct settings_page, grouped, KIND_BOOL, .hidden = true),
};
static const struct record land_rec = RECORD("settings_page", struct settings_page, land_fields);
const struct page page_land_settings = { "centres/land_settings.html", &land_rec };

/* --- showing ------------------------------------------------------------------------------------------------------ */

/* A value as people read it: texts as they are, yes/no, euro, numbers, choices in words. */
static str setting_said(struct cx *cx, const struct setting *s, str value)
{
	int64_t cents;
	if (s->kind == KIND_CHOICE && choices_has(s->choices, value))
		return word(cx->words, cx->mem, str_print(cx->mem, "%s." STR_FMT, s->choices->name, STR_ARG(value)).p);
	if (s->kind == KIND_BOOL)
		return word(cx->words, cx->mem, str_is(value, "1") ? "setting_yes.1" : "setting_yes.0");
	if (s->kind == KIND_MONEY && str_to_int(value, &cents))
		return say_money(cx->words, cx->mem, cents);
	return str_blank(value) ? STR_NONE : value;
}

static const struct setting *setting_named(const struct setting *const *list, str name)
{
	for (; *list; list++)
		if (str_is(name, (*list)->name))
			return *list;
	return NULL;
}

static void fill_history(struct cx *cx, const struct setting *s, const struct list *rows, day on,
                         struct setting_line *l)
{
	bool found = false;
	LIST_EACH (const struct setting_row, r, rows) {
		struct past_value *p = LIST_ADD(cx->mem, &l->history, struct past_value);
		*p = (struct past_value){ .valid_from = r->valid_from,
			                  .value = setting_said(cx, s, r->value),
			                  .mark = r->mark,
			                  .source = r->source,
			                  .set_by = r->set_by,
			                  .coming = day_cmp(r->valid_from, on) > 0 };
		p->current = !p->coming && !found;
		if (p->current) {
			l->value = p->value;
			l->mark = p->mark;
			l->source = p->source;
			l->since = p->valid_from;
			found = true;
		}
	}
	if (!found)
		l->value = setting_said(cx, s, str_of(s->fallback));
}

/* The first one of a group carries its heading. */
static void begin_group(struct cx *cx, const struct setting *s, struct setting_line *l, struct settings_page *p)
{
	l->group = word(cx->words, cx->mem, str_print(cx->mem, "settings_group.%s", s->group).p);
	l->group_id = str_print(cx->mem, "g-%s", s->group);
	*LIST_ADD(cx->mem, &p->groups, struct link) =
	        (struct link){ .text = l->group,
		               .path = str_print(cx->mem, STR_FMT "#" STR_FMT, STR_ARG(p->path),
		                                 STR_ARG(l->group_id)) };
}

static err fill_lines(struct cx *cx, const struct setting *const *list, int64_t centre_id, str path, str chosen,
                      struct settings_page *p)
{
	const char *group = NULL;
	for (; *list; list++) {
		struct list rows = { 0 };
		struct setting_line *l = LIST_ADD(cx->mem, &p->lines, struct setting_line);
		TRY(setting_history(cx, *list, centre_id, &rows));
		l->name = str_of((*list)->name);
		l->label = word(cx->words, cx->mem, str_print(cx->mem, "setting.%s", (*list)->name).p);
		l->hint = word(cx->words, cx->mem, str_print(cx->mem, "setting.%s.hint", (*list)->name).p);
		l->path = str_print(cx->mem, STR_FMT "?name=%s#form", STR_ARG(path), (*list)->name);
		l->chosen = str_eq(l->name, chosen);
		if ((*list)->group && (!group || strcmp(group, (*list)->group)))
			begin_group(cx, *list, l, p);
		group = (*list)->group;
		if (l->chosen)
			p->chosen_label = l->label;
		fill_history(cx, *list, &rows, p->day, l);
	}
	return OK;
}

/* The form of a number or choice has the bounds and words of this very setting; one of the Land asks for the mark, too.
 */
static const struct record *own_record(struct cx *cx, const struct setting *s)
{
	const struct field fields[] = {
		FIELD(struct setting_input, number, KIND_INT, .input = true, .required = true, .min = s->min,
		      .max = s->max),
		FIELD(struct setting_input, choice, KIND_CHOICE, .input = true, .required = true,
		      .choices = s->choices),
		FIELD(struct setting_input, answer, KIND_CHOICE, .input = true, .required = true,
		      .choices = &yes_no_choices),
		INPUT_TAIL,
		FIELD(struct setting_input, mark, KIND_CHOICE, .input = true, .required = true,
		      .choices = &mark_choices),
	};
	size_t first = s->kind == KIND_CHOICE ? 1 : s->kind == KIND_BOOL ? 2 : 0;
	struct field *mine = NEW_ARRAY(cx->mem, struct field, 4);
	struct record *r = NEW(cx->mem, struct record);
	mine[0] = fields[first];
	memcpy(mine + 1, fields + 3, 3 * sizeof *mine); /* the mark is for those of the Land only */
	*r = (struct record){ "setting_input", sizeof(struct setting_input), mine, s->of_land ? 4 : 3 };
	return r;
}

static const struct record *input_record(struct cx *cx, const struct setting *s)
{
	if (s->of_land && s->kind == KIND_TEXT)
		return s->max > 200 ? &setting_land_text_rec : &setting_land_rec;
	if (s->kind == KIND_TEXT && s->max <= 120)
		return &name_input_rec;
	if (s->kind == KIND_INT || s->kind == KIND_CHOICE || s->of_land)
		return own_record(cx, s);
	return s->kind == KIND_MONEY ? &money_input_rec : s->kind == KIND_BOOL ? &bool_input_rec : &text_input_rec;
}

static const struct form *input_form(struct cx *cx, const struct request *rq, const struct setting *s, str path,
                                     str now)
{
	struct setting_input row = { .value = now, .answer = now, .choice = now, .valid_from = cx->today };
	struct form *f = NEW(cx->mem, struct form);
	if (s->kind == KIND_MONEY && !str_to_int(now, &row.amount))
		row.amount = 0;
	if (s->kind == KIND_INT && !str_to_int(now, &row.number))
		row.number = s->min;
	*f = form_of(cx, rq->http, input_record(cx, s), &row,
	             str_print(cx->mem, STR_FMT "?name=%s", STR_ARG(path), s->name), "settings.submit", path);
	return f;
}

/* The day of the page; of one that is none, its message, and the page is as of today. */
static void fill_day(struct cx *cx, const struct request *rq, struct settings_page *p)
{
	str typed = route_asked(rq, "day");
	if (route_day(cx, rq, "day", &p->day) != OK) {
		const struct problem *problem = problem_of(cx, "day");
		p->day_error = word_args(cx->words, cx->mem, problem->key, problem->args);
		p->day_typed = typed;
		fault_clear(cx);
		return;
	}
	p->day_typed = str_blank(typed) ? day_german(cx->mem, p->day) : typed;
}

static err fill_page(struct cx *cx, const struct request *rq, const struct setting *const *list, bool may,
                     struct settings_page *p)
{
	const struct setting *chosen = setting_named(list, route_asked(rq, "name"));
	struct setting_row now;
	p->may_change = may;
	fill_day(cx, rq, p);
	TRY(fill_lines(cx, list, rq->centre.id, p->path, chosen && may ? str_of(chosen->name) : STR_NONE, p));
	p->grouped = p->groups.n > 0;
	if (!chosen || !may)
		return OK;
	TRY(setting_get(cx, chosen, rq->centre.id, cx->today, &now));
	p->frame.form = input_form(cx, rq, chosen, p->path, now.value.p ? now.value : S(""));
	return OK;
}

static err show_centre(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct settings_page p = { .path = frame_path(cx, rq, "settings") };
	TRY(frame_fill(cx, rq, "settings", "settings.title", &p.frame));
	p.frame.sentence = word(cx->words, cx->mem, "settings.sentence");
	TRY(fill_page(cx, rq, setting_all(cx, false), frame_may(cx, rq, RIGHT_CENTRE_DECIDE), &p));
	if (p.may_change)
		p.sheets_path = frame_path(cx, rq, "sheets");
	return page_show(cx, rq->http, rs, p.day_error.p ? 422 : status, &page_centre_settings, &p);
}

static err show_land(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct settings_page p = { .path = S("/land/settings") };
	p.frame.title = word(cx->words, cx->mem, "land_settings.title");
	p.frame.sentence = word(cx->words, cx->mem, "land_settings.sentence");
	TRY(fill_page(cx, rq, setting_all(cx, true), user_may(cx->user, RIGHT_LAND_SETTING), &p));
	return page_show(cx, rq->http, rs, p.day_error.p ? 422 : status, &page_land_settings, &p);
}

err centre_settings_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_centre(cx, rq, rs, 200);
}

err land_settings_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_land(cx, rq, rs, 200);
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

struct set_in {
	const struct setting *setting;
	int64_t centre_id;
	struct setting_row row;
};

static err set_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct set_in *i = in;
	return setting_set_in_tx(cx, i->setting, i->centre_id, &i->row);
}

static str stored_form(struct cx *cx, const struct setting *s, const struct setting_input *in)
{
	if (s->kind == KIND_MONEY)
		return str_print(cx->mem, "%" PRId64, in->amount);
	if (s->kind == KIND_INT)
		return str_print(cx->mem, "%" PRId64, in->number);
	if (s->kind == KIND_BOOL)
		return in->answer;
	if (s->kind == KIND_CHOICE)
		return in->choice;
	return in->value.p ? in->value : S("");
}

static err save(struct cx *cx, const struct request *rq, const struct setting *s)
{
	struct setting_input typed = { .mark = S("read") };
	struct set_in in = { .setting = s, .centre_id = rq->centre.id };
	TRY(form_read(cx, rq->http, input_record(cx, s), &typed));
	in.row = (struct setting_row){ .name = str_of(s->name),
		                       .valid_from = typed.valid_from,
		                       .value = stored_form(cx, s, &typed),
		                       .mark = typed.mark,
		                       .source = typed.source };
	return db_tx(cx, "setting.set", set_tx, &in, NULL, 0);
}

static err post(struct cx *cx, const struct request *rq, struct res *rs, const struct setting *const *list, str path,
                err (*show)(struct cx *, const struct request *, struct res *, int))
{
	const struct setting *s = setting_named(list, route_asked(rq, "name"));
	if (!s)
		return fail(cx, E_NOTFOUND, "settings.unknown", NO_ARGS);
	err e = save(cx, rq, s);
	if (e == OK)
		return page_done(cx, rq->http, rs, path, "settings.done");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}

err centre_settings_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post(cx, rq, rs, setting_all(cx, false), frame_path(cx, rq, "settings"), show_centre);
}

err land_settings_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return post(cx, rq, rs, setting_all(cx, true), S("/land/settings"), show_land);
}

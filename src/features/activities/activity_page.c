#include "features/activities/activity_page.h"

#include <inttypes.h>

#include "core/indicator.h"
#include "core/words.h"
#include "features/centres/centres_model.h"

static const struct section_area areas[] = {
	{ "", "activities.area.line", RIGHT_ACTIVITY_READ },
	{ "week", "activities.area.week", RIGHT_ACTIVITY_READ },
	{ "list", "activities.area.list", RIGHT_ACTIVITY_READ },
	{ "templates", "activity_templates.title", RIGHT_ACTIVITY_RECORD },
	{ 0 },
};
const struct section activity_section = { "activities", "activities.crumb", areas };

err activity_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
                  struct centre_frame *frame, struct section_top *top)
{
	return section_fill(cx, rq, &activity_section, area, title_key, about, frame, top);
}

str activity_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail)
{
	return section_at(cx, rq, &activity_section, folder, id, tail);
}

str activity_path(struct cx *cx, const struct request *rq, int64_t id, const char *tail)
{
	return activity_at(cx, rq, "", id, tail);
}

str activity_use_path(struct cx *cx, const struct request *rq, int64_t template_id)
{
	return str_print(cx->mem, STR_FMT "?template=%" PRId64, STR_ARG(activity_at(cx, rq, "", 0, "")), template_id);
}

err activity_write(struct cx *cx, const struct request *rq, const char *name,
                   err (*fn)(struct cx *cx, const void *in, void *ret), const struct activity *row,
                   struct activity *ret)
{
	const struct activity_in in = { .centre = &rq->centre, .row = row };
	return db_tx(cx, name, fn, &in, ret, sizeof *ret);
}

/* --- in words ----------------------------------------------------------------------------------------------------- */

#define NAME_FIELD(name_, part)                                                                                        \
	{                                                                                                              \
		.name = (name_), .kind = KIND_TEXT,                                                                    \
		.offset = offsetof(struct activity_row, name) + (part) * sizeof(str)                                   \
	}
static const struct field row_fields[] = {
	FIELD(struct activity_row, id, KIND_INT, .hidden = true),
	FIELD(struct activity_row, day, KIND_DAY, .hidden = true),
	FIELD(struct activity_row, activity, KIND_ONE, .of = &activity_rec),
	NAME_FIELD("kind_name", PART_KIND),
	NAME_FIELD("field_name", PART_FIELD),
	NAME_FIELD("stage_name", PART_STAGE),
	NAME_FIELD("recipient_name", PART_RECIPIENT),
	NAME_FIELD("target_name", PART_TARGET),
	NAME_FIELD("main_field_name", PART_MAIN_FIELD),
	FIELD(struct activity_row, what, KIND_TEXT, .hidden = true),
	FIELD(struct activity_row, municipality, KIND_TEXT),
	FIELD(struct activity_row, brief, KIND_TEXT, .hidden = true),
	FIELD(struct activity_row, rest, KIND_TEXT, .hidden = true),
	FIELD(struct activity_row, path, KIND_PATH),
	FIELD(struct activity_row, edit_path, KIND_PATH, .hidden = true),
	FIELD(struct activity_row, again_path, KIND_PATH, .hidden = true),
	FIELD(struct activity_row, withdraw_path, KIND_PATH, .hidden = true),
};
const struct record activity_row_rec = RECORD("activity_row", struct activity_row, row_fields);

err activity_words_load(struct cx *cx, const struct request *rq, struct activity_words *ret)
{
	*ret = (struct activity_words){ 0 };
	TRY(catalogue_load(cx, &ret->catalogue));
	return municipality_list(cx, rq->centre.id, &ret->towns);
}

static void add_rest(struct text *t, str part)
{
	if (part.n)
		text_print(t, "%s" STR_FMT, t->n ? " · " : "", STR_ARG(part));
}

static str duration(struct cx *cx, const struct activity *a)
{
	return a->minutes.has ? indicator_amount(cx, UNIT_MINUTES, a->minutes.v) : STR_NONE;
}

/* What one sees at a glance, and all that was taken over. */
static str brief_of(struct cx *cx, const struct activity_row *r)
{
	struct text t = TEXT(cx->mem);
	add_rest(&t, r->name[PART_FIELD]);
	add_rest(&t, r->municipality);
	add_rest(&t, duration(cx, &r->activity));
	return text_str(&t);
}

static str rest_of(struct cx *cx, const struct activity_row *r)
{
	struct text t = TEXT(cx->mem);
	for (int part = PART_FIELD; part < PARTS; part++)
		add_rest(&t, r->name[part]);
	add_rest(&t, r->municipality);
	add_rest(&t, duration(cx, &r->activity));
	if (r->activity.people.has)
		add_rest(&t, word_plural(cx->words, cx->mem, "activities.people", r->activity.people.v, NO_ARGS));
	return text_str(&t);
}

struct activity_row activity_said(struct cx *cx, const struct activity_words *w, const struct activity *a)
{
	struct activity_row r = { .id = a->id, .day = a->day, .activity = *a };
	for (int part = 0; part < PARTS; part++)
		r.name[part] = catalogue_name(cx, &w->catalogue, (enum part)part, a->code[part], a->day);
	LIST_EACH (const struct municipality, m, &w->towns)
		if (str_eq(m->ags8, a->ags8))
			r.municipality = m->name;
	r.what = a->partner.p
	                 ? str_print(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(r.name[PART_KIND]), STR_ARG(a->partner))
	                 : r.name[PART_KIND];
	r.brief = brief_of(cx, &r);
	r.rest = rest_of(cx, &r);
	return r;
}

struct activity_row activity_row_of(struct cx *cx, const struct request *rq, const struct activity_words *w,
                                    const struct activity *a)
{
	struct activity_row r = activity_said(cx, w, a);
	r.path = activity_path(cx, rq, a->id, "");
	if (frame_may(cx, rq, RIGHT_ACTIVITY_RECORD)) {
		r.edit_path = activity_path(cx, rq, a->id, "edit");
		r.again_path = activity_path(cx, rq, a->id, "again");
		r.withdraw_path = activity_path(cx, rq, a->id, "withdraw");
	}
	return r;
}

void activity_rows(struct cx *cx, const struct request *rq, const struct activity_words *w, const struct list *from,
                   struct list *ret)
{
	LIST_EACH (const struct activity, a, from)
		*LIST_ADD(cx->mem, ret, struct activity_row) = activity_row_of(cx, rq, w, a);
}

void activity_offer_codes(struct cx *cx, struct form *f, const struct activity_words *w, day on)
{
	for (int part = 0; part < PARTS; part++) {
		struct list choices = { 0 };
		catalogue_offer(cx, &w->catalogue, (enum part)part, on, &choices);
		form_offer(cx, f, catalogue_choices.codes[part], &choices);
	}
	municipality_offer(cx, f, "ags8", &w->towns);
}

void activity_offer(struct cx *cx, struct form *f, const struct activity_words *w, day on)
{
	struct list anywhere = { 0 };
	*LIST_ADD(cx->mem, &anywhere, struct form_choice) =
	        (struct form_choice){ .code = S(""), .text = word(cx->words, cx->mem, "activities.no_municipality") };
	form_offer(cx, f, "ags8", &anywhere);
	activity_offer_codes(cx, f, w, on);
}

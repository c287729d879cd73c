#include "features/interpreters/pool_people_table.h"

#include "core/words.h"
#include "features/interpreters/pool_hours.h"

static const struct field table_fields[] = {
	FIELD(struct pool_table_row, family_name, KIND_TEXT, .required = true, .max = 120),
	FIELD(struct pool_table_row, given_name, KIND_TEXT, .required = true, .max = 120),
	FIELD(struct pool_table_row, gender, KIND_CHOICE, .choices = &interpreter_gender_choices),
	FIELD(struct pool_table_row, email, KIND_TEXT),
	FIELD(struct pool_table_row, phone, KIND_TEXT),
	FIELD(struct pool_table_row, postcode, KIND_TEXT),
	FIELD(struct pool_table_row, town, KIND_TEXT),
	FIELD(struct pool_table_row, languages, KIND_TEXT, .max = 1000),
	FIELD(struct pool_table_row, interpreting, KIND_BOOL),
	FIELD(struct pool_table_row, guiding, KIND_BOOL),
	FIELD(struct pool_table_row, translating, KIND_BOOL),
	FIELD(struct pool_table_row, most_per_week, KIND_INT, .maybe = true),
	FIELD(struct pool_table_row, hours, KIND_TEXT, .max = 1000),
	FIELD(struct pool_table_row, tax_kind, KIND_CHOICE, .choices = &interpreter_tax_choices),
	FIELD(struct pool_table_row, state, KIND_CHOICE, .choices = &interpreter_state_choices),
	FIELD(struct pool_table_row, listed_from, KIND_DAY),
	FIELD(struct pool_table_row, trained_on, KIND_DAY),
	FIELD(struct pool_table_row, trained_until, KIND_DAY),
	FIELD(struct pool_table_row, pledged_on, KIND_DAY),
	FIELD(struct pool_table_row, certified_on, KIND_DAY),
	FIELD(struct pool_table_row, certified_until, KIND_DAY),
};
const struct record pool_table_rec = RECORD("pool_table", struct pool_table_row, table_fields);

static void add_word(struct cx *cx, struct text *t, bool is, const char *key)
{
	if (is)
		text_print(t, ", " STR_FMT, STR_ARG(word(cx->words, cx->mem, key)));
}

static str languages_said(struct cx *cx, const struct list *languages)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct interpreter_language, l, languages) {
		str level = str_print(cx->mem, "interpreter_level." STR_FMT, STR_ARG(l->level));
		text_c(&t, t.n ? "; " : "");
		if (l->of_language.p)
			text_print(&t, STR_FMT ": ", STR_ARG(l->of_language));
		text_print(&t, STR_FMT " (" STR_FMT, STR_ARG(l->language), STR_ARG(word(cx->words, cx->mem, level.p)));
		add_word(cx, &t, l->all_dialects, "pool.all_dialects");
		add_word(cx, &t, l->on_site, "booking_mode.on_site");
		add_word(cx, &t, l->phone, "booking_mode.phone");
		add_word(cx, &t, l->video, "booking_mode.video");
		add_word(cx, &t, l->written, "booking_mode.written");
		text_char(&t, ')');
	}
	return text_str(&t);
}

/* A day is written once, its spans behind it. */
static str week_said(struct cx *cx, const struct list *hours)
{
	struct text t = TEXT(cx->mem);
	for (int weekday = 1; weekday <= 7; weekday++) {
		struct list spans = { 0 };
		LIST_EACH (const struct interpreter_hours, h, hours)
			if (h->weekday == weekday)
				*LIST_ADD(cx->mem, &spans, struct day_span) =
				        (struct day_span){ h->from_minute, h->to_minute };
		if (!spans.n)
			continue;
		str name = word(cx->words, cx->mem, str_print(cx->mem, "pool.weekday_%d", weekday).p);
		text_print(&t, "%s" STR_FMT " " STR_FMT, t.n ? "; " : "", STR_ARG(name),
		           STR_ARG(hours_said(cx->mem, &spans)));
	}
	return text_str(&t);
}

struct pool_table_row pool_table_row_of(struct cx *cx, const struct person_whole *w, const struct list *hours)
{
	const struct interpreter *n = &w->person;
	const struct interpreter_standing *s = &w->standing;
	const struct list mine = interpreter_part(hours, w->person.id);
	return (struct pool_table_row){ .family_name = n->family_name,
		                        .given_name = n->given_name,
		                        .gender = n->gender,
		                        .email = n->email,
		                        .phone = n->phone,
		                        .postcode = n->postcode,
		                        .town = n->town,
		                        .languages = languages_said(cx, &w->languages),
		                        .interpreting = n->interpreting,
		                        .guiding = n->guiding,
		                        .translating = n->translating,
		                        .most_per_week = n->most_per_week,
		                        .hours = week_said(cx, &mine),
		                        .tax_kind = n->tax_kind,
		                        .state = s->state,
		                        .trained_on = s->trained_on,
		                        .trained_until = s->trained_until,
		                        .pledged_on = s->pledged_on,
		                        .certified_on = s->certified_on,
		                        .certified_until = s->certified_until,
		                        .listed_from = s->listed_from };
}

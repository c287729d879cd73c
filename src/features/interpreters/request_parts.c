/* What the pages of institutions share: easy words, facts, the layout of the form, how often one may ask. */
#include <inttypes.h>

#include "core/user.h"
#include "features/centres/centres_model.h"
#include "features/interpreters/request_pages.h"

static const struct field fact_fields[] = {
	FIELD(struct fact, label, KIND_TEXT),
	FIELD(struct fact, value, KIND_TEXT),
	FIELD(struct fact, field, KIND_TEXT),
	FIELD(struct fact, path, KIND_PATH, .hidden = true),
};
const struct record fact_rec = RECORD("fact", struct fact, fact_fields);

static const struct field row_fields[] = {
	FIELD(struct ask_row, fields, KIND_MANY, .of = &form_field_rec),
	FIELD(struct ask_row, yes_no, KIND_BOOL, .hidden = true),
	FIELD(struct ask_row, suggest, KIND_BOOL, .hidden = true),
};
static const struct record row_rec = RECORD("ask_row", struct ask_row, row_fields);
static const struct field group_fields[] = {
	FIELD(struct ask_group, id, KIND_TEXT, .hidden = true),
	FIELD(struct ask_group, title, KIND_TEXT),
	FIELD(struct ask_group, lead, KIND_TEXT),
	FIELD(struct ask_group, more, KIND_TEXT),
	FIELD(struct ask_group, rows, KIND_MANY, .of = &row_rec),
	FIELD(struct ask_group, fold, KIND_BOOL, .hidden = true),
	FIELD(struct ask_group, opened, KIND_BOOL, .hidden = true),
};
const struct record ask_group_rec = RECORD("ask_group", struct ask_group, group_fields);

void fact_add(struct cx *cx, struct list *facts, const char *key, str value, const char *field)
{
	if (!str_blank(value))
		*LIST_ADD(cx->mem, facts, struct fact) =
		        (struct fact){ word(cx->words, cx->mem, key), value, str_of(field), STR_NONE };
}

static str clock_of(struct cx *cx, instant t)
{
	str local = instant_local(cx->mem, t); /* "21.11.2026, 07:48" */
	return str_part(local, local.n - 5, local.n);
}

str request_when(struct cx *cx, instant starts_at, instant ends_at, bool written)
{
	str on = lead_day(cx->words, cx->mem, instant_day(starts_at));
	return word_args(cx->words, cx->mem, written ? "request.by_day" : "request.from_to",
	                 ARGS({ "day", on }, { "from", clock_of(cx, starts_at) }, { "to", clock_of(cx, ends_at) }));
}

/* --- the form ----------------------------------------------------------------------------------------------------- */

static const struct form_field *field_of(const struct form *form, const char *name)
{
	LIST_EACH (const struct form_field, f, &form->fields)
		if (str_is(f->name, name))
			return f;
	return NULL;
}

static void add_minutes(struct cx *cx, struct list *to, int64_t minutes)
{
	str hours = str_print(cx->mem, "%" PRId64 ":%02" PRId64, minutes / 60, minutes % 60);
	*LIST_ADD(cx->mem, to, struct form_choice) =
	        (struct form_choice){ .code = str_print(cx->mem, "%" PRId64, minutes),
		                      .text = word_args(cx->words, cx->mem, "request.duration",
		                                        ARGS({ "hours", hours })) };
}

void ask_minutes(struct cx *cx, int64_t most, struct form *form)
{
	static const int steps[] = { 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480, 600, 720 };
	const struct form_field *f = field_of(form, "minutes");
	int64_t typed = 0;
	struct list minutes = { 0 };
	if (f && !str_to_int(f->typed, &typed))
		typed = 0;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && steps[i] <= most; i++) {
		if (typed && typed < steps[i])
			add_minutes(cx, &minutes, typed);
		add_minutes(cx, &minutes, steps[i]);
		if (typed <= steps[i])
			typed = 0;
	}
	if (typed)
		add_minutes(cx, &minutes, typed);
	form_offer(cx, form, "minutes", &minutes);
}

/* Says what the text is for to browsers that fill it in by themselves. */
static str autocomplete_of(const char *name)
{
	static const struct {
		const char *name, *says;
	} known[] = {
		{ "contact_name", "name" },        { "email", "email" },           { "phone", "tel" },
		{ "institution", "organization" }, { "street", "street-address" }, { "postcode", "postal-code" }
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(str_of(name), known[i].name))
			return str_of(known[i].says);
	return S("off");
}

/* Needed but for some ways of interpreting: hints and messages say for which. */
static bool mostly_needed(const char *name)
{
	return str_is(S("begin"), name) || str_is(S("minutes"), name) || str_is(S("street"), name) ||
	       str_is(S("postcode"), name);
}

static struct ask_row *add_row(struct cx *cx, struct ask_group *g, const struct ask_layout *l)
{
	struct ask_row *row = LIST_ADD(cx->mem, &g->rows, struct ask_row);
	row->yes_no = l->yes_no;
	row->suggest = l->suggest;
	return row;
}

static struct ask_group *begin_group(struct cx *cx, const struct ask_layout *l, bool easy, struct list *ret)
{
	struct ask_group *g = LIST_ADD(cx->mem, ret, struct ask_group);
	str lead = str_print(cx->mem, "%s.lead", l->title);
	g->id = str_of(l->group);
	g->title = easy_word(cx, easy, l->title);
	g->lead = words_has(cx->words, lead) ? easy_word(cx, easy, lead.p) : STR_NONE;
	g->fold = l->fold;
	return g;
}

void ask_groups(struct cx *cx, const struct form *form, const struct ask_layout *layout, size_t n, bool easy,
                struct list *ret)
{
	struct ask_group *g = NULL;
	for (const struct ask_layout *l = layout; l < layout + n; l++) {
		if (l->group)
			g = begin_group(cx, l, easy, ret);
		struct ask_row *row = add_row(cx, g, l);
		for (size_t i = 0; i < 4 && l->fields[i]; i++) {
			const struct form_field *f = field_of(form, l->fields[i]);
			if (!f)
				continue;
			struct form_field *mine = LIST_ADD(cx->mem, &row->fields, struct form_field);
			*mine = *f;
			mine->autocomplete = autocomplete_of(l->fields[i]);
			mine->optional &= !mostly_needed(l->fields[i]);
			if (easy)
				easy_field(cx, &request_form_rec, mine);
			g->opened |= mine->error.p || !str_blank(mine->typed);
		}
	}
}

/* --- how often ---------------------------------------------------------------------------------------------------- */

/* A whole administration can share one address, so many are free there; to one mailbox fewer, lest strangers fill it.
 */
enum { FREE_AT_PLACE = 60, FREE_FOR_MAIL = 25, LONGEST_WAIT_MS = 10 * 60 * 1000 };

static str place_subject(struct cx *cx, str place)
{
	return str_print(cx->mem, "pool request from:" STR_FMT, STR_ARG(user_place(cx->mem, place)));
}

static str mail_subject(struct cx *cx, str email)
{
	return str_print(cx->mem, "pool request to:" STR_FMT, STR_ARG(utf8_fold(cx->mem, str_trim(email))));
}

err request_wait(struct cx *cx, const struct request *rq, str email)
{
	int64_t at_place, for_mail;
	TRY(user_guess_wait(cx, place_subject(cx, rq->http->address), FREE_AT_PLACE, LONGEST_WAIT_MS, &at_place));
	TRY(user_guess_wait(cx, mail_subject(cx, email), FREE_FOR_MAIL, LONGEST_WAIT_MS, &for_mail));
	int64_t wait = at_place > for_mail ? at_place : for_mail;
	if (wait == 0)
		return OK;
	return fail(cx, E_INVALID, "request.wait", ARGS({ "seconds", say_int(cx->words, cx->mem, wait / 1000 + 1) }));
}

err request_count_in_tx(struct cx *cx, str place, str email)
{
	TRY(user_guessed_in_tx(cx, place_subject(cx, place)));
	return user_guessed_in_tx(cx, mail_subject(cx, email));
}

#include "features/interpreters/booking_ask.h"

#include <inttypes.h>

#include "core/mail.h"
#include "features/centres/centres_model.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/postcode.h"

enum { SHORTEST = 15, LONGEST = 720, FARTHEST_DAYS = 400, WRITTEN_FROM = 16 * 60, WRITTEN_MINUTES = 60 };

static const char *const way_codes[] = { "on_site", "phone", "video", "written", "guided", NULL };
const struct choices booking_way_choices = { "booking_way", way_codes };
static const char *const yes_codes[] = { "yes", "no", NULL };
const struct choices booking_yes_choices = { "booking_yes", yes_codes };
static const char *const gender_codes[] = { "female", "female_needed", "male", "male_needed", NULL };
const struct choices booking_gender_choices = { "booking_gender", gender_codes };
static const char *const step_codes[] = { "check", "change", "send", NULL };
static const struct choices step_choices = { "booking_step", step_codes };

#define TEXT_FIELD(member, ...) FIELD(struct booking_ask, member, KIND_TEXT, .input = true, __VA_ARGS__)
#define YES_NO(member)                                                                                                 \
	FIELD(struct booking_ask, member, KIND_CHOICE, .label = "pot_rule." #member, .choices = &booking_yes_choices,  \
	      .input = true, .required = true)
static const struct field ask_fields[] = {
	FIELD(struct booking_ask, way, KIND_CHOICE, .choices = &booking_way_choices, .input = true, .required = true),
	TEXT_FIELD(language, .required = true, .max = 80),
	FIELD(struct booking_ask, day, KIND_DAY, .input = true, .required = true),
	TEXT_FIELD(begin, .max = 12),
	FIELD(struct booking_ask, minutes, KIND_INT, .maybe = true, .input = true, .min = SHORTEST, .max = LONGEST),
	FIELD(struct booking_ask, pages, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 500),
	FIELD(struct booking_ask, day_2, KIND_DAY, .input = true),
	TEXT_FIELD(begin_2, .max = 12),
	FIELD(struct booking_ask, day_3, KIND_DAY, .input = true),
	TEXT_FIELD(begin_3, .max = 12),
	TEXT_FIELD(urgent_reason, .max = 500, .lines = true),
	FIELD(struct booking_ask, occasion, KIND_CHOICE, .choices = &booking_occasion_choices, .input = true,
	      .required = true),
	YES_NO(legal),
	YES_NO(medical),
	YES_NO(aosf),
	YES_NO(lesson),
	YES_NO(recurring),
	YES_NO(private),
	FIELD(struct booking_ask, institution_kind, KIND_CHOICE, .choices = &institution_kind_choices, .input = true,
	      .required = true),
	TEXT_FIELD(institution, .required = true, .max = 200),
	TEXT_FIELD(municipality, .required = true, .max = 120),
	TEXT_FIELD(street, .max = 200),
	TEXT_FIELD(postcode, .max = 5),
	TEXT_FIELD(room, .max = 200),
	TEXT_FIELD(contact_name, .required = true, .max = 120),
	TEXT_FIELD(email, .required = true, .max = 200),
	TEXT_FIELD(phone, .max = 60),
	FIELD(struct booking_ask, gender, KIND_CHOICE, .choices = &booking_gender_choices, .input = true),
	TEXT_FIELD(remark, .max = 1000, .lines = true),
	TEXT_FIELD(website, .max = 200, .hidden = true),
	TEXT_FIELD(form_key, .max = 64, .hidden = true),
	FIELD(struct booking_ask, step, KIND_CHOICE, .choices = &step_choices, .input = true, .hidden = true),
};
const struct record request_form_rec = RECORD("request_form", struct booking_ask, ask_fields);

/* --- pure --------------------------------------------------------------------------------------------------------- */

bool booking_clock(str typed, int64_t *ret_minutes)
{
	str rest = str_trim(typed);
	int64_t hour, minute = 0;
	if (str_ends(rest, "Uhr"))
		rest = str_trim(str_part(rest, 0, rest.n - 3));
	char separator = str_has(rest, ":") ? ':' : '.';
	str first = str_split(&rest, separator);
	if (first.n < 1 || first.n > 2 || first.p[0] < '0' || first.p[0] > '9' || !str_to_int(first, &hour))
		return false;
	if (rest.p && (rest.n != 2 || rest.p[0] < '0' || rest.p[0] > '9' || !str_to_int(rest, &minute)))
		return false;
	*ret_minutes = hour * 60 + minute;
	return hour < 24 && minute < 60;
}

static bool is_day_byte(char c)
{
	return (c >= '0' && c <= '9') || c == '.';
}

bool booking_remark_tells(str remark, day today)
{
	for (size_t i = 0; i < remark.n;) {
		size_t from = i;
		while (i < remark.n && is_day_byte(remark.p[i]))
			i++;
		day d;
		str token = str_part(remark, from, i);
		while (token.n && token.p[token.n - 1] == '.')
			token.n--;
		if (token.n >= 8 && day_parse(token, &d) && day_cmp(d, day_add_months(today, -24)) < 0)
			return true;
		i += i == from;
	}
	return false;
}

/* --- dates -------------------------------------------------------------------------------------------------------- */

static err moment(struct cx *cx, const char *field, day on, int64_t minutes, instant *ret)
{
	str text = str_print(cx->mem, STR_FMT "T%02" PRId64 ":%02" PRId64, STR_ARG(day_iso(cx->mem, on)), minutes / 60,
	                     minutes % 60);
	if (!instant_parse(text, ret)) /* the hour that March leaves out */
		return problem_add(cx, field, "request_form.no_such_hour", NO_ARGS);
	return ret->ms > cx->now.ms ? OK : problem_add(cx, field, "request_form.past", NO_ARGS);
}

struct typed_date {
	const char *day_field, *begin_field;
	day on;
	str begin;
};

/* Of a written translation: the end of the working day by which it is needed. */
static err read_date(struct cx *cx, const struct booking_ask *in, const struct typed_date *t, struct booking_date *ret)
{
	bool written = str_is(in->way, "written");
	int64_t begin = WRITTEN_FROM, minutes = written ? WRITTEN_MINUTES : in->minutes.v;
	if (day_cmp(t->on, day_add(cx->today, FARTHEST_DAYS)) > 0)
		return problem_add(cx, t->day_field, "request_form.too_far", NO_ARGS);
	if (!written && !booking_clock(t->begin, &begin))
		return problem_add(cx, t->begin_field, "request_form.no_time", NO_ARGS);
	TRY(moment(cx, str_blank(t->begin) ? t->day_field : t->begin_field, t->on, begin, &ret->starts_at));
	ret->ends_at = (instant){ ret->starts_at.ms + minutes * 60000 };
	return OK;
}

static bool same_as_before(const struct list *dates, const struct booking_date *d)
{
	LIST_EACH (const struct booking_date, before, dates)
		if (before->starts_at.ms == d->starts_at.ms)
			return true;
	return false;
}

/* A hard rule or a day that is over is told at the day, a soft one at the field that can help. */
static err check_lead(struct cx *cx, const struct pool_settings *s, const struct booking_ask *in,
                      const struct typed_date *t)
{
	const struct lead_answer l = lead_time(cx->mem, &s->lead, cx->today, t->on, in->urgent_reason);
	if (lead_allows(&l))
		return OK;
	bool soft = l.verdict == LEAD_NEEDS_REASON;
	if (soft && problem_of(cx, "urgent_reason"))
		return E_INVALID; /* once is enough for three dates */
	return problem_add(cx, soft ? "urgent_reason" : t->day_field, lead_key(&l),
	                   lead_args(cx->words, cx->mem, &s->lead, &l));
}

static err add_date(struct cx *cx, const struct pool_settings *s, const struct booking_ask *in,
                    const struct typed_date *t, struct list *ret)
{
	struct booking_date d = { .choice = (int64_t)ret->n + 1 };
	TRY(read_date(cx, in, t, &d));
	if (same_as_before(ret, &d))
		return problem_add(cx, t->day_field, "request_form.same_date", NO_ARGS);
	*LIST_ADD(cx->mem, ret, struct booking_date) = d;
	return check_lead(cx, s, in, t);
}

static err check_minutes(struct cx *cx, const struct pool_settings *s, const struct booking_ask *in)
{
	if (str_is(in->way, "written"))
		return in->pages.has ? OK : problem_add(cx, "pages", "request_form.no_pages", NO_ARGS);
	if (!in->minutes.has)
		return problem_add(cx, "minutes", "form.required", NO_ARGS);
	if (in->minutes.v > s->most_minutes)
		return problem_add(cx, "minutes", "request_form.too_long",
		                   ARGS({ "most", str_print(cx->mem, "%" PRId64, s->most_minutes) }));
	return OK;
}

static str or_else(str s, str other)
{
	return str_blank(s) ? other : s;
}

err booking_ask_dates(struct cx *cx, const struct pool_settings *s, const struct booking_ask *in, struct list *ret)
{
	const struct typed_date typed[] = {
		{ "day", "begin", in->day, in->begin },
		{ "day_2", "begin_2", in->day_2, or_else(in->begin_2, in->begin) },
		{ "day_3", "begin_3", in->day_3, or_else(in->begin_3, in->begin) },
	};
	err result = check_minutes(cx, s, in);
	for (size_t i = 0; i < 3 && result == OK; i++)
		if (day_is(typed[i].on))
			result = add_date(cx, s, in, &typed[i], ret);
		else if (i > 0 && !str_blank(i == 1 ? in->begin_2 : in->begin_3))
			result = problem_add(cx, typed[i].day_field, "request_form.no_day", NO_ARGS);
	return result;
}

/* --- the rest ----------------------------------------------------------------------------------------------------- */

static err read_language(struct cx *cx, const struct booking_ask *in, struct booking_new *ret)
{
	struct language l;
	err e = language_by_word(cx, in->language, &l);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return problem_add(cx, "language", "request_form.no_language", NO_ARGS);
	}
	TRY(e);
	ret->language_code = l.code;
	return OK;
}

static void read_way(const struct booking_ask *in, struct booking_new *ret)
{
	bool written = str_is(in->way, "written"), guided = str_is(in->way, "guided");
	ret->service = written ? S("translating") : guided ? S("guiding") : S("interpreting");
	ret->mode = guided ? S("on_site") : in->way;
	ret->pages = written ? in->pages : (struct maybe){ 0 };
}

static void read_gender(const struct booking_ask *in, struct booking_new *ret)
{
	ret->gender_needed = str_ends(in->gender, "_needed");
	if (in->gender.p)
		ret->gender_wish = str_starts(in->gender, "female") ? S("female") : S("male");
}

static err read_place(struct cx *cx, const struct booking_ask *in, struct booking_new *ret)
{
	struct postcode found;
	err result = OK;
	ret->contact = (struct booking_contact){ .name = in->contact_name,
		                                 .email = utf8_fold(cx->mem, in->email), /* found again by it */
		                                 .phone = in->phone,
		                                 .street = in->street,
		                                 .postcode = in->postcode,
		                                 .room = in->room };
	if (str_is(ret->mode, "on_site") && str_blank(in->street))
		result = problem_add(cx, "street", "request_form.no_street", NO_ARGS);
	if (str_is(ret->mode, "on_site") ? !postcode_written(in->postcode)
	                                 : in->postcode.p && !postcode_written(in->postcode))
		result = problem_add(cx, "postcode", "request_form.no_postcode", NO_ARGS);
	if (!in->postcode.p || result != OK)
		return result;
	err e = postcode_find(cx, in->postcode, &found);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK; /* somewhere else: without a position */
	}
	TRY(e);
	ret->contact.lat = MAYBE(found.lat);
	ret->contact.lon = MAYBE(found.lon);
	return OK;
}

/* As the list of the KI writes it, if it is one of its own. */
static err read_town(struct cx *cx, const struct tenant *centre, const struct booking_ask *in, struct booking_new *ret)
{
	struct list towns = { 0 };
	str typed = utf8_fold(cx->mem, in->municipality);
	ret->municipality = in->municipality;
	TRY(municipality_list(cx, centre->id, &towns));
	LIST_EACH (const struct municipality, m, &towns)
		if (str_eq(utf8_fold(cx->mem, m->name), typed))
			ret->municipality = m->name;
	return OK;
}

static err read_rules(struct cx *cx, const struct booking_ask *in, struct booking_new *ret)
{
	ret->rules =
	        (struct pot_case){ .legal = str_is(in->legal, "yes"),
		                   .medical = str_is(in->medical, "yes"),
		                   .aosf = str_is(in->aosf, "yes"),
		                   .lesson = str_is(in->lesson, "yes"),
		                   .recurring = str_is(in->recurring, "yes"),
		                   .private = str_is(in->private, "yes") || str_is(in->institution_kind, "private") };
	if (in->remark.p && booking_remark_tells(in->remark, cx->today))
		return problem_add(cx, "remark", "request_form.remark_tells", NO_ARGS);
	if (!mail_address_ok(in->email))
		return problem_add(cx, "email", "request_form.no_email", NO_ARGS);
	return OK;
}

static err first_of(err a, err b)
{
	return a != OK ? a : b;
}

err booking_ask_read(struct cx *cx, const struct tenant *centre, const struct pool_settings *s,
                     const struct booking_ask *in, struct booking_new *ret)
{
	*ret = (struct booking_new){ .occasion = in->occasion,
		                     .urgent_reason = in->urgent_reason,
		                     .institution_kind = in->institution_kind,
		                     .institution = in->institution,
		                     .remark = in->remark,
		                     .form_key = in->form_key };
	read_way(in, ret);
	read_gender(in, ret);
	err e = read_language(cx, in, ret);
	e = first_of(e, booking_ask_dates(cx, s, in, &ret->dates));
	e = first_of(e, read_rules(cx, in, ret));
	e = first_of(e, read_place(cx, in, ret));
	return first_of(e, read_town(cx, centre, in, ret));
}

/* --- the same again ----------------------------------------------------------------------------------------------- */

void booking_ask_like(const struct booking *b, const struct booking_contact *c, struct booking_ask *ret)
{
	bool written = str_is(b->service, "translating"), guided = str_is(b->service, "guiding");
	*ret = (struct booking_ask){ .way = written  ? S("written")
		                            : guided ? S("guided")
		                                     : b->mode,
		                     .language = b->language,
		                     .institution_kind = b->institution_kind,
		                     .institution = b->institution,
		                     .municipality = b->municipality,
		                     .occasion = b->occasion,
		                     .street = c->street,
		                     .postcode = c->postcode,
		                     .room = c->room,
		                     .contact_name = c->name,
		                     .email = c->email,
		                     .phone = c->phone };
	if (!written)
		ret->minutes = MAYBE((b->ends_at.ms - b->starts_at.ms) / 60000);
}

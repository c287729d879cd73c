/* tariff_check.c -- is a card whole and without contradiction? And the choices and the record of cards. */
#include "features/interpreters/tariff.h"
#include "features/interpreters/interpreters.h"
#include "features/rulebook/rulebook.h"

static const char *const basis_codes[] = { "flat", "time", "pages", NULL };
const struct choices tariff_basis_choices = { "tariff_basis", basis_codes };
static const char *const travel_time_codes[] = { "none", "joined", "own", NULL };
const struct choices tariff_travel_time_choices = { "tariff_travel_time", travel_time_codes };
static const char *const travel_cost_codes[] = { "none", "per_km", "as_given", NULL };
const struct choices tariff_travel_cost_choices = { "tariff_travel_cost", travel_cost_codes };
static const char *const part_codes[] = { "time", "pages", "travel_time", "travel_cost", "cancellation", NULL };
const struct choices tariff_part_choices = { "tariff_part", part_codes };

/* Bounds that no card needs to leave: a day, 1,000 €, 1,000 km, 100 pages. */
#define MINUTES(member) FIELD(struct tariff, member, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 24 * 60)
#define CENTS(member)                                                                                                  \
	FIELD(struct tariff, member, KIND_MONEY, .maybe = true, .input = true, .min = 1, .max = 1000 * 100)
#define PAGES(member)                                                                                                  \
	FIELD(struct tariff, member, KIND_DECIMAL, .maybe = true, .input = true, .min = 1, .max = 100 * 1000)
#define CHOICE(member, of_)                                                                                            \
	FIELD(struct tariff, member, KIND_CHOICE, .choices = &(of_), .input = true, .required = true)

static const struct field tariff_fields[] = {
	FIELD(struct tariff, id, KIND_INT, .hidden = true),
	FIELD(struct tariff, name, KIND_TEXT, .input = true, .required = true, .max = 60),
	CHOICE(service, booking_service_choices),
	FIELD(struct tariff, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct tariff, standard, KIND_BOOL, .input = true),
	CHOICE(basis, tariff_basis_choices),
	CENTS(first_cents),
	MINUTES(first_minutes),
	PAGES(first_pages),
	CENTS(further_cents),
	MINUTES(further_minutes),
	PAGES(further_pages),
	MINUTES(step_minutes),
	FIELD(struct tariff, page_characters, KIND_INT, .maybe = true, .input = true, .min = 100, .max = 10000),
	CHOICE(travel_time, tariff_travel_time_choices),
	FIELD(struct tariff, travel_from_km, KIND_DECIMAL, .maybe = true, .input = true, .min = 1, .max = 1000 * 1000),
	MINUTES(travel_max_minutes),
	MINUTES(travel_block_minutes),
	CENTS(travel_block_cents),
	CHOICE(travel_cost, tariff_travel_cost_choices),
	FIELD(struct tariff, km_cents, KIND_MONEY, .maybe = true, .input = true, .min = 1, .max = 10 * 100),
	FIELD(struct tariff, both_ways, KIND_BOOL, .input = true),
	CENTS(travel_cost_max_cents),
	FIELD(struct tariff, cancel_hours, KIND_INT, .maybe = true, .input = true, .min = 1, .max = 14 * 24),
	MINUTES(cancel_minutes),
	MINUTES(max_minutes),
	FIELD(struct tariff, source, KIND_TEXT, .input = true, .required = true, .max = 500),
	CHOICE(mark, mark_choices),
	FIELD(struct tariff, rate_assumed, KIND_BOOL, .input = true),
	FIELD(struct tariff, step_assumed, KIND_BOOL, .input = true),
	FIELD(struct tariff, travel_assumed, KIND_BOOL, .input = true),
	FIELD(struct tariff, cancel_assumed, KIND_BOOL, .input = true),
	FIELD(struct tariff, note, KIND_TEXT, .input = true, .max = 1000, .lines = true),
	FIELD(struct tariff, recorded_by, KIND_TEXT),
	FIELD(struct tariff, recorded_at, KIND_INSTANT),
};
const struct record tariff_rec = RECORD("tariff", struct tariff, tariff_fields);

/* --- whole and without contradiction ------------------------------------------------------------------------------ */

/* A value that must be there, or must not. */
static err want(struct cx *cx, const char *field, struct maybe value, bool needed, const char *key_if_not)
{
	if (value.has == needed)
		return OK;
	return problem_add(cx, field, needed ? "form.required" : key_if_not, NO_ARGS);
}

struct wanted {
	const char *field;
	struct maybe value;
	bool needed;
};

static err want_all(struct cx *cx, const struct wanted *w, size_t n, const char *key_if_not)
{
	err e = OK;
	for (size_t i = 0; i < n; i++)
		if (want(cx, w[i].field, w[i].value, w[i].needed, key_if_not) != OK)
			e = E_INVALID;
	return e;
}

static err check_step(struct cx *cx, const struct tariff *t)
{
	if (!t->step_minutes.has || !t->further_minutes.has)
		return OK;
	if (t->step_minutes.v > 0 && t->further_minutes.v % t->step_minutes.v == 0)
		return OK;
	return problem_add(cx, "step_minutes", "tariff.step_does_not_fit", NO_ARGS);
}

/* The first block may be missing, but then as a whole. */
static err check_blocks(struct cx *cx, const struct tariff *t)
{
	bool flat = str_is(t->basis, "flat"), time = str_is(t->basis, "time"), pages = str_is(t->basis, "pages");
	bool first = t->first_cents.has || (time ? t->first_minutes.has : pages && t->first_pages.has);
	const struct wanted wanted[] = {
		{ "first_cents", t->first_cents, flat || first },
		{ "first_minutes", t->first_minutes, time && first },
		{ "first_pages", t->first_pages, pages && first },
		{ "further_cents", t->further_cents, !flat },
		{ "further_minutes", t->further_minutes, time },
		{ "further_pages", t->further_pages, pages },
		{ "step_minutes", t->step_minutes, time && t->step_minutes.has },
		{ "page_characters", t->page_characters, pages && t->page_characters.has },
		{ "max_minutes", t->max_minutes, !pages && t->max_minutes.has },
	};
	err e = want_all(cx, wanted, sizeof wanted / sizeof *wanted, "tariff.not_with_this_basis");
	return check_step(cx, t) == OK ? e : E_INVALID;
}

static err check_way(struct cx *cx, const struct tariff *t)
{
	bool paid = !str_is(t->travel_time, "none"), own = str_is(t->travel_time, "own");
	bool cost = !str_is(t->travel_cost, "none"), per_km = str_is(t->travel_cost, "per_km");
	const struct wanted time[] = {
		{ "travel_from_km", t->travel_from_km, paid && t->travel_from_km.has },
		{ "travel_max_minutes", t->travel_max_minutes, paid && t->travel_max_minutes.has },
		{ "travel_block_minutes", t->travel_block_minutes, own },
		{ "travel_block_cents", t->travel_block_cents, own },
	};
	const struct wanted money[] = {
		{ "km_cents", t->km_cents, per_km },
		{ "travel_cost_max_cents", t->travel_cost_max_cents, cost && t->travel_cost_max_cents.has },
	};
	err e = want_all(cx, time, sizeof time / sizeof *time, "tariff.not_with_this_travel_time");
	if (want_all(cx, money, sizeof money / sizeof *money, "tariff.not_with_this_travel_cost") != OK)
		e = E_INVALID;
	if (str_is(t->travel_time, "joined") && !str_is(t->basis, "time"))
		e = problem_add(cx, "travel_time", "tariff.joined_needs_time", NO_ARGS);
	if (str_is(t->basis, "pages") && (paid || cost))
		e = problem_add(cx, paid ? "travel_time" : "travel_cost", "tariff.pages_have_no_way", NO_ARGS);
	return e;
}

static err check_cancellation(struct cx *cx, const struct tariff *t)
{
	bool both = t->cancel_hours.has || t->cancel_minutes.has, pages = str_is(t->basis, "pages");
	const struct wanted wanted[] = { { "cancel_hours", t->cancel_hours, both && !pages },
		                         { "cancel_minutes", t->cancel_minutes, both && !pages } };
	return want_all(cx, wanted, sizeof wanted / sizeof *wanted, "tariff.not_with_this_basis");
}

/* "heinsberg", "karte-2026": it stands in addresses and on the command line. */
static bool good_name(str name)
{
	bool good = name.n > 0 && name.p[0] != '-' && name.p[name.n - 1] != '-';
	for (size_t i = 0; good && i < name.n; i++) {
		char c = name.p[i];
		good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
	}
	return good;
}

err tariff_check(struct cx *cx, const struct tariff *card)
{
	err e = good_name(card->name) ? OK : problem_add(cx, "name", "tariff.bad_name", NO_ARGS);
	if (check_blocks(cx, card) != OK)
		e = E_INVALID;
	if (check_way(cx, card) != OK)
		e = E_INVALID;
	return check_cancellation(cx, card) == OK ? e : E_INVALID;
}

#include "features/reports/reports_demo.h"

#include "base/arena.h"
#include "core/indicator.h"
#include "core/setting.h"
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/reports/report_live.h"
#include "features/reports/report_model.h"
#include "features/reports/report_pages.h"

/* Each report asks all features some seventy questions, as a released one does: half a year for 54 KI takes two
 * seconds. */
enum { MONTHS = 6, CORRECTED_MONTH = 2 };

enum { DRAFT };
const struct sql reports_demo_sql[] = {
	[DRAFT] = { "INSERT INTO report_draft (centre_id, month, comment, saved_by, saved_at) VALUES ($1, $2, $3, $4, "
	            "$5)",
	            "issst" },
	{ 0 },
};

struct demo_centre {
	struct tenant centre;
	day this_month;
	struct user head;
	day today; /* the real one */
};

/* When a KI released its month; absent: it did not. Always the same for a KI and a month. */
static day release_day(const struct demo_centre *d, day first, int back)
{
	int64_t chance = (d->centre.id * 31 + back * 17) % 97;
	day due = report_due_day(first, 15);
	bool coesfeld = str_is(d->centre.slug, "coesfeld");
	day on = day_add(due, -1 - (int)(chance % 9));
	if (!coesfeld && chance % 20 == 0)
		return DAY_NONE;
	if (!coesfeld && chance % 8 == 1)
		on = day_add(due, 2 + (int)(chance % 11));
	if (!day_is_working(on))
		on = day_add_working(on, -1);
	return day_cmp(on, d->today) > 0 ? DAY_NONE : on;
}

static void at_day(struct cx *cx, day on)
{
	cx->today = on;
	cx->now = instant_at(on, 9 * 60 + 41);
}

/* --- the first version of the month that is corrected later: two entries are missing in it ------------------------ */

static void take_two(struct cx *cx, const struct indicator *i, struct report_cell *c)
{
	c->value.v -= 2;
	c->amount = indicator_amount(cx, i->unit, c->value.v);
}

static struct report_cell *largest(const struct list *cells)
{
	struct report_cell *most = NULL;
	LIST_EACH (struct report_cell, c, cells)
		if (!most || c->value.v > most->value.v)
			most = c;
	return most;
}

static void forget_two(struct cx *cx, struct report_content *c)
{
	LIST_EACH (struct report_figure, f, &c->figures) {
		const struct indicator *i = indicator_of_code(cx, f->code);
		if (!i || i->unit != UNIT_COUNT || f->value.v < 10)
			continue;
		f->value.v -= 2;
		f->amount = indicator_amount(cx, i->unit, f->value.v);
		take_two(cx, i, LIST_AT(&f->months, struct report_cell, f->months.n - 1));
		LIST_EACH (const struct report_split, s, &f->splits)
			take_two(cx, i, largest(&s->cells));
		f->answer = report_answer(cx, c, f);
		return;
	}
}

/* What releasing freezes, and that it is an example: the program does not know that yet. */
static err content_of(struct cx *cx, const struct report_release_in *in, struct report_content *ret)
{
	TRY(report_to_release(cx, in, ret));
	ret->demo = true;
	return OK;
}

static err release_once(struct cx *cx, const struct report_release_in *in)
{
	struct report_content content;
	struct report r;
	TRY(content_of(cx, in, &content));
	return report_freeze_in_tx(cx, in, &content, NULL, &r);
}

static err release_twice(struct cx *cx, struct report_release_in *in, day on)
{
	struct report_content first, second;
	struct report r;
	TRY(content_of(cx, in, &first));
	forget_two(cx, &first);
	TRY(report_freeze_in_tx(cx, in, &first, NULL, &r));
	at_day(cx, day_add(on, 6));
	in->number = 2;
	in->reason = S("Zwei Tätigkeiten waren nachzutragen.");
	TRY(content_of(cx, in, &second));
	return report_freeze_in_tx(cx, in, &second, &first, &r);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static err comment(struct cx *cx, const struct demo_centre *d, day first)
{
	return db_exec(cx, &reports_demo_sql[DRAFT], NULL,
	               V(d->centre.id, month_iso(cx->mem, first),
	                 S("In den Ferien gab es weniger Anfragen aus Schulen; danach waren es wieder so viele wie im "
	                   "Vorjahr."),
	                 user_signature(cx), cx->now));
}

static err release_one(struct cx *cx, const struct demo_centre *d, int back)
{
	struct report_release_in in = { .centre = &d->centre, .number = 1 };
	bool coesfeld = str_is(d->centre.slug, "coesfeld");
	in.first = day_add_months(d->this_month, -back);
	day on = release_day(d, in.first, back);
	if (!day_is(on))
		return OK;
	at_day(cx, on);
	if (coesfeld && back <= CORRECTED_MONTH)
		TRY(comment(cx, d, in.first));
	return coesfeld && back == CORRECTED_MONTH ? release_twice(cx, &in, on) : release_once(cx, &in);
}

static err release_all(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct demo_centre *d = in;
	const struct user *before = cx->user;
	instant now = cx->now;
	err e = OK;
	cx->user = &d->head;
	for (int back = MONTHS; back >= 1 && e == OK; back--)
		e = release_one(cx, d, back);
	cx->user = before;
	cx->now = now;
	cx->today = d->today;
	return e;
}

/* Since when there is a duty, and to whom: invented, and marked so. */
static err set_duty(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	struct setting_row row = { .valid_from = day_add_months(month_first(cx->today), -MONTHS),
		                   .value = S("1"),
		                   .mark = S("assumed"),
		                   .source = S("Beispieldaten") };
	TRY(setting_set_in_tx(cx, report_settings[0], 0, &row));
	row.value = S("Landesweite Koordinierungsstelle Kommunale Integrationszentren");
	return setting_set_in_tx(cx, report_settings[2], 0, &row);
}

err reports_demo(struct cx *cx)
{
	const struct centre_query all = { .district = S(""), .kind = S(""), .limit = 100 };
	struct list centres = { 0 };
	TRY(db_tx(cx, "reports demo", set_duty, NULL, NULL, 0));
	TRY(report_sheet_demo(cx));
	TRY(centre_list(cx, &all, cx->today, &centres));
	LIST_EACH (const struct centre, c, &centres) {
		struct arena_mark mark = arena_mark(cx->mem);
		bool coesfeld = str_is(c->slug, "coesfeld");
		const struct demo_centre d = {
			.centre = { .id = c->id, .slug = c->slug, .name = c->official_name, .kind = c->kind },
			.this_month = month_first(cx->today),
			.head = { .name = coesfeld ? S("Annegret Terhorst") : S("Leitung des KI") },
			.today = cx->today
		};
		err e = db_tx(cx, "reports demo", release_all, &d, NULL, 0);
		if (e == OK && coesfeld)
			e = report_sheet_demo_own(cx, c->id);
		arena_release(cx->mem, mark);
		TRY(e);
	}
	return OK;
}

#include "features/grants/grant_land.h"

#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_queue.h"
#include "features/rulebook/rulebook.h"
#include "features/staff/staff_model.h"

static const char *const warning_codes[] = { "posts", "unused", "slow", NULL };
const struct choices grant_warning_choices = { "grant_warning", warning_codes };

#define OF_CASE(member, kind_, ...)                                                                                    \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct grant_land_row, c.member), __VA_ARGS__     \
	}
#define COLUMNS                                                                                                        \
	OF_CASE(centre_name, KIND_TEXT), OF_CASE(programme, KIND_CHOICE, .choices = &grant_programme_choices),         \
	        OF_CASE(year, KIND_INT),                                                                               \
	        FIELD(struct grant_land_row, stage, KIND_CHOICE, .label = "core.state",                                \
	              .choices = &grant_stage_choices),                                                                \
	        FIELD(struct grant_land_row, late, KIND_BOOL), FIELD(struct grant_land_row, asked_cents, KIND_MONEY),  \
	        FIELD(struct grant_land_row, granted_cents, KIND_MONEY),                                               \
	        FIELD(struct grant_land_row, called_cents, KIND_MONEY),                                                \
	        FIELD(struct grant_land_row, paid_cents, KIND_MONEY),                                                  \
	        FIELD(struct grant_land_row, used_cents, KIND_MONEY),                                                  \
	        FIELD(struct grant_land_row, left_cents, KIND_MONEY),                                                  \
	        FIELD(struct grant_land_row, demanded_cents, KIND_MONEY, .maybe = true),                               \
	        FIELD(struct grant_land_row, repaid_cents, KIND_MONEY),                                                \
	        FIELD(struct grant_land_row, warning, KIND_CHOICE, .choices = &grant_warning_choices),                 \
	        FIELD(struct grant_land_row, warning_cents, KIND_MONEY)
static const struct field export_fields[] = { COLUMNS };
const struct record grant_land_export_rec = RECORD("grant_land_row", struct grant_land_row, export_fields);
static const struct field row_fields[] = {
	COLUMNS,
	OF_CASE(slug, KIND_TEXT),
	FIELD(struct grant_land_row, path, KIND_PATH),
};
const struct record grant_land_row_rec = RECORD("grant_land_row", struct grant_land_row, row_fields);

/* --- warnings: pure ----------------------------------------------------------------------------------------------- */

static int64_t granted_for(const struct grant_state *s, const char *item)
{
	LIST_EACH (const struct grant_item, i, &s->items)
		if (str_is(i->item, item))
			return i->granted_cents;
	return 0;
}

static int64_t overdue(const struct grant_state *s)
{
	int64_t cents = 0;
	LIST_EACH (const struct grant_call, c, &s->calls)
		cents += c->late ? c->unused_cents : 0;
	return cents;
}

/* What is not called of the positions of which less than half is. */
static int64_t standing_still(const struct grant_state *s)
{
	int64_t cents = 0;
	LIST_EACH (const struct grant_item, i, &s->items)
		cents += i->called_cents < i->granted_cents / 2 ? i->granted_cents - i->called_cents : 0;
	return cents;
}

str grant_warning_of(const struct grant_state *s, const struct grant_case *c, struct maybe idle_cents, day today,
                     int64_t *ret_cents)
{
	*ret_cents = 0;
	if (!s->granted_cents || s->closing)
		return STR_NONE;
	if (idle_cents.has && idle_cents.v > 0) {
		*ret_cents = idle_cents.v;
		return S("posts");
	}
	if ((*ret_cents = overdue(s)) > 0)
		return S("unused");
	if (day_cmp(today, day_of((int)c->year, 9, 30)) > 0 && (*ret_cents = standing_still(s)) > 0)
		return S("slow");
	return STR_NONE;
}

/* --- all cases of a year ------------------------------------------------------------------------------------------ */

/* What was granted for posts and is more than they give as they are planned, line by line: the money of one is not that
 * of another. Absent where a ceiling is not known. */
static err idle_of(struct cx *cx, const struct grant_state *s, const struct grant_case *c, const struct list *rules,
                   struct maybe *ret)
{
	const struct tenant centre = { .id = c->centre_id, .slug = c->slug, .name = c->centre_name, .kind = c->kind };
	struct staff staff;
	day from = day_of((int)c->year, 1, 1), to = day_of((int)c->year, 12, 31);
	TRY(staff_load(cx, &centre, from, to, &staff));
	struct staff_money m = staff_money_of(cx->mem, &staff, rules, c->kind, c->centre_id, (int)c->year, to, false);
	*ret = MAYBE(0);
	LIST_EACH (const struct line_money, l, &m.lines) {
		if (!str_is(l->line, "specialist") && !str_is(l->line, "assistant"))
			continue;
		int64_t granted = granted_for(s, str_c(cx->mem, l->line));
		ret->has &= l->complete;
		ret->v += granted > l->granted_cents ? granted - l->granted_cents : 0;
	}
	return OK;
}

static err warn(struct cx *cx, const struct grant_state *s, const struct list *rules, struct grant_land_row *r)
{
	struct maybe idle = { 0 };
	bool watched = r->c.year >= day_year(cx->today) - 1 && r->c.year <= day_year(cx->today);
	if (!watched || !s->granted_cents || s->closing)
		return OK;
	if (str_is(r->c.programme, "base"))
		TRY(idle_of(cx, s, &r->c, rules, &idle));
	r->warning = grant_warning_of(s, &r->c, idle, cx->today, &r->warning_cents);
	return OK;
}

static void add_items(struct cx *cx, const struct grant_state *s, struct list *sums)
{
	LIST_EACH (const struct grant_item, i, &s->items) {
		struct grant_item *sum = NULL;
		LIST_EACH (struct grant_item, known, sums)
			if (str_eq(known->item, i->item))
				sum = known;
		if (!sum) {
			sum = LIST_ADD(cx->mem, sums, struct grant_item);
			*sum = (struct grant_item){ .item = i->item, .label = i->label, .group = i->group };
		}
		sum->asked_cents += i->asked_cents;
		sum->granted_cents += i->granted_cents;
		sum->called_cents += i->called_cents;
		sum->paid_cents += i->paid_cents;
		sum->left_cents += i->left_cents;
	}
}

static void add_sum(const struct grant_land_row *r, struct grant_land_row *sum)
{
	sum->asked_cents += r->asked_cents;
	sum->granted_cents += r->granted_cents;
	sum->called_cents += r->called_cents;
	sum->paid_cents += r->paid_cents;
	sum->used_cents += r->used_cents;
	sum->left_cents += r->left_cents;
	sum->demanded_cents.has |= r->demanded_cents.has;
	sum->demanded_cents.v += r->demanded_cents.v;
	sum->repaid_cents += r->repaid_cents;
	sum->warning_cents += r->warning_cents;
}

static str path_of(struct cx *cx, const struct grant_case *c)
{
	return user_may_at(cx->user, RIGHT_GRANT_READ, c->centre_id)
	               ? c->path
	               : str_print(cx->mem, "/centres/" STR_FMT, STR_ARG(c->slug));
}

static err add_case(struct cx *cx, const struct grant_known *k, const struct list *rules, struct grant_land *ret)
{
	const struct grant_state *s = &k->state;
	struct grant_land_row *r = LIST_ADD(cx->mem, &ret->rows, struct grant_land_row);
	*r = (struct grant_land_row){
		.c = k->c,
		.stage = s->stage,
		.late = s->late,
		.asked_cents = s->asked_cents,
		.granted_cents = s->granted_cents,
		.called_cents = s->called_cents,
		.paid_cents = s->paid_cents,
		.used_cents = s->used_cents,
		.left_cents = s->called_cents < s->granted_cents ? s->granted_cents - s->called_cents : 0,
		.demanded_cents = { .v = s->demanded_cents, .has = s->demanded_cents > 0 },
		.repaid_cents = s->repaid_cents,
		.path = path_of(cx, &k->c),
	};
	TRY(warn(cx, s, rules, r));
	ret->warned += r->warning.p != NULL;
	add_sum(r, &ret->sum);
	add_items(cx, s, &ret->items);
	return OK;
}

err grant_land_of(struct cx *cx, int64_t year, str programme, struct grant_land *ret)
{
	struct list known = { 0 }, rules = { 0 };
	*ret = (struct grant_land){ .year = year };
	TRY(rules_known(cx, cx->now, &rules));
	TRY(grants_known(cx, year, programme, &known));
	LIST_EACH (const struct grant_known, k, &known)
		if (!k->state.discarded)
			TRY(add_case(cx, k, &rules, ret));
	return OK;
}

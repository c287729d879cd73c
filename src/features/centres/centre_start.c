/* What the start page shows of the KI: what has to be done next, and the figures that a role watches. */
#include "features/centres/centre_start.h"
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centre_bodies.h"
#include "features/centres/centre_checks.h"
#include "features/centres/centre_suggestions.h"
#include "features/centres/centres_model.h"
#include "features/rulebook/rulebook.h"

/* --- what the signed-in person has to do next --------------------------------------------------------------------- */

static void task_add(struct cx *cx, struct list *tasks, const struct tenant *centre, const char *key, int64_t n,
                     const char *tail)
{
	if (n == 0)
		return;
	*LIST_ADD(cx->mem, tasks, struct task) =
	        (struct task){ .text = word_plural(cx->words, cx->mem, key, n, NO_ARGS),
		               .hint = word(cx->words, cx->mem, str_print(cx->mem, "%s_hint", key).p),
		               .path = str_print(cx->mem, "/centres/" STR_FMT "/%s", STR_ARG(centre->slug), tail) };
}

static err add_answers(struct cx *cx, const struct tenant *centre, struct list *tasks)
{
	struct list suggestions = { 0 };
	int64_t open = 0;
	if (!user_may_at(cx->user, RIGHT_CENTRE_DECIDE, centre->id))
		return OK;
	TRY(suggestion_list(cx, centre->id, &suggestions));
	LIST_EACH (const struct suggestion, s, &suggestions)
		open += s->open;
	task_add(cx, tasks, centre, "suggestions.task", open, "suggestions");
	return OK;
}

static err add_missing(struct cx *cx, const struct tenant *centre, struct list *tasks)
{
	struct list readiness = { 0 }, entries = { 0 };
	struct body_picture bodies;
	int64_t blocking = 0;
	TRY(readiness_on(cx, centre, cx->today, &readiness));
	LIST_EACH (const struct check_line, l, &LIST_AT(&readiness, struct readiness, 0)->lines)
		blocking += l->blocks;
	task_add(cx, tasks, centre, "checks.task", blocking, "checks");
	TRY(involvement_list(cx, centre->id, &entries));
	bodies_of(cx, &entries, cx->today, &bodies);
	task_add(cx, tasks, centre, "bodies.task", bodies.missing, "bodies");
	return OK;
}

err centres_today(struct cx *cx, struct list *tasks)
{
	struct centre self;
	if (!cx->user || !cx->user->centre_id.has || !user_may(cx->user, RIGHT_CENTRE_RECORD))
		return OK;
	TRY(centre_find(cx, cx->user->centre_id.v, cx->today, &self));
	const struct tenant centre = { .id = self.id, .slug = self.slug, .name = self.name, .kind = self.kind };
	TRY(add_answers(cx, &centre, tasks));
	return add_missing(cx, &centre, tasks);
}

/* --- the figures that a role watches ------------------------------------------------------------------------------ */

static err own_funding(struct cx *cx, const struct centre *self, struct list *figures)
{
	struct entitlement e;
	TRY(entitlement_on(cx, self->kind, self->id, cx->today, &e));
	*LIST_ADD(cx->mem, figures, struct figure) = (struct figure){
		.label = word(cx->words, cx->mem, "centres.figure_funding"),
		.value = say_money(cx->words, cx->mem, e.total_cents),
		.hint = e.complete ? STR_NONE : word(cx->words, cx->mem, "centres.figure_incomplete"),
		.path = str_print(cx->mem, "/centres/" STR_FMT "/entitlement", STR_ARG(self->slug)),
	};
	return OK;
}

static err own_readiness(struct cx *cx, const struct centre *self, struct list *figures)
{
	const struct tenant centre = { .id = self->id, .slug = self->slug, .name = self->name, .kind = self->kind };
	struct list readiness = { 0 };
	int64_t met = 0;
	TRY(readiness_on(cx, &centre, cx->today, &readiness));
	const struct list *lines = &LIST_AT(&readiness, struct readiness, 0)->lines;
	LIST_EACH (const struct check_line, l, lines)
		met += !l->blocks;
	*LIST_ADD(cx->mem, figures, struct figure) = (struct figure){
		.label = word(cx->words, cx->mem, "centres.figure_checks"),
		.value = word_args(cx->words, cx->mem, "centres.figure_of",
		                   ARGS({ "met", say_int(cx->words, cx->mem, met) },
		                        { "all", say_int(cx->words, cx->mem, (int64_t)lines->n) })),
		.path = str_print(cx->mem, "/centres/" STR_FMT "/checks", STR_ARG(self->slug)),
	};
	return OK;
}

/* What the guideline's own items come to for all 54 KI today: the Land's ceiling, as far as known. */
static err land_funding(struct cx *cx, struct list *figures)
{
	int64_t cents = 0;
	bool complete = true;
	for (const char *const *kind = authority_choices.codes; *kind; kind++) {
		struct centre_query of_kind = { .district = S(""), .kind = str_of(*kind) };
		struct entitlement e;
		int64_t n;
		TRY(centre_count(cx, &of_kind, &n));
		TRY(entitlement_on(cx, of_kind.kind, 0, cx->today, &e));
		cents += e.total_cents * n;
		complete = complete && e.complete;
	}
	*LIST_ADD(cx->mem, figures, struct figure) = (struct figure){
		.label = word(cx->words, cx->mem, "centres.figure_land"),
		.value = say_money(cx->words, cx->mem, cents),
		.hint = complete ? STR_NONE : word(cx->words, cx->mem, "centres.figure_incomplete"),
		.path = S("/rules/entitlement"),
	};
	return OK;
}

err centres_figures(struct cx *cx, struct list *ret)
{
	struct centre self;
	if (role_of_land(user_role(cx->user)))
		return land_funding(cx, ret);
	if (!cx->user->centre_id.has)
		return OK;
	TRY(centre_find(cx, cx->user->centre_id.v, cx->today, &self));
	TRY(own_funding(cx, &self, ret));
	return own_readiness(cx, &self, ret);
}

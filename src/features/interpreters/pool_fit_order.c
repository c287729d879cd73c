/* pool_fit_order.c -- the order of those who suit: parts and their sum. */
#include "features/interpreters/pool_fit_look.h"

#include "base/arena.h"

static const char *const part_codes[] = { "wished", "way", "load", "experience", "gender", "reliability", NULL };
const struct choices fit_part_choices = { "fit_part", part_codes };

const struct fit_rules fit_rules_default = {
	.travel = TRAVEL_DEFAULT,
	.weights = { [FIT_WISHED] = 40,
	             [FIT_WAY] = 30,
	             [FIT_LOAD] = 25,
	             [FIT_EXPERIENCE] = 20,
	             [FIT_GENDER] = 20,
	             [FIT_RELIABILITY] = 10 },
	.far_minutes = 90,
	.full_load = 20,
	.full_experience = 5,
};

void fit_measure(const struct fit_look *l, struct fit_candidate *c)
{
	const struct fit_request *rq = l->rq;
	if (rq->slot.mode == FIT_ON_SITE) {
		c->way_m = place_way_m(&l->rules->travel, c->person->home, rq->slot.place);
		c->way_minutes = travel_minutes(&l->rules->travel, c->person->home, rq->slot.place);
	}
	c->price = l->rules->price ? l->rules->price(l->rules->price_self, rq, c->person, c->way_m, c->way_minutes)
	                           : rq->price;
}

static int64_t at_most(int64_t n, int64_t most)
{
	return n < most ? n : most;
}

static int64_t experience_of(const struct fit_person *p, str occasion)
{
	int64_t times = 0;
	LIST_EACH (const struct fit_experience, e, &p->experience)
		times += str_eq(e->occasion, occasion) ? e->times : 0;
	return times;
}

static struct fit_part part_of(const struct fit_look *l, const struct fit_candidate *c, enum fit_part_kind kind)
{
	const struct fit_rules *u = l->rules;
	const struct fit_person *p = c->person;
	struct fit_part part = { .most = u->weights[kind], .measured = -1 };
	switch (kind) {
	case FIT_WISHED:
		part.measured = l->rq->wished_id ? l->rq->wished_id == p->id : -1;
		part.points = part.measured == 1 ? part.most : 0;
		break;
	case FIT_WAY:
		part.measured = l->rq->slot.mode == FIT_ON_SITE ? c->way_minutes : -1;
		part.points = part.most * (u->far_minutes - at_most(c->way_minutes, u->far_minutes)) / u->far_minutes;
		break;
	case FIT_LOAD:
		part.measured = p->load;
		part.points = part.most * (u->full_load - at_most(p->load, u->full_load)) / u->full_load;
		break;
	case FIT_EXPERIENCE:
		part.measured = experience_of(p, l->rq->occasion);
		part.points = part.most * at_most(part.measured, u->full_experience) / u->full_experience;
		break;
	case FIT_GENDER:
		part.measured = l->rq->gender != FIT_ANY_GENDER ? l->rq->gender == p->gender : -1;
		part.points = part.measured == 1 ? part.most : 0;
		break;
	case FIT_RELIABILITY:
		part.measured = p->accepted;
		part.of = p->accepted + p->declined + p->unanswered;
		part.points = part.most * (2 * p->accepted + p->declined + 2) / (2 * (part.of + 2));
		break;
	case FIT_PARTS:
		break;
	}
	return part;
}

void fit_rate(const struct fit_look *l, struct fit_candidate *c)
{
	c->points = 0;
	for (int kind = 0; kind < FIT_PARTS; kind++) {
		c->parts[kind] = part_of(l, c, (enum fit_part_kind)kind);
		c->points += c->parts[kind].points;
	}
}

static struct fit_candidate look_at(const struct fit_look *l, const struct fit_person *p)
{
	struct fit_candidate c = { .person = p };
	fit_measure(l, &c);
	c.refused = fit_refusals(NULL, l, &c, NULL);
	fit_rate(l, &c);
	return c;
}

struct fit_candidate fit_check(const struct fit_rules *rules, const struct fit_request *rq, const struct fit_person *p)
{
	struct fit_look l = fit_look_of(rules, rq);
	return look_at(&l, p);
}

struct list fit_reasons(struct arena *a, const struct fit_rules *rules, const struct fit_request *rq,
                        const struct fit_person *p)
{
	struct fit_look l = fit_look_of(rules, rq);
	struct fit_candidate c = { .person = p };
	struct list found = { 0 };
	fit_measure(&l, &c);
	fit_refusals(a, &l, &c, &found);
	return found;
}

/* 0 suitable, 1 needs a consent, then by the number of reasons. */
static int distance_from_suitable(uint32_t refused)
{
	if (refused == 0)
		return 0;
	return fit_needs_consent(refused) ? 1 : 1 + __builtin_popcount(refused);
}

static int sign(int64_t n)
{
	return (n > 0) - (n < 0);
}

static int by_order(const void *x, const void *y)
{
	const struct fit_candidate *a = x, *b = y;
	int far = distance_from_suitable(a->refused) - distance_from_suitable(b->refused);
	if (far)
		return far;
	if (a->points != b->points)
		return sign(b->points - a->points);
	if (a->person->load != b->person->load)
		return sign(a->person->load - b->person->load);
	return sign(a->person->id - b->person->id);
}

struct list fit_list(struct arena *a, const struct fit_rules *rules, const struct fit_request *rq,
                     const struct list *people)
{
	struct fit_look l = fit_look_of(rules, rq);
	struct list found = { 0 };
	LIST_EACH (const struct fit_person, p, people)
		*LIST_ADD(a, &found, struct fit_candidate) = look_at(&l, p);
	list_sort(&found, by_order);
	return found;
}

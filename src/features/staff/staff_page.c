#include "features/staff/staff_page.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"
#include "features/staff/staff_parts.h"

enum { MOST_PEOPLE = 2000 }; /* in a choice: all that a KI ever had */

static const struct section_area areas[] = {
	{ "", "staff.area.day", RIGHT_STAFF_READ },
	{ "timeline", "staff.area.timeline", RIGHT_STAFF_READ },
	{ "posts", "staff.area.posts", RIGHT_STAFF_READ },
	{ "people", "staff.area.people", RIGHT_STAFF_READ },
	{ "money", "staff.area.money", RIGHT_STAFF_READ },
	{ "survey", "staff.area.survey", RIGHT_STAFF_DECIDE },
	{ 0 },
};
const struct section staff_section = { "staff", "staff.crumb", areas };

err staff_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
               struct centre_frame *frame, struct section_top *top)
{
	return section_fill(cx, rq, &staff_section, area, title_key, about, frame, top);
}

str staff_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail)
{
	return section_at(cx, rq, &staff_section, folder, id, tail);
}

void day_chosen(struct cx *cx, const struct request *rq, struct day_choice *ret)
{
	*ret = (struct day_choice){ 0 };
	ret->problem = route_day(cx, rq, "day", &ret->on);
	const struct problem *wrong = problem_of(cx, "day");
	ret->typed = wrong ? route_asked(rq, "day") : day_german(cx->mem, ret->on);
	if (wrong)
		ret->error = word_args(cx->words, cx->mem, wrong->key, wrong->args);
}

str staff_count(struct cx *cx, const char *key, int64_t n)
{
	return word_plural(cx->words, cx->mem, key, n, NO_ARGS);
}

err staff_write(struct cx *cx, const struct request *rq, const char *name,
                err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size)
{
	const struct staff_in in = { .centre = &rq->centre, .row = row };
	return db_tx(cx, name, fn, &in, ret, size);
}

err staff_people_choices(struct cx *cx, const struct request *rq, struct list *ret)
{
	struct list people = { 0 };
	TRY(person_list(cx, &rq->centre, STR_NONE, 0, MOST_PEOPLE, &people));
	LIST_EACH (const struct person, p, &people)
		section_offer(cx, ret, p->id, p->name);
	return OK;
}

/* "Sprachbildung (1 Stelle, davon 0,5 frei)": what is vacant today is what the choice is about. */
static str post_words(struct cx *cx, const struct post *p, const struct list *shares)
{
	int64_t vacant = p->fte - filled_on(shares, p->id, cx->today);
	const struct arg *args = ARGS({ "title", p->title }, { "fte", say_decimal(cx->words, cx->mem, p->fte) },
	                              { "free", say_decimal(cx->words, cx->mem, vacant) },
	                              { "from", say_day(cx->words, cx->mem, p->valid_from) },
	                              { "to", say_day(cx->words, cx->mem, p->valid_to) });
	const char *key = day_cmp(p->valid_from, cx->today) > 0 ? "staff.choice_coming"
	                  : !HOLDS_ON(p, cx->today)             ? "staff.choice_former"
	                  : vacant > 0                          ? "staff.choice_free"
	                                                        : "staff.choice_filled";
	return word_args(cx->words, cx->mem, key, args);
}

err staff_post_choices(struct cx *cx, const struct request *rq, struct list *ret)
{
	struct list posts = { 0 };
	struct staff now;
	TRY(post_list(cx, &rq->centre, DAY_NONE, &posts));
	TRY(staff_load(cx, &rq->centre, cx->today, cx->today, &now));
	for (int former = 0; former < 2; former++)
		LIST_EACH (const struct post, p, &posts)
			if ((day_is(p->valid_to) && day_cmp(p->valid_to, cx->today) < 0) == former)
				section_offer(cx, ret, p->id, post_words(cx, p, &now.shares));
	return OK;
}

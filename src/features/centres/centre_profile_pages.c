/* The public profile of a KI, and the answer to "may this municipality apply?". */
#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centre_sites.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres_pages.h"
#include "features/centres/may_apply.h"
#include "features/rulebook/rulebook.h"

struct profile_page {
	struct centre_frame frame;
	struct centre centre;
	day day;
	str day_typed, day_error;
	str recognition, entitlement_path, path;
	str site_town;
	day site_since;
	str contact;        /* only if the KI's setting makes it public */
	struct list offers; /* struct task */
	day named_since;    /* of the free name */
	bool otherwise;     /* funded as a Kreis or kreisfreie Stadt without being called so: the Städteregion */
	struct list municipalities;
};
static const struct field profile_fields[] = {
	FRAME_FIELDS(struct profile_page),
	FIELD(struct profile_page, centre, KIND_ONE, .of = &centre_rec),
	FIELD(struct profile_page, day, KIND_DAY),
	FIELD(struct profile_page, day_typed, KIND_TEXT, .hidden = true),
	FIELD(struct profile_page, day_error, KIND_TEXT, .hidden = true),
	FIELD(struct profile_page, recognition, KIND_TEXT),
	FIELD(struct profile_page, entitlement_path, KIND_PATH),
	FIELD(struct profile_page, path, KIND_PATH, .hidden = true),
	FIELD(struct profile_page, site_town, KIND_TEXT),
	FIELD(struct profile_page, site_since, KIND_DAY),
	FIELD(struct profile_page, contact, KIND_TEXT),
	FIELD(struct profile_page, offers, KIND_MANY, .of = &task_rec),
	FIELD(struct profile_page, named_since, KIND_DAY),
	FIELD(struct profile_page, otherwise, KIND_BOOL, .hidden = true),
	FIELD(struct profile_page, municipalities, KIND_MANY, .of = &municipality_rec),
};
static const struct record profile_rec = RECORD("centre_page", struct profile_page, profile_fields);
const struct page page_centre = { "centres/show.html", &profile_rec };

static err fill_contact(struct cx *cx, const struct request *rq, struct profile_page *p)
{
	struct setting_row name;
	TRY(centre_reach(cx, rq->centre.id, &p->contact));
	TRY(setting_get(cx, &setting_display_name, rq->centre.id, cx->today, &name));
	if (!str_blank(name.value))
		p->named_since = name.valid_from;
	return OK;
}

static err fill_site(struct cx *cx, const struct request *rq, struct profile_page *p)
{
	struct site_row site;
	bool there;
	TRY(site_there(cx, rq->centre.id, cx->today, &site, &there));
	if (!there)
		return OK;
	p->site_town = site.town;
	p->site_since = site.moved_in;
	return OK;
}

static void fill_day(struct cx *cx, const struct request *rq, struct profile_page *p)
{
	str typed = route_asked(rq, "day");
	p->day_typed = typed.p ? typed : day_german(cx->mem, cx->today);
	if (route_day(cx, rq, "day", &p->day) == OK)
		return;
	const struct problem *problem = problem_of(cx, "day");
	p->day_error = word_args(cx->words, cx->mem, problem->key, problem->args);
}

err centre_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct profile_page p = { .entitlement_path = frame_path(cx, rq, "entitlement"),
		                  .path = frame_path(cx, rq, "") };
	TRY(frame_fill(cx, rq, "", "centres.profile_title", &p.frame));
	TRY(centre_find(cx, rq->centre.id, cx->today, &p.centre));
	p.otherwise = !str_is(p.centre.carrier_kind, "Kreis") && !str_is(p.centre.carrier_kind, "kreisfreie Stadt");
	fill_day(cx, rq, &p);
	TRY(centre_recognition(cx, &rq->centre, p.day, &p.recognition));
	TRY(fill_contact(cx, rq, &p));
	TRY(frame_offers(cx, rq, &p.offers));
	TRY(fill_site(cx, rq, &p));
	TRY(municipality_list(cx, rq->centre.id, &p.municipalities));
	return page_show(cx, rq->http, rs, p.day_error.p ? 422 : 200, &page_centre, &p);
}

/* --- may it apply? ------------------------------------------------------------------------------------------------ */

static const struct field apply_fields[] = {
	FIELD(struct may_apply, title, KIND_TEXT),
	FIELD(struct may_apply, asked, KIND_TEXT),
	FIELD(struct may_apply, verdict, KIND_CHOICE, .choices = &verdict_choices),
	FIELD(struct may_apply, yes, KIND_BOOL),
	FIELD(struct may_apply, no, KIND_BOOL),
	FIELD(struct may_apply, unknown, KIND_BOOL),
	FIELD(struct may_apply, name, KIND_TEXT),
	FIELD(struct may_apply, sentence, KIND_TEXT),
	FIELD(struct may_apply, way, KIND_TEXT),
	FIELD(struct may_apply, centre_name, KIND_TEXT),
	FIELD(struct may_apply, carrier, KIND_TEXT),
	FIELD(struct may_apply, centre_path, KIND_PATH),
	FIELD(struct may_apply, rule, KIND_ONE, .of = &rule_use_rec, .maybe = true),
	FIELD(struct may_apply, similar, KIND_MANY, .of = &link_rec),
};
static const struct record apply_rec = RECORD("may_apply", struct may_apply, apply_fields);
const struct page page_may_apply = { "centres/may_apply.html", &apply_rec };

static const struct field apply_asked_fields[] = { ASKED("municipality", KIND_TEXT) };
const struct record may_apply_asked_rec = ASKED_RECORD(apply_asked_fields);

err may_apply_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct may_apply answer;
	TRY(may_apply_answer(cx, route_asked(rq, "municipality"), &answer));
	return page_show(cx, rq->http, rs, 200, &page_may_apply, &answer);
}

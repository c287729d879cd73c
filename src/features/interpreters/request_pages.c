/* The request of an institution: form, check, sent. */
#include "features/interpreters/request_pages.h"

#include <inttypes.h>
#include <string.h>

#include "core/centre_frame.h"
#include "core/contact.h"
#include "core/session.h"
#include "core/user.h"
#include "crypt/crypt.h"
#include "features/centres/centres_model.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_link.h"

static const struct field asked_fields[] = {
	ASKED_EASY,
	ASKED("like", KIND_TEXT, .max = 64),
};
const struct record request_asked_rec = ASKED_RECORD(asked_fields);

/* The order of the page: what decides whether it is possible comes before what takes long to type. */
static const struct ask_layout layout[] = {
	{ "what", "request.group_what", .fields = { "way" } },
	{ .suggest = true, .fields = { "language" } },
	{ "written", "request.group_written", .fold = true, .fields = { "pages" } },
	{ "when", "request.group_when", .fields = { "day", "begin", "minutes" } },
	{ .fields = { "day_2", "begin_2" } },
	{ .fields = { "day_3", "begin_3" } },
	{ "urgent", "request.group_urgent", .fold = true, .fields = { "urgent_reason" } },
	{ "rules", "request.group_rules", .fields = { "occasion" } },
	{ .yes_no = true, .fields = { "legal", "medical", "aosf" } },
	{ .yes_no = true, .fields = { "lesson", "recurring", "private" } },
	{ "where", "request.group_where", .fields = { "institution_kind" } },
	{ .fields = { "institution" } },
	{ .suggest = true, .fields = { "municipality" } },
	{ .fields = { "street" } },
	{ .fields = { "postcode", "room" } },
	{ "who", "request.group_who", .fields = { "contact_name" } },
	{ .fields = { "email" } },
	{ .fields = { "phone" } },
	{ "more", "request.group_more", .fold = true, .fields = { "gender" } },
	{ .fields = { "remark" } },
};

/* Why a pot, or the KI, does not pay; and what to do instead. */
struct refusal {
	str reason, hint;
};
static const struct field refusal_fields[] = {
	FIELD(struct refusal, reason, KIND_TEXT),
	FIELD(struct refusal, hint, KIND_TEXT),
};
static const struct record refusal_rec = RECORD("refusal", struct refusal, refusal_fields);

struct request_page {
	str title, lead, name, easy_path, easy_text, closed, reach, earliest, counted, mine_path;
	bool easy;
	struct list refusals; /* struct refusal */
	struct list groups;   /* struct ask_group */
	const struct form *form;
	str form_key;
};
static const struct field page_fields[] = {
	FIELD(struct request_page, title, KIND_TEXT),
	FIELD(struct request_page, lead, KIND_TEXT),
	FIELD(struct request_page, name, KIND_TEXT),
	FIELD(struct request_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct request_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct request_page, closed, KIND_TEXT),
	FIELD(struct request_page, reach, KIND_TEXT),
	FIELD(struct request_page, earliest, KIND_TEXT),
	FIELD(struct request_page, counted, KIND_TEXT),
	FIELD(struct request_page, mine_path, KIND_PATH, .hidden = true),
	FIELD(struct request_page, easy, KIND_BOOL, .hidden = true),
	FIELD(struct request_page, refusals, KIND_MANY, .of = &refusal_rec),
	FIELD(struct request_page, groups, KIND_MANY, .of = &ask_group_rec, .hidden = true),
	FIELD(struct request_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
	FIELD(struct request_page, form_key, KIND_TEXT, .hidden = true),
};
static const struct record page_rec = RECORD("request_page", struct request_page, page_fields);
const struct page page_request = { "interpreters/request.html", &page_rec };

/* Everything that was said so far, to be looked at once more. */
struct check_page {
	str title, name, action, csrf;
	struct list facts; /* struct fact */
	struct list sent;  /* struct fact: what the form said, to be sent along; `field` is its name */
};
static const struct field check_fields[] = {
	FIELD(struct check_page, title, KIND_TEXT),
	FIELD(struct check_page, name, KIND_TEXT),
	FIELD(struct check_page, action, KIND_PATH),
	FIELD(struct check_page, csrf, KIND_TEXT),
	FIELD(struct check_page, facts, KIND_MANY, .of = &fact_rec),
	FIELD(struct check_page, sent, KIND_MANY, .of = &fact_rec, .hidden = true),
};
static const struct record check_rec = RECORD("request_check", struct check_page, check_fields);
const struct page page_request_check = { "interpreters/request_check.html", &check_rec };

/* --- defaults ----------------------------------------------------------------------------------------------------- */

/* Somebody of the KI orders for its own talk (story 8), or for an institution that called. */
static bool is_colleague(const struct cx *cx, const struct request *rq)
{
	return user_may_at(cx->user, RIGHT_POOL_RECORD, rq->centre.id);
}

static err like_booking(struct cx *cx, int64_t centre_id, int64_t id, struct booking_ask *ret)
{
	struct booking b;
	struct booking_contact c;
	TRY(booking_find(cx, centre_id, id, &b));
	TRY(booking_contact_find(cx, centre_id, id, &c));
	booking_ask_like(&b, &c, ret);
	return OK;
}

/* The same institution once more: by the link to one of its requests. A link that is none changes nothing. */
static err like_link(struct cx *cx, const struct request *rq, struct booking_ask *ret)
{
	struct pool_link l;
	err e = pool_link_find(cx, route_asked(rq, "like"), "request", &l);
	if (e == OK && l.centre_id == rq->centre.id && l.booking_id.has)
		return like_booking(cx, l.centre_id, l.booking_id.v, ret);
	fault_clear(cx);
	return e == E_NOTFOUND || e == E_STALE ? OK : e;
}

static err like_own(struct cx *cx, const struct request *rq, struct booking_ask *ret)
{
	const struct face *face;
	struct centre centre;
	TRY(request_face(cx, rq, &face));
	TRY(centre_find(cx, rq->centre.id, cx->today, &centre));
	*ret = (struct booking_ask){ .institution_kind = S("office"),
		                     .institution = face->name,
		                     .municipality = centre.seat,
		                     .contact_name = cx->user->name };
	return contact_email(cx, cx->user->id, &ret->email);
}

/* The last request of the same account; a colleague's first one: the KI itself. */
static err like_account(struct cx *cx, const struct request *rq, struct booking_ask *ret)
{
	int64_t id;
	err e = cx->user ? booking_last_of(cx, rq->centre.id, cx->user->login, &id) : E_NOTFOUND;
	if (e == OK)
		return like_booking(cx, rq->centre.id, id, ret);
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	return is_colleague(cx, rq) ? like_own(cx, rq, ret) : OK;
}

static err defaults(struct cx *cx, const struct request *rq, struct booking_ask *ret)
{
	*ret = (struct booking_ask){ 0 };
	if (!str_blank(route_asked(rq, "like")))
		TRY(like_link(cx, rq, ret));
	if (!ret->institution.p)
		TRY(like_account(cx, rq, ret));
	if (!ret->minutes.has)
		ret->minutes = MAYBE(60);
	if (!ret->way.p)
		ret->way = S("on_site");
	if (!ret->municipality.p && str_is(rq->centre.kind, "kreisfreie_stadt"))
		ret->municipality = rq->centre.name;
	return OK;
}

/* --- the form ----------------------------------------------------------------------------------------------------- */

static void suggest(struct cx *cx, struct form *form, const char *name, str text)
{
	LIST_EACH (struct form_field, f, &form->fields)
		if (str_is(f->name, name))
			*LIST_ADD(cx->mem, &f->choices, struct form_choice) = (struct form_choice){ text, text, false };
}

static err offer(struct cx *cx, const struct request *rq, const struct pool_settings *s, struct form *form)
{
	struct list languages = { 0 }, towns = { 0 };
	TRY(language_choices(cx, &languages));
	LIST_EACH (const struct form_choice, c, &languages)
		suggest(cx, form, "language", c->text);
	TRY(municipality_list(cx, rq->centre.id, &towns));
	LIST_EACH (const struct municipality, m, &towns)
		suggest(cx, form, "municipality", m->name);
	ask_minutes(cx, s->most_minutes, form);
	return OK;
}

static str self_path(struct cx *cx, const struct request *rq, bool easy)
{
	return str_print(cx->mem, STR_FMT "%s", STR_ARG(frame_path(cx, rq, "interpreters/request")),
	                 easy ? "?easy=1" : "");
}

static str lead_hint(struct cx *cx, const struct pool_settings *s, const struct lead_answer *l)
{
	if (s->lead.days == 0)
		return word(cx->words, cx->mem, "lead.trace_none");
	return word_args(cx->words, cx->mem, s->lead.hard ? "request.earliest_hard" : "request.earliest_soft",
	                 ARGS({ "earliest", lead_day(cx->words, cx->mem, l->earliest) }));
}

static err fill_form(struct cx *cx, const struct request *rq, const struct pool_settings *s, struct request_page *p)
{
	struct booking_ask row = { 0 };
	struct form *form = NEW(cx->mem, struct form);
	if (rq->http->method != POST)
		TRY(defaults(cx, rq, &row));
	*form = form_of(cx, rq->http, &request_form_rec, &row, self_path(cx, rq, p->easy), "request.to_check",
	                STR_NONE);
	TRY(offer(cx, rq, s, form));
	ask_groups(cx, form, layout, sizeof layout / sizeof *layout, p->easy, &p->groups);
	LIST_EACH (struct ask_group, g, &p->groups)
		if (str_is(g->id, "when"))
			g->more = p->earliest;
	str sent = rq->http->method == POST ? pairs_get(&rq->http->form, "form_key") : STR_NONE;
	p->form_key = sent.n == BOOKING_FORM_KEY ? sent : crypt_token(cx->mem);
	p->form = form;
	return OK;
}

static err show_form(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct pool_settings *s,
                     const struct list *refusals)
{
	const struct face *face;
	struct request_page p = { .easy = easy_wanted(rq), .mine_path = frame_path(cx, rq, "interpreters/requests") };
	const struct lead_answer l = lead_time(cx->mem, &s->lead, cx->today, cx->today, STR_NONE);
	TRY(request_face(cx, rq, &face));
	TRY(centre_reach(cx, rq->centre.id, &p.reach));
	p.name = face->name;
	p.title = easy_word(cx, p.easy, "request.title");
	p.lead = easy_word(cx, p.easy, "request.lead");
	p.easy_path = self_path(cx, rq, !p.easy);
	p.easy_text = word(cx->words, cx->mem, p.easy ? "request.not_easy" : "request.easy");
	p.earliest = lead_hint(cx, s, &l);
	p.counted = lead_trace(cx->words, cx->mem, &s->lead, &l);
	if (refusals)
		p.refusals = *refusals;
	if (s->public_form || is_colleague(cx, rq))
		TRY(fill_form(cx, rq, s, &p));
	else
		p.closed = easy_word(cx, p.easy, "request.closed");
	return page_show(cx, rq->http, rs, status, &page_request, &p);
}

err request_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_settings s;
	TRY(pool_settings_on(cx, rq->centre.id, cx->today, &s));
	return show_form(cx, rq, rs, 200, &s, NULL);
}

/* --- may it be? --------------------------------------------------------------------------------------------------- */

static void add_refusal(struct cx *cx, struct list *ret, str reason, str hint)
{
	*LIST_ADD(cx->mem, ret, struct refusal) = (struct refusal){ reason, hint };
}

/* Empty: a pot permits it. */
static err refusals_of(struct cx *cx, const struct request *rq, const struct pool_settings *s,
                       const struct booking_new *n, struct list *ret)
{
	struct pot_choice pots;
	*ret = (struct list){ 0 };
	if (n->rules.private && !s->private_allowed) {
		add_refusal(cx, ret, word(cx->words, cx->mem, "request.no_private"),
		            word(cx->words, cx->mem, "pot_hint.private"));
		return OK;
	}
	TRY(booking_pots(cx, &rq->centre, n, &pots));
	if (pots.pot_id)
		return OK;
	LIST_EACH (const struct pot_verdict, v, &pots.verdicts)
		add_refusal(cx, ret, pot_refusal(cx->words, cx->mem, v), pot_hint(cx->words, cx->mem, v));
	if (!pots.verdicts.n)
		add_refusal(cx, ret, word(cx->words, cx->mem, "request.no_pot"),
		            word(cx->words, cx->mem, "request.no_pot_hint"));
	return OK;
}

/* --- check -------------------------------------------------------------------------------------------------------- */

static str choice_word(struct cx *cx, const struct choices *c, str code)
{
	return code.p ? word(cx->words, cx->mem, str_print(cx->mem, "%s." STR_FMT, c->name, STR_ARG(code)).p)
	              : STR_NONE;
}

static err date_facts(struct cx *cx, const struct booking_new *n, struct list *facts)
{
	static const char *const fields[] = { "day", "day_2", "day_3" };
	LIST_EACH (const struct booking_date, d, &n->dates)
		fact_add(cx, facts, d->choice == 1 ? "request.date" : "request.other_date",
		         request_when(cx, d->starts_at, d->ends_at, str_is(n->service, "translating")),
		         fields[d->choice - 1]);
	return OK;
}

/* The questions that were answered with yes; "none" if none was. */
static void rule_facts(struct cx *cx, const struct booking_new *n, struct list *facts)
{
	bool any = false;
	for (size_t i = 0; i < POT_RULES; i++) {
		str key = str_print(cx->mem, "pot_rule.%s", pot_rule_codes[i]);
		if (pot_case_has(&n->rules, i))
			fact_add(cx, facts, key.p, word(cx->words, cx->mem, "booking_yes.yes"), pot_rule_codes[i]);
		any |= pot_case_has(&n->rules, i);
	}
	if (!any)
		fact_add(cx, facts, "request.rules", word(cx->words, cx->mem, "request.all_no"), "legal");
}

static err language_words(struct cx *cx, str code, str *ret)
{
	struct language l;
	TRY(language_find(cx, code, &l));
	*ret = language_full(cx, &l);
	return OK;
}

static err fill_facts(struct cx *cx, const struct booking_ask *in, const struct booking_new *n, struct list *facts)
{
	str language;
	const struct booking_contact *c = &n->contact;
	TRY(language_words(cx, n->language_code, &language));
	fact_add(cx, facts, "request_form.way", choice_word(cx, &booking_way_choices, in->way), "way");
	fact_add(cx, facts, "request_form.language", language, "language");
	if (n->pages.has)
		fact_add(cx, facts, "request_form.pages", say_int(cx->words, cx->mem, n->pages.v), "pages");
	TRY(date_facts(cx, n, facts));
	fact_add(cx, facts, "request_form.urgent_reason", n->urgent_reason, "urgent_reason");
	fact_add(cx, facts, "request_form.occasion", choice_word(cx, &booking_occasion_choices, n->occasion),
	         "occasion");
	rule_facts(cx, n, facts);
	fact_add(cx, facts, "request_form.institution_kind",
	         choice_word(cx, &institution_kind_choices, n->institution_kind), "institution_kind");
	fact_add(cx, facts, "request_form.institution", n->institution, "institution");
	fact_add(cx, facts, "request.place", booking_place(cx, n->municipality, &n->contact, BOOKING_ADDRESS_AND_ROOM),
	         "street");
	fact_add(cx, facts, "request_form.contact_name", c->name, "contact_name");
	fact_add(cx, facts, "request_form.email", c->email, "email");
	fact_add(cx, facts, "request_form.phone", c->phone, "phone");
	fact_add(cx, facts, "request_form.gender", choice_word(cx, &booking_gender_choices, in->gender), "gender");
	fact_add(cx, facts, "request_form.remark", n->remark, "remark");
	return OK;
}

/* All that was typed goes along, so that "change" loses nothing. */
static void fill_sent(struct cx *cx, const struct request *rq, str form_key, struct list *sent)
{
	for (size_t i = 0; i < request_form_rec.count; i++) {
		const struct field *f = &request_form_rec.fields[i];
		str value = pairs_get(&rq->http->form, f->name);
		if (!strcmp(f->name, "step") || !strcmp(f->name, "form_key") || !value.p)
			continue;
		*LIST_ADD(cx->mem, sent, struct fact) = (struct fact){ .value = value, .field = str_of(f->name) };
	}
	*LIST_ADD(cx->mem, sent, struct fact) = (struct fact){ .value = form_key, .field = S("form_key") };
}

static err show_check(struct cx *cx, const struct request *rq, struct res *rs, const struct booking_ask *in,
                      const struct booking_new *n)
{
	const struct face *face;
	struct check_page p = { .title = easy_word(cx, easy_wanted(rq), "request.check_title"),
		                .action = self_path(cx, rq, easy_wanted(rq)),
		                .csrf = session_form_token(cx) };
	TRY(request_face(cx, rq, &face));
	p.name = face->name;
	TRY(fill_facts(cx, in, n, &p.facts));
	LIST_EACH (struct fact, f, &p.facts)
		f->path = str_print(cx->mem, STR_FMT "#f-" STR_FMT, STR_ARG(p.action), STR_ARG(f->field));
	fill_sent(cx, rq, n->form_key, &p.sent);
	return page_show(cx, rq->http, rs, 200, &page_request_check, &p);
}

/* --- sending ------------------------------------------------------------------------------------------------------ */

struct sending {
	struct booking_receive receive;
	str place;
	bool count; /* a visitor: how often he asks is counted */
};

static err send_tx(struct cx *cx, const void *in, void *ret)
{
	const struct sending *s = in;
	if (s->count)
		TRY(request_count_in_tx(cx, s->place, s->receive.request->contact.email));
	struct booking_received *got = ret;
	TRY(booking_receive_in_tx(cx, &s->receive, got));
	if (got->again || !mail_possible(cx))
		return OK;
	return request_mail_in_tx(cx, s->receive.centre->id, got->id);
}

static err send_request(struct cx *cx, const struct request *rq, const struct booking_new *n,
                        struct booking_received *ret)
{
	const struct sending in = { { &rq->centre, n }, rq->http->address, !is_colleague(cx, rq) };
	if (in.count)
		TRY(request_wait(cx, rq, n->contact.email));
	return db_tx(cx, "booking.received", send_tx, &in, ret, sizeof *ret);
}

/* A field that nobody sees was filled in: a program. It hears what a person would hear, and nothing is kept. */
static err answer_program(struct cx *cx, const struct request *rq, struct res *rs)
{
	return page_done(cx, rq->http, rs, self_path(cx, rq, false), "request.done");
}

static err act(struct cx *cx, const struct request *rq, struct res *rs, const struct pool_settings *s,
               struct booking_ask *in, struct list *refusals)
{
	struct booking_new n;
	struct booking_received got;
	TRY(booking_ask_read(cx, &rq->centre, s, in, &n));
	TRY(refusals_of(cx, rq, s, &n, refusals));
	if (refusals->n)
		return fail(cx, E_INVALID, "request.refused", NO_ARGS);
	if (n.form_key.n != BOOKING_FORM_KEY)
		n.form_key = crypt_token(cx->mem);
	if (!str_is(in->step, "send"))
		return show_check(cx, rq, rs, in, &n);
	TRY(send_request(cx, rq, &n, &got));
	str page = str_print(cx->mem, "/interpreters/requests/" STR_FMT, STR_ARG(got.code));
	return page_done_thing(cx, rq->http, rs, str_print(cx->mem, STR_FMT "?sent=1", STR_ARG(page)), NULL, page, 0);
}

err request_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_settings s;
	struct booking_ask in = { 0 };
	struct list refusals = { 0 };
	TRY(pool_settings_on(cx, rq->centre.id, cx->today, &s));
	if (!s.public_form && !is_colleague(cx, rq))
		return show_form(cx, rq, rs, 422, &s, NULL);
	if (!str_blank(pairs_get(&rq->http->form, "website")))
		return answer_program(cx, rq, rs);
	if (str_is(pairs_get(&rq->http->form, "step"), "change"))
		return show_form(cx, rq, rs, 200, &s, NULL);
	err e = form_read(cx, rq->http, &request_form_rec, &in);
	if (e == OK)
		e = act(cx, rq, rs, &s, &in, &refusals);
	return e == E_INVALID ? show_form(cx, rq, rs, 422, &s, &refusals) : e;
}

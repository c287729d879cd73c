/* One person: shares, qualification with its evidence, exceptions, secondments, leading (S-STA-2 ... 6, S-STA-9,
 * P-STA-1). */
#include <inttypes.h>

#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_parts.h"

/* What belongs to the person, each with what can be done about it; paths are absent without the right. */
struct own_share {
	struct share share;
	bool now, coming;
	str post_path, edit_path, end_path;
};
static const struct field share_fields[] = {
	FIELD(struct own_share, share, KIND_ONE, .of = &share_rec),
	FIELD(struct own_share, now, KIND_BOOL),
	FIELD(struct own_share, coming, KIND_BOOL),
	FIELD(struct own_share, post_path, KIND_PATH),
	FIELD(struct own_share, edit_path, KIND_PATH),
	FIELD(struct own_share, end_path, KIND_PATH),
};
static const struct record own_share_rec = RECORD("own_share", struct own_share, share_fields);

struct own_qualification {
	struct qualification qualification;
	bool withdrawn;
	str withdraw_path;
};
static const struct field qualification_fields[] = {
	FIELD(struct own_qualification, qualification, KIND_ONE, .of = &qualification_rec),
	FIELD(struct own_qualification, withdrawn, KIND_BOOL),
	FIELD(struct own_qualification, withdraw_path, KIND_PATH),
};
static const struct record own_qualification_rec =
        RECORD("own_qualification", struct own_qualification, qualification_fields);

struct own_exception {
	struct exception_case exception;
	bool good, bad, open;
	str path;
};
static const struct field exception_fields[] = {
	FIELD(struct own_exception, exception, KIND_ONE, .of = &exception_rec),
	FIELD(struct own_exception, good, KIND_BOOL, .hidden = true),
	FIELD(struct own_exception, bad, KIND_BOOL, .hidden = true),
	FIELD(struct own_exception, open, KIND_BOOL, .hidden = true),
	FIELD(struct own_exception, path, KIND_PATH),
};
static const struct record own_exception_rec = RECORD("own_exception", struct own_exception, exception_fields);

struct own_secondment {
	struct secondment secondment;
	bool now, coming;
	str edit_path;
};
static const struct field secondment_fields[] = {
	FIELD(struct own_secondment, secondment, KIND_ONE, .of = &secondment_rec),
	FIELD(struct own_secondment, now, KIND_BOOL),
	FIELD(struct own_secondment, coming, KIND_BOOL),
	FIELD(struct own_secondment, edit_path, KIND_PATH),
};
static const struct record own_secondment_rec = RECORD("own_secondment", struct own_secondment, secondment_fields);

struct person_page {
	struct centre_frame frame;
	struct section_top top;
	struct person person;
	int64_t fte; /* held today */
	struct list shares, qualifications, exceptions, secondments;
	struct list leadings; /* struct leading */
	struct list findings; /* about this person, today */
	bool has_findings, has_leadings, teaches;
	str qualification_path, exception_path, secondment_path;
};
static const struct field person_fields[] = {
	SECTION_FIELDS(struct person_page),
	FIELD(struct person_page, person, KIND_ONE, .of = &person_rec),
	FIELD(struct person_page, fte, KIND_DECIMAL),
	FIELD(struct person_page, shares, KIND_MANY, .of = &own_share_rec),
	FIELD(struct person_page, qualifications, KIND_MANY, .of = &own_qualification_rec),
	FIELD(struct person_page, exceptions, KIND_MANY, .of = &own_exception_rec),
	FIELD(struct person_page, secondments, KIND_MANY, .of = &own_secondment_rec),
	FIELD(struct person_page, leadings, KIND_MANY, .of = &leading_rec),
	FIELD(struct person_page, findings, KIND_MANY, .of = &finding_rec),
	FIELD(struct person_page, has_findings, KIND_BOOL, .hidden = true),
	FIELD(struct person_page, has_leadings, KIND_BOOL, .hidden = true),
	FIELD(struct person_page, teaches, KIND_BOOL, .hidden = true),
	FIELD(struct person_page, qualification_path, KIND_PATH),
	FIELD(struct person_page, exception_path, KIND_PATH),
	FIELD(struct person_page, secondment_path, KIND_PATH),
};
static const struct record person_page_rec = RECORD("staff_person", struct person_page, person_fields);
const struct page page_staff_person = { "staff/person.html", &person_page_rec };

/* --- what belongs to the person ----------------------------------------------------------------------------------- */

static err fill_shares(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list shares = { 0 };
	bool may = frame_may(cx, rq, RIGHT_STAFF_RECORD);
	TRY(shares_of_person(cx, &rq->centre, p->person.id, &shares));
	LIST_EACH (const struct share, s, &shares) {
		struct own_share *row = LIST_ADD(cx->mem, &p->shares, struct own_share);
		bool past = day_is(s->valid_to) && day_cmp(s->valid_to, cx->today) < 0;
		*row = (struct own_share){ .share = *s,
			                   .now = HOLDS_ON(s, cx->today),
			                   .coming = day_cmp(s->valid_from, cx->today) > 0,
			                   .post_path = staff_at(cx, rq, "posts", s->post_id, "") };
		p->fte += row->now ? s->fte : 0;
		if (may)
			row->edit_path = staff_at(cx, rq, "shares", s->id, "edit");
		if (may && !past)
			row->end_path = staff_at(cx, rq, "shares", s->id, "end");
	}
	return OK;
}

static err fill_qualifications(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(qualifications_of(cx, &rq->centre, p->person.id, &all));
	LIST_EACH (const struct qualification, q, &all) {
		struct own_qualification *row = LIST_ADD(cx->mem, &p->qualifications, struct own_qualification);
		row->qualification = *q;
		row->withdrawn = day_is(q->withdrawn_on);
		if (!row->withdrawn && frame_may(cx, rq, RIGHT_STAFF_RECORD))
			row->withdraw_path = staff_at(cx, rq, "qualifications", q->id, "withdraw");
	}
	return OK;
}

static err fill_exceptions(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(exceptions_of(cx, &rq->centre, p->person.id, &all));
	LIST_EACH (const struct exception_case, c, &all) {
		struct own_exception *row = LIST_ADD(cx->mem, &p->exceptions, struct own_exception);
		*row = (struct own_exception){ .exception = *c,
			                       .good = str_is(c->state, "granted"),
			                       .bad = str_is(c->state, "refused"),
			                       .path = staff_at(cx, rq, "exceptions", c->id, "") };
		row->open = !row->good && !row->bad && !str_is(c->state, "withdrawn");
	}
	return OK;
}

static err fill_secondments(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(secondments_of(cx, &rq->centre, p->person.id, &all));
	LIST_EACH (const struct secondment, s, &all) {
		struct own_secondment *row = LIST_ADD(cx->mem, &p->secondments, struct own_secondment);
		row->secondment = *s;
		row->now = HOLDS_ON(s, cx->today);
		row->coming = day_cmp(s->valid_from, cx->today) > 0;
		if (frame_may(cx, rq, RIGHT_STAFF_RECORD))
			row->edit_path = staff_at(cx, rq, "secondments", s->id, "edit");
	}
	return OK;
}

static err fill_leadings(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct list all = { 0 };
	TRY(leadings_of(cx, &rq->centre, &all));
	LIST_EACH (const struct leading, l, &all)
		if (l->person_id == p->person.id)
			*LIST_ADD(cx->mem, &p->leadings, struct leading) = *l;
	p->has_leadings = p->leadings.n > 0;
	return OK;
}

/* Findings of today, and whether the person teaches: a secondment belongs to teachers alone. */
static err fill_findings(struct cx *cx, const struct request *rq, struct person_page *p)
{
	struct staff_day d;
	TRY(staff_day_of(cx, &rq->centre, cx->today, &d));
	LIST_EACH (const struct finding, f, &d.findings)
		if (f->person_id == p->person.id)
			*LIST_ADD(cx->mem, &p->findings, struct finding) = *f;
	p->has_findings = p->findings.n > 0;
	p->teaches = p->secondments.n > 0;
	LIST_EACH (const struct plan_post, post, &d.plan.posts)
		LIST_EACH (const struct plan_holder, h, &post->holders)
			if (h->person_id == p->person.id && str_is(post->post.kind, "teacher"))
				p->teaches = true;
	return OK;
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static bool finds(const struct person_page *p, const char *kind)
{
	LIST_EACH (const struct finding, f, &p->findings)
		if (str_is(f->kind, kind))
			return true;
	return false;
}

/* First what a finding asks for. */
static void fill_steps(struct cx *cx, const struct request *rq, struct person_page *p)
{
	int64_t id = p->person.id;
	str share = str_print(cx->mem, STR_FMT "?person=%" PRId64, STR_ARG(staff_at(cx, rq, "shares", 0, "new")), id);
	if (finds(p, "secondment_ends"))
		section_primary(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_prolong",
		                staff_at(cx, rq, "people", id, "secondment"));
	else if (finds(p, "no_qualification") || finds(p, "assistant_qualification"))
		section_primary(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_qualification",
		                staff_at(cx, rq, "people", id, "qualification"));
	else if (p->fte == 0)
		section_primary(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_assign", share);
	if (!p->top.primary || p->fte > 0)
		section_other(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_assign", share);
	section_other(cx, rq, &p->top, RIGHT_STAFF_RECORD, "staff.do_correct", staff_at(cx, rq, "people", id, "edit"));
	if (!frame_may(cx, rq, RIGHT_STAFF_RECORD))
		return;
	p->qualification_path = staff_at(cx, rq, "people", id, "qualification");
	p->exception_path = staff_at(cx, rq, "people", id, "exception");
	p->secondment_path = staff_at(cx, rq, "people", id, "secondment");
}

static str person_sentence(struct cx *cx, const struct person_page *p)
{
	if (p->fte == 0)
		return word(cx->words, cx->mem, "staff.person_holds_nothing");
	return word_args(cx->words, cx->mem, "staff.person_holds",
	                 ARGS({ "fte", say_decimal(cx->words, cx->mem, p->fte) }));
}

err staff_person_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct person_page p = { 0 };
	TRY(person_find(cx, &rq->centre, route_id(rq), &p.person));
	TRY(staff_fill(cx, rq, "people", "staff.person_title", p.person.name, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "staff.area.people"), staff_at(cx, rq, "people", 0, ""));
	TRY(fill_shares(cx, rq, &p));
	TRY(fill_qualifications(cx, rq, &p));
	TRY(fill_exceptions(cx, rq, &p));
	TRY(fill_secondments(cx, rq, &p));
	TRY(fill_leadings(cx, rq, &p));
	TRY(fill_findings(cx, rq, &p));
	p.frame.sentence = person_sentence(cx, &p);
	fill_steps(cx, rq, &p);
	return page_show(cx, rq->http, rs, 200, &page_staff_person, &p);
}

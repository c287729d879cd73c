/* A bid is said part by part, one short form each: who, how to reach, where the money goes, and a block at a time. Each
 * is saved and checked when it is sent; nothing needs JavaScript. */
#include "core/iban.h"
#include "core/mail.h"
#include "core/session.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>
#include <string.h>

struct part_page {
	str title, lead, name, easy_path, easy_text, back, csrf;
	const struct form *form;
	int64_t version;
};
static const struct field part_fields[] = {
	FIELD(struct part_page, title, KIND_TEXT),
	FIELD(struct part_page, lead, KIND_TEXT),
	FIELD(struct part_page, name, KIND_TEXT),
	FIELD(struct part_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct part_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct part_page, back, KIND_PATH, .hidden = true),
	FIELD(struct part_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct part_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
	FIELD(struct part_page, version, KIND_INT),
};
static const struct record part_rec = RECORD("forward_part_page", struct part_page, part_fields);
const struct page page_apply_part = { "forwarding/apply_part.html", &part_rec };

/* Frame of a page under the link; tail: its own address, for the switch to easy words. */
static void fill_frame(struct cx *cx, const struct own_bid *o, const char *tail, const char *words, struct part_page *p)
{
	struct own_bid other = *o;
	other.easy = !o->easy;
	p->name = o->face.name;
	p->title = easy_word(cx, o->easy, str_print(cx->mem, "apply.%s_title", words).p);
	p->lead = easy_word(cx, o->easy, str_print(cx->mem, "apply.%s_lead", words).p);
	p->easy_path = own_path(cx, &other, tail);
	p->easy_text = word(cx->words, cx->mem, o->easy ? "apply.not_easy" : "apply.easy");
	p->back = own_path(cx, o, "");
	p->csrf = session_form_token(cx);
	p->version = o->shown.bid.version;
}

static str autocomplete_of(str name)
{
	static const char *const known[][2] = {
		{ "name", "organization" },
		{ "contact_name", "name" },
		{ "street", "street-address" },
		{ "postcode", "postal-code" },
		{ "place", "address-level2" },
		{ "email", "email" },
		{ "phone", "tel" },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(name, known[i][0]))
			return str_of(known[i][1]);
	return S("off");
}

static void dress(struct cx *cx, const struct own_bid *o, const struct record *rec, struct form *form)
{
	LIST_EACH (struct form_field, f, &form->fields) {
		f->autocomplete = autocomplete_of(f->name);
		if (o->easy)
			easy_field(cx, rec, f);
	}
}

static err must_be_draft(struct cx *cx, const struct own_bid *o)
{
	return str_is(o->shown.state.stage, "draft") ? OK : fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
}

/* What was typed stays, under the version of now: sending it again is a decision. */
static err stale_or(struct cx *cx, err e)
{
	if (e != E_STALE || !cx->fault.key || strcmp(cx->fault.key, "forward.stale") != 0)
		return e;
	fault_clear(cx);
	return problem_add(cx, "", "forward.stale_draft", NO_ARGS);
}

/* --- who, how to reach, where the money goes -----------------------------------------------------------------------
 */

static const struct part {
	const char *tail, *words;
	const struct record *rec;
} parts[] = {
	{ "/group", "group", &forward_group_rec },
	{ "/contact", "contact", &forward_contact_form_rec },
	{ "/bank", "bank", &forward_bank_rec },
};

static const struct part *part_of(const struct request *rq)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_ends(str_of(rq->route->path), parts[i].tail))
			return &parts[i];
	ASSERT(!"a route of this table");
	return NULL;
}

err own_towns(struct cx *cx, int64_t centre_id, str *ret)
{
	struct list towns = { 0 };
	struct text t = TEXT(cx->mem);
	TRY(municipality_list(cx, centre_id, &towns));
	LIST_EACH (const struct municipality, m, &towns)
		text_print(&t, "%s" STR_FMT, t.n ? ", " : "", STR_ARG(m->name));
	*ret = text_str(&t);
	return OK;
}

static err offer_towns(struct cx *cx, const struct own_bid *o, struct form *form)
{
	struct list towns = { 0 }, choices = { 0 }, quotas = { 0 };
	TRY(municipality_list(cx, o->centre.id, &towns));
	TRY(quota_list(cx, o->centre.id, o->shown.round.id, &quotas));
	LIST_EACH (struct form_field, f, &form->fields)
		if (str_is(f->name, "ags8") && quotas.n) /* the money is divided among towns */
			f->optional = false;
		else if (str_is(f->name, "ags8")) /* nobody is put into the first town of the list */
			*LIST_ADD(cx->mem, &choices, struct form_choice) =
			        (struct form_choice){ .code = S(""), .text = word(cx->words, cx->mem, "form.choose") };
	LIST_EACH (const struct municipality, m, &towns)
		*LIST_ADD(cx->mem, &choices, struct form_choice) =
		        (struct form_choice){ .code = m->ags8, .text = m->name };
	form_offer(cx, form, "ags8", &choices);
	return OK;
}

static err show_part(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	const struct part *part = part_of(rq);
	struct part_page p = { 0 };
	struct own_bid o;
	struct forward_contact c;
	struct form *form = NEW(cx->mem, struct form);
	TRY(own_bid_load(cx, rq, &o));
	TRY(must_be_draft(cx, &o));
	fill_frame(cx, &o, part->tail, part->words, &p);
	TRY(bid_contact(cx, o.centre.id, o.shown.bid.id, &c));
	c.version = o.shown.bid.version;
	c.iban = c.iban.p ? iban_show(cx->mem, c.iban) : c.iban;
	const void *row = part->rec == &forward_group_rec ? (const void *)&o.shown.bid : &c;
	*form = form_of(cx, rq->http, part->rec, row, own_path(cx, &o, part->tail), "apply.save", p.back);
	form->version = str_print(cx->mem, "%" PRId64, o.shown.bid.version);
	if (row == &o.shown.bid)
		TRY(offer_towns(cx, &o, form));
	dress(cx, &o, part->rec, form);
	p.form = form;
	return page_show(cx, rq->http, rs, status, &page_apply_part, &p);
}

err apply_part_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_part(cx, rq, rs, 200);
}

static err check_contact(struct cx *cx, struct forward_contact *c)
{
	err e = OK;
	bool digits = c->postcode.n == 5;
	for (size_t i = 0; i < c->postcode.n; i++)
		digits &= c->postcode.p[i] >= '0' && c->postcode.p[i] <= '9';
	if (!digits)
		e = problem_add(cx, "postcode", "forward.postcode_wrong", NO_ARGS);
	if (!mail_address_ok(c->email))
		e = problem_add(cx, "email", "forward.email_wrong", NO_ARGS);
	return e;
}

static err check_bank(struct cx *cx, struct forward_contact *c)
{
	c->iban = iban_read(cx->mem, c->iban);
	return c->iban.p ? OK : problem_add(cx, "iban", "forward.iban_wrong", NO_ARGS);
}

static err check_group(struct cx *cx, const struct own_bid *o, const struct forward_bid *b)
{
	struct list towns = { 0 };
	if (!b->ags8.p)
		return OK;
	TRY(municipality_list(cx, o->centre.id, &towns));
	LIST_EACH (const struct municipality, m, &towns)
		if (str_eq(m->ags8, b->ags8))
			return OK;
	str own;
	TRY(own_towns(cx, o->centre.id, &own));
	return problem_add(cx, "ags8", "forward.town_elsewhere", ARGS({ "name", o->face.name }, { "towns", own }));
}

static err save_part(struct cx *cx, const struct request *rq, const struct part *part, const struct own_bid *o)
{
	struct forward_bid group = { 0 };
	struct forward_contact c = { 0 };
	struct bid_change in = { .centre_id = o->centre.id, .bid_id = o->shown.bid.id, .version = sent_version(rq) };
	bool is_group = part->rec == &forward_group_rec;
	TRY(form_read(cx, rq->http, part->rec, is_group ? (void *)&group : &c));
	if (is_group) {
		TRY(check_group(cx, o, &group));
		in.group = &group;
	} else if (part->rec == &forward_bank_rec) {
		TRY(check_bank(cx, &c));
		in.bank = &c;
	} else {
		TRY(check_contact(cx, &c));
		in.contact = &c;
	}
	return stale_or(cx, db_tx(cx, "forward.draft", bid_change_in_tx, &in, NULL, 0));
}

/* The next part that lacks something; none: the page of the bid. */
static err next_part(struct cx *cx, struct own_bid *o, str *ret)
{
	struct list gaps = { 0 };
	TRY(bid_find(cx, o->centre.id, o->shown.bid.id, &o->shown.bid));
	TRY(bid_gaps(cx, &o->centre, &o->shown.round, &o->shown.bid, &gaps));
	*ret = own_path(cx, o, "");
	if (gaps.n) {
		const char *step = LIST_AT(&gaps, struct bid_gap, 0)->step;
		*ret = own_path(cx, o, str_is(S("lines"), step) ? "/blocks" : str_print(cx->mem, "/%s", step).p);
	}
	return OK;
}

err apply_part_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	str next;
	TRY(own_bid_load(cx, rq, &o));
	err e = save_part(cx, rq, part_of(rq), &o);
	if (e == E_INVALID)
		return show_part(cx, rq, rs, 422);
	TRY(e);
	TRY(next_part(cx, &o, &next));
	return page_done(cx, rq->http, rs, next, "apply.done_saved");
}

/* --- which block -------------------------------------------------------------------------------------------------- */

struct choice {
	str name, hint, unit, path;
};
static const struct field choice_fields[] = {
	FIELD(struct choice, name, KIND_TEXT),
	FIELD(struct choice, hint, KIND_TEXT),
	FIELD(struct choice, unit, KIND_TEXT),
	FIELD(struct choice, path, KIND_PATH),
};
static const struct record choice_rec = RECORD("forward_choice", struct choice, choice_fields);

struct blocks_page {
	str title, lead, name, easy_path, easy_text, back, sum, csrf;
	bool easy, has_granted; /* nothing is granted before it is sent */
	int64_t version;
	struct list lines;   /* struct line_view */
	struct list choices; /* struct choice */
};
static const struct field blocks_fields[] = {
	FIELD(struct blocks_page, title, KIND_TEXT),
	FIELD(struct blocks_page, lead, KIND_TEXT),
	FIELD(struct blocks_page, name, KIND_TEXT),
	FIELD(struct blocks_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct blocks_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct blocks_page, back, KIND_PATH, .hidden = true),
	FIELD(struct blocks_page, sum, KIND_TEXT),
	FIELD(struct blocks_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct blocks_page, version, KIND_INT),
	FIELD(struct blocks_page, has_granted, KIND_BOOL, .hidden = true),
	FIELD(struct blocks_page, easy, KIND_BOOL, .hidden = true),
	FIELD(struct blocks_page, lines, KIND_MANY, .of = &line_view_rec),
	FIELD(struct blocks_page, choices, KIND_MANY, .of = &choice_rec),
};
static const struct record blocks_rec = RECORD("forward_blocks", struct blocks_page, blocks_fields);
const struct page page_apply_blocks = { "forwarding/apply_blocks.html", &blocks_rec };

static str rate_of(struct cx *cx, const struct block_rule *r)
{
	struct maybe cents = r->lump_cents.has ? r->lump_cents : r->unit_cents;
	if (r->block->item && !r->lump_cents.has)
		return word(cx->words, cx->mem, r->in_force ? "forward.amount_unknown" : "block.no_rule");
	if (!cents.has)
		return STR_NONE;
	return word_args(
	        cx->words, cx->mem, r->block->item ? "apply.rate_lump" : "apply.rate_most",
	        ARGS({ "cents", say_money(cx->words, cx->mem, cents.v) },
	             { "unit", word(cx->words, cx->mem, str_print(cx->mem, "block_per.%s", r->block->unit).p) }));
}

err apply_blocks_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	struct part_page frame = { 0 };
	struct blocks_page p = { 0 };
	struct list lines = { 0 };
	struct block_sum sum;
	struct block_terms terms;
	TRY(own_bid_load(cx, rq, &o));
	TRY(must_be_draft(cx, &o));
	fill_frame(cx, &o, "/blocks", "blocks", &frame);
	p = (struct blocks_page){ .title = frame.title,
		                  .lead = frame.lead,
		                  .name = frame.name,
		                  .easy_path = frame.easy_path,
		                  .easy_text = frame.easy_text,
		                  .back = frame.back,
		                  .csrf = frame.csrf,
		                  .easy = o.easy,
		                  .version = frame.version };
	TRY(bid_lines(cx, o.centre.id, o.shown.bid.id, &lines));
	TRY(line_views(cx, &o.centre, &o.shown.round, &lines, NULL, &p.lines, &sum));
	LIST_EACH (struct line_view, v, &p.lines)
		v->path = own_path(cx, &o, str_print(cx->mem, "/lines/%" PRId64, v->id).p);
	if (lines.n)
		p.sum = sum_text(cx, &sum);
	TRY(round_terms(cx, &o.centre, &o.shown.round, &terms));
	LIST_EACH (const struct block_rule, r, &terms.rules) {
		str key = str_print(cx->mem, "block.%s", r->block->code);
		*LIST_ADD(cx->mem, &p.choices, struct choice) = (struct choice){
			.name = word(cx->words, cx->mem, key.p),
			.hint = easy_word(cx, o.easy, str_print(cx->mem, STR_FMT ".hint", STR_ARG(key)).p),
			.unit = rate_of(cx, r),
			.path = own_path(cx, &o, str_print(cx->mem, "/lines/new?block=%s", r->block->code).p)
		};
	}
	return page_show(cx, rq->http, rs, 200, &page_apply_blocks, &p);
}

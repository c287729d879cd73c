/* One block of a bid: how much, where, why. It is checked by the rules when it is sent: what cannot be granted as it
 * stands is refused with the reason at its field, what is cut is saved and said. */
#include "core/session.h"
#include "core/words.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>
#include <string.h>

struct line_page {
	str title, lead, name, easy_path, easy_text, back, remove_path, csrf;
	const struct form *form;
	bool easy;
	int64_t version;
};
static const struct field line_page_fields[] = {
	FIELD(struct line_page, title, KIND_TEXT),
	FIELD(struct line_page, lead, KIND_TEXT),
	FIELD(struct line_page, name, KIND_TEXT),
	FIELD(struct line_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct line_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct line_page, back, KIND_PATH, .hidden = true),
	FIELD(struct line_page, remove_path, KIND_PATH, .hidden = true),
	FIELD(struct line_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct line_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
	FIELD(struct line_page, easy, KIND_BOOL, .hidden = true),
	FIELD(struct line_page, version, KIND_INT),
};
static const struct record line_page_rec = RECORD("forward_line_page", struct line_page, line_page_fields);
const struct page page_apply_line = { "forwarding/apply_line.html", &line_page_rec };

static const struct field asked_fields[] = { ASKED_EASY, ASKED("block", KIND_CHOICE, .choices = &block_choices) };
const struct record apply_line_asked_rec = ASKED_RECORD(asked_fields);

/* Which line, of which block; a new one has the id 0. */
struct asked {
	struct own_bid own;
	struct forward_line line;
	struct block_terms terms;
	const struct block_rule *rule;
};

static err load(struct cx *cx, const struct request *rq, struct asked *a)
{
	*a = (struct asked){ 0 };
	TRY(own_bid_load(cx, rq, &a->own));
	const struct bid_shown *b = &a->own.shown;
	if (!str_is(b->state.stage, "draft"))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	if (route_id(rq))
		TRY(bid_line(cx, a->own.centre.id, b->bid.id, route_id(rq), &a->line));
	else
		a->line = (struct forward_line){ .block = route_asked(rq, "block"), .units = 1 };
	TRY(round_terms(cx, &a->own.centre, &b->round, &a->terms));
	LIST_EACH (const struct block_rule, r, &a->terms.rules)
		if (str_is(a->line.block, r->block->code))
			a->rule = r;
	return a->rule ? OK : fail(cx, E_NOTFOUND, "forward.no_block", NO_ARGS);
}

static str line_path(struct cx *cx, const struct asked *a, const char *tail)
{
	return own_path(cx, &a->own,
	                a->line.id ? str_print(cx->mem, "/lines/%" PRId64 "%s", a->line.id, tail).p
	                           : str_print(cx->mem, "/lines/new?block=%s", a->rule->block->code).p);
}

static bool wants(const struct block_rule *r, str name)
{
	bool cost = !r->block->item || r->above_cents.has;
	if (str_is(name, "building"))
		return r->block->building;
	if (str_is(name, "rooms"))
		return r->block->room;
	if (str_is(name, "use_percent"))
		return r->use_percent.has;
	if (str_is(name, "planned_cents") || str_is(name, "plan"))
		return cost;
	return true;
}

/* Only what this block asks for; the number is asked for in its unit. */
static void fit_form(struct cx *cx, const struct asked *a, struct form *form)
{
	struct list kept = { 0 };
	LIST_EACH (struct form_field, f, &form->fields) {
		if (!wants(a->rule, f->name))
			continue;
		if (str_is(f->name, "units"))
			f->label = word(cx->words, cx->mem,
			                str_print(cx->mem, "forward_line.units_%s", a->rule->block->unit).p);
		if (str_is(f->name, "building") || str_is(f->name, "use_percent") || str_is(f->name, "planned_cents") ||
		    (str_is(f->name, "rooms") && a->terms.room_once))
			f->optional = false;
		f->autocomplete = S("off");
		if (a->own.easy)
			easy_field(cx, &forward_line_rec, f);
		*LIST_ADD(cx->mem, &kept, struct form_field) = *f;
	}
	form->fields = kept;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct asked a;
	struct form *form = NEW(cx->mem, struct form);
	TRY(load(cx, rq, &a));
	struct asked turned = a;
	turned.own.easy = !a.own.easy;
	str hint = str_print(cx->mem, "block.%s.hint", a.rule->block->code);
	struct line_page p = { .title = block_name(cx, a.line.block),
		               .lead = easy_word(cx, a.own.easy, hint.p),
		               .name = a.own.face.name,
		               .easy_path = line_path(cx, &turned, ""),
		               .easy_text = word(cx->words, cx->mem, a.own.easy ? "apply.not_easy" : "apply.easy"),
		               .back = own_path(cx, &a.own, "/blocks"),
		               .csrf = session_form_token(cx),
		               .easy = a.own.easy,
		               .version = a.own.shown.bid.version };
	a.line.version = p.version;
	*form = form_of(cx, rq->http, &forward_line_form_rec, &a.line, line_path(cx, &a, ""),
	                a.own.easy ? "apply.save_line.easy" : "apply.save_line", p.back);
	form->version = str_print(cx->mem, "%" PRId64, p.version);
	fit_form(cx, &a, form);
	p.form = form;
	if (a.line.id)
		p.remove_path = line_path(cx, &a, "/remove");
	return page_show(cx, rq->http, rs, status, &page_apply_line, &p);
}

err apply_line_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

static const char *field_of(const char *key)
{
	if (!strcmp(key, "block.rooms_missing"))
		return "rooms";
	if (!strcmp(key, "block.use_too_low"))
		return "use_percent";
	if (!strcmp(key, "block.plan_too_low") || !strcmp(key, "block.plan_missing") ||
	    !strcmp(key, "block.too_little"))
		return "planned_cents";
	return "units";
}

/* The rules say what comes of this line beside the others. */
static err check(struct cx *cx, const struct asked *a)
{
	struct list lines = { 0 };
	struct block_sum sum;
	const struct bid_shown *b = &a->own.shown;
	size_t mine = 0;
	TRY(bid_lines(cx, a->own.centre.id, b->bid.id, &lines));
	while (mine < lines.n && LIST_AT(&lines, struct forward_line, mine)->id != a->line.id)
		mine++;
	if (mine == lines.n)
		LIST_ADD(cx->mem, &lines, struct forward_line);
	*LIST_AT(&lines, struct forward_line, mine) = a->line;
	TRY(bid_reckon(cx, &a->own.centre, &b->round, &lines, &sum));
	const struct block_amount *m = LIST_AT(&sum.amounts, struct block_amount, mine);
	if (!m->refused)
		return OK;
	const struct block_note *n = LIST_AT(&m->notes, struct block_note, m->notes.n - 1);
	return problem_add(
	        cx, field_of(n->key), n->key,
	        ARGS({ "n", say_int(cx->words, cx->mem, n->n) }, { "cents", say_money(cx->words, cx->mem, n->cents) }));
}

static err save(struct cx *cx, const struct request *rq, struct asked *a)
{
	const struct bid_change in = { .centre_id = a->own.centre.id,
		                       .bid_id = a->own.shown.bid.id,
		                       .version = sent_version(rq),
		                       .line = &a->line };
	TRY(form_read(cx, rq->http, &forward_line_form_rec, &a->line));
	if (a->rule->block->building && !a->line.building.p)
		return problem_add(cx, "building", "form.required", NO_ARGS);
	TRY(check(cx, a));
	err e = db_tx(cx, "forward.draft", bid_change_in_tx, &in, NULL, 0);
	if (e != E_STALE || !cx->fault.key || strcmp(cx->fault.key, "forward.stale") != 0)
		return e;
	fault_clear(cx);
	return problem_add(cx, "", "forward.stale_draft", NO_ARGS);
}

err apply_line_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct asked a;
	TRY(load(cx, rq, &a));
	err e = save(cx, rq, &a);
	if (e == E_INVALID)
		return show(cx, rq, rs, 422);
	TRY(e);
	return page_done(cx, rq->http, rs, own_path(cx, &a.own, "/blocks"), "apply.done_saved");
}

err apply_line_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct asked a;
	TRY(load(cx, rq, &a));
	const struct bid_change in = { .centre_id = a.own.centre.id,
		                       .bid_id = a.own.shown.bid.id,
		                       .version = sent_version(rq),
		                       .remove_line = a.line.id };
	TRY(db_tx(cx, "forward.draft", bid_change_in_tx, &in, NULL, 0));
	return page_done(cx, rq->http, rs, own_path(cx, &a.own, "/blocks"), "apply.done_removed");
}

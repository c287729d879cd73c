/* Rounds of a KI: what is offered, how much there is, for which towns. */
#include "features/forwarding/forward_pages.h"

#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_list.h"

/* --- all of them -------------------------------------------------------------------------------------------------- */

struct rounds_page {
	struct centre_frame frame;
	struct section_top top;
	struct list items; /* struct forward_round */
};
static const struct field rounds_fields[] = {
	SECTION_FIELDS(struct rounds_page),
	FIELD(struct rounds_page, items, KIND_MANY, .of = &forward_round_rec),
};
static const struct record rounds_rec = RECORD("forward_rounds", struct rounds_page, rounds_fields);
const struct page page_forward_rounds = { "forwarding/rounds.html", &rounds_rec };

err rounds_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rounds_page p = { 0 };
	TRY(section_fill(cx, rq, &forward_section, "rounds", "forward.rounds_title", STR_NONE, &p.frame, &p.top));
	section_primary(cx, rq, &p.top, RIGHT_FORWARD_RECORD, "forward.new_round",
	                forward_at(cx, rq, "rounds", 0, "new"));
	TRY(round_list(cx, rq->centre.id, &p.items));
	LIST_EACH (struct forward_round, r, &p.items)
		r->path = forward_at(cx, rq, "rounds", r->id, "");
	return page_show(cx, rq->http, rs, 200, &page_forward_rounds, &p);
}

/* --- one of them -------------------------------------------------------------------------------------------------- */

struct block_row {
	str block, name, limits, proof, path;
	bool offered;
};
static const struct field block_row_fields[] = {
	FIELD(struct block_row, block, KIND_TEXT),   FIELD(struct block_row, name, KIND_TEXT),
	FIELD(struct block_row, limits, KIND_TEXT),  FIELD(struct block_row, proof, KIND_TEXT),
	FIELD(struct block_row, offered, KIND_BOOL), FIELD(struct block_row, path, KIND_PATH, .hidden = true),
};
static const struct record block_row_rec = RECORD("forward_block_row", struct block_row, block_row_fields);

struct round_page {
	struct centre_frame frame;
	struct section_top top;
	struct forward_round round;
	struct round_counts counts;
	struct list blocks; /* struct block_row */
	struct list quotas; /* struct forward_quota */
	str public_path, quota_path, standing;
	bool may, has_quotas;
};
static const struct field round_page_fields[] = {
	SECTION_FIELDS(struct round_page),
	FIELD(struct round_page, round, KIND_ONE, .of = &forward_round_rec),
	FIELD(struct round_page, counts, KIND_ONE, .of = &round_counts_rec),
	FIELD(struct round_page, blocks, KIND_MANY, .of = &block_row_rec),
	FIELD(struct round_page, quotas, KIND_MANY, .of = &forward_quota_rec),
	FIELD(struct round_page, public_path, KIND_PATH),
	FIELD(struct round_page, quota_path, KIND_PATH, .hidden = true),
	FIELD(struct round_page, standing, KIND_TEXT),
	FIELD(struct round_page, may, KIND_BOOL, .hidden = true),
	FIELD(struct round_page, has_quotas, KIND_BOOL, .hidden = true),
};
static const struct record round_page_rec = RECORD("forward_round_page", struct round_page, round_page_fields);
const struct page page_forward_round = { "forwarding/round.html", &round_page_rec };

static void limit(struct cx *cx, struct text *t, const char *key, struct maybe v, bool money)
{
	if (!v.has)
		return;
	str value = money ? say_money(cx->words, cx->mem, v.v) : say_int(cx->words, cx->mem, v.v);
	text_print(t, "%s" STR_FMT, t->n ? "; " : "",
	           STR_ARG(word_args(cx->words, cx->mem, key, ARGS({ "value", value }))));
}

static str limits_of(struct cx *cx, const struct forward_block *b, const struct block_rule *r)
{
	struct text t = TEXT(cx->mem);
	if (r && r->block->item && !r->in_force)
		text_add(&t, word(cx->words, cx->mem, "block.no_rule"));
	if (r && r->in_force && !r->lump_cents.has)
		text_add(&t, word(cx->words, cx->mem, "forward.amount_unknown"));
	if (r)
		limit(cx, &t, "forward_limit.lump", r->lump_cents, true);
	limit(cx, &t, "forward_limit.unit_cents", b->unit_cents, true);
	limit(cx, &t, "forward_limit.most_units", b->most_units, false);
	limit(cx, &t, "forward_limit.min_cents", b->min_cents, true);
	limit(cx, &t, "forward_limit.use_percent", b->use_percent, false);
	limit(cx, &t, "forward_limit.plan_above_cents", b->plan_above_cents, true);
	return text_str(&t);
}

static err fill_blocks(struct cx *cx, const struct request *rq, const struct forward_round *r, struct list *ret)
{
	struct list offered = { 0 };
	struct block_terms terms;
	TRY(block_list(cx, rq->centre.id, r->id, &offered));
	TRY(round_terms(cx, &rq->centre, r, &terms));
	for (const struct block *b = blocks; b->code; b++) {
		if (!block_of_programme(b, r->programme))
			continue;
		struct block_row *row = LIST_ADD(cx->mem, ret, struct block_row);
		row->block = str_of(b->code);
		row->name = block_name(cx, row->block);
		row->path = forward_at(cx, rq, "rounds", r->id, str_print(cx->mem, "blocks/%s", b->code).p);
		for (size_t i = 0; i < offered.n; i++) {
			const struct forward_block *o = LIST_AT(&offered, struct forward_block, i);
			if (!str_eq(o->block, row->block))
				continue;
			row->offered = true;
			row->limits = limits_of(cx, o, LIST_AT(&terms.rules, struct block_rule, i));
			row->proof =
			        word(cx->words, cx->mem, o->paperless ? "forward.paperless" : "forward.with_paper");
		}
	}
	return OK;
}

static str standing_of(struct cx *cx, const struct forward_round *r)
{
	const char *key = day_cmp(cx->today, r->opens_on) < 0  ? "forward.opens_later"
	                  : round_in_window(r, cx->today)      ? "forward.is_open"
	                  : day_cmp(cx->today, r->to_day) <= 0 ? "forward.takes_late"
	                                                       : "forward.is_over";
	return word_args(cx->words, cx->mem, key,
	                 ARGS({ "opens", say_day(cx->words, cx->mem, r->opens_on) },
	                      { "closes", say_day(cx->words, cx->mem, r->closes_on) }));
}

err round_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct round_page p = { 0 };
	struct forward_round *r = &p.round;
	TRY(round_find(cx, rq->centre.id, route_id(rq), r));
	r->path = forward_at(cx, rq, "rounds", r->id, "");
	TRY(section_fill(cx, rq, &forward_section, "round", "forward.round_title", r->title, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "forward.area_rounds"),
	              forward_at(cx, rq, "rounds", 0, ""));
	section_primary(cx, rq, &p.top, RIGHT_FORWARD_RECORD, "forward.edit_round",
	                forward_at(cx, rq, "rounds", r->id, "edit"));
	TRY(round_count(cx, r, &p.counts));
	TRY(fill_blocks(cx, rq, r, &p.blocks));
	TRY(quota_list(cx, rq->centre.id, r->id, &p.quotas));
	p.may = frame_may(cx, rq, RIGHT_FORWARD_RECORD);
	p.has_quotas = p.quotas.n > 0;
	p.public_path = str_print(cx->mem, "/apply/" STR_FMT, STR_ARG(rq->centre.slug));
	p.quota_path = forward_at(cx, rq, "rounds", r->id, "quota");
	p.standing = standing_of(cx, r);
	p.frame.sentence = word_args(cx->words, cx->mem, "forward.round_sentence",
	                             ARGS({ "left", say_money(cx->words, cx->mem, r->left_cents) },
	                                  { "budget", say_money(cx->words, cx->mem, r->budget_cents) }));
	return page_show(cx, rq->http, rs, 200, &page_forward_round, &p);
}

/* --- a new one, another one --------------------------------------------------------------------------------------- */

static err show_form(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct forward_round *r)
{
	bool edit = r && r->id;
	str back = forward_at(cx, rq, "rounds", edit ? r->id : 0, "");
	const struct section_form f = { .section = &forward_section,
		                        .area = "rounds",
		                        .title_key = edit ? "forward.edit_round_title" : "forward.new_round_title",
		                        .about = edit ? r->title : STR_NONE,
		                        .lead_key = edit ? NULL : "forward.new_round_lead",
		                        .rec = &forward_round_form_rec,
		                        .row = r,
		                        .action = forward_at(cx, rq, "rounds", edit ? r->id : 0, edit ? "edit" : "new"),
		                        .back = back,
		                        .back_text = edit ? r->title : word(cx->words, cx->mem, "forward.area_rounds"),
		                        .submit_key = "forward.save_round" };
	return section_form_show(cx, rq, rs, status, &f);
}

err round_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	int year = day_year(cx->today) + 1;
	const struct forward_round next = { .programme = S("prevention"),
		                            .year = year,
		                            .from_day = day_of(year, 1, 1),
		                            .to_day = day_of(year, 12, 31),
		                            .proof_due = day_of(year + 1, 2, 28) };
	return show_form(cx, rq, rs, 200, &next);
}

static err save(struct cx *cx, const struct request *rq, struct res *rs, struct forward_round *in)
{
	struct forward_round saved;
	in->centre_id = rq->centre.id;
	err e = form_read(cx, rq->http, &forward_round_form_rec, in);
	in->version = sent_version(rq);
	if (e == OK)
		e = db_tx(cx, "forward.round", round_save_in_tx, in, &saved, sizeof saved);
	if (e == OK) {
		str path = forward_at(cx, rq, "rounds", saved.id, "");
		return page_done_thing(cx, rq->http, rs, path, "forward.done_round", path, saved.version);
	}
	return frame_tells(e) ? show_form(cx, rq, rs, page_status(e), in) : e;
}

err round_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct forward_round in = { 0 };
	return save(cx, rq, rs, &in);
}

err round_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct forward_round r;
	TRY(round_find(cx, rq->centre.id, route_id(rq), &r));
	return show_form(cx, rq, rs, 200, &r);
}

err round_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct forward_round r;
	TRY(round_find(cx, rq->centre.id, route_id(rq), &r));
	return save(cx, rq, rs, &r);
}

/* --- a block ------------------------------------------------------------------------------------------------------ */

static err asked_block(struct cx *cx, const struct request *rq, struct forward_round *r, struct forward_block *ret,
                       bool *ret_offered)
{
	str code = route_part(rq, "code");
	const struct block *b = block_of_code(code);
	TRY(round_find(cx, rq->centre.id, route_id(rq), r));
	if (!b || !block_of_programme(b, r->programme))
		return fail(cx, E_NOTFOUND, "forward.no_block", NO_ARGS);
	err e = block_find(cx, rq->centre.id, r->id, code, ret);
	*ret_offered = e == OK;
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	*ret = (struct forward_block){ .round_id = r->id, .block = code, .paperless = b->item != NULL };
	return OK;
}

static err show_block(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct forward_round r;
	struct forward_block b;
	bool offered;
	TRY(asked_block(cx, rq, &r, &b, &offered));
	str at = str_print(cx->mem, STR_FMT "/" STR_FMT, STR_ARG(forward_at(cx, rq, "rounds", r.id, "blocks")),
	                   STR_ARG(b.block));
	struct section_form f = { .section = &forward_section,
		                  .area = "rounds",
		                  .title_key = "forward.block_title",
		                  .about = block_name(cx, b.block),
		                  .lead_key = "forward.block_lead",
		                  .rec = &forward_block_rec,
		                  .row = &b,
		                  .action = at,
		                  .back = forward_at(cx, rq, "rounds", r.id, ""),
		                  .back_text = r.title,
		                  .submit_key = offered ? "forward.save_block" : "forward.offer_block" };
	if (offered)
		f.remove = (struct link){ .text = word(cx->words, cx->mem, "forward.remove_block"),
			                  .path = str_print(cx->mem, STR_FMT "/remove", STR_ARG(at)) };
	return section_form_show(cx, rq, rs, status, &f);
}

err round_block_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_block(cx, rq, rs, 200);
}

static err write_block(struct cx *cx, const struct request *rq, struct res *rs, bool remove)
{
	struct forward_round r;
	struct block_save in = { .centre_id = rq->centre.id, .remove = remove };
	bool offered;
	TRY(asked_block(cx, rq, &r, &in.block, &offered));
	err e = remove ? OK : form_read(cx, rq->http, &forward_block_rec, &in.block);
	if (e == OK)
		e = db_tx(cx, "forward.block", block_save_in_tx, &in, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, forward_at(cx, rq, "rounds", r.id, ""), "forward.done_block");
	return frame_tells(e) ? show_block(cx, rq, rs, page_status(e)) : e;
}

err round_block_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return write_block(cx, rq, rs, false);
}

err round_block_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return write_block(cx, rq, rs, true);
}

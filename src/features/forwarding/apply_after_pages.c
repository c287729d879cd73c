/* The last look before a bid is sent, and what a third party does afterwards: accept the contract, call the money,
 * withdraw, prove. */
#include "core/iban.h"
#include "core/session.h"
#include "core/words.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>
#include <string.h>

/* --- the last look ------------------------------------------------------------------------------------------------ */

struct fact {
	str label, value, path;
};
static const struct field fact_fields[] = {
	FIELD(struct fact, label, KIND_TEXT),
	FIELD(struct fact, value, KIND_TEXT),
	FIELD(struct fact, path, KIND_PATH, .hidden = true),
};
static const struct record fact_rec = RECORD("forward_fact", struct fact, fact_fields);

struct check_page {
	str title, name, back, action, csrf, sum, accept, submit, late;
	int64_t version;
	bool ready, has_granted;        /* nothing is, before it is sent */
	struct list facts, lines, gaps; /* struct fact, line_view, said */
};
static const struct field check_fields[] = {
	FIELD(struct check_page, title, KIND_TEXT),
	FIELD(struct check_page, name, KIND_TEXT),
	FIELD(struct check_page, back, KIND_PATH, .hidden = true),
	FIELD(struct check_page, action, KIND_PATH, .hidden = true),
	FIELD(struct check_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct check_page, sum, KIND_TEXT),
	FIELD(struct check_page, accept, KIND_TEXT, .hidden = true),
	FIELD(struct check_page, submit, KIND_TEXT, .hidden = true),
	FIELD(struct check_page, late, KIND_TEXT),
	FIELD(struct check_page, version, KIND_INT),
	FIELD(struct check_page, ready, KIND_BOOL),
	FIELD(struct check_page, has_granted, KIND_BOOL, .hidden = true),
	FIELD(struct check_page, facts, KIND_MANY, .of = &fact_rec),
	FIELD(struct check_page, lines, KIND_MANY, .of = &line_view_rec),
	FIELD(struct check_page, gaps, KIND_MANY, .of = &said_rec),
};
static const struct record check_rec = RECORD("forward_own_check", struct check_page, check_fields);
const struct page page_apply_check = { "forwarding/apply_check.html", &check_rec };

/* What was seen: the version of a draft, the number of the last event afterwards. */
struct seen {
	int64_t version;
};
static const struct field seen_fields[] = { FIELD(struct seen, version, KIND_INT, .hidden = true) };
const struct record apply_seen_rec = RECORD("forward_seen", struct seen, seen_fields);

static void facts_of(struct cx *cx, const struct own_bid *o, const struct record *rec, const void *row,
                     const char *tail, struct list *ret)
{
	const struct formatter f = words_formatter(cx->words);
	for (size_t i = 0; i < rec->count; i++) {
		const struct field *field = &rec->fields[i];
		if (!field->input || record_get(field, row).none)
			continue;
		str value = f.value(f.self, cx->mem, rec, field, row);
		if (!strcmp(field->name, "ags8"))
			value = o->shown.bid.town;
		if (!strcmp(field->name, "iban"))
			value = iban_show(cx->mem, value);
		*LIST_ADD(cx->mem, ret, struct fact) =
		        (struct fact){ word(cx->words, cx->mem, field_label(cx->mem, rec, field).p), value,
			               own_path(cx, o, tail) };
	}
}

static err show_check(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct own_bid o;
	struct check_page p = { 0 };
	struct forward_contact c;
	struct list lines = { 0 }, gaps = { 0 };
	struct block_sum sum;
	TRY(own_bid_load(cx, rq, &o));
	if (!str_is(o.shown.state.stage, "draft"))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(bid_contact(cx, o.centre.id, o.shown.bid.id, &c));
	TRY(bid_lines(cx, o.centre.id, o.shown.bid.id, &lines));
	TRY(line_views(cx, &o.centre, &o.shown.round, &lines, NULL, &p.lines, &sum));
	TRY(bid_gaps(cx, &o.centre, &o.shown.round, &o.shown.bid, &gaps));
	facts_of(cx, &o, &forward_group_rec, &o.shown.bid, "/group", &p.facts);
	facts_of(cx, &o, &forward_contact_form_rec, &c, "/contact", &p.facts);
	facts_of(cx, &o, &forward_bank_rec, &c, "/bank", &p.facts);
	LIST_EACH (const struct bid_gap, g, &gaps)
		*LIST_ADD(cx->mem, &p.gaps, struct said) = (struct said){
			word(cx->words, cx->mem, g->key),
			own_path(cx, &o, str_is(S("lines"), g->step) ? "/blocks" : str_print(cx->mem, "/%s", g->step).p)
		};
	p.ready = gaps.n == 0;
	p.title = easy_word(cx, o.easy, "apply.check_title");
	p.name = o.face.name;
	p.back = own_path(cx, &o, "");
	p.action = own_path(cx, &o, "/check");
	p.csrf = session_form_token(cx);
	p.version = o.shown.bid.version;
	p.sum = sum_text(cx, &sum);
	p.accept = easy_word(cx, o.easy, "apply.accept_rules");
	p.submit = easy_word(cx, o.easy, "apply.submit");
	if (!round_in_window(&o.shown.round, cx->today))
		p.late = word(cx->words, cx->mem, "apply.will_be_late");
	return page_show(cx, rq->http, rs, status, &page_apply_check, &p);
}

err apply_check_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_check(cx, rq, rs, 200);
}

err apply_submit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	TRY(own_bid_load(cx, rq, &o));
	const struct bid_submit in = { &o.centre, o.shown.bid.id, sent_version(rq) };
	if (!str_is(o.shown.state.stage, "draft")) /* pressed twice: it was sent */
		return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "apply.done_was_sent");
	err e = db_tx(cx, "forward.submit", bid_submit_in_tx, &in, NULL, 0);
	if (e == E_INVALID)
		return show_check(cx, rq, rs, 422);
	TRY(e);
	return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "apply.done_sent");
}

/* --- afterwards --------------------------------------------------------------------------------------------------- */

static err plain_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	return bid_step_in_tx(cx, in, NULL);
}

err apply_step_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	static const struct {
		const char *tail, *kind, *done;
		err (*write)(struct cx *cx, const void *in, void *ret);
	} steps[] = {
		{ "/accept", "accepted", "apply.done_accepted", plain_tx },
		{ "/call", "called", "apply.done_called", plain_tx },
		{ "/withdraw", "withdrawn", "apply.done_withdrawn", bid_withdraw_in_tx },
	};
	struct own_bid o;
	size_t i = 0;
	TRY(own_bid_load(cx, rq, &o));
	while (!str_ends(str_of(rq->route->path), steps[i].tail))
		i++;
	const struct bid_step in = { .centre_id = o.centre.id,
		                     .bid_id = o.shown.bid.id,
		                     .seen = sent_version(rq),
		                     .kind = steps[i].kind,
		                     .cents = i == 1 ? o.shown.state.granted : (struct maybe){ 0 },
		                     .actor = o.shown.bid.name };
	TRY(db_tx(cx, "forward.step", steps[i].write, &in, NULL, 0));
	return page_done(cx, rq->http, rs, own_path(cx, &o, ""), steps[i].done);
}

err apply_contract_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	str pdf;
	TRY(own_bid_load(cx, rq, &o));
	TRY(forward_letter(cx, &o.centre, &o.shown, &pdf));
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"weiterleitung-%" PRId64 ".pdf\"", o.shown.bid.id));
	return OK;
}

/* --- proof -------------------------------------------------------------------------------------------------------- */

struct file_row {
	str name, type, scan, path, remove_path;
};
static const struct field file_fields[] = {
	FIELD(struct file_row, name, KIND_TEXT),
	FIELD(struct file_row, type, KIND_CHOICE, .choices = &evidence_choices),
	FIELD(struct file_row, scan, KIND_CHOICE, .choices = &scan_choices),
	FIELD(struct file_row, path, KIND_PATH),
	FIELD(struct file_row, remove_path, KIND_PATH, .hidden = true),
};
static const struct record file_rec = RECORD("forward_file", struct file_row, file_fields);

struct proof_page {
	str title, lead, name, back, easy_path, easy_text, granted, csrf;
	int64_t version;
	const struct form *form;
	struct list files; /* struct file_row */
};
static const struct field proof_fields[] = {
	FIELD(struct proof_page, title, KIND_TEXT),
	FIELD(struct proof_page, lead, KIND_TEXT),
	FIELD(struct proof_page, name, KIND_TEXT),
	FIELD(struct proof_page, back, KIND_PATH, .hidden = true),
	FIELD(struct proof_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct proof_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct proof_page, granted, KIND_TEXT),
	FIELD(struct proof_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct proof_page, version, KIND_INT),
	FIELD(struct proof_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
	FIELD(struct proof_page, files, KIND_MANY, .of = &file_rec),
};
static const struct record proof_rec = RECORD("forward_proof_page", struct proof_page, proof_fields);
const struct page page_apply_proof = { "forwarding/apply_proof.html", &proof_rec };

static err find_line(struct cx *cx, const struct request *rq, const struct own_bid *o, struct proof_line *ret)
{
	struct list lines = { 0 };
	if (!str_is(o->shown.state.stage, "paid"))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(proof_lines(cx, &o->shown.round, &o->shown.bid, &lines));
	LIST_EACH (const struct proof_line, l, &lines)
		if (l->line_id == route_id(rq)) {
			*ret = *l;
			return OK;
		}
	return fail(cx, E_NOTFOUND, "forward.no_bid", NO_ARGS);
}

static err fill_files(struct cx *cx, const struct own_bid *o, int64_t line_id, struct list *ret)
{
	struct list all = { 0 };
	TRY(evidence_list(cx, &forward_vouchers, o->centre.id, o->shown.bid.id, &all));
	LIST_EACH (const struct evidence, e, &all)
		if (e->part_id == line_id)
			*LIST_ADD(cx->mem, ret, struct file_row) =
			        (struct file_row){ e->name, e->type, e->scan,
				                   own_path(cx, o, str_print(cx->mem, "/files/%" PRId64, e->id).p),
				                   own_path(cx, o,
				                            str_print(cx->mem, "/files/%" PRId64 "/remove", e->id).p) };
	return OK;
}

/* A lump sum needs no amount; a block that is proven without paper offers no file. */
static void fit_form(struct cx *cx, const struct own_bid *o, const struct proof_line *l, struct form *form)
{
	struct list kept = { 0 };
	LIST_EACH (struct form_field, f, &form->fields) {
		if ((str_is(f->name, "cents") && l->lump) || (str_is(f->name, "file") && l->paperless))
			continue;
		if (str_is(f->name, "cents"))
			f->optional = false;
		if (str_is(f->name, "units"))
			f->label = word(
			        cx->words, cx->mem,
			        str_print(cx->mem, "forward_proof_form.units_%s", block_of_code(l->block)->unit).p);
		if (str_is(f->name, "file"))
			f->optional = l->files > 0;
		if (str_is(f->name, "file") && l->files == 0)
			f->hint = word(cx->words, cx->mem, "forward_proof_form.file.first");
		if (o->easy)
			easy_field(cx, &forward_proof_form_rec, f);
		*LIST_ADD(cx->mem, &kept, struct form_field) = *f;
	}
	form->fields = kept;
}

static err show_proof(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct own_bid o, other;
	struct proof_line l;
	struct proof_page p = { 0 };
	struct form *form = NEW(cx->mem, struct form);
	TRY(own_bid_load(cx, rq, &o));
	TRY(find_line(cx, rq, &o, &l));
	other = o;
	other.easy = !o.easy;
	const char *tail = str_print(cx->mem, "/proof/%" PRId64, l.line_id).p;
	p.title = block_name(cx, l.block);
	p.lead = easy_word(cx, o.easy, l.paperless ? "apply.proof_paperless" : "apply.proof_paper");
	p.name = o.face.name;
	p.back = own_path(cx, &o, "");
	p.easy_path = own_path(cx, &other, tail);
	p.easy_text = word(cx->words, cx->mem, o.easy ? "apply.not_easy" : "apply.easy");
	p.granted = say_money(cx->words, cx->mem, l.granted_cents);
	p.version = o.shown.state.seq;
	p.csrf = session_form_token(cx);
	const struct proof_said row = { .units = l.units, .cents = l.cents, .note = l.note };
	*form = form_of(cx, rq->http, &forward_proof_form_rec, &row, own_path(cx, &o, tail), "apply.save_proof",
	                p.back);
	form->version = str_print(cx->mem, "%" PRId64, o.shown.state.seq);
	fit_form(cx, &o, &l, form);
	p.form = form;
	TRY(fill_files(cx, &o, l.line_id, &p.files));
	return page_show(cx, rq->http, rs, status, &page_apply_proof, &p);
}

err apply_proof_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_proof(cx, rq, rs, 200);
}

static err save_proof(struct cx *cx, const struct request *rq, const struct own_bid *o, const struct proof_line *l)
{
	struct proof_said said = { 0 };
	struct evidence taken;
	const struct file *file = req_file(rq->http, "file");
	TRY(form_read(cx, rq->http, &forward_proof_form_rec, &said));
	if (!l->lump && !said.cents.has)
		return problem_add(cx, "cents", "form.required", NO_ARGS);
	if (file && !l->paperless)
		TRY(evidence_take(cx, &forward_vouchers, file, &taken));
	const struct proof_save in = { .bid = &o->shown.bid,
		                       .line_id = l->line_id,
		                       .seen = sent_version(rq),
		                       .said = &said,
		                       .file = file && !l->paperless ? &taken : NULL };
	return db_tx(cx, "forward.proof", proof_save_in_tx, &in, NULL, 0);
}

err apply_proof_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	struct proof_line l;
	TRY(own_bid_load(cx, rq, &o));
	TRY(find_line(cx, rq, &o, &l));
	err e = save_proof(cx, rq, &o, &l);
	if (e == E_INVALID)
		return show_proof(cx, rq, rs, 422);
	TRY(e);
	bool file = req_file(rq->http, "file") != NULL; /* a further photo comes next, maybe */
	str next = own_path(cx, &o, file ? str_print(cx->mem, "/proof/%" PRId64, l.line_id).p : "");
	return page_done(cx, rq->http, rs, next, file ? "apply.done_file_kept" : "apply.done_saved");
}

err apply_proof_send_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	TRY(own_bid_load(cx, rq, &o));
	const struct proof_send in = { &o.shown.round, &o.shown.bid, sent_version(rq) };
	if (str_is(o.shown.state.stage, "proof")) /* pressed twice */
		return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "apply.done_proof_sent");
	TRY(db_tx(cx, "forward.proof_sent", proof_send_in_tx, &in, NULL, 0));
	return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "apply.done_proof_sent");
}

err apply_file_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	struct evidence e;
	TRY(own_bid_load(cx, rq, &o));
	TRY(evidence_find(cx, &forward_vouchers, o.centre.id, o.shown.bid.id, route_id(rq), &e));
	evidence_send(cx, rs, &e);
	return OK;
}

struct removing {
	const struct own_bid *own;
	int64_t seen, file;
};

static err remove_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct removing *r = in;
	struct forward_state s;
	TRY(bid_state(cx, r->own->centre.id, r->own->shown.bid.id, &s));
	if (s.seq != r->seen || !str_is(s.stage, "paid"))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	return evidence_remove_in_tx(cx, &forward_vouchers, r->own->centre.id, r->own->shown.bid.id, r->file);
}

/* Only until the proof is handed in. */
err apply_file_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	TRY(own_bid_load(cx, rq, &o));
	const struct removing in = { &o, sent_version(rq), route_id(rq) };
	TRY(db_tx(cx, "forward.file_removed", remove_tx, &in, NULL, 0));
	return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "apply.done_file_removed");
}

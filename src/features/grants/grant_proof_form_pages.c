/* What is typed for the proof: the texts of the report, and expenses by the books. */
#include "base/arena.h"
#include "core/words.h"
#include "features/grants/grant_proof_pages.h"

static const struct field text_fields[] = {
	FIELD(struct proof_draft, version, KIND_INT, .hidden = true),
	FIELD(struct proof_draft, use, KIND_TEXT, .input = true, .lines = true, .max = 8000),
	FIELD(struct proof_draft, staff, KIND_TEXT, .input = true, .lines = true, .max = 8000),
	FIELD(struct proof_draft, success, KIND_TEXT, .input = true, .lines = true, .max = 8000),
	FIELD(struct proof_draft, deviation, KIND_TEXT, .input = true, .lines = true, .max = 8000),
};
const struct record proof_text_form_rec = RECORD("proof_draft", struct proof_draft, text_fields);

struct amounts {
	int64_t version; /* of the draft */
	struct maybe cents[GRANT_ITEMS];
	str note[GRANT_ITEMS];
};
#define AMOUNT(i, code)                                                                                                \
	{ .name = "cents_" code,                                                                                       \
	  .kind = KIND_MONEY,                                                                                          \
	  .label = "item." code,                                                                                       \
	  .maybe = true,                                                                                               \
	  .input = true,                                                                                               \
	  .max = 100000000000,                                                                                         \
	  .offset = offsetof(struct amounts, cents) + (i) * sizeof(struct maybe) },                                    \
	        { .name = "note_" code,                                                                                \
		  .kind = KIND_TEXT,                                                                                   \
		  .label = "proof_amounts.note",                                                                       \
		  .input = true,                                                                                       \
		  .max = 1000,                                                                                         \
		  .offset = offsetof(struct amounts, note) + (i) * sizeof(str) },
static const struct field amount_fields[] = {
	GRANT_ITEMS_EACH(AMOUNT) FIELD(struct amounts, version, KIND_INT, .hidden = true),
};
const struct record proof_amounts_form_rec = RECORD("proof_amounts", struct amounts, amount_fields);

/* What the forms need of the case. */
struct typing {
	struct grant_view v;
	struct grant_proof proof;
	struct proof_draft draft;
};

static err typing_fill(struct cx *cx, const struct request *rq, struct typing *t)
{
	*t = (struct typing){ 0 };
	TRY(grant_view_fill(cx, rq, &t->v));
	const char *why_not = grant_may(&t->v.state, S("proven"), 0, cx->today);
	if (why_not)
		return fail(cx, E_INVALID, why_not, NO_ARGS);
	return proof_prepare(cx, &rq->centre, &t->v.c, &t->v.state, &t->v.events, &t->proof, &t->draft);
}

static err save(struct cx *cx, const struct request *rq, const struct proof_draft *d, struct proof_draft *ret)
{
	const struct proof_draft_in in = { .centre = &rq->centre, .case_id = route_id(rq), .draft = *d };
	return db_tx(cx, "grant.proof_draft", proof_draft_save_in_tx, &in, ret, sizeof *ret);
}

static err saved(struct cx *cx, const struct request *rq, struct res *rs)
{
	return page_done(cx, rq->http, rs, grant_at(cx, rq, "proof"), "grants.proof.saved");
}

static struct section_form form_of_case(struct cx *cx, const struct request *rq, const struct typing *t)
{
	return (struct section_form){ .section = &grants_section,
		                      .area = "case",
		                      .about = t->v.name,
		                      .action = rq->http->path,
		                      .back = grant_at(cx, rq, "proof"),
		                      .back_text = word(cx->words, cx->mem, "grants.proof.crumb"),
		                      .submit_key = "grants.proof.save" };
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

/* What is stored, else what is proposed. */
static struct proof_draft texts_of(const struct typing *t)
{
	return (struct proof_draft){ .version = t->draft.version,
		                     .use = t->proof.use,
		                     .staff = t->proof.staff,
		                     .success = t->proof.success,
		                     .deviation = t->proof.deviation };
}

static err text_show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct typing t;
	TRY(typing_fill(cx, rq, &t));
	struct section_form f = form_of_case(cx, rq, &t);
	struct proof_draft now = texts_of(&t);
	f.title_key = "grants.proof.text_title";
	f.lead_key = "grants.proof.text_lead";
	f.rec = &proof_text_form_rec;
	f.row = &now;
	return section_form_show(cx, rq, rs, status, &f);
}

err proof_text_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return text_show(cx, rq, rs, 200);
}

/* A text that is still the proposal stays one: it follows the figures until somebody changes it. */
static str typed_text(str typed, str proposed)
{
	return str_blank(typed) || str_eq(typed, proposed) ? STR_NONE : typed;
}

static err text_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct proof_draft *typed)
{
	struct typing t;
	fault_clear(cx);
	TRY(typing_fill(cx, rq, &t));
	struct proof_draft now = texts_of(&t);
	return stale_show(cx, rq, rs, &proof_text_form_rec, &now, typed, now.version, rq->http->path,
	                  "grants.proof.save");
}

err proof_text_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct typing t;
	struct proof_draft typed = { 0 }, stored;
	TRY(typing_fill(cx, rq, &t));
	struct proof_draft d = t.draft, proposed = texts_of(&t);
	err e = form_read(cx, rq->http, &proof_text_form_rec, &typed);
	d.version = sent_version(rq);
	d.use = t.draft.use.p ? typed.use : typed_text(typed.use, proposed.use);
	d.staff = t.draft.staff.p ? typed.staff : typed_text(typed.staff, proposed.staff);
	d.success = typed.success;
	d.deviation = t.draft.deviation.p ? typed.deviation : typed_text(typed.deviation, proposed.deviation);
	if (e == OK)
		e = save(cx, rq, &d, &stored);
	if (e == E_STALE)
		return text_stale(cx, rq, rs, &typed);
	if (frame_tells(e))
		return text_show(cx, rq, rs, 422);
	TRY(e);
	return saved(cx, rq, rs);
}

/* --- amounts ------------------------------------------------------------------------------------------------------ */

static const struct proof_line *line_of(const struct grant_proof *p, const char *item)
{
	LIST_EACH (const struct proof_line, l, &p->expenses)
		if (str_is(l->item, item))
			return l;
	return NULL;
}

static const struct record *amounts_form_of(struct arena *a, const struct grant_proof *p)
{
	enum { FIELDS = sizeof amount_fields / sizeof *amount_fields };
	struct field *mine = NEW_ARRAY(a, struct field, FIELDS);
	struct record *r = NEW(a, struct record);
	*r = proof_amounts_form_rec;
	r->fields = mine;
	r->count = 0;
	for (size_t i = 0; i < FIELDS; i++)
		if (i >= 2 * GRANT_ITEMS || line_of(p, grant_items[i / 2]))
			mine[r->count++] = amount_fields[i];
	return r;
}

static struct amounts amounts_of(const struct typing *t)
{
	struct amounts a = { .version = t->draft.version };
	for (size_t i = 0; i < GRANT_ITEMS; i++) {
		const struct proof_typed *typed = proof_typed_of(&t->draft, str_of(grant_items[i]));
		a.cents[i] = typed ? typed->cents : (struct maybe){ 0 };
		a.note[i] = typed ? typed->note : STR_NONE;
	}
	return a;
}

static err amounts_show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct typing t;
	TRY(typing_fill(cx, rq, &t));
	struct section_form f = form_of_case(cx, rq, &t);
	struct amounts now = amounts_of(&t);
	f.title_key = "grants.proof.amounts_title";
	f.lead_key = "grants.proof.amounts_lead";
	f.rec = amounts_form_of(cx->mem, &t.proof);
	f.row = &now;
	return section_form_show(cx, rq, rs, status, &f);
}

err proof_amounts_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return amounts_show(cx, rq, rs, 200);
}

err proof_amounts_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct typing t;
	struct amounts typed = { 0 };
	struct proof_draft stored;
	TRY(typing_fill(cx, rq, &t));
	const struct record *rec = amounts_form_of(cx->mem, &t.proof);
	err e = form_read(cx, rq->http, rec, &typed);
	struct proof_draft d = t.draft;
	d.version = sent_version(rq);
	d.amounts = (struct list){ 0 };
	for (size_t i = 0; i < GRANT_ITEMS; i++)
		if (typed.cents[i].has || !str_blank(typed.note[i]))
			*LIST_ADD(cx->mem, &d.amounts, struct proof_typed) =
			        (struct proof_typed){ str_of(grant_items[i]), typed.cents[i],
				                      str_blank(typed.note[i]) ? STR_NONE : typed.note[i] };
	if (e == OK)
		e = save(cx, rq, &d, &stored);
	if (e == E_STALE) {
		struct amounts now = amounts_of(&t);
		fault_clear(cx);
		return stale_show(cx, rq, rs, rec, &now, &typed, t.draft.version, rq->http->path, "grants.proof.save");
	}
	if (frame_tells(e))
		return amounts_show(cx, rq, rs, 422);
	TRY(e);
	return saved(cx, rq, rs);
}

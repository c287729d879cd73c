#include "features/grants/grant_proof_table.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/words.h"
#include "features/grants/grant_pages.h"

static const struct field row_fields[] = {
	FIELD(struct proof_table_row, programme, KIND_CHOICE, .choices = &grant_programme_choices, .required = true),
	FIELD(struct proof_table_row, year, KIND_INT, .required = true, .min = 2012, .max = 2100),
	FIELD(struct proof_table_row, item, KIND_CHOICE, .choices = &item_choices, .required = true),
	FIELD(struct proof_table_row, decision_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_table_row, recorded_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_table_row, account_cents, KIND_MONEY, .maybe = true, .min = 0, .max = 100000000000),
	FIELD(struct proof_table_row, note, KIND_TEXT, .max = 1000),
};
const struct record proof_table_rec = RECORD("proof_table", struct proof_table_row, row_fields);

/* A case whose proof is being prepared. */
struct open_proof {
	struct grant_case c;
	struct grant_proof proof;
	struct proof_draft draft, typed; /* typed: as the table would leave it */
	bool changed;
};

static err open_proofs(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	struct list cases = { 0 };
	TRY(grant_cases_of_centre(cx, centre, &cases));
	LIST_EACH (const struct grant_case, c, &cases) {
		struct grant_state s;
		struct list events = { 0 };
		TRY(grant_state_on(cx, c, &s, &events));
		if (grant_may(&s, S("proven"), 0, cx->today))
			continue;
		struct open_proof *o = LIST_ADD(cx->mem, ret, struct open_proof);
		o->c = *c;
		TRY(proof_prepare(cx, centre, c, &s, &events, &o->proof, &o->draft));
		o->typed = o->draft;
		o->typed.amounts = (struct list){ 0 };
		LIST_EACH (const struct proof_typed, t, &o->draft.amounts)
			*LIST_ADD(cx->mem, &o->typed.amounts, struct proof_typed) = *t;
	}
	return OK;
}

err proof_table(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	struct list proofs = { 0 };
	TRY(open_proofs(cx, centre, &proofs));
	LIST_EACH (const struct open_proof, o, &proofs)
		LIST_EACH (const struct proof_line, l, &o->proof.expenses)
			*LIST_ADD(cx->mem, ret, struct proof_table_row) =
			        (struct proof_table_row){ .programme = o->c.programme,
				                          .item = l->item,
				                          .year = o->c.year,
				                          .decision_cents = l->decision_cents,
				                          .recorded_cents = l->recorded_cents,
				                          .account_cents = MAYBE(l->cents),
				                          .note = l->note };
	return OK;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

struct reader {
	struct list proofs; /* struct open_proof */
	struct list seen;   /* struct proof_table_row */
	struct proof_table_found *ret;
};

static struct open_proof *proof_of(const struct reader *r, const struct proof_table_row *row)
{
	LIST_EACH (struct open_proof, o, &r->proofs)
		if (str_eq(o->c.programme, row->programme) && o->c.year == row->year)
			return o;
	return NULL;
}

static const struct proof_line *line_of(const struct open_proof *o, str item)
{
	LIST_EACH (const struct proof_line, l, &o->proof.expenses)
		if (str_eq(l->item, item))
			return l;
	return NULL;
}

static bool seen_before(struct cx *cx, struct reader *r, const struct proof_table_row *row)
{
	LIST_EACH (const struct proof_table_row, s, &r->seen)
		if (str_eq(s->programme, row->programme) && s->year == row->year && str_eq(s->item, row->item))
			return true;
	*LIST_ADD(cx->mem, &r->seen, struct proof_table_row) = *row;
	return false;
}

static bool same(const struct proof_typed *a, const struct proof_typed *b)
{
	return a->cents.has == b->cents.has && (!a->cents.has || a->cents.v == b->cents.v) && str_eq(a->note, b->note);
}

/* Puts the entry in the place of the one that is there, or takes that one out if nothing differs from the proposal. */
static void change(struct cx *cx, struct reader *r, struct open_proof *o, const struct proof_line *l,
                   const struct proof_table_row *row)
{
	const struct proof_typed *before = proof_typed_of(&o->draft, row->item), none = { 0 };
	struct proof_typed typed = { row->item, row->account_cents, str_blank(row->note) ? STR_NONE : row->note };
	bool proposed = !typed.cents.has || typed.cents.v == l->proposed_cents;
	if (proposed && !typed.note.p)
		typed.cents = (struct maybe){ 0 };
	if (same(before ? before : &none, &typed)) {
		r->ret->unchanged++;
		return;
	}
	struct list kept = { 0 };
	LIST_EACH (const struct proof_typed, t, &o->typed.amounts)
		if (!str_eq(t->item, row->item))
			*LIST_ADD(cx->mem, &kept, struct proof_typed) = *t;
	if (typed.cents.has || typed.note.p)
		*LIST_ADD(cx->mem, &kept, struct proof_typed) = typed;
	o->typed.amounts = kept;
	o->changed = true;
	*LIST_ADD(cx->mem, &r->ret->changes, struct proof_table_row) =
	        (struct proof_table_row){ row->programme,    row->item,          row->year, l->decision_cents,
		                          l->recorded_cents, row->account_cents, row->note };
}

static err one_row(struct cx *cx, void *self, int64_t line, const void *from, struct import_said *said)
{
	struct reader *r = self;
	struct proof_table_row row = *(const struct proof_table_row *)from;
	row.note = str_copy(cx->mem, row.note);
	struct open_proof *o = proof_of(r, &row);
	if (!o) {
		import_say(cx, said, line, word(cx->words, cx->mem, "proof_table.year"), "proof_import.no_case",
		           NO_ARGS);
		return OK;
	}
	const struct proof_line *l = line_of(o, row.item);
	str column = word(cx->words, cx->mem, "proof_table.item");
	if (!l)
		import_say(cx, said, line, column, "proof_import.no_position", NO_ARGS);
	else if (seen_before(cx, r, &row))
		import_say(cx, said, line, column, "proof_import.twice", NO_ARGS);
	else
		change(cx, r, o, l, &row);
	return OK;
}

err proof_table_look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct proof_table_found *ret)
{
	struct reader r = { .ret = ret };
	*ret = (struct proof_table_found){ 0 };
	TRY(open_proofs(cx, centre, &r.proofs));
	TRY(import_table_read(cx, table, &proof_table_rec, one_row, &r, &ret->said, &ret->rows));
	LIST_EACH (const struct open_proof, o, &r.proofs)
		if (o->changed)
			*LIST_ADD(cx->mem, &ret->drafts, struct proof_draft_in) =
			        (struct proof_draft_in){ centre, o->c.id, o->typed };
	return OK;
}

err proof_table_take_in_tx(struct cx *cx, const struct import_in *in)
{
	struct proof_table_found found;
	struct proof_draft saved;
	TRY(proof_table_look(cx, in->centre, in->table, &found));
	if (found.said.messages.n)
		return E_INVALID;
	audit_note(cx, "grant.proof_import",
	           str_print(cx->mem, "centres/" STR_FMT "/grants (" STR_FMT ")", STR_ARG(in->centre->slug),
	                     STR_ARG(in->hash)),
	           MAYBE(in->centre->id));
	LIST_EACH (const struct proof_draft_in, d, &found.drafts)
		TRY(proof_draft_save_in_tx(cx, d, &saved));
	return OK;
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

static err look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_preview *ret)
{
	struct proof_table_found found;
	TRY(proof_table_look(cx, centre, table, &found));
	ret->said = found.said;
	ret->rows = found.rows;
	ret->nothing_new = found.changes.n == 0;
	ret->examples = found.changes;
	import_count(cx, ret, "proof_import.changed", (int64_t)found.changes.n);
	import_count(cx, ret, "proof_import.unchanged", found.unchanged);
	return OK;
}

static const char *const columns[] = { "item", "year", "recorded_cents", "account_cents", "note", NULL };
static const struct import_kind kind = { .purpose = { "grants.proof", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 },
	                                 .section = &grants_section,
	                                 .area = "",
	                                 .form = "proof/import",
	                                 .preview = "proof/import",
	                                 .back = "",
	                                 .back_word = "grants.crumb",
	                                 .table = "/proof.xlsx",
	                                 .words = "proof_import",
	                                 .row = &proof_table_rec,
	                                 .columns = columns,
	                                 .look = look,
	                                 .take_in_tx = proof_table_take_in_tx };

err proof_import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_get(cx, rq, rs, &kind);
}

err proof_import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_post(cx, rq, rs, &kind);
}

err proof_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_show(cx, rq, rs, &kind);
}

err proof_preview_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_take(cx, rq, rs, &kind);
}

static err table_get(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct list rows = { 0 };
	TRY(proof_table(cx, &rq->centre, &rows));
	str name = str_print(cx->mem, "nachweis-zahlen-" STR_FMT, STR_ARG(rq->centre.slug));
	str title = word_args(cx->words, cx->mem, "proof_table.title", ARGS({ "name", rq->centre.name }));
	return page_table(cx, rs, name, xlsx, title, word(cx->words, cx->mem, "proof_table.note_above"),
	                  &proof_table_rec, &rows);
}

err proof_table_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return table_get(cx, rq, rs, false);
}

err proof_table_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return table_get(cx, rq, rs, true);
}

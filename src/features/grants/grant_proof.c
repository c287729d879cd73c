/* The proof as a paper: its records, its words, reading it again. */
#include "features/grants/grant_proof.h"

#include "core/words.h"

static const struct field typed_fields[] = {
	FIELD(struct proof_typed, item, KIND_TEXT),
	FIELD(struct proof_typed, cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_typed, note, KIND_TEXT, .max = 1000),
};
const struct record proof_typed_rec = RECORD("proof_typed", struct proof_typed, typed_fields);

static const struct field cell_fields[] = {
	FIELD(struct proof_cell, label, KIND_TEXT),
	FIELD(struct proof_cell, amount, KIND_TEXT),
};
const struct record proof_cell_rec = RECORD("proof_cell", struct proof_cell, cell_fields);

static const struct field figure_fields[] = {
	FIELD(struct proof_figure, code, KIND_TEXT),
	FIELD(struct proof_figure, name, KIND_TEXT),
	FIELD(struct proof_figure, amount, KIND_TEXT),
	FIELD(struct proof_figure, rule, KIND_TEXT, .max = 1000),
	FIELD(struct proof_figure, split, KIND_TEXT),
	FIELD(struct proof_figure, cells, KIND_MANY, .of = &proof_cell_rec),
};
const struct record proof_figure_rec = RECORD("proof_figure", struct proof_figure, figure_fields);

static const struct field post_fields[] = {
	FIELD(struct proof_post, title, KIND_TEXT),
	FIELD(struct proof_post, line, KIND_TEXT),
	FIELD(struct proof_post, fte, KIND_DECIMAL),
	FIELD(struct proof_post, filled_months, KIND_DECIMAL),
	FIELD(struct proof_post, vacant_months, KIND_DECIMAL),
	FIELD(struct proof_post, claimed_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_post, cost_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_post, refused_cents, KIND_MONEY),
	FIELD(struct proof_post, capped_cents, KIND_MONEY),
	FIELD(struct proof_post, granted_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_post, calculation, KIND_TEXT, .max = 500),
};
const struct record proof_post_rec = RECORD("proof_post", struct proof_post, post_fields);

static const struct field person_fields[] = {
	FIELD(struct proof_person, name, KIND_TEXT),   FIELD(struct proof_person, post, KIND_TEXT),
	FIELD(struct proof_person, fte, KIND_DECIMAL), FIELD(struct proof_person, from, KIND_DAY),
	FIELD(struct proof_person, until, KIND_DAY),
};
const struct record proof_person_rec = RECORD("proof_person", struct proof_person, person_fields);

static const struct field decision_fields[] = {
	FIELD(struct proof_decision, day, KIND_DAY),     FIELD(struct proof_decision, number, KIND_INT),
	FIELD(struct proof_decision, type, KIND_TEXT),   FIELD(struct proof_decision, file_number, KIND_TEXT),
	FIELD(struct proof_decision, cents, KIND_MONEY),
};
const struct record proof_decision_rec = RECORD("proof_decision", struct proof_decision, decision_fields);

static const struct field line_fields[] = {
	FIELD(struct proof_line, item, KIND_TEXT),
	FIELD(struct proof_line, label, KIND_TEXT),
	FIELD(struct proof_line, group, KIND_TEXT),
	FIELD(struct proof_line, decision_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_line, recorded_cents, KIND_MONEY, .maybe = true),
	FIELD(struct proof_line, cents, KIND_MONEY),
	FIELD(struct proof_line, proposed_cents, KIND_MONEY),
	FIELD(struct proof_line, share, KIND_DECIMAL),
	FIELD(struct proof_line, others_cents, KIND_MONEY),
	FIELD(struct proof_line, eligible_cents, KIND_MONEY),
	FIELD(struct proof_line, paid_cents, KIND_MONEY),
	FIELD(struct proof_line, used_cents, KIND_MONEY),
	FIELD(struct proof_line, back_cents, KIND_MONEY),
	FIELD(struct proof_line, calculation, KIND_TEXT, .max = 1000),
	FIELD(struct proof_line, source, KIND_TEXT, .max = 500),
	FIELD(struct proof_line, mark, KIND_TEXT),
	FIELD(struct proof_line, note, KIND_TEXT, .max = 1000),
};
const struct record proof_line_rec = RECORD("proof_line", struct proof_line, line_fields);

static const struct field word_fields[] = {
	FIELD(struct proof_word, code, KIND_TEXT),
	FIELD(struct proof_word, text, KIND_TEXT),
};
const struct record proof_word_rec = RECORD("proof_word", struct proof_word, word_fields);

#define TEXT_OF(member, ...) FIELD(struct grant_proof, member, KIND_TEXT, __VA_ARGS__)
#define MONEY_OF(member) FIELD(struct grant_proof, member, KIND_MONEY)
#define YES_OF(member) FIELD(struct grant_proof, member, KIND_BOOL)
#define MANY_OF(member, rec) FIELD(struct grant_proof, member, KIND_MANY, .of = &(rec))
static const struct field fields[] = {
	PAPER_FIELDS(struct grant_proof),
	TEXT_OF(centre),
	TEXT_OF(carrier),
	TEXT_OF(slug),
	TEXT_OF(programme),
	FIELD(struct grant_proof, year, KIND_INT),
	TEXT_OF(authority),
	TEXT_OF(recognition),
	TEXT_OF(letter_lines),
	TEXT_OF(reference),
	TEXT_OF(submitted_by),
	TEXT_OF(submitted_on),
	FIELD(struct grant_proof, submitted_at, KIND_INSTANT),
	FIELD(struct grant_proof, day, KIND_DAY),
	FIELD(struct grant_proof, keep_until, KIND_DAY),
	YES_OF(late),
	FIELD(struct grant_proof, demo, KIND_BOOL),
	TEXT_OF(use, .lines = true, .max = 8000),
	TEXT_OF(staff, .lines = true, .max = 8000),
	TEXT_OF(success, .lines = true, .max = 8000),
	TEXT_OF(deviation, .lines = true, .max = 8000),
	MANY_OF(decisions, proof_decision_rec),
	MANY_OF(figures, proof_figure_rec),
	MANY_OF(posts, proof_post_rec),
	MANY_OF(people, proof_person_rec),
	MANY_OF(income, proof_line_rec),
	MANY_OF(expenses, proof_line_rec),
	MONEY_OF(income_cents),
	MONEY_OF(expense_cents),
	MONEY_OF(granted_cents),
	MONEY_OF(paid_cents),
	MONEY_OF(used_cents),
	MONEY_OF(back_cents),
	FIELD(struct grant_proof, interest, KIND_ONE, .of = &grant_interest_rec),
	YES_OF(complete),
	YES_OF(kept),
	YES_OF(necessary),
	YES_OF(booked),
	MANY_OF(words, proof_word_rec),
};
const struct record grant_proof_rec = RECORD("grant_proof", struct grant_proof, fields);

/* Of PDF and XLSX: "proof_words.<code>". */
const char proof_words[] =
        "subject page_format demo decisions decision number amount granted paid report use staff person post share "
        "from until success deviation numbers income expenses position by_decision by_account percent eligible used "
        "back total posts filled of post_months cost granted_post reckoning result interest interest_none stretch "
        "confirmed "
        "kept necessary booked signed keep_until assumed marked money note late value";

void proof_words_fill(struct cx *cx, const char *prefix, const char *codes, struct list *ret)
{
	for (str rest = str_of(codes); rest.p;) {
		str code = str_split(&rest, ' ');
		str key = str_print(cx->mem, "%s." STR_FMT, prefix, STR_ARG(code));
		*LIST_ADD(cx->mem, ret, struct proof_word) =
		        (struct proof_word){ code, word(cx->words, cx->mem, key.p) };
	}
}

str proof_said(const struct list *words, const char *code)
{
	LIST_EACH (const struct proof_word, w, words)
		if (str_is(w->code, code))
			return w->text;
	return str_of(code);
}

err proof_read(struct cx *cx, const struct grant_event *e, struct grant_proof *ret)
{
	*ret = (struct grant_proof){ 0 };
	return grant_paper_read(cx, e->content, &grant_proof_rec, ret);
}

#include "features/forwarding/forward_pages.h"

#include <inttypes.h>

#include "core/words.h"

static const struct section_area areas[] = {
	{ "", "forward.area_bids", RIGHT_FORWARD_READ },
	{ "rounds", "forward.area_rounds", RIGHT_FORWARD_READ },
	{ "payments", "forward.area_payments", RIGHT_FORWARD_RECORD },
	{ 0 },
};
const struct section forward_section = { "forwarding", "forward.crumb", areas };

str forward_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail)
{
	return section_at(cx, rq, &forward_section, folder, id, tail);
}

static const struct field said_fields[] = {
	FIELD(struct said, text, KIND_TEXT),
	FIELD(struct said, path, KIND_PATH, .hidden = true),
};
const struct record said_rec = RECORD("said", struct said, said_fields);

static const struct field view_fields[] = {
	FIELD(struct line_view, id, KIND_INT),
	FIELD(struct line_view, block, KIND_TEXT),
	FIELD(struct line_view, detail, KIND_TEXT),
	FIELD(struct line_view, amount, KIND_TEXT),
	FIELD(struct line_view, trace, KIND_TEXT),
	FIELD(struct line_view, rule, KIND_TEXT),
	FIELD(struct line_view, rule_path, KIND_PATH),
	FIELD(struct line_view, granted, KIND_TEXT),
	FIELD(struct line_view, granted_cents, KIND_MONEY, .hidden = true),
	FIELD(struct line_view, reason, KIND_TEXT),
	FIELD(struct line_view, plan, KIND_TEXT),
	FIELD(struct line_view, notes, KIND_MANY, .of = &said_rec),
	FIELD(struct line_view, others, KIND_MANY, .of = &said_rec, .hidden = true),
	FIELD(struct line_view, path, KIND_PATH, .hidden = true),
	FIELD(struct line_view, cut, KIND_BOOL, .hidden = true),
	FIELD(struct line_view, refused, KIND_BOOL, .hidden = true),
};
const struct record line_view_rec = RECORD("line_view", struct line_view, view_fields);

str block_name(struct cx *cx, str block)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "block." STR_FMT, STR_ARG(block)).p);
}

str block_units(struct cx *cx, const struct block *b, int64_t units)
{
	return word_plural(cx->words, cx->mem, str_print(cx->mem, "block_unit.%s", b->unit).p, units, NO_ARGS);
}

str block_note_text(struct cx *cx, const struct block_note *n)
{
	return word_args(
	        cx->words, cx->mem, n->key,
	        ARGS({ "n", say_int(cx->words, cx->mem, n->n) }, { "cents", say_money(cx->words, cx->mem, n->cents) }));
}

str sum_text(struct cx *cx, const struct block_sum *s)
{
	str known = say_money(cx->words, cx->mem, s->cents);
	return s->complete ? known : word_args(cx->words, cx->mem, "forward.sum_incomplete", ARGS({ "sum", known }));
}

str forward_stage_text(struct cx *cx, str stage)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "forward_stage." STR_FMT, STR_ARG(stage)).p);
}

static str trace_of(struct cx *cx, const struct block_amount *m)
{
	if (!m->unit_cents || !m->cents.has)
		return STR_NONE;
	return str_print(cx->mem, "%" PRId64 " × " STR_FMT " = " STR_FMT, m->units,
	                 STR_ARG(say_money(cx->words, cx->mem, m->unit_cents)),
	                 STR_ARG(say_money(cx->words, cx->mem, m->units * m->unit_cents)));
}

static str detail_of(struct cx *cx, const struct block *b, const struct forward_line *l)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, block_units(cx, b, l->units));
	if (l->building.p)
		text_print(&t, ", " STR_FMT, STR_ARG(l->building));
	if (l->planned_cents.has)
		text_print(&t, ", " STR_FMT,
		           STR_ARG(word_args(cx->words, cx->mem, "forward.planned",
		                             ARGS({ "cents", say_money(cx->words, cx->mem, l->planned_cents.v) }))));
	return text_str(&t);
}

static void add_share(struct cx *cx, struct line_view *v, const struct list *shares)
{
	if (!shares)
		return;
	LIST_EACH (const struct forward_share, s, shares)
		if (s->line_id == v->id)
			v->granted_cents = s->cents;
	v->granted = say_money(cx->words, cx->mem, v->granted_cents);
}

static void view_of(struct cx *cx, const struct forward_line *l, const struct block_amount *m,
                    const struct list *shares, struct line_view *v)
{
	const struct block *b = block_of_code(l->block);
	*v = (struct line_view){ .id = l->id,
		                 .block = block_name(cx, l->block),
		                 .detail = detail_of(cx, b, l),
		                 .amount = m->cents.has ? say_money(cx->words, cx->mem, m->cents.v)
		                                        : word(cx->words, cx->mem, "forward.amount_unknown"),
		                 .trace = trace_of(cx, m),
		                 .reason = l->reason,
		                 .plan = l->plan,
		                 .cut = m->notes.n > 0 && !m->refused,
		                 .refused = m->refused };
	if (m->rule && m->rule->code.p) {
		v->rule = m->rule->source;
		v->rule_path = str_print(cx->mem, "/rules/" STR_FMT, STR_ARG(m->rule->code));
	}
	LIST_EACH (const struct block_note, n, &m->notes)
		LIST_ADD(cx->mem, &v->notes, struct said)->text = block_note_text(cx, n);
	add_share(cx, v, shares);
}

err line_views(struct cx *cx, const struct tenant *centre, const struct forward_round *r, const struct list *lines,
               const struct list *shares, struct list *ret, struct block_sum *ret_sum)
{
	TRY(bid_reckon(cx, centre, r, lines, ret_sum));
	for (size_t i = 0; i < lines->n; i++)
		view_of(cx, LIST_AT(lines, struct forward_line, i), LIST_AT(&ret_sum->amounts, struct block_amount, i),
		        shares, LIST_ADD(cx->mem, ret, struct line_view));
	return OK;
}

/* "Bewilligt: 2.000,00 €" */
void forward_events_say(struct cx *cx, struct list *events)
{
	LIST_EACH (struct forward_event, e, events) {
		struct text t = TEXT(cx->mem);
		text_add(&t,
		         word(cx->words, cx->mem, str_print(cx->mem, "forward_event." STR_FMT, STR_ARG(e->kind)).p));
		if (e->cents.has && (e->cents.v || str_is(e->kind, "checked")))
			text_print(&t, ": " STR_FMT, STR_ARG(say_money(cx->words, cx->mem, e->cents.v)));
		if (e->points.has)
			text_print(&t, ": " STR_FMT,
			           STR_ARG(word_plural(cx->words, cx->mem, "forward.points", e->points.v, NO_ARGS)));
		e->text = text_str(&t);
	}
}

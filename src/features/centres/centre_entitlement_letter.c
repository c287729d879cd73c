/* The entitlement of a day as an information sheet: letter head and recognition notice of that day (S-CEN-3). */
#include "core/words.h"
#include "doc/doc.h"
#include "features/centres/centre_entitlement_pages.h"
#include "features/centres/centres.h"

struct sheet {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};

static str say(struct cx *cx, const char *key)
{
	return word(cx->words, cx->mem, key);
}

static void add_text(struct sheet *s, bool heading, str text)
{
	struct doc_line *l = LIST_ADD(s->cx->mem, &s->lines, struct doc_line);
	l->kind = heading ? DOC_HEADING : DOC_PARAGRAPH;
	l->text = text;
}

static void add_head_row(struct sheet *s)
{
	struct cx *cx = s->cx;
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_HEAD_ROW,
		                   .cells = { say(cx, "entitlement.item"), say(cx, "entitlement.quantity"),
		                              say(cx, "entitlement.unit_amount"), say(cx, "core.mark"),
		                              say(cx, "entitlement.total") },
		                   .columns = 5 };
}

static str quantity_said(struct cx *cx, const struct entitlement_item *i)
{
	return i->quantity.has ? say_decimal(cx->words, cx->mem, i->quantity.v) : say(cx, "entitlement.unknown");
}

static str money_said(struct cx *cx, const struct entitlement_item *i, struct maybe cents)
{
	if (i->is_post)
		return say(cx, "entitlement.posts_only");
	return cents.has ? say_money(cx->words, cx->mem, cents.v) : say(cx, "entitlement.unknown");
}

static void add_items(struct sheet *s, const struct list *items)
{
	struct cx *cx = s->cx;
	add_head_row(s);
	LIST_EACH (const struct entitlement_item, i, items)
		*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
		        (struct doc_line){ .kind = DOC_ROW,
			                   .cells = { say(cx, str_print(cx->mem, "item." STR_FMT, STR_ARG(i->item)).p),
			                              quantity_said(cx, i),
			                              i->is_post ? S("") : money_said(cx, i, i->unit_cents),
			                              say(cx, str_print(cx->mem, "mark." STR_FMT, STR_ARG(i->mark)).p),
			                              money_said(cx, i, i->total_cents) },
			                   .columns = 5 };
}

static void add_sum(struct sheet *s, const struct funding_part *p)
{
	struct cx *cx = s->cx;
	str sum = p->total_cents.has ? say_money(cx->words, cx->mem, p->total_cents.v) : say(cx, "entitlement.unknown");
	*LIST_ADD(cx->mem, &s->lines, struct doc_line) =
	        (struct doc_line){ .kind = DOC_SUM_ROW,
		                   .cells = { say(cx, p->complete ? "core.sum" : "entitlement.sum_incomplete"), S(""),
		                              S(""), S(""), sum },
		                   .columns = 5 };
}

static void add_sources(struct sheet *s, const struct list *items)
{
	struct cx *cx = s->cx;
	LIST_EACH (const struct entitlement_item, i, items)
		LIST_EACH (const struct rule_use, r, &i->rules)
			add_text(s, false,
			         word_args(cx->words, cx->mem, "entitlement.source_line",
			                   ARGS({ "item",
			                          say(cx, str_print(cx->mem, "item." STR_FMT, STR_ARG(i->item)).p) },
			                        { "calculation", r->calculation }, { "source", r->source })));
}

static void add_body(struct sheet *s, const struct centre_entitlement *e)
{
	struct cx *cx = s->cx;
	if (app_is_demo(cx))
		add_text(s, false, say(cx, "core.demo"));
	add_text(s, false, e->verdict);
	if (e->raa)
		add_text(s, false, say(cx, "entitlement.raa"));
	if (e->nothing)
		return;
	LIST_EACH (const struct funding_part, p, &e->parts) {
		const char *heading = p->is_base ? "entitlement.base"
		                                 : str_print(cx->mem, "programme." STR_FMT, STR_ARG(p->programme)).p;
		add_text(s, true, say(cx, heading));
		add_items(s, &p->items);
		add_sum(s, p);
		if (p->is_base)
			add_text(s, false, say(cx, "entitlement.ceiling_note"));
	}
	add_text(s, true, say(cx, "entitlement.sources"));
	LIST_EACH (const struct funding_part, p, &e->parts)
		add_sources(s, &p->items);
}

err centre_entitlement_letter(struct cx *cx, const struct request *rq, const struct centre_entitlement *e, str *ret)
{
	struct sheet s = { .cx = cx };
	struct setting_row lines;
	TRY(setting_get(cx, &setting_letter_lines, rq->centre.id, e->day, &lines));
	add_body(&s, e);
	struct doc_letter letter = { .sender = e->frame.name,
		                     .sender_lines = str_blank(lines.value) ? e->centre.carrier : lines.value,
		                     .recognition = e->recognition.p ? e->recognition : S(""),
		                     .reference = word_args(cx->words, cx->mem, "entitlement.reference",
		                                            ARGS({ "ags", e->centre.ags8 })),
		                     .date = say_day_long(cx->words, cx->mem, cx->today),
		                     .subject = word_args(cx->words, cx->mem, "entitlement.subject",
		                                          ARGS({ "day", say_day_long(cx->words, cx->mem, e->day) })),
		                     .lines = s.lines.items,
		                     .n = s.lines.n,
		                     .language = str_of(words_language(cx->words)),
		                     .page_format = say(cx, "entitlement.page_format") };
	return doc_pdf(cx->mem, &letter, ret);
}

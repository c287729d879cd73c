/* forward_letter.c -- what a third party gets on paper: the forwarding contract, or the letter that refuses. German: it
 * is the language of the authority. */
#include "core/setting.h"
#include "core/words.h"
#include "core/iban.h"
#include "doc/doc.h"
#include "features/centres/centres.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>

struct paper {
	struct cx *cx;
	const struct words *words;
	struct list lines; /* struct doc_line */
};

static str say(const struct paper *p, const char *key, const struct arg *args)
{
	return word_args(p->words, p->cx->mem, key, args);
}

static void add(struct paper *p, int kind, const char *key, const struct arg *args)
{
	struct doc_line *l = LIST_ADD(p->cx->mem, &p->lines, struct doc_line);
	l->kind = kind;
	l->text = say(p, key, args);
}

static void row(struct paper *p, int kind, str what, str detail, str amount)
{
	*LIST_ADD(p->cx->mem, &p->lines, struct doc_line) =
	        (struct doc_line){ .kind = kind, .cells = { what, detail, amount }, .columns = 3 };
}

static err add_blocks(struct paper *p, const struct bid_shown *b)
{
	struct cx *cx = p->cx;
	struct list lines = { 0 };
	TRY(proof_lines(cx, &b->round, &b->bid, &lines));
	row(p, DOC_HEAD_ROW, say(p, "forward_paper.block", NO_ARGS), say(p, "forward_paper.detail", NO_ARGS),
	    say(p, "forward_paper.amount", NO_ARGS));
	LIST_EACH (const struct proof_line, l, &lines) {
		str units = block_units(cx, block_of_code(l->block), l->given_units.v);
		row(p, DOC_ROW, block_name(cx, l->block),
		    l->building.p ? str_print(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(units), STR_ARG(l->building))
		                  : units,
		    say_money(p->words, cx->mem, l->granted_cents));
	}
	row(p, DOC_SUM_ROW, say(p, "forward_paper.sum", NO_ARGS), S(""),
	    say_money(p->words, cx->mem, b->state.granted.v));
	return OK;
}

static err contract(struct paper *p, const struct bid_shown *b, const struct forward_contact *c)
{
	struct cx *cx = p->cx;
	const struct arg *args = args_copy(
	        cx->mem, ARGS({ "initiative", b->bid.name }, { "contact", c->contact_name.p ? c->contact_name : S("") },
	                      { "round", b->round.title }, { "from", say_day(p->words, cx->mem, b->round.from_day) },
	                      { "to", say_day(p->words, cx->mem, b->round.to_day) },
	                      { "sum", say_money(p->words, cx->mem, b->state.granted.v) },
	                      { "due", say_day(p->words, cx->mem, b->round.proof_due) },
	                      { "iban", iban_show(cx->mem, c->iban) }, { "holder", c->holder.p ? c->holder : S("") },
	                      { "reason", b->state.note.p ? b->state.note : S("") }));
	add(p, DOC_PARAGRAPH, "forward_paper.contract_lead", args);
	add(p, DOC_HEADING, "forward_paper.contract_money", NO_ARGS);
	TRY(add_blocks(p, b));
	add(p, DOC_PARAGRAPH, b->round.calls ? "forward_paper.contract_calls" : "forward_paper.contract_pays", args);
	add(p, DOC_HEADING, "forward_paper.contract_duties", NO_ARGS);
	for (int i = 1; i <= 6; i++)
		add(p, DOC_PARAGRAPH, str_print(cx->mem, "forward_paper.duty_%d", i).p, args);
	add(p, DOC_HEADING, "forward_paper.contract_proof", NO_ARGS);
	add(p, DOC_PARAGRAPH, "forward_paper.proof_text", args);
	add(p, DOC_PARAGRAPH, "forward_paper.accept_text", args);
	return OK;
}

static void refusal(struct paper *p, const struct bid_shown *b)
{
	add(p, DOC_PARAGRAPH, "forward_paper.refused_lead", ARGS({ "round", b->round.title }));
	add(p, DOC_PARAGRAPH, "forward_paper.refused_reason",
	    ARGS({ "reason", b->state.note.p ? b->state.note : S("") }));
	add(p, DOC_PARAGRAPH, "forward_paper.refused_end", NO_ARGS);
}

static err finish(struct paper *p, const struct tenant *centre, const struct bid_shown *b,
                  const struct forward_contact *c, str subject, str *ret)
{
	struct cx *cx = p->cx;
	struct face face;
	struct setting_row sender;
	day on = day_is(b->state.granted_on) ? b->state.granted_on : cx->today;
	TRY(face_on(cx, centre, on, &face));
	TRY(setting_get(cx, &setting_letter_lines, centre->id, on, &sender));
	str to = str_print(cx->mem, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT " " STR_FMT, STR_ARG(b->bid.name),
	                   STR_ARG(c->contact_name), STR_ARG(c->street), STR_ARG(c->postcode), STR_ARG(c->place));
	const struct doc_letter letter = { .sender = face.name,
		                           .sender_lines = str_blank(sender.value) ? centre->name : sender.value,
		                           .recognition = face.recognition.p ? face.recognition : S(""),
		                           .recipient_lines = c->street.p ? to : b->bid.name,
		                           .reference = say(p, "forward.reference",
		                                            ARGS({ "id", str_print(cx->mem, "%" PRId64, b->bid.id) },
		                                                 { "round", b->round.title })),
		                           .date = say_day_long(p->words, cx->mem, on),
		                           .subject = subject,
		                           .lines = p->lines.items,
		                           .n = p->lines.n,
		                           .language = S("de"),
		                           .page_format = say(p, "entitlement.page_format", NO_ARGS) };
	return doc_pdf(cx->mem, &letter, ret);
}

err forward_letter(struct cx *cx, const struct tenant *centre, const struct bid_shown *b, str *ret)
{
	const struct words *reader = cx->words;
	struct paper p = { .cx = cx, .words = words_sibling(cx->words, S("de")) };
	struct forward_contact c;
	bool refused = str_is(b->state.stage, "refused");
	if (!refused && !b->state.granted.has)
		return fail(cx, E_NOTFOUND, "forward.no_letter", NO_ARGS);
	TRY(bid_contact(cx, centre->id, b->bid.id, &c));
	cx->words = p.words; /* names of blocks are said in German, too */
	if (app_is_demo(cx))
		add(&p, DOC_PARAGRAPH, "core.demo", NO_ARGS);
	err e = OK;
	if (refused)
		refusal(&p, b);
	else
		e = contract(&p, b, &c);
	str subject = say(&p, refused ? "forward_paper.refused_subject" : "forward_paper.contract_subject",
	                  ARGS({ "round", b->round.title }));
	if (e == OK)
		e = finish(&p, centre, b, &c, subject, ret);
	cx->words = reader;
	return e;
}

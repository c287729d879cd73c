#include "features/evaluation/evaluation_pages.h"

#include "core/centre_frame.h"
#include "core/form.h"
#include "core/words.h"
#include "crypt/crypt.h"

#define ROOT "/land/evaluation"

struct offered {
	str code, name, rule;
};
static const struct field offered_fields[] = {
	FIELD(struct offered, code, KIND_TEXT),
	FIELD(struct offered, name, KIND_TEXT),
	FIELD(struct offered, rule, KIND_TEXT),
};
static const struct record offered_rec = RECORD("evaluation_offered", struct offered, offered_fields);

struct evaluation_page {
	str title, threshold;
	struct list tables;  /* struct offered */
	struct list exports; /* struct evaluation_export */
	const struct form *form;
};
static const struct field page_fields[] = {
	FIELD(struct evaluation_page, title, KIND_TEXT),
	FIELD(struct evaluation_page, threshold, KIND_TEXT),
	FIELD(struct evaluation_page, tables, KIND_MANY, .of = &offered_rec),
	FIELD(struct evaluation_page, exports, KIND_MANY, .of = &evaluation_export_rec),
	FIELD(struct evaluation_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
};
static const struct record page_rec = RECORD("evaluation_page", struct evaluation_page, page_fields);
const struct page page_evaluation = { "evaluation/evaluation.html", &page_rec };

static str table_name(struct cx *cx, str code)
{
	if (str_is(code, "all"))
		return word(cx->words, cx->mem, "evaluation.all_tables");
	return word(cx->words, cx->mem, str_print(cx->mem, "evaluation_table." STR_FMT, STR_ARG(code)).p);
}

static void add_tables(struct cx *cx, struct evaluation_page *p, struct list *choices)
{
	*LIST_ADD(cx->mem, choices, struct form_choice) =
	        (struct form_choice){ .code = S("all"), .text = table_name(cx, S("all")) };
	for (const struct evaluation_table *const *t = evaluation_all(cx); *t; t++) {
		str code = str_of((*t)->code);
		struct offered o = { .code = code,
			             .name = table_name(cx, code),
			             .rule = word(cx->words, cx->mem,
			                          str_print(cx->mem, "evaluation_rule.%s", (*t)->code).p) };
		*LIST_ADD(cx->mem, &p->tables, struct offered) = o;
		*LIST_ADD(cx->mem, choices, struct form_choice) = (struct form_choice){ .code = code, .text = o.name };
	}
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct evaluation_page p = { .title = word(cx->words, cx->mem, "evaluation.title") };
	struct evaluation_period now = { 0 };
	struct list quarters = { 0 }, choices = { 0 };
	TRY(evaluation_threshold(cx, &now));
	TRY(evaluation_log(cx, &p.exports));
	LIST_EACH (struct evaluation_export, e, &p.exports)
		e->tables = table_name(cx, e->tables);
	p.threshold = word_args(cx->words, cx->mem, now.assumed ? "evaluation.k_assumed" : "evaluation.k",
	                        ARGS({ "k", say_int(cx->words, cx->mem, now.threshold) }));
	add_tables(cx, &p, &choices);
	evaluation_quarters(cx, &quarters);
	str newest = LIST_AT(&quarters, struct form_choice, 0)->code;
	const struct evaluation_wish usual = { .first = newest, .last = newest, .table = S("all") };
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, &evaluation_wish_rec, &usual, S(ROOT), "evaluation.submit", STR_NONE);
	form->once = STR_NONE; /* the answer is a file: who sends the form again wants another one */
	form_offer(cx, form, "first", &quarters);
	form_offer(cx, form, "last", &quarters);
	form_offer(cx, form, "table", &choices);
	p.form = form;
	return page_show(cx, rq->http, rs, status, &page_evaluation, &p);
}

err evaluation_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

/* The file and its row in the log; in German, whatever the reader's language. */
static err make(struct cx *cx, const struct evaluation_wish *w, str *ret_file)
{
	struct evaluation_period p = { 0 };
	struct list sheets = { 0 };
	struct evaluation_export saved;
	TRY(evaluation_check(cx, w, &p));
	TRY(db_snapshot(cx)); /* all tables say the same day; ends with the transaction */
	TRY(evaluation_collect(cx, w, &p, &sheets));
	struct evaluation_export e = { .period_from = p.from,
		                       .period_to = p.to,
		                       .tables = w->table,
		                       .recipient = w->recipient,
		                       .purpose = w->purpose,
		                       .threshold = p.threshold };
	LIST_EACH (const struct evaluation_sheet, s, &sheets) {
		e.records += s->records;
		e.suppressed += s->suppressed;
	}
	TRY(evaluation_book(cx, w, &p, &sheets, ret_file));
	e.hash = crypt_hash(cx->mem, *ret_file);
	return db_tx(cx, "evaluation.export", evaluation_export_in_tx, &e, &saved, sizeof saved);
}

err evaluation_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct words *of_reader = cx->words;
	struct evaluation_wish w = { 0 };
	str file = STR_NONE;
	err e = form_read(cx, rq->http, &evaluation_wish_rec, &w);
	cx->words = words_sibling(of_reader, S("de"));
	if (e == OK)
		e = make(cx, &w, &file);
	cx->words = of_reader;
	if (frame_tells(e))
		return show(cx, rq, rs, page_status(e));
	TRY(e);
	res_text(rs, 200, MEDIA_XLSX, file);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "attachment; filename=\"evaluation-" STR_FMT "-" STR_FMT ".xlsx\"",
	                     STR_ARG(w.first), STR_ARG(w.last)));
	return OK;
}

/* report_files.c -- a released month as PDF, XLSX and JSON: from its frozen text alone, so that the same version is the
 * same bytes whenever it is asked for; as those outside the KI see it, because files travel (P-REP-1). */
#include <inttypes.h>

#include "core/words.h"
#include "doc/doc.h"
#include "features/reports/report_pages.h"

/* --- PDF ---------------------------------------------------------------------------------------------------------- */

struct sheet {
	struct arena *mem;
	const struct report_words *w;
	struct list lines; /* struct doc_line */
};

static void add_line(struct sheet *s, struct doc_line line)
{
	*LIST_ADD(s->mem, &s->lines, struct doc_line) = line;
}

static void add_text(struct sheet *s, str text)
{
	if (text.n)
		add_line(s, (struct doc_line){ .kind = DOC_PARAGRAPH, .text = text });
}

static void add_heading(struct sheet *s, str text)
{
	add_line(s, (struct doc_line){ .kind = DOC_HEADING, .text = text });
}

static void add_rows(struct sheet *s, str head, const struct list *cells)
{
	if (!cells->n)
		return;
	add_line(s, (struct doc_line){ .kind = DOC_HEAD_ROW, .cells = { head, s->w->amount }, .columns = 2 });
	LIST_EACH (const struct report_cell, c, cells)
		add_line(s, (struct doc_line){ .kind = DOC_ROW, .cells = { c->label, c->amount }, .columns = 2 });
}

static void add_figure(struct sheet *s, const struct report_figure *f)
{
	add_heading(s, f->question);
	add_text(s, f->answer);
	add_text(s, str_print(s->mem, STR_FMT ": " STR_FMT, STR_ARG(s->w->rule), STR_ARG(f->rule)));
	LIST_EACH (const struct report_split, split, &f->splits)
		add_rows(s, split->name, &split->cells);
	add_rows(s, s->w->month, &f->months);
}

err report_pdf(struct cx *cx, const struct report_content *c, str *ret)
{
	struct sheet s = { .mem = cx->mem, .w = &c->words };
	if (c->demo)
		add_text(&s, c->words.demo);
	add_text(&s, c->words.lead);
	if (c->reason.p) {
		add_heading(&s, c->words.reason);
		add_text(&s, c->reason);
	}
	add_heading(&s, c->words.comment);
	add_text(&s, c->comment.p ? c->comment : c->words.no_comment);
	LIST_EACH (const struct report_figure, f, &c->figures)
		add_figure(&s, f);
	add_text(&s, c->words.masked_note);
	struct doc_letter letter = { .sender = c->centre,
		                     .sender_lines = c->letter_lines,
		                     .recognition = c->recognition.p ? c->recognition : S(""),
		                     .recipient_lines = c->recipient,
		                     .reference =
		                             str_print(cx->mem, STR_FMT " / %" PRId64, STR_ARG(c->month), c->number),
		                     .date = c->released_on,
		                     .subject = c->words.subject,
		                     .lines = s.lines.items,
		                     .n = s.lines.n,
		                     .language = S("de"),
		                     .page_format = c->words.page_format,
		                     .made = c->released_at };
	return doc_pdf(cx->mem, &letter, ret);
}

/* --- XLSX --------------------------------------------------------------------------------------------------------- */

struct row {
	str question, by, cell, amount;
	struct maybe number; /* thousandths: persons, hours, euro, posts */
};
static const struct field row_fields[] = {
	FIELD(struct row, question, KIND_TEXT),
	FIELD(struct row, by, KIND_TEXT),
	FIELD(struct row, cell, KIND_TEXT),
	FIELD(struct row, number, KIND_DECIMAL, .maybe = true, .label = "report_words.number"),
	FIELD(struct row, amount, KIND_TEXT),
};
static const struct record row_rec = RECORD("report_words", struct row, row_fields);

struct maybe report_thousandths(str unit, struct maybe v)
{
	if (str_is(unit, "cents"))
		v.v *= 10;
	else if (str_is(unit, "minutes"))
		v.v = v.v * 1000 / 60;
	else if (!str_is(unit, "fte"))
		v.v *= 1000;
	return v;
}

static void put(struct arena *a, struct list *to, const struct report_figure *f, str by, str cell, struct maybe value,
                str amount)
{
	*LIST_ADD(a, to, struct row) =
	        (struct row){ f->question, by, cell, amount, report_thousandths(f->unit, value) };
}

static void put_figure(struct arena *a, const struct report_content *c, const struct report_figure *f, struct list *to)
{
	put(a, to, f, STR_NONE, c->month_name, f->value, f->amount);
	put(a, to, f, STR_NONE, c->month_before, f->before, f->amount_before);
	put(a, to, f, STR_NONE, c->month_year_before, f->year_before, f->amount_year_before);
	LIST_EACH (const struct report_split, s, &f->splits)
		LIST_EACH (const struct report_cell, cell, &s->cells)
			put(a, to, f, s->name, cell->label, cell->value, cell->amount);
}

/* The heads of the columns are frozen words, too. */
static str frozen_word(void *self, struct arena *a, str key)
{
	const struct report_words *w = self;
	(void)str_split(&key, '.');
	const struct field *f = record_field(&report_words_rec, key);
	return f ? str_copy(a, record_get(f, w).s) : STR_NONE;
}

static str no_value(void *self UNUSED, struct arena *a UNUSED, const struct record *r UNUSED,
                    const struct field *f UNUSED, const void *row UNUSED)
{
	return STR_NONE; /* all cells are texts and numbers */
}

err report_xlsx(struct cx *cx, const struct report_content *c, str *ret)
{
	struct list rows = { 0 };
	struct report_words words = c->words;
	LIST_EACH (const struct report_figure, f, &c->figures)
		put_figure(cx->mem, c, f, &rows);
	const struct formatter formatter = { &words, frozen_word, no_value };
	const struct doc_table table = { .title = str_print(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(c->words.subject),
		                                            STR_ARG(c->centre)),
		                         .note = c->words.masked_note,
		                         .record = &row_rec,
		                         .rows = &rows,
		                         .made = c->released_at };
	return doc_xlsx(cx->mem, &table, &formatter, ret);
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

static const struct field asked_fields[] = { ASKED("number", KIND_INT) };
const struct record report_file_asked_rec = ASKED_RECORD(asked_fields);
/* day: whose workbook holds then. */
static const struct field template_asked_fields[] = { ASKED("number", KIND_INT), ASKED("day", KIND_DAY) };
const struct record report_template_asked_rec = ASKED_RECORD(template_asked_fields);

/* What everybody gets: masked. */
static err read_public(struct cx *cx, const struct request *rq, struct report_content *ret)
{
	struct report r;
	struct report_content c;
	int64_t number = 0;
	day first;
	str typed = str_trim(route_asked(rq, "number"));
	TRY(report_month_asked(cx, rq, &first));
	if (!str_blank(typed) && (!str_to_int(typed, &number) || number < 1))
		return fail(cx, E_NOTFOUND, "reports.none", NO_ARGS);
	TRY(report_get(cx, rq->centre.id, month_iso(cx->mem, first), number, &r));
	TRY(report_read(cx, r.content, &c));
	*ret = report_public(cx->mem, &c);
	return OK;
}

static void answer(struct cx *cx, struct res *rs, const struct report_content *c, const char *media, str body,
                   const char *ending)
{
	res_text(rs, 200, media, body);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "attachment; filename=\"monatsbericht-" STR_FMT "-" STR_FMT "-%" PRId64 ".%s\"",
	                     STR_ARG(c->slug), STR_ARG(c->month), c->number, ending));
}

err report_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct report_content c;
	str body;
	TRY(read_public(cx, rq, &c));
	TRY(report_pdf(cx, &c, &body));
	answer(cx, rs, &c, MEDIA_PDF, body, "pdf");
	return OK;
}

err report_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct report_content c;
	str body;
	TRY(read_public(cx, rq, &c));
	TRY(report_xlsx(cx, &c, &body));
	answer(cx, rs, &c, MEDIA_XLSX, body, "xlsx");
	return OK;
}

err report_template_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct report_content c;
	str body;
	day on;
	TRY(route_day(cx, rq, "day", &on));
	TRY(read_public(cx, rq, &c));
	TRY(report_sheet(cx, rq->centre.id, &c, on, &body));
	answer(cx, rs, &c, MEDIA_XLSX, body, "vordruck.xlsx");
	return OK;
}

err report_json_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct report_content c;
	TRY(read_public(cx, rq, &c));
	answer(cx, rs, &c, MEDIA_JSON, report_json(cx->mem, &c), "json");
	return OK;
}

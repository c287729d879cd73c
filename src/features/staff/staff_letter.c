#include "features/staff/staff_letter.h"

#include "core/setting.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/centres/centres.h"

struct sheet {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};

static str say(struct cx *cx, const char *key)
{
	return word(cx->words, cx->mem, key);
}

static str say_code(struct cx *cx, const char *choices, str code)
{
	return say(cx, str_print(cx->mem, "%s." STR_FMT, choices, STR_ARG(code)).p);
}

static str fte(struct cx *cx, int64_t thousandths)
{
	return say_decimal(cx->words, cx->mem, thousandths);
}

static struct doc_line *line(struct sheet *s)
{
	return LIST_ADD(s->cx->mem, &s->lines, struct doc_line);
}

static void heading(struct sheet *s, const char *key)
{
	*line(s) = (struct doc_line){ .kind = DOC_HEADING, .text = say(s->cx, key) };
}

static void paragraph(struct sheet *s, str text)
{
	*line(s) = (struct doc_line){ .kind = DOC_PARAGRAPH, .text = text };
}

/* --- what is entitled, set up, filled and vacant ------------------------------------------------------------------ */

/* Own posts have nothing to be entitled to; elsewhere what is absent is unknown. */
static str entitled_said(struct cx *cx, const struct plan_line *l)
{
	if (l->entitled.has)
		return fte(cx, l->entitled.v);
	return l->mark.p ? say(cx, "staff_letter.unknown") : S("–");
}

static void add_lines(struct sheet *s, const struct plan *p)
{
	struct cx *cx = s->cx;
	heading(s, "staff_letter.lines");
	*line(s) = (struct doc_line){ .kind = DOC_HEAD_ROW,
		                      .cells = { say(cx, "plan_line.line"), say(cx, "plan_line.entitled"),
		                                 say(cx, "plan_line.posts"), say(cx, "plan_line.filled"),
		                                 say(cx, "plan_line.vacant") },
		                      .columns = 5 };
	LIST_EACH (const struct plan_line, l, &p->lines)
		if (l->entitled.has || l->posts)
			*line(s) = (struct doc_line){ .kind = DOC_ROW,
				                      .cells = { say_code(cx, "staff_line", l->line),
				                                 entitled_said(cx, l), fte(cx, l->posts),
				                                 fte(cx, l->filled), fte(cx, l->vacant) },
				                      .columns = 5 };
}

static void add_leader(struct sheet *s, const struct plan_leader *l, const char *office)
{
	struct cx *cx = s->cx;
	str who = l->person_id ? l->name : say(cx, "staff_letter.nobody");
	paragraph(s, str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(say_code(cx, "office", str_of(office))),
	                       STR_ARG(who)));
}

/* What the posts that nobody holds leave with the Land, as far as amounts are known. */
static void add_vacancy(struct sheet *s, const struct plan *p)
{
	struct cx *cx = s->cx;
	int64_t month = 0, year = 0;
	LIST_EACH (const struct plan_line, l, &p->lines) {
		month += l->month_cents.has ? l->month_cents.v : 0;
		year += l->year_cents.has ? l->year_cents.v : 0;
	}
	if (year > 0)
		paragraph(s, word_args(cx->words, cx->mem, "staff_letter.vacancy",
		                       ARGS({ "month", say_money(cx->words, cx->mem, month) },
		                            { "year", say_money(cx->words, cx->mem, year) })));
}

/* --- posts and who holds them ------------------------------------------------------------------------------------- */

static str holders_of(struct cx *cx, const struct plan_post *p)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct plan_holder, h, &p->holders)
		text_print(&t, "%s" STR_FMT " (" STR_FMT ")", t.n ? "; " : "", STR_ARG(h->name),
		           STR_ARG(fte(cx, h->fte)));
	return t.n ? text_str(&t) : say(cx, "staff_letter.vacant");
}

static str vacant_since(struct cx *cx, const struct plan_post *p)
{
	if (p->vacant == 0)
		return S("–");
	return word_args(cx->words, cx->mem, "staff_letter.since",
	                 ARGS({ "fte", fte(cx, p->vacant) }, { "day", say_day(cx->words, cx->mem, p->vacant_since) }));
}

static void add_posts(struct sheet *s, const struct plan *p)
{
	struct cx *cx = s->cx;
	heading(s, "staff_letter.posts");
	*line(s) = (struct doc_line){ .kind = DOC_HEAD_ROW,
		                      .cells = { say(cx, "staff_row.title"), say(cx, "staff_letter.size"),
		                                 say(cx, "staff_letter.holders"), say(cx, "plan_line.vacant") },
		                      .columns = 4 };
	LIST_EACH (const struct plan_post, post, &p->posts)
		*line(s) = (struct doc_line){ .kind = DOC_ROW,
			                      .cells = { post->post.title, fte(cx, post->post.fte),
			                                 holders_of(cx, post), vacant_since(cx, post) },
			                      .columns = 4 };
}

/* --- findings and sources ----------------------------------------------------------------------------------------- */

static void add_findings(struct sheet *s, const struct list *findings)
{
	struct cx *cx = s->cx;
	heading(s, "staff_letter.findings");
	if (findings->n == 0)
		paragraph(s, say(cx, "staff_letter.no_findings"));
	LIST_EACH (const struct finding, f, findings)
		paragraph(s, str_print(cx->mem, STR_FMT ": " STR_FMT " (" STR_FMT ")",
		                       STR_ARG(say_code(cx, "finding_weight", f->weight)), STR_ARG(f->sentence),
		                       STR_ARG(f->source)));
}

static void add_sources(struct sheet *s, const struct plan *p)
{
	struct cx *cx = s->cx;
	heading(s, "staff_letter.sources");
	LIST_EACH (const struct plan_line, l, &p->lines)
		LIST_EACH (const struct rule_use, r, &l->rules)
			paragraph(s, str_print(cx->mem, STR_FMT ": " STR_FMT " (" STR_FMT ")",
			                       STR_ARG(say_code(cx, "staff_line", l->line)), STR_ARG(r->source),
			                       STR_ARG(say_code(cx, "mark", r->mark))));
}

static void add_body(struct sheet *s, const struct staff_day *d)
{
	if (app_is_demo(s->cx))
		paragraph(s, say(s->cx, "core.demo"));
	add_lines(s, &d->plan);
	add_vacancy(s, &d->plan);
	add_leader(s, &d->plan.head, "head");
	add_leader(s, &d->plan.deputy, "deputy");
	add_posts(s, &d->plan);
	add_findings(s, &d->findings);
	add_sources(s, &d->plan);
}

err staff_letter(struct cx *cx, const struct request *rq, const struct staff_day *d, str *ret)
{
	struct sheet s = { .cx = cx };
	struct setting_row lines;
	struct face face;
	TRY(face_on(cx, &rq->centre, d->plan.date, &face));
	TRY(setting_get(cx, &setting_letter_lines, rq->centre.id, d->plan.date, &lines));
	add_body(&s, d);
	struct doc_letter letter = { .sender = face.name,
		                     .sender_lines = str_blank(lines.value) ? rq->centre.name : lines.value,
		                     .recognition = face.recognition.p ? face.recognition : S(""),
		                     .reference = say(cx, "staff_letter.reference"),
		                     .date = say_day_long(cx->words, cx->mem, cx->today),
		                     .subject =
		                             word_args(cx->words, cx->mem, "staff_letter.subject",
		                                       ARGS({ "day", say_day_long(cx->words, cx->mem, d->plan.date) })),
		                     .lines = s.lines.items,
		                     .n = s.lines.n,
		                     .language = str_of(words_language(cx->words)),
		                     .page_format = say(cx, "entitlement.page_format") };
	return doc_pdf(cx->mem, &letter, ret);
}

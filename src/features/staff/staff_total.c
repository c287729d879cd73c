#include "features/staff/staff_total.h"

#include "core/words.h"

static const struct field total_fields[] = {
	FIELD(struct plan_total, wanted, KIND_DECIMAL),     FIELD(struct plan_total, posts, KIND_DECIMAL),
	FIELD(struct plan_total, filled, KIND_DECIMAL),     FIELD(struct plan_total, vacant, KIND_DECIMAL),
	FIELD(struct plan_total, not_set_up, KIND_DECIMAL), FIELD(struct plan_total, month_cents, KIND_MONEY),
	FIELD(struct plan_total, year_cents, KIND_MONEY),   FIELD(struct plan_total, so_far_cents, KIND_MONEY),
	FIELD(struct plan_total, complete, KIND_BOOL),      FIELD(struct plan_total, breaches, KIND_INT),
	FIELD(struct plan_total, notices, KIND_INT),        FIELD(struct plan_total, hints, KIND_INT),
};
const struct record plan_total_rec = RECORD("plan_total", struct plan_total, total_fields);

static void add_line(struct plan_total *t, const struct plan_line *l)
{
	bool has_money = !str_is(l->line, "teacher") && !str_is(l->line, "own");
	t->wanted += l->entitled.has ? l->entitled.v : l->posts;
	t->posts += l->posts;
	t->filled += l->filled;
	t->vacant += l->vacant;
	t->not_set_up += l->not_set_up;
	t->month_cents += l->month_cents.has ? l->month_cents.v : 0;
	t->year_cents += l->year_cents.has ? l->year_cents.v : 0;
	t->complete = t->complete && (!has_money || !l->vacant || l->month_cents.has);
}

struct plan_total plan_total_of(const struct staff_day *d)
{
	struct plan_total t = { .complete = true };
	LIST_EACH (const struct plan_line, l, &d->plan.lines)
		add_line(&t, l);
	LIST_EACH (const struct line_money, m, &d->so_far.lines)
		t.so_far_cents += m->vacancy_cents.has ? m->vacancy_cents.v : 0;
	LIST_EACH (const struct finding, f, &d->findings) {
		t.breaches += str_is(f->weight, "breach");
		t.notices += str_is(f->weight, "notice");
		t.hints += str_is(f->weight, "hint");
	}
	return t;
}

static void add_count(struct cx *cx, struct text *t, const char *key, int64_t n)
{
	if (n == 0)
		return;
	text_c(t, t->n ? ", " : "");
	text_add(t, word_plural(cx->words, cx->mem, key, n, NO_ARGS));
}

str plan_sentence(struct cx *cx, const struct staff_day *d, const struct plan_total *t)
{
	struct text counts = TEXT(cx->mem);
	int when = day_cmp(d->plan.date, cx->today);
	const char *key = d->plan.lines.n == 0 ? "staff.sentence_nothing"
	                  : when < 0           ? "staff.sentence_past"
	                  : when > 0           ? "staff.sentence_coming"
	                                       : "staff.sentence";
	add_count(cx, &counts, "staff.breaches", t->breaches);
	add_count(cx, &counts, "staff.notices", t->notices);
	add_count(cx, &counts, "staff.hints", t->hints);
	str found = counts.n ? text_str(&counts) : word(cx->words, cx->mem, "staff.no_findings_short");
	return word_args(cx->words, cx->mem, key,
	                 ARGS({ "day", say_day_long(cx->words, cx->mem, d->plan.date) },
	                      { "filled", say_decimal(cx->words, cx->mem, t->filled) },
	                      { "wanted", say_decimal(cx->words, cx->mem, t->wanted) }, { "found", found }));
}

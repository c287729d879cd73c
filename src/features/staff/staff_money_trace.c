/* staff_money_trace.c -- the calculation of a post's money as people read it: figures and signs only, in the reader's
 * language. A question mark where something is unknown. */
#include "base/money.h"
#include "features/staff/staff_claim.h"

struct pen {
	struct text t;
	bool english;
};

static void write_money(struct pen *p, struct maybe cents)
{
	if (!cents.has)
		text_c(&p->t, "?");
	else
		text_add(&p->t, p->english ? money_english(p->t.mem, cents.v) : money_german(p->t.mem, cents.v));
}

static void write_decimal(struct pen *p, int64_t thousandths)
{
	text_add(&p->t, p->english ? decimal_english(p->t.mem, thousandths) : decimal_german(p->t.mem, thousandths));
}

static bool same_rate(const struct claim_part *a, const struct claim_part *b)
{
	return a->unit_cents.has == b->unit_cents.has && a->by_day == b->by_day &&
	       (!a->unit_cents.has || a->unit_cents.v == b->unit_cents.v);
}

/* The parts from `first` on that have its ceiling: "57.000,00 € × (0,5 × 6 + 1 × 6)/12". Returns how many. */
static size_t write_rate(struct pen *p, const struct list *parts, size_t first, int days_of_year)
{
	const struct claim_part *rate = LIST_AT(parts, struct claim_part, first);
	size_t n = 1;
	while (first + n < parts->n && same_rate(rate, LIST_AT(parts, struct claim_part, first + n)))
		n++;
	write_money(p, rate->unit_cents);
	text_c(&p->t, n > 1 ? " × (" : " × ");
	for (size_t i = 0; i < n; i++) {
		const struct claim_part *part = LIST_AT(parts, struct claim_part, first + i);
		text_c(&p->t, i > 0 ? " + " : "");
		write_decimal(p, part->fte);
		text_c(&p->t, " × ");
		text_int(&p->t, part->n);
	}
	text_print(&p->t, "%s/%d", n > 1 ? ")" : "", rate->by_day ? days_of_year : 12);
	return n;
}

static void write_claim(struct pen *p, const struct claim *c, const struct post_money *m, int days_of_year)
{
	for (size_t i = 0; i < c->parts.n;) {
		text_c(&p->t, i > 0 ? " + " : "");
		i += write_rate(p, &c->parts, i, days_of_year);
	}
	if (c->parts.n > 0)
		text_c(&p->t, " = ");
	write_money(p, m->claimed_cents);
}

static void write_cost(struct pen *p, const struct post_money *m, struct maybe allowed, struct maybe eligible)
{
	if (eligible.v != m->cost_cents.v) {
		text_c(&p->t, "; ");
		write_money(p, m->cost_cents);
		text_c(&p->t, " × ");
		write_decimal(p, m->granted_fte_months);
		text_c(&p->t, "/");
		write_decimal(p, m->fte_months);
		text_c(&p->t, " = ");
		write_money(p, eligible);
	}
	text_c(&p->t, "; min(");
	write_money(p, allowed);
	text_c(&p->t, "; ");
	write_money(p, eligible);
	text_c(&p->t, ") = ");
	write_money(p, m->granted_cents);
}

str claim_trace(struct arena *a, const struct claim *c, const struct post_money *m, struct maybe eligible,
                int days_of_year, bool english)
{
	struct pen p = { TEXT(a), english };
	write_claim(&p, c, m, days_of_year);
	struct maybe allowed = { 0 };
	if (m->granted_cents.has)
		allowed = MAYBE(m->granted_cents.v + m->capped_cents);
	if (m->refused_cents > 0) {
		text_c(&p.t, "; ");
		write_money(&p, m->claimed_cents);
		text_c(&p.t, " − ");
		write_money(&p, MAYBE(m->refused_cents));
		text_c(&p.t, " = ");
		write_money(&p, allowed);
	} else if (m->claimed_cents.has && !m->granted_cents.has) {
		text_c(&p.t, "; ?");
	}
	if (eligible.has && m->granted_cents.has && c->parts.n > 0)
		write_cost(&p, m, allowed, eligible);
	return text_str(&p.t);
}

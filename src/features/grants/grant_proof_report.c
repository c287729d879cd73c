/* The proof as it would be handed in today: report and figures from what is recorded; and handing it in. */
#include <inttypes.h>

#include "core/indicator.h"
#include "core/setting.h"
#include "core/spending.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/centres/centres.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_application.h"
#include "features/grants/grant_proof.h"
#include "features/grants/grant_decision.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_voucher.h"

static str say(struct cx *cx, const char *key)
{
	return word(cx->words, cx->mem, key);
}

static str say_code(struct cx *cx, const char *prefix, str code)
{
	return say(cx, str_print(cx->mem, "%s." STR_FMT, prefix, STR_ARG(code)).p);
}

/* --- figures of the year ------------------------------------------------------------------------------------------ */

/* The few that say what a year was; the rest is in the monthly reports. */
static const struct {
	const char *code, *split; /* split: the dimension that is shown; NULL: none */
} chosen[] = {
	{ "activities.count", "main_field" },
	{ "activities.participants", NULL },
	{ "staff.filled", NULL },
	{ "pool.assignments", "language" },
	{ "pool.hours", NULL },
};
enum { CHOSEN = sizeof chosen / sizeof *chosen, MOST_CELLS = 8 };

static err add_split(struct cx *cx, const struct indicator *i, struct indicator_question q, const char *dimension,
                     struct proof_figure *f)
{
	struct list cells = { 0 };
	q.dimension = dimension;
	TRY(i->cells(cx, i, &q, &cells));
	f->split = say_code(cx, "dimension", str_of(dimension));
	for (size_t n = 0; n < cells.n && n < MOST_CELLS; n++) {
		const struct indicator_cell *c = LIST_AT(&cells, struct indicator_cell, n);
		*LIST_ADD(cx->mem, &f->cells, struct proof_cell) =
		        (struct proof_cell){ c->label, indicator_amount(cx, i->unit, c->value) };
	}
	return OK;
}

static err add_figure(struct cx *cx, const struct indicator *i, const struct indicator_question *q, const char *split,
                      struct list *ret)
{
	int64_t value;
	TRY(indicator_value(cx, i, q, &value));
	if (!value)
		return OK;
	struct proof_figure *f = LIST_ADD(cx->mem, ret, struct proof_figure);
	*f = (struct proof_figure){ .code = str_of(i->code),
		                    .name = say_code(cx, "indicator", str_of(i->code)),
		                    .amount = indicator_amount(cx, i->unit, value),
		                    .rule = say_code(cx, "indicator_rule", str_of(i->code)) };
	return split ? add_split(cx, i, *q, split, f) : OK;
}

/* Whole months, up to the present one. */
static err add_figures(struct cx *cx, const struct grant_case *c, struct list *ret)
{
	struct indicator_question q = { .centre_id = c->centre_id, .from = day_of((int)c->year, 1, 1) };
	day end = day_of((int)c->year, 12, 31), now = month_last(cx->today);
	q.to = day_cmp(now, end) < 0 ? now : end;
	if (day_cmp(q.to, q.from) < 0)
		return OK;
	for (size_t i = 0; i < CHOSEN; i++) {
		const struct indicator *found = indicator_of_code(cx, str_of(chosen[i].code));
		if (found)
			TRY(add_figure(cx, found, &q, chosen[i].split, ret));
	}
	return OK;
}

/* --- posts and who held them -------------------------------------------------------------------------------------- */

static bool is_funded(const struct line_money *l, const struct grant_proof *p)
{
	LIST_EACH (const struct proof_line, e, &p->expenses)
		if (str_eq(staff_line_of_item(e->item), l->line))
			return true;
	return false;
}

static void add_posts(struct cx *cx, const struct staff_money *staff, struct grant_proof *p)
{
	LIST_EACH (const struct line_money, l, &staff->lines) {
		if (!is_funded(l, p))
			continue;
		LIST_EACH (const struct post_money, m, &l->posts)
			*LIST_ADD(cx->mem, &p->posts, struct proof_post) =
			        (struct proof_post){ .title = m->title,
				                     .line = say_code(cx, "staff_line", l->line),
				                     .calculation = m->calculation,
				                     .fte = m->fte,
				                     .filled_months = m->fte_months,
				                     .vacant_months = m->fte * 12 - m->fte_months,
				                     .claimed_cents = m->claimed_cents,
				                     .cost_cents = m->cost_cents,
				                     .granted_cents = m->granted_cents,
				                     .refused_cents = m->refused_cents,
				                     .capped_cents = m->capped_cents };
	}
}

static bool funds(const struct staff_money *staff, const struct grant_proof *p, int64_t post_id)
{
	LIST_EACH (const struct line_money, l, &staff->lines)
		LIST_EACH (const struct post_money, m, &l->posts)
			if (m->post_id == post_id)
				return is_funded(l, p);
	return false;
}

static day later(day a, day b)
{
	return day_cmp(a, b) > 0 ? a : b;
}

static day earlier(day a, day b)
{
	return !day_is(a) || day_cmp(b, a) < 0 ? b : a;
}

/* Evidence of the staff that is funded: begin and end within the year. */
static err add_people(struct cx *cx, const struct tenant *centre, const struct staff_money *staff,
                      struct grant_proof *p)
{
	struct staff s;
	day from = day_of((int)p->year, 1, 1), to = day_of((int)p->year, 12, 31);
	TRY(staff_load(cx, centre, from, to, &s));
	LIST_EACH (const struct share, sh, &s.shares)
		if (funds(staff, p, sh->post_id))
			*LIST_ADD(cx->mem, &p->people, struct proof_person) =
			        (struct proof_person){ .name = sh->person_name,
				                       .post = sh->post_title,
				                       .fte = sh->fte,
				                       .from = later(sh->valid_from, from),
				                       .until = earlier(sh->valid_to, to) };
	return OK;
}

/* --- texts as they are proposed ----------------------------------------------------------------------------------- */

static str figures_said(struct cx *cx, const struct grant_proof *p)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct proof_figure, f, &p->figures)
		text_print(&t, "%s" STR_FMT ": " STR_FMT, t.n ? "; " : "", STR_ARG(f->name), STR_ARG(f->amount));
	return t.n ? text_str(&t) : say(cx, "grants.proof.no_figures");
}

static str propose_use(struct cx *cx, const struct grant_proof *p)
{
	return word_args(cx->words, cx->mem, "grants.proof.propose_use",
	                 ARGS({ "year", str_print(cx->mem, "%" PRId64, p->year) }, { "figures", figures_said(cx, p) }));
}

static str propose_staff(struct cx *cx, const struct grant_proof *p)
{
	int64_t filled = 0, vacant = 0;
	LIST_EACH (const struct proof_post, post, &p->posts) {
		filled += post->filled_months;
		vacant += post->vacant_months;
	}
	return word_args(cx->words, cx->mem,
	                 p->posts.n ? "grants.proof.propose_staff" : "grants.proof.propose_no_staff",
	                 ARGS({ "posts", say_int(cx->words, cx->mem, (int64_t)p->posts.n) },
	                      { "filled", say_decimal(cx->words, cx->mem, filled) },
	                      { "vacant", say_decimal(cx->words, cx->mem, vacant) }));
}

static str propose_deviation(struct cx *cx, const struct grant_proof *p)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct proof_line, l, &p->expenses) {
		int64_t granted = l->decision_cents.has ? l->decision_cents.v : 0;
		if (l->cents == granted)
			continue;
		text_c(&t, t.n ? "\n" : "");
		text_add(&t, word_args(cx->words, cx->mem, "grants.proof.propose_deviation",
		                       ARGS({ "item", l->label }, { "granted", say_money(cx->words, cx->mem, granted) },
		                            { "cost", say_money(cx->words, cx->mem, l->cents) },
		                            { "used", say_money(cx->words, cx->mem, l->used_cents) })));
	}
	return t.n ? text_str(&t) : say(cx, "grants.proof.no_deviation");
}

static void fill_texts(struct cx *cx, const struct proof_draft *d, struct grant_proof *p)
{
	p->use = d->use.p ? d->use : propose_use(cx, p);
	p->staff = d->staff.p ? d->staff : propose_staff(cx, p);
	p->success = d->success;
	p->deviation = d->deviation.p ? d->deviation : propose_deviation(cx, p);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static err fill_head(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                     const struct grant_state *s, struct grant_proof *p)
{
	struct face face;
	struct setting_row authority;
	TRY(face_on(cx, centre, cx->today, &face));
	TRY(grant_sender_lines(cx, centre->id, cx->today, &p->letter_lines));
	TRY(setting_get(cx, &setting_authority, 0, cx->today, &authority));
	p->centre = face.name;
	p->recognition = face.recognition;
	p->carrier = centre->name;
	p->slug = centre->slug;
	p->authority = authority.value;
	p->programme = say_code(cx, "grant_programme", c->programme);
	p->year = c->year;
	p->day = cx->today;
	p->late = day_is(s->proof_due) && day_cmp(cx->today, s->proof_due) > 0;
	p->demo = app_is_demo(cx);
	p->reference = str_print(cx->mem, STR_FMT " %" PRId64 " / %" PRId64, STR_ARG(p->programme), c->year, c->id);
	p->paper = (struct grant_paper){ .format = GRANT_FORMAT,
		                         .from = day_of((int)c->year, 1, 1),
		                         .until = day_of((int)c->year, 12, 31) };
	return OK;
}

/* Every decision that was approved, in the order in which they came. */
static err add_decisions(struct cx *cx, const struct list *events, struct grant_proof *p)
{
	LIST_EACH (const struct grant_event, a, events) {
		if (!str_is(a->kind, "approved"))
			continue;
		LIST_EACH (const struct grant_event, d, events) {
			if (d->id != a->about_id.v || !str_is(d->kind, "decision_draft") || !d->content.p)
				continue;
			struct decision paper;
			TRY(decision_read(cx, d, &paper));
			*LIST_ADD(cx->mem, &p->decisions, struct proof_decision) =
			        (struct proof_decision){ .day = a->day,
				                         .number = d->seq,
				                         .type = paper.paper.type,
				                         .file_number = paper.file_number,
				                         .cents = d->cents.v };
		}
	}
	return OK;
}

day proof_keep_until(const struct list *rules, const struct grant_case *c, day handed_in)
{
	int64_t months;
	const struct rule *r = term_of(rules, S("receipts_retention"), c->kind, c->centre_id, handed_in);
	return r && str_to_int(r->value, &months) ? day_add_months(handed_in, (int)months) : DAY_NONE;
}

err proof_prepare(struct cx *cx, const struct tenant *centre, const struct grant_case *c, const struct grant_state *s,
                  const struct list *events, struct grant_proof *ret, struct proof_draft *ret_draft)
{
	struct list rules = { 0 }, sums = { 0 }, spending = { 0 };
	struct staff_money staff = { 0 };
	struct proof_draft draft;
	*ret = (struct grant_proof){ 0 };
	TRY(rules_known(cx, cx->now, &rules));
	TRY(proof_sums(cx, c, &sums));
	TRY(spending_list(cx, c->centre_id, c->year, &spending));
	TRY(staff_year_of(cx, centre, (int)c->year, &staff));
	TRY(proof_draft_get(cx, c, &draft));
	TRY(fill_head(cx, centre, c, s, ret));
	const struct proof_basis basis = { c, s, events, &rules, &staff, &sums, &spending, &draft, cx->today };
	proof_figures(cx, &basis, ret);
	TRY(add_decisions(cx, events, ret));
	TRY(add_figures(cx, c, &ret->figures));
	add_posts(cx, &staff, ret);
	TRY(add_people(cx, centre, &staff, ret));
	fill_texts(cx, &draft, ret);
	ret->keep_until = proof_keep_until(&rules, c, cx->today);
	if (ret_draft)
		*ret_draft = draft;
	return OK;
}

/* --- handing it in ------------------------------------------------------------------------------------------------ */

int64_t proof_mark(struct cx *cx, const struct grant_proof *p, const struct proof_draft *d, int64_t seen)
{
	struct text t = TEXT(cx->mem);
	text_print(&t, "%" PRId64 "/%" PRId64 "/%d", seen, d->version, (int)p->day.n);
	const int64_t sums[] = { p->income_cents, p->expense_cents,  p->paid_cents,
		                 p->used_cents,   p->interest.cents, (int64_t)p->people.n };
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		text_print(&t, "/%" PRId64, sums[i]);
	LIST_EACH (const struct proof_line, l, &p->expenses)
		text_print(&t, "/" STR_FMT "=%" PRId64 "=%" PRId64, STR_ARG(l->item), l->cents, l->used_cents);
	LIST_EACH (const struct proof_line, l, &p->income)
		text_print(&t, "/" STR_FMT "=%" PRId64, STR_ARG(l->item), l->cents);
	LIST_EACH (const struct proof_figure, f, &p->figures)
		text_print(&t, "/" STR_FMT "=" STR_FMT, STR_ARG(f->code), STR_ARG(f->amount));
	int64_t mark = 0;
	str hash = crypt_hash(cx->mem, text_str(&t));
	for (size_t i = 0; i < 13; i++) /* 52 bits: what programs read as a number stays what it is */
		mark = mark * 16 + (hash.p[i] <= '9' ? hash.p[i] - '0' : hash.p[i] - 'a' + 10);
	return mark + 1;
}

static err check_confirmed(struct cx *cx, const struct proof_submit *in, const struct grant_proof *p)
{
	err e = OK;
	if (!in->kept)
		e = problem_add(cx, "kept", "grants.proof.confirm", NO_ARGS);
	if (!in->necessary)
		e = problem_add(cx, "necessary", "grants.proof.confirm", NO_ARGS);
	if (!in->booked)
		e = problem_add(cx, "booked", "grants.proof.confirm", NO_ARGS);
	if (str_blank(p->success))
		e = problem_add(cx, "success", "grants.proof.success_missing", NO_ARGS);
	return e;
}

void proof_sign(struct cx *cx, struct grant_proof *p, str by)
{
	p->kept = p->necessary = p->booked = true;
	p->submitted_by = by;
	p->submitted_at = cx->now;
	p->submitted_on = say_day_long(cx->words, cx->mem, cx->today);
	proof_words_fill(cx, "proof_words", proof_words, &p->words);
}

static err freeze(struct cx *cx, const struct proof_submit *in, struct grant_proof *p, int64_t *ret_seen)
{
	struct grant_case c;
	struct grant_state s;
	struct list events = { 0 };
	struct proof_draft draft;
	TRY(grant_case_find(cx, in->centre, in->case_id, &c));
	TRY(grant_state_on(cx, &c, &s, &events));
	TRY(proof_prepare(cx, in->centre, &c, &s, &events, p, &draft));
	if (proof_mark(cx, p, &draft, s.seen) != in->mark)
		return fail(cx, E_STALE, "grants.proof.stale", NO_ARGS);
	TRY(check_confirmed(cx, in, p));
	proof_sign(cx, p, grant_signature(cx, cx->user, S("proven")));
	*ret_seen = s.seen;
	return grant_vouchers_keep_until_in_tx(cx, &c, p->keep_until);
}

err proof_submit_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct proof_submit *in = in_;
	const struct words *of_reader = cx->words;
	struct grant_proof p;
	int64_t seen = 0;
	cx->words = words_sibling(of_reader, S("de"));
	err e = freeze(cx, in, &p, &seen);
	cx->words = of_reader;
	TRY(e);
	const struct grant_add add = { .centre = in->centre,
		                       .case_id = in->case_id,
		                       .seen = seen,
		                       .event = { .kind = S("proven"),
		                                  .day = cx->today,
		                                  .cents = MAYBE(p.used_cents),
		                                  .content = grant_paper_json(cx->mem, &grant_proof_rec, &p) } };
	return grant_add_in_tx(cx, &add, ret);
}

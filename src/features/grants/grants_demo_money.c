/* Calls, payouts, use and cost lines of the example: Kreis Coesfeld in each of its years, with one use that came late
 * and some money that was not needed; the others a call or two, in every state that the authority may meet. */
#include "base/chance.h"
#include "base/money.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "doc/doc.h"
#include "features/grants/grant_call.h"
#include "features/grants/grant_cost.h"
#include "features/grants/grant_voucher.h"
#include "features/grants/grants_demo.h"

#include <inttypes.h>
#include <string.h>

struct paying {
	struct cx *cx;
	struct grants_demo *d;
	struct demo_case *k;
	int64_t called_cents; /* so far */
};

/* One call: which part of the year's money, when, and what became of it. */
struct step {
	int month, dom;
	int part, parts; /* 1 of 6 */
	enum { OPEN, DRAFTED, APPROVED, PAID, HALF_USED, ALL_USED, USED_LATE } until;
};

static err put(struct paying *p, const struct user *who, const struct grant_event *draft, struct grant_event *e)
{
	return demo_event_in_tx(p->cx, p->k, who, STR_NONE, draft, e);
}

/* The lines of a group in this part of the year; the parts of all calls add up to what was granted. */
static void part_of_year(struct paying *p, const struct step *s, const char *group, struct list *ret)
{
	int64_t parts[12] = { 0 }, cents[12];
	ASSERT(s->parts <= 12);
	for (int i = 0; i < s->parts; i++)
		parts[i] = 1;
	LIST_EACH (const struct grant_line, granted, &p->k->granted) {
		if (!str_is(granted->group, group) || !granted->cents)
			continue;
		money_split(granted->cents, parts, (size_t)s->parts, cents);
		struct grant_line *l = LIST_ADD(p->cx->mem, ret, struct grant_line);
		*l = *granted;
		l->cents = cents[s->part - 1];
		l->calculation = str_print(p->cx->mem, STR_FMT " / %d = " STR_FMT " (Teil %d von %d)",
		                           STR_ARG(money_german(p->cx->mem, granted->cents)), s->parts,
		                           STR_ARG(money_german(p->cx->mem, l->cents)), s->part, s->parts);
		l->note = STR_NONE;
	}
}

static struct grant_event called(struct paying *p, const struct list *lines, day on)
{
	const struct grant_line *first = LIST_AT(lines, const struct grant_line, 0);
	const struct grant_call_paper paper = {
		.paper = { .format = GRANT_FORMAT,
		           .group = first->group,
		           .from = on,
		           .until = day_add(day_add_months(on, 2), -1),
		           .total_cents = grant_lines_total(lines),
		           .lines = *lines },
		.before_cents = p->called_cents,
		.account = str_print(p->cx->mem, STR_FMT ", DE89 3704 0044 0532 0130 00", STR_ARG(p->k->centre.name)),
		.declaration = S(
		        "Erklärung: Die abgerufenen Mittel werden für Zahlungen benötigt, die innerhalb von 2 Monaten "
		        "nach der Auszahlung fällig werden."),
	};
	p->called_cents += paper.paper.total_cents;
	return (struct grant_event){ .kind = S("called"),
		                     .day = on,
		                     .cents = MAYBE(paper.paper.total_cents),
		                     .content = grant_paper_json(p->cx->mem, &grant_call_paper_rec, &paper) };
}

static err use(struct paying *p, int64_t call_id, int64_t cents, day on)
{
	struct grant_event e = { .kind = S("used"), .about_id = MAYBE(call_id), .day = on, .cents = MAYBE(cents) };
	return cents ? put(p, &p->d->administrator, NULL, &e) : OK;
}

static err use_all(struct paying *p, const struct step *s, int64_t call_id, int64_t cents, day paid_on)
{
	int64_t half = cents / 2;
	if (s->until < HALF_USED)
		return OK;
	TRY(use(p, call_id, half, day_add(paid_on, 30)));
	if (s->until == HALF_USED)
		return OK;
	return use(p, call_id, cents - half, day_add(paid_on, s->until == USED_LATE ? 122 : 52));
}

/* Since when money can be called. The grant of Coesfeld for 2024 was changed in summer; the first one was final before.
 */
static day callable_from(const struct demo_case *k)
{
	bool changed = str_is(k->c.slug, "coesfeld") && k->c.year == 2024;
	return changed ? DAY(2024, 1, 29) : k->final_on;
}

/* From the call to its use, as far as the step goes and the day has come. */
static err one_call(struct paying *p, const struct step *s, const char *group)
{
	day on = day_of((int)p->k->c.year, s->month, s->dom), paid_on = day_add(on, 9);
	struct list lines = { 0 };
	part_of_year(p, s, group, &lines);
	if (!lines.n || !day_is(p->k->final_on) || day_cmp(on, callable_from(p->k)) < 0)
		return OK;
	struct grant_event call = called(p, &lines, on);
	TRY(put(p, &p->d->head, NULL, &call));
	struct grant_event draft = {
		.kind = S("payout_draft"), .day = day_add(on, 3), .cents = call.cents, .content = call.content
	};
	draft.about_id = MAYBE(call.id);
	if (!call.id || s->until == OPEN)
		return OK;
	TRY(put(p, &p->d->first, NULL, &draft));
	struct grant_event approved = { .kind = S("approved"), .about_id = MAYBE(draft.id), .day = day_add(on, 6) };
	if (!draft.id || s->until == DRAFTED)
		return OK;
	TRY(put(p, &p->d->second, &draft, &approved));
	struct grant_event paid = {
		.kind = S("paid"), .about_id = MAYBE(call.id), .day = paid_on, .cents = call.cents
	};
	if (!approved.id || s->until == APPROVED)
		return OK;
	TRY(put(p, &p->d->first, NULL, &paid));
	return paid.id ? use_all(p, s, call.id, call.cents.v, paid_on) : OK;
}

/* --- Kreis Coesfeld ----------------------------------------------------------------------------------------------- */

static const struct step whole_year[] = { { 2, 9, 1, 6, ALL_USED },  { 4, 13, 2, 6, ALL_USED },
	                                  { 6, 8, 3, 6, ALL_USED },  { 8, 10, 4, 6, ALL_USED },
	                                  { 9, 22, 5, 6, ALL_USED }, { 11, 16, 6, 6, ALL_USED } };
static const struct step apart[] = { { 3, 2, 1, 3, ALL_USED }, { 6, 9, 2, 3, ALL_USED }, { 9, 8, 3, 3, ALL_USED } };

/* The second call of 2024 was used late; of the last one a half was not needed. In the running year a half is unused
 * and the newest call is open. */
static struct step as_it_went(int64_t year, const struct step *s)
{
	struct step went = *s;
	if (year == 2024 && s->part == 2)
		went.until = USED_LATE;
	if ((year == 2024 && s->part == 6) || (year == 2026 && s->part == 5))
		went.until = HALF_USED;
	if (year == 2026 && s->part == 6)
		went.until = OPEN;
	return went;
}

static err calls_of_coesfeld(struct paying *p)
{
	size_t next = 0;
	for (size_t i = 0; i < sizeof whole_year / sizeof *whole_year; i++) {
		struct step s = as_it_went(p->k->c.year, &whole_year[i]);
		TRY(one_call(p, &s, "basic"));
		if (next < sizeof apart / sizeof *apart && apart[next].month <= s.month + 1)
			TRY(one_call(p, &apart[next++], "prevention"));
	}
	return OK;
}

/* A line of cost: in which months of which years. {month} is the number of the month in the voucher. */
static const struct expense {
	const char *item, *payee, *voucher, *purpose, *source;
	int first_year, last_year, first_month, last_month, every; /* every so many months */
	int64_t cents;
} expenses[] = {
	{ "interpreter_costs", "Sammelabrechnung Sprachmittlung", "SM", "Aufwandsentschädigungen des Monats", "land",
	  2023, 2024, 1, 12, 1, 341250 },
	{ "interpreter_costs", "Volkshochschule Coesfeld", "VHS", "Schulung neuer Sprachmittelnder", "land", 2023, 2026,
	  3, 9, 6, 96000 },
	{ "interpreter_costs", "Druckerei Heller", "RE", "Faltblätter in zwölf Sprachen", "own", 2024, 2026, 5, 5, 1,
	  48000 },
	{ "volunteering_prevention", "Caritasverband für den Kreis Coesfeld", "CV",
	  "Begegnungscafé: Miete und Material", "land", 2025, 2026, 2, 12, 2, 412500 },
	{ "volunteering_prevention", "Kreissportbund Coesfeld", "KSB", "Übungsstunden „Sport verbindet“", "land", 2025,
	  2026, 3, 11, 4, 286000 },
	{ "volunteering_prevention", "Buchhandlung am Markt", "RG", "Material für Lesepatenschaften", "land", 2025,
	  2026, 4, 10, 3, 38790 },
	{ "volunteering_prevention", "Jugendhilfe Dülmen", "JH", "Demokratiewerkstatt", "federal", 2025, 2026, 6, 6, 1,
	  150000 },
	{ "fathers_work", "Familienbildungsstätte Dülmen", "FBS", "Vätergruppe, Honorar der Leitung", "land", 2025,
	  2025, 3, 11, 4, 198000 },
	{ "fathers_work", "Naturschutzzentrum Darup", "NZ", "Vater-Kind-Wochenende", "land", 2025, 2025, 7, 7, 1,
	  164530 },
};

static void add_expense(struct paying *p, const struct expense *x, int month, struct chance *c, struct list *ret)
{
	day on = day_of((int)p->k->c.year, month, chance_between(c, 3, 26));
	struct grant_cost l = { .case_id = p->k->c.id, .side = S("expense"), .item = str_of(x->item), .day = on };
	if (day_cmp(on, p->cx->today) > 0)
		return;
	l.cents = x->cents + (x->every == 1 && x->cents > 100000 ? chance_between(c, -240, 240) * INT64_C(150) : 0);
	l.source = str_of(x->source);
	l.payee = str_of(x->payee);
	l.voucher = str_print(p->cx->mem, "%s %" PRId64 "-%02d", x->voucher, p->k->c.year, month);
	l.purpose = str_of(x->purpose);
	l.source_key = grant_cost_key(p->cx->mem, l.payee, l.voucher, l.day);
	*LIST_ADD(p->cx->mem, ret, struct grant_cost) = l;
}

static err costs_of_coesfeld(struct paying *p)
{
	struct list lines = { 0 };
	struct chance c = { (uint64_t)p->k->c.year };
	const struct user *asked = p->cx->user;
	int year = (int)p->k->c.year;
	for (size_t i = 0; i < sizeof expenses / sizeof *expenses; i++) {
		const struct expense *x = &expenses[i];
		if (year < x->first_year || year > x->last_year)
			continue;
		for (int month = x->first_month; month <= x->last_month; month += x->every)
			add_expense(p, x, month, &c, &lines);
	}
	p->cx->user = &p->d->administrator;
	err e = grant_cost_insert_many(p->cx, p->k->centre.id, &lines, str_print(p->cx->mem, "demo/%d", year));
	p->cx->user = asked;
	return e;
}

/* Invoices as files beside the newest lines of the year; the others lie in a folder. */
static err vouchers_of_coesfeld(struct paying *p)
{
	enum { WITH_FILE = 3 };
	const struct grant_cost_filter all = { 0 };
	struct cx *cx = p->cx;
	struct list lines = { 0 };
	if (p->k->c.year < 2025)
		return OK;
	TRY(grant_cost_list(cx, &p->k->c, &all, S("9999-12-31"), 0, WITH_FILE, &lines));
	LIST_EACH (const struct grant_cost, l, &lines) {
		const struct doc_line said = { .kind = DOC_PARAGRAPH,
			                       .text = str_print(cx->mem, STR_FMT ": " STR_FMT ". (Beispiel)",
			                                         STR_ARG(l->purpose),
			                                         STR_ARG(say_money(cx->words, cx->mem, l->cents))) };
		const struct doc_letter letter = { .sender = l->payee,
			                           .sender_lines = S("Musterstraße 1\n48249 Dülmen"),
			                           .recognition = S(""),
			                           .date = day_german(cx->mem, l->day),
			                           .subject =
			                                   str_print(cx->mem, "Rechnung " STR_FMT, STR_ARG(l->voucher)),
			                           .lines = &said,
			                           .n = 1,
			                           .language = S("de"),
			                           .page_format = S("{page}"),
			                           .made = cx->now };
		struct evidence e = { .part_id = l->id,
			              .name = str_print(cx->mem, STR_FMT ".pdf", STR_ARG(l->voucher)),
			              .type = S("pdf"),
			              .scan = S("unchecked"),
			              .sent_at = cx->now };
		TRY(doc_pdf(cx->mem, &letter, &e.content));
		e.size = (int64_t)e.content.n;
		e.hash = crypt_hash(cx->mem, e.content);
		TRY(evidence_keep_in_tx(cx, &grant_vouchers, p->k->centre.id, p->k->c.id, p->d->administrator.name,
		                        "file", &e));
	}
	return OK;
}

/* --- the others --------------------------------------------------------------------------------------------------- */

/* The last call of the running year, in every state; by the number of the KI. */
static struct step last_step(int64_t centre_id)
{
	static const struct step ends[] = { { 11, 9, 3, 3, OPEN },      { 11, 9, 3, 3, DRAFTED },
		                            { 11, 9, 3, 3, APPROVED },  { 10, 5, 3, 3, HALF_USED },
		                            { 9, 14, 3, 3, HALF_USED }, { 9, 7, 3, 3, ALL_USED } };
	return ends[centre_id % (int64_t)(sizeof ends / sizeof *ends)];
}

static err calls_of_others(struct paying *p)
{
	const struct step spring = { 3, 9, 1, 3, ALL_USED }, summer = { 7, 6, 2, 3, ALL_USED };
	const struct step first_half = { 3, 9, 1, 2, ALL_USED }, second_half = { 8, 17, 2, 2, ALL_USED };
	bool slow = p->k->c.year == 2026 && p->k->centre.id % 6 == 1; /* the Land's page warns of these */
	const struct step autumn = { 10, 12, 3, 3, ALL_USED };
	struct step last = p->k->c.year == 2026 ? last_step(p->k->centre.id) : autumn;
	TRY(one_call(p, &spring, "basic"));
	TRY(one_call(p, &first_half, "prevention"));
	TRY(one_call(p, &summer, "basic"));
	if (!slow)
		TRY(one_call(p, &second_half, "prevention"));
	return one_call(p, &last, "basic");
}

err grants_demo_money_in_tx(struct cx *cx, struct grants_demo *d)
{
	LIST_EACH (struct demo_case, k, &d->cases) {
		struct paying p = { .cx = cx, .d = d, .k = k };
		if (str_is(k->centre.slug, "coesfeld")) {
			TRY(calls_of_coesfeld(&p));
			TRY(costs_of_coesfeld(&p));
			TRY(vouchers_of_coesfeld(&p));
		} else {
			TRY(calls_of_others(&p));
		}
	}
	return OK;
}

/* Pick a day, see what the Land funds for this KI on it: item by item, by which rule, from which source. */
#include "features/centres/centre_entitlement_pages.h"

#include "core/words.h"
#include "features/centres/centres_pages.h"
#include "view/chart.h"

static const struct field part_fields[] = {
	FIELD(struct funding_part, programme, KIND_CHOICE, .choices = &programme_choices),
	FIELD(struct funding_part, is_base, KIND_BOOL),
	FIELD(struct funding_part, items, KIND_MANY, .of = &entitlement_item_rec),
	FIELD(struct funding_part, total_cents, KIND_MONEY, .maybe = true),
	FIELD(struct funding_part, complete, KIND_BOOL),
	FIELD(struct funding_part, assumed, KIND_BOOL),
};
static const struct record part_rec = RECORD("funding_part", struct funding_part, part_fields);

static const struct field page_fields[] = {
	FRAME_FIELDS(struct centre_entitlement),
	FIELD(struct centre_entitlement, centre, KIND_ONE, .of = &centre_rec),
	FIELD(struct centre_entitlement, day, KIND_DAY),
	FIELD(struct centre_entitlement, day_typed, KIND_TEXT, .hidden = true),
	FIELD(struct centre_entitlement, day_error, KIND_TEXT, .hidden = true),
	FIELD(struct centre_entitlement, recognition, KIND_TEXT),
	FIELD(struct centre_entitlement, verdict, KIND_TEXT),
	FIELD(struct centre_entitlement, nothing, KIND_BOOL),
	FIELD(struct centre_entitlement, entitlement, KIND_ONE, .of = &entitlement_rec),
	FIELD(struct centre_entitlement, parts, KIND_MANY, .of = &part_rec, .hidden = true),
	FIELD(struct centre_entitlement, raa, KIND_ONE, .of = &rule_use_rec, .maybe = true),
	FIELD(struct centre_entitlement, ceiling, KIND_MONEY, .maybe = true),
	FIELD(struct centre_entitlement, ceiling_since, KIND_DAY),
	FIELD(struct centre_entitlement, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct centre_entitlement, chart, KIND_HTML, .hidden = true),
	FIELD(struct centre_entitlement, path, KIND_PATH, .hidden = true),
	FIELD(struct centre_entitlement, pdf_path, KIND_PATH),
};
static const struct record page_rec = RECORD("centre_entitlement", struct centre_entitlement, page_fields);
const struct page page_centre_entitlement = { "centres/entitlement.html", &page_rec };

static const struct entitlement_item *item_of(const struct list *items, str item)
{
	LIST_EACH (const struct entitlement_item, i, items)
		if (str_eq(i->item, item))
			return i;
	return NULL;
}

/* --- totals: what is unknown is not zero -------------------------------------------------------------------------- */

static void part_add(struct arena *a, struct list *parts, str programme, const struct list *items, int64_t total,
                     bool complete)
{
	struct funding_part *p = LIST_ADD(a, parts, struct funding_part);
	p->programme = programme;
	p->is_base = str_is(programme, "base");
	p->items = *items;
	p->complete = complete;
	if (complete || total > 0)
		p->total_cents = MAYBE(total);
}

struct list funding_parts(struct arena *a, const struct entitlement *e)
{
	struct list parts = { 0 };
	if (e->items.n == 0)
		return parts;
	part_add(a, &parts, S("base"), &e->items, e->total_cents, e->complete);
	LIST_AT(&parts, struct funding_part, 0)->assumed = e->assumed;
	LIST_EACH (const struct programme, p, &e->programmes)
		part_add(a, &parts, p->programme, &p->items, p->total_cents, p->complete);
	return parts;
}

/* --- filling ------------------------------------------------------------------------------------------------------ */

static void fill_chart(struct cx *cx, struct centre_entitlement *p)
{
	const struct list *items = &p->entitlement.items;
	struct bar *bars = NEW_ARRAY(cx->mem, struct bar, items->n);
	size_t n = 0;
	LIST_EACH (const struct entitlement_item, i, items) {
		if (i->is_post)
			continue;
		str key = str_print(cx->mem, "item." STR_FMT, STR_ARG(i->item));
		str amount = i->total_cents.has ? say_money(cx->words, cx->mem, i->total_cents.v)
		                                : word(cx->words, cx->mem, "entitlement.unknown");
		bars[n++] = (struct bar){ .label = word(cx->words, cx->mem, key.p),
			                  .amount = amount,
			                  .value = i->total_cents.has ? i->total_cents.v : 0,
			                  .unknown = i->unknown };
	}
	if (n > 0)
		p->chart = chart_bars(cx->mem, S("entitlement"), word(cx->words, cx->mem, "entitlement.chart"),
		                      p->verdict, bars, n);
}

static void fill_verdict(struct cx *cx, struct centre_entitlement *p)
{
	const struct entitlement *e = &p->entitlement;
	const struct arg *args = ARGS({ "day", say_day_long(cx->words, cx->mem, p->day) },
	                              { "total", say_money(cx->words, cx->mem, e->total_cents) });
	const char *key = p->nothing     ? "entitlement.verdict_nothing"
	                  : !e->complete ? "entitlement.verdict_incomplete"
	                  : e->assumed   ? "entitlement.verdict_assumed"
	                                 : "entitlement.verdict";
	p->verdict = word_args(cx->words, cx->mem, key, args);
}

static err fill_raa(struct cx *cx, const struct request *rq, struct centre_entitlement *p)
{
	struct rule rule;
	err e = rule_term(cx, "raa_transition", rq->centre.kind, rq->centre.id, p->day, &rule);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	struct rule_use *use = NEW(cx->mem, struct rule_use);
	*use = (struct rule_use){ rule.code, str_print(cx->mem, "/rules/" STR_FMT, STR_ARG(rule.code)), rule.source,
		                  rule.mark, rule.note };
	p->raa = use;
	return OK;
}

/* The KI's own ceiling for third parties: only where Ziffer 2.3 is in force. */
static err fill_ceiling(struct cx *cx, const struct request *rq, struct centre_entitlement *p)
{
	struct setting_row row;
	if (!item_of(&p->entitlement.items, S("volunteering_prevention")))
		return OK;
	TRY(setting_get(cx, &setting_third_party_ceiling, rq->centre.id, p->day, &row));
	if (row.value.p && str_to_int(row.value, &p->ceiling.v)) {
		p->ceiling.has = true;
		p->ceiling_since = row.valid_from;
	}
	return OK;
}

static void chip_add(struct cx *cx, struct centre_entitlement *p, str text, day d)
{
	*LIST_ADD(cx->mem, &p->chips, struct link) =
	        (struct link){ .text = text,
		               .path = str_print(cx->mem, STR_FMT "?day=" STR_FMT, STR_ARG(p->path),
		                                 STR_ARG(day_iso(cx->mem, d))),
		               .current = day_cmp(d, p->day) == 0 };
}

static void fill_chips(struct cx *cx, struct centre_entitlement *p)
{
	static const int years[] = { 2013, 2018, 2021, 2024 };
	for (size_t i = 0; i < sizeof years / sizeof *years; i++)
		chip_add(cx, p, str_print(cx->mem, "%d", years[i]), DAY(years[i], 6, 1));
	chip_add(cx, p, word(cx->words, cx->mem, "core.today"), cx->today);
}

err centre_entitlement_fill(struct cx *cx, const struct request *rq, day on, struct centre_entitlement *ret)
{
	ret->day = on;
	ret->path = frame_path(cx, rq, "entitlement");
	ret->pdf_path =
	        str_print(cx->mem, STR_FMT ".pdf?day=" STR_FMT, STR_ARG(ret->path), STR_ARG(day_iso(cx->mem, on)));
	TRY(frame_fill(cx, rq, "entitlement", "entitlement.title", &ret->frame));
	TRY(centre_find(cx, rq->centre.id, cx->today, &ret->centre));
	TRY(entitlement_on(cx, rq->centre.kind, rq->centre.id, on, &ret->entitlement));
	ret->nothing = ret->entitlement.items.n == 0;
	ret->parts = funding_parts(cx->mem, &ret->entitlement);
	TRY(centre_recognition(cx, &rq->centre, on, &ret->recognition));
	TRY(fill_raa(cx, rq, ret));
	TRY(fill_ceiling(cx, rq, ret));
	fill_verdict(cx, ret);
	fill_chart(cx, ret);
	fill_chips(cx, ret);
	return OK;
}

/* --- handlers ----------------------------------------------------------------------------------------------------- */

err centre_entitlement_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct centre_entitlement p = { 0 };
	day on;
	err e = route_day(cx, rq, "day", &on);
	const struct problem *wrong = problem_of(cx, "day");
	p.day_typed = wrong ? route_asked(rq, "day") : day_german(cx->mem, on);
	if (wrong)
		p.day_error = word_args(cx->words, cx->mem, wrong->key, wrong->args);
	TRY(centre_entitlement_fill(cx, rq, on, &p));
	return page_show(cx, rq->http, rs, page_status(e), &page_centre_entitlement, &p);
}

err centre_entitlement_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct centre_entitlement p = { 0 };
	str pdf;
	TRY(route_day(cx, rq, "day", &p.day));
	TRY(centre_entitlement_fill(cx, rq, p.day, &p));
	TRY(centre_entitlement_letter(cx, rq, &p, &pdf));
	res_text(rs, 200, "application/pdf", pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"foerderung-" STR_FMT "-" STR_FMT ".pdf\"",
	                     STR_ARG(rq->centre.slug), STR_ARG(day_iso(cx->mem, p.day))));
	return OK;
}

/* Applications and decisions of the example. */
#include "features/grants/grants_demo.h"

#include "base/chance.h"
#include "core/audit.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_application.h"
#include "features/grants/grant_decision.h"
#include "features/rulebook/rulebook_model.h"

enum { NEXT_YEAR = 2027 };

struct making {
	struct cx *cx;
	struct grants_demo *d;
	struct demo_case *k;
	struct chance chance;
	struct application app;
	struct list lines; /* struct grant_line: of the last draft */
	day applied_on;    /* of the first application of the case */
	str head;          /* whose name stands under what the KI does */
};

static const char *const heads[] = { "Petra Hülsmann",  "Jörg Kettler",      "Aylin Demirci",  "Ulrike Brockmeyer",
	                             "Stefan Overbeck", "Fatma Yıldırım",    "Martin Lohmann", "Claudia Weyers",
	                             "Ralf Steinkamp",  "Miriam Achterberg", "Tobias Nießen",  "Sabine Drüke",
	                             "Karim El-Haddad", "Birte Sandmann",    "Andreas Pohl",   "Nina Vormbrock" };

/* --- events ------------------------------------------------------------------------------------------------------- */

err demo_event_in_tx(struct cx *cx, struct demo_case *d, const struct user *who, str name,
                     const struct grant_event *draft, struct grant_event *e)
{
	e->id = 0;
	if (day_cmp(e->day, cx->today) > 0)
		return OK;
	e->seq = d->seen + 1;
	e->account_id = who->id;
	struct user by = *who;
	by.name = name.p ? name : who->name;
	e->recorded_by = grant_signature(cx, &by, e->kind);
	e->recorded_at = instant_at(e->day, 9 * 60 + 12);
	TRY(grant_event_put_in_tx(cx, &d->c, draft, e));
	d->seen++;
	return OK;
}

struct demo_case *demo_case_of(const struct grants_demo *d, str slug, int64_t year)
{
	LIST_EACH (struct demo_case, k, &d->cases)
		if (str_eq(k->c.slug, slug) && k->c.year == year && str_is(k->c.programme, "base"))
			return k;
	return NULL;
}

/* The KI does something; of the KI without an account of its own the name alone is invented. */
static err by_head(struct making *m, struct grant_event e)
{
	bool own = str_is(m->k->c.slug, "coesfeld");
	return demo_event_in_tx(m->cx, m->k, &m->d->head, own ? STR_NONE : m->head, NULL, &e);
}

static err by_authority(struct making *m, const char *kind, day on, const char *note)
{
	struct grant_event e = { .kind = str_of(kind), .day = on, .note = str_of(note) };
	return demo_event_in_tx(m->cx, m->k, &m->d->first, STR_NONE, NULL, &e);
}

/* --- the application ---------------------------------------------------------------------------------------------- */

static void wish(struct making *m, const char *item, struct maybe quantity, struct maybe cents, const char *note)
{
	*LIST_ADD(m->cx->mem, &m->app.wishes, struct grant_wish) =
	        (struct grant_wish){ .item = str_of(item), .quantity = quantity, .cents = cents, .note = str_of(note) };
}

static err make_application(struct making *m)
{
	struct cx *cx = m->cx;
	const struct grant_case *c = &m->k->c;
	struct application_basis b = { .c = c, .rules = &m->d->rules, .pool_concept = true };
	b.given = entitlement_of(cx->mem, &m->d->rules, c->kind, c->centre_id, day_of((int)c->year, 1, 1), false);
	if (str_is(c->slug, "coesfeld"))
		TRY(staff_year_of(cx, &m->k->centre, (int)c->year, &b.staff));
	m->app.paper = (struct grant_paper){ .format = GRANT_FORMAT,
		                             .from = day_of((int)c->year, 1, 1),
		                             .until = day_of((int)c->year, 12, 31) };
	application_lines(cx, &b, &m->app.wishes, &m->app.paper.lines);
	m->app.paper.total_cents = grant_lines_total(&m->app.paper.lines);
	return OK;
}

static err apply(struct making *m, day on)
{
	if (!day_is(m->applied_on))
		m->applied_on = on;
	TRY(make_application(m));
	struct grant_event e = { .kind = S("applied"),
		                 .day = on,
		                 .cents = MAYBE(m->app.paper.total_cents),
		                 .content = grant_paper_json(m->cx->mem, &application_rec, &m->app) };
	bool own = str_is(m->k->c.slug, "coesfeld");
	TRY(demo_event_in_tx(m->cx, m->k, &m->d->head, own ? STR_NONE : m->head, NULL, &e));
	m->k->applied_id = e.id;
	return OK;
}

static err check(struct making *m, day on)
{
	TRY(by_authority(m, "checked_content", on, NULL));
	return by_authority(m, "checked_figures", day_add(on, 1), NULL);
}

/* --- the decision ------------------------------------------------------------------------------------------------- */

/* One position gets less than was asked for. */
struct cut {
	const char *item, *reason;
	int64_t cents;
};

static err make_decision(struct making *m, const char *type, const struct cut *cut, struct decision *ret)
{
	struct grant_event applied = { .seq = m->k->seen };
	const struct grant_state s = { .applied = &applied,
		                       .application = m->app.paper,
		                       .applied_on = m->applied_on,
		                       .granted_cents = grant_lines_total(&m->k->granted),
		                       .proof_due = day_of((int)m->k->c.year + 1, 3, 31) };
	TRY(decision_propose(m->cx, &m->k->centre, &m->k->c, &s, type, ret));
	LIST_EACH (struct grant_line, l, &ret->paper.lines)
		if (cut && str_is(l->item, cut->item) && l->cents > cut->cents) {
			l->cents = cut->cents;
			l->note = str_of(cut->reason);
		}
	ret->paper.total_cents = grant_lines_total(&ret->paper.lines);
	return OK;
}

static err draft(struct making *m, const struct user *who, const char *type, const struct cut *cut, day on,
                 struct grant_event *e)
{
	struct decision d;
	TRY(make_decision(m, type, cut, &d));
	m->lines = d.paper.lines;
	*e = (struct grant_event){ .kind = S("decision_draft"),
		                   .day = on,
		                   .cents = MAYBE(d.paper.total_cents),
		                   .content = grant_paper_json(m->cx->mem, &decision_rec, &d) };
	TRY(demo_event_in_tx(m->cx, m->k, who, STR_NONE, NULL, e));
	return OK;
}

/* Drafted by one, approved by the other a week later. */
static err decide(struct making *m, const char *type, const struct cut *cut, day on)
{
	struct grant_event e, approved = { .kind = S("approved"), .day = on };
	TRY(check(m, day_add(on, -20)));
	TRY(draft(m, &m->d->first, type, cut, day_add(on, -7), &e));
	if (!e.id)
		return OK;
	approved.about_id = MAYBE(e.id);
	TRY(demo_event_in_tx(m->cx, m->k, &m->d->second, STR_NONE, &e, &approved));
	if (!approved.id)
		return OK;
	m->k->decision_id = e.id;
	m->k->granted = m->lines;
	m->k->decided_on = on;
	return OK;
}

static err waive(struct making *m, day on)
{
	if (!m->k->decision_id || day_cmp(on, m->cx->today) > 0)
		return OK;
	m->k->final_on = on;
	return by_head(m, (struct grant_event){ .kind = S("waived"), .day = on });
}

/* Without a waiver it is final a month after its delivery. */
static err deliver(struct making *m, day on)
{
	if (!m->k->decision_id || day_cmp(on, m->cx->today) > 0)
		return OK;
	m->k->final_on = day_add(day_add_months(on, 1), 1);
	return by_head(m, (struct grant_event){ .kind = S("delivered"), .day = on });
}

/* --- one KI after the other --------------------------------------------------------------------------------------- */

static err begin(struct making *m, const struct tenant *centre, int64_t year)
{
	struct cx *cx = m->cx;
	const struct grant_case_in in = { centre, S("base"), year };
	m->k = LIST_ADD(cx->mem, &m->d->cases, struct demo_case);
	m->k->centre = *centre;
	m->chance = (struct chance){ (uint64_t)(centre->id * 131 + year) };
	m->app.wishes = (struct list){ 0 };
	m->applied_on = DAY_NONE;
	return grant_case_open_in_tx(cx, &in, &m->k->c);
}

/* In the autumn before the year it applies, in January it is decided. */
static err year_of(struct making *m, const struct tenant *centre, int64_t year, const struct cut *cut, int applied_dom,
                   int decided_dom)
{
	TRY(begin(m, centre, year));
	TRY(apply(m, day_of((int)year - 1, 10, applied_dom)));
	return decide(m, "grant", cut, day_of((int)year, 1, decided_dom));
}

/* A post was vacant for longer: less is asked for, and the grant is changed in the year. */
static err change_in_2024(struct making *m)
{
	wish(m, "specialist", MAYBE(5500), (struct maybe){ 0 },
	     "Beispiel: eine halbe Stelle bleibt bis Jahresende frei.");
	TRY(apply(m, DAY(2024, 6, 3)));
	TRY(decide(m, "change", NULL, DAY(2024, 6, 27)));
	return waive(m, DAY(2024, 7, 4));
}

static err coesfeld(struct making *m, const struct tenant *centre)
{
	const struct cut by_use = { "interpreter_costs", "Bemessen nach dem Verbrauch des Vorjahres.", 4500000 };
	const struct cut by_budget = { "fathers_work", "Die Mittel für Väterarbeit reichen nicht für alle Anträge.",
		                       800000 };
	TRY(year_of(m, centre, 2023, &by_use, 12, 24));
	TRY(waive(m, DAY(2023, 2, 2)));
	TRY(year_of(m, centre, 2024, NULL, 9, 18));
	TRY(waive(m, DAY(2024, 1, 29)));
	TRY(change_in_2024(m));
	TRY(begin(m, centre, 2025));
	wish(m, "fathers_work", (struct maybe){ 0 }, MAYBE(1000000), NULL);
	TRY(apply(m, DAY(2024, 10, 15)));
	TRY(decide(m, "grant", &by_budget, DAY(2025, 1, 22)));
	TRY(waive(m, DAY(2025, 1, 30)));
	TRY(year_of(m, centre, 2026, NULL, 21, 14));
	TRY(waive(m, DAY(2026, 1, 26)));
	TRY(begin(m, centre, NEXT_YEAR));
	wish(m, "fathers_work", (struct maybe){ 0 }, MAYBE(1200000), NULL);
	TRY(apply(m, DAY(2026, 10, 20)));
	return by_authority(m, "asked", DAY(2026, 11, 12),
	                    "Bitte erläutern Sie, wofür die 12.000 Euro für Väterarbeit vorgesehen sind.");
}

/* What a KI asks for less than it might, and for work with fathers, whose ceiling nobody knows. */
static void some_wishes(struct making *m)
{
	m->app.wishes = (struct list){ 0 };
	if (chance_percent(&m->chance, 25))
		wish(m, "specialist", MAYBE(chance_percent(&m->chance, 50) ? 4500 : 4000), (struct maybe){ 0 }, NULL);
	if (m->k->c.year >= 2025 && chance_percent(&m->chance, 60))
		wish(m, "fathers_work", (struct maybe){ 0 }, MAYBE(chance_between(&m->chance, 12, 24) * INT64_C(50000)),
		     NULL);
}

static err past_year(struct making *m, const struct tenant *centre, int64_t year)
{
	const struct cut less = { "fathers_work", "Die Mittel für Väterarbeit reichen nicht für alle Anträge.",
		                  600000 };
	TRY(begin(m, centre, year));
	some_wishes(m);
	day decided = day_of((int)year, 1, chance_between(&m->chance, 12, 30));
	TRY(apply(m, day_of((int)year - 1, 10, chance_between(&m->chance, 2, 30))));
	TRY(decide(m, "grant", chance_percent(&m->chance, 40) ? &less : NULL, decided));
	return chance_percent(&m->chance, 85) ? waive(m, day_add(decided, chance_between(&m->chance, 4, 20)))
	                                      : deliver(m, day_add(decided, 3));
}

/* Drafts that wait for the other one, whichever of the two looks. */
static err waiting_draft(struct making *m, const struct user *who)
{
	struct grant_event e;
	TRY(check(m, DAY(2026, 11, 10)));
	return draft(m, who, "grant", NULL, DAY(2026, 11, 19), &e);
}

static err answered(struct making *m)
{
	TRY(by_authority(m, "asked", DAY(2026, 11, 5), "Bitte reichen Sie die Vereinbarung mit den Gemeinden nach."));
	return by_head(m,
	               (struct grant_event){ .kind = S("answered"),
	                                     .day = DAY(2026, 11, 16),
	                                     .note = S("Die Niederschrift ist in den Voraussetzungen eingetragen.") });
}

/* Of the next year: not opened, in preparation, submitted, checked, asked, waiting for the second person. */
static err next_year(struct making *m, const struct tenant *centre)
{
	int kind = (int)(centre->id % 9);
	if (kind == 0)
		return OK;
	TRY(begin(m, centre, NEXT_YEAR));
	some_wishes(m);
	if (kind == 1 || str_is(centre->slug, "unna"))
		return OK;
	bool late = str_is(centre->slug, "hoexter");
	TRY(apply(m, late ? DAY(2026, 11, 9) : day_of(NEXT_YEAR - 1, 10, chance_between(&m->chance, 1, 30))));
	if (late)
		return OK;
	if (str_is(centre->slug, "borken") || str_is(centre->slug, "kleve"))
		return waiting_draft(m, str_is(centre->slug, "borken") ? &m->d->first : &m->d->second);
	if (kind == 2)
		return answered(m);
	return kind < 6 ? OK : by_authority(m, "checked_content", DAY(2026, 11, 9 + kind), NULL);
}

static err one_centre(struct making *m, const struct rule_centre *c)
{
	const struct tenant centre = { .id = c->id, .slug = c->slug, .name = c->name, .kind = c->kind };
	m->head = str_is(c->slug, "coesfeld") ? m->d->head.name
	                                      : str_of(heads[centre.id % (int)(sizeof heads / sizeof *heads)]);
	m->app = (struct application){
		.contact_name = m->head,
		.contact_phone = S("0211 000000"),
		.account_holder = c->name,
		.iban = S("DE89 3704 0044 0532 0130 00"),
		.reasons = S("Beispiel: Fortsetzung der Arbeit des Kommunalen Integrationszentrums."),
		.priorities = S("Beispiel: Seiteneinstieg, Elternarbeit, Interkulturelle Öffnung."),
		.not_begun = true,
		.truthful = true
	};
	TRY(application_parties(m->cx, &centre, &m->app));
	m->app.account_holder = m->app.applicant;
	audit_note(m->cx, "grant.demo", str_print(m->cx->mem, "centres/" STR_FMT "/grants", STR_ARG(c->slug)),
	           MAYBE(c->id));
	if (str_is(c->slug, "coesfeld"))
		return coesfeld(m, &centre);
	TRY(past_year(m, &centre, 2025));
	TRY(past_year(m, &centre, 2026));
	return next_year(m, &centre);
}

static err frame_in_tx(struct cx *cx, UNUSED const void *in, void *ret)
{
	struct grants_demo *d = ret;
	struct making m = { .cx = cx, .d = d };
	struct list centres = { 0 };
	TRY(user_by_login(cx, S("head@coesfeld"), &d->head));
	TRY(user_by_login(cx, S("administrator@coesfeld"), &d->administrator));
	TRY(user_by_login(cx, S("authority@arnsberg"), &d->first));
	TRY(user_by_login(cx, S("second@arnsberg"), &d->second));
	TRY(rules_known(cx, cx->now, &d->rules));
	TRY(rule_centres(cx, &centres));
	LIST_EACH (const struct rule_centre, c, &centres)
		TRY(one_centre(&m, c));
	TRY(grants_demo_money_in_tx(cx, d));
	TRY(grants_demo_proof(cx, d));
	return proof_sheet_demo_in_tx(cx);
}

err grants_demo(struct cx *cx)
{
	struct grants_demo d = { 0 };
	return db_tx(cx, "grants demo", frame_in_tx, NULL, &d, sizeof d);
}

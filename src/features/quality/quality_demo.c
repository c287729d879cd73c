/* Example data: most KI have assessed themselves once or twice, Unna is in the middle of it, Coesfeld has follow-ups,
 * one of them overdue. Days count back from today, so that the examples never grow old. */
#include "features/quality/quality_demo.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/tenant.h"
#include "core/user.h"
#include "features/quality/quality_pages.h"

enum { CENTRES, ASSESSMENT, EVENT, ANSWER, FOLLOW_UP, FOLLOW_UP_EVENT };
const struct sql quality_demo_sql[] = {
	[CENTRES] = { "SELECT id, slug FROM centre ORDER BY ags8 LIMIT 100", "" },
	[ASSESSMENT] = { "INSERT INTO quality_assessment (centre_id, criteria_on) VALUES ($1, $2) RETURNING id", "id" },
	[EVENT] = { "INSERT INTO quality_assessment_event (assessment_id, kind, day, recorded_by, recorded_at)"
	            " VALUES ($1, $2, $3, $4, $5)",
	            "isdst" },
	[ANSWER] = { "INSERT INTO quality_answer (assessment_id, criterion_id, level, evidence, recorded_by,"
	             " recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
	             "iissst" },
	[FOLLOW_UP] = { "INSERT INTO quality_follow_up (centre_id, criterion_id, what, who, due_on, proposed_on,"
	                " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	                "iissddst" },
	[FOLLOW_UP_EVENT] = { "INSERT INTO quality_follow_up_event (follow_up_id, kind, day, note, recorded_by,"
	                      " recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
	                      "isdsst" },
	{ 0 },
};

struct demo_centre {
	int64_t id;
	str slug;
};
static const struct field centre_fields[] = {
	FIELD(struct demo_centre, id, KIND_INT),
	FIELD(struct demo_centre, slug, KIND_TEXT),
};
static const struct record centre_rec = RECORD("demo_centre", struct demo_centre, centre_fields);

struct maker {
	struct list criteria; /* struct criterion */
	struct db_many events, answers;
	str head; /* who stands under the entries */
};

/* --- assessments -------------------------------------------------------------------------------------------------- */

/* The same number for the same three, spread evenly: examples are the same at each start. */
static int pick(int64_t a, int64_t b, int64_t c, int below)
{
	uint64_t x = (uint64_t)a * 0x9e3779b97f4a7c15u + (uint64_t)b * 0xbf58476d1ce4e5b9u +
	             (uint64_t)c * 0x94d049bb133111ebu;
	x ^= x >> 31;
	x *= 0xd6e8feb86659fd93u;
	x ^= x >> 29;
	return (int)(x % (uint64_t)below);
}

/* Most begin low or in the middle, and half of the criteria are a step better a year later; a few are worse. */
static int rank_of(int64_t centre, const struct criterion *c, int round)
{
	static const int first[] = { 0, 1, 1, 1, 2, 2, 3 };
	int rank = first[pick(centre, c->id, 1, sizeof first / sizeof *first)];
	int luck = pick(centre, c->id, 2, 10);
	if (round == 0)
		return rank;
	return luck < 5 && rank < QUALITY_LEVELS - 1 ? rank + 1 : luck == 9 && rank > 0 ? rank - 1 : rank;
}

static str evidence_of(str code, int rank)
{
	for (const struct demo_evidence *e = demo_evidences; e->code; e++)
		if (str_is(code, e->code))
			return str_of(e->said[rank < 2 ? rank : 2]);
	return S("Im Team besprochen und festgehalten.");
}

static void add_event(struct cx *cx, struct maker *m, int64_t id, const char *kind, day on)
{
	db_many_add(cx, &m->events, V(id, str_of(kind), on, m->head, cx->now));
}

/* asked: how many criteria have an answer. round: 0 the first, 1 the second. */
static err add_assessment(struct cx *cx, struct maker *m, int64_t centre, int round, day begun, day concluded,
                          size_t asked)
{
	int64_t id;
	TRY(db_int(cx, &quality_demo_sql[ASSESSMENT], &id, V(centre, begun)));
	add_event(cx, m, id, "begun", begun);
	if (day_is(concluded))
		add_event(cx, m, id, "concluded", concluded);
	for (size_t i = 0; i < m->criteria.n && i < asked; i++) {
		const struct criterion *c = LIST_AT(&m->criteria, struct criterion, i);
		int rank = rank_of(centre, c, round);
		db_many_add(cx, &m->answers,
		            V(id, c->id, str_of(quality_level_choices.codes[rank]), evidence_of(c->code, rank), m->head,
		              cx->now));
	}
	return OK;
}

static err add_centre(struct cx *cx, struct maker *m, const struct demo_centre *c)
{
	bool coesfeld = str_is(c->slug, "coesfeld"), unna = str_is(c->slug, "unna");
	m->head = coesfeld ? S("Annegret Terhorst") : unna ? S("Dirk Wegener") : S("Leitung des KI");
	day last = day_add(cx->today, -40 - pick(c->id, 0, 3, 240));
	if (!coesfeld && !unna && pick(c->id, 0, 4, 7) == 0)
		return OK; /* has not begun */
	if (coesfeld || pick(c->id, 0, 5, 3) > 0) {
		day first = day_add(last, -330 - pick(c->id, 0, 6, 80));
		TRY(add_assessment(cx, m, c->id, 0, day_add(first, -12), first, m->criteria.n));
	}
	TRY(add_assessment(cx, m, c->id, 1, day_add(last, -9), last, m->criteria.n));
	return unna ? add_assessment(cx, m, c->id, 0, day_add(cx->today, -3), DAY_NONE, 4) : OK;
}

/* --- follow-ups of Coesfeld --------------------------------------------------------------------------------------- */

struct demo_follow_up {
	const char *code, *what, *who;
	int due, proposed; /* days from today */
	const char *end;   /* done; NULL: open */
	const char *note;
	bool agreed;
};
static const struct demo_follow_up follow_ups[] = {
	{ "families", "Wartezeit der Beratung senken: ein zweiter Nachmittag, Termine mit Sprachmittlung vorab buchen",
	  "Seiteneinsteigerberatung, Mehmet Kaplan", -18, -150, NULL, NULL, true },
	{ "organisations",
	  "Halbjährliches Planungstreffen mit Migrantenorganisationen, erste Niederschrift an die LaSI",
	  "Leitung, Annegret Terhorst", 10, -90, NULL, NULL, true },
	{ "training", "Nachfrage ein halbes Jahr nach jeder Fortbildung einführen", "Fachkraft Qualifizierung", 120, -8,
	  NULL, NULL, false },
	{ "reporting", "Wöchentliche Erfassung der Tätigkeiten im ganzen Team", "Verwaltung, Birgit Schulze Wext", -60,
	  -200, "done", "Seit September erfassen alle in derselben Woche; drei Berichte ohne Rückfrage.", true },
};

static err add_follow_up(struct cx *cx, const struct maker *m, int64_t centre, const struct demo_follow_up *f)
{
	int64_t criterion = 0, id;
	day proposed = day_add(cx->today, f->proposed);
	LIST_EACH (const struct criterion, c, &m->criteria)
		if (str_is(c->code, f->code))
			criterion = c->id;
	TRY(db_int(cx, &quality_demo_sql[FOLLOW_UP], &id,
	           V(centre, criterion, str_of(f->what), str_of(f->who), day_add(cx->today, f->due), proposed, m->head,
	             cx->now)));
	if (f->agreed)
		TRY(db_exec(cx, &quality_demo_sql[FOLLOW_UP_EVENT], NULL,
		            V(id, S("agreed"), day_add(proposed, 5), STR_NONE, S("Katharina Böhm"), cx->now)));
	if (f->end)
		TRY(db_exec(cx, &quality_demo_sql[FOLLOW_UP_EVENT], NULL,
		            V(id, str_of(f->end), day_add(cx->today, f->due + 20), str_of(f->note), m->head, cx->now)));
	return OK;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static err demo_tx(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	struct maker m = { .events = { .sql = &quality_demo_sql[EVENT] },
		           .answers = { .sql = &quality_demo_sql[ANSWER] } };
	struct list centres = { 0 };
	struct tenant coesfeld;
	TRY(criteria_on(cx, cx->today, &m.criteria));
	if (m.criteria.n == 0)
		return OK; /* as of a day before there were any */
	TRY(db_list(cx, &quality_demo_sql[CENTRES], &centre_rec, &centres, V_NONE));
	LIST_EACH (const struct demo_centre, c, &centres)
		TRY(add_centre(cx, &m, c));
	TRY(db_many_run(cx, &m.events, NULL));
	TRY(db_many_run(cx, &m.answers, NULL));
	TRY(tenant_by_slug(cx, S("coesfeld"), &coesfeld));
	m.head = S("Annegret Terhorst");
	for (size_t i = 0; i < sizeof follow_ups / sizeof *follow_ups; i++)
		TRY(add_follow_up(cx, &m, coesfeld.id, &follow_ups[i]));
	audit_note(cx, "quality.demo", S("quality"), (struct maybe){ 0 });
	return OK;
}

err quality_demo(struct cx *cx)
{
	return db_tx(cx, "demo.quality", demo_tx, NULL, NULL, 0);
}

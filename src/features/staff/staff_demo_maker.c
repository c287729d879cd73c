#include "features/staff/staff_demo_maker.h"

#include "features/staff/staff_rows.h"

enum { CENTRES, QUALIFICATION, CASE, STEP, LEADING, SECONDMENT, COST };
#define WHO "recorded_by, recorded_at)"
const struct sql staff_demo_sql[] = {
	[CENTRES] = { "SELECT id, slug, kind, seat FROM centre ORDER BY ags8 LIMIT 100", "" },
	[QUALIFICATION] = { "INSERT INTO qualification (centre_id, person_id, kind, subject, title, held_since,"
	                    " evidence, " WHO " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	                    "iisssdsst" },
	[CASE] = { "INSERT INTO qualification_exception (centre_id, person_id, kind, applied_on, grounds, " WHO
	           " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	           "iisdsst" },
	[STEP] = { "INSERT INTO qualification_exception_step (exception_id, day, kind, party, note, " WHO
	           " VALUES ($1, $2, $3, $4, $5, $6, $7)",
	           "idsssst" },
	[LEADING] = { "INSERT INTO staff_leading (centre_id, person_id, office, valid_from, valid_to, " WHO
	              " VALUES ($1, $2, $3, $4, $5, $6, $7)",
	              "iisddst" },
	[SECONDMENT] = { "INSERT INTO secondment (centre_id, person_id, valid_from, valid_to, home, employer,"
	                 " supervision, " WHO " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	                 "iiddsssst" },
	[COST] = { "INSERT INTO post_cost (centre_id, post_id, year, cents, evidence, " WHO
	           " VALUES ($1, $2, $3, $4, $5, $6, $7)",
	           "iiiisst" },
	{ 0 },
};

static const struct field demo_centre_fields[] = {
	FIELD(struct demo_centre, id, KIND_INT),
	FIELD(struct demo_centre, slug, KIND_TEXT),
	FIELD(struct demo_centre, kind, KIND_TEXT),
	FIELD(struct demo_centre, seat, KIND_TEXT),
};
static const struct record demo_centre_rec = RECORD("demo_centre", struct demo_centre, demo_centre_fields);

err make_centres(struct cx *cx, struct list *ret)
{
	return db_list(cx, &staff_demo_sql[CENTRES], &demo_centre_rec, ret, V_NONE);
}

err make_post(struct maker *m, const struct post *p, int64_t *ret_id)
{
	return post_insert(m->cx, &m->tenant, p, ret_id);
}

err make_person(struct maker *m, struct demo_name name, int64_t *ret_id)
{
	struct person p = { .family_name = str_of(name.family), .given_name = str_of(name.given) };
	return person_insert(m->cx, &m->tenant, &p, ret_id);
}

err make_share(struct maker *m, const struct post *p, int64_t person, int64_t fte, day from, day to)
{
	struct share s = { .post_id = p->id, .person_id = person, .fte = fte, .valid_from = from, .valid_to = to };
	int64_t id;
	*LIST_ADD(m->cx->mem, &m->shares, struct demo_share) =
	        (struct demo_share){ .person_id = person, .kind = p->kind, .fte = fte, .from = from, .to = to };
	return share_insert(m->cx, &m->tenant, &s, &id);
}

err make_qualification(struct maker *m, const struct qualification *q)
{
	return db_exec(m->cx, &staff_demo_sql[QUALIFICATION], NULL,
	               V(m->centre.id, q->person_id, q->kind, q->subject, q->title, q->held_since, q->evidence,
	                 user_signature(m->cx), m->cx->now));
}

err make_exception(struct maker *m, const struct exception_case *e, const struct exception_step *steps, int n)
{
	int64_t id;
	TRY(db_int(
	        m->cx, &staff_demo_sql[CASE], &id,
	        V(m->centre.id, e->person_id, e->kind, e->applied_on, e->grounds, user_signature(m->cx), m->cx->now)));
	for (int i = 0; i < n; i++)
		TRY(db_exec(m->cx, &staff_demo_sql[STEP], NULL,
		            V(id, steps[i].day, steps[i].kind, steps[i].party, steps[i].note, user_signature(m->cx),
		              m->cx->now)));
	return OK;
}

err make_leading(struct maker *m, int64_t person, const char *office, day from, day to)
{
	return db_exec(m->cx, &staff_demo_sql[LEADING], NULL,
	               V(m->centre.id, person, str_of(office), from, to, user_signature(m->cx), m->cx->now));
}

/* The school supervision of the Regierungsbezirk employs, the Schulamt or the Bezirksregierung supervises. */
err make_secondment(struct maker *m, int64_t person, day from, day to, str home)
{
	return db_exec(m->cx, &staff_demo_sql[SECONDMENT], NULL,
	               V(m->centre.id, person, from, to, home, S("Land Nordrhein-Westfalen"),
	                 S("Dienstaufsicht: Schulleitung der Stammschule; Fachaufsicht: untere Schulaufsicht"),
	                 user_signature(m->cx), m->cx->now));
}

err make_cost(struct maker *m, int64_t post, int year, int64_t cents)
{
	return db_exec(m->cx, &staff_demo_sql[COST], NULL,
	               V(m->centre.id, post, year, cents, S("Beispiel: Personalkostennachweis"), user_signature(m->cx),
	                 m->cx->now));
}

/* --- papers ------------------------------------------------------------------------------------------------------- */

struct paper {
	const char *kind, *subject, *title;
};
static const struct paper teaching[] = {
	{ "teaching", "education", "Zweite Staatsprüfung für das Lehramt an Grundschulen" },
	{ "teaching", "education", "Zweite Staatsprüfung für das Lehramt an Haupt-, Real- und Gesamtschulen" },
	{ "teaching", "education", "Zweite Staatsprüfung für das Lehramt am Berufskolleg" },
	{ "teaching", "education", "Zweite Staatsprüfung für das Lehramt am Gymnasium, Deutsch als Zweitsprache" },
};
static const struct paper academic[] = {
	{ "degree", "migration", "Soziale Arbeit (B. A.), Schwerpunkt Migration" },
	{ "degree", "migration", "Interkulturelle Pädagogik (M. A.)" },
	{ "degree", "public_law", "Diplom-Verwaltungswirt (FH)" },
	{ "degree", "migration", "Islamwissenschaft und Migrationsforschung (M. A.)" },
	{ "degree", "migration", "Diplom-Sozialpädagogik (FH), Schwerpunkt Integration" },
	{ "equivalent", "public_law", "Verwaltungslehrgang II" },
	{ "experience", "municipal", "Sieben Jahre Sachbearbeitung im Sozialamt" },
	{ "experience", "migration", "Fünf Jahre Migrationsberatung bei einem Wohlfahrtsverband" },
};
static const struct paper office[] = {
	{ "training", "administration", "Verwaltungsfachangestellte" },
	{ "training", "administration", "Kauffrau für Büromanagement" },
	{ "training", "administration", "Kaufmann für Büromanagement" },
};
static const struct paper unusual[] = {
	{ "degree", "other", "Betriebswirtschaftslehre (B. Sc.)" },
	{ "degree", "other", "Germanistik (M. A.)" },
	{ "training", "other", "Medienkauffrau" },
};

err make_papers(struct maker *m, int64_t person, str kind, day since, bool usual)
{
	struct chance *c = &m->chance;
	const struct paper *p = &academic[chance_below(c, sizeof academic / sizeof *academic)];
	if (str_is(kind, "teacher"))
		p = &teaching[chance_below(c, sizeof teaching / sizeof *teaching)];
	else if (!usual)
		p = &unusual[chance_below(c, sizeof unusual / sizeof *unusual)];
	else if (str_is(kind, "assistant"))
		p = &office[chance_below(c, sizeof office / sizeof *office)];
	struct qualification q = { .person_id = person,
		                   .kind = str_of(p->kind),
		                   .subject = str_of(p->subject),
		                   .title = str_of(p->title),
		                   .held_since = day_add_months(since, -12 * chance_between(c, 1, 15)),
		                   .evidence = S("Beispiel: beglaubigte Abschrift, Personalakte") };
	return make_qualification(m, &q);
}

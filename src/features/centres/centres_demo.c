#include "features/centres/centres_demo.h"

#include "core/tenant.h"
#include "core/user.h"
#include "features/centres/centre_agreements.h"
#include "features/centres/centre_bodies.h"
#include "features/centres/centre_checks.h"
#include "features/centres/centre_conflicts.h"
#include "features/centres/centre_sites.h"
#include "features/centres/centre_suggestions.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres.h"

#define DULMEN "05558016"
#define COESFELD "05558012"
#define NOTTULN "05558032"

/* The example may be looked at on any day (--now): what had not happened by then is not there. */
static bool happened(const struct cx *cx, day on)
{
	return day_cmp(on, cx->today) <= 0;
}

/* --- Kreis Coesfeld: nearly everything done ----------------------------------------------------------------------- */

static err checks(struct cx *cx, const struct tenant *c)
{
	const struct check_entry entries[] = {
		{ .kind = S("concept"),
		  .day = DAY(2016, 6, 29),
		  .result = S("met"),
		  .valid_until = DAY(2023, 12, 31),
		  .evidence = S("Beispiel: Beschluss des Kreistages vom 29.06.2016, Integrationskonzept 2016") },
		{ .kind = S("agreement"),
		  .day = DAY(2016, 5, 11),
		  .result = S("met"),
		  .evidence = S("Beispiel: Bürgermeisterkonferenz vom 11.05.2016, zustimmende Rückmeldung aller elf "
		                "Städte und Gemeinden") },
		{ .kind = S("concept"),
		  .day = DAY(2023, 12, 13),
		  .result = S("met"),
		  .valid_until = DAY(2028, 12, 31),
		  .evidence = S("Beispiel: Beschluss des Kreistages vom 13.12.2023, Fortschreibung 2024 bis 2028") },
		{ .kind = S("agreement"),
		  .day = DAY(2023, 10, 25),
		  .result = S("met"),
		  .evidence = S("Beispiel: Bürgermeisterkonferenz vom 25.10.2023, Niederschrift zu TOP 4; elf von elf "
		                "Zustimmungen liegen vor") },
		{ .kind = S("grant"),
		  .day = DAY(2026, 1, 15),
		  .result = S("met"),
		  .valid_until = DAY(2026, 12, 31),
		  .evidence = S("Beispiel: Zuwendungsbescheid der Bezirksregierung Arnsberg für 2026") },
		{ .kind = S("pool_concept"),
		  .day = DAY(2022, 3, 1),
		  .result = S("met"),
		  .evidence = S("Beispiel: Konzeption Laiensprachmittlerpool, Fassung vom 01.03.2022") },
		{ .kind = S("komman_concept"),
		  .day = DAY(2024, 1, 10),
		  .result = S("met"),
		  .valid_until = DAY(2024, 12, 31),
		  .evidence = S("Beispiel: Förderkonzeption KOMM-AN NRW 2024 zur Kenntnis genommen") },
		{ .kind = S("kim_guideline"),
		  .day = DAY(2025, 1, 20),
		  .result = S("not_met"),
		  .evidence = S("Beispiel: Abgleich mit der Richtlinie vom 12.12.2024 steht noch aus (zwei Stellen "
		                "unter 0,5)") },
	};
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
		if (happened(cx, entries[i].day))
			TRY(check_record_in_tx(cx, c, &entries[i]));
	return OK;
}

/* All that must be involved but the Land-funded integration structures: they are the one that is missing. */
static err bodies(struct cx *cx, const struct tenant *c)
{
	const struct involvement entries[] = {
		{ .body = S("school_supervision"),
		  .partner = S("Schulamt für den Kreis Coesfeld"),
		  .day = DAY(2015, 9, 17),
		  .manner = S("took_part"),
		  .note = S("Beispiel: Auftaktgespräch zum Antrag") },
		{ .body = S("school_supervision"),
		  .partner = S("Schulamt für den Kreis Coesfeld"),
		  .day = DAY(2025, 11, 6),
		  .manner = S("cooperation"),
		  .note = S("Beispiel: Abstimmung der Schwerpunkte 2026/2027") },
		{ .body = S("school_administration"),
		  .partner = S("Schulverwaltungsämter der Städte und Gemeinden"),
		  .day = DAY(2015, 9, 24),
		  .manner = S("heard") },
		{ .body = S("youth_public"),
		  .partner = S("Kreisjugendamt"),
		  .day = DAY(2015, 9, 24),
		  .manner = S("took_part") },
		{ .body = S("youth_public"),
		  .partner = S("Stadtjugendämter Coesfeld und Dülmen"),
		  .day = DAY(2015, 10, 1),
		  .manner = S("heard") },
		{ .body = S("youth_free"),
		  .partner = S("Arbeitsgemeinschaft nach § 78 SGB VIII"),
		  .day = DAY(2015, 10, 14),
		  .manner = S("informed") },
		{ .body = S("welfare"),
		  .partner = S("Arbeitsgemeinschaft der Wohlfahrtsverbände im Kreis"),
		  .day = DAY(2015, 10, 14),
		  .manner = S("took_part") },
		{ .body = S("participation"),
		  .partner = S("Integrationsrat der Stadt Dülmen"),
		  .day = DAY(2015, 11, 3),
		  .manner = S("heard") },
		{ .body = S("migrant_organisations"),
		  .partner = S("Beispielverein Brücke e. V."),
		  .day = DAY(2019, 2, 12),
		  .manner = S("cooperation") },
		{ .body = S("local_partners"),
		  .partner = S("Regionales Bildungsbüro"),
		  .day = DAY(2016, 1, 20),
		  .manner = S("cooperation") },
	};
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
		if (happened(cx, entries[i].day))
			TRY(involvement_record_in_tx(cx, c, &entries[i]));
	return OK;
}

/* First in Coesfeld, later in Dülmen: the site need not be the Kreis's seat. */
static err sites(struct cx *cx, const struct tenant *c)
{
	const struct site_row first = { .street = S("Beispielstraße 7"),
		                        .postcode = S("48653"),
		                        .ags8 = S(COESFELD),
		                        .moved_in = DAY(2015, 12, 1) };
	const struct site_row second = { .street = S("Musterweg 12"),
		                         .postcode = S("48249"),
		                         .ags8 = S(DULMEN),
		                         .moved_in = DAY(2021, 7, 1),
		                         .version = 1,
		                         .reason = S("Beispiel: mehr Beratungsräume, Bahnhof in Gehweite") };
	TRY(site_add_in_tx(cx, c, &first));
	return site_move_in_tx(cx, c, &second);
}

static err suggestions(struct cx *cx, const struct tenant *c)
{
	const struct suggestion dulmen = {
		.ags8 = S(DULMEN),
		.received_on = DAY(2024, 2, 19),
		.subject = S("Sprechstunde der Seiteneinsteigerberatung in Dülmen"),
		.wording = S("Beispiel: Die Stadt Dülmen regt an, die Seiteneinsteigerberatung einmal in der "
		             "Woche auch am Nachmittag anzubieten.")
	};
	const struct suggestion nottuln = {
		.ags8 = S(NOTTULN),
		.received_on = DAY(2026, 10, 26),
		.subject = S("Gemeinsamer Antrag für Väterarbeit"),
		.wording = S("Beispiel: Die Gemeinde Nottuln regt an, Väterarbeit nach Ziffer 2.3 für den ganzen "
		             "Kreis zu beantragen.")
	};
	struct suggestion answer = { .version = 1,
		                     .answered_on = DAY(2024, 3, 20),
		                     .outcome = S("taken_up"),
		                     .answer = S("Beispiel: Ab Mai 2024 jeden Dienstag von 14 bis 17 Uhr.") };
	struct list all = { 0 };
	int64_t id;
	TRY(suggestion_record_in_tx(cx, c, &dulmen, &id));
	TRY(suggestion_list(cx, c->id, &all));
	answer.id = LIST_AT(&all, struct suggestion, 0)->id;
	TRY(suggestion_answer_in_tx(cx, c, &answer));
	return happened(cx, nottuln.received_on) ? suggestion_record_in_tx(cx, c, &nottuln, &id) : OK;
}

static err conflicts(struct cx *cx, const struct tenant *c)
{
	const struct conflict conflict = {
		.opened_on = DAY(2025, 2, 3),
		.subject = S("Anrechnung von Fortbildungstagen"),
		.employer = S("land"),
		.description = S("Beispiel: Zwischen Schulaufsicht und Leitung ist strittig, ob "
		                 "Fortbildungen des Verbundes auf die Arbeitszeit angerechnet werden.")
	};
	struct conflict_step steps[] = {
		{ .day = DAY(2025, 2, 11),
		  .kind = S("talk"),
		  .participants = S("Leitung, zwei Lehrkräfte"),
		  .result = S("Beispiel: Keine Einigung, beide Sichtweisen sind festgehalten.") },
		{ .day = DAY(2025, 2, 25),
		  .kind = S("employer"),
		  .participants = S("Anstellungsträger der Lehrkräfte"),
		  .result = S("Beispiel: Dienstrechtliche Einschätzung angefordert.") },
		{ .day = DAY(2025, 3, 12),
		  .kind = S("school_supervision"),
		  .participants = S("untere Schulaufsicht, Dezernat des Kreises"),
		  .result = S("Beispiel: Gemeinsames Gespräch, Entwurf einer Regelung.") },
		{ .day = DAY(2025, 4, 2),
		  .kind = S("concluded"),
		  .participants = S("alle Beteiligten"),
		  .result = S("Beispiel: Vereinbarung unterschrieben; bis zu fünf Tage im Jahr werden angerechnet.") },
	};
	struct list all = { 0 };
	int64_t id;
	if (!happened(cx, conflict.opened_on))
		return OK;
	TRY(conflict_open_in_tx(cx, c, &conflict, &id));
	TRY(conflict_list(cx, c, &all));
	for (size_t i = 0; i < sizeof steps / sizeof *steps && happened(cx, steps[i].day); i++) {
		steps[i].conflict_id = LIST_AT(&all, struct conflict, 0)->id;
		TRY(conflict_step_in_tx(cx, c, &steps[i]));
	}
	return OK;
}

static err agreements(struct cx *cx, const struct tenant *c)
{
	const struct agreement agreement = {
		.title = S("Zielvereinbarung 2026/2027"),
		.partner = S("Land Nordrhein-Westfalen, vertreten durch das für Integration zuständige Ministerium"),
		.goals = S("Beispiel:\n1. Durchgängige Sprachbildung an zwölf Schulen\n2. Laiensprachmittlung in allen "
		           "elf Städten und "
		           "Gemeinden\n3. Integrationskonzept: Zwischenbericht im Herbst 2026"),
		.concluded_on = DAY(2025, 12, 9),
		.valid_from = DAY(2026, 1, 1),
		.valid_to = DAY(2027, 12, 31)
	};
	int64_t id;
	return happened(cx, agreement.concluded_on) ? agreement_save_in_tx(cx, c, &agreement, &id) : OK;
}

static err settings(struct cx *cx, const struct tenant *c)
{
	const struct {
		const struct setting *setting;
		day from;
		str value;
	} rows[] = {
		{ &setting_contact, DAY(2021, 7, 1),
		  S("Musterweg 12, 48249 Dülmen\nTelefon 02541 000000\nki@beispiel.example") },
		{ &setting_contact_visible, DAY(2021, 7, 1), S("1") },
		{ &setting_letter_lines, DAY(2021, 7, 1),
		  S("Kreis Coesfeld – Der Landrat\nMusterweg 12\n48249 Dülmen\nTelefon 02541 "
		    "000000\nki@beispiel.example") },
		{ &setting_third_party_ceiling, DAY(2025, 1, 1), S("250000") },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct setting_row row = { .name = str_of(rows[i].setting->name),
			                         .valid_from = rows[i].from,
			                         .value = rows[i].value,
			                         .mark = S("assumed"),
			                         .source = S("Beispieldaten") };
		TRY(setting_set_in_tx(cx, rows[i].setting, c->id, &row));
	}
	return OK;
}

static err coesfeld_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct tenant *c = in;
	TRY(checks(cx, c));
	TRY(bodies(cx, c));
	TRY(sites(cx, c));
	TRY(suggestions(cx, c));
	TRY(conflicts(cx, c));
	TRY(agreements(cx, c));
	return settings(cx, c);
}

/* --- others, with something left to do ---------------------------------------------------------------------------- */

/* A Kreis that has no current concept yet and names a time frame in its application. */
static err unna_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct tenant *c = in;
	const struct check_entry schedule = {
		.kind = S("schedule"),
		.day = DAY(2026, 9, 14),
		.result = S("met"),
		.valid_until = DAY(2027, 9, 14),
		.evidence = S("Beispiel: Zeitplan im Antrag, neues Konzept binnen zwölf Monaten")
	};
	const struct site_row site = { .street = S("Beispielallee 3"),
		                       .postcode = S("59423"),
		                       .ags8 = S("05978036"),
		                       .moved_in = DAY(2014, 1, 1) };
	if (happened(cx, schedule.day))
		TRY(check_record_in_tx(cx, c, &schedule));
	return site_add_in_tx(cx, c, &site);
}

/* A kreisfreie Stadt whose concept has run out. */
static err bottrop_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct tenant *c = in;
	const struct check_entry concept = { .kind = S("concept"),
		                             .day = DAY(2018, 3, 6),
		                             .result = S("met"),
		                             .valid_until = DAY(2025, 12, 31),
		                             .evidence = S("Beispiel: Beschluss des Rates vom 06.03.2018") };
	const struct involvement welfare = { .body = S("welfare"),
		                             .partner = S("Arbeitsgemeinschaft der Wohlfahrtsverbände"),
		                             .day = DAY(2018, 1, 16),
		                             .manner = S("took_part") };
	const struct site_row site = { .street = S("Beispielplatz 1"),
		                       .postcode = S("46236"),
		                       .ags8 = S("05512000"),
		                       .moved_in = DAY(2013, 2, 1) };
	TRY(check_record_in_tx(cx, c, &concept));
	TRY(involvement_record_in_tx(cx, c, &welfare));
	return site_add_in_tx(cx, c, &site);
}

static err run(struct cx *cx, const char *slug, err (*fn)(struct cx *, const void *, void *))
{
	struct tenant centre;
	TRY(tenant_by_slug(cx, str_of(slug), &centre));
	return db_tx(cx, "demo.centres", fn, &centre, NULL, 0);
}

static err run_all(struct cx *cx)
{
	TRY(run(cx, "coesfeld", coesfeld_tx));
	TRY(run(cx, "unna", unna_tx));
	return run(cx, "bottrop", bottrop_tx);
}

/* Recorded as by the head of the KI, if that demo account is there. */
err centres_demo(struct cx *cx)
{
	const struct user *before = cx->user;
	struct user head;
	err found = user_by_login(cx, S("head@coesfeld"), &head);
	if (found == OK)
		cx->user = &head;
	else if (found == E_NOTFOUND)
		fault_clear(cx);
	else
		return found;
	err e = run_all(cx);
	cx->user = before;
	return e;
}

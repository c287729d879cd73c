/* What the KI hand up to the program. */
#include "core/centre_frame.h"
#include "features/centres/centre_agreements.h"
#include "features/centres/centre_bodies.h"
#include "features/centres/centre_checks.h"
#include "features/centres/centre_conflicts.h"
#include "features/centres/centre_settings.h"
#include "features/centres/centre_sites.h"
#include "features/centres/centre_start.h"
#include "features/centres/centre_suggestions.h"
#include "features/centres/centres.h"
#include "features/centres/centres_demo.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres_pages.h"

static const struct route routes[] = {
	{ GET, "/centres", RIGHT_PUBLIC, SCOPE_NONE, centres_get, .shows = &page_centres, .asks = &centres_asked_rec },
	{ GET, "/centres.csv", RIGHT_PUBLIC, SCOPE_NONE, centres_csv_get, .media = MEDIA_CSV,
	  .asks = &centres_export_asked_rec },
	{ GET, "/centres.xlsx", RIGHT_PUBLIC, SCOPE_NONE, centres_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &centres_export_asked_rec },
	{ GET, "/may-apply", RIGHT_PUBLIC, SCOPE_NONE, may_apply_get, .shows = &page_may_apply,
	  .asks = &may_apply_asked_rec },
	{ GET, "/centres/{slug}", RIGHT_PUBLIC, SCOPE_ANY, centre_get, .shows = &page_centre, .asks = &day_asked_rec },
	{ GET, "/centres/{slug}/entitlement", RIGHT_PUBLIC, SCOPE_ANY, centre_entitlement_get,
	  .shows = &page_centre_entitlement, .asks = &day_asked_rec },
	{ GET, "/centres/{slug}/entitlement.pdf", RIGHT_PUBLIC, SCOPE_ANY, centre_entitlement_pdf_get,
	  .media = MEDIA_PDF, .asks = &day_asked_rec },
	{ GET, "/centres/{slug}/checks", RIGHT_CENTRE_READ, SCOPE_OWN, checks_get, .shows = &page_checks,
	  .asks = &day_asked_rec },
	{ POST, "/centres/{slug}/checks", RIGHT_CENTRE_RECORD, SCOPE_OWN, checks_post, .takes = &check_form_rec },
	{ GET, "/centres/{slug}/bodies", RIGHT_CENTRE_READ, SCOPE_OWN, bodies_get, .shows = &page_bodies },
	{ POST, "/centres/{slug}/bodies", RIGHT_CENTRE_RECORD, SCOPE_OWN, bodies_post, .takes = &involvement_form_rec },
	{ GET, "/centres/{slug}/site", RIGHT_CENTRE_READ, SCOPE_OWN, site_get, .shows = &page_site,
	  .versioned = "present" },
	{ POST, "/centres/{slug}/site", RIGHT_CENTRE_RECORD, SCOPE_OWN, site_post, .takes = &site_form_rec },
	{ POST, "/centres/{slug}/site/move", RIGHT_CENTRE_RECORD, SCOPE_OWN, site_move_post, .takes = &site_move_rec },
	{ GET, "/centres/{slug}/suggestions", RIGHT_CENTRE_READ, SCOPE_OWN, suggestions_get,
	  .shows = &page_suggestions },
	{ POST, "/centres/{slug}/suggestions", RIGHT_CENTRE_RECORD, SCOPE_OWN, suggestions_post,
	  .takes = &suggestion_form_rec },
	{ GET, "/centres/{slug}/suggestions/{id}", RIGHT_CENTRE_READ, SCOPE_OWN, suggestion_get,
	  .shows = &page_suggestion, .versioned = "suggestion" },
	{ POST, "/centres/{slug}/suggestions/{id}/answer", RIGHT_CENTRE_DECIDE, SCOPE_OWN, suggestion_answer_post,
	  .takes = &suggestion_answer_rec },
	{ GET, "/centres/{slug}/conflicts", RIGHT_CENTRE_RECORD, SCOPE_OWN, conflicts_get, .shows = &page_conflicts },
	{ POST, "/centres/{slug}/conflicts", RIGHT_CENTRE_RECORD, SCOPE_OWN, conflicts_post,
	  .takes = &conflict_form_rec },
	{ GET, "/centres/{slug}/conflicts/{id}", RIGHT_CENTRE_RECORD, SCOPE_OWN, conflict_get,
	  .shows = &page_conflict },
	{ POST, "/centres/{slug}/conflicts/{id}/steps", RIGHT_CENTRE_RECORD, SCOPE_OWN, conflict_step_post,
	  .takes = &conflict_step_form_rec },
	{ GET, "/centres/{slug}/conflicts/{id}/conclude", RIGHT_CENTRE_DECIDE, SCOPE_OWN, conflict_conclude_get,
	  .shows = &page_conflict },
	{ POST, "/centres/{slug}/conflicts/{id}/conclude", RIGHT_CENTRE_DECIDE, SCOPE_OWN, conflict_conclude_post,
	  .takes = &conflict_conclude_form_rec },
	{ GET, "/centres/{slug}/agreements", RIGHT_CENTRE_READ, SCOPE_OWN, agreements_get, .shows = &page_agreements },
	{ POST, "/centres/{slug}/agreements", RIGHT_CENTRE_DECIDE, SCOPE_OWN, agreements_post,
	  .takes = &agreement_new_rec },
	{ GET, "/centres/{slug}/agreements/{id}", RIGHT_CENTRE_READ, SCOPE_OWN, agreement_get, .shows = &page_agreement,
	  .versioned = "agreement" },
	{ POST, "/centres/{slug}/agreements/{id}", RIGHT_CENTRE_DECIDE, SCOPE_OWN, agreement_post,
	  .takes = &agreement_form_rec },
	{ GET, "/centres/{slug}/settings", RIGHT_CENTRE_READ, SCOPE_OWN, centre_settings_get,
	  .shows = &page_centre_settings, .asks = &settings_asked_rec },
	{ POST, "/centres/{slug}/settings", RIGHT_CENTRE_DECIDE, SCOPE_OWN, centre_settings_post,
	  .takes = &setting_any_rec, .asks = &setting_asked_rec },
	{ GET, "/land/settings", RIGHT_LAND_SETTING, SCOPE_NONE, land_settings_get, .shows = &page_land_settings,
	  .asks = &settings_asked_rec },
	{ POST, "/land/settings", RIGHT_LAND_SETTING, SCOPE_NONE, land_settings_post, .takes = &setting_any_land_rec,
	  .asks = &setting_asked_rec },
	{ 0 },
};
static const struct sql *const statements[] = { centre_sql,     check_sql,    body_sql,      site_sql,
	                                        suggestion_sql, conflict_sql, agreement_sql, NULL };
static const struct page *const pages[] = { &page_centres,
	                                    &page_centre,
	                                    &page_centre_entitlement,
	                                    &page_may_apply,
	                                    &page_checks,
	                                    &page_bodies,
	                                    &page_site,
	                                    &page_suggestions,
	                                    &page_suggestion,
	                                    &page_conflicts,
	                                    &page_conflict,
	                                    &page_agreements,
	                                    &page_agreement,
	                                    &page_centre_settings,
	                                    &page_land_settings,
	                                    NULL };
static const struct tab tabs[] = {
	{ "", "centres.tab.profile", RIGHT_PUBLIC, 10, NULL },
	{ "entitlement", "centres.tab.entitlement", RIGHT_PUBLIC, 20, NULL },
	{ "checks", "centres.tab.checks", RIGHT_CENTRE_READ, 40, NULL },
	{ "bodies", "centres.tab.bodies", RIGHT_CENTRE_READ, 50, NULL },
	{ "site", "centres.tab.site", RIGHT_CENTRE_READ, 60, NULL },
	{ "suggestions", "centres.tab.suggestions", RIGHT_CENTRE_READ, 70, "kreis" },
	{ "conflicts", "centres.tab.conflicts", RIGHT_CENTRE_RECORD, 80, NULL }, /* staff matters: not for the Land */
	{ "agreements", "centres.tab.agreements", RIGHT_CENTRE_READ, 90, NULL },
	{ "settings", "centres.tab.settings", RIGHT_CENTRE_READ, 100, NULL },
	{ 0 },
};
static const struct navigation navigation[] = {
	{ "centres.nav", "/centres", RIGHT_PUBLIC },
	{ "may_apply.nav", "/may-apply", RIGHT_PUBLIC },
	{ "land_settings.nav", "/land/settings", RIGHT_LAND_SETTING },
	{ 0 },
};

const struct feature centres_feature = { .name = "centres",
	                                 .routes = routes,
	                                 .statements = statements,
	                                 .pages = pages,
	                                 .settings = all_settings,
	                                 .tabs = tabs,
	                                 .navigation = navigation,
	                                 .face = centre_face,
	                                 .today = centres_today,
	                                 .figures = centres_figures,
	                                 .demo = centres_demo };

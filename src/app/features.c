/* The features of the program, low to high. A new one: add it here and to docs/layers.txt. */
#include "app/program.h"
#include "core/access_pages.h"
#include "core/app.h"
#include "core/sheet_pages.h"
#include "features/activities/activities.h"
#include "features/centres/centres.h"
#include "features/evaluation/evaluation_feature.h"
#include "features/forwarding/forwarding.h"
#include "features/grants/grants.h"
#include "features/interpreters/interpreters.h"
#include "features/quality/quality.h"
#include "features/reports/reports.h"
#include "features/rulebook/rulebook.h"
#include "features/staff/staff.h"

const struct feature *const program_features[] = { &core_feature,
	                                           &job_feature,
	                                           &access_feature,
	                                           &centres_feature,
	                                           &rulebook_feature,
	                                           &staff_feature,
	                                           &activities_feature,
	                                           &quality_feature,
	                                           &interpreters_feature,
	                                           &forwarding_feature,
	                                           &reports_feature,
	                                           &evaluation_feature,
	                                           &grants_feature,
	                                           &sheet_feature,
	                                           NULL };

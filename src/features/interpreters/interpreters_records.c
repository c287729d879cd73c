/* interpreters_records.c -- the choices that more than one part of the pool uses. */
#include "features/interpreters/interpreters.h"

static const char *const service_codes[] = { "interpreting", "guiding", "translating", NULL };
const struct choices booking_service_choices = { "booking_service", service_codes };
static const char *const mode_codes[] = { "on_site", "phone", "video", "written", NULL };
const struct choices booking_mode_choices = { "booking_mode", mode_codes };
static const char *const stage_codes[] = { "open",     "asking",  "booked",   "held",      "reported",
	                                   "disputed", "signed",  "settled",  "cancelled", "late_cancelled",
	                                   "not_held", "refused", "unfilled", NULL };
const struct choices booking_stage_choices = { "booking_stage", stage_codes };
static const char *const institution_codes[] = { "school",      "daycare", "office", "advice", "health",
	                                         "association", "private", "other",  NULL };
const struct choices institution_kind_choices = { "institution_kind", institution_codes };
static const char *const gender_codes[] = { "female", "male", "diverse", NULL };
const struct choices interpreter_gender_choices = { "interpreter_gender", gender_codes };

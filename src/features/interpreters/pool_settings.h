/* pool_settings.h -- what each KI decides about its pool, with valid-from (P-INT-1, P-RUL-3): set on the settings page
 * of the KI, read here all at once. KI differ widely in this (research: practice.md 1.1 ... 1.4). */
#ifndef FEATURES_INTERPRETERS_POOL_SETTINGS_H
#define FEATURES_INTERPRETERS_POOL_SETTINGS_H
#include "core/setting.h"
#include "features/interpreters/lead_time.h"

extern const struct choices pool_visibility_choices; /* never confirmed always */
extern const struct choices pool_sign_choices;       /* link pin */

struct pool_settings {
	struct lead_rule lead;        /* pool.lead_days, pool.lead_unit, pool.lead_hard */
	str contact_visibility;       /* who sees how to reach the other side: never (Borken), confirmed, always */
	int64_t most_minutes;         /* longest assignment that can be asked for */
	int64_t quiet_from, quiet_to; /* hours of the day (Berlin) between which no mail goes out; equal: none */
	str sign;                     /* how the institution confirms times: link, or a PIN on the person's phone */
	int64_t answer_hours;         /* how long an offer to a person stays open */
	bool public_form;             /* anyone may ask; else only colleagues of the KI */
	bool private_allowed;         /* private persons may ask (Heinsberg) */
};
err pool_settings_on(struct cx *cx, int64_t centre_id, day on, struct pool_settings *ret) MUST;
/* Pure: the next instant from `at` on at which a mail may go out. */
instant pool_mail_time(struct arena *a, const struct pool_settings *s, instant at);

extern const struct setting *const pool_settings_all[]; /* ends with NULL */
#endif

#include "features/interpreters/pool_settings.h"

static const char *const unit_codes[] = { "working", "calendar", NULL };
static const struct choices unit_choices_ = { "pool_unit", unit_codes };
static const char *const visibility_codes[] = { "never", "confirmed", "always", NULL };
const struct choices pool_visibility_choices = { "pool_visibility", visibility_codes };
static const char *const sign_codes[] = { "link", "pin", NULL };
const struct choices pool_sign_choices = { "pool_sign", sign_codes };

/* What holds until a KI says otherwise: the lead time that most have (practice.md 1.2), nothing given away. */
enum { DAYS, UNIT, HARD, MINUTES, PUBLIC, PRIVATE, VISIBILITY, ANSWER, SIGN, QUIET_FROM, QUIET_TO, COUNT };
static const struct setting settings[COUNT] = {
	[DAYS] = { .name = "pool.lead_days",
	           .kind = KIND_INT,
	           .max = LEAD_MOST_DAYS,
	           .fallback = "5",
	           .group = "pool_ask" },
	[UNIT] = { .name = "pool.lead_unit",
	           .kind = KIND_CHOICE,
	           .choices = &unit_choices_,
	           .fallback = "working",
	           .group = "pool_ask" },
	[HARD] = { .name = "pool.lead_hard", .kind = KIND_BOOL, .fallback = "0", .group = "pool_ask" },
	[MINUTES] = { .name = "pool.most_minutes",
	              .kind = KIND_INT,
	              .min = 30,
	              .max = 720,
	              .fallback = "180",
	              .group = "pool_ask" },
	[PUBLIC] = { .name = "pool.public_form", .kind = KIND_BOOL, .fallback = "1", .group = "pool_ask" },
	[PRIVATE] = { .name = "pool.private_allowed", .kind = KIND_BOOL, .fallback = "0", .group = "pool_ask" },
	[VISIBILITY] = { .name = "pool.contact_visibility",
	                 .kind = KIND_CHOICE,
	                 .choices = &pool_visibility_choices,
	                 .fallback = "never",
	                 .group = "pool_people" },
	[ANSWER] = { .name = "pool.answer_hours",
	             .kind = KIND_INT,
	             .min = 1,
	             .max = 336,
	             .fallback = "48",
	             .group = "pool_people" },
	[SIGN] = { .name = "pool.sign",
	           .kind = KIND_CHOICE,
	           .choices = &pool_sign_choices,
	           .fallback = "link",
	           .group = "pool_people" },
	[QUIET_FROM] = { .name = "pool.quiet_from",
	                 .kind = KIND_INT,
	                 .max = 23,
	                 .fallback = "20",
	                 .group = "pool_mail" },
	[QUIET_TO] = { .name = "pool.quiet_to", .kind = KIND_INT, .max = 23, .fallback = "7", .group = "pool_mail" },
};
/* In the order of the enum: values come in the order of this list. */
const struct setting *const pool_settings_all[] = {
	&settings[DAYS],   &settings[UNIT],       &settings[HARD],       &settings[MINUTES],
	&settings[PUBLIC], &settings[PRIVATE],    &settings[VISIBILITY], &settings[ANSWER],
	&settings[SIGN],   &settings[QUIET_FROM], &settings[QUIET_TO],   NULL,
};

static int64_t number(str stored)
{
	int64_t n = 0;
	ASSERT(str_to_int(stored, &n)); /* setting_set_in_tx lets nothing else in */
	return n;
}

err pool_settings_on(struct cx *cx, int64_t centre_id, day on, struct pool_settings *ret)
{
	str v[COUNT];
	TRY(setting_values(cx, pool_settings_all, centre_id, on, v));
	*ret = (struct pool_settings){ .lead = { .days = number(v[DAYS]),
		                                 .working = str_is(v[UNIT], "working"),
		                                 .hard = str_is(v[HARD], "1") },
		                       .contact_visibility = v[VISIBILITY],
		                       .most_minutes = number(v[MINUTES]),
		                       .quiet_from = number(v[QUIET_FROM]),
		                       .quiet_to = number(v[QUIET_TO]),
		                       .sign = v[SIGN],
		                       .answer_hours = number(v[ANSWER]),
		                       .public_form = str_is(v[PUBLIC], "1"),
		                       .private_allowed = str_is(v[PRIVATE], "1") };
	return OK;
}

/* --- quiet hours -------------------------------------------------------------------------------------------------- */

/* Minutes since midnight in Berlin, read from what people see. */
static int64_t minute_of(struct arena *a, instant t)
{
	str local = instant_local(a, t); /* "21.11.2026, 07:48" */
	str clock = str_part(local, local.n - 5, local.n);
	return ((clock.p[0] - '0') * 10 + clock.p[1] - '0') * 60 + (clock.p[3] - '0') * 10 + clock.p[4] - '0';
}

static bool is_quiet(const struct pool_settings *s, int64_t hour)
{
	if (s->quiet_from < s->quiet_to)
		return hour >= s->quiet_from && hour < s->quiet_to;
	return s->quiet_from > s->quiet_to && (hour >= s->quiet_from || hour < s->quiet_to);
}

instant pool_mail_time(struct arena *a, const struct pool_settings *s, instant at)
{
	for (int64_t minute = minute_of(a, at); is_quiet(s, minute / 60); minute = minute_of(a, at))
		at.ms += (60 - minute % 60) * INT64_C(60000) - at.ms % INT64_C(60000); /* to the next full hour */
	return at;
}

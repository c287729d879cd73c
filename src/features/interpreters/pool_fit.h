/* pool_fit.h -- who suits a request, and in which order they are asked (P-INT-2, P-INT-4). Pure: no SQL, no HTTP, no
 * clock; memory from the arena at hand.
 *
 * Two steps that are never mixed. Hard conditions, a closed list (enum fit_refusal): who breaks one is not asked, and
 * all that he breaks are named, not only the first. Then an order: a sum of parts, each with its points and what they
 * were given for, so that a coordinator can say why somebody stands above somebody else. The weights are one table
 * (fit_rules_default) that a KI could change.
 *
 *   struct list found = fit_list(mem, &rules, &request, &people);
 *   LIST_EACH (const struct fit_candidate, c, &found)
 *           if (c->refused) ... fit_reasons(mem, &rules, &request, c->person) ...
 *
 * How the conditions are read
 *  - Language, dialect, level and mode must meet in one row of the person (P-INT-2): Sorani by phone and Kurmanji on
 *    site is not Sorani on site. A dialect asked for needs this dialect, or the language marked "all dialects".
 *  - Days count at the day on which the assignment begins (training, pledge, pause, tax year, week) or ends
 *    (certificate, pause). A last valid day is still valid.
 *  - Hours of the week: none stated at all means any time. A day marked "there" counts whole, "away" goes before it.
 *    Written work has a time to finish instead of an appointment: it asks for no hours and clashes with nothing; only
 *    who is away on each of its days is refused.
 *  - Clash: two appointments overlap, or both are on site and the time between is shorter than the way (pool_place.h).
 *    Phone and video need no way. A booking of the very same request (it is being moved) does not count.
 *  - The yearly ceiling is the one refusal that a recorded consent lifts: fit_needs_consent().
 *
 * Cost: linear in what the people bring along, about a microsecond for each; nothing is allocated for the checks.
 */
#ifndef FEATURES_INTERPRETERS_POOL_FIT_H
#define FEATURES_INTERPRETERS_POOL_FIT_H
#include "base/calendar.h"
#include "base/list.h"
#include "base/record.h"
#include "features/interpreters/pool_place.h"

struct words;

enum fit_mode { FIT_ON_SITE = 1, FIT_PHONE = 2, FIT_VIDEO = 4, FIT_WRITTEN = 8 };
enum fit_service { FIT_INTERPRETING = 1, FIT_GUIDING = 2, FIT_TRANSLATING = 4 };
enum fit_level { FIT_ANY_LEVEL, FIT_GOOD, FIT_FLUENT, FIT_NATIVE };
enum fit_gender { FIT_ANY_GENDER, FIT_FEMALE, FIT_MALE, FIT_DIVERSE };
/* Of the codes that the tables have. Absent, or one that there is not: on site, interpreting, any. */
enum fit_mode fit_mode_of(str code);
enum fit_service fit_service_of(str code);
enum fit_level fit_level_of(str code);
enum fit_gender fit_gender_of(str code);

/* When, how and where: what can clash. Written: from now until it is needed. end > start. */
struct fit_slot {
	instant start, end;
	enum fit_mode mode;
	struct place place;
};

/* What it costs the KI, and how much of it counts towards the person's ceiling. */
struct fit_price {
	int64_t cost_cents, earned_cents;
};

struct fit_request {
	int64_t id;
	str number; /* as people call it */
	enum fit_service service;
	str language, dialect; /* codes; dialect absent: any */
	enum fit_level level;  /* at least; FIT_ANY_LEVEL: as the person is listed */
	struct fit_slot slot;
	str occasion;
	enum fit_gender gender;
	bool gender_needed;     /* else the gender is a wish, which only orders */
	struct list declined;   /* int64_t: people who said no to it */
	int64_t wished_id;      /* whom the institution asks for (the same as last time); 0: nobody */
	struct fit_price price; /* if the rules know no tariff */
};

struct fit_language {
	str language, dialect; /* dialect absent: the language as such */
	bool all_dialects;
	enum fit_level level;
	unsigned modes; /* of enum fit_mode */
};
struct fit_hours {
	int weekday;                /* 1 Monday ... 7 */
	int from_minute, to_minute; /* of the day in Europe/Berlin, to at most 1440 */
};
struct fit_days {
	day from, to; /* both included */
	bool there;   /* there although the week says no; else away */
};
struct fit_booking {
	int64_t id; /* of the request */
	struct fit_slot slot;
};
struct fit_year {
	int year;
	int64_t earned_cents; /* paid, booked, and other income under the same allowance */
	int64_t ceiling_cents;
	bool consented; /* to earn beyond it */
};
struct fit_experience {
	str occasion;
	int64_t times;
};
/* What counts of a person's way through the pool, for requests that begin on `from` or later. */
struct fit_papers {
	day from;
	day listed_from, left_on; /* in the pool from, no more from this day on; no listed_from: still an applicant */
	day trained_on, trained_until;     /* no day: not at all; no end */
	day pledged_on;                    /* confidentiality */
	day certified_on, certified_until; /* certificate of conduct, last valid day; no end: not valid */
	day paused_from, paused_until;     /* no end: until further notice */
};
struct fit_person {
	int64_t id;
	str name;          /* for sentences */
	unsigned services; /* of enum fit_service */
	enum fit_gender gender;
	struct list languages;    /* struct fit_language */
	struct fit_papers papers; /* from the first day that is looked at */
	struct list later;        /* struct fit_papers: what counts instead from its day on, the earliest first */
	struct place home;
	struct list hours;      /* struct fit_hours */
	struct list exceptions; /* struct fit_days */
	struct list bookings;   /* struct fit_booking: at least of the week of the request and the days around it */
	int64_t most_per_week;  /* assignments, Monday to Sunday; 0: no bound */
	struct list years;      /* struct fit_year; a year without a row has no ceiling */
	struct list experience; /* struct fit_experience */
	int64_t load;           /* assignments of the last 90 days and booked ones */
	int64_t accepted, declined, unanswered; /* requests of the last year */
};

/* --- hard conditions ---------------------------------------------------------------------------------------------- */

enum fit_refusal {
	FIT_NOT_LISTED, /* an applicant, or no more in the pool */
	FIT_NO_SERVICE, /* does not interpret (guide, translate) */
	FIT_NO_LANGUAGE,
	FIT_NO_DIALECT,
	FIT_LOW_LEVEL,
	FIT_NO_MODE, /* not in this mode in this language */
	FIT_OTHER_GENDER,
	FIT_UNTRAINED, /* no basic training, or no more valid */
	FIT_UNPLEDGED,
	FIT_UNCERTIFIED, /* no certificate of conduct, or no more valid */
	FIT_PAUSED,
	FIT_DECLINED, /* said no to this very request */
	FIT_AWAY,
	FIT_NO_HOURS, /* not at this time of the week */
	FIT_CLASH,
	FIT_WEEK_FULL,
	FIT_CEILING, /* lifted by a recorded consent */
	FIT_REFUSALS
};
extern const struct choices fit_refusal_choices; /* not_listed ... ceiling, in the order of the enum */

/* One of them with what it rests on; members that the condition does not know are 0. */
struct fit_reason {
	enum fit_refusal why;
	day from, until;      /* paused, away; untrained, uncertified: the last valid day, no day: never had it */
	int64_t booking_id;   /* clash */
	instant starts, ends; /* of it */
	int64_t way_minutes;  /* clash: what the way takes; 0: they overlap */
	int64_t count, most;  /* week_full */
	int64_t earned_cents, more_cents, ceiling_cents;
};

/* --- order -------------------------------------------------------------------------------------------------------- */

enum fit_part_kind { FIT_WISHED, FIT_WAY, FIT_LOAD, FIT_EXPERIENCE, FIT_GENDER, FIT_RELIABILITY, FIT_PARTS };
extern const struct choices fit_part_choices; /* wished way load experience gender reliability */

/* points of at most `most`, for what was measured:
 *   wished      full or nothing
 *   way         minutes from home; none: full, `far_minutes`: nothing; no way to go (phone, video, written): full
 *   load        assignments in 90 days; none: full, `full_load`: nothing
 *   experience  assignments with this occasion; none: nothing, `full_experience`: full
 *   gender      full if it is the wished one
 *   reliability answers: yes counts 1, no 1/2, silence 0, with one yes and one silence added: newcomers have the half
 */
struct fit_part {
	int64_t points, most;
	int64_t measured; /* minutes, assignments, times, yes; -1: there is nothing to measure */
	int64_t of;       /* reliability: requests asked */
};

/* What a KI decides. Change the copy of the default, not the code. */
struct fit_rules {
	struct travel_rule travel;
	bool waives_training, waives_pledge, waives_certificate; /* this KI does not ask for it */
	int64_t weights[FIT_PARTS];                              /* the most points of each part */
	int64_t far_minutes, full_load, full_experience;         /* see above; at least 1 */
	/* The tariff card for this pair; NULL: the price of the request. */
	struct fit_price (*price)(const void *self, const struct fit_request *rq, const struct fit_person *p,
	                          int64_t way_m, int64_t way_minutes);
	const void *price_self;
};
extern const struct fit_rules fit_rules_default;

struct fit_candidate {
	const struct fit_person *person;
	uint32_t refused; /* bits 1 << enum fit_refusal; 0: suitable */
	int64_t points;   /* the sum of the parts */
	struct fit_part parts[FIT_PARTS];
	int64_t way_minutes, way_m; /* from home; 0 if there is no way to go, way_m -1: home or place unknown */
	struct fit_price price;
};

/* All people as struct fit_candidate: suitable ones by points, fewer assignments and then the id deciding; then those
 * whom only a consent is missing; then the others, fewest reasons first. `people`: struct fit_person, borrowed. */
struct list fit_list(struct arena *a, const struct fit_rules *rules, const struct fit_request *rq,
                     const struct list *people);
struct fit_candidate fit_check(const struct fit_rules *rules, const struct fit_request *rq, const struct fit_person *p);
/* struct fit_reason: every condition that is broken, in the order of the enum. */
struct list fit_reasons(struct arena *a, const struct fit_rules *rules, const struct fit_request *rq,
                        const struct fit_person *p);
bool fit_needs_consent(uint32_t refused); /* nothing else stands in the way */

/* Whether the same person cannot do both; *ret_way_minutes as in struct fit_reason. */
bool fit_clash(const struct travel_rule *rule, const struct fit_slot *x, const struct fit_slot *y,
               int64_t *ret_way_minutes);
day fit_week(instant start); /* the Monday of its week */

/* --- words (pool_fit_words.c) ------------------------------------------------------------------------------------- */

/* "Führungszeugnis nur bis 03.11.2026 gültig" */
str fit_reason_say(const struct words *w, struct arena *a, const struct fit_reason *r);
/* "Weg von zu Hause: 25 Minuten"; the points stand beside it. */
str fit_part_say(const struct words *w, struct arena *a, enum fit_part_kind kind, const struct fit_part *part);
#endif

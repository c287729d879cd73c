/* activity_demo_parts.h -- private to activity_demo*.c: what a KI does, and with whom. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_DEMO_PARTS_H
#define FEATURES_ACTIVITIES_ACTIVITY_DEMO_PARTS_H
#include "base/chance.h"
#include "features/activities/activity_model.h"

enum demo_with {
	WITH_SCHOOL,
	WITH_VOCATIONAL,
	WITH_DAYCARE,
	WITH_OFFICE,
	WITH_JOB_CENTRE,
	WITH_ADULT_EDUCATION,
	WITH_WELFARE,
	WITH_ASSOCIATION,
	WITH_COUNCIL, /* Integrationsrat or Integrationsausschuss */
	WITH_LAND,    /* LaSI, network of the KI */
	WITH_NOBODY
};
/* Something that recurs: what it is, how often of a thousand, how many people, how long. */
struct demo_story {
	const char *codes[PARTS];
	enum demo_with with;
	int weight;
	int least, most; /* participants; most 0: nobody counted them */
	int minutes, longest;
	bool of_school;    /* hardly in the holidays */
	bool of_newcomers; /* three times as often in the year of Ukraine */
	const char *notes[3];
};
extern const struct demo_story activity_demo_stories[];
extern const int activity_demo_story_count;

struct demo_town {
	str ags8, name;
};
/* With whom, in that town; absent: with nobody in particular. seat: where the carrier is; city: the carrier is one. */
str activity_demo_partner(struct cx *cx, struct chance *c, enum demo_with with, str town, str seat, bool city);
/* So many a year (about) of one KI, with their sums; there must be none of these months yet. Nobody's entries. */
struct demo_span {
	const struct tenant *centre;
	day from, last;
	int a_year;
};
err activity_demo_span_in_tx(struct cx *cx, const void *in, void *ret) MUST;
extern const struct record activity_demo_centre_rec; /* struct tenant */
bool activity_demo_holidays(day d); /* school holidays of NRW; estimated in years that are not listed */
#endif

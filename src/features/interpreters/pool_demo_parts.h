/* pool_demo_parts.h -- private to pool_demo_*.c: the requests of an example pool, from what is asked for to the rows.
 *
 * One KI after the other: its rules and money, its people as the matching sees them, then requests by date. Who comes
 * is chosen by the same conditions as in the program (pool_fit.h), so nobody is at two places at once; what became of a
 * request is told by events, and what lists read is folded from them (booking_state.h). */
#ifndef FEATURES_INTERPRETERS_POOL_DEMO_PARTS_H
#define FEATURES_INTERPRETERS_POOL_DEMO_PARTS_H
#include "core/tenant.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_fit.h"
#include "features/interpreters/postcode.h"
#include "features/interpreters/pot_choice.h"
#include "features/interpreters/tariff_cards.h"

#define DEMO_MINUTE_MS INT64_C(60000)
#define DEMO_DAY_MS (INT64_C(1440) * DEMO_MINUTE_MS)

/* --- what is there (pool_demo_places.c) --------------------------------------------------------------------------- */

struct demo_place {
	const char *kind, *name, *postcode, *street;
	int weight;
};
struct demo_pots {
	const char *own_name, *own_source;
	int64_t own_cents;  /* in it each year */
	bool land_is_short; /* this year's Land money is nearly used up */
};
/* As stored (pool_settings.h); NULL: what holds without a word. */
struct demo_choice {
	const char *lead_days, *lead_unit, *lead_hard, *visibility, *sign, *most_minutes;
};
struct demo_ki {
	const char *slug;
	int bookings;
	struct demo_pots pots;
	struct demo_choice choice;
	const struct demo_place *places; /* ends with a name of NULL */
};
extern const struct demo_ki demo_kis[];
extern const int demo_ki_count;

/* --- what is told ------------------------------------------------------------------------------------------------- */

enum { DEMO_YEARS = 4 }; /* two before this one, this one, the next */
struct demo_person {
	struct fit_person fit; /* as of the day that was looked at last */
	struct list steps;     /* part of a list */
};
struct demo_date {
	int64_t round;
	struct booking_date date;
};
enum demo_story {
	STORY_COMES, /* somebody comes or came; what happened then is told in pool_demo_after.c */
	STORY_OPEN,
	STORY_ASKING,
	STORY_ALL_SAY_NO,
	STORY_REFUSED,
	STORY_CANCELLED,
	STORY_LATE, /* cancelled so late that the person is paid, if the card says so */
	STORY_NOT_HELD,
	STORY_UNFILLED,
};
struct demo_booking {
	int64_t id;
	const struct demo_place *place;
	const struct postcode *where;
	str number, service, language, language_of, mode, occasion, gender_wish, urgent_reason, remark;
	struct pot_case rules;
	struct maybe pages;
	instant received_at;
	bool by_phone;
	struct booking_times slot; /* when it takes place; its wish may have been another */
	int64_t choice;            /* which of the dates that is */
	enum demo_story story;
	bool moved, returned;
	int64_t round;      /* that has begun last */
	struct list dates;  /* struct demo_date */
	struct list events; /* struct booking_event */
	struct booking_state state;
	struct demo_person *person; /* NULL: nobody */
	int64_t way_minutes, way_m; /* of the person, there */
	int64_t pot_id, travel_pot_id, expected_cents, expected_travel_cents;
	int64_t later_minutes; /* so much longer it took */
	int64_t worth_cents;   /* what it is worth then */
	const struct tariff *card;
	instant clock; /* of the last event */
	struct tariff_amount amount;
	day month; /* the first day of the one in whose settlement it stands; none: not settled */
};
struct demo_teller {
	struct cx *cx;
	struct tenant centre;
	const struct demo_ki *ki;
	struct pool_chance chance;
	struct list cards, offers; /* struct tariff, struct pot_offer */
	struct list wholes;        /* struct person_whole */
	int64_t land_pot_id;
	struct demo_person *people;
	int n_people;
	struct postcode *where; /* of each place */
	struct demo_booking *bookings;
	int n_bookings;
	str clerk;         /* who does it at the KI */
	day settled_until; /* the last day of the last settled month */
	int number_year, last_number;
};

/* pool_demo_money.c: in the transaction of the KI. */
err demo_rules(struct demo_teller *t) MUST;
err demo_short_pot(struct demo_teller *t) MUST; /* behind the bookings */
/* pool_demo_crew.c */
err demo_people_load(struct demo_teller *t) MUST;
void demo_people_on(struct demo_teller *t, day on); /* their papers as of that day */
struct demo_suited {
	struct demo_person *person;
	int64_t points, way_minutes, way_m;
};
enum { DEMO_MOST_SUITED = 80 };
int demo_suited(struct demo_teller *t, const struct demo_booking *b, struct demo_suited *ret); /* best first */
void demo_engage(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *who);
err demo_near_ceiling(struct demo_teller *t) MUST; /* behind the bookings */
day demo_paid_on(day held_on); /* in the month after, on the first working day from the seventh on */
instant demo_settled_at(day held_on);
/* pool_demo_asked.c: in the order of the appointments; fills bookings. */
err demo_requests(struct demo_teller *t) MUST;
instant demo_lately(struct demo_teller *t, int least, int most); /* so many minutes ago */
void demo_language(struct demo_teller *t, struct demo_booking *b);
/* pool_demo_told.c, pool_demo_after.c */
err demo_tell(struct demo_teller *t, struct demo_booking *b) MUST;
struct booking_event *demo_event(struct demo_teller *t, struct demo_booking *b, const char *kind, str by);
void demo_tick(struct demo_teller *t, struct demo_booking *b, int least, int most, instant limit); /* minutes */
err demo_tell_after(struct demo_teller *t) MUST; /* of all: times, signatures, settlement */
day demo_settled_until(day today);
err demo_places_find(struct demo_teller *t) MUST; /* fills where */
/* pool_demo_rows.c: orders the bookings by arrival and numbers them, after those that were written before. */
err demo_write(struct demo_teller *t) MUST;

extern const struct sql pool_demo_sql[];
#endif

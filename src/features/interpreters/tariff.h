/* tariff.h -- what an assignment is worth, by a tariff card; pure: no SQL, no HTTP (S-INT-1 ... 3, P-INT-5, P-FUN-6).
 *
 * A card is data: a flat amount, a first block and started further blocks of time or of pages, time and cost of the
 * way, pay for a late cancellation, a longest duration. Cards of a KI are rows by day (tariff_cards.h); those that
 * others have published come along as templates.
 *
 * Cents, minutes and pages are integers; pages are thousandths of a page. There is no floating point; whatever is not a
 * whole cent (only a step shorter than its block gives that) is rounded half up to a cent, once per block run.
 * Durations are minutes that really passed: a night over the change to summer time is an hour shorter, the one back an
 * hour longer. Seconds are dropped from both ends before.
 *
 * What the source of a card does not say is marked as assumed, and the trace of every amount that used it says so.
 */
#ifndef FEATURES_INTERPRETERS_TARIFF_H
#define FEATURES_INTERPRETERS_TARIFF_H
#include "base/context.h"
#include "base/record.h"

extern const struct choices tariff_basis_choices;       /* flat time pages */
extern const struct choices tariff_travel_time_choices; /* none joined own */
extern const struct choices tariff_travel_cost_choices; /* none per_km as_given */
extern const struct choices tariff_part_choices;        /* time pages travel_time travel_cost cancellation */

enum {
	TARIFF_LONGEST_MINUTES = 7 * 24 * 60, /* longer is a slip of the keyboard */
	TARIFF_FARTHEST_M = 2000000,
	TARIFF_MOST_PAGES = 10000, /* whole ones, or 10,000 x 10,000 characters */
	TARIFF_MOST_CENTS = 100000 * 100
};

struct tariff {
	int64_t id;     /* of its row; 0: a template, or not stored */
	str name;       /* "heinsberg": in addresses and commands; a-z 0-9 - */
	str service;    /* booking_service_choices */
	bool standard;  /* it counts for all assignments of its service, unless somebody names another card */
	day valid_from; /* the card counts for assignments that begin on this day or later; none: a template */

	str basis;                /* flat: first_cents, whatever it takes. time, pages: blocks */
	struct maybe first_cents; /* the first block, in full as soon as it is begun; absent: there is none */
	struct maybe first_minutes;
	struct maybe first_pages;   /* thousandths */
	struct maybe further_cents; /* each further block */
	struct maybe further_minutes;
	struct maybe further_pages;   /* thousandths */
	struct maybe step_minutes;    /* time in further blocks is rounded up to this and paid by its share of the
	                               * block: 1 to the minute. Absent: whole blocks ("je angefangene ...") */
	struct maybe page_characters; /* of a standard page (Normseite); absent: pages are counted as they are */

	str travel_time;             /* joined: minutes of the way are added to those of the assignment before blocks
	                              * are counted. own: in blocks of their own */
	struct maybe travel_from_km; /* thousandths (metres): nearer than this, the way is no paid time */
	struct maybe travel_max_minutes;   /* paid at most */
	struct maybe travel_block_minutes; /* own: each started block */
	struct maybe travel_block_cents;

	str travel_cost;       /* per_km, or as_given: what the person has proved */
	struct maybe km_cents; /* per kilometre driven */
	bool both_ways;        /* per_km: there and back; else one way */
	struct maybe travel_cost_max_cents;

	struct maybe cancel_hours;   /* cancelled less than so many hours before the start: */
	struct maybe cancel_minutes; /* paid like an assignment of so many minutes, without the way */
	struct maybe max_minutes;    /* longer assignments are refused */

	bool rate_assumed;   /* not in the source: the amounts */
	bool step_assumed;   /* how time is rounded */
	bool travel_assumed; /* how the way is counted */
	bool cancel_assumed; /* what a cancellation pays */
	str source;
	str mark; /* of the source as a whole: mark_choices (features/rulebook/rulebook.h) */
	str note;
	str recorded_by; /* of a row */
	instant recorded_at;
};
extern const struct record tariff_rec;

/* Is the card whole and without contradiction? E_INVALID: a problem at each field that is not right. */
err tariff_check(struct cx *cx, const struct tariff *card) MUST;

/* What was done. */
struct tariff_job {
	instant starts_at, ends_at;     /* needed but for pages; of a cancelled assignment: as planned */
	struct maybe travel_minutes;    /* of the whole way, there and back */
	struct maybe distance_km;       /* thousandths (metres): one way; needed where the card pays by distance */
	struct maybe travel_cost_cents; /* proved: ticket, parking */
	struct maybe cancelled_before_minutes; /* so long before the start; absent: it took place */
	struct maybe pages;                    /* thousandths; or */
	struct maybe characters;               /* for a card that knows standard pages */
};

/* One argument of a step, as a number: tariff_words.h says it in the reader's language. */
struct tariff_figure {
	enum {
		FIGURE_NONE,
		FIGURE_MONEY,
		FIGURE_MINUTES,
		FIGURE_KM,
		FIGURE_PAGES,
		FIGURE_BLOCK,
		FIGURE_PAGE_BLOCK,
		FIGURE_COUNT,
		FIGURE_INSTANT
	} kind;
	const char *name;
	int64_t n;
};
enum { TARIFF_FIGURES = 5 };
struct tariff_step {
	const char *key;  /* the sentence: "tariff_step.first_time" */
	const char *part; /* what it is about: "time", "travel_time" ...; NULL: the whole */
	bool assumed;     /* says that something is not in the source */
	struct tariff_figure figures[TARIFF_FIGURES];
};

/* Cents by part, so that a pot that pays no travel costs can leave them to another one. total = the sum of the parts.
 */
struct tariff_amount {
	int64_t total_cents;
	int64_t time_cents, pages_cents, travel_time_cents, travel_cost_cents, cancellation_cents;
	int64_t minutes;        /* of the assignment; of a cancelled one 0 */
	int64_t travel_minutes; /* of the way that are paid */
	bool assumed;           /* something was used that the source does not say */
	struct list steps;      /* struct tariff_step */
};
/* The card must be whole (tariff_check). E_INVALID with a problem at a field of the job: it ends before it begins, is
 * longer than the card allows, a figure is negative or out of range, or one is missing that the card needs. */
err tariff_amount(struct cx *cx, const struct tariff *card, const struct tariff_job *job,
                  struct tariff_amount *ret) MUST;

/* The cards that others have published: heinsberg soest rhein-erft borken ennepe-ruhr rheinisch-berg steinfurt, then
 * soest-stadt, rhein-kreis-neuss. Source and note are words: "tariff_source.<name>", "tariff_note.<name>" and the title
 * "tariff_template.<name>"; here both are absent. The end has no name. */
extern const struct tariff tariff_templates[];
const struct tariff *tariff_template(str name); /* NULL: there is none */
#endif

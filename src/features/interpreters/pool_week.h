/* pool_week.h -- a plan for all open requests at once: who takes what, and why (P-INT-4). Pure: no SQL, no HTTP.
 *
 * Of all plans that break no hard condition (pool_fit.h) it is the one that serves the most requests, then costs the KI
 * least, then spreads the assignments best (least sum of squares of everybody's load). A person can get several
 * requests if the ways between them leave time, up to the week's most and below the yearly ceiling. A request may come
 * with several dates; one of them at most is served. Among equals the wished date and the higher points are preferred.
 *
 * The method stands in pool_week_model.h, with its sources. `proven` says whether nothing better exists: a week of 300
 * requests and 300 people is usually proven within hundredths of a second; where it is not, the plan is still one that
 * no exchange of two improves.
 *
 *   struct week_plan plan = week_plan_of(mem, &rules, &requests, &people, WEEK_PATIENCE);
 *   LIST_EACH (const struct week_line, line, &plan.lines)
 *           ... line->person, line->date, week_line_say(words, mem, line) ...
 *
 * A plan is a proposal: nobody is booked by it.
 */
#ifndef FEATURES_INTERPRETERS_POOL_WEEK_H
#define FEATURES_INTERPRETERS_POOL_WEEK_H
#include "features/interpreters/pool_fit.h"

/* Requests are planned up to this number, people without one. */
#define WEEK_REQUESTS 1000
/* How long it may look for a proof, in arcs looked at: one to two seconds. More makes it slower, never worse. */
#define WEEK_PATIENCE INT64_C(100000000)

struct week_request {
	struct list dates; /* struct fit_request with one and the same id: 1 to 3 dates, the wished one first */
};

enum week_why {
	WEEK_ONLY,     /* nobody else suits */
	WEEK_CHEAPEST, /* nobody who suits costs less */
	WEEK_INSTEAD,  /* whoever would cost less is needed elsewhere: others */
	WEEK_NOBODY,   /* nobody suits: refusals */
	WEEK_SHORT,    /* all who suit are needed elsewhere: others */
};
extern const struct choices week_why_choices; /* only cheapest instead nobody short */

/* Somebody who suits and is needed elsewhere. */
struct week_other {
	const struct fit_person *person;
	const struct fit_request *instead; /* what he or she does, as planned here */
	enum fit_refusal why;              /* clash, week_full or ceiling: how that stands in the way */
};
struct week_refusal {
	enum fit_refusal why;
	int64_t people; /* who speak the language and break this condition on every date, perhaps among others */
};

struct week_line {
	const struct week_request *request;
	enum week_why why;
	const struct fit_request *date; /* NULL: nobody takes it */
	int64_t choice;                 /* 1 the wished date, 2, 3; 0: nobody */
	struct fit_candidate candidate; /* who takes it, with way, price and points */
	int64_t suitable;               /* people who suit on one of the dates */
	struct list others;             /* struct week_other: instead, short; the cheapest first, at most 20 */
	struct list refusals;           /* struct week_refusal: nobody; the most frequent first */
};
struct week_plan {
	struct list lines; /* struct week_line, in the order of the requests */
	int64_t served, cost_cents, squares;
	bool proven;
	int64_t parts;  /* independent problems that it fell into */
	int64_t effort; /* of the patience */
};
/* requests: struct week_request; people: struct fit_person, each once; both borrowed. */
struct week_plan week_plan_of(struct arena *a, const struct fit_rules *rules, const struct list *requests,
                              const struct list *people, int64_t patience);

/* The same as the bare problem, for bench programs and tests; pair k of it is candidate k of *ret_pairs (struct
 * fit_candidate). */
struct week_model;
struct week_model *week_model_of(struct arena *a, const struct fit_rules *rules, const struct list *requests,
                                 const struct list *people, struct list *ret_pairs);

/* Why, in a sentence: "Niemand Günstigeres passt." "Wer passt, wird anderswo gebraucht: Amal Haddad (2026-0417)." */
str week_line_say(const struct words *w, struct arena *a, const struct week_line *line);
#endif

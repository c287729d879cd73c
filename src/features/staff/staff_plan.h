/* staff_plan.h -- the staff plan of a day, pure: no database, no HTTP (S-STA-2, S-STA-8, P-STA-1). */
#ifndef FEATURES_STAFF_STAFF_PLAN_H
#define FEATURES_STAFF_STAFF_PLAN_H
#include "features/rulebook/rulebook.h"
#include "features/staff/staff_records.h"

/* A line of the plan on a day. */
struct plan_line {
	str line;              /* staff_line_choices */
	struct maybe entitled; /* thousandths; absent: unknown, or (own) nothing to be entitled to */
	int64_t posts;         /* set up */
	struct maybe funded;   /* of them within the entitlement */
	int64_t filled;        /* sum of the shares */
	int64_t vacant;        /* entitled - filled, at least 0; where nothing is known: posts - filled */
	int64_t not_set_up;    /* of the vacant ones: no post is there for them yet */
	struct maybe month_cents, year_cents; /* what the vacancy leaves undrawn per month, and in a whole year */
	str mark;                             /* of the entitlement; absent without one */
	struct list rules;                    /* struct rule_use: where the entitlement comes from */
};
extern const struct record plan_line_rec;

/* Who holds a share on that day. */
struct plan_holder {
	int64_t person_id;
	str name;
	int64_t fte;
	day since, until;
	str path;
};
extern const struct record plan_holder_rec;

/* A post on that day. */
struct plan_post {
	struct post post;
	int64_t filled, vacant;
	day vacant_since;    /* the first day of the present gap; absent: filled */
	int64_t vacant_days; /* up to the day asked, itself included */
	struct list holders; /* struct plan_holder */
	str path;
};
extern const struct record plan_post_rec;

struct plan_leader {
	int64_t person_id;
	str name, office;
	str profession; /* teacher specialist administrator assistant: of the posts held on that day; absent: none */
	day since;
	str path;
};
extern const struct record plan_leader_rec;

struct plan {
	day date;
	struct list lines;               /* struct plan_line: only those with an entitlement or posts */
	struct list posts;               /* struct plan_post */
	struct plan_leader head, deputy; /* person_id 0: nobody */
};

/* s: rows that overlap the day at least, for vacancies the whole past of the posts; e: what the rules give that day. */
struct plan plan_of(struct arena *a, const struct staff *s, const struct entitlement *e, day on);
/* Of the posts that the person holds on that day: teacher before specialist before administrator before assistant;
 * absent: none. */
str profession_on(const struct staff *s, int64_t person_id, day on);
#endif

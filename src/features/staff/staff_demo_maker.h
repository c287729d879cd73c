/* staff_demo_maker.h -- the rows of the example staff, as the two stories of it write them: the drawn one of 53 KI
 * (staff_demo.c) and the told one of Kreis Coesfeld (staff_demo_coesfeld.c). Straight into the tables, without the
 * checks of the model: some findings are wanted. */
#ifndef FEATURES_STAFF_STAFF_DEMO_MAKER_H
#define FEATURES_STAFF_STAFF_DEMO_MAKER_H
#include "features/staff/staff_demo.h"
#include "features/staff/staff_demo_people.h"
#include "features/staff/staff_records.h"

struct demo_centre {
	int64_t id;
	str slug, kind, seat;
};

struct maker {
	struct cx *cx;
	struct chance chance;
	struct demo_centre centre;
	struct tenant tenant; /* the same KI, as the model knows it */
	struct list shares;   /* struct demo_share: who could lead */
};
struct demo_share {
	int64_t person_id;
	str kind; /* of the post */
	int64_t fte;
	day from, to; /* to absent: still there */
};

err make_centres(struct cx *cx, struct list *ret) MUST; /* struct demo_centre */
err make_post(struct maker *m, const struct post *p, int64_t *ret_id) MUST;
err make_person(struct maker *m, struct demo_name name, int64_t *ret_id) MUST;
/* Noted in m->shares too. */
err make_share(struct maker *m, const struct post *p, int64_t person, int64_t fte, day from, day to) MUST;
err make_qualification(struct maker *m, const struct qualification *q) MUST;
err make_exception(struct maker *m, const struct exception_case *e, const struct exception_step *steps, int n) MUST;
err make_leading(struct maker *m, int64_t person, const char *office, day from, day to) MUST;
err make_secondment(struct maker *m, int64_t person, day from, day to, str home) MUST;
err make_cost(struct maker *m, int64_t post, int year, int64_t cents) MUST;
/* The usual papers of somebody on a post of this kind; `usual` false: something from another field, which does not do.
 */
err make_papers(struct maker *m, int64_t person, str kind, day since, bool usual) MUST;

/* staff_demo_coesfeld.c */
err make_coesfeld(struct maker *m) MUST;
#endif

/* quality_pages.h -- handlers of this feature, and what its pages share. */
#ifndef FEATURES_QUALITY_QUALITY_PAGES_H
#define FEATURES_QUALITY_QUALITY_PAGES_H
#include "core/section.h"
#include "features/quality/quality_model.h"

extern const struct section quality_section;
str quality_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail);
/* db_tx with struct quality_in. */
err quality_write(struct cx *cx, const struct request *rq, const char *name,
                  err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size) MUST;

/* --- the KI (quality_centre_pages.c) ------------------------------------------------------------------------------ */
err quality_get(struct cx *cx, const struct request *rq, struct res *rs);
err quality_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err assessment_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_quality, page_assessment;

/* --- answering (quality_question_pages.c) ------------------------------------------------------------------------- */
err question_get(struct cx *cx, const struct request *rq, struct res *rs);
err question_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_question;
extern const struct record answers_typed_rec;
/* The areas that are asked, one page each: those of the draft, or of a new one. */
struct quality_step {
	int64_t number; /* from 1 */
	str area;
	struct list criteria; /* struct criterion */
	str path;
};
struct quality_steps {
	struct assessment draft; /* id 0: none yet */
	struct list steps;       /* struct quality_step */
	struct list answers;     /* struct answer, of the draft */
	int64_t asked;           /* criteria */
};
err quality_steps(struct cx *cx, const struct request *rq, struct quality_steps *ret) MUST;
/* Where answering goes on: the first area with a missing answer, or the page that checks them. */
str quality_next(struct cx *cx, const struct request *rq, const struct quality_steps *s);

/* --- checking and concluding (quality_check_pages.c) -------------------------------------------------------------- */
err quality_check_get(struct cx *cx, const struct request *rq, struct res *rs);
err quality_conclude_post(struct cx *cx, const struct request *rq, struct res *rs);
err quality_discard_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_quality_check;
extern const struct record quality_seen_rec;

/* --- follow-ups (quality_follow_pages.c) -------------------------------------------------------------------------- */
err follow_ups_get(struct cx *cx, const struct request *rq, struct res *rs);
err follow_up_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err follow_up_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err follow_up_get(struct cx *cx, const struct request *rq, struct res *rs);
err follow_up_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_follow_ups, page_follow_up;

/* --- the Land (quality_land_pages.c, quality_criteria_pages.c) ---------------------------------------------------- */
err quality_land_get(struct cx *cx, const struct request *rq, struct res *rs);
err follow_up_agree_post(struct cx *cx, const struct request *rq, struct res *rs);
err criteria_get(struct cx *cx, const struct request *rq, struct res *rs);
err criterion_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err criterion_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err criterion_reword_get(struct cx *cx, const struct request *rq, struct res *rs);
err criterion_reword_post(struct cx *cx, const struct request *rq, struct res *rs);
err criterion_end_get(struct cx *cx, const struct request *rq, struct res *rs);
err criterion_end_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_quality_land, page_criteria, page_criterion_form;

/* --- start page (quality_start.c), examples (quality_demo.c) ------------------------------------------------------ */
err quality_today(struct cx *cx, struct list *tasks);
err quality_demo(struct cx *cx);
extern const struct sql quality_demo_sql[];
#endif

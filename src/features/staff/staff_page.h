/* staff_page.h -- what the pages of the staff plan have in common: its areas, a day that is
 * chosen, people and posts as choices. */
#ifndef FEATURES_STAFF_STAFF_PAGE_H
#define FEATURES_STAFF_STAFF_PAGE_H
#include "core/section.h"
#include "features/staff/staff_model.h"

extern const struct section staff_section;
/* section_fill and section_at for the staff plan. */
err staff_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
               struct centre_frame *frame, struct section_top *top) MUST;
str staff_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail);

/* A day from ?day=, as the forms that choose one show it again. */
struct day_choice {
	day on;
	str typed, error; /* error absent: fine */
	err problem;      /* E_INVALID: on is today */
};
void day_chosen(struct cx *cx, const struct request *rq, struct day_choice *ret);

/* db_tx with struct staff_in. */
err staff_write(struct cx *cx, const struct request *rq, const char *name,
                err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size) MUST;
/* Choices for fields: people by name; posts that there are on the day first, then coming and former ones. */
err staff_people_choices(struct cx *cx, const struct request *rq, struct list *ret) MUST;
err staff_post_choices(struct cx *cx, const struct request *rq, struct list *ret) MUST;
/* "1 Person" / "12 Personen", {n} and arguments. */
str staff_count(struct cx *cx, const char *key, int64_t n);
#endif

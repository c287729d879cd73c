/* pool_people_pages.h -- the handlers and pages of the people of the pool, gathered in interpreters_feature.c. */
#ifndef FEATURES_INTERPRETERS_POOL_PEOPLE_PAGES_H
#define FEATURES_INTERPRETERS_POOL_PEOPLE_PAGES_H
#include "features/interpreters/pool_people.h"

#define HANDLER(name) err name(struct cx *cx, const struct request *rq, struct res *rs)
HANDLER(people_get);
HANDLER(people_csv_get);
HANDLER(people_xlsx_get);
HANDLER(people_applicants_get);
HANDLER(people_expiring_get);
HANDLER(people_load_get);
HANDLER(pool_person_get);
HANDLER(pool_person_new_get);
HANDLER(pool_person_new_post);
HANDLER(pool_person_edit_get);
HANDLER(pool_person_edit_post);
HANDLER(spoken_new_get);
HANDLER(spoken_new_post);
HANDLER(spoken_edit_get);
HANDLER(spoken_edit_post);
HANDLER(spoken_remove_post);
HANDLER(pool_hours_get);
HANDLER(pool_hours_post);
HANDLER(pool_exception_new_get);
HANDLER(pool_exception_new_post);
HANDLER(pool_exception_remove_post);
HANDLER(pool_step_get);
HANDLER(pool_step_post);
HANDLER(pool_step_withdraw_get);
HANDLER(pool_step_withdraw_post);
HANDLER(pool_year_get);
HANDLER(pool_year_post);
HANDLER(pool_import_get); /* a list of people from a table */
HANDLER(pool_import_post);
HANDLER(pool_import_preview_get);
HANDLER(pool_import_take_post);
#undef HANDLER

extern const struct page page_pool_people, page_pool_person, page_pool_applicants, page_pool_expiring, page_pool_load;
extern const struct record pool_week_form_rec, pool_step_form_rec, pool_step_withdraw_rec, people_asked_rec,
        pool_year_asked_rec;

/* The ways to look at the people: list, applicants, what expires, load; current: "", "applicants" ... */
void people_views(struct cx *cx, const struct request *rq, const char *current, struct list *ret);
/* "Führungszeugnis läuft am 12.02.2027 ab", and "; ..." for each further one; absent if nothing is lacking. */
str lacks_said(struct cx *cx, const struct interpreter_standing *s);
/* Of app-state: good, warn, off. */
str standing_tone(struct cx *cx, const struct interpreter_standing *s);
str person_path(struct cx *cx, const struct request *rq, int64_t id, const char *tail);

/* What the start page shows of the people (pool_people_start.c). */
err pool_people_today(struct cx *cx, struct list *tasks) MUST;
#endif

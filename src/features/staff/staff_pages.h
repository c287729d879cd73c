/* staff_pages.h -- the handlers and pages of the staff plan, gathered in staff_feature.c. */
#ifndef FEATURES_STAFF_STAFF_PAGES_H
#define FEATURES_STAFF_STAFF_PAGES_H
#include "core/route.h"

#define HANDLER(name) err name(struct cx *cx, const struct request *rq, struct res *rs)
HANDLER(staff_day_get); /* the page that the head opens */
HANDLER(staff_timeline_get);
HANDLER(staff_money_get);
HANDLER(staff_posts_get);
HANDLER(staff_post_get);
HANDLER(post_new_get);
HANDLER(post_new_post);
HANDLER(post_edit_get);
HANDLER(post_edit_post);
HANDLER(post_change_get);
HANDLER(post_change_post);
HANDLER(post_cost_get);
HANDLER(post_cost_post);
HANDLER(share_new_get);
HANDLER(share_new_post);
HANDLER(share_edit_get);
HANDLER(share_edit_post);
HANDLER(share_end_get);
HANDLER(share_end_post);
HANDLER(staff_people_get);
HANDLER(staff_person_get);
HANDLER(person_new_get);
HANDLER(person_new_post);
HANDLER(person_edit_get);
HANDLER(person_edit_post);
HANDLER(qualification_new_get);
HANDLER(qualification_new_post);
HANDLER(qualification_withdraw_get);
HANDLER(qualification_withdraw_post);
HANDLER(exception_new_get);
HANDLER(exception_new_post);
HANDLER(exception_get);
HANDLER(exception_step_post);
HANDLER(exception_decide_get);
HANDLER(exception_decide_post);
HANDLER(secondment_new_get);
HANDLER(secondment_new_post);
HANDLER(secondment_edit_get);
HANDLER(secondment_edit_post);
HANDLER(leading_get);
HANDLER(leading_post);
HANDLER(leading_end_get);
HANDLER(leading_end_post);
HANDLER(staff_csv_get);
HANDLER(staff_xlsx_get);
HANDLER(staff_pdf_get);
HANDLER(import_get);
HANDLER(import_post);
HANDLER(import_preview_get);
HANDLER(import_take_post);
HANDLER(staff_survey_get);
HANDLER(staff_survey_post);
HANDLER(staff_survey_close_post);
HANDLER(survey_answer_get); /* public: with a code, without signing in */
HANDLER(survey_answer_post);
HANDLER(staff_land_get); /* all 54 KI, without people */
HANDLER(staff_land_csv_get);
HANDLER(staff_land_xlsx_get);
#undef HANDLER

extern const struct page page_staff_day, page_staff_timeline, page_staff_money, page_staff_posts, page_staff_post,
        page_staff_people, page_staff_person, page_exception, page_leading, page_staff_land, page_staff_survey,
        page_survey_codes, page_survey_answer;
extern const struct record post_change_rec, share_edit_rec, share_end_rec, qualification_withdraw_rec,
        exception_next_rec, exception_decide_rec, leading_new_rec, leading_end_rec, staff_land_asked_rec;

/* What the start page shows of the staff plan (staff_start.c). */
err staff_today(struct cx *cx, struct list *tasks);
err staff_figures(struct cx *cx, struct list *figures);
#endif

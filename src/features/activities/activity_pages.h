/* activity_pages.h -- handlers, pages and forms of the activities, for the feature's table of routes. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_PAGES_H
#define FEATURES_ACTIVITIES_ACTIVITY_PAGES_H
#include "core/route.h"

#define HANDLER(name) err name(struct cx *cx, const struct request *rq, struct res *rs) MUST
/* activity_line_pages.c: the one line, and the entries of this week under it */
HANDLER(activity_line_get);
HANDLER(activity_line_post);
extern const struct page page_activity_line;
extern const struct record activity_line_form_rec, activity_line_asked_rec;
/* activity_form_pages.c: all of it, new and changed; again, withdrawn, taken back */
HANDLER(activity_new_get);
HANDLER(activity_new_post);
HANDLER(activity_edit_get);
HANDLER(activity_edit_post);
HANDLER(activity_again_post);
HANDLER(activity_withdraw_post);
HANDLER(activity_restore_post);
extern const struct record activity_withdraw_rec;
/* activity_record_pages.c: one, with its versions */
HANDLER(activity_get);
extern const struct page page_activity;
/* activity_list_pages.c, activity_week_pages.c */
HANDLER(activity_list_get);
HANDLER(activity_csv_get);
HANDLER(activity_xlsx_get);
HANDLER(activity_week_get);
extern const struct page page_activity_list, page_activity_week;
extern const struct record activity_list_asked_rec, activity_week_asked_rec;
/* activity_import_pages.c */
HANDLER(activity_import_get);
HANDLER(activity_import_post);
HANDLER(activity_preview_get);
HANDLER(activity_preview_post);
/* activity_catalogue_pages.c */
HANDLER(catalogue_get);
HANDLER(catalogue_new_get);
HANDLER(catalogue_new_post);
HANDLER(catalogue_rename_get);
HANDLER(catalogue_rename_post);
HANDLER(catalogue_end_get);
HANDLER(catalogue_end_post);
extern const struct page page_catalogue, page_catalogue_form;
extern const struct record catalogue_add_rec, catalogue_rename_rec, catalogue_end_rec, catalogue_asked_rec;
/* activity_template_pages.c */
HANDLER(activity_templates_get);
HANDLER(activity_template_new_get);
HANDLER(activity_template_new_post);
HANDLER(activity_template_edit_get);
HANDLER(activity_template_edit_post);
HANDLER(activity_template_remove_post);
extern const struct page page_activity_templates, page_activity_template;
extern const struct record activity_template_remove_rec;
/* activity_quiet_pages.c */
HANDLER(quiet_get);
HANDLER(quiet_post);
extern const struct page page_quiet;
#undef HANDLER
#endif

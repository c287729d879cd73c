/* activity_page.h -- what the pages of the activities have in common: the section, an activity in words, the form. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_PAGE_H
#define FEATURES_ACTIVITIES_ACTIVITY_PAGE_H
#include "core/section.h"
#include "features/activities/activity_model.h"

extern const struct section activity_section;
/* section_fill and section_at for the activities. */
err activity_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
                  struct centre_frame *frame, struct section_top *top) MUST;
str activity_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail);
str activity_path(struct cx *cx, const struct request *rq, int64_t id, const char *tail); /* folder "" */
str activity_use_path(struct cx *cx, const struct request *rq,
                      int64_t template_id); /* the line, filled by a template */
/* db_tx with struct activity_in; ret: struct activity. */
err activity_write(struct cx *cx, const struct request *rq, const char *name,
                   err (*fn)(struct cx *cx, const void *in, void *ret), const struct activity *row,
                   struct activity *ret) MUST;

/* --- in words ----------------------------------------------------------------------------------------------------- */
struct activity_words {
	struct list catalogue, towns; /* struct catalogue_entry, struct municipality */
};
err activity_words_load(struct cx *cx, const struct request *rq, struct activity_words *ret) MUST;
/* An activity as pages show it; names as they were on its day. */
struct activity_row {
	int64_t id;
	day day;
	struct activity activity;
	str name[PARTS];
	str what;                                       /* "Qualifizierung und Fortbildung – VHS Coesfeld" */
	str municipality;                               /* absent: none */
	str brief;                                      /* "Sport · Dülmen · 1:30 Std." */
	str rest;                                       /* all beside kind, partner and participants */
	str path, edit_path, again_path, withdraw_path; /* the last three for those who may record */
};
extern const struct record activity_row_rec;
struct activity_row activity_said(struct cx *cx, const struct activity_words *w,
                                  const struct activity *a); /* no paths */
struct activity_row activity_row_of(struct cx *cx, const struct request *rq, const struct activity_words *w,
                                    const struct activity *a);
void activity_rows(struct cx *cx, const struct request *rq, const struct activity_words *w, const struct list *from,
                   struct list *ret); /* struct activity to struct activity_row */

/* --- the form of all of it ---------------------------------------------------------------------------------------- */
/* Choices of the catalogue as of a day, and the municipalities of the KI, in the fields of a form that has them. */
void activity_offer_codes(struct cx *cx, struct form *f, const struct activity_words *w, day on);
/* The same with "none" first where a municipality is chosen. */
void activity_offer(struct cx *cx, struct form *f, const struct activity_words *w, day on);
extern const struct page page_activity_form;
#endif

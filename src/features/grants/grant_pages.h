/* grant_pages.h -- handlers of this feature, and what its pages share.
 *
 *   /centres/{slug}/grants              the cases of a KI
 *   /centres/{slug}/grants/{id}         one case: how it stands, what comes next, amounts by item, what happened
 *   .../{id}/record/{code}              steps that need no paper, one form each (grant_step_pages.c); {code}: kind of
 *   .../{id}/submit/{code}              event. The folder says whose they are: RIGHT_GRANT_RECORD, _SUBMIT, _CHECK
 *   .../{id}/check/{code}
 *   .../{id}/drafts/{code}              what waits for a second person ({code}: number of the event), to approve it
 */
#ifndef FEATURES_GRANTS_GRANT_PAGES_H
#define FEATURES_GRANTS_GRANT_PAGES_H
#include "core/section.h"
#include "features/grants/grant_state.h"

extern const struct section grants_section;

str grant_case_name(struct cx *cx, const struct grant_case *c); /* "Grundförderung 2026" */

/* What every page of one case knows. */
struct grant_view {
	struct grant_case c;
	struct grant_state state;
	struct list events; /* struct grant_event */
	str name;           /* grant_case_name */
};
/* E_NOTFOUND: no such case at this KI ({id} of the path). */
err grant_view_fill(struct cx *cx, const struct request *rq, struct grant_view *ret) MUST;
/* "/centres/coesfeld/grants/12/calls/new"; tail "": the case. */
str grant_at(struct cx *cx, const struct request *rq, const char *tail);
/* Frame of a page of the case, with the way back to it. title_key: {about} is the case's name. */
err grant_section_fill(struct cx *cx, const struct request *rq, const struct grant_view *v, const char *title_key,
                       struct centre_frame *frame, struct section_top *top) MUST;
/* db_tx(grant_add_in_tx) of an event of this case; seen: the version that the form was made from. */
err grant_write(struct cx *cx, const struct request *rq, int64_t seen, const struct grant_event *e,
                struct grant_event *ret) MUST;
/* Whether the reader may do this now: the right, and the state. */
bool grant_can(const struct cx *cx, const struct request *rq, const struct grant_state *s, const char *kind,
               int64_t about);

/* Papers are German, whatever language their reader has chosen: sets cx->words, returns what they were; and the same
 * around a handler. */
const struct words *grant_german(struct cx *cx);
err grant_in_german(struct cx *cx, const struct request *rq, struct res *rs, handler h) MUST;
/* The newest draft of a kind (about: of this call) that a second person sent back and that nobody has drafted anew:
 * *ret_why says the reason. NULL: none, or there is something newer to decide on. Pure. */
const struct grant_event *grant_sent_back(const struct list *events, const char *kind, struct maybe about,
                                          const struct grant_event **ret_why);
/* What a form says of it. */
struct sent_back {
	str reason, by, path; /* path: of the draft */
	day day;
};
extern const struct record sent_back_rec;
struct sent_back *grant_sent_back_said(struct cx *cx, const struct request *rq, const struct grant_event *draft,
                                       const struct grant_event *why);
/* Answers with a letter as PDF; name: of the file, without its ending. */
struct doc_letter;
err grant_letter_show(struct cx *cx, struct res *rs, const struct doc_letter *l, str name) MUST;
err grant_pdf_show(struct cx *cx, struct res *rs, str pdf, str name) MUST;

/* One thing that can be done next; the first that fits is the page's button. */
struct grant_action {
	str text, path;
};
extern const struct record grant_action_rec;
/* The most urgent first, for the authority what its queue says of the case; the rest in the order in which people do
 * it. */
void grant_actions(struct cx *cx, const struct request *rq, const struct grant_view *v, struct list *ret);

/* --- the cases and one of them (grant_case_pages.c) --------------------------------------------------------------- */
err grants_get(struct cx *cx, const struct request *rq, struct res *rs);
err grants_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_grants, page_grant;
extern const struct record grant_open_rec, grants_asked_rec;

/* --- steps without a paper (grant_step_pages.c) ------------------------------------------------------------------- */
err grant_step_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_step_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct record grant_step_rec; /* all fields that a step may have; each form asks for a few */

/* --- drafts (grant_draft_pages.c) --------------------------------------------------------------------------------- */
err grant_draft_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_draft_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_grant_draft;
extern const struct record grant_verdict_rec;

/* --- the Land (grant_land_pages.c, grant_what_if_pages.c) --------------------------------------------------------- */
err land_budget_get(struct cx *cx, const struct request *rq, struct res *rs);
err land_budget_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
err land_budget_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err what_if_get(struct cx *cx, const struct request *rq, struct res *rs);
err what_if_centre_get(struct cx *cx, const struct request *rq, struct res *rs);
err what_if_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_land_budget, page_what_if, page_what_if_centre;
extern const struct record land_budget_asked_rec, what_if_asked_rec;
#endif

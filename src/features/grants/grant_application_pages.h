/* grant_application_pages.h -- pages of the application.
 *
 *   /centres/{slug}/grants/{id}/application                    task list while it is prepared
 *   .../application/answers/{code}                             reasons contact bank concept declarations: a few fields
 * each
 *   .../application/positions/{code}                           what is asked for one position
 *   .../application.xlsx, .../application/import[/{code}]      to fill without network, and what it would change
 *   .../application/letter                                     what is known, as a form to print, marked "Entwurf"
 *   .../application/check, .../application/submit              all of it at once, and submitting it
 *   .../applications/{code}, .../applications/{code}/letter    as it was submitted; {code}: number of the event
 */
#ifndef FEATURES_GRANTS_GRANT_APPLICATION_PAGES_H
#define FEATURES_GRANTS_GRANT_APPLICATION_PAGES_H
#include "features/grants/grant_application.h"
#include "features/grants/grant_pages.h"

struct prepared_view {
	struct grant_view v;
	struct prepared p;
};
err prepared_fill(struct cx *cx, const struct request *rq, struct prepared_view *ret) MUST;
bool application_ready(const struct application *app); /* nothing is missing */

err application_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_check_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_submit_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_application, page_application_check;
extern const struct record application_submit_rec;

/* --- forms (grant_application_forms.c) ---------------------------------------------------------------------------- */
err application_answer_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_answer_post(struct cx *cx, const struct request *rq, struct res *rs);
err application_position_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_position_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct record application_answer_rec, application_position_rec; /* all fields that a form may ask for */

/* What is wrong with answers, whichever way they came. */
struct answer_fault {
	const char *field, *key; /* of application_answer_rec; the word */
	const struct arg *args;
};
void application_faults(struct cx *cx, const struct prepared *p, const struct application *in, struct list *ret);
/* Where nothing was said yet, what is likely: account holder, the promise of a concept. */
void application_propose(const struct prepared *p, struct application *app);
/* The fields of struct grant_wish that can be said of a position; and what was said of it, made if nothing was. */
const struct record *application_form_of_line(str programme, const struct grant_line *l);
struct grant_wish *application_wish_for(struct cx *cx, struct application *app, str item);

/* --- without network (grant_application_file.c) ------------------------------------------------------------------- */
/* One workbook of a case: a row for each answer and position, filled with what is known, and under which mark it was
 * taken along. Read back it is compared with what is stored (old, new) and taken as a whole by the person; a file of
 * another KI, case or state is refused. Answers that are not in it stay as they are. */
err application_workbook_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_import_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_import_post(struct cx *cx, const struct request *rq, struct res *rs);
err application_preview_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_preview_post(struct cx *cx, const struct request *rq, struct res *rs);

/* --- as it was submitted (grant_application_submitted.c) ---------------------------------------------------------- */
err application_submitted_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_application_submitted;
/* The event of {code}; NULL: there is no such application. */
const struct grant_event *application_event_of(const struct request *rq, const struct grant_view *v);

/* --- on paper (grant_application_letter.c) ------------------------------------------------------------------------ */
err application_letter_get(struct cx *cx, const struct request *rq, struct res *rs);
err application_submitted_letter_get(struct cx *cx, const struct request *rq, struct res *rs);
#endif

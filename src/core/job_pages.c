/* What waits to be done in the background, for the technical administration: no addresses, no texts. */
#include "core/evidence.h"
#include "core/app.h"
#include "core/check.h"
#include "core/job.h"
#include "core/mail.h"
#include "core/paging.h"
#include "core/statements.h"

struct jobs_page {
	str title;
	struct job_counts counts;
	bool late, has_open, has_done;
	struct list items, done; /* struct job_view */
	str first, next;
};
static const struct field jobs_fields[] = {
	FIELD(struct jobs_page, title, KIND_TEXT),
	FIELD(struct jobs_page, counts, KIND_ONE, .of = &job_counts_rec),
	FIELD(struct jobs_page, late, KIND_BOOL),
	FIELD(struct jobs_page, has_open, KIND_BOOL, .hidden = true),
	FIELD(struct jobs_page, has_done, KIND_BOOL, .hidden = true),
	FIELD(struct jobs_page, items, KIND_MANY, .of = &job_view_rec),
	FIELD(struct jobs_page, done, KIND_MANY, .of = &job_view_rec),
	FIELD(struct jobs_page, first, KIND_PATH),
	FIELD(struct jobs_page, next, KIND_PATH),
};
static const struct record jobs_rec = RECORD("jobs", struct jobs_page, jobs_fields);
static const struct page page_jobs = { "jobs.html", &jobs_rec };

enum { DONE_PAGE = 50 };

static err jobs_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct jobs_page p = { .title = word(cx->words, cx->mem, "jobs.title") };
	struct paging pg = { .list = "jobs", .size = DONE_PAGE, .down = true };
	TRY(paging_read(cx, rq, &pg));
	TRY(job_count(cx, &p.counts));
	p.late = p.counts.late > 0;
	TRY(job_list_open(cx, &p.items));
	TRY(job_list_done(cx, pg.id, paging_limit(&pg), &p.done));
	p.has_open = p.items.n > 0;
	p.has_done = p.done.n > 0;
	p.first = paging_first(&pg, S("/jobs"));
	p.next = paging_next(cx, &pg, &p.done, &job_view_rec, NULL, "id", S("/jobs"));
	return page_show(cx, rq->http, rs, 200, &page_jobs, &p);
}

static err again(struct cx *cx, const void *in, void *ret UNUSED)
{
	const int64_t *id = in;
	return job_again_in_tx(cx, *id);
}

static err job_again_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	int64_t id = route_id(rq);
	TRY(db_tx(cx, "job again", again, &id, NULL, 0));
	return page_done(cx, rq->http, rs, S("/jobs"), "notice.job_again");
}

static err give_up(struct cx *cx, const void *in, void *ret UNUSED)
{
	const int64_t *id = in;
	return job_give_up_in_tx(cx, *id);
}

static err job_give_up_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	int64_t id = route_id(rq);
	TRY(db_tx(cx, "job give up", give_up, &id, NULL, 0));
	return page_done(cx, rq->http, rs, S("/jobs"), "notice.job_given_up");
}

static err check_jobs(struct cx *cx, struct list *findings)
{
	struct job_counts c;
	TRY(job_count(cx, &c));
	if (c.late)
		check_add_counted(cx, findings, CHECK_MEND, "jobs", "check.jobs_late", c.late, NO_ARGS);
	if (c.given_up)
		check_add_counted(cx, findings, CHECK_MEND, "jobs", "check.jobs_given_up", c.given_up, NO_ARGS);
	if (!c.late && !c.given_up)
		check_add(cx, findings, CHECK_GOOD, "jobs", "check.jobs_good", NO_ARGS);
	return OK;
}

static const struct route routes[] = {
	{ GET, "/jobs", RIGHT_JOBS, SCOPE_NONE, jobs_get, .shows = &page_jobs, .asks = &paging_asked_rec },
	{ POST, "/jobs/{id}/again", RIGHT_JOBS, SCOPE_NONE, job_again_post, .takes = NULL },
	{ POST, "/jobs/{id}/give-up", RIGHT_JOBS, SCOPE_NONE, job_give_up_post, .takes = NULL },
	{ 0 },
};
static const struct sql *const statements[] = { job_sql, NULL };
static const struct page *const pages[] = { &page_jobs, NULL };
static const struct navigation navigation[] = { { "nav.jobs", "/jobs", RIGHT_JOBS }, { 0 } };

static const struct job_kind kinds[] = { MAIL_JOB,
	                                 { .name = "evidence.sweep", .run = evidence_job_run, .daily_at = 3 * 60 + 40 },
	                                 { 0 } };

const struct feature job_feature = { .name = "jobs",
	                             .routes = routes,
	                             .statements = statements,
	                             .pages = pages,
	                             .navigation = navigation,
	                             .jobs = kinds,
	                             .check = check_jobs };

/* app.h -- the assembled program, as core's own files see it. Not for features. */
#ifndef CORE_APP_H
#define CORE_APP_H
#include <pthread.h>

#include "core/job_worker.h"
#include "core/oidc.h"
#include "core/route.h"
#include "core/words.h"
#include "view/view.h"

struct app {
	struct app_config config;
	struct metrics *metrics;
	struct job_worker *worker;  /* NULL: this process runs no jobs by itself */
	struct oidc *oidc;          /* NULL: no sign-in service */
	pthread_mutex_t texts_lock; /* guards what follows */
	struct texts *texts;
	str texts_fault; /* what is wrong with the overlay on the disk; in fault_mem */
	struct arena *fault_mem;
};

/* The feature of core itself: start, signing in, account, accounts, audit log, texts about the product. */
extern const struct feature core_feature;

/* Assets under /assets/ are answered without a session: true if the path is one. */
bool asset_answer(const struct req *rq, struct res *rs);
str asset_path(struct arena *mem, const char *name); /* "site.css" -> "/assets/site.1a2b3c.css" */

/* Finds the route of a method and path; literal parts go before {parts}. NULL: none. *ret_other: the path exists with
 * another method (405). */
const struct route *route_find(const struct app *a, struct arena *mem, const struct req *rq, struct pairs *ret_parts,
                               bool *ret_other);
bool route_has_part(const struct route *r, const char *name);

/* --- what was sent (sent.c) --------------------------------------------------------------------------------------- */
/* The route of a request that brings files and may: only its head need be known. NULL: any other request. */
const struct route *route_with_files(const struct app *a, struct arena *mem, const struct req *rq);
/* JSON bodies become form fields, forms with files fields and files, If-Match becomes the field `version`. 0: fine;
 * else the status to answer, and why. */
int sent_read(struct cx *cx, struct req *rq, const struct route *r, const char **ret_key);
/* A program that misspells a field must not lose it silently: E_INVALID with a problem at each name that the route does
 * not take. Browsers' forms may carry more; it is not looked at. */
err sent_check(struct cx *cx, const struct req *rq, const struct route *r) MUST;
/* The program asked for a change of this very version: what is 409 otherwise is 412 then. */
bool sent_if_match(const struct req *rq);
str etag_of(struct arena *a, int64_t version); /* "v3", with its quotes */

/* What each page knows beside its own data: struct site (site.c). */
struct site;
extern const struct record site_root_rec; /* { site: ONE } */
struct site_root {
	const struct site *site;
};
err site_fill(struct cx *cx, const struct req *rq, int status, struct site_root *ret) MUST;
#define COOKIE_NOTICE "notice"
#define COOKIE_LANGUAGE "language"
const char *cookie_session(const struct app *a); /* "__Host-session" on https, else "session" */
const char *cookie_visitor(const struct app *a);
const char *cookie_step(const struct app *a); /* between password and second factor */
void cookie_set(struct cx *cx, struct res *rs, const char *name, str value,
                int max_age_s); /* max_age 0: browser's life */
void cookie_drop(struct cx *cx, struct res *rs, const char *name);

/* The answer to a failure: error page, or problem details (RFC 9457) for programs. */
void page_failure(struct cx *cx, const struct req *rq, struct res *rs, err e);
void page_status_only(struct cx *cx, const struct req *rq, struct res *rs, int status, const char *key);
bool wants_json(const struct req *rq);
void problem_json(struct cx *cx, struct res *rs, int status, const char *key, const struct arg *args);
#endif

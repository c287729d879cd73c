/* route.h -- policy before the handler: a route is a row, checked in one place before its handler runs.
 *
 * Order: read fully -> guard (http) -> route -> session -> right -> tenant -> CSRF (all but GET) -> handler -> page or
 * JSON -> audit (in db_tx) -> log line -> arena reset.
 *
 * Path patterns: "/centres/{slug}/checks". {slug} names a KI and sets cx's tenant; {id} is an integer; {code} any other
 * part. A handler gets them through route_part(). A tenant that the user may not see is 404, the same as none at all.
 */
#ifndef CORE_ROUTE_H
#define CORE_ROUTE_H
#include "base/context.h"
#include "core/mail.h"
#include "core/page.h"
#include "core/right.h"
#include "core/second_factor.h"
#include "db/db.h"
#include "http/http.h"

enum tenant_scope {
	SCOPE_NONE, /* no KI in the path */
	SCOPE_ANY,  /* {slug} may be any KI: its public face */
	SCOPE_OWN,  /* {slug} must be the user's own KI, or the user acts for the Land */
};

/* What the dispatcher found out about a request. */
struct tenant {
	int64_t id;
	str slug, name, kind; /* kind: "kreis" or "kreisfreie_stadt" */
};
/* How a KI shows itself on a day. */
struct face {
	str name, recognition;
};
struct texts;
struct request {
	const struct req *http;
	struct tenant centre; /* id 0 if the path has no {slug} */
	const struct route *route;
	const struct texts *texts; /* words and pages, the same from its beginning to its end (texts.h) */
	struct pairs parts;
	struct face *face; /* filled when it is first asked for: request_face() */
};
/* How the KI of the path shows itself today; found out once per request. */
err request_face(struct cx *cx, const struct request *rq, const struct face **ret) MUST;
/* The same on any day: what leaves the house says what was so on the day that it speaks of (S-CEN-3). */
err face_on(struct cx *cx, const struct tenant *centre, day on, struct face *ret) MUST;
str route_part(const struct request *rq, const char *name); /* decoded; absent if the pattern has none */
int64_t route_id(const struct request *rq);                 /* {id}; 0 if it is no number */
/* The form (NULL: none) changes a thing that has a version. */
bool route_takes_version(const struct record *takes);
/* What was sent in the query under this name; absent if nothing. A name that the route does not declare in .asks is
 * logged as a warning, which fails the tests: programs know only what is declared. */
str route_asked(const struct request *rq, const char *name);
/* A day from the query (?day=2024-06-01 or 01.06.2024). None given: cx->today. E_INVALID adds a problem; *ret = today.
 */
err route_day(struct cx *cx, const struct request *rq, const char *name, day *ret) MUST;

typedef err (*handler)(struct cx *cx, const struct request *rq, struct res *rs);
/* What a file is, where a route answers with one instead of a page. */
#define MEDIA_CSV "text/csv"
#define MEDIA_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define MEDIA_PDF "application/pdf"
#define MEDIA_JSON "application/json"
struct route {
	enum method method;
	const char *path;
	enum right right;
	enum tenant_scope scope;
	handler handle;
	/* What it is made of: /openapi.json tells it to programs, so each row names one of the three (a write that
	 * answers with a page of its own, such as a secret that is shown once, names takes and shows). */
	const struct page *shows;   /* the page it answers with; its record is the JSON face */
	const struct record *takes; /* the form that it reads: the .input fields; NULL: nothing but the path. A field
	                             * `version` says that it changes a thing with a version: form or If-Match send it.
	                             * JSON with any other name is refused. */
	const char *media;          /* a file of this type */
	/* The KIND_ONE field (maybe absent) of the page that holds the thing shown, whose record has a `version`: JSON
	 * answers carry it as ETag, and writes may send it back in If-Match. NULL: there is none. */
	const char *versioned;
	const struct record *asks; /* what it reads from the query; NULL: nothing. See ASKED and route_asked */
	/* POST: also takes forms with files (multipart/form-data); the most bytes of all files together. 0: none. */
	size_t upload;
};
/* A field of a query: only its description, it is read with route_asked or route_day. All these records are called
 * "asked": the name of a field is the word "asked.<name>", for all pages the same. */
#define ASKED(name_, kind_, ...)                                                                                       \
	{                                                                                                              \
		.name = (name_), .kind = (kind_), .input = true, __VA_ARGS__                                           \
	}
#define ASKED_RECORD(fields_)                                                                                          \
	{                                                                                                              \
		"asked", 0, (fields_), sizeof(fields_) / sizeof(*(fields_))                                            \
	}
extern const struct record day_asked_rec; /* the one that most pages have: ?day=2024-06-01 */

/* A line of the start page "Heute". */
struct task {
	str text, hint, path;
	str due; /* state in a word or two, such as "wartet seit 12 Tagen"; may be absent */
};
extern const struct record task_rec;
/* A figure that this role watches, under the tasks; each opens to where it comes from. */
struct figure {
	str label, value, hint, path;
};
extern const struct record figure_rec;

/* What a feature hands up. All arrays end with a zeroed element. */
struct navigation {
	const char *word;
	const char *path;
	enum right right;
};
/* A tab on the pages of a KI, for those who have the right. */
struct tab {
	const char *tail; /* "/centres/coesfeld/checks": "checks"; "" is the public profile */
	const char *word;
	enum right right;
	int place;             /* tabs of all features stand in this order */
	const char *only_kind; /* "kreis": only where the carrier is one; NULL: everywhere */
};
struct job_kind;         /* core/job.h */
struct indicator;        /* core/indicator.h */
struct sheet_purpose;    /* core/sheet_template.h */
struct evaluation_table; /* core/evaluation.h */
struct feature {
	const char *name;
	const struct route *routes;
	const struct sql *const *statements; /* tables of statements, each ending with {0} */
	const struct page *const *pages;
	const struct setting *const *settings;
	const struct tab *tabs;                           /* on the pages of each KI */
	const struct job_kind *jobs;                      /* what it does outside requests */
	const struct indicator *const *indicators;        /* what it counts for reports; ends with NULL */
	const struct evaluation_table *const *evaluation; /* what it gives to an evaluation; ends with NULL */
	const struct sheet_purpose *const *sheets; /* workbooks that it fills (sheet_template.h); ends with NULL */
	const struct navigation *navigation;       /* entries of the main menu, for those who have the right */
	/* The name that a KI shows, and the recognition notice that every public face carries (S-CEN-3); one feature
	 * has it. */
	err (*face)(struct cx *cx, const struct tenant *centre, day on, struct face *ret);
	/* Adds what anyone may ask this KI for today (struct task: text, hint, path): it stands on its profile. */
	err (*offers)(struct cx *cx, const struct tenant *centre, struct list *ret);
	/* Adds what the signed-in user has to do next to the start page (struct task); most urgent first. */
	err (*today)(struct cx *cx, struct list *tasks);
	err (*figures)(struct cx *cx, struct list *figures); /* the same for struct figure */
	err (*check)(struct cx *cx, struct list *findings);  /* adds struct remark (check.h); may be NULL */
	/* Adds what looks odd in the months from ... to of a KI: struct oddity (indicator.h), by day; may be NULL. */
	err (*oddities)(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret);
	/* Adds what the KI owes and has not done although its day is over: struct duty (duty.h); may be NULL. */
	err (*duties)(struct cx *cx, int64_t centre_id, struct list *ret);
	/* Adds what it knows of a KI's money of the Land in a year: struct spending (spending.h); may be NULL. */
	err (*spending)(struct cx *cx, int64_t centre_id, int64_t year, struct list *ret);
	err (*demo)(struct cx *cx); /* creates the feature's example data, in its own transactions; may be NULL */
};

/* The assembled program. */
struct app;
struct oidc_config; /* core/oidc.h */
struct app_config {
	struct db_pool *pool;
	const struct feature *const *features; /* NULL-terminated */
	bool demo;                             /* says on every page that the data are examples */
	bool log_requests;
	instant fixed_now;              /* 0: the clock; for tests and `get --now` */
	bool secure_only;               /* public address is https: cookies are __Host- and Secure */
	const char *backup_note;        /* file of core/backup_note.h; NULL: nobody asks */
	str metrics_token;              /* lets somebody from elsewhere read /metrics; absent: nobody */
	str virus_scanner;              /* address of a clamd (net/clamd.h); absent: files are not scanned */
	const char *overlay;            /* folder with words and pages of one's own; NULL: none */
	const struct oidc_config *oidc; /* the sign-in service; NULL: there is none */
	struct mail_config mail;        /* the mail server, and where links lead */
	struct access_config access;    /* who must have a second factor, and the key for its secrets */
};
/* Refuses (E_INVALID with words) a route without a right, two routes alike, a {slug} without scope, a scope that the
 * right does not fit (SCOPE_ANY is public, SCOPE_OWN needs a right on a KI, and the other way round), a template that
 * fails its check, two kinds of job alike or one that people have no word for. */
err app_new(const struct app_config *c, struct app **ret, struct text *ret_words) MUST;
void app_free(struct app *a);
bool app_is_demo(const struct cx *cx); /* the data are examples: what leaves the house must say so */
/* The door: answers one request. As http_handler; `self` is the app. Used by the server, by `get` and by tests. */
void app_handle(void *self, struct arena *mem, const struct req *rq, struct res *rs);
void app_refuse(void *self, struct arena *mem, const struct req *rq, int status, const char *reason, struct res *rs);
/* As http_config.body_limit: routes that take files have their own. */
size_t app_body_limit(void *self, struct arena *mem, const struct req *rq);
/* The same as somebody, without a session: `scharnier get PATH --as LOGIN`; CSRF is taken as given. login "": nobody.
 */
void app_handle_as(struct app *a, struct arena *mem, str login, const struct req *rq, struct res *rs);
/* One row per route, in order of features. */
void app_each_route(const struct app *a, void (*fn)(void *self, const char *feature, const struct route *r),
                    void *self);
#endif

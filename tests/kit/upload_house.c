/* upload_house.c -- the program with one more feature, for tests/http alone: a KI's files go the whole way of an
 * import, sent, looked at, used.
 *
 *   upload_house DATABASE [MINUTES]     MINUTES: as if it were that much later
 *
 * The database must be migrated. Prints its address; ends with SIGTERM.
 */
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/form.h"
#include "core/upload.h"
#include "crypt/crypt.h"
#include "doc/csv.h"

static const struct upload_purpose purpose = { "house.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 };

struct sent {
	str note, file;
};
static const struct field sent_fields[] = {
	FIELD(struct sent, note, KIND_TEXT, .input = true, .label = "centre.name"),
	FIELD(struct sent, file, KIND_TEXT, .input = true, .required = true, .hidden = true, .label = "form.file",
	      .file = ".csv,text/csv", .max = UPLOAD_MOST_BYTES),
};
static const struct record sent_rec = RECORD("sent", struct sent, sent_fields);

struct form_page {
	str title;
	struct form form;
};
static const struct field page_fields[] = {
	FIELD(struct form_page, title, KIND_TEXT),
	FIELD(struct form_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record page_rec = RECORD("house", struct form_page, page_fields);
static const struct page page_form = { "account_new.html", &page_rec };

static str address(struct cx *cx, const struct request *rq, int64_t id)
{
	str base = str_print(cx->mem, "/centres/" STR_FMT "/uploads", STR_ARG(rq->centre.slug));
	return id ? str_print(cx->mem, STR_FMT "/%" PRId64, STR_ARG(base), id) : base;
}

static err show_form(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct form_page p = { .title = S("Hochladen") };
	p.form = form_of(cx, rq->http, &sent_rec, NULL, address(cx, rq, 0), "form.file_send", S("/"));
	return page_show(cx, rq->http, rs, status, &page_form, &p);
}

static err form_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_form(cx, rq, rs, 200);
}

static err send_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sent sent = { 0 };
	struct upload u, kept;
	err e = form_read(cx, rq->http, &sent_rec, &sent);
	if (e == OK)
		e = upload_take(cx, &purpose, rq->centre.id, req_file(rq->http, "file"), &u);
	if (e == OK)
		e = db_tx(cx, "keep", upload_keep_in_tx, &u, &kept, sizeof kept);
	if (e != OK)
		return show_form(cx, rq, rs, page_status(e));
	return res_redirect(rs, address(cx, rq, kept.id));
}

static err look_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct upload u;
	struct csv csv;
	struct csv_fault fault;
	TRY(upload_get(cx, &purpose, rq->centre.id, route_id(rq), &u));
	if (csv_read(cx->mem, u.content, &csv, &fault) != OK)
		return fail(cx, E_BROKEN, fault.key, NO_ARGS);
	const struct csv_row *last = list_at(&csv.rows, csv.rows.n - 1);
	res_text(rs, 200, "text/plain; charset=utf-8",
	         str_print(cx->mem, STR_FMT " %zu rows, last in line %d begins with " STR_FMT, STR_ARG(u.name),
	                   csv.rows.n, (int)last->line, STR_ARG(last->cells[0])));
	return OK;
}

static err use(struct cx *cx, const void *in, void *ret UNUSED)
{
	return upload_drop_in_tx(cx, in);
}

static err use_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct upload u;
	TRY(upload_get(cx, &purpose, rq->centre.id, route_id(rq), &u));
	TRY(db_tx(cx, "use", use, &u, NULL, 0));
	return res_redirect(rs, S("/"));
}

static const struct route routes[] = {
	{ GET, "/centres/{slug}/uploads", RIGHT_CENTRE_RECORD, SCOPE_OWN, form_get, .shows = &page_form },
	{ POST, "/centres/{slug}/uploads", RIGHT_CENTRE_RECORD, SCOPE_OWN, send_post, .takes = &sent_rec,
	  .upload = UPLOAD_MOST_BYTES },
	{ GET, "/centres/{slug}/uploads/{id}", RIGHT_CENTRE_RECORD, SCOPE_OWN, look_get, .media = "text/plain" },
	{ POST, "/centres/{slug}/uploads/{id}", RIGHT_CENTRE_RECORD, SCOPE_OWN, use_post, .takes = NULL },
	{ 0 },
};
static const struct page *const pages[] = { &page_form, NULL };
static const struct feature house = { .name = "house", .routes = routes, .pages = pages };

static int give_up(str words)
{
	fprintf(stderr, "upload_house: " STR_FMT "\n", STR_ARG(words));
	return 3;
}

static int serve(struct arena *mem, struct app *app)
{
	struct http_config c = { .listen = S("127.0.0.1:0"), .handle = app_handle, .refuse = app_refuse, .self = app };
	struct http_server *server;
	str words = STR_NONE;
	sigset_t ends;
	int number;
	c.body_limit = app_body_limit;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (http_start(mem, &c, &server, &words) != OK)
		return give_up(words);
	printf("Scharnier dient auf " STR_FMT "\n", STR_ARG(http_address(server)));
	fflush(stdout);
	sigwait(&ends, &number);
	http_stop(server, 10);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct feature *const features[] = { &core_feature, &house, NULL };
	struct arena *mem = arena_new();
	struct app_config c = { .features = features };
	struct app *app;
	struct text words = TEXT(mem);
	str why = STR_NONE;
	int64_t minutes = 0;
	if (argc < 2 || (argc > 2 && !str_to_int(str_of(argv[2]), &minutes)))
		return 2;
	crypt_init();
	if (words_load() != OK || db_pool_open(mem, str_of(argv[1]), DB_SERVE, &c.pool, &why) != OK)
		return give_up(why);
	db_set_commit_hook(c.pool, audit_commit_hook);
	if (minutes)
		c.fixed_now = (instant){ instant_now().ms + minutes * 60000 };
	if (app_new(&c, &app, &words) != OK)
		return give_up(text_str(&words));
	int code = serve(mem, app);
	app_free(app);
	db_pool_close(c.pool);
	arena_free(mem);
	return code;
}

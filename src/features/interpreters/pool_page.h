/* pool_page.h -- what the pages of the pool have in common: where one is in it, what can be done next, and forms that
 * stand on a page of their own, with a few fields each.
 *
 *   struct people_page { struct centre_frame frame; struct pool_top top; struct list items; };
 *   static const struct field fields[] = { POOL_FIELDS(struct people_page), FIELD(...items...) };
 *   TRY(pool_fill(cx, rq, "people", "pool.people_title", STR_NONE, &p.frame, &p.top));
 *   template:  {{> interpreters/pool_top}} ... {{> interpreters/pool_others}} ... {{> foot}}
 *
 * A new area of the pool is a line of the table in pool_page.c, once its page is complete. */
#ifndef FEATURES_INTERPRETERS_POOL_PAGE_H
#define FEATURES_INTERPRETERS_POOL_PAGE_H
#include "core/centre_frame.h"
#include "features/interpreters/interpreters.h"

/* The second member, called `top`, of the data of every page of the pool. */
struct pool_top {
	struct list areas;          /* struct link: requests, people, pots, tariffs ... that the reader may open */
	const struct link *primary; /* the one thing that is mostly done next; NULL: none, or no right */
	struct list others;         /* struct link: what else can be done */
};
#define POOL_FIELD(type, member, kind_, ...)                                                                           \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type, top.member), __VA_ARGS__                    \
	}
#define POOL_FIELDS(type)                                                                                              \
	FRAME_FIELDS(type), POOL_FIELD(type, areas, KIND_MANY, .of = &link_rec, .hidden = true),                       \
	        POOL_FIELD(type, primary, KIND_ONE, .of = &link_rec, .maybe = true),                                   \
	        POOL_FIELD(type, others, KIND_MANY, .of = &link_rec)

/* Frame, areas with the current one marked ("people", "pots" ...; "": none is), and the way back. title_key: {name} of
 * the KI, {about}. */
err pool_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
              struct centre_frame *frame, struct pool_top *top) MUST;
/* "/centres/coesfeld/interpreters/people/12/edit"; folder "", id 0 and tail "": without. */
str pool_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail);
void pool_crumb(struct cx *cx, struct centre_frame *frame, str text, str path);
/* What the reader may do next; nothing is added without the right. */
void pool_primary(struct cx *cx, const struct request *rq, struct pool_top *top, enum right r, const char *key,
                  str path);
void pool_other(struct cx *cx, const struct request *rq, struct pool_top *top, enum right r, const char *key, str path);
/* "1 Person" / "12 Personen": {n} is the number. */
str pool_count(struct cx *cx, const char *key, int64_t n, const struct arg *args);

/* --- forms -------------------------------------------------------------------------------------------------------- */
struct pool_form {
	const char *area, *title_key;
	str about;              /* whom or what it is about: {about} in title and lead */
	const char *lead_key;   /* a sentence under the title; NULL: none */
	const struct arg *args; /* for the lead; may be NULL: {about} */
	const struct record *rec;
	const void *row;         /* defaults, or what is stored; may be NULL */
	str action, back;        /* where it posts to; where one came from and goes back to */
	str back_text;           /* of the crumb; absent: `about` */
	const char *submit_key;  /* the button: a verb that says what will happen */
	const char *note_key;    /* said above the form; NULL: none */
	struct link other;       /* another way, under the form; text absent: none */
	struct link remove;      /* a button that takes the thing away (POST); text absent: none */
	const char *offer_field; /* a text field whose choices are made at run time; NULL: none */
	struct list offers;      /* struct form_choice */
};
extern const struct page page_pool_form;
err pool_form_show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct pool_form *f) MUST;

/* What a function for db_tx gets: the KI, and a row of its own kind. */
struct pool_in {
	const struct tenant *centre;
	const void *row;
};
/* db_tx with struct pool_in. */
err pool_write(struct cx *cx, const struct request *rq, const char *name,
               err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size) MUST;

/* Somebody else saved first: E_STALE with words. */
err pool_stale(struct cx *cx) MUST;
/* E_NOTFOUND gets words: it is not there, or not of this KI. */
err pool_not_found(struct cx *cx, err e) MUST;
/* "centres/coesfeld/interpreters/people/12": as the audit log names it. */
str pool_object(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id);
#endif

/* staff_page.h -- what the pages of the staff plan have in common: where one is in it, what can be done next, and forms
 * that stand on a page of their own, with a few fields each. */
#ifndef FEATURES_STAFF_STAFF_PAGE_H
#define FEATURES_STAFF_STAFF_PAGE_H
#include "core/centre_frame.h"
#include "features/staff/staff_model.h"

/* The second member, called `top`, of the data of every page of the plan; template staff/top. */
struct staff_top {
	struct list areas;          /* struct link: overview, posts, people, money ... */
	const struct link *primary; /* the one thing that is mostly done next; NULL: none, or no right */
	struct list others;         /* struct link: what else can be done */
};
#define TOP_FIELD(type, member, kind_, ...)                                                                            \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type, top.member), __VA_ARGS__                    \
	}
#define TOP_FIELDS(type)                                                                                               \
	FRAME_FIELDS(type), TOP_FIELD(type, areas, KIND_MANY, .of = &link_rec),                                        \
	        TOP_FIELD(type, primary, KIND_ONE, .of = &link_rec, .maybe = true),                                    \
	        TOP_FIELD(type, others, KIND_MANY, .of = &link_rec)

/* Frame, areas with the current one marked ("", "posts" ...), and the way back. title_key: {name} of the KI, {about}.
 */
err staff_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
               struct centre_frame *frame, struct staff_top *top) MUST;
/* "/centres/coesfeld/staff/posts/12/edit"; id 0 and tail "": without. */
str staff_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail);
void staff_crumb(struct cx *cx, struct centre_frame *frame, str text, str path);
/* What the reader may do next; nothing is added without the right. */
void staff_primary(struct cx *cx, const struct request *rq, struct staff_top *top, enum right r, const char *key,
                   str path);
void staff_other(struct cx *cx, const struct request *rq, struct staff_top *top, enum right r, const char *key,
                 str path);

/* A day from ?day=, as the forms that choose one show it again. */
struct day_choice {
	day on;
	str typed, error; /* error absent: fine */
	err problem;      /* E_INVALID: on is today */
};
void day_chosen(struct cx *cx, const struct request *rq, struct day_choice *ret);

/* --- forms -------------------------------------------------------------------------------------------------------- */
struct staff_form {
	const char *area, *title_key;
	str about;              /* whom or what it is about: {about} in title and lead */
	const char *lead_key;   /* a sentence under the title; NULL: none */
	const struct arg *args; /* for the lead; may be NULL: {about} */
	const struct record *rec;
	const void *row;  /* defaults, or what is stored */
	enum right right; /* who may send it */
	str action, back, back_text;
	const char *submit_key;
	const char *note_key; /* said beside the form; NULL: none */
	struct link other;    /* another way, such as a person who is not there yet; text absent: none */
	const char *offer_field, *other_field; /* fields whose choices are people or posts; NULL: none */
	struct list offers, other_offers;      /* struct form_choice */
};
extern const struct page page_staff_form;
err staff_form_show(struct cx *cx, const struct request *rq, struct res *rs, int status,
                    const struct staff_form *f) MUST;
/* db_tx with struct staff_in. */
err staff_write(struct cx *cx, const struct request *rq, const char *name,
                err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size) MUST;
/* Choices for fields: people by name; posts that there are on the day first, then coming and former ones. */
err staff_people_choices(struct cx *cx, const struct request *rq, struct list *ret) MUST;
err staff_post_choices(struct cx *cx, const struct request *rq, struct list *ret) MUST;
/* "1 Person" / "12 Personen", {n} and arguments. */
str staff_count(struct cx *cx, const char *key, int64_t n);
#endif

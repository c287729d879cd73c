/* section.h -- a section of a KI's pages with areas of its own, such as the staff plan or the interpreter pool: where
 * one is in it, what can be done next, and forms that stand on a page of their own, with a few fields each.
 *
 *   struct people_page { struct centre_frame frame; struct section_top top; struct list items; };
 *   static const struct field fields[] = { SECTION_FIELDS(struct people_page), FIELD(...items...) };
 *   TRY(section_fill(cx, rq, &pool_section, "people", "pool.people_title", STR_NONE, &p.frame, &p.top));
 *   template:  {{> section_top}} ... {{> section_others}} ... {{> foot}}
 */
#ifndef CORE_SECTION_H
#define CORE_SECTION_H
#include "core/centre_frame.h"

struct section_area {
	const char *tail, *word; /* "people": /centres/coesfeld/interpreters/people; "": the first one */
	enum right right;
};
/* One of each section, constant. A new area is a line of its table, once its page is complete. */
struct section {
	const char *tail;                 /* of its tab, and of its address: "interpreters" */
	const char *crumb;                /* word of the way back to its first area */
	const struct section_area *areas; /* in the order of people's day; ends with a zeroed one */
};

/* The second member, called `top`, of the data of every page of a section. */
struct section_top {
	struct list areas;          /* struct link: those that the reader may open */
	const struct link *primary; /* the one thing that is mostly done next; NULL: none, or no right */
	struct list others;         /* struct link: what else can be done */
};
#define SECTION_FIELD(type, member, kind_, ...)                                                                        \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type, top.member), __VA_ARGS__                    \
	}
#define SECTION_FIELDS(type)                                                                                           \
	FRAME_FIELDS(type), SECTION_FIELD(type, areas, KIND_MANY, .of = &link_rec, .hidden = true),                    \
	        SECTION_FIELD(type, primary, KIND_ONE, .of = &link_rec, .maybe = true),                                \
	        SECTION_FIELD(type, others, KIND_MANY, .of = &link_rec)

/* Frame, areas with the current one marked, and the way back. title_key: {name} of the KI, {about}. */
err section_fill(struct cx *cx, const struct request *rq, const struct section *s, const char *area,
                 const char *title_key, str about, struct centre_frame *frame, struct section_top *top) MUST;
/* "/centres/coesfeld/interpreters/people/12/edit"; folder "", id 0 and tail "": without. */
str section_at(struct cx *cx, const struct request *rq, const struct section *s, const char *folder, int64_t id,
               const char *tail);
void section_crumb(struct cx *cx, struct centre_frame *frame, str text, str path);
/* What the reader may do next; nothing is added without the right. */
void section_primary(struct cx *cx, const struct request *rq, struct section_top *top, enum right r, const char *key,
                     str path);
void section_other(struct cx *cx, const struct request *rq, struct section_top *top, enum right r, const char *key,
                   str path);

/* --- forms -------------------------------------------------------------------------------------------------------- */
struct section_form {
	const struct section *section;
	const char *area, *title_key;
	str about;              /* whom or what it is about: {about} in title and lead */
	const char *lead_key;   /* a sentence under the title; NULL: none */
	const struct arg *args; /* for the lead; may be NULL: {about} */
	const struct record *rec;
	const void *row;        /* defaults, or what is stored; may be NULL */
	str action, back;       /* where it posts to; where one came from and goes back to */
	str back_text;          /* of the crumb; absent: `about` */
	const char *submit_key; /* the button: a verb that says what will happen */
	const char *note_key;   /* said above the form; NULL: none */
	struct link other;      /* another way, under the form; text absent: none */
	struct link remove;     /* a button that takes the thing away (POST); text absent: none */
	/* Text fields whose choices are made at run time (struct form_choice), such as people; NULL: none. */
	const char *offer_field, *other_field;
	struct list offers, other_offers;
};
extern const struct page page_section_form;
err section_form_show(struct cx *cx, const struct request *rq, struct res *rs, int status,
                      const struct section_form *f) MUST;
/* Adds a choice that stands for a thing with an id. */
void section_offer(struct cx *cx, struct list *offers, int64_t id, str text);
#endif

/* centre_frame.h -- what all pages of a KI have in common, whichever feature they belong to: title, way back, the tabs
 * that the features hand up; and the page that shows both versions of a record that somebody else saved first. */
#ifndef CORE_CENTRE_FRAME_H
#define CORE_CENTRE_FRAME_H
#include "core/form.h"
#include "core/route.h"

struct link { /* a tab, a chip: somewhere to go, maybe here */
	str text, path;
	bool current;
};
extern const struct record link_rec;

/* The first member, called `frame`, of the data of every page of a KI. */
struct centre_frame {
	str title, sentence;
	struct list crumbs;      /* struct crumb */
	struct list tabs;        /* struct link */
	str name;                /* of the KI, as it shows itself today */
	const struct form *form; /* NULL: the reader may not record here */
};
#define FRAME_FIELD(type, member, kind_, ...)                                                                          \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type, frame.member), __VA_ARGS__                  \
	}
#define FRAME_FIELDS(type)                                                                                             \
	FRAME_FIELD(type, title, KIND_TEXT), FRAME_FIELD(type, sentence, KIND_TEXT),                                   \
	        FRAME_FIELD(type, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),                                \
	        FRAME_FIELD(type, tabs, KIND_MANY, .of = &link_rec, .hidden = true),                                   \
	        FRAME_FIELD(type, form, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true)

/* tab: the tail of the tab that the page belongs to, "" for the public profile. title_key is said of the KI: {name}. */
err frame_fill(struct cx *cx, const struct request *rq, const char *tab, const char *title_key,
               struct centre_frame *ret) MUST;
/* "/centres/coesfeld/checks"; tail "" is the profile. */
str frame_path(struct cx *cx, const struct request *rq, const char *tail);
bool frame_may(const struct cx *cx, const struct request *rq, enum right r);
/* What the features offer anyone at this KI today: struct task, for its profile. */
err frame_offers(struct cx *cx, const struct request *rq, struct list *ret) MUST;
/* A form on this page, for those who have the right; else NULL. row may be NULL: a new one. */
const struct form *frame_form(struct cx *cx, const struct request *rq, enum right r, const struct record *rec,
                              const void *row, str action, const char *submit_key);
/* A failure that belongs on the page of the form: told to the person. Others go up. */
static inline bool frame_tells(err e)
{
	return e == E_INVALID;
}

/* 409 with both versions: `stored` and `typed` are rows of `rec`; the form below carries what was typed and the version
 * that is stored now, so that sending it again is a decision. submit_key NULL: what is stored is final, no form. */
extern const struct page page_stale;
err stale_show(struct cx *cx, const struct request *rq, struct res *rs, const struct record *rec, const void *stored,
               const void *typed, int64_t version, str action, const char *submit_key) MUST;
/* The version that a form was made from; -1 if none was sent. */
int64_t sent_version(const struct request *rq);
#endif

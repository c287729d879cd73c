/* view_render.h -- private to src/view: the renderer, and the little it knows about the data that it shows. */
#ifndef VIEW_RENDER_H
#define VIEW_RENDER_H
#include "view/view.h"
#include "view/view_template.h"

enum {
	RENDER_MAX_PARTIALS = 32,    /* partials in partials: ends endless recursion */
	RENDER_MAX_SCOPES = 256,     /* sections in sections, over all partials */
	RENDER_MAX_STEPS = 5000000,  /* operations of one page, about a second: ends lists in lists in lists */
	RENDER_MAX_BYTES = 64 << 20, /* of one page */
};

/* A place in the data. Only its source knows what is in it. */
struct datum {
	const struct record *record;
	const struct field *field; /* NULL: the whole struct */
	const void *value;         /* the row; NULL: absent. In other sources: what they like */
	enum form { FORM_SHOWN, FORM_ISO, FORM_RAW, FORM_WORD } form;
	str key; /* FORM_WORD */
};

/* Where the data of a page comes from. Production has records (view_record.c), the test of the specification JSON. */
struct source {
	void *self;
	/* The place that op's name means in the stack of scopes (innermost last). False: nobody knows the name. */
	bool (*find)(void *self, const struct datum *scopes, size_t n, const struct op *op, struct datum *ret);
	/* Its text. Absent values are "". Returns NULL, or what is wrong: "has no text". */
	const char *(*text)(void *self, struct arena *a, const struct datum *d, bool markup, str *ret);
	/* How often a section about it opens, and the scope of its i-th time. */
	size_t (*count)(void *self, const struct datum *d);
	struct datum (*item)(void *self, const struct datum *d, size_t i);
};

struct render {
	struct source source;
	bool lenient; /* as the specification wants it: unknown names and partials are empty */
	struct text *out;
	struct text words; /* what went wrong */
	struct datum scopes[RENDER_MAX_SCOPES];
	size_t depth;
	int partials;
	long steps;
};

const struct template *view_find(const struct view *v, str name); /* "head" or "head.html"; NULL: none */
err render_template(struct render *r, const struct template *t) MUST;

/* The source of records; self is a struct formatter. */
struct source record_source(const struct formatter *f);
struct datum record_datum(const struct record *r, const void *row);
bool record_find(void *self, const struct datum *scopes, size_t n, const struct op *op, struct datum *ret);
#endif

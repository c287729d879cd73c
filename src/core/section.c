#include "core/section.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"

/* --- frame -------------------------------------------------------------------------------------------------------- */

str section_at(struct cx *cx, const struct request *rq, const struct section *s, const char *folder, int64_t id,
               const char *tail)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, frame_path(cx, rq, s->tail));
	if (*folder)
		text_print(&t, "/%s", folder);
	if (id)
		text_print(&t, "/%" PRId64, id);
	if (*tail)
		text_print(&t, "/%s", tail);
	return text_str(&t);
}

void section_crumb(struct cx *cx, struct centre_frame *frame, str text, str path)
{
	*LIST_ADD(cx->mem, &frame->crumbs, struct crumb) = (struct crumb){ text, path };
}

err section_fill(struct cx *cx, const struct request *rq, const struct section *s, const char *area,
                 const char *title_key, str about, struct centre_frame *frame, struct section_top *top)
{
	TRY(frame_fill(cx, rq, s->tail, title_key, frame));
	frame->title = word_args(cx->words, cx->mem, title_key, ARGS({ "name", frame->name }, { "about", about }));
	if (*area)
		section_crumb(cx, frame, word(cx->words, cx->mem, s->crumb), section_at(cx, rq, s, "", 0, ""));
	for (const struct section_area *a = s->areas; a->word; a++)
		if (frame_may(cx, rq, a->right))
			*LIST_ADD(cx->mem, &top->areas, struct link) =
			        (struct link){ .text = word(cx->words, cx->mem, a->word),
				               .path = section_at(cx, rq, s, a->tail, 0, ""),
				               .current = !strcmp(a->tail, area) };
	return OK;
}

void section_primary(struct cx *cx, const struct request *rq, struct section_top *top, enum right r, const char *key,
                     str path)
{
	if (!frame_may(cx, rq, r))
		return;
	struct link *link = NEW(cx->mem, struct link);
	*link = (struct link){ .text = word(cx->words, cx->mem, key), .path = path };
	top->primary = link;
}

void section_other(struct cx *cx, const struct request *rq, struct section_top *top, enum right r, const char *key,
                   str path)
{
	if (frame_may(cx, rq, r))
		*LIST_ADD(cx->mem, &top->others, struct link) =
		        (struct link){ .text = word(cx->words, cx->mem, key), .path = path };
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

struct form_page {
	struct centre_frame frame;
	struct section_top top;
	str note;
	str other_text, other_path;
	str remove_text, remove_path;
};
static const struct field form_page_fields[] = {
	SECTION_FIELDS(struct form_page),
	FIELD(struct form_page, note, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, other_text, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, other_path, KIND_PATH, .hidden = true),
	FIELD(struct form_page, remove_text, KIND_TEXT, .hidden = true),
	FIELD(struct form_page, remove_path, KIND_PATH, .hidden = true),
};
/* A program reads from it what the form wants. */
static const struct record form_page_rec = RECORD("section_form", struct form_page, form_page_fields);
const struct page page_section_form = { "section_form.html", &form_page_rec };

/* After a conflict the form carries the version that is stored now: sending it again is a decision. */
static struct form *make_form(struct cx *cx, const struct request *rq, const struct section_form *f, int status)
{
	const struct field *version = record_field(f->rec, S("version"));
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, f->rec, f->row, f->action, f->submit_key, f->back);
	if (status == 409 && version && f->row)
		form->version = field_typed(cx->mem, version, f->row);
	if (f->offer_field)
		form_offer(cx, form, f->offer_field, &f->offers);
	if (f->other_field)
		form_offer(cx, form, f->other_field, &f->other_offers);
	return form;
}

err section_form_show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct section_form *f)
{
	struct form_page p = { .other_text = f->other.text,
		               .other_path = f->other.path,
		               .remove_text = f->remove.text,
		               .remove_path = f->remove.path };
	const struct arg *args = f->args ? f->args : args_copy(cx->mem, ARGS({ "about", f->about }));
	ASSERT(f->section);
	TRY(section_fill(cx, rq, f->section, f->area, f->title_key, f->about, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 }; /* one thing at a time */
	if (!str_eq(f->back, section_at(cx, rq, f->section, "", 0, "")))
		section_crumb(cx, &p.frame, f->back_text.p ? f->back_text : f->about, f->back);
	if (f->lead_key)
		p.frame.sentence = word_args(cx->words, cx->mem, f->lead_key, args);
	if (f->note_key)
		p.note = word(cx->words, cx->mem, f->note_key);
	p.frame.form = make_form(cx, rq, f, status);
	return page_show(cx, rq->http, rs, status, &page_section_form, &p);
}

void section_offer(struct cx *cx, struct list *offers, int64_t id, str text)
{
	*LIST_ADD(cx->mem, offers, struct form_choice) =
	        (struct form_choice){ .code = str_print(cx->mem, "%" PRId64, id), .text = text };
}

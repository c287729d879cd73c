/* All answers before they become binding: what is missing, what can be changed, and the one button of the head. */
#include "core/words.h"
#include "features/quality/quality_pages.h"

struct check_row {
	str name, level, evidence, path;
};
static const struct field row_fields[] = {
	FIELD(struct check_row, name, KIND_TEXT),
	FIELD(struct check_row, level, KIND_CHOICE, .label = "quality_answer.level", .choices = &quality_level_choices),
	FIELD(struct check_row, evidence, KIND_TEXT, .label = "quality_answer.evidence", .max = 500),
	FIELD(struct check_row, path, KIND_PATH),
};
static const struct record row_rec = RECORD("quality_check_row", struct check_row, row_fields);

struct check_area {
	str area;
	struct list rows; /* struct check_row */
};
static const struct field area_fields[] = {
	FIELD(struct check_area, area, KIND_CHOICE, .label = "quality_compare.area", .choices = &quality_area_choices),
	FIELD(struct check_area, rows, KIND_MANY, .of = &row_rec),
};
static const struct record area_rec = RECORD("quality_check_area", struct check_area, area_fields);

struct check_page {
	struct centre_frame frame;
	struct section_top top;
	struct list answered; /* struct check_area */
	bool complete, head;
	str next_path;                   /* to the first missing answer */
	str conclude_path, discard_path; /* for the head; discard: only if there is a draft */
	str seen;                        /* mark of all answers that the page shows */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct check_page),
	FIELD(struct check_page, answered, KIND_MANY, .of = &area_rec),
	FIELD(struct check_page, complete, KIND_BOOL),
	FIELD(struct check_page, head, KIND_BOOL, .hidden = true),
	FIELD(struct check_page, next_path, KIND_PATH),
	FIELD(struct check_page, conclude_path, KIND_PATH, .hidden = true),
	FIELD(struct check_page, discard_path, KIND_PATH, .hidden = true),
	FIELD(struct check_page, seen, KIND_TEXT, .label = "quality_answer.seen"),
};
static const struct record page_rec = RECORD("quality_check", struct check_page, page_fields);
const struct page page_quality_check = { "quality/check.html", &page_rec };

struct seen {
	str seen;
};
static const struct field seen_fields[] = {
	FIELD(struct seen, seen, KIND_TEXT, .input = true, .max = 64, .label = "quality_answer.seen"),
};
const struct record quality_seen_rec = RECORD("quality_seen", struct seen, seen_fields);

static void fill_rows(struct cx *cx, const struct quality_steps *s, struct check_page *p)
{
	LIST_EACH (const struct quality_step, step, &s->steps) {
		struct check_area *area = LIST_ADD(cx->mem, &p->answered, struct check_area);
		area->area = step->area;
		LIST_EACH (const struct criterion, c, &step->criteria) {
			const struct answer *a = answer_in(&s->answers, c->id);
			*LIST_ADD(cx->mem, &area->rows, struct check_row) =
			        (struct check_row){ .name = in_language(cx, c->name, c->name_en),
				                    .level = a ? a->level : STR_NONE,
				                    .evidence = a ? a->evidence : STR_NONE,
				                    .path = step->path };
		}
	}
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct check_page p = { .head = frame_may(cx, rq, RIGHT_REPORT_RELEASE) };
	struct quality_steps s;
	TRY(quality_steps(cx, rq, &s));
	TRY(section_fill(cx, rq, &quality_section, "check", "quality.check_title", STR_NONE, &p.frame, &p.top));
	int64_t missing = s.asked - s.draft.answered;
	p.complete = s.draft.id && missing <= 0;
	p.frame.sentence = p.complete ? word(cx->words, cx->mem, "quality.check_lead")
	                              : word_plural(cx->words, cx->mem, "quality.check_missing", missing, NO_ARGS);
	if (cx->fault.code == E_STALE)
		p.frame.sentence = word(cx->words, cx->mem, cx->fault.key);
	fill_rows(cx, &s, &p);
	if (!p.complete)
		p.next_path = quality_next(cx, rq, &s);
	if (p.head && p.complete)
		p.conclude_path = quality_at(cx, rq, "", 0, "conclude");
	if (p.head && s.draft.id)
		p.discard_path = quality_at(cx, rq, "", 0, "discard");
	if (s.draft.id)
		p.seen = draft_mark(cx, &s.draft, &s.answers);
	return page_show(cx, rq->http, rs, status, &page_quality_check, &p);
}

err quality_check_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

/* Ends the draft that the page has shown. */
static err end(struct cx *cx, const struct request *rq, const char *name,
               err (*fn)(struct cx *cx, const void *in, void *ret))
{
	struct assessment done;
	struct seen seen = { 0 };
	TRY(form_read(cx, rq->http, &quality_seen_rec, &seen));
	return quality_write(cx, rq, name, fn, &seen.seen, &done, sizeof done);
}

/* Missing answers, or others than were looked at: the page that shows them. */
err quality_conclude_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	err e = end(cx, rq, "quality.conclude", assessment_conclude_in_tx);
	if (frame_tells(e) || e == E_STALE)
		return show(cx, rq, rs, page_status(e));
	TRY(e);
	return page_done(cx, rq->http, rs, quality_at(cx, rq, "", 0, ""), "quality.done_concluded");
}

err quality_discard_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	err e = end(cx, rq, "quality.discard", assessment_discard_in_tx);
	if (e == E_STALE)
		return show(cx, rq, rs, page_status(e));
	TRY(e);
	return page_done(cx, rq->http, rs, quality_at(cx, rq, "", 0, ""), "quality.done_discarded");
}

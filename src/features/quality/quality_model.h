/* quality_model.h -- criteria, assessments, follow-ups: rows, SQL and rules; no HTTP. Functions named ..._in_tx are for
 * db_tx; all results live in cx->mem. Days that lie ahead or behind are checked against cx->today. */
#ifndef FEATURES_QUALITY_QUALITY_MODEL_H
#define FEATURES_QUALITY_QUALITY_MODEL_H
#include "core/route.h"

enum {
	QUALITY_LEVELS = 4,
	QUALITY_MOST_IN_AREA = 6, /* so that an area stays one page of questions */
	QUALITY_FEWEST = 5,       /* KI behind a figure; with fewer there is none */
	QUALITY_SOON_DAYS = 14,   /* how long before its day a follow-up stands on the start page */
};
extern const struct choices quality_area_choices;  /* steering advice participation qualification network */
extern const struct choices quality_level_choices; /* not_yet begun mostly throughout */
extern const struct choices quality_mark_choices;  /* read seed inferred assumed */
int level_rank(str level);                         /* 0 ... 3; -1: none */

/* What a page of the KI writes with: in of the ..._in_tx functions. */
struct quality_in {
	const struct tenant *centre;
	const void *row;
};

/* --- criteria (quality_criteria.c) -------------------------------------------------------------------------------- */
struct criterion {
	int64_t id;
	str code;
	day valid_from, valid_to; /* valid_to absent: no end known */
	str area;
	int64_t place; /* in its area */
	str name, question, name_en, question_en, source, mark, recorded_by;
};
extern const struct record criterion_rec;
extern const struct record criterion_new_rec, criterion_reword_rec, criterion_end_rec; /* forms */
/* In force on the day, in the order of areas and places. */
err criteria_on(struct cx *cx, day on, struct list *ret) MUST;
err criteria_all(struct cx *cx, struct list *ret) MUST; /* every row, the wordings of one code by day */
err criterion_find(struct cx *cx, int64_t id, struct criterion *ret) MUST;
/* in and ret: struct criterion. Reword and end: in->id is the row that holds now; E_STALE if it has an end already. */
err criterion_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err criterion_reword_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err criterion_end_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* In the reader's language. */
str in_language(const struct cx *cx, str german, str english);

/* --- assessments (quality_assess.c) ------------------------------------------------------------------------------- */
extern const struct choices assessment_state_choices; /* draft concluded discarded */
struct assessment {
	int64_t id;
	day criteria_on, begun_on, concluded_on, discarded_on;
	str begun_by, concluded_by;
	str state; /* computed */
	int64_t answered;
	str path; /* filled by pages */
};
extern const struct record assessment_rec;
struct answer {
	int64_t criterion_id;
	str code, area;
	int64_t place;
	str name, question, name_en, question_en;
	str level, evidence, recorded_by;
	str seen; /* of one that is sent: answer_mark() of what its page had shown; absent: nobody knows */
};
extern const struct record quality_answer_rec;
/* One text for what an answer says; a is NULL: there is none. */
str answer_mark(struct cx *cx, const struct answer *a);

err assessments_concluded(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* newest first, at most 100 */
/* The draft of the KI; id 0: there is none. */
err assessment_draft(struct cx *cx, int64_t centre_id, struct assessment *ret) MUST;
/* E_NOTFOUND also for one that is not concluded: nobody reads it by its number. */
err assessment_find(struct cx *cx, int64_t centre_id, int64_t id, struct assessment *ret) MUST;
err answers_of(struct cx *cx, int64_t centre_id, int64_t id, struct list *ret) MUST; /* in the order of the criteria */
/* The answer to this row of a criterion, or to the same criterion in whatever words; NULL: none. */
const struct answer *answer_in(const struct list *answers, int64_t criterion_id);
const struct answer *answer_with_code(const struct list *answers, str code);
/* in: quality_in with a struct list of struct answer (criterion_id, level, evidence): saves those in the draft, which
 * it begins if there is none. A blank level leaves what is stored, and so does an answer that says what its page had
 * shown. E_STALE: a criterion that the draft does not ask. Also E_STALE, quality.answered_meanwhile: a colleague has
 * changed this answer since. ret: struct assessment. */
err answers_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* One text for all answers of a draft. */
str draft_mark(struct cx *cx, const struct assessment *draft, const struct list *answers);
/* in: quality_in, row: a str, draft_mark() of what was looked at (NULL or absent: nobody knows). E_NOTFOUND: no draft;
 * E_STALE: it is another draft, or an answer has changed since; E_INVALID: answers are missing. ret: struct assessment.
 */
err assessment_conclude_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err assessment_discard_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- follow-ups (quality_follow.c) -------------------------------------------------------------------------------- */
extern const struct choices follow_up_state_choices; /* proposed agreed done dropped */
struct follow_up {
	int64_t id, centre_id, criterion_id;
	str centre_name; /* absent in the list of a KI */
	str slug;
	str criterion, criterion_en;
	str what, who;
	day due_on, proposed_on;
	str recorded_by;
	day agreed_on, done_on, dropped_on;
	str agreed_by, closed_by, note; /* note: of done or dropped */
	str state;                      /* computed */
	bool open, overdue;
	str path; /* filled by pages */
};
extern const struct record follow_up_rec, follow_up_new_rec, follow_up_close_rec;
struct follow_up_close {
	int64_t id;
	str kind; /* done dropped */
	str note;
};
err follow_ups_of(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* by day, at most 200 */
err follow_ups_open(struct cx *cx, struct list *ret) MUST;                  /* of all KI, by day, at most 500 */
err follow_up_find(struct cx *cx, int64_t centre_id, int64_t id, struct follow_up *ret) MUST;
/* in: quality_in with a struct follow_up or follow_up_close; ret: struct follow_up. Closing one that is closed:
 * E_STALE. */
err follow_up_propose_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err follow_up_close_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* in: the id, for the LaSI; E_STALE if it is agreed or closed already. ret: struct follow_up. */
err follow_up_agree_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- of all KI (quality_land.c) ----------------------------------------------------------------------------------- */
struct land_centre {
	str name, slug, path;
	int64_t assessments;
	day last_on, before_on; /* concluded */
	int64_t open_follow_ups;
};
extern const struct record land_centre_rec;
err quality_centres(struct cx *cx, struct list *ret) MUST; /* all KI by name: never by level */
/* How many KI are at which level of a criterion: each KI counts with its last concluded assessment. */
struct spread {
	str code;
	int64_t counts[QUALITY_LEVELS];
};
err quality_spreads(struct cx *cx, struct list *ret) MUST; /* struct spread, one per code that somebody answered */
struct median {
	int64_t n;
	int low, high; /* ranks of the two middle ones, the same if n is odd; -1 if there is none */
};
struct median median_of(const int64_t counts[QUALITY_LEVELS]);

extern const struct sql quality_criteria_sql[], quality_assess_sql[], quality_follow_sql[], quality_land_sql[];
#endif

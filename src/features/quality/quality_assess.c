/* Self-assessments: begun with the first answer, saved area by area, concluded for good (S-EVA-2). */
#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/quality/quality_model.h"

static const char *const state_codes[] = { "draft", "concluded", "discarded", NULL };
const struct choices assessment_state_choices = { "assessment_state", state_codes };

static const struct field row_fields[] = {
	FIELD(struct assessment, id, KIND_INT),
	FIELD(struct assessment, criteria_on, KIND_DAY),
	FIELD(struct assessment, begun_on, KIND_DAY),
	FIELD(struct assessment, begun_by, KIND_TEXT),
	FIELD(struct assessment, concluded_on, KIND_DAY),
	FIELD(struct assessment, concluded_by, KIND_TEXT),
	FIELD(struct assessment, discarded_on, KIND_DAY),
	FIELD(struct assessment, state, KIND_CHOICE, .label = "core.state", .choices = &assessment_state_choices),
	FIELD(struct assessment, answered, KIND_INT),
	FIELD(struct assessment, path, KIND_PATH),
};
const struct record assessment_rec = RECORD("assessment", struct assessment, row_fields);

static const struct field answer_fields[] = {
	FIELD(struct answer, criterion_id, KIND_INT),
	FIELD(struct answer, code, KIND_TEXT),
	FIELD(struct answer, area, KIND_CHOICE, .choices = &quality_area_choices),
	FIELD(struct answer, place, KIND_INT),
	FIELD(struct answer, name, KIND_TEXT),
	FIELD(struct answer, question, KIND_TEXT),
	FIELD(struct answer, name_en, KIND_TEXT),
	FIELD(struct answer, question_en, KIND_TEXT),
	FIELD(struct answer, level, KIND_CHOICE, .choices = &quality_level_choices),
	FIELD(struct answer, evidence, KIND_TEXT, .max = 500),
	FIELD(struct answer, recorded_by, KIND_TEXT),
};
const struct record quality_answer_rec = RECORD("quality_answer", struct answer, answer_fields);

#define ASSESSMENT_SELECT                                                                                              \
	"SELECT a.id, a.criteria_on, b.day AS begun_on, b.recorded_by AS begun_by, c.day AS concluded_on,"             \
	" c.recorded_by AS concluded_by, d.day AS discarded_on,"                                                       \
	" (SELECT COUNT(*) FROM quality_answer n WHERE n.assessment_id = a.id) AS answered"                            \
	" FROM quality_assessment a JOIN quality_assessment_event b ON b.assessment_id = a.id AND b.kind = 'begun'"    \
	" LEFT JOIN quality_assessment_event c ON c.assessment_id = a.id AND c.kind = 'concluded'"                     \
	" LEFT JOIN quality_assessment_event d ON d.assessment_id = a.id AND d.kind = 'discarded'"
enum { CONCLUDED, DRAFT, FIND, ANSWERS, BEGIN, EVENT, FORGET, ANSWER };
const struct sql quality_assess_sql[] = {
	[CONCLUDED] = { ASSESSMENT_SELECT " WHERE a.centre_id = $1 AND c.day IS NOT NULL ORDER BY a.id DESC LIMIT 100",
	                "i" },
	[DRAFT] = { ASSESSMENT_SELECT
	            " WHERE a.centre_id = $1 AND c.day IS NULL AND d.day IS NULL ORDER BY a.id LIMIT 1",
	            "i" },
	[FIND] = { ASSESSMENT_SELECT " WHERE a.centre_id = $1 AND a.id = $2", "ii" },
	[ANSWERS] = { "SELECT n.criterion_id, k.code, k.area, k.place, k.name, k.question, k.name_en, k.question_en,"
	              " n.level, n.evidence, n.recorded_by FROM quality_answer n"
	              " JOIN quality_assessment a ON a.id = n.assessment_id"
	              " JOIN quality_criterion k ON k.id = n.criterion_id"
	              " WHERE a.centre_id = $1 AND a.id = $2 ORDER BY CASE k.area WHEN 'steering' THEN 1"
	              " WHEN 'advice' THEN 2 WHEN 'participation' THEN 3 WHEN 'qualification' THEN 4 ELSE 5 END,"
	              " k.place, k.id LIMIT 100",
	              "ii" },
	[BEGIN] = { "INSERT INTO quality_assessment (centre_id, criteria_on) VALUES ($1, $2) RETURNING id", "id" },
	[EVENT] = { "INSERT INTO quality_assessment_event (assessment_id, kind, day, recorded_by, recorded_at)"
	            " SELECT a.id, $3, $4, $5, $6 FROM quality_assessment a WHERE a.centre_id = $1 AND a.id = $2",
	            "iisdst" },
	[FORGET] = { "DELETE FROM quality_answer WHERE criterion_id = $3 AND assessment_id IN"
	             " (SELECT a.id FROM quality_assessment a WHERE a.centre_id = $1 AND a.id = $2)",
	             "iii" },
	[ANSWER] = { "INSERT INTO quality_answer (assessment_id, criterion_id, level, evidence, recorded_by,"
	             " recorded_at) SELECT a.id, $3, $4, $5, $6, $7 FROM quality_assessment a"
	             " WHERE a.centre_id = $1 AND a.id = $2",
	             "iiissst" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void compute_state(struct assessment *a)
{
	a->state = day_is(a->concluded_on) ? S("concluded") : day_is(a->discarded_on) ? S("discarded") : S("draft");
}

err assessments_concluded(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &quality_assess_sql[CONCLUDED], &assessment_rec, ret, V(centre_id)));
	LIST_EACH (struct assessment, a, ret)
		compute_state(a);
	return OK;
}

err assessment_draft(struct cx *cx, int64_t centre_id, struct assessment *ret)
{
	err e = db_row(cx, &quality_assess_sql[DRAFT], &assessment_rec, ret, V(centre_id));
	if (e == E_NOTFOUND) {
		*ret = (struct assessment){ 0 };
		return OK;
	}
	compute_state(ret);
	return e;
}

static err find_any(struct cx *cx, int64_t centre_id, int64_t id, struct assessment *ret)
{
	err e = db_row(cx, &quality_assess_sql[FIND], &assessment_rec, ret, V(centre_id, id));
	if (e == E_NOTFOUND)
		return fail(cx, e, "quality.no_assessment", NO_ARGS);
	compute_state(ret);
	return e;
}

err assessment_find(struct cx *cx, int64_t centre_id, int64_t id, struct assessment *ret)
{
	TRY(find_any(cx, centre_id, id, ret));
	return day_is(ret->concluded_on) ? OK : fail(cx, E_NOTFOUND, "quality.no_assessment", NO_ARGS);
}

err answers_of(struct cx *cx, int64_t centre_id, int64_t id, struct list *ret)
{
	return db_list(cx, &quality_assess_sql[ANSWERS], &quality_answer_rec, ret, V(centre_id, id));
}

const struct answer *answer_in(const struct list *answers, int64_t criterion_id)
{
	LIST_EACH (const struct answer, a, answers)
		if (a->criterion_id == criterion_id)
			return a;
	return NULL;
}

const struct answer *answer_with_code(const struct list *answers, str code)
{
	LIST_EACH (const struct answer, a, answers)
		if (str_eq(a->code, code))
			return a;
	return NULL;
}

str answer_mark(struct cx *cx, const struct answer *a)
{
	struct text said = TEXT(cx->mem);
	for (size_t i = 0; a && i < a->evidence.n; i++)
		if (a->evidence.p[i] != '\r') /* as browsers send the ends of lines */
			text_char(&said, a->evidence.p[i]);
	const str parts[] = { a ? a->level : STR_NONE, text_str(&said) };
	return crypt_hash_parts(cx->mem, parts, 2);
}

str draft_mark(struct cx *cx, const struct assessment *draft, const struct list *answers)
{
	struct text all = TEXT(cx->mem);
	text_print(&all, "%" PRId64, draft->id);
	LIST_EACH (const struct answer, a, answers)
		text_print(&all, " %" PRId64 " " STR_FMT, a->criterion_id, STR_ARG(answer_mark(cx, a)));
	str said = text_str(&all);
	return crypt_hash_parts(cx->mem, &said, 1);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static str object_of(struct cx *cx, const struct tenant *centre)
{
	return str_print(cx->mem, "centres/" STR_FMT "/quality", STR_ARG(centre->slug));
}

static err add_event(struct cx *cx, const struct tenant *centre, int64_t id, const char *kind)
{
	return db_exec(cx, &quality_assess_sql[EVENT], NULL,
	               V(centre->id, id, str_of(kind), cx->today, user_signature(cx), cx->now));
}

/* The draft of the KI, or a new one, which asks the criteria of today. */
static err draft_of(struct cx *cx, const struct tenant *centre, struct assessment *ret)
{
	int64_t id;
	TRY(assessment_draft(cx, centre->id, ret));
	if (ret->id)
		return OK;
	TRY(db_int(cx, &quality_assess_sql[BEGIN], &id, V(centre->id, cx->today)));
	TRY(add_event(cx, centre, id, "begun"));
	audit_note(cx, "quality.begin", object_of(cx, centre), MAYBE(centre->id));
	return find_any(cx, centre->id, id, ret);
}

static const struct criterion *asked(const struct list *criteria, int64_t id)
{
	LIST_EACH (const struct criterion, c, criteria)
		if (c->id == id)
			return c;
	return NULL;
}

/* What a colleague has said while this page was open: sending it again is a decision then. */
static err say_meanwhile(struct cx *cx, const struct criterion *c, const struct answer *stored)
{
	const char *level = str_print(cx->mem, "quality_level." STR_FMT, STR_ARG(stored->level)).p;
	return fail(cx, E_STALE, "quality.answered_meanwhile",
	            ARGS({ "name", in_language(cx, c->name, c->name_en) }, { "who", stored->recorded_by },
	                 { "level", word(cx->words, cx->mem, level) }, { "evidence", stored->evidence }));
}

/* Saves one answer if it says something else than what is stored. One that is blank leaves what is stored: a colleague
 * may have answered meanwhile. */
static err save_one(struct cx *cx, const struct tenant *centre, int64_t id, const struct criterion *c,
                    const struct answer *stored, const struct answer *typed)
{
	struct answer row = { .criterion_id = c->id,
		              .code = c->code,
		              .area = c->area,
		              .place = c->place,
		              .name = c->name,
		              .question = c->question,
		              .name_en = c->name_en,
		              .question_en = c->question_en,
		              .level = typed->level,
		              .evidence = typed->evidence,
		              .recorded_by = user_signature(cx) };
	if (str_blank(typed->level) || str_eq(typed->seen, answer_mark(cx, typed)))
		return OK;
	if (stored && str_eq(stored->level, typed->level) && str_eq(stored->evidence, typed->evidence))
		return OK;
	if (stored && typed->seen.p && !str_eq(typed->seen, answer_mark(cx, stored)))
		return say_meanwhile(cx, c, stored);
	TRY(db_exec(cx, &quality_assess_sql[FORGET], NULL, V(centre->id, id, c->id)));
	TRY(db_exec(cx, &quality_assess_sql[ANSWER], NULL,
	            V(centre->id, id, c->id, row.level, row.evidence, row.recorded_by, cx->now)));
	audit_change(cx, "quality.answer", object_of(cx, centre), MAYBE(centre->id), &quality_answer_rec, stored, &row);
	return OK;
}

err answers_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct quality_in *in = in_;
	const struct list *typed = in->row;
	struct assessment draft, *ret = ret_;
	struct list criteria = { 0 }, stored = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(draft_of(cx, in->centre, &draft));
	TRY(criteria_on(cx, draft.criteria_on, &criteria));
	TRY(answers_of(cx, in->centre->id, draft.id, &stored));
	LIST_EACH (const struct answer, a, typed) {
		const struct criterion *c = asked(&criteria, a->criterion_id);
		if (!c)
			return fail(cx, E_STALE, "quality.other_criteria", NO_ARGS);
		TRY(save_one(cx, in->centre, draft.id, c, answer_in(&stored, c->id), a));
	}
	return find_any(cx, in->centre->id, draft.id, ret);
}

/* The draft that was looked at: whoever ends it has read all of it. */
static err need_draft(struct cx *cx, const struct quality_in *in, struct assessment *ret)
{
	const str *seen = in->row;
	struct list answers = { 0 };
	TRY(assessment_draft(cx, in->centre->id, ret));
	if (!ret->id)
		return fail(cx, E_NOTFOUND, "quality.no_draft", NO_ARGS);
	TRY(answers_of(cx, in->centre->id, ret->id, &answers));
	return !seen || !seen->p || str_eq(*seen, draft_mark(cx, ret, &answers))
	               ? OK
	               : fail(cx, E_STALE, "quality.changed_meanwhile", NO_ARGS);
}

/* Ends the draft, one way or the other. */
static err end_draft(struct cx *cx, const struct tenant *centre, const struct assessment *draft, const char *kind,
                     struct assessment *ret)
{
	TRY(add_event(cx, centre, draft->id, kind));
	TRY(find_any(cx, centre->id, draft->id, ret));
	audit_change(cx, str_print(cx->mem, "quality.%s", kind).p, object_of(cx, centre), MAYBE(centre->id),
	             &assessment_rec, draft, ret);
	return OK;
}

err assessment_conclude_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct quality_in *in = in_;
	struct assessment draft;
	struct list criteria = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(need_draft(cx, in, &draft));
	TRY(criteria_on(cx, draft.criteria_on, &criteria));
	if (draft.answered < (int64_t)criteria.n)
		return fail(cx, E_INVALID, "quality.incomplete",
		            ARGS({ "missing", say_int(cx->words, cx->mem, (int64_t)criteria.n - draft.answered) }));
	return end_draft(cx, in->centre, &draft, "concluded", ret);
}

err assessment_discard_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct quality_in *in = in_;
	struct assessment draft;
	ASSERT(db_in_tx(cx));
	TRY(need_draft(cx, in, &draft));
	return end_draft(cx, in->centre, &draft, "discarded", ret);
}

#include "features/staff/staff_survey.h"

#include <inttypes.h>

#include "core/words.h"
#include "crypt/crypt.h"
#include "features/staff/staff_rows.h"

static const struct field share_fields[] = {
	FIELD(struct survey_share, shown, KIND_BOOL),   FIELD(struct survey_share, percent, KIND_INT),
	FIELD(struct survey_share, at_most, KIND_BOOL), FIELD(struct survey_share, at_least, KIND_BOOL),
	FIELD(struct survey_share, said, KIND_TEXT),
};
const struct record survey_share_rec = RECORD("survey_share", struct survey_share, share_fields);
static const struct field survey_fields[] = {
	FIELD(struct survey, id, KIND_INT),
	FIELD(struct survey, reference_day, KIND_DAY),
	FIELD(struct survey, opened_on, KIND_DAY),
	FIELD(struct survey, closed_on, KIND_DAY),
	FIELD(struct survey, open, KIND_BOOL),
	FIELD(struct survey, recorded_by, KIND_TEXT),
	FIELD(struct survey, share, KIND_ONE, .of = &survey_share_rec),
};
const struct record survey_rec = RECORD("survey", struct survey, survey_fields);

enum { FEWEST = 5, MOST_CODES = 500, CODE_LETTERS = 12, FEWEST_CENTRES = 3 };
static const struct field form_fields[] = {
	FIELD(struct survey_new, reference_day, KIND_DAY, .input = true, .required = true),
	FIELD(struct survey_new, codes, KIND_INT, .input = true, .required = true, .min = FEWEST, .max = MOST_CODES),
};
const struct record survey_form_rec = RECORD("survey", struct survey_new, form_fields);
static const struct field code_fields[] = { FIELD(struct survey_code, code, KIND_TEXT) };
const struct record survey_code_rec = RECORD("survey_code", struct survey_code, code_fields);
static const char *const statement_codes[] = { "yes", "no", NULL };
const struct choices statement_choices = { "statement", statement_codes };
static const struct field answer_fields[] = {
	FIELD(struct survey_answer, code, KIND_TEXT, .input = true, .required = true, .max = 40),
	FIELD(struct survey_answer, statement, KIND_CHOICE, .choices = &statement_choices, .input = true,
	      .required = true),
};
const struct record survey_answer_form_rec = RECORD("survey_answer", struct survey_answer, answer_fields);

/* A survey with its counter: leaves this file only as a share. */
struct counted {
	int64_t id, centre_id;
	day reference_day, opened_on, closed_on;
	str recorded_by, kind;
	int64_t yes, answers;
};
static const struct field counted_fields[] = {
	FIELD(struct counted, id, KIND_INT),
	FIELD(struct counted, centre_id, KIND_INT),
	FIELD(struct counted, reference_day, KIND_DAY),
	FIELD(struct counted, opened_on, KIND_DAY),
	FIELD(struct counted, closed_on, KIND_DAY),
	FIELD(struct counted, recorded_by, KIND_TEXT),
	FIELD(struct counted, kind, KIND_TEXT),
	FIELD(struct counted, yes, KIND_INT),
	FIELD(struct counted, answers, KIND_INT),
};
static const struct record counted_rec = RECORD("survey_counted", struct counted, counted_fields);

#define COUNTED                                                                                                        \
	"SELECT v.id, v.centre_id, v.reference_day, v.opened_on, v.closed_on, v.recorded_by, e.kind, n.yes, n.answers" \
	" FROM staff_survey v JOIN staff_survey_count n ON n.survey_id = v.id JOIN centre e ON e.id = v.centre_id"
enum { OF_CENTRE, FIND, OF_LAND, INSERT, INSERT_COUNT, INSERT_CODE, USE, COUNT, CLOSE, DROP_CODES, FORGET };
const struct sql staff_survey_sql[] = {
	[OF_CENTRE] = { COUNTED " WHERE v.centre_id = $1 ORDER BY v.reference_day DESC, v.id DESC LIMIT 100", "i" },
	[FIND] = { COUNTED " WHERE v.centre_id = $1 AND v.id = $2", "ii" },
	/* Of each KI the newest one that was closed by that day. */
	[OF_LAND] = { COUNTED " WHERE v.closed_on <= $1 AND v.reference_day = (SELECT MAX(o.reference_day)"
	                      " FROM staff_survey o WHERE o.centre_id = v.centre_id AND o.closed_on <= $1)"
	                      " ORDER BY v.centre_id LIMIT 1000",
	              "d" },
	[INSERT] = { "INSERT INTO staff_survey (centre_id, reference_day, opened_on, recorded_by, recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5) RETURNING id",
	             "iddst" },
	[INSERT_COUNT] = { "INSERT INTO staff_survey_count (survey_id) VALUES ($1)", "i" },
	[INSERT_CODE] = { "INSERT INTO staff_survey_code (survey_id, code_hash) VALUES ($1, $2)", "is" },
	[USE] = { "UPDATE staff_survey_code SET used = 1 WHERE code_hash = $2 AND used = 0 AND survey_id ="
	          " (SELECT v.id FROM staff_survey v WHERE v.centre_id = $1 AND v.closed_on IS NULL)",
	          "is" },
	[COUNT] = { "UPDATE staff_survey_count SET yes = yes + $2, answers = answers + 1 WHERE survey_id ="
	            " (SELECT v.id FROM staff_survey v WHERE v.centre_id = $1 AND v.closed_on IS NULL)",
	            "ii" },
	[CLOSE] = { "UPDATE staff_survey SET closed_on = $3 WHERE centre_id = $1 AND id = $2 AND closed_on IS NULL",
	            "iid" },
	[DROP_CODES] = { "DELETE FROM staff_survey_code WHERE survey_id = (SELECT v.id FROM staff_survey v"
	                 " WHERE v.centre_id = $1 AND v.id = $2)",
	                 "ii" },
	[FORGET] = { "UPDATE staff_survey_count SET yes = 0, answers = 0 WHERE survey_id = (SELECT v.id FROM "
	             "staff_survey v"
	             " WHERE v.centre_id = $1 AND v.id = $2)",
	             "ii" },
	{ 0 },
};

/* --- the share: pure ---------------------------------------------------------------------------------------------- */

static int64_t to_tens(int64_t part, int64_t whole)
{
	return (part * 100 + whole * 5) / (whole * 10) * 10;
}

static void bound(struct survey_share *s, int64_t lowest)
{
	s->at_most = s->percent <= lowest;
	s->at_least = s->percent >= 100 - lowest;
	if (s->at_most)
		s->percent = lowest;
	if (s->at_least)
		s->percent = 100 - lowest;
}

/* `fewest` -1: no rule says how many there must be, so nothing is shown. The lowest that is said is a bound that one
 * person alone does not exceed: 20 % of five answers, 10 % of ten. */
static struct survey_share share_of(int64_t yes, int64_t answers, int64_t fewest)
{
	struct survey_share s = { 0 };
	if (fewest < FEWEST || answers < fewest)
		return s;
	s.shown = true;
	s.percent = to_tens(yes, answers);
	bound(&s, answers < 10 ? 20 : 10);
	return s;
}

/* The least number of answers on that day, never below five; -1: no rule is in force. */
static int64_t fewest_on(const struct list *rules, str kind, int64_t centre_id, day on)
{
	int64_t n;
	const struct rule *r = term_of(rules, S("staff_statement_min"), kind, centre_id, on);
	if (!r || !r->value.p || !str_to_int(r->value, &n))
		return -1;
	return n < FEWEST ? FEWEST : n;
}

static str said(struct cx *cx, const struct survey_share *s, const char *otherwise)
{
	if (!s->shown)
		return word(cx->words, cx->mem, otherwise);
	const char *key = s->at_most    ? "survey_share.at_most"
	                  : s->at_least ? "survey_share.at_least"
	                                : "survey_share.about";
	return word_args(cx->words, cx->mem, key, ARGS({ "n", say_int(cx->words, cx->mem, s->percent) }));
}

static struct survey shown_survey(struct cx *cx, const struct counted *c, const struct list *rules)
{
	struct survey v = { .id = c->id,
		            .reference_day = c->reference_day,
		            .opened_on = c->opened_on,
		            .closed_on = c->closed_on,
		            .open = !day_is(c->closed_on),
		            .recorded_by = c->recorded_by };
	if (!v.open)
		v.share = share_of(c->yes, c->answers, fewest_on(rules, c->kind, c->centre_id, c->reference_day));
	v.share.said = said(cx, &v.share, v.open ? "survey_share.open" : "survey_share.too_few");
	return v;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

err surveys_of(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	struct list counted = { 0 }, rules = { 0 };
	TRY(rules_known(cx, cx->now, &rules));
	TRY(db_list(cx, &staff_survey_sql[OF_CENTRE], &counted_rec, &counted, V(centre->id)));
	LIST_EACH (const struct counted, c, &counted)
		*LIST_ADD(cx->mem, ret, struct survey) = shown_survey(cx, c, &rules);
	return OK;
}

err survey_of_land(struct cx *cx, day on, struct survey_share *ret, int64_t *ret_centres)
{
	struct list counted = { 0 }, rules = { 0 };
	int64_t sum = 0;
	*ret = (struct survey_share){ 0 };
	*ret_centres = 0;
	TRY(rules_known(cx, cx->now, &rules));
	TRY(db_list(cx, &staff_survey_sql[OF_LAND], &counted_rec, &counted, V(on)));
	LIST_EACH (const struct counted, c, &counted) {
		struct survey v = shown_survey(cx, c, &rules);
		*ret_centres += v.share.shown;
		sum += v.share.shown ? v.share.percent : 0;
	}
	if (*ret_centres >= FEWEST_CENTRES) {
		ret->shown = true;
		ret->percent = to_tens(sum, *ret_centres * 100);
		bound(ret, 10);
	}
	ret->said = said(cx, ret, "survey_share.too_few_centres");
	return OK;
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

static err may_decide(struct cx *cx, const struct tenant *centre)
{
	return user_may_at(cx->user, RIGHT_STAFF_DECIDE, centre->id) ? OK
	                                                             : fail(cx, E_DENIED, "survey.denied", NO_ARGS);
}

static err check_new(struct cx *cx, const struct tenant *centre, const struct survey_new *in)
{
	struct list earlier = { 0 }, rules = { 0 };
	TRY(check_past(cx, "reference_day", in->reference_day));
	if (day_cmp(in->reference_day, day_add_months(cx->today, -12)) < 0)
		return problem_add(cx, "reference_day", "survey.day_too_old", NO_ARGS);
	TRY(rules_known(cx, cx->now, &rules));
	int64_t fewest = fewest_on(&rules, centre->kind, centre->id, in->reference_day);
	if (fewest < 0)
		return problem_add(cx, "reference_day", "survey.no_rule", NO_ARGS);
	if (in->codes < fewest || in->codes > MOST_CODES)
		return problem_add(cx, "codes", "survey.codes_range",
		                   ARGS({ "min", say_int(cx->words, cx->mem, fewest) },
		                        { "max", say_int(cx->words, cx->mem, MOST_CODES) }));
	TRY(db_list(cx, &staff_survey_sql[OF_CENTRE], &counted_rec, &earlier, V(centre->id)));
	LIST_EACH (const struct counted, c, &earlier) {
		day last = day_cmp(c->reference_day, c->opened_on) > 0 ? c->reference_day : c->opened_on;
		day from = day_add_months(last, 12);
		if (!day_is(c->closed_on))
			return fail(cx, E_INVALID, "survey.open_already",
			            ARGS({ "day", say_day(cx->words, cx->mem, c->opened_on) }));
		if (day_cmp(in->reference_day, from) < 0)
			return problem_add(cx, "reference_day", "survey.too_soon",
			                   ARGS({ "day", say_day(cx->words, cx->mem, from) }));
	}
	return OK;
}

/* Capitals and digits that nobody takes for one another; about 59 bits. */
static str new_code(struct arena *a)
{
	static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	struct text t = TEXT(a);
	for (int i = 0; i < CODE_LETTERS; i++) {
		if (i > 0 && i % 4 == 0)
			text_char(&t, '-');
		text_char(&t, letters[crypt_random((int64_t)sizeof letters - 1)]);
	}
	return text_str(&t);
}

static str hash_of(struct arena *a, int64_t centre_id, str code)
{
	struct text plain = TEXT(a);
	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];
		if (c >= 'a' && c <= 'z')
			text_char(&plain, (char)(c - 'a' + 'A'));
		else if (c != '-' && c != ' ')
			text_char(&plain, c);
	}
	const str parts[] = { S("staff_survey"), str_print(a, "%" PRId64, centre_id), text_str(&plain) };
	return crypt_hash_parts(a, parts, sizeof parts / sizeof *parts);
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

static err add_codes(struct cx *cx, int64_t survey_id, int64_t centre_id, int64_t n, struct list *ret)
{
	struct list hashes = { 0 };
	for (int64_t i = 0; i < n; i++) {
		str code = new_code(cx->mem);
		LIST_ADD(cx->mem, ret, struct survey_code)->code = code;
		*LIST_ADD(cx->mem, &hashes, str) = hash_of(cx->mem, centre_id, code);
	}
	list_sort(&hashes, by_text); /* the order of the rows tells nothing of the order of the papers */
	LIST_EACH (const str, hash, &hashes)
		TRY(db_exec(cx, &staff_survey_sql[INSERT_CODE], NULL, V(survey_id, *hash)));
	return OK;
}

static err find(struct cx *cx, const struct tenant *centre, int64_t id, struct counted *ret)
{
	return not_found(cx, db_row(cx, &staff_survey_sql[FIND], &counted_rec, ret, V(centre->id, id)));
}

err survey_open_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct survey_new *row = in->row;
	struct survey_opened *ret = ret_;
	struct counted c;
	struct list no_rules = { 0 };
	int64_t id;
	ASSERT(db_in_tx(cx));
	TRY(may_decide(cx, in->centre));
	TRY(check_new(cx, in->centre, row));
	TRY(db_int(cx, &staff_survey_sql[INSERT], &id,
	           V(in->centre->id, row->reference_day, cx->today, user_signature(cx), cx->now)));
	TRY(db_exec(cx, &staff_survey_sql[INSERT_COUNT], NULL, V(id)));
	TRY(add_codes(cx, id, in->centre->id, row->codes, &ret->codes));
	TRY(find(cx, in->centre, id, &c));
	ret->survey = shown_survey(cx, &c, &no_rules);
	audit_change(cx, "staff.survey_open", staff_object(cx, in->centre, "surveys", id), MAYBE(in->centre->id),
	             &survey_rec, NULL, &ret->survey);
	return OK;
}

/* --- answering and closing ---------------------------------------------------------------------------------------- */

err survey_answer_in_tx(struct cx *cx, const void *in_, void *ret UNUSED)
{
	const struct survey_answer *in = in_;
	int64_t used;
	ASSERT(db_in_tx(cx));
	if (!choices_has(&statement_choices, in->statement))
		return problem_add(cx, "statement", "form.required", NO_ARGS);
	TRY(db_exec(cx, &staff_survey_sql[USE], &used, V(in->centre_id, hash_of(cx->mem, in->centre_id, in->code))));
	if (used != 1)
		return problem_add(cx, "code", "survey.code_unknown", NO_ARGS);
	TRY(db_exec(cx, &staff_survey_sql[COUNT], &used, V(in->centre_id, str_is(in->statement, "yes") ? 1 : 0)));
	ASSERT(used == 1);
	audit_quiet(cx); /* a link in the chain would say when, and of whoever is signed in also who */
	return OK;
}

err survey_close_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct survey *row = in->row;
	struct survey *ret = ret_, before;
	struct counted c;
	struct list rules = { 0 };
	int64_t changed, id = in->centre->id;
	ASSERT(db_in_tx(cx));
	TRY(may_decide(cx, in->centre));
	TRY(find(cx, in->centre, row->id, &c));
	TRY(rules_known(cx, cx->now, &rules));
	before = shown_survey(cx, &c, &rules);
	TRY(db_exec(cx, &staff_survey_sql[CLOSE], &changed, V(id, row->id, cx->today)));
	if (changed != 1)
		return fail(cx, E_INVALID, "survey.closed_already",
		            ARGS({ "day", say_day(cx->words, cx->mem, c.closed_on) }));
	TRY(db_exec(cx, &staff_survey_sql[DROP_CODES], NULL, V(id, row->id)));
	int64_t fewest = fewest_on(&rules, c.kind, id, c.reference_day);
	if (fewest < 0 || c.answers < fewest)
		TRY(db_exec(cx, &staff_survey_sql[FORGET], NULL, V(id, row->id)));
	TRY(find(cx, in->centre, row->id, &c));
	*ret = shown_survey(cx, &c, &rules);
	audit_change(cx, "staff.survey_close", staff_object(cx, in->centre, "surveys", row->id), MAYBE(id), &survey_rec,
	             &before, ret);
	return OK;
}

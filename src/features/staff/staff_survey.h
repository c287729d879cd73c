/* staff_survey.h -- the voluntary, anonymous statement on immigration history (S-STA-7; RdErl. of 2018, 3.4).
 *
 * A survey of a KI hands out codes on paper, each good for one answer. Only a rounded share is ever shown, after the
 * survey was closed, from the minimum of the rule (staff_statement_min, never below five) on. No function gives out how
 * many answered, or what. So that nobody is singled out by a difference, either:
 *  1. while a survey is open, nothing of its answers is shown; a closed one never opens again;
 *  2. reference days of two surveys of a KI lie twelve months apart, and so do the days on which they open;
 *  3. shares are rounded to ten percentage points; below and above, a bound is said that fits one person more as well
 *     ("20 % or less" of five answers is nobody or one), so that "none" and "all" tell nothing of a single person;
 *  4. the share of the Land is the average of the rounded shares that are shown anyway, of three KI at least.
 * An answer changes two rows: the code is used, the counter counts. There is no row per answer, no time, no order, and
 * nothing of it in the audit log; codes are written in the order of their hashes, and deleted when the survey closes.
 * Answers below the minimum are forgotten then. What remains: who reads the database itself twice, before and after one
 * answer, sees which code was used and how the counter changed; the code stands on a paper that was drawn blindly.
 */
#ifndef FEATURES_STAFF_STAFF_SURVEY_H
#define FEATURES_STAFF_STAFF_SURVEY_H
#include "features/staff/staff_model.h"

struct survey_share {
	bool shown;
	int64_t percent;        /* a multiple of ten */
	bool at_most, at_least; /* percent is a bound */
	str said;               /* "rund 30 %", "rund 20 % oder weniger"; why nothing is shown */
};
extern const struct record survey_share_rec;

struct survey {
	int64_t id;
	day reference_day, opened_on, closed_on;
	bool open;
	str recorded_by;
	struct survey_share share;
};
extern const struct record survey_rec;

/* Opening one: the day on which people worked in the KI, and how many codes are to be printed. */
struct survey_new {
	day reference_day;
	int64_t codes;
};
extern const struct record survey_form_rec;
struct survey_code {
	str code; /* "K7QM-2XWP-9TDA" */
};
extern const struct record survey_code_rec;
struct survey_opened {
	struct survey survey;
	struct list codes; /* struct survey_code: to print now; nobody can see them again */
};
struct survey_answer {
	int64_t centre_id; /* of the page's address */
	str code;          /* in any case, with or without hyphens */
	str statement;     /* a code of statement_choices */
};
extern const struct choices statement_choices; /* yes, no */
extern const struct record survey_answer_form_rec;

err surveys_of(struct cx *cx, const struct tenant *centre, struct list *ret) MUST; /* newest first */
/* in: struct staff_in, row: struct survey_new; ret: struct survey_opened. Needs RIGHT_STAFF_DECIDE at the KI.
 * E_INVALID: one is open, or the last one is less than twelve months old; fewer codes than the minimum. */
err survey_open_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* in: struct staff_in, row: struct survey (id); ret: struct survey. Needs RIGHT_STAFF_DECIDE at the KI. */
err survey_close_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* in: struct survey_answer; ret: nothing. E_INVALID with the same words for an unknown, a used and an expired code. */
err survey_answer_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* The share of the Land as of a day; *ret_centres: how many KI it is made of. */
err survey_of_land(struct cx *cx, day on, struct survey_share *ret, int64_t *ret_centres) MUST;
#endif

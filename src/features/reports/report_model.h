/* report_model.h -- released reports and drafts in the database. Functions named ..._in_tx are for db_tx. */
#ifndef FEATURES_REPORTS_REPORT_MODEL_H
#define FEATURES_REPORTS_REPORT_MODEL_H
#include "core/route.h"
#include "db/db.h"
#include "features/reports/report_content.h"
#include "features/reports/report_due.h"

/* --- the comment that is being written ---------------------------------------------------------------------------- */
struct report_draft {
	int64_t version; /* 0: none was saved yet */
	str comment, saved_by;
	instant saved_at;
};
extern const struct record report_draft_rec, report_comment_rec; /* comment: the form */
err report_draft_get(struct cx *cx, int64_t centre_id, str month, struct report_draft *ret) MUST;
struct report_draft_in {
	const struct tenant *centre;
	str month;
	struct report_draft draft;
};
/* ret: struct report_draft as stored. E_STALE: somebody else saved first. */
err report_draft_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* --- released versions -------------------------------------------------------------------------------------------- */
struct report {
	int64_t id, number;
	str month;
	instant released_at;
	day released_on, was_due; /* was_due absent: there was no duty */
	str released_by, reason, hash;
	str content; /* absent in lists */
};
extern const struct record report_rec;
/* number 0: the newest. E_NOTFOUND reports.none: not released, or no such version. */
err report_get(struct cx *cx, int64_t centre_id, str month, int64_t number, struct report *ret) MUST;
err report_versions(struct cx *cx, int64_t centre_id, str month,
                    struct list *ret) MUST; /* struct report, oldest first */
/* The months of a KI between two: the first version's day and the newest number; struct report_month. */
struct report_month {
	int64_t centre_id, number;
	str month;
	day released_on, was_due, corrected_on; /* corrected_on: of the newest version, if it is not the first */
	str released_by;                        /* of the newest */
};
err report_months(struct cx *cx, int64_t centre_id, str from, str to, struct list *ret) MUST;
/* The same of all KI. */
err report_months_of_land(struct cx *cx, str from, str to, struct list *ret) MUST;

/* Releases a month as it is now, or corrects it: asks all features, freezes what they say, and adds it to the sums of
 * the Land. One transaction: what is frozen is one picture. E_INVALID: the month is not over (reports.not_over); a
 * correction without a reason (problem at "reason"). E_STALE: another version came in between, or the comment was
 * changed since it was checked. */
struct report_release_in {
	const struct tenant *centre;
	day first;
	str reason;              /* of a correction */
	int64_t number, version; /* the version that this becomes; the version of the comment that was checked */
};
err report_release_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* ret: struct report, without content */
/* The second half of it, without a question: what is written is `content`. before: the version that it replaces; NULL.
 */
err report_freeze_in_tx(struct cx *cx, const struct report_release_in *in, const struct report_content *content,
                        const struct report_content *before, struct report *ret) MUST;
/* The content that releasing would freeze now: in German, masked, with comment. */
err report_to_release(struct cx *cx, const struct report_release_in *in, struct report_content *ret) MUST;

/* For `scharnier check`: frozen texts that are no longer what was released, of the newest. */
err report_check(struct cx *cx, struct list *findings) MUST;

/* --- what the Land reads (report_sums.c) ----------------------------------------------------------------------------
 */
/* Puts a version into the figures and sums; before: the version that it replaces, NULL: none. */
err report_sums_in_tx(struct cx *cx, int64_t centre_id, const struct report_content *before,
                      const struct report_content *after) MUST;
/* A month's figures of all KI in a period; masked ones have no value. */
struct report_point {
	int64_t centre_id;
	str month;
	struct maybe value;
};
err report_points(struct cx *cx, str indicator, str from, str to, struct list *ret) MUST;
/* The cells of a year over all KI; of a stock the sum of their averages. */
struct indicator;
struct report_total {
	str code, label;
	int64_t value, masked;
};
err report_totals(struct cx *cx, const struct indicator *i, str dimension, int64_t year, struct list *ret) MUST;

extern const struct sql report_sql[], report_sums_sql[];
#endif

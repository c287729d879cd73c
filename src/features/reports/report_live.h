/* report_live.h -- the report of a month as it would be now: the indicators of all features are asked, none is known by
 * name (P-ACT-2, S-REP-1, S-REP-3). */
#ifndef FEATURES_REPORTS_REPORT_LIVE_H
#define FEATURES_REPORTS_REPORT_LIVE_H
#include "core/route.h"
#include "features/reports/report_content.h"

/* The two main fields, by which each report splits first (S-REP-3). */
#define DIMENSION_MAIN_FIELD "main_field"

/* In the language of cx->words. Without number, reason and comment, and without anything masked. Indicators that are
 * zero in all months are left out. first: of the month. */
err report_live(struct cx *cx, const struct tenant *centre, day first, struct report_content *ret) MUST;
/* Would a report of the month that begins with `first` hide this value of the figure (masking.h)? Then no report of
 * another month may say it. */
err report_hides_value(struct cx *cx, int64_t centre_id, const struct report_figure *f, day first, int64_t value,
                       int64_t threshold, bool *ret) MUST;
/* The sentence of a figure, from its amounts. */
str report_answer(struct cx *cx, const struct report_content *c, const struct report_figure *f);
/* "count" "persons" "minutes" "cents" "fte". */
struct indicator;
const char *report_unit(const struct indicator *i);
/* "indicator_question.<code>", or the name if nobody wrote a question. */
str report_question(struct cx *cx, const struct indicator *i);
str report_indicator_name(struct cx *cx, str code);
str report_dimension_name(struct cx *cx, str dimension);
#endif

/* grant_cost.h -- what a case costs and brings in, line by line, with the reference of its voucher (S-FUN-2, P-FUN-4,
 * P-VOL-1 in part).
 *
 * Lines are added and never changed; a wrong one is cancelled with a reason and entered again.
 *
 * No double funding. The same payee, voucher and day, however they are written (case, accents, punctuation), are one
 * invoice. Over all cases and programmes of a KI, of the same side and not cancelled:
 *  1. A line without `invoice_cents` is the whole invoice: a second line of it is refused.
 *  2. Lines that are parts of an invoice all name the same sum of it, and together they are at most that sum; so no
 *     cent of it is paid twice, whoever pays the parts.
 *  3. What public money of a KIM case pays, no other public source may pay, not even in part (section 9 (4) TIntG;
 *     T37).
 *  4. Two parts that are alike in all else are the same part, sent twice.
 * Public sources are land, federal, eu and other_public; two cases are two sources, also of the same name.
 */
#ifndef FEATURES_GRANTS_GRANT_COST_H
#define FEATURES_GRANTS_GRANT_COST_H
#include "features/grants/grant_event.h"

extern const struct choices grant_cost_side_choices;   /* expense income */
extern const struct choices grant_cost_source_choices; /* land own federal eu other_public donation third */
extern const struct choices grant_cost_item_choices;   /* items with money for a KI itself, as grant_items */

struct grant_cost {
	int64_t id, case_id, year;
	str programme; /* with the year: the case */
	str side, item;
	day day;
	int64_t cents;
	str source, payee, voucher, purpose;
	struct maybe invoice_cents;  /* absent: the line is the whole invoice */
	str source_key;              /* grant_cost_key() */
	str cancelled, cancelled_by; /* the reason; absent: it counts */
	str recorded_by;
	instant recorded_at;
};
extern const struct record grant_cost_rec;
/* The fields that a person enters: of the form, and the columns of tables that come and go. */
extern const struct record grant_cost_form_rec, grant_cost_table_rec;

str grant_cost_key(struct arena *a, str payee, str voucher, day on);
bool grant_cost_public(str source);
bool grant_cost_alike(const struct grant_cost *a, const struct grant_cost *b); /* all that a person enters */
/* The rule above, pure. others: struct grant_cost of the same key and side that count. NULL: fine; else the key of a
 * sentence, and *ret_other is the line that stands against it. */
const char *grant_cost_clash(const struct list *others, const struct grant_cost *line,
                             const struct grant_cost **ret_other);
/* {other}: "12.03.2026, Druckerei Heller, RE 2026-117, 480,00 €, KIM NRW 2026, EU", for the sentences of a clash. */
str grant_cost_said(struct cx *cx, const struct grant_cost *c);
/* What has nothing to do with other lines: day not in the future and in the case's year or the one after, an item of
 * the programme, a part not above its invoice. E_INVALID with problems. */
err grant_cost_check(struct cx *cx, const struct grant_case *c, const struct grant_cost *line) MUST;
bool grant_cost_item_of(str programme, str item); /* the item belongs to the programme */

struct grant_cost_filter {
	str item, source; /* each absent: any */
	bool bare;        /* only expenses that count and have no voucher as a file */
};
/* Adds struct grant_cost, the newest day first, behind the key and id ("9999-12-31": from the newest). */
err grant_cost_list(struct cx *cx, const struct grant_case *c, const struct grant_cost_filter *f, str before_day,
                    int64_t before_id, int limit, struct list *ret) MUST;
/* The files beside these very lines (struct evidence), by line. */
err grant_cost_files(struct cx *cx, const struct grant_case *c, const struct grant_cost_filter *f, str before_day,
                     int64_t before_id, int limit, struct list *ret) MUST;
err grant_cost_bare(struct cx *cx, const struct grant_case *c, int64_t *ret) MUST; /* how many `bare` finds */
err grant_cost_find(struct cx *cx, const struct grant_case *c, int64_t id,
                    struct grant_cost *ret) MUST; /* E_NOTFOUND */
/* The line that was entered last in this case; *ret is zeroed if there is none. */
err grant_cost_last(struct cx *cx, const struct grant_case *c, struct grant_cost *ret) MUST;
/* Sums of what counts, by item, side and source (struct grant_cost_sum), in the order of items. until: of lines up to
 * this day. */
struct grant_cost_sum {
	str item, side, source;
	int64_t cents, lines;
};
extern const struct record grant_cost_sum_rec;
err grant_cost_sums(struct cx *cx, const struct grant_case *c, day until, struct list *ret) MUST;

/* E_INVALID: the case is closed, nothing is added to it. */
err grant_cost_open(struct cx *cx, const struct grant_case *c) MUST;
/* in: struct grant_cost_add; ret: struct grant_cost. E_INVALID: a problem at a field, or the sentence of the clash. */
struct grant_cost_add {
	const struct grant_case *c;
	const struct grant_cost *line;
};
err grant_cost_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* in: struct grant_cost_cancel. E_STALE: it is cancelled already. */
struct grant_cost_cancel {
	const struct grant_case *c;
	int64_t id;
	str reason;
};
err grant_cost_cancel_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* The lines of the KI that count, of all cases, whose voucher is of these days, by key (struct grant_cost with what
 * grant_cost_clash() and grant_cost_said() need). The day is part of the key: lines of other days clash with none of
 * these. */
err grant_cost_keys(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret) MUST;
/* Inserts many that are checked. once: of each line, in their order; a line of a case that is not there is our bug. */
err grant_cost_insert_many(struct cx *cx, int64_t centre_id, const struct list *lines, str once) MUST;

extern const struct sql grant_cost_sql[];
#endif

/* centre_checks.h -- preconditions of a KI as checks with evidence, date and result (S-CEN-4, S-CEN-7).
 *
 * Entries are append only; the newest of a kind up to the day asked for counts. From them, from the site and from the
 * rulebook it is computed whether an application is possible, and if not, why.
 */
#ifndef FEATURES_CENTRES_CENTRE_CHECKS_H
#define FEATURES_CENTRES_CENTRE_CHECKS_H
#include "features/centres/centre_sites.h"

/* concept: Integrationskonzept adopted or updated by Rat or Kreistag. schedule: time frame named in the application
 * instead of a current concept (Vermerk 14.11.2012). agreement: of the Kreis with its municipalities. grant: the Land's
 * grant. pool_concept, komman_concept, kim_guideline: for their programme only. */
extern const struct choices check_choices;
extern const struct choices check_result_choices; /* met, not_met */

struct check_entry {
	int64_t id;
	str kind;
	day day;
	str result;
	day valid_until; /* the evidence ends by itself, such as a grant of one year */
	str evidence;
	str recorded_by;
	instant recorded_at;
};
extern const struct record check_entry_rec;
extern const struct record check_form_rec; /* the same struct, as a form */

/* E_INVALID with problems: in the future, ending before it begins, a check that this kind of carrier does not have. */
err check_record_in_tx(struct cx *cx, const struct tenant *centre, const struct check_entry *in) MUST;
err check_history(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* newest first */

/* How a check stands on a day: met, not_met, expired, missing (no entry). */
extern const struct choices standing_choices;
struct check_line {
	str kind; /* check_choices or "site" */
	str standing;
	day day, valid_until;
	str evidence;
	str source;  /* where the precondition stands */
	str way;     /* what to do while it is missing: words */
	bool good;   /* met */
	bool blocks; /* missing, and no application without it */
	bool own;    /* of this programme alone; the others are those of the Grundförderung */
};
extern const struct record check_line_rec;

/* One per programme: base (Grundförderung), interpreters, komman, kim, and running (lasting operation). */
struct readiness {
	str programme;            /* readiness_choices */
	bool is_base, is_running; /* is_running: lasting operation, nothing to apply for */
	bool possible;
	bool offered;      /* the Land funds this programme on that day, as far as the rulebook knows */
	bool provisional;  /* possible only with the schedule instead of a current concept */
	str because;       /* one sentence */
	struct list lines; /* struct check_line */
};
extern const struct choices readiness_choices;
extern const struct record readiness_rec;

/* The pure rule. `entries`: struct check_entry in any order; `site`: NULL if there is none; `offered`: bit per
 * programme, in the order of readiness_choices. */
void readiness_of(struct cx *cx, str authority, const struct list *entries, const struct site_row *site,
                  unsigned offered, day on, struct list *ret);
/* The same with everything read from the database. ret: list of struct readiness. */
err readiness_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret) MUST;

extern const struct sql check_sql[];
#endif

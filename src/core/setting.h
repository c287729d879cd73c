/* setting.h -- settings with valid-from: local rules of a KI and names of bodies of the Land (P-RUL-3, P-CEN-1).
 * Nothing is overwritten: a change adds a row with its day. Each is declared where it is used, by a feature. */
#ifndef CORE_SETTING_H
#define CORE_SETTING_H
#include "base/context.h"
#include "base/record.h"

struct setting {
	const char *name; /* "centre.display_name"; the word "setting.<name>", its hint "setting.<name>.hint" */
	bool of_land;     /* one for all (RIGHT_LAND_SETTING), else one per KI (RIGHT_CENTRE_DECIDE) */
	enum kind kind;   /* TEXT CHOICE INT MONEY BOOL */
	const struct choices *choices;
	int64_t min, max;
	const char *fallback; /* the value when nobody has set one, as stored; NULL: absent */
	const char *group; /* under which heading people find it: the word "settings_group.<group>"; NULL: none. Those
	                    * of a group follow each other */
};
/* Stored form: text as it is, choice code, integer, cents, "1"/"0". */
struct setting_row {
	int64_t id;
	str name;
	struct maybe centre_id;
	day valid_from;
	str value, mark, source; /* mark as for rules (read seed inferred assumed), source: why */
	str set_by;
	instant set_at;
};
extern const struct record setting_row_rec;
/* The value on a day; absent if there is none. centre_id 0 for settings of the Land. */
err setting_get(struct cx *cx, const struct setting *s, int64_t centre_id, day on, struct setting_row *ret) MUST;
/* Several settings of one KI at once: the stored value of each on a day, or its fallback, in the order of `list` (ends
 * with NULL; at most SETTING_MOST). */
enum { SETTING_MOST = 16 };
err setting_values(struct cx *cx, const struct setting *const *list, int64_t centre_id, day on, str *ret) MUST;
/* All that the features hand up, of the Land or of each KI, in the order of features; ends with NULL. */
const struct setting *const *setting_all(const struct cx *cx, bool of_land);
err setting_history(struct cx *cx, const struct setting *s, int64_t centre_id, struct list *ret) MUST;
/* E_INVALID with problems: value of the wrong kind, a second value from the same day. */
err setting_set_in_tx(struct cx *cx, const struct setting *s, int64_t centre_id, const struct setting_row *in) MUST;
#endif

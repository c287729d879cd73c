/* pool_people_table.h -- the people of the pool as one flat table: a person a row. What is exported as CSV and
 * XLSX, and can be imported again (pool_import.h). */
#ifndef FEATURES_INTERPRETERS_POOL_PEOPLE_TABLE_H
#define FEATURES_INTERPRETERS_POOL_PEOPLE_TABLE_H
#include "features/interpreters/pool_people.h"

struct pool_table_row {
	str family_name, given_name, gender, email, phone, postcode, town;
	str languages; /* "Kurdisch: Sorani (fließend, vor Ort); Türkisch (Muttersprache, vor Ort, am Telefon)" */
	bool interpreting, guiding, translating;
	struct maybe most_per_week;
	str hours; /* "Montag 8:00–12:00, 14:00–18:00; Mittwoch 8:00–12:00"; "": always */
	str tax_kind;
	str state;
	day trained_on, trained_until, pledged_on, certified_on, certified_until, listed_from;
};
extern const struct record pool_table_rec;
/* hours: those of all people of the KI (interpreter_hours_of) */
struct pool_table_row pool_table_row_of(struct cx *cx, const struct person_whole *w, const struct list *hours);
#endif

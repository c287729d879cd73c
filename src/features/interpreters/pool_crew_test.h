/* pool_crew_test.h -- chance changes through every door that writes to the pool. */
#ifndef FEATURES_INTERPRETERS_POOL_CREW_TEST_H
#define FEATURES_INTERPRETERS_POOL_CREW_TEST_H
#include "features/interpreters/pool_test.h"

enum { POOL_DOORS = 15 };
/* A refusal is as good as a change. */
struct pool_door {
	const char *name;
	err (*go)(void);
};
extern const struct pool_door pool_doors[POOL_DOORS];
err pool_foreign_door(void); /* a change of another KI */
int pool_chance(int below);
/* The id of a chance row of the table in Coesfeld, x by name; where: "" or "AND ..."; 0: there is none. */
int64_t pool_some(const char *table, const char *where);
err pool_change_days(void);
err pool_change_year(void);
err pool_add_person(void);
#endif

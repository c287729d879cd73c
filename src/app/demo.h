/* demo.h -- the example data: accounts for every role, and what the features add. */
#ifndef APP_DEMO_H
#define APP_DEMO_H
#include "app/program.h"

extern const str demo_password; /* of all example accounts */
/* Whether the database was made by demo_create. */
err demo_marked(struct cx *cx, bool *ret) MUST;
/* Creates them if the database has no accounts yet; marks it as a demo for good, so that every page says so. Refuses a
 * database with accounts that is no demo, and one whose creation was interrupted. Returns an exit code. */
int demo_create(struct program *p);
/* Prints the accounts and where to click first. */
void demo_explain(const struct program *p);
#endif

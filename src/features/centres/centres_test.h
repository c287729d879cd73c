/* centres_test.h -- what the tests of the KI share: a fresh database, and a job for a transaction. */
#ifndef FEATURES_CENTRES_CENTRES_TEST_H
#define FEATURES_CENTRES_CENTRES_TEST_H
#include "kit/furnished.h"

#include "core/tenant.h"
#include "core/words.h"
#include "features/centres/centre_agreements.h"
#include "features/centres/centre_bodies.h"
#include "features/centres/centre_checks.h"
#include "features/centres/centre_conflicts.h"
#include "features/centres/centre_sites.h"
#include "features/centres/centre_suggestions.h"
#include "features/centres/centres_model.h"

#define DULMEN "05558016"
#define COESFELD "05558012"
#define KLEVE "05154036"
#define AACHEN "05334002"

/* Where the programmes stand in what readiness_on() gives; ALL: every one is offered. */
enum { BASE, INTERPRETERS, KOMMAN, KIM, RUNNING, ALL = 0x1f };

int set_up(void **state); /* *state: a struct kit with all migrations and German words */
int tear_down(void **state);
void next(struct kit *k); /* the next request: what the last one allocated is gone */
struct tenant centre_called(struct kit *k, const char *slug);
const struct body_line *body(const struct body_picture *p, const char *code);

/* What a transaction of a test is given. */
struct job {
	struct tenant centre;
	struct site_row site;
	struct check_entry check;
	struct involvement involvement;
	struct suggestion suggestion;
	struct conflict conflict;
	struct conflict_step step;
	struct agreement agreement;
	const struct setting *setting;
	struct setting_row row;
};
#define RUN(k, fn, job) db_tx(&(k)->cx, #fn, fn, (job), NULL, 0)
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

extern const struct CMUnitTest record_tests[]; /* centres_records_test.c */
extern const size_t record_test_count;
#endif

/* Files beside things, on a real database: by content, beside this thing of this KI alone, once, and until their term
 * ends; and never past a scanner that does not answer. */
#include "kit/short.h"

#include <string.h>

#include "core/app.h"
#include "core/evidence.h"
#include "core/job.h"

enum { COESFELD = 1, UNNA = 2, BID = 7 };
static const struct evidence_purpose vouchers = { "test.bid", EVIDENCE_VOUCHERS, 1024, 2, 0 };
static const struct evidence_purpose others = { "test.other", EVIDENCE_VOUCHERS, 1024, 2, 0 };

static int open_kit(void **state UNUSED)
{
	k = kit_furnished();
	return 0;
}

static int close_kit(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

static err take(str bytes, struct evidence *ret)
{
	const struct file f = { .field = S("file"), .name = S("Quittung \"1\".pdf"), .bytes = bytes };
	return evidence_take(&k->cx, &vouchers, &f, ret);
}

static str pdf(const char *body)
{
	return str_print(k->cx.mem, "%%PDF-1.4\n%s\n%%%%EOF\n", body);
}

static err keep_tx(struct cx *cx, const void *in, void *ret)
{
	struct evidence *e = ret;
	*e = *(const struct evidence *)in;
	return evidence_keep_in_tx(cx, &vouchers, COESFELD, BID, S("Verein"), "file", e);
}

static err keep(const char *body, struct evidence *ret)
{
	struct evidence e;
	assert_int_equal(take(pdf(body), &e), OK);
	return db_tx(&k->cx, "keep", keep_tx, &e, ret, sizeof *ret);
}

static size_t kept(void)
{
	struct list all = { 0 };
	assert_int_equal(evidence_list(&k->cx, &vouchers, COESFELD, BID, &all), OK);
	return all.n;
}

static void by_content_once_and_no_more_than_may_be(void **state UNUSED)
{
	struct evidence e, again, found;
	assert_int_equal(take(S("MZ program"), &e), E_INVALID);
	assert_string_equal(problem_at("file"), "evidence.kind");
	next();
	assert_int_equal(take(str_print(k->cx.mem, "%%PDF-1.4%2000s", "%%EOF"), &e), E_INVALID);
	assert_string_equal(problem_at("file"), "form.file_too_large");
	next();
	assert_int_equal(keep("eins", &e), OK);
	assert_true(str_is(e.scan, "unchecked"));
	assert_int_equal(keep("eins", &again), OK); /* pressed twice */
	assert_int_equal(again.id, e.id);
	assert_int_equal(keep("zwei", &again), OK);
	assert_int_equal(keep("drei", &again), E_INVALID);
	assert_string_equal(problem_at("file"), "evidence.too_many");
	next();
	assert_int_equal(kept(), 2);
	assert_int_equal(evidence_find(&k->cx, &vouchers, COESFELD, BID, e.id, &found), OK);
	assert_true(str_has(found.content, "eins"));
}

/* A bound of each part beside that of the thing. */
static err keep_part_tx(struct cx *cx, const void *in, void *ret)
{
	static const struct evidence_purpose parts = { "test.part", EVIDENCE_VOUCHERS, 1024, 3, 1 };
	struct evidence *e = ret;
	*e = *(const struct evidence *)in;
	return evidence_keep_in_tx(cx, &parts, COESFELD, BID, S("Verein"), "file", e);
}

static void no_more_beside_a_part_than_may_be(void **state UNUSED)
{
	static const struct {
		int64_t part;
		const char *body;
		err result;
	} tries[] = { { 1, "eins", OK },
		      { 1, "zwei", E_INVALID },
		      { 2, "zwei", OK },
		      { 3, "drei", OK },
		      { 4, "vier", E_INVALID } };
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		struct evidence e, kept_one;
		assert_int_equal(take(pdf(tries[i].body), &e), OK);
		e.part_id = tries[i].part;
		assert_int_equal(db_tx(&k->cx, "keep", keep_part_tx, &e, &kept_one, sizeof kept_one), tries[i].result);
		next();
	}
}

static void beside_this_thing_of_this_centre_alone(void **state UNUSED)
{
	struct evidence e, found;
	assert_int_equal(keep("eins", &e), OK);
	assert_int_equal(evidence_find(&k->cx, &vouchers, UNNA, BID, e.id, &found), E_NOTFOUND);
	assert_int_equal(evidence_find(&k->cx, &vouchers, COESFELD, BID + 1, e.id, &found), E_NOTFOUND);
	assert_int_equal(evidence_find(&k->cx, &others, COESFELD, BID, e.id, &found), E_NOTFOUND);
	assert_string_equal(fault(), "evidence.unknown");
}

static err damage_tx(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	static const struct sql damage = { "UPDATE evidence_content SET content = $1", "b" };
	return db_exec(cx, &damage, NULL, V(bound_bytes("%PDF-1.4 other %%EOF", 20)));
}

static void what_was_changed_is_not_handed_out(void **state UNUSED)
{
	struct evidence e, found;
	assert_int_equal(keep("eins", &e), OK);
	assert_int_equal(db_tx(&k->cx, "damage", damage_tx, NULL, NULL, 0), OK);
	assert_int_equal(evidence_find(&k->cx, &vouchers, COESFELD, BID, e.id, &found), E_BROKEN);
	assert_string_equal(fault(), "evidence.damaged");
}

static void goes_out_as_an_attachment(void **state UNUSED)
{
	struct evidence e;
	struct res rs = { .mem = k->cx.mem };
	assert_int_equal(take(pdf("eins"), &e), OK);
	e.id = 12;
	evidence_send(&k->cx, &rs, &e);
	int seen = 0;
	for (const struct header *h = rs.headers; h; h = h->next) {
		if (!strcmp(h->name, "Content-Disposition"))
			seen += str_starts(h->value, "attachment; filename=\"beleg-12.pdf\"; "
			                             "filename*=UTF-8''Quittung%20%221%22.pdf")
			                ? 1
			                : 100;
		if (!strcmp(h->name, "Content-Security-Policy"))
			seen += str_has(h->value, "sandbox") ? 1 : 100;
	}
	assert_int_equal(seen, 2);
}

static err until_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	return evidence_keep_until_in_tx(cx, &vouchers, COESFELD, BID, *(const day *)in);
}

static void deleted_when_the_term_is_over(void **state UNUSED)
{
	struct evidence e;
	day until = k->cx.today;
	assert_int_equal(keep("eins", &e), OK);
	assert_int_equal(evidence_job_run(&k->cx, NULL), OK);
	assert_int_equal(kept(), 1); /* no term yet */
	assert_int_equal(db_tx(&k->cx, "until", until_tx, &until, NULL, 0), OK);
	assert_int_equal(evidence_job_run(&k->cx, NULL), OK);
	assert_int_equal(kept(), 1); /* its last day */
	k->cx.today = day_add(until, 1);
	assert_int_equal(evidence_job_run(&k->cx, NULL), OK);
	assert_int_equal(kept(), 0);
}

static void nothing_gets_past_a_scanner_that_does_not_answer(void **state UNUSED)
{
	struct app app = { .config = { .virus_scanner = S("unix:/nirgends/clamd.ctl") } };
	struct evidence e;
	k->cx.app = &app;
	assert_int_equal(take(pdf("eins"), &e), E_BUSY);
	assert_string_equal(fault(), "evidence.scanner");
	k->cx.app = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_kit, close_kit)
		T(by_content_once_and_no_more_than_may_be),
		T(no_more_beside_a_part_than_may_be),
		T(beside_this_thing_of_this_centre_alone),
		T(what_was_changed_is_not_handed_out),
		T(goes_out_as_an_attachment),
		T(deleted_when_the_term_is_over),
		T(nothing_gets_past_a_scanner_that_does_not_answer),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

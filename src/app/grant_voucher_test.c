/* Vouchers of a KI's own costs as files: beside their line alone, removable until the proof is handed in, then kept
 * until their term ends and readable by the authority. P-VOL-1, P-FUN-4; T40. */
#include "app/grant_proof_test.h"

#include <stdio.h>

#include "core/job.h"
#include "features/grants/grant_voucher.h"

static int64_t line_recorded(const char *voucher)
{
	struct grant_cost last;
	cost("expense", "land", EURO(100), voucher, false);
	assert_int_equal(grant_cost_last(&k->cx, &the_case, &last), OK);
	return last.id;
}

static struct evidence taken(const char *body)
{
	struct evidence e;
	const struct file f = { .field = S("file"),
		                .name = S("rechnung.pdf"),
		                .bytes = str_print(k->cx.mem, "%%PDF-1.4\n%s\n%%%%EOF\n", body) };
	assert_int_equal(evidence_take(&k->cx, &grant_vouchers, &f, &e), OK);
	return e;
}

static err keep(const struct grant_case *c, int64_t line, const char *body, int64_t *ret_id)
{
	struct evidence kept = { 0 };
	again();
	k->cx.user = &administrator;
	const struct evidence e = taken(body);
	const struct grant_voucher_keep in = { c, line, &e };
	err result = db_tx(&k->cx, "test", grant_voucher_keep_in_tx, &in, &kept, sizeof kept);
	if (ret_id)
		*ret_id = kept.id;
	return result;
}

static err removed(int64_t id)
{
	int64_t line;
	const struct grant_voucher_remove in = { &the_case, id };
	again();
	k->cx.user = &administrator;
	return db_tx(&k->cx, "test", grant_voucher_remove_in_tx, &in, &line, sizeof line);
}

static size_t beside(int64_t line)
{
	struct list files = { 0 };
	assert_int_equal(grant_vouchers_of(&k->cx, &the_case, line, &files), OK);
	return files.n;
}

static int64_t bare(void)
{
	int64_t n;
	assert_int_equal(grant_cost_bare(&k->cx, &the_case, &n), OK);
	return n;
}

static err found(err (*find)(struct cx *, const struct grant_case *, int64_t, struct evidence *),
                 const struct grant_case *c, int64_t id)
{
	struct evidence e;
	again();
	return find(&k->cx, c, id, &e);
}

void vouchers_stand_beside_their_line(void **state UNUSED)
{
	int64_t first_file, same, wrong;
	struct list files = { 0 };
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	int64_t one = line_recorded("1"), two = line_recorded("2");
	cost("income", "donation", EURO(5), "3", false); /* of income no voucher is wanted */
	cost("expense", "land", EURO(5), "4", true);     /* cancelled */
	assert_int_equal(bare(), 2);
	assert_int_equal(keep(&the_case, one, "eins", &first_file), OK);
	assert_int_equal(keep(&the_case, one, "eins", &same), OK); /* pressed twice */
	assert_int_equal(same, first_file);
	assert_int_equal(keep(&the_case, one, "Seite 2", &wrong), OK);
	assert_int_equal(beside(one), 2);
	assert_int_equal(beside(two), 0);
	assert_int_equal(bare(), 1);
	const struct grant_cost_filter all = { 0 }, lacking = { .bare = true };
	assert_int_equal(grant_cost_files(&k->cx, &the_case, &all, S("9999-12-31"), 0, 50, &files), OK);
	assert_int_equal(files.n, 2);
	files = (struct list){ 0 };
	assert_int_equal(grant_cost_list(&k->cx, &the_case, &lacking, S("9999-12-31"), 0, 50, &files), OK);
	assert_int_equal(files.n, 1);
	assert_int_equal(LIST_AT(&files, struct grant_cost, 0)->id, two);
	assert_int_equal(removed(wrong), OK);
	assert_int_equal(removed(wrong), E_NOTFOUND);
	assert_string_equal(fault(), "evidence.unknown");
	for (int i = 1; i < 10; i++)
		assert_int_equal(keep(&the_case, one, str_print(k->cx.mem, "Seite %d", i).p, NULL), OK);
	assert_int_equal(keep(&the_case, one, "die elfte", NULL), E_INVALID);
	assert_string_equal(problem_at("file"), "evidence.too_many");
	assert_int_equal(keep(&the_case, two, "die elfte", NULL), OK); /* the bound is of a line */
}

void vouchers_of_another_case(void **state UNUSED)
{
	int64_t file;
	struct grant_case foreign, other;
	bool wanted;
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	int64_t line = line_recorded("1");
	assert_int_equal(keep(&the_case, line, "eins", &file), OK);
	foreign = the_case;
	foreign.centre_id++;
	const struct grant_case_in in = { &coesfeld, S("base"), 2024 };
	assert_int_equal(db_tx(&k->cx, "test", grant_case_open_in_tx, &in, &other, sizeof other), OK);
	const struct grant_case *const wrong[] = { &foreign, &other };
	for (int i = 0; i < 2; i++) {
		assert_int_equal(keep(wrong[i], line, "zwei", NULL), E_NOTFOUND);
		assert_int_equal(found(grant_voucher_find, wrong[i], file), E_NOTFOUND);
	}
	assert_int_equal(found(grant_voucher_find, &the_case, file), OK);
	cost("expense", "land", EURO(5), "4", true);
	struct grant_cost cancelled;
	assert_int_equal(grant_cost_last(&k->cx, &the_case, &cancelled), OK);
	assert_int_equal(keep(&the_case, cancelled.id, "drei", NULL), E_STALE);
	assert_int_equal(grant_vouchers_wanted(&k->cx, &the_case, &wanted), OK);
	assert_true(wanted);
	other.year = 2011; /* before any rule says how long vouchers are kept */
	assert_int_equal(grant_vouchers_wanted(&k->cx, &other, &wanted), OK);
	assert_false(wanted);
}

/* T40: what is handed in stays for five years to the day, also what comes after it; then it goes. */
void vouchers_of_a_proof_stay(void **state UNUSED)
{
	struct grant_event e;
	struct evidence one;
	int64_t file, later;
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	int64_t line = line_recorded("1");
	assert_int_equal(keep(&the_case, line, "eins", &file), OK);
	assert_int_equal(found(grant_voucher_find_proven, &the_case, file), E_NOTFOUND);
	assert_string_equal(fault(), "evidence.unknown");
	told();
	assert_int_equal(hand_in(&head, mark_now(), true, &e), OK);
	assert_int_equal(found(grant_voucher_find_proven, &the_case, file), OK);
	assert_int_equal(removed(file), E_STALE);
	assert_string_equal(fault(), "grants.voucher.stays");
	assert_int_equal(keep(&the_case, line, "nachgereicht", &later), OK);
	day until = day_add_months(k->cx.today, 60);
	for (int64_t id = file; id; id = id == file ? later : 0) {
		assert_int_equal(grant_voucher_find(&k->cx, &the_case, id, &one), OK);
		assert_int_equal(day_cmp(one.keep_until, until), 0);
	}
	k->cx.today = until;
	assert_int_equal(evidence_job_run(&k->cx, NULL), OK);
	assert_int_equal(beside(line), 2);
	k->cx.today = day_add(until, 1);
	assert_int_equal(evidence_job_run(&k->cx, NULL), OK);
	assert_int_equal(beside(line), 0);
}

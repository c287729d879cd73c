/* Forwarding on a real database: quotas that add up (Höxter, T19), the rulebook's lump sums by the day (T20, T21), what
 * the clock does: reminders, and what is deleted when its time is over. P-VOL-1, P-SEC-1. */
#include "kit/short.h"

#include "core/app.h"
#include "core/job.h"
#include "core/user.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_decide.h"
#include "features/forwarding/forward_demo.h"
#include "features/forwarding/forward_mail.h"
#include "features/forwarding/forward_proof.h"
#include "features/forwarding/forwarding.h"

static struct tenant hoexter;
static struct user one, two;
static struct app app;
static const struct feature *const features[] = { &forwarding_feature, NULL };

static void new_user(const char *login, const char *name, struct user *ret)
{
	const struct user_new in = { str_of(login), str_of(name), S("head"), S("hoexter"), S("ein langes Passwort") };
	assert_int_equal(user_create(&k->cx, &in, ret), OK);
	ret->login = str_copy(k->mem, ret->login);
	ret->name = str_of(name), ret->role = in.role, ret->centre_slug = in.centre_slug;
}

static int open_kit(void **state UNUSED)
{
	k = kit_furnished();
	hoexter = centre_called("hoexter");
	new_user("one@hoexter", "Erika Eins", &one);
	new_user("two@hoexter", "Zoe Zwei", &two);
	app = (struct app){ .config = { .features = features,
		                        .mail = { .server = { .url = S("smtp://127.0.0.1:25") },
		                                  .from = S("ki@hoexter.example"),
		                                  .public_url = S("https://scharnier.example") } } };
	next();
	return 0;
}

static int close_kit(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

/* As `who`, with mail. */
static struct cx *as(const struct user *who)
{
	k->cx.user = who;
	k->cx.app = &app;
	return &k->cx;
}

static struct forward_round round_of_hoexter(const char *title, const char *programme, day from)
{
	struct forward_round saved;
	const struct forward_round in = { .centre_id = hoexter.id,
		                          .title = str_of(title),
		                          .programme = str_of(programme),
		                          .year = day_year(from),
		                          .opens_on = from,
		                          .closes_on = day_add(k->cx.today, 30),
		                          .from_day = from,
		                          .to_day = day_add(k->cx.today, 60),
		                          .proof_due = day_add(k->cx.today, 90),
		                          .budget_cents = 7028982 };
	assert_int_equal(db_tx(as(&one), "round", round_save_in_tx, &in, &saved, sizeof saved), OK);
	saved.title = str_of(title), saved.programme = str_of(programme);
	return saved;
}

static void quotas_of_hoexter_add_up_to_the_cent(void **state UNUSED)
{
	struct forward_round saved, r = round_of_hoexter("KOMM-AN", "komman", DAY(2024, 1, 1));
	struct list towns = { 0 }, quotas = { 0 };
	int64_t sum = 0, weight = 7;
	struct quota_save in = { .centre_id = hoexter.id, .round_id = r.id, .version = r.version };
	assert_int_equal(municipality_list(&k->cx, hoexter.id, &towns), OK);
	assert_int_equal(towns.n, 10);
	LIST_EACH (const struct municipality, m, &towns)
		*LIST_ADD(k->cx.mem, &in.weights, struct forward_quota) =
		        (struct forward_quota){ .ags8 = m->ags8, .town = m->name, .weight = weight++ };
	assert_int_equal(db_tx(&k->cx, "quota", quota_save_in_tx, &in, &saved, sizeof saved), OK);
	assert_int_equal(quota_list(&k->cx, hoexter.id, r.id, &quotas), OK);
	LIST_EACH (const struct forward_quota, q, &quotas)
		sum += q->quota_cents;
	assert_int_equal(sum, 7028982);
	assert_int_equal(db_tx(&k->cx, "quota", quota_save_in_tx, &in, &saved, sizeof saved),
	                 E_STALE); /* pressed twice */
}

static struct list club(int64_t renovated)
{
	static const struct {
		const char *block;
		int64_t units;
	} asked[] = { { "renovation", 0 }, { "equipment", 1 }, { "running", 12 }, { "accompaniment", 10 },
		      { "meeting", 8 },    { "print", 1 },     { "internet", 1 }, { "translation", 6 },
		      { "speaker", 8 },    { "exchange", 6 } };
	struct list l = { 0 };
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		*LIST_ADD(k->cx.mem, &l, struct forward_line) =
		        (struct forward_line){ .id = (int64_t)i + 1,
			                       .block = str_of(asked[i].block),
			                       .building = S("Haus"),
			                       .units = i ? asked[i].units : renovated };
	return l;
}

static void t20_and_t21_by_the_rulebook_of_2024(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("2024", "komman", DAY(2024, 1, 1));
	struct block_sum sum;
	struct list lines = club(1);
	assert_int_equal(bid_reckon(&k->cx, &hoexter, &r, &lines, &sum), OK);
	assert_int_equal(sum.cents, 1155000);
	lines = club(2);
	assert_int_equal(bid_reckon(&k->cx, &hoexter, &r, &lines, &sum), OK);
	assert_int_equal(sum.cents, 1155000);
	r.from_day = DAY(2025, 1, 1); /* KOMM-AN has ended */
	assert_int_equal(bid_reckon(&k->cx, &hoexter, &r, &lines, &sum), OK);
	assert_true(sum.refused && sum.cents == 0);
}

/* A draft with a contact; its number. */
static int64_t draft(int64_t round_id)
{
	struct bid_link link;
	str code;
	const struct bid_start start = { hoexter.id, round_id, S("0123456789012345678901234567890123456789012") };
	const struct forward_contact c = { .contact_name = S("Eva"),
		                           .street = S("Markt 1"),
		                           .postcode = S("37671"),
		                           .place = S("Höxter"),
		                           .email = S("eva@verein.example") };
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &start, &code, sizeof code), OK);
	assert_int_equal(bid_link_find(&k->cx, code, &link), OK);
	const struct bid_change change = {
		.centre_id = hoexter.id, .bid_id = link.bid_id, .version = 1, .contact = &c
	};
	assert_int_equal(db_tx(&k->cx, "change", bid_change_in_tx, &change, NULL, 0), OK);
	return link.bid_id;
}

static int64_t count(const char *what)
{
	const struct sql sql = { str_print(k->cx.mem, "SELECT COUNT(*) AS n FROM %s", what).p, "" };
	int64_t n;
	assert_int_equal(db_int(&k->cx, &sql, &n, V_NONE), OK);
	return n;
}

static void drafts_go_after_half_a_year_and_links_after_three(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("Entwürfe", "prevention", DAY(2026, 1, 1));
	draft(r.id);
	day begun = k->cx.today;
	k->cx.today = day_add(begun, 180);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("forward_bid"), 1);
	k->cx.today = day_add(begun, 181);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(
	        count("forward_bid") + count("forward_contact") + count("forward_link") + count("forward_event"), 0);
}

struct staging {
	int64_t bid_id;
	const char *kind;
	day on;
};

/* As if it had come so far. */
static err stage_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	static const struct sql add = { "INSERT INTO forward_event (bid_id, centre_id, seq, kind, turns, day, at, "
		                        "actor) SELECT $1, $2, MAX(seq) + 1,"
		                        " $3, 1, $4, 1, 'Test' FROM forward_event WHERE bid_id = $1",
		                        "iisd" };
	const struct staging *s = in;
	return db_exec(cx, &add, NULL, V(s->bid_id, hoexter.id, str_of(s->kind), s->on));
}

static void set_stage(int64_t bid_id, const char *kind, day on)
{
	const struct staging in = { bid_id, kind, on };
	assert_int_equal(db_tx(&k->cx, "stage", stage_tx, &in, NULL, 0), OK);
}

static void contacts_go_a_year_after_a_refusal(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("Abgelehnt", "prevention", DAY(2026, 1, 1));
	int64_t id = draft(r.id);
	day refused = k->cx.today;
	set_stage(id, "refused", refused);
	k->cx.today = day_add(refused, 365);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("forward_contact"), 1);
	k->cx.today = day_add(refused, 366);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("forward_contact") + count("forward_link"), 0);
	assert_int_equal(count("forward_bid"), 1); /* what was decided stays */
}

static void reminds_before_and_after_the_day_four_times_at_most(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("Erinnern", "prevention", DAY(2026, 1, 1));
	int64_t id = draft(r.id);
	day due = r.proof_due;
	set_stage(id, "handed_over", k->cx.today);
	static const struct {
		int days;
		int64_t reminded;
	} expected[] = { { -15, 0 }, { -14, 1 }, { -13, 1 }, { -7, 2 }, { 0, 3 },
		         { 6, 3 },   { 7, 4 },   { 14, 4 },  { 60, 4 } };
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		k->cx.today = day_add(due, expected[i].days);
		assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
		assert_int_equal(count("forward_event WHERE kind = 'reminded'"), expected[i].reminded);
		assert_int_equal(count("job WHERE kind = 'forward.mail'"), expected[i].reminded);
	}
}

static void filling_gives_whole_rounds(void **state UNUSED)
{
	int64_t bids;
	const struct forward_fill in = { .first_year = 2023, .years = 2, .bids = 3, .centres = 4 };
	assert_int_equal(forward_fill(as(&one), &in, &bids), OK);
	assert_int_equal(bids, 2 * 3 * 4);
	assert_int_equal(count("forward_event WHERE kind = 'closed'"), bids);
	assert_int_equal(count("forward_decision"), bids);
	assert_int_equal(count("forward_round WHERE granted_cents = 300000"), 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_kit, close_kit)
		T(quotas_of_hoexter_add_up_to_the_cent),
		T(t20_and_t21_by_the_rulebook_of_2024),
		T(drafts_go_after_half_a_year_and_links_after_three),
		T(contacts_go_a_year_after_a_refusal),
		T(reminds_before_and_after_the_day_four_times_at_most),
		T(filling_gives_whole_rounds),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

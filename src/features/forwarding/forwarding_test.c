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

static void draft_counts_from_its_last_change(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("Spät geändert", "prevention", DAY(2026, 1, 1));
	int64_t id = draft(r.id);
	day begun = k->cx.today, changed = day_add(begun, 100);
	const struct forward_bid group = {
		.name = S("Treff"), .kind = S("group"), .volunteers = MAYBE(3), .about = S("x")
	};
	const struct bid_change change = { .centre_id = hoexter.id, .bid_id = id, .version = 2, .group = &group };
	k->cx.today = changed;
	assert_int_equal(db_tx(as(NULL), "change", bid_change_in_tx, &change, NULL, 0), OK);
	k->cx.today = day_add(changed, 180);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("forward_bid"), 1);
	k->cx.today = day_add(changed, 181);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("forward_bid"), 0);
}

static void a_form_opens_its_draft_twice_at_most(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("Doppelt", "prevention", DAY(2026, 1, 1));
	const struct bid_start start = { hoexter.id, r.id, S("0123456789012345678901234567890123456789abc") };
	struct bid_link link;
	str first, second, third;
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &start, &first, sizeof first), OK);
	assert_int_equal(count("forward_bid WHERE form_hash = '0123456789012345678901234567890123456789abc'"), 0);
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &start, &second, sizeof second), OK);
	assert_int_equal(count("forward_bid"), 1);
	assert_int_equal(bid_link_find(&k->cx, second, &link), OK);
	assert_int_equal(bid_link_find(&k->cx, first, &link), E_STALE);
	fault_clear(&k->cx);
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &start, &third, sizeof third), E_INVALID);
	assert_string_equal(k->cx.fault.key, "apply.key_used");
	fault_clear(&k->cx);
	const struct bid_start late = { hoexter.id, r.id, S("0123456789012345678901234567890123456789xyz") };
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &late, &first, sizeof first), OK);
	k->cx.now.ms += 11 * 60 * 1000;
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &late, &second, sizeof second), E_INVALID);
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

static err renew_tx(struct cx *cx, const void *in, void *ret)
{
	const struct bid_link *l = in;
	return bid_link_renew_in_tx(cx, l->centre_id, l->bid_id, ret);
}

/* The mail may get lost, and the page may still be open; then one link is enough. */
static void an_older_link_ends_a_week_after_a_newer_one(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("Links", "prevention", DAY(2026, 1, 1));
	const struct bid_start start = { hoexter.id, r.id, S("0123456789012345678901234567890123456789xyz") };
	instant begun = k->cx.now;
	struct bid_link link;
	str older, newer;
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &start, &older, sizeof older), OK);
	assert_int_equal(bid_link_find(&k->cx, older, &link), OK);
	assert_int_equal(db_tx(&k->cx, "renew", renew_tx, &link, &newer, sizeof newer), OK);
	k->cx.now.ms = begun.ms + 7 * INT64_C(86400000) - 1;
	assert_int_equal(bid_link_find(&k->cx, older, &link), OK);
	k->cx.now.ms = begun.ms + 7 * INT64_C(86400000);
	assert_int_equal(bid_link_find(&k->cx, older, &link), E_STALE);
	fault_clear(&k->cx);
	assert_int_equal(bid_link_find(&k->cx, newer, &link), OK);
	k->cx.now = begun;
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

static void contacts_go_where_a_bid_was_left_lying(void **state UNUSED)
{
	struct forward_round r = round_of_hoexter("Liegen geblieben", "prevention", DAY(2026, 1, 1));
	int64_t id = draft(r.id);
	set_stage(id, "submitted", k->cx.today);
	k->cx.today = day_add(r.to_day, 365);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("forward_contact"), 1);
	k->cx.today = day_add(r.to_day, 366);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("forward_contact") + count("forward_link"), 0);
	assert_int_equal(count("forward_bid"), 1);
}

/* A bid with this line, sent. */
static struct forward_bid sent(const struct forward_round *r, const char *key, const struct forward_line *line)
{
	const struct forward_bid group = {
		.name = S("Treff"), .kind = S("group"), .volunteers = MAYBE(3), .about = S("x")
	};
	const struct forward_contact c = { .contact_name = S("Eva"),
		                           .street = S("Markt 1"),
		                           .postcode = S("37671"),
		                           .place = S("Höxter"),
		                           .email = S("eva@verein.example"),
		                           .iban = S("DE89370400440532013000"),
		                           .holder = S("Treff") };
	const struct bid_start start = { hoexter.id, r->id, str_of(key) };
	struct forward_bid b;
	struct bid_link link;
	str code;
	assert_int_equal(db_tx(as(NULL), "start", bid_start_in_tx, &start, &code, sizeof code), OK);
	assert_int_equal(bid_link_find(&k->cx, code, &link), OK);
	const struct bid_change parts[] = {
		{ .centre_id = hoexter.id, .bid_id = link.bid_id, .version = 1, .group = &group },
		{ .centre_id = hoexter.id, .bid_id = link.bid_id, .version = 2, .contact = &c },
		{ .centre_id = hoexter.id, .bid_id = link.bid_id, .version = 3, .bank = &c },
		{ .centre_id = hoexter.id, .bid_id = link.bid_id, .version = 4, .line = line },
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		assert_int_equal(db_tx(&k->cx, "change", bid_change_in_tx, &parts[i], NULL, 0), OK);
	const struct bid_submit submit = { &hoexter, link.bid_id, 5 };
	assert_int_equal(db_tx(&k->cx, "submit", bid_submit_in_tx, &submit, NULL, 0), OK);
	assert_int_equal(bid_find(&k->cx, hoexter.id, link.bid_id, &b), OK);
	return b;
}

static int64_t seq_of(const struct forward_bid *b)
{
	struct forward_state s;
	assert_int_equal(bid_state(&k->cx, hoexter.id, b->id, &s), OK);
	return s.seq;
}

static err propose(const struct forward_bid *b, int64_t cents)
{
	struct list lines = { 0 };
	struct forward_proposal p;
	assert_int_equal(bid_lines(as(&one), hoexter.id, b->id, &lines), OK);
	struct proposal_new in = {
		.centre_id = hoexter.id, .bid_id = b->id, .seen = seq_of(b), .verdict = S("grant"), .reason = S("passt")
	};
	*LIST_ADD(k->cx.mem, &in.shares, struct forward_share) =
	        (struct forward_share){ LIST_AT(&lines, struct forward_line, 0)->id, cents };
	return db_tx(&k->cx, "propose", proposal_add_in_tx, &in, &p, sizeof p);
}

static void granted(const struct forward_bid *b, int64_t cents)
{
	assert_int_equal(propose(b, cents), OK);
	const struct proposal_decide in = {
		.centre_id = hoexter.id, .bid_id = b->id, .seen = seq_of(b), .agree = true
	};
	assert_int_equal(db_tx(as(&two), "decide", proposal_decide_in_tx, &in, NULL, 0), OK);
}

static err keep_voucher(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct forward_bid *b = in;
	struct evidence e = { .name = S("Quittung.pdf"),
		              .type = S("pdf"),
		              .size = 4,
		              .hash = str_print(k->mem, "%064d", 7),
		              .sent_at = cx->now,
		              .scan = S("unchecked"),
		              .content = S("%PDF") };
	return evidence_keep_in_tx(cx, &forward_vouchers, hoexter.id, b->id, S("Treff"), "file", &e);
}

/* 20 months were asked for, the rulebook knows 12: all 12 proven is all of the money. T40: a proof of 15.03.2024 is
 * kept until 15.03.2029, and so are payments and checks. */
static void proof_counts_what_was_given_and_is_kept_until_t40(void **state UNUSED)
{
	const struct forward_line line = {
		.block = S("running"), .building = S("Haus"), .units = 20, .reason = S("x")
	};
	struct forward_round r = round_of_hoexter("T40", "komman", DAY(2024, 1, 1));
	struct forward_bid b = sent(&r, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &line);
	struct list lines = { 0 }, files = { 0 };
	struct maybe repay;
	granted(&b, 480000);
	set_stage(b.id, "accepted", k->cx.today);
	set_stage(b.id, "handed_over", k->cx.today);
	assert_int_equal(proof_lines(as(NULL), &r, &b, &lines), OK);
	assert_int_equal(LIST_AT(&lines, struct proof_line, 0)->given_units.v, 12);
	const struct proof_said said = { .units = MAYBE(12) };
	const struct proof_save save = { &b, LIST_AT(&lines, struct proof_line, 0)->line_id, seq_of(&b), &said, NULL };
	assert_int_equal(db_tx(&k->cx, "save", proof_save_in_tx, &save, NULL, 0), OK);
	assert_int_equal(db_tx(&k->cx, "voucher", keep_voucher, &b, NULL, 0), OK);
	k->cx.today = DAY(2024, 3, 15);
	const struct proof_send send = { &r, &b, seq_of(&b) };
	assert_int_equal(db_tx(&k->cx, "send", proof_send_in_tx, &send, NULL, 0), OK);
	lines = (struct list){ 0 };
	assert_int_equal(proof_lines(&k->cx, &r, &b, &lines), OK);
	assert_int_equal(LIST_AT(&lines, struct proof_line, 0)->claimed_cents, 480000);
	k->cx.today = DAY(2024, 6, 1); /* when it is checked does not matter */
	struct proof_check check = { .round = &r, .bid = &b, .seen = seq_of(&b), .lines = lines };
	LIST_AT(&check.lines, struct proof_line, 0)->admitted_cents = MAYBE(480000);
	assert_int_equal(db_tx(as(&one), "check", proof_check_in_tx, &check, &repay, sizeof repay), OK);
	assert_int_equal(repay.v, 0);
	assert_int_equal(evidence_list(&k->cx, &forward_vouchers, hoexter.id, b.id, &files), OK);
	assert_int_equal(day_cmp(LIST_AT(&files, struct evidence, 0)->keep_until, DAY(2029, 3, 15)), 0);
	k->cx.today = DAY(2029, 3, 15);
	assert_int_equal(forward_daily_job_run(as(NULL), NULL), OK);
	assert_int_equal(count("evidence") + count("forward_contact") + count("forward_check"), 3);
}

static void no_more_than_the_round_allows_and_its_blocks_stay(void **state UNUSED)
{
	const struct forward_line line = { .block = S("digital"), .units = 3, .reason = S("x") };
	struct forward_round saved, r = round_of_hoexter("Grenzen", "komman", DAY(2024, 1, 1));
	r.per_bid_cents = MAYBE(50000);
	assert_int_equal(db_tx(as(&one), "round", round_save_in_tx, &r, &saved, sizeof saved), OK);
	struct forward_bid b = sent(&r, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", &line);
	assert_int_equal(propose(&b, 50001), E_INVALID); /* the rulebook does not know the lump sum */
	assert_string_equal(k->cx.problems->key, "forward.over_per_bid");
	next();
	granted(&b, 50000);
	r.version = 2, r.programme = S("prevention"), r.title = S("Grenzen");
	assert_int_equal(db_tx(as(&one), "round", round_save_in_tx, &r, &saved, sizeof saved), E_INVALID);
	assert_string_equal(k->cx.problems->key, "forward.programme_fixed");
	next();
	const struct block_save drop = { .centre_id = hoexter.id,
		                         .block = { .round_id = r.id, .block = S("digital") },
		                         .remove = true };
	assert_int_equal(db_tx(as(&one), "block", block_save_in_tx, &drop, NULL, 0), E_INVALID);
	assert_string_equal(k->cx.fault.key, "forward.block_granted");
}

static void a_building_has_its_lump_sums_over_all_bids(void **state UNUSED)
{
	const struct forward_line line = {
		.block = S("renovation"), .building = S("Haus"), .units = 1, .reason = S("x")
	};
	struct forward_round r = round_of_hoexter("Gebäude", "komman", DAY(2024, 1, 1));
	struct forward_bid first = sent(&r, "ccccccccccccccccccccccccccccccccccccccccccc", &line);
	struct list mine = { 0 }, lines = { 0 };
	struct block_sum sum;
	*LIST_ADD(k->cx.mem, &lines, struct forward_line) =
	        (struct forward_line){ .id = 9, .block = S("equipment"), .building = S(" haus"), .units = 2 };
	assert_int_equal(bid_reckon(&k->cx, &hoexter, &r, &lines, &sum), OK);
	assert_int_equal(sum.cents, 100000); /* two for the building, one is taken */
	assert_int_equal(bid_lines(&k->cx, hoexter.id, first.id, &mine), OK);
	assert_int_equal(bid_reckon(&k->cx, &hoexter, &r, &mine, &sum), OK);
	assert_int_equal(sum.cents, 100000); /* the first is not in its own way */
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
		T(draft_counts_from_its_last_change),
		T(a_form_opens_its_draft_twice_at_most),
		T(an_older_link_ends_a_week_after_a_newer_one),
		T(contacts_go_a_year_after_a_refusal),
		T(contacts_go_where_a_bid_was_left_lying),
		T(proof_counts_what_was_given_and_is_kept_until_t40),
		T(no_more_than_the_round_allows_and_its_blocks_stay),
		T(a_building_has_its_lump_sums_over_all_bids),
		T(reminds_before_and_after_the_day_four_times_at_most),
		T(filling_gives_whole_rounds),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

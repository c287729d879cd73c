/* The staff plan on a real database (SQLite and PostgreSQL): what is saved, what is refused, what the Land sees. */
#include "features/staff/staff_test.h"

#include "core/audit.h"

/* --- posts and shares (S-STA-1, S-STA-2) -------------------------------------------------------------------------- */

static void what_was_saved_is_read_again(void **state UNUSED)
{
	struct post p = a_post("specialist", "ki", 1000, "2018-01-01", NULL), saved, found;
	p.focus = S("Übergang Schule–Beruf");
	p.employer_name = S("Kreis Coesfeld");
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &p, &saved), OK);
	assert_int_equal(post_find(&k->cx, &coesfeld, saved.id, &found), OK);
	assert_true(str_is(found.focus, "Übergang Schule–Beruf"));
	assert_int_equal(found.version, 1);
	int64_t elif = person_added(&coesfeld, "Yılmaz", "Elif");
	int64_t id = share_added(&coesfeld, saved.id, elif, 500, "2018-02-01", NULL);
	struct share s;
	assert_int_equal(share_find(&k->cx, &coesfeld, id, &s), OK);
	assert_true(str_is(s.person_name, "Yılmaz, Elif"));
	assert_int_equal(s.fte, 500);
	found.title = S("Fachkraft Bildung");
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &found, &saved), OK);
	assert_int_equal(saved.version, 2);
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &found, &saved), E_STALE);
	assert_string_equal(fault(), "staff.stale");
	sums_are_right();
}

/* --- refusals (S-STA-1, S-STA-2) ---------------------------------------------------------------------------------- */

static void refused_post(struct post p, const char *field, const char *key)
{
	struct post saved;
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &p, &saved), E_INVALID);
	assert_string_equal(problem_at(field), key);
	next();
}

static void posts_that_cannot_be_meant(void **state UNUSED)
{
	refused_post(a_post("teacher", "ki", 1000, "2020-01-01", NULL), "funding", "staff.teacher_land");
	refused_post(a_post("specialist", "land", 1000, "2020-01-01", NULL), "funding", "staff.teacher_land");
	refused_post(a_post("specialist", "ki", 1001, "2020-01-01", NULL), "fte", "staff.fte_range");
	refused_post(a_post("specialist", "ki", 0, "2020-01-01", NULL), "fte", "staff.fte_range");
	refused_post(a_post("specialist", "ki", 1000, "2020-01-01", "2019-12-31"), "valid_to",
	             "staff.end_before_begin");
	refused_post(a_post("specialist", "ki", 1000, NULL, NULL), "valid_from", "form.required");
	refused_post(a_post("specialist", "ki", 1000, "1979-12-31", NULL), "valid_from", "staff.day_range");
	refused_post(a_post("specialist", "ki", 1000, "2062-01-01", NULL), "valid_from", "staff.day_range");
	refused_post(a_post("specialist", "ki", 1000, "2020-01-01", "2199-12-31"), "valid_to", "staff.day_range");
}

static void refused_share(const struct share *s, const char *field, const char *key)
{
	struct share saved;
	assert_int_equal(SAVE(&coesfeld, share_save_in_tx, s, &saved), E_INVALID);
	assert_string_equal(problem_at(field), key);
	next();
}

/* Never more than the post has, on no day: also where only a few days in the middle are too many. */
static void no_post_is_overfilled_on_any_day(void **state UNUSED)
{
	int64_t post = post_added(&coesfeld, "specialist", "ki", 750, "2020-01-01", "2025-12-31");
	int64_t one = person_added(&coesfeld, "Eins", "A"), two = person_added(&coesfeld, "Zwei", "B");
	share_added(&coesfeld, post, one, 500, "2020-01-01", "2020-12-31");
	share_added(&coesfeld, post, one, 250, "2021-01-01", "2021-06-30");
	share_added(&coesfeld, post, two, 500, "2021-06-01", "2022-12-31");
	next();
	struct share s = a_share(post, two, 251, "2020-12-31", "2020-12-31");
	refused_share(&s, "fte", "staff.overfilled");
	s = a_share(post, two, 250, "2021-05-01", "2021-06-01"); /* one day too many */
	refused_share(&s, "fte", "staff.overfilled.none");
	s = a_share(post, two, 500, "2021-01-01", "2021-05-31");
	struct share saved, again;
	assert_int_equal(SAVE(&coesfeld, share_save_in_tx, &s, &saved), OK);
	again = saved;
	again.valid_to = on("2021-06-01");
	refused_share(&again, "fte", "staff.overfilled.none");
	again.fte = 501;
	again.valid_to = saved.valid_to;
	refused_share(&again, "fte", "staff.overfilled"); /* itself left out: 250 of another remain */
	again.fte = 400;
	assert_int_equal(SAVE(&coesfeld, share_save_in_tx, &again, &saved), OK);
	assert_int_equal(saved.fte, 400);
	sums_are_right();
}

static void a_share_lies_within_its_post(void **state UNUSED)
{
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", "2025-12-31");
	int64_t one = person_added(&coesfeld, "Eins", "A");
	next();
	struct share s = a_share(post, one, 500, "2019-12-31", "2020-12-31");
	refused_share(&s, "valid_from", "staff.share_outside_begin");
	s = a_share(post, one, 500, "2020-01-01", "2026-01-01");
	refused_share(&s, "valid_to", "staff.share_outside_end");
	s = a_share(post, one, 500, "2020-01-01", NULL); /* without an end: longer than the post */
	refused_share(&s, "valid_to", "staff.share_outside_end");
	s = a_share(post, one, 500, "2026-01-01", "2026-02-01");
	refused_share(&s, "valid_from", "staff.share_outside_end");
	s = a_share(post, one, 500, "2021-01-01", "2020-01-01");
	refused_share(&s, "valid_to", "staff.end_before_begin");
	s = a_share(post, one, 0, "2021-01-01", "2021-02-01");
	refused_share(&s, "fte", "staff.fte_range");
}

/* A post is not changed so that shares lie outside of it or are too large for it. */
static void a_change_orphans_no_share(void **state UNUSED)
{
	struct post stored, saved;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", NULL);
	int64_t one = person_added(&coesfeld, "Eins", "A");
	share_added(&coesfeld, post, one, 800, "2020-02-01", "2024-12-31");
	assert_int_equal(post_find(&k->cx, &coesfeld, post, &stored), OK);
	stored.kind = S("specialist");
	stored.title = S("Fachkraft");
	stored.funding = S("ki");
	stored.employer = S("municipality");
	next();
	struct post p = stored;
	p.valid_from = on("2020-02-02");
	refused_post(p, "valid_from", "staff.share_before");
	p = stored;
	p.valid_to = on("2024-12-30");
	refused_post(p, "valid_to", "staff.share_after");
	p = stored;
	p.fte = 799;
	refused_post(p, "fte", "staff.shares_larger");
	p = stored;
	p.fte = 800;
	p.valid_from = on("2020-02-01");
	p.valid_to = on("2024-12-31");
	p.kind = S("assistant"); /* mistyped: its share counts in another line now */
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &p, &saved), OK);
	assert_int_equal(saved.version, 2);
	sums_are_right();
}

/* Ids of another KI are as if they were not there. */
static void another_ki_sees_nothing(void **state UNUSED)
{
	struct post p, saved_post;
	struct person person;
	struct share s, saved;
	struct leading l = { 0 }, saved_leading;
	struct qualification q = { 0 }, saved_q;
	struct exception_case c = { 0 }, saved_c;
	struct secondment d = { 0 }, saved_d;
	struct post_cost cost = { 0 }, saved_cost;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", NULL);
	int64_t one = person_added(&coesfeld, "Eins", "A"), foreign = person_added(&unna, "Fremd", "F");
	int64_t share = share_added(&coesfeld, post, one, 500, "2020-02-01", NULL);
	assert_int_equal(post_find(&k->cx, &unna, post, &p), E_NOTFOUND);
	assert_string_equal(fault(), "staff.not_found");
	assert_int_equal(person_find(&k->cx, &unna, one, &person), E_NOTFOUND);
	assert_int_equal(share_find(&k->cx, &unna, share, &s), E_NOTFOUND);
	next();
	p = a_post("specialist", "ki", 500, "2020-01-01", NULL);
	p.id = post;
	p.version = 1;
	assert_int_equal(SAVE(&unna, post_save_in_tx, &p, &saved_post), E_NOTFOUND);
	assert_int_equal(SAVE(&unna, post_change_in_tx, &p, &saved_post), E_NOTFOUND);
	s = a_share(post, foreign, 100, "2020-02-01", NULL);
	assert_int_equal(SAVE(&unna, share_save_in_tx, &s, &saved), E_NOTFOUND);
	assert_int_equal(SAVE(&coesfeld, share_save_in_tx, &s, &saved), E_NOTFOUND);
	l = (struct leading){ .person_id = foreign, .office = S("head"), .valid_from = on("2020-01-01") };
	assert_int_equal(SAVE(&coesfeld, leading_save_in_tx, &l, &saved_leading), E_NOTFOUND);
	q.person_id = c.person_id = d.person_id = foreign;
	assert_int_equal(SAVE(&coesfeld, qualification_add_in_tx, &q, &saved_q), E_NOTFOUND);
	assert_int_equal(SAVE(&coesfeld, exception_open_in_tx, &c, &saved_c), E_NOTFOUND);
	assert_int_equal(SAVE(&coesfeld, secondment_save_in_tx, &d, &saved_d), E_NOTFOUND);
	cost = (struct post_cost){ .post_id = post, .year = 2024, .cents = 1 };
	assert_int_equal(SAVE(&unna, post_cost_save_in_tx, &cost, &saved_cost), E_NOTFOUND);
	struct staff all;
	assert_int_equal(staff_load(&k->cx, &unna, on("2020-01-01"), on("2026-12-31"), &all), OK);
	assert_int_equal(all.posts.n + all.shares.n + all.people.n, 0);
}

static void stale_versions_are_refused(void **state UNUSED)
{
	struct share s, saved;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", NULL);
	int64_t one = person_added(&coesfeld, "Eins", "A");
	s = a_share(post, one, 500, "2020-02-01", NULL);
	assert_int_equal(SAVE(&coesfeld, share_save_in_tx, &s, &saved), OK);
	s = saved;
	s.fte = 600;
	assert_int_equal(SAVE(&coesfeld, share_save_in_tx, &s, &saved), OK);
	assert_int_equal(SAVE(&coesfeld, share_save_in_tx, &s, &saved), E_STALE);
	next();
	struct person p = { .id = one, .version = 2, .family_name = S("Eins"), .given_name = S("B") }, person;
	assert_int_equal(SAVE(&coesfeld, person_save_in_tx, &p, &person), E_STALE);
	next();
	struct post q = a_post("specialist", "ki", 500, "2023-01-01", NULL), saved_post;
	q.id = post;
	q.version = 7;
	assert_int_equal(SAVE(&coesfeld, post_change_in_tx, &q, &saved_post), E_STALE);
}

/* --- a post of another size or funding from a day on -------------------------------------------------------------- */

static void a_post_changes_from_a_day_on(void **state UNUSED)
{
	struct post change, next_post, old;
	struct list shares = { 0 }, costs = { 0 };
	struct post_cost cost = { .year = 2025, .cents = EURO(30000) }, saved_cost;
	int64_t post = post_added(&coesfeld, "specialist", "komman", 1000, "2020-01-01", NULL);
	int64_t one = person_added(&coesfeld, "Eins", "A"), two = person_added(&coesfeld, "Zwei", "B");
	share_added(&coesfeld, post, one, 500, "2020-02-01", NULL);
	share_added(&coesfeld, post, two, 500, "2020-02-01", "2024-12-31");
	share_added(&coesfeld, post, two, 250, "2025-03-01", "2025-12-31");
	cost.post_id = post;
	assert_int_equal(SAVE(&coesfeld, post_cost_save_in_tx, &cost, &saved_cost), OK);
	change = a_post("specialist", "ki", 750, "2025-01-01", NULL);
	change.id = post;
	change.version = 1;
	assert_int_equal(SAVE(&coesfeld, post_change_in_tx, &change, &next_post), OK);
	assert_int_equal(next_post.follows_id.v, post);
	assert_int_equal(next_post.fte, 750);
	assert_int_equal(post_find(&k->cx, &coesfeld, post, &old), OK);
	assert_int_equal(day_cmp(old.valid_to, on("2024-12-31")), 0);
	assert_int_equal(shares_of_post(&k->cx, &coesfeld, post, &shares), OK);
	assert_int_equal(shares.n, 2); /* both end on the last day */
	LIST_EACH (const struct share, s, &shares)
		assert_int_equal(day_cmp(s->valid_to, on("2024-12-31")), 0);
	shares = (struct list){ 0 };
	assert_int_equal(shares_of_post(&k->cx, &coesfeld, next_post.id, &shares), OK);
	assert_int_equal(shares.n, 2); /* one goes on, one that was to begin later moved */
	assert_int_equal(costs_of_post(&k->cx, &coesfeld, next_post.id, &costs), OK);
	assert_int_equal(costs.n, 1);
	sums_are_right();
	next();
	/* once more, before the one that follows: the chain stays whole */
	change = a_post("specialist", "own", 1000, "2022-01-01", NULL);
	change.id = post;
	change.version = 2;
	struct post middle, last;
	assert_int_equal(SAVE(&coesfeld, post_change_in_tx, &change, &middle), OK);
	assert_int_equal(post_find(&k->cx, &coesfeld, next_post.id, &last), OK);
	assert_int_equal(last.follows_id.v, middle.id);
	assert_int_equal(day_cmp(middle.valid_to, on("2024-12-31")), 0);
	sums_are_right();
}

static void changes_that_are_none_or_too_small(void **state UNUSED)
{
	struct post change, saved;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", "2025-12-31");
	int64_t one = person_added(&coesfeld, "Eins", "A");
	share_added(&coesfeld, post, one, 500, "2020-02-01", "2025-12-31");
	static const char *const days[] = { "2020-01-01", "2019-06-01", "2026-01-01", NULL };
	change = a_post("specialist", "ki", 750, NULL, NULL);
	change.id = post;
	change.version = 1;
	for (int i = 0; i < 4; i++) {
		next();
		change.valid_from = on(days[i]);
		assert_int_equal(SAVE(&coesfeld, post_change_in_tx, &change, &saved), E_INVALID);
		assert_string_equal(problem_at("valid_from"), "staff.change_day");
	}
	next();
	change.valid_from = on("2024-01-01");
	change.fte = 499;
	assert_int_equal(SAVE(&coesfeld, post_change_in_tx, &change, &saved), E_INVALID);
	assert_string_equal(problem_at("fte"), "staff.change_smaller");
	next();
	change.fte = 1000;
	assert_int_equal(SAVE(&coesfeld, post_change_in_tx, &change, &saved), E_INVALID);
	assert_string_equal(fault(), "staff.change_nothing");
	next();
	change.funding = S("land");
	assert_int_equal(SAVE(&coesfeld, post_change_in_tx, &change, &saved), E_INVALID);
	assert_string_equal(problem_at("funding"), "staff.teacher_land");
	next();
	struct post p;
	assert_int_equal(post_find(&k->cx, &coesfeld, post, &p), OK);
	assert_int_equal(p.version, 1); /* nothing of it was kept */
	sums_are_right();
}

static void a_cost_belongs_to_a_year_of_the_post(void **state UNUSED)
{
	struct post_cost cost = { .year = 2024, .cents = EURO(48200), .evidence = S("Buchungsliste") }, saved;
	cost.post_id = post_added(&coesfeld, "specialist", "ki", 1000, "2020-03-01", "2024-06-30");
	assert_int_equal(SAVE(&coesfeld, post_cost_save_in_tx, &cost, &saved), OK);
	assert_int_equal(SAVE(&coesfeld, post_cost_save_in_tx, &cost, &saved), E_INVALID);
	assert_string_equal(problem_at("year"), "staff.cost_twice");
	next();
	static const int years[] = { 2019, 2025 };
	for (int i = 0; i < 2; i++) {
		struct post_cost other = cost;
		other.year = years[i];
		assert_int_equal(SAVE(&coesfeld, post_cost_save_in_tx, &other, &saved), E_INVALID);
		assert_string_equal(problem_at("year"), "staff.cost_year");
		next();
	}
	struct list costs = { 0 };
	assert_int_equal(costs_of_post(&k->cx, &coesfeld, cost.post_id, &costs), OK);
	struct post_cost changed = *LIST_AT(&costs, struct post_cost, 0);
	changed.cents = EURO(50000);
	assert_int_equal(SAVE(&coesfeld, post_cost_save_in_tx, &changed, &saved), OK);
	assert_int_equal(saved.cents, EURO(50000));
	assert_int_equal(SAVE(&coesfeld, post_cost_save_in_tx, &changed, &saved), E_STALE);
}

/* --- the day ------------------------------------------------------------------------------------------------------ */

/* The page reads the year; a gap that is older is found all the same (P-STA-1). */
static void the_day_of_a_head(void **state UNUSED)
{
	struct staff_day d;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2015-01-01", NULL);
	int64_t who = person_added(&coesfeld, "Yılmaz", "Elif");
	share_added(&coesfeld, post, who, 1000, "2015-02-01", "2018-06-30");
	share_added(&coesfeld, post, who, 500, "2020-02-01", NULL);
	next();
	assert_int_equal(staff_day_of(&k->cx, &coesfeld, on("2024-06-15"), &d), OK);
	assert_int_equal(d.plan.posts.n, 1);
	const struct plan_post *p = LIST_AT(&d.plan.posts, struct plan_post, 0);
	assert_int_equal(p->vacant, 500);
	assert_int_equal(day_cmp(p->vacant_since, on("2018-07-01")), 0);
	assert_true(str_starts(p->path, "/centres/coesfeld/staff/posts/"));
	assert_true(str_starts(LIST_AT(&p->holders, struct plan_holder, 0)->path, "/centres/coesfeld/staff/people/"));
	assert_int_equal(d.so_far.granted_cents, EURO(57000) / 4);
	assert_int_equal(d.year.granted_cents, EURO(57000) / 2);
	assert_true(d.findings.n > 0);
	LIST_EACH (const struct finding, f, &d.findings)
		assert_true(f->path.p || (!f->post_id && !f->person_id));
	const struct line_money *l = LIST_AT(&d.year.lines, struct line_money, 0);
	LIST_EACH (const struct rule_use, use, &l->rules)
		assert_true(use->calculation.n > 0 && !str_starts(use->calculation, "rule_value."));
	struct staff_money year;
	assert_int_equal(staff_year_of(&k->cx, &coesfeld, 2017, &year), OK);
	assert_int_equal(year.granted_cents, EURO(50000));
}

/* Only what overlaps is read. */
static void loading_takes_only_what_overlaps(void **state UNUSED)
{
	struct staff s;
	int64_t old = post_added(&coesfeld, "specialist", "ki", 1000, "2013-01-01", "2016-12-31");
	int64_t now = post_added(&coesfeld, "specialist", "ki", 1000, "2017-01-01", NULL);
	int64_t one = person_added(&coesfeld, "Eins", "A"), two = person_added(&coesfeld, "Zwei", "B");
	share_added(&coesfeld, old, one, 1000, "2013-01-01", "2016-12-31");
	share_added(&coesfeld, now, two, 1000, "2017-01-01", NULL);
	assert_int_equal(staff_load(&k->cx, &coesfeld, on("2016-12-31"), on("2016-12-31"), &s), OK);
	assert_int_equal(s.posts.n, 1);
	assert_int_equal(LIST_AT(&s.people, struct person, 0)->id, one);
	assert_int_equal(staff_load(&k->cx, &coesfeld, on("2017-01-01"), on("2017-12-31"), &s), OK);
	assert_int_equal(s.shares.n, 1);
	assert_int_equal(LIST_AT(&s.people, struct person, 0)->id, two);
	assert_int_equal(staff_load(&k->cx, &coesfeld, on("2016-12-31"), on("2017-01-01"), &s), OK);
	assert_int_equal(s.posts.n, 2);
}

/* Names as a dictionary sorts them, page by page, each once. */
static void people_are_sorted_by_name(void **state UNUSED)
{
	static const char *const names[][2] = { { "Zander", "Uwe" },    { "Öztürk", "Can" },  { "Oz", "Amos" },
		                                { "Alt-Berg", "Ruth" }, { "Alt", "Zoe" },     { "Łukasz", "Ewa" },
		                                { "Müller", "Ute" },    { "Mueller", "Ute" }, { "Иванова", "Анна" },
		                                { "حداد", "ليلى" } };
	static const char *const want[] = {
		"Alt, Zoe", "Alt-Berg, Ruth", "Łukasz, Ewa", "Mueller, Ute",  "Müller, Ute",
		"Oz, Amos", "Öztürk, Can",    "Zander, Uwe", "Иванова, Анна", "حداد, ليلى"
	};
	for (size_t i = 0; i < 10; i++)
		person_added(&coesfeld, names[i][0], names[i][1]);
	str after = STR_NONE;
	int64_t id = 0;
	size_t n = 0;
	do {
		struct list page = { 0 };
		assert_int_equal(person_list(&k->cx, &coesfeld, after, id, 3, &page), OK);
		LIST_EACH (const struct person, p, &page) {
			assert_true(n < 10);
			assert_string_equal(str_c(k->mem, p->name), want[n++]);
			id = p->id;
		}
		after = page.next;
	} while (after.p);
	assert_int_equal(n, 10);
	struct person p = { .family_name = S("Eins, Zwei"), .given_name = S(" ") }, saved;
	assert_int_equal(SAVE(&coesfeld, person_save_in_tx, &p, &saved), E_INVALID);
	assert_string_equal(problem_at("family_name"), "staff.comma");
	assert_string_equal(problem_at("given_name"), "form.required");
}

/* --- the Land ----------------------------------------------------------------------------------------------------- */

static int64_t filled_of(day date, const struct tenant *centre, int line)
{
	struct list rows = { 0 };
	assert_int_equal(staff_of_land(&k->cx, date, &rows), OK);
	LIST_EACH (const struct staff_land_sums, r, &rows)
		if (r->centre_id == centre->id)
			return r->lines[line].filled;
	return -1; /* no post up to that day */
}

static void the_land_sees_sums_by_day(void **state UNUSED)
{
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", "2025-12-31");
	int64_t one = person_added(&coesfeld, "Eins", "A"), two = person_added(&unna, "Zwei", "B");
	share_added(&coesfeld, post, one, 500, "2020-06-01", "2024-12-31");
	int64_t teacher = post_added(&unna, "teacher", "land", 500, "2021-01-01", NULL);
	share_added(&unna, teacher, two, 500, "2021-01-01", NULL);
	assert_int_equal(filled_of(on("2019-12-31"), &coesfeld, LINE_SPECIALIST), -1);
	assert_int_equal(filled_of(on("2020-05-31"), &coesfeld, LINE_SPECIALIST), 0);
	assert_int_equal(filled_of(on("2020-06-01"), &coesfeld, LINE_SPECIALIST), 500);
	assert_int_equal(filled_of(on("2024-12-31"), &coesfeld, LINE_SPECIALIST), 500);
	assert_int_equal(filled_of(on("2025-01-01"), &coesfeld, LINE_SPECIALIST), 0);
	assert_int_equal(filled_of(on("2026-11-21"), &unna, LINE_TEACHER), 500);
	assert_int_equal(filled_of(on("2026-11-21"), &coesfeld, LINE_TEACHER), 0);
	sums_are_right();
}

static err sums_again(struct cx *cx, const void *in, void *ret UNUSED)
{
	return staff_sums_in_tx(cx, ((const struct tenant *)in)->id);
}
static err break_sums(struct cx *cx, const void *in, void *ret UNUSED)
{
	static const struct sql q = { "UPDATE staff_sum SET kim_filled = kim_filled + 1 WHERE centre_id = $1", "i" };
	return db_exec(cx, &q, NULL, V(((const struct tenant *)in)->id));
}
static err import(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct tenant *centre = in;
	struct post p = a_post("specialist", "ki", 1000, "2020-01-01", NULL), saved;
	struct staff_in later = { .centre = centre, .row = &p, .sums_later = true };
	for (int i = 0; i < 5; i++)
		TRY(post_save_in_tx(cx, &later, &saved));
	return staff_sums_in_tx(cx, centre->id);
}

/* `scharnier check` finds prepared sums that differ; an import writes them once. */
static void prepared_sums_are_found_wrong_and_mended(void **state UNUSED)
{
	struct list wrong;
	assert_int_equal(db_tx(&k->cx, "import", import, &coesfeld, NULL, 0), OK);
	sums_are_right();
	post_added(&coesfeld, "assistant", "ki", 500, "2021-01-01", "2022-12-31");
	sums_are_right();
	assert_int_equal(db_tx(&k->cx, "break", break_sums, &coesfeld, NULL, 0), OK);
	assert_int_equal(staff_sums_verify(&k->cx, &wrong), OK);
	assert_true(wrong.n == 1 && str_is(LIST_AT(&wrong, struct staff_sums_wrong, 0)->slug, "coesfeld"));
	assert_int_equal(db_tx(&k->cx, "mend", sums_again, &coesfeld, NULL, 0), OK);
	sums_are_right();
}

/* Every change leaves what was before and after in the audit log, with the KI. */
static void changes_stand_in_the_audit_log(void **state UNUSED)
{
	struct list rows = { 0 };
	struct post p, saved;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2020-01-01", NULL);
	assert_int_equal(post_find(&k->cx, &coesfeld, post, &p), OK);
	p.fte = 500;
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &p, &saved), OK);
	assert_int_equal(audit_list(&k->cx, INT64_MAX, 1, &rows), OK);
	const struct audit_row *r = LIST_AT(&rows, struct audit_row, 0);
	assert_true(str_is(r->action, "staff.post"));
	assert_int_equal(r->centre_id.v, coesfeld.id);
	assert_true(str_has(r->detail, "\"fte\":[1,0.5]"));
	assert_true(str_starts(r->object, "centres/coesfeld/staff/posts/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_saved_is_read_again),
		TEST(posts_that_cannot_be_meant),
		TEST(no_post_is_overfilled_on_any_day),
		TEST(a_share_lies_within_its_post),
		TEST(a_change_orphans_no_share),
		TEST(another_ki_sees_nothing),
		TEST(stale_versions_are_refused),
		TEST(a_post_changes_from_a_day_on),
		TEST(changes_that_are_none_or_too_small),
		TEST(a_cost_belongs_to_a_year_of_the_post),
		TEST(the_day_of_a_head),
		TEST(loading_takes_only_what_overlaps),
		TEST(people_are_sorted_by_name),
		TEST(the_land_sees_sums_by_day),
		TEST(prepared_sums_are_found_wrong_and_mended),
		TEST(changes_stand_in_the_audit_log),
	};
	if (!kit_available())
		return 77;
	int failed = cmocka_run_group_tests_name("staff", tests, NULL, NULL);
	failed += _cmocka_run_group_tests("cases", case_tests, case_test_count, NULL, NULL);
	failed += _cmocka_run_group_tests("plan", plan_tests, plan_test_count, NULL, NULL);
	failed += _cmocka_run_group_tests("money", money_tests, money_test_count, NULL, NULL);
	failed += _cmocka_run_group_tests("findings", finding_tests, finding_test_count, NULL, NULL);
	return failed + _cmocka_run_group_tests("survey", survey_tests, survey_test_count, NULL, NULL);
}

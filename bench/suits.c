/* suits.c -- who suits a request: the program's own answer (pool_load.h, pool_fit.h: some statements for all people at
 * once, then pure C) against the plain way, one SQL query per candidate that brings all that the same conditions and
 * the same order need. Both on the same SQLite file, in turn, in one process; the plain way speaks to sqlite3 directly,
 * with its statement prepared once, so nothing of ours slows it down.
 *
 *   suits sqlite:FILE FILE      prints "ours MICROSECONDS reference MICROSECONDS candidates N"
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/tenant.h"
#include "core/words.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_load.h"

enum { ROUNDS = 15, OURS_EACH = 20 };

static const char *const requests =
        "SELECT b.id FROM booking b JOIN booking_now n ON n.booking_id = b.id JOIN centre c ON c.id = b.centre_id WHERE"
        " c.slug = 'coesfeld' AND b.language_code = 'ara' AND n.stage IN ('open', 'asking') AND n.starts_at > ?1"
        " ORDER BY n.starts_at LIMIT 20";
static const char *const candidates =
        "SELECT DISTINCT s.interpreter_id FROM interpreter_language s JOIN language l ON l.code = s.language_code"
        " WHERE s.centre_id = ?1 AND (l.code = 'ara' OR l.of_code = 'ara')";

/* ?1 the KI, ?2 the person, ?3 ... ?4 begin and end, ?5 the day, ?6 its weekday, ?7 ... ?8 minutes of it, ?9 the
 * occasion, ?10 the Monday of the week, ?11 the next one, ?12 ninety days ago, ?13 a year ago, ?14 the same as an
 * instant, ?15 the year, ?16 ... ?17 its first and last day. */
static const char *const one =
        "SELECT i.lat, i.lon, i.gender, i.interpreting, i.most_per_week, i.tax_kind,"
        " EXISTS (SELECT 1 FROM interpreter_language s JOIN language l ON l.code = s.language_code WHERE"
        "  s.interpreter_id = i.id AND (l.code = 'ara' OR l.of_code = 'ara') AND s.on_site = 1) AS speaks,"
        " EXISTS (SELECT 1 FROM interpreter_step t WHERE t.centre_id = ?1 AND t.interpreter_id = i.id AND"
        "  t.kind = 'listed' AND t.day <= ?5 AND t.withdrawn_on IS NULL) AS listed,"
        " EXISTS (SELECT 1 FROM interpreter_step t WHERE t.centre_id = ?1 AND t.interpreter_id = i.id AND"
        "  t.kind = 'left' AND t.day <= ?5 AND t.withdrawn_on IS NULL) AS has_left,"
        " EXISTS (SELECT 1 FROM interpreter_step t WHERE t.centre_id = ?1 AND t.interpreter_id = i.id AND"
        "  t.kind = 'trained' AND t.day <= ?5 AND (t.until IS NULL OR t.until >= ?5) AND t.withdrawn_on IS NULL) AS "
        "trained,"
        " EXISTS (SELECT 1 FROM interpreter_step t WHERE t.centre_id = ?1 AND t.interpreter_id = i.id AND"
        "  t.kind = 'pledged' AND t.day <= ?5 AND t.withdrawn_on IS NULL) AS pledged,"
        " EXISTS (SELECT 1 FROM interpreter_step t WHERE t.centre_id = ?1 AND t.interpreter_id = i.id AND"
        "  t.kind = 'certificate' AND t.day <= ?5 AND t.until >= ?5 AND t.withdrawn_on IS NULL) AS certified,"
        " EXISTS (SELECT 1 FROM interpreter_step t WHERE t.centre_id = ?1 AND t.interpreter_id = i.id AND"
        "  t.kind = 'paused' AND t.day <= ?5 AND (t.until IS NULL OR t.until >= ?5) AND t.withdrawn_on IS NULL) AS "
        "paused,"
        " EXISTS (SELECT 1 FROM interpreter_exception x WHERE x.centre_id = ?1 AND x.interpreter_id = i.id AND"
        "  x.kind = 'away' AND x.day_from <= ?5 AND x.day_to >= ?5) AS away,"
        " NOT EXISTS (SELECT 1 FROM interpreter_hours h WHERE h.centre_id = ?1 AND h.interpreter_id = i.id) OR"
        "  EXISTS (SELECT 1 FROM interpreter_hours h WHERE h.centre_id = ?1 AND h.interpreter_id = i.id AND"
        "  h.weekday = ?6 AND h.from_minute <= ?7 AND h.to_minute >= ?8) AS has_hours,"
        " EXISTS (SELECT 1 FROM booking_now n JOIN booking b ON b.id = n.booking_id JOIN booking_contact c ON"
        "  c.booking_id = n.booking_id WHERE n.centre_id = ?1 AND n.interpreter_id = i.id AND n.starts_at < ?4 + "
        "5400000 AND"
        "  n.starts_at > ?3 - 86400000 AND n.ends_at > ?3 - 5400000 AND n.stage IN ('booked', 'reported', 'disputed',"
        "  'signed', 'settled') AND (b.mode <> 'on_site' OR c.lat IS NOT NULL)) AS clash,"
        " (SELECT count(*) FROM booking_now n WHERE n.centre_id = ?1 AND n.interpreter_id = i.id AND n.starts_at >= "
        "?10 AND"
        "  n.starts_at < ?11 AND n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled')) AS week,"
        " (SELECT count(*) FROM booking_now n WHERE n.centre_id = ?1 AND n.interpreter_id = i.id AND n.starts_at >= "
        "?12 AND"
        "  n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled')) AS work,"
        " (SELECT count(*) FROM booking_now n JOIN booking b ON b.id = n.booking_id WHERE n.centre_id = ?1 AND"
        "  n.interpreter_id = i.id AND n.starts_at >= ?13 AND b.occasion = ?9 AND n.stage IN ('booked', 'reported',"
        "  'disputed', 'signed', 'settled')) AS experience,"
        " (SELECT sum(e.kind = 'accepted') * 1000000 + sum(e.kind = 'declined') * 1000 + sum(e.kind = 'asked') FROM"
        "  booking_event e WHERE e.centre_id = ?1 AND e.interpreter_id = i.id AND e.at >= ?14 AND e.kind IN ('asked',"
        "  'accepted', 'declined')) AS answers,"
        " (SELECT COALESCE(sum(l.cents), 0) FROM settlement_line l WHERE l.centre_id = ?1 AND l.interpreter_id = i.id "
        "AND"
        "  l.paid_on BETWEEN ?16 AND ?17 AND l.part <> 'travel_cost') + (SELECT COALESCE(sum(n.expected_cents), 0) FROM"
        "  booking_now n WHERE n.centre_id = ?1 AND n.interpreter_id = i.id AND n.starts_at >= ?13 AND +n.held_on "
        "BETWEEN ?16"
        "  AND ?17 AND n.stage IN ('booked', 'reported', 'disputed', 'signed')) AS earned,"
        " (SELECT y.other_cents FROM interpreter_year y WHERE y.interpreter_id = i.id AND y.year = ?15) AS other,"
        " (SELECT y.consent_on FROM interpreter_year y WHERE y.interpreter_id = i.id AND y.year = ?15) AS consent"
        " FROM interpreter i WHERE i.centre_id = ?1 AND i.id = ?2";

static void stop(const char *what)
{
	fprintf(stderr, "suits: %s\n", what);
	exit(1);
}

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* others on this machine do not count */
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* --- the plain way ------------------------------------------------------------------------------------------------ */

struct plain {
	sqlite3 *db;
	sqlite3_stmt *one;
	int64_t people[2000], requests[20];
	int n_people, n_requests;
};

static sqlite3_stmt *prepare(struct plain *p, const char *sql)
{
	sqlite3_stmt *s;
	if (sqlite3_prepare_v2(p->db, sql, -1, &s, NULL) != SQLITE_OK)
		stop(sqlite3_errmsg(p->db));
	return s;
}

static int read_ids(struct plain *p, const char *sql, int64_t first, int64_t *ret, int most)
{
	sqlite3_stmt *s = prepare(p, sql);
	int n = 0;
	sqlite3_bind_int64(s, 1, first);
	while (n < most && sqlite3_step(s) == SQLITE_ROW)
		ret[n++] = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static void bind_day(struct arena *a, sqlite3_stmt *s, int at, day d)
{
	sqlite3_bind_text(s, at, day_iso(a, d).p, 10, SQLITE_STATIC);
}

static void bind_request(struct cx *cx, sqlite3_stmt *s, int64_t centre, const struct booking *b)
{
	day on = instant_day(b->starts_at), monday = day_add(on, 1 - day_weekday(on));
	int year = day_year(on);
	sqlite3_bind_int64(s, 1, centre);
	sqlite3_bind_int64(s, 3, b->starts_at.ms);
	sqlite3_bind_int64(s, 4, b->ends_at.ms);
	bind_day(cx->mem, s, 5, on);
	sqlite3_bind_int(s, 6, day_weekday(on));
	sqlite3_bind_int(s, 7, instant_minute(b->starts_at));
	sqlite3_bind_int(s, 8, instant_minute(b->ends_at));
	sqlite3_bind_text(s, 9, b->occasion.p, (int)b->occasion.n, SQLITE_STATIC);
	sqlite3_bind_int64(s, 10, instant_at(monday, 0).ms);
	sqlite3_bind_int64(s, 11, instant_at(day_add(monday, 7), 0).ms);
	sqlite3_bind_int64(s, 12, instant_at(day_add(cx->today, -90), 0).ms);
	sqlite3_bind_int64(s, 13, instant_at(day_add(cx->today, -365), 0).ms);
	sqlite3_bind_int64(s, 14, instant_at(day_add(cx->today, -365), 0).ms);
	sqlite3_bind_int(s, 15, year);
	bind_day(cx->mem, s, 16, day_of(year, 1, 1));
	bind_day(cx->mem, s, 17, day_of(year, 12, 31));
}

/* All of the answer is read; the sum keeps the compiler from leaving anything out. */
static int64_t ask_each(struct cx *cx, struct plain *p, int64_t centre, const struct booking *b)
{
	int64_t sum = 0;
	bind_request(cx, p->one, centre, b);
	sqlite3_exec(p->db, "BEGIN", NULL, NULL, NULL);
	for (int i = 0; i < p->n_people; i++) {
		sqlite3_bind_int64(p->one, 2, p->people[i]);
		if (sqlite3_step(p->one) != SQLITE_ROW)
			stop("a candidate is missing");
		for (int c = 0; c < sqlite3_column_count(p->one); c++)
			sum += sqlite3_column_type(p->one, c) == SQLITE_TEXT ? *sqlite3_column_text(p->one, c)
			                                                     : sqlite3_column_int64(p->one, c);
		sqlite3_reset(p->one);
	}
	sqlite3_exec(p->db, "COMMIT", NULL, NULL, NULL);
	return sum;
}

/* --- ours --------------------------------------------------------------------------------------------------------- */

static err suited(struct cx *cx, const struct tenant *centre, int64_t id, size_t *ret_n)
{
	struct booking b;
	struct booking_contact c;
	struct fit_request rq;
	struct list found = { 0 };
	TRY(db_snapshot(cx));
	TRY(booking_find(cx, centre->id, id, &b));
	TRY(booking_contact_find(cx, centre->id, id, &c));
	TRY(pool_candidates(cx, centre, &b, &c, &rq, &found));
	db_snapshot_end(cx);
	*ret_n = found.n;
	return OK;
}

static void open_ours(struct cx *cx, const char *url, struct tenant *ret)
{
	struct db_pool *pool;
	str words = STR_NONE;
	cx->mem = arena_new();
	cx->now = instant_now();
	cx->today = instant_day(cx->now);
	if (words_load() != OK || db_pool_open(cx->mem, str_of(url), DB_READ, &pool, &words) != OK ||
	    db_enter(pool, &cx->db) != OK)
		stop("the database cannot be opened");
	cx->words = words_of(S("de"));
	if (tenant_by_slug(cx, S("coesfeld"), ret) != OK)
		stop("no KI Kreis Coesfeld");
}

static double time_ours(struct cx *cx, const struct tenant *centre, const struct plain *p, int round, size_t *ret_n)
{
	double begin = now_us();
	for (int i = 0; i < OURS_EACH; i++) {
		struct arena_mark mark = arena_mark(cx->mem);
		if (suited(cx, centre, p->requests[(round + i) % p->n_requests], ret_n) != OK)
			stop(cx->fault.key ? cx->fault.key : "no answer");
		arena_release(cx->mem, mark);
	}
	return (now_us() - begin) / OURS_EACH;
}

static double time_plain(struct cx *cx, const struct tenant *centre, struct plain *p, int round)
{
	struct booking b;
	if (booking_find(cx, centre->id, p->requests[round % p->n_requests], &b) != OK)
		stop("no such request");
	double begin = now_us();
	if (ask_each(cx, p, centre->id, &b) == 0)
		stop("empty answers");
	return now_us() - begin;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	struct cx cx = { 0 };
	struct tenant centre;
	struct plain p = { 0 };
	double ours[ROUNDS], reference[ROUNDS];
	size_t n = 0;
	if (argc != 3)
		stop("sqlite:FILE FILE");
	open_ours(&cx, argv[1], &centre);
	if (sqlite3_open_v2(argv[2], &p.db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		stop("the file cannot be opened");
	p.one = prepare(&p, one);
	p.n_people = read_ids(&p, candidates, centre.id, p.people, 2000);
	p.n_requests = read_ids(&p, requests, cx.now.ms, p.requests, 20);
	if (!p.n_people || !p.n_requests)
		stop("nobody, or nothing to ask for");
	for (int round = -1; round < ROUNDS; round++) { /* the first warms the caches */
		double mine = time_ours(&cx, &centre, &p, round + 1, &n),
		       theirs = time_plain(&cx, &centre, &p, round + 1);
		if (round < 0)
			continue;
		ours[round] = mine;
		reference[round] = theirs;
	}
	if (n != (size_t)p.n_people)
		stop("not the same candidates");
	qsort(ours, ROUNDS, sizeof *ours, by_size);
	qsort(reference, ROUNDS, sizeof *reference, by_size);
	printf("ours %.1f reference %.1f candidates %zu\n", ours[ROUNDS / 2], reference[ROUNDS / 2], n);
	return 0;
}

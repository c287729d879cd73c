/* metrics.c -- see metrics.h. Counters are atomic and relaxed: each is right by itself, and nobody waits. */
#include "core/metrics.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { CLASSES = 5, OTHERS = 2, BUCKETS = 9 }; /* 1xx to 5xx */
static const int64_t bucket_us[BUCKETS] = { 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000 };
static const char *const bucket_names[BUCKETS] = { "0.0025", "0.005", "0.01", "0.025", "0.05",
	                                           "0.1",    "0.25",  "1.0",  "5.0" };

struct metrics {
	const struct feature *const *features;
	size_t routes;
	_Atomic uint64_t buckets[BUCKETS + 1], sum_us;
	_Atomic uint64_t answered[]; /* routes + OTHERS, times CLASSES */
};

static size_t count_routes(const struct feature *f)
{
	size_t n = 0;
	while (f->routes[n].path)
		n++;
	return n;
}

struct metrics *metrics_new(const struct feature *const *features)
{
	size_t routes = 0;
	for (const struct feature *const *f = features; *f; f++)
		routes += count_routes(*f);
	struct metrics *m = calloc(1, sizeof *m + (routes + OTHERS) * CLASSES * sizeof m->answered[0]);
	ASSERT(m);
	m->features = features;
	m->routes = routes;
	return m;
}

void metrics_free(struct metrics *m)
{
	free(m);
}

static size_t place_of(const struct metrics *m, const struct route *r)
{
	size_t before = 0;
	for (const struct feature *const *f = m->features; *f; f++) {
		size_t n = count_routes(*f);
		if (r >= (*f)->routes && r < (*f)->routes + n)
			return before + (size_t)(r - (*f)->routes);
		before += n;
	}
	return m->routes;
}

static void add(_Atomic uint64_t *to, uint64_t n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

static uint64_t value(const _Atomic uint64_t *of)
{
	return atomic_load_explicit(of, memory_order_relaxed);
}

void metrics_request(struct metrics *m, const struct route *r, int other, int status, int64_t us)
{
	size_t place = r ? place_of(m, r) : m->routes + (size_t)other;
	int class = status / 100 - 1, bucket = 0;
	ASSERT(class >= 0 && class < CLASSES);
	while (bucket < BUCKETS && us > bucket_us[bucket])
		bucket++;
	add(&m->answered[place * CLASSES + (size_t) class], 1);
	add(&m->buckets[bucket], 1);
	add(&m->sum_us, (uint64_t)us);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

void metrics_family(struct text *out, const char *name, const char *type, const char *unit, const char *help)
{
	text_print(out, "# TYPE %s %s\n", name, type);
	if (unit)
		text_print(out, "# UNIT %s %s\n", name, unit);
	text_print(out, "# HELP %s %s\n", name, help);
}

static void counter(struct text *out, const char *name, const char *help, int64_t n)
{
	metrics_family(out, name, "counter", NULL, help);
	text_print(out, "%s_total %" PRId64 "\n", name, n);
}

static void gauge(struct text *out, const char *name, const char *unit, const char *help, int64_t n)
{
	metrics_family(out, name, "gauge", unit, help);
	text_print(out, "%s %" PRId64 "\n", name, n);
}

/* Rows that nobody has asked for yet are left out. */
static void write_row(const struct metrics *m, struct text *out, size_t place, const char *method, const char *path)
{
	for (int class = 0; class < CLASSES; class ++) {
		uint64_t n = value(&m->answered[place * CLASSES + (size_t) class]);
		if (n)
			text_print(out,
			           "scharnier_requests_total{method=\"%s\",route=\"%s\",class=\"%dxx\"} %" PRIu64 "\n",
			           method, path, class + 1, n);
	}
}

static void write_durations(const struct metrics *m, struct text *out)
{
	static const char name[] = "scharnier_request_duration_seconds";
	uint64_t sum = 0, us = value(&m->sum_us);
	metrics_family(out, name, "histogram", "seconds", "From the complete request to the answer.");
	for (int i = 0; i <= BUCKETS; i++) {
		sum += value(&m->buckets[i]);
		text_print(out, "%s_bucket{le=\"%s\"} %" PRIu64 "\n", name, i < BUCKETS ? bucket_names[i] : "+Inf",
		           sum);
	}
	text_print(out, "%s_sum %" PRIu64 ".%06" PRIu64 "\n%s_count %" PRIu64 "\n", name, us / 1000000, us % 1000000,
	           name, sum);
}

void metrics_requests(const struct metrics *m, struct text *out)
{
	size_t place = 0;
	metrics_family(out, "scharnier_requests", "counter", NULL, "Answered requests by route and class of status.");
	for (const struct feature *const *f = m->features; *f; f++)
		for (const struct route *r = (*f)->routes; r->path; r++)
			write_row(m, out, place++, method_name(r->method), r->path);
	write_row(m, out, m->routes + METRICS_NO_ROUTE, "", "none");
	write_row(m, out, m->routes + METRICS_ASSET, "GET", "/assets/");
	write_durations(m, out);
}

void metrics_connections(struct text *out)
{
	struct http_stats s = http_stats();
	gauge(out, "scharnier_connections_open", NULL, "Connections of clients.", s.open);
	counter(out, "scharnier_connections", "Connections that were accepted.", s.accepted);
	counter(out, "scharnier_connections_cut", "Connections that took too long and were ended.", s.cut);
	counter(out, "scharnier_connections_turned_away", "Connections beyond the limits.", s.turned_away);
}

void metrics_database(const struct db_pool *pool, struct text *out)
{
	struct db_stats s = db_pool_stats(pool);
	gauge(out, "scharnier_db_sessions", NULL, "Sessions of the database that were opened.", s.sessions);
	counter(out, "scharnier_db_session_waits", "Requests that had to wait for a session.", s.session_waits);
	counter(out, "scharnier_db_writer_waits", "Transactions that had to wait for the one that writes.",
	        s.writer_waits);
	metrics_family(out, "scharnier_db_transactions", "counter", NULL, "Writing transactions by their end.");
	text_print(out, "scharnier_db_transactions_total{end=\"committed\"} %" PRId64 "\n", s.committed);
	text_print(out, "scharnier_db_transactions_total{end=\"rolled_back\"} %" PRId64 "\n", s.rolled_back);
	counter(out, "scharnier_db_commits",
	        "Commits of the database; transactions that wait for each other share one.", s.commits);
	counter(out, "scharnier_db_retries", "Transactions that were tried again because the database was busy.",
	        s.retries);
}

/* --- the process, from /proc/self --------------------------------------------------------------------------------- */

static int64_t count_files(void)
{
	int64_t n = 0;
	DIR *d = opendir("/proc/self/fd");
	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n > 3 ? n - 3 : 0; /* ".", ".." and the folder itself */
}

/* Fields behind the name in brackets, which may hold spaces: 14 and 15 are times, 22 the start, 24 the pages. */
static bool read_stat(int64_t ret[25])
{
	char line[1024] = "";
	FILE *f = fopen("/proc/self/stat", "r");
	bool good = f && fgets(line, sizeof line, f);
	if (f)
		fclose(f);
	str rest = str_of(line), field = STR_NONE;
	while (good && rest.p && !str_ends(field, ")"))
		field = str_split(&rest, ' ');
	for (int i = 3; good && i < 25; i++)
		good = rest.p && (str_to_int(str_split(&rest, ' '), &ret[i]) || i == 3);
	return good;
}

static int64_t boot_time(void)
{
	struct timespec now, up;
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	return now.tv_sec - up.tv_sec;
}

void metrics_process(struct text *out)
{
	int64_t stat[25] = { 0 }, ticks = sysconf(_SC_CLK_TCK);
	if (!read_stat(stat))
		return;
	int64_t centi = (stat[14] + stat[15]) * 100 / ticks;
	metrics_family(out, "process_cpu_seconds", "counter", "seconds", "Time on the processors.");
	text_print(out, "process_cpu_seconds_total %" PRId64 ".%02" PRId64 "\n", centi / 100, centi % 100);
	gauge(out, "process_resident_memory_bytes", "bytes", "Memory in use.", stat[24] * sysconf(_SC_PAGESIZE));
	gauge(out, "process_open_fds", NULL, "Open files.", count_files());
	gauge(out, "process_start_time_seconds", "seconds", "When the process was started.",
	      boot_time() + stat[22] / ticks);
}

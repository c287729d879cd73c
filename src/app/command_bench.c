/* bench-data: staff, interpreter pools and activities of a chosen size in an empty database, for `make bench` and for
 * everybody who wants to see how the pages do with ten years of all KI. */
#include <inttypes.h>
#include <stdio.h>

#include "app/program.h"
#include "features/activities/activity_bench.h"
#include "features/forwarding/forward_demo.h"
#include "features/interpreters/pool_bench.h"
#include "features/staff/staff_bench.h"

enum { MOST_CENTRES = 54, MOST_YEARS = 14, MOST_BIDS = 1000 }; /* KI exist since 2012 */

/* False: not a number from `least` to `most`. */
static bool read_count(str typed, int least, int most, int *ret)
{
	int64_t n;
	if (!typed.p || !str_to_int(typed, &n) || n < least || n > most)
		return false;
	*ret = (int)n;
	return true;
}

/* All options are taken before anything else is looked at: what is left then is one that does not exist. */
static int read_sizes(struct program *p, struct staff_bench_in *staff, struct pool_bench_in *pool,
                      struct activity_bench_in *activities, struct forward_fill *bids)
{
	str centres = program_option(p, "--centres"), years = program_option(p, "--years"),
	    requests = program_option(p, "--requests"), a_year = program_option(p, "--activities"),
	    of_third = program_option(p, "--bids");
	*activities = (struct activity_bench_in){ 0 };
	*bids = (struct forward_fill){ 0 };
	*pool = (struct pool_bench_in){ .people = POOL_BENCH_PEOPLE, .requests = POOL_BENCH_REQUESTS };
	if (program_crowded(p))
		return EXIT_USAGE;
	if (read_count(centres, 1, MOST_CENTRES, &staff->centres) && read_count(years, 1, MOST_YEARS, &staff->years) &&
	    (!requests.p || read_count(requests, 0, POOL_BENCH_MOST_REQUESTS, &pool->requests)) &&
	    (!a_year.p || read_count(a_year, 0, ACTIVITY_BENCH_MOST, &activities->a_year)) &&
	    (!of_third.p || read_count(of_third, 0, MOST_BIDS, &bids->bids))) {
		bids->centres = staff->centres;
		bids->years = staff->years;
		activities->centres = staff->centres;
		activities->years = staff->years;
		pool->centres = staff->centres;
		pool->years = staff->years;
		return EXIT_DONE;
	}
	fprintf(stderr,
	        "scharnier bench-data: erwartet --centres 1 … %d und --years 1 … %d, dazu wenn gewünscht --requests 0 "
	        "… %d,\n"
	        "--activities 0 … %d und --bids 0 … %d\n",
	        MOST_CENTRES, MOST_YEARS, POOL_BENCH_MOST_REQUESTS, ACTIVITY_BENCH_MOST, MOST_BIDS);
	return EXIT_USAGE;
}

static int refuse(const char *what)
{
	fprintf(stderr, "scharnier bench-data: in dieser Datenbank gibt es schon %s; bitte eine leere angeben.\n",
	        what);
	return EXIT_FOUND;
}

static int make_staff(struct program *p, const struct staff_bench_in *in)
{
	struct staff_bench_size made;
	err e = staff_bench(&p->cx, in, &made);
	if (e != OK)
		return program_fail(p, e);
	if (made.occupied)
		return refuse("Stellen oder Personen");
	printf("%" PRId64 " KI, %d %s: %" PRId64 " Stellen, %" PRId64 " Personen, %" PRId64 " Besetzungen\n",
	       made.centres, in->years, in->years == 1 ? "Jahr" : "Jahre", made.posts, made.people, made.shares);
	return EXIT_DONE;
}

static int make_pool(struct program *p, const struct pool_bench_in *in)
{
	struct pool_bench_size made;
	if (!in->requests)
		return EXIT_DONE;
	err e = pool_bench(&p->cx, in, &made);
	if (e != OK)
		return program_fail(p, e);
	if (made.occupied)
		return refuse("Sprachmittelnde oder Anfragen");
	printf("Sprachmittlung: %" PRId64 " Personen, %" PRId64 " Anfragen, %" PRId64 " Ereignisse\n", made.people,
	       made.requests, made.events);
	return EXIT_DONE;
}

static int make_activities(struct program *p, const struct activity_bench_in *in)
{
	struct activity_bench_size made;
	if (!in->a_year)
		return EXIT_DONE;
	err e = activity_bench(&p->cx, in, &made);
	if (e != OK)
		return program_fail(p, e);
	if (made.occupied)
		return refuse("Tätigkeiten");
	printf("Tätigkeiten: %" PRId64 "\n", made.activities);
	return EXIT_DONE;
}

/* Rounds of third parties, the last one of this year. */
static int make_bids(struct program *p, struct forward_fill *in)
{
	int64_t made;
	if (!in->bids)
		return EXIT_DONE;
	in->first_year = day_year(p->cx.today) - in->years + 1;
	err e = forward_fill(&p->cx, in, &made);
	if (e != OK)
		return program_fail(p, e);
	printf("Anträge Dritter: %" PRId64 "\n", made);
	return EXIT_DONE;
}

int command_bench_data(struct program *p)
{
	struct forward_fill bids;
	struct staff_bench_in staff;
	struct pool_bench_in pool;
	struct activity_bench_in activities;
	int code = read_sizes(p, &staff, &pool, &activities, &bids);
	if (code == EXIT_DONE)
		code = program_open(p, PROGRAM_MIGRATE);
	if (code == EXIT_DONE)
		code = make_staff(p, &staff);
	if (code == EXIT_DONE)
		code = make_pool(p, &pool);
	if (code == EXIT_DONE)
		code = make_activities(p, &activities);
	return code == EXIT_DONE ? make_bids(p, &bids) : code;
}

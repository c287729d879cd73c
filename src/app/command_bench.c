/* bench-data: staff of a chosen size in an empty database, for `make bench` and for everybody who wants to see how the
 * staff plan does with ten years of all KI. */
#include <inttypes.h>
#include <stdio.h>

#include "app/program.h"
#include "features/staff/staff_bench.h"

enum { MOST_CENTRES = 54, MOST_YEARS = 14 }; /* KI exist since 2012 */

/* False: not a number from 1 to `most`. */
static bool read_count(str typed, int most, int *ret)
{
	int64_t n;
	if (!typed.p || !str_to_int(typed, &n) || n < 1 || n > most)
		return false;
	*ret = (int)n;
	return true;
}

int command_bench_data(struct program *p)
{
	struct staff_bench_in in;
	struct staff_bench_size made;
	str centres = program_option(p, "--centres"), years = program_option(p, "--years");
	if (program_crowded(p))
		return EXIT_USAGE;
	if (!read_count(centres, MOST_CENTRES, &in.centres) || !read_count(years, MOST_YEARS, &in.years)) {
		fprintf(stderr, "scharnier bench-data: erwartet --centres 1 … %d und --years 1 … %d\n", MOST_CENTRES,
		        MOST_YEARS);
		return EXIT_USAGE;
	}
	int code = program_open(p, PROGRAM_MIGRATE);
	if (code != EXIT_DONE)
		return code;
	err e = staff_bench(&p->cx, &in, &made);
	if (e != OK)
		return program_fail(p, e);
	if (made.occupied) {
		fputs("scharnier bench-data: in dieser Datenbank gibt es schon Stellen oder Personen; bitte eine leere "
		      "angeben.\n",
		      stderr);
		return EXIT_FOUND;
	}
	printf("%" PRId64 " KI, %d %s: %" PRId64 " Stellen, %" PRId64 " Personen, %" PRId64 " Besetzungen\n",
	       made.centres, in.years, in.years == 1 ? "Jahr" : "Jahre", made.posts, made.people, made.shares);
	return EXIT_DONE;
}

#include "features/interpreters/pool_place.h"

#include <math.h>

#include "base/error.h"

const struct travel_rule travel_default = TRAVEL_DEFAULT;

static const double M_PER_MICRODEGREE = 0.111195; /* 6,371 km x pi / 180, for a millionth */

bool place_known(struct place p)
{
	return p.lat != 0 || p.lon != 0;
}

/* Equirectangular: over the few dozen kilometres of a Kreis the earth is flat enough. */
int64_t place_line_m(struct place a, struct place b)
{
	if (!place_known(a) || !place_known(b))
		return -1;
	double middle = ((double)a.lat + b.lat) / 2e6 * (3.14159265358979323846 / 180);
	double north = ((double)a.lat - b.lat) * M_PER_MICRODEGREE;
	double east = ((double)a.lon - b.lon) * M_PER_MICRODEGREE * cos(middle);
	return (int64_t)(sqrt(north * north + east * east) + 0.5);
}

int64_t place_way_m(const struct travel_rule *rule, struct place a, struct place b)
{
	int64_t line = place_line_m(a, b);
	return line < 0 ? -1 : line * rule->detour_percent / 100;
}

static int64_t round_up(int64_t n, int64_t step)
{
	return step > 1 ? (n + step - 1) / step * step : n;
}

int64_t travel_minutes(const struct travel_rule *rule, struct place a, struct place b)
{
	int64_t line = place_line_m(a, b);
	if (line < 0)
		return rule->unknown_minutes;
	if (line <= rule->same_m)
		return 0;
	ASSERT(rule->near_kmh > 0 && rule->far_kmh > 0);
	int64_t way = line * rule->detour_percent / 100;
	int64_t near = rule->near_km * INT64_C(1000) < way ? rule->near_km * INT64_C(1000) : way;
	int64_t seconds =
	        near * 36 / (rule->near_kmh * INT64_C(10)) + (way - near) * 36 / (rule->far_kmh * INT64_C(10));
	return round_up(rule->around_minutes + (seconds + 59) / 60, rule->step_minutes);
}

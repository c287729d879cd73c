/* pool_place.h -- how far two places are apart and how long the way takes: an estimate, pure (P-INT-4).
 *
 * Nobody's route is asked from a map service: that would tell a stranger who goes where. The straight line is
 * multiplied by a detour (Germany 1.32: Ballou, Rahardja, Sakai, "Selected country circuity factors for road travel
 * distance estimation", Transportation Research A 36, 2002), driven slowly at first and faster on longer ways, and
 * leaving and arriving take a while. On purpose rather too long than too short: it decides whether two assignments
 * clash.
 *
 * The ways of a day hold in both directions: travel_minutes(a, b) = travel_minutes(b, a).
 */
#ifndef FEATURES_INTERPRETERS_POOL_PLACE_H
#define FEATURES_INTERPRETERS_POOL_PLACE_H
#include <stdbool.h>
#include <stdint.h>

/* Millionths of a degree (WGS 84), as in the tables. Both 0: unknown. Who knows only the municipality hands in its
 * middle. */
struct place {
	int32_t lat, lon;
};

/* What a KI could set otherwise. Zero values are taken as they are. */
struct travel_rule {
	int32_t detour_percent; /* of the straight line: 130 */
	int32_t around_minutes; /* to leave, to park or wait, to arrive */
	int32_t near_km;        /* up to here the first pace, beyond it the second; of the way, not of the line */
	int32_t near_kmh, far_kmh;
	int32_t same_m;          /* places that are not further apart are the same: no way at all */
	int32_t unknown_minutes; /* if one of the places is unknown */
	int32_t step_minutes;    /* rounded up to a multiple */
};
#define TRAVEL_DEFAULT                                                                                                 \
	{                                                                                                              \
		.detour_percent = 130, .around_minutes = 10, .near_km = 10, .near_kmh = 30, .far_kmh = 60,             \
		.same_m = 300, .unknown_minutes = 45, .step_minutes = 5                                                \
	}
extern const struct travel_rule travel_default;

bool place_known(struct place p);
/* Metres of the straight line; -1 if one of them is unknown. Good to a hundredth within Germany. */
int64_t place_line_m(struct place a, struct place b);
int64_t place_way_m(const struct travel_rule *rule, struct place a, struct place b); /* with the detour; -1: unknown */
int64_t travel_minutes(const struct travel_rule *rule, struct place a, struct place b);
#endif

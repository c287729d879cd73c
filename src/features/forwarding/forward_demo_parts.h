/* forward_demo_parts.h -- the stories of the example data; for forward_demo.c alone. */
#ifndef FEATURES_FORWARDING_FORWARD_DEMO_PARTS_H
#define FEATURES_FORWARDING_FORWARD_DEMO_PARTS_H
#include <stddef.h>
#include <stdint.h>

/* How far a bid has come; each includes those before it but for REFUSED, which ends after PROPOSED. */
enum reach { DRAFTED, SENT, RANKED, PROPOSED, REFUSED, GRANTED, ACCEPTED, PAID, PROVEN, REPAY, CLOSED };

struct story_line {
	const char *block;
	int units;
	int64_t planned_cents;
	const char *building, *reason;
};
struct story {
	const char *name, *kind, *town, *contact, *email, *about;
	int volunteers, points;
	enum reach reach;
	const char *verdict_reason;
	int64_t used_cents; /* of the first line; 0: all of it */
	struct story_line lines[10];
};

extern const struct story forward_stories_now[], forward_stories_2024[];
extern const size_t forward_stories_now_count, forward_stories_2024_count;
#endif

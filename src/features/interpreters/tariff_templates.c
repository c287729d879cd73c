/* tariff_templates.c -- tariff cards as Kreise and towns have published them. What their source says stands in the
 * words tariff_source and tariff_note; what it leaves open is set to a value that takes nothing from anybody's words,
 * and marked as assumed. Figures: amounts in cents, distances and pages in thousandths. */
#include "features/interpreters/tariff.h"

#define HAS(x)                                                                                                         \
	{                                                                                                              \
		.v = (x), .has = true                                                                                  \
	}
#define INTERPRETING .service = S_INIT("interpreting"), .standard = true
#define BY_TIME .basis = S_INIT("time")
#define NO_WAY .travel_time = S_INIT("none"), .travel_cost = S_INIT("none")
/* The first block, then started ones. */
#define BLOCKS(cents, minutes, more_cents, more_minutes)                                                               \
	BY_TIME, .first_cents = HAS(cents), .first_minutes = HAS(minutes), .further_cents = HAS(more_cents),           \
	         .further_minutes = HAS(more_minutes)
#define READ .mark = S_INIT("read")
#define INFERRED .mark = S_INIT("inferred")

const struct tariff tariff_templates[] = {
	{ .name = S_INIT("heinsberg"), INTERPRETING, BLOCKS(2500, 120, 1000, 60), NO_WAY, READ },
	{ .name = S_INIT("soest"), INTERPRETING, BLOCKS(2500, 60, 1500, 60), NO_WAY, READ },
	{ .name = S_INIT("rhein-erft"), INTERPRETING, BLOCKS(2500, 60, 500, 30), NO_WAY, READ },
	/* "auch die Fahrzeit ab 5 km": that a shorter way is no paid time at all is a reading of it. */
	{ .name = S_INIT("borken"),
	  INTERPRETING,
	  BLOCKS(750, 30, 750, 30),
	  .travel_time = S_INIT("joined"),
	  .travel_from_km = HAS(5000),
	  .travel_cost = S_INIT("none"),
	  .travel_assumed = true,
	  READ },
	/* The amount of an hour is not published. */
	{ .name = S_INIT("ennepe-ruhr"),
	  INTERPRETING,
	  BLOCKS(1500, 60, 1500, 60),
	  .travel_time = S_INIT("none"),
	  .travel_cost = S_INIT("as_given"),
	  .cancel_hours = HAS(24),
	  .cancel_minutes = HAS(60),
	  .max_minutes = HAS(180),
	  .rate_assumed = true,
	  .step_assumed = true,
	  READ },
	{ .name = S_INIT("rheinisch-berg"),
	  INTERPRETING,
	  .basis = S_INIT("flat"),
	  .first_cents = HAS(2500),
	  NO_WAY,
	  READ },
	/* "15 € je Stunde" without a word on parts of an hour: to the minute adds nothing to it. */
	{ .name = S_INIT("steinfurt"),
	  INTERPRETING,
	  BY_TIME,
	  .further_cents = HAS(1500),
	  .further_minutes = HAS(60),
	  .step_minutes = HAS(1),
	  .travel_time = S_INIT("joined"),
	  .travel_max_minutes = HAS(60),
	  .travel_cost = S_INIT("none"),
	  .step_assumed = true,
	  INFERRED },
	/* Only the first hour is in full. */
	{ .name = S_INIT("soest-stadt"),
	  INTERPRETING,
	  BLOCKS(1250, 60, 1250, 60),
	  .step_minutes = HAS(1),
	  NO_WAY,
	  .step_assumed = true,
	  INFERRED },
	{ .name = S_INIT("rhein-kreis-neuss"),
	  INTERPRETING,
	  .basis = S_INIT("flat"),
	  .first_cents = HAS(2500),
	  NO_WAY,
	  INFERRED },
	{ 0 },
};

const struct tariff *tariff_template(str name)
{
	for (const struct tariff *t = tariff_templates; t->name.p; t++)
		if (str_eq(t->name, name))
			return t;
	return NULL;
}

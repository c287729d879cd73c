/* forward_indicators.h -- how many bids were granted and how much, by town, programme, month and (money) block. */
#ifndef FEATURES_FORWARDING_FORWARD_INDICATORS_H
#define FEATURES_FORWARDING_FORWARD_INDICATORS_H
#include "core/indicator.h"
#include "db/db.h"

extern const struct indicator *const forward_indicators[]; /* ends with NULL */
extern const struct sql forward_indicator_sql[];
#endif

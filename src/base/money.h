/* money.h -- money in integer cents, quantities in integer thousandths. No floating point anywhere. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H
#include "base/text.h"

/* cents x thousandths / 1000, rounded half away from zero to a cent. Overflow is a bug (ASSERT). */
int64_t money_times(int64_t cents, int64_t thousandths);

/* Splits an amount by weights, none of them negative: the shares always add up to it. Each gets what its weight gives,
 * rounded down to a cent; the cents left over go to the largest remainders (equal ones: to the first). Without any
 * weight the shares are 0, and nothing adds up. Weights up to a thousand million. */
void money_split(int64_t cents, const int64_t *weights, size_t n, int64_t *ret);

/* Reads "1.234,56", "1234,5", "1234", "57.000 €" (and "1234.56" if it has exactly two decimals). No more than two
 * decimals. False if it is no amount. */
bool money_parse(str s, int64_t *ret_cents);
/* Reads "0,5", "0.5", "3", "1,125". No more than three decimals. */
bool decimal_parse(str s, int64_t *ret_thousandths);

str money_german(struct arena *a, int64_t cents);         /* "1.234,56 €" (U+00A0 before the sign) */
str money_english(struct arena *a, int64_t cents);        /* "€1,234.56" */
str money_plain(struct arena *a, int64_t cents);          /* "1234,56": what a German form field shows */
str decimal_german(struct arena *a, int64_t thousandths); /* "0,5"; whole numbers without decimals; "1.000" grouped */
str decimal_english(struct arena *a, int64_t thousandths);
str decimal_plain(struct arena *a, int64_t thousandths); /* "0.5": JSON */
str int_german(struct arena *a, int64_t i);              /* "17.924.591" */
str int_english(struct arena *a, int64_t i);
#endif

/* money.h -- money in integer cents, quantities in integer thousandths. No floating point anywhere. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H
#include "base/text.h"

/* cents x thousandths / 1000, rounded half away from zero to a cent. Overflow is a bug (ASSERT). */
int64_t money_times(int64_t cents, int64_t thousandths);

/* Splits an amount in proportion to the weights (>= 0) by the largest remainder (Hare, Niemeyer): each share is its
 * exact part rounded down, and the cents that are left go one by one to the largest remainders, of equal ones to the
 * first. The shares always add up to the amount; none is a whole cent away from its exact part; of an amount up to the
 * sum of the weights no share is above its weight. A negative amount (a correction) takes back what the same positive
 * one gives. Only weights of 0: all goes to the first. n = 0: nothing is written. */
void money_split(int64_t cents, const int64_t *weights, size_t n, int64_t *ret);

/* Reads "1.234,56", "1234,5", "1234", "57.000 €" (and "1234.56" if it has exactly two decimals). No more than two
 * decimals. False if it is no amount. */
bool money_parse(str s, int64_t *ret_cents);
/* Reads "0,5", "0.5", "3", "1,125". No more than three decimals. */
bool decimal_parse(str s, int64_t *ret_thousandths);

str money_german(struct arena *a, int64_t cents);         /* "1.234,56 €" (U+00A0 before the sign) */
str money_english(struct arena *a, int64_t cents);        /* "€1,234.56" */
str money_plain(struct arena *a, int64_t cents);          /* "1234,56": in tables of files */
str money_grouped(struct arena *a, int64_t cents);        /* "1.234,56": what a German form field shows */
str decimal_german(struct arena *a, int64_t thousandths); /* "0,5"; whole numbers without decimals; "1.000" grouped */
str decimal_english(struct arena *a, int64_t thousandths);
str decimal_plain(struct arena *a, int64_t thousandths); /* "0.5": JSON */
str int_german(struct arena *a, int64_t i);              /* "17.924.591" */
str int_english(struct arena *a, int64_t i);
#endif

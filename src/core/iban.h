/* iban.h -- numbers of bank accounts (ISO 13616): a mistyped one is found, whether the account exists is not asked. */
#ifndef CORE_IBAN_H
#define CORE_IBAN_H
#include "base/arena.h"
#include "base/text.h"

/* Without white space, in capital letters; absent if its check digits or its length are wrong. Of German ones the
 * length is known (22), of others only that it is 15 to 34. */
str iban_read(struct arena *a, str typed);
str iban_show(struct arena *a, str iban); /* "DE89 3704 0044 0532 0130 00" */
#endif

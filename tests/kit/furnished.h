/* furnished.h -- kit.h with the database of the assembled program: all migrations, the audit log, German words. */
#ifndef TESTS_FURNISHED_H
#define TESTS_FURNISHED_H
#include "kit/kit.h"

struct kit *kit_furnished(void);
#endif

/* reader_test.h -- documents read back with other people's programs (unzip, poppler-utils, qpdf); for tests only. */
#ifndef DOC_READER_TEST_H
#define DOC_READER_TEST_H
#include "base/text.h"

bool have_program(struct arena *a, const char *program); /* says so if it is not installed */
/* What `before FILE after` prints, FILE being a file with these bytes. */
str shown_by(struct arena *a, str bytes, const char *before, const char *after);

void has(str s, const char *part); /* fails the test if not */
void has_not(str s, const char *part);
int times(str s, const char *part); /* how often it stands there */
#endif

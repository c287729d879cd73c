/* secret_file.h -- files that hold one secret: the key of backups, the token of /metrics. */
#ifndef APP_SECRET_FILE_H
#define APP_SECRET_FILE_H
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* The content without white space around it. E_INVALID with one German sentence: not readable, readable by others too
 * (then it is no secret), empty, or longer than 1,000 bytes. `what`: "Die Schlüsseldatei". */
err secret_read(struct arena *a, const char *what, str path, str *ret, str *ret_words) MUST;
#endif

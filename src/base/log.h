/* log.h -- structured log on standard error, one line per event, as text for people or JSON for machines.
 * A line never carries content of records. Thread-safe: one write(2) per line. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/text.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };
enum log_format { LOG_AS_TEXT, LOG_AS_JSON };
void log_setup(enum log_level least, enum log_format format); /* once, at start; default: INFO as text */

/* log_event(LOG_INFO, "request", "status", "200", "ms", "3", NULL): pairs of names and values, NULL-terminated. */
void log_event(enum log_level level, const char *event, ...) __attribute__((sentinel));
#endif

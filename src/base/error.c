#include "base/error.h"
#include "base/log.h"
#include <stdio.h>
#include <stdlib.h>

const char *err_name(err e)
{
	static const char *const names[] = { "OK",      "E_INVALID", "E_NOTFOUND", "E_DENIED",
		                             "E_STALE", "E_BUSY",    "E_BROKEN" };
	return (size_t)e < sizeof names / sizeof *names ? names[e] : "E_?";
}

void assert_failed(const char *condition, const char *file, int line)
{
	char at[12];
	snprintf(at, sizeof at, "%d", line);
	log_event(LOG_ERROR, "bug", "assertion", condition, "file", file, "line", at, NULL);
	abort();
}

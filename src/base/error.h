/* error.h -- the closed list of failures, and how they travel.
 *
 * Four kinds of failure are kept apart: our own bug (ASSERT: state is logged, the process ends), the user's input
 * (E_INVALID, told kindly), a conflict or busy state (E_STALE, E_BUSY) and the world (E_BROKEN, logged once at the
 * top). The lowest level that knows sets the words with fail() (context.h); nobody overwrites them; only the dispatcher
 * and app log.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

typedef enum err {
	OK = 0,
	E_INVALID,  /* input breaks a rule                   -> 422, exit 1 */
	E_NOTFOUND, /* there is no such thing for this user  -> 404, exit 1 */
	E_DENIED,   /* the right is missing                  -> 403, exit 1 */
	E_STALE,    /* somebody else saved first             -> 409, exit 1 */
	E_BUSY,     /* try again                             -> 503, exit 3 */
	E_BROKEN,   /* the world or we are broken            -> 500, exit 3 */
} err;

#define MUST __attribute__((warn_unused_result))
#define UNUSED __attribute__((unused))

/* Passes a failure up. */
#define TRY(call)                                                                                                      \
	do {                                                                                                           \
		err try_err_ = (call);                                                                                 \
		if (try_err_ != OK)                                                                                    \
			return try_err_;                                                                               \
	} while (0)

const char *err_name(err e); /* "E_STALE" */

/* Our own assumptions. On in production too: a wrong total is worse than a restart. */
#define ASSERT(condition) ((condition) ? (void)0 : assert_failed(#condition, __FILE__, __LINE__))
_Noreturn void assert_failed(const char *condition, const char *file, int line);
#endif

/* context.h -- struct cx: who asks, when, in which language, with which memory and database.
 *
 * It carries handles and knows nothing about them. Time comes only from here: any past day can be asked, tests do not
 * flicker.
 */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H
#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/text.h"

struct db;
struct user;
struct words;
struct session;
struct token;
struct app;
struct request;

/* An argument of a message: {name} in the words is replaced by the value. A text is taken as it is, already formatted.
 */
struct arg {
	const char *name;
	str value;
};
#define ARGS(...) ((const struct arg[]){ __VA_ARGS__, { 0 } })
#define NO_ARGS ((const struct arg *)0)

/* A message at one field of a form. */
struct problem {
	const char *field;
	const char *key;
	const struct arg *args; /* in the arena; ends with a name of NULL */
	struct problem *next;
};

/* The words of the first failure: set by the lowest level that knows. */
struct fault {
	err code;
	const char *key; /* message key, such as "error.notfound" */
	const struct arg *args;
	str detail; /* for the log only: what the library said */
	const char *file;
	int line;
};

struct audit_note; /* core/audit.h */

struct cx {
	struct arena *mem;
	struct db *db;
	const struct user *user; /* NULL: nobody is signed in */
	const struct words *words;
	const struct session *session; /* NULL: none; a visitor's has no user */
	const struct token *token;     /* a program that signed in with it (core/token.h); NULL: not so */
	const struct app *app;         /* the assembled program; NULL in tests of single layers */
	const struct request *request; /* NULL outside requests */
	instant now;
	day today;
	str request_id;
	str once; /* of a form that makes something new: core/once.h; absent: none */
	struct fault fault;
	struct problem *problems; /* in the order they were found */
	struct audit_note *notes; /* what the open transaction will write to the audit log */
	struct {
		str text, path;
	} back; /* where a page that fails leads back to, such as the thing it is about; absent: the start page */
	bool added_job; /* a job was written: whoever runs them is told when the request is over */
};

/* Sets the words (if nobody has yet) and returns e:  return fail(cx, E_NOTFOUND, "centre.unknown", NO_ARGS); */
#define fail(cx, e, key, args) fail_at((cx), (e), (key), (args), STR_NONE, __FILE__, __LINE__)
/* The same with a detail for the log, from a library. */
#define fail_detail(cx, e, key, args, detail) fail_at((cx), (e), (key), (args), (detail), __FILE__, __LINE__)
err fail_at(struct cx *cx, err e, const char *key, const struct arg *args, str detail, const char *file, int line);
void fault_clear(struct cx *cx); /* a caller that handled the failure itself */

/* Adds a message at a field and returns E_INVALID. */
err problem_add(struct cx *cx, const char *field, const char *key, const struct arg *args);
const struct problem *problem_of(const struct cx *cx, const char *field); /* NULL: none */
const struct arg *args_copy(struct arena *a, const struct arg *args);
#endif

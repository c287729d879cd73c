/* audit verify: is the log as it was written? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "core/app.h"
#include "core/audit.h"
#include "json/json.h"

static void say_verdict(struct program *p, const struct audit_verdict *v)
{
	const struct words *w = p->cx.words;
	if (p->json)
		printf("{\"ok\":%s,\"rows\":%" PRId64 ",\"first_bad\":%" PRId64 ",\"head\":\"" STR_FMT
		       "\",\"reason\":\"" STR_FMT "\"}\n",
		       v->ok ? "true" : "false", v->rows, v->first_bad, STR_ARG(v->head_hash), STR_ARG(v->reason));
	else if (v->ok)
		printf(STR_FMT "\nStand: %" PRId64 ":" STR_FMT "\n",
		       STR_ARG(word_plural(w, p->mem, "audit.intact", v->rows, NO_ARGS)), v->rows,
		       STR_ARG(v->head_hash));
	else
		printf(STR_FMT "\n",
		       STR_ARG(word_args(w, p->mem, v->reason.p, ARGS({ "seq", say_int(w, p->mem, v->first_bad) }))));
}

int command_audit(struct program *p)
{
	str head = program_option(p, "--head");
	struct audit_verdict v;
	if (program_leftover(p))
		return EXIT_USAGE;
	if (p->argc != 2 || strcmp(p->argv[1], "verify") != 0) {
		fputs("scharnier audit: erwartet verify; siehe scharnier audit --help\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, PROGRAM_READ);
	if (code != EXIT_DONE)
		return code;
	err e = audit_verify(&p->cx, head, &v);
	if (e == E_INVALID)
		return program_fail(p, e), EXIT_USAGE; /* --head is no state */
	if (e != OK)
		return program_fail(p, e);
	say_verdict(p, &v);
	return v.ok ? EXIT_DONE : EXIT_FOUND;
}

/* mail: does the mail server take what we send? */
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "core/app.h"
#include "core/job.h"
#include "core/words.h"

int command_mail(struct program *p)
{
	struct job none = { .created = { 1 } };
	if (program_leftover(p))
		return EXIT_USAGE;
	if (p->argc != 3 || strcmp(p->argv[1], "test") != 0) {
		fputs("scharnier mail: erwartet test ADRESSE; siehe scharnier mail --help\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, PROGRAM_BARE);
	if (code != EXIT_DONE)
		return code;
	none.created = p->cx.now;
	const struct words *w = p->cx.words;
	struct mail m = { .to = str_of(p->argv[2]),
		          .subject = word(w, p->mem, "mail.test_subject"),
		          .text = word_args(w, p->mem, "mail.test_text",
		                            ARGS({ "address", p->app->config.mail.public_url })) };
	err e = mail_send(&p->cx, &none, &m);
	if (e != OK)
		return program_fail(p, e), e == E_INVALID ? EXIT_FOUND : EXIT_BROKEN;
	printf("Der Mailserver hat die Mail an " STR_FMT " angenommen.\n", STR_ARG(m.to));
	return EXIT_DONE;
}

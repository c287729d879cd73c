/* user: accounts from the command line. Passwords come from standard input, never from an argument. */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/program.h"
#include "core/user.h"

static void echo(bool on)
{
	struct termios t;
	if (tcgetattr(STDIN_FILENO, &t) != 0)
		return; /* no terminal */
	t.c_lflag = on ? t.c_lflag | ECHO : t.c_lflag & ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
}

static str read_password(struct program *p)
{
	char line[1000] = ""; /* 200 characters of four bytes are the most a form takes */
	bool terminal = isatty(STDIN_FILENO);
	if (terminal) {
		fputs("Passwort (mindestens 12 Zeichen): ", stderr);
		echo(false);
	}
	bool read = fgets(line, sizeof line, stdin);
	if (terminal) {
		echo(true);
		fputc('\n', stderr);
	}
	line[strcspn(line, "\r\n")] = '\0';
	return read ? str_copy(p->mem, str_of(line)) : S("");
}

static int list_users(struct program *p)
{
	struct list users;
	err e = user_list(&p->cx, &users);
	if (e != OK)
		return program_fail(p, e);
	LIST_EACH (struct user, u, &users)
		printf("%-26s %-14s %-22s " STR_FMT "%s\n", u->login.p, u->role.p,
		       u->centre_slug.p ? u->centre_slug.p : "–", STR_ARG(u->name), u->closed ? " (geschlossen)" : "");
	return EXIT_DONE;
}

static int add_user(struct program *p, const struct user_new *in)
{
	struct user made;
	err e = user_create(&p->cx, in, &made);
	if (e != OK)
		return program_fail(p, e);
	printf("Das Konto " STR_FMT " ist angelegt.\n", STR_ARG(made.login));
	return EXIT_DONE;
}

static int change_password(struct program *p, const struct user_new *in)
{
	err e = user_set_password(&p->cx, in->login, in->password);
	if (e == E_NOTFOUND) {
		fprintf(stderr, "scharnier user: das Konto »" STR_FMT "« gibt es nicht.\n", STR_ARG(in->login));
		return EXIT_FOUND;
	}
	if (e != OK)
		return program_fail(p, e);
	printf("Das Passwort von " STR_FMT " ist geändert; alle Sitzungen sind beendet.\n", STR_ARG(in->login));
	return EXIT_DONE;
}

int command_user(struct program *p)
{
	struct user_new in = { .name = program_option(p, "--name"),
		               .role = program_option(p, "--role"),
		               .centre_slug = program_option(p, "--centre") };
	const char *what = p->argc > 1 ? p->argv[1] : "";
	bool list = !strcmp(what, "list"), add = !strcmp(what, "add"), password = !strcmp(what, "password");
	if (program_leftover(p))
		return EXIT_USAGE;
	if ((!list && !add && !password) || (!list && p->argc != 3)) {
		fputs("scharnier user: erwartet list, add LOGIN oder password LOGIN; siehe scharnier user --help\n",
		      stderr);
		return EXIT_USAGE;
	}
	str login = list ? S("") : str_of(p->argv[2]);
	int code = program_open(p, list ? PROGRAM_READ : PROGRAM_WRITE);
	if (code != EXIT_DONE)
		return code;
	if (list)
		return list_users(p);
	in.login = utf8_valid(login) ? utf8_fold(p->mem, login) : S("");
	in.password = read_password(p);
	return add ? add_user(p, &in) : change_password(p, &in);
}

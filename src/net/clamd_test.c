/* The conversation with a scanner: clean, found, unwilling, silent, not there. A thread of the test speaks clamd's
 * side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#undef fail
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/clamd.h"

struct scanner {
	int fd;
	const char *answer; /* NULL: hangs up without one */
	size_t heard;       /* bytes of the file */
	char path[108];
	pthread_t thread;
};

static bool get(int fd, void *p, size_t n)
{
	char *at = p;
	while (n) {
		ssize_t got = read(fd, at, n);
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

static void *scan(void *self)
{
	struct scanner *s = self;
	char command[10], piece[64 * 1024];
	uint32_t n;
	int fd = accept(s->fd, NULL, NULL);
	if (!get(fd, command, sizeof command) || memcmp(command, "zINSTREAM", 10) != 0)
		abort();
	while (get(fd, &n, 4) && n) {
		if (!get(fd, piece, ntohl(n)))
			abort();
		s->heard += ntohl(n);
	}
	if (s->answer && write(fd, s->answer, strlen(s->answer) + 1) < 0)
		abort();
	close(fd);
	return NULL;
}

static void begin(struct scanner *s, const char *answer)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	*s = (struct scanner){ .fd = socket(AF_UNIX, SOCK_STREAM, 0), .answer = answer };
	snprintf(s->path, sizeof s->path, "/tmp/clamd-test-%ld.sock", (long)getpid());
	memcpy(a.sun_path, s->path, sizeof a.sun_path);
	unlink(s->path);
	assert_int_equal(bind(s->fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(s->fd, 1), 0);
	assert_int_equal(pthread_create(&s->thread, NULL, scan, s), 0);
}

static err ask(const char *answer, str bytes, str *ret_found, size_t *ret_heard)
{
	struct scanner s;
	struct arena *a = arena_new();
	str words;
	begin(&s, answer);
	err e = clamd_scan(a, str_print(a, "unix:%s", s.path), bytes, 5, ret_found, &words);
	*ret_found = ret_found->p ? str_of(strdup(ret_found->p)) : STR_NONE;
	pthread_join(s.thread, NULL);
	close(s.fd);
	unlink(s.path);
	arena_free(a);
	*ret_heard = s.heard;
	return e;
}

static void clean_found_and_unwilling(void **state)
{
	(void)state;
	static char large[200 * 1000];
	str found;
	size_t heard;
	assert_int_equal(ask("stream: OK", (str){ large, sizeof large }, &found, &heard), OK);
	assert_null(found.p);
	assert_int_equal(heard, sizeof large);
	assert_int_equal(ask("stream: Eicar-Test-Signature FOUND", S("X5O!P%@AP"), &found, &heard), OK);
	assert_string_equal(found.p, "Eicar-Test-Signature");
	free((char *)(uintptr_t)found.p);
	assert_int_equal(ask("INSTREAM size limit exceeded. ERROR", S("x"), &found, &heard), E_BUSY);
	assert_int_equal(ask(NULL, S("x"), &found, &heard), E_BUSY);
}

static void not_there(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	str found, words;
	assert_int_equal(clamd_scan(a, S("unix:/nirgends/clamd.ctl"), S("x"), 1, &found, &words), E_BUSY);
	assert_true(words.n > 0);
	arena_free(a);
}

static void addresses(void **state)
{
	(void)state;
	static const char *const good[] = { "unix:/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310" };
	static const char *const bad[] = { "",          "unix:",       "unix:clamd.ctl",  "localhost:3310",
		                           "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "::1:3310",
		                           "[::1]" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(clamd_address_ok(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(clamd_address_ok(str_of(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(clean_found_and_unwilling), cmocka_unit_test(not_there),
		                            cmocka_unit_test(addresses) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

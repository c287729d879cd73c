/* context_test.c -- failures on their way up, and the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours, below, is another one */

#include "base/context.h"
#include "base/log.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

static err deepest(struct cx *cx)
{
	char number[] = "4711";
	err e = fail_detail(cx, E_NOTFOUND, "centre.unknown", ARGS({ "number", str_of(number) }), S("no row"));
	number[0] = 'x'; /* the arguments were copied */
	return e;
}

static err middle(struct cx *cx)
{
	if (deepest(cx) != OK)
		return fail(cx, E_BROKEN, "error.broken", NO_ARGS);
	return OK;
}

static err outer(struct cx *cx)
{
	TRY(middle(cx));
	return OK;
}

static void the_first_who_knows_sets_the_words(void **state UNUSED)
{
	struct cx cx = { .mem = mem };
	assert_int_equal(outer(&cx), E_BROKEN);
	assert_int_equal(cx.fault.code, E_NOTFOUND);
	assert_string_equal(cx.fault.key, "centre.unknown");
	assert_string_equal(cx.fault.args[0].name, "number");
	assert_true(str_is(cx.fault.args[0].value, "4711"));
	assert_null(cx.fault.args[1].name);
	assert_true(str_is(cx.fault.detail, "no row"));
	assert_non_null(strstr(cx.fault.file, "context_test.c"));
	fault_clear(&cx);
	assert_int_equal(fail(&cx, E_BUSY, "error.busy", NO_ARGS), E_BUSY);
	assert_string_equal(cx.fault.key, "error.busy");
	assert_null(cx.fault.args);
}

static void problems_keep_their_order(void **state UNUSED)
{
	struct cx cx = { .mem = mem };
	assert_int_equal(problem_add(&cx, "title", "form.required", NO_ARGS), E_INVALID);
	assert_int_equal(problem_add(&cx, "seats", "form.out_of_range", ARGS({ "min", S("1") }, { "max", S("999") })),
	                 E_INVALID);
	assert_string_equal(cx.problems->field, "title");
	assert_string_equal(cx.problems->next->field, "seats");
	assert_null(cx.problems->next->next);
	assert_string_equal(problem_of(&cx, "seats")->key, "form.out_of_range");
	assert_true(str_is(problem_of(&cx, "seats")->args[1].value, "999"));
	assert_null(problem_of(&cx, "fee"));
	assert_int_equal(cx.fault.code, OK);
}

static void failures_have_names(void **state UNUSED)
{
	assert_string_equal(err_name(OK), "OK");
	assert_string_equal(err_name(E_STALE), "E_STALE");
	assert_string_equal(err_name(E_BROKEN), "E_BROKEN");
	assert_string_equal(err_name((err)99), "E_?");
}

/* What fn writes to standard error, read back through a file. */
static char *logged(void (*fn)(void))
{
	static char text[64 * 1024];
	FILE *f = tmpfile();
	int kept = dup(STDERR_FILENO);
	assert_non_null(f);
	dup2(fileno(f), STDERR_FILENO);
	fn();
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	return text;
}

static void some_events(void)
{
	log_event(LOG_INFO, "request", "status", "200", "path", "/a b", "empty", "", "none", NULL, NULL);
	log_event(LOG_DEBUG, "unseen", NULL);
	log_event(LOG_WARNING, "odd", "value", "a\nb \"c\" \\ \x1B[0m Ü \x7F", NULL);
	log_event(LOG_ERROR, "bytes", "value", "M\xFCller", NULL);
}

static void the_log_as_text(void **state UNUSED)
{
	log_setup(LOG_INFO, LOG_AS_TEXT);
	const char *text = logged(some_events);
	assert_non_null(strstr(text, "Z info request status=200 path=\"/a b\" empty=\"\" none=\"\"\n"));
	assert_null(strstr(text, "unseen"));
	assert_non_null(strstr(text, "Z warning odd value=\"a\\u000ab \\\"c\\\" \\\\ \\u001b[0m Ü \\u007f\"\n"));
	assert_non_null(strstr(text, "Z error bytes value=M\\u00fcller\n"));
}

static void the_log_as_json(void **state UNUSED)
{
	log_setup(LOG_DEBUG, LOG_AS_JSON);
	const char *text = logged(some_events);
	log_setup(LOG_INFO, LOG_AS_TEXT);
	assert_true(strncmp(text, "{\"time\":\"20", 11) == 0);
	assert_non_null(strstr(text, "\",\"level\":\"info\",\"event\":\"request\",\"status\":\"200\",\"path\":\"/a b\","
	                             "\"empty\":\"\",\"none\":\"\"}\n"));
	assert_non_null(strstr(text, "\"event\":\"unseen\"}\n"));
	assert_non_null(strstr(text, "\"value\":\"M\\u00fcller\"}\n"));
}

static void much_text(void)
{
	static char umlauts[6001];
	for (size_t i = 0; i < sizeof umlauts - 1; i += 2)
		memcpy(umlauts + i, "ü", 2);
	log_event(LOG_INFO, "long", "value", umlauts, "more", umlauts, NULL);
	log_event(LOG_INFO, "long", "x", "yz", "value", umlauts, "more", "z", NULL);
}

/* One write(2) of at most PIPE_BUF bytes, cut between characters, still a JSON object. */
static void a_long_line_is_cut(void **state UNUSED)
{
	log_setup(LOG_INFO, LOG_AS_JSON);
	char *text = logged(much_text), *rest = NULL;
	log_setup(LOG_INFO, LOG_AS_TEXT);
	int lines = 0;
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), lines++) {
		assert_true(strlen(line) < 4096 && strlen(line) > 4000);
		assert_true(utf8_valid(str_of(line)));
		assert_true(str_ends(str_of(line), "ü\"}"));
	}
	assert_int_equal(lines, 2);
}

static void *log_from_a_thread(void *unused UNUSED)
{
	for (int i = 0; i < 100; i++)
		log_event(LOG_INFO, "event", "value", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL);
	return NULL;
}

static void log_from_threads(void)
{
	pthread_t threads[4];
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, log_from_a_thread, NULL), 0);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
}

static void lines_of_threads_are_whole(void **state UNUSED)
{
	char *rest = NULL;
	int lines = 0;
	for (char *line = strtok_r(logged(log_from_threads), "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest), lines++)
		assert_true(str_ends(str_of(line), "Z info event value=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	assert_int_equal(lines, 400);
}

static void break_an_assumption(void)
{
	int posts = 3;
	pid_t child = fork();
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
		signal(SIGABRT, SIG_DFL);
		ASSERT(posts == 2);
		_exit(0);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void a_broken_assumption_is_logged_and_ends_the_process(void **state UNUSED)
{
	const char *text = logged(break_an_assumption);
	assert_non_null(strstr(text, " error bug assertion=\"posts == 2\" file="));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_who_knows_sets_the_words),
		cmocka_unit_test(problems_keep_their_order),
		cmocka_unit_test(failures_have_names),
		cmocka_unit_test(the_log_as_text),
		cmocka_unit_test(the_log_as_json),
		cmocka_unit_test(a_long_line_is_cut),
		cmocka_unit_test(lines_of_threads_are_whole),
		cmocka_unit_test(a_broken_assumption_is_logged_and_ends_the_process),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* multipart_test.c -- forms with files: what browsers and curl send is taken, anything else is refused whole. */
#include "base/arena.h"
#include "http/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TYPE "multipart/form-data; boundary=x"
#define FIELD_HEAD "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
#define FILE_HEAD "Content-Disposition: form-data; name=\"f\"; filename=\"plan.csv\"\r\nContent-Type: text/csv\r\n\r\n"

struct decoded {
	struct req rq;
	err e;
};

static int open_arena(void **state)
{
	*state = arena_new();
	return 0;
}

static int close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static struct decoded decode(struct arena *mem, const char *type, str body)
{
	struct decoded d = { 0 };
	d.e = http_decode_multipart(mem, str_of(type), body, &d.rq.form, &d.rq.files);
	return d;
}

static struct req taken(struct arena *mem, const char *type, const char *body)
{
	struct decoded d = decode(mem, type, str_of(body));
	if (d.e != OK)
		fail_msg("refused: %s", body);
	return d.rq;
}

static void assert_refused(struct arena *mem, const char *type, const char *body)
{
	struct decoded d = decode(mem, type, str_of(body));
	if (d.e != E_INVALID)
		fail_msg("taken: %s", body);
	assert_int_equal(d.rq.form.n + d.rq.files.n, 0);
}

static void fields_and_files(void **state)
{
	struct req rq = taken(*state, "multipart/form-data; boundary=----WebKitFormBoundaryA1b2",
	                      "------WebKitFormBoundaryA1b2\r\n" FIELD_HEAD "eins\r\nzwei\r\n"
	                      "------WebKitFormBoundaryA1b2\r\n" FILE_HEAD "x;y\r\n--1;2\r\n\r\n"
	                      "------WebKitFormBoundaryA1b2--\r\n");
	assert_int_equal(rq.form.n, 1);
	assert_true(str_is(pairs_get(&rq.form, "a"), "eins\r\nzwei"));
	const struct file *f = req_file(&rq, "f");
	assert_non_null(f);
	assert_true(str_is(f->name, "plan.csv"));
	assert_true(str_is(f->content_type, "text/csv"));
	assert_true(str_is(f->bytes, "x;y\r\n--1;2\r\n"));
	assert_null(req_file(&rq, "a"));
}

static void bytes_of_a_file_are_any(void **state)
{
	char body[] = "--x\r\n" FILE_HEAD "a\0b\xFF\r\n--x--";
	struct decoded d = decode(*state, TYPE, (str){ body, sizeof body - 1 });
	assert_int_equal(d.e, OK);
	assert_int_equal(d.rq.files.items[0].bytes.n, 4);
	assert_memory_equal(d.rq.files.items[0].bytes.p, "a\0b\xFF", 4);
	/* those of a field are not */
	char field[] = "--x\r\n" FIELD_HEAD "a\0b\r\n--x--";
	assert_int_equal(decode(*state, TYPE, (str){ field, sizeof field - 1 }).e, E_INVALID);
	assert_refused(*state, TYPE, "--x\r\n" FIELD_HEAD "\xFF\r\n--x--\r\n");
}

static void nothing_chosen_and_empty_parts(void **state)
{
	struct req rq = taken(*state, TYPE,
	                      "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n"
	                      "Content-Type: application/octet-stream\r\n\r\n\r\n"
	                      "--x\r\n" FIELD_HEAD "\r\n--x--\r\n");
	assert_int_equal(rq.files.n, 0);
	assert_true(str_is(pairs_get(&rq.form, "a"), ""));
	rq = taken(*state, TYPE, "--x\r\n" FILE_HEAD "\r\n--x--\r\n"); /* an empty file is one */
	assert_int_equal(req_file(&rq, "f")->bytes.n, 0);
}

static str name_as_shown(struct arena *mem, const char *filename)
{
	str body = str_print(
	        mem, "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\n\r\n1\r\n--x--", filename);
	struct decoded d = decode(mem, TYPE, body);
	assert_int_equal(d.e, OK);
	return d.rq.files.items[0].name;
}

static void names_are_never_paths(void **state)
{
	struct arena *mem = *state;
	assert_string_equal(name_as_shown(mem, "../../etc/passwd").p, "passwd");
	assert_string_equal(name_as_shown(mem, "C:\\Daten\\Stellenplan.csv").p, "Stellenplan.csv");
	assert_string_equal(name_as_shown(mem, "/").p, "");
	assert_string_equal(name_as_shown(mem, "Plan %22neu%22.csv").p, "Plan \"neu\".csv");
	assert_string_equal(name_as_shown(mem, "Plan \\\"neu\\\".csv").p, "Plan \"neu\".csv");
	assert_string_equal(name_as_shown(mem, "Müller; name=\xC3\x9F.csv").p, "Müller; name=ß.csv");
	struct text longer = TEXT(mem);
	for (int i = 0; i < 150; i++)
		text_c(&longer, "ü");
	assert_int_equal(name_as_shown(mem, longer.p).n, 200);
	text_c(&longer, "x");
	assert_true(utf8_valid(name_as_shown(mem, str_print(mem, "x%s", longer.p).p)));
	assert_int_equal(name_as_shown(mem, str_print(mem, "x%s", longer.p).p).n, 199);
}

static void the_boundary(void **state)
{
	static const char *const good[] = { "multipart/form-data; boundary=x", "Multipart/Form-Data;boundary=\"x\"",
		                            "multipart/form-data; charset=utf-8; Boundary=x" };
	static const char *const bad[] = { "multipart/form-data",
		                           "multipart/form-data; boundary=",
		                           "multipart/form-data; boundary=\"\"",
		                           "multipart/form-data; boundary=\"x",
		                           "multipart/form-data; boundary=x; boundary=x",
		                           "multipart/form-data; boundary=x y",
		                           "multipart/form-data; boundary=\"x \"",
		                           "multipart/form-data; boundary=<x>",
		                           "multipart/mixed; boundary=x",
		                           "text/csv; boundary=x",
		                           "" };
	const char *body = "--x\r\n" FIELD_HEAD "1\r\n--x--\r\n";
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(taken(*state, good[i], body).form.n, 1);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(*state, bad[i], body);
	assert_int_equal(decode(*state, TYPE, STR_NONE).e, E_INVALID);
	struct text t = TEXT(*state);
	text_c(&t, "multipart/form-data; boundary=");
	for (int i = 0; i < 71; i++)
		text_char(&t, 'x');
	assert_refused(*state, t.p, body);
}

static void broken_framing(void **state)
{
	static const char *const bad[] = {
		"",
		"--x",
		"--x\r\n",
		"--x--\r\n\r\n",
		"--x--\r\nmore",
		"--x\n" FIELD_HEAD "1\r\n--x--\r\n",
		"preamble\r\n--x\r\n" FIELD_HEAD "1\r\n--x--\r\n",
		"\r\n--x\r\n" FIELD_HEAD "1\r\n--x--\r\n",
		"--x\r\n" FIELD_HEAD "1\r\n--x--\r\nepilogue",
		"--x \r\n" FIELD_HEAD "1\r\n--x--\r\n",
		"--x\r\n" FIELD_HEAD "1\r\n--xx--\r\n",
		"--x\r\n" FIELD_HEAD "1\r\n--x-\r\n",
		"--x\r\n" FIELD_HEAD "1\n--x--\r\n",
		"--x\r\n" FIELD_HEAD "1--x--\r\n",
		"--x\r\n" FIELD_HEAD "1\r\n--x\r\n",
		"--x\r\n" FIELD_HEAD "1",
		"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n1\r\n--x--\r\n",
		"--x\r\nContent-Disposition: form-data; name=\"a\"\n\n1\r\n--x--\r\n",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(*state, TYPE, bad[i]);
}

static void heads_of_parts(void **state)
{
	static const char *const bad[] = {
		"Content-Type: text/plain",
		"Content-Disposition: form-data",
		"Content-Disposition: form-data; filename=\"x\"",
		"Content-Disposition: form-data; name=\"\"",
		"Content-Disposition: form-data; name=a",
		"Content-Disposition: form-data; name=\"a",
		"Content-Disposition: form-data; name=\"a\" x",
		"Content-Disposition: form-data; name=\"a\"; name=\"b\"",
		"Content-Disposition: form-data; name=\"a\"; filename=\"x\"; filename=\"y\"",
		"Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''x",
		"Content-Disposition: form-data; name=\"a\"; size=\"3\"",
		"Content-Disposition: form-data; name=\"a\xFF\"",
		"Content-Disposition: form-data; name=\"a\tb\"",
		"Content-Disposition: attachment; name=\"a\"",
		"Content-Disposition : form-data; name=\"a\"",
		"Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"a\"",
		"Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
		"Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=y",
		"Content-Disposition: form-data; name=\"a\"\r\nContent-Type: a\r\nContent-Type: b",
		"Content-Disposition: form-data;\r\n name=\"a\"",
		"Content-Disposition: form-data; name=\"a\"\r\nno colon",
		"Content-Disposition: form-data; name=\"a\"\r\n: no name",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(*state, TYPE, str_print(*state, "--x\r\n%s\r\n\r\n1\r\n--x--\r\n", bad[i]).p);
	struct req rq = taken(*state, TYPE,
	                      "--x\r\ncontent-disposition: FORM-DATA; NAME=\"a\"\r\nContent-Transfer-Encoding: "
	                      "8bit\r\nX-Own: 1\r\n\r\n1\r\n--x--\r\n");
	assert_int_equal(rq.form.n, 1);
	struct text head = TEXT(*state);
	while (head.n < 5000)
		text_c(&head, "X-Own: 1\r\n");
	assert_refused(*state, TYPE, str_print(*state, "--x\r\n%s" FIELD_HEAD "1\r\n--x--\r\n", head.p).p);
}

static void a_hundred_parts_and_no_more(void **state)
{
	struct text t = TEXT(*state);
	for (int i = 0; i < HTTP_MOST_PARTS; i++)
		text_c(&t, "--x\r\n" FIELD_HEAD "1\r\n");
	assert_int_equal(taken(*state, TYPE, str_print(*state, "%s--x--\r\n", t.p).p).form.n, HTTP_MOST_PARTS);
	text_c(&t, "--x\r\n" FIELD_HEAD "1\r\n");
	assert_refused(*state, TYPE, str_print(*state, "%s--x--\r\n", t.p).p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fields_and_files, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(bytes_of_a_file_are_any, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(nothing_chosen_and_empty_parts, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(names_are_never_paths, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(the_boundary, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(broken_framing, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(heads_of_parts, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(a_hundred_parts_and_no_more, open_arena, close_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The reader of catalogues: what it takes, and that it names the line of what it does not take. */
#include "core/po.h"
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

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

static struct list good(const char *content)
{
	struct list l = { 0 };
	struct text words = TEXT(mem);
	assert_int_equal(po_read(mem, "x.po", str_of(content), &l, &words), OK);
	assert_int_equal(words.n, 0);
	return l;
}

static void bad(str content, const char *place)
{
	struct list l = { 0 };
	struct text words = TEXT(mem);
	assert_int_equal(po_read(mem, "x.po", content, &l, &words), E_INVALID);
	assert_true(str_starts(text_str(&words), place));
}

static void entries_come_with_their_lines(void **state UNUSED)
{
	struct list l = good(
	        "# Kopf\nmsgid \"\"\nmsgstr \"Language: de\\n\"\n\n#: a.c:1\nmsgid \"a.b\"\nmsgstr \"\"\n\"eins \"\n"
	        "  \"zwei\"\r\n\nmsgid \"c\"\nmsgid_plural \"c\"\nmsgstr[0] \"ein\"\nmsgstr[1] \"{n}\"");
	assert_int_equal(l.n, 2);
	const struct po_entry *e = list_at(&l, 0);
	assert_true(str_is(e->key, "a.b") && str_is(e->text, "eins zwei"));
	assert_int_equal(e->line, 6);
	assert_false(e->plural);
	e = list_at(&l, 1);
	assert_true(e->plural);
	assert_int_equal(e->text.n, 7);
	assert_memory_equal(e->text.p, "ein\0{n}", 7);
	assert_int_equal(good("").n, 0);
	assert_int_equal(good("# nur das\n").n, 0);
}

static void escapes_mean_what_they_say(void **state UNUSED)
{
	struct list l = good("msgid \"a\"\nmsgstr \"\\n\\t\\\"\\\\ä\"\n");
	assert_true(str_is(((const struct po_entry *)list_at(&l, 0))->text, "\n\t\"\\ä"));
}

static void faults_are_told_with_their_line(void **state UNUSED)
{
	bad(S("msgid \"a\"\n"), "x.po:1:");
	bad(S("msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n"), "x.po:3:");
	bad(S("msgstr \"b\"\n"), "x.po:2:");
	bad(S("\"b\"\n"), "x.po:1:");
	bad(S("\nmsgid \"a\"\nmsgid_plural \"a\"\nmsgstr \"b\"\n"), "x.po:2:");
	bad(S("msgid \"a\"\nmsgstr[0] \"b\"\n"), "x.po:1:");
	bad(S("msgid \"a\"\nmsgstr \"\\\"\n"), "x.po:2:");
	bad(S("msgid \"a\"\nmsgstr \"\\x\"\n"), "x.po:2:");
	bad(S("msgid \"a\"\nmsgstr \"a\"b\"\n"), "x.po:2:");
	bad(S("msgid \"a\"\nmsgstr \"\n"), "x.po:2:");
	bad(S("msgctxt \"a\"\n"), "x.po:1:");
	bad(S("msgid \"a\"\nmsgstr \"\xff\"\n"), "x.po:1:");
	bad(S("msgid \"a\0\"\n"), "x.po:1:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_come_with_their_lines),
		cmocka_unit_test(escapes_mean_what_they_say),
		cmocka_unit_test(faults_are_told_with_their_line),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

#include "doc/reader_test.h"
#include "base/arena.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void has(str s, const char *part)
{
	if (!str_has(s, part))
		fail_msg("no '%s' in\n" STR_FMT, part, STR_ARG(s));
}

void has_not(str s, const char *part)
{
	if (str_has(s, part))
		fail_msg("'%s' in\n" STR_FMT, part, STR_ARG(s));
}

int times(str s, const char *part)
{
	int n = 0;
	/* not strstr: a PDF has NULs */
	for (const char *at = s.p; (at = memmem(at, (size_t)(s.p + s.n - at), part, strlen(part))); at += strlen(part))
		n++;
	return n;
}

bool have_program(struct arena *a, const char *program)
{
	if (system(str_c(a, str_print(a, "command -v %s >/dev/null", program))) == 0)
		return true;
	print_message("skipped: %s is not installed\n", program);
	return false;
}

str shown_by(struct arena *a, str bytes, const char *before, const char *after)
{
	char path[] = "/tmp/doc_test.XXXXXX";
	int file = mkstemp(path);
	struct text t = TEXT(a);
	size_t got;
	assert_true(file >= 0 && write(file, bytes.p, bytes.n) == (ssize_t)bytes.n);
	close(file);
	FILE *f = popen(str_c(a, str_print(a, "%s %s %s 2>&1", before, path, after)), "r");
	assert_non_null(f);
	while ((got = fread(text_room(&t, 65536), 1, 65536, f)) > 0)
		t.n += got;
	t.p[t.n] = '\0';
	pclose(f);
	unlink(path);
	return text_str(&t);
}

/* backup_note.c -- see backup_note.h. Lines "name = value"; replaced as a whole. */
#include "core/backup_note.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void take_line(struct backup_note *n, struct arena *a, str line)
{
	str value = line;
	str name = str_trim(str_split(&value, '='));
	value = str_trim(value);
	int64_t number = 0;
	if (str_is(name, "made_at") && str_to_int(value, &number))
		n->made_at.ms = number;
	else if (str_is(name, "rows") && str_to_int(value, &number))
		n->rows = number;
	else if (str_is(name, "sealed"))
		n->sealed = str_is(value, "yes");
	else if (str_is(name, "file"))
		n->file = str_copy(a, value);
	else if (str_is(name, "hash"))
		n->hash = str_copy(a, value);
}

err backup_note_read(struct arena *a, const char *path, struct backup_note *ret)
{
	char text[8192];
	*ret = (struct backup_note){ 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return E_NOTFOUND;
	ssize_t n = read(fd, text, sizeof text);
	close(fd);
	str rest = { text, n > 0 ? (size_t)n : 0 };
	while (rest.n)
		take_line(ret, a, str_split(&rest, '\n'));
	return ret->made_at.ms > 0 ? OK : E_NOTFOUND;
}

err backup_note_write(struct arena *a, const char *path, const struct backup_note *n)
{
	const char *fresh = str_print(a, "%s.new", path).p;
	str text = str_print(a,
	                     "# Die letzte Sicherung; geschrieben von scharnier backup.\nmade_at = %" PRId64
	                     "\nfile = " STR_FMT "\nhash = " STR_FMT "\nrows = %" PRId64 "\nsealed = %s\n",
	                     n->made_at.ms, STR_ARG(n->file), STR_ARG(n->hash), n->rows, n->sealed ? "yes" : "no");
	/* No content of records: the serving process may run as another user and has to read it. */
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return E_BROKEN;
	bool good = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
	close(fd);
	if (good && rename(fresh, path) == 0)
		return OK;
	unlink(fresh);
	return E_BROKEN;
}

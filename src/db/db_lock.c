/* db_lock.c -- one process writes to a SQLite file. The lock is flock(2): it ends with the process, whatever kills it.
 * The number in the file is only for people. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/db_driver.h"

static long holder(int fd)
{
	char line[24] = { 0 };
	ssize_t n = pread(fd, line, sizeof line - 1, 0);
	return n > 0 ? strtol(line, NULL, 10) : 0;
}

/* The holder before us may have removed the name between our open and our lock: then somebody else could lock a new
 * file of this name, and two would write. */
static bool still_named(int fd, const char *path)
{
	struct stat held, named;
	return fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino &&
	       held.st_dev == named.st_dev;
}

static err write_holder(int fd)
{
	char line[24];
	int n = snprintf(line, sizeof line, "%ld\n", (long)getpid());
	return ftruncate(fd, 0) == 0 && pwrite(fd, line, (size_t)n, 0) == n ? OK : E_BROKEN;
}

static err take(struct db_lock *l, long *ret_pid)
{
	if (flock(l->fd, LOCK_EX | LOCK_NB) != 0) {
		*ret_pid = holder(l->fd);
		return errno == EWOULDBLOCK ? E_BUSY : E_BROKEN;
	}
	return OK;
}

/* Closes without losing errno. */
static err give_up(struct db_lock *l, err e)
{
	int saved = errno;
	close(l->fd);
	l->path = NULL;
	errno = saved;
	return e;
}

err db_lock_take(struct arena *mem, const char *path, struct db_lock *ret, long *ret_pid)
{
	*ret_pid = 0;
	for (;;) {
		ret->path = str_print(mem, "%s.lock", path).p;
		ret->fd = open(ret->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (ret->fd < 0) {
			ret->path = NULL;
			return E_BROKEN;
		}
		err e = take(ret, ret_pid);
		if (e == OK && still_named(ret->fd, ret->path))
			e = write_holder(ret->fd);
		else if (e == OK) {
			close(ret->fd);
			continue;
		}
		return e == OK ? OK : give_up(ret, e);
	}
}

void db_lock_drop(struct db_lock *l)
{
	if (!l->path)
		return;
	unlink(l->path); /* while it is held: see still_named */
	close(l->fd);
	l->path = NULL;
}

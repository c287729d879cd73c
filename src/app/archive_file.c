/* archive_file.c -- see archive_file.h. */
#include "app/archive_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/secret_file.h"

/* Written out in pieces and not kept in memory: else the system would hold a gigabyte back and then write it all at
 * once, while the serving process waits for the disk. */
enum { SYNC_BYTES = 8 << 20 };

static err say(str *ret_words, err e, str words)
{
	*ret_words = words;
	return e;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static err take_part(struct arena *a, struct archive_file *f, str *ret_words)
{
	f->fd = open(f->part, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (f->fd < 0)
		return say(ret_words, E_BROKEN,
		           str_print(a,
		                     "„%s“ lässt sich nicht anlegen: %s. Nennen Sie mit --to einen Ort, an dem dieser "
		                     "Benutzer schreiben darf.",
		                     f->part, strerror(errno)));
	if (flock(f->fd, LOCK_EX | LOCK_NB) != 0) {
		close(f->fd);
		f->fd = -1;
		return say(ret_words, E_BUSY, str_print(a, "Eine andere Sicherung schreibt gerade „%s“.", f->part));
	}
	if (fchmod(f->fd, 0600) != 0 || ftruncate(f->fd, 0) != 0)
		return say(ret_words, E_BROKEN,
		           str_print(a, "„%s“ lässt sich nicht anlegen: %s.", f->part, strerror(errno)));
	return OK;
}

err archive_file_create(struct arena *a, str path, struct archive_file *ret, str *ret_words)
{
	struct stat st;
	*ret = (struct archive_file){ .path = str_c(a, path), .fd = -1 };
	const char *part = str_print(a, "%s.part", ret->path).p;
	if (lstat(ret->path, &st) == 0)
		return say(ret_words, E_INVALID,
		           str_print(a,
		                     "„%s“ gibt es schon. Eine Sicherung überschreibt keine Datei; nennen Sie mit --to "
		                     "eine neue.",
		                     ret->path));
	ret->part = part;
	err e = take_part(a, ret, ret_words);
	if (e == E_BUSY)
		ret->part = NULL; /* theirs */
	return e;
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	return true;
}

err archive_file_out(void *self, const void *p, size_t n)
{
	struct archive_file *f = self;
	bool good = write_all(f->fd, p, n);
	f->bytes += (int64_t)n;
	if (good && f->bytes - f->synced >= SYNC_BYTES) {
		good = fdatasync(f->fd) == 0;
		posix_fadvise(f->fd, f->synced, f->bytes - f->synced, POSIX_FADV_DONTNEED);
		f->synced = f->bytes;
	}
	if (!good)
		f->error = errno;
	return good ? OK : E_BROKEN;
}

err archive_file_rewind(struct archive_file *f)
{
	if (fsync(f->fd) != 0 || lseek(f->fd, 0, SEEK_SET) != 0) {
		f->error = errno;
		return E_BROKEN;
	}
	posix_fadvise(f->fd, 0, 0, POSIX_FADV_DONTNEED); /* what is read now comes from the disk */
	return OK;
}

static bool sync_folder(const char *path)
{
	char folder[4096];
	snprintf(folder, sizeof folder, "%s", path);
	int fd = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

err archive_file_publish(struct arena *a, struct archive_file *f, str *ret_words)
{
	if (renameat2(AT_FDCWD, f->part, AT_FDCWD, f->path, RENAME_NOREPLACE) != 0) {
		/* Some network file systems do not know the flag. */
		bool plain = errno == EINVAL && access(f->path, F_OK) != 0 && rename(f->part, f->path) == 0;
		if (!plain)
			return say(ret_words, E_BROKEN,
			           str_print(a, "Die Sicherung lässt sich nicht „%s“ nennen: %s.", f->path,
			                     strerror(errno)));
	}
	f->part = NULL;
	if (!sync_folder(f->path))
		return say(ret_words, E_BROKEN,
		           str_print(a, "Das Verzeichnis von „%s“ lässt sich nicht auf die Platte schreiben: %s.",
		                     f->path, strerror(errno)));
	return OK;
}

void archive_file_drop(struct archive_file *f)
{
	if (f->part)
		unlink(f->part);
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	f->part = NULL;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

err archive_file_open(struct arena *a, str path, struct archive_file *ret, str *ret_words)
{
	struct stat st;
	*ret = (struct archive_file){ .path = str_c(a, path), .fd = -1 };
	ret->fd = open(ret->path, O_RDONLY | O_CLOEXEC);
	if (ret->fd < 0)
		return say(ret_words, E_INVALID,
		           str_print(a, "Die Sicherung „%s“ lässt sich nicht öffnen: %s.", ret->path, strerror(errno)));
	if (fstat(ret->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return say(ret_words, E_INVALID, str_print(a, "„%s“ ist keine Datei.", ret->path));
	ret->bytes = st.st_size;
	return OK;
}

err archive_file_in(void *self, void *p, size_t n, size_t *ret_n)
{
	struct archive_file *f = self;
	char *to = p;
	*ret_n = 0;
	while (*ret_n < n) {
		ssize_t got = read(f->fd, to + *ret_n, n - *ret_n);
		if (got < 0 && errno != EINTR) {
			f->error = errno;
			return E_BROKEN;
		}
		if (got == 0)
			break;
		if (got > 0)
			*ret_n += (size_t)got;
	}
	return OK;
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

err archive_key_read(struct arena *a, str path, struct seal_key *ret, str *ret_words)
{
	str hex;
	TRY(secret_read(a, "Die Schlüsseldatei", path, &hex, ret_words));
	bool good = seal_key_read(hex, ret);
	explicit_bzero((char *)(uintptr_t)hex.p, hex.n);
	if (!good)
		return say(
		        ret_words, E_INVALID,
		        str_print(a,
		                  "„" STR_FMT
		                  "“ ist keine Schlüsseldatei: sie enthält 64 Ziffern von 0 bis f. Eine neue entsteht "
		                  "mit: scharnier backup --new-key DATEI",
		                  STR_ARG(path)));
	return OK;
}

err archive_key_create(struct arena *a, str path, str *ret_words)
{
	struct seal_key key;
	const char *name = str_c(a, path);
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return say(
		        ret_words, errno == EEXIST ? E_INVALID : E_BROKEN,
		        str_print(a, "Die Schlüsseldatei „%s“ lässt sich nicht anlegen: %s.", name, strerror(errno)));
	seal_key_new(&key);
	str line = str_print(a, STR_FMT "\n", STR_ARG(seal_key_hex(a, &key)));
	bool good = write_all(fd, line.p, line.n) && fsync(fd) == 0;
	int why = errno;
	close(fd);
	seal_key_wipe(&key);
	if (good && sync_folder(name))
		return OK;
	unlink(name);
	return say(ret_words, E_BROKEN,
	           str_print(a, "Die Schlüsseldatei „%s“ lässt sich nicht schreiben: %s.", name, strerror(why)));
}

/* archive_file.h -- an archive on a disk, and the file that holds its key. */
#ifndef APP_ARCHIVE_FILE_H
#define APP_ARCHIVE_FILE_H
#include "app/archive.h"

/* A file that is being written as FILE.part. Only archive_file_publish gives it its name: what has the name is whole.
 */
struct archive_file {
	const char *path, *part;
	int fd;
	int64_t bytes, synced;
	int error; /* errno of a write or read that failed */
};
/* Refuses to write over a file, and to write beside another process that does. *ret_words: one German sentence. */
err archive_file_create(struct arena *a, str path, struct archive_file *ret, str *ret_words) MUST;
err archive_file_out(void *self, const void *p, size_t n) MUST; /* as seal_out */
/* Onto the disk, and back to its beginning for reading. */
err archive_file_rewind(struct archive_file *f) MUST;
err archive_file_publish(struct arena *a, struct archive_file *f, str *ret_words) MUST;
/* Closes; removes FILE.part if it was not published. */
void archive_file_drop(struct archive_file *f);

err archive_file_open(struct arena *a, str path, struct archive_file *ret, str *ret_words) MUST;
err archive_file_in(void *self, void *p, size_t n, size_t *ret_n) MUST; /* as seal_in */

/* 32 bytes as hex digits; refused if others may read it. */
err archive_key_read(struct arena *a, str path, struct seal_key *ret, str *ret_words) MUST;
err archive_key_create(struct arena *a, str path, str *ret_words) MUST; /* never over a file */
#endif

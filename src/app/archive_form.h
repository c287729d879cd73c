/* archive_form.h -- private to archive_write.c and archive_read.c: the signs of the form (archive.h). */
#ifndef APP_ARCHIVE_FORM_H
#define APP_ARCHIVE_FORM_H

#define ARCHIVE_MAGIC "dump 1\n"
enum {
	ARCHIVE_TABLE = 'T',
	ARCHIVE_ROW = 'R',
	ARCHIVE_END = 'E',
	ARCHIVE_LAST = 'Z',
	ARCHIVE_NULL = 'n',
	ARCHIVE_INT = 'i',
	ARCHIVE_TEXT = 's',
	ARCHIVE_BYTES = 'b',
	ARCHIVE_MAX_TEXT = 256 << 20, /* bytes of one value */
	ARCHIVE_MAX_COLUMNS = 1000,   /* of a table; also migrations */
};
#endif

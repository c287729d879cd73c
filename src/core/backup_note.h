/* backup_note.h -- the note that `scharnier backup` leaves of the last backup that was written and read back: a small
 * file beside the database, because a backup only reads the database. check, /readyz and /metrics tell its age. */
#ifndef CORE_BACKUP_NOTE_H
#define CORE_BACKUP_NOTE_H
#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/text.h"

struct backup_note {
	instant made_at;
	str file, hash; /* where it was written to, and the hash of its content */
	int64_t rows;
	bool sealed; /* encrypted */
};
err backup_note_read(struct arena *a, const char *path,
                     struct backup_note *ret) MUST; /* E_NOTFOUND: none, or unreadable */
err backup_note_write(struct arena *a, const char *path, const struct backup_note *n) MUST; /* E_BROKEN, and errno */
#endif

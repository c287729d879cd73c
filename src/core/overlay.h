/* overlay.h -- private to texts.c and overlay.c: the files of the overlay folder. */
#ifndef CORE_OVERLAY_H
#define CORE_OVERLAY_H
#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"

/* Names end in .po under messages/ and in .html under views/, at most one folder deeper; others are passed over. */
struct overlay_file {
	const char *name; /* "messages/house.de.po", "views/centres/show.html" */
	str content;
};
/* A folder that is not there is an empty one for `messages` and `views`, but not for the overlay itself. E_INVALID with
 * lines in *ret_words. */
err overlay_read(struct arena *mem, const char *folder, struct list *ret, struct text *ret_words) MUST;
#endif

/* po.h -- reads a catalogue as translators write it (GNU .po): for words of one's own in the overlay folder.
 *
 * Strict: msgid, msgid_plural, msgstr, msgstr[0] and msgstr[1] with quoted strings that may go on in the next line;
 * comments begin with "#". An entry with an empty msgid is the header and is passed over.
 */
#ifndef CORE_PO_H
#define CORE_PO_H
#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"

struct po_entry {
	str key;
	str text; /* two forms have a NUL byte between them, as in a compiled catalogue */
	bool plural;
	const char *file;
	int line; /* of its msgid */
};
/* Adds the entries to *ret (struct po_entry). E_INVALID: one line "file:line: what" is added to *ret_words. */
err po_read(struct arena *mem, const char *file, str content, struct list *ret, struct text *ret_words) MUST;
#endif

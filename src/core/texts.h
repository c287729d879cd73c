/* texts.h -- the words and pages of the program as one set that is swapped as a whole (P-OPS-1).
 *
 * They are built into the program. A folder of one's own ("overlay") may replace some of them: a catalogue in its
 * folder messages, whose name ends in de.po or en.po, single words; a file under views whole templates by their name
 * ("views/centres/show.html"). The set is read and checked completely at the start and at SIGHUP: every page in every
 * template, every word and every {placeholder}. One fault refuses the whole overlay: at the start the built-in set
 * serves, later the set that served before.
 *
 * Life: a set is immutable. Each request holds the one it began with until its answer is out; the last one to let go
 * frees it.
 */
#ifndef CORE_TEXTS_H
#define CORE_TEXTS_H
#include "core/route.h"
#include "core/words.h"
#include "view/view.h"

struct texts {
	struct arena *mem;
	struct view *view;
	const struct words *german; /* its sibling is English: words_sibling() */
	int words, pages;           /* that came from the overlay */
	_Atomic int holders;
};
/* overlay NULL: the built-in set. E_INVALID: lines "file:line: what" in *ret_words; *ret is NULL. */
err texts_new(const struct feature *const *features, const char *overlay, struct texts **ret,
              struct text *ret_words) MUST;
void texts_hold(struct texts *t);
void texts_let_go(void *t); /* as arena_defer wants it; NULL is allowed */

/* The current set of the program. */
struct texts *texts_take(const struct app *a);
/* Reads the overlay anew. E_INVALID: it is faulty and nothing has changed; the lines are in *ret_words and in the log.
 */
err texts_reload(struct app *a, struct text *ret_words) MUST;
/* What is wrong with the overlay on the disk as it was last read, copied into mem; absent: nothing. */
str texts_fault(const struct app *a, struct arena *mem);
#endif

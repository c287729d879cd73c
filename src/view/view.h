/* view.h -- pages from templates: a small Mustache that sees data only through struct record.
 *
 * All mandatory tests of the official specification pass (view_spec_test.c). For our own pages it is stricter:
 *  1. A name that no record on the way knows fails the check at start; in production it is E_BROKEN, never a hole.
 *  2. {{name}} escapes & < > " '. {{{name}}} is only for KIND_HTML.
 *  3. A variable inside <script>, <style>, an event attribute or an unquoted attribute is refused by the check;
 *     href, src, action, hx-get, hx-post and their like take only KIND_PATH, or start with a literal path ("/x",
 *     "?", "#", "mailto:", "tel:", "https://host/"). style, srcdoc, hx-vals, hx-headers, hx-trigger count as programs.
 *     A section has to end at the same kind of place in the markup as it began.
 *  4. No delimiter changes in our pages. A layout is two partials, {{> head}} and {{> foot}}.
 *
 * Names under a scalar, for the few places that need another form of it:
 *   {{day.iso}} 2026-11-21   {{x.raw}} the stored value (code, cents, thousandths, true/false)
 * Sections: a KIND_MANY repeats; a KIND_ONE opens; a text, day or maybe-number opens if present (and is {{.}} inside;
 * an empty text is not there); a KIND_BOOL opens if true. {{^x}} is the inverse, and opens for an empty list.
 * {{t.some.key}} is a word of the catalogue, without arguments.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H
#include "base/arena.h"
#include "base/error.h"
#include "base/record.h"

struct view; /* all templates, parsed once; immutable afterwards, shared by threads */
struct template_file {
	const char *name; /* "centres/show.html"; partials: "head" is "head.html" */
	str text;
};
/* E_INVALID with words (template, line, what) if one cannot be parsed. */
err view_new(const struct template_file *files, size_t n, struct view **ret, struct text *ret_words) MUST;
void view_free(struct view *v);

/* A stack of data: the innermost last. */
struct scope {
	const struct record *record;
	const void *row;
};
/* Renders; unknown names are E_BROKEN with words. */
err view_render(const struct view *v, const char *name, const struct scope *scopes, size_t n, const struct formatter *f,
                struct text *out, str *ret_words) MUST;
/* Static check of a page against the records it will be given (rules 1-4), and of every {{t.key}} through has_word.
 * Adds one line per finding to *out ("centres/show.html:12: unknown name 'titel'") and returns how many. */
int view_check(const struct view *v, const char *name, const struct record *const *records, size_t n,
               bool (*has_word)(void *self, str key), void *self, struct text *out);
#endif

/* embedded.h -- the files that live in the program: pages, words, migrations, style and scripts. tools/embed writes the
 * tables at build time; src/app links them. */
#ifndef VIEW_EMBEDDED_H
#define VIEW_EMBEDDED_H
#include <stddef.h>

struct embedded_file {
	const char *name; /* NULL: the end of the table */
	const char *data; /* size bytes, and a NUL byte after them */
	size_t size;
};
/* Each sorted by name. */
extern const struct embedded_file embedded_templates[];  /* "head.html", "centres/show.html" */
extern const struct embedded_file embedded_messages[];   /* "de.mo" */
extern const struct embedded_file embedded_migrations[]; /* "0001_core" */
extern const struct embedded_file embedded_assets[];     /* path under build/assets */
extern const struct embedded_file embedded_privacy[];    /* "privacy.tsv": the checked register (core/privacy.h) */

const struct embedded_file *embedded_find(const struct embedded_file *group, const char *name); /* NULL: none */
size_t embedded_count(const struct embedded_file *group);
#endif

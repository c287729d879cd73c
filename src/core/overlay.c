/* overlay.c -- see overlay.h. */
#include "core/overlay.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 1000, MOST_BYTES = 1 << 20 };

struct walk {
	struct arena *mem;
	const char *root;
	struct list *files;
	struct text *out;
};

static err wrong(struct walk *w, const char *name, const char *what)
{
	text_print(w->out, "%s:1: %s\n", name, what);
	return E_INVALID;
}

static err read_file(struct walk *w, const char *name)
{
	struct stat st;
	int fd = open(str_print(w->mem, "%s/%s", w->root, name).p, O_RDONLY | O_CLOEXEC);
	bool there = fd >= 0 && fstat(fd, &st) == 0;
	int why = errno;
	ssize_t n = -1;
	char *p = NULL;
	if (there && S_ISREG(st.st_mode) && st.st_size <= MOST_BYTES) {
		p = arena_alloc(w->mem, (size_t)st.st_size + 1);
		n = read(fd, p, (size_t)st.st_size);
	}
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return wrong(w, name, there ? "ist keine Datei von höchstens 1 MiB" : strerror(why));
	if (w->files->n == MOST_FILES)
		return wrong(w, name, "zu viele Dateien");
	*LIST_ADD(w->mem, w->files, struct overlay_file) = (struct overlay_file){ name, { p, (size_t)n } };
	return OK;
}

/* Editors leave "x.po~" and ".x.swp" behind. */
static bool is_ours(const char *name, const char *ending)
{
	return name[0] != '.' && str_ends(str_of(name), ending);
}

static err walk_folder(struct walk *w, const char *folder, const char *ending, int deeper)
{
	DIR *d = opendir(str_print(w->mem, "%s/%s", w->root, folder).p);
	err e = OK;
	if (!d)
		return errno == ENOENT || errno == ENOTDIR ? OK : wrong(w, folder, strerror(errno));
	for (struct dirent *it = readdir(d); it && e == OK; it = readdir(d)) {
		const char *name = str_print(w->mem, "%s/%s", folder, it->d_name).p;
		if (is_ours(it->d_name, ending))
			e = read_file(w, name);
		else if (deeper > 0 && it->d_name[0] != '.')
			e = walk_folder(w, name, ending, deeper - 1);
	}
	closedir(d);
	return e;
}

err overlay_read(struct arena *mem, const char *folder, struct list *ret, struct text *ret_words)
{
	struct walk w = { mem, folder, ret, ret_words };
	struct stat st;
	*ret = (struct list){ .size = sizeof(struct overlay_file) };
	if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
		return wrong(&w, folder, "der Ordner ist nicht lesbar");
	TRY(walk_folder(&w, "messages", ".po", 0));
	return walk_folder(&w, "views", ".html", 1);
}

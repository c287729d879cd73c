/* embed.c -- part of the build: writes files into a C source, as the table that view/embedded.h declares.
 *
 *   embed OUT.c GROUP [--depfile FILE] [--dir DIRECTORY | NAME=FILE | FILE] ...
 *
 * NAME=FILE embeds a file under this name. FILE alone takes its name from the place in the tree:
 *   src/core/views/head.html              head.html
 *   src/features/centres/views/show.html  centres/show.html
 *   migrations/0001_core.sql              0001_core
 *   anything else                         the last part of the path
 * --dir embeds all files under a directory, each under its path in there. --depfile FILE lists for ninja what was read.
 * The bytes stand as numbers and not as string literals: compilers may limit the length of those.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct entry {
	char *name;
	char *path;
	size_t size;
};
static struct entry *entries;
static size_t count;

static _Noreturn void die(const char *what, const char *path)
{
	fprintf(stderr, "embed: %s: %s: %s\n", path, what, strerror(errno));
	exit(1);
}

static __attribute__((format(printf, 1, 2))) char *print(const char *format, ...)
{
	char *s;
	va_list args;
	va_start(args, format);
	int n = vasprintf(&s, format, args);
	va_end(args);
	if (n < 0)
		die("out of memory", format);
	return s;
}

static void add(const char *name, const char *path)
{
	entries = realloc(entries, (count + 1) * sizeof(*entries));
	if (!entries)
		die("out of memory", path);
	entries[count++] = (struct entry){ .name = print("%s", name), .path = print("%s", path) };
}

static void add_directory(const char *root, const char *inside)
{
	char *path = inside[0] ? print("%s/%s", root, inside) : print("%s", root);
	DIR *d = opendir(path);
	if (!d)
		die("cannot open", path);
	for (struct dirent *e; (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		char *name = inside[0] ? print("%s/%s", inside, e->d_name) : print("%s", e->d_name);
		char *full = print("%s/%s", root, name);
		struct stat st;
		if (stat(full, &st))
			die("cannot stat", full);
		if (S_ISDIR(st.st_mode))
			add_directory(root, name);
		else
			add(name, full);
		free(full);
		free(name);
	}
	closedir(d);
	free(path);
}

/* A feature's page is called "<feature>/<page>", a page of the core only "<page>". */
static char *page_name(const char *path, const char *base)
{
	const char *views = strstr(path, "/views/");
	if (!views || base != views + strlen("/views/"))
		return NULL;
	const char *folder = views;
	while (folder > path && folder[-1] != '/')
		folder--;
	bool feature = folder - path >= 9 && !strncmp(folder - 9, "features/", 9);
	return feature ? print("%.*s/%s", (int)(views - folder), folder, base) : print("%s", base);
}

static void add_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t n = strlen(base);
	char *name = page_name(path, base);
	if (!name && n > 4 && !strcmp(base + n - 4, ".sql"))
		name = print("%.*s", (int)n - 4, base);
	if (!name)
		name = print("%s", base);
	add(name, path);
	free(name);
}

static void add_argument(char *argument)
{
	char *equals = strchr(argument, '=');
	if (!equals) {
		add_file(argument);
		return;
	}
	*equals = 0;
	add(argument, equals + 1);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static void sort_entries(void)
{
	if (count)
		qsort(entries, count, sizeof(*entries), by_name);
	for (size_t i = 1; i < count; i++)
		if (!by_name(&entries[i - 1], &entries[i])) {
			errno = EEXIST;
			die(entries[i].path, entries[i - 1].path);
		}
}

static void write_bytes(FILE *out, size_t index, struct entry *e)
{
	FILE *in = fopen(e->path, "rb");
	if (!in)
		die("cannot open", e->path);
	fprintf(out, "static const unsigned char file_%zu[] = {", index);
	for (int c; (c = getc(in)) != EOF; e->size++)
		fprintf(out, e->size % 32 ? "%d," : "\n%d,", c);
	if (ferror(in))
		die("cannot read", e->path);
	fprintf(out, "\n0};\n");
	fclose(in);
}

static void write_table(const char *path, const char *group)
{
	FILE *out = fopen(path, "w");
	if (!out)
		die("cannot write", path);
	fprintf(out, "/* Made by tools/embed. */\n#include \"view/embedded.h\"\n");
	for (size_t i = 0; i < count; i++)
		write_bytes(out, i, &entries[i]);
	fprintf(out, "const struct embedded_file embedded_%s[] = {\n", group);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "\t{ \"%s\", (const char *)file_%zu, %zu },\n", entries[i].name, i, entries[i].size);
	fprintf(out, "\t{ 0 }\n};\n");
	if (ferror(out) | fclose(out))
		die("cannot write", path);
}

static void write_dependencies(const char *path, const char *target)
{
	FILE *out = fopen(path, "w");
	if (!out)
		die("cannot write", path);
	fprintf(out, "%s:", target);
	for (size_t i = 0; i < count; i++)
		fprintf(out, " %s", entries[i].path);
	fprintf(out, "\n");
	if (ferror(out) | fclose(out))
		die("cannot write", path);
}

int main(int argc, char **argv)
{
	const char *depfile = NULL;
	if (argc < 3) {
		fprintf(stderr, "usage: embed OUT.c GROUP [--depfile FILE] [--dir DIRECTORY | NAME=FILE | FILE] ...\n");
		return 2;
	}
	for (int i = 3; i < argc; i++) {
		if (!strcmp(argv[i], "--depfile") && i + 1 < argc)
			depfile = argv[++i];
		else if (!strcmp(argv[i], "--dir") && i + 1 < argc)
			add_directory(argv[++i], "");
		else
			add_argument(argv[i]);
	}
	sort_entries();
	write_table(argv[1], argv[2]);
	if (depfile)
		write_dependencies(depfile, argv[1]);
	return 0;
}

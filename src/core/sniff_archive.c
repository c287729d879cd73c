/* sniff_archive.c -- tables: the list at the end of the archive and the heads of its parts must say the same, and name
 * nothing but what a table has. */
#include <string.h>

#include "core/sniff.h"

enum { END_BYTES = 22, ENTRY_BYTES = 46, HEAD_BYTES = 30, MOST_PARTS = 1000, MOST_UNPACKED = 64 * 1024 * 1024 };

static struct sniffed refused(const char *fault)
{
	return (struct sniffed){ .fault = fault };
}

static uint32_t little(const char *p, int n)
{
	uint32_t v = 0;
	for (int i = n - 1; i >= 0; i--)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static bool has(str name, const char *part)
{
	size_t n = strlen(part);
	for (size_t i = 0; i + n <= name.n; i++) {
		size_t same = 0;
		while (same < n && (name.p[i + same] | 0x20) == part[same])
			same++;
		if (same == n)
			return true;
	}
	return false;
}

static bool ends(str name, const char *tail)
{
	size_t n = strlen(tail);
	return name.n > n && has(str_part(name, name.n - n, name.n), tail);
}

/* Programs, controls and other documents inside of it. */
static bool is_program(str name)
{
	return has(name, "vba") || has(name, "macro") || has(name, "activex") || has(name, "embeddings") ||
	       has(name, "customui") || has(name, "dialogsheet") || ends(name, ".exe") || ends(name, ".dll");
}

static bool is_part(str name)
{
	static const char *const tails[] = { ".xml", ".rels", ".vml", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf" };
	if (str_has(name, "..") || str_has(name, "\\") || name.p[0] == '/')
		return false;
	if (ends(name, "/"))
		return true;
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (ends(name, tails[i]))
			return true;
	return has(name, "printersettings") && ends(name, ".bin");
}

struct archive {
	str bytes;
	size_t at, list_at; /* of the entry in the list */
	uint64_t packed, unpacked;
	bool types, book;
};

/* One line of the list; NULL: fine. */
static const char *entry(struct archive *z)
{
	str b = z->bytes;
	const char *e = b.p + z->at;
	if (z->at + ENTRY_BYTES > b.n || memcmp(e, "PK\x01\x02", 4) != 0)
		return "evidence.broken";
	size_t name_n = little(e + 28, 2), rest = little(e + 30, 2) + little(e + 32, 2), head = little(e + 42, 4);
	uint32_t flags = little(e + 8, 2), method = little(e + 10, 2);
	if (name_n == 0 || z->at + ENTRY_BYTES + name_n + rest > b.n || head + HEAD_BYTES + name_n > z->list_at)
		return "evidence.broken";
	str name = { e + ENTRY_BYTES, name_n };
	const char *h = b.p + head;
	if (flags & 1)
		return "evidence.locked";
	if ((method != 0 && method != 8) || memcmp(h, "PK\x03\x04", 4) != 0 || little(h + 26, 2) != name_n ||
	    memcmp(h + HEAD_BYTES, name.p, name_n) != 0 || memchr(name.p, 0, name_n))
		return "evidence.broken";
	if (is_program(name))
		return "evidence.macro";
	if (!is_part(name))
		return "evidence.kind";
	z->packed += little(e + 20, 4);
	z->unpacked += little(e + 24, 4);
	z->types |= str_is(name, "[Content_Types].xml");
	z->book |= str_is(name, "xl/workbook.xml");
	z->at += ENTRY_BYTES + name_n + rest;
	return NULL;
}

struct sniffed sniff_xlsx(str b)
{
	struct archive z = { .bytes = b };
	if (b.n < END_BYTES)
		return refused("evidence.broken");
	const char *end = b.p + b.n - END_BYTES; /* without a comment: nothing hangs behind it */
	size_t parts = little(end + 10, 2), size = little(end + 12, 4);
	z.at = z.list_at = little(end + 16, 4);
	if (memcmp(end, "PK\x05\x06", 4) != 0 || parts > MOST_PARTS || z.list_at + size != b.n - END_BYTES)
		return refused("evidence.broken");
	for (size_t i = 0; i < parts; i++) {
		const char *fault = entry(&z);
		if (fault)
			return refused(fault);
	}
	if (z.at != b.n - END_BYTES || z.packed > b.n)
		return refused("evidence.broken");
	if (z.unpacked > MOST_UNPACKED)
		return refused("evidence.unpacked");
	return z.types && z.book ? (struct sniffed){ .kind = SNIFF_XLSX, .kept = b } : refused("evidence.kind");
}

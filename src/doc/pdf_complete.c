/* pdf_complete.c -- relies on what cairo 1.16 writes: a classic cross-reference table in one section, no object
 * streams, page contents as one deflated stream, each mark of the structure on a line of its own. */
#include "doc/pdf_complete.h"
#include "base/arena.h"
#include "base/error.h"
#include "doc/inflate.h"
#include "doc/pdf_artifact.h"
#include "doc/pdf_metadata.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { XREF_ROW = 20 };

struct pdf {
	struct arena *mem;
	str old;
	str rows;              /* of the old cross-reference table */
	long size, root, info; /* of the old trailer */
	struct text out;
	size_t *at; /* offset of each rewritten object; 0: as before */
	int *span;  /* columns that a cell spans; 0: one */
};

/* The colour profile of Debian's icc-profiles-free, put in by the build. */
extern const unsigned char srgb_profile[];
extern const unsigned srgb_profile_size;

/* Bytes from the first `word` on, in s; absent if there is none. */
static str from_word(str s, const char *word)
{
	const char *p = s.n ? memmem(s.p, s.n, word, strlen(word)) : NULL;
	return p ? str_part(s, (size_t)(p - s.p), s.n) : STR_NONE;
}

/* The number after `word`; -1 if there is none. The file ends with NUL, so strtol stays inside. */
static long number_after(str s, const char *word)
{
	str at = from_word(s, word);
	char *end = NULL;
	if (!at.p)
		return -1;
	long number = strtol(at.p + strlen(word), &end, 10);
	return end == at.p + strlen(word) ? -1 : number;
}

static str last_trailer(str pdf)
{
	str at = STR_NONE, next = from_word(pdf, "trailer\n");
	while (next.p) {
		at = next;
		next = from_word(str_part(at, 1, at.n), "trailer\n");
	}
	return at;
}

static bool read_trailer(struct pdf *p)
{
	str trailer = last_trailer(p->old);
	long xref = number_after(trailer, "startxref\n");
	p->size = number_after(trailer, "/Size ");
	p->root = number_after(trailer, "/Root ");
	p->info = number_after(trailer, "/Info ");
	if (xref <= 0 || (size_t)xref >= p->old.n || p->size <= 1 || p->root <= 0)
		return false;
	str table = str_part(p->old, (size_t)xref, p->old.n);
	if (!str_starts(table, "xref\n0 ") || number_after(table, "xref\n0 ") != p->size)
		return false;
	str_split(&table, '\n');
	str_split(&table, '\n');
	p->rows = table;
	return p->rows.n > (size_t)p->size * XREF_ROW;
}

/* From after "N 0 obj" to the end of the file; absent if the table lies. */
static str object(const struct pdf *p, long id)
{
	if (id <= 0 || id >= p->size)
		return STR_NONE;
	long at = strtol(p->rows.p + id * XREF_ROW, NULL, 10);
	str s = at > 0 && (size_t)at < p->old.n ? str_part(p->old, (size_t)at, p->old.n) : STR_NONE;
	long named = s.p ? strtol(s.p, NULL, 10) : -1;
	s = named == id ? from_word(s, " obj\n") : STR_NONE;
	return s.p ? str_part(s, strlen(" obj\n"), s.n) : STR_NONE;
}

/* The dictionary an object begins with: up to the stream, or to the end of the object. */
static str dictionary(str object)
{
	str end = from_word(object, "endobj"), stream = from_word(object, "stream\n");
	if (stream.p && (!end.p || stream.p < end.p))
		end = stream;
	return end.p ? str_part(object, 0, (size_t)(end.p - object.p)) : STR_NONE;
}

static void begin(struct pdf *p, long id)
{
	p->at[id] = p->out.n;
	text_print(&p->out, "%ld 0 obj\n", id);
}

/* Writes the object anew with more entries in its dictionary. */
static void add_entries(struct pdf *p, long id, str dict, const char *entries)
{
	size_t end = dict.n;
	while (end >= 2 && memcmp(dict.p + end - 2, ">>", 2) != 0)
		end--;
	if (end < 2)
		return;
	begin(p, id);
	text_add(&p->out, str_part(dict, 0, end - 2));
	text_print(&p->out, "   %s\n>>\nendobj\n", entries);
}

static str deflated(struct arena *a, str plain)
{
	uLongf n = compressBound(plain.n);
	char *p = arena_alloc(a, n);
	int state = compress2((Bytef *)p, &n, (const Bytef *)plain.p, plain.n, Z_DEFAULT_COMPRESSION);
	ASSERT(state == Z_OK); /* there is room, and memory ends the process */
	return (str){ p, n };
}

static bool content_of(const struct pdf *p, long id, struct text *plain)
{
	str whole = object(p, id), dict = dictionary(whole);
	long length = number_after(dict, "/Length ");
	if (from_word(dict, " 0 R").p) /* the length is an object of its own */
		length = number_after(object(p, length), "");
	size_t start = dict.n + strlen("stream\n");
	if (!from_word(dict, "/FlateDecode").p || length <= 0 || start + (size_t)length > whole.n)
		return false;
	return inflate_all(plain, str_part(whole, start, start + (size_t)length), SIZE_MAX);
}

/* A stream object; `entries` stand in its dictionary beside the length. */
static void add_stream(struct pdf *p, long id, const char *entries, str bytes)
{
	begin(p, id);
	text_print(&p->out, "<< %s /Length %zu >>\nstream\n", entries, bytes.n);
	text_add(&p->out, bytes);
	text_c(&p->out, "\nendstream\nendobj\n");
}

static void rewrite_content(struct pdf *p, long id)
{
	struct text plain = TEXT(p->mem);
	if (id <= 0 || !content_of(p, id, &plain))
		return;
	add_stream(p, id, "/Filter /FlateDecode", deflated(p->mem, pdf_mark_artifacts(p->mem, text_str(&plain))));
}

/* Letters, digits and hyphens only: what a language tag has, and what needs no escape. */
static str tag_of(struct arena *a, str language)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < language.n; i++)
		if (language.p[i] &&
		    strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", language.p[i]))
			text_char(&t, language.p[i]);
	return t.n ? text_str(&t) : S("de");
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

/* How many references "/K [ 14 0 R 15 0 R ]" has; *ret_ids is the text from the first on. */
static int kids(str dict, str *ret_ids)
{
	str at = from_word(dict, "/K [");
	int n = 0;
	*ret_ids = at.p ? str_part(at, strlen("/K ["), at.n) : STR_NONE;
	for (str rest = *ret_ids; rest.p; n++) {
		str end = from_word(rest, "]"), next = from_word(rest, " 0 R");
		if (!next.p || (end.p && end.p < next.p))
			break;
		rest = str_part(next, strlen(" 0 R"), next.n);
	}
	return n;
}

static long kid(str ids, int index)
{
	for (int i = 0; i < index; i++) {
		ids = from_word(ids, " 0 R");
		ids = str_part(ids, strlen(" 0 R"), ids.n);
	}
	return number_after(ids, "");
}

/* In a row with fewer cells than its table has columns, the cell before the last one runs on (letter_table.c), or the
 * only one does. */
static void note_spans(struct pdf *p, str table)
{
	str rows, cells;
	int n = kids(table, &rows), columns = 0;
	for (int i = 0; i < n; i++) {
		int m = kids(dictionary(object(p, kid(rows, i))), &cells);
		columns = m > columns ? m : columns;
	}
	for (int i = 0; i < n; i++) {
		int m = kids(dictionary(object(p, kid(rows, i))), &cells);
		long id = m > 0 && m < columns ? kid(cells, m > 1 ? m - 2 : 0) : 0;
		if (id > 0 && id < p->size)
			p->span[id] = columns - m + 1;
	}
}

/* The attributes of a cell: what a head stands for, how many columns it spans. */
static void rewrite_cell(struct pdf *p, long id, str dict, bool head)
{
	str scope = head ? S(" /Scope /Column") : S("");
	str span = p->span[id] ? str_print(p->mem, " /ColSpan %d", p->span[id]) : S("");
	if (scope.n + span.n)
		add_entries(p, id, dict,
		            str_c(p->mem, str_print(p->mem, "/A << /O /Table" STR_FMT STR_FMT " >>", STR_ARG(scope),
		                                    STR_ARG(span))));
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

enum { METADATA, PROFILE, ADDED }; /* objects behind the old ones */

static void rewrite_root(struct pdf *p, str dict, str language)
{
	str entries = str_print(p->mem,
	                        "/Lang (" STR_FMT ") /Metadata %ld 0 R "
	                        "/ViewerPreferences << /DisplayDocTitle true >>\n"
	                        "   /OutputIntents [ << /Type /OutputIntent /S /GTS_PDFA1 "
	                        "/OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) "
	                        "/DestOutputProfile %ld 0 R >> ]",
	                        STR_ARG(language), p->size + METADATA, p->size + PROFILE);
	add_entries(p, p->root, dict, str_c(p->mem, entries));
}

static void rewrite_object(struct pdf *p, long id, str dict)
{
	if (from_word(dict, "/S /TH\n").p || from_word(dict, "/S /TD\n").p) {
		rewrite_cell(p, id, dict, from_word(dict, "/S /TH\n").p);
	} else if (from_word(dict, "/Type /Page ").p) {
		add_entries(p, id, dict, "/Tabs /S");
		rewrite_content(p, number_after(dict, "/Contents "));
	} else if (from_word(dict, "/Subtype /CIDFontType2").p && !from_word(dict, "/CIDToGIDMap").p) {
		add_entries(p, id, dict, "/CIDToGIDMap /Identity");
	}
}

static void rewrite_objects(struct pdf *p, str language)
{
	for (long id = 1; id < p->size; id++) {
		str dict = dictionary(object(p, id));
		if (from_word(dict, "/S /Table\n").p)
			note_spans(p, dict);
	}
	for (long id = 1; id < p->size; id++) {
		str dict = id == p->info ? STR_NONE : dictionary(object(p, id));
		if (id == p->root)
			rewrite_root(p, dict, language);
		else
			rewrite_object(p, id, dict);
	}
}

/* The same bytes have the same ID; that is all it is for. */
static str id_of(struct arena *a, str bytes)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < 4; i++) {
		str part = str_part(bytes, bytes.n / 4 * i, i < 3 ? bytes.n / 4 * (i + 1) : bytes.n);
		text_print(&t, "%08lx", crc32(0, (const Bytef *)part.p, (uInt)part.n) & 0xffffffff);
	}
	return text_str(&t);
}

/* The second cross-reference table, with one section per rewritten object, and the trailer that points to the first. */
static void add_table(struct pdf *p)
{
	size_t table = p->out.n;
	text_c(&p->out, "xref\n0 1\n0000000000 65535 f \n");
	for (long id = 1; id < p->size + ADDED; id++)
		if (p->at[id])
			text_print(&p->out, "%ld 1\n%010zu 00000 n \n", id, p->at[id]);
	text_print(&p->out, "trailer\n<< /Size %ld\n   /Root %ld 0 R\n", p->size + ADDED, p->root);
	str id_now = id_of(p->mem, text_str(&p->out)), id_first = id_of(p->mem, p->old);
	text_print(&p->out, "   /ID [ <" STR_FMT "> <" STR_FMT "> ]\n", STR_ARG(id_first), STR_ARG(id_now));
	if (p->info > 0)
		text_print(&p->out, "   /Info %ld 0 R\n", p->info);
	text_print(&p->out, "   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
	           number_after(last_trailer(p->old), "startxref\n"), table);
}

str pdf_complete(struct arena *a, str pdf, const struct pdf_said *said)
{
	struct pdf p = { .mem = a, .old = pdf, .out = TEXT(a) };
	if (!read_trailer(&p))
		return pdf;
	struct pdf_said clean = { said->title, said->author, tag_of(a, said->language) };
	p.at = NEW_ARRAY(a, size_t, (size_t)p.size + ADDED);
	p.span = NEW_ARRAY(a, int, (size_t)p.size);
	text_add(&p.out, pdf);
	rewrite_objects(&p, clean.language);
	add_stream(&p, p.size + METADATA, "/Type /Metadata /Subtype /XML",
	           pdf_metadata(a, &clean, dictionary(object(&p, p.info))));
	str profile = { (const char *)srgb_profile, srgb_profile_size };
	add_stream(&p, p.size + PROFILE, "/N 3 /Filter /FlateDecode", deflated(a, profile));
	add_table(&p);
	return text_str(&p.out);
}

/* pdf_complete.c -- relies on what cairo 1.16 writes: a classic cross-reference table in one section, no object
 * streams, page contents as one deflated stream, each mark of the structure on a line of its own. */
#include "doc/pdf_complete.h"
#include "base/arena.h"
#include "base/error.h"
#include "doc/pdf_artifact.h"
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
};

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

static bool inflate_all(struct text *to, str packed)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n };
	int state = inflateInit(&z);
	while (state == Z_OK) {
		z.avail_out = 64 * 1024;
		z.next_out = (Bytef *)text_room(to, z.avail_out);
		size_t room = z.avail_out;
		state = inflate(&z, Z_NO_FLUSH);
		to->n += room - z.avail_out;
	}
	inflateEnd(&z);
	return state == Z_STREAM_END;
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
	return inflate_all(plain, str_part(whole, start, start + (size_t)length));
}

static void rewrite_content(struct pdf *p, long id)
{
	struct text plain = TEXT(p->mem);
	if (id <= 0 || !content_of(p, id, &plain))
		return;
	str packed = deflated(p->mem, pdf_mark_artifacts(p->mem, text_str(&plain)));
	begin(p, id);
	text_print(&p->out, "<< /Length %zu\n   /Filter /FlateDecode\n>>\nstream\n", packed.n);
	text_add(&p->out, packed);
	text_c(&p->out, "\nendstream\nendobj\n");
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

static void rewrite_objects(struct pdf *p, str language)
{
	for (long id = 1; id < p->size; id++) {
		str dict = id == p->info ? STR_NONE : dictionary(object(p, id));
		if (id == p->root) {
			add_entries(p, id, dict,
			            str_c(p->mem, str_print(p->mem,
			                                    "/Lang (" STR_FMT ") /Metadata %ld 0 R "
			                                    "/ViewerPreferences << /DisplayDocTitle true >>",
			                                    STR_ARG(language), p->size)));
		} else if (from_word(dict, "/S /TH\n").p) {
			add_entries(p, id, dict, "/A << /O /Table /Scope /Column >>");
		} else if (from_word(dict, "/Type /Page ").p) {
			add_entries(p, id, dict, "/Tabs /S");
			rewrite_content(p, number_after(dict, "/Contents "));
		}
	}
}

/* The title once more, as XMP (ISO 16684-1). */
static void add_metadata(struct pdf *p, str title, str language)
{
	struct text x = TEXT(p->mem);
	text_c(&x, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	           "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
	           "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
	           "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	text_html(&x, title);
	text_print(&x,
	           "</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>" STR_FMT
	           "</rdf:li></rdf:Bag></dc:language>"
	           "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>",
	           STR_ARG(language));
	begin(p, p->size);
	text_print(&p->out, "<< /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n", x.n);
	text_add(&p->out, text_str(&x));
	text_c(&p->out, "\nendstream\nendobj\n");
}

/* The second cross-reference table, with one section per rewritten object, and the trailer that points to the first. */
static void add_table(struct pdf *p)
{
	size_t table = p->out.n;
	text_c(&p->out, "xref\n0 1\n0000000000 65535 f \n");
	for (long id = 1; id <= p->size; id++)
		if (p->at[id])
			text_print(&p->out, "%ld 1\n%010zu 00000 n \n", id, p->at[id]);
	text_print(&p->out, "trailer\n<< /Size %ld\n   /Root %ld 0 R\n", p->size + 1, p->root);
	if (p->info > 0)
		text_print(&p->out, "   /Info %ld 0 R\n", p->info);
	text_print(&p->out, "   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
	           number_after(last_trailer(p->old), "startxref\n"), table);
}

str pdf_complete(struct arena *a, str pdf, str title, str language)
{
	struct pdf p = { .mem = a, .old = pdf, .out = TEXT(a) };
	if (!read_trailer(&p))
		return pdf;
	p.at = NEW_ARRAY(a, size_t, (size_t)p.size + 1);
	text_add(&p.out, pdf);
	rewrite_objects(&p, tag_of(a, language));
	add_metadata(&p, title, tag_of(a, language));
	add_table(&p);
	return text_str(&p.out);
}

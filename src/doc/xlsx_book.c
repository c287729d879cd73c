#include "doc/xlsx_book.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/arena.h"

enum { MOST_COLUMNS = 16384, MOST_ROWS = 1048576, LONGEST_NAME = 300 };

err book_fail(struct book *b, const char *key, str detail)
{
	*b->fault = (struct xlsx_fault){ .key = key, .detail = detail };
	return E_INVALID;
}

/* --- the archive -------------------------------------------------------------------------------------------------- */

bool xlsx_looks_like(str bytes)
{
	return str_starts(bytes, "PK\x03\x04") || str_starts(bytes, "\xD0\xCF\x11\xE0");
}

static void end_zip(void *handle)
{
	struct zip **zip = handle;
	if (*zip)
		zip_discard(*zip);
}

static void end_source(void *source)
{
	zip_source_free(source);
}

/* The one whose name ends so, in whatever letters; -1 if none. */
static bool has_part_ending(struct book *b, const char *tail)
{
	size_t length = strlen(tail);
	for (zip_int64_t i = 0; i < zip_get_num_entries(b->zip, 0); i++) {
		const char *name = zip_get_name(b->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
		size_t n = name ? strlen(name) : 0;
		if (n >= length && !strcasecmp(name + n - length, tail))
			return true;
	}
	return false;
}

/* What the archive says of itself; what it really unpacks to is counted by book_part(). */
static err check_size(struct book *b)
{
	uint64_t all = 0;
	zip_int64_t n = zip_get_num_entries(b->zip, 0);
	if (n > XLSX_MOST_PARTS)
		return book_fail(b, "xlsx.too_large", STR_NONE);
	for (zip_int64_t i = 0; i < n; i++) {
		zip_stat_t about;
		if (zip_stat_index(b->zip, (zip_uint64_t)i, 0, &about) != 0 || !(about.valid & ZIP_STAT_SIZE))
			return book_fail(b, "xlsx.damaged", S("ZIP"));
		if (about.size > XLSX_MOST_UNPACKED || (all += about.size) > XLSX_MOST_UNPACKED)
			return book_fail(b, "xlsx.too_large", STR_NONE);
	}
	return OK;
}

static err open_archive(struct book *b, str bytes)
{
	zip_error_t error;
	zip_error_init(&error);
	/* Writing, libzip 1.7.3 goes on with the buffer that it was given as if it had allocated it: so it gets one. */
	char *own = malloc(bytes.n);
	ASSERT(own);
	memcpy(own, bytes.p, bytes.n);
	b->source = zip_source_buffer_create(own, bytes.n, 1, &error);
	ASSERT(b->source);
	zip_source_keep(b->source); /* it is read once more when the archive is written: book_bytes() */
	arena_defer(b->mem, end_source, b->source);
	b->zip = zip_open_from_source(b->source, 0, &error);
	zip_error_fini(&error);
	if (!b->zip) {
		zip_source_free(b->source); /* the archive would have done it */
		return book_fail(b, "xlsx.damaged", S("ZIP"));
	}
	b->handle = NEW(b->mem, struct zip *);
	*b->handle = b->zip;
	arena_defer(b->mem, end_zip, b->handle);
	return check_size(b);
}

static zip_int64_t find(struct book *b, str name)
{
	return zip_name_locate(b->zip, str_c(b->mem, name), ZIP_FL_NOCASE);
}

static err unpack(struct book *b, zip_file_t *file, struct text *t)
{
	char piece[16384];
	zip_int64_t got;
	while ((got = zip_fread(file, piece, sizeof piece)) > 0) {
		b->unpacked += got;
		if (b->unpacked > XLSX_MOST_UNPACKED)
			return book_fail(b, "xlsx.too_large", STR_NONE);
		text_add(t, (str){ piece, (size_t)got });
	}
	return got == 0 ? OK : E_BROKEN;
}

err book_part(struct book *b, str name, str *ret)
{
	struct text t = TEXT(b->mem);
	zip_int64_t index = find(b, name);
	zip_file_t *file = index < 0 ? NULL : zip_fopen_index(b->zip, (zip_uint64_t)index, 0);
	if (!file)
		return book_fail(b, "xlsx.damaged", name);
	err e = unpack(b, file, &t);
	zip_fclose(file);
	if (e == E_BROKEN) /* a checksum, or no stream at all */
		return book_fail(b, "xlsx.damaged", name);
	*ret = text_str(&t);
	return e;
}

err book_listen(struct book *b, str name, const struct xml_listener *l)
{
	str bytes;
	TRY(book_part(b, name, &bytes));
	if (xml_read(b->mem, bytes, l) != OK)
		return b->fault->key ? E_INVALID : book_fail(b, "xlsx.damaged", name);
	return OK;
}

/* --- which part is what ------------------------------------------------------------------------------------------- */

struct link {
	str id, type, target; /* target: the part's name in the archive */
};
struct links {
	struct arena *mem;
	str folder; /* that targets are relative to: "xl" */
	struct list items;
};

/* "../media/x" or "/xl/x" as the name of a part. */
static str resolve(struct arena *a, str folder, str target)
{
	str parts[32];
	size_t n = 0;
	struct text t = TEXT(a);
	str all =
	        str_starts(target, "/") ? target : str_print(a, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(target));
	while (all.p && n < 32) {
		str one = str_split(&all, '/');
		if (str_is(one, ".."))
			n -= n > 0;
		else if (one.n && !str_is(one, "."))
			parts[n++] = one;
	}
	for (size_t i = 0; i < n; i++) {
		text_c(&t, i ? "/" : "");
		text_add(&t, parts[i]);
	}
	return text_str(&t);
}

static bool link_opened(void *self, const struct xml_tag *t)
{
	struct links *l = self;
	str target = xml_attribute(t, "Target");
	if (strcmp(t->name, "Relationship") != 0 || !target.p || target.n > LONGEST_NAME ||
	    str_is(xml_attribute(t, "TargetMode"), "External"))
		return true;
	*LIST_ADD(l->mem, &l->items, struct link) =
	        (struct link){ str_copy(l->mem, xml_attribute(t, "Id")), str_copy(l->mem, xml_attribute(t, "Type")),
		               resolve(l->mem, l->folder, target) };
	return true;
}

static err read_links(struct book *b, str part, str folder, struct links *ret)
{
	*ret = (struct links){ .mem = b->mem, .folder = folder };
	const struct xml_listener l = { .open = link_opened, .self = ret };
	return book_listen(b, part, &l);
}

/* The namespaces of types differ (transitional, strict); their ends do not. */
static str link_of_type(const struct links *l, const char *tail)
{
	LIST_EACH (const struct link, k, &l->items)
		if (str_ends(k->type, tail))
			return k->target;
	return STR_NONE;
}

struct main_listener {
	struct book *b;
	const struct links *links;
};

static bool main_opened(void *self, const struct xml_tag *t)
{
	struct main_listener *m = self;
	struct arena *a = m->b->mem;
	if (!strcmp(t->name, "workbookPr")) {
		str v = xml_attribute(t, "date1904");
		m->b->from_1904 = str_is(v, "1") || str_is(v, "true");
	}
	if (strcmp(t->name, "sheet") != 0 || strcmp(t->parent, "sheets") != 0)
		return true;
	str id = STR_NONE, state = xml_attribute(t, "state");
	for (const char **p = t->attributes; *p; p += 2)
		if (str_ends(str_of(*p), ":id"))
			id = str_of(p[1]);
	LIST_EACH (const struct link, k, &m->links->items)
		if (str_eq(k->id, id) && str_ends(k->type, "/worksheet"))
			*LIST_ADD(a, &m->b->sheets, struct book_sheet) =
			        (struct book_sheet){ str_copy(a, xml_attribute(t, "name")), k->target,
				                     state.p && !str_is(state, "visible") };
	return true;
}

/* "xl/workbook.xml" -> folder "xl", relationships "xl/_rels/workbook.xml.rels". */
static void name_links(struct book *b, str *ret_folder)
{
	size_t cut = 0;
	for (size_t i = 0; i < b->main.n; i++)
		if (b->main.p[i] == '/')
			cut = i + 1;
	*ret_folder = str_part(b->main, 0, cut ? cut - 1 : 0);
	b->main_links = str_print(b->mem, STR_FMT "_rels/" STR_FMT ".rels", STR_ARG(str_part(b->main, 0, cut)),
	                          STR_ARG(str_part(b->main, cut, b->main.n)));
}

static str if_there(struct book *b, str part)
{
	return part.p && find(b, part) >= 0 ? part : STR_NONE;
}

static err read_structure(struct book *b)
{
	struct links all, links;
	struct main_listener m = { b, &links };
	const struct xml_listener l = { .open = main_opened, .self = &m };
	str folder;
	TRY(read_links(b, S("_rels/.rels"), S(""), &all));
	b->main = link_of_type(&all, "/officeDocument");
	if (!b->main.p)
		return book_fail(b, "xlsx.not_xlsx", STR_NONE);
	name_links(b, &folder);
	TRY(read_links(b, b->main_links, folder, &links));
	b->strings = if_there(b, link_of_type(&links, "/sharedStrings"));
	b->styles = if_there(b, link_of_type(&links, "/styles"));
	b->calculations = if_there(b, link_of_type(&links, "/calcChain"));
	TRY(book_listen(b, b->main, &l));
	return b->sheets.n ? OK : book_fail(b, "xlsx.not_xlsx", STR_NONE);
}

err book_open(struct book *b, struct arena *a, str bytes, struct xlsx_fault *fault)
{
	str types;
	*b = (struct book){ .mem = a, .fault = fault };
	*fault = (struct xlsx_fault){ 0 };
	if (str_starts(bytes, "\xD0\xCF\x11\xE0"))
		return book_fail(b, "xlsx.old", STR_NONE);
	if (!xlsx_looks_like(bytes))
		return book_fail(b, "xlsx.not_xlsx", STR_NONE);
	TRY(open_archive(b, bytes));
	if (find(b, S("[Content_Types].xml")) < 0 || find(b, S("_rels/.rels")) < 0)
		return book_fail(b, "xlsx.not_xlsx", STR_NONE);
	TRY(book_part(b, S("[Content_Types].xml"), &types));
	if (str_has(types, "macroEnabled") || has_part_ending(b, "vbaProject.bin"))
		return book_fail(b, "xlsx.macros", STR_NONE);
	return read_structure(b);
}

/* --- sheets and places -------------------------------------------------------------------------------------------- */

static str names_of_sheets(struct book *b)
{
	enum { MOST_NAMED = 20 };
	struct text t = TEXT(b->mem);
	for (size_t i = 0; i < b->sheets.n && i < MOST_NAMED; i++)
		text_print(&t, "%s" STR_FMT, i ? ", " : "", STR_ARG(LIST_AT(&b->sheets, struct book_sheet, i)->name));
	text_c(&t, b->sheets.n > MOST_NAMED ? ", …" : "");
	return text_str(&t);
}

err book_sheet(struct book *b, str name, const struct book_sheet **ret)
{
	str folded = name.p ? utf8_fold(b->mem, name) : STR_NONE;
	*ret = NULL;
	LIST_EACH (const struct book_sheet, s, &b->sheets) {
		if (name.p ? str_eq(s->name, name) : !s->hidden) {
			*ret = s;
			return OK;
		}
		if (!*ret && name.p && str_eq(utf8_fold(b->mem, s->name), folded))
			*ret = s;
	}
	if (*ret)
		return OK;
	book_fail(b, "xlsx.no_sheet", names_of_sheets(b));
	b->fault->sheet = name;
	return E_INVALID;
}

err xlsx_sheets(struct arena *a, str bytes, struct list *ret, struct xlsx_fault *ret_fault)
{
	struct book b;
	*ret = (struct list){ 0 };
	TRY(book_open(&b, a, bytes, ret_fault));
	LIST_EACH (const struct book_sheet, s, &b.sheets)
		*LIST_ADD(a, ret, struct xlsx_sheet) = (struct xlsx_sheet){ s->name, s->hidden };
	return OK;
}

bool xlsx_place_of(str s, struct xlsx_place *ret)
{
	size_t i = 0;
	*ret = (struct xlsx_place){ 0 };
	i += i < s.n && s.p[i] == '$';
	for (; i < s.n && isalpha((unsigned char)s.p[i]) && ret->column <= MOST_COLUMNS; i++)
		ret->column = ret->column * 26 + (toupper((unsigned char)s.p[i]) - 'A' + 1);
	i += i < s.n && s.p[i] == '$';
	if (i >= s.n || s.p[i] == '0')
		return false;
	for (; i < s.n && isdigit((unsigned char)s.p[i]) && ret->row <= MOST_ROWS; i++)
		ret->row = ret->row * 10 + (s.p[i] - '0');
	return i == s.n && ret->row >= 1 && ret->row <= MOST_ROWS && ret->column >= 1 && ret->column <= MOST_COLUMNS;
}

str xlsx_address(struct arena *a, struct xlsx_place p)
{
	char letters[4];
	size_t at = sizeof letters;
	for (int64_t c = p.column; c > 0 && at > 0; c = (c - 1) / 26)
		letters[--at] = (char)('A' + (c - 1) % 26);
	return str_print(a, "%.*s%" PRId64, (int)(sizeof letters - at), letters + at, p.row);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

err book_replace(struct book *b, str name, str bytes)
{
	zip_int64_t index = find(b, name);
	zip_stat_t about;
	zip_source_t *source = zip_source_buffer(b->zip, bytes.p, bytes.n, 0);
	if (index < 0 || !source || zip_stat_index(b->zip, (zip_uint64_t)index, 0, &about) != 0)
		return E_BROKEN;
	if (zip_file_replace(b->zip, (zip_uint64_t)index, source, 0) != 0) {
		zip_source_free(source);
		return E_BROKEN;
	}
	/* the time of the part stays: the same template and values are the same bytes */
	return zip_file_set_mtime(b->zip, (zip_uint64_t)index, about.mtime, 0) == 0 ? OK : E_BROKEN;
}

err book_drop(struct book *b, str name)
{
	zip_int64_t index = find(b, name);
	return index >= 0 && zip_delete(b->zip, (zip_uint64_t)index) == 0 ? OK : E_BROKEN;
}

static err read_source(struct zip_source *source, struct arena *a, str *ret)
{
	zip_stat_t about;
	if (zip_source_stat(source, &about) != 0 || !(about.valid & ZIP_STAT_SIZE) || zip_source_open(source) != 0)
		return E_BROKEN;
	char *p = arena_alloc(a, about.size + 1);
	zip_int64_t got = zip_source_read(source, p, about.size);
	zip_source_close(source);
	*ret = (str){ p, (size_t)about.size };
	return got == (zip_int64_t)about.size ? OK : E_BROKEN;
}

err book_bytes(struct book *b, struct arena *a, str *ret)
{
	if (zip_close(b->zip) != 0)
		return E_BROKEN;
	*b->handle = b->zip = NULL;
	return read_source(b->source, a, ret);
}

#include "doc/pdf_check.h"

#include <stdint.h>
#include <string.h>

#include "doc/inflate.h"

enum { MEGABYTE = 1024 * 1024, MOST_OF_STREAM = 16 * MEGABYTE, MOST_UNPACKED = 64 * MEGABYTE };
enum { LONGEST_NAME = 32, LONGEST_LIST = 200 };

/* Names that make a PDF do something, or carry another file. */
static const struct {
	const char *name;
	enum pdf_verdict verdict;
} active[] = {
	{ "JavaScript", PDF_ACTIVE },
	{ "JS", PDF_ACTIVE },
	{ "Launch", PDF_ACTIVE },
	{ "EmbeddedFile", PDF_ACTIVE },
	{ "EmbeddedFiles", PDF_ACTIVE },
	{ "RichMedia", PDF_ACTIVE },
	{ "XFA", PDF_ACTIVE },
	{ "ImportData", PDF_ACTIVE },
	{ "SubmitForm", PDF_ACTIVE },
	{ "GoToE", PDF_ACTIVE },
	{ "FileAttachment", PDF_ACTIVE },
	{ "Encrypt", PDF_LOCKED },
};
/* Filters that no object stream needs: packed with one of them nobody here looks into it. */
static const char *const unusual[] = { "ASCIIHexDecode",  "AHx", "ASCII85Decode", "A85",       "LZWDecode", "LZW",
	                               "RunLengthDecode", "RL",  "Crypt",         "DCTDecode", "DCT",       NULL };

/* What the dictionaries since the last object say of a stream that may follow. */
struct about {
	bool objects;  /* it is an object stream: /Type /ObjStm, or has a /First */
	bool odd;      /* packed twice, in an unusual way, or said elsewhere */
	bool packed;   /* with deflate */
	size_t length; /* of its bytes; SIZE_MAX: said elsewhere */
	size_t first;  /* of the bytes of its first object */
};

struct scan {
	str b;
	size_t i;
	const unsigned char *starts; /* of objects, by place: inside of an object stream; NULL: the file itself */
	struct about about;
	int depth;       /* of dictionaries */
	bool after_dict; /* only white space since ">>" */
	size_t *unpacked;
};

static enum pdf_verdict scan_all(struct scan *s);

/* --- letters ------------------------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || !c;
}

static bool is_delimiter(char c)
{
	return is_blank(c) || strchr("()<>[]{}/%", c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_of(char c)
{
	if (is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool stands(str b, size_t i, const char *word)
{
	size_t n = strlen(word);
	return i + n <= b.n && !memcmp(b.p + i, word, n);
}

/* The next that is not white space; n: none. */
static size_t next_ink(str b, size_t i)
{
	while (i < b.n && is_blank(b.p[i]))
		i++;
	return i;
}

/* --- what hides --------------------------------------------------------------------------------------------------- */

/* "12 0 obj", with comments between if there are any: from any place at once, as a set of states. */
enum { FIRST = 1, GAP1 = 2, NOTE1 = 4, SECOND = 8, GAP2 = 16, NOTE2 = 32, O = 64, OB = 128 };

static unsigned step(unsigned s, char c)
{
	unsigned t = s & (NOTE1 | NOTE2);
	if (c == '\n' || c == '\r')
		t = (t & NOTE1 ? GAP1 : 0) | (t & NOTE2 ? GAP2 : 0);
	if (is_digit(c))
		t |= FIRST | (s & (GAP1 | SECOND) ? SECOND : 0);
	else if (is_blank(c))
		t |= (s & (FIRST | GAP1) ? GAP1 : 0) | (s & (SECOND | GAP2) ? GAP2 : 0);
	else if (c == '%')
		t |= (s & (FIRST | GAP1) ? NOTE1 : 0) | (s & (SECOND | GAP2) ? NOTE2 : 0);
	else if (c == 'o')
		t |= s & (SECOND | GAP2) ? O : 0;
	else if (c == 'b')
		t |= s & O ? OB : 0;
	return t;
}

/* A reader that is led here by a cross-reference finds an object, or the trailer of the file. */
static bool hides(str b, size_t from, size_t to)
{
	unsigned s = 0;
	for (size_t i = from; i < to; i++) {
		if (b.p[i] == 'j' && s & OB)
			return true;
		if (b.p[i] == 't' && stands(b, i, "trailer")) {
			size_t k = next_ink(b, i + strlen("trailer"));
			if (k < to && (b.p[k] == '<' || b.p[k] == '%'))
				return true;
		}
		s = step(s, b.p[i]);
	}
	return false;
}

/* Goes on behind what is not looked at; nothing may begin in it. */
static enum pdf_verdict skip(struct scan *s, size_t to)
{
	size_t from = s->i;
	s->i = to;
	if (!s->starts)
		return hides(s->b, from, to) ? PDF_ACTIVE : PDF_HARMLESS;
	for (size_t k = from + 1; k < to; k++)
		if (s->starts[k])
			return PDF_ACTIVE;
	return PDF_HARMLESS;
}

/* --- tokens ------------------------------------------------------------------------------------------------------- */

static enum pdf_verdict skip_comment(struct scan *s)
{
	size_t k = s->i;
	while (k < s->b.n && s->b.p[k] != '\n' && s->b.p[k] != '\r')
		k++;
	return skip(s, k);
}

/* (text (with pairs) and \) escapes) */
static enum pdf_verdict skip_string(struct scan *s)
{
	size_t k = s->i;
	int open = 0;
	for (; k < s->b.n; k++) {
		if (s->b.p[k] == '\\')
			k++;
		else if (s->b.p[k] == '(')
			open++;
		else if (s->b.p[k] == ')' && --open == 0)
			return skip(s, k + 1);
	}
	return PDF_BROKEN;
}

static enum pdf_verdict skip_hex(struct scan *s)
{
	const char *end = memchr(s->b.p + s->i, '>', s->b.n - s->i);
	return end ? skip(s, (size_t)(end - s->b.p) + 1) : PDF_BROKEN;
}

/* A name behind its slash, with #4a undone. Longer ones than ours are cut: they are none of ours. */
static str read_name(struct scan *s, char name[LONGEST_NAME])
{
	str b = s->b;
	size_t n = 0;
	for (; s->i < b.n && !is_delimiter(b.p[s->i]); s->i++) {
		char c = b.p[s->i];
		if (c == '#' && s->i + 2 < b.n && hex_of(b.p[s->i + 1]) >= 0 && hex_of(b.p[s->i + 2]) >= 0) {
			c = (char)(hex_of(b.p[s->i + 1]) * 16 + hex_of(b.p[s->i + 2]));
			s->i += 2;
		}
		if (n < LONGEST_NAME)
			name[n++] = c;
	}
	return (str){ name, n };
}

/* The number that follows a key; SIZE_MAX: there is none, or it is said in another object ("5 0 R"). */
static size_t number_here(const struct scan *s)
{
	str b = s->b;
	size_t k = next_ink(b, s->i), from = k, number = 0;
	for (; k < b.n && is_digit(b.p[k]) && k - from < 10; k++)
		number = number * 10 + (size_t)(b.p[k] - '0');
	if (k == from)
		return SIZE_MAX;
	k = next_ink(b, k);
	while (k < b.n && is_digit(b.p[k]))
		k++;
	size_t r = next_ink(b, k);
	return r > k && r < b.n && b.p[r] == 'R' ? SIZE_MAX : number;
}

/* A filter is a name or a short list of names; anything else is said elsewhere. */
static bool is_said_here(const struct scan *s)
{
	size_t k = next_ink(s->b, s->i);
	if (k < s->b.n && s->b.p[k] == '/')
		return true;
	if (k == s->b.n || s->b.p[k] != '[')
		return false;
	for (size_t end = k + LONGEST_LIST; ++k < s->b.n && k < end && s->b.p[k] != ']';)
		if (is_digit(s->b.p[k]) && is_delimiter(s->b.p[k - 1]))
			return false;
	return k < s->b.n && s->b.p[k] == ']';
}

static void note_key(struct scan *s, str name)
{
	struct about *o = &s->about;
	if (str_is(name, "ObjStm")) {
		o->objects = true;
	} else if (str_is(name, "First")) {
		o->objects = true;
		o->first = number_here(s);
	} else if (str_is(name, "Length")) {
		o->length = number_here(s);
	} else if (str_is(name, "FlateDecode") || str_is(name, "Fl")) {
		o->odd |= o->packed;
		o->packed = true;
	} else if (str_is(name, "Filter")) {
		o->odd |= !is_said_here(s);
	} else if (str_is(name, "Predictor")) {
		o->odd |= number_here(s) != 1;
	} else if (str_is(name, "DecodeParms") || str_is(name, "DP")) {
		size_t k = next_ink(s->b, s->i);
		o->odd |= k < s->b.n && is_digit(s->b.p[k]);
	}
	for (size_t k = 0; unusual[k]; k++)
		o->odd |= str_is(name, unusual[k]);
}

static enum pdf_verdict take_name(struct scan *s)
{
	char name[LONGEST_NAME];
	s->i++;
	str found = read_name(s, name);
	for (size_t k = 0; k < sizeof active / sizeof *active; k++)
		if (str_is(found, active[k].name))
			return active[k].verdict;
	if (str_is(found, "EF") && stands(s->b, next_ink(s->b, s->i), "<"))
		return PDF_ACTIVE; /* of a file that is in here; a font may have that name, too */
	note_key(s, found);
	return PDF_HARMLESS;
}

/* --- streams ------------------------------------------------------------------------------------------------------ */

/* Where the objects begin: pairs of number and place stand before the first. NULL: something else stands there. */
static unsigned char *starts_of(struct arena *a, str plain, size_t first)
{
	unsigned char *starts = NEW_ARRAY(a, unsigned char, plain.n + 1);
	size_t i = 0, end = first < plain.n ? first : plain.n;
	for (bool place = false; (i = next_ink(plain, i)) < end && is_digit(plain.p[i]); place = !place) {
		size_t number = 0;
		for (; i < end && is_digit(plain.p[i]); i++)
			number = number < MOST_OF_STREAM ? number * 10 + (size_t)(plain.p[i] - '0') : number;
		if (place && number <= plain.n && first + number < plain.n)
			starts[first + number] = 1;
	}
	return i < end ? NULL : starts;
}

static enum pdf_verdict scan_objects(struct scan *s, str bytes)
{
	struct arena *a = arena_new();
	struct text plain = TEXT(a);
	enum pdf_verdict verdict = PDF_HARMLESS;
	bool whole = true;
	if (s->about.packed)
		whole = inflate_all(&plain, bytes, MOST_OF_STREAM);
	else
		text_add(&plain, bytes);
	*s->unpacked += plain.n;
	if (plain.n > MOST_OF_STREAM || *s->unpacked > MOST_UNPACKED) {
		verdict = PDF_HUGE;
	} else {
		str b = text_str(&plain);
		struct scan inner = { .b = b, .starts = starts_of(a, b, s->about.first), .unpacked = s->unpacked };
		verdict = inner.starts ? scan_all(&inner) : PDF_ACTIVE;
	}
	arena_free(a);
	return verdict ? verdict : whole ? PDF_HARMLESS : PDF_BROKEN;
}

/* Where the bytes end: where they say so, if "endstream" stands there, or else before the next one. */
static size_t stream_end(const struct scan *s, size_t from)
{
	str b = s->b;
	size_t length = s->about.length;
	if (length < b.n - from && stands(b, next_ink(b, from + length), "endstream"))
		return from + length;
	const char *end = memmem(b.p + from, b.n - from, "endstream", strlen("endstream"));
	return end ? (size_t)(end - b.p) : b.n;
}

static enum pdf_verdict take_stream(struct scan *s)
{
	str b = s->b;
	size_t from = s->i;
	from += from < b.n && b.p[from] == '\r';
	from += from < b.n && b.p[from] == '\n';
	size_t to = stream_end(s, from);
	if (to == b.n)
		return PDF_BROKEN;
	s->i = from;
	enum pdf_verdict verdict = skip(s, to);
	if (!verdict && s->about.objects)
		verdict = s->about.odd || s->about.first == SIZE_MAX ? PDF_ACTIVE
		                                                     : scan_objects(s, str_part(b, from, to));
	s->i += strlen("endstream");
	return verdict;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

static enum pdf_verdict take_word(struct scan *s, bool after_dict)
{
	size_t from = s->i;
	while (s->i < s->b.n && !is_delimiter(s->b.p[s->i]))
		s->i++;
	str word = str_part(s->b, from, s->i);
	if (s->starts)
		return PDF_HARMLESS; /* no streams in object streams */
	bool stream = after_dict && str_is(word, "stream"), end = str_is(word, "endobj");
	if (s->depth && (end || str_is(word, "stream") || str_ends(word, "obj")))
		return PDF_BROKEN; /* no dictionary goes on beyond its object */
	enum pdf_verdict verdict = stream ? take_stream(s) : PDF_HARMLESS;
	if (stream || end)
		s->about = (struct about){ .length = SIZE_MAX };
	return verdict;
}

static enum pdf_verdict take_token(struct scan *s)
{
	char c = s->b.p[s->i], next = s->i + 1 < s->b.n ? s->b.p[s->i + 1] : ' ';
	bool after_dict = s->after_dict, twice = c == next;
	s->after_dict = (is_blank(c) || c == '%') && after_dict;
	if (c == '%')
		return skip_comment(s);
	if (c == '(')
		return skip_string(s);
	if (c == '<' && !twice)
		return skip_hex(s);
	if (c == '/')
		return take_name(s);
	if (!is_delimiter(c))
		return take_word(s, after_dict);
	if ((c == '<' || c == '>') && twice) {
		s->depth += c == '<' ? 1 : s->depth ? -1 : 0;
		s->after_dict = c == '>';
		s->i++;
	}
	s->i++;
	return PDF_HARMLESS;
}

static enum pdf_verdict scan_all(struct scan *s)
{
	enum pdf_verdict verdict = PDF_HARMLESS;
	s->about = (struct about){ .length = SIZE_MAX };
	while (!verdict && s->i < s->b.n)
		verdict = take_token(s);
	return verdict;
}

enum pdf_verdict pdf_check(str pdf)
{
	size_t unpacked = 0;
	struct scan s = { .b = pdf, .unpacked = &unpacked };
	enum pdf_verdict verdict = scan_all(&s);
	/* What is encrypted cannot be unpacked either; the reason helps more than what follows from it. */
	if (verdict == PDF_BROKEN && memmem(pdf.p, pdf.n, "/Encrypt", strlen("/Encrypt")))
		return PDF_LOCKED;
	return verdict;
}

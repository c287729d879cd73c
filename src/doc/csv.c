#include "doc/csv.h"

#include <string.h>

#include "base/arena.h"

enum { MOST_CELLS = 200 };

/* --- bytes to text ------------------------------------------------------------------------------------------------ */

/* The upper half of Windows-1252 from 0x80 to 0x9F; what is not there stands for itself in Latin-1. */
static const unsigned short above_80[32] = { 0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
	                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178 };

static void add_code(struct text *t, unsigned c)
{
	if (c < 0x80) {
		text_char(t, (char)c);
	} else if (c < 0x800) {
		text_char(t, (char)(0xC0 | c >> 6));
		text_char(t, (char)(0x80 | (c & 0x3F)));
	} else {
		text_char(t, (char)(0xE0 | c >> 12));
		text_char(t, (char)(0x80 | (c >> 6 & 0x3F)));
		text_char(t, (char)(0x80 | (c & 0x3F)));
	}
}

static str from_windows(struct arena *a, str bytes)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		add_code(&t, c >= 0x80 && c < 0xA0 ? above_80[c - 0x80] : c);
	}
	return text_str(&t);
}

/* --- rows and cells ----------------------------------------------------------------------------------------------- */

struct reader {
	struct arena *a;
	str s;
	size_t at;
	int64_t line;
	char separator;
	struct csv_fault *fault;
};

static bool at_end(const struct reader *r)
{
	return r->at >= r->s.n;
}

static char here(const struct reader *r)
{
	return at_end(r) ? '\n' : r->s.p[r->at];
}

static bool at_break(const struct reader *r)
{
	return here(r) == '\n' || here(r) == '\r';
}

static void pass_break(struct reader *r)
{
	if (at_end(r))
		return;
	bool pair = here(r) == '\r' && r->at + 1 < r->s.n && r->s.p[r->at + 1] == '\n';
	r->at += pair ? 2 : 1;
	r->line++;
}

static err stop(struct reader *r, const char *key, int64_t line)
{
	*r->fault = (struct csv_fault){ key, line };
	return E_INVALID;
}

/* After an opening quote: up to the closing one; two of them are one. */
static err read_quoted(struct reader *r, str *ret)
{
	struct text t = TEXT(r->a);
	int64_t begun = r->line;
	for (r->at++; !at_end(r); r->at++) {
		if (here(r) == '"') {
			if (r->at + 1 >= r->s.n || r->s.p[r->at + 1] != '"')
				break;
			r->at++;
		} else if (here(r) == '\n' || (here(r) == '\r' && (r->at + 1 >= r->s.n || r->s.p[r->at + 1] != '\n'))) {
			r->line++;
		}
		text_char(&t, here(r));
	}
	if (at_end(r))
		return stop(r, "csv.unclosed", begun);
	r->at++;
	*ret = t.n ? text_str(&t) : S("");
	return at_break(r) || here(r) == r->separator ? OK : stop(r, "csv.after_quote", r->line);
}

static str read_plain(struct reader *r)
{
	size_t from = r->at;
	while (!at_break(r) && here(r) != r->separator)
		r->at++;
	return str_part(r->s, from, r->at);
}

/* doc_csv() puts an apostrophe before what a spreadsheet would run. */
static str without_guard(str s)
{
	bool guarded = s.n >= 2 && s.p[0] == '\'' && strchr("=+-@\t\r", s.p[1]);
	return guarded ? str_part(s, 1, s.n) : s;
}

static err read_row(struct reader *r, struct csv_row *ret)
{
	str cells[MOST_CELLS];
	ret->line = r->line;
	for (;;) {
		if (ret->n == MOST_CELLS)
			return stop(r, "csv.too_wide", ret->line);
		str cell = S("");
		if (here(r) == '"')
			TRY(read_quoted(r, &cell));
		else
			cell = read_plain(r);
		cells[ret->n++] = without_guard(cell);
		if (here(r) != r->separator || at_end(r))
			break;
		r->at++;
	}
	pass_break(r);
	ret->cells = NEW_ARRAY(r->a, str, ret->n);
	memcpy(ret->cells, cells, ret->n * sizeof *cells);
	return OK;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static char find_separator(str s)
{
	size_t semicolons = 0, commas = 0, tabs = 0;
	bool quoted = false;
	for (size_t i = 0; i < s.n && (quoted || (s.p[i] != '\n' && s.p[i] != '\r')); i++) {
		quoted ^= s.p[i] == '"';
		semicolons += !quoted && s.p[i] == ';';
		commas += !quoted && s.p[i] == ',';
		tabs += !quoted && s.p[i] == '\t';
	}
	if (tabs > semicolons && tabs > commas)
		return '\t';
	return commas > semicolons ? ',' : ';';
}

err csv_read(struct arena *a, str bytes, struct csv *ret, struct csv_fault *ret_fault)
{
	*ret = (struct csv){ 0 };
	if (bytes.n && memchr(bytes.p, 0, bytes.n)) {
		*ret_fault = (struct csv_fault){ "csv.bytes", 1 };
		return E_INVALID;
	}
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		bytes = str_part(bytes, 3, bytes.n);
	ret->converted = !utf8_valid(bytes);
	struct reader r = {
		.a = a, .s = ret->converted ? from_windows(a, bytes) : bytes, .line = 1, .fault = ret_fault
	};
	r.separator = ret->separator = find_separator(r.s);
	while (!at_end(&r)) {
		struct csv_row row = { 0 };
		if (at_break(&r)) {
			pass_break(&r);
			continue;
		}
		TRY(read_row(&r, &row));
		*LIST_ADD(a, &ret->rows, struct csv_row) = row;
	}
	return ret->rows.n ? OK : stop(&r, "csv.empty", 1);
}

#include "core/sniff.h"

#include <string.h>

#include "doc/pdf_check.h"

static const struct {
	const char *code, *media;
} kinds[SNIFF_KINDS] = {
	[SNIFF_NONE] = { "none", "application/octet-stream" },
	[SNIFF_PDF] = { "pdf", "application/pdf" },
	[SNIFF_PNG] = { "png", "image/png" },
	[SNIFF_JPEG] = { "jpeg", "image/jpeg" },
	[SNIFF_XLSX] = { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

const char *sniff_media(enum sniff_kind k)
{
	return kinds[k].media;
}

const char *sniff_code(enum sniff_kind k)
{
	return kinds[k].code;
}

enum sniff_kind sniff_of_code(str code)
{
	for (int k = SNIFF_NONE + 1; k < SNIFF_KINDS; k++)
		if (str_is(code, kinds[k].code))
			return (enum sniff_kind)k;
	return SNIFF_NONE;
}

static struct sniffed refused(const char *fault)
{
	return (struct sniffed){ .fault = fault };
}

/* --- PDF ---------------------------------------------------------------------------------------------------------- */

/* Behind the last %%EOF stands at most some white space: no archive hangs on it. */
static bool pdf_ends(str b)
{
	size_t n = b.n;
	while (n && (!b.p[n - 1] || strchr(" \t\r\n", b.p[n - 1])))
		n--;
	return b.n - n <= 1024 && n >= 5 && !memcmp(b.p + n - 5, "%%EOF", 5);
}

static struct sniffed sniff_pdf(str b)
{
	static const char *const faults[] = {
		[PDF_ACTIVE] = "evidence.active",
		[PDF_LOCKED] = "evidence.locked",
		[PDF_BROKEN] = "evidence.broken",
		[PDF_HUGE] = "evidence.unpacked",
	};
	if (!pdf_ends(b))
		return refused("evidence.broken");
	enum pdf_verdict verdict = pdf_check(b);
	return verdict ? refused(faults[verdict]) : (struct sniffed){ .kind = SNIFF_PDF, .kept = b };
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static bool begins(str b, const char *magic, size_t n)
{
	return b.n > n && !memcmp(b.p, magic, n);
}

/* A page that calls itself a document: some readers look for it in the first kilobyte. */
static bool hides_page(str b)
{
	static const char *const marks[] = { "<html", "<script", "<svg", "<!doctype", "<iframe", "<body" };
	for (size_t i = 0; i < b.n && i < 1024; i++)
		for (size_t k = 0; b.p[i] == '<' && k < sizeof marks / sizeof *marks; k++) {
			size_t n = strlen(marks[k]), same = 0;
			while (same < n && i + same < b.n && (b.p[i + same] | 0x20) == (marks[k][same] | 0x20))
				same++;
			if (same == n)
				return true;
		}
	return false;
}

struct sniffed sniff(struct arena *a, str b)
{
	struct sniffed s = refused("evidence.kind");
	if (begins(b, "%PDF-1.", 7) || begins(b, "%PDF-2.", 7))
		s = sniff_pdf(b);
	else if (begins(b, "\x89PNG\r\n\x1a\n", 8))
		s = sniff_png(a, b);
	else if (begins(b, "\xff\xd8\xff", 3))
		s = sniff_jpeg(a, b);
	else if (begins(b, "PK\x03\x04", 4))
		s = sniff_xlsx(b);
	if (s.kind && hides_page(s.kept))
		return refused("evidence.kind");
	return s;
}

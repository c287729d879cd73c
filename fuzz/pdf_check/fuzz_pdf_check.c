/* fuzz_pdf_check.c -- PDFs of strangers. Bytes that are none are taken as the objects of an object stream: otherwise
 * hardly any input comes through deflate. */
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/error.h"
#include "doc/pdf_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static str around(struct arena *a, str objects)
{
	struct text t = TEXT(a);
	uLongf n = compressBound(objects.n);
	char *p = arena_alloc(a, n);
	ASSERT(compress2((Bytef *)p, &n, (const Bytef *)objects.p, objects.n, 1) == Z_OK);
	text_print(&t, "%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/First 4/Filter/FlateDecode/Length %lu>>\nstream\n", n);
	text_add(&t, (str){ p, n });
	text_c(&t, "\nendstream\nendobj\n%%EOF\n");
	return text_str(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	str bytes = { (const char *)data, size };
	if (size < 5 || memcmp(data, "%PDF-", 5) != 0)
		bytes = around(a, bytes);
	ASSERT(pdf_check(bytes) <= PDF_HUGE);
	arena_free(a);
	return 0;
}

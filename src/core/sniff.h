/* sniff.h -- what a file is by its bytes, never by its name: PDF, PNG, JPEG, XLSX or nothing that we keep.
 *
 * Pure. No picture is decoded, and of a PDF only what may hold objects is unpacked, within bounds, so the cost grows
 * with the size of the file and nothing else. A file is taken only if it is of one kind from its first byte to its
 * last: whatever hides a page or a program in a picture, or an archive behind a document, is refused or cut off.
 *
 *  PDF   no scripts, no actions that start programs, no files in files, no forms that run code, not encrypted, also in
 *        packed objects (doc/pdf_check.h).
 *  PNG   only chunks that the picture needs are kept.
 *  JPEG  where and with what it was taken (EXIF, comments) is not kept; how it is turned is.
 *  XLSX  an archive of the parts that a table has: no macros, no controls, no embedded objects, nothing encrypted, and
 *        at most 64 MiB when unpacked, by what it says of itself.
 */
#ifndef CORE_SNIFF_H
#define CORE_SNIFF_H
#include "base/arena.h"
#include "base/text.h"

enum sniff_kind { SNIFF_NONE, SNIFF_PDF, SNIFF_PNG, SNIFF_JPEG, SNIFF_XLSX, SNIFF_KINDS };
struct sniffed {
	enum sniff_kind kind; /* SNIFF_NONE: `fault` says why not */
	const char *fault;    /* the word of the message: evidence.kind, .broken, .active, .locked, .macro, .unpacked,
	                       * .pixels; NULL: fine */
	str kept;             /* the bytes to keep: of pictures without what says where they were taken */
};
struct sniffed sniff(struct arena *a, str bytes);
const char *sniff_media(enum sniff_kind k); /* "application/pdf" */
const char *sniff_code(enum sniff_kind k);  /* "pdf" "png" "jpeg" "xlsx", as tables store it; also the file's ending */
enum sniff_kind sniff_of_code(str code);

/* For sniff.c alone: one kind each; `bytes` begin as theirs do. */
struct sniffed sniff_png(struct arena *a, str bytes);
struct sniffed sniff_jpeg(struct arena *a, str bytes);
struct sniffed sniff_xlsx(str bytes);
#endif

/* pdf_check.h -- does a PDF of strangers do anything but show its pages (P-SEC-1, trust.md B12)? Pure; linear in time.
 *
 * Nothing is rendered and no cross-reference is followed: all that a reader could take for an object is looked at,
 * wherever it lies. Names count in the file itself, outside of strings, comments and the bytes of streams, and in
 * object streams, which are unpacked. So "/JS" among the bytes of a photo is nothing. Whoever hides an object from this
 * (in a string, a comment, a stream, an object stream that is packed in an unusual way) is found by that.
 */
#ifndef DOC_PDF_CHECK_H
#define DOC_PDF_CHECK_H
#include "base/arena.h"
#include "base/text.h"

enum pdf_verdict {
	PDF_HARMLESS,
	PDF_ACTIVE, /* scripts, programs started, files in files, forms that run code; or something hidden */
	PDF_LOCKED, /* encrypted: nobody can look */
	PDF_BROKEN, /* cut off, or not made like a PDF */
	PDF_HUGE    /* object streams of more than 64 MiB, or one of more than 16 MiB, when unpacked */
};
/* The first that is found. Whether it begins and ends like a PDF is for the caller to see. */
enum pdf_verdict pdf_check(str pdf);
#endif

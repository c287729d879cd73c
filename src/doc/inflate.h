/* inflate.h -- unpacks what zlib packed (RFC 1950), within bounds. */
#ifndef DOC_INFLATE_H
#define DOC_INFLATE_H
#include "base/text.h"

/* Adds the unpacked bytes. False: not whole, or more than `most`; then `to` has what came before. */
bool inflate_all(struct text *to, str packed, size_t most);
#endif

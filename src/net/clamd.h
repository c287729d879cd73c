/* clamd.h -- has bytes looked at by the virus scanner ClamAV (clamd), by its command INSTREAM.
 *
 * Nothing is written to a disk, and no program is started. The whole conversation ends after `seconds`, whatever the
 * scanner does. */
#ifndef NET_CLAMD_H
#define NET_CLAMD_H
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* "unix:/run/clamav/clamd.ctl", or "127.0.0.1:3310" and "[::1]:3310": only numbers, so nobody is asked for a name. */
bool clamd_address_ok(str address);
/* *ret_found: absent if the bytes are clean, else what the scanner calls it. E_BUSY: not reached in time, broken off,
 * or it did not want to look (file too large for it); *ret_words says more, for the log. Blocks: never inside db_tx. */
err clamd_scan(struct arena *a, str address, str bytes, int seconds, str *ret_found, str *ret_words) MUST;
#endif

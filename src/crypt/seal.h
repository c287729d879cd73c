/* seal.h -- a stream of bytes that shows every change: for backups (P-OPS-1).
 *
 * With a key it is libsodium's secretstream (XChaCha20-Poly1305): nobody without the key reads it or makes one.
 * Without, each chunk carries a BLAKE2b hash of itself and of all before it: accidents are found, a forger is not held
 * up. Either way the last chunk says that it is the last: what was cut off, put behind, moved or changed is found.
 * Memory is two chunks, whatever the length.
 *
 *   head   "SCHARNIER\n" form (1 byte: 'k' or 'p'), mark of the key (8 bytes; zeros without one)
 *   'k'    24 bytes of secretstream's header, then chunks: length (4 bytes, lowest first), that many sealed bytes
 *   'p'    chunks: length, 'm' or 'z' (the last), the bytes, 32 bytes of hash
 */
#ifndef CRYPT_SEAL_H
#define CRYPT_SEAL_H
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum { SEAL_KEY_BYTES = 32, SEAL_CHUNK = 64 * 1024 };
struct seal_key {
	unsigned char bytes[SEAL_KEY_BYTES];
};
void seal_key_new(struct seal_key *ret);
str seal_key_hex(struct arena *a, const struct seal_key *k);
bool seal_key_read(str hex, struct seal_key *ret); /* 64 hex digits, white space around them; false: something else */
void seal_key_wipe(struct seal_key *k);

/* --- writing ------------------------------------------------------------------------------------------------------ */
/* Takes all n bytes; anything but OK ends the stream and is handed up. */
typedef err (*seal_out)(void *self, const void *p, size_t n);
struct seal_writer;
/* The key is copied; NULL: none. */
err seal_begin(struct arena *a, const struct seal_key *key, seal_out out, void *self, struct seal_writer **ret) MUST;
err seal_put(struct seal_writer *w, const void *p, size_t n) MUST;
err seal_finish(struct seal_writer *w) MUST; /* without it the stream is not whole */

/* --- reading ------------------------------------------------------------------------------------------------------ */
enum seal_state {
	SEAL_FINE,
	SEAL_FOREIGN,   /* does not begin as our streams do */
	SEAL_NO_KEY,    /* sealed with a key, and none was given */
	SEAL_WRONG_KEY, /* sealed with another one */
	SEAL_OPEN,      /* a key was given and it is not sealed: it could be anybody's */
	SEAL_CUT,       /* ends too early */
	SEAL_CHANGED,   /* a byte is not what was written */
	SEAL_LONGER,    /* something stands behind its end */
	SEAL_UNREADABLE /* the source failed */
};
/* Fills p with up to n bytes; *ret_n < n only at the end. */
typedef err (*seal_in)(void *self, void *p, size_t n, size_t *ret_n);
struct seal_reader;
/* All of these: OK, or E_INVALID and seal_state() says why; E_BROKEN with SEAL_UNREADABLE. The reader is made anyway.
 */
err seal_open(struct arena *a, const struct seal_key *key, seal_in in, void *self, struct seal_reader **ret) MUST;
/* Exactly n bytes, each of them already proven. E_INVALID at the end of the stream, too (SEAL_CUT). */
err seal_get(struct seal_reader *r, void *p, size_t n) MUST;
/* The stream ends here, and nothing stands behind it. */
err seal_ends(struct seal_reader *r) MUST;
enum seal_state seal_state(const struct seal_reader *r);

/* --- a hash of what passes by ------------------------------------------------------------------------------------- */
struct seal_hash; /* BLAKE2b-256 */
struct seal_hash *seal_hash_new(struct arena *a);
void seal_hash_add(struct seal_hash *h, const void *p, size_t n);
str seal_hash_hex(struct seal_hash *h, struct arena *a); /* ends it: 64 hex digits */
#endif

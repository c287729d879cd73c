/* arena.h -- memory with one lifetime.
 *
 * Each request, job and command has one arena. What a function returns lives in the arena it was given, unless the
 * function's name ends in `_new`. Nothing is freed piece by piece: arena_reset() ends all lives at once.
 *
 * Invariants
 *  1. Memory comes zeroed and aligned for any type.
 *  2. Allocation never returns NULL: running out of memory ends the process (what may grow is bounded where it enters).
 *  3. Deferred releases run in reverse order of registration, before the memory they may point to is gone.
 *  4. With AddressSanitizer each allocation is a real one, so that an overflow or a use after reset is caught;
 *     without it, memory given back is poisoned with 0xA5 in builds without NDEBUG.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is allowed */

void *arena_alloc(struct arena *a, size_t bytes);
#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define NEW_ARRAY(a, type, n) ((type *)arena_alloc_array((a), (n), sizeof(type)))
void *arena_alloc_array(struct arena *a, size_t n, size_t bytes); /* n * bytes, checked for overflow */

/* Calls fn(ptr) when the arena is reset, released below this point, or freed. For foreign handles. */
void arena_defer(struct arena *a, void (*fn)(void *), void *ptr);

void arena_reset(struct arena *a); /* keeps at most one small block for the next life */

/* A savepoint for loops: everything allocated (and deferred) after the mark is given back by the release. */
struct arena_mark {
	void *block;
	size_t used;
	void *defers;
};
struct arena_mark arena_mark(struct arena *a);
void arena_release(struct arena *a, struct arena_mark m);

size_t arena_bytes(const struct arena *a); /* bytes handed out since the last reset; for limits and metrics */
#endif

#include "base/arena.h"
#include "base/error.h"
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define ONE_BLOCK_EACH true /* invariant 4 */
#else
#define ONE_BLOCK_EACH false
#endif

enum {
	BLOCK_FIRST = 16 * 1024,
	BLOCK_LARGEST = 256 * 1024,
	GIVEN_BACK = 0xA5,
};

/* Blocks form a stack: memory is taken from the newest only, so a mark is a block and a fill level. */
struct block {
	struct block *below;
	size_t cap, used;
	alignas(max_align_t) unsigned char data[];
};

struct defer {
	struct defer *below;
	void (*fn)(void *);
	void *ptr;
};

struct arena {
	struct block *top;
	struct defer *defers;
	size_t handed_out;
};

static _Noreturn void out_of_memory(void)
{
	fputs("out of memory\n", stderr);
	abort();
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);
	if (!a)
		out_of_memory();
	return a;
}

static size_t round_up(size_t bytes)
{
	size_t unit = alignof(max_align_t);
	return (bytes + unit - 1) / unit * unit;
}

static size_t block_size(const struct arena *a, size_t bytes)
{
	if (ONE_BLOCK_EACH)
		return bytes;
	size_t cap = a->top ? a->top->cap * 2 : BLOCK_FIRST;
	if (cap > BLOCK_LARGEST)
		cap = BLOCK_LARGEST;
	return bytes > cap ? bytes : cap;
}

static void block_push(struct arena *a, size_t bytes)
{
	size_t cap = block_size(a, bytes);
	struct block *b = malloc(sizeof *b + cap);
	if (!b)
		out_of_memory();
	b->below = a->top;
	b->cap = cap;
	b->used = 0;
	a->top = b;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	if (bytes > SIZE_MAX / 4)
		out_of_memory();
	/* The sanitizer sees an overflow by one byte only if nothing is rounded up. */
	size_t taken = ONE_BLOCK_EACH ? bytes : round_up(bytes);
	if (ONE_BLOCK_EACH || !a->top || a->top->cap - a->top->used < taken)
		block_push(a, taken);
	void *p = a->top->data + a->top->used;
	a->top->used += taken;
	a->handed_out += bytes;
	return memset(p, 0, bytes);
}

void *arena_alloc_array(struct arena *a, size_t n, size_t bytes)
{
	if (bytes != 0 && n > SIZE_MAX / bytes)
		out_of_memory();
	return arena_alloc(a, n * bytes);
}

void arena_defer(struct arena *a, void (*fn)(void *), void *ptr)
{
	struct defer *d = NEW(a, struct defer);
	*d = (struct defer){ .below = a->defers, .fn = fn, .ptr = ptr };
	a->defers = d;
}

static void run_defers(struct arena *a, const struct defer *until)
{
	while (a->defers != until) {
		struct defer *d = a->defers;
		ASSERT(d != NULL); /* a mark of another arena, or older than a reset */
		a->defers = d->below;
		d->fn(d->ptr);
	}
}

/* Cut the newest block back to a fill level; what was above can no longer be read by mistake as if it were alive. */
static void block_cut(struct block *b, size_t used)
{
	ASSERT(used <= b->used);
#ifndef NDEBUG
	memset(b->data + used, GIVEN_BACK, b->used - used);
#endif
	b->used = used;
}

static void block_pop(struct arena *a)
{
	struct block *b = a->top;
	a->top = b->below;
	block_cut(b, 0);
	free(b);
}

struct arena_mark arena_mark(struct arena *a)
{
	return (struct arena_mark){ .block = a->top, .used = a->top ? a->top->used : 0, .defers = a->defers };
}

void arena_release(struct arena *a, struct arena_mark m)
{
	run_defers(a, m.defers);
	while (a->top != m.block) {
		ASSERT(a->top != NULL);
		block_pop(a);
	}
	if (a->top)
		block_cut(a->top, m.used);
}

void arena_reset(struct arena *a)
{
	run_defers(a, NULL);
	while (a->top && (a->top->below || a->top->cap != BLOCK_FIRST || ONE_BLOCK_EACH))
		block_pop(a);
	if (a->top)
		block_cut(a->top, 0);
	a->handed_out = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	run_defers(a, NULL);
	while (a->top)
		block_pop(a);
	free(a);
}

size_t arena_bytes(const struct arena *a)
{
	return a->handed_out;
}

#include "doc/inflate.h"

#include <stdint.h>
#include <zlib.h>

enum { STEP = 64 * 1024 };

bool inflate_all(struct text *to, str packed, size_t most)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n };
	size_t before = to->n;
	int state = inflateInit(&z);
	while (state == Z_OK && to->n - before <= most) {
		z.avail_out = STEP;
		z.next_out = (Bytef *)text_room(to, z.avail_out);
		state = inflate(&z, Z_NO_FLUSH);
		to->n += STEP - z.avail_out;
	}
	inflateEnd(&z);
	return state == Z_STREAM_END && to->n - before <= most;
}

/* sniff_picture.c -- pictures: only what they need to be shown is kept, piece by piece. */
#include <string.h>

#include "core/sniff.h"

/* More than any phone takes; a small file can say that it is a gigantic picture. */
enum { MOST_SIDE = 30000, MOST_PIXELS = 120 * 1000 * 1000 };

static struct sniffed refused(const char *fault)
{
	return (struct sniffed){ .fault = fault };
}

static uint32_t big(const char *p, int n)
{
	uint32_t v = 0;
	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static bool fits(uint32_t width, uint32_t height)
{
	return width && height && width <= MOST_SIDE && height <= MOST_SIDE && (uint64_t)width * height <= MOST_PIXELS;
}

/* --- PNG ---------------------------------------------------------------------------------------------------------- */

static bool png_keeps(const char *type)
{
	static const char kept[][5] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
		                        "cHRM", "sRGB", "iCCP", "pHYs", "bKGD", "sBIT" };
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (!memcmp(type, kept[i], 4))
			return true;
	return false;
}

struct sniffed sniff_png(struct arena *a, str b)
{
	struct text out = TEXT(a);
	bool data = false;
	text_add(&out, str_part(b, 0, 8));
	for (size_t at = 8; at + 12 <= b.n;) {
		const char *chunk = b.p + at;
		size_t length = big(chunk, 4);
		if (length > b.n - at - 12 || (at == 8) != !memcmp(chunk + 4, "IHDR", 4))
			break;
		if (at == 8 && length != 13)
			break;
		if (at == 8 && !fits(big(chunk + 8, 4), big(chunk + 12, 4)))
			return refused("evidence.pixels");
		data |= !memcmp(chunk + 4, "IDAT", 4);
		if (png_keeps(chunk + 4))
			text_add(&out, (str){ chunk, length + 12 });
		if (!memcmp(chunk + 4, "IEND", 4))
			return data ? (struct sniffed){ .kind = SNIFF_PNG, .kept = text_str(&out) }
			            : refused("evidence.broken");
		at += length + 12;
	}
	return refused("evidence.broken");
}

/* --- JPEG --------------------------------------------------------------------------------------------------------- */

/* The orientation (1 ... 8) in an APP1 segment with EXIF; 0: none. */
static int orientation_of(str s)
{
	if (s.n < 6 + 8 + 2 || memcmp(s.p, "Exif\0\0", 6) != 0)
		return 0;
	const char *tiff = s.p + 6;
	size_t n = s.n - 6;
	bool little = tiff[0] == 'I';
#define EXIF_16(at)                                                                                                    \
	(little ? (uint32_t)(unsigned char)tiff[at] | (uint32_t)(unsigned char)tiff[(at) + 1] << 8                     \
	        : big(tiff + (at), 2))
	size_t dir = little ? EXIF_16(4) | EXIF_16(6) << 16 : big(tiff + 4, 4);
	if (dir > n - 2)
		return 0;
	for (size_t i = 0, count = EXIF_16(dir); i < count && dir + 2 + (i + 1) * 12 <= n; i++) {
		size_t entry = dir + 2 + i * 12;
		uint32_t value = EXIF_16(entry + 8);
		if (EXIF_16(entry) == 0x0112)
			return value >= 1 && value <= 8 ? (int)value : 0;
	}
	return 0;
#undef EXIF_16
}

/* An EXIF segment that says nothing but how the picture is turned. */
static void add_orientation(struct text *out, int orientation)
{
	char exif[] = "\xff\xe1\x00\x22"
	              "Exif\0\0"
	              "MM\0\x2a\0\0\0\x08"
	              "\0\x01"
	              "\x01\x12\0\x03\0\0\0\x01\0\0\0\0"
	              "\0\0\0\0";
	exif[4 + 6 + 8 + 2 + 9] = (char)orientation;
	text_add(out, (str){ exif, sizeof exif - 1 });
}

/* Application data: only that of the format itself, of colours, and Adobe's mark of them. */
static bool jpeg_keeps(unsigned char marker)
{
	return marker == 0xe0 || marker == 0xe2 || marker == 0xee || !((marker & 0xf0) == 0xe0 || marker == 0xfe);
}

static bool is_frame(unsigned char m)
{
	return m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc;
}

/* Where the data behind the head of a scan end: at the next marker that is no restart and no stuffing. */
static size_t scan_end(str b, size_t at)
{
	for (; at + 1 < b.n; at++)
		if (b.p[at] == '\xff' && b.p[at + 1] != 0 && ((unsigned char)b.p[at + 1] & 0xf8) != 0xd0 &&
		    b.p[at + 1] != '\xff')
			return at;
	return b.n;
}

struct jpeg {
	struct text out;
	size_t at;
	bool frame, scan, turned, huge;
};

/* One segment; false: this is no JPEG. */
static bool jpeg_segment(struct jpeg *j, str b)
{
	unsigned char marker = (unsigned char)b.p[j->at + 1];
	size_t length = big(b.p + j->at + 2, 2), end = j->at + 2 + length;
	if (length < 2 || end > b.n)
		return false;
	str content = str_part(b, j->at + 4, end);
	if (is_frame(marker) && (j->frame || content.n < 6))
		return false;
	if (is_frame(marker)) {
		j->frame = true;
		j->huge = !fits(big(content.p + 3, 2), big(content.p + 1, 2));
	}
	int orientation = marker == 0xe1 && !j->turned ? orientation_of(content) : 0;
	if (orientation > 1) {
		add_orientation(&j->out, orientation);
		j->turned = true;
	}
	if (marker == 0xda) {
		j->scan = true;
		end = scan_end(b, end);
	}
	if (jpeg_keeps(marker))
		text_add(&j->out, str_part(b, j->at, end));
	j->at = end;
	return true;
}

struct sniffed sniff_jpeg(struct arena *a, str b)
{
	struct jpeg j = { .out = TEXT(a), .at = 2 };
	text_add(&j.out, str_part(b, 0, 2));
	while (j.at + 4 <= b.n || (j.at + 2 <= b.n && b.p[j.at + 1] == '\xd9')) {
		if (b.p[j.at] != '\xff')
			break;
		if (b.p[j.at + 1] == '\xff') { /* filling */
			j.at++;
			continue;
		}
		if (b.p[j.at + 1] == '\xd9') {
			if (!j.frame || !j.scan)
				break;
			text_add(&j.out, str_part(b, j.at, j.at + 2));
			return j.huge ? refused("evidence.pixels")
			              : (struct sniffed){ .kind = SNIFF_JPEG, .kept = text_str(&j.out) };
		}
		if (!jpeg_segment(&j, b))
			break;
	}
	return refused("evidence.broken");
}

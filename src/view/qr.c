#include "view/qr.h"

#include <qrencode.h>

enum { QUIET = 4, UNIT = 5 }; /* modules around the code, as the standard wants; units of the picture per module */

/* One path of runs: less than half of what single squares take. */
static void add_row(struct text *t, const unsigned char *row, int y, int width)
{
	for (int x = 0; x < width; x++) {
		int from = x;
		while (x < width && row[x] & 1)
			x++;
		if (x > from)
			text_print(t, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
	}
}

str qr_svg(struct arena *a, str text, str label)
{
	struct text t = TEXT(a);
	QRcode *code = QRcode_encodeString8bit(str_c(a, text), 0, QR_ECLEVEL_M);
	if (!code)
		return STR_NONE;
	int side = code->width + 2 * QUIET;
	text_print(&t,
	           "<svg class=\"app-qr\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" aria-label=\"",
	           side, side, side * UNIT, side * UNIT);
	text_html(&t, label);
	text_print(&t, "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"", side, side);
	for (int y = 0; y < code->width; y++)
		add_row(&t, code->data + (size_t)y * (size_t)code->width, y, code->width);
	text_c(&t, "\"/></svg>");
	QRcode_free(code);
	return text_str(&t);
}

/* qr.h -- a QR code as SVG, drawn in the page's colours; libqrencode. */
#ifndef VIEW_QR_H
#define VIEW_QR_H
#include "base/text.h"

/* Markup for a KIND_HTML field; `label` says what the picture is to those who do not see it. Absent: too much text. */
str qr_svg(struct arena *a, str text, str label);
#endif

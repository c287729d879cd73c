/* csv.h -- reads tables that people saved from a spreadsheet (RFC 4180, and what Excel makes of it).
 *
 * The separator is found in the first line: ";", "," or a tab, whichever stands there most often outside of quotes. A
 * byte order mark is dropped; lines end with CRLF, LF or CR. What is not UTF-8 is taken as Windows-1252, as older
 * Excels save. Empty lines are passed over. A text that doc_csv() guarded against being run as a formula loses its
 * apostrophe again.
 */
#ifndef DOC_CSV_H
#define DOC_CSV_H
#include "base/error.h"
#include "base/list.h"

struct csv_row {
	int64_t line; /* physical line of the file in which the row begins; the first is 1 */
	str *cells;   /* valid UTF-8 without NUL; "" if empty */
	size_t n;
};
struct csv {
	struct list rows; /* struct csv_row; the first is the head */
	char separator;
	bool converted; /* from Windows-1252 */
};
/* Where reading stopped. key: the word of the message, with {line}: csv.unclosed (a quote that never ends),
 * csv.after_quote (text behind a closing quote), csv.bytes (a NUL: no text file), csv.empty (no row at all),
 * csv.too_wide (more than 200 cells in a row). */
struct csv_fault {
	const char *key;
	int64_t line;
};
/* E_INVALID: *ret_fault says why. Time and memory grow with the size of `bytes` and nothing else. */
err csv_read(struct arena *a, str bytes, struct csv *ret, struct csv_fault *ret_fault) MUST;
#endif

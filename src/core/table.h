/* table.h -- a table that people send, CSV or XLSX, told apart by its content: the same rows (doc/csv.h). */
#ifndef CORE_TABLE_H
#define CORE_TABLE_H
#include "base/context.h"
#include "doc/csv.h"
#include "doc/xlsx.h"

/* The words of a file that cannot be read. */
struct table_fault {
	const char *key;
	const struct arg *args;
};
/* E_INVALID: ret_fault. Of a workbook the first sheet that is not hidden; then ret->separator is 0. */
err table_read(struct cx *cx, str bytes, struct csv *ret, struct table_fault *ret_fault) MUST;
/* {sheet} {cell} {detail} of a workbook's fault; what is not known is "". */
const struct arg *xlsx_args(struct cx *cx, str sheet, str cell, str detail);
#endif

#include "core/table.h"

#include "core/words.h"
#include "doc/xlsx_read.h"

static str or_empty(str s)
{
	return s.p ? s : S("");
}

const struct arg *xlsx_args(struct cx *cx, str sheet, str cell, str detail)
{
	return args_copy(cx->mem, ARGS({ "sheet", or_empty(sheet) }, { "cell", or_empty(cell) },
	                               { "detail", or_empty(detail) }));
}

err table_read(struct cx *cx, str bytes, struct csv *ret, struct table_fault *ret_fault)
{
	struct csv_fault csv;
	struct xlsx_fault xlsx;
	if (xlsx_looks_like(bytes)) {
		err e = xlsx_read(cx->mem, bytes, STR_NONE, ret, NULL, &xlsx);
		if (e == E_INVALID)
			*ret_fault =
			        (struct table_fault){ xlsx.key, xlsx_args(cx, xlsx.sheet, xlsx.cell, xlsx.detail) };
		return e;
	}
	err e = csv_read(cx->mem, bytes, ret, &csv);
	if (e == E_INVALID)
		*ret_fault = (struct table_fault){
			csv.key, args_copy(cx->mem, ARGS({ "line", say_int(cx->words, cx->mem, csv.line) }))
		};
	return e;
}

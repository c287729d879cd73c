/* Files of a proof that was handed in. */
#include <inttypes.h>

#include "features/grants/grant_proof_letter.h"
#include "features/grants/grant_proof_pages.h"

/* A file is made from the frozen paper alone: the same bytes at any time. */
typedef err (*maker)(struct cx *cx, const struct request *rq, const struct grant_proof *p, str *ret);

static err send(struct cx *cx, const struct request *rq, struct res *rs, maker make, const char *media,
                const char *ending)
{
	struct grant_view v = { 0 };
	struct grant_proof p;
	const struct grant_event *e;
	str body;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(proof_asked(cx, rq, &v, &e, &p));
	TRY(make(cx, rq, &p, &body));
	res_text(rs, 200, media, body);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem,
	                     "attachment; filename=\"verwendungsnachweis-" STR_FMT "-%" PRId64 "-%" PRId64 ".%s\"",
	                     STR_ARG(rq->centre.slug), p.year, e->seq, ending));
	return OK;
}

static err make_letter(struct cx *cx, UNUSED const struct request *rq, const struct grant_proof *p, str *ret)
{
	return proof_letter(cx, p, ret);
}

static err make_table(struct cx *cx, UNUSED const struct request *rq, const struct grant_proof *p, str *ret)
{
	return proof_xlsx(cx, p, ret);
}

static err make_sheet(struct cx *cx, const struct request *rq, const struct grant_proof *p, str *ret)
{
	return proof_sheet(cx, rq->centre.id, p, ret);
}

err proof_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return send(cx, rq, rs, make_letter, MEDIA_PDF, "pdf");
}

err proof_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return send(cx, rq, rs, make_table, MEDIA_XLSX, "xlsx");
}

err proof_sheet_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return send(cx, rq, rs, make_sheet, MEDIA_XLSX, "vordruck.xlsx");
}

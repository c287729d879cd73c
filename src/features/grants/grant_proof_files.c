/* Files of a proof that was handed in. */
#include <inttypes.h>

#include "features/grants/grant_proof_letter.h"
#include "features/grants/grant_proof_pages.h"

static void answer(struct cx *cx, const struct request *rq, struct res *rs, const struct grant_proof *p,
                   const struct grant_event *e, const char *media, str body, const char *ending)
{
	res_text(rs, 200, media, body);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem,
	                     "attachment; filename=\"verwendungsnachweis-" STR_FMT "-%" PRId64 "-%" PRId64 ".%s\"",
	                     STR_ARG(rq->centre.slug), p->year, e->seq, ending));
}

err proof_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_proof p;
	const struct grant_event *e;
	str body;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(proof_asked(cx, rq, &v, &e, &p));
	TRY(proof_letter(cx, &p, &body));
	answer(cx, rq, rs, &p, e, MEDIA_PDF, body, "pdf");
	return OK;
}

err proof_sheet_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_proof p;
	const struct grant_event *e;
	str body;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(proof_asked(cx, rq, &v, &e, &p));
	TRY(proof_sheet(cx, rq->centre.id, &p, &body));
	answer(cx, rq, rs, &p, e, MEDIA_XLSX, body, "vordruck.xlsx");
	return OK;
}

err proof_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_proof p;
	const struct grant_event *e;
	str body;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(proof_asked(cx, rq, &v, &e, &p));
	TRY(proof_xlsx(cx, &p, &body));
	answer(cx, rq, rs, &p, e, MEDIA_XLSX, body, "xlsx");
	return OK;
}

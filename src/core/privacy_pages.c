/* "Datenschutz", for everybody: which data are processed, why, how long (P-SEC-1). The words come from the register. */
#include "core/app.h"
#include "core/core_pages.h"
#include "core/page.h"
#include "core/privacy.h"

struct privacy_page {
	str title, controller, controller_mark, officer, officer_mark, transfer;
	struct list activities; /* only those about persons */
	struct list measures;
};
static const struct field page_fields[] = {
	FIELD(struct privacy_page, title, KIND_TEXT),
	FIELD(struct privacy_page, controller, KIND_TEXT),
	FIELD(struct privacy_page, controller_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_page, officer, KIND_TEXT),
	FIELD(struct privacy_page, officer_mark, KIND_CHOICE, .choices = &privacy_mark_choices),
	FIELD(struct privacy_page, transfer, KIND_TEXT),
	FIELD(struct privacy_page, activities, KIND_MANY, .of = &privacy_activity_rec),
	FIELD(struct privacy_page, measures, KIND_MANY, .of = &privacy_measure_rec),
};
static const struct record page_rec = RECORD("privacy_page", struct privacy_page, page_fields);
const struct page page_privacy = { "privacy.html", &page_rec };

err privacy_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct privacy r;
	privacy_read(cx->mem, str_of(words_language(cx->words)), &r);
	struct privacy_page p = { .title = word(cx->words, cx->mem, "privacy.title"),
		                  .controller = r.controller,
		                  .controller_mark = r.controller_mark,
		                  .officer = r.officer,
		                  .officer_mark = r.officer_mark,
		                  .transfer = r.transfer,
		                  .measures = r.measures };
	LIST_EACH (struct privacy_activity, a, &r.activities)
		if (a->personal)
			*LIST_ADD(cx->mem, &p.activities, struct privacy_activity) = *a;
	return page_show(cx, rq->http, rs, 200, &page_privacy, &p);
}

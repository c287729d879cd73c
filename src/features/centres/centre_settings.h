/* centre_settings.h -- local rules of a KI (P-RUL-3) and receiving bodies of the Land (P-CEN-1): pages that show the
 * value of a day with its history, and add a value from a day on. The settings themselves stand in centres_model.h. */
#ifndef FEATURES_CENTRES_CENTRE_SETTINGS_H
#define FEATURES_CENTRES_CENTRE_SETTINGS_H
#include "core/route.h"

err centre_settings_get(struct cx *cx, const struct request *rq, struct res *rs);
err centre_settings_post(struct cx *cx, const struct request *rq, struct res *rs);
err land_settings_get(struct cx *cx, const struct request *rq, struct res *rs);
err land_settings_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_centre_settings, page_land_settings;
/* ?day= and ?name= of both pages; ?name= says which setting a form is for, and which of the fields it then needs. */
extern const struct record settings_asked_rec, setting_asked_rec;
extern const struct record setting_any_rec, setting_any_land_rec; /* the forms, as /openapi.json tells them */
#endif

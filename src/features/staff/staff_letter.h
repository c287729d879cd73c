/* staff_letter.h -- the staff plan of a day on paper: letter head and recognition notice of that day (S-CEN-3,
 * S-STA-8). */
#ifndef FEATURES_STAFF_STAFF_LETTER_H
#define FEATURES_STAFF_STAFF_LETTER_H
#include "features/staff/staff_model.h"

err staff_letter(struct cx *cx, const struct request *rq, const struct staff_day *d, str *ret) MUST;
#endif

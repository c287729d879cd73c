/* quality_demo.h -- sentences of the example data. */
#ifndef FEATURES_QUALITY_QUALITY_DEMO_H
#define FEATURES_QUALITY_QUALITY_DEMO_H

struct demo_evidence {
	const char *code;    /* of the criterion */
	const char *said[3]; /* not yet; begun; mostly and throughout */
};
extern const struct demo_evidence demo_evidences[]; /* ends with a zeroed one */
#endif

/* centre_start.h -- the hooks of the start page: tasks of those who work in a KI, figures for them and for the Land. */
#ifndef FEATURES_CENTRES_CENTRE_START_H
#define FEATURES_CENTRES_CENTRE_START_H
#include "core/route.h"

err centres_today(struct cx *cx, struct list *tasks) MUST;
err centres_figures(struct cx *cx, struct list *figures) MUST;
#endif

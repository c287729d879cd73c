/* tenant.h -- the KI as tenants: just enough of table `centre` for the dispatcher. */
#ifndef CORE_TENANT_H
#define CORE_TENANT_H
#include "core/route.h"

err tenant_by_slug(struct cx *cx, str slug, struct tenant *ret) MUST;  /* E_NOTFOUND */
err tenant_by_id(struct cx *cx, int64_t id, struct tenant *ret) MUST; /* E_NOTFOUND; for jobs and links in mails */
#endif

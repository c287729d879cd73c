/* statements.h -- core's tables of statements, for `scharnier sql` and the test that prepares them all. */
#ifndef CORE_STATEMENTS_H
#define CORE_STATEMENTS_H
#include "db/db.h"

extern const struct sql user_sql[], session_sql[], audit_sql[], setting_sql[], tenant_sql[], token_sql[],
        instance_sql[];
extern const struct sql upload_sql[];
extern const struct sql evidence_sql[];
extern const struct sql job_sql[], contact_sql[], reset_sql[], identity_sql[], factor_sql[], step_sql[], signatory_sql[];
#endif

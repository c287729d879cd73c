/* once.h -- a form that is sent twice, by a double click or by loading its answer again, is stored once.
 *
 * Forms that make something new (they have no version) carry a random mark, the field "once". The first transaction
 * that a request with it commits also keeps a hash of address, mark and everything that was typed; a second request
 * with the same is E_STALE "form.sent_already", and nothing of it is stored. Whoever goes back, changes something and
 * sends the form again sends another one. Kept for a day.
 */
#ifndef CORE_ONCE_H
#define CORE_ONCE_H
#include "db/db.h"
#include "http/http.h"

str once_mark(struct cx *cx);                              /* for a form */
void once_of_request(struct cx *cx, const struct req *rq); /* sets cx->once if the form has a mark */
/* In each transaction of such a request, before its commit. */
err once_keep_in_tx(struct cx *cx) MUST;
/* Given to db_set_commit_hook: keeps the mark, then writes the audit log. */
err once_commit_hook(struct cx *cx, const char *tx_name) MUST;
extern const struct sql once_sql[];
#endif

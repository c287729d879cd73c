/* evidence.h -- files that are kept beside a thing: vouchers, plans, proofs (P-VOL-1, P-FUN-1).
 *
 *   static const struct evidence_purpose vouchers = { "grant.proof", EVIDENCE_VOUCHERS, 5 * 1024 * 1024, 60 };
 *   { POST, ".../proofs/{id}/files", ..., file_post, .takes = &file_rec, .upload = 5 * 1024 * 1024 },
 *
 *   1. POST: form_read() (the record has a field with .file), then evidence_take() looks at what is in the file and has
 *      it scanned, outside of any transaction; then evidence_keep_in_tx() stores it.
 *   2. Pages show evidence_list(): names, sizes, whether it was scanned. No bytes are read for that.
 *   3. GET of a file: evidence_find(), then evidence_send().
 *
 * What is kept is decided by content (sniff.h), never by name or by what the client says. The bytes lie in a table of
 * their own, outside of every address space; who may have them is asked by the feature whose thing it is: find and list
 * want the KI and the thing. On the way out the hash and the content are checked again.
 *
 * The same file twice beside one thing is one file: a form that is sent twice does no harm.
 *
 * Virus scanner: the setting virus_scanner of the process names a clamd (net/clamd.h). Without one files are kept as
 * "unchecked", and pages say so. With one that does not answer nothing is kept.
 */
#ifndef CORE_EVIDENCE_H
#define CORE_EVIDENCE_H
#include "base/context.h"
#include "base/record.h"
#include "core/sniff.h"
#include "db/db.h"
#include "http/http.h"

#define EVIDENCE_OF(kind) (1U << (kind))
#define EVIDENCE_VOUCHERS (EVIDENCE_OF(SNIFF_PDF) | EVIDENCE_OF(SNIFF_PNG) | EVIDENCE_OF(SNIFF_JPEG))
#define EVIDENCE_ANY (EVIDENCE_VOUCHERS | EVIDENCE_OF(SNIFF_XLSX))
/* What the field of a form offers to choose; a phone then offers its camera, too. */
#define EVIDENCE_ACCEPT_VOUCHERS ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
#define EVIDENCE_ACCEPT_ANY                                                                                            \
	EVIDENCE_ACCEPT_VOUCHERS ",.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

struct evidence_purpose {
	const char *owner;  /* beside what: "forward.bid"; with the id of the thing. Stands in the table: lasts */
	unsigned kinds;     /* EVIDENCE_OF(...) */
	int64_t most_bytes; /* of a file */
	int most_files;     /* beside one thing, all its parts together */
	int most_of_part;   /* beside one part of it; 0: no bound of its own */
};

struct evidence {
	int64_t id, centre_id;
	str owner_kind;
	int64_t owner_id;
	int64_t part_id; /* which part of the thing, such as the id of a line; 0: all of it. Set by the feature before
	                    keeping */
	str name;        /* as the sender called it; for showing only */
	str type;        /* evidence_choices: pdf png jpeg xlsx */
	int64_t size;
	str hash;    /* BLAKE2b-256 of the bytes */
	str scan;    /* scan_choices: clean, unchecked */
	str sent_by; /* name of a colleague, or what the feature calls a third party */
	instant sent_at;
	day keep_until; /* absent: as long as nobody has set it */
	str content;    /* only from take and find */
	str path;       /* for pages; filled by the feature */
};
extern const struct record evidence_rec; /* without the content */
extern const struct choices evidence_choices, scan_choices;

/* Looks at a file of a form before it is kept. E_INVALID: the problem stands at the file's field (empty, too large, not
 * one of these kinds, active content, a virus). E_BUSY evidence.scanner: the scanner does not answer. Not in db_tx. */
err evidence_take(struct cx *cx, const struct evidence_purpose *p, const struct file *f, struct evidence *ret) MUST;
/* Stores what evidence_take made beside a thing; e gets its id. `by`: who sent it. The same bytes beside the same part
 * again: the id of those that are there. E_INVALID: there are as many as may be; the problem stands at `field`. */
err evidence_keep_in_tx(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id, str by,
                        const char *field, struct evidence *e) MUST;
/* Those beside one thing, in the order in which they came. */
err evidence_list(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                  struct list *ret) MUST;
/* Those beside one part of it. */
err evidence_list_of_part(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                          int64_t part_id, struct list *ret) MUST;
/* With its bytes. E_NOTFOUND evidence.unknown: no such file beside this thing of this KI. E_BROKEN evidence.damaged:
 * the bytes are not what was kept. */
err evidence_find(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id, int64_t id,
                  struct evidence *ret) MUST;
/* Answers with the file: as an attachment that no browser opens in our name. */
void evidence_send(struct cx *cx, struct res *rs, const struct evidence *e);
/* E_NOTFOUND, as find. */
err evidence_remove_in_tx(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                          int64_t id) MUST;
/* From the day after `until` on the daily job deletes them. */
err evidence_keep_until_in_tx(struct cx *cx, const struct evidence_purpose *p, int64_t centre_id, int64_t owner_id,
                              day until) MUST;

struct job;
err evidence_job_run(struct cx *cx, const struct job *job) MUST; /* "evidence.sweep", every night */
extern const struct sql evidence_sql[];
#endif

/* forward_fill.c -- rounds and bids in bulk: a few statements for each year, whatever their number. */
#include "core/audit.h"
#include "features/forwarding/forward_demo.h"

enum { CENTS = 100000, FIRST_KOMMAN = 2024 };

#define OF_YEAR " JOIN forward_round r ON r.id = b.round_id AND r.year = $1"
#define NAME                                                                                                           \
	"CASE n.i % 6 WHEN 0 THEN 'Nachbarschaftshilfe ' WHEN 1 THEN 'Willkommenskreis ' WHEN 2 THEN 'Sprachcafé '"   \
	" WHEN 3 THEN 'Frauentreff ' WHEN 4 THEN 'Kulturverein ' ELSE 'Sportfreunde ' END || m.name || CASE WHEN"      \
	" n.i > 6 THEN ' ' || CAST(n.i AS TEXT) ELSE '' END"
/* Who proposes and who decides: the first two accounts of a KI. Without two nothing is decided. */
#define PROPOSER "(SELECT MAX(a.id) FROM account a WHERE a.centre_id IS NOT NULL)"
#define DECIDER "(SELECT MIN(a.id) FROM account a WHERE a.centre_id IS NOT NULL)"
#define TWO " AND " DECIDER " < " PROPOSER
enum { ROUNDS, BLOCKS, BIDS, CONTACTS, LINES, EVENTS, PROPOSALS, SHARES, DECISIONS, PROOFS, CHECKS, BOOK, COUNT };
const struct sql forward_fill_sql[] = {
	/* tenant: all */
	[ROUNDS] = { "INSERT INTO forward_round (centre_id, title, programme, year, opens_on, closes_on, from_day, "
	             "to_day,"
	             " proof_due, budget_cents, calls, room_once, quota_by, recorded_by, recorded_at) SELECT c.id, $2, "
	             "$3, $1,"
	             " $4 || '-01-02', $4 || '-02-15', $4 || '-01-01', $4 || '-12-31', $5 || '-03-31', 7028982, 0, 0, "
	             "'none',"
	             " 'Beispiel', $6 FROM (SELECT id, slug FROM centre ORDER BY CASE slug WHEN 'coesfeld' THEN 0 ELSE "
	             "1 END, id"
	             " LIMIT $7) c WHERE $8 = 0 OR c.slug <> 'coesfeld'",
	             "issssiii" },
	[BLOCKS] = { "INSERT INTO forward_block (round_id, centre_id, block, paperless) SELECT r.id, r.centre_id, $2, "
	             "1 FROM"
	             " forward_round r WHERE r.year = $1 AND NOT EXISTS (SELECT 1 FROM forward_block x WHERE "
	             "x.round_id = r.id)",
	             "is" },
	[BIDS] = { "INSERT INTO forward_bid (centre_id, round_id, form_hash, name, kind, ags8, volunteers, about, "
	           "asked_cents)"
	           " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)"
	           " SELECT r.centre_id, r.id, 'example-example-example-example-exam-' || CAST(100000 + n.i AS "
	           "TEXT), " NAME ", CASE n.i % 6 WHEN 0 THEN 'group' ELSE 'association' END, m.ags8, 5 + n.i % 20,"
	           " 'Regelmäßige Treffen für alle, die neu in der Nachbarschaft sind.', $3 FROM forward_round r JOIN"
	           " municipality m ON m.ags8 = (SELECT MIN(x.ags8) FROM municipality x WHERE x.centre_id = "
	           "r.centre_id)"
	           " CROSS JOIN n WHERE r.year = $1 AND NOT EXISTS (SELECT 1 FROM forward_bid b WHERE b.round_id = "
	           "r.id)",
	           "iii" },
	[CONTACTS] = { "INSERT INTO forward_contact (bid_id, centre_id, contact_name, street, postcode, place, email, "
	               "iban, holder)"
	               " SELECT b.id, b.centre_id, 'Erika Beispiel', 'Marktplatz 1', '48653', m.name, "
	               "'kontakt@verein.example',"
	               " 'DE89370400440532013000', b.name FROM forward_bid b" OF_YEAR
	               " JOIN municipality m ON m.ags8 = b.ags8"
	               " WHERE NOT EXISTS (SELECT 1 FROM forward_contact x WHERE x.bid_id = b.id)",
	               "i" },
	[LINES] = { "INSERT INTO forward_line (bid_id, centre_id, block, units, planned_cents, reason, asked_cents) "
	            "SELECT b.id,"
	            " b.centre_id, $2, 4, $3, 'Treffen im Stadtteil', $3 FROM forward_bid b" OF_YEAR
	            " WHERE NOT EXISTS (SELECT 1 FROM forward_line x WHERE x.bid_id = b.id)",
	            "isi" },
	[EVENTS] = { "INSERT INTO forward_event (bid_id, centre_id, seq, kind, turns, day, at, actor, cents, points, "
	             "note)"
	             " SELECT b.id, b.centre_id, k.seq, k.kind, k.turns, CASE WHEN k.seq < 8 THEN $2 ELSE $3 END || "
	             "k.day,"
	             " $4, CASE WHEN k.by_third = 1 THEN b.name ELSE 'Beispiel' END, CASE WHEN k.seq IN (2, 4, 5) THEN "
	             "$5 WHEN"
	             " k.seq = 9 THEN 0 END, CASE WHEN k.seq = 3 THEN 40 + b.id % 50 END, CASE WHEN k.seq IN (3, 4) "
	             "THEN"
	             " 'passt zum Aufruf' END FROM forward_bid b" OF_YEAR
	             " CROSS JOIN (SELECT 1 AS seq, 'started' AS kind, 1 AS"
	             " turns, '-01-10' AS day, 1 AS by_third UNION ALL SELECT 2, 'submitted', 1, '-01-20', 1 UNION ALL "
	             "SELECT 3,"
	             " 'ranked', 0, '-02-20', 0 UNION ALL SELECT 4, 'proposed', 1, '-02-25', 0 UNION ALL SELECT 5, "
	             "'granted', 1,"
	             " '-03-05', 0 UNION ALL SELECT 6, 'accepted', 1, '-03-12', 1 UNION ALL SELECT 7, 'handed_over', "
	             "1, '-03-20',"
	             " 0 UNION ALL SELECT 8, 'proof_sent', 1, '-02-10', 1 UNION ALL SELECT 9, 'checked', 1, '-02-20', "
	             "0 UNION ALL"
	             " SELECT 10, 'closed', 1, '-02-20', 0) k WHERE NOT EXISTS (SELECT 1 FROM forward_event x WHERE "
	             "x.bid_id ="
	             " b.id)",
	             "issii" },
	[PROPOSALS] = { "INSERT INTO forward_proposal (bid_id, centre_id, verdict, cents, reason, content_hash, "
	                "proposed_by,"
	                " proposed_at) SELECT b.id, b.centre_id, 'grant', $2, 'passt zum Aufruf', $3, " PROPOSER
	                ", $4 FROM forward_bid b" OF_YEAR
	                " WHERE NOT EXISTS (SELECT 1 FROM forward_proposal x WHERE x.bid_id = b.id)" TWO,
	                "iisi" },
	[SHARES] = { "INSERT INTO forward_share (proposal_id, line_id, centre_id, cents) SELECT p.id, l.id, "
	             "p.centre_id, p.cents"
	             " FROM forward_proposal p JOIN forward_bid b ON b.id = p.bid_id" OF_YEAR
	             " JOIN forward_line l ON l.bid_id = p.bid_id WHERE NOT EXISTS (SELECT 1 FROM forward_share x WHERE"
	             " x.proposal_id = p.id)",
	             "i" },
	[DECISIONS] = { "INSERT INTO forward_decision (proposal_id, bid_id, centre_id, proposed_by, content_hash, "
	                "agreed,"
	                " decided_by, decided_at) SELECT p.id, p.bid_id, p.centre_id, p.proposed_by, p.content_hash, "
	                "1, " DECIDER
	                ", p.proposed_at FROM forward_proposal p JOIN forward_bid b ON b.id = p.bid_id" OF_YEAR
	                " WHERE NOT EXISTS (SELECT 1 FROM forward_decision x WHERE x.proposal_id = p.id)",
	                "i" },
	[PROOFS] = { "INSERT INTO forward_proof (line_id, bid_id, centre_id, units, cents) SELECT l.id, l.bid_id, "
	             "l.centre_id, 4,"
	             " l.planned_cents FROM forward_line l JOIN forward_bid b ON b.id = l.bid_id" OF_YEAR
	             " WHERE NOT EXISTS (SELECT 1 FROM forward_proof x WHERE x.line_id = l.id)",
	             "i" },
	[CHECKS] = { "INSERT INTO forward_check (line_id, bid_id, centre_id, admitted_cents) SELECT l.id, l.bid_id, "
	             "l.centre_id,"
	             " l.planned_cents FROM forward_line l JOIN forward_bid b ON b.id = l.bid_id" OF_YEAR
	             " WHERE NOT EXISTS (SELECT 1 FROM forward_check x WHERE x.line_id = l.id)",
	             "i" },
	[BOOK] = { "UPDATE forward_round SET granted_cents = (SELECT COUNT(*) FROM forward_bid b WHERE b.round_id ="
	           " forward_round.id) * $2 WHERE year = $1 AND granted_cents = 0",
	           "ii" },
	/* tenant: all */
	[COUNT] = { "SELECT COUNT(*) AS n FROM forward_bid b" OF_YEAR, "i" },
	{ 0 },
};

struct year {
	const struct forward_fill *fill;
	int year;
};

#define FILL(which, ...) TRY(db_exec(cx, &forward_fill_sql[which], NULL, V(__VA_ARGS__)))
static err fill_year(struct cx *cx, const void *in, void *ret)
{
	const struct year *y = in;
	const struct forward_fill *f = y->fill;
	bool komman = y->year == FIRST_KOMMAN;
	str text = str_print(cx->mem, "%d", y->year), next = str_print(cx->mem, "%d", y->year + 1);
	str block = komman ? S("meeting") : S("together"),
	    none = S("0000000000000000000000000000000000000000000000000000000000000000");
	str title = str_print(cx->mem, komman ? "KOMM-AN NRW %d" : "Ehrenamt %d", y->year);
	int64_t at = instant_at(DAY(y->year, 3, 5), 600).ms, cents = f->bids > 70 ? 7028982 / f->bids : CENTS;
	FILL(ROUNDS, y->year, title, komman ? S("komman") : S("prevention"), text, next, at, f->centres,
	     f->but_coesfeld);
	FILL(BLOCKS, y->year, block);
	FILL(BIDS, y->year, f->bids, cents);
	FILL(CONTACTS, y->year);
	FILL(LINES, y->year, block, cents);
	FILL(EVENTS, y->year, text, next, at, cents);
	FILL(PROPOSALS, y->year, cents, none, at);
	FILL(SHARES, y->year);
	FILL(DECISIONS, y->year);
	FILL(PROOFS, y->year);
	FILL(CHECKS, y->year);
	FILL(BOOK, y->year, cents);
	audit_note(cx, "forward.examples", title, (struct maybe){ 0 });
	return db_int(cx, &forward_fill_sql[COUNT], ret, V(y->year));
}

err forward_fill(struct cx *cx, const struct forward_fill *in, int64_t *ret)
{
	*ret = 0;
	for (int i = 0; i < in->years; i++) {
		const struct year y = { in, in->first_year + i };
		int64_t bids;
		TRY(db_tx(cx, "forward examples", fill_year, &y, &bids, sizeof bids));
		*ret += bids;
	}
	return OK;
}

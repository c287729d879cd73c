-- Files that are kept beside things, and money that a KI hands on to third parties (P-VOL-1, P-FUN-1, P-FUN-7).

-- A file beside a thing of a feature: vouchers, plans. What it is was decided by its content. keep_until: from the day
-- after it is deleted; NULL: nobody has set it yet.
CREATE TABLE evidence (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  owner_kind TEXT NOT NULL CHECK (length(owner_kind) BETWEEN 3 AND 40),
  owner_id @INT@ NOT NULL,
  part_id @INT@ NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  type TEXT NOT NULL CHECK (type IN ('pdf', 'png', 'jpeg', 'xlsx')),
  size @INT@ NOT NULL CHECK (size > 0),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  scan TEXT NOT NULL CHECK (scan IN ('clean', 'unchecked')),
  sent_by TEXT NOT NULL CHECK (length(sent_by) BETWEEN 1 AND 200),
  sent_at @INT@ NOT NULL,
  keep_until TEXT CHECK (length(keep_until) = 10),
  UNIQUE (owner_kind, owner_id, part_id, hash)
) @STRICT@;
CREATE INDEX evidence_keep_until ON evidence (keep_until, id);

-- The bytes, apart, so that lists never read them.
CREATE TABLE evidence_content (
  evidence_id @INT@ NOT NULL PRIMARY KEY REFERENCES evidence (id),
  content @BLOB@ NOT NULL
) @STRICT@;

-- A round (Aufruf): until when third parties may ask for what. decide_by: what they are told; NULL: no day is promised. granted_cents is the sum of what was granted; the check
-- beside it keeps two who grant at once from handing on more than there is.
CREATE TABLE forward_round (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  programme TEXT NOT NULL CHECK (programme IN ('komman', 'prevention', 'other')),
  year @INT@ NOT NULL CHECK (year BETWEEN 2012 AND 2100),
  opens_on TEXT NOT NULL CHECK (length(opens_on) = 10),
  closes_on TEXT NOT NULL CHECK (length(closes_on) = 10),
  decide_by TEXT CHECK (length(decide_by) = 10),
  from_day TEXT NOT NULL CHECK (length(from_day) = 10),
  to_day TEXT NOT NULL CHECK (length(to_day) = 10),
  proof_due TEXT NOT NULL CHECK (length(proof_due) = 10),
  budget_cents @INT@ NOT NULL CHECK (budget_cents > 0),
  granted_cents @INT@ NOT NULL DEFAULT 0,
  per_bid_cents @INT@ CHECK (per_bid_cents > 0),
  quota_by TEXT NOT NULL CHECK (quota_by IN ('none', 'equal', 'own')),
  calls @INT@ NOT NULL CHECK (calls IN (0, 1)),
  room_once @INT@ NOT NULL CHECK (room_once IN (0, 1)),
  about TEXT CHECK (length(about) BETWEEN 1 AND 2000),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (centre_id, title),
  CHECK (granted_cents BETWEEN 0 AND budget_cents),
  CHECK (closes_on >= opens_on AND to_day >= from_day AND proof_due > from_day)
) @STRICT@;
CREATE INDEX forward_round_centre ON forward_round (centre_id, closes_on, id);

-- What a town's third parties may get of a round at most. weight: its share in thousandths, as it was set; the cents are
-- computed so that all of them add up to the budget.
CREATE TABLE forward_quota (
  round_id @INT@ NOT NULL REFERENCES forward_round (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  ags8 TEXT NOT NULL REFERENCES municipality (ags8),
  weight @INT@ NOT NULL CHECK (weight >= 0),
  quota_cents @INT@ NOT NULL CHECK (quota_cents >= 0),
  granted_cents @INT@ NOT NULL DEFAULT 0,
  PRIMARY KEY (round_id, ags8),
  CHECK (granted_cents BETWEEN 0 AND quota_cents)
) @STRICT@;

-- A block (Baustein) that a round offers, with its local rules; NULL: no such rule.
CREATE TABLE forward_block (
  round_id @INT@ NOT NULL REFERENCES forward_round (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  block TEXT NOT NULL CHECK (length(block) BETWEEN 3 AND 40),
  unit_cents @INT@ CHECK (unit_cents > 0),
  most_units @INT@ CHECK (most_units > 0),
  min_cents @INT@ CHECK (min_cents > 0),
  use_percent @INT@ CHECK (use_percent BETWEEN 1 AND 100),
  plan_above_cents @INT@ CHECK (plan_above_cents > 0),
  paperless @INT@ NOT NULL CHECK (paperless IN (0, 1)),
  PRIMARY KEY (round_id, block)
) @STRICT@;

-- A bid (Antrag eines Dritten). Its state is computed from forward_event; what is personal stands in forward_contact.
CREATE TABLE forward_bid (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  round_id @INT@ NOT NULL REFERENCES forward_round (id),
  form_key TEXT NOT NULL CHECK (length(form_key) = 43),
  name TEXT CHECK (length(name) BETWEEN 1 AND 200),
  kind TEXT CHECK (kind IN ('group', 'association', 'municipality', 'other')),
  ags8 TEXT REFERENCES municipality (ags8),
  volunteers @INT@ CHECK (volunteers >= 0),
  employees @INT@ CHECK (employees >= 0),
  helpers @INT@ CHECK (helpers >= 0),
  about TEXT CHECK (length(about) BETWEEN 1 AND 2000),
  asked_cents @INT@ CHECK (asked_cents >= 0),
  UNIQUE (round_id, form_key)
) @STRICT@;
CREATE INDEX forward_bid_centre ON forward_bid (centre_id, id);
CREATE INDEX forward_bid_round ON forward_bid (round_id, id);

-- Who speaks for a third party, and where the money goes: personal data, apart from the rest.
CREATE TABLE forward_contact (
  bid_id @INT@ NOT NULL PRIMARY KEY REFERENCES forward_bid (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  contact_name TEXT CHECK (length(contact_name) BETWEEN 1 AND 200),
  street TEXT CHECK (length(street) BETWEEN 1 AND 200),
  postcode TEXT CHECK (length(postcode) = 5),
  place TEXT CHECK (length(place) BETWEEN 1 AND 120),
  phone TEXT CHECK (length(phone) BETWEEN 1 AND 60),
  email TEXT CHECK (length(email) BETWEEN 3 AND 200),
  iban TEXT CHECK (length(iban) BETWEEN 15 AND 34),
  bank TEXT CHECK (length(bank) BETWEEN 1 AND 120),
  holder TEXT CHECK (length(holder) BETWEEN 1 AND 200)
) @STRICT@;

-- What a bid asks for: a block, how much of it, where, why. asked_cents is what the rules gave when it was sent; NULL:
-- not sent yet, or not known.
CREATE TABLE forward_line (
  id @ID@,
  bid_id @INT@ NOT NULL REFERENCES forward_bid (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  block TEXT NOT NULL CHECK (length(block) BETWEEN 3 AND 40),
  building TEXT CHECK (length(building) BETWEEN 1 AND 200),
  units @INT@ NOT NULL CHECK (units BETWEEN 1 AND 100000),
  rooms @INT@ CHECK (rooms BETWEEN 1 AND 1000),
  use_percent @INT@ CHECK (use_percent BETWEEN 0 AND 100),
  planned_cents @INT@ CHECK (planned_cents >= 0),
  reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
  plan TEXT CHECK (length(plan) BETWEEN 1 AND 2000),
  asked_cents @INT@ CHECK (asked_cents >= 0)
) @STRICT@;
CREATE INDEX forward_line_bid ON forward_line (bid_id, id);

-- What happened to a bid, append only: its state is computed from these. Of two who write at once, the second finds the
-- number taken.
CREATE TABLE forward_event (
  id @ID@,
  bid_id @INT@ NOT NULL REFERENCES forward_bid (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  seq @INT@ NOT NULL CHECK (seq > 0),
  kind TEXT NOT NULL CHECK (kind IN ('started', 'submitted', 'late', 'withdrawn', 'ranked', 'proposed', 'sent_back', 'granted',
    'refused', 'accepted', 'called', 'handed_over', 'reminded', 'proof_sent', 'proof_back', 'checked', 'repaid', 'closed')),
  turns @INT@ NOT NULL CHECK (turns IN (0, 1)),
  day TEXT NOT NULL CHECK (length(day) = 10),
  at @INT@ NOT NULL,
  actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
  cents @INT@ CHECK (cents >= 0),
  points @INT@ CHECK (points BETWEEN 0 AND 100),
  note TEXT CHECK (length(note) BETWEEN 1 AND 2000),
  UNIQUE (bid_id, seq)
) @STRICT@;
CREATE INDEX forward_event_granted ON forward_event (centre_id, kind, day, bid_id);

-- What somebody proposes for a bid, append only. content_hash is over all that the bid says, payee included, and the
-- proposed amounts.
CREATE TABLE forward_proposal (
  id @ID@,
  bid_id @INT@ NOT NULL REFERENCES forward_bid (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('grant', 'refuse')),
  cents @INT@ NOT NULL CHECK (cents >= 0),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  proposed_by @INT@ NOT NULL REFERENCES account (id),
  proposed_at @INT@ NOT NULL,
  UNIQUE (id, bid_id, proposed_by, content_hash),
  CHECK ((verdict = 'grant') = (cents > 0))
) @STRICT@;
CREATE INDEX forward_proposal_bid ON forward_proposal (bid_id, id);

-- The amount that is proposed for a line.
CREATE TABLE forward_share (
  proposal_id @INT@ NOT NULL REFERENCES forward_proposal (id),
  line_id @INT@ NOT NULL REFERENCES forward_line (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  cents @INT@ NOT NULL CHECK (cents >= 0),
  PRIMARY KEY (proposal_id, line_id)
) @STRICT@;

-- Four eyes (P-FUN-7): the decision repeats proposer and content, held by the foreign key, and the check compares. So
-- nobody grants what he proposed, and nobody grants another content than the one that was proposed.
CREATE TABLE forward_decision (
  proposal_id @INT@ NOT NULL PRIMARY KEY,
  bid_id @INT@ NOT NULL,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  proposed_by @INT@ NOT NULL,
  content_hash TEXT NOT NULL,
  agreed @INT@ NOT NULL CHECK (agreed IN (0, 1)),
  decided_by @INT@ NOT NULL REFERENCES account (id),
  decided_at @INT@ NOT NULL,
  note TEXT CHECK (length(note) BETWEEN 1 AND 2000),
  FOREIGN KEY (proposal_id, bid_id, proposed_by, content_hash) REFERENCES forward_proposal (id, bid_id, proposed_by, content_hash),
  CHECK (decided_by <> proposed_by),
  CHECK (agreed = 1 OR note IS NOT NULL)
) @STRICT@;
-- One agreed decision per bid.
CREATE UNIQUE INDEX forward_decision_agreed ON forward_decision (bid_id) WHERE agreed = 1;

-- What a third party says of a line in its proof: what was done, what it cost.
CREATE TABLE forward_proof (
  line_id @INT@ NOT NULL PRIMARY KEY REFERENCES forward_line (id),
  bid_id @INT@ NOT NULL REFERENCES forward_bid (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  units @INT@ NOT NULL CHECK (units BETWEEN 0 AND 100000),
  cents @INT@ CHECK (cents >= 0),
  note TEXT CHECK (length(note) BETWEEN 1 AND 2000)
) @STRICT@;
CREATE INDEX forward_proof_bid ON forward_proof (bid_id);

-- What the KI admits of it; reason where it is less than was granted.
CREATE TABLE forward_check (
  line_id @INT@ NOT NULL PRIMARY KEY REFERENCES forward_line (id),
  bid_id @INT@ NOT NULL REFERENCES forward_bid (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  admitted_cents @INT@ NOT NULL CHECK (admitted_cents >= 0),
  reason TEXT CHECK (length(reason) BETWEEN 1 AND 500)
) @STRICT@;
CREATE INDEX forward_check_bid ON forward_check (bid_id);

-- The secret links of third parties: hashes only.
CREATE TABLE forward_link (
  hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  bid_id @INT@ NOT NULL REFERENCES forward_bid (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  made_at @INT@ NOT NULL,
  expires_at @INT@ NOT NULL
) @STRICT@;
CREATE INDEX forward_link_bid ON forward_link (bid_id);

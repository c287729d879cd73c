-- The house: the KI as tenants, accounts, sessions, settings by day, the audit log.

-- One row per Kommunales Integrationszentrum. Keyed by the 8-digit AGS (P-CEN-1): the 5-digit one is shared by
-- StädteRegion and Stadt Aachen. The rows come in 0002.
CREATE TABLE centre (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  carrier TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('kreis', 'kreisfreie_stadt')),
  carrier_kind TEXT NOT NULL,
  district TEXT NOT NULL CHECK (district IN ('arnsberg', 'detmold', 'duesseldorf', 'koeln', 'muenster')),
  seat TEXT NOT NULL,
  ags8 TEXT NOT NULL UNIQUE CHECK (length(ags8) = 8),
  sort_name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  hex_column @INT@ NOT NULL,
  hex_row @INT@ NOT NULL,
  UNIQUE (hex_column, hex_row)
) @STRICT@;

-- Who can sign in. A role of a KI has a KI; a role of the Land has none.
CREATE TABLE account (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  login TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 3 AND 100),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  role TEXT NOT NULL CHECK (role IN ('head', 'specialist', 'administrator', 'authority', 'ministry', 'lasi', 'technical')),
  centre_id @INT@ REFERENCES centre (id),
  language TEXT CHECK (language IN ('de', 'en')),
  password TEXT NOT NULL,
  created_at @INT@ NOT NULL,
  closed_at @INT@,
  CHECK ((role IN ('head', 'specialist', 'administrator')) = (centre_id IS NOT NULL))
) @STRICT@;

-- A browser's session; only the hash of its token is kept.
CREATE TABLE session (
  id @ID@,
  token_hash TEXT NOT NULL UNIQUE,
  account_id @INT@ NOT NULL REFERENCES account (id),
  address TEXT NOT NULL,
  started_at @INT@ NOT NULL,
  seen_at @INT@ NOT NULL,
  ended_at @INT@
) @STRICT@;
CREATE INDEX session_account ON session (account_id, ended_at);

-- Failed sign-ins, by login and by address, for the growing delay. Rows older than a day are removed.
CREATE TABLE login_failure (
  id @ID@,
  subject TEXT NOT NULL,
  at @INT@ NOT NULL
) @STRICT@;
CREATE INDEX login_failure_subject ON login_failure (subject, at);

-- Settings with valid-from: nothing is overwritten, a change is a further row.
CREATE TABLE setting (
  id @ID@,
  name TEXT NOT NULL,
  centre_id @INT@ REFERENCES centre (id),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  value TEXT NOT NULL,
  mark TEXT NOT NULL CHECK (mark IN ('read', 'seed', 'inferred', 'assumed', 'unknown')),
  source TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at @INT@ NOT NULL
) @STRICT@;
CREATE UNIQUE INDEX setting_centre ON setting (name, centre_id, valid_from) WHERE centre_id IS NOT NULL;
CREATE UNIQUE INDEX setting_land ON setting (name, valid_from) WHERE centre_id IS NULL;

-- Who did what, when: a chain of hashes, append only. audit_head finds a cut tail.
CREATE TABLE audit (
  seq @INT@ NOT NULL PRIMARY KEY,
  at @INT@ NOT NULL,
  actor TEXT NOT NULL,
  centre_id @INT@,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) @STRICT@;
CREATE TABLE audit_head (
  id @INT@ NOT NULL PRIMARY KEY CHECK (id = 1),
  seq @INT@ NOT NULL,
  hash TEXT NOT NULL
) @STRICT@;
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

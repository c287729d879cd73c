-- Who may sign for a KI beside its head, from when until when (issue 6: "head or entitled person"). One row per account and
-- the KI that has entitled it: an account that moves to another KI takes nothing along. Changes are in the audit log.
CREATE TABLE signatory (
  account_id @INT@ NOT NULL PRIMARY KEY REFERENCES account (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  version @INT@ NOT NULL DEFAULT 1,
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_until TEXT CHECK (valid_until >= valid_from),
  named_by TEXT NOT NULL,
  named_at @INT@ NOT NULL
) @STRICT@;
CREATE INDEX signatory_centre ON signatory (centre_id);

-- Exports for an evaluation by an outside body: who took what for whom and why (S-EVA-1). The content is not kept, nor
-- the key of its pseudonyms. hash: BLAKE2b-256 of the file. tables: code of a table, or "all". records: how many the
-- period has in them; suppressed: how many of those did not leave. Append only.
CREATE TABLE evaluation_export (
  id @ID@,
  made_at @INT@ NOT NULL,
  made_by TEXT NOT NULL,
  period_from TEXT NOT NULL CHECK (length(period_from) = 10),
  period_to TEXT NOT NULL CHECK (length(period_to) = 10 AND period_to > period_from),
  tables TEXT NOT NULL CHECK (length(tables) BETWEEN 1 AND 40),
  recipient TEXT NOT NULL CHECK (length(recipient) BETWEEN 1 AND 200),
  purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 1000),
  threshold @INT@ NOT NULL CHECK (threshold >= 2),
  records @INT@ NOT NULL CHECK (records >= 0),
  suppressed @INT@ NOT NULL CHECK (suppressed BETWEEN 0 AND records),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) @STRICT@;

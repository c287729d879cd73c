-- Files that people sent and that wait for the next step (preview, then import): in the database, so that every process
-- of the service has them. They are gone after use, or when their time is over.
CREATE TABLE upload (
  id @ID@,
  account_id @INT@ NOT NULL REFERENCES account (id),
  centre_id @INT@ REFERENCES centre (id),
  purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 40),
  name TEXT NOT NULL CHECK (length(name) <= 200),
  content @BLOB@ NOT NULL,
  size @INT@ NOT NULL CHECK (size > 0),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  converted @INT@ NOT NULL CHECK (converted IN (0, 1)),
  created_at @INT@ NOT NULL,
  expires_at @INT@ NOT NULL,
  CHECK (expires_at > created_at)
) @STRICT@;
CREATE INDEX upload_account ON upload (account_id, id);
CREATE INDEX upload_expires ON upload (expires_at);

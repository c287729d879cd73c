-- Tokens for programs: each acts for an account, with all of its rights or only to read. Of the secret only the
-- hash is kept. Ended ones stay for a year so that the owner sees what there was; the audit log keeps them for good.
CREATE TABLE token (
  id @ID@,
  account_id @INT@ NOT NULL REFERENCES account (id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  access TEXT NOT NULL CHECK (access IN ('full', 'read')),
  secret_hash TEXT NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
  made_at @INT@ NOT NULL,
  expires_on TEXT NOT NULL CHECK (length(expires_on) = 10),
  used_at @INT@,
  revoked_at @INT@
) @STRICT@;
CREATE INDEX token_account ON token (account_id, id);

-- Getting back in, and a second factor: mail address, links for a new password, one-time passwords, recovery codes.

-- Where mail to the holder of an account goes: links for a new password, and what happened to the account. Optional; not
-- unique, because several accounts may have one mailbox. Lower case.
CREATE TABLE account_email (
  account_id @INT@ NOT NULL PRIMARY KEY REFERENCES account (id),
  email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  set_at @INT@ NOT NULL
) @STRICT@;
CREATE INDEX account_email_email ON account_email (email);

-- Links by which a new password can be set, once; only the hash of the secret in them is kept. A link is good while
-- used_at and ended_at are NULL and expires_at lies ahead. sent_at: the mail server has taken it.
CREATE TABLE password_reset (
  id @ID@,
  account_id @INT@ NOT NULL REFERENCES account (id),
  token_hash TEXT NOT NULL UNIQUE,
  made_at @INT@ NOT NULL,
  expires_at @INT@ NOT NULL,
  sent_at @INT@,
  used_at @INT@,
  ended_at @INT@
) @STRICT@;
CREATE INDEX password_reset_account ON password_reset (account_id, made_at);

-- The app that makes one-time passwords (TOTP). `secret` is closed with the key of the process if it has one. It counts
-- once confirmed_at is set; last_step is the 30 seconds whose code was taken last: no code is taken twice.
CREATE TABLE second_factor (
  account_id @INT@ NOT NULL PRIMARY KEY REFERENCES account (id),
  secret TEXT NOT NULL,
  made_at @INT@ NOT NULL,
  confirmed_at @INT@,
  last_step @INT@ NOT NULL DEFAULT 0
) @STRICT@;

-- Codes for the day on which the telephone is lost, each good once; only hashes are kept.
CREATE TABLE recovery_code (
  id @ID@,
  account_id @INT@ NOT NULL REFERENCES account (id),
  code_hash TEXT NOT NULL,
  made_at @INT@ NOT NULL,
  used_at @INT@,
  UNIQUE (account_id, code_hash)
) @STRICT@;

-- Who has given the right password and still owes the second factor: no session, only a step towards one, for minutes.
CREATE TABLE sign_in_step (
  id @ID@,
  token_hash TEXT NOT NULL UNIQUE,
  account_id @INT@ NOT NULL REFERENCES account (id),
  address TEXT NOT NULL,
  made_at @INT@ NOT NULL,
  ended_at @INT@
) @STRICT@;
CREATE INDEX sign_in_step_account ON sign_in_step (account_id);

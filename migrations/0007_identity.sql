-- Signing in through the sign-in service of a municipality or the Land (OpenID Connect).

-- Which account somebody is who was vouched for by the service: its address and its own lasting mark for the person,
-- never an e-mail address. An account has one such identity at most, and then no password of its own.
CREATE TABLE identity (
  id @ID@,
  issuer TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  account_id @INT@ NOT NULL UNIQUE REFERENCES account (id),
  linked_at @INT@ NOT NULL,
  signed_in_at @INT@,
  UNIQUE (issuer, subject)
) @STRICT@;

-- An account that the administrator has released: whoever comes from the service with its login gets linked to it.
-- The row goes with the link.
CREATE TABLE identity_offer (
  account_id @INT@ NOT NULL PRIMARY KEY REFERENCES account (id),
  offered_at @INT@ NOT NULL
) @STRICT@;

-- A sign-in that is on its way to the service and back, for ten minutes. Only hashes: nobody who reads this table can
-- finish it. A row that was used stays until it is over, so that the second use is told from an unknown one.
CREATE TABLE sign_in (
  id @ID@,
  state_hash TEXT NOT NULL UNIQUE,
  browser_hash TEXT NOT NULL,
  place TEXT NOT NULL,
  target TEXT NOT NULL,
  started_at @INT@ NOT NULL,
  used_at @INT@
) @STRICT@;
CREATE INDEX sign_in_place ON sign_in (place, started_at);
CREATE INDEX sign_in_started ON sign_in (started_at);

-- The last link of a KI in one look-up: what is remembered of its pool is compared with it (docs/decisions/0046).
CREATE INDEX audit_centre ON audit (centre_id, seq);

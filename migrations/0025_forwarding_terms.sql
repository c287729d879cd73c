-- What third parties are given, and how long their drafts and links last (P-VOL-1, P-SEC-1).

-- How many units the rules have left of a line when it was sent; NULL: not sent, or sent before this was kept.
ALTER TABLE forward_line ADD COLUMN given_units @INT@ CHECK (given_units >= 0);

-- The key that the form was made with stood in clear; now a part of its hash. Keys of before open nothing any more.
ALTER TABLE forward_bid RENAME COLUMN form_key TO form_hash;
UPDATE forward_bid SET form_hash = substr('0000000000000000000000000000000000000000000', length(CAST(id AS TEXT)) + 1)
  || CAST(id AS TEXT);

-- The day of the last change to a draft; NULL: none since it was begun, or changed before this was kept.
ALTER TABLE forward_bid ADD COLUMN edited_on TEXT CHECK (length(edited_on) = 10);

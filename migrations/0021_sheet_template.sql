-- Workbooks of authorities with the places of our values in them (P-FUN-3): filled and taken away when their portal does not
-- work. Of the Land (centre_id NULL), or of a KI, whose own goes first.

-- The workbook itself, as it was uploaded. Never changed.
CREATE TABLE sheet_file (
  id @ID@,
  centre_id @INT@ REFERENCES centre (id),
  name TEXT NOT NULL CHECK (length(name) <= 200),
  content @BLOB@ NOT NULL,
  size @INT@ NOT NULL CHECK (size > 0),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) @STRICT@;

-- What holds from a day on for a purpose. Rows are only added: of two from the same day the later version holds. version
-- counts per purpose and owner. file_id NULL: from that day on there is none. mapping: one line per field.
CREATE TABLE sheet_template (
  id @ID@,
  purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 40),
  centre_id @INT@ REFERENCES centre (id),
  version @INT@ NOT NULL CHECK (version >= 1),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  file_id @INT@ REFERENCES sheet_file (id),
  mapping TEXT CHECK (length(mapping) <= 20000),
  set_by TEXT NOT NULL,
  set_at @INT@ NOT NULL
) @STRICT@;
CREATE UNIQUE INDEX sheet_template_version ON sheet_template (purpose, coalesce(centre_id, 0), version);

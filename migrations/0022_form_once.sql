-- Forms that were stored, so that the same one sent again makes nothing twice (core/once.h). Rows go after a day.
CREATE TABLE form_once (
  hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  request TEXT NOT NULL,
  at @INT@ NOT NULL
) @STRICT@;
CREATE INDEX form_once_at ON form_once (at);

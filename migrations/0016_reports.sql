-- Monthly reports: what a KI released, and what the Land reads from it (S-REP-1 ... 3, S-FUN-5, P-REP-1).
--
-- A released report is one JSON text that is never changed; a correction is a further version of the month. The sums below
-- are written when it is released and say only what those outside the KI may see: masked cells are NULL.

-- The comment of a month that the head is still writing.
CREATE TABLE report_draft (
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  month TEXT NOT NULL CHECK (length(month) = 7),
  version @INT@ NOT NULL DEFAULT 1,
  comment TEXT CHECK (length(comment) BETWEEN 1 AND 8000),
  saved_by TEXT NOT NULL,
  saved_at @INT@ NOT NULL,
  PRIMARY KEY (centre_id, month)
) @STRICT@;

-- A released version: number 1 is the report, each further one a correction with its reason. released_on is the day of
-- released_at in Berlin. hash: BLAKE2b-256 of content. was_due: the day by which it had to be there as the settings of the
-- Land said then; NULL: no duty.
CREATE TABLE report (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  month TEXT NOT NULL CHECK (length(month) = 7),
  number @INT@ NOT NULL CHECK (number >= 1),
  released_at @INT@ NOT NULL,
  released_on TEXT NOT NULL CHECK (length(released_on) = 10),
  released_by TEXT NOT NULL,
  was_due TEXT CHECK (length(was_due) = 10),
  reason TEXT CHECK (length(reason) BETWEEN 1 AND 1000),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  content TEXT NOT NULL,
  CHECK ((number > 1) = (reason IS NOT NULL)),
  UNIQUE (centre_id, month, number)
) @STRICT@;
-- Lists of months and of KI, without opening the texts.
CREATE INDEX report_month ON report (month, centre_id, number, released_on, was_due);

-- Each figure of a month as its newest version says it.
CREATE TABLE report_figure (
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  month TEXT NOT NULL CHECK (length(month) = 7),
  indicator TEXT NOT NULL CHECK (length(indicator) BETWEEN 1 AND 80),
  value @INT@,
  PRIMARY KEY (indicator, month, centre_id)
) @STRICT@;
CREATE INDEX report_figure_centre ON report_figure (centre_id, month);

-- The cells of a year, added up over its released months: value without those that are masked, masked: how many are. A
-- stock is added up, too; divided by the months it is the average.
CREATE TABLE report_sum (
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  year @INT@ NOT NULL CHECK (year BETWEEN 2012 AND 2199),
  indicator TEXT NOT NULL CHECK (length(indicator) BETWEEN 1 AND 80),
  dimension TEXT NOT NULL CHECK (length(dimension) BETWEEN 1 AND 40),
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 120),
  label TEXT NOT NULL,
  value @INT@ NOT NULL,
  masked @INT@ NOT NULL,
  PRIMARY KEY (indicator, dimension, year, centre_id, code)
) @STRICT@;
CREATE INDEX report_sum_centre ON report_sum (centre_id, year);

-- Which reminder about a month went out, so that none goes twice. step 1: before the day it is due, 2: after it.
CREATE TABLE report_reminder (
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  month TEXT NOT NULL CHECK (length(month) = 7),
  step @INT@ NOT NULL CHECK (step IN (1, 2)),
  sent_at @INT@ NOT NULL,
  PRIMARY KEY (centre_id, month, step)
) @STRICT@;

-- Grants of the Land to a KI, from the application to the proof of use (S-FUN-1 ... 5, P-FUN-1 ... 7).
--
-- One case per KI, programme and budget year; all that happens in it is one row of grant_event, which never changes.
-- Stage, amounts and dates are computed from the events: no column holds a state.
CREATE TABLE grant_case (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  programme TEXT NOT NULL CHECK (programme IN ('base', 'komman', 'kim')),
  year @INT@ NOT NULL CHECK (year BETWEEN 2012 AND 2100),
  opened_by TEXT NOT NULL,
  opened_at @INT@ NOT NULL,
  UNIQUE (centre_id, programme, year)
) @STRICT@;
CREATE INDEX grant_case_year ON grant_case (year, programme, centre_id);

-- seq counts the events of a case: who writes says which one was the last that he saw, so that of two at once one is
-- told. content: the paper that belongs to the event (application, decision, call, proof ...) as it was, in JSON.
-- hash: of all that the event says; an approval repeats it.
-- content: stands last, since it is long and mostly not read: what stands behind it would have to be sought.
-- Four eyes (P-FUN-7): approved and rejected repeat who drafted and what, held by the foreign key, and the check
-- compares. A draft is decided once.
CREATE TABLE grant_event (
  id @ID@,
  case_id @INT@ NOT NULL REFERENCES grant_case (id),
  seq @INT@ NOT NULL CHECK (seq > 0),
  kind TEXT NOT NULL CHECK (kind IN ('applied', 'withdrawn', 'asked', 'answered', 'checked_content', 'checked_figures',
    'decision_draft', 'payout_draft', 'closing_draft', 'approved', 'rejected', 'delivered', 'waived', 'appealed',
    'appeal_ended', 'called', 'call_withdrawn', 'paid', 'used', 'hearing', 'heard',
    'hearing_ended', 'proven', 'repaid', 'discarded', 'resumed')),
  about_id @INT@ REFERENCES grant_event (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  cents @INT@ CHECK (cents >= 0),
  note TEXT CHECK (length(note) > 0),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  drafted_by @INT@,
  drafted_hash TEXT,
  account_id @INT@ NOT NULL REFERENCES account (id),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  content TEXT,
  UNIQUE (case_id, seq),
  UNIQUE (id, account_id, hash),
  FOREIGN KEY (about_id, drafted_by, drafted_hash) REFERENCES grant_event (id, account_id, hash),
  CONSTRAINT four_eyes CHECK (drafted_by <> account_id),
  CONSTRAINT approval_names_draft CHECK ((kind IN ('approved', 'rejected')) = (drafted_by IS NOT NULL)
    AND (drafted_by IS NULL) = (drafted_hash IS NULL) AND (drafted_by IS NULL OR about_id IS NOT NULL)),
  CONSTRAINT rejection_has_reason CHECK (kind NOT IN ('rejected', 'discarded') OR note IS NOT NULL)
) @STRICT@;
CREATE UNIQUE INDEX grant_event_decided ON grant_event (about_id) WHERE kind IN ('approved', 'rejected');
CREATE UNIQUE INDEX grant_event_paid ON grant_event (about_id) WHERE kind = 'paid';

-- The application while the KI prepares it: what it has typed so far, in JSON. It stays after the application was
-- submitted, for a changed one.
CREATE TABLE grant_draft (
  case_id @INT@ NOT NULL PRIMARY KEY REFERENCES grant_case (id),
  version @INT@ NOT NULL DEFAULT 1,
  content TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at @INT@ NOT NULL
) @STRICT@;

-- What a case costs, line by line, with the reference of its voucher; append only, a wrong line is cancelled by a row
-- with the reason. source_key: the same voucher of the same payee and day is the same cost: it stands on one public
-- source only (P-FUN-4). invoice_cents: what the whole invoice comes to, where the line is a part of it.
CREATE TABLE grant_cost (
  id @ID@,
  case_id @INT@ NOT NULL REFERENCES grant_case (id),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  side TEXT NOT NULL CHECK (side IN ('expense', 'income')),
  item TEXT NOT NULL REFERENCES rule_item (code),
  day TEXT NOT NULL CHECK (length(day) = 10),
  cents @INT@ NOT NULL CHECK (cents > 0),
  source TEXT NOT NULL CHECK (source IN ('land', 'own', 'federal', 'eu', 'other_public', 'donation', 'third')),
  payee TEXT NOT NULL CHECK (length(payee) > 0),
  voucher TEXT NOT NULL CHECK (length(voucher) > 0),
  purpose TEXT,
  invoice_cents @INT@ CHECK (invoice_cents >= cents),
  source_key TEXT NOT NULL,
  once TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (centre_id, once)
) @STRICT@;
CREATE INDEX grant_cost_case ON grant_cost (case_id, day, id);
CREATE INDEX grant_cost_key ON grant_cost (centre_id, source_key);
CREATE TABLE grant_cost_cancelled (
  cost_id @INT@ NOT NULL PRIMARY KEY REFERENCES grant_cost (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL
) @STRICT@;

-- The proof of use while the KI prepares it: texts, and amounts by the books where they are not what is recorded, in
-- JSON. It stays after the proof was handed in, for a corrected one.
CREATE TABLE grant_proof_draft (
  case_id @INT@ NOT NULL PRIMARY KEY REFERENCES grant_case (id),
  version @INT@ NOT NULL DEFAULT 1,
  content TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at @INT@ NOT NULL
) @STRICT@;
-- Which reminders of a case have gone out, so that none goes twice. step: 1 before a proof is due, 2 after it.
CREATE TABLE grant_reminder (
  case_id @INT@ NOT NULL REFERENCES grant_case (id),
  step @INT@ NOT NULL CHECK (step BETWEEN 1 AND 9),
  sent_at @INT@ NOT NULL,
  PRIMARY KEY (case_id, step)
) @STRICT@;
-- Which reminder of the end of the term of use went out for a call: 1 before its last day, 2 after it.
CREATE TABLE grant_use_reminder (
  call_id @INT@ NOT NULL REFERENCES grant_event (id),
  step @INT@ NOT NULL CHECK (step IN (1, 2)),
  sent_at @INT@ NOT NULL,
  PRIMARY KEY (call_id, step)
) @STRICT@;
-- What of the Land is looked for over all cases by its kind.
CREATE INDEX grant_event_kind ON grant_event (kind, day) WHERE kind IN ('paid', 'approved');
CREATE INDEX grant_event_about ON grant_event (about_id, kind);

-- Terms of the procedure. What was not read is marked so and can be replaced by a proposal.
INSERT INTO rule_item (code, programme, unit, position) VALUES
  ('call_groups', 'terms', 'code', 1010),
  ('call_window', 'terms', 'text', 1020),
  ('use_warning', 'terms', 'text', 1030),
  ('remedy_period', 'terms', 'months', 1040),
  ('base_rate', 'terms', 'percent_points', 1050);
INSERT INTO rule (code, item, part, value, valid_from, valid_to, source, mark, note, seeded) VALUES
  ('call-groups-2012', 'call_groups', 'base', 'together', '2012-06-25', '2024-12-31', 'Fortschreibung: getrennte Abrufe werden erst für 2025 genannt', 'inferred', 'Ein Mittelabruf für alle Positionen.', 1),
  ('call-groups-2025', 'call_groups', 'base', 'apart', '2025-01-01', NULL, 'Auskunft der Bezirksregierung Arnsberg (bra.nrw.de)', 'read', 'Zu jedem Termin zwei Mittelabrufe: einer für die Ziffern 2.1 und 2.2, einer für Ziffer 2.3.', 1),
  ('call-window-2012', 'call_window', 'base', '01.01.–30.11.', '2012-06-25', NULL, 'Arbeitsannahme, ohne Quelle', 'assumed', 'Zeitraum im Förderjahr, in dem Mittel abgerufen werden. Feste Abruftermine gibt es (gelesen); die Tage sind nicht bekannt.', 1),
  ('use-warning-2012', 'use_warning', 'base', '50', '2012-06-25', NULL, 'Arbeitsannahme, ohne Quelle', 'assumed', 'Tage nach der Auszahlung, ab denen vor dem Ende der Frist zur Verwendung gewarnt wird.', 1),
  ('remedy-period-2012', 'remedy_period', 'base', '1', '2012-06-25', NULL, '§ 74 VwGO (nicht nachgelesen)', 'inferred', 'Monate nach der Bekanntgabe, bis der Bescheid bestandskräftig wird, wenn niemand klagt.', 1),
  ('base-rate-2012', 'base_rate', 'base', '0,12', '2012-01-01', '2012-12-31', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2013', 'base_rate', 'base', '-0,13', '2013-01-01', '2013-06-30', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2013-2', 'base_rate', 'base', '-0,38', '2013-07-01', '2013-12-31', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2014', 'base_rate', 'base', '-0,63', '2014-01-01', '2014-06-30', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2014-2', 'base_rate', 'base', '-0,73', '2014-07-01', '2014-12-31', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2015', 'base_rate', 'base', '-0,83', '2015-01-01', '2016-06-30', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2016', 'base_rate', 'base', '-0,88', '2016-07-01', '2022-12-31', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2023', 'base_rate', 'base', '1,62', '2023-01-01', '2023-06-30', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2023-2', 'base_rate', 'base', '3,12', '2023-07-01', '2023-12-31', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2024', 'base_rate', 'base', '3,62', '2024-01-01', '2024-06-30', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2024-2', 'base_rate', 'base', '3,37', '2024-07-01', '2024-12-31', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2025', 'base_rate', 'base', '2,27', '2025-01-01', '2025-06-30', 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', NULL, 1),
  ('base-rate-2025-2', 'base_rate', 'base', '1,27', '2025-07-01', NULL, 'Basiszinssatz nach § 247 BGB (Deutsche Bundesbank, nicht nachgelesen)', 'assumed', 'Er ändert sich zum 1. Januar und zum 1. Juli; ob er seitdem geändert wurde, ist nachzutragen.', 1);

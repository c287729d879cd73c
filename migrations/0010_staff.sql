-- Staff: posts, people, shares by day, who leads (S-STA-1 ... 9, P-STA-1).
--
-- Nothing that was true on a past day is overwritten: a post whose size or funding changes ends, and another one follows
-- it; a share ends, and another one begins. Corrections of what was mistyped are changes of a version, and stand in the
-- audit log. Sizes are thousandths of a full post (FTE), money is cents.

-- A post of a KI (Stelle). Administrator: the Verwaltungsfachkraft of 2012, which counts as a specialist of the guideline.
-- Funding: land (teacher released by the Land), ki (KI guideline), komman, kim, own (the carrier's own money), other.
CREATE TABLE post (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  kind TEXT NOT NULL CHECK (kind IN ('teacher', 'specialist', 'administrator', 'assistant')),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  fte @INT@ NOT NULL CHECK (fte BETWEEN 1 AND 1000),
  funding TEXT NOT NULL CHECK (funding IN ('land', 'ki', 'komman', 'kim', 'own', 'other')),
  employer TEXT NOT NULL CHECK (employer IN ('municipality', 'land', 'other')),
  employer_name TEXT CHECK (length(employer_name) BETWEEN 1 AND 200),
  focus TEXT CHECK (length(focus) BETWEEN 1 AND 200),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  follows_id @INT@ UNIQUE REFERENCES post (id),
  note TEXT CHECK (length(note) > 0),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  CHECK ((kind = 'teacher') = (funding = 'land'))
) @STRICT@;
CREATE INDEX post_days ON post (centre_id, (COALESCE(valid_to, '9999-12-31')), valid_from);

-- A person who works, worked or will work in the KI. Only what the staff plan needs: no address, no birthday, no papers.
CREATE TABLE person (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  family_name TEXT NOT NULL CHECK (length(family_name) BETWEEN 1 AND 120),
  given_name TEXT NOT NULL CHECK (length(given_name) BETWEEN 1 AND 120),
  sort_name TEXT NOT NULL,
  note TEXT CHECK (length(note) > 0),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (centre_id, id)
) @STRICT@;
CREATE INDEX person_name ON person (centre_id, sort_name, id);

-- Who holds which share of a post from when to when (Besetzung). Shares of one post never add up to more than its size:
-- checked in the transaction that writes them.
CREATE TABLE post_share (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  post_id @INT@ NOT NULL REFERENCES post (id),
  person_id @INT@ NOT NULL,
  fte @INT@ NOT NULL CHECK (fte BETWEEN 1 AND 1000),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  FOREIGN KEY (centre_id, person_id) REFERENCES person (centre_id, id)
) @STRICT@;
CREATE INDEX post_share_days ON post_share (centre_id, (COALESCE(valid_to, '9999-12-31')), valid_from);
CREATE INDEX post_share_post ON post_share (post_id, valid_from);
CREATE INDEX post_share_person ON post_share (person_id, valid_from);

-- What a post really cost in a year, if the KI gives it; the grant is capped at it (assumption A1).
CREATE TABLE post_cost (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  post_id @INT@ NOT NULL REFERENCES post (id),
  year @INT@ NOT NULL CHECK (year BETWEEN 2012 AND 2199),
  cents @INT@ NOT NULL CHECK (cents >= 0),
  evidence TEXT CHECK (length(evidence) > 0),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (post_id, year)
) @STRICT@;

-- Qualification of a person with its evidence (S-STA-3, S-STA-5), append only; a mistaken entry is withdrawn with a day.
CREATE TABLE qualification (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  person_id @INT@ NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('degree', 'equivalent', 'experience', 'training', 'teaching')),
  subject TEXT NOT NULL CHECK (subject IN ('migration', 'public_law', 'municipal', 'administration', 'education', 'other')),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  held_since TEXT NOT NULL CHECK (length(held_since) = 10),
  evidence TEXT NOT NULL CHECK (length(evidence) BETWEEN 1 AND 300),
  withdrawn_on TEXT CHECK (length(withdrawn_on) = 10),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  FOREIGN KEY (centre_id, person_id) REFERENCES person (centre_id, id)
) @STRICT@;
CREATE INDEX qualification_person ON qualification (centre_id, person_id, held_since);

-- Exceptions from the qualification (S-STA-4): a small case; its dated steps are append only, its state is computed.
CREATE TABLE qualification_exception (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  person_id @INT@ NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('specialist', 'assistant')),
  applied_on TEXT NOT NULL CHECK (length(applied_on) = 10),
  grounds TEXT NOT NULL CHECK (length(grounds) BETWEEN 1 AND 2000),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  FOREIGN KEY (centre_id, person_id) REFERENCES person (centre_id, id)
) @STRICT@;
CREATE INDEX qualification_exception_person ON qualification_exception (centre_id, person_id, applied_on);
CREATE TABLE qualification_exception_step (
  id @ID@,
  exception_id @INT@ NOT NULL REFERENCES qualification_exception (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  kind TEXT NOT NULL CHECK (kind IN ('asked', 'answered', 'granted', 'refused', 'withdrawn')),
  party TEXT NOT NULL CHECK (party IN ('employer', 'ministry', 'authority')),
  note TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 2000),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  CHECK (kind NOT IN ('granted', 'refused') OR party = 'employer')
) @STRICT@;
CREATE INDEX qualification_exception_step_of ON qualification_exception_step (exception_id, day);
CREATE UNIQUE INDEX qualification_exception_end ON qualification_exception_step (exception_id)
  WHERE kind IN ('granted', 'refused', 'withdrawn');

-- Head and deputy (S-STA-6). One head and one deputy at any time: checked in the transaction.
CREATE TABLE staff_leading (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  person_id @INT@ NOT NULL,
  office TEXT NOT NULL CHECK (office IN ('head', 'deputy')),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  FOREIGN KEY (centre_id, person_id) REFERENCES person (centre_id, id)
) @STRICT@;
CREATE INDEX staff_leading_days ON staff_leading (centre_id, office, valid_from);
CREATE UNIQUE INDEX staff_leading_open ON staff_leading (centre_id, office) WHERE valid_to IS NULL;

-- Secondments of teachers (Abordnung): they end, and are prolonged by a further row (P-STA-1, S-STA-9).
CREATE TABLE secondment (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  person_id @INT@ NOT NULL,
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  home TEXT NOT NULL CHECK (length(home) BETWEEN 1 AND 200),
  employer TEXT NOT NULL CHECK (length(employer) BETWEEN 1 AND 200),
  supervision TEXT NOT NULL CHECK (length(supervision) BETWEEN 1 AND 200),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  FOREIGN KEY (centre_id, person_id) REFERENCES person (centre_id, id)
) @STRICT@;
CREATE INDEX secondment_days ON secondment (centre_id, valid_to);

-- Prepared sums: what is set up and filled in each line of the plan from this day on, until the next row of the KI.
-- Written only by the transactions that change posts and shares; `scharnier check` computes them again and compares.
CREATE TABLE staff_sum (
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  teacher_posts @INT@ NOT NULL CHECK (teacher_posts >= 0),
  teacher_filled @INT@ NOT NULL CHECK (teacher_filled >= 0),
  specialist_posts @INT@ NOT NULL CHECK (specialist_posts >= 0),
  specialist_filled @INT@ NOT NULL CHECK (specialist_filled >= 0),
  assistant_posts @INT@ NOT NULL CHECK (assistant_posts >= 0),
  assistant_filled @INT@ NOT NULL CHECK (assistant_filled >= 0),
  komman_posts @INT@ NOT NULL CHECK (komman_posts >= 0),
  komman_filled @INT@ NOT NULL CHECK (komman_filled >= 0),
  kim_posts @INT@ NOT NULL CHECK (kim_posts >= 0),
  kim_filled @INT@ NOT NULL CHECK (kim_filled >= 0),
  own_posts @INT@ NOT NULL CHECK (own_posts >= 0),
  own_filled @INT@ NOT NULL CHECK (own_filled >= 0),
  PRIMARY KEY (centre_id, day)
) @STRICT@;

-- Voluntary and anonymous statement on immigration history (S-STA-7). A survey of a KI: codes are handed out on paper,
-- each is good for one answer; code and answer cannot be joined: they stand in different tables, without time or order.
-- The share is only there when the survey is closed.
CREATE TABLE staff_survey (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  reference_day TEXT NOT NULL CHECK (length(reference_day) = 10),
  opened_on TEXT NOT NULL CHECK (length(opened_on) = 10),
  closed_on TEXT CHECK (length(closed_on) = 10 AND closed_on >= opened_on),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL
) @STRICT@;
CREATE UNIQUE INDEX staff_survey_open ON staff_survey (centre_id) WHERE closed_on IS NULL;
CREATE INDEX staff_survey_centre ON staff_survey (centre_id, reference_day);
CREATE TABLE staff_survey_code (
  survey_id @INT@ NOT NULL REFERENCES staff_survey (id),
  code_hash TEXT NOT NULL PRIMARY KEY,
  used @INT@ NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) @STRICT@;
CREATE INDEX staff_survey_code_survey ON staff_survey_code (survey_id);
CREATE TABLE staff_survey_count (
  survey_id @INT@ NOT NULL PRIMARY KEY REFERENCES staff_survey (id),
  yes @INT@ NOT NULL DEFAULT 0 CHECK (yes >= 0),
  answers @INT@ NOT NULL DEFAULT 0 CHECK (answers >= yes)
) @STRICT@;

-- What the findings rest on, as rules by day: an authorised person can replace them like any other (P-RUL-1).
INSERT INTO rule_item (code, programme, unit, position) VALUES
  ('staff_split', 'terms', 'code', 810),
  ('staff_professions', 'terms', 'code', 820),
  ('staff_qualification', 'terms', 'code', 830),
  ('staff_assistant_qualification', 'terms', 'code', 840),
  ('staff_person_max', 'terms', 'fte', 850),
  ('staff_secondment_notice', 'terms', 'months', 860),
  ('staff_vacancy_notice', 'terms', 'piece', 870),
  ('staff_statement_min', 'terms', 'piece', 880);
INSERT INTO rule (code, item, part, value, valid_from, valid_to, source, mark, note, seeded) VALUES
  ('staff-split-2018', 'staff_split', 'base', 'equal_halves', '2018-05-08', NULL,
   'Gem. RdErl. vom 08.05.2018 in der Fassung vom 19.12.2022 (BASS 12-21 Nr. 18), Nr. 3.2 und 3.3', 'seed',
   'Empfehlung: Wird eine Stelle mit Teilzeitkräften besetzt, dann zu zwei gleichen Anteilen.', 1),
  ('staff-professions-2012', 'staff_professions', 'base', 'three', '2012-02-29', '2018-05-07',
   'Eckpunktepapier vom 29.02.2012', 'seed',
   'Lehrkraft, sozialpädagogische Fachkraft, Verwaltungsfachkraft: die Stellvertretung kommt aus einer anderen Berufsgruppe als die Leitung.', 1),
  ('staff-professions-2018', 'staff_professions', 'base', 'two', '2018-05-08', NULL,
   'Gem. RdErl. vom 08.05.2018 in der Fassung vom 19.12.2022 (BASS 12-21 Nr. 18), Nr. 4.3', 'seed',
   'Leitung durch eine Lehrkraft oder eine Fachkraft, Stellvertretung aus dem jeweils anderen Bereich.', 1),
  ('staff-qualification-2018', 'staff_qualification', 'base', 'degree_or_experience', '2018-05-08', NULL,
   'Gem. RdErl. vom 08.05.2018 in der Fassung vom 19.12.2022 (BASS 12-21 Nr. 18), Nr. 4.1', 'seed',
   'Hochschulabschluss oder Gleichwertiges mit migrations-, integrationsspezifischen oder Inhalten des öffentlichen Rechts, sonst Berufserfahrung in diesen Feldern oder in der Kommunalverwaltung; Ausnahmen entscheidet der Anstellungsträger im Benehmen mit dem Ministerium.', 1),
  ('staff-assistant-qualification-2018', 'staff_assistant_qualification', 'base', 'training', '2018-05-08', NULL,
   'Gem. RdErl. vom 08.05.2018 in der Fassung vom 19.12.2022 (BASS 12-21 Nr. 18), Nr. 4.2', 'seed',
   'Berufsausbildung als Verwaltungsfachangestellte oder Kaufleute für Büromanagement oder Vergleichbares; Ausnahmen im Benehmen mit der Bewilligungsbehörde.', 1),
  ('staff-person-max-2012', 'staff_person_max', 'base', '1', '2012-02-29', NULL,
   'Arbeitsannahme, ohne Quelle', 'assumed', 'Eine Person füllt höchstens eine volle Stelle aus.', 1),
  ('staff-secondment-notice-2012', 'staff_secondment_notice', 'base', '12', '2012-02-29', NULL,
   'Praxis der Kommunalen Integrationszentren: Abordnungen laufen oft nur ein Jahr', 'assumed',
   'So viele Monate vor dem Ende einer Abordnung wird darauf hingewiesen.', 1),
  ('staff-vacancy-notice-2012', 'staff_vacancy_notice', 'base', '90', '2012-02-29', NULL,
   'Arbeitsannahme, ohne Quelle', 'assumed', 'Nach so vielen Tagen ohne volle Besetzung wird auf die Stelle hingewiesen.', 1),
  ('staff-statement-min-2018', 'staff_statement_min', 'base', '5', '2018-05-08', NULL,
   'Gem. RdErl. vom 08.05.2018 (BASS 12-21 Nr. 18), Nr. 3.4; Schwelle: Arbeitsannahme', 'assumed',
   'Angaben zur Zuwanderungsgeschichte werden nur als Anteil und erst ab so vielen Antworten gezeigt.', 1);

-- Law as data, by day (S-RUL-1 ... 8, P-RUL-1, P-RUL-2).
--
-- A rule never changes. It is in force because it was delivered with the program (seeded = 1) or because a proposal
-- that brings it was approved by somebody else than the proposer. When it ends, and how sure it is, is computed from the
-- approved proposals: there is no column with a state that anybody could set wrong.

-- What rules can be about: its programme decides in which total it counts, its position where it stands in lists.
CREATE TABLE rule_item (
  code TEXT NOT NULL PRIMARY KEY,
  programme TEXT NOT NULL CHECK (programme IN ('base', 'teachers', 'komman', 'kim', 'third_party', 'terms')),
  unit TEXT NOT NULL CHECK (unit IN ('fte', 'lump', 'workplace', 'month', 'months', 'room', 'piece', 'page', 'hour',
    'percent_points', 'text', 'code')),
  position @INT@ NOT NULL UNIQUE
) @STRICT@;

CREATE TABLE rule (
  id @ID@,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 3 AND 80),
  item TEXT NOT NULL REFERENCES rule_item (code),
  part TEXT NOT NULL CHECK (part IN ('base', 'extra', 'step_a', 'step_b', 'step_c')),
  authority TEXT CHECK (authority IN ('kreis', 'kreisfreie_stadt')),
  centre_id @INT@ REFERENCES centre (id),
  quantity @INT@ CHECK (quantity >= 0),
  unit_cents @INT@ CHECK (unit_cents >= 0),
  value TEXT,
  financing TEXT CHECK (financing IN ('lump_sum', 'full_capped')),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  source TEXT NOT NULL CHECK (length(source) > 0),
  mark TEXT NOT NULL CHECK (mark IN ('read', 'seed', 'inferred', 'assumed', 'unknown')),
  note TEXT,
  seeded @INT@ NOT NULL CHECK (seeded IN (0, 1)),
  CHECK (centre_id IS NULL OR authority IS NULL)
) @STRICT@;
CREATE INDEX rule_item_part ON rule (item, part, valid_from);

-- Add: a new rule. End: the rule's last day is ends_on. Replace: both at once. Confirm: somebody has read it in a source.
-- A rule that ends on the day before it began was never in force.
CREATE TABLE rule_proposal (
  id @ID@,
  kind TEXT NOT NULL CHECK (kind IN ('add', 'end', 'replace', 'confirm')),
  rule_id @INT@ REFERENCES rule (id),
  new_rule_id @INT@ UNIQUE REFERENCES rule (id),
  ends_on TEXT CHECK (length(ends_on) = 10),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  source TEXT NOT NULL CHECK (length(source) > 0),
  proposed_by @INT@ NOT NULL REFERENCES account (id),
  proposed_at @INT@ NOT NULL,
  UNIQUE (id, proposed_by),
  CHECK ((kind = 'add') = (rule_id IS NULL)),
  CHECK ((kind IN ('add', 'replace')) = (new_rule_id IS NOT NULL)),
  CHECK ((kind IN ('end', 'replace')) = (ends_on IS NOT NULL))
) @STRICT@;
CREATE INDEX rule_proposal_rule ON rule_proposal (rule_id);

-- Four eyes (P-FUN-7): the decision repeats who proposed, held by the foreign key, and the check compares. So nobody
-- approves what he entered, whatever road he takes.
CREATE TABLE rule_decision (
  proposal_id @INT@ NOT NULL PRIMARY KEY,
  proposed_by @INT@ NOT NULL,
  decided_by @INT@ NOT NULL REFERENCES account (id),
  decision TEXT NOT NULL CHECK (decision IN ('approved', 'refused')),
  reason TEXT CHECK (length(reason) > 0),
  decided_at @INT@ NOT NULL,
  FOREIGN KEY (proposal_id, proposed_by) REFERENCES rule_proposal (id, proposed_by),
  CONSTRAINT four_eyes CHECK (decided_by <> proposed_by),
  CONSTRAINT refusal_has_reason CHECK (decision = 'approved' OR reason IS NOT NULL)
) @STRICT@;

INSERT INTO rule_item (code, programme, unit, position) VALUES
  ('specialist', 'base', 'fte', 10),
  ('assistant', 'base', 'fte', 20),
  ('interpreter_costs', 'base', 'lump', 30),
  ('volunteering_prevention', 'base', 'lump', 40),
  ('fathers_work', 'base', 'lump', 50),
  ('other_posts', 'base', 'fte', 60),
  ('other_costs', 'base', 'lump', 70),
  ('teacher', 'teachers', 'fte', 80),
  ('komman_posts', 'komman', 'fte', 110),
  ('komman_costs', 'komman', 'lump', 120),
  ('komman_local', 'komman', 'lump', 130),
  ('kim_coordination', 'kim', 'fte', 210),
  ('kim_assistant', 'kim', 'fte', 220),
  ('kim_case', 'kim', 'fte', 230),
  ('kim_office', 'kim', 'fte', 240),
  ('kim_workplace', 'kim', 'workplace', 250),
  ('kim_costs', 'kim', 'lump', 260),
  ('third_renovation', 'third_party', 'room', 310),
  ('third_equipment', 'third_party', 'room', 320),
  ('third_running', 'third_party', 'month', 330),
  ('third_digital', 'third_party', 'piece', 340),
  ('third_accompaniment', 'third_party', 'piece', 350),
  ('third_meeting', 'third_party', 'piece', 360),
  ('third_print', 'third_party', 'piece', 370),
  ('third_internet', 'third_party', 'piece', 380),
  ('third_translation', 'third_party', 'page', 390),
  ('third_speaker', 'third_party', 'hour', 400),
  ('third_exchange', 'third_party', 'piece', 410),
  ('recognition_section', 'terms', 'text', 510),
  ('applicants', 'terms', 'code', 520),
  ('one_site', 'terms', 'piece', 530),
  ('raa_transition', 'terms', 'text', 540),
  ('concept_max_age', 'terms', 'months', 550),
  ('concept_update_within', 'terms', 'months', 560),
  ('concept_new_within', 'terms', 'months', 570),
  ('priorities_period', 'terms', 'months', 580),
  ('lasi_report_period', 'terms', 'months', 590),
  ('budget_proviso', 'terms', 'code', 600),
  ('application_deadline', 'terms', 'text', 610),
  ('komman_application_deadline', 'terms', 'text', 620),
  ('kim_application_deadline', 'terms', 'text', 630),
  ('komman_step', 'terms', 'code', 640),
  ('third_per_building', 'terms', 'piece', 650),
  ('kim_min_share', 'terms', 'fte', 660),
  ('double_funding', 'terms', 'code', 670),
  ('use_within', 'terms', 'months', 680),
  ('interest_points', 'terms', 'percent_points', 690),
  ('receipts_retention', 'terms', 'months', 700),
  ('post_grant', 'terms', 'code', 710),
  ('month_counting', 'terms', 'code', 720),
  ('ceilings_exchange', 'terms', 'code', 730),
  ('material_cap', 'terms', 'code', 740),
  ('proof_due', 'terms', 'text', 750),
  ('interest_method', 'terms', 'code', 760);

-- What the people of the interpreter pool are paid, and how much of it is free of tax (S-INT-1 ... 3, P-INT-5, P-INT-7).

-- A tariff card (Tarifkarte) of a KI from a day on. Append only: a change is another row of the same name, from its own
-- day; for a day, the row with the latest valid_from not after it counts, and of two with the same day the later one (a
-- slip put right). standard: it counts for all assignments of its service, the latest one if several do. Cents, minutes, metres; pages in thousandths. What the columns mean stands in tariff.h.
CREATE TABLE tariff_card (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  service TEXT NOT NULL CHECK (service IN ('interpreting', 'guiding', 'translating')),
  standard @INT@ NOT NULL CHECK (standard IN (0, 1)),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  basis TEXT NOT NULL CHECK (basis IN ('flat', 'time', 'pages')),
  first_cents @INT@ CHECK (first_cents > 0),
  first_minutes @INT@ CHECK (first_minutes > 0),
  first_pages @INT@ CHECK (first_pages > 0),
  further_cents @INT@ CHECK (further_cents > 0),
  further_minutes @INT@ CHECK (further_minutes > 0),
  further_pages @INT@ CHECK (further_pages > 0),
  step_minutes @INT@ CHECK (step_minutes > 0),
  page_characters @INT@ CHECK (page_characters > 0),
  travel_time TEXT NOT NULL CHECK (travel_time IN ('none', 'joined', 'own')),
  travel_from_m @INT@ CHECK (travel_from_m > 0),
  travel_max_minutes @INT@ CHECK (travel_max_minutes > 0),
  travel_block_minutes @INT@ CHECK (travel_block_minutes > 0),
  travel_block_cents @INT@ CHECK (travel_block_cents > 0),
  travel_cost TEXT NOT NULL CHECK (travel_cost IN ('none', 'per_km', 'as_given')),
  km_cents @INT@ CHECK (km_cents > 0),
  both_ways @INT@ NOT NULL CHECK (both_ways IN (0, 1)),
  travel_cost_max_cents @INT@ CHECK (travel_cost_max_cents > 0),
  cancel_hours @INT@ CHECK (cancel_hours > 0),
  cancel_minutes @INT@ CHECK (cancel_minutes > 0),
  max_minutes @INT@ CHECK (max_minutes > 0),
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
  mark TEXT NOT NULL CHECK (mark IN ('read', 'seed', 'inferred', 'assumed', 'unknown')),
  rate_assumed @INT@ NOT NULL CHECK (rate_assumed IN (0, 1)),
  step_assumed @INT@ NOT NULL CHECK (step_assumed IN (0, 1)),
  travel_assumed @INT@ NOT NULL CHECK (travel_assumed IN (0, 1)),
  cancel_assumed @INT@ NOT NULL CHECK (cancel_assumed IN (0, 1)),
  note TEXT CHECK (length(note) BETWEEN 1 AND 1000),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (centre_id, id),
  CHECK (basis <> 'flat' OR (first_cents IS NOT NULL AND further_cents IS NULL)),
  CHECK (basis <> 'time' OR (further_cents IS NOT NULL AND further_minutes IS NOT NULL)),
  CHECK (basis <> 'pages' OR (further_cents IS NOT NULL AND further_pages IS NOT NULL)),
  CHECK ((cancel_hours IS NULL) = (cancel_minutes IS NULL)),
  CHECK ((travel_cost = 'per_km') = (km_cents IS NOT NULL)),
  CHECK (travel_time <> 'joined' OR basis = 'time')
) @STRICT@;
CREATE INDEX tariff_card_day ON tariff_card (centre_id, name, valid_from, id);

-- The yearly amounts of § 3 Nr. 26a and Nr. 26 EStG. They are law of the Bund and no grant, so they are terms.
INSERT INTO rule_item (code, programme, unit, position) VALUES
  ('tax_free_volunteer', 'terms', 'text', 910),
  ('tax_free_trainer', 'terms', 'text', 920);
INSERT INTO rule (code, item, part, value, valid_from, valid_to, source, mark, note, seeded) VALUES
  ('tax-free-volunteer-2013', 'tax_free_volunteer', 'base', '720 €', '2013-01-01', '2020-12-31',
   '§ 3 Nr. 26a EStG', 'read', 'Ehrenamtspauschale je Person und Kalenderjahr. Der Betrag bis 2020 ist gelesen, der Beginn am 01.01.2013 (Ehrenamtsstärkungsgesetz) ist abgeleitet.', 1),
  ('tax-free-volunteer-2021', 'tax_free_volunteer', 'base', '840 €', '2021-01-01', '2025-12-31',
   '§ 3 Nr. 26a EStG', 'read', 'Ehrenamtspauschale je Person und Kalenderjahr.', 1),
  ('tax-free-volunteer-2026', 'tax_free_volunteer', 'base', '960 €', '2026-01-01', NULL,
   '§ 3 Nr. 26a EStG in der Fassung des Steueränderungsgesetzes 2025', 'read', 'Ehrenamtspauschale je Person und Kalenderjahr.', 1),
  ('tax-free-trainer-2013', 'tax_free_trainer', 'base', '2.400 €', '2013-01-01', '2020-12-31',
   '§ 3 Nr. 26 EStG', 'read', 'Übungsleiterpauschale je Person und Kalenderjahr. Der Betrag bis 2020 ist gelesen, der Beginn am 01.01.2013 (Ehrenamtsstärkungsgesetz) ist abgeleitet. Ob Sprachmittlung darunter fällt, ist zweifelhaft.', 1),
  ('tax-free-trainer-2021', 'tax_free_trainer', 'base', '3.000 €', '2021-01-01', '2025-12-31',
   '§ 3 Nr. 26 EStG', 'read', 'Übungsleiterpauschale je Person und Kalenderjahr. Ob Sprachmittlung darunter fällt, ist zweifelhaft.', 1),
  ('tax-free-trainer-2026', 'tax_free_trainer', 'base', '3.300 €', '2026-01-01', NULL,
   '§ 3 Nr. 26 EStG in der Fassung des Steueränderungsgesetzes 2025', 'read', 'Übungsleiterpauschale je Person und Kalenderjahr. Ob Sprachmittlung darunter fällt, ist zweifelhaft.', 1);

-- Activities: what a KI does, recorded once and counted everywhere (S-ACT-1 ... 4, P-ACT-1, P-ACT-2).
--
-- `activity` holds what is so now; a change or a withdrawal moves the former version, with its end, to `activity_past`, so
-- figures can be had as they were known on any day. Each classifying column holds one code of the catalogue. Durations
-- are minutes, instants milliseconds, days ISO text.

-- The catalogue: by which an activity is told apart. A code stays for ever; a renamed entry is a further row of the same
-- code, which holds from its day until the next one; valid_to ends the code. What was recorded keeps its code. mark: how
-- sure the entry is, as in the rulebook.
CREATE TABLE catalogue_entry (
  catalogue TEXT NOT NULL CHECK (catalogue IN ('kind', 'field', 'stage', 'recipient', 'target', 'main_field')),
  code TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 40),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 2 AND 120),
  name_en TEXT NOT NULL CHECK (length(name_en) BETWEEN 2 AND 120),
  place @INT@ NOT NULL CHECK (place BETWEEN 1 AND 999),
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 300),
  mark TEXT NOT NULL CHECK (mark IN ('read', 'seed', 'inferred', 'assumed')),
  set_by TEXT NOT NULL,
  set_at @INT@ NOT NULL,
  PRIMARY KEY (catalogue, code, valid_from)
) @STRICT@;

-- The current version of each activity. account_id: whose entry it is, whoever corrects it; absent: of nobody who signed
-- in. said_by, said_at: of this version. people: how many of the KI took part. No names of clients.
CREATE TABLE activity (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  stage TEXT NOT NULL,
  recipient TEXT NOT NULL,
  target TEXT NOT NULL,
  main_field TEXT NOT NULL,
  ags8 TEXT REFERENCES municipality (ags8),
  partner TEXT CHECK (length(partner) BETWEEN 1 AND 120),
  participants @INT@ CHECK (participants BETWEEN 0 AND 99999),
  minutes @INT@ CHECK (minutes BETWEEN 1 AND 9999),
  people @INT@ CHECK (people BETWEEN 1 AND 99),
  note TEXT CHECK (length(note) BETWEEN 1 AND 1000),
  account_id @INT@ REFERENCES account (id),
  said_by TEXT NOT NULL,
  said_at @INT@ NOT NULL
) @STRICT@;
-- One for each filter of the list that leaves few out of many, so that its last page costs as much as its first. Stage,
-- recipient, target and main field have half a dozen codes each: the list walks by day past what it does not want.
CREATE INDEX activity_day ON activity (centre_id, day, id);
CREATE INDEX activity_kind ON activity (centre_id, kind, day, id);
CREATE INDEX activity_field ON activity (centre_id, field, day, id);
CREATE INDEX activity_municipality ON activity (centre_id, ags8, day, id);
CREATE INDEX activity_partner ON activity (centre_id, partner, day, id);
CREATE INDEX activity_account ON activity (centre_id, account_id, day, id);

-- Former versions: changed, or withdrawn. One that was withdrawn and taken back has a later version that is current.
CREATE TABLE activity_past (
  activity_id @INT@ NOT NULL,
  version @INT@ NOT NULL,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  stage TEXT NOT NULL,
  recipient TEXT NOT NULL,
  target TEXT NOT NULL,
  main_field TEXT NOT NULL,
  ags8 TEXT REFERENCES municipality (ags8),
  partner TEXT,
  participants @INT@,
  minutes @INT@,
  people @INT@,
  note TEXT,
  account_id @INT@ REFERENCES account (id),
  said_by TEXT NOT NULL,
  said_at @INT@ NOT NULL,
  ended_by TEXT NOT NULL,
  ended_at @INT@ NOT NULL,
  withdrawn @INT@ NOT NULL CHECK (withdrawn IN (0, 1)),
  PRIMARY KEY (activity_id, version)
) @STRICT@;
CREATE INDEX activity_past_day ON activity_past (centre_id, day);

-- Prepared sums: one row per KI, dimension, period ('2026-11' and '2026') and code, written by the same transactions as the
-- activities; `scharnier check` counts again. dimension '': the total, its code is ''. An activity without a municipality
-- counts under 'none'.
CREATE TABLE activity_sum (
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('', 'kind', 'field', 'stage', 'recipient', 'target', 'main_field',
    'municipality')),
  period TEXT NOT NULL CHECK (length(period) IN (4, 7)),
  code TEXT NOT NULL,
  activities @INT@ NOT NULL,
  participants @INT@ NOT NULL,
  minutes @INT@ NOT NULL,
  PRIMARY KEY (centre_id, dimension, period, code)
) @STRICT@;

-- What recurs in a KI under a name, such as "Sprechstunde Seiteneinstieg": it fills the line and all that goes with it.
CREATE TABLE activity_template (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 2 AND 80),
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  stage TEXT NOT NULL,
  recipient TEXT NOT NULL,
  target TEXT NOT NULL,
  main_field TEXT NOT NULL,
  ags8 TEXT REFERENCES municipality (ags8),
  partner TEXT CHECK (length(partner) BETWEEN 1 AND 120),
  participants @INT@ CHECK (participants BETWEEN 0 AND 99999),
  minutes @INT@ CHECK (minutes BETWEEN 1 AND 9999),
  people @INT@ CHECK (people BETWEEN 1 AND 99),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (centre_id, name)
) @STRICT@;

-- Weeks (by their Monday) of which somebody said that there was nothing to record, and in one word why; only the person
-- sees it. No reason says anything of health.
CREATE TABLE activity_quiet_week (
  account_id @INT@ NOT NULL REFERENCES account (id),
  monday TEXT NOT NULL CHECK (length(monday) = 10),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  reason TEXT NOT NULL CHECK (reason IN ('absent', 'office', 'training', 'other')),
  said_at @INT@ NOT NULL,
  PRIMARY KEY (account_id, monday)
) @STRICT@;

-- --- the catalogue as the documents have it ---

-- S-ACT-1: the fourteen kinds of service of the Eckpunkte, in their order.
INSERT INTO catalogue_entry (catalogue, code, valid_from, name, name_en, place, source, mark, set_by, set_at) VALUES
  ('kind', 'coordination', '2012-01-01', 'Koordination, Bündelung und Steuerung von Integrationsangeboten', 'Coordinating, bundling and steering integration offers', 1, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'networks', '2012-01-01', 'Koordination und Weiterentwicklung von Netzwerken', 'Coordinating and developing networks', 2, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'concepts', '2012-01-01', 'Konzepte, Projekte und Maßnahmen', 'Concepts, projects and measures', 3, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'participation', '2012-01-01', 'Mitwirkung in Vereinen und politische Beteiligung', 'Taking part in associations and political decisions', 4, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'advice_institutions', '2012-01-01', 'Beratung von Schulen und außerschulischen Einrichtungen', 'Advice to schools and out-of-school institutions', 5, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'advice_families', '2012-01-01', 'Beratung von Kindern, Jugendlichen und Eltern', 'Advice to children, young people and parents', 6, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'all_day', '2012-01-01', 'Ausgestaltung von Ganztagsangeboten', 'All-day schooling', 7, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'integration_posts', '2012-01-01', 'Verwendung der Stellen für Integrationshilfen', 'Use of the integration posts of schools', 8, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'heritage_language', '2012-01-01', 'Herkunftssprachlicher Unterricht', 'Heritage-language teaching', 9, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'parents', '2012-01-01', 'Unterstützung von und Zusammenarbeit mit Eltern', 'Supporting and working with parents', 10, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'materials', '2012-01-01', 'Spiel-, Lehr- und Lernmaterialien', 'Materials for play, teaching and learning', 11, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'qualification', '2012-01-01', 'Qualifizierung und Fortbildung', 'Qualification and further training', 12, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'events', '2012-01-01', 'Veranstaltungen, Fachgespräche und Konferenzen', 'Events, expert talks and conferences', 13, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0),
  ('kind', 'transfer', '2012-01-01', 'Erfahrungstransfer und Mitwirkung im Verbund', 'Passing on experience and work in the network of KI', 14, 'Eckpunktepapier vom 29.02.2012, Aufgabenschwerpunkte Nr. 2', 'seed', 'system', 0);

-- S-ACT-2: fields of action; the decree of 2018 renamed one and added one.
INSERT INTO catalogue_entry (catalogue, code, valid_from, name, name_en, place, source, mark, set_by, set_at) VALUES
  ('field', 'education', '2012-01-01', 'Bildung, Erziehung und Betreuung', 'Education, upbringing and care', 1, 'Eckpunktepapier vom 29.02.2012; Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'language', '2012-01-01', 'Sprachliche und interkulturelle Bildung', 'Language and intercultural education', 2, 'Eckpunktepapier vom 29.02.2012', 'seed', 'system', 0),
  ('field', 'employment', '2012-01-01', 'Beschäftigung', 'Employment', 3, 'Eckpunktepapier vom 29.02.2012; Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'culture', '2012-01-01', 'Kultur', 'Culture', 4, 'Eckpunktepapier vom 29.02.2012; Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'sport', '2012-01-01', 'Sport', 'Sport', 5, 'Eckpunktepapier vom 29.02.2012; Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'politics', '2012-01-01', 'Politische Partizipation', 'Political participation', 6, 'Eckpunktepapier vom 29.02.2012; Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'volunteering', '2012-01-01', 'Bürgerschaftliches Engagement', 'Civic engagement', 7, 'Eckpunktepapier vom 29.02.2012', 'seed', 'system', 0),
  ('field', 'volunteering', '2018-05-08', 'Ehrenamtliches Engagement', 'Volunteering', 7, 'Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'newcomers', '2018-05-08', 'Soziale Arbeit im Bereich Flüchtlinge und Neuzuwanderung', 'Social work with refugees and newcomers', 8, 'Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'health', '2012-01-01', 'Gesundheit', 'Health', 9, 'Eckpunktepapier vom 29.02.2012; Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0),
  ('field', 'care', '2012-01-01', 'Pflege älterer Menschen', 'Care of the elderly', 10, 'Eckpunktepapier vom 29.02.2012; Gem. RdErl. vom 08.05.2018 Nr. 1.3.2', 'seed', 'system', 0);

-- S-ACT-3: the education chain. What belongs to no stage of it needs a code, too: each sum adds up to the total.
INSERT INTO catalogue_entry (catalogue, code, valid_from, name, name_en, place, source, mark, set_by, set_at) VALUES
  ('stage', 'early', '2012-01-01', 'Frühe Förderung', 'Early support', 1, 'Gem. RdErl. vom 08.05.2018 Nr. 1.3.1', 'seed', 'system', 0),
  ('stage', 'elementary', '2012-01-01', 'Elementarbereich (Kita)', 'Elementary (daycare)', 2, 'Gem. RdErl. vom 08.05.2018 Nr. 1.3.1', 'seed', 'system', 0),
  ('stage', 'school', '2012-01-01', 'Schule (alle Schulformen und Altersklassen)', 'School (all types and ages)', 3, 'Gem. RdErl. vom 08.05.2018 Nr. 1.3.1; Folien eines Kreises 2015/16', 'seed', 'system', 0),
  ('stage', 'out_of_school', '2012-01-01', 'Außerschulische Kinder- und Jugendarbeit', 'Out-of-school work with children and young people', 4, 'Gem. RdErl. vom 08.05.2018 Nr. 1.3.1', 'seed', 'system', 0),
  ('stage', 'transition', '2012-01-01', 'Übergang Schule – Ausbildung, Studium, Beruf', 'Transition from school to training, study or job', 5, 'Gem. RdErl. vom 08.05.2018 Nr. 1.3.1', 'seed', 'system', 0),
  ('stage', 'none', '2012-01-01', 'Keine Stufe der Bildungskette', 'No stage of the education chain', 6, 'Annahme: Querschnittsaufgaben gehören zu keiner Stufe', 'assumed', 'system', 0);

-- S-ACT-4: who is supported (2.1) and who is advised or accompanied (2.2).
INSERT INTO catalogue_entry (catalogue, code, valid_from, name, name_en, place, source, mark, set_by, set_at) VALUES
  ('recipient', 'school', '2012-01-01', 'Schulen und andere Bildungseinrichtungen', 'Schools and other education bodies', 1, 'Gem. RdErl. vom 08.05.2018 Nr. 2.1', 'seed', 'system', 0),
  ('recipient', 'daycare', '2012-01-01', 'Kindertageseinrichtungen', 'Daycare centres', 2, 'Gem. RdErl. vom 08.05.2018 Nr. 2.1', 'seed', 'system', 0),
  ('recipient', 'youth_offices', '2012-01-01', 'Träger der Kinder- und Jugendhilfe, Ämter und Dienststellen', 'Youth-welfare bodies and municipal offices', 3, 'Gem. RdErl. vom 08.05.2018 Nr. 2.1', 'seed', 'system', 0),
  ('recipient', 'others', '2012-01-01', 'Weitere Einrichtungen und Organisationen', 'Other institutions and organisations', 4, 'Gem. RdErl. vom 08.05.2018 Nr. 2.1', 'seed', 'system', 0),
  ('recipient', 'none', '2012-01-01', 'Keine Einrichtung (unmittelbare Beratung)', 'No institution (advice to persons)', 5, 'Annahme: Beratung nach Nr. 2.2 a geschieht ohne Einrichtung', 'assumed', 'system', 0),
  ('target', 'children', '2012-01-01', 'Kinder', 'Children', 1, 'Gem. RdErl. vom 08.05.2018 Nr. 2.2 a', 'seed', 'system', 0),
  ('target', 'young_people', '2012-01-01', 'Jugendliche', 'Young people', 2, 'Gem. RdErl. vom 08.05.2018 Nr. 2.2 a', 'seed', 'system', 0),
  ('target', 'parents', '2012-01-01', 'Eltern', 'Parents', 3, 'Gem. RdErl. vom 08.05.2018 Nr. 2.2 a', 'seed', 'system', 0),
  ('target', 'municipal', '2012-01-01', 'Kommunale Einrichtungen, die ihr Angebot auf- und ausbauen', 'Municipal institutions building up their offers', 4, 'Gem. RdErl. vom 08.05.2018 Nr. 2.2 b', 'seed', 'system', 0),
  ('target', 'education_bodies', '2012-01-01', 'Schulische und außerschulische Bildungseinrichtungen', 'Schools and out-of-school education bodies', 5, 'Gem. RdErl. vom 08.05.2018 Nr. 2.2 c', 'seed', 'system', 0),
  ('target', 'none', '2012-01-01', 'Keine bestimmte Zielgruppe', 'No particular target group', 6, 'Annahme: nicht jede Tätigkeit berät eine Zielgruppe nach Nr. 2.2', 'assumed', 'system', 0);

-- S-REP-3: the two given main fields.
INSERT INTO catalogue_entry (catalogue, code, valid_from, name, name_en, place, source, mark, set_by, set_at) VALUES
  ('main_field', 'education', '2012-01-01', 'Integration durch Bildung', 'Integration through education', 1, 'Eckpunktepapier vom 29.02.2012; § 7 Abs. 1 TIntG 2012', 'seed', 'system', 0),
  ('main_field', 'cross_cutting', '2012-01-01', 'Integration als Querschnittsaufgabe', 'Integration as a cross-cutting task', 2, 'Eckpunktepapier vom 29.02.2012; § 7 Abs. 1 TIntG 2012', 'seed', 'system', 0);

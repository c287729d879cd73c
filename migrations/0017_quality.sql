-- Quality: criteria by day, self-assessments of a KI, follow-ups agreed between KI and LaSI (S-EVA-2).
--
-- No official list of criteria is published. What stands here follows the tasks of the Eckpunkte of 29.02.2012 and is
-- marked as assumed; the LaSI keeps it on its page. Nothing is overwritten: other words are a further row of the same
-- code from a day on, and an assessment keeps the rows that it was asked with.

-- A quality criterion in its words of a period. code: the same criterion in all its wordings.
CREATE TABLE quality_criterion (
  id @ID@,
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  area TEXT NOT NULL CHECK (area IN ('steering', 'advice', 'participation', 'qualification', 'network')),
  place @INT@ NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 400),
  name_en TEXT NOT NULL CHECK (length(name_en) BETWEEN 1 AND 120),
  question_en TEXT NOT NULL CHECK (length(question_en) BETWEEN 1 AND 400),
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 400),
  mark TEXT NOT NULL CHECK (mark IN ('read', 'seed', 'inferred', 'assumed')),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (code, valid_from)
) @STRICT@;

-- A self-assessment of a KI. criteria_on: the day whose criteria it asks, that of its beginning.
CREATE TABLE quality_assessment (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  criteria_on TEXT NOT NULL CHECK (length(criteria_on) = 10)
) @STRICT@;
CREATE INDEX quality_assessment_centre ON quality_assessment (centre_id, id);

-- What happened to an assessment, append only; its state is computed from this. After "concluded" or "discarded"
-- nothing follows.
CREATE TABLE quality_assessment_event (
  id @ID@,
  assessment_id @INT@ NOT NULL REFERENCES quality_assessment (id),
  kind TEXT NOT NULL CHECK (kind IN ('begun', 'concluded', 'discarded')),
  day TEXT NOT NULL CHECK (length(day) = 10),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (assessment_id, kind)
) @STRICT@;

-- What a KI says about one criterion, with the evidence in a sentence. Changed only while the assessment is a draft.
CREATE TABLE quality_answer (
  assessment_id @INT@ NOT NULL REFERENCES quality_assessment (id),
  criterion_id @INT@ NOT NULL REFERENCES quality_criterion (id),
  level TEXT NOT NULL CHECK (level IN ('not_yet', 'begun', 'mostly', 'throughout')),
  evidence TEXT NOT NULL CHECK (length(evidence) BETWEEN 1 AND 500),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  PRIMARY KEY (assessment_id, criterion_id)
) @STRICT@;

-- A step that KI and LaSI agree on: what, who, by when, about which criterion. The KI proposes it.
CREATE TABLE quality_follow_up (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  criterion_id @INT@ NOT NULL REFERENCES quality_criterion (id),
  what TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 500),
  who TEXT NOT NULL CHECK (length(who) BETWEEN 1 AND 200),
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  proposed_on TEXT NOT NULL CHECK (length(proposed_on) = 10),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL
) @STRICT@;
CREATE INDEX quality_follow_up_due ON quality_follow_up (centre_id, due_on, id);

-- What became of a follow-up, append only: agreed by the LaSI; done or dropped by the KI, with a note.
CREATE TABLE quality_follow_up_event (
  id @ID@,
  follow_up_id @INT@ NOT NULL REFERENCES quality_follow_up (id),
  kind TEXT NOT NULL CHECK (kind IN ('agreed', 'done', 'dropped')),
  day TEXT NOT NULL CHECK (length(day) = 10),
  note TEXT CHECK (length(note) BETWEEN 1 AND 500),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  CHECK (kind = 'agreed' OR note IS NOT NULL),
  UNIQUE (follow_up_id, kind)
) @STRICT@;

INSERT INTO quality_criterion (code, valid_from, area, place, name, question, name_en, question_en, source, mark, recorded_by, recorded_at) VALUES
  ('offers', '2012-02-29', 'steering', 1, 'Angebote bündeln und abstimmen',
   'Kennt das KI die örtlichen Integrationsangebote, und stimmt es sie mit den Trägern so ab, dass nichts doppelt ist und nichts fehlt?',
   'Bundle and coordinate offers',
   'Does the KI know the local integration offers, and does it coordinate them with the providers so that nothing is double and nothing is missing?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Koordination, Bündelung und Steuerung von örtlichen Integrationsangeboten', 'assumed', 'system', 0),
  ('networks', '2012-02-29', 'steering', 2, 'Netzwerke tragen',
   'Arbeiten die Netzwerke des KI verbindlich: mit festen Mitgliedern, Terminen und Ergebnissen, die weitergegeben werden?',
   'Carry networks',
   'Do the networks of the KI work reliably: with fixed members, dates and results that are passed on?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Koordination, Unterstützung und Weiterentwicklung von Netzwerken', 'assumed', 'system', 0),
  ('concepts', '2012-02-29', 'steering', 3, 'Konzepte und Projekte entwickeln',
   'Gehen Konzepte und Projekte von einem festgestellten Bedarf aus, und wird am Ende geprüft, was sie bewirkt haben?',
   'Develop concepts and projects',
   'Do concepts and projects start from a need that was found, and is it checked in the end what they have achieved?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Initiierung und Entwicklung von Konzepten, Projekten und Maßnahmen', 'assumed', 'system', 0),
  ('chain', '2012-02-29', 'steering', 4, 'Die ganze Bildungskette',
   'Gibt es Arbeit des KI auf jeder Stufe, von der frühen Förderung bis zum Übergang in Ausbildung, Studium und Beruf?',
   'The whole education chain',
   'Is there work of the KI at each stage, from early support to the transition to training, study and job?',
   'Eckpunkte vom 29.02.2012, Nr. 2: entlang der gesamten Bildungskette', 'assumed', 'system', 0),
  ('institutions', '2012-02-29', 'advice', 1, 'Schulen und Einrichtungen beraten',
   'Erhalten Schulen, Kitas, Ämter und Träger auf eine Anfrage bald eine passende Beratung, und wird sie mit ihnen ausgewertet?',
   'Advise schools and institutions',
   'Do schools, day-care centres, offices and providers soon get fitting advice on request, and is it evaluated with them?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Beratung und Unterstützung von Schulen und außerschulischen Einrichtungen', 'assumed', 'system', 0),
  ('families', '2012-02-29', 'advice', 2, 'Kinder, Jugendliche und Eltern beraten',
   'Finden Familien die Beratung leicht, in einer Sprache, die sie verstehen, und ohne lange zu warten?',
   'Advise children, young people and parents',
   'Do families find the advice easily, in a language that they understand, and without long waiting?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Beratung und Unterstützung von Kindern, Jugendlichen und deren Eltern', 'assumed', 'system', 0),
  ('school_programmes', '2012-02-29', 'advice', 3, 'Ganztag, Integrationsstellen, Herkunftssprachen',
   'Unterstützt das KI Schulen bei Ganztagsangeboten, Stellen für Integrationshilfen und herkunftssprachlichem Unterricht?',
   'All-day schooling, integration posts, heritage languages',
   'Does the KI support schools with all-day offers, posts for integration help and heritage-language teaching?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Ganztagsangebote, Stellen für Integrationshilfen, herkunftssprachlicher Unterricht', 'assumed', 'system', 0),
  ('civic', '2012-02-29', 'participation', 1, 'Mitwirkung in Vereinen und Politik',
   'Fördert das KI, dass Menschen mit Einwanderungsgeschichte in Vereinen mitwirken und an örtlichen Entscheidungen beteiligt sind?',
   'Taking part in associations and politics',
   'Does the KI further that people with an immigration history take part in associations and in local decisions?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Förderung der Mitwirkung in Vereinen und der Beteiligung an Entscheidungsverfahren', 'assumed', 'system', 0),
  ('parents', '2012-02-29', 'participation', 2, 'Mit Eltern zusammenarbeiten',
   'Werden Eltern als Partner in Erziehung und Bildung erreicht, auch jene, die von selbst nicht kommen?',
   'Work with parents',
   'Are parents reached as partners in upbringing and education, also those who do not come by themselves?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Beratung und Unterstützung von Eltern sowie die Zusammenarbeit mit ihnen', 'assumed', 'system', 0),
  ('organisations', '2012-02-29', 'participation', 3, 'Mit Migrantenorganisationen planen',
   'Sind Migrantenselbstorganisationen von Anfang an beteiligt, wenn das KI etwas plant?',
   'Plan with migrant organisations',
   'Are migrant organisations involved from the start when the KI plans something?',
   'Eckpunkte vom 29.02.2012: Kooperationsgebot', 'assumed', 'system', 0),
  ('training', '2012-02-29', 'qualification', 1, 'Fachkräfte anderer fortbilden',
   'Gibt es ein Fortbildungsangebot, das auf Bedarf antwortet, und wird erfragt, was davon in der Praxis ankommt?',
   'Train staff of others',
   'Is there training that answers a need, and is it asked what of it arrives in practice?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Qualifizierung und Fortbildung von Lehrkräften und Fachkräften anderer Träger', 'assumed', 'system', 0),
  ('materials', '2012-02-29', 'qualification', 2, 'Materialien erproben und weitergeben',
   'Werden Spiel-, Lehr- und Lernmaterialien mit denen erprobt, die sie nutzen, und danach weitergegeben?',
   'Try out and pass on materials',
   'Are materials for playing, teaching and learning tried out with those who use them, and passed on afterwards?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Entwicklung und Erprobung von Spiel-, Lehr- und Lernmaterialien', 'assumed', 'system', 0),
  ('events', '2012-02-29', 'qualification', 3, 'Veranstaltungen mit Ergebnis',
   'Haben Veranstaltungen und Fachgespräche ein Ziel, und steht danach fest, wer was weiter tut?',
   'Events with a result',
   'Do events and expert talks have an aim, and is it clear afterwards who does what next?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Organisation und Durchführung von Veranstaltungen, Fachgesprächen und Konferenzen', 'assumed', 'system', 0),
  ('transfer', '2012-02-29', 'network', 1, 'Erfahrungen im Verbund teilen',
   'Gibt das KI gute Praxis an andere KI weiter, und übernimmt es welche von ihnen?',
   'Share experience among the KI',
   'Does the KI pass on good practice to other KI, and does it take over some from them?',
   'Eckpunkte vom 29.02.2012, Nr. 2: Erfahrungstransfer; RdErl. vom 08.05.2018, Nr. 5', 'assumed', 'system', 0),
  ('reporting', '2012-02-29', 'network', 2, 'Vollständig und ohne Widerspruch berichten',
   'Werden Tätigkeiten zeitnah erfasst, und sind die Monatsberichte fristgerecht, vollständig und ohne Widersprüche?',
   'Report completely and without contradictions',
   'Are activities recorded soon, and are the monthly reports on time, complete and without contradictions?',
   'Eckpunkte vom 29.02.2012: Controlling', 'assumed', 'system', 0);

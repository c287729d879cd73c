-- The pool of lay interpreters, guides and translators: people, requests, assignments (S-INT-1 ... 3, P-INT-1 ... 8).
--
-- Three spheres of persons stay apart: those of the pool (interpreter...), the contacts of institutions (booking_contact)
-- and the clients, of whom nothing is kept. What became of a request is told by its events (booking_event), append only;
-- booking_now is computed from them in the same transactions, can be computed again, and is checked by `scharnier check`.
-- Instants are milliseconds, days ISO text, money cents, distances metres, coordinates millionths of a degree (WGS 84).

-- Languages and their dialects, the same for all KI. code: ISO 639-3, a dialect may add "-" and a word. of_code: the
-- language that a dialect belongs to.
CREATE TABLE language (
  code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 2 AND 30),
  of_code TEXT REFERENCES language (code),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  name_en TEXT NOT NULL CHECK (length(name_en) BETWEEN 1 AND 80),
  sort_name TEXT NOT NULL
) @STRICT@;
CREATE INDEX language_of ON language (of_code, sort_name);

-- A person of the pool, from the application on. What happened (training, pledge, certificate, pause ...) are steps.
CREATE TABLE interpreter (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  family_name TEXT NOT NULL CHECK (length(family_name) BETWEEN 1 AND 120),
  given_name TEXT NOT NULL CHECK (length(given_name) BETWEEN 1 AND 120),
  sort_name TEXT NOT NULL,
  gender TEXT CHECK (gender IN ('female', 'male', 'diverse')),
  email TEXT CHECK (length(email) BETWEEN 3 AND 200),
  phone TEXT CHECK (length(phone) BETWEEN 3 AND 60),
  postcode TEXT CHECK (length(postcode) = 5),
  town TEXT CHECK (length(town) BETWEEN 1 AND 120),
  lat @INT@,
  lon @INT@,
  interpreting @INT@ NOT NULL CHECK (interpreting IN (0, 1)),
  guiding @INT@ NOT NULL CHECK (guiding IN (0, 1)),
  translating @INT@ NOT NULL CHECK (translating IN (0, 1)),
  most_per_week @INT@ CHECK (most_per_week BETWEEN 1 AND 50),
  tax_kind TEXT NOT NULL DEFAULT 'volunteer' CHECK (tax_kind IN ('volunteer', 'trainer', 'none')),
  note TEXT CHECK (length(note) > 0),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (centre_id, id),
  CHECK ((lat IS NULL) = (lon IS NULL))
) @STRICT@;
CREATE INDEX interpreter_name ON interpreter (centre_id, sort_name, id);

-- What happened with a person on a day; append only, a mistaken entry is withdrawn with a day. until: how long it holds
-- (certificate of conduct, training, pause).
CREATE TABLE interpreter_step (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  interpreter_id @INT@ NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('applied', 'interviewed', 'trained', 'pledged', 'certificate', 'listed', 'paused',
    'left', 'declined')),
  day TEXT NOT NULL CHECK (length(day) = 10),
  until TEXT CHECK (length(until) = 10 AND until >= day),
  note TEXT CHECK (length(note) BETWEEN 1 AND 500),
  withdrawn_on TEXT CHECK (length(withdrawn_on) = 10),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id)
) @STRICT@;
CREATE INDEX interpreter_step_of ON interpreter_step (centre_id, interpreter_id, day, id);

-- What a person speaks, and how: a language row says "all its dialects that I understand" with all_dialects, or the
-- dialect stands in a row of its own.
CREATE TABLE interpreter_language (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  interpreter_id @INT@ NOT NULL,
  language_code TEXT NOT NULL REFERENCES language (code),
  level TEXT NOT NULL CHECK (level IN ('native', 'fluent', 'good')),
  all_dialects @INT@ NOT NULL CHECK (all_dialects IN (0, 1)),
  on_site @INT@ NOT NULL CHECK (on_site IN (0, 1)),
  phone @INT@ NOT NULL CHECK (phone IN (0, 1)),
  video @INT@ NOT NULL CHECK (video IN (0, 1)),
  written @INT@ NOT NULL CHECK (written IN (0, 1)),
  UNIQUE (interpreter_id, language_code),
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id)
) @STRICT@;
CREATE INDEX interpreter_language_code ON interpreter_language (centre_id, language_code, interpreter_id);

-- When a person can usually be asked: minutes of the day in Europe/Berlin, weekday 1 = Monday. No row at all: always.
CREATE TABLE interpreter_hours (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  interpreter_id @INT@ NOT NULL,
  weekday @INT@ NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  from_minute @INT@ NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute @INT@ NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id)
) @STRICT@;
CREATE INDEX interpreter_hours_of ON interpreter_hours (centre_id, interpreter_id, weekday);

-- Exceptions from it: away, or there although the week says no; whole days.
CREATE TABLE interpreter_exception (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  interpreter_id @INT@ NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('away', 'there')),
  day_from TEXT NOT NULL CHECK (length(day_from) = 10),
  day_to TEXT NOT NULL CHECK (length(day_to) = 10 AND day_to >= day_from),
  note TEXT CHECK (length(note) BETWEEN 1 AND 200),
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id)
) @STRICT@;
CREATE INDEX interpreter_exception_of ON interpreter_exception (centre_id, interpreter_id, day_to);

-- The tax-free amount of a year: other income under the same allowance, and the consent to earn beyond it.
CREATE TABLE interpreter_year (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  interpreter_id @INT@ NOT NULL,
  year @INT@ NOT NULL CHECK (year BETWEEN 2012 AND 2199),
  other_cents @INT@ NOT NULL DEFAULT 0 CHECK (other_cents >= 0),
  consent_on TEXT CHECK (length(consent_on) = 10),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (interpreter_id, year),
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id)
) @STRICT@;

-- A funding pot (Topf) of a KI. place: the lower, the sooner it is taken, if it permits the case.
CREATE TABLE pot (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  kind TEXT NOT NULL CHECK (kind IN ('land', 'own', 'other')),
  place @INT@ NOT NULL CHECK (place BETWEEN 1 AND 99),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to TEXT CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (centre_id, id)
) @STRICT@;
CREATE UNIQUE INDEX pot_name ON pot (centre_id, name);

-- What a pot permits and pays from a day on; append only. travel: which travel costs it bears.
CREATE TABLE pot_terms (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  pot_id @INT@ NOT NULL,
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  legal @INT@ NOT NULL CHECK (legal IN (0, 1)),
  medical @INT@ NOT NULL CHECK (medical IN (0, 1)),
  aosf @INT@ NOT NULL CHECK (aosf IN (0, 1)),
  lesson @INT@ NOT NULL CHECK (lesson IN (0, 1)),
  recurring @INT@ NOT NULL CHECK (recurring IN (0, 1)),
  private @INT@ NOT NULL CHECK (private IN (0, 1)),
  travel @INT@ NOT NULL CHECK (travel IN (0, 1)),
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 300),
  mark TEXT NOT NULL CHECK (mark IN ('read', 'seed', 'inferred', 'assumed', 'unknown')),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (pot_id, valid_from),
  FOREIGN KEY (centre_id, pot_id) REFERENCES pot (centre_id, id)
) @STRICT@;

-- What is in a pot in a year. A pot of Land money without a row has what the rulebook says.
CREATE TABLE pot_year (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  pot_id @INT@ NOT NULL,
  year @INT@ NOT NULL CHECK (year BETWEEN 2012 AND 2199),
  cents @INT@ NOT NULL CHECK (cents >= 0),
  source TEXT CHECK (length(source) BETWEEN 1 AND 300),
  recorded_by TEXT NOT NULL,
  recorded_at @INT@ NOT NULL,
  UNIQUE (pot_id, year),
  FOREIGN KEY (centre_id, pot_id) REFERENCES pot (centre_id, id)
) @STRICT@;

-- A request (Anfrage) and what becomes of it: an assignment (Einsatz). No client: neither name nor origin nor birthday.
-- number: counted per KI and year, as people say it on the phone: "2026-0412". form_key: random, made with the form, so
-- that a form that is sent twice makes one request.
CREATE TABLE booking (
  id @ID@,
  version @INT@ NOT NULL DEFAULT 1,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  number TEXT NOT NULL CHECK (length(number) BETWEEN 6 AND 20),
  service TEXT NOT NULL CHECK (service IN ('interpreting', 'guiding', 'translating')),
  language_code TEXT NOT NULL REFERENCES language (code),
  mode TEXT NOT NULL CHECK (mode IN ('on_site', 'phone', 'video', 'written')),
  occasion TEXT NOT NULL CHECK (length(occasion) BETWEEN 1 AND 40),
  legal @INT@ NOT NULL CHECK (legal IN (0, 1)),
  medical @INT@ NOT NULL CHECK (medical IN (0, 1)),
  aosf @INT@ NOT NULL CHECK (aosf IN (0, 1)),
  lesson @INT@ NOT NULL CHECK (lesson IN (0, 1)),
  recurring @INT@ NOT NULL CHECK (recurring IN (0, 1)),
  private @INT@ NOT NULL CHECK (private IN (0, 1)),
  gender_wish TEXT CHECK (gender_wish IN ('female', 'male')),
  gender_needed @INT@ NOT NULL DEFAULT 0 CHECK (gender_needed IN (0, 1)),
  pages @INT@ CHECK (pages BETWEEN 1 AND 500),
  urgent_reason TEXT CHECK (length(urgent_reason) BETWEEN 1 AND 500),
  institution_kind TEXT NOT NULL CHECK (institution_kind IN ('school', 'daycare', 'office', 'advice', 'health',
    'association', 'private', 'other')),
  institution TEXT NOT NULL CHECK (length(institution) BETWEEN 1 AND 200),
  municipality TEXT NOT NULL CHECK (length(municipality) BETWEEN 1 AND 120),
  remark TEXT CHECK (length(remark) BETWEEN 1 AND 1000),
  received_at @INT@ NOT NULL,
  received_on TEXT NOT NULL CHECK (length(received_on) = 10),
  received_by TEXT NOT NULL,
  form_key TEXT CHECK (length(form_key) BETWEEN 20 AND 64),
  UNIQUE (centre_id, id),
  UNIQUE (centre_id, number),
  UNIQUE (centre_id, form_key)
) @STRICT@;
CREATE INDEX booking_received ON booking (centre_id, received_on, id);

-- Where it is and whom to ask there: kept apart, so that it can go when its time is over.
CREATE TABLE booking_contact (
  booking_id @INT@ PRIMARY KEY,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  email TEXT CHECK (length(email) BETWEEN 3 AND 200),
  phone TEXT CHECK (length(phone) BETWEEN 3 AND 60),
  street TEXT CHECK (length(street) BETWEEN 1 AND 200),
  postcode TEXT CHECK (length(postcode) = 5),
  room TEXT CHECK (length(room) BETWEEN 1 AND 200),
  lat @INT@,
  lon @INT@,
  FOREIGN KEY (centre_id, booking_id) REFERENCES booking (centre_id, id)
) @STRICT@;
CREATE INDEX booking_contact_email ON booking_contact (centre_id, email, booking_id);

-- The dates that the institution could live with: choice 1 is the wish, 2 and 3 stand in. Written translation: the day
-- by which it is needed.
CREATE TABLE booking_date (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  booking_id @INT@ NOT NULL,
  round @INT@ NOT NULL CHECK (round >= 1),
  choice @INT@ NOT NULL CHECK (choice BETWEEN 1 AND 3),
  starts_at @INT@ NOT NULL,
  ends_at @INT@ NOT NULL CHECK (ends_at > starts_at),
  UNIQUE (booking_id, round, choice),
  FOREIGN KEY (centre_id, booking_id) REFERENCES booking (centre_id, id)
) @STRICT@;

-- What happened, append only. round: how often it was begun again (an assignment given back, a date moved); one person
-- can win a round, whoever clicks when: the unique index says so on both databases. late: a cancellation that the tariff
-- card of that day pays for. step: which reminder, or how many stars.
CREATE TABLE booking_event (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  booking_id @INT@ NOT NULL,
  round @INT@ NOT NULL CHECK (round >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('received', 'refused', 'budgeted', 'asked', 'accepted', 'declined', 'returned',
    'moved', 'cancelled', 'unfilled', 'reported', 'signed', 'disputed', 'not_held', 'settled', 'corrected', 'chased',
    'feedback', 'noted')),
  at @INT@ NOT NULL,
  by_whom TEXT NOT NULL,
  interpreter_id @INT@,
  choice @INT@ CHECK (choice BETWEEN 1 AND 3),
  starts_at @INT@,
  ends_at @INT@ CHECK (ends_at > starts_at),
  travel_minutes @INT@ CHECK (travel_minutes BETWEEN 0 AND 1440),
  distance_m @INT@ CHECK (distance_m BETWEEN 0 AND 2000000),
  travel_cents @INT@ CHECK (travel_cents >= 0),
  pot_id @INT@,
  travel_pot_id @INT@,
  expected_cents @INT@ CHECK (expected_cents >= 0),
  expected_travel_cents @INT@ CHECK (expected_travel_cents >= 0),
  late @INT@ CHECK (late IN (0, 1)),
  step @INT@,
  note TEXT CHECK (length(note) BETWEEN 1 AND 1000),
  FOREIGN KEY (centre_id, booking_id) REFERENCES booking (centre_id, id),
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id),
  FOREIGN KEY (centre_id, pot_id) REFERENCES pot (centre_id, id),
  FOREIGN KEY (centre_id, travel_pot_id) REFERENCES pot (centre_id, id)
) @STRICT@;
CREATE INDEX booking_event_of ON booking_event (booking_id, id);
CREATE INDEX booking_event_person ON booking_event (centre_id, interpreter_id, at, kind);
CREATE UNIQUE INDEX booking_event_won ON booking_event (booking_id, round) WHERE kind = 'accepted';
CREATE UNIQUE INDEX booking_event_answer ON booking_event (booking_id, round, interpreter_id, kind)
  WHERE kind IN ('accepted', 'declined');
CREATE UNIQUE INDEX booking_event_settled ON booking_event (booking_id) WHERE kind = 'settled';
CREATE UNIQUE INDEX booking_event_chased ON booking_event (booking_id, round, step) WHERE kind = 'chased';

-- Computed from the events (booking_state.h), never written by anything else: what lists and boards read. What only time
-- does (an assignment that is over) is not stored: booked with an ends_at that has passed.
CREATE TABLE booking_now (
  booking_id @INT@ PRIMARY KEY,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  stage TEXT NOT NULL CHECK (stage IN ('open', 'asking', 'booked', 'reported', 'disputed', 'signed', 'settled',
    'cancelled', 'late_cancelled', 'not_held', 'refused', 'unfilled')),
  round @INT@ NOT NULL,
  since @INT@ NOT NULL,
  starts_at @INT@ NOT NULL,
  ends_at @INT@ NOT NULL,
  held_on TEXT NOT NULL CHECK (length(held_on) = 10),
  interpreter_id @INT@,
  asked @INT@ NOT NULL,
  declined @INT@ NOT NULL,
  pot_id @INT@,
  travel_pot_id @INT@,
  expected_cents @INT@ NOT NULL,
  expected_travel_cents @INT@ NOT NULL,
  FOREIGN KEY (centre_id, booking_id) REFERENCES booking (centre_id, id)
) @STRICT@;
CREATE INDEX booking_now_stage ON booking_now (centre_id, stage, starts_at, booking_id);
CREATE INDEX booking_now_person ON booking_now (centre_id, interpreter_id, starts_at);
CREATE INDEX booking_now_held ON booking_now (centre_id, held_on, booking_id);

-- Links that work without signing in: only the hash of what stands in the address. One that is used, or whose time is
-- over, says so and shows nothing.
CREATE TABLE pool_link (
  id @ID@,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('answer', 'request', 'times', 'sign', 'person', 'calendar', 'feedback')),
  booking_id @INT@,
  interpreter_id @INT@,
  round @INT@,
  pin_hash TEXT,
  pin_failed @INT@ NOT NULL DEFAULT 0,
  made_at @INT@ NOT NULL,
  expires_at @INT@ NOT NULL CHECK (expires_at > made_at),
  used_at @INT@,
  FOREIGN KEY (centre_id, booking_id) REFERENCES booking (centre_id, id),
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id)
) @STRICT@;
CREATE INDEX pool_link_booking ON pool_link (booking_id, purpose);
CREATE INDEX pool_link_person ON pool_link (interpreter_id, purpose);
CREATE INDEX pool_link_expires ON pool_link (expires_at);

-- The settlement of a month (Abrechnung), and its lines: one assignment once; a correction is a line of its own in a later
-- settlement that names what it corrects, with the difference in cents. amounts never change.
CREATE TABLE settlement (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  month TEXT NOT NULL CHECK (length(month) = 7),
  run @INT@ NOT NULL CHECK (run >= 1),
  settled_by TEXT NOT NULL,
  settled_at @INT@ NOT NULL,
  UNIQUE (centre_id, id),
  UNIQUE (centre_id, month, run)
) @STRICT@;
CREATE TABLE settlement_line (
  id @ID@,
  centre_id @INT@ NOT NULL REFERENCES centre (id),
  settlement_id @INT@ NOT NULL,
  booking_id @INT@ NOT NULL,
  interpreter_id @INT@ NOT NULL,
  pot_id @INT@ NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('time', 'travel_time', 'travel_cost', 'cancellation', 'pages')),
  cents @INT@ NOT NULL,
  card_id @INT@,
  paid_on TEXT NOT NULL CHECK (length(paid_on) = 10),
  corrects @INT@ NOT NULL DEFAULT 0 CHECK (corrects IN (0, 1)),
  reason TEXT CHECK (length(reason) BETWEEN 1 AND 500),
  CHECK ((corrects = 1) = (reason IS NOT NULL)),
  UNIQUE (settlement_id, booking_id, pot_id, part, corrects),
  FOREIGN KEY (centre_id, settlement_id) REFERENCES settlement (centre_id, id),
  FOREIGN KEY (centre_id, booking_id) REFERENCES booking (centre_id, id),
  FOREIGN KEY (centre_id, interpreter_id) REFERENCES interpreter (centre_id, id),
  FOREIGN KEY (centre_id, pot_id) REFERENCES pot (centre_id, id)
) @STRICT@;
CREATE UNIQUE INDEX settlement_line_once ON settlement_line (booking_id, pot_id, part) WHERE corrects = 0;
CREATE INDEX settlement_line_person ON settlement_line (centre_id, interpreter_id, paid_on, part, cents);
CREATE INDEX settlement_line_pot ON settlement_line (centre_id, pot_id, paid_on);
CREATE INDEX settlement_line_booking ON settlement_line (booking_id, pot_id, cents);

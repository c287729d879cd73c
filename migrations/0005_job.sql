-- Work outside a request: mail, documents, calls to others.

-- One row per task, written in the same transaction as its cause. `arguments` is JSON for the handler; no page shows it,
-- and it is emptied when the job is done. What a job is at just now follows from the last row of job_event; the columns
-- from due_at on are its place in the queue, written only together with such a row. due_at NULL: nothing more to do.
-- Jobs that were done or given up more than 30 days ago are removed with their events.
CREATE TABLE job (
  id @ID@,
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 3 AND 60),
  arguments TEXT NOT NULL,
  created_at @INT@ NOT NULL,
  due_at @INT@,
  attempts @INT@ NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until @INT@,
  CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
) @STRICT@;
CREATE INDEX job_due ON job (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX job_over ON job (created_at) WHERE due_at IS NULL;

-- What happened to a job, append only. actor: the process that worked on it, or the login of who decided; reason: key of
-- the words that say why, empty if there is nothing to say.
CREATE TABLE job_event (
  id @ID@,
  job_id @INT@ NOT NULL REFERENCES job (id),
  at @INT@ NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('started', 'failed', 'done', 'given_up', 'again')),
  actor TEXT NOT NULL,
  reason TEXT NOT NULL
) @STRICT@;
CREATE INDEX job_event_job ON job_event (job_id, id);

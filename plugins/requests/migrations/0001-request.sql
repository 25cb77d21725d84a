-- Each version of a procedure as it was published; a request finishes on the version it began with.
CREATE TABLE procedure_version (
  procedure text NOT NULL,
  version text NOT NULL,
  bpmn text NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (procedure, version)
);

-- Numbers of a day, one after the other; a number that was given is never given again.
CREATE TABLE day_serial (
  day text PRIMARY KEY,
  last integer NOT NULL
);

CREATE TABLE request (
  number text PRIMARY KEY,
  service text NOT NULL,
  procedure text NOT NULL,
  version text NOT NULL,
  -- Unit that decides.
  unit text NOT NULL,
  person_id text NOT NULL,
  capacity_id text NOT NULL,
  capacity jsonb NOT NULL,
  -- The same submission, sent again, is the same request.
  submit_key text NOT NULL,
  answers jsonb NOT NULL,
  -- What operations found out: fees, checks, references.
  facts jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL,
  -- Where the procedure stands (ProcedureState).
  progress jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  submitted_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  ending text,
  FOREIGN KEY (procedure, version) REFERENCES procedure_version,
  UNIQUE (person_id, submit_key)
);
CREATE INDEX request_person ON request (person_id, submitted_at DESC);
CREATE INDEX request_unit ON request (unit, changed_at DESC);

-- A step that people carry out. The token is the visit of the step: never used again in the request.
CREATE TABLE task (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  token integer NOT NULL,
  step text NOT NULL,
  lane text,
  role text,
  unit text,
  holder text NOT NULL CHECK (holder IN ('authority', 'applicant', 'external')),
  form text,
  opened_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz,
  claimed_by text,
  claimed_at timestamptz,
  closed_at timestamptz,
  decision text,
  reason text,
  note text,
  closed_by text,
  PRIMARY KEY (request, token, step)
);
CREATE INDEX task_open ON task (role, unit, due_at) WHERE closed_at IS NULL AND holder = 'authority';
CREATE INDEX task_claimed ON task (claimed_by) WHERE closed_at IS NULL;

-- A step that a job carries out: written in the transaction that reached it, done once by its key.
CREATE TABLE outside_step (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  token integer NOT NULL,
  step text NOT NULL,
  operation text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'cancelled')),
  opened_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (request, token, step)
);
CREATE INDEX outside_step_waiting ON outside_step (opened_at) WHERE state = 'waiting';

CREATE TABLE timer (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  token integer NOT NULL,
  timer text NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (request, token, timer)
);
CREATE INDEX timer_due ON timer (due_at);

CREATE TABLE awaited (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  token integer NOT NULL,
  event text NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (request, token, event)
);

-- What happened to a request, in order; only ever added to.
CREATE TABLE happening (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  nth integer NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL,
  step text,
  by_person text,
  data jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (request, nth)
);

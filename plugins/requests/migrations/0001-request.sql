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

-- What a person has begun to fill in and has not sent: theirs alone, on every device.
CREATE TABLE draft (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Apart from the numbers of requests: `D-7K2M9QX4`.
  number text NOT NULL UNIQUE,
  service text NOT NULL,
  person_id text NOT NULL,
  capacity_id text NOT NULL,
  answers jsonb NOT NULL DEFAULT '{}',
  at_step text,
  -- What the sources gave, and when, by document.
  sources jsonb NOT NULL DEFAULT '{}',
  revision integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX draft_person ON draft (person_id, changed_at DESC);
CREATE INDEX draft_changed ON draft (changed_at);

CREATE TABLE request (
  number text PRIMARY KEY,
  service text NOT NULL,
  procedure text NOT NULL,
  version text NOT NULL,
  -- Unit that decides.
  unit text NOT NULL,
  person_id text NOT NULL,
  person_name jsonb NOT NULL,
  national_id text,
  capacity_id text NOT NULL,
  capacity jsonb NOT NULL,
  -- Whom it is for: `person:<account>` or `establishment:<unified number>`.
  beneficiary text NOT NULL,
  -- The same place in other requests: a licence, a deed, a point.
  place text,
  -- Folded words by which officials find it.
  words tsvector NOT NULL DEFAULT '',
  -- The same submission, sent again, is the same request.
  submit_key text NOT NULL,
  answers jsonb NOT NULL,
  -- What operations found out: fees, checks, references.
  facts jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL,
  -- Where the procedure stands (ProcedureState).
  progress jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  -- Who has it in hand; the clock runs for the authority only.
  holder text NOT NULL DEFAULT 'authority' CHECK (holder IN ('authority', 'applicant', 'external')),
  holder_since timestamptz NOT NULL DEFAULT now(),
  -- By when the service level wants it done; while the clock stands, how much was left.
  due_at timestamptz,
  left_ms bigint,
  -- The request whose procedure called this one, and the token that waits there.
  parent text REFERENCES request,
  parent_token integer,
  -- Why its procedure cannot go on: for an operator.
  stuck text,
  submitted_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  ending text,
  FOREIGN KEY (procedure, version) REFERENCES procedure_version,
  UNIQUE (person_id, submit_key)
);
CREATE INDEX request_person ON request (person_id, submitted_at DESC);
CREATE INDEX request_beneficiary ON request (beneficiary, submitted_at DESC);
CREATE INDEX request_unit ON request (unit, changed_at DESC);
CREATE INDEX request_place ON request (place, submitted_at DESC) WHERE place IS NOT NULL;
CREATE INDEX request_words ON request USING gin (words);
CREATE INDEX request_stuck ON request (changed_at) WHERE stuck IS NOT NULL;
CREATE INDEX request_running ON request (procedure, version) WHERE ended_at IS NULL;

-- A step that people carry out. The token is the visit of the step: never used again in the request.
CREATE TABLE task (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  token integer NOT NULL,
  step text NOT NULL,
  service text NOT NULL,
  lane text,
  role text,
  unit text,
  holder text NOT NULL CHECK (holder IN ('authority', 'applicant', 'external')),
  form text,
  opened_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz,
  claimed_by text,
  claimed_name jsonb,
  claimed_at timestamptz,
  closed_at timestamptz,
  decision text,
  reasons text[],
  note text,
  closed_by text,
  closed_name jsonb,
  -- The official in whose place a deputy acted.
  closed_for text,
  PRIMARY KEY (request, token, step)
);
CREATE INDEX task_open ON task (role, unit, due_at) WHERE closed_at IS NULL AND role IS NOT NULL;
CREATE INDEX task_claimed ON task (claimed_by) WHERE closed_at IS NULL;
CREATE INDEX task_closed_by ON task (closed_by, closed_at DESC) WHERE closed_at IS NOT NULL;

-- A step that a job carries out: written in the transaction that reached it, done once by its key.
CREATE TABLE outside_step (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  token integer NOT NULL,
  step text NOT NULL,
  operation text NOT NULL,
  undoes text,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'cancelled')),
  opened_at timestamptz NOT NULL DEFAULT now(),
  tried integer NOT NULL DEFAULT 0,
  last_error text,
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
  holder text NOT NULL CHECK (holder IN ('authority', 'applicant', 'external')),
  PRIMARY KEY (request, token, event)
);

-- Messages told to a request: one that came before anybody waited for it is kept until then; the same one again changes nothing.
CREATE TABLE told (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  key text NOT NULL,
  message text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}',
  told_at timestamptz NOT NULL DEFAULT now(),
  taken_at timestamptz,
  PRIMARY KEY (request, key)
);
CREATE INDEX told_kept ON told (request, message) WHERE taken_at IS NULL;

-- What happened to a request, in order; only ever added to.
CREATE TABLE happening (
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  nth integer NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL,
  step text,
  by_person text,
  by_name jsonb,
  data jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (request, nth)
);

-- Letters between the applicant's side and the authority about a request.
CREATE TABLE letter (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request text NOT NULL REFERENCES request ON DELETE CASCADE,
  from_applicant boolean NOT NULL,
  person_id text NOT NULL,
  person_name jsonb NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX letter_request ON letter (request, id);

-- A view of the inbox that an official keeps under a name.
CREATE TABLE saved_queue (
  person_id text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  filter jsonb NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, name)
);

-- Who acts in an official's place during leave. The roles are those that the official held when naming the deputy.
CREATE TABLE deputy (
  person_id text NOT NULL,
  person_name jsonb NOT NULL,
  deputy_id text NOT NULL,
  deputy_name jsonb NOT NULL,
  roles jsonb NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL CHECK (until_day >= from_day),
  named_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, from_day)
);
CREATE INDEX deputy_acts ON deputy (deputy_id, until_day);

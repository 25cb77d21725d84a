-- Which version new requests begin with: the newest publication whose day has come, of the request's unit or of all (`unit` NULL).
CREATE TABLE publication (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  procedure text NOT NULL,
  version text NOT NULL,
  unit text,
  valid_from timestamptz NOT NULL,
  published_by text,
  published_name jsonb,
  published_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (procedure, version) REFERENCES procedure_version
);
CREATE INDEX publication_choice ON publication (procedure, valid_from DESC, id DESC);

-- The version an analyst works on: one for each procedure and person.
CREATE TABLE procedure_draft (
  procedure text NOT NULL,
  person_id text NOT NULL,
  bpmn text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (procedure, person_id)
);

-- What analysts count: steps that people and jobs have ended, by procedure and step.
CREATE INDEX task_recorded ON task (step, closed_at DESC) WHERE closed_at IS NOT NULL;
CREATE INDEX request_of_procedure ON request (procedure, submitted_at DESC);

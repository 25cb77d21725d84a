-- Who wants to hear when a system that is down is back; told once, then forgotten.
CREATE TABLE follow (
  system_id text NOT NULL,
  person_id text NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (system_id, person_id)
);

-- The ledger of writes: one row for each intended write, by the key that its caller gave. It is written before the system is asked.
CREATE TABLE hub.system_write (
  system_id text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  input json NOT NULL,
  input_hash text NOT NULL,
  -- failed: certainly not done; unknown: waits for a person
  state text NOT NULL CHECK (state IN ('started', 'done', 'failed', 'unknown')),
  answer json,
  plugin text,
  case_number text,
  started_at timestamptz NOT NULL DEFAULT now(),
  -- by then its call has ended, or the process that made it is dead
  ends_by timestamptz NOT NULL,
  -- host and process that makes it
  process text NOT NULL,
  ended_at timestamptz,
  -- what a person found out
  note text,
  PRIMARY KEY (system_id, key)
);
CREATE INDEX system_write_open ON hub.system_write (state, ends_by) WHERE state IN ('started', 'unknown');
CREATE INDEX system_write_ended ON hub.system_write (ended_at);

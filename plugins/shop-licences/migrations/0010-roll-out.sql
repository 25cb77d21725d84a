-- Where the register of each municipality stands on its way from the older one to ours. A unit without a row stands where config/ports.yaml puts it.
CREATE TABLE rollout_stage (
  unit text PRIMARY KEY,
  stage text NOT NULL CHECK (stage IN ('legacy', 'parallel', 'new', 'archived')),
  since timestamptz NOT NULL DEFAULT now(),
  -- Until then nothing is changed in either register.
  frozen_until timestamptz,
  frozen_at timestamptz
);
-- Who moved it, when and why.
CREATE TABLE rollout_step (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('advanced', 'rolled-back', 'frozen', 'thawed')),
  from_stage text NOT NULL,
  to_stage text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  person_id text NOT NULL,
  person_name jsonb NOT NULL,
  why text NOT NULL
);
CREATE INDEX rollout_step_unit ON rollout_step (unit, id);

-- An import of the older register of a unit. `after` is the number up to which it has come: it moves in the transaction that writes the rows before it.
CREATE TABLE import_run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('dry', 'real')),
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'cancelled', 'done', 'failed')),
  after text NOT NULL DEFAULT '',
  fresh integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  same integer NOT NULL DEFAULT 0,
  bad integer NOT NULL DEFAULT 0,
  -- Sums over the rows that were taken, as the older register gave them; ours are reckoned from our own table at the end.
  legacy_sums jsonb NOT NULL DEFAULT '{"count":0,"areaM2":0,"checksum":"0"}',
  own_sums jsonb,
  whole boolean,
  sample text[] NOT NULL DEFAULT '{}',
  sample_seen_at timestamptz,
  sample_seen_by jsonb,
  error text,
  person_id text NOT NULL,
  person_name jsonb NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE UNIQUE INDEX import_run_open ON import_run (unit) WHERE state IN ('running', 'paused');
CREATE TABLE import_row (
  run bigint NOT NULL REFERENCES import_run,
  nth integer NOT NULL,
  number text NOT NULL,
  shop text,
  result text NOT NULL CHECK (result IN ('fresh', 'changed', 'same', 'bad')),
  reasons text[] NOT NULL DEFAULT '{}',
  notes text[] NOT NULL DEFAULT '{}',
  -- Short address that the row holds by a licence in force.
  place text,
  PRIMARY KEY (run, nth)
);
CREATE INDEX import_row_result ON import_row (run, result, nth);
CREATE INDEX import_row_number ON import_row (run, number);
-- Which licence of ours a row of an older register became, what it said then, and its days as they were written.
CREATE TABLE licence_import (
  unit text NOT NULL,
  legacy_number text NOT NULL,
  number text NOT NULL UNIQUE REFERENCES licence,
  hash text NOT NULL,
  issued_text text NOT NULL,
  expires_text text NOT NULL,
  run bigint NOT NULL REFERENCES import_run,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (unit, legacy_number)
);

-- Where both registers said different things of one licence while both were asked.
CREATE TABLE register_difference (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit text NOT NULL,
  number text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('field', 'calendar', 'outcome-unknown', 'own-failed', 'own-missing')),
  field text NOT NULL DEFAULT '',
  legacy text,
  own text,
  -- The write whose outcome is open: its key and what was asked, to be asked again.
  key text,
  asked jsonb,
  at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  settled_how text CHECK (settled_how IN ('took-legacy', 'accepted', 'asked-again', 'explained')),
  settled_by jsonb,
  why text
);
CREATE UNIQUE INDEX register_difference_open ON register_difference (unit, number, kind, field) WHERE settled_at IS NULL;
CREATE INDEX register_difference_unit ON register_difference (unit, id);

-- What happened in our register before a roll-back: written to the older one, or for a person to enter there.
CREATE TABLE rollback_item (
  unit text NOT NULL,
  key text NOT NULL,
  number text NOT NULL,
  kind text NOT NULL,
  happened_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('written', 'to-enter', 'entered')),
  reference text,
  why text,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (unit, key)
);

ALTER TABLE licence_history DROP CONSTRAINT licence_history_kind_check;
ALTER TABLE licence_history ADD CONSTRAINT licence_history_kind_check
  CHECK (kind IN ('issued', 'renewed', 'amended', 'transferred', 'suspended', 'lifted', 'cancelled', 'duplicated', 'imported'));
-- What an older register noted says nothing of the day on which the licence then ended.
ALTER TABLE licence_history ALTER COLUMN valid_until DROP NOT NULL;
ALTER TABLE licence_history ADD COLUMN legacy_reference text;
CREATE UNIQUE INDEX licence_history_legacy ON licence_history (number, legacy_reference) WHERE legacy_reference IS NOT NULL;

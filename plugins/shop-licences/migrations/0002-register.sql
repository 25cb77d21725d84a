-- What the register needs beside finding and renewing: who keeps a licence for an establishment, its place on the map, and every change with who, when, why.
ALTER TABLE licence ALTER COLUMN owner_national_id DROP NOT NULL;
ALTER TABLE licence ADD COLUMN short_address text CHECK (short_address ~ '^[A-Z]{4}\d{4}$');
-- Accounts that are told of the licence and may read its papers, beside the owner's own.
ALTER TABLE licence ADD COLUMN accounts text[] NOT NULL DEFAULT '{}';
-- Nobody is told of its end before this day: for licences that were brought over and whose municipality is not open yet.
ALTER TABLE licence ADD COLUMN quiet_until date;
-- Numbers that it had in older registers.
CREATE TABLE licence_alias (
  alias text PRIMARY KEY CHECK (alias <> ''),
  number text NOT NULL REFERENCES licence
);
CREATE INDEX licence_alias_number ON licence_alias (number);
CREATE INDEX licence_unified_number ON licence (unified_number, number);
CREATE INDEX licence_place ON licence (unit, short_address);
CREATE INDEX licence_end ON licence (valid_until) WHERE state = 'valid';

CREATE TABLE licence_history (
  number text NOT NULL REFERENCES licence,
  nth integer NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind IN ('issued', 'renewed', 'amended', 'transferred', 'suspended', 'lifted', 'cancelled', 'duplicated')),
  state text NOT NULL,
  valid_until date NOT NULL,
  -- Account and name of the official; none where a procedure did it.
  person_id text,
  person_name jsonb,
  request text,
  why text,
  -- What it was before: changed facts of the licence.
  before jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (number, nth)
);

-- A change is carried out once for each key that it is asked with.
CREATE TABLE register_write (
  key text PRIMARY KEY,
  operation text NOT NULL,
  asked jsonb NOT NULL,
  answer jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE SEQUENCE licence_serial;
CREATE SEQUENCE change_reference;

-- Our own register. A licence that has passed its last day is expired without a write, so `expired` is no state that is stored.
CREATE TABLE licence (
  number text PRIMARY KEY CHECK (number ~ '^\d{11}$'),
  unit text NOT NULL,
  shop text NOT NULL CHECK (shop <> ''),
  owner_national_id text NOT NULL CHECK (owner_national_id ~ '^[12]\d{9}$'),
  owner_name text NOT NULL,
  register text,
  unified_number text,
  activity_code text,
  activity_name text NOT NULL,
  district text NOT NULL,
  street text,
  area_m2 numeric(9, 2) NOT NULL CHECK (area_m2 >= 0),
  sign_m2 numeric(9, 2) NOT NULL CHECK (sign_m2 >= 0),
  issued_on date NOT NULL,
  valid_until date NOT NULL CHECK (valid_until >= issued_on),
  state text NOT NULL CHECK (state IN ('valid', 'suspended', 'cancelled'))
);
CREATE INDEX licence_owner ON licence (owner_national_id, number);

-- A renewal is carried out once for each key that it is asked with.
CREATE TABLE renewal (
  key text PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  number text NOT NULL REFERENCES licence,
  years smallint NOT NULL CHECK (years BETWEEN 1 AND 3),
  bill text NOT NULL,
  valid_until date NOT NULL,
  renewed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX renewal_number ON renewal (number, renewed_at);
CREATE SEQUENCE renewal_reference;
